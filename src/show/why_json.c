/* Explanations as JSON, with every witness. */
#include "show/json.h"
#include "show/json_answers.h"
#include "show/why.h"

static json_t *step_json(const ent_game *game, const ent_step *step)
{
    json_t *object = json_pack("{s:s,s:o}", "mover", ent_mover_id(game->model, step->mover), "to",
                               ent_json_state(game, step->to, false));
    if (ent_mover_is_body(game, step->mover))
        (void)json_object_set_new(object, "consents",
                                  ent_json_parties(game->model, &step->consents));
    return object;
}

static json_t *chain_json(const ent_game *game, const ent_chain *chain)
{
    json_t *list = json_array();
    for (size_t i = 0; i < chain->count; i++)
        (void)json_array_append_new(list, step_json(game, &chain->items[i]));
    return list;
}

static json_t *answers_json(const ent_game *game, const ent_opinion *opinion)
{
    json_t *list = json_array();
    for (size_t i = 0; i < opinion->temptations.count; i++) {
        const ent_temptation *temptation = &opinion->temptations.items[i];
        (void)json_array_append_new(list, json_pack("{s:o,s:o}", "to",
                                                    ent_json_state(game, temptation->to, false),
                                                    "path", chain_json(game, &temptation->answer)));
    }
    return list;
}

static json_t *leaves_json(const ent_game *game, uint32_t mover, const ent_opinion *opinion)
{
    json_t *object = json_pack("{s:o}", "to", ent_json_state(game, opinion->leaves.to, false));
    if (ent_mover_is_body(game, mover)) {
        (void)json_object_set_new(object, "consents",
                                  ent_json_parties(game->model, &opinion->leaves.consents));
        return object;
    }
    (void)json_object_set_new(object, "worst", chain_json(game, &opinion->worst));
    return object;
}

static json_t *reasons_json(const ent_model *model, const ent_reasons *reasons)
{
    json_t *list = json_array();
    for (size_t i = 0; i < reasons->count; i++) {
        const ent_reason *reason = &reasons->items[i];
        (void)json_array_append_new(list, json_pack("{s:s,s:s,s:o,s:s*}", "party",
                                                    model->parties.items[reason->party].id, "want",
                                                    reason->want->condition.text, "because",
                                                    ent_json_grounds(model, reason->want),
                                                    "assumption", reason->want->assumption));
    }
    return list;
}

json_t *ent_json_opinion(const ent_game *game, uint32_t mover, const ent_opinion *opinion)
{
    json_t *object = json_pack("{s:b}", "stable", opinion->stable);
    if (!opinion->stable)
        (void)json_object_set_new(object, "leaves", leaves_json(game, mover, opinion));
    else if (!ent_mover_is_body(game, mover))
        (void)json_object_set_new(object, "answers", answers_json(game, opinion));
    (void)json_object_set_new(object, "rests_on", reasons_json(game->model, &opinion->reasons));
    return object;
}

ent_status ent_why_json(ent_text *out, const ent_why *why)
{
    json_t *movers = json_array();
    for (size_t i = 0; i < why->movers.count; i++) {
        const ent_mover_why *one = &why->movers.items[i];
        json_t *concepts = json_object();
        for (int c = 0; c < ENT_CONCEPTS; c++)
            if (why->concepts[c])
                (void)json_object_set_new(
                    concepts, ent_concept_id((ent_concept)c),
                    ent_json_opinion(why->game, one->mover, &one->opinions[c]));
        (void)json_array_append_new(movers, json_pack("{s:s,s:o}", "mover",
                                                      ent_mover_id(why->game->model, one->mover),
                                                      "concepts", concepts));
    }
    ENT_AUTO_JSON *object = json_pack("{s:o,s:o}", "state",
                                      ent_json_state(why->game, why->code, true), "movers", movers);
    if (object != NULL)
        ent_json_add_pins(object, why->game->model);
    return ent_add_json(out, object);
}
