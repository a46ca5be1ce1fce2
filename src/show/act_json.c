/* What bodies can do, as JSON. */
#include <string.h>

#include "show/act.h"
#include "show/json.h"
#include "show/json_answers.h"

typedef struct {
    const ent_act *act;
    const ent_act_body *body;
    ent_arena arena; /* digits of large numbers */
} writing;

static const char *member_id(const writing *w, uint32_t member)
{
    return w->act->game->model->parties.items[w->body->members[member]].id;
}

/* An integer, or past 2^63 - 1 its digits as a string. */
static json_t *natural_json(writing *w, ent_natural number)
{
    uint64_t value = 0;
    if (ent_natural_fits(number, &value) && value <= INT64_MAX)
        return json_integer((json_int_t)value);
    return json_string(ent_natural_text(&w->arena, number));
}

/* {"ra": 0.25, …}; null where there are no values. */
static json_t *values_json(const writing *w, const double *values)
{
    if (values == NULL)
        return json_null();
    json_t *object = json_object();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        (void)json_object_set_new(object, member_id(w, i), json_real(values[i]));
    return object;
}

/* The ids of the members that `flags` marks. */
static json_t *marked_json(const writing *w, const bool *flags)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        if (flags[i])
            (void)json_array_append_new(list, json_string(member_id(w, i)));
    return list;
}

static json_t *coalition_json(const writing *w, const uint64_t *coalition)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        if (ent_coalition_has(coalition, i))
            (void)json_array_append_new(list, json_string(member_id(w, i)));
    return list;
}

/* Interchangeable members: every member is in one list. */
static json_t *classes_json(const writing *w, const uint32_t *class_of)
{
    json_t *classes = json_array();
    for (uint32_t first = 0; first < w->body->member_count; first++) {
        if (class_of[first] != first)
            continue;
        json_t *list = json_array();
        for (uint32_t i = first; i < w->body->member_count; i++)
            if (class_of[i] == first)
                (void)json_array_append_new(list, json_string(member_id(w, i)));
        (void)json_array_append_new(classes, list);
    }
    return classes;
}

static json_t *terms_json(const ent_act_body *body, const ent_act_variant *variant)
{
    json_t *list = json_array();
    for (size_t i = 0; i < body->condition_count; i++)
        (void)json_array_append_new(list, json_pack("{s:s,s:b}", "condition", body->conditions[i],
                                                    "holds", (int)variant->holds[i]));
    return list;
}

static json_t *acts_without_json(const ent_model *model, const ent_act_variant *variant)
{
    json_t *object = json_object();
    for (size_t p = 0; p < model->parties.count; p++)
        (void)json_object_set_new(object, model->parties.items[p].id,
                                  json_boolean(variant->acts_without[p]));
    return object;
}

static void add_minimal(writing *w, const ent_act_variant *variant, json_t *object)
{
    const ent_coalitions *minimal = &variant->minimal;
    if (variant->measured && minimal->complete) {
        json_t *list = json_array();
        size_t words = ent_coalition_words(&variant->game);
        for (size_t i = 0; i < minimal->count; i++)
            (void)json_array_append_new(list, coalition_json(w, minimal->words + i * words));
        (void)json_object_set_new(object, "minimal", list);
        (void)json_object_set_new(object, "minimal_count",
                                  json_integer((json_int_t)minimal->count));
        return;
    }
    bool known = variant->measured && variant->power.minimal_known;
    (void)json_object_set_new(object, "minimal_count",
                              known ? natural_json(w, variant->power.minimal) : json_null());
}

static void add_indices(const writing *w, const ent_act_variant *variant, json_t *object)
{
    const double *const *index = (const double *const *)variant->power.index;
    (void)json_object_set_new(object, "banzhaf",
                              json_pack("{s:o,s:o}", "absolute",
                                        values_json(w, index[ENT_BANZHAF_ABSOLUTE]), "normalised",
                                        values_json(w, index[ENT_BANZHAF])));
    (void)json_object_set_new(object, "shapley_shubik", values_json(w, index[ENT_SHAPLEY_SHUBIK]));
    (void)json_object_set_new(object, "johnston", values_json(w, index[ENT_JOHNSTON]));
    (void)json_object_set_new(object, "deegan_packel", values_json(w, index[ENT_DEEGAN_PACKEL]));
    (void)json_object_set_new(object, "holler_packel", values_json(w, index[ENT_HOLLER_PACKEL]));
    (void)json_object_set_new(
        object, "coleman",
        json_pack("{s:o,s:o,s:o}", "collectivity",
                  variant->measured ? json_real(variant->power.collectivity) : json_null(),
                  "prevent", values_json(w, index[ENT_COLEMAN_PREVENT]), "initiate",
                  values_json(w, index[ENT_COLEMAN_INITIATE])));
}

