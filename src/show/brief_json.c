/* The brief as JSON. */
#include "show/brief.h"
#include "show/json.h"
#include "show/json_answers.h"
#include "show/words.h"

/* A kind of states, and why the first of them holds or does not: by mover, as `why` has it. */
static json_t *case_json(const ent_brief *brief, const ent_brief_case *one)
{
    const ent_pattern *pattern = &one->pattern;
    const ent_vocabulary *vocabulary = &brief->game->model->vocabulary;
    json_t *options = json_object();
    for (uint32_t i = 0; i < brief->game->space.digit_count; i++) {
        const ent_scale *scale = &vocabulary->options.items[i];
        json_t *levels = json_array();
        for (uint32_t level = pattern->low[i]; level <= pattern->high[i]; level++)
            (void)json_array_append_new(levels, json_string(scale->levels[level]));
        (void)json_object_set_new(options, scale->id, levels);
    }
    json_t *movers = json_object();
    for (uint32_t m = 0; m < brief->game->mover_count; m++)
        (void)json_object_set_new(movers, ent_mover_id(brief->game->model, m),
                                  ent_json_opinion(brief->game, m, &one->opinions[m]));
    return json_pack("{s:o,s:I,s:I,s:o,s:o}", "options", options, "states",
                     (json_int_t)pattern->states, "of", (json_int_t)pattern->all, "example",
                     ent_json_state(brief->game, pattern->example, true), "movers", movers);
}

static json_t *cases_json(const ent_brief *brief, const ent_brief_cases *cases)
{
    json_t *list = json_array();
    for (size_t i = 0; i < cases->count; i++)
        (void)json_array_append_new(list, case_json(brief, &cases->items[i]));
    return list;
}

static json_t *breakers_json(const ent_brief *brief)
{
    json_t *object = json_object();
    for (uint32_t m = 0; m < brief->game->mover_count; m++)
        (void)json_object_set_new(object, ent_mover_id(brief->game->model, m),
                                  json_integer((json_int_t)brief->breakers[m]));
    return object;
}

static json_t *history_json(const ent_history *history)
{
    return json_pack("{s:s,s:s,s:s,s:s?}", "outcome", history->outcome, "challenged",
                     history->challenged, "acted", history->acted, "note", history->note);
}

static json_t *hold_json(const ent_brief *brief)
{
    json_t *holding = json_object();
    for (int c = 0; c < ENT_CONCEPTS; c++)
        if (brief->solution->equilibria[c].words != NULL)
            (void)json_object_set_new(holding, ent_concept_id((ent_concept)c),
                                      json_integer((json_int_t)brief->holding[c]));
    json_t *object = json_pack("{s:s,s:I,s:o,s:o}", "concept", ent_concept_id(brief->concept),
                               "target", (json_int_t)brief->target_count, "holding", holding,
                               "leaves", breakers_json(brief));
    if (object != NULL && brief->has_start)
        (void)json_object_set_new(object, "start_holds",
                                  json_boolean(brief->start_mask & (1u << brief->concept)));
    if (object != NULL)
        (void)json_object_set_new(object, "holds", cases_json(brief, &brief->holds));
    if (object != NULL)
        (void)json_object_set_new(object, "breaks", cases_json(brief, &brief->breaks));
    return object;
}

static json_t *act_json(ent_memory *memory, const ent_brief *brief)
{
    return brief->act_missing == NULL ? ent_json_act(memory, &brief->act)
                                      : json_pack("{s:s}", "missing", brief->act_missing);
}

/* What is wanted is told as the user would: by its number, or its condition. */
static json_t *need_json(ent_memory *memory, const ent_brief *brief)
{
    ENT_AUTO_TEXT number = ent_text_new(memory);
    ent_text_print(&number, "%llu", ent_number(brief->game, brief->start));
    if (number.exhausted)
        return NULL;
    return ent_json_need(&brief->need, brief->design.start_aimed ? ent_text_string(&number)
                                                                 : brief->game->model->target.text);
}

ent_status ent_brief_json(ent_text *out, const ent_brief *brief)
{
    const ent_model *model = brief->game->model;
    json_t *object = json_pack("{s:s?,s:I}", "as_of", model->as_of, "states",
                               (json_int_t)brief->game->space.states);
    if (object == NULL)
        return ENT_NO_RESOURCE;
    if (brief->has_start) {
        (void)json_object_set_new(object, "start", ent_json_state(brief->game, brief->start, true));
        (void)json_object_set_new(object, "agree", ent_json_agree(&brief->agree));
    }
    (void)json_object_set_new(object, "act", act_json(out->memory, brief));
    (void)json_object_set_new(object, "hold", hold_json(brief));
    if (brief->has_design)
        (void)json_object_set_new(object, "design", ent_json_design(&brief->design));
    if (brief->has_need)
        (void)json_object_set_new(object, "need", need_json(out->memory, brief));
    if (model->history.said)
        (void)json_object_set_new(object, "history", history_json(&model->history));
    (void)json_object_set_new(
        object, "rests_on",
        json_pack("{s:I,s:I,s:I}", "statements", (json_int_t)model->statements.count, "preferences",
                  (json_int_t)brief->wants, "assumptions", (json_int_t)brief->assumptions));
    if (brief->has_carriers)
        (void)json_object_set_new(object, "carries", ent_json_carriers(&brief->carriers, SIZE_MAX));
    ENT_AUTO_JSON *titled = ent_json_titled(model, object);
    return ent_add_json(out, titled);
}
