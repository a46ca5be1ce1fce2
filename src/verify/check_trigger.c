/*
 * Checking what a body would do in the states of a trigger: every such state and every move of the
 * body is tried, and counted under what it changes.
 */
#include <stdlib.h>
#include <string.h>

#include "verify/check_act.h"

/* The moves that make the same change: these options, to these levels. */
typedef struct {
    ent_json_path path;
    const json_t *object;
    uint64_t change; /* see change_of */
    uint64_t possible;
    uint64_t decided;
    uint64_t *withholds; /* by member */
    uint64_t *sole_blocker;
} kind_of_move;

/* Changes that were met and that the answer does not list: a hash table of them, plus one. */
typedef struct {
    uint64_t *slots;
    size_t capacity;
    size_t count;
} change_set;

typedef struct {
    const ent_act_check *act;
    ent_json_path path;
    ent_expression *condition;
    kind_of_move *kinds;
    size_t kind_count;
    uint32_t *order; /* of the kinds, by their change */
    change_set others;
    const json_t **values; /* room for what an answer says of each member */
    uint64_t states;
    uint64_t acting; /* those from which some move that raises an option is decided */
} trigger_check;

/* --- Changes ------------------------------------------------------------------------------- */

/* A number for what a move changes: by option 0 where it stays, else its new level plus one. Three
 * values for two levels, and so on: 24 options at the most, so it fits. */
static uint64_t add_change(const ent_judge *judge, uint64_t change, uint32_t option, uint32_t digit)
{
    return change * (judge->model->vocabulary.options.items[option].level_count + 1) + digit;
}

static uint64_t change_of(const ent_judge *judge, uint32_t from, uint32_t to)
{
    uint64_t change = 0;
    for (uint32_t i = 0; i < judge->options; i++) {
        uint8_t level = ent_judge_level(judge, to, i);
        change =
            add_change(judge, change, i, level == ent_judge_level(judge, from, i) ? 0 : level + 1u);
    }
    return change;
}

/* The level plus one that the text names; 0, reported, where there is none. */
static uint32_t read_level(ent_check *check, const ent_json_path *path, uint32_t option,
                           const json_t *value)
{
    const ent_scale *scale = &check->judge.model->vocabulary.options.items[option];
    for (uint32_t level = 0; json_is_string(value) && level < scale->level_count; level++)
        if (strcmp(scale->levels[level], json_string_value(value)) == 0)
            return level + 1;
    ent_check_wrong(check, path, "'%s' has no such level", scale->id);
    return 0;
}

static bool read_change(const ent_act_check *act, const ent_json_path *path, const json_t *object,
                        uint64_t *change)
{
    ent_check *check = act->check;
    const ent_judge *judge = &check->judge;
    size_t known = 0;
    *change = 0;
    for (uint32_t i = 0; i < judge->options; i++) {
        const char *id = judge->model->options.items[i].id;
        const ent_json_path at = ent_json_key(path, id);
        const json_t *value = json_object_get(object, id);
        uint32_t digit = value == NULL ? 0 : read_level(check, &at, i, value);
        if (value != NULL && digit == 0)
            return false;
        known += value != NULL;
        *change = add_change(judge, *change, i, digit);
    }
    if (known < json_object_size(object))
        ent_check_foreign(check, path, "it names an option that the model does not have");
    return known == json_object_size(object);
}

/* --- Sets of changes ----------------------------------------------------------------------- */

static size_t slot_of(const change_set *set, uint64_t change)
{
    size_t at = (size_t)(change * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (set->capacity - 1);
    while (set->slots[at] != 0 && set->slots[at] != change + 1)
        at = (at + 1) & (set->capacity - 1);
    return at;
}

static bool grow(change_set *set, ent_arena *arena)
{
    change_set larger = {.capacity = set->capacity == 0 ? 64 : 4 * set->capacity,
                         .count = set->count};
    larger.slots = ent_arena_array(arena, larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i] != 0)
            larger.slots[slot_of(&larger, set->slots[i] - 1)] = set->slots[i];
    *set = larger;
    return true;
}

static bool add_to_set(change_set *set, uint64_t change, ent_arena *arena)
{
    if (2 * set->count >= set->capacity && !grow(set, arena))
        return false;
    size_t slot = slot_of(set, change);
    set->count += set->slots[slot] == 0;
    set->slots[slot] = change + 1;
    return true;
}

static int compare_kinds(const void *a, const void *b, void *context)
{
    const kind_of_move *kinds = context;
    uint32_t first = 0;
    uint32_t second = 0;
    memcpy(&first, a, sizeof first);
    memcpy(&second, b, sizeof second);
    return (kinds[first].change > kinds[second].change) -
           (kinds[first].change < kinds[second].change);
}