/* Why some figures are null; NULL where none is. */
static const char *missing_figures(const ent_act_variant *variant)
{
    if (!variant->measured)
        return variant->unmeasured;
    if (variant->power.missing != NULL)
        return variant->power.missing;
    for (int i = 0; i < ENT_INDICES; i++)
        if (variant->power.index[i] == NULL)
            return "not defined: no member is ever critical";
    return NULL;
}

static void add_power(writing *w, const ent_act_variant *variant, json_t *object)
{
    const ent_power *power = &variant->power;
    bool known = variant->measured;
    (void)json_object_set_new(object, "winning",
                              known ? natural_json(w, power->winning) : json_null());
    add_minimal(w, variant, object);
    (void)json_object_set_new(object, "vetoes", known ? marked_json(w, power->veto) : json_null());
    (void)json_object_set_new(object, "dummies",
                              known ? marked_json(w, power->dummy) : json_null());
    (void)json_object_set_new(object, "classes",
                              known && power->class_of != NULL ? classes_json(w, power->class_of)
                                                               : json_null());
    json_t *swings = known ? json_object() : json_null();
    for (uint32_t i = 0; known && i < w->body->member_count; i++)
        (void)json_object_set_new(swings, member_id(w, i), natural_json(w, power->swings[i]));
    (void)json_object_set_new(object, "swings", swings);
    add_indices(w, variant, object);
    const char *missing = missing_figures(variant);
    if (missing != NULL)
        (void)json_object_set_new(object, "missing", json_string(missing));
}

/* {"ra": {"value": …, "error": …}, …} */
static json_t *estimates_json(const writing *w, const double *values, const double *errors)
{
    json_t *object = json_object();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        (void)json_object_set_new(object, member_id(w, i),
                                  json_pack("{s:f,s:f}", "value", values[i], "error", errors[i]));
    return object;
}

static void add_estimate(const writing *w, const ent_act_variant *variant, json_t *object)
{
    const ent_estimate *e = &variant->estimate;
    if (!variant->has_estimate)
        return;
    (void)json_object_set_new(
        object, "estimate",
        json_pack("{s:I,s:I,s:{s:f,s:f},s:o,s:o}", "draws", (json_int_t)e->draws, "seed",
                  (json_int_t)e->seed, "collectivity", "value", e->collectivity, "error",
                  e->collectivity_error, "banzhaf_absolute",
                  estimates_json(w, e->banzhaf, e->banzhaf_error), "shapley_shubik",
                  estimates_json(w, e->shapley, e->shapley_error)));
}

static void add_chance(const writing *w, const ent_act_variant *variant, json_t *object)
{
    if (!variant->has_chance && variant->no_chance != NULL)
        (void)json_object_set_new(object, "chance",
                                  json_pack("{s:n,s:s}", "acts", "missing", variant->no_chance));
    if (!variant->has_chance)
        return;
    json_t *consent = json_object();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        (void)json_object_set_new(
            consent, member_id(w, i),
            json_real(w->act->request.consents->of_party[w->body->members[i]]));
    (void)json_object_set_new(object, "chance",
                              json_pack("{s:o,s:f,s:o,s:o}", "consent", consent, "acts",
                                        variant->chance, "with",
                                        values_json(w, variant->chance_with), "without",
                                        values_json(w, variant->chance_without)));
}

static json_t *variant_json(writing *w, const ent_act_variant *variant)
{
    const ent_model *model = w->act->game->model;
    json_t *object = json_pack("{s:o,s:I}", "when", terms_json(w->body, variant), "states",
                               (json_int_t)variant->states);
    if (object == NULL)
        return NULL;
    add_power(w, variant, object);
    (void)json_object_set_new(object, "acts_without", acts_without_json(model, variant));
    add_chance(w, variant, object);
    add_estimate(w, variant, object);
    return object;
}

