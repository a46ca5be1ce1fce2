/* From outcomes to keys, each once. */
#include "sweep/minds.h"

#include <string.h>

enum { OUTCOMES_AT = sizeof(uint32_t) };

ent_status ent_minds_init(ent_minds *minds, const ent_sweep_job *job, ent_game *game,
                          ent_workshop *shop, ent_arena *arena)
{
    *minds = (ent_minds){.job = job,
                         .game = game,
                         .shop = shop,
                         .key = ent_arena_allocate(arena, OUTCOMES_AT + job->doubts.count),
                         .all_outcomes = ent_arena_array(arena, game->model->doubts.count, 1)};
    return minds->key == NULL || minds->all_outcomes == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

/* Renumbers keys of one byte so that every key from 1 to the top occurs; wider ones are so already.
 * Minds that order all states alike then have the same keys. */
static void close_gaps(ent_column *column)
{
    uint8_t *keys = column->data;
    uint8_t renumbered[UINT8_MAX + 1] = {0};
    uint8_t top = 0;
    if (column->width != 1)
        return;
    for (uint64_t i = 0; i < column->count; i++)
        renumbered[keys[i]] = 1;
    for (uint32_t key = 1; key <= UINT8_MAX; key++)
        renumbered[key] = renumbered[key] != 0 ? ++top : 0;
    renumbered[0] = 0;
    for (uint64_t i = 0; i < column->count; i++)
        keys[i] = renumbered[keys[i]];
    column->top = top;
}

static ent_status build_keys(ent_minds *minds, uint32_t party, const uint8_t *outcomes,
                             ent_column *keys)
{
    ent_arena arena = ent_arena_new(minds->game->memory);
    ent_preference preference;
    const ent_sweep_job *job = minds->job;
    const ent_model *model = job->game->model;
    if (model->doubts.count > 0)
        memcpy(minds->all_outcomes, job->settled, model->doubts.count);
    for (size_t i = 0; i < job->doubts.count; i++)
        minds->all_outcomes[job->places[i]] = outcomes[i];
    ent_status status =
        ent_case_preference(model, &model->doubts, minds->all_outcomes, party, &arena, &preference);
    if (status == ENT_OK)
        status = ent_keys_build(&minds->game->space, &preference, keys);
    if (status == ENT_OK)
        close_gaps(keys);
    ent_arena_free(&arena);
    return status;
}

/* Whether a mover's credible moves depend on the party: its own, and those of its bodies. */
static bool is_watched(const ent_minds *minds, uint32_t mover, uint32_t party)
{
    const ent_game *game = minds->game;
    if (!minds->job->moves[mover] || !ent_mover_is_body(game, mover))
        return minds->job->moves[mover] && mover == party;
    return ent_has_member(ent_rule_of(game, mover)->body, party);
}

/* Minds with the same grades have the same manner: the number of these bytes. */
static ent_status find_manner(ent_minds *minds, uint32_t mover, ent_mind *mind)
{
    ENT_AUTO_COLUMN grades = {0};
    ent_column kept;
    if (ent_grade_keys(minds->shop, mover, &mind->keys, &grades) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_lore_keep_column(minds->lore, &grades, &kept, &mind->manners[mover]);
}

static ent_status find_manners(ent_minds *minds, uint32_t party, ent_mind *mind)
{
    ent_status status = ENT_OK;
    for (uint32_t m = 0; m < minds->game->mover_count && status == ENT_OK; m++)
        if (is_watched(minds, m, party))
            status = find_manner(minds, m, mind);
    return status;
}

static ent_status find_plan(ent_minds *minds, uint32_t party, ent_mind *mind)
{
    ENT_AUTO_COLUMN grades = {0};
    uint32_t number = 0;
    ent_status status = ent_plan_keys(minds->shop, party, &mind->keys, &mind->plan);
    grades = mind->plan.grades;
    mind->plan.grades = (ent_column){0};
    mind->plan.fiber = (ent_fiber){0}; /* each workshop has its own */
    if (status != ENT_OK || grades.data == NULL)
        return status;
    return ent_lore_keep_column(minds->lore, &grades, &mind->plan.grades, &number);
}

static ent_status find_better(ent_minds *minds, ent_mind *mind)
{
    const ent_column *keys = &mind->keys;
    ENT_AUTO_SET better = {0};
    if (!minds->job->has_start)
        return ENT_OK;
    if (ent_set_new(&better, minds->game->memory, keys->count) != ENT_OK)
        return ENT_NO_RESOURCE;
    uint32_t now = ent_column_get(keys, minds->job->start);
    for (uint64_t code = 0; code < keys->count; code++)
        if (ent_column_get(keys, code) > now)
            ent_set_add(&better, code);
    return ent_lore_keep_set(minds->lore, &better, &mind->better);
}

/* A mind with keys that the lore keeps. */
static ent_mind *new_mind(ent_minds *minds, uint32_t party, const ent_column *keys)
{
    uint32_t movers = minds->game->mover_count;
    uint32_t bodies = movers - minds->game->party_count;
    ent_shelf *shelf = &minds->lore->shelf;
    ent_mind *mind = ent_shelf_array(shelf, 1, sizeof *mind);
    if (mind == NULL)
        return NULL;
    *mind = (ent_mind){.keys = *keys,
                       .number = ent_lore_number(minds->lore),
                       .manners = ent_shelf_array(shelf, movers, sizeof *mind->manners),
                       .facts = ent_shelf_array(shelf, ENT_CONCEPTS, sizeof *mind->facts),
                       .gains = ent_shelf_array(shelf, bodies, sizeof *mind->gains)};
    if (mind->manners == NULL || mind->facts == NULL || mind->gains == NULL ||
        find_plan(minds, party, mind) != ENT_OK || find_better(minds, mind) != ENT_OK ||
        find_manners(minds, party, mind) != ENT_OK)
        return NULL;
    return mind;
}

/* The mind with these keys: one that is known, or a new one. */
static ent_mind *mind_with(ent_minds *minds, uint32_t party, const ent_column *keys)
{
    ent_column kept;
    uint32_t key[] = {party, 0};
    if (ent_lore_keep_column(minds->lore, keys, &kept, &key[1]) != ENT_OK)
        return NULL;
    ent_mind *mind = ent_memo_find(&minds->lore->minds_by_keys, key, sizeof key);
    if (mind != NULL)
        return mind;
    mind = new_mind(minds, party, &kept);
    return mind == NULL ? NULL : ent_memo_add(&minds->lore->minds_by_keys, key, sizeof key, mind);
}

const ent_mind *ent_mind_of(ent_minds *minds, uint32_t party, const uint8_t *outcomes)
{
    const ent_sweep_job *job = minds->job;
    size_t bytes = OUTCOMES_AT + job->own_count[party];
    memcpy(minds->key, &party, sizeof party);
    for (uint32_t i = 0; i < job->own_count[party]; i++)
        minds->key[OUTCOMES_AT + i] = outcomes[job->own[job->own_first[party] + i]];
    ent_mind *mind = ent_memo_find(&minds->lore->minds_by_outcomes, minds->key, bytes);
    if (mind != NULL)
        return mind;
    ENT_AUTO_COLUMN keys = {0};
    if (build_keys(minds, party, outcomes, &keys) != ENT_OK)
        return NULL;
    mind = mind_with(minds, party, &keys);
    return mind == NULL ? NULL
                        : ent_memo_add(&minds->lore->minds_by_outcomes, minds->key, bytes, mind);
}
