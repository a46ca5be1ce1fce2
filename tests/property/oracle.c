/* The oracle. Numbers of states are from 1 outside and from 0 inside. */
#include "property/oracle.h"

#include <stdlib.h>
#include <string.h>

#include "property/reading.h"

/* Where a move leads, and who makes it. */
typedef struct {
    uint32_t to;
    uint32_t mover;
} arrow;

typedef struct {
    arrow *items;
    size_t count;
    size_t capacity;
} arrow_list;

struct oracle {
    const ent_model *model;
    uint32_t parties;
    uint32_t movers;
    uint32_t options;
    uint32_t states;
    uint64_t *codes;
    uint8_t *levels;    /* by state, then option */
    uint32_t **keys;    /* by party, then state */
    arrow_list **moves; /* by mover, then state: R */
    uint32_t **secure;  /* by party * concepts + concept, then state */
};

static void *grab(size_t count, size_t size)
{
    void *block = calloc(count == 0 ? 1 : count, size);
    if (block == NULL)
        abort();
    return block;
}

static void push(arrow_list *list, uint32_t to, uint32_t mover)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 8 : 2 * list->capacity;
        list->items = realloc(list->items, list->capacity * sizeof *list->items);
        if (list->items == NULL)
            abort();
    }
    list->items[list->count++] = (arrow){to, mover};
}

static const uint8_t *levels_of(const oracle *o, uint32_t state)
{
    return o->levels + (size_t)state * o->options;
}

static bool holds_in(const oracle *o, const ent_expression *tree, uint32_t state)
{
    const reading in = {.model = o->model, .levels = levels_of(o, state)};
    return reading_holds(&in, tree);
}

/* rule_b(consents, state) */
static bool decides(const oracle *o, uint32_t mover, const bool *consents, uint32_t state)
{
    const ent_body *body = &o->model->bodies.items[mover - o->parties];
    const reading in = {o->model, levels_of(o, state), body, consents};
    return reading_holds(&in, body->rule.expression);
}

static bool is_member(const oracle *o, uint32_t mover, uint32_t party)
{
    const ent_body *body = &o->model->bodies.items[mover - o->parties];
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == party)
            return true;
    return false;
}

/* --- States and keys --------------------------------------------------------------------- */

static uint32_t level_count(const oracle *o, uint32_t option)
{
    return o->model->vocabulary.options.items[option].level_count;
}

static void find_states(oracle *o)
{
    uint64_t codes = 1;
    for (uint32_t option = 0; option < o->options; option++)
        codes *= level_count(o, option);
    if (codes > 10000000)
        abort();
    o->codes = grab(codes, sizeof *o->codes);
    o->levels = grab(codes, o->options);
    for (uint64_t code = 0; code < codes; code++) {
        uint8_t *levels = o->levels + (size_t)o->states * o->options;
        uint64_t rest = code;
        for (uint32_t option = 0; option < o->options; option++) {
            levels[option] = (uint8_t)(rest % level_count(o, option));
            rest /= level_count(o, option);
        }
        bool feasible = true;
        for (size_t i = 0; i < o->model->constraints.count; i++)
            if (!holds_in(o, o->model->constraints.items[i].expression, o->states))
                feasible = false;
        if (feasible)
            o->codes[o->states++] = code;
    }
}

/* Utility in units of 10^-15. */
static reading_wide utility(const oracle *o, const ent_preference *preference, uint32_t state)
{
    reading_wide sum = 0;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        if (holds_in(o, want->condition.expression, state))
            sum += (reading_wide)want->weight.value * reading_ten_to(15 - want->weight.places);
    }
    return sum;
}

/* The position of the first condition that holds; the number of conditions where none does. */
static size_t class_of(const oracle *o, const ent_preference *preference, uint32_t state)
{
    size_t i = 0;
    while (i < preference->wants.count &&
           !holds_in(o, preference->wants.items[i].condition.expression, state))
        i++;
    return i;
}