static kind_of_move *find_kind(const trigger_check *t, uint64_t change)
{
    size_t low = 0;
    size_t high = t->kind_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        kind_of_move *kind = &t->kinds[t->order[middle]];
        if (kind->change == change)
            return kind;
        if (kind->change > change)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* --- Trying every move --------------------------------------------------------------------- */

static bool prefers(const trigger_check *t, uint32_t member, uint32_t from, uint32_t to)
{
    const uint32_t *keys = t->act->check->judge.keys[t->act->members[member]];
    return keys[to] > keys[from];
}

/* Those who prefer the move consent, and `also`, who may be nobody; is it decided? */
static bool is_decided(const trigger_check *t, uint32_t from, uint32_t to, uint32_t also)
{
    ent_judge *judge = &t->act->check->judge;
    ent_judge_no_consent(judge);
    for (uint32_t i = 0; i < t->act->member_count; i++)
        if (i == also || prefers(t, i, from, to))
            ent_judge_consent(judge, t->act->members[i]);
    return ent_judge_decides(judge, t->act->body, from);
}

static void count_move(const trigger_check *t, kind_of_move *kind, uint32_t from, uint32_t to,
                       bool decided)
{
    kind->possible++;
    kind->decided += decided;
    for (uint32_t i = 0; i < t->act->member_count; i++) {
        if (prefers(t, i, from, to))
            continue;
        kind->withholds[i]++;
        if (!decided)
            kind->sole_blocker[i] += is_decided(t, from, to, i);
    }
}

/* Whether some option is at a higher level afterwards: to act is more than to stop acting. */
static bool raises(const ent_judge *judge, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < judge->options; i++)
        if (ent_judge_level(judge, to, i) > ent_judge_level(judge, from, i))
            return true;
    return false;
}

static ent_status try_moves(trigger_check *t, uint32_t state)
{
    const ent_judge *judge = &t->act->check->judge;
    bool acts = false;
    ent_judge_walk walk = ent_judge_moves(judge, t->act->body, state);
    for (uint32_t to = ent_judge_next(&walk); to != ENT_NO_STATE; to = ent_judge_next(&walk)) {
        uint64_t change = change_of(judge, state, to);
        kind_of_move *kind = find_kind(t, change);
        bool decided = is_decided(t, state, to, ENT_NOBODY);
        acts = acts || (decided && raises(judge, state, to));
        if (kind != NULL)
            count_move(t, kind, state, to, decided);
        else if (!add_to_set(&t->others, change, t->act->scratch))
            return ent_out_of_memory(t->act->check->report);
    }
    t->acting += acts;
    return ENT_OK;
}

static ent_status try_states(trigger_check *t)
{
    ent_judge *judge = &t->act->check->judge;
    ent_status status = ENT_OK;
    for (uint32_t i = 0; i < t->act->member_count && status == ENT_OK; i++)
        status = ent_judge_keys(judge, t->act->members[i], t->act->check->report);
    for (uint32_t state = 0; state < judge->states && status == ENT_OK; state++)
        if (ent_judge_holds(judge, t->condition, state)) {
            t->states++;
            status = try_moves(t, state);
        }
    return status;
}

/* --- Comparing ----------------------------------------------------------------------------- */

static void check_number(const trigger_check *t, const ent_json_path *up, const char *key,
                         const json_t *value, uint64_t truth)
{
    const ent_json_path path = ent_json_key(up, key);
    uint64_t claimed = 0;
    ent_check_count(t->act->check, ENT_CLAIM_TRIGGER, 1);
    if (ent_check_integer(t->act->check, &path, value, 0, UINT64_MAX, &claimed) && claimed != truth)
        ent_check_wrong(t->act->check, &path, "%llu is claimed, and it is %llu",
                        (unsigned long long)claimed, (unsigned long long)truth);
}

/* Counts by member, where a member that is not named has 0. */
static void check_members(const trigger_check *t, const kind_of_move *kind, const char *key,
                          const uint64_t *truth)
{
    const ent_act_check *act = t->act;
    const ent_json_path path = ent_json_key(&kind->path, key);
    const json_t *counts = json_object_get(kind->object, key);
    if (!ent_act_by_member(act, &path, counts, true, t->values))
        return;
    for (uint32_t i = 0; i < act->member_count; i++)
        if (t->values[i] != NULL || truth[i] != 0)
            check_number(t, &path, ent_act_member_id(act, i), t->values[i], truth[i]);
}

static void check_kinds(const trigger_check *t)
{
    for (size_t i = 0; i < t->kind_count && !t->act->check->foreign; i++) {
        const kind_of_move *kind = &t->kinds[i];
        if (kind->possible == 0)
            ent_check_wrong(t->act->check, &kind->path, "no move from these states changes this");
        check_number(t, &kind->path, "possible", json_object_get(kind->object, "possible"),
                     kind->possible);
        check_number(t, &kind->path, "decided", json_object_get(kind->object, "decided"),
                     kind->decided);
        check_members(t, kind, "withholds", kind->withholds);
        check_members(t, kind, "sole_blocker", kind->sole_blocker);
    }
}

