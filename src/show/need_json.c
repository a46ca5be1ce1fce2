/* Changes as JSON. */
#include "show/json.h"
#include "show/json_answers.h"
#include "show/need.h"

static json_t *want_json(const ent_preference *preference, uint32_t entry)
{
    return json_string(preference->wants.items[entry].condition.text);
}

/* Positions are told from 1. */
static json_t *entries_json(const ent_change *change, const ent_preference *old)
{
    json_t *list = json_array();
    for (uint32_t k = 0; k < change->moved; k++)
        (void)json_array_append_new(
            list, json_pack("{s:o,s:i,s:i}", "want", want_json(old, change->entry[k]), "from",
                            (int)change->entry[k] + 1, "to", (int)change->to[k] + 1));
    return list;
}

static json_t *mind_json(const ent_model *model, const ent_change *change, ent_arena *arena)
{
    static const char *const kinds[] = {[ENT_CHANGE_ORDER] = "order",
                                        [ENT_CHANGE_SWAP] = "swap",
                                        [ENT_CHANGE_REVERSAL] = "reversal"};
    const ent_preference *old = &model->parties.items[change->mover].preference;
    ent_preference new;
    if (ent_changed_preference(model, change, arena, &new) != ENT_OK)
        return NULL;
    json_t *order = json_array();
    for (uint32_t i = 0; i < new.wants.count; i++)
        (void)json_array_append_new(order, want_json(&new, i));
    json_t *object =
        json_pack("{s:s,s:s,s:o}", "kind", kinds[change->kind], "party",
                  ent_mover_id(model, change->mover), "entries", entries_json(change, old));
    if (change->kind == ENT_CHANGE_REVERSAL)
        (void)json_object_set_new(object, "instead", want_json(&new, change->entry[0]));
    if (old->kind == ENT_BY_WEIGHTS)
        json_decref(order);
    else
        (void)json_object_set_new(object, "order", order);
    return object;
}

static json_t *rule_json(const ent_model *model, const ent_change *change, ent_arena *arena)
{
    bool veto = change->kind == ENT_CHANGE_VETO;
    ent_condition rule;
    if (ent_changed_rule(model, change, arena, &rule) != ENT_OK)
        return NULL;
    json_t *object = json_pack("{s:s,s:s}", "kind", veto ? "veto" : "quorum", "body",
                               ent_mover_id(model, change->mover));
    if (veto) {
        (void)json_object_set_new(object, "member",
                                  json_string(ent_mover_id(model, change->member)));
    } else {
        (void)json_object_set_new(object, "least", json_integer(change->least));
        (void)json_object_set_new(object, "of", json_integer(change->of));
    }
    (void)json_object_set_new(object, "rule", json_string(rule.text));
    return object;
}

static json_t *term_json(const ent_model *model, const ent_change *change)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "kind", "moves", "option",
                     model->options.items[change->option].id, "by",
                     ent_mover_id(model, change->mover), "moves", ent_moves_id(change->moves));
}

static json_t *needed_json(const ent_need *need, const ent_needed *needed)
{
    const ent_model *model = need->game->model;
    const ent_change *change = &needed->change;
    ent_arena arena = ent_arena_new(need->game->memory);
    json_t *object = NULL;
    if (change->kind == ENT_CHANGE_VETO || change->kind == ENT_CHANGE_QUORUM)
        object = rule_json(model, change, &arena);
    else if (change->kind == ENT_CHANGE_MOVES)
        object = term_json(model, change);
    else
        object = mind_json(model, change, &arena);
    ent_arena_free(&arena);
    if (object == NULL)
        return NULL;
    (void)json_object_set_new(object, "size",
                              json_pack("{s:i,s:i,s:i}", "minds", (int)change->size.minds,
                                        "entries", (int)change->size.entries, "places",
                                        (int)change->size.places));
    (void)json_object_set_new(object, "holds",
                              json_pack("{s:I,s:o}", "count", (json_int_t)needed->count, "first",
                                        ent_json_state(need->game, needed->code, false)));
    return object;
}

/* The changes of one sort; NULL when one of them could not be made. */
static json_t *sort_json(const ent_need *need, ent_need_sort sort)
{
    json_t *list = json_array();
    for (size_t i = 0; i < need->found[sort].count; i++) {
        json_t *object = needed_json(need, &need->found[sort].items[i]);
        if (object == NULL || json_array_append_new(list, object) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *today_json(const ent_need *need)
{
    json_t *object = json_pack("{s:I}", "count", (json_int_t)need->holding_count);
    if (need->holding_count > 0)
        (void)json_object_set_new(object, "first",
                                  ent_json_state(need->game, need->holding_first, false));
    return object;
}

static json_t *leavers_json(const ent_need *need)
{
    json_t *list = json_array();
    for (size_t i = 0; i < need->leavers.count; i++)
        (void)json_array_append_new(
            list, json_string(ent_mover_id(need->game->model, need->leavers.items[i])));
    return list;
}

/* That more is wanted than that a state holds; and of one state, what it lacks. */
static void set_viable(json_t *object, const ent_need *need)
{
    (void)json_object_set_new(object, "viable", json_true());
    if (need->wanted_count != 1)
        return;
    (void)json_object_set_new(object, "agreed", json_boolean(!need->disagreed));
    (void)json_object_set_new(object, "acts", json_boolean(!need->idle));
}

json_t *ent_json_need(const ent_need *need, const char *wanted)
{
    static const char *const names[ENT_NEED_SORTS] = {"rules", "terms", "minds"};
    json_t *object =
        json_pack("{s:s,s:I,s:s,s:o}", "wanted", wanted, "states", (json_int_t)need->wanted_count,
                  "concept", ent_concept_id(need->request.concept), "holds", today_json(need));
    if (object == NULL)
        return NULL;
    if (need->request.viable)
        set_viable(object, need);
    if (need->wanted_count == 1)
        (void)json_object_set_new(object, "leave", leavers_json(need));
    for (int sort = 0; sort < ENT_NEED_SORTS && need->holding_count == 0; sort++) {
        json_t *list = sort_json(need, (ent_need_sort)sort);
        if (list == NULL) {
            json_decref(object);
            return NULL;
        }
        (void)json_object_set_new(object, names[sort], list);
    }
    (void)json_object_set_new(object, "tried", json_integer((json_int_t)need->tried));
    (void)json_object_set_new(object, "complete", json_boolean(!need->capped));
    return object;
}

ent_status ent_need_json(ent_text *out, const ent_need *need, const char *wanted)
{
    ENT_AUTO_JSON *object = ent_json_need(need, wanted);
    if (object != NULL)
        ent_json_add_pins(object, need->game->model);
    return ent_add_json(out, object);
}
