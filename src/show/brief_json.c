/* The brief as JSON. */
#include "show/brief.h"
#include "show/json.h"

static json_t *pattern_json(const ent_brief *brief, const ent_pattern *pattern)
{
    const ent_vocabulary *vocabulary = &brief->game->model->vocabulary;
    json_t *options = json_object();
    for (uint32_t i = 0; i < brief->game->space.digit_count; i++) {
        const ent_scale *scale = &vocabulary->options.items[i];
        json_t *levels = json_array();
        for (uint32_t level = pattern->low[i]; level <= pattern->high[i]; level++)
            (void)json_array_append_new(levels, json_string(scale->levels[level]));
        (void)json_object_set_new(options, scale->id, levels);
    }
    return json_pack("{s:o,s:I,s:I,s:o}", "options", options, "states", (json_int_t)pattern->states,
                     "of", (json_int_t)pattern->all, "example",
                     ent_json_state(brief->game, pattern->example, true));
}

static json_t *breakers_json(const ent_brief *brief)
{
    json_t *object = json_object();
    for (uint32_t m = 0; m < brief->game->mover_count; m++)
        (void)json_object_set_new(object, ent_mover_id(brief->game->model, m),
                                  json_integer((json_int_t)brief->breakers[m]));
    return object;
}

static json_t *acts_without_json(const ent_model *model, const ent_act_variant *variant)
{
    json_t *object = json_object();
    for (size_t p = 0; p < model->parties.count; p++)
        (void)json_object_set_new(object, model->parties.items[p].id,
                                  json_boolean(variant->acts_without[p]));
    return object;
}

static json_t *vetoes_json(const ent_model *model, const ent_act_body *body,
                           const ent_act_variant *variant)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < body->member_count; i++)
        if (!variant->acts_without[body->members[i]])
            (void)json_array_append_new(list,
                                        json_string(model->parties.items[body->members[i]].id));
    return list;
}

static json_t *variants_json(const ent_model *model, const ent_act_body *body)
{
    json_t *variants = json_array();
    for (size_t i = 0; i < body->variants.count; i++) {
        const ent_act_variant *variant = &body->variants.items[i];
        json_t *when = json_array();
        for (size_t k = 0; k < body->condition_count; k++)
            (void)json_array_append_new(when,
                                        json_pack("{s:s,s:b}", "condition", body->conditions[k],
                                                  "holds", (int)variant->holds[k]));
        (void)json_array_append_new(variants,
                                    json_pack("{s:o,s:I,s:o,s:o}", "when", when, "states",
                                              (json_int_t)variant->states, "vetoes",
                                              vetoes_json(model, body, variant), "acts_without",
                                              acts_without_json(model, variant)));
    }
    return variants;
}

static json_t *act_json(const ent_act *act)
{
    const ent_model *model = act->game->model;
    json_t *bodies = json_array();
    for (size_t i = 0; i < act->bodies.count; i++) {
        const ent_act_body *body = &act->bodies.items[i];
        const ent_act_trigger *trigger = &body->trigger;
        json_t *object =
            json_pack("{s:s,s:o}", "body", body->body->id, "variants", variants_json(model, body));
        if (object != NULL && trigger->condition != NULL)
            (void)json_object_set_new(object, "trigger",
                                      json_pack("{s:s,s:I,s:o}", "condition", trigger->condition,
                                                "states", (json_int_t)trigger->states, "acting",
                                                trigger->skipped == NULL
                                                    ? json_integer((json_int_t)trigger->acting)
                                                    : json_null()));
        (void)json_array_append_new(bodies, object);
    }
    return bodies;
}

static json_t *agree_json(const ent_agree *agree)
{
    const ent_model *model = agree->game->model;
    json_t *blockers = json_object();
    for (size_t p = 0; p < model->parties.count; p++)
        if (agree->parties[p].blocked > 0)
            (void)json_object_set_new(blockers, model->parties.items[p].id,
                                      json_integer((json_int_t)agree->parties[p].blocked));
    return json_pack("{s:I,s:I,s:o}", "packages", (json_int_t)agree->packages, "agreeable",
                     (json_int_t)agree->count, "blockers", blockers);
}

static json_t *design_json(const ent_design *design)
{
    const uint64_t *counts = design->counts;
    uint32_t meets = design->start_meets;
    return json_pack(
        "{s:I,s:I,s:I,s:I,s:I,s:{s:b,s:b,s:b}}", "arrangements", (json_int_t)counts[0], "agreed",
        (json_int_t)counts[1u << ENT_CAN_AGREE], "act", (json_int_t)counts[1u << ENT_CAN_ACT],
        "hold", (json_int_t)counts[1u << ENT_WILL_HOLD], "all", (json_int_t)counts[ENT_ALL_DEMANDS],
        "start", "in_target", (int)design->start_aimed, "act", (int)(meets >> ENT_CAN_ACT & 1u),
        "hold", (int)(meets >> ENT_WILL_HOLD & 1u));
}

static json_t *history_json(const ent_history *history)
{
    return json_pack("{s:s,s:s,s:s,s:s?}", "outcome", history->outcome, "challenged",
                     history->challenged, "acted", history->acted, "note", history->note);
}

ent_status ent_brief_json(ent_text *out, const ent_brief *brief)
{
    const ent_model *model = brief->game->model;
    json_t *holding = json_object();
    for (int c = 0; c < ENT_CONCEPTS; c++)
        if (brief->solution->equilibria[c].words != NULL)
            (void)json_object_set_new(holding, ent_concept_id((ent_concept)c),
                                      json_integer((json_int_t)brief->holding[c]));
    json_t *holds = json_array();
    for (size_t i = 0; i < brief->holds.count; i++)
        (void)json_array_append_new(holds, pattern_json(brief, &brief->holds.items[i].pattern));
    json_t *breaks = json_array();
    for (size_t i = 0; i < brief->breaks.count; i++)
        (void)json_array_append_new(breaks, pattern_json(brief, &brief->breaks.items[i].pattern));
    ENT_AUTO_JSON *object = json_pack(
        "{s:s,s:s?,s:I,s:{s:s,s:I,s:o,s:o,s:o,s:o},s:{s:I,s:I,s:I}}", "title", model->title,
        "as_of", model->as_of, "states", (json_int_t)brief->game->space.states, "hold", "concept",
        ent_concept_id(brief->concept), "target", (json_int_t)brief->target_count, "holding",
        holding, "leaves", breakers_json(brief), "holds", holds, "breaks", breaks, "rests_on",
        "statements", (json_int_t)model->statements.count, "preferences", (json_int_t)brief->wants,
        "assumptions", (json_int_t)brief->assumptions);
    if (object != NULL)
        ent_json_add_pins(object, model);
    if (object != NULL)
        (void)json_object_set_new(object, "act",
                                  brief->act_missing == NULL
                                      ? act_json(&brief->act)
                                      : json_pack("{s:s}", "missing", brief->act_missing));
    if (object != NULL && brief->has_start)
        (void)json_object_set_new(object, "agree", agree_json(&brief->agree));
    if (object != NULL && model->history.said)
        (void)json_object_set_new(object, "history", history_json(&model->history));
    if (object != NULL && brief->has_design)
        (void)json_object_set_new(object, "design", design_json(&brief->design));
    if (object != NULL && brief->has_start)
        (void)json_object_set_new(object, "start", ent_json_state(brief->game, brief->start, true));
    return ent_add_json(out, object);
}
