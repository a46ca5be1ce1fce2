/* What a model file says, and what becomes of it. */
#include "support/model_text.h"
#include "test.h"

static const char pact[] =
    "preferences:\n"
    "  ra:  [not respond, {want: attack, because: [speech, paper]}]\n"
    "  sel: {ranking: [peace, {want: troops = training, assumption: A guess}]}\n"
    "  tor: {weights: {peace: 5.25, not (troops = frontline): -2}}\n"
    "tests:\n"
    "  source: A book\n"
    "  states: 12\n"
    "  equilibria: {nash: [2, 3], seq: []}\n"
    "  stable: {council: {smr: [7]}}\n"
    "statements:\n"
    "  speech: {by: ra, speaker: R. A., date: 2024-02-29, venue: A hall,\n"
    "    source: A page, text: 'It  said so', says: [attack, not peace],\n"
    "    reliability: reported}\n"
    "  paper: {name: The paper}\n"
    "target: peace\n"
    "start: {attack: yes}\n"
    "history: {outcome: never-tested, challenged: no, acted: partly, note: Nobody  came}\n"
    "constraints:\n"
    "  - if respond then attack\n"
    "define: {war: not peace, peace: not attack and troops < frontline}\n"
    "weights: {pledged: {sel: 4000, tor: 12000.5}}\n"
    "options:\n"
    "  attack:    {by: ra, text: Ravonia attacks Selland}\n"
    "  respond:   council\n"
    "  consensus: {by: council, moves: fixed}\n"
    "  troops:    {by: tor, levels: [none, training, frontline], moves: up}\n"
    "bodies:\n"
    "  council:\n"
    "    name: Guarantor council\n"
    "    members: [ra, sel, tor]\n"
    "    rule: if consensus then all else pledged >= 50%\n"
    "    trigger: attack\n"
    "parties: {ra: Ravonia, sel: {name: Selland}, tor: {}}\n"
    "source: [One, Two]\n"
    "as-of: 2025-08-24\n"
    "title: >-\n"
    "  A pact\n"
    "  between three\n"
    "entente: 1\n";

TEST(the_game_is_read)
{
    ent_test_reading reading;
    ent_test_read(&reading, "a/pact.yaml", pact);
    ent_test_show(&reading.report);
    const ent_model *model = &reading.model;
    assert_int_equal(reading.status, ENT_OK);
    assert_string_equal(model->title, "A pact between three");
    assert_true(model->has_title);
    assert_string_equal(model->as_of, "2025-08-24");
    assert_int_equal(model->sources.count, 2);
    assert_int_equal(model->parties.count, 3);
    assert_string_equal(model->parties.items[1].name, "Selland");
    assert_string_equal(model->parties.items[2].name, "tor");
    const ent_body *council = &model->bodies.items[0];
    assert_int_equal(council->members.count, 3);
    assert_string_equal(council->rule.text, "if consensus then all else pledged >= 50%");
    assert_string_equal(council->trigger.text, "attack");
    assert_int_equal(model->options.items[0].mover, 0);
    assert_int_equal(model->options.items[1].mover, 3);
    assert_int_equal(model->options.items[2].moves, ENT_MOVES_FIXED);
    assert_int_equal(model->options.items[3].moves, ENT_MOVES_UP);
    assert_string_equal(model->options.items[3].text, "troops");
    assert_string_equal(model->vocabulary.options.items[3].levels[2], "frontline");
    assert_string_equal(model->vocabulary.options.items[0].levels[1], "yes");
    const ent_weight *pledged = &model->vocabulary.weights.items[0];
    assert_int_equal(pledged->places, 1);
    assert_int_equal(pledged->of_party[0], 0);
    assert_int_equal(pledged->of_party[1], 40000);
    assert_int_equal(pledged->of_party[2], 120005);
    assert_int_equal(model->start[0], 1);
    assert_int_equal(model->start[3], 0);
    assert_int_equal(model->vocabulary.definition_order[0], 1);
    assert_string_equal(model->target.text, "peace");
    ent_test_forget(&reading);
}

