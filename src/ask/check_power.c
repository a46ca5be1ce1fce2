/* Comparing what `tests:` says about voting power with what it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/check.h"
#include "vote/power.h"

_Static_assert((int)ENT_MEASURE_BANZHAF == (int)ENT_BANZHAF &&
                   (int)ENT_MEASURE_BANZHAF_ABSOLUTE == (int)ENT_BANZHAF_ABSOLUTE &&
                   (int)ENT_MEASURE_SHAPLEY_SHUBIK == (int)ENT_SHAPLEY_SHUBIK &&
                   (int)ENT_MEASURE_COLEMAN_PREVENT == (int)ENT_COLEMAN_PREVENT &&
                   (int)ENT_MEASURE_COLEMAN_INITIATE == (int)ENT_COLEMAN_INITIATE &&
                   (int)ENT_MEASURE_JOHNSTON == (int)ENT_JOHNSTON &&
                   (int)ENT_MEASURE_DEEGAN_PACKEL == (int)ENT_DEEGAN_PACKEL &&
                   (int)ENT_MEASURE_HOLLER_PACKEL == (int)ENT_HOLLER_PACKEL &&
                   (int)ENT_MEASURES == (int)ENT_INDICES,
               "models name the indices in their order");

typedef struct {
    const ent_game *game;
    const ent_expected_power *expected;
    const ent_body *body;
    ent_arena arena; /* for one expectation */
    ent_power power;
    ent_check *check;
    ent_report *report;
} checking;

/* The states that the test speaks of: the rule must be the same in all of them. */
static ent_status check_states(const checking *c, const ent_rule *rule, const ent_set *states)
{
    const ent_condition *when = &c->expected->when;
    ent_place place = when->expression != NULL ? when->place : c->expected->place;
    uint64_t count = ent_set_count(states);
    if (count == 0)
        return ent_error(c->report, place, "this test has no case: no feasible state is like this");
    for (size_t i = 0; i < rule->switches.count; i++) {
        uint64_t both = ent_set_count_both(states, &rule->switch_sets[i]);
        if (both == 0 || both == count)
            continue;
        ent_text text = ent_text_new(c->report->arena.memory);
        ent_expression_print(&c->game->model->vocabulary, rule->switches.items[i], &text);
        (void)ent_error(c->report, place, "the rule of '%s' is not the same in all these states",
                        c->body->id);
        ent_hint(c->report, "say by 'when' whether this holds: %s", ent_text_string(&text));
        ent_text_free(&text);
        return ENT_WRONG_MODEL;
    }
    return ENT_OK;
}

/* The rule as a simple game, in the variant of the state with this code. */
static ent_status settle(checking *c, const ent_rule *rule, uint64_t code, ent_simple_game *simple)
{
    bool *holds = ent_arena_array(&c->arena, rule->switches.count, sizeof *holds);
    if (holds == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < rule->switches.count; i++)
        holds[i] = ent_set_has(&rule->switch_sets[i], code);
    const ent_settled_rule settled = {.rule = c->body->rule.expression,
                                      .switches = rule->switches.items,
                                      .holds = holds,
                                      .switch_count = rule->switches.count,
                                      .members = c->body->members.items,
                                      .member_count = (uint32_t)c->body->members.count};
    return ent_simple_game_make(simple, &settled, &c->arena);
}

static ent_status measure(checking *c)
{
    const ent_rule *rule = ent_rule_of(c->game, c->expected->mover);
    const ent_space *space = &c->game->space;
    ENT_AUTO_SET states = {0};
    if (ent_set_new(&states, c->game->memory, space->codes) != ENT_OK)
        return ent_out_of_memory(c->report);
    ent_set_copy(&states, &space->feasible);
    if (c->expected->when.expression != NULL &&
        ent_select(space, c->expected->when.expression, &states) != ENT_OK)
        return ent_out_of_memory(c->report);
    ent_status status = check_states(c, rule, &states);
    if (status != ENT_OK)
        return status;
    ent_simple_game simple = {0};
    if (settle(c, rule, ent_set_next(&states, 0), &simple) != ENT_OK)
        return ent_out_of_memory(c->report);
    const ent_power_options options = {.threads = space->threads};
    return ent_measure_power(&c->power, &simple, &options, &c->arena, c->report);
}

