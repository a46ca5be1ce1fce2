/*
 * Keys are built condition by condition. At each step a state has a draft key; a condition that
 * holds or not turns draft d into 2d + 1 or 2d, and a table brings the drafts that occur back into
 * order without gaps whenever they grow long. Priorities are in order as they are; under weights
 * the order is that of the exact sums so far.
 */
#include "game/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "base/vector.h"

__extension__ typedef __int128 sum;

typedef struct {
    const ent_space *space;
    uint32_t *drafts; /* by code; meaningless at infeasible codes */
    uint64_t range;   /* drafts are below it */
} drafting;

typedef struct {
    const ent_program *programs;
    size_t count;
    uint32_t depth;
} condition_batch;

/* What to do with the truth of up to eight conditions in the 64 states of a window. */
typedef void (*fold)(uint32_t *drafts, const uint64_t *truths, size_t count, size_t position);

/* Turns eight rows of eight bits (row i in byte i) into columns. */
static inline uint64_t transpose(uint64_t x)
{
    uint64_t t = (x ^ (x >> 7)) & UINT64_C(0x00AA00AA00AA00AA);
    x ^= t ^ (t << 7);
    t = (x ^ (x >> 14)) & UINT64_C(0x0000CCCC0000CCCC);
    x ^= t ^ (t << 14);
    t = (x ^ (x >> 28)) & UINT64_C(0x00000000F0F0F0F0);
    return x ^ t ^ (t << 28);
}

/* Appends the conditions' truths to the drafts as bits, the first condition highest. */
ENT_VECTOR static void fold_binary(uint32_t *drafts, const uint64_t *truths, size_t count,
                                   size_t position)
{
    (void)position;
    uint8_t bits[64];
    for (unsigned byte = 0; byte < 8; byte++) {
        uint64_t rows = 0;
        for (size_t k = 0; k < count; k++)
            rows |= ((truths[count - 1 - k] >> (8 * byte)) & 0xFFu) << (8 * k);
        rows = transpose(rows);
        for (unsigned i = 0; i < 8; i++)
            bits[8 * byte + i] = (uint8_t)(rows >> (8 * i));
    }
    for (unsigned i = 0; i < 64; i++)
        drafts[i] = (drafts[i] << count) | bits[i];
}

/* Rankings are folded from the worst class to the best, so that the best class stays. */
static void fold_class(uint32_t *drafts, const uint64_t *truths, size_t count, size_t position)
{
    for (size_t k = 0; k < count; k++)
        for (unsigned i = 0; i < 64; i++)
            if ((truths[k] >> i) & 1u)
                drafts[i] = (uint32_t)(position + k);
}

/* Folds all conditions of a batch into the drafts of one window. */
static void fold_window(const condition_batch *batch, const ent_window *window, fold apply,
                        size_t first_position, uint32_t *drafts)
{
    enum { AT_ONCE = 8 };
    for (size_t done = 0; done < batch->count; done += AT_ONCE) {
        uint64_t truths[AT_ONCE] = {0};
        size_t count = batch->count - done < AT_ONCE ? batch->count - done : AT_ONCE;
        for (size_t k = 0; k < count; k++)
            truths[k] = ent_run(&batch->programs[done + k], window->planes, NULL, window->stack);
        apply(drafts, truths, count, first_position + done);
    }
}

/* Folds a batch of conditions into all drafts, the first condition first. */
static ent_status fold_batch(drafting *draft, const condition_batch *batch, fold apply,
                             size_t first_position)
{
    const ent_space *space = draft->space;
    ent_status status = ENT_OK;
    size_t words = ent_set_words(space->codes);
#pragma omp parallel num_threads(space->threads) if (words > 64) shared(status)
    {
        ent_window window;
        ent_status mine = ENT_OK;
#pragma omp critical(ent_keys_memory)
        {
            mine = ent_window_init(&window, space, batch->depth);
            if (mine != ENT_OK)
                status = mine;
        }
#pragma omp for schedule(static)
        for (size_t i = 0; i < words; i++) {
            if (mine != ENT_OK || space->feasible.words[i] == 0)
                continue;
            ent_window_move(&window, space, i);
            fold_window(batch, &window, apply, first_position, draft->drafts + i * 64);
        }
#pragma omp critical(ent_keys_memory)
        ent_window_free(&window);
    }
    return status;
}

/* The drafts that feasible states have, as bits. */
static ent_status find_used(const drafting *draft, ent_set *used)
{
    if (ent_set_new(used, draft->space->memory, draft->range) != ENT_OK)
        return ENT_NO_RESOURCE;
    const ent_set *feasible = &draft->space->feasible;
    for (size_t i = 0; i < ent_set_words(feasible->bits); i++)
        for (uint64_t bits = feasible->words[i]; bits != 0; bits &= bits - 1)
            ent_set_add(used, draft->drafts[i * 64 + (size_t)__builtin_ctzll(bits)]);
    return ENT_OK;
}

