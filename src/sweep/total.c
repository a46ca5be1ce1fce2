/* Adding blocks up. */
#include "sweep/total.h"

#include "sweep/groups.h"

uint64_t ent_total_bytes(const ent_plan *plan, uint64_t states)
{
    return states * sizeof(double[ENT_SUMS]) +
           (plan->exact ? plan->cases : ENT_GROUPS * ent_group_words(plan) * sizeof(uint64_t)) +
           plan->doubt_count;
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
    if (plan->exact)
        total->yes = ent_allocate(memory, (size_t)plan->cases);
    else
        total->groups =
            ent_allocate(memory, ENT_GROUPS * total->group_words * sizeof *total->groups);
    return total->sums == NULL || total->outcomes == NULL ||
                   (total->yes == NULL && total->groups == NULL)
               ? ENT_NO_RESOURCE
               : ENT_OK;
}

void ent_total_free(ent_total *total)
{
    if (total->memory == NULL)
        return;
    ent_release(total->memory, total->sums, (size_t)total->states * sizeof *total->sums);
    ent_release(total->memory, total->outcomes, total->plan->doubt_count);
    ent_release(total->memory, total->yes, (size_t)total->plan->cases);
    ent_release(total->memory, total->groups,
                ENT_GROUPS * total->group_words * sizeof *total->groups);
    *total = (ent_total){0};
}

static void add_row(ent_total *total, const ent_case_row *row, double weight)
{
    uint8_t answers = ent_row_answers(row);
    total->weight += weight;
    for (int a = 0; a < ENT_ANSWERS; a++)
        total->answers[a] += (answers >> a) & 1u ? weight : 0;
}

void ent_total_add_rows(ent_total *total, const ent_block *block)
{
    const ent_plan *plan = total->plan;
    uint64_t first = ent_block_first(block->block);
    for (uint32_t i = 0; i < block->row_count; i++) {
        ent_plan_outcomes(plan, first + i, total->outcomes);
        add_row(total, &block->rows[i], ent_plan_weight(plan, total->outcomes));
        uint8_t answers = ent_row_answers(&block->rows[i]);
        if (plan->exact)
            total->yes[first + i] = answers;
        else
            ent_group_add(plan, total->groups + (first + i) % ENT_GROUPS * total->group_words,
                          total->outcomes, answers, block->flips + (size_t)i * plan->doubt_count);
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
