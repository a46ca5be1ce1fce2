/* Reading .gmcr files: every variant that other programs write. */
#include "test.h"

#include "support/model_text.h"
#include "support/same_game.h"

/* The whole file for two decision makers with an option each. */
#define TWO(rest)                                                                                  \
    "{'options': [{'name': 'Left', 'permittedDirection': 'both'},"                                 \
    "{'name': 'Right', 'permittedDirection': 'both'}]," rest "}"
#define MAKERS(first, second)                                                                      \
    "'decisionMakers': [{'name': 'Ann', 'options': [0]" first "},"                                 \
    "{'name': 'Ben', 'options': [1]" second "}]"

static void read_well(ent_test_reading *reading, const char *text)
{
    ent_test_read_json(reading, text);
    if (reading->status != ENT_OK)
        ent_test_show(&reading->report);
    assert_int_equal(reading->status, ENT_OK);
}

static void expect_error(const char *text, const char *words)
{
    ent_test_reading reading;
    ent_test_read_json(&reading, text);
    if (!ent_test_says(&reading.report, ENT_ERROR, words))
        ent_test_show(&reading.report);
    assert_int_equal(reading.status, ENT_WRONG_MODEL);
    assert_true(ent_test_says(&reading.report, ENT_ERROR, words));
    ent_test_forget(&reading);
}

static const char *want(const ent_test_reading *reading, size_t party, size_t index)
{
    const ent_preference *preference = &reading->model.parties.items[party].preference;
    assert_true(index < preference->wants.count);
    return preference->wants.items[index].condition.text;
}

static size_t wants(const ent_test_reading *reading, size_t party)
{
    return reading->model.parties.items[party].preference.wants.count;
}

TEST(names_become_ids)
{
    static const char text[] =
        "{'options': [{'name': 'Air Strike', 'permittedDirection': 'fwd'},"
        "{'name': 'air strike', 'permittedDirection': 'back'},"
        "{'name': '', 'permittedDirection': 'both'},"
        "{'name': 'Épargne d\xe2\x80\x99\xc3\x89tat!', 'permittedDirection': 'both'},"
        "{'name': '2nd try', 'permittedDirection': 'both'},"
        "{'name': 'All', 'permittedDirection': 'both'},"
        "{'name': '\xd0\x9c\xd0\xb8\xd1\x80', 'permittedDirection': 'both'}],"
        "'decisionMakers': [{'name': 'Ann', 'options': [0, 1, 2, 3, 4, 5, 6]},"
        "{'name': 'ANN', 'options': []}]}";
    static const char *const ids[] = {"air-strike",    "ann-air-strike", "option-3",
                                      "epargne-detat", "option-2nd-try", "option-all",
                                      "option-7"};
    ent_test_reading reading;
    read_well(&reading, text);
    const ent_model *model = &reading.model;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_string_equal(model->options.items[i].id, ids[i]);
    assert_string_equal(model->options.items[0].text, "Air Strike");
    assert_string_equal(model->options.items[2].text, "option-3");
    assert_string_equal(model->options.items[6].text, "\xd0\x9c\xd0\xb8\xd1\x80");
    assert_int_equal(model->options.items[0].moves, ENT_MOVES_UP);
    assert_int_equal(model->options.items[1].moves, ENT_MOVES_DOWN);
    assert_int_equal(model->options.items[2].moves, ENT_MOVES_ANY);
    assert_string_equal(model->parties.items[0].id, "ann");
    assert_string_equal(model->parties.items[1].id, "ann-2");
    assert_string_equal(model->parties.items[1].name, "ANN");
    assert_string_equal(model->vocabulary.options.items[0].levels[1], "yes");
    assert_string_equal(model->title, "test");
    assert_false(model->has_title);
    ent_test_forget(&reading);
}

TEST(places_point_into_the_file)
{
    ent_test_reading reading;
    read_well(&reading, TWO(MAKERS(", 'preferences': [[[1, 'Y']]]", "")));
    ent_place place = reading.model.options.items[1].place;
    assert_memory_equal(reading.text + place.offset, "\"Right\"", place.length);
    place = reading.model.parties.items[0].preference.wants.items[0].condition.place;
    assert_memory_equal(reading.text + place.offset, "[[1, \"Y\"]]", place.length);
    ent_test_forget(&reading);
}