/* Replaces each feasible state's draft by table[draft]. */
static void renumber(drafting *draft, const uint32_t *table)
{
    const ent_set *feasible = &draft->space->feasible;
#pragma omp parallel for num_threads(draft->space->threads)                                        \
    schedule(static) if (feasible->bits > 4096)
    for (size_t i = 0; i < ent_set_words(feasible->bits); i++)
        for (uint64_t bits = feasible->words[i]; bits != 0; bits &= bits - 1) {
            uint32_t *at = &draft->drafts[i * 64 + (size_t)__builtin_ctzll(bits)];
            *at = table[*at];
        }
}

/* Closes the gaps between the drafts that occur, keeping their order. */
static ent_status close_gaps(drafting *draft)
{
    ent_memory *memory = draft->space->memory;
    ENT_AUTO_SET used = {0};
    if (find_used(draft, &used) != ENT_OK)
        return ENT_NO_RESOURCE;
    size_t bytes = (size_t)draft->range * sizeof(uint32_t);
    uint32_t *table = ent_allocate(memory, bytes);
    if (table == NULL)
        return ENT_NO_RESOURCE;
    uint32_t next = 0;
    for (uint64_t at = ent_set_next(&used, 0); at != UINT64_MAX; at = ent_set_next(&used, at + 1))
        table[at] = next++;
    renumber(draft, table);
    ent_release(memory, table, bytes);
    draft->range = next;
    return ENT_OK;
}

