/* From sums to probabilities, and the states worth telling. */
#include "sweep/answer.h"

ent_swept_state ent_swept_state_of(const ent_sweep_answer *answer, uint64_t code)
{
    uint64_t number = ent_number_of(&answer->game->space, code);
    ent_swept_state state = {.number = number, .code = code};
    for (int k = 0; k < ENT_SUMS; k++)
        state.shares[k] = ent_share(answer->total, answer->total->sums[number - 1][k]);
    return state;
}

/* Whether `a` comes before `b`, whose number is larger. */
static bool comes_first(const ent_sweep_answer *answer, const double *a, const double *b)
{
    const uint32_t order[] = {ENT_SUM_VIABLE, ENT_SUM_AGREEABLE, answer->concept};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a[order[i]] != b[order[i]])
            return a[order[i]] > b[order[i]];
    return true;
}

/* A heap with the last of those that are listed on top, so that it can give way to a better one. */
typedef struct {
    const ent_sweep_answer *answer;
    uint32_t *numbers;
    size_t count;
} heap;

static bool is_above(const heap *h, size_t a, size_t b)
{
    const uint32_t x = h->numbers[a];
    const uint32_t y = h->numbers[b];
    const double(*sums)[ENT_SUMS] = (const double(*)[ENT_SUMS])h->answer->total->sums;
    return x < y ? !comes_first(h->answer, sums[x - 1], sums[y - 1])
                 : comes_first(h->answer, sums[y - 1], sums[x - 1]);
}

static void swap(heap *h, size_t a, size_t b)
{
    uint32_t number = h->numbers[a];
    h->numbers[a] = h->numbers[b];
    h->numbers[b] = number;
}

static void sink(heap *h, size_t at)
{
    for (;;) {
        size_t top = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < h->count; child++)
            if (is_above(h, child, top))
                top = child;
        if (top == at)
            return;
        swap(h, at, top);
        at = top;
    }
}

static void push(heap *h, uint32_t number)
{
    size_t at = h->count++;
    h->numbers[at] = number;
    for (; at > 0 && is_above(h, at, (at - 1) / 2); at = (at - 1) / 2)
        swap(h, at, (at - 1) / 2);
}

static ent_status choose_states(ent_sweep_answer *answer, size_t most)
{
    const ent_sweep_job *job = answer->job;
    heap h = {.answer = answer};
    most = most > answer->arrangements ? (size_t)answer->arrangements : most;
    /* One place more, for the newcomer. */
    h.numbers = ent_arena_array(&answer->arena, most + 1, sizeof *h.numbers);
    if (h.numbers == NULL)
        return ENT_NO_RESOURCE;
    for (uint64_t at = ent_set_next(&job->target, 0); at != UINT64_MAX;
         at = ent_set_next(&job->target, at + 1)) {
        uint32_t number = (uint32_t)ent_number_of(&answer->game->space, at);
        if (answer->total->sums[number - 1][answer->listed_by] <= 0)
            continue;
        push(&h, number);
        if (h.count > most) {
            swap(&h, 0, --h.count);
            sink(&h, 0);
        }
    }
    answer->states.items = ent_arena_array(&answer->arena, h.count, sizeof *answer->states.items);
    if (answer->states.items == NULL)
        return ENT_NO_RESOURCE;
    answer->states.count = h.count;
    while (h.count > 0) {
        uint64_t code = ent_code_of_number(&answer->game->space, h.numbers[0]);
        answer->states.items[h.count - 1] = ent_swept_state_of(answer, code);
        swap(&h, 0, --h.count);
        sink(&h, 0);
    }
    return ENT_OK;
}

/* Sums of all weights may be off 1 by rounding. */
static bool is_always(const ent_total *total, double sum)
{
    static const double slack = 1e-9;
    return total->cases > 0 && sum >= (total->plan->exact ? 1 - slack : (double)total->cases);
}

static void count(ent_sweep_answer *answer)
{
    const ent_set *target = &answer->job->target;
    answer->arrangements = ent_set_count(target);
    for (uint64_t at = ent_set_next(target, 0); at != UINT64_MAX;
         at = ent_set_next(target, at + 1)) {
        const double *sums = answer->total->sums[ent_number_of(&answer->game->space, at) - 1];
        for (int k = 0; k < ENT_SUMS; k++) {
            answer->ever[k] += sums[k] > 0;
            answer->always[k] += is_always(answer->total, sums[k]);
        }
    }
    answer->listed_by = answer->ever[ENT_SUM_VIABLE] > 0      ? ENT_SUM_VIABLE
                        : answer->ever[ENT_SUM_AGREEABLE] > 0 ? ENT_SUM_AGREEABLE
                                                              : (uint32_t)answer->concept;
}

static ent_status measure(ent_sweep_answer *answer)
{
    ent_status status = ENT_OK;
    for (uint32_t m = 0; m < ENT_QUANTITIES && status == ENT_OK; m++)
        status = ent_find_measured(answer->total, m, &answer->arena, &answer->measured[m]);
    return status;
}

ent_status ent_sweep_answer_init(ent_sweep_answer *answer, const ent_sweep_job *job,
                                 const ent_total *total, size_t listed_most, ent_report *report)
{
    const ent_plan *plan = ent_sweep_plan(job);
    *answer =
        (ent_sweep_answer){.game = job->game,
                           .job = job,
                           .plan = plan,
                           .total = total,
                           .concept = job->request.concept,
                           .arena = ent_arena_new(job->game->memory),
                           .combinations = ent_count_combinations(plan->doubts, plan->doubt_count)};
    count(answer);
    ent_status status = choose_states(answer, listed_most);
    if (status == ENT_OK)
        status = measure(answer);
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_sweep_answer_free(ent_sweep_answer *answer)
{
    ent_arena_free(&answer->arena);
}
