/* What effects are estimated from: counts of draws, kept for each group of draws by itself. */
#ifndef ENT_SWEEP_GROUPS_H
#define ENT_SWEEP_GROUPS_H

#include "sweep/tally.h"

/* The words of a group are so many counters (draws, and those with each answer yes): one for all
 * draws, then one for each outcome of each doubt; after them, for each doubt, how often drawing it
 * once more changes each answer. */
enum { ENT_COUNTER_WORDS = 1 + ENT_ANSWERS };

static inline size_t ent_counter_count(const ent_plan *plan)
{
    size_t counters = 1;
    for (uint32_t i = 0; i < plan->doubt_count; i++)
        counters += plan->doubts[i].outcomes;
    return counters;
}

static inline size_t ent_group_words(const ent_plan *plan)
{
    return ent_counter_count(plan) * ENT_COUNTER_WORDS + (size_t)plan->doubt_count * ENT_ANSWERS;
}

/* Counts a draw. */
void ent_group_add(const ent_plan *plan, uint64_t *group, const uint8_t *outcomes, uint8_t answers,
                   const uint8_t *flips);

#endif
