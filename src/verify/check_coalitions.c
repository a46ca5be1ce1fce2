/* Checking who can make a body act and who can stop it: coalitions, vetoes, dummies, classes. */
#include <stdlib.h>
#include <string.h>

#include "verify/check_act.h"

enum { LISTED_MOST = 100000 /* minimal winning coalitions; past that they need not be listed */ };

/* --- Minimal winning coalitions ------------------------------------------------------------ */

static void check_minimal(const ent_variant_check *v, const ent_json_path *path,
                          const uint64_t *coalition)
{
    ent_check *check = v->of->check;
    ent_check_count(check, ENT_CLAIM_COALITION, 1);
    if (!ent_act_wins(v, coalition, ENT_NOBODY)) {
        ent_check_wrong(check, path, "this coalition does not win");
        return;
    }
    for (uint32_t i = 0; i < v->of->member_count; i++)
        if (((coalition[i / 64] >> (i % 64)) & 1u) && ent_act_wins(v, coalition, i)) {
            ent_check_wrong(check, path, "this coalition wins without '%s' too",
                            ent_act_member_id(v->of, i));
            return;
        }
}

static bool read_coalition(const ent_variant_check *v, const ent_json_path *path,
                           const json_t *value, uint64_t *coalition)
{
    if (!json_is_array(value)) {
        ent_check_wrong(v->of->check, path, "expected a list of members");
        return false;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const ent_json_path item = ent_json_item(path, i);
        uint32_t member = 0;
        if (!ent_act_member(v->of, &item, json_array_get(value, i), &member))
            return false;
        if ((coalition[member / 64] >> (member % 64)) & 1u) {
            ent_check_wrong(v->of->check, &item, "'%s' stands here twice",
                            ent_act_member_id(v->of, member));
            return false;
        }
        coalition[member / 64] |= UINT64_C(1) << (member % 64);
    }
    return true;
}

static int compare_coalitions(const void *a, const void *b, void *context)
{
    const size_t *width = context;
    return memcmp(a, b, *width * sizeof(uint64_t));
}

/* Reads and checks the list; `usable` where it is a list of different coalitions. */
static ent_status read_list(const ent_variant_check *v, const json_t *list, ent_arena *arena,
                            ent_coalition_list *coalitions, bool *usable)
{
    ent_check *check = v->of->check;
    const ent_json_path path = ent_json_key(&v->path, "minimal");
    size_t width = (v->of->member_count + 63) / 64;
    size_t count = json_array_size(list);
    uint64_t *words = ent_arena_array(arena, count, width * sizeof *words);
    if (words == NULL)
        return ent_out_of_memory(check->report);
    *usable = true;
    for (size_t i = 0; i < count && !check->foreign; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        if (read_coalition(v, &item, json_array_get(list, i), words + i * width))
            check_minimal(v, &item, words + i * width);
        else
            *usable = false;
    }
    qsort_r(words, count, width * sizeof *words, compare_coalitions, &width);
    for (size_t i = 1; i < count && *usable; i++)
        if (compare_coalitions(words + (i - 1) * width, words + i * width, &width) == 0) {
            ent_check_wrong(check, &path, "one of the coalitions stands here twice");
            *usable = false;
        }
    *coalitions = (ent_coalition_list){words, count, width};
    return ENT_OK;
}

/* `minimal_count` against the list, and both against the census. */
static void check_minimal_count(const ent_variant_check *v, const json_t *list)
{
    ent_check *check = v->of->check;
    const ent_json_path list_path = ent_json_key(&v->path, "minimal");
    const ent_json_path path = ent_json_key(&v->path, "minimal_count");
    const json_t *count = json_object_get(v->object, "minimal_count");
    uint64_t truth = v->census != NULL ? v->census->minimal : json_array_size(list);
    uint64_t claimed = 0;
    if (v->census != NULL && list != NULL && json_array_size(list) != truth)
        ent_check_wrong(check, &list_path, "%zu are listed, and there are %llu",
                        json_array_size(list), (unsigned long long)truth);
    if (v->census != NULL && list == NULL && v->whole && truth <= LISTED_MOST)
        ent_check_wrong(check, &list_path, "so few coalitions must be listed");
    if ((list == NULL && v->census == NULL) || (count == NULL && list != NULL) ||
        (!v->whole && json_is_null(count)))
        return;
    ent_check_count(check, ENT_CLAIM_COALITION, 1);
    if (ent_check_integer(check, &path, count, 0, UINT64_MAX, &claimed) && claimed != truth)
        ent_check_wrong(check, &path, "%llu are claimed, and there are %llu",
                        (unsigned long long)claimed, (unsigned long long)truth);
}

