/* Means, deviations and Sobol indices of a sweep's quantities, straight from their definitions. */
#ifndef ENT_TESTS_PROPERTY_MOMENTS_H
#define ENT_TESTS_PROPERTY_MOMENTS_H

#include "property/swept.h"
#include "sweep/effects.h"

enum { MOMENTS_CASES_MOST = 96 };

/* All cases of a model, each looked at by itself. */
typedef struct {
    uint64_t count;
    size_t doubts;
    ent_counts counts[MOMENTS_CASES_MOST];
    double weights[MOMENTS_CASES_MOST];
    uint8_t outcomes[MOMENTS_CASES_MOST][SWEPT_DOUBTS_MOST];
} moments_cases;

typedef struct {
    const char *what; /* NULL: nothing is otherwise */
    double found;
    double right;
} moments_difference;

/* What is otherwise than the definitions have it, but for rounding. */
moments_difference moments_compare(const moments_cases *cases, uint32_t quantity,
                                   const ent_measured *found);

#endif
