/* Changing rules by what section 8 says of their parts, and comparing them. */
#include "verify/remake.h"

#include <string.h>

/* --- Parts of rules ---------------------------------------------------------------------- */

static size_t count_consenting(const ent_expression *node)
{
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += ent_expression_consents(node->children[i]);
    return count;
}

/* Whether what stands in the node are parts of the rule, and not only the node as a whole. */
static bool has_parts(const ent_expression *node)
{
    return node->kind == ENT_IF || node->kind == ENT_AND ||
           (node->kind == ENT_OR && count_consenting(node) == 1);
}

/* Whether each consent counts one: not so where a named weight is shared. */
static bool counts_heads(const ent_expression *share, int64_t *heads)
{
    *heads = 0;
    for (uint32_t party = 0; party < share->weight_count; party++) {
        if (share->weights[party] != 0 && share->weights[party] != 1)
            return false;
        *heads += share->weights[party];
    }
    return true;
}

static ent_expression *copy_of(const ent_expression *node, ent_arena *arena)
{
    ent_expression *copy = ent_expression_new(arena, node->kind, node->child_count);
    if (copy == NULL)
        return NULL;
    ent_expression **children = copy->children;
    *copy = *node;
    copy->children = children;
    for (size_t i = 0; i < node->child_count; i++)
        children[i] = node->children[i];
    return copy;
}

/* --- Vetoes ------------------------------------------------------------------------------ */

static bool needs(const ent_expression *node, uint32_t member);

static size_t count_needing(const ent_expression *node, uint32_t member)
{
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += needs(node->children[i], member);
    return count;
}

/* Whether for some number of its conditions on options that hold, the member decides. */
static bool count_needs(const ent_expression *node, uint32_t member)
{
    int64_t others = (int64_t)(count_consenting(node) - count_needing(node, member));
    int64_t all = (int64_t)count_consenting(node);
    int64_t settled = (int64_t)node->child_count - all;
    for (int64_t held = 0; held <= settled; held++)
        if (held + others < node->least && node->least <= held + all)
            return true;
    return false;
}

/* Whether no consents decide the part without the member's. */
static bool needs(const ent_expression *node, uint32_t member)
{
    int64_t heads = 0;
    switch (node->kind) {
    case ENT_CONSENT:
        return node->index == member;
    case ENT_SHARE:
        return counts_heads(node, &heads) && node->least == heads && node->weights[member] == 1;
    case ENT_AND:
        return count_needing(node, member) > 0;
    case ENT_OR:
        return count_consenting(node) > 0 && count_needing(node, member) == count_consenting(node);
    case ENT_IF:
        return node->child_count == 3 && needs(node->children[1], member) &&
               needs(node->children[2], member);
    case ENT_COUNT:
        return count_needs(node, member);
    default:
        return false;
    }
}

/* The same share of heads, that of the member given. */
static const ent_expression *share_given(const ent_expression *share, uint32_t member,
                                         ent_arena *arena)
{
    int64_t heads = 0;
    if (!counts_heads(share, &heads) || share->weights[member] == 0)
        return share;
    ent_expression *copy = copy_of(share, arena);
    int64_t *weights = ent_arena_array(arena, share->weight_count, sizeof *weights);
    if (copy == NULL || weights == NULL)
        return share;
    memcpy(weights, share->weights, share->weight_count * sizeof *weights);
    weights[member] = 0;
    copy->weights = weights;
    copy->least--;
    return copy;
}

static const ent_expression *give(const ent_expression *node, uint32_t member, bool needed,
                                  ent_arena *arena)
{
    needed = needed || (!has_parts(node) && needs(node, member));
    if (!needed && !has_parts(node))
        return node;
    if (node->kind == ENT_SHARE)
        return share_given(node, member, arena);
    ent_expression *copy = copy_of(node, arena);
    if (copy == NULL)
        return node;
    bool changes = false;
    for (size_t i = 0; i < node->child_count; i++) {
        const ent_expression *child = node->children[i];
        if (ent_expression_consents(child))
            child = give(child, member, needed, arena);
        changes = changes || child != node->children[i];
        copy->children[i] = (ent_expression *)(uintptr_t)child;
    }
    if (node->kind == ENT_CONSENT && node->index == member) {
        copy->kind = ENT_CONSTANT;
        copy->value = true;
        return copy;
    }
    return changes ? copy : node;
}

const ent_expression *ent_remake_without_veto(const ent_expression *rule, uint32_t member,
                                              ent_arena *arena)
{
    return give(rule, member, false, arena);
}

/* --- Quorums ----------------------------------------------------------------------------- */

static size_t count_lone(const ent_expression *node)
{
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += node->children[i]->kind == ENT_CONSENT;
    return count;
}

/* Of how many members the part demands all. */
static uint64_t demanded_of(const ent_expression *node)
{
    int64_t heads = 0;
    size_t lone = count_lone(node);
    if (node->kind == ENT_SHARE)
        return counts_heads(node, &heads) && node->least == heads ? (uint64_t)heads : 0;
    if (node->kind == ENT_AND)
        return lone;
    bool all = node->kind == ENT_COUNT && node->least == (int64_t)node->child_count;
    return all && lone == node->child_count ? lone : 0;
}

