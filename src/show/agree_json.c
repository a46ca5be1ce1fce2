/* What can be agreed, as JSON. */
#include "show/agree.h"
#include "show/hold.h"
#include "show/json.h"
#include "show/json_answers.h"

const char *ent_bargain_id(int bargain)
{
    static const char *const ids[ENT_BARGAINS] = {"nash", "kalai_smorodinsky", "egalitarian",
                                                  "utilitarian"};
    return ids[bargain];
}

/* Sets `key` to the numbers of the set; `truncated_key` to true instead where they are too many. */
static void set_numbers(json_t *object, const ent_agree *agree, const ent_set *set, uint64_t count,
                        const char *key, const char *truncated_key)
{
    if (count > ENT_NUMBERS_MOST) {
        (void)json_object_set_new(object, truncated_key, json_true());
        return;
    }
    json_t *numbers = json_array();
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1))
        (void)json_array_append_new(
            numbers, json_integer((json_int_t)ent_number_of(&agree->game->space, at)));
    (void)json_object_set_new(object, key, numbers);
}

/* {"change": "better", "by": "peace"} for each party. */
static json_t *effects_json(const ent_agree *agree, const ent_package *package)
{
    static const char *const changes[] = {"same", "better", "worse", "mixed"};
    json_t *effects = json_object();
    for (uint32_t p = 0; p < agree->game->party_count; p++) {
        const ent_effect *effect = &package->effects[p];
        json_t *one = json_pack("{s:s}", "change", changes[effect->change]);
        if (effect->decider != NULL)
            (void)json_object_set_new(one, "by", json_string(effect->decider->condition.text));
        (void)json_object_set_new(effects, agree->game->model->parties.items[p].id, one);
    }
    return effects;
}

static json_t *packages_json(const ent_agree *agree, const ent_packages *packages, bool misses)
{
    json_t *list = json_array();
    for (size_t i = 0; i < packages->count; i++) {
        const ent_package *package = &packages->items[i];
        json_t *one = ent_json_state(agree->game, package->pattern.example, true);
        (void)json_object_set_new(one, "parties", effects_json(agree, package));
        if (misses)
            (void)json_object_set_new(one, "blockers",
                                      ent_json_parties(agree->game->model, &package->blockers));
        (void)json_array_append_new(list, one);
    }
    return list;
}

/* What a party would lose in its near misses. */
static json_t *losses_json(const ent_agree *agree, const ent_agree_party *party)
{
    json_t *list = json_array();
    for (size_t i = 0; i < party->losses.count; i++) {
        const ent_loss *loss = &party->losses.items[i];
        json_t *one = json_pack("{s:I,s:I}", "count", (json_int_t)loss->count, "nearest",
                                (json_int_t)ent_number_of(&agree->game->space, loss->nearest));
        if (loss->want != NULL) {
            (void)json_object_set_new(one, "want", json_string(loss->want->condition.text));
            (void)json_object_set_new(one, "because",
                                      ent_json_grounds(agree->game->model, loss->want));
        }
        (void)json_array_append_new(list, one);
    }
    return list;
}

static void set_obstacles(json_t *object, const ent_agree *agree)
{
    json_t *blockers = json_object();
    json_t *refuses = json_object();
    json_t *losses = json_object();
    for (uint32_t p = 0; p < agree->game->party_count; p++) {
        const char *id = agree->game->model->parties.items[p].id;
        const ent_agree_party *party = &agree->parties[p];
        if (party->blocked > 0) {
            (void)json_object_set_new(blockers, id, json_integer((json_int_t)party->blocked));
            (void)json_object_set_new(losses, id, losses_json(agree, party));
        }
        if (party->refused > 0)
            (void)json_object_set_new(refuses, id, json_integer((json_int_t)party->refused));
    }
    (void)json_object_set_new(object, "blockers", blockers);
    (void)json_object_set_new(object, "refuses", refuses);
    (void)json_object_set_new(object, "losses", losses);
    (void)json_object_set_new(object, "near_misses",
                              json_pack("{s:I,s:o}", "count", (json_int_t)agree->near, "nearest",
                                        packages_json(agree, &agree->misses, true)));
}

static void set_choices(json_t *object, const ent_agree *agree)
{
    set_numbers(object, agree, &agree->marks[ENT_MARK_PARETO], agree->marked[ENT_MARK_PARETO],
                "pareto", "pareto_truncated");
    set_numbers(object, agree, &agree->marks[ENT_MARK_FALLBACK], agree->marked[ENT_MARK_FALLBACK],
                "fallback", "fallback_truncated");
    if (agree->lone != ENT_NOBODY)
        (void)json_object_set_new(object, "lone",
                                  json_string(agree->game->model->parties.items[agree->lone].id));
    (void)json_object_set_new(object, "fallback_depth", json_integer((json_int_t)agree->depth));
    if (agree->marks[ENT_MARK_BARGAIN].words == NULL)
        return;
    json_t *bargaining = json_object();
    for (int k = 0; k < ENT_BARGAINS; k++) {
        const int mark = ENT_MARK_BARGAIN + k;
        set_numbers(bargaining, agree, &agree->marks[mark], agree->marked[mark], ent_bargain_id(k),
                    "truncated");
    }
    (void)json_object_set_new(bargaining, "candidates",
                              json_integer((json_int_t)agree->bargaining.candidates));
    (void)json_object_set_new(object, "bargaining", bargaining);
}

static void set_target(json_t *object, const ent_agree *agree)
{
    if (agree->marks[ENT_MARK_TARGET].words == NULL)
        return;
    json_t *target = json_pack("{s:I,s:I,s:I}", "packages", (json_int_t)agree->target_count,
                               "agreeable", (json_int_t)agree->marked[ENT_MARK_TARGET],
                               "near_misses", (json_int_t)agree->near_in_target);
    (void)json_object_set_new(object, "target", target);
}

json_t *ent_json_agree(const ent_agree *agree)
{
    json_t *object =
        json_pack("{s:o,s:I}", "start", ent_json_state(agree->game, agree->start, true), "packages",
                  (json_int_t)agree->packages);
    if (object == NULL)
        return NULL;
    if (agree->request.where != NULL)
        (void)json_object_set_new(object, "where", json_string(agree->request.where->text));
    json_t *agreeable = json_pack("{s:I}", "count", (json_int_t)agree->count);
    set_numbers(agreeable, agree, &agree->agreeable, agree->count, "numbers", "truncated");
    (void)json_object_set_new(object, "agreeable", agreeable);
    set_target(object, agree);
    set_choices(object, agree);
    set_obstacles(object, agree);
    (void)json_object_set_new(
        object, "described",
        packages_json(agree, agree->listed ? &agree->shown : &agree->choices, false));
    return object;
}

ent_status ent_agree_json(ent_text *out, const ent_agree *agree)
{
    ENT_AUTO_JSON *object = ent_json_titled(agree->game->model, ent_json_agree(agree));
    return ent_add_json(out, object);
}