static ent_status compile_wants(const ent_space *space, const ent_preference *preference,
                                ent_arena *arena, ent_program **programs, uint32_t *depth)
{
    *depth = 1;
    *programs = ent_arena_array(arena, preference->wants.count, sizeof **programs);
    if (*programs == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < preference->wants.count; i++) {
        if (ent_compile(&space->model->vocabulary, preference->wants.items[i].condition.expression,
                        arena, &(*programs)[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
        *depth = (*programs)[i].depth > *depth ? (*programs)[i].depth : *depth;
    }
    return ENT_OK;
}

/* Drafts grow up to this before their gaps are closed. Without gaps they are below the number of
 * codes, so that one more condition always fits. */
static uint64_t draft_limit(uint64_t codes)
{
    return 2 * codes < 65536 ? 65536 : 2 * codes;
}

static ent_status draft_priorities(drafting *draft, const ent_program *programs, size_t count,
                                   uint32_t depth)
{
    uint64_t limit = draft_limit(draft->space->codes);
    for (size_t done = 0; done < count;) {
        condition_batch batch = {.programs = programs + done, .depth = depth};
        while (done + batch.count < count && draft->range * 2 <= limit) {
            draft->range *= 2;
            batch.count++;
        }
        if (fold_batch(draft, &batch, fold_binary, 0) != ENT_OK)
            return ENT_NO_RESOURCE;
        done += batch.count;
        bool wide = ent_column_width(draft->range) > 1;
        if ((done < count || wide) && close_gaps(draft) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status draft_ranking(drafting *draft, const ent_program *programs, size_t count,
                                uint32_t depth)
{
    draft->range = count + 1;
    for (size_t i = count; i-- > 0;) {
        condition_batch one = {.programs = programs + i, .count = 1, .depth = depth};
        if (fold_batch(draft, &one, fold_class, count - i) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return close_gaps(draft);
}

typedef struct {
    sum total;
    uint32_t draft;
} scored;

static int by_total(const void *a, const void *b)
{
    const scored *left = a;
    const scored *right = b;
    return (left->total > right->total) - (left->total < right->total);
}

/* Orders the drafts that occur by their totals; `totals` becomes that of the new drafts. */
static ent_status order_by_totals(drafting *draft, sum **totals, size_t *total_bytes, sum weight)
{
    ent_memory *memory = draft->space->memory;
    ENT_AUTO_SET used = {0};
    if (find_used(draft, &used) != ENT_OK)
        return ENT_NO_RESOURCE;
    size_t count = (size_t)ent_set_count(&used);
    size_t score_bytes = count * sizeof(scored);
    size_t table_bytes = (size_t)draft->range * sizeof(uint32_t);
    scored *scores = ent_allocate(memory, score_bytes);
    uint32_t *table = ent_allocate(memory, table_bytes);
    sum *ordered = ent_allocate(memory, count * sizeof *ordered);
    ent_status status =
        scores == NULL || table == NULL || ordered == NULL ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK) {
        size_t filled = 0;
        for (uint64_t at = ent_set_next(&used, 0); at != UINT64_MAX;
             at = ent_set_next(&used, at + 1))
            scores[filled++] = (scored){.total = (*totals)[at / 2] + (at % 2 != 0 ? weight : 0),
                                        .draft = (uint32_t)at};
        qsort(scores, count, sizeof *scores, by_total);
        uint32_t next = 0;
        for (size_t i = 0; i < count; i++) {
            if (i > 0 && scores[i].total != scores[i - 1].total)
                next++;
            table[scores[i].draft] = next;
            ordered[next] = scores[i].total;
        }
        renumber(draft, table);
        draft->range = count == 0 ? 1 : (uint64_t)next + 1;
        ent_release(memory, *totals, *total_bytes);
        *totals = ordered;
        *total_bytes = count * sizeof *ordered;
    } else if (ordered != NULL) {
        ent_release(memory, ordered, count * sizeof *ordered);
    }
    if (table != NULL)
        ent_release(memory, table, table_bytes);
    if (scores != NULL)
        ent_release(memory, scores, score_bytes);
    return status;
}

/* The weight with `places` decimal places, as a whole number. */
static sum scaled_weight(ent_decimal weight, uint32_t places)
{
    sum value = weight.value;
    for (uint32_t i = weight.places; i < places; i++)
        value *= 10;
    return value;
}

static ent_status draft_weights(drafting *draft, const ent_preference *preference,
                                const ent_program *programs, uint32_t depth)
{
    uint32_t places = 0;
    for (size_t i = 0; i < preference->wants.count; i++)
        if (preference->wants.items[i].weight.places > places)
            places = preference->wants.items[i].weight.places;
    size_t bytes = sizeof(sum);
    sum *totals = ent_allocate(draft->space->memory, bytes);
    if (totals == NULL)
        return ENT_NO_RESOURCE;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < preference->wants.count && status == ENT_OK; i++) {
        condition_batch one = {.programs = programs + i, .count = 1, .depth = depth};
        status = fold_batch(draft, &one, fold_binary, 0);
        draft->range *= 2;
        if (status == ENT_OK)
            status = order_by_totals(draft, &totals, &bytes,
                                     scaled_weight(preference->wants.items[i].weight, places));
    }
    ent_release(draft->space->memory, totals, bytes);
    return status;
}

static ent_status draft_all(drafting *draft, const ent_preference *preference)
{
    ent_arena arena = ent_arena_new(draft->space->memory);
    ent_program *programs = NULL;
    uint32_t depth = 1;
    size_t count = preference->wants.count;
    ent_status status = compile_wants(draft->space, preference, &arena, &programs, &depth);
    if (status == ENT_OK && preference->kind == ENT_BY_PRIORITIES)
        status = draft_priorities(draft, programs, count, depth);
    else if (status == ENT_OK && preference->kind == ENT_BY_RANKING)
        status = draft_ranking(draft, programs, count, depth);
    else if (status == ENT_OK && preference->kind == ENT_BY_WEIGHTS)
        status = draft_weights(draft, preference, programs, depth);
    ent_arena_free(&arena);
    return status;
}

/* Keys of one window: drafts plus one, 0 at infeasible codes. */
static void settle_window(const uint32_t *drafts, uint64_t feasible, uint64_t count,
                          ent_column *column, uint64_t code)
{
    for (uint64_t i = 0; i < count; i++)
        ent_column_put(column, code + i, (feasible >> i) & 1u ? drafts[i] + 1 : 0);
}

static ent_status settle(const drafting *draft, ent_column *column)
{
    const ent_space *space = draft->space;
    ent_status status = ent_column_new(column, space->memory, space->codes, (uint32_t)draft->range);
    if (status != ENT_OK)
        return status;
#pragma omp parallel for num_threads(space->threads) schedule(static) if (space->codes > 4096)
    for (size_t i = 0; i < ent_set_words(space->codes); i++) {
        uint64_t left = space->codes - (uint64_t)i * 64;
        settle_window(draft->drafts + i * 64, space->feasible.words[i], left < 64 ? left : 64,
                      column, (uint64_t)i * 64);
    }
    return ENT_OK;
}

ent_status ent_keys_build(const ent_space *space, const ent_preference *preference,
                          ent_column *column)
{
    size_t bytes = ent_set_words(space->codes) * 64 * sizeof(uint32_t);
    drafting draft = {.space = space, .range = 1};
    draft.drafts = ent_allocate(space->memory, bytes);
    if (draft.drafts == NULL)
        return ENT_NO_RESOURCE;
    ent_status status = draft_all(&draft, preference);
    if (status == ENT_OK)
        status = settle(&draft, column);
    ent_release(space->memory, draft.drafts, bytes);
    return status;
}

uint64_t ent_keys_bound(const ent_preference *preference, uint64_t codes)
{
    size_t count = preference->wants.count;
    if (preference->kind == ENT_INDIFFERENT)
        return 1;
    if (preference->kind == ENT_BY_RANKING)
        return count + 1 < codes ? count + 1 : codes;
    return count < 40 && (UINT64_C(1) << count) < codes ? UINT64_C(1) << count : codes;
}
