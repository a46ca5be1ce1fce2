/* Checking what `design --json` printed: what each arrangement meets, one by one. */
#include "verify/check_design.h"

#include <string.h>

enum { LISTED_MOST = 1000000 /* past that an answer need not list the arrangements */ };

const char *ent_demand_id(int demand)
{
    static const char *const ids[ENT_DEMANDS_MADE] = {"agree", "act", "hold"};
    return ids[demand];
}

/* --- What the definitions say ------------------------------------------------------------ */

/* Under which concepts the state is an equilibrium. */
static ent_status find_stability(ent_check *check, uint32_t state, uint8_t *stable)
{
    for (int concept = 0; concept < ENT_CONCEPTS; concept ++) {
        uint32_t mover = 0;
        uint32_t departure = ENT_NO_STATE;
        ent_status status =
            ent_check_equilibrium(check, (ent_concept) concept, state, &mover, &departure);
        if (status != ENT_OK)
            return status;
        if (departure == ENT_NO_STATE)
            *stable |= (uint8_t)(1u << concept);
    }
    return ENT_OK;
}

static ent_status look_at(ent_design_check *d, uint32_t state)
{
    ent_judge *judge = &d->check->judge;
    bool agreeable = false;
    ent_status status = ent_judge_agreeable(judge, state, &agreeable, d->check->report);
    if (status == ENT_OK)
        status = find_stability(d->check, state, &d->stable[state]);
    bool acts = ent_judge_guarded(judge, &d->guards, state);
    bool holds = ((d->stable[state] >> d->concept) & 1u) != 0;
    d->meets[state] =
        (uint8_t)(agreeable << ENT_MEETS_AGREE | acts << ENT_MEETS_ACT | holds << ENT_MEETS_HOLD);
    for (uint32_t demands = 0; demands <= ENT_MEETS_ALL; demands++)
        d->counts[demands] += (d->meets[state] & demands) == demands;
    return status;
}

static ent_status judge_all(ent_design_check *d)
{
    ent_judge *judge = &d->check->judge;
    d->target = ent_arena_array(d->scratch, judge->states, sizeof *d->target);
    d->meets = ent_arena_array(d->scratch, judge->states, sizeof *d->meets);
    d->stable = ent_arena_array(d->scratch, judge->states, sizeof *d->stable);
    if (d->scratch->exhausted || !ent_judge_find_guards(judge, d->scratch, &d->guards))
        return ent_out_of_memory(d->check->report);
    for (uint32_t state = 0; state < judge->states; state++) {
        d->target[state] = ent_check_shows(d->check, state) &&
                           ent_judge_holds(judge, judge->model->target.expression, state);
        ent_status status = d->target[state] ? look_at(d, state) : ENT_OK;
        if (status != ENT_OK)
            return status;
    }
    ent_check_count(d->check, ENT_CLAIM_TARGET, judge->states);
    ent_check_count(d->check, ENT_CLAIM_AGREEABLE, d->counts[0]);
    ent_check_count(d->check, ENT_CLAIM_ROLE, d->counts[0] * d->guards.count);
    ent_check_count(d->check, ENT_CLAIM_EQUILIBRIUM, d->counts[0] * ENT_CONCEPTS);
    return ENT_OK;
}

/* --- What the answer says ---------------------------------------------------------------- */

static void check_start(const ent_design_check *d, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "start");
    const ent_json_path meets_path = ent_json_key(NULL, "start_meets");
    uint32_t state = 0;
    if (ent_check_state(d->check, &path, json_object_get(answer, "start"), &state) &&
        state != d->start)
        ent_check_foreign(d->check, &path, "the model starts from state %u", d->start + 1);
    const json_t *meets = ent_check_member(d->check, NULL, answer, "start_meets", JSON_OBJECT);
    if (meets == NULL)
        return;
    bool aimed = d->target[d->start];
    uint8_t met = d->meets[d->start];
    ent_claim_flag(d->check, &meets_path, meets, "target", aimed);
    for (int demand = ENT_MEETS_ACT; demand < ENT_DEMANDS_MADE; demand++) {
        if (aimed)
            ent_claim_flag(d->check, &meets_path, meets, ent_demand_id(demand),
                           ((met >> demand) & 1u) != 0);
        else
            ent_claim_absent(d->check, &meets_path, meets, ent_demand_id(demand),
                             "the start is not in the target");
    }
}

