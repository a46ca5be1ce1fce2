/* Roots of Legendre polynomials, by Newton's iteration. */
#include "vote/quadrature.h"

/*
 * On the ellipse with foci 0 and 1 and axes rho and 1/rho, |t| + |1-t| = (rho + 1/rho) / 2. There a
 * function of at most M has Chebyshev coefficients of at most 2 M rho^-k; m > 1 points are exact
 * for odd k and for k < 2 m, and are off by at most 16/15 for each further T_k. So they leave out
 * at most 32/15 M rho^-2m / (1 - rho^-2): Trefethen (2008), Is Gauss quadrature better than
 * Clenshaw-Curtis?, section 4. The logarithm of that to base 2.
 */
static double log_left_out(uint32_t degree, uint32_t points, double rho)
{
    return log2(32.0 / 15.0) + degree * log2((rho + 1 / rho) / 2) - 2.0 * points * log2(rho) -
           log2(1 - 1 / (rho * rho));
}

static double least_left_out(uint32_t degree, uint32_t points)
{
    enum { TRIES = 30 };
    double least = 1024;
    double spread = 0.25; /* the best is near 1 */
    for (int i = 0; i < TRIES; i++) {
        double rho = 1 + spread * 2.0 * points / (degree + 1.0);
        least = fmin(least, log_left_out(degree, points, rho));
        spread *= 1.1;
    }
    return least;
}

uint32_t ent_quadrature_points(uint32_t degree, double bits, double *left_out)
{
    uint32_t exact = degree / 2 + 1; /* 2 m - 1 >= degree */
    uint32_t low = 0;
    uint32_t high = exact;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (least_left_out(degree, middle) < -bits)
            high = middle;
        else
            low = middle;
    }
    *left_out = high == exact ? 0 : 1.001 * exp2(least_left_out(degree, high));
    return high;
}

/* P_m(x) and P_(m-1)(x) by the three-term recurrence. */
static void legendre(uint32_t m, ent_fixed x, ent_fixed *last, ent_fixed *before)
{
    *before = ent_fixed_one();
    *last = x;
    for (uint32_t k = 1; k < m; k++) {
        ent_fixed shifted = ent_fixed_product(x, *last);
        ent_fixed rest = shifted - *before;
        *before = *last;
        *last = shifted + rest - rest / (ent_fixed)(k + 1);
    }
}

static ent_node find_node(uint32_t m, uint32_t k)
{
    const double pi = 3.14159265358979323846;
    const double enough = 0x1p-112;
    ent_fixed x = 2 * k + 1 == m ? 0 : ent_fixed_from(cos(pi * (4.0 * k + 3) / (4.0 * m + 2)));
    ent_fixed last = 0;
    ent_fixed before = 0;
    double change = 1;
    for (int i = 0; i < 20 && fabs(change) > enough; i++) {
        legendre(m, x, &last, &before);
        double at = ent_fixed_double(x);
        double slope =
            m * (ent_fixed_double(before) - at * ent_fixed_double(last)) / ((1 - at) * (1 + at));
        change = ent_fixed_double(last) / slope;
        x -= ent_fixed_from(change);
    }
    legendre(m, x, &last, &before);
    /* 1 / (m P), P being P_(m-1)(x) */
    ent_fixed inverse = ent_fixed_from(1 / (m * ent_fixed_double(before)));
    for (int i = 0; i < 3; i++) {
        ent_fixed rest = ent_fixed_one() - ent_fixed_product(inverse, before) * (ent_fixed)m;
        inverse += ent_fixed_product(inverse, rest);
    }
    ent_fixed square = ent_fixed_product(inverse, inverse);
    return (ent_node){.place = (ent_fixed_one() - x) / 2,
                      .weight =
                          ent_fixed_product(square, ent_fixed_one() - ent_fixed_product(x, x))};
}

/*
 * A step of the recurrence rounds by less than three steps of 2^-120, and an error made at degree j
 * reaches degree m multiplied by at most j (1 + ln(m / j)), the associated Legendre polynomial's
 * value at 1, which is its largest. In total this is below m^2 + 4 m steps; so much, or less, is
 * the place of a root off, as the slope there is at least 1. The weights, whose sum is 1, change by
 * a share of 2 m x / (1 - x^2) times that, and of twice that over |P_(m-1)|: summed over the nodes,
 * below 16 m times that.
 */
bool ent_quadrature_make(ent_quadrature *rule, uint32_t points, double slope, ent_arena *arena)
{
    *rule = (ent_quadrature){.points = points, .count = points / 2 + points % 2};
    rule->nodes = ent_arena_array(arena, rule->count, sizeof *rule->nodes);
    if (rule->nodes == NULL)
        return false;
    for (uint32_t k = 0; k < rule->count; k++)
        rule->nodes[k] = find_node(points, k);
    double m = points;
    rule->error = (slope + 16 * m) * (m * m + 4 * m) * 0x1p-120;
    return true;
}