TEST(preferences_are_priorities)
{
    ent_test_reading reading;
    read_well(&reading, TWO("'useManualPreferenceRanking': false, 'infeasibles': []," MAKERS(
                            ", 'preferences': [[[0, 'Y'], [1, 'N']], [],"
                            "{'compound': true, 'members': [[[0, 'Y']], [[1, 'Y']]]},"
                            "{'members': [[[0, 'N']]], 'compound': true},"
                            "{'compound': true, 'members': []}]",
                            ", 'preferences': []")));
    assert_int_equal(reading.model.parties.items[0].preference.kind, ENT_BY_PRIORITIES);
    assert_int_equal(wants(&reading, 0), 5);
    assert_string_equal(want(&reading, 0, 0), "left and not right");
    assert_string_equal(want(&reading, 0, 1), "true");
    assert_string_equal(want(&reading, 0, 2), "left or right");
    assert_string_equal(want(&reading, 0, 3), "not left");
    assert_string_equal(want(&reading, 0, 4), "false");
    assert_int_equal(reading.model.parties.items[1].preference.kind, ENT_INDIFFERENT);
    ent_test_forget(&reading);
}

TEST(repeated_statements_are_left_out)
{
    ent_test_reading reading;
    read_well(&reading, TWO(MAKERS(", 'preferences': [[[0, 'Y'], [1, 'N']], [[1, 'N'], [0, 'Y']],"
                                   "{'compound': true, 'members': [[[0, 'Y']], [[1, 'Y']]]},"
                                   "{'compound': true, 'members': [[[1, 'Y']], [[0, 'Y']]]},"
                                   "[[1, 'N']], {'compound': true, 'members': [[[1, 'N']]]}]",
                                   "")));
    assert_int_equal(wants(&reading, 0), 3);
    assert_string_equal(want(&reading, 0, 2), "not right");
    assert_int_equal(reading.report.list.count, 0);
    ent_test_forget(&reading);
}

TEST(infeasibles_are_constraints)
{
    ent_test_reading reading;
    read_well(
        &reading,
        TWO("'infeasibles': [[[0, 'Y'], [1, 'Y']], [[1, 'Y'], [0, 'Y']],"
            "{'compound': true, 'members': [[[0, 'N'], [1, 'N']], [[0, 'Y']]]}]," MAKERS("", "")));
    const ent_model *model = &reading.model;
    assert_int_equal(model->constraints.count, 3);
    assert_string_equal(model->constraints.items[0].text, "not (left and right)");
    assert_string_equal(model->constraints.items[1].text, "not (not left and not right)");
    assert_string_equal(model->constraints.items[2].text, "not left");
    ent_test_forget(&reading);
}

/* Ben's option stands first in the file; Ann's come first in the model. */
TEST(options_are_regrouped_before_numbering)
{
    static const char text[] =
        "{'options': [{'name': 'B', 'permittedDirection': 'fwd'},"
        "{'name': 'A1', 'permittedDirection': 'both'},"
        "{'name': 'A2', 'permittedDirection': 'back'}],"
        "'useManualPreferenceRanking': true, 'infeasibles': [[[0, 'Y'], [1, 'Y']]],"
        "'decisionMakers': [{'name': 'Ann', 'options': [2, 1], 'preferenceRanking':"
        "[5, [1, 2], 3, 6, 4], 'preferences': [[[0, 'Y']]]},"
        "{'name': 'Ben', 'options': [0], 'preferenceVector': [[1, 2, 3, 4, 5, 6]]}]}";
    ent_test_reading reading;
    read_well(&reading, text);
    const ent_model *model = &reading.model;
    assert_string_equal(model->options.items[0].id, "a2");
    assert_string_equal(model->options.items[1].id, "a1");
    assert_string_equal(model->options.items[2].id, "b");
    assert_int_equal(model->options.items[2].moves, ENT_MOVES_UP);
    assert_int_equal(model->options.items[2].mover, 1);
    assert_string_equal(model->constraints.items[0].text, "not (b and a1)");
    /* codes 0 to 3, and 4 and 5 with b: the two with a1 and b are not feasible */
    assert_int_equal(model->parties.items[0].preference.kind, ENT_BY_RANKING);
    assert_int_equal(wants(&reading, 0), 5);
    assert_string_equal(want(&reading, 0, 0), "not a2 and not a1 and b");
    assert_string_equal(want(&reading, 0, 1), "not a1 and not b");
    assert_string_equal(want(&reading, 0, 2), "not a2 and a1 and not b");
    assert_int_equal(model->parties.items[1].preference.kind, ENT_INDIFFERENT);
    ent_test_forget(&reading);
}