static bool better(const oracle *o, const ent_preference *preference, uint32_t a, uint32_t b)
{
    switch (preference->kind) {
    case ENT_INDIFFERENT:
        return false;
    case ENT_BY_PRIORITIES:
        for (size_t i = 0; i < preference->wants.count; i++) {
            bool in_a = holds_in(o, preference->wants.items[i].condition.expression, a);
            bool in_b = holds_in(o, preference->wants.items[i].condition.expression, b);
            if (in_a != in_b)
                return in_a;
        }
        return false;
    case ENT_BY_WEIGHTS:
        return utility(o, preference, a) > utility(o, preference, b);
    case ENT_BY_RANKING:
        return class_of(o, preference, a) < class_of(o, preference, b);
    }
    abort();
}

/* Puts the states into classes of equals, worst first: a state's key is its class. */
static void find_keys(oracle *o, uint32_t party)
{
    const ent_preference *preference = &o->model->parties.items[party].preference;
    uint32_t *representative = grab(o->states, sizeof *representative);
    uint32_t classes = 0;
    for (uint32_t state = 0; state < o->states; state++) {
        uint32_t place = 0;
        while (place < classes && better(o, preference, state, representative[place]))
            place++;
        if (place < classes && !better(o, preference, representative[place], state))
            continue;
        memmove(representative + place + 1, representative + place,
                (classes - place) * sizeof *representative);
        representative[place] = state;
        classes++;
    }
    for (uint32_t state = 0; state < o->states; state++) {
        uint32_t key = 0;
        while (better(o, preference, state, representative[key]))
            key++;
        o->keys[party][state] = key;
    }
    free(representative);
}

/* --- Moves ------------------------------------------------------------------------------- */

static bool permitted(ent_moves moves, uint8_t from, uint8_t to)
{
    switch (moves) {
    case ENT_MOVES_ANY:
        return true;
    case ENT_MOVES_UP:
        return to >= from;
    case ENT_MOVES_DOWN:
        return to <= from;
    case ENT_MOVES_FIXED:
        return to == from;
    }
    abort();
}

static bool can_move(const oracle *o, uint32_t mover, uint32_t from, uint32_t to)
{
    const uint8_t *before = levels_of(o, from);
    const uint8_t *after = levels_of(o, to);
    for (uint32_t i = 0; i < o->options; i++) {
        const ent_option *option = &o->model->options.items[i];
        if (before[i] != after[i] && option->mover != mover)
            return false;
        if (!permitted(option->moves, before[i], after[i]))
            return false;
    }
    return from != to;
}

static void find_moves(oracle *o)
{
    for (uint32_t mover = 0; mover < o->movers; mover++)
        for (uint32_t from = 0; from < o->states; from++)
            for (uint32_t to = 0; to < o->states; to++)
                if (can_move(o, mover, from, to))
                    push(&o->moves[mover][from], to, mover);
}

/* The others' possible moves from u, or only the credible ones, for the focal party i. */
static arrow_list others_moves(const oracle *o, uint32_t i, bool credible, uint32_t u)
{
    arrow_list list = {0};
    bool *consents = grab(o->parties, sizeof *consents);
    for (uint32_t j = 0; j < o->movers; j++) {
        if (j == i)
            continue;
        for (size_t k = 0; k < o->moves[j][u].count; k++) {
            uint32_t w = o->moves[j][u].items[k].to;
            bool legal = !credible;
            if (j < o->parties) {
                legal = legal || o->keys[j][w] > o->keys[j][u];
            } else {
                for (uint32_t p = 0; p < o->parties; p++)
                    consents[p] = is_member(o, j, p) && p != i &&
                                  (!credible || o->keys[p][w] > o->keys[p][u]);
                legal = decides(o, j, consents, u);
            }
            if (legal)
                push(&list, w, j);
        }
    }
    free(consents);
    return list;
}

