/* Checking how `design --vary` counts arrangements by the levels of some options. */
#include <string.h>

#include "verify/check_design.h"

/* The options that are compared, and the levels of one regime. */
typedef struct {
    uint32_t options[ENT_JUDGE_OPTIONS];
    uint8_t levels[ENT_JUDGE_OPTIONS];
    size_t count;
} regime;

static bool find_level(const ent_scale *scale, const json_t *value, uint8_t *level)
{
    const char *said = json_string_value(value);
    for (uint32_t i = 0; said != NULL && i < scale->level_count; i++)
        if (strcmp(scale->levels[i], said) == 0) {
            *level = (uint8_t)i;
            return true;
        }
    return false;
}

/* False, reported, where what stands there are no options with their levels. */
static bool read_regime(ent_check *check, const ent_json_path *path, const json_t *options,
                        regime *r)
{
    const ent_model *model = check->judge.model;
    json_t *walked = (json_t *)(uintptr_t)options;
    for (void *at = json_object_iter(walked); at != NULL; at = json_object_iter_next(walked, at)) {
        const char *key = json_object_iter_key(at);
        const ent_json_path option = ent_json_key(path, key);
        const ent_name *name = ent_vocabulary_find(&model->vocabulary, key, strlen(key));
        if (name == NULL || name->kind != ENT_NAME_OPTION) {
            ent_check_foreign(check, &option, "the model has no such option");
            return false;
        }
        r->options[r->count] = name->index;
        if (!find_level(&model->vocabulary.options.items[name->index], json_object_iter_value(at),
                        &r->levels[r->count++])) {
            ent_check_wrong(check, &option, "this is no level of the option");
            return false;
        }
    }
    if (r->count == 0)
        ent_check_wrong(check, path, "no option stands here");
    return r->count > 0;
}

static bool has_levels(const ent_design_check *d, const regime *r, uint32_t state)
{
    for (size_t i = 0; i < r->count; i++)
        if (ent_judge_level(&d->check->judge, state, r->options[i]) != r->levels[i])
            return false;
    return d->target[state];
}

/* How many arrangements have these levels, and meet what. */
static uint64_t check_counts(const ent_design_check *d, const ent_json_path *path,
                             const json_t *object, const regime *r)
{
    uint64_t count = 0;
    uint64_t viable = 0;
    uint64_t meeting[ENT_DEMANDS_MADE] = {0};
    for (uint32_t state = 0; state < d->check->judge.states; state++) {
        if (!has_levels(d, r, state))
            continue;
        count++;
        viable += d->meets[state] == ENT_MEETS_ALL;
        for (int demand = 0; demand < ENT_DEMANDS_MADE; demand++)
            meeting[demand] += (d->meets[state] >> demand) & 1u;
    }
    if (count == 0)
        ent_check_wrong(d->check, path, "no arrangement has these levels");
    ent_claim_figure(d->check, path, object, "target", count);
    for (int demand = 0; demand < ENT_DEMANDS_MADE; demand++)
        ent_claim_figure(d->check, path, object, ent_demand_id(demand), meeting[demand]);
    ent_claim_figure(d->check, path, object, "agree_act_hold", viable);
    return count;
}

/* Whether the regime follows the one before: the same options, the first changing slowest. */
static bool follows(const regime *before, const regime *r)
{
    if (before->count != r->count ||
        memcmp(before->options, r->options, r->count * sizeof *r->options) != 0)
        return false;
    return memcmp(before->levels, r->levels, r->count) < 0;
}

ent_status ent_check_regimes(const ent_design_check *d, const json_t *list)
{
    const ent_json_path path = ent_json_key(NULL, "regimes");
    regime before = {0};
    uint64_t sum = 0;
    if (!json_is_array(list))
        ent_check_wrong(d->check, &path, "expected a list");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(&path, i);
        const ent_json_path options_path = ent_json_key(&item, "options");
        const json_t *one = json_array_get(list, i);
        const json_t *options = ent_check_member(d->check, &item, one, "options", JSON_OBJECT);
        regime r = {0};
        if (options == NULL || !read_regime(d->check, &options_path, options, &r))
            return ENT_OK;
        if (i > 0 && !follows(&before, &r))
            ent_check_wrong(d->check, &options_path,
                            "these levels do not follow those that stand before");
        sum += check_counts(d, &item, one, &r);
        before = r;
    }
    if (sum != d->counts[0])
        ent_check_wrong(d->check, &path, "%llu arrangements are counted here, and there are %llu",
                        (unsigned long long)sum, (unsigned long long)d->counts[0]);
    return ENT_OK;
}
