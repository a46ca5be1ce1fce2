/* Collecting the witnesses of one state. */
#include "ask/why.h"

#include "ask/chain.h"

static uint32_t key_of(const ent_game *game, uint32_t party, uint64_t code)
{
    return ent_column_get(&game->keys[party], code);
}

static ent_status need_secure(const ent_explainer *e, uint32_t party)
{
    if (e->secure[party].data != NULL)
        return ENT_OK;
    return ent_secure_values(e->game, e->concept, party, &e->secure[party]);
}

static bool gains(const ent_explainer *e, uint32_t party, uint64_t code, uint64_t to)
{
    return ent_column_get(&e->secure[party], to) > key_of(e->game, party, code);
}

/* The chain that makes the least of arriving at `to`, down to key `key`. */
static ent_status search_chain(const ent_explainer *e, uint32_t party, uint64_t to, uint32_t key,
                               ent_chain *chain, uint64_t *end)
{
    bool found = false;
    const ent_chain_search search = {.game = e->game,
                                     .focal = party,
                                     .credible = e->concept == ENT_SEQ,
                                     .escaping = e->concept == ENT_SMR,
                                     .key = key};
    *end = to;
    if (e->concept == ENT_NASH)
        return ENT_OK;
    return ent_find_chain(&search, to, e->arena, chain, end, &found);
}

/* The move with the greatest secure value, if it gains. */
static void choose_best_move(const ent_explainer *e, uint32_t party, uint64_t code,
                             ent_opinion *opinion)
{
    opinion->stable = true;
    uint32_t best = key_of(e->game, party, code);
    ent_walk walk = ent_walk_from(e->game, party, code);
    while (ent_walk_next(&walk)) {
        uint32_t value = ent_column_get(&e->secure[party], walk.code);
        if (value <= best)
            continue;
        best = value;
        opinion->stable = false;
        opinion->leaves = (ent_step){.mover = party, .from = code, .to = walk.code};
    }
}

