/*
 * Gauss-Legendre quadrature between 0 and 1, precise enough for results that are rounded correctly.
 */
#ifndef ENT_VOTE_QUADRATURE_H
#define ENT_VOTE_QUADRATURE_H

#include "base/memory.h"
#include "vote/fixed.h"

/* The rule is symmetric: a place t and its mirror image 1 - t have the same weight. */
typedef struct {
    ent_fixed place; /* at most 1/2 */
    ent_fixed weight;
} ent_node;

typedef struct {
    uint32_t points;
    uint32_t count; /* places up to 1/2; with an odd number of points the last is 1/2 itself */
    ent_node *nodes;
    double error; /* most that imprecise places and weights add to an integral; see the function */
} ent_quadrature;

/*
 * Points for the integral of a polynomial of this degree that is at most (|t| + |1-t|)^degree in
 * the complex plane, so that what the rule leaves out is below 2^-bits; stored is a bound on that.
 */
uint32_t ent_quadrature_points(uint32_t degree, double bits, double *left_out);

/* The rule, in the arena. Its error is for functions between 0 and 1 whose slope is at most
 * `slope`. False when there is no memory. */
bool ent_quadrature_make(ent_quadrature *rule, uint32_t points, double slope, ent_arena *arena);

#endif