TEST(rankings_have_every_state_once)
{
    static const char *const cases[][2] = {
        {"[1, 2, 3]", "this one is not: 4"},
        {"[1]", "these are not: 2, 3, 4"},
        {"[1, 2, 3, 4, 2]", "state 2 is ranked twice"},
        {"[1, [2, 2], 3, 4]", "state 2 is ranked twice"},
        {"[1, 2, 3, 4, 5]", "there is no state 5"},
        {"[0, 1, 2, 3, 4]", "there is no state 0"},
        {"[1, [2, [3]], 4]", "the number of a state must stand here"},
        {"[1.5, 2, 3, 4]", "the number of a state must stand here"},
        {"'none'", "'preferenceRanking' must be a list"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        (void)snprintf(text, sizeof text,
                       TWO("'useManualPreferenceRanking': true, 'infeasibles': []," MAKERS(
                           ", 'preferenceRanking': %s", ", 'preferenceRanking': [1, 2, 3, 4]")),
                       cases[i][0]);
        expect_error(text, cases[i][1]);
    }
    expect_error(TWO("'useManualPreferenceRanking': true," MAKERS(
                     ", 'preferenceRanking': [1, 2, 3, 4]", "")),
                 "'Ben' has no 'preferenceRanking'");
}

TEST(either_key_turns_rankings_on)
{
    static const char *const keys[] = {
        "'useManualPreferenceRanking': true,", "'useManualPreferenceVectors': true,",
        "'useManualPreferenceRanking': false,", "'useManualPreferenceVectors': false,", ""};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char text[600];
        (void)snprintf(text, sizeof text,
                       TWO("%s" MAKERS(", 'preferences': [[[0, 'Y']]], 'preferenceVector': [[4, 1],"
                                       "2, 3]",
                                       ", 'preferenceVector': [4, 3, 2, 1]")),
                       keys[i]);
        ent_test_reading reading;
        read_well(&reading, text);
        assert_int_equal(reading.model.parties.items[0].preference.kind,
                         i < 2 ? ENT_BY_RANKING : ENT_BY_PRIORITIES);
        ent_test_forget(&reading);
    }
}

