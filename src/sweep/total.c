/* Adding blocks up. */
#include "sweep/total.h"

#include "sweep/groups.h"

uint64_t ent_total_bytes(const ent_plan *plan, uint64_t states)
{
    return states * sizeof(double[ENT_SUMS]) +
           (plan->exact ? plan->cases * sizeof(ent_counts)
                        : ENT_GROUPS * ent_group_words(plan) * sizeof(double)) +
           plan->doubt_count * (1 + sizeof(double));
}

ent_status ent_total_init(ent_total *total, const ent_plan *plan, uint64_t states,
                          ent_memory *memory)
{
    *total = (ent_total){.memory = memory,
                         .plan = plan,
                         .states = states,
                         .group_words = plan->exact ? 0 : ent_group_words(plan)};
    total->sums = ent_allocate(memory, (size_t)states * sizeof *total->sums);
    total->outcomes = ent_allocate(memory, plan->doubt_count);
    for (int m = 0; m < ENT_QUANTITIES; m++)
        total->least[m] = UINT32_MAX;
    if (plan->exact) {
        total->counts = ent_allocate(memory, (size_t)plan->cases * sizeof *total->counts);
        total->chances = ent_allocate(memory, (plan->doubt_count + 1) * sizeof *total->chances);
    } else {
        total->groups =
            ent_allocate(memory, ENT_GROUPS * total->group_words * sizeof *total->groups);
    }
    return total->sums == NULL || total->outcomes == NULL ||
                   (plan->exact ? total->counts == NULL || total->chances == NULL
                                : total->groups == NULL)
               ? ENT_NO_RESOURCE
               : ENT_OK;
}

void ent_total_free(ent_total *total)
{
    if (total->memory == NULL)
        return;
    ent_release(total->memory, total->sums, (size_t)total->states * sizeof *total->sums);
    ent_release(total->memory, total->chances,
                (total->plan->doubt_count + 1) * sizeof *total->chances);
    ent_release(total->memory, total->outcomes, total->plan->doubt_count);
    ent_release(total->memory, total->counts, (size_t)total->plan->cases * sizeof *total->counts);
    ent_release(total->memory, total->groups,
                ENT_GROUPS * total->group_words * sizeof *total->groups);
    *total = (ent_total){0};
}

static void add_counts(ent_total *total, const ent_counts *counts, double weight)
{
    total->weight += weight;
    for (int a = 0; a < ENT_ANSWERS; a++)
        total->answers[a] += counts->of[a] > 0 ? weight : 0;
    for (uint32_t m = 0; m < ENT_QUANTITIES && weight > 0; m++) {
        uint32_t value = ent_quantity_of(counts, m);
        total->least[m] = value < total->least[m] ? value : total->least[m];
        total->most[m] = value > total->most[m] ? value : total->most[m];
    }
}

static void add_draw(ent_total *total, uint64_t number, const ent_counts *counts,
                     const ent_counts *redrawn)
{
    total->origin = number == 0 ? *counts : total->origin;
    const ent_draw draw = {.outcomes = total->outcomes,
                           .counts = *counts,
                           .redrawn = redrawn,
                           .origin = total->origin};
    ent_group_add(total->plan, total->groups + number % ENT_GROUPS * total->group_words, &draw);
}

void ent_total_add_rows(ent_total *total, const ent_block *block)
{
    const ent_plan *plan = total->plan;
    uint64_t first = ent_block_first(block->block);
    for (uint32_t i = 0; i < block->row_count; i++) {
        const ent_counts counts = ent_row_counts(&block->rows[i]);
        ent_plan_outcomes(plan, first + i, total->outcomes);
        add_counts(total, &counts, ent_plan_weight(plan, total->outcomes));
        if (plan->exact)
            total->counts[first + i] = counts;
        else
            add_draw(total, first + i, &counts, block->redrawn + (size_t)i * plan->doubt_count);
    }
    total->cases = first + block->row_count;
}

void ent_total_add_states(ent_total *total, const ent_block *block)
{
    for (uint32_t i = 0; i < block->state_count; i++)
        for (int k = 0; k < ENT_SUMS; k++)
            total->sums[block->states[i].number - 1][k] += block->states[i].sums[k];
}

void ent_total_add(ent_total *total, const ent_block *block)
{
    ent_total_add_rows(total, block);
    ent_total_add_states(total, block);
}
