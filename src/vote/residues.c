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
    ENT_SIMD
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

/* The product of the primes, and of all but one, with its inverse modulo that one. */
static bool multiply_primes(ent_primes *primes, ent_arena *arena)
{
    ent_tally tally = ent_tally_new(arena, ent_residues_limbs(primes));
    if (tally.limbs == NULL)
        return false;
    ent_tally_scale(&tally, 0, 1);
    for (uint32_t i = 0; i < primes->count; i++)
        ent_tally_scale(&tally, primes->items[i], 0);
    if (!ent_tally_read(&tally, arena, &primes->product))
        return false;
    for (uint32_t i = 0; i < primes->count; i++) {
        uint32_t prime = primes->items[i];
        uint32_t product = 1;
        for (uint32_t k = 0; k < primes->count; k++)
            if (k != i)
                product = ent_modular_product(product, primes->items[k] % prime, prime);
        primes->inverses[i] = ent_modular_power(product, prime - 2, prime);
        ent_tally_clear(&tally);
        ent_tally_add(&tally, primes->product);
        ent_tally_divide(&tally, prime);
        if (!ent_tally_read(&tally, arena, &primes->others[i]))
            return false;
    }
    return true;
}

bool ent_primes_make(ent_primes *primes, uint64_t bits, ent_arena *arena)
{
    uint32_t count = ent_primes_needed(bits);
    *primes = (ent_primes){.items = ent_arena_array(arena, count, sizeof *primes->items),
                           .others = ent_arena_array(arena, count, sizeof *primes->others),
                           .inverses = ent_arena_array(arena, count, sizeof *primes->inverses)};
    if (primes->items == NULL || primes->others == NULL || primes->inverses == NULL)
        return false;
    uint32_t candidate = (uint32_t)INT32_MAX / ENT_ROOTS * ENT_ROOTS + 1;
    for (; primes->count < count; candidate -= ENT_ROOTS)
        if (is_prime(candidate))
            primes->items[primes->count++] = candidate;
    return multiply_primes(primes, arena);
}

void ent_residues_join(const ent_primes *primes, const uint32_t *residues, size_t stride,
                       ent_tally *tally)
{
    ent_tally_clear(tally);
    for (uint32_t i = 0; i < primes->count; i++) {
        uint32_t times =
            ent_modular_product(residues[i * stride], primes->inverses[i], primes->items[i]);
        ent_tally_add_multiple(tally, primes->others[i], times);
    }
    ent_tally_reduce(tally, primes->product);
}
