/* From a condition to cubes: its disjunctive normal form, within bounds. */
#include "model/cubes.h"

enum {
    DEEPEST = 4000,   /* calls within each other; definitions use definitions */
    LIST_COST = 1024, /* steps of work that stand for the memory of a list, */
    CUBE_COST = 32,   /* and of a cube in it */
};

typedef struct {
    ent_cube_scope *scope;
    ent_arena *arena;
    uint32_t depth;
    ent_status status;
} builder;

static bool spend(builder *b, uint64_t steps)
{
    if (b->status != ENT_OK)
        return false;
    if (b->scope->work < steps) {
        b->status = ENT_WRONG_USE;
        return false;
    }
    b->scope->work -= steps;
    return true;
}

static bool add_cube(builder *b, ent_cube_list *list, ent_cube cube)
{
    if (!spend(b, CUBE_COST + 2 * list->count))
        return false;
    if (!ent_cubes_add(list, cube, b->arena))
        b->status = ENT_NO_RESOURCE;
    else if (list->count > ENT_CUBES_MOST)
        b->status = ENT_WRONG_USE;
    return b->status == ENT_OK;
}

static bool add_all(builder *b, ent_cube_list *to, const ent_cube_list *from)
{
    for (size_t i = 0; i < from->count; i++)
        if (!add_cube(b, to, from->items[i]))
            return false;
    return true;
}

/* Adds to `to` the states that lie both in x and in y. */
static bool add_both(builder *b, ent_cube_list *to, const ent_cube_list *x, const ent_cube_list *y)
{
    for (size_t i = 0; i < x->count; i++)
        for (size_t j = 0; j < y->count; j++) {
            ent_cube p = x->items[i];
            ent_cube q = y->items[j];
            if (!spend(b, 1))
                return false;
            if (((p.value ^ q.value) & p.mask & q.mask) != 0)
                continue;
            if (!add_cube(b, to, (ent_cube){p.mask | q.mask, p.value | q.value}))
                return false;
        }
    return true;
}

static const ent_cube everything = {0, 0};

static bool expand(builder *b, const ent_expression *e, bool holds, ent_cube_list *out);

static bool expand_level(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    uint64_t bit = UINT64_C(1) << b->scope->bits[e->index];
    bool in_no = ent_compare_levels(e->comparison, 0, e->level) == holds;
    bool in_yes = ent_compare_levels(e->comparison, 1, e->level) == holds;
    if (in_no && in_yes)
        return add_cube(b, out, everything);
    if (!in_no && !in_yes)
        return true;
    return add_cube(b, out, (ent_cube){bit, in_yes ? bit : 0});
}

static bool expand_any(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    for (size_t i = 0; i < e->child_count; i++) {
        ent_cube_list child = {0};
        if (!expand(b, e->children[i], holds, &child) || !add_all(b, out, &child))
            return false;
    }
    return true;
}

static bool expand_all(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    if (!add_cube(b, out, everything))
        return false;
    for (size_t i = 0; i < e->child_count; i++) {
        ent_cube_list child = {0};
        ent_cube_list both = {0};
        if (!expand(b, e->children[i], holds, &child) || !add_both(b, &both, out, &child))
            return false;
        *out = both;
    }
    return true;
}

/* Adds the states in which the first is as `x` says and the second as `y` says. */
static bool add_pair(builder *b, const ent_expression *first, bool x, const ent_expression *second,
                     bool y, ent_cube_list *out)
{
    ent_cube_list left = {0};
    ent_cube_list right = {0};
    return expand(b, first, x, &left) && expand(b, second, y, &right) &&
           add_both(b, out, &left, &right);
}

static bool expand_iff(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    return add_pair(b, e->children[0], true, e->children[1], holds, out) &&
           add_pair(b, e->children[0], false, e->children[1], !holds, out);
}

static bool expand_if(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    if (!add_pair(b, e->children[0], true, e->children[1], holds, out))
        return false;
    if (e->child_count == 3)
        return add_pair(b, e->children[0], false, e->children[2], holds, out);
    ent_cube_list otherwise = {0};
    return !holds || (expand(b, e->children[0], false, &otherwise) && add_all(b, out, &otherwise));
}

/* Where at least `least` children are as `holds` says. Row j: at least j of the children so far. */
static bool expand_at_least(builder *b, const ent_expression *e, bool holds, int64_t least,
                            ent_cube_list *out)
{
    if (least <= 0)
        return add_cube(b, out, everything);
    if (least > (int64_t)e->child_count)
        return true;
    size_t rows = (size_t)least + 1;
    if (!spend(b, rows * LIST_COST))
        return false;
    ent_cube_list *row = ent_arena_array(b->arena, rows, sizeof *row);
    if (row == NULL) {
        b->status = ENT_NO_RESOURCE;
        return false;
    }
    if (!add_cube(b, &row[0], everything))
        return false;
    for (size_t i = 0; i < e->child_count; i++) {
        ent_cube_list child = {0};
        if (!spend(b, rows) || !expand(b, e->children[i], holds, &child))
            return false;
        for (size_t j = rows - 1; j > 0; j--)
            if (!add_both(b, &row[j], &row[j - 1], &child))
                return false;
    }
    *out = row[rows - 1];
    return true;
}

static bool expand_count(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    int64_t all = (int64_t)e->child_count;
    int64_t most = e->most < all ? e->most : all;
    ent_cube_list one = {0};
    ent_cube_list other = {0};
    if (holds)
        return expand_at_least(b, e, true, e->least, &one) &&
               expand_at_least(b, e, false, all - most, &other) && add_both(b, out, &one, &other);
    return expand_at_least(b, e, false, e->least > all ? 0 : all - e->least + 1, &one) &&
           expand_at_least(b, e, true, most + 1, &other) && add_all(b, out, &one) &&
           add_all(b, out, &other);
}

static bool expand_kind(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    switch (e->kind) {
    case ENT_CONSTANT:
        return e->value != holds || add_cube(b, out, everything);
    case ENT_LEVEL:
        return expand_level(b, e, holds, out);
    case ENT_DEFINED:
        return expand(b, b->scope->vocabulary->defined.items[e->index].condition, holds, out);
    case ENT_NOT:
        return expand(b, e->children[0], !holds, out);
    case ENT_AND:
        return holds ? expand_all(b, e, true, out) : expand_any(b, e, false, out);
    case ENT_OR:
        return holds ? expand_any(b, e, true, out) : expand_all(b, e, false, out);
    case ENT_IFF:
        return expand_iff(b, e, holds, out);
    case ENT_IF:
        return expand_if(b, e, holds, out);
    case ENT_COUNT:
        return expand_count(b, e, holds, out);
    case ENT_CONSENT:
    case ENT_SHARE: /* of rules, which .gmcr does not have */
        break;
    }
    b->status = ENT_WRONG_USE;
    return false;
}

/* Fills `out`, which is empty; false when that could not be done. */
static bool expand(builder *b, const ent_expression *e, bool holds, ent_cube_list *out)
{
    if (!spend(b, LIST_COST))
        return false;
    if (b->depth == DEEPEST) {
        b->status = ENT_WRONG_USE;
        return false;
    }
    b->depth++;
    bool done = expand_kind(b, e, holds, out);
    b->depth--;
    return done;
}

ent_status ent_cubes_where(ent_cube_scope *scope, const ent_expression *condition, bool holds,
                           ent_arena *arena, ent_cube_list *cubes)
{
    *cubes = (ent_cube_list){0};
    builder b = {.scope = scope, .arena = arena};
    (void)expand(&b, condition, holds, cubes);
    return b.status;
}
