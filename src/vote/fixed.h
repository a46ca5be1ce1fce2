/* Numbers between -128 and 128 in steps of 2^-120, for the few computations that need more than a
 * double and a bound on every rounding. */
#ifndef ENT_VOTE_FIXED_H
#define ENT_VOTE_FIXED_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 ent_fixed;
__extension__ typedef unsigned __int128 ent_fixed_magnitude;

enum { ENT_FIXED_BITS = 120 };

static inline ent_fixed ent_fixed_one(void)
{
    return (ent_fixed)1 << ENT_FIXED_BITS;
}

/* The nearest double. */
static inline double ent_fixed_double(ent_fixed a)
{
    return ldexp((double)a, -ENT_FIXED_BITS);
}

/* |x| < 128; what is smaller than a step is dropped. */
static inline ent_fixed ent_fixed_from(double x)
{
    return (ent_fixed)ldexp(x, ENT_FIXED_BITS);
}

/* a * b / 2^shift, rounded down; the result must fit, and 64 <= shift <= 128. */
static inline ent_fixed_magnitude ent_fixed_scaled(ent_fixed_magnitude a, ent_fixed_magnitude b,
                                                   unsigned shift)
{
    uint64_t a0 = (uint64_t)a;
    uint64_t a1 = (uint64_t)(a >> 64);
    uint64_t b0 = (uint64_t)b;
    uint64_t b1 = (uint64_t)(b >> 64);
    ent_fixed_magnitude low = (ent_fixed_magnitude)a0 * b0;
    ent_fixed_magnitude left = (ent_fixed_magnitude)a1 * b0 + (uint64_t)(low >> 64);
    ent_fixed_magnitude right = (ent_fixed_magnitude)a0 * b1 + (uint64_t)left;
    ent_fixed_magnitude high = (ent_fixed_magnitude)a1 * b1 + (left >> 64) + (right >> 64);
    if (shift == 128)
        return high;
    return (high << (128 - shift)) + ((uint64_t)right >> (shift - 64));
}

/* Less than one step off. */
static inline ent_fixed ent_fixed_product(ent_fixed a, ent_fixed b)
{
    ent_fixed_magnitude left = (ent_fixed_magnitude)(a < 0 ? -a : a);
    ent_fixed_magnitude right = (ent_fixed_magnitude)(b < 0 ? -b : b);
    ent_fixed product = (ent_fixed)ent_fixed_scaled(left, right, ENT_FIXED_BITS);
    return (a < 0) != (b < 0) ? -product : product;
}

/* 1 / a for 1/64 < a; Newton's iteration from the double. */
static inline ent_fixed ent_fixed_inverse(ent_fixed a)
{
    ent_fixed inverse = ent_fixed_from(1.0 / ent_fixed_double(a));
    for (int i = 0; i < 2; i++)
        inverse += ent_fixed_product(inverse, ent_fixed_one() - ent_fixed_product(inverse, a));
    return inverse;
}

#endif
