/* Nodes of decision diagrams, each function once. */
#include "vote/diagram.h"

uint32_t ent_diagram_node(ent_diagram *diagram, uint32_t level, ent_branch branch)
{
    ent_level *at = &diagram->levels[level];
    uint32_t next = (uint32_t)at->nodes.count;
    uint32_t node = ent_pairs_find(&at->unique, diagram->memory, branch.lo, branch.hi, next);
    if (node != next || node == ENT_NO_PAIR)
        return node;
    if (diagram->node_count == diagram->nodes_most) {
        diagram->too_large = true;
        return ENT_NO_PAIR;
    }
    ent_branch *slot = ENT_PUSH(&diagram->arena, &at->nodes);
    if (slot == NULL)
        return ENT_NO_PAIR;
    *slot = branch;
    diagram->node_count++;
    return node;
}

/* Whether a needs at least as much as b for every quota: then it wins only where b does. */
static bool needs_as_much(const ent_diagram *diagram, const ent_level *level, uint32_t a,
                          uint32_t b)
{
    if (a >= level->needs_count || b >= level->needs_count)
        return false;
    const int64_t *of_a = &level->needs[a * diagram->quota_count];
    const int64_t *of_b = &level->needs[b * diagram->quota_count];
    for (size_t q = 0; q < diagram->quota_count; q++)
        if (of_a[q] < of_b[q])
            return false;
    return true;
}

uint32_t ent_diagram_either(ent_diagram *diagram, uint32_t level, uint32_t a, uint32_t b)
{
    if (a == b || b == ENT_LOSES || a == ENT_WINS)
        return a;
    if (a == ENT_LOSES || b == ENT_WINS)
        return b;
    ent_level *at = &diagram->levels[level];
    if (needs_as_much(diagram, at, a, b))
        return b;
    if (needs_as_much(diagram, at, b, a))
        return a;
    uint32_t first = a < b ? a : b;
    uint32_t second = a < b ? b : a;
    uint32_t known = ent_pairs_get(&at->either, first, second);
    if (known != ENT_NO_PAIR)
        return known;
    if (diagram->either_count == diagram->nodes_most) {
        diagram->too_large = true;
        return ENT_NO_PAIR;
    }
    diagram->either_count++;
    ent_branch left = at->nodes.items[a];
    ent_branch right = at->nodes.items[b];
    ent_branch both = {.lo = ent_diagram_either(diagram, level + 1, left.lo, right.lo)};
    if (both.lo == ENT_NO_PAIR)
        return ENT_NO_PAIR;
    both.hi = ent_diagram_either(diagram, level + 1, left.hi, right.hi);
    if (both.hi == ENT_NO_PAIR)
        return ENT_NO_PAIR;
    uint32_t node = ent_diagram_node(diagram, level, both);
    return node == ENT_NO_PAIR ? node
                               : ent_pairs_find(&at->either, diagram->memory, first, second, node);
}

void ent_diagram_free(ent_diagram *diagram)
{
    for (uint32_t k = 0; diagram->levels != NULL && k <= diagram->members; k++) {
        ent_pairs_free(&diagram->levels[k].unique, diagram->memory);
        ent_pairs_free(&diagram->levels[k].either, diagram->memory);
    }
    ent_arena_free(&diagram->arena);
    *diagram = (ent_diagram){0};
}
