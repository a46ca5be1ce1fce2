/* Claims whose truth is known. */
#include "verify/claims.h"

#include <string.h>

void ent_claim_figure(ent_check *check, const ent_json_path *path, const json_t *object,
                      const char *key, uint64_t truth)
{
    const ent_json_path at = ent_json_key(path, key);
    uint64_t claimed = 0;
    if (!ent_check_integer(check, &at, json_object_get(object, key), 0, UINT64_MAX, &claimed))
        return;
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (claimed != truth)
        ent_check_wrong(check, &at, "%llu is claimed, and it is %llu", (unsigned long long)claimed,
                        (unsigned long long)truth);
}

void ent_claim_flag(ent_check *check, const ent_json_path *path, const json_t *object,
                    const char *key, bool truth)
{
    const ent_json_path at = ent_json_key(path, key);
    bool claimed = false;
    if (ent_check_boolean(check, &at, json_object_get(object, key), &claimed) && claimed != truth)
        ent_check_wrong(check, &at, "%s is claimed, and it is not so", claimed ? "true" : "false");
}

bool ent_claim_text(ent_check *check, const ent_json_path *path, const json_t *object,
                    const char *key, const char *truth)
{
    const ent_json_path at = ent_json_key(path, key);
    const json_t *said = ent_check_member(check, path, object, key, JSON_STRING);
    if (said == NULL)
        return false;
    if (strcmp(json_string_value(said), truth) == 0)
        return true;
    ent_check_wrong(check, &at, "'%.100s' is claimed, and it is '%.100s'", json_string_value(said),
                    truth);
    return false;
}

void ent_claim_names(ent_check *check, const ent_json_path *path, const json_t *object,
                     const char *key, const char *const *names, size_t count)
{
    const ent_json_path at = ent_json_key(path, key);
    const json_t *list = ent_check_member(check, path, object, key, JSON_ARRAY);
    if (list == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        const ent_json_path item = ent_json_item(&at, i);
        const char *said = json_string_value(json_array_get(list, i));
        if (said != NULL && strcmp(said, names[i]) == 0)
            continue;
        ent_check_wrong(check, i < json_array_size(list) ? &item : &at,
                        "here '%.100s' has to stand", names[i]);
        return;
    }
    if (json_array_size(list) > count) {
        const ent_json_path item = ent_json_item(&at, count);
        ent_check_wrong(check, &item, "this does not belong here");
    }
}

bool ent_claim_length(ent_check *check, const ent_json_path *path, const json_t *list, size_t count,
                      const char *what)
{
    if (json_array_size(list) == count)
        return true;
    ent_check_wrong(check, path, "%zu %s stand here, and there are %zu", json_array_size(list),
                    what, count);
    return false;
}

void ent_claim_absent(ent_check *check, const ent_json_path *path, const json_t *object,
                      const char *key, const char *why)
{
    const ent_json_path at = ent_json_key(path, key);
    if (json_object_get(object, key) != NULL)
        ent_check_wrong(check, &at, "this has no place here: %s", why);
}

bool ent_claim_concept(ent_check *check, const json_t *answer, ent_concept *concept)
{
    const ent_json_path path = ent_json_key(NULL, "concept");
    const json_t *id = ent_check_member(check, NULL, answer, "concept", JSON_STRING);
    if (id == NULL)
        return false;
    if (ent_concept_find(json_string_value(id), json_string_length(id), concept))
        return true;
    ent_check_wrong(check, &path, "there is no such stability concept");
    return false;
}
