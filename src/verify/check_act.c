/* Checking what `act --json` printed: whose game it is, and in which states it is played. */
#include <stdlib.h>
#include <string.h>

#include "verify/check_act.h"

/* --- Members ------------------------------------------------------------------------------- */

static void add_members(const ent_act_check *act, uint32_t except)
{
    ent_judge_no_consent(&act->check->judge);
    for (uint32_t i = 0; i < act->member_count; i++)
        if (i != except)
            ent_judge_consent(&act->check->judge, act->members[i]);
}

bool ent_act_rest_wins(const ent_variant_check *v, uint32_t except)
{
    add_members(v->of, except);
    return ent_judge_decides(&v->of->check->judge, v->of->body, v->state);
}

bool ent_act_wins(const ent_variant_check *v, const uint64_t *coalition, uint32_t except)
{
    ent_judge *judge = &v->of->check->judge;
    ent_judge_no_consent(judge);
    for (uint32_t i = 0; coalition != NULL && i < v->of->member_count; i++)
        if (i != except && ((coalition[i / 64] >> (i % 64)) & 1u))
            ent_judge_consent(judge, v->of->members[i]);
    return ent_judge_decides(judge, v->of->body, v->state);
}

bool ent_act_member(const ent_act_check *act, const ent_json_path *path, const json_t *value,
                    uint32_t *member)
{
    ent_check *check = act->check;
    uint32_t mover = 0;
    if (!ent_check_mover(check, path, value, &mover))
        return false;
    *member = ent_is_body(check->judge.model, mover) ? ENT_NOBODY : act->member_of[mover];
    if (*member == ENT_NOBODY)
        ent_check_wrong(check, path, "'%s' is not a member of '%s'", json_string_value(value),
                        ent_mover_id(check->judge.model, act->body));
    return *member != ENT_NOBODY;
}

bool ent_act_by_member(const ent_act_check *act, const ent_json_path *path, const json_t *object,
                       bool sparse, const json_t **values)
{
    size_t known = 0;
    if (!json_is_object(object)) {
        ent_check_wrong(act->check, path, "expected an object with a value for each member");
        return false;
    }
    for (uint32_t i = 0; i < act->member_count; i++) {
        const char *id = ent_act_member_id(act, i);
        values[i] = json_object_get(object, id);
        known += values[i] != NULL;
        if (values[i] != NULL || sparse)
            continue;
        ent_check_wrong(act->check, path, "'%s' is missing", id);
        return false;
    }
    if (known < json_object_size(object))
        ent_check_foreign(act->check, path, "it speaks of others than the members of '%s'",
                          ent_mover_id(act->check->judge.model, act->body));
    return known == json_object_size(object);
}

static ent_status check_members(ent_act_check *act, const ent_json_path *path, const json_t *object)
{
    const ent_json_path list_path = ent_json_key(path, "members");
    const ent_judge *judge = &act->check->judge;
    const json_t *list = ent_check_member(act->check, path, object, "members", JSON_ARRAY);
    act->member_of = ent_arena_array(act->scratch, judge->parties, sizeof *act->member_of);
    bool *named = ent_arena_array(act->scratch, act->member_count, sizeof *named);
    if (act->scratch->exhausted)
        return ent_out_of_memory(act->check->report);
    memset(act->member_of, 0xFF, judge->parties * sizeof *act->member_of);
    for (uint32_t i = 0; i < act->member_count; i++)
        act->member_of[act->members[i]] = i;
    ent_check_count(act->check, ENT_CLAIM_MODEL, 1);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(&list_path, i);
        uint32_t member = 0;
        if (!ent_act_member(act, &item, json_array_get(list, i), &member))
            return ENT_OK;
        if (named[member])
            ent_check_wrong(act->check, &item, "'%s' stands here twice",
                            ent_act_member_id(act, member));
        named[member] = true;
    }
    for (uint32_t i = 0; list != NULL && i < act->member_count; i++)
        if (!named[i])
            ent_check_foreign(act->check, &list_path, "the member '%s' is missing",
                              ent_act_member_id(act, i));
    return ENT_OK;
}

