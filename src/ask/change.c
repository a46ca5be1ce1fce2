/* Which changes there are, in order of size, and making them. */
#include "ask/change.h"

#include <string.h>

#include "ask/change_rule.h"

__extension__ typedef __int128 wide;

const char *ent_moves_id(ent_moves moves)
{
    static const char *const ids[] = {"any", "up", "down", "fixed"};
    return ids[moves];
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a < b ? b - a : a - b;
}

/* --- Minds -------------------------------------------------------------------------------- */

typedef struct {
    const ent_preference *preference;
    uint32_t count;  /* of its entries */
    uint32_t *order; /* scratch: which entry stands where */
    ent_change change;
    ent_change_visit visit;
    void *context;
} mind_walk;

/* Which entry stands where once the entries of the change have moved. */
static void make_order(const ent_change *change, uint32_t count, uint32_t *order)
{
    uint32_t next = 0;
    for (uint32_t place = 0; place < count; place++) {
        if (place == change->to[0]) {
            order[place] = change->entry[0];
        } else if (change->moved == 2 && place == change->to[1]) {
            order[place] = change->entry[1];
        } else {
            while (next == change->entry[0] || (change->moved == 2 && next == change->entry[1]))
                next++;
            order[place] = next++;
        }
    }
}

/* Two entries that stand next to each other, but for those left out, and the wrong way round. */
typedef struct {
    uint32_t entry[2];
    uint32_t place[2];
} descent;

static bool find_descent(const mind_walk *w, uint32_t out_a, uint32_t out_b, descent *found)
{
    uint32_t before = ENT_NOBODY;
    for (uint32_t place = 0; place < w->count; place++) {
        uint32_t entry = w->order[place];
        if (entry == out_a || entry == out_b)
            continue;
        if (before != ENT_NOBODY && w->order[before] > entry) {
            *found = (descent){{w->order[before], entry}, {before, place}};
            return true;
        }
        before = place;
    }
    return false;
}

/* Whether moving the entries a and b instead is a smaller change, or the one to be named first. */
static bool is_before(const ent_change *change, uint32_t a, uint32_t a_to, uint32_t b,
                      uint32_t b_to)
{
    uint32_t places = distance(a, a_to) + distance(b, b_to);
    uint32_t low = a < b ? a : b;
    uint32_t high = a < b ? b : a;
    if (a == a_to || b == b_to)
        return false;
    if (places != change->size.places)
        return places < change->size.places;
    return low != change->entry[0] ? low < change->entry[0] : high < change->entry[1];
}

/* Whether this order of two moved entries cannot be had by less. Whatever two entries it takes, one
 * of them is in every descent: there are four pairs to try at the most. */
static bool is_smallest_way(const mind_walk *w)
{
    descent first;
    descent second;
    if (!find_descent(w, ENT_NOBODY, ENT_NOBODY, &first))
        return false;
    for (int i = 0; i < 2; i++) {
        if (!find_descent(w, first.entry[i], ENT_NOBODY, &second))
            return false;
        for (int j = 0; j < 2; j++) {
            descent rest;
            if (!find_descent(w, first.entry[i], second.entry[j], &rest) &&
                is_before(&w->change, first.entry[i], first.place[i], second.entry[j],
                          second.place[j]))
                return false;
        }
    }
    return true;
}

static bool visit_one(mind_walk *w, uint32_t entry, int64_t to)
{
    if (to < 0 || to >= (int64_t)w->count)
        return true;
    w->change.entry[0] = entry;
    w->change.to[0] = (uint32_t)to;
    return w->visit(w->context, &w->change);
}

static bool visit_two(mind_walk *w, int64_t by_first, int64_t by_second)
{
    int64_t to[2] = {w->change.entry[0] + by_first, w->change.entry[1] + by_second};
    for (int k = 0; k < 2; k++) {
        if (to[k] < 0 || to[k] >= (int64_t)w->count)
            return true;
        w->change.to[k] = (uint32_t)to[k];
    }
    if (to[0] == to[1])
        return true;
    make_order(&w->change, w->count, w->order);
    return !is_smallest_way(w) || w->visit(w->context, &w->change);
}

/* Priorities: one entry moves, or two do. */
static bool visit_orders(mind_walk *w)
{
    int64_t places = w->change.size.places;
    bool more = true;
    w->change.kind = ENT_CHANGE_ORDER;
    w->change.moved = w->change.size.entries;
    for (uint32_t i = 0; i < w->count && more; i++) {
        if (w->change.moved == 1) {
            more = visit_one(w, i, i + places);
            if (more && places > 1) /* by one place up is the other one down */
                more = visit_one(w, i, i - places);
            continue;
        }
        for (uint32_t j = i + 1; j < w->count && more; j++)
            for (int64_t by = 1 - places; by < places && more; by++) {
                int64_t rest = places - (by < 0 ? -by : by);
                w->change.entry[0] = i;
                w->change.entry[1] = j;
                more = by == 0 || (visit_two(w, by, rest) && visit_two(w, by, -rest));
            }
    }
    return more;
}

