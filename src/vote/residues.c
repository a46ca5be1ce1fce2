/* Primes below 2^31, and numbers from their remainders. */
#include "vote/residues.h"

#include "base/vector.h"

enum { HUNDREDTHS_OF_BITS = 3099 /* that a prime has at least: there are half a million such */ };

uint32_t ent_modular_power(uint32_t base, uint64_t exponent, uint32_t prime)
{
    uint32_t power = 1;
    for (base %= prime; exponent > 0; exponent >>= 1) {
        if ((exponent & 1u) != 0)
            power = ent_modular_product(power, base, prime);
        base = ent_modular_product(base, base, prime);
    }
    return power;
}

static ENT_VECTOR void add_ahead(uint32_t *table, uint64_t ahead, uint64_t count, uint32_t prime)
{
#pragma omp simd
    for (uint64_t i = 0; i < count; i++) {
        uint32_t sum = table[i] + table[i + ahead];
        uint32_t less = sum - prime; /* wraps to something large where it must not be taken */
        table[i] = less < sum ? less : sum;
    }
}

void ent_add_ahead(uint32_t *table, uint64_t from, uint64_t to, uint64_t ahead, uint32_t prime)
{
    enum { LINE_PLACES = 16 };
    uint64_t head = (LINE_PLACES - from % LINE_PLACES) % LINE_PLACES;
    head = head < to - from ? head : to - from;
    add_ahead(table + from, ahead, head, prime);
    from += head;
    add_ahead(table + from, ahead, to - from, prime);
}

uint64_t ent_residue_bytes(uint64_t count, uint64_t tables)
{
    uint64_t bytes = 0;
    if (count > UINT64_MAX / 16 ||
        __builtin_mul_overflow(ent_residue_room(count), tables * sizeof(uint32_t), &bytes))
        return UINT64_MAX;
    return bytes;
}

/* Miller's test; the bases 2, 7 and 61 are enough below 4,759,123,141 (Jaeschke 1993). */
static bool is_prime(uint32_t number)
{
    static const uint32_t bases[] = {2, 7, 61};
    uint32_t odd = number - 1;
    unsigned halvings = 0;
    for (; odd % 2 == 0; odd /= 2)
        halvings++;
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        uint32_t power = ent_modular_power(bases[i], odd, number);
        bool passes = power == 1 || power == number - 1;
        for (unsigned h = 1; h < halvings && !passes; h++) {
            power = ent_modular_product(power, power, number);
            passes = power == number - 1;
        }
        if (!passes)
            return false;
    }
    return true;
}

uint32_t ent_primes_needed(uint64_t bits)
{
    return (uint32_t)(bits * 100 / HUNDREDTHS_OF_BITS + 1);
}

bool ent_primes_make(ent_primes *primes, uint64_t bits, ent_arena *arena)
{
    uint32_t count = ent_primes_needed(bits);
    *primes = (ent_primes){.items = ent_arena_array(arena, count, sizeof *primes->items),
                           .inverses = ent_arena_array(arena, count, sizeof *primes->inverses)};
    if (primes->items == NULL || primes->inverses == NULL)
        return false;
    uint32_t candidate = (uint32_t)INT32_MAX / ENT_ROOTS * ENT_ROOTS + 1;
    for (; primes->count < count; candidate -= ENT_ROOTS)
        if (is_prime(candidate))
            primes->items[primes->count++] = candidate;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t product = 1;
        for (uint32_t j = 0; j < i; j++)
            product =
                ent_modular_product(product, primes->items[j] % primes->items[i], primes->items[i]);
        primes->inverses[i] = ent_modular_power(product, primes->items[i] - 2, primes->items[i]);
    }
    return true;
}

void ent_residues_join(const ent_primes *primes, const uint32_t *residues, size_t stride,
                       uint32_t *digits, ent_tally *tally)
{
    for (uint32_t i = 0; i < primes->count; i++) { /* digits in the mixed base of the primes */
        uint32_t prime = primes->items[i];
        uint32_t known = 0;
        for (uint32_t j = i; j-- > 0;)
            known = (uint32_t)(((uint64_t)known * primes->items[j] + digits[j]) % prime);
        uint32_t rest = ent_modular_difference(residues[i * stride], known, prime);
        digits[i] = ent_modular_product(rest, primes->inverses[i], prime);
    }
    ent_tally_clear(tally);
    for (uint32_t i = primes->count; i-- > 0;)
        ent_tally_scale(tally, primes->items[i], digits[i]);
}
