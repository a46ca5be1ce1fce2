/* Counting draws for the effects. */
#include "sweep/groups.h"

static void count(uint64_t *counter, uint8_t answers)
{
    counter[0]++;
    for (int a = 0; a < ENT_ANSWERS; a++)
        counter[1 + a] += (answers >> a) & 1u;
}

void ent_group_add(const ent_plan *plan, uint64_t *group, const uint8_t *outcomes, uint8_t answers,
                   const uint8_t *flips)
{
    count(group, answers);
    uint64_t *at = group + ENT_COUNTER_WORDS;
    for (uint32_t i = 0; i < plan->doubt_count; i++) {
        count(at + (size_t)outcomes[i] * ENT_COUNTER_WORDS, answers);
        at += (size_t)plan->doubts[i].outcomes * ENT_COUNTER_WORDS;
    }
    for (uint32_t i = 0; i < plan->doubt_count; i++)
        for (int a = 0; a < ENT_ANSWERS; a++)
            *at++ += (flips[i] >> a) & 1u;
}
