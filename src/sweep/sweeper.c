/* Blocks: case by case, and the states' sums. */
#include <string.h>

#include "sweep/referee.h"

struct ent_sweeper {
    const ent_sweep_job *job;
    ent_memory memory;
    ent_arena arena;
    ent_arena results; /* the block in hand */
    ent_referee referee;
    ent_verdict *waiting; /* whose weight was not added to the states yet, first come first … */
    ent_verdict **last;   /* … and where the next one goes */
    uint8_t *outcomes;
    double (*sums)[ENT_SUMS]; /* by state's number - 1 */
    ent_set touched;          /* those that are not all 0 */
};

static ent_status begin(ent_sweeper *s)
{
    uint64_t states = s->job->game->space.states;
    s->outcomes = ent_arena_array(&s->arena, s->job->plan.doubt_count, 1);
    s->sums = ent_allocate(&s->memory, (size_t)states * sizeof *s->sums);
    if (s->outcomes == NULL || s->sums == NULL ||
        ent_set_new(&s->touched, &s->memory, states) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_referee_init(&s->referee, s->job, &s->memory);
}

ent_status ent_sweeper_new(ent_sweeper **sweeper, const ent_sweep_job *job)
{
    ent_memory memory = {.hook = job->game->memory->hook, .context = job->game->memory->context};
    ent_sweeper *s = ent_allocate(&memory, sizeof *s);
    *sweeper = s;
    if (s == NULL)
        return ENT_NO_RESOURCE;
    *s = (ent_sweeper){.job = job, .memory = memory};
    s->arena = ent_arena_new(&s->memory);
    s->results = ent_arena_new(&s->memory);
    s->last = &s->waiting;
    return begin(s);
}

void ent_sweeper_free(ent_sweeper *sweeper)
{
    if (sweeper == NULL)
        return;
    ent_memory memory = sweeper->memory;
    ent_referee_free(&sweeper->referee);
    ent_set_free(&sweeper->touched);
    ent_release(&sweeper->memory, sweeper->sums,
                (size_t)sweeper->job->game->space.states * sizeof *sweeper->sums);
    ent_arena_free(&sweeper->results);
    ent_arena_free(&sweeper->arena);
    ent_release(&memory, sweeper, sizeof *sweeper);
}

/* Adds the weight to each state in the referee's sets. */
static void add_states(ent_sweeper *s, double weight)
{
    const ent_set *feasible = &s->job->game->space.feasible;
    const ent_set *sets = s->referee.sets;
    for (size_t i = 0; i < ent_set_words(feasible->bits); i++) {
        uint64_t any = 0;
        for (int k = 0; k < ENT_SUMS; k++)
            any |= sets[k].words[i];
        for (; any != 0; any &= any - 1) {
            uint64_t below = (any & -any) - 1;
            uint32_t at =
                s->job->ranks[i] + (uint32_t)__builtin_popcountll(feasible->words[i] & below);
            for (int k = 0; k < ENT_SUMS; k++)
                s->sums[at][k] += (sets[k].words[i] & (below + 1)) != 0 ? weight : 0;
            ent_set_add(&s->touched, at);
        }
    }
}

static ent_status settle(ent_sweeper *s)
{
    ent_status status = ENT_OK;
    for (ent_verdict *v = s->waiting; v != NULL && status == ENT_OK; v = v->waiting) {
        status = ent_referee_sets(&s->referee, v);
        if (status == ENT_OK)
            add_states(s, v->pending);
        v->pending = 0;
    }
    s->waiting = NULL;
    s->last = &s->waiting;
    return status;
}

static ent_verdict *judge(ent_sweeper *s)
{
    if (ent_referee_is_full(&s->referee) &&
        (settle(s) != ENT_OK || ent_referee_forget(&s->referee) != ENT_OK))
        return NULL;
    return ent_referee_judge(&s->referee, s->outcomes);
}

/* Draws count 1 each, so that equal ones can be added together, in any order; weights that are not
 * whole are added one by one, in the order of cases, so that they are always rounded alike. */
static ent_status weigh(ent_sweeper *s, ent_verdict *verdict)
{
    double weight = ent_plan_weight(&s->job->plan, s->outcomes);
    if (weight <= 0)
        return ENT_OK;
    if (verdict->pending == 0) {
        verdict->waiting = NULL;
        *s->last = verdict;
        s->last = &verdict->waiting;
    }
    verdict->pending += weight;
    return s->job->plan.exact ? settle(s) : ENT_OK;
}

/* What the counts would be were one doubt drawn once more. */
static ent_status redraw(ent_sweeper *s, uint64_t number, ent_counts counts, ent_counts *redrawn)
{
    const ent_plan *plan = &s->job->plan;
    for (uint32_t i = 0; i < plan->doubt_count; i++) {
        uint8_t drawn = s->outcomes[i];
        s->outcomes[i] = ent_plan_redraw(plan, number, i);
        redrawn[i] = counts;
        if (s->outcomes[i] != drawn) {
            const ent_verdict *verdict = judge(s);
            if (verdict == NULL)
                return ENT_NO_RESOURCE;
            redrawn[i] = ent_row_counts(&verdict->row);
        }
        s->outcomes[i] = drawn;
    }
    return ENT_OK;
}

static ent_status work_on_case(ent_sweeper *s, ent_block *block, uint32_t i)
{
    uint64_t number = ent_block_first(block->block) + i;
    ent_plan_outcomes(&s->job->plan, number, s->outcomes);
    ent_verdict *verdict = judge(s);
    if (verdict == NULL || weigh(s, verdict) != ENT_OK)
        return ENT_NO_RESOURCE;
    block->rows[i] = verdict->row;
    return block->redrawn == NULL ? ENT_OK
                                  : redraw(s, number, ent_row_counts(&block->rows[i]),
                                           block->redrawn + (size_t)i * block->doubt_count);
}

/* Hands the sums over, and makes them 0 again. */
static ent_status take_states(ent_sweeper *s, ent_block *block)
{
    uint32_t filled = 0;
    block->state_count = (uint32_t)ent_set_count(&s->touched);
    block->states = ent_arena_array(&s->results, block->state_count, sizeof *block->states);
    if (block->states == NULL)
        return ENT_NO_RESOURCE;
    for (uint64_t at = ent_set_next(&s->touched, 0); at != UINT64_MAX;
         at = ent_set_next(&s->touched, at + 1)) {
        ent_state_sums *state = &block->states[filled++];
        state->number = (uint32_t)at + 1;
        memcpy(state->sums, s->sums[at], sizeof state->sums);
        memset(s->sums[at], 0, sizeof state->sums);
    }
    memset(s->touched.words, 0, ent_set_words(s->touched.bits) * sizeof *s->touched.words);
    return ENT_OK;
}

ent_status ent_sweep_block(ent_sweeper *sweeper, uint64_t block, ent_block *result)
{
    const ent_plan *plan = &sweeper->job->plan;
    uint32_t rows = ent_block_cases(plan, block);
    ent_arena *arena = &sweeper->results;
    ent_arena_free(arena);
    *arena = ent_arena_new(&sweeper->memory);
    *result = (ent_block){.block = block, .row_count = rows, .doubt_count = plan->doubt_count};
    result->rows = ent_arena_array(arena, rows, sizeof *result->rows);
    if (!plan->exact)
        result->redrawn =
            ent_arena_array(arena, (size_t)rows * plan->doubt_count, sizeof *result->redrawn);
    if (arena->exhausted)
        return ENT_NO_RESOURCE;
    ent_status status = ent_referee_begin(&sweeper->referee);
    for (uint32_t i = 0; i < rows && status == ENT_OK; i++)
        status = work_on_case(sweeper, result, i);
    if (status == ENT_OK)
        status = settle(sweeper);
    ent_referee_rest(&sweeper->referee);
    return status == ENT_OK ? take_states(sweeper, result) : status;
}
