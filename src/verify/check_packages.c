/* Checking the packages that `agree --json` tells of one by one. */
#include <string.h>

#include "verify/check_agree.h"

static void check_change(const ent_agree_check *a, const ent_json_path *path, uint32_t party,
                         uint32_t package, const json_t *object)
{
    const ent_json_path change_path = ent_json_key(path, "change");
    const ent_json_path by_path = ent_json_key(path, "by");
    const char *change = ent_agree_prefers(a, party, package, a->start)   ? "better"
                         : ent_agree_prefers(a, party, a->start, package) ? "worse"
                                                                          : "same";
    const ent_want *decider = ent_agree_decider(a, party, package);
    const char *claimed = json_string_value(json_object_get(object, "change"));
    const json_t *by = json_object_get(object, "by");
    ent_check_count(a->check, ENT_CLAIM_EFFECT, 1);
    if (claimed == NULL || strcmp(claimed, change) != 0)
        ent_check_wrong(a->check, claimed == NULL ? path : &change_path,
                        "for '%s', state %u compared with the start is '%s'",
                        ent_mover_id(a->check->judge.model, party), package + 1, change);
    if (decider == NULL
            ? by != NULL
            : !json_is_string(by) || strcmp(json_string_value(by), decider->condition.text) != 0)
        ent_check_wrong(a->check, by == NULL ? path : &by_path, "what decides is %s",
                        decider == NULL ? "nothing" : decider->condition.text);
}

bool ent_check_package(const ent_agree_check *a, const ent_json_path *path, const json_t *object,
                       uint32_t *state)
{
    const ent_model *model = a->check->judge.model;
    const ent_json_path parties_path = ent_json_key(path, "parties");
    if (!ent_check_state(a->check, path, object, state))
        return false;
    const json_t *parties = ent_check_member(a->check, path, object, "parties", JSON_OBJECT);
    if (parties == NULL)
        return true;
    for (uint32_t p = 0; p < a->check->judge.parties; p++) {
        const char *id = model->parties.items[p].id;
        const ent_json_path at = ent_json_key(&parties_path, id);
        if (json_object_get(parties, id) == NULL)
            ent_check_wrong(a->check, &parties_path, "'%s' is missing", id);
        else
            check_change(a, &at, p, *state, json_object_get(parties, id));
    }
    if (json_object_size(parties) > a->check->judge.parties)
        ent_check_foreign(a->check, &parties_path, "%zu parties are told of, and the model has %u",
                          json_object_size(parties), a->check->judge.parties);
    return true;
}

/* Some members of a set, such as are on the frontier or any, that are not yet among the picked. */
static uint32_t pick(const ent_agree_check *a, const bool *set, bool efficient, uint32_t *picked,
                     uint32_t *count)
{
    enum { EACH = 2 };
    uint32_t met = 0;
    for (uint32_t i = 0; i < a->count && met < EACH; i++) {
        uint32_t state = a->agreed[i];
        bool known = false;
        if (!set[state] || (efficient && !a->pareto[state]))
            continue;
        met++;
        for (uint32_t k = 0; k < *count; k++)
            known = known || picked[k] == state;
        if (!known)
            picked[(*count)++] = state;
    }
    return met;
}

/* Where not all packages are listed: two that each solution chooses, on the frontier if may be. */
static uint32_t pick_choices(const ent_agree_check *a, uint32_t *picked)
{
    uint32_t count = 0;
    for (int c = 0; c < ENT_CHOICES; c++)
        if (a->chosen[c] != NULL && pick(a, a->chosen[c], true, picked, &count) == 0)
            (void)pick(a, a->chosen[c], false, picked, &count);
    return count;
}

/* Where the frontier is not listed it is enough that a solution chooses the package. */
static bool is_chosen(const ent_agree_check *a, uint32_t state)
{
    for (int c = 0; c < ENT_CHOICES; c++)
        if (a->chosen[c] != NULL && a->chosen[c][state])
            return true;
    return false;
}

ent_status ent_check_described(const ent_agree_check *a)
{
    const ent_json_path path = ent_json_key(NULL, "described");
    const json_t *list = ent_check_member(a->check, NULL, a->answer, "described", JSON_ARRAY);
    uint32_t picked[2 * ENT_CHOICES];
    const uint32_t *expected = a->agreed;
    uint32_t count = a->count;
    bool any = false;
    if (list == NULL)
        return ENT_OK;
    if (json_array_size(list) != a->count) {
        any = a->pareto == NULL;
        expected = picked;
        count = any ? 0 : pick_choices(a, picked);
    }
    if (!any && json_array_size(list) != count)
        ent_check_wrong(a->check, &path, "%zu packages are told of; it should be all %u, or %u",
                        json_array_size(list), a->count, count);
    for (size_t i = 0; i < json_array_size(list) && !a->check->foreign; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        uint32_t state = 0;
        if (!ent_check_package(a, &item, json_array_get(list, i), &state))
            continue;
        if (any ? !is_chosen(a, state) : i < count && expected[i] != state)
            ent_check_wrong(a->check, &item, "another package should be told of here");
    }
    return ENT_OK;
}
