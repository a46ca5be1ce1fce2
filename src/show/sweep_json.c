/* The answer of a sweep as JSON, and its states as CSV. */
#include "show/json.h"
#include "show/sweep.h"

static json_t *interval_json(const ent_figure *e)
{
    return json_pack("[f,f]", e->low, e->high);
}

/* {"probability": 0.25, "interval": [0.2, 0.3]} */
static json_t *share_json(const ent_figure *share)
{
    json_t *object = json_pack("{s:f}", "probability", share->value);
    if (share->bounded)
        (void)json_object_set_new(object, "interval", interval_json(share));
    return object;
}

/* {"mean": 12.5, "interval": [12, 13]} */
static json_t *mean_json(const ent_figure *mean)
{
    json_t *object = mean->known ? json_pack("{s:f}", "mean", mean->value) : json_null();
    if (mean->bounded)
        (void)json_object_set_new(object, "interval", interval_json(mean));
    return object;
}

static json_t *number_json(const ent_measured *number)
{
    json_t *object = mean_json(&number->mean);
    (void)json_object_set_new(object, "deviation", json_real(number->deviation));
    (void)json_object_set_new(object, "least", json_integer(number->least));
    (void)json_object_set_new(object, "most", json_integer(number->most));
    return object;
}

static json_t *effect_json(const ent_effect *effect)
{
    if (!effect->total.known)
        return json_null();
    json_t *object =
        json_pack("{s:f,s:f}", "first", effect->first.value, "total", effect->total.value);
    if (effect->first.bounded)
        (void)json_object_set_new(object, "first_interval", interval_json(&effect->first));
    if (effect->total.bounded)
        (void)json_object_set_new(object, "total_interval", interval_json(&effect->total));
    return object;
}

static bool is_said(const ent_sweep_answer *answer, int a)
{
    return a == ENT_ANSWER_HOLD || answer->job->has_start;
}

/* The effects of a doubt on three quantities, beginning with this one. */
static json_t *effects_json(const ent_sweep_answer *answer, uint32_t doubt, uint32_t from)
{
    json_t *object = json_object();
    for (int a = 0; a < ENT_ANSWERS; a++)
        if (is_said(answer, a))
            (void)json_object_set_new(
                object, ent_answer_id((ent_answer)a),
                effect_json(&answer->measured[from + (uint32_t)a].effects[doubt]));
    return object;
}

/* What the numbers are on average when the doubt has this outcome. */
static json_t *means_json(const ent_sweep_answer *answer, uint32_t doubt, uint32_t outcome)
{
    json_t *object = json_object();
    for (int a = 0; a < ENT_ANSWERS; a++)
        if (is_said(answer, a))
            (void)json_object_set_new(
                object, ent_answer_id((ent_answer)a),
                mean_json(&answer->measured[ENT_NUMBERS + a].effects[doubt].means[outcome]));
    return object;
}

static json_t *doubt_json(const ent_sweep_answer *answer, uint32_t i)
{
    const ent_model *model = answer->game->model;
    const ent_doubt *doubt = &answer->job->doubts.items[i];
    const ent_party *party = &model->parties.items[doubt->party];
    const ent_type *type = &party->types.items[doubt->type];
    bool entry = doubt->kind == ENT_DOUBT_ENTRY;
    json_t *object = json_pack("{s:s,s:s}", "party", party->id, "kind", entry ? "entry" : "type");
    json_t *outcomes = json_array();
    if (entry && party->types.count > 1)
        (void)json_object_set_new(object, "type", json_string(type->id));
    if (entry)
        (void)json_object_set_new(
            object, "want", json_string(type->preference.wants.items[doubt->entry].condition.text));
    for (uint32_t k = 0; k < doubt->outcomes; k++)
        (void)json_array_append_new(
            outcomes,
            json_pack("{s:s,s:f,s:o}", "outcome", ent_outcome_id(model, doubt, k), "probability",
                      answer->plan->doubts[i].chances[k], "numbers", means_json(answer, i, k)));
    (void)json_object_set_new(object, "outcomes", outcomes);
    (void)json_object_set_new(object, "effects", effects_json(answer, i, 0));
    (void)json_object_set_new(object, "number_effects", effects_json(answer, i, ENT_NUMBERS));
    return object;
}

/* The share of each kind; of what the model says nothing, there is none. */
static json_t *shares_json(const ent_sweep_answer *answer, const ent_swept_state *state)
{
    json_t *object = json_object();
    for (uint32_t k = 0; k < ENT_SUMS; k++)
        if (k < ENT_CONCEPTS || answer->job->has_start)
            (void)json_object_set_new(object, ent_sum_id(k), share_json(&state->shares[k]));
    return object;
}

static json_t *states_json(const ent_sweep_answer *answer)
{
    json_t *list = json_array();
    for (size_t i = 0; i < answer->states.count; i++) {
        const ent_swept_state *state = &answer->states.items[i];
        json_t *one = ent_json_state(answer->game, state->code, true);
        (void)json_object_set_new(one, "is", shares_json(answer, state));
        (void)json_array_append_new(list, one);
    }
    return list;
}

