/* Arrangements that fail one demand only, sorted by who is in the way. */
#include <stdlib.h>
#include <string.h>

#include "verify/check_design.h"

/* The states that fail one demand only. Each has a row of words: the demand, then a bit by mover
 * and two more that tell kinds apart. */
typedef struct {
    const ent_design_check *d;
    uint32_t *states; /* those that fail, then sorted by kind */
    uint32_t count;
    uint32_t *place; /* by state: its row */
    uint64_t *rows;
    size_t width;
} failures;

static uint64_t *row_of(const failures *f, uint32_t state)
{
    return f->rows + f->place[state] * f->width;
}

static void mark(uint64_t *row, uint32_t bit)
{
    row[1 + bit / 64] |= UINT64_C(1) << (bit % 64);
}

static bool is_marked(const uint64_t *row, uint32_t bit)
{
    return ((row[1 + bit / 64] >> (bit % 64)) & 1u) != 0;
}

static void mark_disagreement(const failures *f, uint32_t state, uint64_t *row)
{
    ent_judge *judge = &f->d->check->judge;
    uint32_t stuck = judge->movers;
    uint32_t single = judge->movers + 1;
    if (!ent_judge_package(judge, state)) {
        mark(row, stuck);
        return;
    }
    for (uint32_t party = 0; party < judge->parties; party++) {
        if (ent_judge_refuses(judge, party, state))
            mark(row, party);
        if (ent_judge_blocks(judge, party, state))
            mark(row, single);
    }
    for (uint32_t body = judge->parties; body < judge->movers; body++)
        if (!ent_judge_accepts(judge, body, state))
            mark(row, body);
}

static ent_status mark_leavers(const failures *f, uint32_t state, uint64_t *row)
{
    ent_judge *judge = &f->d->check->judge;
    for (uint32_t mover = 0; mover < judge->movers; mover++) {
        uint32_t departure = ENT_NO_STATE;
        ent_status status = ent_judge_departure(judge, mover, f->d->concept, state, &departure,
                                                f->d->check->report);
        if (status != ENT_OK)
            return status;
        if (departure != ENT_NO_STATE)
            mark(row, mover);
    }
    return ENT_OK;
}

static ent_status fill_row(const failures *f, int fails, uint32_t state)
{
    ent_judge *judge = &f->d->check->judge;
    uint64_t *row = row_of(f, state);
    row[0] = (uint64_t)fails;
    if (fails == ENT_MEETS_HOLD)
        return mark_leavers(f, state, row);
    if (fails == ENT_MEETS_AGREE)
        mark_disagreement(f, state, row);
    for (size_t i = 0; fails == ENT_MEETS_ACT && i < f->d->guards.count; i++)
        if (!ent_judge_acts(judge, &f->d->guards.items[i], false, state))
            mark(row, f->d->guards.items[i].body);
    return ENT_OK;
}

/* The one demand that the state fails; ENT_DEMANDS_MADE where it is no such state. */
static int only_failure(const ent_design_check *d, uint32_t state)
{
    int demand = 0;
    if (!d->target[state] || state == d->start)
        return ENT_DEMANDS_MADE;
    while (demand < ENT_DEMANDS_MADE && (d->meets[state] | 1 << demand) != ENT_MEETS_ALL)
        demand++;
    return demand;
}

static ent_status find_failures(failures *f)
{
    const ent_judge *judge = &f->d->check->judge;
    ent_arena *scratch = f->d->scratch;
    f->width = 1 + ((size_t)judge->movers + 2 + 63) / 64;
    f->states = ent_arena_array(scratch, judge->states, sizeof *f->states);
    f->place = ent_arena_array(scratch, judge->states, sizeof *f->place);
    if (scratch->exhausted)
        return ent_out_of_memory(f->d->check->report);
    for (uint32_t state = 0; state < judge->states; state++)
        if (only_failure(f->d, state) != ENT_DEMANDS_MADE) {
            f->place[state] = f->count;
            f->states[f->count++] = state;
        }
    f->rows = ent_arena_array(scratch, f->count, f->width * sizeof *f->rows);
    if (scratch->exhausted)
        return ent_out_of_memory(f->d->check->report);
    for (uint32_t i = 0; i < f->count; i++) {
        ent_status status = fill_row(f, only_failure(f->d, f->states[i]), f->states[i]);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

/* How the parties like it, compared with the start: few losers first, then many gainers. */
static uint64_t nearness_of(const ent_design_check *d, uint32_t state)
{
    const ent_judge *judge = &d->check->judge;
    uint64_t losers = 0;
    uint64_t gainers = 0;
    for (uint32_t party = 0; party < judge->parties; party++) {
        losers += judge->keys[party][state] < judge->keys[party][d->start];
        gainers += judge->keys[party][state] > judge->keys[party][d->start];
    }
    return (judge->parties - losers) << 32 | gainers;
}

static int compare_rows(const failures *f, uint32_t a, uint32_t b)
{
    return memcmp(row_of(f, a), row_of(f, b), f->width * sizeof *f->rows);
}

/* By kind; of one kind, in the order of their numbers. */
static int by_kind(const void *a, const void *b, void *context)
{
    uint32_t first = 0;
    uint32_t second = 0;
    memcpy(&first, a, sizeof first);
    memcpy(&second, b, sizeof second);
    int order = compare_rows(context, first, second);
    return order != 0 ? order : (first > second) - (first < second);
}

static int nearest_first(const void *a, const void *b)
{
    const ent_kind_of_failure *left = a;
    const ent_kind_of_failure *right = b;
    if (left->obstacles != right->obstacles)
        return left->obstacles < right->obstacles ? -1 : 1;
    if (left->nearness != right->nearness)
        return left->nearness > right->nearness ? -1 : 1;
    return (left->state > right->state) - (left->state < right->state);
}

/* How many parties and bodies are in the way: one where any one consent would do. */
static uint32_t count_obstacles(const failures *f, const uint64_t *row)
{
    uint32_t movers = f->d->check->judge.movers;
    uint32_t obstacles = 0;
    if (is_marked(row, movers))
        return UINT32_MAX; /* no consent would help */
    if (is_marked(row, movers + 1))
        return 1;
    for (uint32_t mover = 0; mover < movers; mover++)
        obstacles += is_marked(row, mover);
    return obstacles;
}

/* Each kind with the nearest of its states. */
static bool gather_kinds(const failures *f, ent_kinds_of_failure *kinds)
{
    ent_kind_of_failure *kind = NULL;
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t state = f->states[i];
        uint64_t nearness = nearness_of(f->d, state);
        if (i == 0 || compare_rows(f, f->states[i - 1], state) != 0) {
            const uint64_t *row = row_of(f, state);
            kind = ENT_PUSH(f->d->scratch, kinds);
            if (kind == NULL)
                return false;
            *kind = (ent_kind_of_failure){(int)row[0], state, count_obstacles(f, row), nearness, 0};
        }
        kind->count++;
        if (nearness > kind->nearness) {
            kind->nearness = nearness;
            kind->state = state;
        }
    }
    return true;
}

ent_status ent_sort_failures(const ent_design_check *d, ent_kinds_of_failure *kinds)
{
    failures f = {.d = d};
    ent_status status = find_failures(&f);
    if (status != ENT_OK)
        return status;
    if (f.count > 0)
        qsort_r(f.states, f.count, sizeof *f.states, by_kind, &f);
    if (!gather_kinds(&f, kinds))
        return ent_out_of_memory(d->check->report);
    if (kinds->count > 0)
        qsort(kinds->items, kinds->count, sizeof *kinds->items, nearest_first);
    return ENT_OK;
}
