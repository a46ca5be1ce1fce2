/* From outcomes to keys, each once. */
#include "sweep/minds.h"

#include <string.h>

/* A column in short. Columns with the same fingerprint are compared, so that chance does no harm.
 */
typedef struct {
    uint32_t owner; /* whose, or the order within whose fibers */
    uint32_t party;
    uint64_t half[2];
} fingerprint;

enum { OUTCOMES_AT = sizeof(uint32_t) };

ent_status ent_minds_init(ent_minds *minds, const ent_sweep_job *job, ent_game *game,
                          ent_workshop *shop, ent_arena *arena)
{
    *minds = (ent_minds){.job = job,
                         .game = game,
                         .shop = shop,
                         .by_outcomes = ent_memo_new(game->memory),
                         .by_keys = ent_memo_new(game->memory),
                         .by_manner = ent_memo_new(game->memory),
                         .key = ent_arena_allocate(arena, OUTCOMES_AT + job->doubts.count),
                         .all_outcomes = ent_arena_array(arena, game->model->doubts.count, 1)};
    return minds->key == NULL || minds->all_outcomes == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

static void free_mind(ent_mind *mind)
{
    ent_column_free(&mind->keys);
    ent_column_free(&mind->plan.grades);
    ent_set_free(&mind->better);
}

void ent_minds_free(ent_minds *minds)
{
    for (ent_mind *mind = minds->all; mind != NULL; mind = mind->next)
        free_mind(mind);
    minds->all = NULL;
    minds->count = 0;
    ent_memo_free(&minds->by_outcomes);
    ent_memo_free(&minds->by_keys);
    ent_memo_free(&minds->by_manner);
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

static void add_column(fingerprint *print, const ent_column *column)
{
    for (uint64_t code = 0; code < column->count; code++) {
        uint32_t value = ent_column_get(column, code);
        print->half[0] = mix(print->half[0], value);
        print->half[1] = mix(print->half[1], value * UINT64_C(0xD1342543DE82EF95) + 1);
    }
}

static bool is_same_column(const ent_column *a, const ent_column *b)
{
    return a->width == b->width && a->count == b->count &&
           memcmp(a->data, b->data, (size_t)a->count * a->width) == 0;
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
    const ent_body *body = ent_rule_of(game, mover)->body;
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == party)
            return true;
    return false;
}

/* A known mind with the same order within the mover's fibers has the same manner. */
static ent_status find_manner(ent_minds *minds, uint32_t party, uint32_t mover, ent_mind *mind)
{
    fingerprint print = {.owner = 1 + mover, .party = party, .half = {1, 2}};
    ENT_AUTO_COLUMN grades = {0};
    ENT_AUTO_COLUMN others = {0};
    mind->manners[mover] = mind->number;
    if (ent_grade_keys(minds->shop, mover, &mind->keys, &grades) != ENT_OK)
        return ENT_NO_RESOURCE;
    add_column(&print, &grades);
    const ent_mind *other = ent_memo_find(&minds->by_manner, &print, sizeof print);
    if (other == NULL)
        return ent_memo_add(&minds->by_manner, &print, sizeof print, mind);
    if (ent_grade_keys(minds->shop, mover, &other->keys, &others) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (is_same_column(&grades, &others))
        mind->manners[mover] = other->manners[mover];
    return ENT_OK;
}

static ent_status find_manners(ent_minds *minds, uint32_t party, ent_mind *mind)
{
    uint32_t movers = minds->game->mover_count;
    uint32_t bodies = movers - minds->game->party_count;
    ent_arena *arena = &minds->by_keys.arena;
    mind->manners = ent_arena_array(arena, movers, sizeof *mind->manners);
    mind->facts = ent_arena_array(arena, ENT_CONCEPTS, sizeof(const ent_fact *));
    mind->gains = ent_arena_array(arena, bodies, sizeof(const ent_view *));
    ent_status status = mind->manners == NULL || mind->facts == NULL || mind->gains == NULL
                            ? ENT_NO_RESOURCE
                            : ENT_OK;
    for (uint32_t m = 0; m < movers && status == ENT_OK; m++)
        if (is_watched(minds, m, party))
            status = find_manner(minds, party, m, mind);
    return status;
}

static ent_status find_better(ent_minds *minds, ent_mind *mind)
{
    const ent_column *keys = &mind->keys;
    if (!minds->job->has_start)
        return ENT_OK;
    if (ent_set_new(&mind->better, minds->game->memory, keys->count) != ENT_OK)
        return ENT_NO_RESOURCE;
    uint32_t now = ent_column_get(keys, minds->job->start);
    for (uint64_t code = 0; code < keys->count; code++)
        if (ent_column_get(keys, code) > now)
            ent_set_add(&mind->better, code);
    return ENT_OK;
}

/* Takes over the keys. */
static ent_mind *new_mind(ent_minds *minds, uint32_t party, ent_column *keys)
{
    ent_mind *mind = ent_arena_allocate(&minds->by_keys.arena, sizeof *mind);
    if (mind == NULL)
        return NULL;
    *mind = (ent_mind){.next = minds->all, .keys = *keys, .number = minds->count++};
    *keys = (ent_column){0};
    minds->all = mind;
    if (ent_plan_keys(minds->shop, party, &mind->keys, &mind->plan) != ENT_OK ||
        find_better(minds, mind) != ENT_OK || find_manners(minds, party, mind) != ENT_OK)
        return NULL;
    return mind;
}

/* The mind with these keys: one that is known, or a new one. */
static ent_mind *mind_with(ent_minds *minds, uint32_t party, ent_column *keys)
{
    fingerprint print = {.owner = 0, .party = party, .half = {1, 2}};
    add_column(&print, keys);
    ent_mind *known = ent_memo_find(&minds->by_keys, &print, sizeof print);
    if (known != NULL && is_same_column(&known->keys, keys))
        return known;
    ent_mind *mind = new_mind(minds, party, keys);
    if (mind == NULL || known != NULL)
        return mind;
    return ent_memo_add(&minds->by_keys, &print, sizeof print, mind) == ENT_OK ? mind : NULL;
}

const ent_mind *ent_mind_of(ent_minds *minds, uint32_t party, const uint8_t *outcomes)
{
    const ent_sweep_job *job = minds->job;
    size_t bytes = OUTCOMES_AT + job->own_count[party];
    memcpy(minds->key, &party, sizeof party);
    for (uint32_t i = 0; i < job->own_count[party]; i++)
        minds->key[OUTCOMES_AT + i] = outcomes[job->own[job->own_first[party] + i]];
    ent_mind *mind = ent_memo_find(&minds->by_outcomes, minds->key, bytes);
    if (mind != NULL)
        return mind;
    ENT_AUTO_COLUMN keys = {0};
    if (build_keys(minds, party, outcomes, &keys) != ENT_OK)
        return NULL;
    mind = mind_with(minds, party, &keys);
    if (mind == NULL || ent_memo_add(&minds->by_outcomes, minds->key, bytes, mind) != ENT_OK)
        return NULL;
    return mind;
}
