/* Checking what `agree --json` printed: what a package is, and which packages can be agreed. */
#include "verify/check_agree.h"

/* --- Help for all parts ---------------------------------------------------------------------- */

void ent_agree_number(const ent_agree_check *a, ent_claim_kind kind, const ent_json_path *up,
                      const json_t *object, const char *key, uint64_t truth)
{
    const ent_json_path path = ent_json_key(up, key);
    uint64_t claimed = 0;
    ent_check_count(a->check, kind, 1);
    if (ent_check_integer(a->check, &path, json_object_get(object, key), 0, UINT64_MAX, &claimed) &&
        claimed != truth)
        ent_check_wrong(a->check, &path, "%llu is claimed, and it is %llu",
                        (unsigned long long)claimed, (unsigned long long)truth);
}

/* The first state from here on that is inside; the number of states where there is none. */
static uint32_t next_inside(const ent_agree_check *a, const bool *inside, uint32_t state)
{
    while (state < a->check->judge.states && !inside[state])
        state++;
    return state;
}

static void check_list(const ent_agree_check *a, const ent_json_path *path, const json_t *list,
                       const bool *inside, const char *what)
{
    uint32_t states = a->check->judge.states;
    uint32_t expected = next_inside(a, inside, 0);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(path, i);
        uint64_t number = 0;
        if (!ent_check_integer(a->check, &item, json_array_get(list, i), 1, states, &number))
            return;
        if (!inside[number - 1])
            ent_check_wrong(a->check, &item, "state %llu is not %s", (unsigned long long)number,
                            what);
        else if (number - 1 < expected)
            ent_check_wrong(a->check, &item, "%llu does not stand in order: numbers must rise",
                            (unsigned long long)number);
        else {
            if (number - 1 > expected)
                ent_check_wrong(a->check, path, "state %u is %s and is not listed", expected + 1,
                                what);
            expected = next_inside(a, inside, (uint32_t)number);
        }
    }
    if (expected < states)
        ent_check_wrong(a->check, path, "state %u is %s and is not listed", expected + 1, what);
}

void ent_agree_numbers(const ent_agree_check *a, const ent_json_path *up, const json_t *object,
                       const char *key, const char *truncated, const bool *inside, const char *what)
{
    const ent_json_path path = ent_json_key(up, key);
    const ent_json_path truncated_path = ent_json_key(up, truncated);
    uint64_t count = 0;
    for (uint32_t state = 0; state < a->check->judge.states; state++)
        count += inside[state];
    if (json_object_get(object, key) == NULL && json_is_true(json_object_get(object, truncated))) {
        if (count <= ENT_AGREE_LISTED)
            ent_check_wrong(a->check, &truncated_path, "so few states must be listed");
        return;
    }
    const json_t *list = ent_check_member(a->check, up, object, key, JSON_ARRAY);
    if (list != NULL)
        check_list(a, &path, list, inside, what);
}

/* How much an entry weighs, whichever way. */
static ent_wide size_of(ent_decimal weight)
{
    enum { PLACES = 15 };
    ent_wide size = weight.value < 0 ? -(ent_wide)weight.value : weight.value;
    for (uint32_t i = weight.places; i < PLACES; i++)
        size *= 10;
    return size;
}

const ent_want *ent_agree_decider(const ent_agree_check *a, uint32_t party, uint32_t package)
{
    const ent_preference *preference = &a->check->judge.model->parties.items[party].preference;
    bool better = ent_agree_prefers(a, party, package, a->start);
    const ent_want *decider = NULL;
    if (!better && !ent_agree_prefers(a, party, a->start, package))
        return NULL;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        bool here = ent_judge_holds(&a->check->judge, want->condition.expression, package);
        if (here == a->at_start[party][i])
            continue;
        if (preference->kind != ENT_BY_WEIGHTS)
            return want;
        bool for_package = here == (want->weight.value > 0);
        if (for_package == better &&
            (decider == NULL || size_of(want->weight) > size_of(decider->weight)))
            decider = want;
    }
    return decider;
}

/* --- Packages -------------------------------------------------------------------------------- */