/* {"tor": 2}: the members with a count above 0. */
static json_t *counts_json(const writing *w, const uint64_t *counts)
{
    json_t *object = json_object();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        if (counts[i] > 0)
            (void)json_object_set_new(object, member_id(w, i), json_integer((json_int_t)counts[i]));
    return object;
}

static json_t *move_json(const writing *w, const ent_act_move *move)
{
    const ent_vocabulary *vocabulary = &w->act->game->model->vocabulary;
    json_t *to = json_object();
    for (uint32_t i = 0; i < w->act->game->space.digit_count; i++)
        if (move->levels[i] != ENT_UNCHANGED)
            (void)json_object_set_new(
                to, vocabulary->options.items[i].id,
                json_string(vocabulary->options.items[i].levels[move->levels[i]]));
    return json_pack("{s:o,s:I,s:I,s:o,s:o}", "to", to, "possible", (json_int_t)move->possible,
                     "decided", (json_int_t)move->decided, "withholds",
                     counts_json(w, move->withholds), "sole_blocker",
                     counts_json(w, move->sole_blocker));
}

static json_t *trigger_json(const writing *w)
{
    const ent_act_trigger *trigger = &w->body->trigger;
    json_t *object = json_pack("{s:s,s:I}", "condition", trigger->condition, "states",
                               (json_int_t)trigger->states);
    if (object == NULL)
        return NULL;
    if (trigger->skipped != NULL) {
        (void)json_object_set_new(object, "missing", json_string(trigger->skipped));
        return object;
    }
    json_t *moves = json_array();
    for (size_t i = 0; i < trigger->moves.count; i++)
        (void)json_array_append_new(moves, move_json(w, &trigger->moves.items[i]));
    (void)json_object_set_new(object, "acting", json_integer((json_int_t)trigger->acting));
    (void)json_object_set_new(object, "moves", moves);
    if (trigger->moves_left > 0 || trigger->more_left)
        (void)json_object_set_new(object, "truncated", json_true());
    return object;
}

static json_t *body_json(writing *w)
{
    const ent_model *model = w->act->game->model;
    json_t *members = json_array();
    for (uint32_t i = 0; i < w->body->member_count; i++)
        (void)json_array_append_new(members, json_string(member_id(w, i)));
    json_t *variants = json_array();
    for (size_t i = 0; i < w->body->variants.count; i++)
        (void)json_array_append_new(variants, variant_json(w, &w->body->variants.items[i]));
    json_t *object = json_pack("{s:s,s:s,s:o,s:s,s:o}", "body", w->body->body->id, "name",
                               ent_mover_name(model, w->body->mover), "members", members, "rule",
                               w->body->body->rule.text, "variants", variants);
    if (object != NULL && w->body->trigger.condition != NULL)
        (void)json_object_set_new(object, "trigger", trigger_json(w));
    return object;
}

json_t *ent_json_act(ent_memory *memory, const ent_act *act)
{
    writing w = {.act = act, .arena = ent_arena_new(memory)};
    json_t *bodies = json_array();
    for (size_t i = 0; i < act->bodies.count; i++) {
        w.body = &act->bodies.items[i];
        (void)json_array_append_new(bodies, body_json(&w));
    }
    if (w.arena.exhausted) {
        json_decref(bodies);
        bodies = NULL;
    }
    ent_arena_free(&w.arena);
    return bodies;
}

ent_status ent_act_json(ent_text *out, const ent_act *act, bool all)
{
    const ent_model *model = act->game->model;
    ENT_AUTO_JSON *bodies = ent_json_act(out->memory, act);
    if (bodies == NULL)
        return ENT_NO_RESOURCE;
    ENT_AUTO_JSON *object = all ? ent_json_titled(model, json_pack("{s:O}", "bodies", bodies))
                                : json_incref(json_array_get(bodies, 0));
    if (object != NULL && !all)
        ent_json_add_pins(object, model);
    return ent_add_json(out, object);
}