TEST(what_is_not_applied_is_told_where_it_matters)
{
    static const struct {
        const char *key;
        size_t warnings;
        size_t notes;
    } cases[] = {
        {"'coalitions': [0, 1]", 0, 0},
        {"'coalitions': [[0], [1]]", 0, 0},
        {"'coalitions': [[1, 0]]", 1, 0},
        {"'coalitions': [[0, 1], 1]", 0, 1},
        {"'coalitions': [0]", 0, 1},
        {"'coalitions': [0, 7]", 0, 1},
        {"'coalitionsFull': [1, 2]", 0, 0},
        {"'program': 'gmcr-py', 'version': '0.3.6'", 0, 0},
        {"'nodes': [1]", 0, 0},
        {"'optoins': []", 1, 0},
        {"'description': 'x'", 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        (void)snprintf(text, sizeof text, TWO("%s," MAKERS("", ", 'payoffs': [1, 2, 3, 4]")),
                       cases[i].key);
        ent_test_reading reading;
        read_well(&reading, text);
        assert_int_equal(ent_test_count(&reading.report, ENT_WARNING), cases[i].warnings);
        assert_int_equal(ent_test_count(&reading.report, ENT_NOTE), cases[i].notes);
        ent_test_forget(&reading);
    }
}

TEST(misperceptions_are_told_where_they_match_a_feasible_state)
{
    static const struct {
        const char *list;
        size_t warnings;
    } cases[] = {
        {"[]", 0},
        {"[[[0, 'Y'], [1, 'Y']]]", 0}, /* infeasible */
        {"[[[0, 'Y']]]", 1},
        {"[[]]", 1},
        {"[{'compound': true, 'members': [[[0, 'Y'], [1, 'Y']]]}]", 0},
        {"[{'compound': true, 'members': [[[0, 'Y'], [1, 'Y']], [[0, 'N']]]}]", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        (void)snprintf(
            text, sizeof text,
            TWO("'infeasibles': [[[0, 'Y'], [1, 'Y']]]," MAKERS(", 'misperceptions': %s", "")),
            cases[i].list);
        ent_test_reading reading;
        read_well(&reading, text);
        assert_int_equal(ent_test_count(&reading.report, ENT_WARNING), cases[i].warnings);
        ent_test_forget(&reading);
    }
}

TEST(directions_that_are_none_leave_the_option_free)
{
    ent_test_reading reading;
    read_well(&reading,
              "{'options': [{'name': 'A', 'permittedDirection': 'forward'},"
              "{'name': 'B'}], 'decisionMakers': [{'name': 'X', 'options': ['0', 1, 1]}]}");
    assert_int_equal(reading.model.options.items[0].moves, ENT_MOVES_ANY);
    assert_int_equal(reading.model.options.items[1].moves, ENT_MOVES_ANY);
    assert_true(ent_test_says(&reading.report, ENT_WARNING, "no direction"));
    assert_int_equal(reading.report.list.count, 1);
    ent_test_forget(&reading);
}

TEST(the_other_dialect_is_read)
{
    ent_test_reading reading;
    read_well(
        &reading,
        "{'title': 'A game', 'description': '', 'version': '1', 'options': ["
        "{'name': 'A', 'image': 'a.png', 'reversible': 'reversible'},"
        "{'name': 'B', 'image': 'b.png', 'reversible': 'forward'},"
        "{'name': 'C', 'image': 'c.png', 'reversible': 'backward'},"
        "{'name': 'D', 'image': 'd.png', 'reversible': false}],"
        "'decisionMakers': [{'name': 'X', 'options': [0, 1]}, {'name': 'Y', 'options': [2, 3]}],"
        "'infeasibles': [{'name': 'no', 'state': [{'option': 0, 'yn': true},"
        "{'option': 1, 'yn': false}]}],"
        "'mutexes': [{'name': 'one', 'state': [{'option': 1, 'yn': true}, {'option': 2, 'yn': "
        "true},"
        "{'option': 3, 'yn': true}]}, {'name': 'lone', 'state': [{'option': 1, 'yn': true}]}]}");
    const ent_model *model = &reading.model;
    assert_string_equal(model->title, "A game");
    assert_true(model->has_title);
    assert_int_equal(model->options.items[1].moves, ENT_MOVES_UP);
    assert_int_equal(model->options.items[2].moves, ENT_MOVES_DOWN);
    assert_int_equal(model->options.items[3].moves, ENT_MOVES_UP);
    assert_int_equal(model->constraints.count, 2);
    assert_string_equal(model->constraints.items[0].text, "not (a and not b)");
    assert_string_equal(model->constraints.items[1].text, "at most 1 of {b, c, d}");
    assert_int_equal(reading.report.list.count, 0);
    ent_test_forget(&reading);
}

TEST(mistakes_are_told)
{
    static const char *const cases[][2] = {
        {"{'decisionMakers': []}", "the file has no 'options'"},
        {"{'decisionMakers': [], 'options': [{}]}", "'decisionMakers' has 0 entries"},
        {"{'decisionMakers': {}, 'options': [1]}", "'decisionMakers' must be a list"},
        {"{'decisionMakers': [{'options': [0]}], 'options': [1]}", "must be an object"},
        {TWO(MAKERS("", "") ", 'infeasibles': [[]]"), "removes every state"},
        {TWO(MAKERS("", "") ", 'infeasibles': [[[0, 'Y']], [[0, 'N']]]"), "leave no state"},
        {TWO(MAKERS("", "") ", 'infeasibles': [{'members': [[]]}]"), "removes every state"},
        {TWO(MAKERS("", "") ", 'infeasibles': [3]"), "must be a list of pairs"},
        {TWO(MAKERS("", "") ", 'infeasibles': [[[2, 'Y']]]"), "2 is not the number of an option"},
        {TWO(MAKERS("", "") ", 'infeasibles': [[[-1, 'Y']]]"), "the number of an option must"},
        {TWO(MAKERS("", "") ", 'infeasibles': [[[0, 'y']]]"), "must be \"Y\" or \"N\""},
        {TWO(MAKERS("", "") ", 'infeasibles': [[[0]]]"), "is a pair"},
        {TWO(MAKERS("", "") ", 'infeasibles': [[[0, 'Y'], [0, 'N']]]"), "stands twice"},
        {TWO(MAKERS(", 'preferences': [{'members': [3]}]", "")), "member of a compound"},
        {TWO(MAKERS(", 'preferences': [{'mumbers': []}]", "")), "must be a list of pairs"},
        {TWO(MAKERS("", "") ", 'useManualPreferenceRanking': 'maybe'"), "must be true or false"},
        {TWO("'decisionMakers': [{'name': 'A', 'options': [0]}]"),
         "no decision maker has option 1"},
        {TWO("'decisionMakers': [{'name': 'A', 'options': [0, 1]}, {'name': 'B', 'options': [1]}]"),
         "has a decision maker already"},
        {TWO("'decisionMakers': [{'name': 'A'}]"), "has no 'options'"},
        {TWO("'decisionMakers': [{'name': [], 'options': [0, 1]}]"), "a name must be a text"},
        {TWO(MAKERS("", "") ", 'title': []"), "a title must be a text"},
        {TWO(MAKERS("", "") ", 'coalitions': ['x']"), "the number of a decision maker"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_error(cases[i][0], cases[i][1]);
}

/* 30 free options have too many states to be ranked one by one, and that is found out at once. */
TEST(rankings_are_bounded)
{
    ent_memory memory = ent_memory_system();
    ENT_AUTO_TEXT text = ent_text_new(&memory);
    ent_text_add(&text, "{'useManualPreferenceRanking': true, 'options': [{}");
    ent_text_add_repeated(&text, ",{}", 29);
    ent_text_add(&text, "], 'decisionMakers': [{'preferenceRanking': [1], 'options': [0");
    for (int i = 1; i < 30; i++)
        ent_text_print(&text, ",%d", i);
    ent_text_add(&text, "]}]}");
    expect_error(ent_text_string(&text), "more than 16384 are feasible");
}

TEST(too_many_options_are_refused)
{
    ent_memory memory = ent_memory_system();
    ENT_AUTO_TEXT text = ent_text_new(&memory);
    ent_text_add(&text, "{'decisionMakers': [{'name': 'a', 'options': []}], 'options': [{}");
    ent_text_add_repeated(&text, ",{}", 64);
    ent_text_add(&text, "]}");
    expect_error(ent_text_string(&text), "'options' has 65 entries");
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(names_become_ids), cmocka_unit_test(places_point_into_the_file),
              cmocka_unit_test(preferences_are_priorities),
              cmocka_unit_test(repeated_statements_are_left_out),
              cmocka_unit_test(infeasibles_are_constraints),
              cmocka_unit_test(options_are_regrouped_before_numbering),
              cmocka_unit_test(rankings_have_every_state_once),
              cmocka_unit_test(either_key_turns_rankings_on),
              cmocka_unit_test(what_is_not_applied_is_told_where_it_matters),
              cmocka_unit_test(misperceptions_are_told_where_they_match_a_feasible_state),
              cmocka_unit_test(directions_that_are_none_leave_the_option_free),
              cmocka_unit_test(the_other_dialect_is_read), cmocka_unit_test(mistakes_are_told),
              cmocka_unit_test(rankings_are_bounded),
              cmocka_unit_test(too_many_options_are_refused));
}