TEST(preferences_and_what_they_rest_on_are_read)
{
    ent_test_reading reading;
    ent_test_read(&reading, "pact.yaml", pact);
    const ent_model *model = &reading.model;
    const ent_preference *ra = &model->parties.items[0].preference;
    const ent_preference *sel = &model->parties.items[1].preference;
    const ent_preference *tor = &model->parties.items[2].preference;
    assert_int_equal(ra->kind, ENT_BY_PRIORITIES);
    assert_int_equal(ra->wants.items[1].because.count, 2);
    assert_int_equal(ra->wants.items[1].because.items[1], 1);
    assert_int_equal(sel->kind, ENT_BY_RANKING);
    assert_string_equal(sel->wants.items[1].assumption, "A guess");
    assert_int_equal(tor->kind, ENT_BY_WEIGHTS);
    assert_int_equal(tor->wants.items[0].weight.value, 525);
    assert_int_equal(tor->wants.items[0].weight.places, 2);
    assert_int_equal(tor->wants.items[1].weight.value, -2);
    const ent_statement *speech = &model->statements.items[0];
    assert_int_equal(speech->by, 0);
    assert_string_equal(speech->text, "It said so");
    assert_string_equal(speech->reliability, "reported");
    assert_int_equal(speech->claims.count, 2);
    assert_int_equal(model->statements.items[1].by, ENT_NOBODY);
    assert_string_equal(model->statements.items[1].name, "The paper");
    assert_true(model->history.said);
    assert_string_equal(model->history.outcome, "never-tested");
    assert_string_equal(model->history.challenged, "no");
    assert_string_equal(model->history.acted, "partly");
    assert_string_equal(model->history.note, "Nobody came");
    assert_int_equal(model->expectations.states, 12);
    assert_int_equal(model->expectations.sets.count, 3);
    assert_int_equal(model->expectations.sets.items[0].mover, ENT_NOBODY);
    assert_int_equal(model->expectations.sets.items[0].numbers.items[1], 3);
    assert_int_equal(model->expectations.sets.items[2].mover, 3);
    assert_int_equal(model->expectations.sets.items[2].concept, ENT_SMR);
    ent_test_forget(&reading);
}

static void is_number(const ent_expected_number *number, const char *numerator,
                      const char *denominator, bool rounded)
{
    assert_string_equal(number->numerator, numerator);
    assert_string_equal(number->denominator, denominator);
    assert_int_equal(number->rounded, rounded);
}

TEST(expectations_of_power_are_read)
{
    ent_test_reading reading;
    ent_test_read(&reading, "power.yaml",
                  "{entente: 1, parties: {a: A, b: B, c: C}, options: {x: k},\n"
                  "bodies: {k: {members: [c, b], rule: all}}, tests: {power: {k: [\n"
                  "{winning: 0098765432109876543210, when: not x, vetoes: [b, c], dummies: []},\n"
                  "{collectivity: 07/0080, johnston: {b: 0.050, c: 12}, banzhaf: {}}]}}}");
    ent_test_show(&reading.report);
    assert_int_equal(reading.status, ENT_OK);
    assert_int_equal(reading.model.expectations.powers.count, 2);
    const ent_expected_power *first = &reading.model.expectations.powers.items[0];
    const ent_expected_power *second = first + 1;
    assert_int_equal(first->mover, 3);
    assert_string_equal(first->when.text, "not x");
    is_number(&first->winning, "98765432109876543210", "1", false);
    assert_null(first->minimal.text);
    assert_int_equal(first->vetoes.positions.items[0], 1);
    assert_int_equal(first->vetoes.positions.items[1], 0);
    assert_true(first->dummies.said);
    assert_int_equal(first->dummies.positions.count, 0);
    assert_false(second->dummies.said);
    assert_null(second->when.expression);
    is_number(&second->collectivity, "7", "80", false);
    assert_int_equal(second->measures.items[0].measure, ENT_MEASURE_JOHNSTON);
    assert_int_equal(second->measures.items[0].shares.items[0].position, 1);
    is_number(&second->measures.items[0].shares.items[0].number, "50", "1000", true);
    is_number(&second->measures.items[0].shares.items[1].number, "12", "1", false);
    assert_int_equal(second->measures.items[1].measure, ENT_MEASURE_BANZHAF);
    ent_test_forget(&reading);
}

TEST(little_is_enough)
{
    ent_test_reading reading;
    ent_test_read(&reading, "folder/small.model.yaml",
                  "{entente: 1, parties: {no: Norway}, options: {yes: no}}");
    assert_int_equal(reading.status, ENT_OK);
    assert_string_equal(reading.model.title, "small.model");
    assert_false(reading.model.has_title);
    assert_null(reading.model.start);
    assert_null(reading.model.target.expression);
    assert_string_equal(reading.model.parties.items[0].id, "no");
    assert_int_equal(reading.model.parties.items[0].preference.kind, ENT_INDIFFERENT);
    ent_test_forget(&reading);
}

