/* Conditions of .gmcr files, and what they exclude. */
#include "model/gmcr_reader.h"

static ent_expression *new_node(ent_gmcr_reader *reader, ent_expression_kind kind, size_t children,
                                ent_place place)
{
    ent_expression *node = ent_expression_new(&reader->model->arena, kind, children);
    if (node == NULL)
        reader->exhausted = true;
    else
        node->place = place;
    return node;
}

ent_expression *ent_gmcr_literal(ent_gmcr_reader *reader, uint32_t option, bool taken,
                                 ent_place place)
{
    ent_expression *level = new_node(reader, ENT_LEVEL, 0, place);
    if (level == NULL)
        return NULL;
    level->index = option;
    level->comparison = ENT_GT;
    if (taken)
        return level;
    ent_expression *node = new_node(reader, ENT_NOT, 1, place);
    if (node != NULL)
        node->children[0] = level;
    return node;
}

static ent_expression *constant(ent_gmcr_reader *reader, bool value, ent_place place)
{
    ent_expression *node = new_node(reader, ENT_CONSTANT, 0, place);
    if (node != NULL)
        node->value = value;
    return node;
}

/* Gives the parts of a literal, [option, "Y"] or {"option": …, "yn": true}. */
static bool split_literal(ent_gmcr_reader *reader, const ent_node *node, const ent_node **option,
                          const ent_node **taken)
{
    if (node->kind == ENT_SEQUENCE && node->count == 2) {
        *option = node->first;
        *taken = node->first->next;
        return true;
    }
    if (node->kind == ENT_MAPPING) {
        *option = ent_node_get(node, "option");
        *taken = ent_node_get(node, "yn");
        if (*option != NULL && *taken != NULL)
            return true;
    }
    (void)ent_error(reader->report, node->place,
                    "a part of a condition is a pair: [option, \"Y\"] or [option, \"N\"]");
    return false;
}

static bool read_literal(ent_gmcr_reader *reader, const ent_node *node, uint32_t *option,
                         bool *taken)
{
    const ent_node *option_node = NULL;
    const ent_node *taken_node = NULL;
    size_t index = 0;
    if (!split_literal(reader, node, &option_node, &taken_node) ||
        !ent_gmcr_index(reader, option_node, "an option", reader->option_count, &index))
        return false;
    *option = reader->position[index];
    *taken = ent_node_is(taken_node, "Y") || ent_node_is(taken_node, "true");
    if (*taken || ent_node_is(taken_node, "N") || ent_node_is(taken_node, "false"))
        return true;
    (void)ent_error(reader->report, taken_node->place, "this must be \"Y\" or \"N\"");
    return false;
}

/* Reads a conjunction. Adds its cube to the condition and gives its tree, or NULL. */
static ent_expression *read_simple(ent_gmcr_reader *reader, const ent_node *list,
                                   ent_gmcr_condition *condition)
{
    size_t count = list->count;
    ent_cube cube = {0};
    ent_expression *node = count > 1 ? new_node(reader, ENT_AND, count, list->place) : NULL;
    ent_expression *literal = count == 0 ? constant(reader, true, list->place) : NULL;
    size_t i = 0;
    for (const ent_node *part = list->first; part != NULL; part = part->next) {
        uint32_t option = 0;
        bool taken = false;
        if (!read_literal(reader, part, &option, &taken))
            return NULL;
        uint64_t bit = UINT64_C(1) << option;
        if ((cube.mask & bit) != 0) {
            (void)ent_error(reader->report, part->place,
                            "this option stands twice in the condition");
            return NULL;
        }
        cube.mask |= bit;
        cube.value |= taken ? bit : 0;
        literal = ent_gmcr_literal(reader, option, taken, part->place);
        if (node != NULL)
            node->children[i++] = literal;
    }
    ent_cube *kept = ENT_PUSH(&reader->scratch, &condition->cubes);
    if (kept == NULL || reader->exhausted) {
        reader->exhausted = true;
        return NULL;
    }
    *kept = cube;
    return count > 1 ? node : literal;
}