static wide exact(ent_decimal number)
{
    wide value = number.value;
    for (uint32_t places = number.places; places < 15; places++)
        value *= 10;
    return value;
}

/* How many places two entries stand apart; 0 where swapping them changes nothing. */
static uint32_t apart(const ent_preference *preference, uint32_t i, uint32_t j)
{
    if (preference->kind == ENT_BY_RANKING)
        return distance(i, j);
    wide a = exact(preference->wants.items[i].weight);
    wide b = exact(preference->wants.items[j].weight);
    if (a == b)
        return 0;
    wide low = a < b ? a : b;
    wide high = a < b ? b : a;
    uint32_t between = 1;
    for (size_t k = 0; k < preference->wants.count; k++) {
        wide weight = exact(preference->wants.items[k].weight);
        between += weight > low && weight < high;
    }
    return between;
}

/* Rankings and weights: two entries change places. Neighbours count as one that moves by one. */
static bool visit_swaps(mind_walk *w)
{
    bool more = true;
    uint32_t wanted = w->change.size.entries == 1 ? 1 : w->change.size.places / 2;
    if (w->change.size.entries == 1 ? w->change.size.places != 1
                                    : w->change.size.places % 2 != 0 || wanted < 2)
        return true;
    w->change.kind = ENT_CHANGE_SWAP;
    w->change.moved = 2;
    for (uint32_t i = 0; i < w->count && more; i++)
        for (uint32_t j = i + 1; j < w->count && more; j++) {
            if (apart(w->preference, i, j) != wanted)
                continue;
            w->change.entry[0] = w->change.to[1] = i;
            w->change.entry[1] = w->change.to[0] = j;
            more = w->visit(w->context, &w->change);
        }
    return more;
}

static void visit_reversals(mind_walk *w)
{
    w->change.kind = ENT_CHANGE_REVERSAL;
    w->change.moved = 1;
    for (uint32_t i = 0; i < w->count; i++)
        if (!visit_one(w, i, i))
            return;
}

uint32_t ent_mind_places_most(const ent_model *model, uint32_t party)
{
    return 2 * (uint32_t)model->parties.items[party].preference.wants.count;
}

bool ent_each_mind_change(const ent_model *model, uint32_t party, uint32_t entries, uint32_t places,
                          ent_change_visit visit, void *context)
{
    const ent_preference *preference = &model->parties.items[party].preference;
    mind_walk w = {.preference = preference,
                   .count = (uint32_t)preference->wants.count,
                   .change = {.size = {1, entries, places}, .mover = party},
                   .visit = visit,
                   .context = context};
    if (w.count == 0 || preference->kind == ENT_INDIFFERENT)
        return true;
    w.order = ent_allocate(model->arena.memory, w.count * sizeof *w.order);
    if (w.order == NULL)
        return false;
    bool more = preference->kind == ENT_BY_PRIORITIES ? visit_orders(&w) : visit_swaps(&w);
    if (more && entries == 1 && places == w.count)
        visit_reversals(&w);
    ent_release(model->arena.memory, w.order, w.count * sizeof *w.order);
    return true;
}

/* --- Rules and terms ---------------------------------------------------------------------- */

static bool push(ent_arena *arena, ent_change_list *list, ent_change change)
{
    ent_change *slot = ENT_PUSH(arena, list);
    if (slot != NULL)
        *slot = change;
    return slot != NULL;
}

/* Puts the smaller first; what is equally small stays in order. */
static void sort_changes(ent_change_list *list)
{
    for (size_t i = 1; i < list->count; i++)
        for (size_t k = i; k > 0 && list->items[k].size.places < list->items[k - 1].size.places;
             k--) {
            ent_change change = list->items[k];
            list->items[k] = list->items[k - 1];
            list->items[k - 1] = change;
        }
}

static bool list_vetoes(const ent_body *body, uint32_t mover, ent_arena *arena,
                        ent_change_list *list)
{
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t member = body->members.items[i];
        ent_arena scratch = ent_arena_new(arena->memory);
        const ent_expression *rule = ent_rule_without_veto(body->rule.expression, member, &scratch);
        bool has_veto = rule != body->rule.expression;
        ent_arena_free(&scratch);
        if (rule == NULL)
            return false;
        if (has_veto && !push(arena, list,
                              (ent_change){.kind = ENT_CHANGE_VETO,
                                           .size = {0, 1, 1},
                                           .mover = mover,
                                           .member = member}))
            return false;
    }
    return true;
}

