/* Primes, interpolation, and the way back from remainders. */
#include "vote/modular.h"

#include <assert.h>

enum { POINTS_LOG = 12 };
static_assert(1 << POINTS_LOG == ENT_POINTS_MOST, "");

static bool is_prime(uint32_t number)
{
    for (uint32_t d = 3; (uint64_t)d * d <= number; d += 2)
        if (number % d == 0)
            return false;
    return number % 2 == 1;
}

uint32_t ent_mod_power(const ent_prime *prime, uint32_t base, uint64_t exponent)
{
    uint32_t power = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1u)
            power = ent_mod_multiply(prime, power, base);
        base = ent_mod_multiply(prime, base, base);
    }
    return power;
}

static ent_prime prepare(uint32_t p)
{
    ent_prime prime = {.p = p};
    uint32_t inverse = 1; /* Newton's steps double the bits that are right */
    for (int i = 0; i < 5; i++)
        inverse *= 2 - p * inverse;
    prime.inverse = 0 - inverse;
    uint64_t two32 = (UINT64_C(1) << 32) % p;
    prime.square = (uint32_t)(two32 * two32 % p);
    for (uint32_t g = 2; prime.root == 0; g++) {
        uint32_t root = ent_mod_power(&prime, g, (p - 1) >> POINTS_LOG);
        if (ent_mod_power(&prime, root, ENT_POINTS_MOST / 2) == p - 1)
            prime.root = root;
    }
    return prime;
}

bool ent_primes(ent_prime *primes, size_t count)
{
    uint32_t step = ENT_POINTS_MOST;
    uint32_t candidate = UINT32_C(0x7fffffff) / step * step + 1;
    for (size_t found = 0; found < count; candidate -= step) {
        if (candidate < UINT32_C(1) << 30)
            return false;
        if (candidate < UINT32_C(1) << 31 && is_prime(candidate))
            primes[found++] = prepare(candidate);
    }
    return true;
}

static void swap_bits(uint32_t *values, size_t count)
{
    for (size_t i = 1, k = 0; i < count; i++) {
        size_t bit = count >> 1;
        for (; k & bit; bit >>= 1)
            k ^= bit;
        k |= bit;
        if (i < k) {
            uint32_t kept = values[i];
            values[i] = values[k];
            values[k] = kept;
        }
    }
}

void ent_mod_interpolate(const ent_prime *prime, uint32_t *values, size_t count)
{
    swap_bits(values, count);
    for (size_t half = 1; half < count; half *= 2) {
        /* the inverse of a root of order 2 * half */
        uint32_t root =
            ent_mod_power(prime, prime->root, ENT_POINTS_MOST - ENT_POINTS_MOST / (2 * half));
        for (size_t begin = 0; begin < count; begin += 2 * half) {
            uint32_t factor = 1;
            for (size_t i = begin; i < begin + half; i++) {
                uint32_t a = values[i];
                uint32_t b = ent_mod_multiply(prime, values[i + half], factor);
                values[i] = ent_mod_add(prime, a, b);
                values[i + half] = ent_mod_add(prime, a, b == 0 ? 0 : prime->p - b);
                factor = ent_mod_multiply(prime, factor, root);
            }
        }
    }
    uint32_t share = ent_mod_power(prime, (uint32_t)count, prime->p - 2);
    for (size_t i = 0; i < count; i++)
        values[i] = ent_mod_multiply(prime, values[i], share);
}

ent_status ent_recovery_init(ent_recovery *recovery, const ent_prime *primes, size_t count,
                             ent_arena *arena)
{
    *recovery = (ent_recovery){.primes = primes,
                               .count = count,
                               .inverses = ent_arena_array(arena, count * count, sizeof(uint32_t)),
                               .digits = ent_arena_array(arena, count, sizeof(uint32_t)),
                               .tally = ent_tally_new(arena, count / 2 + 2)};
    if (recovery->inverses == NULL || recovery->digits == NULL || recovery->tally.limbs == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            recovery->inverses[i * count + k] =
                ent_mod_power(&primes[i], primes[k].p % primes[i].p, primes[i].p - 2);
    return ENT_OK;
}

/* The number in mixed radix: digits[0] + primes[0] (digits[1] + primes[1] (digits[2] + …)). */
static void find_digits(ent_recovery *recovery, const uint32_t *remainders)
{
    for (size_t i = 0; i < recovery->count; i++) {
        const ent_prime *prime = &recovery->primes[i];
        uint32_t digit = remainders[i];
        for (size_t k = 0; k < i; k++) {
            uint32_t less = recovery->digits[k] % prime->p;
            digit = ent_mod_add(prime, digit, less == 0 ? 0 : prime->p - less);
            digit = ent_mod_multiply(prime, digit, recovery->inverses[i * recovery->count + k]);
        }
        recovery->digits[i] = digit;
    }
}

ent_status ent_recover(ent_recovery *recovery, const uint32_t *remainders, ent_arena *arena,
                       ent_natural *number)
{
    find_digits(recovery, remainders);
    ent_tally_clear(&recovery->tally);
    for (size_t i = recovery->count; i-- > 0;)
        ent_tally_scale(&recovery->tally, recovery->primes[i].p, recovery->digits[i]);
    return ent_tally_read(&recovery->tally, arena, number) ? ENT_OK : ENT_NO_RESOURCE;
}
