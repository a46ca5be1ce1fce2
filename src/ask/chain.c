/* Breadth-first search over the others' moves. */
#include "ask/chain.h"

#include <string.h>

/* A state that was reached, from which, and by whom. */
typedef struct {
    uint64_t code;
    size_t parent;
    uint32_t mover;
} reached;

typedef struct {
    const ent_chain_search *search;
    ent_arena *arena;
    ENT_LIST(reached) queue;
    ent_set seen;
    uint8_t *levels; /* of the state whose moves are tried */
    bool *defined;
    uint64_t *consents;
} searching;

ent_status ent_consenting(const ent_game *game, uint32_t body, uint32_t without, uint64_t from,
                          uint64_t to, ent_arena *arena, ent_party_list *consents)
{
    const ent_body *b = ent_rule_of(game, body)->body;
    for (size_t i = 0; i < b->members.count; i++) {
        uint32_t party = b->members.items[i];
        if (party == without || !ent_prefers(game, party, to, from))
            continue;
        uint32_t *slot = ENT_PUSH(arena, consents);
        if (slot == NULL)
            return ENT_NO_RESOURCE;
        *slot = party;
    }
    return ENT_OK;
}

static ent_status all_but(const ent_game *game, uint32_t body, uint32_t without, ent_arena *arena,
                          ent_party_list *consents)
{
    const ent_body *b = ent_rule_of(game, body)->body;
    for (size_t i = 0; i < b->members.count; i++) {
        uint32_t *slot = b->members.items[i] == without ? NULL : ENT_PUSH(arena, consents);
        if (slot != NULL)
            *slot = b->members.items[i];
    }
    return arena->exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

/* Whether the mover would make this move: the definition, for one pair of states. */
static bool may_move(searching *s, uint32_t mover, uint64_t from, uint64_t to)
{
    const ent_chain_search *search = s->search;
    const ent_game *game = search->game;
    if (!ent_mover_is_body(game, mover))
        return !search->credible || ent_prefers(game, mover, to, from);
    const ent_body *body = ent_rule_of(game, mover)->body;
    memset(s->consents, 0, ent_party_words(game) * sizeof *s->consents);
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t party = body->members.items[i];
        if (party != search->focal && (!search->credible || ent_prefers(game, party, to, from)))
            s->consents[party / 64] |= UINT64_C(1) << (party % 64);
    }
    const ent_valuation before = {
        .levels = s->levels, .defined = s->defined, .consents = s->consents};
    return ent_evaluate(body->rule.expression, &before);
}

/* The best key that the focal party has at a state, after an escape if it may make one. */
static uint32_t key_at(const ent_chain_search *search, uint64_t code)
{
    const ent_column *keys = &search->game->keys[search->focal];
    uint32_t best = ent_column_get(keys, code);
    if (!search->escaping)
        return best;
    ent_walk walk = ent_walk_from(search->game, search->focal, code);
    while (ent_walk_next(&walk)) {
        uint32_t key = ent_column_get(keys, walk.code);
        best = key > best ? key : best;
    }
    return best;
}

static ent_status enqueue(searching *s, uint64_t code, size_t parent, uint32_t mover)
{
    reached *item = ENT_PUSH(s->arena, &s->queue);
    if (item == NULL)
        return ENT_NO_RESOURCE;
    *item = (reached){.code = code, .parent = parent, .mover = mover};
    ent_set_add(&s->seen, code);
    return ENT_OK;
}

/* Adds the states that the others can reach from queue entry `at` in one move. */
static ent_status expand(searching *s, size_t at)
{
    const ent_game *game = s->search->game;
    uint64_t from = s->queue.items[at].code;
    ent_levels_of(&game->space, from, s->levels);
    ent_evaluate_definitions(&game->model->vocabulary, s->levels, s->defined);
    for (uint32_t mover = 0; mover < game->mover_count; mover++) {
        if (mover == s->search->focal)
            continue;
        ent_walk walk = ent_walk_from(game, mover, from);
        while (ent_walk_next(&walk)) {
            if (ent_set_has(&s->seen, walk.code) || !may_move(s, mover, from, walk.code))
                continue;
            if (enqueue(s, walk.code, at, mover) != ENT_OK)
                return ENT_NO_RESOURCE;
        }
    }
    return ENT_OK;
}

/* The chain that led to queue entry `at`, first move first. */
static ent_status trace_back(const searching *s, size_t at, ent_arena *arena, ent_chain *chain)
{
    const ent_game *game = s->search->game;
    size_t length = 0;
    for (size_t i = at; i != 0; i = s->queue.items[i].parent)
        length++;
    chain->items = ent_arena_array(arena, length, sizeof *chain->items);
    if (chain->items == NULL)
        return ENT_NO_RESOURCE;
    chain->count = chain->capacity = length;
    for (size_t i = at; i != 0; i = s->queue.items[i].parent) {
        ent_step *step = &chain->items[--length];
        const reached *item = &s->queue.items[i];
        *step = (ent_step){
            .mover = item->mover, .from = s->queue.items[item->parent].code, .to = item->code};
        if (!ent_mover_is_body(game, item->mover))
            continue;
        ent_status status =
            s->search->credible
                ? ent_consenting(game, item->mover, s->search->focal, step->from, step->to, arena,
                                 &step->consents)
                : all_but(game, item->mover, s->search->focal, arena, &step->consents);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static ent_status run_search(searching *s, uint64_t from, ent_arena *arena, ent_chain *chain,
                             uint64_t *end, bool *found)
{
    ent_status status = enqueue(s, from, 0, ENT_NOBODY);
    for (size_t at = 0; at < s->queue.count && status == ENT_OK; at++) {
        if (key_at(s->search, s->queue.items[at].code) <= s->search->key) {
            *found = true;
            *end = s->queue.items[at].code;
            return trace_back(s, at, arena, chain);
        }
        status = expand(s, at);
    }
    return status;
}

ent_status ent_find_chain(const ent_chain_search *search, uint64_t from, ent_arena *arena,
                          ent_chain *chain, uint64_t *end, bool *found)
{
    const ent_game *game = search->game;
    ent_arena own = ent_arena_new(game->memory);
    searching s = {.search = search, .arena = &own};
    *chain = (ent_chain){0};
    *found = false;
    s.levels = ent_arena_array(&own, game->space.digit_count, 1);
    s.defined = ent_arena_array(&own, game->model->vocabulary.defined.count, sizeof *s.defined);
    s.consents = ent_arena_array(&own, ent_party_words(game), sizeof *s.consents);
    ent_status status = ENT_NO_RESOURCE;
    if (s.levels != NULL && s.defined != NULL && s.consents != NULL &&
        ent_set_new(&s.seen, game->memory, game->space.codes) == ENT_OK)
        status = run_search(&s, from, arena, chain, end, found);
    ent_set_free(&s.seen);
    ent_arena_free(&own);
    return status;
}
