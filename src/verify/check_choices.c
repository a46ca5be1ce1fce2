/* Checking which packages `agree --json` puts on the Pareto frontier, and the fallback choice. */
#include <string.h>

#include "verify/check_agree.h"

/* --- The frontier ---------------------------------------------------------------------------- */

enum { COMPARISONS = 1 << 28 /* of packages with packages: more are not made */ };

typedef struct {
    const ent_agree_check *a;
    uint32_t *members; /* the packages that the answer puts on the frontier */
    uint32_t count;
    uint64_t left; /* comparisons that may still be made */
} frontier;

static bool dominates(const ent_agree_check *a, uint32_t x, uint32_t y)
{
    bool better = false;
    for (uint32_t p = 0; p < a->check->judge.parties; p++) {
        if (ent_agree_prefers(a, p, y, x))
            return false;
        better = better || ent_agree_prefers(a, p, x, y);
    }
    return better;
}

/* Who of those on the frontier dominates the package; ENT_NO_STATE where nobody does. */
static uint32_t find_dominator(frontier *f, uint32_t package)
{
    for (uint32_t i = 0; i < f->count && f->left > 0; i++) {
        f->left--;
        if (dominates(f->a, f->members[i], package))
            return f->members[i];
    }
    return ENT_NO_STATE;
}

/*
 * A list is the frontier when no member dominates another, and some member dominates whatever is
 * not in the list: what a package outside dominates, that member dominates too.
 */
static void compare_packages(frontier *f)
{
    const ent_agree_check *a = f->a;
    const ent_json_path path = ent_json_key(NULL, "pareto");
    for (uint32_t i = 0; i < a->count && f->left > 0; i++) {
        uint32_t state = a->agreed[i];
        uint32_t by = find_dominator(f, state);
        if (f->left == 0)
            break;
        ent_check_count(a->check, ENT_CLAIM_CHOICE, 1);
        if (a->pareto[state] && by != ENT_NO_STATE)
            ent_check_wrong(a->check, &path, "state %u is worse than state %u", state + 1, by + 1);
        else if (!a->pareto[state] && by == ENT_NO_STATE)
            ent_check_wrong(a->check, &path, "no package listed is better than state %u",
                            state + 1);
    }
    if (f->left == 0)
        ent_check_skip(a->check, ENT_UNCHECKED_FRONTIER);
}

static void read_frontier(frontier *f, const ent_json_path *path, const json_t *list)
{
    ent_check *check = f->a->check;
    uint64_t before = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(path, i);
        uint64_t number = 0;
        if (!ent_check_integer(check, &item, json_array_get(list, i), 1, check->judge.states,
                               &number))
            continue;
        if (number <= before)
            ent_check_wrong(check, &item, "%llu does not stand in order: numbers must rise",
                            (unsigned long long)number);
        else if (!f->a->agreeable[number - 1])
            ent_check_wrong(check, &item, "state %llu is not agreeable",
                            (unsigned long long)number);
        else
            f->members[f->count++] = (uint32_t)number - 1;
        if (number > before)
            before = number;
    }
}

static ent_status check_frontier(ent_agree_check *a)
{
    const ent_json_path path = ent_json_key(NULL, "pareto");
    const ent_json_path truncated = ent_json_key(NULL, "pareto_truncated");
    const json_t *list = json_object_get(a->answer, "pareto");
    if (list == NULL && json_is_true(json_object_get(a->answer, "pareto_truncated"))) {
        if (a->count <= ENT_AGREE_LISTED)
            ent_check_wrong(a->check, &truncated, "so few states must be listed");
        ent_check_skip(a->check, ENT_UNCHECKED_FRONTIER);
        return ENT_OK;
    }
    list = ent_check_member(a->check, NULL, a->answer, "pareto", JSON_ARRAY);
    if (list == NULL)
        return ENT_OK;
    frontier f = {.a = a, .left = COMPARISONS};
    f.members = ent_arena_array(a->scratch, a->count, sizeof *f.members);
    a->pareto = ent_arena_array(a->scratch, a->check->judge.states, sizeof(bool));
    if (a->scratch->exhausted)
        return ent_out_of_memory(a->check->report);
    read_frontier(&f, &path, list);
    for (uint32_t i = 0; i < f.count; i++)
        a->pareto[f.members[i]] = true;
    compare_packages(&f);
    return ENT_OK;
}

/* --- Fallback bargaining --------------------------------------------------------------------- */

/* Raises the depth of each agreeable package to the party's rank of it. `ranks` has room for the
 * keys of all states. */
static void deepen(const ent_agree_check *a, uint32_t party, uint32_t *ranks, uint32_t *depths)
{
    const ent_judge *judge = &a->check->judge;
    const uint32_t *keys = judge->keys[party];
    uint32_t rank = 0;
    memset(ranks, 0, judge->states * sizeof *ranks);
    for (uint32_t i = 0; i < a->count; i++)
        ranks[keys[a->agreed[i]]] = 1;
    for (uint32_t key = judge->states; key-- > 0;)
        if (ranks[key] != 0)
            ranks[key] = ++rank;
    for (uint32_t i = 0; i < a->count; i++)
        if (ranks[keys[a->agreed[i]]] > depths[i])
            depths[i] = ranks[keys[a->agreed[i]]];
}

static ent_status check_fallback(ent_agree_check *a)
{
    const ent_judge *judge = &a->check->judge;
    uint32_t *ranks = ent_arena_array(a->scratch, judge->states, sizeof *ranks);
    uint32_t *depths = ent_arena_array(a->scratch, a->count, sizeof *depths);
    bool *choice = ent_arena_array(a->scratch, judge->states, sizeof *choice);
    uint32_t depth = 0;
    if (a->scratch->exhausted)
        return ent_out_of_memory(a->check->report);
    for (uint32_t p = 0; p < judge->parties; p++)
        deepen(a, p, ranks, depths);
    for (uint32_t i = 0; i < a->count; i++)
        if (i == 0 || depths[i] < depth)
            depth = depths[i];
    for (uint32_t i = 0; i < a->count; i++)
        choice[a->agreed[i]] = depths[i] == depth;
    a->chosen[ENT_CHOOSE_FALLBACK] = choice;
    ent_check_count(a->check, ENT_CLAIM_CHOICE, a->count);
    ent_agree_numbers(a, NULL, a->answer, "fallback", "fallback_truncated", choice,
                      "a choice of fallback bargaining");
    ent_agree_number(a, ENT_CLAIM_CHOICE, NULL, a->answer, "fallback_depth", depth);
    return ENT_OK;
}

ent_status ent_check_choices(ent_agree_check *a)
{
    ent_status status = check_frontier(a);
    return status == ENT_OK ? check_fallback(a) : status;
}