/* The part with `least` in the place of all. */
static const ent_expression *with_least(const ent_expression *part, uint32_t least,
                                        ent_arena *arena)
{
    ent_expression *copy = copy_of(part, arena);
    size_t lone = count_lone(part);
    if (copy == NULL)
        return part;
    if (part->kind != ENT_AND) {
        copy->least = least;
        return copy;
    }
    ent_expression *some = ent_expression_new(arena, ENT_COUNT, lone);
    if (some == NULL)
        return part;
    some->least = least;
    some->most = (int64_t)lone;
    size_t chosen = 0;
    copy->child_count = 0;
    copy->children[copy->child_count++] = some;
    for (size_t i = 0; i < part->child_count; i++) {
        if (part->children[i]->kind == ENT_CONSENT)
            some->children[chosen++] = part->children[i];
        else
            copy->children[copy->child_count++] = part->children[i];
    }
    return copy;
}

/* Counts `part` down at each part that demands all of so many, and changes the one it stops at. */
static const ent_expression *loosen(const ent_expression *node, size_t *part, uint32_t of,
                                    uint32_t least, ent_arena *arena)
{
    if (demanded_of(node) == of && (*part)-- == 0)
        return with_least(node, least, arena);
    for (size_t i = 0; has_parts(node) && i < node->child_count; i++) {
        const ent_expression *child = loosen(node->children[i], part, of, least, arena);
        if (child == node->children[i])
            continue;
        ent_expression *copy = copy_of(node, arena);
        if (copy != NULL)
            copy->children[i] = (ent_expression *)(uintptr_t)child;
        return copy != NULL ? copy : node;
    }
    return node;
}

const ent_expression *ent_remake_with_quorum(const ent_expression *rule, size_t part, uint32_t of,
                                             uint32_t least, ent_arena *arena)
{
    return loosen(rule, &part, of, least, arena);
}

/* --- Comparing --------------------------------------------------------------------------- */

/* The conditions on options that the two rules ask for, and the settings of them that were seen. */
typedef struct {
    const ent_expression *conditions[64];
    size_t condition_count;
    uint64_t settings[ENT_COMPARED_SETTINGS];
    size_t setting_count;
} comparing;

static bool gather_conditions(comparing *c, const ent_expression *node)
{
    if (node->kind == ENT_CONSTANT || node->kind == ENT_CONSENT || node->kind == ENT_SHARE)
        return true;
    if (ent_expression_consents(node)) {
        for (size_t i = 0; i < node->child_count; i++)
            if (!gather_conditions(c, node->children[i]))
                return false;
        return true;
    }
    if (c->condition_count == sizeof c->conditions / sizeof *c->conditions)
        return false;
    c->conditions[c->condition_count++] = node;
    return true;
}

/* Whether the conditions hold in the state in a way that was not seen before; `full` where no more
 * can be remembered. */
static bool is_new(comparing *c, ent_judge *judge, uint32_t state, bool *full)
{
    uint64_t setting = 0;
    for (size_t i = 0; i < c->condition_count; i++)
        setting |= (uint64_t)ent_judge_holds(judge, c->conditions[i], state) << i;
    for (size_t i = 0; i < c->setting_count; i++)
        if (c->settings[i] == setting)
            return false;
    *full = c->setting_count == ENT_COMPARED_SETTINGS;
    if (!*full)
        c->settings[c->setting_count++] = setting;
    return true;
}

static bool decide_alike(ent_judge *judge, const ent_body *body, const ent_expression *first,
                         const ent_expression *second, uint32_t state)
{
    for (uint32_t coalition = 0; coalition < UINT32_C(1) << body->members.count; coalition++) {
        ent_judge_no_consent(judge);
        for (size_t i = 0; i < body->members.count; i++)
            if ((coalition >> i) & 1u)
                ent_judge_consent(judge, body->members.items[i]);
        if (ent_judge_satisfies(judge, first, state) != ent_judge_satisfies(judge, second, state))
            return false;
    }
    return true;
}

ent_rules_compared ent_compare_rules(ent_judge *judge, uint32_t body, const ent_expression *first,
                                     const ent_expression *second)
{
    const ent_body *of = ent_mover_body(judge->model, body);
    comparing c = {0};
    bool full = false;
    if (of->members.count > ENT_COMPARED_MEMBERS || !gather_conditions(&c, first) ||
        !gather_conditions(&c, second))
        return ENT_RULES_TOO_LARGE;
    for (uint32_t state = 0; state < judge->states; state++) {
        if (!is_new(&c, judge, state, &full))
            continue;
        if (full)
            return ENT_RULES_TOO_LARGE;
        if (!decide_alike(judge, of, first, second, state))
            return ENT_RULES_DIFFER;
    }
    return ENT_RULES_ALIKE;
}
