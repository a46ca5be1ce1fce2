/* Checking who, as `hold --json` says, would leave the states that are no equilibria. */
#include <string.h>

#include "verify/check.h"

typedef struct {
    ent_check *check;
    ent_concept concept;
    bool *within;     /* by state: whether departures are told of it */
    uint64_t *counts; /* by mover: how many of these states it leaves */
    uint64_t states;
} departures;

/* The shown states that satisfy the target, all where there is none, and are no equilibria. */
static ent_status find_departures(departures *d)
{
    ent_judge *judge = &d->check->judge;
    const ent_expression *target = judge->model->target.expression;
    for (uint32_t state = 0; state < judge->states; state++) {
        if (!ent_check_shows(d->check, state) ||
            (target != NULL && !ent_judge_holds(judge, target, state)))
            continue;
        for (uint32_t mover = 0; mover < judge->movers; mover++) {
            uint32_t departure = ENT_NO_STATE;
            ent_status status =
                ent_judge_departure(judge, mover, d->concept, state, &departure, d->check->report);
            if (status != ENT_OK)
                return status;
            d->counts[mover] += departure != ENT_NO_STATE;
            d->within[state] = d->within[state] || departure != ENT_NO_STATE;
        }
        d->states += d->within[state];
    }
    return ENT_OK;
}

static void check_number(ent_check *check, const ent_json_path *path, const json_t *value,
                         uint64_t number)
{
    uint64_t claimed = 0;
    if (!ent_check_integer(check, path, value, 0, UINT64_MAX, &claimed))
        return;
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (claimed != number)
        ent_check_wrong(check, path, "%llu are claimed, and there are %llu",
                        (unsigned long long)claimed, (unsigned long long)number);
}

static ent_status check_example(const departures *d, const ent_json_path *path,
                                const json_t *example, uint32_t mover)
{
    ent_check *check = d->check;
    const ent_json_path from_path = ent_json_key(path, "from");
    const ent_json_path to_path = ent_json_key(path, "to");
    uint32_t from = 0;
    uint32_t to = 0;
    bool departs = false;
    if (!ent_check_state(check, &from_path, json_object_get(example, "from"), &from) ||
        !ent_check_state(check, &to_path, json_object_get(example, "to"), &to))
        return ENT_OK;
    ent_status status =
        ent_judge_departs(&check->judge, mover, d->concept, from, to, &departs, check->report);
    ent_check_count(check, ENT_CLAIM_MOVE, 1);
    if (status == ENT_OK && !d->within[from])
        ent_check_wrong(check, &from_path, "state %u is none of those that are told of", from + 1);
    if (status == ENT_OK && !departs)
        ent_check_wrong(check, path, "'%s' does not leave state %u for state %u",
                        ent_mover_id(check->judge.model, mover), from + 1, to + 1);
    return status;
}

static ent_status check_mover(const departures *d, const ent_json_path *path, const json_t *object,
                              uint32_t mover)
{
    const ent_json_path count_path = ent_json_key(path, "count");
    const ent_json_path list_path = ent_json_key(path, "examples");
    if (!json_is_object(object)) {
        ent_check_wrong(d->check, path, "expected an object with 'count' and 'examples'");
        return ENT_OK;
    }
    check_number(d->check, &count_path, json_object_get(object, "count"), d->counts[mover]);
    const json_t *examples = ent_check_member(d->check, path, object, "examples", JSON_ARRAY);
    for (size_t i = 0; i < json_array_size(examples); i++) {
        const ent_json_path item = ent_json_item(&list_path, i);
        ent_status status = check_example(d, &item, json_array_get(examples, i), mover);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static ent_status check_movers(const departures *d, const json_t *leaves)
{
    const ent_json_path path = ent_json_key(NULL, "leaves");
    const ent_json_path movers_path = ent_json_key(&path, "movers");
    const ent_json_path states_path = ent_json_key(&path, "states");
    check_number(d->check, &states_path, json_object_get(leaves, "states"), d->states);
    const json_t *movers = ent_check_member(d->check, &path, leaves, "movers", JSON_OBJECT);
    for (uint32_t mover = 0; movers != NULL && mover < d->check->judge.movers; mover++) {
        const char *id = ent_mover_id(d->check->judge.model, mover);
        const ent_json_path at = ent_json_key(&movers_path, id);
        ent_status status = check_mover(d, &at, json_object_get(movers, id), mover);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

ent_status ent_check_departures(ent_check *check, const json_t *leaves)
{
    const ent_json_path path = ent_json_key(NULL, "leaves");
    const ent_json_path concept_path = ent_json_key(&path, "concept");
    const json_t *id = ent_check_member(check, &path, leaves, "concept", JSON_STRING);
    departures d = {.check = check};
    if (id == NULL)
        return ENT_OK;
    if (!ent_concept_find(json_string_value(id), json_string_length(id), &d.concept)) {
        ent_check_wrong(check, &concept_path, "there is no such stability concept");
        return ENT_OK;
    }
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    d.within = ent_arena_array(&scratch, check->judge.states, sizeof *d.within);
    d.counts = ent_arena_array(&scratch, check->judge.movers, sizeof *d.counts);
    ent_status status = scratch.exhausted ? ent_out_of_memory(check->report) : ENT_OK;
    if (status == ENT_OK)
        status = find_departures(&d);
    if (status == ENT_OK)
        status = check_movers(&d, leaves);
    ent_arena_free(&scratch);
    return status;
}