static bool list_quorums(const ent_body *body, uint32_t mover, ent_arena *arena,
                         ent_change_list *list)
{
    ent_demand_list demands = {0};
    if (!ent_rule_demands(body->rule.expression, arena, &demands))
        return false;
    for (size_t i = 0; i < demands.count; i++)
        for (uint32_t least = demands.items[i].of - 1; least > 0; least--)
            if (!push(arena, list,
                      (ent_change){.kind = ENT_CHANGE_QUORUM,
                                   .size = {0, 1, demands.items[i].of - least},
                                   .mover = mover,
                                   .least = least,
                                   .of = demands.items[i].of,
                                   .part = demands.items[i].part}))
                return false;
    return true;
}

ent_status ent_list_rule_changes(const ent_model *model, ent_arena *arena, ent_change_list *list)
{
    for (size_t b = 0; b < model->bodies.count; b++) {
        const ent_body *body = &model->bodies.items[b];
        uint32_t mover = (uint32_t)(model->parties.count + b);
        if (!list_quorums(body, mover, arena, list) || !list_vetoes(body, mover, arena, list))
            return ENT_NO_RESOURCE;
    }
    sort_changes(list);
    return ENT_OK;
}

ent_status ent_list_term_changes(const ent_model *model, ent_arena *arena, ent_change_list *list)
{
    for (uint32_t i = 0; i < model->options.count; i++) {
        const ent_option *option = &model->options.items[i];
        ent_change change = {
            .kind = ENT_CHANGE_MOVES, .size = {0, 1, 1}, .mover = option->mover, .option = i};
        if (option->pinned || option->moves == ENT_MOVES_FIXED)
            continue;
        bool free_to_move = option->moves == ENT_MOVES_ANY;
        for (ent_moves moves = ENT_MOVES_UP; moves <= ENT_MOVES_FIXED; moves++) {
            if (!free_to_move && moves != ENT_MOVES_FIXED)
                continue;
            change.moves = moves;
            change.size.places = free_to_move && moves == ENT_MOVES_FIXED ? 2 : 1;
            if (!push(arena, list, change))
                return ENT_NO_RESOURCE;
        }
    }
    sort_changes(list);
    return ENT_OK;
}

/* --- Comparing ---------------------------------------------------------------------------- */

/* Whether the change moves this entry the same way. */
static bool moves_alike(const ent_change *change, const ent_change *smaller, uint32_t k)
{
    bool down = smaller->to[k] > smaller->entry[k];
    for (uint32_t i = 0; i < change->moved; i++)
        if (change->entry[i] == smaller->entry[k])
            return (change->to[i] > change->entry[i]) == down;
    return false;
}

bool ent_change_exceeds(const ent_change *change, const ent_change *smaller)
{
    if (change->kind != smaller->kind || change->mover != smaller->mover)
        return false;
    switch (change->kind) {
    case ENT_CHANGE_QUORUM:
        return change->part == smaller->part && change->least < smaller->least;
    case ENT_CHANGE_MOVES:
        return change->option == smaller->option && change->size.places > smaller->size.places;
    case ENT_CHANGE_ORDER: {
        bool further = change->size.entries > smaller->size.entries ||
                       change->size.places > smaller->size.places;
        for (uint32_t k = 0; k < smaller->moved && further; k++)
            further = moves_alike(change, smaller, k);
        return further;
    }
    default:
        return false;
    }
}

/* --- Who can matter ----------------------------------------------------------------------- */

static bool has_options(const ent_model *model, uint32_t mover)
{
    for (size_t i = 0; i < model->options.count; i++)
        if (model->options.items[i].mover == mover)
            return true;
    return false;
}

/* Whether what a party does, or consents to, can matter to others. */
static bool takes_part(const ent_model *model, uint32_t party)
{
    bool acts = has_options(model, party);
    for (uint32_t m = (uint32_t)model->parties.count; m < ent_mover_count(model) && !acts; m++)
        acts = ent_has_member(ent_mover_body(model, m), party) && has_options(model, m);
    return acts;
}

bool ent_change_may_help(const ent_model *model, const ent_change *change, ent_concept concept,
                         uint32_t mover)
{
    bool rule = change->kind == ENT_CHANGE_VETO || change->kind == ENT_CHANGE_QUORUM;
    bool moves = change->kind == ENT_CHANGE_MOVES;
    bool everybody = rule ? concept != ENT_NASH
                          : !moves && concept == ENT_SEQ && takes_part(model, change->mover);
    bool member = !ent_is_body(model, change->mover) && ent_is_body(model, mover) &&
                  ent_has_member(ent_mover_body(model, mover), change->mover);
    bool touched = mover == change->mover || (member && (!moves || concept == ENT_SMR));
    return everybody || (!rule && touched);
}

