/*
 * Polynomials modulo a prime: products in Montgomery's form, which loops can compute fast, and
 * coefficients from values at roots of unity.
 *
 * Source: Montgomery (1985), Modular multiplication without trial division, Mathematics of
 * Computation 44:519-521.
 */
#ifndef ENT_VOTE_MODULAR_H
#define ENT_VOTE_MODULAR_H

#include "vote/residues.h"

typedef struct {
    uint32_t p;
    uint32_t inverse; /* -1/p modulo 2^32 */
    uint32_t square;  /* 2^64 modulo p: takes a number into Montgomery's form */
    uint32_t root;    /* a primitive root of unity of order ENT_ROOTS */
} ent_modulus;

/* What computing modulo a prime of ent_primes needs. */
ent_modulus ent_modulus_of(uint32_t prime);

/* a * b / 2^32 modulo p. */
static inline uint32_t ent_mod_montgomery(const ent_modulus *modulus, uint32_t a, uint32_t b)
{
    uint64_t product = (uint64_t)a * b;
    uint32_t multiple = (uint32_t)product * modulus->inverse;
    uint32_t quotient = (uint32_t)((product + (uint64_t)multiple * modulus->p) >> 32);
    uint32_t less = quotient - modulus->p;
    return less < quotient ? less : quotient;
}

static inline uint32_t ent_mod_add(const ent_modulus *modulus, uint32_t a, uint32_t b)
{
    uint32_t sum = a + b;
    uint32_t less = sum - modulus->p; /* wraps to something large where it must not be taken */
    return less < sum ? less : sum;
}

/* From a polynomial's values at 1, w, w^2, … (w of order `count`, a power of two up to ENT_ROOTS)
 * to its coefficients, in place. */
void ent_mod_interpolate(const ent_modulus *modulus, uint32_t *values, size_t count);

#endif