static ent_status check_all_minimal(const ent_variant_check *v, ent_arena *arena,
                                    ent_coalition_list *coalitions)
{
    const ent_json_path path = ent_json_key(&v->path, "minimal");
    const json_t *list = json_object_get(v->object, "minimal");
    ent_status status = ENT_OK;
    bool usable = false;
    if (list != NULL && json_is_null(list))
        list = NULL;
    if (v->census == NULL)
        ent_check_skip(v->of->check, ENT_UNCHECKED_MINIMAL);
    if (list != NULL && !json_is_array(list)) {
        ent_check_wrong(v->of->check, &path, "expected a list of coalitions");
        return ENT_OK;
    }
    if (list != NULL)
        status = read_list(v, list, arena, coalitions, &usable);
    if (status == ENT_OK && usable == (list != NULL))
        check_minimal_count(v, list);
    if (!usable)
        coalitions->count = 0;
    return status;
}

/* --- Lists of members ---------------------------------------------------------------------- */

/* What is true of the members that a list names, and of the others. */
typedef struct {
    const char *key;
    bool (*is)(const ent_variant_check *v, const ent_coalition_list *minimal, uint32_t member);
    bool whole; /* whether `is` is sure of a no: else the list may name more */
    const char *false_of;
    const char *true_of;
} role;

static bool is_veto(const ent_variant_check *v, const ent_coalition_list *minimal, uint32_t member)
{
    (void)minimal;
    return !ent_act_rest_wins(v, member);
}

/* Without a census, nobody is a dummy who is in a minimal winning coalition. */
static bool is_dummy(const ent_variant_check *v, const ent_coalition_list *minimal, uint32_t member)
{
    if (v->census != NULL)
        return v->census->swings[member] == 0;
    for (size_t i = 0; i < minimal->count; i++)
        if ((minimal->words[i * minimal->width + member / 64] >> (member % 64)) & 1u)
            return false;
    return true;
}

static void check_listed(const ent_variant_check *v, const ent_coalition_list *minimal,
                         const role *r, const json_t *list, bool *listed)
{
    ent_check *check = v->of->check;
    const ent_json_path path = ent_json_key(&v->path, r->key);
    for (size_t i = 0; i < json_array_size(list) && !check->foreign; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        uint32_t member = 0;
        if (!ent_act_member(v->of, &item, json_array_get(list, i), &member))
            continue;
        if (listed[member])
            ent_check_wrong(check, &item, "'%s' stands here twice",
                            ent_act_member_id(v->of, member));
        else if (!r->is(v, minimal, member))
            ent_check_wrong(check, &item, r->false_of, ent_act_member_id(v->of, member));
        listed[member] = true;
    }
    for (uint32_t i = 0; r->whole && i < v->of->member_count; i++) {
        ent_check_count(check, ENT_CLAIM_ROLE, 1);
        if (!listed[i] && r->is(v, minimal, i))
            ent_check_wrong(check, &path, r->true_of, ent_act_member_id(v->of, i));
    }
}

static ent_status check_role(const ent_variant_check *v, const ent_coalition_list *minimal,
                             const role *r)
{
    ent_check *check = v->of->check;
    if (!v->whole && json_is_null(json_object_get(v->object, r->key)))
        return ENT_OK;
    const json_t *list = ent_check_member(check, &v->path, v->object, r->key, JSON_ARRAY);
    if (list == NULL)
        return ENT_OK;
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    bool *listed = ent_arena_array(&scratch, v->of->member_count, sizeof *listed);
    if (listed != NULL)
        check_listed(v, minimal, r, list, listed);
    ent_arena_free(&scratch);
    return listed == NULL ? ent_out_of_memory(check->report) : ENT_OK;
}

/* --- Members who can take each other's place ----------------------------------------------- */

/* Everybody with the first of its class, and the first of each class with that of each other. */
static void check_pairs(const ent_variant_check *v, const ent_json_path *path,
                        const uint32_t *first)
{
    ent_check_count(v->of->check, ENT_CLAIM_ROLE, v->of->member_count);
    for (uint32_t a = 0; a < v->of->member_count; a++)
        for (uint32_t b = 0; b < v->of->member_count; b++) {
            bool together = first[b] == a && a != b;
            bool apart = first[a] == a && first[b] == b && a < b;
            if ((together || apart) && ent_census_interchangeable(v->census, a, b) != together)
                ent_check_wrong(v->of->check, path, "'%s' and '%s' can%s take each other's place",
                                ent_act_member_id(v->of, a), ent_act_member_id(v->of, b),
                                together ? "not" : "");
        }
}