static void check_guards(const ent_design_check *d, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "guards");
    const ent_model *model = d->check->judge.model;
    const json_t *list = ent_check_member(d->check, NULL, answer, "guards", JSON_ARRAY);
    if (list == NULL || !ent_claim_length(d->check, &path, list, d->guards.count, "bodies"))
        return;
    for (size_t i = 0; i < d->guards.count; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        const ent_judge_guard *guard = &d->guards.items[i];
        const json_t *one = json_array_get(list, i);
        (void)ent_claim_text(d->check, &item, one, "body", ent_mover_id(model, guard->body));
        (void)ent_claim_text(d->check, &item, one, "against", ent_mover_id(model, guard->against));
    }
}

static void check_counts(const ent_design_check *d, const json_t *answer)
{
    static const char *const names[ENT_MEETS_ALL + 1] = {
        "target", "agree", "act", "agree_act", "hold", "agree_hold", "act_hold", "agree_act_hold"};
    const ent_json_path path = ent_json_key(NULL, "counts");
    const json_t *counts = ent_check_member(d->check, NULL, answer, "counts", JSON_OBJECT);
    for (uint32_t demands = 0; counts != NULL && demands <= ENT_MEETS_ALL; demands++)
        ent_claim_figure(d->check, &path, counts, names[demands], d->counts[demands]);
}

/* How many arrangements are equilibria, by concept, of those that meet these demands. */
static void check_by_concept(const ent_design_check *d, const json_t *answer, const char *key,
                             uint8_t demands)
{
    const ent_json_path path = ent_json_key(NULL, key);
    const json_t *object = ent_check_member(d->check, NULL, answer, key, JSON_OBJECT);
    for (int concept = 0; object != NULL && concept < ENT_CONCEPTS; concept ++) {
        uint64_t count = 0;
        for (uint32_t state = 0; state < d->check->judge.states; state++)
            count += d->target[state] && (d->meets[state] & demands) == demands &&
                     ((d->stable[state] >> concept) & 1u) != 0;
        ent_claim_figure(d->check, &path, object, ent_concept_id((ent_concept) concept), count);
    }
}

static uint32_t next_viable(const ent_design_check *d, uint32_t state)
{
    while (state < d->check->judge.states &&
           (!d->target[state] || d->meets[state] != ENT_MEETS_ALL))
        state++;
    return state;
}

/* The numbers of all viable arrangements, in order. */
static void check_numbers(const ent_design_check *d, const ent_json_path *path, const json_t *list)
{
    size_t place = 0;
    for (uint32_t state = next_viable(d, 0); state < d->check->judge.states;
         state = next_viable(d, state + 1), place++) {
        const ent_json_path item = ent_json_item(path, place);
        const json_t *number = json_array_get(list, place);
        if (json_is_integer(number) && json_integer_value(number) == (json_int_t)state + 1)
            continue;
        ent_check_wrong(d->check, number == NULL ? path : &item, "here state %u has to stand",
                        state + 1);
        return;
    }
    (void)ent_claim_length(d->check, path, list, place, "numbers");
}

static void check_arrangements(const ent_design_check *d, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "arrangements");
    const ent_json_path numbers_path = ent_json_key(&path, "numbers");
    const ent_json_path truncated_path = ent_json_key(&path, "truncated");
    const json_t *set = ent_check_member(d->check, NULL, answer, "arrangements", JSON_OBJECT);
    if (set == NULL)
        return;
    ent_claim_figure(d->check, &path, set, "count", d->counts[ENT_MEETS_ALL]);
    if (json_object_get(set, "truncated") == NULL) {
        const json_t *list = ent_check_member(d->check, &path, set, "numbers", JSON_ARRAY);
        if (list != NULL)
            check_numbers(d, &numbers_path, list);
    } else if (d->counts[ENT_MEETS_ALL] <= LISTED_MOST) {
        ent_check_wrong(d->check, &truncated_path, "so few arrangements must be listed");
    }
}

