/* Making a simple game from a settled rule: constants vanish, counts of members become quotas. */
#include "vote/simple_game.h"

#include <assert.h>

/* A part of a rule: settled, or a formula. */
typedef enum { NEVER, ALWAYS, DEPENDS } truth;

typedef struct {
    truth truth;
    ent_formula *formula;
} part;

typedef struct {
    const ent_settled_rule *rule;
    ent_simple_game *game;
    ent_arena *arena;
    int64_t **single; /* by member: its weights where only it counts; NULL where not needed yet */
    bool exhausted;
} maker;

static part constant(bool value)
{
    return (part){.truth = value ? ALWAYS : NEVER};
}

static part out_of_memory(maker *m)
{
    m->exhausted = true;
    return constant(false);
}

static int64_t sum_of(const int64_t *weights, uint32_t members)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < members; i++)
        sum += weights[i];
    return sum;
}

/* The quota as a part; weights beyond what is asked for count no more than that. */
static part add_quota(maker *m, int64_t *weights, int64_t least)
{
    uint32_t members = m->game->members;
    if (least <= 0)
        return constant(true);
    if (least > sum_of(weights, members))
        return constant(false);
    for (uint32_t i = 0; i < members; i++)
        weights[i] = weights[i] > least ? least : weights[i];
    ent_formula *formula = ent_arena_allocate(m->arena, sizeof *formula);
    ent_quota *quota = ENT_PUSH(m->arena, &m->game->quotas);
    if (formula == NULL || quota == NULL)
        return out_of_memory(m);
    *quota = (ent_quota){.weights = weights, .least = least};
    formula->quota = (uint32_t)(m->game->quotas.count - 1);
    return (part){.truth = DEPENDS, .formula = formula};
}

static part make_consent(maker *m, uint32_t party)
{
    uint32_t member = 0;
    while (member < m->game->members && m->rule->members[member] != party)
        member++;
    if (member == m->game->members)
        return constant(false);
    int64_t **weights = &m->single[member];
    if (*weights == NULL) {
        *weights = ent_arena_array(m->arena, m->game->members, sizeof **weights);
        if (*weights == NULL)
            return out_of_memory(m);
        (*weights)[member] = 1;
    }
    return add_quota(m, *weights, 1);
}

static part make_share(maker *m, const ent_expression *share)
{
    int64_t *weights = ent_arena_array(m->arena, m->game->members, sizeof *weights);
    if (weights == NULL)
        return out_of_memory(m);
    for (uint32_t i = 0; i < m->game->members; i++)
        weights[i] = share->weights[m->rule->members[i]];
    return add_quota(m, weights, share->least);
}

/* Whether the formula asks for all (or, not `all`, for one) of some members, each counted once. */
static bool is_plain(const maker *m, const ent_formula *formula, bool all)
{
    if (formula->part_count > 0)
        return false;
    const ent_quota *quota = &m->game->quotas.items[formula->quota];
    for (uint32_t i = 0; i < m->game->members; i++)
        if (quota->weights[i] > 1)
            return false;
    return quota->least == (all ? sum_of(quota->weights, m->game->members) : 1);
}

/* Unites the plain parts of an `and` (or an `or`) in one quota, which takes the place of the first.
 */
static void unite_plain(maker *m, ent_formula *some, bool all)
{
    ent_formula *united = NULL;
    int64_t *weights = NULL;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < some->part_count; i++) {
        ent_formula *one = some->parts[i];
        if (!is_plain(m, one, all)) {
            some->parts[kept++] = one;
            continue;
        }
        const int64_t *more = m->game->quotas.items[one->quota].weights;
        if (united == NULL) {
            united = one;
            some->parts[kept++] = one;
            weights = ent_arena_array(m->arena, m->game->members, sizeof *weights);
            if (weights == NULL) {
                m->exhausted = true;
                return;
            }
        }
        for (uint32_t k = 0; k < m->game->members; k++)
            weights[k] = weights[k] > 0 || more[k] > 0;
    }
    some->part_count = kept;
    if (united != NULL)
        m->game->quotas.items[united->quota] =
            (ent_quota){.weights = weights, .least = all ? sum_of(weights, m->game->members) : 1};
}

/* Whether every part asks for a single member: "at least 2 of {a, b, c}". */
static bool are_single(const maker *m, const ent_formula *some)
{
    for (uint32_t i = 0; i < some->part_count; i++)
        if (!is_plain(m, some->parts[i], true) || !is_plain(m, some->parts[i], false))
            return false;
    return true;
}

static part count_singles(maker *m, const ent_formula *some)
{
    int64_t *weights = ent_arena_array(m->arena, m->game->members, sizeof *weights);
    if (weights == NULL)
        return out_of_memory(m);
    for (uint32_t i = 0; i < some->part_count; i++)
        for (uint32_t k = 0; k < m->game->members; k++)
            weights[k] += m->game->quotas.items[some->parts[i]->quota].weights[k];
    return add_quota(m, weights, some->least);
}

/* Takes up the parts of parts of the same kind: (a and b) and c. */
static void adopt(ent_formula *some, const ent_formula *one, bool all)
{
    bool alike = one->part_count > 0 && one->least == (all ? one->part_count : 1);
    for (uint32_t i = 0; alike && i < one->part_count; i++)
        some->parts[some->part_count++] = one->parts[i];
    if (!alike)
        some->parts[some->part_count++] = (ent_formula *)one;
}