TEST(an_empty_start_is_a_start)
{
    ent_test_reading reading;
    ent_test_read(&reading, "a.yaml", "{entente: 1, parties: {p: P}, options: {a: p}, start: {}}");
    assert_int_equal(reading.status, ENT_OK);
    assert_non_null(reading.model.start);
    assert_int_equal(reading.model.start[0], 0);
    ent_test_forget(&reading);
}

TEST(conditions_keep_their_places)
{
    ent_test_reading reading;
    ent_test_read(&reading, "a.yaml",
                  "entente: 1\nparties: {p: P}\noptions: {a: p}\ntarget: >-\n  a\n  or  not a\n");
    assert_int_equal(reading.status, ENT_OK);
    assert_string_equal(reading.model.target.text, "a or not a");
    const ent_expression *no = reading.model.target.expression->children[1];
    assert_memory_equal(no->place.source->text + no->place.offset, "not a", no->place.length);
    ent_test_forget(&reading);
}

TEST(counts_are_printed_as_they_are_meant)
{
    static const char *const counts[] = {"at least 2 of {a, not a}", "exactly 1 of {a, not a}",
                                         "at most 1 of {a, not a}", "exactly 3 of {a, not a}"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char text[200];
        (void)snprintf(text, sizeof text,
                       "{entente: 1, parties: {p: P}, options: {a: p}, target: '%s'}", counts[i]);
        ent_test_reading reading;
        ent_test_read(&reading, "a.yaml", text);
        ent_text out = ent_text_new(&reading.memory);
        ent_expression_print(&reading.model.vocabulary, reading.model.target.expression, &out);
        assert_string_equal(ent_text_string(&out), counts[i]);
        ent_text_free(&out);
        ent_test_forget(&reading);
    }
}

TEST(a_million_options_are_refused)
{
    enum { COUNT = 1000 * 1000, LINE = 16 };
    char *text = malloc((size_t)COUNT * LINE);
    assert_non_null(text);
    char *end = stpcpy(text, "entente: 1\nparties: {p: P}\noptions:\n");
    for (int i = 0; i < COUNT; i++)
        end += sprintf(end, " o%d: p\n", i);
    ent_test_reading reading;
    ent_test_read(&reading, "many.yaml", text);
    assert_int_equal(reading.status, ENT_WRONG_MODEL);
    assert_int_equal(reading.report.errors, 1);
    assert_true(reading.memory.peak < (size_t)160 * 1024 * 1024);
    ent_test_forget(&reading);
    end = stpcpy(text, "entente: 1\nparties: {p: P}\noptions:\n");
    for (int i = 0; i < 100000; i++)
        end += sprintf(end, " o%d: p\n", i);
    ent_test_read(&reading, "many.yaml", text);
    assert_int_equal(reading.report.errors, 1);
    assert_true(ent_test_says(&reading.report, ENT_ERROR, "100000 are too many"));
    ent_test_forget(&reading);
    free(text);
}

TEST(a_rule_cannot_fill_the_memory)
{
    enum { SIZE = 15 * 1000 * 1000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    char *end = stpcpy(text, "entente: 1\noptions: {a: b0}\nparties: {");
    for (int i = 0; i < 1000; i++)
        end += sprintf(end, "p%d: P, ", i);
    end = stpcpy(end, "}\nbodies:\n");
    for (int i = 0; i < 200; i++) {
        end += sprintf(end, "  b%d:\n    members: [p%d]\n    rule: any", i, i);
        for (int j = 0; j < 6000; j++)
            end = stpcpy(end, " or any");
        end = stpcpy(end, "\n");
    }
    assert_true(end < text + SIZE);
    ent_test_reading reading;
    ent_test_read(&reading, "rules.yaml", text);
    assert_int_equal(reading.status, ENT_WRONG_MODEL);
    assert_true(ent_test_says(&reading.report, ENT_ERROR, "takes more than 256 MiB"));
    assert_true(reading.memory.peak < (size_t)512 * 1024 * 1024);
    ent_test_forget(&reading);
    free(text);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(the_game_is_read),
              cmocka_unit_test(preferences_and_what_they_rest_on_are_read),
              cmocka_unit_test(expectations_of_power_are_read), cmocka_unit_test(little_is_enough),
              cmocka_unit_test(an_empty_start_is_a_start),
              cmocka_unit_test(conditions_keep_their_places),
              cmocka_unit_test(counts_are_printed_as_they_are_meant),
              cmocka_unit_test(a_million_options_are_refused),
              cmocka_unit_test(a_rule_cannot_fill_the_memory));
}