static void count_winning(checking *c)
{
    const ent_expected_number *expected = &c->expected->winning;
    const char *found = ent_natural_text(&c->arena, c->power.winning);
    if (expected->text == NULL || found == NULL)
        return;
    c->check->compared++;
    if (strcmp(found, expected->numerator) != 0)
        (void)ent_error(c->report, expected->place,
                        "this test fails: the number of winning coalitions is %s", found);
}

static void count_minimal(checking *c)
{
    const ent_expected_number *expected = &c->expected->minimal;
    if (expected->text == NULL)
        return;
    c->check->compared++;
    if (!c->power.minimal_known) {
        (void)ent_error(c->report, expected->place,
                        "this test cannot be made: minimal winning coalitions were not counted");
        if (c->power.missing != NULL)
            ent_hint(c->report, "%s", c->power.missing);
        return;
    }
    const char *found = ent_natural_text(&c->arena, c->power.minimal);
    if (found != NULL && strcmp(found, expected->numerator) != 0)
        (void)ent_error(c->report, expected->place,
                        "this test fails: the number of minimal winning coalitions is %s", found);
}

static const char *member_id(const checking *c, uint32_t position)
{
    return c->game->model->parties.items[c->body->members.items[position]].id;
}

/* Whether exactly the expected members are `found`; none stands twice in the file. */
static bool are_members(const checking *c, const ent_expected_members *expected, const bool *found)
{
    size_t count = 0;
    for (uint32_t i = 0; i < c->power.members; i++)
        count += found[i];
    for (size_t i = 0; i < expected->positions.count; i++)
        if (!found[expected->positions.items[i]])
            return false;
    return count == expected->positions.count;
}

static void compare_members(checking *c, const ent_expected_members *expected, const bool *found,
                            const char *what)
{
    c->check->compared += expected->said;
    if (!expected->said || are_members(c, expected, found))
        return;
    ent_text text = ent_text_new(c->report->arena.memory);
    for (uint32_t i = 0; i < c->power.members; i++)
        if (found[i])
            ent_text_print(&text, "%s%s", text.length == 0 ? "" : ", ", member_id(c, i));
    (void)ent_error(c->report, expected->place, "this test fails: the %s are %s", what,
                    text.length == 0 ? "none" : ent_text_string(&text));
    ent_text_free(&text);
}

static ent_tally tally_of(ent_arena *arena, const char *digits)
{
    /* a word has room for 19 digits; one more word for what is made of the number */
    ent_tally tally = ent_tally_new(arena, strlen(digits) / 19 + 2);
    for (; tally.limbs != NULL && *digits != '\0'; digits++)
        ent_tally_scale(&tally, 10, (uint64_t)(*digits - '0'));
    return tally;
}

/* (2 * numerator + odd) / (2 * denominator), where odd is -1, 0 or 1. */
static ent_status bound(ent_arena *arena, const ent_expected_number *number, int odd, double *value)
{
    static const uint64_t one = 1;
    ent_tally above = tally_of(arena, number->numerator);
    ent_tally below = tally_of(arena, number->denominator);
    if (above.limbs == NULL || below.limbs == NULL)
        return ENT_NO_RESOURCE;
    ent_tally_scale(&above, 2, odd > 0);
    ent_tally_scale(&below, 2, 0);
    if (odd < 0 && !ent_natural_is_zero(ent_tally_view(&above)))
        ent_tally_subtract(&above, (ent_natural){.limbs = &one, .count = 1});
    return ent_natural_ratio(arena, ent_tally_view(&above), ent_tally_view(&below), value);
}