/* The arrangements one by one, and under which concepts each is an equilibrium. */
static ent_status check_described(const ent_design_check *d, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "described");
    if (json_object_get(answer, "described") == NULL)
        return ENT_OK; /* there may be too many */
    const json_t *list = ent_check_member(d->check, NULL, answer, "described", JSON_ARRAY);
    if (list == NULL ||
        !ent_claim_length(d->check, &path, list, d->counts[ENT_MEETS_ALL], "arrangements"))
        return ENT_OK;
    uint32_t viable = next_viable(d, 0);
    for (size_t i = 0; i < json_array_size(list); i++, viable = next_viable(d, viable + 1)) {
        const ent_json_path item = ent_json_item(&path, i);
        const json_t *one = json_array_get(list, i);
        const char *names[ENT_CONCEPTS];
        size_t count = 0;
        uint32_t state = 0;
        if (!ent_check_state(d->check, &item, one, &state))
            continue;
        if (state != viable)
            ent_check_wrong(d->check, &item, "here state %u has to stand", viable + 1);
        for (int concept = 0; concept < ENT_CONCEPTS; concept ++)
            if ((d->stable[viable] >> concept) & 1u)
                names[count++] = ent_concept_id((ent_concept) concept);
        ent_claim_names(d->check, &item, one, "equilibrium", names, count);
    }
    return ENT_OK;
}

static ent_status check_rest(const ent_design_check *d, const json_t *answer)
{
    static const char *const of_failure[] = {"excludes_most", "fail_one_only", "nearest"};
    bool viable = d->counts[ENT_MEETS_ALL] > 0;
    ent_status status = viable ? check_described(d, answer) : ent_check_nearest(d, answer);
    for (size_t i = 0; viable && i < sizeof of_failure / sizeof *of_failure; i++)
        ent_claim_absent(d->check, NULL, answer, of_failure[i], "some arrangement is viable");
    if (!viable)
        ent_claim_absent(d->check, NULL, answer, "described", "no arrangement is viable");
    const json_t *regimes = json_object_get(answer, "regimes");
    if (status == ENT_OK && regimes != NULL)
        status = ent_check_regimes(d, regimes);
    return status;
}

static ent_status check_claims(ent_design_check *d, const json_t *answer)
{
    ent_status status = judge_all(d);
    if (status != ENT_OK)
        return status;
    check_start(d, answer);
    if (d->check->foreign)
        return ENT_OK;
    check_guards(d, answer);
    check_counts(d, answer);
    check_by_concept(d, answer, "holding", 0);
    check_by_concept(d, answer, "viable", ENT_MEETS_ALL & ~(1 << ENT_MEETS_HOLD));
    check_arrangements(d, answer);
    return check_rest(d, answer);
}

/* Whether the model has the start and the target that the answer is about. */
static bool check_aim(ent_check *check, const json_t *answer)
{
    const ent_json_path start_path = ent_json_key(NULL, "start");
    const ent_json_path target_path = ent_json_key(NULL, "target");
    const ent_condition *target = &check->judge.model->target;
    if (target->expression == NULL)
        ent_check_foreign(check, &target_path, "the model has no target");
    else if (ent_judge_start(&check->judge) == ENT_NO_STATE)
        ent_check_foreign(check, &start_path, "the model has no start");
    return !check->foreign && ent_claim_text(check, NULL, answer, "target", target->text);
}

ent_status ent_check_design(ent_check *check, const json_t *answer)
{
    const ent_json_path where_path = ent_json_key(NULL, "where");
    const json_t *where = json_object_get(answer, "where");
    ent_design_check d = {.check = check, .start = ent_judge_start(&check->judge)};
    ent_expression *condition = NULL;
    if (!check_aim(check, answer) || !ent_claim_concept(check, answer, &d.concept))
        return ENT_OK;
    ent_status status =
        where == NULL ? ENT_OK : ent_check_condition(check, &where_path, where, &condition);
    if (status != ENT_OK)
        return status;
    check->where = condition;
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    d.scratch = &scratch;
    status = check_claims(&d, answer);
    ent_arena_free(&scratch);
    return status;
}
