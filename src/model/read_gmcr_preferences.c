/* Preferences of .gmcr files: prioritised statements, and rankings of state numbers. */
#include <stdlib.h>
#include <string.h>

#include "model/gmcr_reader.h"

/* Statements seen so far, to find one that comes again. */
typedef struct {
    ent_cube_list *statements;
    size_t slot_count;
    bool *used;
} statement_set;

static int compare_cubes(const void *a, const void *b)
{
    const ent_cube *x = a;
    const ent_cube *y = b;
    if (x->mask != y->mask)
        return x->mask < y->mask ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static size_t hash_cubes(const ent_cube_list *cubes)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < cubes->count; i++) {
        hash = (hash ^ cubes->items[i].mask) * UINT64_C(0x9E3779B97F4A7C15);
        hash = (hash ^ (hash >> 29) ^ cubes->items[i].value) * UINT64_C(0xBF58476D1CE4E5B9);
        hash ^= hash >> 32;
    }
    return (size_t)hash;
}

static bool same_cubes(const ent_cube_list *a, const ent_cube_list *b)
{
    return a->count == b->count &&
           (a->count == 0 || memcmp(a->items, b->items, a->count * sizeof *a->items) == 0);
}

static bool make_set(ent_gmcr_reader *reader, size_t statements, statement_set *set)
{
    set->slot_count = 16;
    while (set->slot_count < 2 * statements)
        set->slot_count *= 2;
    set->statements = ent_arena_array(&reader->scratch, set->slot_count, sizeof *set->statements);
    set->used = ent_arena_array(&reader->scratch, set->slot_count, 1);
    return set->statements != NULL && set->used != NULL;
}

/* Sorts the statement's cubes; false when the same statement was added before. */
static bool add_statement(statement_set *set, ent_cube_list *cubes)
{
    if (cubes->count > 1)
        qsort(cubes->items, cubes->count, sizeof *cubes->items, compare_cubes);
    size_t slot = hash_cubes(cubes) & (set->slot_count - 1);
    for (; set->used[slot]; slot = (slot + 1) & (set->slot_count - 1))
        if (same_cubes(&set->statements[slot], cubes))
            return false;
    set->used[slot] = true;
    set->statements[slot] = *cubes;
    return true;
}

static void add_want(ent_gmcr_reader *reader, ent_preference *preference,
                     ent_expression *expression, ent_place place)
{
    ent_want *want = ENT_PUSH(&reader->model->arena, &preference->wants);
    if (want == NULL)
        reader->exhausted = true;
    else
        (void)ent_gmcr_condition_keep(reader, expression, place, &want->condition);
}

/* A statement that repeats an earlier one decides nothing, and is left out as gmcr-py does. */
static void read_statements(ent_gmcr_reader *reader, const ent_node *list,
                            ent_preference *preference)
{
    statement_set set;
    if (!make_set(reader, list->count, &set)) {
        reader->exhausted = true;
        return;
    }
    preference->place = list->place;
    for (const ent_node *item = list->first; item != NULL && !reader->exhausted;
         item = item->next) {
        ent_gmcr_condition condition;
        if (!ent_gmcr_condition_read(reader, item, &condition) ||
            !add_statement(&set, &condition.cubes))
            continue;
        preference->kind = ENT_BY_PRIORITIES;
        add_want(reader, preference, condition.expression, item->place);
    }
}

void ent_gmcr_read_preferences(ent_gmcr_reader *reader, const ent_node *root)
{
    (void)root;
    ent_party *party = reader->model->parties.items;
    for (const ent_node *item = reader->makers->first; item != NULL; item = item->next, party++) {
        const ent_node *list = ent_gmcr_list(reader, item, "preferences");
        if (list != NULL)
            read_statements(reader, list, &party->preference);
    }
}

/* What is needed to turn numbers of states into conditions. */
typedef struct {
    ent_gmcr_reader *reader;
    ent_code_list codes;     /* code of state i + 1 */
    const ent_node **ranked; /* where each state was ranked */
    ent_expression *literals[2][ENT_CUBE_OPTIONS];
} ranking;

static bool find_states(ranking *r, const ent_node *root)
{
    ent_gmcr_reader *reader = r->reader;
    switch (ent_cube_space_find(&reader->space, (ent_cube){0}, ENT_RANKED_STATES, &reader->scratch,
                                &r->codes)) {
    case ENT_SEARCH_ALL:
        break;
    case ENT_SEARCH_MORE:
    case ENT_SEARCH_GAVE_UP:
        (void)ent_error(reader->report, root->place,
                        "the file ranks its states one by one, but more than %d are feasible",
                        ENT_RANKED_STATES);
        return false;
    case ENT_SEARCH_NO_MEMORY:
        reader->exhausted = true;
        return false;
    }
    r->ranked = ent_arena_array(&reader->scratch, r->codes.count, sizeof *r->ranked);
    for (uint32_t i = 0; i < reader->option_count; i++)
        for (int taken = 0; taken < 2; taken++)
            r->literals[taken][i] = ent_gmcr_literal(reader, i, taken == 1, (ent_place){0});
    reader->exhausted = reader->exhausted || r->ranked == NULL;
    return !reader->exhausted;
}

/* The condition that holds in the states of this cube only. */
static ent_expression *cube_condition(ranking *r, ent_cube cube)
{
    size_t count = (size_t)__builtin_popcountll(cube.mask);
    size_t last = count == 0 ? 0 : (size_t)__builtin_ctzll(cube.mask);
    if (count == 1)
        return r->literals[(cube.value >> last) & 1u][last];
    ent_expression *all = ent_expression_new(&r->reader->model->arena, ENT_AND, count);
    size_t next = 0;
    for (uint64_t rest = cube.mask; all != NULL && rest != 0; rest &= rest - 1) {
        size_t option = (size_t)__builtin_ctzll(rest);
        all->children[next++] = r->literals[(cube.value >> option) & 1u][option];
    }
    r->reader->exhausted = r->reader->exhausted || all == NULL;
    return all;
}