static uint32_t escape(const oracle *o, uint32_t i, uint32_t u)
{
    uint32_t best = o->keys[i][u];
    for (size_t k = 0; k < o->moves[i][u].count; k++) {
        uint32_t key = o->keys[i][o->moves[i][u].items[k].to];
        best = key > best ? key : best;
    }
    return best;
}

/* Marks every state that the others' moves can lead to from t, t itself among them. */
static void reach(const oracle *o, const arrow_list *others, uint32_t t, bool *reached)
{
    uint32_t *waiting = grab(o->states, sizeof *waiting);
    size_t count = 0;
    memset(reached, 0, o->states * sizeof *reached);
    reached[t] = true;
    waiting[count++] = t;
    while (count > 0) {
        uint32_t u = waiting[--count];
        for (size_t k = 0; k < others[u].count; k++) {
            uint32_t w = others[u].items[k].to;
            if (!reached[w]) {
                reached[w] = true;
                waiting[count++] = w;
            }
        }
    }
    free(waiting);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The secure values of party i that rest on the possible (gmr, smr) or the credible moves (seq). */
static void find_secure(oracle *o, uint32_t i, bool credible)
{
    arrow_list *others = grab(o->states, sizeof *others);
    bool *reached = grab(o->states, sizeof *reached);
    uint32_t *const *secure = o->secure + (size_t)i * ENT_CONCEPTS;
    for (uint32_t u = 0; u < o->states; u++)
        others[u] = others_moves(o, i, credible, u);
    for (uint32_t t = 0; t < o->states; t++) {
        uint32_t lowest = o->keys[i][t];
        uint32_t lowest_escape = escape(o, i, t);
        reach(o, others, t, reached);
        for (uint32_t u = 0; u < o->states; u++) {
            if (!reached[u])
                continue;
            lowest = least(lowest, o->keys[i][u]);
            lowest_escape = least(lowest_escape, escape(o, i, u));
        }
        if (credible) {
            secure[ENT_SEQ][t] = lowest;
        } else {
            secure[ENT_NASH][t] = o->keys[i][t];
            secure[ENT_GMR][t] = lowest;
            secure[ENT_SMR][t] = least(o->keys[i][t], lowest_escape);
        }
    }
    for (uint32_t u = 0; u < o->states; u++)
        free(others[u].items);
    free(others);
    free(reached);
}

/* --- What tests ask ---------------------------------------------------------------------- */

oracle *oracle_new(const ent_model *model)
{
    oracle *o = grab(1, sizeof *o);
    o->model = model;
    o->parties = (uint32_t)model->parties.count;
    o->movers = o->parties + (uint32_t)model->bodies.count;
    o->options = (uint32_t)model->options.count;
    find_states(o);
    o->keys = grab(o->parties, sizeof *o->keys);
    o->moves = grab(o->movers, sizeof *o->moves);
    o->secure = grab((size_t)o->parties * ENT_CONCEPTS, sizeof *o->secure);
    for (uint32_t mover = 0; mover < o->movers; mover++)
        o->moves[mover] = grab(o->states, sizeof **o->moves);
    find_moves(o);
    for (uint32_t party = 0; party < o->parties; party++) {
        o->keys[party] = grab(o->states, sizeof **o->keys);
        find_keys(o, party);
    }
    for (uint32_t party = 0; party < o->parties; party++) {
        for (uint32_t each = 0; each < ENT_CONCEPTS; each++)
            o->secure[party * ENT_CONCEPTS + each] = grab(o->states, sizeof **o->secure);
        find_secure(o, party, false);
        find_secure(o, party, true);
    }
    return o;
}

void oracle_free(oracle *o)
{
    if (o == NULL)
        return;
    for (uint32_t mover = 0; mover < o->movers; mover++) {
        for (uint32_t state = 0; state < o->states; state++)
            free(o->moves[mover][state].items);
        free(o->moves[mover]);
    }
    for (uint32_t party = 0; party < o->parties; party++)
        free(o->keys[party]);
    for (uint32_t i = 0; i < o->parties * ENT_CONCEPTS; i++)
        free(o->secure[i]);
    free(o->codes);
    free(o->levels);
    free(o->keys);
    free(o->moves);
    free(o->secure);
    free(o);
}

uint32_t oracle_states(const oracle *o)
{
    return o->states;
}

uint64_t oracle_code(const oracle *o, uint32_t number)
{
    return o->codes[number - 1];
}

const uint8_t *oracle_levels(const oracle *o, uint32_t number)
{
    return levels_of(o, number - 1);
}

uint32_t oracle_find(const oracle *o, const uint8_t *levels)
{
    for (uint32_t state = 0; state < o->states; state++)
        if (memcmp(levels_of(o, state), levels, o->options) == 0)
            return state + 1;
    return 0;
}

bool oracle_holds(const oracle *o, const ent_expression *condition, uint32_t number)
{
    return holds_in(o, condition, number - 1);
}

uint32_t oracle_key(const oracle *o, uint32_t party, uint32_t number)
{
    return o->keys[party][number - 1];
}

uint32_t oracle_rank(const oracle *o, uint32_t party, uint32_t number)
{
    uint32_t best = 0;
    for (uint32_t state = 0; state < o->states; state++)
        best = o->keys[party][state] > best ? o->keys[party][state] : best;
    return best - oracle_key(o, party, number) + 1;
}

bool oracle_moves(const oracle *o, uint32_t mover, uint32_t from, uint32_t to)
{
    return can_move(o, mover, from - 1, to - 1);
}

uint32_t oracle_secure(const oracle *o, ent_concept concept, uint32_t party, uint32_t number)
{
    return o->secure[party * ENT_CONCEPTS + concept][number - 1];
}

static bool gains_for_sure(const oracle *o, ent_concept concept, uint32_t party, uint32_t from,
                           uint32_t to)
{
    return o->secure[party * ENT_CONCEPTS + concept][to] > o->keys[party][from];
}

bool oracle_stable(const oracle *o, ent_concept concept, uint32_t mover, uint32_t number)
{
    uint32_t from = number - 1;
    bool leaves = false;
    bool *consents = grab(o->parties, sizeof *consents);
    for (size_t k = 0; k < o->moves[mover][from].count; k++) {
        uint32_t to = o->moves[mover][from].items[k].to;
        if (mover < o->parties) {
            leaves = leaves || gains_for_sure(o, concept, mover, from, to);
            continue;
        }
        for (uint32_t p = 0; p < o->parties; p++)
            consents[p] = is_member(o, mover, p) && gains_for_sure(o, concept, p, from, to);
        leaves = leaves || decides(o, mover, consents, from);
    }
    free(consents);
    return !leaves;
}

bool oracle_equilibrium(const oracle *o, ent_concept concept, uint32_t number)
{
    for (uint32_t mover = 0; mover < o->movers; mover++)
        if (!oracle_stable(o, concept, mover, number))
            return false;
    return true;
}

bool oracle_agreeable(const oracle *o, uint32_t number)
{
    const uint8_t *start = o->model->start;
    uint32_t from = start == NULL ? 0 : oracle_find(o, start);
    if (from == 0 || from == number)
        return false;
    const uint8_t *target = oracle_levels(o, number);
    bool *concerned = grab(o->movers, sizeof *concerned);
    bool *gain = grab(o->parties, sizeof *gain);
    bool agreeable = true;
    for (uint32_t i = 0; i < o->options; i++) {
        const ent_option *option = &o->model->options.items[i];
        if (start[i] != target[i])
            concerned[option->mover] = true;
        agreeable = agreeable && permitted(option->moves, start[i], target[i]);
    }
    for (uint32_t p = 0; p < o->parties; p++)
        gain[p] = oracle_key(o, p, number) > oracle_key(o, p, from);
    for (uint32_t mover = 0; mover < o->movers; mover++)
        if (concerned[mover])
            agreeable =
                agreeable && (mover < o->parties ? gain[mover] : decides(o, mover, gain, from - 1));
    free(concerned);
    free(gain);
    return agreeable;
}
