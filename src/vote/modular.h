/*
 * Counting modulo primes: exact integers are put together from their remainders, which are what
 * loops can compute fast. Primes are below 2^31 and of the form c 2^12 + 1, so that polynomials of
 * up to 4096 coefficients can be found from their values at roots of unity.
 *
 * Sources: Montgomery (1985), Modular multiplication without trial division; Garner (1959) for the
 * way back to integers.
 */
#ifndef ENT_VOTE_MODULAR_H
#define ENT_VOTE_MODULAR_H

#include "vote/natural.h"

enum { ENT_POINTS_MOST = 4096 };

typedef struct {
    uint32_t p;
    uint32_t inverse; /* -1/p modulo 2^32 */
    uint32_t square;  /* 2^64 modulo p: takes a number into Montgomery's form */
    uint32_t root;    /* a primitive root of unity of order ENT_POINTS_MOST */
} ent_prime;

/* The first `count` primes, the largest first; false when there are not so many. */
bool ent_primes(ent_prime *primes, size_t count);

/* a * b / 2^32 modulo p. */
static inline uint32_t ent_mod_montgomery(const ent_prime *prime, uint32_t a, uint32_t b)
{
    uint64_t product = (uint64_t)a * b;
    uint32_t multiple = (uint32_t)product * prime->inverse;
    uint32_t quotient = (uint32_t)((product + (uint64_t)multiple * prime->p) >> 32);
    uint32_t less = quotient - prime->p;
    return less < quotient ? less : quotient;
}

static inline uint32_t ent_mod_add(const ent_prime *prime, uint32_t a, uint32_t b)
{
    uint32_t sum = a + b;
    uint32_t less = sum - prime->p;
    return less < sum ? less : sum;
}

static inline uint32_t ent_mod_multiply(const ent_prime *prime, uint32_t a, uint32_t b)
{
    return (uint32_t)((uint64_t)a * b % prime->p);
}

uint32_t ent_mod_power(const ent_prime *prime, uint32_t base, uint64_t exponent);

/* From a polynomial's values at 1, w, w^2, … (w of order `count`, a power of two up to
 * ENT_POINTS_MOST) to its coefficients, in place. */
void ent_mod_interpolate(const ent_prime *prime, uint32_t *values, size_t count);

/* The number below the product of the primes with these remainders, in the arena. */
typedef struct {
    const ent_prime *primes;
    size_t count;
    uint32_t *inverses; /* [i * count + k]: 1 / primes[k] modulo primes[i], k < i */
    uint32_t *digits;
    ent_tally tally;
} ent_recovery;

ent_status ent_recovery_init(ent_recovery *recovery, const ent_prime *primes, size_t count,
                             ent_arena *arena);
ent_status ent_recover(ent_recovery *recovery, const uint32_t *remainders, ent_arena *arena,
                       ent_natural *number);

#endif
