/* Checking what `hold --json` printed: every listed equilibrium, and every state not listed. */
#include <string.h>

#include "verify/check.h"

enum { LISTED_MOST = 1000000 /* past that an answer need not list the states */ };

static void check_movers(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "movers");
    const json_t *movers = ent_check_member(check, NULL, answer, "movers", JSON_ARRAY);
    if (movers == NULL)
        return;
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (json_array_size(movers) != check->judge.movers) {
        ent_check_foreign(check, &path, "%zu are claimed, and the model has %u",
                          json_array_size(movers), check->judge.movers);
        return;
    }
    for (uint32_t i = 0; i < check->judge.movers && !check->foreign; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        uint32_t mover = 0;
        if (ent_check_mover(check, &item, json_array_get(movers, i), &mover) && mover != i)
            ent_check_wrong(check, &item, "here the model has '%s'",
                            ent_mover_id(check->judge.model, i));
    }
}

/* A set of states as an answer gives it: `count`, and `numbers` or `truncated`. */
typedef struct {
    ent_json_path path;
    const json_t *object;
    uint32_t *listed; /* by state: its position in `numbers` plus 1, or 0; NULL when truncated */
} claimed_set;

static void read_numbers(ent_check *check, claimed_set *set, const json_t *numbers)
{
    const ent_json_path path = ent_json_key(&set->path, "numbers");
    uint64_t before = 0;
    for (size_t i = 0; i < json_array_size(numbers); i++) {
        const ent_json_path item = ent_json_item(&path, i);
        uint64_t number = 0;
        if (!ent_check_integer(check, &item, json_array_get(numbers, i), 1, check->judge.states,
                               &number))
            continue;
        if (number <= before)
            ent_check_wrong(check, &item, "%llu does not stand in order: numbers must rise",
                            (unsigned long long)number);
        before = number;
        set->listed[number - 1] = (uint32_t)i + 1;
    }
}

/* False when the set is malformed, which was reported. */
static ent_status read_set(ent_check *check, ent_arena *scratch, claimed_set *set, bool *usable)
{
    *usable = false;
    const json_t *numbers = json_object_get(set->object, "numbers");
    if (numbers == NULL && json_is_true(json_object_get(set->object, "truncated"))) {
        *usable = true;
        return ENT_OK;
    }
    numbers = ent_check_member(check, &set->path, set->object, "numbers", JSON_ARRAY);
    if (numbers == NULL)
        return ENT_OK;
    set->listed = ent_arena_array(scratch, check->judge.states, sizeof *set->listed);
    if (set->listed == NULL)
        return ent_out_of_memory(check->report);
    read_numbers(check, set, numbers);
    *usable = true;
    return ENT_OK;
}

/* Whether the state is listed where it is in the set, and not where it is not. */
static bool check_listed(ent_check *check, const claimed_set *set, uint32_t state, bool inside,
                         const char *what)
{
    const ent_json_path path = ent_json_key(&set->path, "numbers");
    if (set->listed == NULL || (set->listed[state] != 0) == inside)
        return true;
    if (inside)
        ent_check_wrong(check, &path, "state %u %s and is not listed", state + 1, what);
    return false;
}

static void check_count(ent_check *check, const claimed_set *set, uint64_t count)
{
    const ent_json_path path = ent_json_key(&set->path, "count");
    const ent_json_path truncated = ent_json_key(&set->path, "truncated");
    uint64_t claimed = 0;
    if (!ent_check_integer(check, &path, json_object_get(set->object, "count"), 0, UINT64_MAX,
                           &claimed))
        return;
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (claimed != count)
        ent_check_wrong(check, &path, "%llu is claimed, and there are %llu",
                        (unsigned long long)claimed, (unsigned long long)count);
    if (set->listed == NULL && count <= LISTED_MOST)
        ent_check_wrong(check, &truncated, "so few states must be listed");
}

/* A state that the answer does not speak of must not be listed. */
static void check_hidden(ent_check *check, const claimed_set *set, uint32_t state)
{
    const ent_json_path path = ent_json_key(&set->path, "numbers");
    if (set->listed != NULL && set->listed[state] != 0)
        ent_check_wrong(check, &path, "state %u is listed and does not satisfy 'where'", state + 1);
}

static void complain_of_departure(ent_check *check, const claimed_set *set, uint32_t state,
                                  uint32_t mover, uint32_t departure)
{
    const ent_json_path path = ent_json_key(&set->path, "numbers");
    const ent_json_path item = ent_json_item(&path, set->listed[state] - 1);
    ent_check_wrong(check, &item, "state %u is no equilibrium: '%s' leaves it for state %u",
                    state + 1, ent_mover_id(check->judge.model, mover), departure + 1);
}

ent_status ent_check_equilibrium(ent_check *check, ent_concept concept, uint32_t state,
                                 uint32_t *mover, uint32_t *departure)
{
    *departure = ENT_NO_STATE;
    for (*mover = 0; *mover < check->judge.movers; ++*mover) {
        ent_status status =
            ent_judge_departure(&check->judge, *mover, concept, state, departure, check->report);
        if (status != ENT_OK || *departure != ENT_NO_STATE)
            return status;
    }
    return ENT_OK;
}

