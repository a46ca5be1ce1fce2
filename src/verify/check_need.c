/* Checking what `need --json` printed: what is wanted, whether it is had, and each change. */
#include "verify/check_need.h"

#include <string.h>

/* --- What is wanted ---------------------------------------------------------------------- */

static bool is_number(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* Whether the text is the number of the state. */
static bool is_number_of(const char *text, uint32_t state)
{
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%u", state + 1);
    return strcmp(text + strspn(text, "0"), digits) == 0;
}

/* Marks the wanted states. ENT_WRONG_MODEL, reported, where the text names none. */
static ent_status read_wanted(ent_need_check *n, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "wanted");
    const json_t *value = json_object_get(answer, "wanted");
    const char *text = json_string_value(value);
    ent_judge *judge = &n->check->judge;
    bool by_number = text != NULL && is_number(text);
    ent_expression *condition = NULL;
    ent_status status =
        by_number ? ENT_OK : ent_check_condition(n->check, &path, value, &condition);
    if (status != ENT_OK)
        return status;
    n->wanted = ent_arena_array(n->scratch, judge->states, sizeof *n->wanted);
    if (n->wanted == NULL)
        return ent_out_of_memory(n->check->report);
    for (uint32_t state = 0; state < judge->states; state++) {
        n->wanted[state] =
            by_number ? is_number_of(text, state) : ent_judge_holds(judge, condition, state);
        n->wanted_count += n->wanted[state];
    }
    ent_check_count(n->check, ENT_CLAIM_TARGET, judge->states);
    ent_claim_figure(n->check, NULL, answer, "states", n->wanted_count);
    if (n->wanted_count > 0)
        return ENT_OK;
    ent_check_foreign(n->check, &path, "no state is as wanted");
    return ENT_WRONG_MODEL;
}

static ent_status read_viable(ent_need_check *n, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "viable");
    ent_judge *judge = &n->check->judge;
    if (json_object_get(answer, "viable") == NULL)
        return ENT_OK;
    n->viable = true;
    ent_claim_flag(n->check, NULL, answer, "viable", true);
    if (ent_judge_start(judge) == ENT_NO_STATE) {
        ent_check_foreign(n->check, &path, "the model has no start from which to agree");
        return ENT_WRONG_MODEL;
    }
    return ent_judge_find_guards(judge, n->scratch, &n->guards)
               ? ENT_OK
               : ent_out_of_memory(n->check->report);
}

/* --- Whether it is had ------------------------------------------------------------------- */

/* For the start nothing has to be agreed. */
static ent_status is_agreed(const ent_need_check *n, ent_judge *judge, uint32_t state, bool *agreed)
{
    *agreed = state == ent_judge_start(judge);
    return *agreed ? ENT_OK : ent_judge_agreeable(judge, state, agreed, n->check->report);
}

/* Whether the state is as it should be before the judge. */
static ent_status is_good(const ent_need_check *n, ent_judge *judge, uint32_t state, bool *good)
{
    *good = true;
    if (n->viable) {
        ent_status status = is_agreed(n, judge, state, good);
        *good = *good && ent_judge_guarded(judge, &n->guards, state);
        if (status != ENT_OK)
            return status;
    }
    for (uint32_t mover = 0; *good && mover < judge->movers; mover++) {
        uint32_t departure = ENT_NO_STATE;
        ent_status status =
            ent_judge_departure(judge, mover, n->concept, state, &departure, n->check->report);
        if (status != ENT_OK)
            return status;
        *good = departure == ENT_NO_STATE;
    }
    return ENT_OK;
}

ent_status ent_check_holds(const ent_need_check *n, ent_judge *judge, const ent_json_path *path,
                           const json_t *object, uint64_t *count)
{
    const ent_json_path holds_path = ent_json_key(path, "holds");
    const ent_json_path first_path = ent_json_key(&holds_path, "first");
    const json_t *holds = ent_check_member(n->check, path, object, "holds", JSON_OBJECT);
    uint32_t first = ENT_NO_STATE;
    uint32_t claimed = 0;
    *count = 0;
    for (uint32_t state = 0; state < judge->states; state++) {
        bool good = false;
        ent_status status = n->wanted[state] ? is_good(n, judge, state, &good) : ENT_OK;
        if (status != ENT_OK)
            return status;
        *count += good;
        first = good && first == ENT_NO_STATE ? state : first;
    }
    ent_check_count(n->check, ENT_CLAIM_EQUILIBRIUM, n->wanted_count);
    if (holds == NULL)
        return ENT_OK;
    ent_claim_figure(n->check, &holds_path, holds, "count", *count);
    if (first == ENT_NO_STATE)
        ent_claim_absent(n->check, &holds_path, holds, "first", "there is none");
    else if (ent_check_state(n->check, &first_path, json_object_get(holds, "first"), &claimed) &&
             claimed != first)
        ent_check_wrong(n->check, &first_path, "the first is state %u", first + 1);
    return ENT_OK;
}

