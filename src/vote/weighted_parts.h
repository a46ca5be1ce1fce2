/*
 * What the parts of ent_weighted_count share: the game as a plain list of weights, and the counts
 * as remainders. Tables run over deficits: place y stands for a sum of weights of limit - 1 - y, so
 * that a step in place reads ahead of what it writes.
 */
#ifndef ENT_VOTE_WEIGHTED_PARTS_H
#define ENT_VOTE_WEIGHTED_PARTS_H

#include "vote/residues.h"
#include "vote/weighted.h"

/* The members that have weight, and the quota, without common divisor. */
typedef struct {
    uint64_t *weights; /* ascending */
    uint32_t count;
    uint32_t zeros;     /* members without weight */
    uint64_t least;     /* the quota */
    uint64_t total;     /* of the weights */
    uint64_t *distinct; /* ascending */
    uint32_t distinct_count;
    uint32_t *kind; /* by place in `weights`: its place in `distinct` */
} ent_weighted_game;

/* The quota of the dual game, where those coalitions win whose complement loses. */
static inline uint64_t ent_dual_quota(const ent_weighted_game *game)
{
    return game->total - game->least + 1;
}

/* A stretch of the work, of which parts get done by several threads. */
typedef struct {
    const ent_power_options *options;
    double from, to; /* of the whole */
    uint64_t parts;
    uint64_t done;
} ent_stage;

/* Counts parts as done, and tells how far it is if this is the main thread. */
void ent_stage_advance(ent_stage *stage, uint64_t parts);

/* What the parts compute on. */
typedef struct {
    const ent_weighted_game *game;
    const ent_primes *primes;
    ent_memory *memory;
    int threads;
    ent_stage stage;
} ent_weighted_task;

/*
 * For each prime a row of 1 + distinct_count remainders: of the coalitions whose weight is less
 * than `limit`, and for each distinct weight of the swings of a member with it. `limit` is the
 * quota or the dual's, which have the same swings.
 */
ent_status ent_count_below(ent_weighted_task *task, uint64_t limit, uint32_t *rows);
uint64_t ent_count_below_bytes(uint64_t limit, int threads);

/* For each prime a row of 1 + distinct_count remainders: of the minimal winning coalitions, and for
 * each distinct weight of those that a member with it is in. */
ent_status ent_count_minimal(ent_weighted_task *task, uint32_t *rows);
uint64_t ent_count_minimal_bytes(uint64_t least, int threads);

/* For each distinct weight the Shapley-Shubik index, correctly rounded; 0 without swings. Not
 * `known` where it would take too long, or where an index is too near to the middle between two
 * doubles. */
ent_status ent_compute_shapley(ent_weighted_task *task, const ent_natural *swings, double *shapley,
                               bool *known);
uint64_t ent_shapley_bytes(uint64_t least, uint64_t dual, uint32_t members, int threads);

#endif