static part make(maker *m, const ent_expression *node);

static size_t count_leaves(const ent_expression *node)
{
    size_t leaves = node->child_count == 0;
    for (size_t i = 0; i < node->child_count; i++)
        leaves += count_leaves(node->children[i]);
    return leaves;
}

/* At least `least` of the children. */
static part make_some(maker *m, const ent_expression *node, int64_t least)
{
    ent_formula *some = ent_arena_allocate(m->arena, sizeof *some);
    ENT_LIST(ent_formula *) parts = {0};
    for (size_t i = 0; i < node->child_count; i++) {
        part one = make(m, node->children[i]);
        least -= one.truth == ALWAYS;
        if (one.truth != DEPENDS)
            continue;
        ent_formula **slot = ENT_PUSH(m->arena, &parts);
        if (slot == NULL)
            return out_of_memory(m);
        *slot = one.formula;
    }
    if (least <= 0 || least > (int64_t)parts.count)
        return constant(least <= 0);
    if (some != NULL)
        some->parts = ent_arena_array(m->arena, count_leaves(node), sizeof(ent_formula *));
    if (some == NULL || some->parts == NULL)
        return out_of_memory(m);
    some->least = (uint32_t)least;
    bool all = least == (int64_t)parts.count;
    bool either = all || least == 1;
    for (size_t i = 0; i < parts.count; i++)
        if (either)
            adopt(some, parts.items[i], all);
        else
            some->parts[some->part_count++] = parts.items[i];
    if (either)
        unite_plain(m, some, all);
    else if (are_single(m, some))
        return count_singles(m, some);
    some->least = all ? some->part_count : some->least;
    return (part){.truth = DEPENDS, .formula = some->part_count == 1 ? some->parts[0] : some};
}

static part make_if(maker *m, const ent_expression *node)
{
    part condition = make(m, node->children[0]);
    assert(condition.truth != DEPENDS); /* no consent stands before `then` */
    if (condition.truth == ALWAYS)
        return make(m, node->children[1]);
    return node->child_count == 3 ? make(m, node->children[2]) : constant(true);
}

static part make(maker *m, const ent_expression *node)
{
    for (size_t i = 0; i < m->rule->switch_count; i++)
        if (m->rule->switches[i] == node)
            return constant(m->rule->holds[i]);
    switch (node->kind) {
    case ENT_CONSTANT:
        return constant(node->value);
    case ENT_CONSENT:
        return make_consent(m, node->index);
    case ENT_SHARE:
        return make_share(m, node);
    case ENT_AND:
        return make_some(m, node, (int64_t)node->child_count);
    case ENT_OR:
        return make_some(m, node, 1);
    case ENT_COUNT:
        return make_some(m, node, node->least);
    case ENT_IF:
        return make_if(m, node);
    default:
        assert(false); /* conditions on options are switches */
        return constant(false);
    }
}

/* Drops the quotas that no part of the formula asks for any more. */
static void keep_used(ent_formula *formula, const ent_quota *all, ent_simple_game *game)
{
    if (formula->part_count == 0) {
        game->quotas.items[game->quotas.count] = all[formula->quota];
        formula->quota = (uint32_t)game->quotas.count++;
    }
    for (uint32_t i = 0; i < formula->part_count; i++)
        keep_used(formula->parts[i], all, game);
}

ent_status ent_simple_game_make(ent_simple_game *game, const ent_settled_rule *rule,
                                ent_arena *arena)
{
    *game = (ent_simple_game){.members = rule->member_count};
    maker m = {.rule = rule,
               .game = game,
               .arena = arena,
               .single = ent_arena_array(arena, rule->member_count, sizeof *m.single)};
    if (m.single == NULL)
        return ENT_NO_RESOURCE;
    part whole = make(&m, rule->rule);
    if (m.exhausted)
        return ENT_NO_RESOURCE;
    game->kind = whole.truth == ALWAYS  ? ENT_GAME_ALWAYS
                 : whole.truth == NEVER ? ENT_GAME_NEVER
                                        : ENT_GAME_PROPER;
    game->formula = whole.formula;
    const ent_quota *all = game->quotas.items;
    size_t count = game->quotas.count;
    game->quotas.items = ent_arena_array(arena, count, sizeof *game->quotas.items);
    if (count > 0 && game->quotas.items == NULL)
        return ENT_NO_RESOURCE;
    game->quotas.count = 0;
    game->quotas.capacity = count;
    if (whole.formula != NULL)
        keep_used(whole.formula, all, game);
    return ENT_OK;
}

static bool reaches(const ent_simple_game *game, const ent_quota *quota, const uint64_t *coalition)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < game->members && sum < quota->least; i++)
        if (ent_coalition_has(coalition, i))
            sum += quota->weights[i];
    return sum >= quota->least;
}

static bool holds(const ent_simple_game *game, const ent_formula *formula,
                  const uint64_t *coalition)
{
    if (formula->part_count == 0)
        return reaches(game, &game->quotas.items[formula->quota], coalition);
    uint32_t count = 0;
    for (uint32_t i = 0; i < formula->part_count && count < formula->least; i++)
        count += holds(game, formula->parts[i], coalition);
    return count >= formula->least;
}

bool ent_wins(const ent_simple_game *game, const uint64_t *coalition)
{
    if (game->kind != ENT_GAME_PROPER)
        return game->kind == ENT_GAME_ALWAYS;
    return holds(game, game->formula, coalition);
}
