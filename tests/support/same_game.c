/* Comparing models, slowly. */
#include "support/same_game.h"

#include <stdlib.h>
#include <string.h>

static bool holds(const ent_model *model, const ent_condition *condition, const uint8_t *levels)
{
    bool *defined = calloc(model->vocabulary.defined.count + 1, sizeof *defined);
    if (defined == NULL)
        abort();
    ent_evaluate_definitions(&model->vocabulary, levels, defined);
    const ent_valuation valuation = {.levels = levels, .defined = defined};
    bool result = ent_evaluate(condition->expression, &valuation);
    free(defined);
    return result;
}

bool ent_test_feasible(const ent_model *model, const uint8_t *levels)
{
    for (size_t i = 0; i < model->constraints.count; i++)
        if (!holds(model, &model->constraints.items[i], levels))
            return false;
    return true;
}

int ent_test_compare(const ent_model *model, const ent_preference *preference, const uint8_t *x,
                     const uint8_t *y)
{
    for (size_t i = 0; i < preference->wants.count; i++) {
        bool in_x = holds(model, &preference->wants.items[i].condition, x);
        bool in_y = holds(model, &preference->wants.items[i].condition, y);
        if (in_x != in_y)
            return in_x - in_y;
        if (in_x && preference->kind == ENT_BY_RANKING)
            return 0;
    }
    return 0;
}

static bool same_declarations(const ent_model *a, const ent_model *b, const char **why)
{
    *why = "they differ in how many parties or options they have";
    if (a->parties.count != b->parties.count || a->options.count != b->options.count)
        return false;
    for (size_t i = 0; i < a->parties.count; i++) {
        *why = "a party has another id or name";
        if (strcmp(a->parties.items[i].id, b->parties.items[i].id) != 0 ||
            strcmp(a->parties.items[i].name, b->parties.items[i].name) != 0)
            return false;
    }
    return true;
}

/* For each option of a its index in b. */
static bool match_options(const ent_model *a, const ent_model *b, size_t *match, const char **why)
{
    for (size_t i = 0; i < a->options.count; i++) {
        const ent_option *option = &a->options.items[i];
        size_t j = 0;
        while (j < b->options.count && strcmp(option->id, b->options.items[j].id) != 0)
            j++;
        *why = "an option is missing";
        if (j == b->options.count)
            return false;
        const ent_option *other = &b->options.items[j];
        *why = "an option has another mover, direction or text";
        if (option->mover != other->mover || option->moves != other->moves ||
            strcmp(option->text, other->text) != 0)
            return false;
        match[i] = j;
    }
    return true;
}

/* The levels of a state in both models. */
typedef struct {
    uint8_t a[SAME_GAME_OPTIONS];
    uint8_t b[SAME_GAME_OPTIONS];
} twin_state;

static bool same_preferences(const ent_model *a, const ent_model *b, const twin_state *states,
                             size_t count)
{
    for (size_t party = 0; party < a->parties.count; party++)
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < i; j++)
                if (ent_test_compare(a, &a->parties.items[party].preference, states[i].a,
                                     states[j].a) !=
                    ent_test_compare(b, &b->parties.items[party].preference, states[i].b,
                                     states[j].b))
                    return false;
    return true;
}

bool ent_test_same_game(const ent_model *a, const ent_model *b, const char **why)
{
    size_t match[SAME_GAME_OPTIONS] = {0};
    static const size_t most = (size_t)1 << SAME_GAME_OPTIONS;
    *why = "too many options to compare";
    if (a->options.count > SAME_GAME_OPTIONS || !same_declarations(a, b, why) ||
        !match_options(a, b, match, why))
        return false;
    twin_state *states = calloc(most, sizeof *states);
    if (states == NULL)
        abort();
    size_t count = 0;
    bool same = true;
    for (size_t code = 0; same && code >> a->options.count == 0; code++) {
        twin_state *state = &states[count];
        for (size_t i = 0; i < a->options.count; i++)
            state->a[i] = state->b[match[i]] = (uint8_t)((code >> i) & 1u);
        *why = "a state is feasible in one only";
        same = ent_test_feasible(a, state->a) == ent_test_feasible(b, state->b);
        count += ent_test_feasible(a, state->a);
    }
    if (same) {
        *why = "a party prefers other states";
        same = same_preferences(a, b, states, count);
    }
    free(states);
    return same;
}
