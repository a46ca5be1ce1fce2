/*
 * Weighted voting with one quota and many members: counts from dense tables over sums of weights,
 * where a decision diagram would have a node for nearly every sum.
 */
#ifndef ENT_VOTE_WEIGHTED_H
#define ENT_VOTE_WEIGHTED_H

#include "vote/power.h"

typedef struct {
    ent_natural winning;
    ent_natural *swings;       /* by member */
    ent_natural minimal;       /* minimal winning coalitions */
    ent_natural *minimal_with; /* by member: those that it is in; NULL where not counted */
    double *shapley;           /* by member, correctly rounded; NULL where not computed */
} ent_weighted_counts;

/* Bytes that ent_weighted_count takes at the most. */
uint64_t ent_weighted_bytes(const ent_quota *quota, uint32_t members, int threads);

/* Counts; 0 < quota->least <= sum of the weights, which fits in int64. What it finds lives in the
 * arena. */
ent_status ent_weighted_count(ent_weighted_counts *counts, const ent_quota *quota, uint32_t members,
                              const ent_power_options *options, ent_arena *arena,
                              ent_report *report);

#endif
