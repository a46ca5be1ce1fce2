/* Summing up equilibria and departures. */
#include "ask/hold.h"

#include <stdlib.h>
#include <string.h>

uint32_t ent_equilibrium_mask(const ent_solution *solution, uint64_t code)
{
    uint32_t mask = 0;
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++)
        if (solution->equilibria[c].words != NULL && ent_set_has(&solution->equilibria[c], code))
            mask |= 1u << c;
    return mask;
}

/* Fills `set` with the shown states that are equilibria under exactly the concepts of the mask. */
static void select_mask(const ent_hold *hold, uint32_t mask, ent_set *set)
{
    ent_set_copy(set, &hold->shown);
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++) {
        if (!hold->request.concepts[c])
            continue;
        const ent_set *equilibria = &hold->solution->equilibria[c];
        for (size_t i = 0; i < ent_set_words(set->bits); i++)
            set->words[i] &= mask & (1u << c) ? equilibria->words[i] : ~equilibria->words[i];
    }
}

static ent_status list_codes(ent_hold *hold, const ent_set *set, ent_hold_block *block)
{
    for (uint64_t code = ent_set_next(set, 0); code != UINT64_MAX;
         code = ent_set_next(set, code + 1)) {
        uint64_t *slot = ENT_PUSH(&hold->arena, &block->codes);
        if (slot == NULL)
            return ENT_NO_RESOURCE;
        *slot = code;
    }
    return ENT_OK;
}

static ent_status add_block(ent_hold *hold, uint32_t mask, bool few, ent_set *work)
{
    select_mask(hold, mask, work);
    uint64_t count = ent_set_count(work);
    if (count == 0)
        return ENT_OK;
    ent_hold_block *block = ENT_PUSH(&hold->arena, &hold->blocks);
    if (block == NULL)
        return ENT_NO_RESOURCE;
    *block = (ent_hold_block){.mask = mask, .count = count};
    if (hold->target.words != NULL)
        block->in_target = ent_set_count_both(work, &hold->target);
    if (few || count <= hold->request.listed_most)
        return list_codes(hold, work, block);
    return ent_find_patterns(hold->game, work, hold->request.patterns_most, &hold->arena,
                             &block->patterns);
}

static uint32_t asked_mask(const ent_hold *hold)
{
    uint32_t mask = 0;
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++)
        mask |= hold->request.concepts[c] ? 1u << c : 0;
    return mask;
}

/* One block for each set of concepts that some state is an equilibrium under, most concepts first.
 */