static ent_status check_equilibria(ent_check *check, const claimed_set *set, ent_concept concept)
{
    ent_judge *judge = &check->judge;
    uint64_t count = 0;
    for (uint32_t state = 0; state < judge->states; state++) {
        uint32_t departure = ENT_NO_STATE;
        uint32_t mover = 0;
        if (!ent_check_shows(check, state)) {
            check_hidden(check, set, state);
            continue;
        }
        ent_status status = ent_check_equilibrium(check, concept, state, &mover, &departure);
        if (status != ENT_OK)
            return status;
        bool equilibrium = departure == ENT_NO_STATE;
        count += equilibrium;
        if (!check_listed(check, set, state, equilibrium, "is an equilibrium") && !equilibrium)
            complain_of_departure(check, set, state, mover, departure);
    }
    ent_check_count(check, ENT_CLAIM_EQUILIBRIUM, judge->states);
    check_count(check, set, count);
    return ENT_OK;
}

static ent_status check_concept(ent_check *check, const ent_json_path *path, const json_t *object,
                                ent_concept concept)
{
    claimed_set set = {.path = *path, .object = object};
    bool usable = false;
    if (!json_is_object(object)) {
        ent_check_wrong(check, path, "expected an object with 'count' and 'numbers'");
        return ENT_OK;
    }
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    ent_status status = read_set(check, &scratch, &set, &usable);
    if (status == ENT_OK && usable)
        status = check_equilibria(check, &set, concept);
    ent_arena_free(&scratch);
    return status;
}

static ent_status check_all_concepts(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "equilibria");
    const json_t *equilibria = ent_check_member(check, NULL, answer, "equilibria", JSON_OBJECT);
    if (equilibria != NULL && json_object_size(equilibria) == 0)
        ent_check_wrong(check, &path, "no concept stands here");
    json_t *walked = (json_t *)(uintptr_t)equilibria;
    for (void *at = json_object_iter(walked); at != NULL; at = json_object_iter_next(walked, at)) {
        const char *key = json_object_iter_key(at);
        const ent_json_path concept_path = ent_json_key(&path, key);
        ent_concept concept = ENT_NASH;
        if (!ent_concept_find(key, strlen(key), &concept)) {
            ent_check_wrong(check, &concept_path, "there is no such stability concept");
            continue;
        }
        ent_status status =
            check_concept(check, &concept_path, json_object_iter_value(at), concept);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static ent_status check_target(ent_check *check, const json_t *object)
{
    claimed_set set = {.path = ent_json_key(NULL, "target"), .object = object};
    const ent_expression *target = check->judge.model->target.expression;
    bool usable = false;
    if (target == NULL) {
        ent_check_foreign(check, &set.path, "the model has no target");
        return ENT_OK;
    }
    if (!json_is_object(object)) {
        ent_check_wrong(check, &set.path, "expected an object with 'count' and 'numbers'");
        return ENT_OK;
    }
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    ent_status status = read_set(check, &scratch, &set, &usable);
    uint64_t count = 0;
    for (uint32_t state = 0; usable && state < check->judge.states; state++) {
        bool inside =
            ent_check_shows(check, state) && ent_judge_holds(&check->judge, target, state);
        count += inside;
        if (!check_listed(check, &set, state, inside, "satisfies the target") && !inside)
            ent_check_wrong(check, &set.path, "state %u does not satisfy the target", state + 1);
    }
    if (usable) {
        ent_check_count(check, ENT_CLAIM_TARGET, check->judge.states);
        check_count(check, &set, count);
    }
    ent_arena_free(&scratch);
    return status;
}

/* The condition that an answer was asked for with --where; false, reported, where it is none. */
static ent_status read_where(ent_check *check, const json_t *answer)
{
    const json_t *where = json_object_get(answer, "where");
    const ent_json_path path = ent_json_key(NULL, "where");
    const ent_json_path text_path = ent_json_key(&path, "condition");
    const ent_json_path count_path = ent_json_key(&path, "states");
    uint64_t claimed = 0;
    uint64_t count = 0;
    if (where == NULL)
        return ENT_OK;
    const json_t *text = ent_check_member(check, &path, where, "condition", JSON_STRING);
    if (text == NULL)
        return ENT_OK;
    ent_expression *condition = NULL;
    ent_status status = ent_check_condition(check, &text_path, text, &condition);
    if (status != ENT_OK)
        return status;
    check->where = condition;
    for (uint32_t state = 0; state < check->judge.states; state++)
        count += ent_check_shows(check, state);
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (ent_check_integer(check, &count_path, json_object_get(where, "states"), 0, UINT64_MAX,
                          &claimed) &&
        claimed != count)
        ent_check_wrong(check, &count_path, "%llu are claimed, and there are %llu",
                        (unsigned long long)claimed, (unsigned long long)count);
    return ENT_OK;
}

static void check_size(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "states");
    uint64_t states = 0;
    if (!ent_check_integer(check, &path, json_object_get(answer, "states"), 0, UINT64_MAX, &states))
        return;
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (states != check->judge.states)
        ent_check_foreign(check, &path, "%llu are claimed, and the model has %u",
                          (unsigned long long)states, check->judge.states);
}

ent_status ent_check_hold(ent_check *check, const json_t *answer)
{
    check_movers(check, answer);
    if (!check->foreign)
        check_size(check, answer);
    if (check->foreign)
        return ENT_OK;
    ent_status status = read_where(check, answer);
    if (status == ENT_OK)
        status = check_all_concepts(check, answer);
    const json_t *target = json_object_get(answer, "target");
    if (status == ENT_OK && target != NULL)
        status = check_target(check, target);
    const json_t *leaves = json_object_get(answer, "leaves");
    if (status == ENT_OK && leaves != NULL)
        status = ent_check_departures(check, leaves);
    return status;
}
