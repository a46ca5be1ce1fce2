/*
 * Two members are interchangeable when the game with the one in and the other out is the game with
 * the other in and the one out. Both are followed down the diagram at the same time; below the two
 * members' levels they must have come to the same nodes.
 */
#include "vote/classes.h"

#include "vote/sieve.h"

static bool same_weights(const ent_simple_game *game, uint32_t a, uint32_t b)
{
    for (size_t q = 0; q < game->quotas.count; q++)
        if (game->quotas.items[q].weights[a] != game->quotas.items[q].weights[b])
            return false;
    return true;
}

void ent_find_classes(const ent_simple_game *game, uint32_t *class_of)
{
    for (uint32_t i = 0; i < game->members; i++) {
        class_of[i] = i;
        for (uint32_t k = 0; k < i && class_of[i] == i; k++)
            if (class_of[k] == k && same_weights(game, k, i))
                class_of[i] = k;
    }
}

typedef struct {
    const ent_diagram *diagram;
    uint32_t upper; /* levels of the two members */
    uint32_t lower;
    ent_pairs *met; /* by level: pairs of nodes that were compared */
    bool exhausted;
} comparison;

/* Whether the nodes are the same game, `a` with the upper member in and the lower one out, `b` the
 * other way round. */
static bool alike(comparison *c, uint32_t level, uint32_t a, uint32_t b)
{
    if (level > c->lower)
        return a == b;
    ent_branch of_a = c->diagram->levels[level].nodes.items[a];
    ent_branch of_b = c->diagram->levels[level].nodes.items[b];
    if (level == c->upper)
        return alike(c, level + 1, of_a.hi, of_b.lo);
    if (level == c->lower)
        return alike(c, level + 1, of_a.lo, of_b.hi);
    size_t known = c->met[level].count;
    if (ent_pairs_find(&c->met[level], c->diagram->memory, a, b, 0) == ENT_NO_PAIR)
        c->exhausted = true;
    if (c->exhausted || c->met[level].count == known)
        return true;
    return alike(c, level + 1, of_a.lo, of_b.lo) && alike(c, level + 1, of_a.hi, of_b.hi);
}

/* Starts from every node on the upper member's level. */
static bool interchangeable(comparison *c)
{
    const ent_level *top = &c->diagram->levels[c->upper];
    for (uint32_t node = 0; node < top->nodes.count; node++)
        if (!alike(c, c->upper, node, node))
            return false;
    return true;
}

static ent_status compare(const ent_diagram *diagram, uint32_t level, uint32_t other,
                          bool *interchange)
{
    ent_arena scratch = ent_arena_new(diagram->memory);
    comparison c = {.diagram = diagram,
                    .upper = level < other ? level : other,
                    .lower = level < other ? other : level,
                    .met = ent_arena_array(&scratch, diagram->members, sizeof(ent_pairs))};
    if (c.met == NULL)
        return ENT_NO_RESOURCE;
    *interchange = interchangeable(&c);
    for (uint32_t k = 0; k < diagram->members; k++)
        ent_pairs_free(&c.met[k], diagram->memory);
    ent_arena_free(&scratch);
    return c.exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

static ent_status join(const ent_diagram *diagram, const ent_natural *swings,
                       const ent_sieve *sieve, const uint32_t *level_of, uint32_t *class_of)
{
    for (uint32_t i = 0; i < diagram->members; i++) {
        for (uint32_t k = 0; k < i && class_of[i] == i; k++) {
            bool interchange = false;
            if (class_of[k] != k || ent_natural_compare(swings[i], swings[k]) != 0 ||
                !ent_sieve_may_interchange(sieve, i, k))
                continue;
            ent_status status = compare(diagram, level_of[i], level_of[k], &interchange);
            if (status != ENT_OK)
                return status;
            class_of[i] = interchange ? k : i;
        }
        class_of[i] = class_of[class_of[i]];
    }
    return ENT_OK;
}

ent_status ent_join_classes(const ent_diagram *diagram, const ent_natural *swings,
                            uint32_t *class_of)
{
    ent_arena scratch = ent_arena_new(diagram->memory);
    uint32_t *level_of = ent_arena_array(&scratch, diagram->members, sizeof *level_of);
    ent_sieve sieve = {0};
    ent_status status = ENT_NO_RESOURCE;
    for (uint32_t level = 0; level_of != NULL && level < diagram->members; level++)
        level_of[diagram->order[level]] = level;
    if (level_of != NULL && ent_sieve_make(&sieve, diagram, &scratch))
        status = join(diagram, swings, &sieve, level_of, class_of);
    ent_arena_free(&scratch);
    return status;
}

void ent_join_classes_of_quota(uint32_t members, const ent_natural *swings, uint32_t *class_of)
{
    for (uint32_t i = 0; i < members; i++) {
        for (uint32_t k = 0; k < i && class_of[i] == i; k++)
            if (class_of[k] == k && ent_natural_compare(swings[i], swings[k]) == 0)
                class_of[i] = k;
        class_of[i] = class_of[class_of[i]];
    }
}
