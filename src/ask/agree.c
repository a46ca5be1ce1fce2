/* Putting the answer together. */
#include "ask/agree.h"

#include <stdlib.h>

#include "ask/ballot.h"
#include "ask/find.h"
#include "ask/pareto.h"

enum { CHOICES_EACH = 2 /* of each solution, where packages are too many to be listed */ };

static ent_status describe_effects(const ent_agree *agree, uint64_t code, ent_effect *effects)
{
    const ent_game *game = agree->game;
    for (uint32_t p = 0; p < game->party_count; p++) {
        bool better = ent_prefers(game, p, code, agree->start);
        bool worse = ent_prefers(game, p, agree->start, code);
        effects[p].change = better ? ENT_BETTER : worse ? ENT_WORSE : ENT_SAME;
        if ((better || worse) &&
            ent_deciding_want(game, p, code, agree->start, &effects[p].decider) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

ent_status ent_describe_package(ent_agree *agree, uint64_t code, ent_package *package)
{
    const ent_game *game = agree->game;
    uint8_t *levels = ent_arena_array(&agree->arena, game->space.digit_count, 1);
    package->effects = ent_arena_array(&agree->arena, game->party_count, sizeof *package->effects);
    if (levels == NULL || package->effects == NULL)
        return ENT_NO_RESOURCE;
    ent_levels_of(&game->space, code, levels);
    package->pattern =
        (ent_pattern){.low = levels, .high = levels, .states = 1, .all = 1, .example = code};
    for (int m = 0; m < ENT_MARKS; m++)
        package->marked[m] =
            agree->marks[m].words != NULL && ent_set_has(&agree->marks[m], code) ? 1 : 0;
    return describe_effects(agree, code, package->effects);
}

static ent_status add_package(ent_agree *agree, uint64_t code, ent_packages *packages)
{
    ent_package *package = ENT_PUSH(&agree->arena, packages);
    return package == NULL ? ENT_NO_RESOURCE : ent_describe_package(agree, code, package);
}

static ent_status list_packages(ent_agree *agree)
{
    const ent_set *set = &agree->agreeable;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1))
        if (add_package(agree, at, &agree->shown) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

static bool has_package(const ent_packages *packages, uint64_t code)
{
    for (size_t i = 0; i < packages->count; i++)
        if (packages->items[i].pattern.example == code)
            return true;
    return false;
}

/* The first members of a set, or of those of it that are on the frontier. */
static ent_status list_first(ent_agree *agree, const ent_set *set, bool efficient, int *listed)
{
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX && *listed < CHOICES_EACH;
         at = ent_set_next(set, at + 1)) {
        if (efficient && !ent_set_has(&agree->marks[ENT_MARK_PARETO], at))
            continue;
        ++*listed;
        if (!has_package(&agree->choices, at) && add_package(agree, at, &agree->choices) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

/* Of each solution some, if it may be such as are on the frontier. */
static ent_status list_choices(ent_agree *agree)
{
    ent_status status = ENT_OK;
    for (int m = ENT_MARK_FALLBACK; m < ENT_MARKS && status == ENT_OK; m++) {
        int listed = 0;
        if (agree->marks[m].words == NULL)
            continue;
        status = list_first(agree, &agree->marks[m], true, &listed);
        if (status == ENT_OK && listed == 0)
            status = list_first(agree, &agree->marks[m], false, &listed);
    }
    return status;
}

/* The kinds of near misses, the nearest first. */
static int nearest_first(const void *a, const void *b)
{
    const ent_loss *left = a;
    const ent_loss *right = b;
    if (left->nearness != right->nearness)
        return left->nearness > right->nearness ? -1 : 1;
    return (left->nearest > right->nearest) - (left->nearest < right->nearest);
}

static ent_status list_blockers(ent_agree *agree, ent_ballot *ballot, ent_package *miss)
{
    uint64_t code = miss->pattern.example;
    if (!ent_ballot_move(ballot, (size_t)(code / 64)))
        return ENT_OK;
    for (uint32_t p = 0; p < agree->game->party_count; p++) {
        if (!((ballot->blocks[p] >> (code % 64)) & 1u))
            continue;
        uint32_t *slot = ENT_PUSH(&agree->arena, &miss->blockers);
        if (slot == NULL)
            return ENT_NO_RESOURCE;
        *slot = p;
    }
    return ENT_OK;
}

static ent_status list_misses(ent_agree *agree, ent_ballot *ballot)
{
    ENT_LIST(ent_loss) kinds = {0};
    for (uint32_t p = 0; p < agree->game->party_count; p++)
        for (size_t i = 0; i < agree->parties[p].losses.count; i++) {
            ent_loss *kind = ENT_PUSH(&agree->arena, &kinds);
            if (kind == NULL)
                return ENT_NO_RESOURCE;
            *kind = agree->parties[p].losses.items[i];
        }
    if (kinds.count > 0)
        qsort(kinds.items, kinds.count, sizeof *kinds.items, nearest_first);
    for (size_t i = 0; i < kinds.count && agree->misses.count < agree->request.misses_most; i++) {
        if (has_package(&agree->misses, kinds.items[i].nearest))
            continue;
        if (add_package(agree, kinds.items[i].nearest, &agree->misses) != ENT_OK ||
            list_blockers(agree, ballot, &agree->misses.items[agree->misses.count - 1]) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status find_misses(ent_agree *agree)
{
    ent_ballot ballot;
    ent_status status = ent_ballot_init(&ballot, agree->game, agree->start, NULL, 1);
    if (status == ENT_OK)
        status = list_misses(agree, &ballot);
    ent_ballot_free(&ballot);
    return status;
}

static ent_status make_mark(ent_agree *agree, int mark)
{
    return ent_set_new(&agree->marks[mark], agree->game->memory, agree->game->space.codes);
}

static ent_status choose(ent_agree *agree)
{
    const ent_game *game = agree->game;
    if (make_mark(agree, ENT_MARK_PARETO) != ENT_OK ||
        make_mark(agree, ENT_MARK_FALLBACK) != ENT_OK ||
        ent_find_frontier(game, &agree->agreeable, &agree->marks[ENT_MARK_PARETO]) != ENT_OK ||
        ent_fall_back(game, &agree->agreeable, &agree->marks[ENT_MARK_FALLBACK], &agree->depth) !=
            ENT_OK)
        return ENT_NO_RESOURCE;
    if (!ent_is_cardinal(game->model))
        return ENT_OK;
    for (int k = 0; k < ENT_BARGAINS; k++)
        if (make_mark(agree, ENT_MARK_BARGAIN + k) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ent_bargain_from(game, agree->start, &agree->agreeable, agree->marks + ENT_MARK_BARGAIN,
                            &agree->arena, &agree->bargaining);
}

/* The set of the target is that of its packages until the agreeable ones are known. */
static ent_status prepare(ent_agree *agree)
{
    const ent_game *game = agree->game;
    const ent_condition *where = agree->request.where;
    const ent_condition *target = &game->model->target;
    agree->parties = ent_arena_array(&agree->arena, game->party_count, sizeof *agree->parties);
    if (agree->parties == NULL ||
        ent_set_new(&agree->agreeable, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (where != NULL && (ent_set_new(&agree->within, game->memory, game->space.codes) != ENT_OK ||
                          ent_select(&game->space, where->expression, &agree->within) != ENT_OK))
        return ENT_NO_RESOURCE;
    if (target->expression != NULL &&
        (make_mark(agree, ENT_MARK_TARGET) != ENT_OK ||
         ent_select(&game->space, target->expression, &agree->marks[ENT_MARK_TARGET]) != ENT_OK))
        return ENT_NO_RESOURCE;
    return ENT_OK;
}

/* The mover of every option that changes from the start; ENT_NOBODY where they are several. */
static uint32_t only_mover(const ent_agree *agree, uint64_t code)
{
    const ent_space *space = &agree->game->space;
    uint32_t only = ENT_NOBODY;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        if (ent_level_of(space, code, i) == ent_level_of(space, agree->start, i))
            continue;
        if (only != ENT_NOBODY && only != space->digits[i].mover)
            return ENT_NOBODY;
        only = space->digits[i].mover;
    }
    return only;
}

static void find_lone(ent_agree *agree)
{
    uint64_t code = ent_set_next(&agree->agreeable, 0);
    agree->lone = code == UINT64_MAX ? ENT_NOBODY : only_mover(agree, code);
    for (; code != UINT64_MAX && agree->lone != ENT_NOBODY;
         code = ent_set_next(&agree->agreeable, code + 1))
        if (only_mover(agree, code) != agree->lone)
            agree->lone = ENT_NOBODY;
    if (agree->lone != ENT_NOBODY && ent_mover_is_body(agree->game, agree->lone))
        agree->lone = ENT_NOBODY;
}

static ent_status answer(ent_agree *agree)
{
    ent_set *target = &agree->marks[ENT_MARK_TARGET];
    ent_status status = prepare(agree);
    if (status == ENT_OK)
        status = ent_count_packages(agree, target->words != NULL ? target : NULL);
    if (status == ENT_OK)
        status = choose(agree);
    if (status != ENT_OK)
        return status;
    if (target->words != NULL)
        ent_set_and(target, &agree->agreeable);
    for (int m = 0; m < ENT_MARKS; m++)
        agree->marked[m] = agree->marks[m].words != NULL ? ent_set_count(&agree->marks[m]) : 0;
    find_lone(agree);
    agree->listed = agree->count <= agree->request.listed_most;
    status = agree->listed ? list_packages(agree) : ent_sum_up_packages(agree);
    if (status == ENT_OK && !agree->listed)
        status = list_choices(agree);
    return status == ENT_OK ? find_misses(agree) : status;
}

ent_status ent_ask_agree(ent_agree *agree, const ent_game *game, const ent_agree_request *request,
                         ent_report *report)
{
    *agree = (ent_agree){.game = game, .arena = ent_arena_new(game->memory), .request = *request};
    (void)ent_start_code(game, &agree->start);
    return answer(agree) == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_agree_free(ent_agree *agree)
{
    ent_set_free(&agree->within);
    ent_set_free(&agree->agreeable);
    for (int m = 0; m < ENT_MARKS; m++)
        ent_set_free(&agree->marks[m]);
    ent_arena_free(&agree->arena);
}