/* Of one state: who leaves it, and what else it lacks. */
static ent_status check_lacks(const ent_need_check *n, const json_t *answer, uint32_t state)
{
    ent_judge *judge = &n->check->judge;
    const char **names = ent_arena_array(n->scratch, judge->movers, sizeof *names);
    size_t count = 0;
    bool agreed = false;
    ent_status status = ENT_OK;
    if (names == NULL)
        return ent_out_of_memory(n->check->report);
    for (uint32_t mover = 0; status == ENT_OK && mover < judge->movers; mover++) {
        uint32_t departure = ENT_NO_STATE;
        status = ent_judge_departure(judge, mover, n->concept, state, &departure, n->check->report);
        if (departure != ENT_NO_STATE)
            names[count++] = ent_mover_id(judge->model, mover);
    }
    if (status == ENT_OK && n->viable)
        status = is_agreed(n, judge, state, &agreed);
    if (status != ENT_OK)
        return status;
    ent_check_count(n->check, ENT_CLAIM_STABLE, judge->movers);
    ent_claim_names(n->check, NULL, answer, "leave", names, count);
    if (n->viable) {
        ent_claim_flag(n->check, NULL, answer, "agreed", agreed);
        ent_claim_flag(n->check, NULL, answer, "acts", ent_judge_guarded(judge, &n->guards, state));
        ent_check_count(n->check, ENT_CLAIM_AGREEABLE, 1);
        ent_check_count(n->check, ENT_CLAIM_ROLE, n->guards.count);
    }
    return ENT_OK;
}

/* --- Changes ----------------------------------------------------------------------------- */

static bool is_smaller(ent_size_of_change a, ent_size_of_change b)
{
    if (a.minds != b.minds)
        return a.minds < b.minds;
    return a.entries != b.entries ? a.entries < b.entries : a.places < b.places;
}

static bool stands_before(const json_t *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (json_equal(json_array_get(list, k), json_array_get(list, i)))
            return true;
    return false;
}

static ent_status check_sort(const ent_need_check *n, const json_t *answer, const char *sort,
                             size_t *listed)
{
    const ent_json_path path = ent_json_key(NULL, sort);
    const json_t *list = ent_check_member(n->check, NULL, answer, sort, JSON_ARRAY);
    ent_size_of_change before = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(&path, i);
        ent_size_of_change size = before;
        ent_status status = ent_check_change(n, &item, sort, json_array_get(list, i), &size);
        if (status != ENT_OK)
            return status;
        if (stands_before(list, i))
            ent_check_wrong(n->check, &item, "this change stands here twice");
        if (is_smaller(size, before))
            ent_check_wrong(n->check, &item, "a larger change stands before this one");
        before = size;
    }
    *listed += json_array_size(list);
    return ENT_OK;
}

static ent_status check_changes(const ent_need_check *n, const json_t *answer, bool had)
{
    static const char *const sorts[] = {"rules", "terms", "minds"};
    const ent_json_path tried_path = ent_json_key(NULL, "tried");
    const ent_json_path complete_path = ent_json_key(NULL, "complete");
    uint64_t tried = 0;
    bool complete = false;
    size_t listed = 0;
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        ent_status status = ENT_OK;
        if (had)
            ent_claim_absent(n->check, NULL, answer, sorts[i], "nothing has to be changed");
        else
            status = check_sort(n, answer, sorts[i], &listed);
        if (status != ENT_OK)
            return status;
    }
    if (!had)
        ent_check_skip(n->check, ENT_UNCHECKED_SMALLER);
    if (ent_check_boolean(n->check, &complete_path, json_object_get(answer, "complete"),
                          &complete) &&
        had && !complete)
        ent_check_wrong(n->check, &complete_path, "nothing was left out");
    if (ent_check_integer(n->check, &tried_path, json_object_get(answer, "tried"), listed,
                          UINT64_MAX, &tried) &&
        had && tried > 0)
        ent_check_wrong(n->check, &tried_path, "there was nothing to try");
    return ENT_OK;
}

static ent_status check_claims(ent_need_check *n, const json_t *answer)
{
    static const char *const of_one[] = {"leave", "agreed", "acts"};
    uint64_t count = 0;
    uint32_t only = 0;
    ent_status status = read_wanted(n, answer);
    if (status == ENT_OK)
        status = read_viable(n, answer);
    if (status == ENT_OK)
        status = ent_check_holds(n, &n->check->judge, NULL, answer, &count);
    while (status == ENT_OK && !n->wanted[only])
        only++;
    for (size_t i = 0; i < sizeof of_one / sizeof *of_one && status == ENT_OK; i++)
        if (n->wanted_count > 1 || (i > 0 && !n->viable))
            ent_claim_absent(n->check, NULL, answer, of_one[i], "this is not asked");
    if (status == ENT_OK && n->wanted_count == 1)
        status = check_lacks(n, answer, only);
    return status == ENT_OK ? check_changes(n, answer, count > 0) : status;
}

ent_status ent_check_need(ent_check *check, const json_t *answer)
{
    ent_need_check n = {.check = check};
    if (!ent_claim_concept(check, answer, &n.concept))
        return ENT_OK;
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    n.scratch = &scratch;
    ent_status status = check_claims(&n, answer);
    ent_arena_free(&scratch);
    return status;
}
