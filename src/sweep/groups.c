/* Adding draws up for the estimates. */
#include "sweep/groups.h"

static void count(double *counter, const double values[ENT_QUANTITIES])
{
    counter[0] += 1;
    for (int m = 0; m < ENT_QUANTITIES; m++) {
        counter[1 + m] += values[m];
        counter[1 + ENT_QUANTITIES + m] += values[m] * values[m];
    }
}

static void add_changes(double *changes, const ent_counts *counts, const ent_counts *redrawn)
{
    for (uint32_t m = 0; m < ENT_QUANTITIES; m++) {
        double change = (double)ent_quantity_of(counts, m) - (double)ent_quantity_of(redrawn, m);
        changes[m] += change * change;
    }
}

void ent_group_add(const ent_plan *plan, double *group, const ent_draw *draw)
{
    double values[ENT_QUANTITIES];
    for (uint32_t m = 0; m < ENT_QUANTITIES; m++)
        values[m] =
            (double)ent_quantity_of(&draw->counts, m) - (double)ent_quantity_of(&draw->origin, m);
    count(group, values);
    double *at = group + ENT_COUNTER_WORDS;
    for (uint32_t i = 0; i < plan->doubt_count; i++) {
        count(at + (size_t)draw->outcomes[i] * ENT_COUNTER_WORDS, values);
        at += (size_t)plan->doubts[i].outcomes * ENT_COUNTER_WORDS;
    }
    for (uint32_t i = 0; i < plan->doubt_count; i++, at += ENT_QUANTITIES)
        add_changes(at, &draw->counts, &draw->redrawn[i]);
}
