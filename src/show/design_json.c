/* Which arrangement would do all three, as JSON. */
#include "show/design.h"
#include "show/hold.h"
#include "show/json.h"
#include "show/json_answers.h"

static const char *const demand_ids[ENT_DEMANDS] = {"agree", "act", "hold"};

/* The numbers of the set; "truncated": true instead where they are too many. */
static json_t *arrangements_json(const ent_design *design)
{
    uint64_t count = design->counts[ENT_ALL_DEMANDS];
    json_t *object = json_pack("{s:I}", "count", (json_int_t)count);
    if (count > ENT_NUMBERS_MOST) {
        (void)json_object_set_new(object, "truncated", json_true());
        return object;
    }
    json_t *numbers = json_array();
    const ent_set *set = &design->viable;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1))
        (void)json_array_append_new(
            numbers, json_integer((json_int_t)ent_number_of(&design->game->space, at)));
    (void)json_object_set_new(object, "numbers", numbers);
    return object;
}

static json_t *by_concept(const uint64_t counts[ENT_CONCEPTS])
{
    json_t *object = json_object();
    for (int c = 0; c < ENT_CONCEPTS; c++)
        (void)json_object_set_new(object, ent_concept_id((ent_concept)c),
                                  json_integer((json_int_t)counts[c]));
    return object;
}

static json_t *guards_json(const ent_design *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->guards.count; i++)
        (void)json_array_append_new(
            list,
            json_pack("{s:s,s:s}", "body",
                      ent_mover_id(design->game->model, design->guards.items[i].body), "against",
                      ent_mover_id(design->game->model, design->guards.items[i].against)));
    return list;
}

/* {"target": 400, "agree": 0, …, "agree_act_hold": 0}: arrangements that meet at least these. */
static json_t *counts_json(const ent_design *design)
{
    static const char *const names[ENT_ALL_DEMANDS + 1] = {
        "target", "agree", "act", "agree_act", "hold", "agree_hold", "act_hold", "agree_act_hold"};
    json_t *object = json_object();
    for (uint32_t d = 0; d <= ENT_ALL_DEMANDS; d++)
        (void)json_object_set_new(object, names[d], json_integer((json_int_t)design->counts[d]));
    return object;
}

static json_t *refusals_json(const ent_design *design, const ent_shortfall *shortfall)
{
    const ent_model *model = design->game->model;
    json_t *list = json_array();
    for (size_t i = 0; i < shortfall->refusal.count; i++) {
        const ent_refusal *refusal = &shortfall->refusal.items[i];
        json_t *one = json_pack("{s:s}", "party", model->parties.items[refusal->party].id);
        if (refusal->want != NULL) {
            (void)json_object_set_new(one, "want", json_string(refusal->want->condition.text));
            (void)json_object_set_new(one, "because", ent_json_grounds(model, refusal->want));
        }
        (void)json_array_append_new(list, one);
    }
    return list;
}

static void set_disagreement(json_t *object, const ent_design *design,
                             const ent_shortfall *shortfall)
{
    const ent_model *model = design->game->model;
    json_t *stuck = json_array();
    json_t *undecided = json_array();
    for (size_t i = 0; i < shortfall->stuck.count; i++)
        (void)json_array_append_new(
            stuck, json_string(model->options.items[shortfall->stuck.items[i]].id));
    for (size_t i = 0; i < shortfall->undecided.count; i++)
        (void)json_array_append_new(
            undecided, json_string(ent_mover_id(model, shortfall->undecided.items[i])));
    (void)json_object_set_new(object, "not_permitted", stuck);
    (void)json_object_set_new(object, shortfall->any_refusal ? "blockers" : "refuse",
                              refusals_json(design, shortfall));
    (void)json_object_set_new(object, "undecided", undecided);
}

static json_t *idle_json(const ent_design *design, const ent_shortfall *shortfall)
{
    const ent_model *model = design->game->model;
    json_t *list = json_array();
    for (size_t i = 0; i < shortfall->idle.count; i++) {
        const ent_idle_guard *idle = &shortfall->idle.items[i];
        (void)json_array_append_new(
            list, json_pack("{s:s,s:s,s:b}", "body", ent_mover_id(model, idle->guard->body),
                            "against", ent_mover_id(model, idle->guard->against), "blocked_by_it",
                            (int)idle->blocked));
    }
    return list;
}

static json_t *leavers_json(const ent_design *design, const ent_shortfall *shortfall)
{
    const ent_game *game = design->game;
    json_t *list = json_array();
    for (size_t i = 0; i < shortfall->leavers.count; i++) {
        const ent_leaver *leaver = &shortfall->leavers.items[i];
        const ent_step *step = &leaver->opinion.leaves;
        json_t *one = json_pack("{s:s,s:o}", "mover", ent_mover_id(game->model, leaver->mover),
                                "to", ent_json_state(game, step->to, false));
        if (ent_mover_is_body(game, leaver->mover))
            (void)json_object_set_new(one, "consents",
                                      ent_json_parties(game->model, &step->consents));
        (void)json_array_append_new(list, one);
    }
    return list;
}

