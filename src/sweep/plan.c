/* Combinations in mixed-radix order, and draws by a counter. */
#include "sweep/plan.h"

#include <Random123/philox.h>
#include <string.h>

uint64_t ent_count_combinations(const ent_chances *doubts, uint32_t count)
{
    uint64_t combinations = 1;
    for (uint32_t i = 0; i < count; i++)
        if (__builtin_mul_overflow(combinations, doubts[i].outcomes, &combinations))
            return UINT64_MAX;
    return combinations;
}

/* The ends of the intervals that stand for the outcomes. From the last outcome that is possible at
 * all they are 1, so that rounding leaves no gap before 1. */
static void add_up(const ent_chances *doubt, double *ends)
{
    double sum = 0;
    uint32_t last = doubt->outcomes - 1;
    while (last > 0 && doubt->chances[last] <= 0)
        last--;
    for (uint32_t k = 0; k < doubt->outcomes; k++) {
        sum += doubt->chances[k];
        ends[k] = k >= last ? 1 : sum;
    }
}

static ent_status copy_doubt(ent_plan *plan, uint32_t i, const ent_chances *doubt, ent_arena *arena)
{
    double *chances = ent_arena_array(arena, doubt->outcomes, sizeof *chances);
    plan->ends[i] = ent_arena_array(arena, doubt->outcomes, sizeof *plan->ends[i]);
    if (chances == NULL || plan->ends[i] == NULL)
        return ENT_NO_RESOURCE;
    memcpy(chances, doubt->chances, doubt->outcomes * sizeof *chances);
    plan->doubts[i] = (ent_chances){.outcomes = doubt->outcomes, .chances = chances};
    add_up(doubt, plan->ends[i]);
    return ENT_OK;
}

ent_status ent_plan_init(ent_plan *plan, const ent_chances *doubts, uint32_t count, uint64_t draws,
                         uint64_t seed, ent_arena *arena)
{
    *plan = (ent_plan){.exact = draws == 0, .seed = seed, .doubt_count = count};
    plan->cases = plan->exact ? ent_count_combinations(doubts, count) : draws;
    plan->blocks = (plan->cases + ENT_BLOCK_CASES - 1) / ENT_BLOCK_CASES;
    plan->doubts = ent_arena_array(arena, count, sizeof *plan->doubts);
    plan->ends = ent_arena_array(arena, count, sizeof *plan->ends);
    if (plan->doubts == NULL || plan->ends == NULL)
        return ENT_NO_RESOURCE;
    ent_status status = ENT_OK;
    for (uint32_t i = 0; i < count && status == ENT_OK; i++)
        status = copy_doubt(plan, i, &doubts[i], arena);
    return status;
}

/* Two numbers of 53 random bits in 0 ≤ u < 1: for the draw, and for drawing once more. */
typedef struct {
    double drawn;
    double again;
} uniforms;

static double uniform_of(uint32_t low, uint32_t high)
{
    return (double)((((uint64_t)high << 32) | low) >> 11) * 0x1p-53;
}

static uniforms draw(const ent_plan *plan, uint64_t number, uint32_t doubt)
{
    const philox4x32_ctr_t counter = {{(uint32_t)number, (uint32_t)(number >> 32), doubt, 0}};
    const philox4x32_key_t key = {{(uint32_t)plan->seed, (uint32_t)(plan->seed >> 32)}};
    const philox4x32_ctr_t words = philox4x32_R(10, counter, key);
    return (uniforms){.drawn = uniform_of(words.v[0], words.v[1]),
                      .again = uniform_of(words.v[2], words.v[3])};
}

static uint8_t outcome_at(const ent_plan *plan, uint32_t doubt, double u)
{
    uint32_t k = 0;
    while (u >= plan->ends[doubt][k])
        k++;
    return (uint8_t)k;
}

void ent_plan_outcomes(const ent_plan *plan, uint64_t number, uint8_t *outcomes)
{
    for (uint32_t i = 0; i < plan->doubt_count; i++) {
        if (!plan->exact) {
            outcomes[i] = outcome_at(plan, i, draw(plan, number, i).drawn);
            continue;
        }
        outcomes[i] = (uint8_t)(number % plan->doubts[i].outcomes);
        number /= plan->doubts[i].outcomes;
    }
}

double ent_plan_weight(const ent_plan *plan, const uint8_t *outcomes)
{
    double weight = 1;
    for (uint32_t i = 0; i < plan->doubt_count && plan->exact; i++)
        weight *= plan->doubts[i].chances[outcomes[i]];
    return weight;
}

uint8_t ent_plan_redraw(const ent_plan *plan, uint64_t number, uint32_t doubt)
{
    return outcome_at(plan, doubt, draw(plan, number, doubt).again);
}