static ent_status make_room(ent_agree_check *a)
{
    ent_judge *judge = &a->check->judge;
    a->package = ent_arena_array(a->scratch, judge->states, sizeof(bool));
    a->agreeable = ent_arena_array(a->scratch, judge->states, sizeof(bool));
    a->target = ent_arena_array(a->scratch, judge->states, sizeof(bool));
    a->agreed = ent_arena_array(a->scratch, judge->states, sizeof *a->agreed);
    a->at_start = ent_arena_array(a->scratch, judge->parties, sizeof(bool *));
    for (uint32_t p = 0; p < judge->parties && a->at_start != NULL; p++) {
        const ent_want_list *wants = &judge->model->parties.items[p].preference.wants;
        a->at_start[p] = ent_arena_array(a->scratch, wants->count, sizeof(bool));
        for (size_t i = 0; i < wants->count && a->at_start[p] != NULL; i++)
            a->at_start[p][i] =
                ent_judge_holds(judge, wants->items[i].condition.expression, a->start);
    }
    return a->scratch->exhausted ? ent_out_of_memory(a->check->report) : ENT_OK;
}

static ent_status find_packages(ent_agree_check *a)
{
    ent_judge *judge = &a->check->judge;
    const ent_expression *target = judge->model->target.expression;
    for (uint32_t state = 0; state < judge->states; state++) {
        a->package[state] = state != a->start && ent_judge_permits_all(judge, a->start, state) &&
                            ent_check_shows(a->check, state);
        if (!a->package[state])
            continue;
        a->target[state] = target != NULL && ent_judge_holds(judge, target, state);
        ent_status status =
            ent_judge_agreeable(judge, state, &a->agreeable[state], a->check->report);
        if (status != ENT_OK)
            return status;
        if (a->agreeable[state])
            a->agreed[a->count++] = state;
    }
    return ENT_OK;
}

static void check_packages(const ent_agree_check *a)
{
    const ent_json_path path = ent_json_key(NULL, "agreeable");
    const json_t *agreeable = ent_check_member(a->check, NULL, a->answer, "agreeable", JSON_OBJECT);
    uint64_t packages = 0;
    for (uint32_t state = 0; state < a->check->judge.states; state++)
        packages += a->package[state];
    ent_agree_number(a, ENT_CLAIM_MODEL, NULL, a->answer, "packages", packages);
    if (agreeable == NULL)
        return;
    ent_check_count(a->check, ENT_CLAIM_AGREEABLE, packages);
    ent_agree_number(a, ENT_CLAIM_MODEL, &path, agreeable, "count", a->count);
    ent_agree_numbers(a, &path, agreeable, "numbers", "truncated", a->agreeable, "agreeable");
}

static bool check_start(ent_agree_check *a)
{
    const ent_json_path path = ent_json_key(NULL, "start");
    uint32_t claimed = 0;
    a->start = ent_judge_start(&a->check->judge);
    if (a->start == ENT_NO_STATE) {
        ent_check_foreign(a->check, &path, "the model has no start from which to agree");
        return false;
    }
    if (!ent_check_state(a->check, &path, json_object_get(a->answer, "start"), &claimed))
        return false;
    if (claimed == a->start)
        return true;
    ent_check_wrong(a->check, &path, "the start is state %u", a->start + 1);
    return false;
}

static ent_status read_where(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "where");
    const json_t *where = json_object_get(answer, "where");
    ent_expression *condition = NULL;
    if (where == NULL)
        return ENT_OK;
    ent_status status = ent_check_condition(check, &path, where, &condition);
    check->where = condition;
    return status;
}

static ent_status check_answer(ent_agree_check *a)
{
    ent_status status = read_where(a->check, a->answer);
    if (status == ENT_OK)
        status = make_room(a);
    if (status == ENT_OK)
        status = find_packages(a);
    if (status != ENT_OK)
        return status;
    check_packages(a);
    status = ent_check_obstacles(a);
    if (status == ENT_OK && !a->check->foreign)
        status = ent_check_choices(a);
    if (status == ENT_OK && !a->check->foreign)
        status = ent_check_bargaining(a);
    if (status == ENT_OK && !a->check->foreign)
        status = ent_check_described(a);
    return status;
}

ent_status ent_check_agree(ent_check *check, const json_t *answer)
{
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    ent_agree_check a = {.check = check, .scratch = &scratch, .answer = answer};
    ent_status status = ENT_OK;
    for (uint32_t p = 0; p < check->judge.parties && status == ENT_OK; p++)
        status = ent_judge_keys(&check->judge, p, check->report);
    if (status == ENT_OK && check_start(&a))
        status = check_answer(&a);
    ent_arena_free(&scratch);
    return status;
}
