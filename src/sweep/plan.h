/*
 * Which combinations of what is uncertain a sweep looks at, and in which order (docs/semantics.md,
 * "When the model is uncertain"): all of them, or random draws. A case has a number, from 0, and
 * what it is depends on that number, the doubts and the seed only; so cases can be worked on in any
 * order, by any number of threads, processes and machines.
 *
 * Draws come from Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011): the seed is its key, the number
 * of the draw and that of the doubt are its counter.
 */
#ifndef ENT_SWEEP_PLAN_H
#define ENT_SWEEP_PLAN_H

#include "base/memory.h"

enum {
    ENT_BLOCK_CASES = 256,           /* cases of a block; the last may have fewer */
    ENT_OUTCOMES_MOST = 256,         /* of a doubt */
    ENT_COMBINATIONS_MOST = 1 << 20, /* that are looked at one by one */
    ENT_DRAWS_MOST = 1000 * 1000 * 1000,
};

/* A doubt, as far as a plan knows it. */
typedef struct {
    uint32_t outcomes;     /* up to ENT_OUTCOMES_MOST */
    const double *chances; /* by outcome; they add up to 1 */
} ent_chances;

typedef struct {
    bool exact; /* every combination once; else draws */
    uint64_t seed;
    uint64_t cases;
    uint64_t blocks;
    uint32_t doubt_count;
    ent_chances *doubts;
    double **ends; /* by doubt and outcome: the chances added up */
} ent_plan;

/* The number of combinations; UINT64_MAX when it is larger. */
uint64_t ent_count_combinations(const ent_chances *doubts, uint32_t count);

/* A plan of `draws` draws, or for 0 of all combinations, of which there may be up to
 * ENT_COMBINATIONS_MOST. It lives in the arena, and copies the chances. */
ent_status ent_plan_init(ent_plan *plan, const ent_chances *doubts, uint32_t count, uint64_t draws,
                         uint64_t seed, ent_arena *arena);

/* The outcome of each doubt in this case. Of combinations, the first doubt changes fastest. */
void ent_plan_outcomes(const ent_plan *plan, uint64_t number, uint8_t *outcomes);

/* What the case counts for: its probability, or 1 for a draw. */
double ent_plan_weight(const ent_plan *plan, const uint8_t *outcomes);

/* The outcome that the doubt has in this draw when it is drawn once more, all else being equal. */
uint8_t ent_plan_redraw(const ent_plan *plan, uint64_t number, uint32_t doubt);

/* The cases of a block: its first, and how many. */
static inline uint64_t ent_block_first(uint64_t block)
{
    return block * ENT_BLOCK_CASES;
}

static inline uint32_t ent_block_cases(const ent_plan *plan, uint64_t block)
{
    uint64_t left = plan->cases - ent_block_first(block);
    return left < ENT_BLOCK_CASES ? (uint32_t)left : ENT_BLOCK_CASES;
}

#endif