static void check_totals(const trigger_check *t, const json_t *trigger)
{
    const ent_json_path moves_path = ent_json_key(&t->path, "moves");
    bool truncated = json_is_true(json_object_get(trigger, "truncated"));
    check_number(t, &t->path, "states", json_object_get(trigger, "states"), t->states);
    check_number(t, &t->path, "acting", json_object_get(trigger, "acting"), t->acting);
    if (truncated != (t->others.count > 0))
        ent_check_wrong(t->act->check, &moves_path,
                        "%zu kinds of moves are listed, and there are %zu", t->kind_count,
                        t->kind_count + t->others.count);
}

/* --- Reading ------------------------------------------------------------------------------- */

/* ENT_WRONG_MODEL, reported, where the moves cannot be told apart. */
static ent_status read_kind(trigger_check *t, size_t index, const ent_json_path *list_path,
                            const json_t *object)
{
    kind_of_move *kind = &t->kinds[index];
    kind->path = ent_json_item(list_path, index);
    kind->object = object;
    const ent_json_path to_path = ent_json_key(&kind->path, "to");
    if (!json_is_object(object)) {
        ent_check_wrong(t->act->check, &kind->path, "expected an object with 'to'");
        return ENT_WRONG_MODEL;
    }
    const json_t *to = ent_check_member(t->act->check, &kind->path, object, "to", JSON_OBJECT);
    if (to == NULL || !read_change(t->act, &to_path, to, &kind->change))
        return ENT_WRONG_MODEL;
    kind->withholds =
        ent_arena_array(t->act->scratch, t->act->member_count, sizeof *kind->withholds);
    kind->sole_blocker =
        ent_arena_array(t->act->scratch, t->act->member_count, sizeof *kind->sole_blocker);
    return t->act->scratch->exhausted ? ent_out_of_memory(t->act->check->report) : ENT_OK;
}

static ent_status read_kinds(trigger_check *t, const ent_json_path *list_path, const json_t *moves)
{
    t->kind_count = json_array_size(moves);
    t->kinds = ent_arena_array(t->act->scratch, t->kind_count, sizeof *t->kinds);
    t->order = ent_arena_array(t->act->scratch, t->kind_count, sizeof *t->order);
    t->values = ent_arena_array(t->act->scratch, t->act->member_count, sizeof(json_t *));
    if (t->act->scratch->exhausted)
        return ent_out_of_memory(t->act->check->report);
    for (size_t i = 0; i < t->kind_count; i++) {
        ent_status status = read_kind(t, i, list_path, json_array_get(moves, i));
        if (status != ENT_OK)
            return status;
        t->order[i] = (uint32_t)i;
    }
    qsort_r(t->order, t->kind_count, sizeof *t->order, compare_kinds, t->kinds);
    for (size_t i = 1; i < t->kind_count; i++)
        if (compare_kinds(&t->order[i - 1], &t->order[i], t->kinds) == 0) {
            ent_check_wrong(t->act->check, &t->kinds[t->order[i]].path,
                            "another entry changes the same");
            return ENT_WRONG_MODEL;
        }
    return ENT_OK;
}

/* Where the moves were too many to be looked at, the answer says so and counts the states only. */
static ent_status check_states(trigger_check *t, const json_t *trigger)
{
    ent_judge *judge = &t->act->check->judge;
    for (uint32_t state = 0; state < judge->states; state++)
        t->states += ent_judge_holds(judge, t->condition, state);
    check_number(t, &t->path, "states", json_object_get(trigger, "states"), t->states);
    return ENT_OK;
}

ent_status ent_check_trigger(const ent_act_check *act, const ent_json_path *path,
                             const json_t *trigger)
{
    trigger_check t = {.act = act, .path = *path};
    const ent_json_path moves_path = ent_json_key(&t.path, "moves");
    const ent_json_path condition_path = ent_json_key(&t.path, "condition");
    if (!json_is_object(trigger)) {
        ent_check_wrong(act->check, path, "expected an object with 'condition' and 'moves'");
        return ENT_OK;
    }
    ent_status status = ent_check_condition(act->check, &condition_path,
                                            json_object_get(trigger, "condition"), &t.condition);
    if (status != ENT_OK)
        return status;
    if (json_object_get(trigger, "moves") == NULL && json_object_get(trigger, "missing") != NULL)
        return check_states(&t, trigger);
    const json_t *moves = ent_check_member(act->check, path, trigger, "moves", JSON_ARRAY);
    if (moves == NULL)
        return ENT_OK;
    status = read_kinds(&t, &moves_path, moves);
    if (status == ENT_OK)
        status = try_states(&t);
    if (status != ENT_OK)
        return status;
    check_totals(&t, trigger);
    check_kinds(&t);
    return ENT_OK;
}
