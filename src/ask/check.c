/* Comparing expectations with results. */
#include "ask/check.h"

void ent_tested_concepts(const ent_model *model, bool concepts[ENT_CONCEPTS])
{
    for (size_t i = 0; i < model->expectations.sets.count; i++)
        concepts[model->expectations.sets.items[i].concept] = true;
}

static void add_numbers(ent_text *out, const ent_game *game, const ent_set *set)
{
    enum { NAMED = 30 };
    uint64_t code = ent_set_next(set, 0);
    for (int i = 0; code != UINT64_MAX; i++, code = ent_set_next(set, code + 1)) {
        if (i == NAMED) {
            ent_text_add(out, ", …");
            break;
        }
        ent_text_print(out, "%s%llu", i == 0 ? "" : ", ",
                       (unsigned long long)ent_number_of(&game->space, code));
    }
}

/* Whether the set has exactly the expected numbers. */
static bool equals(const ent_game *game, const ent_set *set, const ent_expected_set *expected)
{
    for (size_t i = 0; i < expected->numbers.count; i++) {
        uint64_t number = expected->numbers.items[i];
        if (number == 0 || number > game->space.states ||
            !ent_set_has(set, ent_code_of_number(&game->space, number)))
            return false;
        for (size_t k = 0; k < i; k++)
            if (expected->numbers.items[k] == number)
                return false;
    }
    return ent_set_count(set) == expected->numbers.count;
}

static void compare_set(const ent_game *game, const ent_solution *solution,
                        const ent_expected_set *expected, ent_report *report)
{
    bool whole = expected->mover == ENT_NOBODY;
    const ent_set *set = whole ? &solution->equilibria[expected->concept]
                               : &solution->stable[expected->concept][expected->mover];
    if (equals(game, set, expected))
        return;
    ent_text found = ent_text_new(report->arena.memory);
    add_numbers(&found, game, set);
    (void)ent_error(report, expected->place, "this test fails: the %s %s are %s",
                    ent_concept_id(expected->concept), whole ? "equilibria" : "stable states",
                    found.length == 0 ? "none" : ent_text_string(&found));
    ent_text_free(&found);
}

ent_status ent_ask_check(ent_check *check, const ent_game *game, const ent_solution *solution,
                         ent_report *report)
{
    const ent_expectations *expected = &game->model->expectations;
    *check = (ent_check){0};
    if (expected->states != 0) {
        check->compared++;
        if (expected->states != game->space.states)
            (void)ent_error(report, expected->states_place,
                            "this test fails: the model has %llu feasible states",
                            (unsigned long long)game->space.states);
    }
    for (size_t i = 0; i < expected->sets.count; i++) {
        check->compared++;
        compare_set(game, solution, &expected->sets.items[i], report);
    }
    ent_status status = ent_check_power(check, game, report);
    return status == ENT_OK ? ent_report_status(report) : status;
}