/* Rounding keeps the order of numbers, so that bounds may be rounded as the value was. */
static ent_status agrees(ent_arena *arena, const ent_expected_number *number, double value,
                         bool *same)
{
    double least = 0;
    double most = 0;
    ent_status status = bound(arena, number, number->rounded ? -1 : 0, &least);
    if (status == ENT_OK)
        status = bound(arena, number, number->rounded ? 1 : 0, &most);
    *same = least <= value && value <= most;
    return status;
}

/* The fewest digits that give the value back. */
static void print_value(double value, char *text, size_t size)
{
    for (int digits = 1; digits <= 17; digits++) {
        (void)snprintf(text, size, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

/* Compares a value; `id` is the member's, or NULL. */
static ent_status compare_value(checking *c, const ent_expected_number *expected, double value,
                                const char *what, const char *id)
{
    bool same = false;
    char found[32] = "";
    if (agrees(&c->arena, expected, value, &same) != ENT_OK)
        return ent_out_of_memory(c->report);
    if (same)
        return ENT_OK;
    print_value(value, found, sizeof found);
    if (id == NULL)
        return ent_error(c->report, expected->place, "this test fails: the %s is %s", what, found);
    return ent_error(c->report, expected->place, "this test fails: the %s index of '%s' is %s",
                     what, id, found);
}

static ent_status compare_measure(checking *c, const ent_expected_measure *expected)
{
    const char *what = ent_measure_id(expected->measure);
    const double *values = c->power.index[expected->measure];
    c->check->compared++;
    if (values == NULL) {
        (void)ent_error(c->report, expected->place,
                        "this test cannot be made: the %s index is not %s", what,
                        c->power.missing != NULL ? "known" : "defined");
        if (c->power.missing != NULL)
            ent_hint(c->report, "%s", c->power.missing);
        return ENT_WRONG_MODEL;
    }
    ent_status status = ENT_OK;
    for (size_t i = 0; i < expected->shares.count && status != ENT_NO_RESOURCE; i++) {
        const ent_expected_share *share = &expected->shares.items[i];
        status = compare_value(c, &share->number, values[share->position], what,
                               member_id(c, share->position));
    }
    return status;
}

static ent_status compare_power(checking *c)
{
    const ent_expected_power *expected = c->expected;
    ent_status status = ENT_OK;
    count_winning(c);
    count_minimal(c);
    if (expected->collectivity.text != NULL) {
        c->check->compared++;
        status = compare_value(c, &expected->collectivity, c->power.collectivity,
                               "power of the body to act", NULL);
    }
    compare_members(c, &expected->vetoes, c->power.veto, "vetoes");
    compare_members(c, &expected->dummies, c->power.dummy, "dummies");
    for (size_t i = 0; i < expected->measures.count && status != ENT_NO_RESOURCE; i++)
        status = compare_measure(c, &expected->measures.items[i]);
    return c->arena.exhausted ? ent_out_of_memory(c->report) : status;
}

ent_status ent_check_power(ent_check *check, const ent_game *game, ent_report *report)
{
    const ent_model *model = game->model;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < model->expectations.powers.count && status != ENT_NO_RESOURCE; i++) {
        const ent_expected_power *expected = &model->expectations.powers.items[i];
        checking c = {.game = game,
                      .expected = expected,
                      .body = ent_mover_body(model, expected->mover),
                      .arena = ent_arena_new(game->memory),
                      .check = check,
                      .report = report};
        status = measure(&c);
        if (status == ENT_OK)
            status = compare_power(&c);
        ent_arena_free(&c.arena);
    }
    if (status == ENT_NO_RESOURCE && ent_report_status(report) == ENT_OK)
        return ent_out_of_memory(report);
    return status == ENT_NO_RESOURCE ? status : ENT_OK;
}
