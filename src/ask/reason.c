/* Which preference entries an explanation rests on. */
#include "ask/why.h"

static double size_of(ent_decimal weight)
{
    double size = (double)weight.value;
    for (uint32_t i = 0; i < weight.places; i++)
        size /= 10;
    return size < 0 ? -size : size;
}

/* Whether the entry tells the two states apart; whether it holds in the better one is stored. */
static ent_status tells_apart(const ent_game *game, const ent_want *want, uint64_t better,
                              uint64_t worse, bool *apart, bool *in_better)
{
    bool in_worse = false;
    ent_status status = ent_holds(&game->space, want->condition.expression, better, in_better);
    if (status == ENT_OK)
        status = ent_holds(&game->space, want->condition.expression, worse, &in_worse);
    *apart = *in_better != in_worse;
    return status;
}

ent_status ent_deciding_want(const ent_game *game, uint32_t party, uint64_t a, uint64_t b,
                             const ent_want **decider)
{
    const ent_preference *preference = &game->model->parties.items[party].preference;
    uint64_t better = ent_prefers(game, party, a, b) ? a : b;
    uint64_t worse = better == a ? b : a;
    *decider = NULL;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        bool apart = false;
        bool in_better = false;
        if (tells_apart(game, want, better, worse, &apart, &in_better) != ENT_OK)
            return ENT_NO_RESOURCE;
        if (!apart)
            continue;
        if (preference->kind != ENT_BY_WEIGHTS) {
            *decider = want;
            return ENT_OK;
        }
        bool speaks_for = in_better == (want->weight.value > 0);
        if (speaks_for && (*decider == NULL || size_of(want->weight) > size_of((*decider)->weight)))
            *decider = want;
    }
    return ENT_OK;
}

typedef struct {
    const ent_game *game;
    ent_arena *arena;
    ent_reasons *reasons;
} collecting;

static void add_reason(const collecting *c, uint32_t party, uint64_t a, uint64_t b)
{
    const ent_want *want = NULL;
    if (ent_deciding_want(c->game, party, a, b, &want) != ENT_OK)
        c->arena->exhausted = true;
    if (want == NULL)
        return;
    for (size_t i = 0; i < c->reasons->count; i++)
        if (c->reasons->items[i].want == want)
            return;
    ent_reason *reason = ENT_PUSH(c->arena, c->reasons);
    if (reason != NULL)
        *reason = (ent_reason){.party = party, .want = want};
}

/* The others' chain rests on what makes each of its moves attractive, where that is asked for. */
static void add_chain(const collecting *c, ent_concept concept, const ent_chain *chain)
{
    for (size_t i = 0; concept == ENT_SEQ && i < chain->count; i++) {
        const ent_step *step = &chain->items[i];
        if (!ent_mover_is_body(c->game, step->mover))
            add_reason(c, step->mover, step->from, step->to);
        for (size_t k = 0; k < step->consents.count; k++)
            add_reason(c, step->consents.items[k], step->from, step->to);
    }
}

ent_status ent_collect_reasons(const ent_game *game, ent_concept concept, uint32_t mover,
                               uint64_t code, ent_opinion *opinion, ent_arena *arena)
{
    const collecting c = {.game = game, .arena = arena, .reasons = &opinion->reasons};
    for (size_t i = 0; i < opinion->temptations.count; i++) {
        const ent_temptation *temptation = &opinion->temptations.items[i];
        add_reason(&c, mover, code, temptation->to);
        add_chain(&c, concept, &temptation->answer);
        add_reason(&c, mover, code, temptation->end);
    }
    if (!opinion->stable && !ent_mover_is_body(game, mover)) {
        add_reason(&c, mover, code, opinion->leaves.to);
        add_reason(&c, mover, code, opinion->worst_end);
    }
    for (size_t k = 0; !opinion->stable && k < opinion->leaves.consents.count; k++)
        add_reason(&c, opinion->leaves.consents.items[k], code, opinion->leaves.to);
    return arena->exhausted ? ENT_NO_RESOURCE : ENT_OK;
}