/* --- Making ------------------------------------------------------------------------------- */

static ent_status reverse(const ent_model *model, ent_want *want, ent_arena *arena)
{
    ent_expression *tree = want->condition.expression;
    ent_expression *negation = ent_expression_new(arena, ENT_NOT, 1);
    if (negation == NULL)
        return ENT_NO_RESOURCE;
    negation->children[0] = tree;
    if (tree->kind == ENT_NOT)
        negation = tree->children[0];
    ENT_AUTO_TEXT words = ent_text_new(arena->memory);
    ent_expression_print(&model->vocabulary, negation, &words);
    const char *text = ent_arena_copy(arena, ent_text_string(&words), words.length);
    if (words.exhausted || text == NULL)
        return ENT_NO_RESOURCE;
    /* what was said does not bear out its contrary */
    *want = (ent_want){.condition = {.expression = negation, .text = text}, .weight = want->weight};
    return ENT_OK;
}

static ent_status reorder(const ent_change *change, const ent_preference *old, ent_arena *arena,
                          ent_want *wants)
{
    uint32_t count = (uint32_t)old->wants.count;
    uint32_t *order = ent_arena_array(arena, count, sizeof *order);
    if (order == NULL)
        return ENT_NO_RESOURCE;
    make_order(change, count, order);
    for (uint32_t place = 0; place < count; place++)
        wants[place] = old->wants.items[order[place]];
    return ENT_OK;
}

ent_status ent_changed_preference(const ent_model *model, const ent_change *change,
                                  ent_arena *arena, ent_preference *preference)
{
    const ent_preference *old = &model->parties.items[change->mover].preference;
    uint32_t i = change->entry[0];
    uint32_t j = change->entry[1];
    *preference = *old;
    ent_want *wants = ent_arena_array(arena, old->wants.count, sizeof *wants);
    if (wants == NULL)
        return ENT_NO_RESOURCE;
    memcpy(wants, old->wants.items, old->wants.count * sizeof *wants);
    preference->wants.items = wants;
    preference->wants.capacity = old->wants.count;
    if (change->kind == ENT_CHANGE_REVERSAL)
        return reverse(model, &wants[i], arena);
    if (change->kind == ENT_CHANGE_ORDER || old->kind == ENT_BY_RANKING)
        return reorder(change, old, arena, wants);
    wants[i].weight = old->wants.items[j].weight;
    wants[j].weight = old->wants.items[i].weight;
    return ENT_OK;
}

ent_status ent_changed_rule(const ent_model *model, const ent_change *change, ent_arena *arena,
                            ent_condition *rule)
{
    const ent_expression *old = ent_mover_body(model, change->mover)->rule.expression;
    const ent_expression *tree =
        change->kind == ENT_CHANGE_VETO
            ? ent_rule_without_veto(old, change->member, arena)
            : ent_rule_with_quorum(old, change->part, change->least, arena);
    if (tree == NULL)
        return ENT_NO_RESOURCE;
    ENT_AUTO_TEXT words = ent_text_new(arena->memory);
    ent_expression_print(&model->vocabulary, tree, &words);
    *rule = (ent_condition){.expression = (ent_expression *)(uintptr_t)tree,
                            .text = ent_arena_copy(arena, ent_text_string(&words), words.length)};
    return words.exhausted || rule->text == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

/* A copy of an array in the arena. */
static void *copy_of(ent_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = ent_arena_array(arena, count, size);
    if (copy != NULL && count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

ent_status ent_changed_model(const ent_model *model, const ent_change *change, ent_arena *arena,
                             ent_model *changed)
{
    *changed = *model;
    changed->parties.items =
        copy_of(arena, model->parties.items, model->parties.count, sizeof *model->parties.items);
    changed->bodies.items =
        copy_of(arena, model->bodies.items, model->bodies.count, sizeof *model->bodies.items);
    changed->options.items =
        copy_of(arena, model->options.items, model->options.count, sizeof *model->options.items);
    if (changed->parties.items == NULL || changed->bodies.items == NULL ||
        changed->options.items == NULL)
        return ENT_NO_RESOURCE;
    switch (change->kind) {
    case ENT_CHANGE_VETO:
    case ENT_CHANGE_QUORUM:
        return ent_changed_rule(model, change, arena,
                                &changed->bodies.items[change->mover - model->parties.count].rule);
    case ENT_CHANGE_MOVES:
        changed->options.items[change->option].moves = change->moves;
        return ENT_OK;
    default:
        return ent_changed_preference(model, change, arena,
                                      &changed->parties.items[change->mover].preference);
    }
}