static ent_expression *cubes_condition(ranking *r, const ent_cube_list *cubes)
{
    if (cubes->count == 1)
        return cube_condition(r, cubes->items[0]);
    ent_expression *any = ent_expression_new(&r->reader->model->arena, ENT_OR, cubes->count);
    for (size_t i = 0; any != NULL && i < cubes->count; i++)
        any->children[i] = cube_condition(r, cubes->items[i]);
    r->reader->exhausted = r->reader->exhausted || any == NULL;
    return any;
}

/* Reads the number of a state that was not ranked before. */
static bool read_number(ranking *r, const ent_node *node, size_t *state)
{
    ent_report *report = r->reader->report;
    if (!ent_gmcr_index(r->reader, node, "a state", SIZE_MAX, state))
        return false;
    if (*state == 0 || *state > r->codes.count) {
        (void)ent_error(report, node->place,
                        "there is no state %zu: the feasible states are numbered 1 to %zu", *state,
                        r->codes.count);
        return false;
    }
    const ent_node *before = r->ranked[*state - 1];
    r->ranked[*state - 1] = node;
    if (before == NULL)
        return true;
    (void)ent_error(report, node->place, "state %zu is ranked twice", *state);
    ent_note(report, before->place, "it was ranked here before");
    return false;
}

enum { MERGED_MOST = 2000 /* states of a tie, which takes the square of that in time */ };

/* Adds a state to those of a class, as a cube. */
static void add_state(ranking *r, uint64_t code, bool merge, ent_cube_list *cubes)
{
    uint64_t mask = ~UINT64_C(0) >> (ENT_CUBE_OPTIONS - r->reader->option_count);
    ent_cube cube = {mask, code};
    if (merge) {
        if (!ent_cubes_add(cubes, cube, &r->reader->scratch))
            r->reader->exhausted = true;
        return;
    }
    ent_cube *item = ENT_PUSH(&r->reader->scratch, cubes);
    if (item == NULL)
        r->reader->exhausted = true;
    else
        *item = cube;
}

/* Reads one place of a ranking: a state, or a list of states that tie. */
static void read_class(ranking *r, const ent_node *node, ent_preference *preference)
{
    size_t count = node->kind == ENT_SEQUENCE ? node->count : 1;
    const ent_node *first = node->kind == ENT_SEQUENCE ? node->first : node;
    ent_cube_list cubes = {0};
    bool sound = count > 0;
    for (size_t i = 0; i < count; i++, first = first->next) {
        size_t state = 0;
        if (read_number(r, first, &state))
            add_state(r, r->codes.items[state - 1], count <= MERGED_MOST, &cubes);
        else
            sound = false;
    }
    if (!sound || r->reader->exhausted)
        return;
    ent_expression *condition = cubes_condition(r, &cubes);
    if (!r->reader->exhausted)
        add_want(r->reader, preference, condition, node->place);
}

/* Complains of states that the ranking does not have, by their numbers. */
static void check_complete(ranking *r, const ent_node *list)
{
    enum { SHOWN = 5 };
    size_t missing = 0;
    ENT_AUTO_TEXT numbers = ent_text_new(r->reader->scratch.memory);
    for (size_t i = 0; i < r->codes.count; i++)
        if (r->ranked[i] == NULL && missing++ < SHOWN)
            ent_text_print(&numbers, "%s%zu", missing == 1 ? "" : ", ", i + 1);
    if (missing > SHOWN)
        ent_text_print(&numbers, " and %zu more", missing - SHOWN);
    if (numbers.exhausted)
        r->reader->exhausted = true;
    else if (missing > 0)
        (void)ent_error(r->reader->report, list->place,
                        "every feasible state must be ranked, but %s %s not: %s",
                        missing == 1 ? "this one" : "these", missing == 1 ? "is" : "are",
                        ent_text_string(&numbers));
}

static void read_ranking(ranking *r, const ent_node *list, ent_preference *preference)
{
    size_t before = r->reader->report->errors;
    memset(r->ranked, 0, r->codes.count * sizeof(ent_node *));
    preference->kind = ENT_BY_RANKING;
    preference->place = list->place;
    for (const ent_node *item = list->first; item != NULL && !r->reader->exhausted;
         item = item->next)
        read_class(r, item, preference);
    if (r->reader->report->errors == before && !r->reader->exhausted)
        check_complete(r, list);
    if (preference->wants.count <= 1) { /* all states tie */
        preference->kind = ENT_INDIFFERENT;
        preference->wants.count = 0;
    }
}

void ent_gmcr_read_rankings(ent_gmcr_reader *reader, const ent_node *root)
{
    ranking r = {.reader = reader};
    if (!find_states(&r, root))
        return;
    ent_party *party = reader->model->parties.items;
    for (const ent_node *item = reader->makers->first; item != NULL; item = item->next, party++) {
        size_t before = reader->report->errors;
        bool newest = ent_node_get(item, "preferenceRanking") != NULL;
        const ent_node *list =
            ent_gmcr_list(reader, item, newest ? "preferenceRanking" : "preferenceVector");
        if (list != NULL)
            read_ranking(&r, list, &party->preference);
        else if (reader->report->errors == before)
            (void)ent_error(reader->report, item->place,
                            "rankings are in force, but '%s' has no 'preferenceRanking'",
                            party->name);
    }
}