/* The list of literals of a simple condition; NULL for anything else. */
static const ent_node *simple_list(const ent_node *node)
{
    if (node->kind == ENT_SEQUENCE)
        return node;
    const ent_node *state = node->kind == ENT_MAPPING ? ent_node_get(node, "state") : NULL;
    return state != NULL && state->kind == ENT_SEQUENCE ? state : NULL;
}

static bool read_compound(ent_gmcr_reader *reader, const ent_node *members,
                          ent_gmcr_condition *condition)
{
    size_t count = members->count;
    size_t before = reader->report->errors;
    ent_expression *any = count == 0 ? constant(reader, false, members->place)
                                     : new_node(reader, ENT_OR, count, members->place);
    size_t i = 0;
    for (const ent_node *item = members->first; item != NULL && any != NULL; item = item->next) {
        const ent_node *list = simple_list(item);
        if (list == NULL)
            (void)ent_error(reader->report, item->place,
                            "a member of a compound condition must be a list of pairs");
        else
            any->children[i++] = read_simple(reader, list, condition);
    }
    if (any != NULL)
        condition->expression = count == 1 ? any->children[0] : any;
    return !reader->exhausted && reader->report->errors == before;
}

bool ent_gmcr_condition_read(ent_gmcr_reader *reader, const ent_node *node,
                             ent_gmcr_condition *condition)
{
    *condition = (ent_gmcr_condition){.node = node};
    const ent_node *list = simple_list(node);
    if (list != NULL) {
        condition->expression = read_simple(reader, list, condition);
        return condition->expression != NULL;
    }
    const ent_node *members = node->kind == ENT_MAPPING ? ent_node_get(node, "members") : NULL;
    if (members != NULL && members->kind == ENT_SEQUENCE)
        return read_compound(reader, members, condition);
    (void)ent_error(reader->report, node->place,
                    "a condition must be a list of pairs, or an object with 'members'");
    return false;
}

bool ent_gmcr_condition_keep(ent_gmcr_reader *reader, ent_expression *expression, ent_place place,
                             ent_condition *kept)
{
    ENT_AUTO_TEXT text = ent_text_new(reader->model->arena.memory);
    if (expression != NULL)
        ent_expression_print(&reader->model->vocabulary, expression, &text);
    const char *copy =
        text.exhausted ? NULL
                       : ent_arena_copy(&reader->model->arena, ent_text_string(&text), text.length);
    if (expression == NULL || copy == NULL) {
        reader->exhausted = true;
        return false;
    }
    *kept = (ent_condition){.expression = expression, .text = copy, .place = place};
    return true;
}

static void add_constraint(ent_gmcr_reader *reader, ent_expression *expression, ent_place place)
{
    ent_condition *constraint = ENT_PUSH(&reader->model->arena, &reader->model->constraints);
    if (constraint == NULL)
        reader->exhausted = true;
    else
        (void)ent_gmcr_condition_keep(reader, expression, place, constraint);
}

static ent_expression *negation(ent_gmcr_reader *reader, ent_expression *expression)
{
    if (expression->kind == ENT_NOT)
        return expression->children[0];
    ent_expression *node = new_node(reader, ENT_NOT, 1, expression->place);
    if (node != NULL)
        node->children[0] = expression;
    return node;
}

enum { MUTEXES_MOST = 1000, SLOTS = 65536 };

/* Excludes what one cube of the condition says; false for a cube that was excluded before. */
static bool exclude(ent_gmcr_reader *reader, ent_cube cube)
{
    uint64_t hash = (cube.mask * UINT64_C(0x9E3779B97F4A7C15)) ^ cube.value;
    size_t slot = (size_t)((hash * UINT64_C(0xBF58476D1CE4E5B9)) >> 48);
    for (; reader->infeasible_slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        ent_cube old = reader->infeasible.items[reader->infeasible_slots[slot] - 1];
        if (old.mask == cube.mask && old.value == cube.value)
            return false;
    }
    ent_cube *item = ENT_PUSH(&reader->scratch, &reader->infeasible);
    if (item == NULL) {
        reader->exhausted = true;
        return false;
    }
    *item = cube;
    reader->infeasible_slots[slot] = (uint32_t)reader->infeasible.count;
    return true;
}

