/* Taking vetoes out of rules, and making quotas of consensus. */
#include "ask/change_rule.h"

static ent_expression *constant_true(ent_arena *arena)
{
    ent_expression *node = ent_expression_new(arena, ENT_CONSTANT, 0);
    if (node != NULL)
        node->value = true;
    return node;
}

static bool is_true(const ent_expression *node)
{
    return node->kind == ENT_CONSTANT && node->value;
}

/* Whether a share counts heads: every member's consent the same. */
static bool counts_heads(const ent_expression *share)
{
    for (uint32_t p = 0; p < share->weight_count; p++)
        if (share->weights[p] != 0 && share->weights[p] != 1)
            return false;
    return true;
}

static int64_t whole(const ent_expression *share)
{
    int64_t sum = 0;
    for (uint32_t p = 0; p < share->weight_count; p++)
        sum += share->weights[p];
    return sum;
}

static size_t consenting_children(const ent_expression *node)
{
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += ent_expression_consents(node->children[i]);
    return count;
}

/* --- Vetoes ------------------------------------------------------------------------------- */

static bool needs(const ent_expression *node, uint32_t member);

static size_t requiring_children(const ent_expression *node, uint32_t member)
{
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += needs(node->children[i], member);
    return count;
}

/* With some of the settled children true, the rest is enough with the member and not without. */
static bool count_requires(const ent_expression *node, uint32_t member)
{
    int64_t with = (int64_t)consenting_children(node);
    int64_t without = with - (int64_t)requiring_children(node, member);
    int64_t settled = (int64_t)node->child_count - with;
    for (int64_t t = 0; t <= settled; t++)
        if (t + without < node->least && t + with >= node->least)
            return true;
    return false;
}

/* Whether nothing that rests on consents can satisfy the node without the member's. */
static bool needs(const ent_expression *node, uint32_t member)
{
    switch (node->kind) {
    case ENT_CONSENT:
        return node->index == member;
    case ENT_SHARE:
        return counts_heads(node) && node->weights[member] == 1 && node->least == whole(node);
    case ENT_AND:
        return requiring_children(node, member) > 0;
    case ENT_OR: {
        size_t consenting = consenting_children(node);
        return consenting > 0 && requiring_children(node, member) == consenting;
    }
    case ENT_COUNT:
        return count_requires(node, member);
    case ENT_IF:
        return node->child_count == 3 && needs(node->children[1], member) &&
               needs(node->children[2], member);
    default:
        return false;
    }
}

/* So many consents of the members but this one. */
static const ent_expression *share_without(const ent_expression *share, uint32_t member,
                                           ent_arena *arena)
{
    int64_t others = whole(share) - 1;
    int64_t least = share->least - 1;
    if (!counts_heads(share) || share->weights[member] == 0 || least > others)
        return share;
    if (least <= 0)
        return constant_true(arena);
    ent_expression *node =
        ent_expression_new(arena, least == others ? ENT_AND : ENT_COUNT, (size_t)others);
    size_t count = 0;
    for (uint32_t p = 0; p < share->weight_count && node != NULL; p++) {
        if (p == member || share->weights[p] == 0)
            continue;
        ent_expression *consent = ent_expression_new(arena, ENT_CONSENT, 0);
        if (consent == NULL)
            return NULL;
        consent->index = p;
        node->children[count++] = consent;
    }
    if (node != NULL) {
        node->least = least;
        node->most = others;
    }
    return node != NULL && others == 1 ? node->children[0] : node;
}

/* A node like this one with other children, those that are true left out of `and` and counts. */
static const ent_expression *with_children(const ent_expression *node,
                                           const ent_expression *const *children, ent_arena *arena)
{
    ent_expression *made = ent_expression_new(arena, node->kind, node->child_count);
    if (made == NULL)
        return NULL;
    ent_expression **slots = made->children;
    *made = *node;
    made->children = slots;
    made->child_count = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        bool given = is_true(children[i]) && children[i] != node->children[i];
        if (given && node->kind == ENT_OR)
            return children[i];
        if (given && node->kind == ENT_COUNT)
            made->least--;
        if (!given || node->kind == ENT_IF)
            slots[made->child_count++] = (ent_expression *)(uintptr_t)children[i];
    }
    if (node->kind == ENT_COUNT) {
        made->most = (int64_t)made->child_count;
        if (made->least <= 0)
            return constant_true(arena);
    }
    if (node->kind == ENT_AND && made->child_count == 0)
        return constant_true(arena);
    if (node->kind != ENT_IF)
        return made->child_count == 1 && made->least <= 1 ? slots[0] : made;
    if (made->child_count == 3 && is_true(slots[2]))
        made->child_count = 2;
    return made->child_count == 2 && is_true(slots[1]) ? slots[1] : made;
}

static const ent_expression *give(const ent_expression *node, uint32_t member, bool everywhere,
                                  ent_arena *arena);

