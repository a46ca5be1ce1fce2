/* What is estimated from draws: sums over them, kept for each group of draws by itself. */
#ifndef ENT_SWEEP_GROUPS_H
#define ENT_SWEEP_GROUPS_H

#include "sweep/tally.h"

/*
 * A group is so many counters: one for all draws, then one for each outcome of each doubt. A
 * counter has the number of draws, by quantity the sum of what was measured, and by quantity the
 * sum of its squares. After the counters stand, by doubt and quantity, the squares of the changes
 * that drawing the doubt once more made, added up.
 *
 * Quantities are counted from what the first draw has, so that squares stay small: the sums are of
 * whole numbers, and exact up to 2^53. Draws come in order, so beyond that they are rounded alike.
 */
enum { ENT_COUNTER_WORDS = 1 + 2 * ENT_QUANTITIES };

static inline size_t ent_counter_count(const ent_plan *plan)
{
    size_t counters = 1;
    for (uint32_t i = 0; i < plan->doubt_count; i++)
        counters += plan->doubts[i].outcomes;
    return counters;
}

static inline size_t ent_group_words(const ent_plan *plan)
{
    return ent_counter_count(plan) * ENT_COUNTER_WORDS + (size_t)plan->doubt_count * ENT_QUANTITIES;
}

/* A draw, and what to count from. */
typedef struct {
    const uint8_t *outcomes;
    ent_counts counts;
    const ent_counts *redrawn; /* by doubt */
    ent_counts origin;
} ent_draw;

/* Counts a draw. */
void ent_group_add(const ent_plan *plan, double *group, const ent_draw *draw);

#endif