static json_t *nearest_json(const ent_design *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->nearest.count; i++) {
        const ent_shortfall *shortfall = &design->nearest.items[i];
        json_t *one = ent_json_state(design->game, shortfall->code, true);
        (void)json_object_set_new(one, "fails", json_string(demand_ids[shortfall->failed]));
        (void)json_object_set_new(one, "alike", json_integer((json_int_t)shortfall->count));
        if (shortfall->failed == ENT_CAN_AGREE)
            set_disagreement(one, design, shortfall);
        else if (shortfall->failed == ENT_CAN_ACT)
            (void)json_object_set_new(one, "cannot_act", idle_json(design, shortfall));
        else
            (void)json_object_set_new(one, "leaves", leavers_json(design, shortfall));
        (void)json_array_append_new(list, one);
    }
    return list;
}

static json_t *described_json(const ent_design *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->shown.list.count; i++) {
        json_t *one = ent_json_state(design->game, design->shown.list.items[i].example, true);
        json_t *concepts = json_array();
        for (int c = 0; c < ENT_CONCEPTS; c++)
            if (design->shown_under[i][c] > 0)
                (void)json_array_append_new(concepts, json_string(ent_concept_id((ent_concept)c)));
        (void)json_object_set_new(one, "equilibrium", concepts);
        (void)json_array_append_new(list, one);
    }
    return list;
}

static json_t *regimes_json(const ent_design *design)
{
    const ent_vocabulary *vocabulary = &design->game->model->vocabulary;
    json_t *list = json_array();
    for (size_t i = 0; i < design->regimes.count; i++) {
        const ent_regime *regime = &design->regimes.items[i];
        json_t *options = json_object();
        for (size_t k = 0; k < design->request.vary.count; k++) {
            const ent_scale *scale = &vocabulary->options.items[design->request.vary.items[k]];
            (void)json_object_set_new(options, scale->id,
                                      json_string(scale->levels[regime->levels[k]]));
        }
        json_t *one =
            json_pack("{s:o,s:I}", "options", options, "target", (json_int_t)regime->arrangements);
        for (int d = 0; d < ENT_DEMANDS; d++)
            (void)json_object_set_new(one, demand_ids[d],
                                      json_integer((json_int_t)regime->meets[d]));
        (void)json_object_set_new(one, "agree_act_hold", json_integer((json_int_t)regime->all));
        (void)json_array_append_new(list, one);
    }
    return list;
}

static void set_failure(json_t *object, const ent_design *design)
{
    json_t *single = json_object();
    for (int d = 0; d < ENT_DEMANDS; d++)
        (void)json_object_set_new(single, demand_ids[d],
                                  json_integer((json_int_t)design->single[d]));
    (void)json_object_set_new(object, "excludes_most",
                              json_string(demand_ids[ent_scarcest_demand(design)]));
    (void)json_object_set_new(object, "fail_one_only", single);
    (void)json_object_set_new(object, "nearest", nearest_json(design));
}

/* Whether today's state is an arrangement, and what it meets where it is one. */
static json_t *today_json(const ent_design *design)
{
    uint32_t meets = design->start_meets;
    if (!design->start_aimed)
        return json_pack("{s:b}", "target", 0);
    return json_pack("{s:b,s:b,s:b}", "target", (int)design->start_aimed, "act",
                     (int)(meets >> ENT_CAN_ACT & 1u), "hold", (int)(meets >> ENT_WILL_HOLD & 1u));
}

json_t *ent_json_design(const ent_design *design)
{
    const ent_model *model = design->game->model;
    json_t *object = json_pack("{s:s,s:o,s:o}", "concept", ent_concept_id(design->request.concept),
                               "start", ent_json_state(design->game, design->start, true),
                               "start_meets", today_json(design));
    if (object == NULL)
        return NULL;
    if (design->request.where != NULL)
        (void)json_object_set_new(object, "where", json_string(design->request.where->text));
    (void)json_object_set_new(object, "target", json_string(model->target.text));
    (void)json_object_set_new(object, "guards", guards_json(design));
    (void)json_object_set_new(object, "counts", counts_json(design));
    (void)json_object_set_new(object, "holding", by_concept(design->holding));
    (void)json_object_set_new(object, "viable", by_concept(design->viable_under));
    (void)json_object_set_new(object, "arrangements", arrangements_json(design));
    if (design->counts[ENT_ALL_DEMANDS] == 0)
        set_failure(object, design);
    else if (design->listed)
        (void)json_object_set_new(object, "described", described_json(design));
    if (design->request.vary.count > 0)
        (void)json_object_set_new(object, "regimes", regimes_json(design));
    return object;
}

ent_status ent_design_json(ent_text *out, const ent_design *design)
{
    ENT_AUTO_JSON *object = ent_json_titled(design->game->model, ent_json_design(design));
    return ent_add_json(out, object);
}