static ent_status answer_temptations(const ent_explainer *e, uint32_t party, uint64_t code,
                                     ent_opinion *opinion)
{
    uint32_t key = key_of(e->game, party, code);
    ent_walk walk = ent_walk_from(e->game, party, code);
    while (ent_walk_next(&walk)) {
        if (key_of(e->game, party, walk.code) <= key)
            continue;
        ent_temptation *temptation = ENT_PUSH(e->arena, &opinion->temptations);
        if (temptation == NULL)
            return ENT_NO_RESOURCE;
        *temptation = (ent_temptation){.to = walk.code};
        ent_status status =
            search_chain(e, party, walk.code, key, &temptation->answer, &temptation->end);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static ent_status explain_party(const ent_explainer *e, uint32_t party, uint64_t code,
                                ent_opinion *opinion)
{
    if (opinion->stable)
        return answer_temptations(e, party, code, opinion);
    uint64_t to = opinion->leaves.to;
    return search_chain(e, party, to, ent_column_get(&e->secure[party], to), &opinion->worst,
                        &opinion->worst_end);
}

/* The members whose secure value of `to` exceeds their key now. */
static ent_status gaining_members(const ent_explainer *e, const ent_body *body, uint64_t code,
                                  uint64_t to, uint64_t *bits, ent_party_list *list)
{
    for (size_t i = 0; i < ent_party_words(e->game); i++)
        bits[i] = 0;
    list->count = 0;
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t party = body->members.items[i];
        if (!gains(e, party, code, to))
            continue;
        uint32_t *slot = ENT_PUSH(e->arena, list);
        if (slot == NULL)
            return ENT_NO_RESOURCE;
        *slot = party;
        bits[party / 64] |= UINT64_C(1) << (party % 64);
    }
    return ENT_OK;
}

static ent_status choose_body_move(const ent_explainer *e, uint32_t mover, uint64_t code,
                                   ent_opinion *opinion)
{
    const ent_game *game = e->game;
    const ent_body *body = ent_rule_of(game, mover)->body;
    uint8_t *levels = ent_arena_array(e->arena, game->space.digit_count, 1);
    bool *defined =
        ent_arena_array(e->arena, game->model->vocabulary.defined.count, sizeof *defined);
    uint64_t *bits = ent_arena_array(e->arena, ent_party_words(game), sizeof *bits);
    if (levels == NULL || defined == NULL || bits == NULL)
        return ENT_NO_RESOURCE;
    ent_levels_of(&game->space, code, levels);
    ent_evaluate_definitions(&game->model->vocabulary, levels, defined);
    opinion->stable = true;
    ent_walk walk = ent_walk_from(game, mover, code);
    while (opinion->stable && ent_walk_next(&walk)) {
        ent_party_list gainers = {0};
        if (gaining_members(e, body, code, walk.code, bits, &gainers) != ENT_OK)
            return ENT_NO_RESOURCE;
        const ent_valuation before = {.levels = levels, .defined = defined, .consents = bits};
        if (!ent_evaluate(body->rule.expression, &before))
            continue;
        opinion->stable = false;
        opinion->leaves =
            (ent_step){.mover = mover, .from = code, .to = walk.code, .consents = gainers};
    }
    return ENT_OK;
}

ent_status ent_explainer_init(ent_explainer *e, const ent_game *game, const ent_solution *solution,
                              ent_concept concept, ent_arena *arena)
{
    *e = (ent_explainer){.game = game, .concept = concept, .arena = arena};
    if (solution != NULL && solution->secure != NULL && solution->kept == concept) {
        e->secure = solution->secure;
        e->borrowed = true;
        return ENT_OK;
    }
    e->secure = ent_arena_array(arena, game->party_count, sizeof *e->secure);
    return e->secure == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

void ent_explainer_free(ent_explainer *e)
{
    for (uint32_t p = 0; !e->borrowed && e->secure != NULL && p < e->game->party_count; p++)
        ent_column_free(&e->secure[p]);
}

ent_status ent_find_departure(const ent_explainer *e, uint32_t mover, uint64_t code,
                              ent_opinion *opinion)
{
    *opinion = (ent_opinion){0};
    if (ent_mover_is_body(e->game, mover)) {
        const ent_body *body = ent_rule_of(e->game, mover)->body;
        for (size_t i = 0; i < body->members.count; i++)
            if (need_secure(e, body->members.items[i]) != ENT_OK)
                return ENT_NO_RESOURCE;
        return choose_body_move(e, mover, code, opinion);
    }
    if (need_secure(e, mover) != ENT_OK)
        return ENT_NO_RESOURCE;
    choose_best_move(e, mover, code, opinion);
    return ENT_OK;
}

ent_status ent_form_opinion(const ent_explainer *e, uint32_t mover, uint64_t code,
                            ent_opinion *opinion)
{
    ent_status status = ent_find_departure(e, mover, code, opinion);
    if (status == ENT_OK && !ent_mover_is_body(e->game, mover))
        status = explain_party(e, mover, code, opinion);
    if (status == ENT_OK)
        status = ent_collect_reasons(e->game, e->concept, mover, code, opinion, e->arena);
    return status;
}

static ent_status explain_concept(ent_why *why, ent_concept concept)
{
    ent_explainer e;
    ent_status status = ent_explainer_init(&e, why->game, NULL, concept, &why->arena);
    for (size_t i = 0; i < why->movers.count && status == ENT_OK; i++) {
        ent_mover_why *one = &why->movers.items[i];
        status = ent_form_opinion(&e, one->mover, why->code, &one->opinions[concept]);
    }
    ent_explainer_free(&e);
    return status;
}

ent_status ent_explain(ent_why *why, const ent_game *game, uint64_t code, uint32_t mover,
                       const bool concepts[ENT_CONCEPTS], ent_report *report)
{
    *why = (ent_why){.game = game, .arena = ent_arena_new(game->memory), .code = code};
    for (uint32_t m = 0; m < game->mover_count; m++) {
        ent_mover_why *one =
            mover == ENT_NOBODY || mover == m ? ENT_PUSH(&why->arena, &why->movers) : NULL;
        if (one != NULL)
            *one = (ent_mover_why){.mover = m};
    }
    ent_status status = why->arena.exhausted ? ENT_NO_RESOURCE : ENT_OK;
    for (int c = 0; c < ENT_CONCEPTS && status == ENT_OK; c++) {
        why->concepts[c] = concepts[c];
        if (concepts[c])
            status = explain_concept(why, (ent_concept)c);
    }
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_why_free(ent_why *why)
{
    ent_arena_free(&why->arena);
}