/* --- Variants ------------------------------------------------------------------------------ */

typedef struct {
    ent_json_path path;
    const json_t *object;
    uint64_t *holds;    /* a bit by condition */
    uint64_t *switches; /* a bit by switch, as they are in the first state */
    uint64_t states;
    uint32_t first;
} variant;

/* The variants of a body. All of them speak of the same conditions. */
typedef struct {
    const ent_act_check *act;
    ent_json_path path;
    variant *items;
    size_t count;
    uint32_t *order; /* of the variants, by their conditions */
    ent_expression **conditions;
    size_t condition_count;
    size_t width; /* words of a set of conditions */
    const ent_expression **switches;
    size_t switch_count;
} variant_list;

/* The parts of a rule that ask about the state and not about consents, largest first. */
static bool find_switches(variant_list *list, const ent_expression *rule, size_t *capacity)
{
    if (rule->kind == ENT_CONSTANT)
        return true;
    if (ent_expression_consents(rule)) {
        for (size_t i = 0; i < rule->child_count; i++)
            if (!find_switches(list, rule->children[i], capacity))
                return false;
        return true;
    }
    if (!ent_list_reserve(list->act->scratch, (void *)&list->switches, list->switch_count, capacity,
                          sizeof *list->switches))
        return false;
    list->switches[list->switch_count++] = rule;
    return true;
}

