/* Entries that decide. */
#include "ask/decider.h"

#include <stdlib.h>

__extension__ typedef __int128 wide;

static wide size_of(ent_decimal weight)
{
    enum { PLACES_MOST = 18 };
    wide size = weight.value < 0 ? -(wide)weight.value : weight.value;
    for (uint32_t i = weight.places; i < PLACES_MOST; i++)
        size *= 10;
    return size;
}

/* Larger weights first, and equal ones in the order of the file. */
static int by_weight(const void *a, const void *b)
{
    const ent_decider *left = a;
    const ent_decider *right = b;
    wide l = size_of(left->want->weight);
    wide r = size_of(right->want->weight);
    if (l != r)
        return l > r ? -1 : 1;
    return (left->want > right->want) - (left->want < right->want);
}

static ent_status prepare(ent_deciders *d, const ent_game *game, const ent_preference *preference,
                          uint64_t start, ent_arena *arena, uint32_t *depth)
{
    *d = (ent_deciders){.items = ent_arena_array(arena, preference->wants.count, sizeof *d->items),
                        .count = preference->wants.count,
                        .weighed = preference->kind == ENT_BY_WEIGHTS};
    if (d->items == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < d->count; i++) {
        ent_decider *one = &d->items[i];
        one->want = &preference->wants.items[i];
        const ent_expression *condition = one->want->condition.expression;
        if (ent_compile(&game->model->vocabulary, condition, arena, &one->program) != ENT_OK ||
            ent_holds(&game->space, condition, start, &one->holds) != ENT_OK)
            return ENT_NO_RESOURCE;
        *depth = one->program.depth > *depth ? one->program.depth : *depth;
    }
    if (d->weighed)
        qsort(d->items, d->count, sizeof *d->items, by_weight);
    return ENT_OK;
}

ent_status ent_deciders_init(ent_deciders *deciders, const ent_game *game, uint64_t start,
                             ent_arena *arena, uint32_t *depth)
{
    for (uint32_t p = 0; p < game->party_count; p++)
        if (prepare(&deciders[p], game, &game->model->parties.items[p].preference, start, arena,
                    depth) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

uint64_t ent_decided(const ent_decider *decider, bool weighed, ent_ballot *ballot, uint64_t left,
                     bool better)
{
    if (weighed) { /* the better of the two states must be the one that the weight is for */
        bool gained = (decider->want->weight.value > 0) == better;
        if (decider->holds == gained)
            return 0;
    }
    uint64_t truth = ent_run(&decider->program, ballot->window.planes, NULL, ballot->window.stack);
    return left & (decider->holds ? ~truth : truth);
}