static void read_infeasible(ent_gmcr_reader *reader, const ent_node *node)
{
    ent_gmcr_condition condition;
    if (!ent_gmcr_condition_read(reader, node, &condition))
        return;
    if (reader->infeasible.count + condition.cubes.count > SLOTS / 2) {
        (void)ent_error(reader->report, node->place, "too many infeasible conditions");
        return;
    }
    for (size_t i = 0; i < condition.cubes.count; i++) {
        ent_cube cube = condition.cubes.items[i];
        if (cube.mask == 0) {
            (void)ent_error(reader->report, node->place,
                            "an empty infeasible condition removes every state");
            return;
        }
        if (!exclude(reader, cube))
            continue;
        bool several = condition.cubes.count > 1;
        ent_expression *part = several ? condition.expression->children[i] : condition.expression;
        add_constraint(reader, negation(reader, part), node->place);
    }
}

/* At most one part of a mutex holds. */
static void read_mutex(ent_gmcr_reader *reader, const ent_node *node)
{
    ent_gmcr_condition condition;
    const ent_node *list = simple_list(node);
    if (list != NULL && list->count < 2)
        return;
    if (!ent_gmcr_condition_read(reader, node, &condition))
        return;
    ent_expression *all = condition.expression;
    if (all == NULL || all->kind != ENT_AND || condition.cubes.count != 1) {
        (void)ent_error(reader->report, node->place, "a mutex must be a list of options");
        return;
    }
    ent_cube cube = condition.cubes.items[0];
    for (uint64_t a = cube.mask; a != 0; a &= a - 1)
        for (uint64_t b = a & (a - 1); b != 0; b &= b - 1) {
            uint64_t pair = (a & -a) | (b & -b);
            (void)exclude(reader, (ent_cube){pair, cube.value & pair});
        }
    all->kind = ENT_COUNT;
    all->least = 0;
    all->most = 1;
    add_constraint(reader, all, node->place);
}

typedef void (*read_entry)(ent_gmcr_reader *, const ent_node *);

static void read_entries(ent_gmcr_reader *reader, const ent_node *list, size_t most,
                         read_entry read)
{
    if (list != NULL && list->count > most) {
        (void)ent_error(reader->report, list->place, "more than %zu entries cannot be read", most);
        return;
    }
    for (const ent_node *item = list == NULL ? NULL : list->first;
         item != NULL && !reader->exhausted; item = item->next) {
        if (reader->infeasible.count > SLOTS / 2) {
            (void)ent_error(reader->report, item->place, "too many infeasible conditions");
            return;
        }
        read(reader, item);
    }
}

void ent_gmcr_read_infeasibles(ent_gmcr_reader *reader, const ent_node *root)
{
    size_t before = reader->report->errors;
    const ent_node *list = ent_gmcr_list(reader, root, "infeasibles");
    reader->infeasible_slots =
        ent_arena_array(&reader->scratch, SLOTS, sizeof *reader->infeasible_slots);
    if (reader->infeasible_slots == NULL) {
        reader->exhausted = true;
        return;
    }
    read_entries(reader, list, ENT_INFEASIBLES_MOST, read_infeasible);
    read_entries(reader, ent_gmcr_list(reader, root, "mutexes"), MUTEXES_MOST, read_mutex);
    if (!ent_cube_space_make(&reader->space, &reader->infeasible, (uint32_t)reader->option_count,
                             &reader->scratch))
        reader->exhausted = true;
    if (reader->exhausted || reader->report->errors != before)
        return;
    ent_code_list codes;
    if (ent_cube_space_find(&reader->space, (ent_cube){0}, 0, &reader->scratch, &codes) ==
        ENT_SEARCH_ALL)
        (void)ent_error(reader->report, list != NULL ? list->place : root->place,
                        "the infeasible conditions leave no state");
}