/* Reads the classes: for each member the first member of its class. */
static bool read_classes(const ent_variant_check *v, const ent_json_path *path,
                         const json_t *classes, uint32_t *first, bool *listed)
{
    for (size_t c = 0; c < json_array_size(classes); c++) {
        const ent_json_path class_path = ent_json_item(path, c);
        const json_t *class = json_array_get(classes, c);
        uint32_t head = ENT_NOBODY;
        if (!json_is_array(class) || json_array_size(class) == 0) {
            ent_check_wrong(v->of->check, &class_path, "expected a list of members");
            return false;
        }
        for (size_t i = 0; i < json_array_size(class); i++) {
            const ent_json_path item = ent_json_item(&class_path, i);
            uint32_t member = 0;
            if (!ent_act_member(v->of, &item, json_array_get(class, i), &member))
                return false;
            if (listed[member]) {
                ent_check_wrong(v->of->check, &item, "'%s' stands here twice",
                                ent_act_member_id(v->of, member));
                return false;
            }
            listed[member] = true;
            head = head == ENT_NOBODY ? member : head;
            first[member] = head;
        }
    }
    for (uint32_t i = 0; i < v->of->member_count; i++)
        if (!listed[i]) {
            ent_check_wrong(v->of->check, path, "'%s' is in no class", ent_act_member_id(v->of, i));
            return false;
        }
    return true;
}

static ent_status check_classes(const ent_variant_check *v, const json_t *classes)
{
    ent_check *check = v->of->check;
    const ent_json_path path = ent_json_key(&v->path, "classes");
    if (!json_is_array(classes)) {
        ent_check_wrong(check, &path, "expected lists of interchangeable members");
        return ENT_OK;
    }
    ent_arena scratch = ent_arena_new(check->judge.arena.memory);
    uint32_t *first = ent_arena_array(&scratch, v->of->member_count, sizeof *first);
    bool *listed = ent_arena_array(&scratch, v->of->member_count, sizeof *listed);
    ent_status status = scratch.exhausted ? ent_out_of_memory(check->report) : ENT_OK;
    if (status == ENT_OK && read_classes(v, &path, classes, first, listed) && v->census != NULL)
        check_pairs(v, &path, first);
    ent_arena_free(&scratch);
    return status;
}

/* --- Against whom -------------------------------------------------------------------------- */

static void check_acts_without(const ent_variant_check *v)
{
    ent_check *check = v->of->check;
    const ent_judge *judge = &check->judge;
    const ent_json_path path = ent_json_key(&v->path, "acts_without");
    const json_t *object =
        ent_check_member(check, &v->path, v->object, "acts_without", JSON_OBJECT);
    size_t known = 0;
    for (uint32_t party = 0; object != NULL && party < judge->parties; party++) {
        const char *id = judge->model->parties.items[party].id;
        const ent_json_path at = ent_json_key(&path, id);
        const json_t *value = json_object_get(object, id);
        bool claimed = false;
        known += value != NULL;
        if ((value == NULL && v->of->member_of[party] == ENT_NOBODY) ||
            !ent_check_boolean(check, &at, value, &claimed))
            continue;
        ent_check_count(check, ENT_CLAIM_ROLE, 1);
        if (claimed != ent_act_rest_wins(v, v->of->member_of[party]))
            ent_check_wrong(check, &at, "without '%s' the others can%s act", id,
                            claimed ? "not" : "");
    }
    if (known < json_object_size(object))
        ent_check_foreign(check, &path, "it speaks of others than the parties of the model");
}

ent_status ent_check_coalitions(const ent_variant_check *v)
{
    static const role veto = {"vetoes", is_veto, true, "'%s' has no veto: the others can act",
                              "'%s' has a veto and is not listed"};
    role dummy = {"dummies", is_dummy, v->census != NULL,
                  "'%s' is no dummy: a coalition wins only with it",
                  "'%s' is a dummy and is not listed"};
    const json_t *classes = json_object_get(v->object, "classes");
    ent_coalition_list minimal = {0};
    ent_arena scratch = ent_arena_new(v->of->check->judge.arena.memory);
    ent_status status = check_all_minimal(v, &scratch, &minimal);
    if (status == ENT_OK)
        status = check_role(v, &minimal, &veto);
    if (status == ENT_OK)
        status = check_role(v, &minimal, &dummy);
    ent_arena_free(&scratch);
    if (v->census == NULL)
        ent_check_skip(v->of->check, ENT_UNCHECKED_DUMMY);
    if (status == ENT_OK && classes != NULL && !json_is_null(classes))
        status = check_classes(v, classes);
    if (status == ENT_OK)
        check_acts_without(v);
    return status;
}