static const ent_expression *give_below(const ent_expression *node, uint32_t member,
                                        bool everywhere, ent_arena *arena)
{
    const ent_expression **children = ent_arena_array(arena, node->child_count, sizeof *children);
    if (children == NULL)
        return NULL;
    bool changes = false;
    for (size_t i = 0; i < node->child_count; i++) {
        bool settled = node->kind == ENT_IF && i == 0;
        children[i] =
            settled ? node->children[i] : give(node->children[i], member, everywhere, arena);
        if (children[i] == NULL)
            return NULL;
        changes |= children[i] != node->children[i];
    }
    return changes ? with_children(node, children, arena) : node;
}

/* Takes the member's consent as given: everywhere below, or only where it is required. */
static const ent_expression *give(const ent_expression *node, uint32_t member, bool everywhere,
                                  ent_arena *arena)
{
    bool passes = node->kind == ENT_IF || node->kind == ENT_AND ||
                  (node->kind == ENT_OR && consenting_children(node) == 1);
    if (!everywhere && !passes) {
        if (!needs(node, member))
            return node;
        everywhere = true;
    }
    if (node->kind == ENT_CONSENT)
        return node->index == member ? constant_true(arena) : node;
    if (node->kind == ENT_SHARE)
        return share_without(node, member, arena);
    return ent_expression_consents(node) ? give_below(node, member, everywhere, arena) : node;
}

const ent_expression *ent_rule_without_veto(const ent_expression *rule, uint32_t member,
                                            ent_arena *arena)
{
    return give(rule, member, false, arena);
}

/* --- Quotas ------------------------------------------------------------------------------- */

/* The children that are a member's consent and nothing else. */
static uint32_t lone_consents(const ent_expression *node)
{
    uint32_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += node->children[i]->kind == ENT_CONSENT;
    return count;
}

/* How many consents the node demands all of; 0 where it does not do such a thing. */
static uint32_t demanded(const ent_expression *node)
{
    if (node->kind == ENT_SHARE)
        return counts_heads(node) && node->least == whole(node) ? (uint32_t)node->least : 0;
    if (node->kind == ENT_AND)
        return lone_consents(node);
    if (node->kind == ENT_COUNT && node->least == (int64_t)node->child_count)
        return lone_consents(node) == node->child_count ? lone_consents(node) : 0;
    return 0;
}

bool ent_rule_demands(const ent_expression *rule, ent_arena *arena, ent_demand_list *demands)
{
    uint32_t of = demanded(rule);
    if (of >= 2) {
        ent_demand *demand = ENT_PUSH(arena, demands);
        if (demand == NULL)
            return false;
        *demand = (ent_demand){rule, of};
    }
    bool passes = rule->kind == ENT_IF || rule->kind == ENT_AND ||
                  (rule->kind == ENT_OR && consenting_children(rule) == 1);
    for (size_t i = 0; passes && i < rule->child_count; i++)
        if (!ent_rule_demands(rule->children[i], arena, demands))
            return false;
    return true;
}

static bool push_consents(const ent_expression *part, ent_expression *quota, ent_arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < part->child_count; i++)
        if (part->children[i]->kind == ENT_CONSENT)
            quota->children[count++] = part->children[i];
    for (uint32_t p = 0; part->kind == ENT_SHARE && p < part->weight_count; p++) {
        if (part->weights[p] == 0)
            continue;
        ent_expression *consent = ent_expression_new(arena, ENT_CONSENT, 0);
        if (consent == NULL)
            return false;
        consent->index = p;
        quota->children[count++] = consent;
    }
    return true;
}

/* "at least `least` of {…}", and what else the part demands. */
static const ent_expression *quota_of(const ent_expression *part, uint32_t least, ent_arena *arena)
{
    uint32_t of = demanded(part);
    ent_expression *quota = ent_expression_new(arena, ENT_COUNT, of);
    if (quota == NULL || !push_consents(part, quota, arena))
        return NULL;
    quota->least = least;
    quota->most = of;
    if (part->kind != ENT_AND || of == part->child_count)
        return quota;
    ent_expression *both = ent_expression_new(arena, ENT_AND, part->child_count - of + 1);
    if (both == NULL)
        return NULL;
    size_t count = 0;
    both->children[count++] = quota;
    for (size_t i = 0; i < part->child_count; i++)
        if (part->children[i]->kind != ENT_CONSENT)
            both->children[count++] = part->children[i];
    return both;
}

const ent_expression *ent_rule_with_quorum(const ent_expression *rule, const ent_expression *part,
                                           uint32_t least, ent_arena *arena)
{
    if (rule == part)
        return quota_of(part, least, arena);
    if (rule->child_count == 0)
        return rule;
    ent_expression *made = ent_expression_new(arena, rule->kind, rule->child_count);
    if (made == NULL)
        return NULL;
    ent_expression **slots = made->children;
    bool changes = false;
    for (size_t i = 0; i < rule->child_count; i++) {
        const ent_expression *child = ent_rule_with_quorum(rule->children[i], part, least, arena);
        if (child == NULL)
            return NULL;
        slots[i] = (ent_expression *)(uintptr_t)child;
        changes |= child != rule->children[i];
    }
    *made = *rule;
    made->children = slots;
    return changes ? made : rule;
}