static ent_status add_blocks(ent_hold *hold)
{
    uint32_t asked = asked_mask(hold);
    uint64_t most = 0;
    for (int c = 0; c < ENT_CONCEPTS; c++)
        most = hold->equilibria[c] > most ? hold->equilibria[c] : most;
    ENT_AUTO_SET work = {0};
    if (ent_set_new(&work, hold->game->memory, hold->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (int size = ENT_CONCEPTS; size > 0; size--)
        for (uint32_t mask = 1; mask < 1u << ENT_CONCEPTS; mask++) {
            if (__builtin_popcount(mask) != size || (mask & ~asked) != 0)
                continue;
            ent_status status = add_block(hold, mask, most <= hold->request.listed_most, &work);
            if (status != ENT_OK)
                return status;
        }
    return ENT_OK;
}

/* The states that departures are told of. */
static void select_scope(ent_hold *hold, ent_set *scope)
{
    ent_set_copy(scope, &hold->shown);
    if (hold->target.words != NULL)
        ent_set_and(scope, &hold->target);
    const ent_set *equilibria = &hold->solution->equilibria[hold->request.concept];
    for (size_t i = 0; i < ent_set_words(scope->bits); i++)
        scope->words[i] &= ~equilibria->words[i];
    hold->scope_count = ent_set_count(scope);
}

static ent_status add_example(const ent_explainer *explainer, ent_departures *departures,
                              uint64_t code)
{
    ent_opinion opinion;
    if (ent_find_departure(explainer, departures->mover, code, &opinion) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_step *step = ENT_PUSH(explainer->arena, &departures->examples);
    if (step == NULL)
        return ENT_NO_RESOURCE;
    *step = opinion.leaves;
    return ENT_OK;
}

static ent_status add_mover(ent_hold *hold, const ent_explainer *explainer, uint32_t mover,
                            const ent_set *leaves)
{
    ent_departures *departures = ENT_PUSH(&hold->arena, &hold->departures);
    if (departures == NULL)
        return ENT_NO_RESOURCE;
    *departures = (ent_departures){.mover = mover, .count = ent_set_count(leaves)};
    uint64_t code = ent_set_next(leaves, 0);
    for (size_t i = 0; i < hold->request.examples_most && code != UINT64_MAX; i++) {
        if (add_example(explainer, departures, code) != ENT_OK)
            return ENT_NO_RESOURCE;
        code = ent_set_next(leaves, code + 1);
    }
    return ENT_OK;
}

static ent_status add_departures(ent_hold *hold)
{
    ENT_AUTO_SET scope = {0};
    ENT_AUTO_SET leaves = {0};
    uint64_t codes = hold->game->space.codes;
    if (ent_set_new(&scope, hold->game->memory, codes) != ENT_OK ||
        ent_set_new(&leaves, hold->game->memory, codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    select_scope(hold, &scope);
    ent_explainer explainer;
    ent_status status = ent_explainer_init(&explainer, hold->game, hold->solution,
                                           hold->request.concept, &hold->arena);
    for (uint32_t mover = 0; mover < hold->game->mover_count && status == ENT_OK; mover++) {
        const ent_set *stable = &hold->solution->stable[hold->request.concept][mover];
        for (size_t i = 0; i < ent_set_words(codes); i++)
            leaves.words[i] = scope.words[i] & ~stable->words[i];
        status = add_mover(hold, &explainer, mover, &leaves);
    }
    ent_explainer_free(&explainer);
    return status;
}

static ent_status select_states(ent_hold *hold)
{
    const ent_game *game = hold->game;
    const ent_condition *target = &game->model->target;
    if (ent_set_new(&hold->shown, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&hold->shown, &game->space.feasible);
    if (hold->request.where != NULL &&
        ent_select(&game->space, hold->request.where->expression, &hold->shown) != ENT_OK)
        return ENT_NO_RESOURCE;
    hold->shown_count = ent_set_count(&hold->shown);
    if (target->expression == NULL)
        return ENT_OK;
    if (ent_set_new(&hold->target, game->memory, game->space.codes) != ENT_OK ||
        ent_select(&game->space, target->expression, &hold->target) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_and(&hold->target, &hold->shown);
    hold->target_count = ent_set_count(&hold->target);
    return ENT_OK;
}

static void count_equilibria(ent_hold *hold)
{
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        if (!hold->request.concepts[c])
            continue;
        const ent_set *equilibria = &hold->solution->equilibria[c];
        hold->equilibria[c] = ent_set_count_both(equilibria, &hold->shown);
        if (hold->target.words != NULL)
            hold->in_target[c] = ent_set_count_both(equilibria, &hold->target);
    }
}

ent_status ent_ask_hold(ent_hold *hold, const ent_game *game, const ent_solution *solution,
                        const ent_hold_request *request, ent_report *report)
{
    *hold = (ent_hold){.game = game,
                       .solution = solution,
                       .arena = ent_arena_new(game->memory),
                       .request = *request};
    ent_status status = select_states(hold);
    if (status == ENT_OK) {
        count_equilibria(hold);
        status = add_blocks(hold);
    }
    if (status == ENT_OK)
        status = add_departures(hold);
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_hold_free(ent_hold *hold)
{
    ent_set_free(&hold->shown);
    ent_set_free(&hold->target);
    ent_arena_free(&hold->arena);
}
