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
    if (object != NULL && brief->has_start)
        (void)json_object_set_new(object, "start", ent_json_state(brief->game, brief->start, true));
    return ent_add_json(out, object);
}
