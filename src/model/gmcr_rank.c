/* Ranking the feasible states one by one, for files that list them. */
#include <stdlib.h>

#include "base/set.h"
#include "lang/program.h"
#include "model/gmcr_writer.h"

typedef struct {
    const ent_model *model;
    const uint32_t *bits;
    const ent_code_list *codes;
    ent_arena *arena;
    size_t batches;
    size_t plane_count;
    uint64_t *planes; /* those of the first 64 states, then those of the next, … */
    uint64_t *holds;  /* for each batch, where the condition at hand holds */
} evaluator;

/* Where the condition holds, by batches; `plane` SIZE_MAX writes e->holds, else that plane. */
static ent_status evaluate(evaluator *e, const ent_expression *condition, size_t plane)
{
    ent_program program;
    ent_status status = ent_compile(&e->model->vocabulary, condition, e->arena, &program);
    uint64_t *stack = ent_arena_array(e->arena, program.depth, sizeof *stack);
    if (status != ENT_OK || stack == NULL)
        return ENT_NO_RESOURCE;
    for (size_t batch = 0; batch < e->batches; batch++) {
        uint64_t *planes = e->planes + batch * e->plane_count;
        uint64_t holds = ent_run(&program, planes, NULL, stack);
        if (plane == SIZE_MAX)
            e->holds[batch] = holds;
        else
            planes[plane] = holds;
    }
    return ENT_OK;
}

static ent_status prepare(evaluator *e)
{
    const ent_vocabulary *vocabulary = &e->model->vocabulary;
    e->batches = ent_set_words(e->codes->count);
    e->plane_count = ent_plane_count(vocabulary);
    e->planes = ent_arena_array(e->arena, e->batches * e->plane_count, sizeof *e->planes);
    e->holds = ent_arena_array(e->arena, e->batches, sizeof *e->holds);
    if (e->planes == NULL || e->holds == NULL)
        return ENT_NO_RESOURCE;
    for (size_t state = 0; state < e->codes->count; state++) {
        uint64_t *planes = e->planes + state / 64 * e->plane_count;
        for (size_t i = 0; i < vocabulary->options.count; i++)
            planes[vocabulary->options.items[i].first_plane] |=
                ((e->codes->items[state] >> e->bits[i]) & 1u) << (state % 64);
    }
    for (size_t i = 0; i < vocabulary->defined.count; i++) {
        uint32_t index = vocabulary->definition_order[i];
        ent_status status = evaluate(e, vocabulary->defined.items[index].condition,
                                     ent_definition_plane(vocabulary, index));
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static bool holds_in(const evaluator *e, size_t state)
{
    return ((e->holds[state / 64] >> (state % 64)) & 1u) != 0;
}

/* A state belongs to the first condition that it satisfies; `open` has those without one so far. */
static void settle(const evaluator *e, ent_ranked_state *states, uint32_t entry, uint64_t *open)
{
    for (size_t batch = 0; batch < e->batches; batch++) {
        uint64_t found = e->holds[batch] & open[batch];
        open[batch] &= ~found;
        for (; found != 0; found &= found - 1)
            states[batch * 64 + (size_t)__builtin_ctzll(found)].class = entry;
    }
}

/* Splits every class: first the states where the condition holds. `split` has two counters a class.
 */
static void split_classes(const evaluator *e, ent_ranked_state *states, uint32_t *split)
{
    uint32_t classes = 0;
    for (size_t i = 0; i < e->codes->count; i++)
        classes = states[i].class >= classes ? states[i].class + 1 : classes;
    for (size_t i = 0; i < (size_t)classes * 2; i++)
        split[i] = 0;
    for (size_t i = 0; i < e->codes->count; i++)
        split[(size_t)states[i].class * 2 + !holds_in(e, i)] = 1;
    uint32_t next = 0;
    for (size_t i = 0; i < (size_t)classes * 2; i++)
        if (split[i] != 0)
            split[i] = next++;
    for (size_t i = 0; i < e->codes->count; i++)
        states[i].class = split[(size_t)states[i].class * 2 + !holds_in(e, i)];
}

static int compare_states(const void *a, const void *b)
{
    const ent_ranked_state *x = a;
    const ent_ranked_state *y = b;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

ent_status ent_gmcr_rank(const ent_model *model, const ent_preference *preference,
                         const uint32_t *bits, const ent_code_list *codes, ent_arena *arena,
                         ent_ranked_state **ranked)
{
    evaluator e = {.model = model, .bits = bits, .codes = codes, .arena = arena};
    uint32_t entries = (uint32_t)preference->wants.count;
    ent_ranked_state *states = ent_arena_array(arena, codes->count, sizeof *states);
    uint32_t *split = ent_arena_array(arena, codes->count * 2, sizeof *split);
    uint64_t *open = ent_arena_array(arena, ent_set_words(codes->count), sizeof *open);
    if (states == NULL || split == NULL || open == NULL || prepare(&e) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < e.batches; i++)
        open[i] = ent_set_mask(codes->count, i);
    bool by_ranking = preference->kind == ENT_BY_RANKING;
    for (size_t i = 0; i < codes->count; i++)
        states[i] =
            (ent_ranked_state){.number = (uint32_t)i + 1, .class = by_ranking ? entries : 0};
    for (uint32_t i = 0; i < entries; i++) {
        if (evaluate(&e, preference->wants.items[i].condition.expression, SIZE_MAX) != ENT_OK)
            return ENT_NO_RESOURCE;
        if (by_ranking)
            settle(&e, states, i, open);
        else
            split_classes(&e, states, split);
    }
    qsort(states, codes->count, sizeof *states, compare_states);
    *ranked = states;
    return ENT_OK;
}