static ent_status read_conditions(variant_list *list, const json_t *when,
                                  const ent_json_path *when_path)
{
    ent_check *check = list->act->check;
    ent_arena *arena = list->act->scratch;
    list->condition_count = json_array_size(when);
    list->width = (list->condition_count + 63) / 64;
    list->conditions = ent_arena_array(arena, list->condition_count, sizeof *list->conditions);
    if (list->conditions == NULL)
        return ent_out_of_memory(check->report);
    for (size_t i = 0; i < list->condition_count; i++) {
        const ent_json_path item = ent_json_item(when_path, i);
        const ent_json_path path = ent_json_key(&item, "condition");
        const json_t *text = json_object_get(json_array_get(when, i), "condition");
        ent_status status = ent_check_condition(check, &path, text, &list->conditions[i]);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

/* One condition of a variant, which must be that of the first variant. */
static bool read_condition(const variant_list *list, variant *v, const ent_json_path *when_path,
                           const json_t *when, size_t index)
{
    ent_check *check = list->act->check;
    const ent_json_path item = ent_json_item(when_path, index);
    const ent_json_path holds_path = ent_json_key(&item, "holds");
    const json_t *object = json_array_get(when, index);
    const json_t *first = json_object_get(list->items[0].object, "when");
    const char *words = json_string_value(json_object_get(object, "condition"));
    const char *expected =
        json_string_value(json_object_get(json_array_get(first, index), "condition"));
    bool holds = false;
    if (words == NULL || strcmp(words, expected) != 0) {
        ent_check_wrong(check, &item, "the first variant speaks of '%.100s' here", expected);
        return false;
    }
    if (!ent_check_boolean(check, &holds_path, json_object_get(object, "holds"), &holds))
        return false;
    v->holds[index / 64] |= (uint64_t)holds << (index % 64);
    return true;
}

/* ENT_WRONG_MODEL where the variants cannot be told apart; it was reported. */
static ent_status read_variant(variant_list *list, size_t index, const json_t *object)
{
    ent_check *check = list->act->check;
    variant *v = &list->items[index];
    v->path = ent_json_item(&list->path, index);
    v->object = object;
    const ent_json_path when_path = ent_json_key(&v->path, "when");
    if (!json_is_object(object)) {
        ent_check_wrong(check, &v->path, "expected an object with 'when'");
        return ENT_WRONG_MODEL;
    }
    const json_t *when = ent_check_member(check, &v->path, object, "when", JSON_ARRAY);
    if (when == NULL)
        return ENT_WRONG_MODEL;
    ent_status status = index == 0 ? read_conditions(list, when, &when_path) : ENT_OK;
    if (status != ENT_OK)
        return status;
    if (json_array_size(when) != list->condition_count) {
        ent_check_wrong(check, &when_path, "the first variant speaks of %zu conditions",
                        list->condition_count);
        return ENT_WRONG_MODEL;
    }
    v->holds = ent_arena_array(list->act->scratch, list->width, sizeof *v->holds);
    v->switches =
        ent_arena_array(list->act->scratch, (list->switch_count + 63) / 64, sizeof *v->switches);
    if (v->holds == NULL || v->switches == NULL)
        return ent_out_of_memory(check->report);
    for (size_t i = 0; i < list->condition_count; i++)
        if (!read_condition(list, v, &when_path, when, i))
            return ENT_WRONG_MODEL;
    return ENT_OK;
}

static int compare_sets(const uint64_t *a, const uint64_t *b, size_t width)
{
    for (size_t i = 0; i < width; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static int compare_variants(const void *a, const void *b, void *context)
{
    const variant_list *list = context;
    uint32_t first = 0;
    uint32_t second = 0;
    memcpy(&first, a, sizeof first);
    memcpy(&second, b, sizeof second);
    return compare_sets(list->items[first].holds, list->items[second].holds, list->width);
}

static ent_status order_variants(variant_list *list)
{
    ent_check *check = list->act->check;
    for (size_t i = 0; i < list->count; i++)
        list->order[i] = (uint32_t)i;
    qsort_r(list->order, list->count, sizeof *list->order, compare_variants, list);
    for (size_t i = 1; i < list->count; i++) {
        if (compare_variants(&list->order[i - 1], &list->order[i], list) != 0)
            continue;
        uint32_t later = list->order[i - 1] > list->order[i] ? list->order[i - 1] : list->order[i];
        ent_check_wrong(check, &list->items[later].path, "this variant stands here twice");
        return ENT_WRONG_MODEL;
    }
    return ENT_OK;
}

/* The variant with these conditions, or NULL. */
static variant *find_variant(const variant_list *list, const uint64_t *holds)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        variant *v = &list->items[list->order[middle]];
        int order = compare_sets(holds, v->holds, list->width);
        if (order == 0)
            return v;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Adds the state to its variant; false, reported, where the rule is another game in it. */
static bool add_state(const variant_list *list, variant *v, uint32_t state)
{
    ent_check *check = list->act->check;
    const ent_json_path path = ent_json_key(&v->path, "when");
    if (v->states++ == 0)
        v->first = state;
    for (size_t i = 0; i < list->switch_count; i++) {
        uint64_t bit = UINT64_C(1) << (i % 64);
        bool here = ent_judge_holds(&check->judge, list->switches[i], state);
        bool first = (v->switches[i / 64] & bit) != 0;
        if (v->first == state)
            v->switches[i / 64] |= here ? bit : 0;
        else if (first != here) {
            ENT_AUTO_TEXT words = ent_text_new(check->report->arena.memory);
            ent_expression_print(&check->judge.model->vocabulary, list->switches[i], &words);
            ent_check_wrong(check, &path,
                            "the rule asks for '%.200s' too, which holds in state %u and not in %u",
                            ent_text_string(&words), (first ? v->first : state) + 1,
                            (first ? state : v->first) + 1);
            return false;
        }
    }
    return true;
}

/* Puts every state into its variant; ENT_WRONG_MODEL, reported, where that fails. */
static ent_status sort_states(variant_list *list)
{
    ent_judge *judge = &list->act->check->judge;
    uint64_t *holds = ent_arena_array(list->act->scratch, list->width, sizeof *holds);
    if (holds == NULL)
        return ent_out_of_memory(list->act->check->report);
    for (uint32_t state = 0; state < judge->states; state++) {
        memset(holds, 0, list->width * sizeof *holds);
        for (size_t i = 0; i < list->condition_count; i++)
            holds[i / 64] |= (uint64_t)ent_judge_holds(judge, list->conditions[i], state)
                             << (i % 64);
        variant *v = find_variant(list, holds);
        if (v == NULL) {
            ent_check_wrong(list->act->check, &list->path, "state %u belongs to none of them",
                            state + 1);
            return ENT_WRONG_MODEL;
        }
        if (!add_state(list, v, state))
            return ENT_WRONG_MODEL;
    }
    return ENT_OK;
}

static ent_status check_sizes(const variant_list *list)
{
    ent_check *check = list->act->check;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < list->count; i++) {
        const variant *v = &list->items[i];
        const ent_json_path path = ent_json_key(&v->path, "states");
        uint64_t claimed = 0;
        ent_check_count(check, ENT_CLAIM_VARIANT, 1);
        if (v->states == 0) {
            ent_check_wrong(check, &v->path, "no state is like this");
            status = ENT_WRONG_MODEL;
        } else if (ent_check_integer(check, &path, json_object_get(v->object, "states"), 0,
                                     UINT64_MAX, &claimed) &&
                   claimed != v->states) {
            ent_check_wrong(check, &path, "%llu are claimed, and there are %llu",
                            (unsigned long long)claimed, (unsigned long long)v->states);
        }
    }
    return status;
}

static ent_status check_variant(const variant_list *list, const variant *v, ent_census *census)
{
    const ent_act_check *act = list->act;
    const ent_variant_check it = {.of = act,
                                  .path = v->path,
                                  .object = v->object,
                                  .state = v->first,
                                  .whole = json_object_get(v->object, "missing") == NULL,
                                  .census = census};
    if (census != NULL)
        ent_census_take(census, &act->check->judge, act->body, v->first);
    if (json_object_get(v->object, "estimate") != NULL)
        ent_check_skip(act->check, ENT_UNCHECKED_ESTIMATE);
    ent_status status = ent_check_coalitions(&it);
    if (status == ENT_OK)
        status = ent_check_measures(&it);
    if (status == ENT_OK && json_object_get(v->object, "chance") != NULL)
        ent_check_chance(&it);
    return status;
}

static ent_status check_games(const variant_list *list)
{
    const ent_act_check *act = list->act;
    ent_status status = ENT_OK;
    ent_census *census = NULL;
    if (act->member_count <= ENT_CENSUS_MEMBERS &&
        list->count <= (size_t)ENT_CENSUS_COALITIONS >> act->member_count) {
        census = ent_arena_allocate(act->scratch, sizeof *census);
        if (census == NULL)
            return ent_out_of_memory(act->check->report);
    }
    for (size_t i = 0; i < list->count && status == ENT_OK && !act->check->foreign; i++)
        status = check_variant(list, &list->items[i], census);
    return status;
}

static ent_status read_variants(variant_list *list, const json_t *variants)
{
    ent_check *check = list->act->check;
    size_t capacity = 0;
    list->count = json_array_size(variants);
    list->items = ent_arena_array(list->act->scratch, list->count, sizeof *list->items);
    list->order = ent_arena_array(list->act->scratch, list->count, sizeof *list->order);
    const ent_body *body = ent_mover_body(check->judge.model, list->act->body);
    if (list->act->scratch->exhausted || !find_switches(list, body->rule.expression, &capacity))
        return ent_out_of_memory(check->report);
    ent_status status = ENT_OK;
    for (size_t i = 0; i < list->count && status == ENT_OK; i++)
        status = read_variant(list, i, json_array_get(variants, i));
    return status;
}

static ent_status check_variants(const ent_act_check *act, const ent_json_path *path,
                                 const json_t *object)
{
    variant_list list = {.act = act, .path = ent_json_key(path, "variants")};
    const json_t *variants = ent_check_member(act->check, path, object, "variants", JSON_ARRAY);
    if (variants == NULL)
        return ENT_OK;
    ent_status status = read_variants(&list, variants);
    if (status == ENT_OK)
        status = order_variants(&list);
    if (status == ENT_OK)
        status = sort_states(&list);
    if (status == ENT_OK)
        status = check_sizes(&list);
    return status == ENT_OK ? check_games(&list) : status;
}

/* --- Bodies -------------------------------------------------------------------------------- */

static ent_status check_parts(ent_act_check *act, const ent_json_path *path, const json_t *object)
{
    const json_t *trigger = json_object_get(object, "trigger");
    ent_status status = check_members(act, path, object);
    if (status == ENT_OK && !act->check->foreign)
        status = check_variants(act, path, object);
    if (status == ENT_OK && !act->check->foreign && trigger != NULL && !json_is_null(trigger)) {
        const ent_json_path trigger_path = ent_json_key(path, "trigger");
        status = ent_check_trigger(act, &trigger_path, trigger);
    }
    return status;
}

/* One body, which is stored. */
static ent_status check_body(ent_check *check, const ent_json_path *path, const json_t *object,
                             uint32_t *body)
{
    const ent_json_path id_path = ent_json_key(path, "body");
    if (!json_is_object(object)) {
        ent_check_wrong(check, path, "expected an object with 'body' and 'variants'");
        return ENT_OK;
    }
    if (!ent_check_mover(check, &id_path, json_object_get(object, "body"), body))
        return ENT_OK;
    if (!ent_is_body(check->judge.model, *body)) {
        ent_check_foreign(check, &id_path, "'%s' is no body",
                          ent_mover_id(check->judge.model, *body));
        return ENT_OK;
    }
    const ent_body *of = ent_mover_body(check->judge.model, *body);
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    ent_act_check act = {.check = check,
                         .body = *body,
                         .members = of->members.items,
                         .member_count = (uint32_t)of->members.count,
                         .scratch = &scratch};
    ent_status status = check_parts(&act, path, object);
    ent_arena_free(&scratch);
    return status == ENT_WRONG_MODEL ? ENT_OK : status; /* it was reported: others can be checked */
}

static ent_status check_bodies(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "bodies");
    const json_t *bodies = ent_check_member(check, NULL, answer, "bodies", JSON_ARRAY);
    const ent_model *model = check->judge.model;
    bool *named = ent_arena_array(&check->judge.arena, check->judge.movers, sizeof *named);
    if (named == NULL)
        return ent_out_of_memory(check->report);
    for (size_t i = 0; i < json_array_size(bodies) && !check->foreign; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        uint32_t body = 0;
        ent_status status = check_body(check, &item, json_array_get(bodies, i), &body);
        if (status != ENT_OK)
            return status;
        if (named[body])
            ent_check_wrong(check, &item, "'%s' stands here twice", ent_mover_id(model, body));
        named[body] = true;
    }
    for (uint32_t i = check->judge.parties; bodies != NULL && i < check->judge.movers; i++)
        if (!named[i] && !check->foreign)
            ent_check_foreign(check, &path, "the body '%s' is missing", ent_mover_id(model, i));
    return ENT_OK;
}

ent_status ent_check_act(ent_check *check, const json_t *answer)
{
    uint32_t body = 0;
    check->consents =
        ent_arena_array(&check->judge.arena, check->judge.parties, sizeof *check->consents);
    if (check->consents == NULL)
        return ent_out_of_memory(check->report);
    for (uint32_t party = 0; party < check->judge.parties; party++)
        check->consents[party] = -1;
    if (json_object_get(answer, "bodies") != NULL)
        return check_bodies(check, answer);
    return check_body(check, NULL, answer, &body);
}
