/* Equilibria and departures, as JSON. */
#include "show/hold.h"
#include "show/json.h"

/* {"count": …, "numbers": […]} of the members of both sets. */
static json_t *counted_numbers(const ent_hold *hold, const ent_set *set, uint64_t count)
{
    const ent_set *shown = &hold->shown;
    json_t *object = json_pack("{s:I}", "count", (json_int_t)count);
    if (object == NULL)
        return NULL;
    if (count > ENT_NUMBERS_MOST) {
        (void)json_object_set_new(object, "truncated", json_true());
        return object;
    }
    json_t *numbers = json_array();
    for (uint64_t code = ent_set_next(set, 0); code != UINT64_MAX;
         code = ent_set_next(set, code + 1))
        if (ent_set_has(shown, code))
            (void)json_array_append_new(
                numbers, json_integer((json_int_t)ent_number_of(&hold->game->space, code)));
    (void)json_object_set_new(object, "numbers", numbers);
    return object;
}

static json_t *movers_json(const ent_model *model)
{
    json_t *movers = json_array();
    for (uint32_t m = 0; m < ent_mover_count(model); m++)
        (void)json_array_append_new(movers, json_string(ent_mover_id(model, m)));
    return movers;
}

static json_t *departures_json(const ent_hold *hold)
{
    json_t *object = json_object();
    for (size_t i = 0; i < hold->departures.count; i++) {
        const ent_departures *departures = &hold->departures.items[i];
        json_t *examples = json_array();
        for (size_t k = 0; k < departures->examples.count; k++) {
            const ent_step *step = &departures->examples.items[k];
            (void)json_array_append_new(
                examples,
                json_pack("{s:o,s:o}", "from", ent_json_state(hold->game, step->from, false), "to",
                          ent_json_state(hold->game, step->to, false)));
        }
        (void)json_object_set_new(
            object, ent_mover_id(hold->game->model, departures->mover),
            json_pack("{s:I,s:o}", "count", (json_int_t)departures->count, "examples", examples));
    }
    return json_pack("{s:s,s:I,s:o}", "concept", ent_concept_id(hold->request.concept), "states",
                     (json_int_t)hold->scope_count, "movers", object);
}

ent_status ent_hold_json(ent_text *out, const ent_hold *hold)
{
    const ent_model *model = hold->game->model;
    ENT_AUTO_JSON *object =
        json_pack("{s:s,s:I,s:o}", "title", model->title, "states",
                  (json_int_t)hold->game->space.states, "movers", movers_json(model));
    if (object == NULL)
        return ENT_NO_RESOURCE;
    ent_json_add_pins(object, model);
    if (hold->request.where != NULL)
        (void)json_object_set_new(object, "where",
                                  json_pack("{s:s,s:I}", "condition", hold->request.where->text,
                                            "states", (json_int_t)hold->shown_count));
    json_t *equilibria = json_object();
    for (int c = 0; c < ENT_CONCEPTS; c++)
        if (hold->request.concepts[c])
            (void)json_object_set_new(
                equilibria, ent_concept_id((ent_concept)c),
                counted_numbers(hold, &hold->solution->equilibria[c], hold->equilibria[c]));
    (void)json_object_set_new(object, "equilibria", equilibria);
    if (hold->target.words != NULL)
        (void)json_object_set_new(object, "target",
                                  counted_numbers(hold, &hold->target, hold->target_count));
    (void)json_object_set_new(object, "leaves", departures_json(hold));
    return ent_add_json(out, object);
}