/* How many arrangements are it in some case, and in all. */
static json_t *counts_json(const ent_sweep_answer *answer)
{
    json_t *object = json_object();
    for (uint32_t k = 0; k < ENT_SUMS; k++)
        if (k < ENT_CONCEPTS || answer->job->has_start)
            (void)json_object_set_new(object, ent_sum_id(k),
                                      json_pack("{s:I,s:I}", "ever", (json_int_t)answer->ever[k],
                                                "always", (json_int_t)answer->always[k]));
    return object;
}

static void set_plan(json_t *object, const ent_sweep_answer *answer)
{
    const ent_plan *plan = answer->plan;
    (void)json_object_set_new(object, "mode", json_string(plan->exact ? "combinations" : "draws"));
    (void)json_object_set_new(object, plan->exact ? "combinations" : "draws",
                              json_integer((json_int_t)plan->cases));
    if (!plan->exact)
        (void)json_object_set_new(object, "seed", json_integer((json_int_t)plan->seed));
}

ent_status ent_sweep_json(ent_text *out, const ent_sweep_answer *answer)
{
    const ent_model *model = answer->game->model;
    ENT_AUTO_JSON *object = json_pack("{s:s,s:I,s:s}", "title", model->title, "states",
                                      (json_int_t)answer->game->space.states, "concept",
                                      ent_concept_id(answer->concept));
    json_t *answers = json_object();
    json_t *numbers = json_object();
    json_t *doubts = json_array();
    if (object == NULL)
        return ENT_NO_RESOURCE;
    ent_json_add_pins(object, model);
    (void)json_object_del(object, "case"); /* it is about all of them */
    set_plan(object, answer);
    for (int a = 0; a < ENT_ANSWERS; a++) {
        const char *id = ent_answer_id((ent_answer)a);
        if (!is_said(answer, a))
            continue;
        (void)json_object_set_new(answers, id, share_json(&answer->measured[a].mean));
        (void)json_object_set_new(numbers, id, number_json(&answer->measured[ENT_NUMBERS + a]));
    }
    for (uint32_t i = 0; i < answer->plan->doubt_count; i++)
        (void)json_array_append_new(doubts, doubt_json(answer, i));
    (void)json_object_set_new(object, "answers", answers);
    (void)json_object_set_new(object, "numbers", numbers);
    (void)json_object_set_new(object, "doubts", doubts);
    (void)json_object_set_new(object, "target", json_integer((json_int_t)answer->arrangements));
    (void)json_object_set_new(object, "arrangements", counts_json(answer));
    (void)json_object_set_new(object, "by", json_string(ent_sum_id(answer->listed_by)));
    (void)json_object_set_new(object, "most_often", states_json(answer));
    return ent_add_json(out, object);
}

/* --- CSV -------------------------------------------------------------------------------- */

/* Ids and levels are letters, digits, '-' and '_': they need no quotes. */
static void add_csv_head(ent_text *out, const ent_sweep_answer *answer)
{
    ent_text_add(out, "number,code,target");
    for (uint32_t i = 0; i < answer->game->space.digit_count; i++)
        ent_text_print(out, ",%s", answer->game->model->options.items[i].id);
    for (uint32_t k = 0; k < ENT_SUMS; k++) {
        ent_text_print(out, ",%s", ent_sum_id(k));
        if (!answer->plan->exact)
            ent_text_print(out, ",%s_low,%s_high", ent_sum_id(k), ent_sum_id(k));
    }
    ent_text_add(out, "\n");
}

static void add_csv_row(ent_text *out, const ent_sweep_answer *answer, uint64_t code)
{
    const ent_game *game = answer->game;
    const ent_swept_state state = ent_swept_state_of(answer, code);
    ent_text_print(out, "%llu,%llu,%d", (unsigned long long)state.number,
                   (unsigned long long)ent_shown_code(&game->space, code),
                   ent_set_has(&answer->job->target, code));
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        const ent_scale *scale = &game->model->vocabulary.options.items[i];
        ent_text_print(out, ",%s", scale->levels[ent_level_of(&game->space, code, i)]);
    }
    for (uint32_t k = 0; k < ENT_SUMS; k++) {
        const ent_figure *share = &state.shares[k];
        if (k >= ENT_CONCEPTS && !answer->job->has_start)
            ent_text_add(out, share->bounded ? ",,," : ",");
        else if (share->bounded)
            ent_text_print(out, ",%.17g,%.17g,%.17g", share->value, share->low, share->high);
        else
            ent_text_print(out, ",%.17g", share->value);
    }
    ent_text_add(out, "\n");
}

ent_status ent_sweep_csv(ent_sink *sink, const ent_sweep_answer *answer, const ent_set *shown)
{
    add_csv_head(&sink->text, answer);
    for (uint64_t code = ent_set_next(shown, 0); code != UINT64_MAX;
         code = ent_set_next(shown, code + 1)) {
        add_csv_row(&sink->text, answer, code);
        if (ent_sink_relieve(sink) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}
