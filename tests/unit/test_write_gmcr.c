/* Writing .gmcr files, and reading again what was written. */
#include "test.h"

#include "support/model_text.h"
#include "support/same_game.h"

static ent_status write(ent_test_reading *reading, bool drop, ent_text *out)
{
    return ent_write_gmcr(&reading->model, drop, out, &reading->report);
}

/* Reads what was written: it must be the same game. */
static void read_again(const ent_test_reading *reading, const ent_text *written, const char *name,
                       ent_test_reading *again)
{
    const char *why = "";
    ent_test_read(again, name, ent_text_string(written));
    if (again->status != ENT_OK)
        ent_test_show(&again->report);
    assert_int_equal(again->status, ENT_OK);
    bool same = ent_test_same_game(&reading->model, &again->model, &why);
    if (!same)
        (void)fprintf(stderr, "%s\n%s", why, ent_text_string(written));
    assert_true(same);
}

/* Writes as .gmcr, as YAML, and as .gmcr again, and reads each: it must stay the same game. */
static void expect_same_after(ent_test_reading *reading)
{
    ent_test_reading from_gmcr;
    ent_test_reading from_yaml;
    ent_test_reading last;
    ENT_AUTO_TEXT first = ent_text_new(&reading->memory);
    ENT_AUTO_TEXT yaml = ent_text_new(&reading->memory);
    ENT_AUTO_TEXT second = ent_text_new(&reading->memory);
    if (reading->status != ENT_OK || write(reading, false, &first) != ENT_OK)
        ent_test_show(&reading->report);
    assert_int_equal(reading->report.errors, 0);
    read_again(reading, &first, "again.gmcr", &from_gmcr);
    assert_int_equal(ent_write_yaml(&from_gmcr.model, &yaml, &from_gmcr.report), ENT_OK);
    read_again(&from_gmcr, &yaml, "again.yaml", &from_yaml);
    assert_int_equal(write(&from_yaml, false, &second), ENT_OK);
    read_again(&from_yaml, &second, "last.gmcr", &last);
    ent_test_forget(&last);
    ent_test_forget(&from_yaml);
    ent_test_forget(&from_gmcr);
}

static void expect_round_trip(const char *json)
{
    ent_test_reading reading;
    ent_test_read_json(&reading, json);
    expect_same_after(&reading);
    ent_test_forget(&reading);
}

static void expect_round_trip_of_yaml(const char *yaml)
{
    ent_test_reading reading;
    ent_test_read(&reading, "model.yaml", yaml);
    expect_same_after(&reading);
    ent_test_forget(&reading);
}

TEST(the_newest_spelling_is_written)
{
    ent_test_reading reading;
    ent_test_read(&reading, "model.yaml",
                  "entente: 1\n"
                  "title: Two \"friends\"\n"
                  "parties: {a: Ann, b: b}\n"
                  "options:\n"
                  "  x: {by: b, moves: up, text: X}\n"
                  "  y: {by: a, moves: down}\n"
                  "constraints: [not (x and y)]\n"
                  "preferences:\n"
                  "  a: [x, x or y, x iff not y]\n");
    ENT_AUTO_TEXT out = ent_text_new(&reading.memory);
    assert_int_equal(write(&reading, false, &out), ENT_OK);
    assert_string_equal(
        ent_text_string(&out),
        "{\n"
        "  \"program\": \"entente\",\n"
        "  \"title\": \"Two \\\"friends\\\"\",\n"
        "  \"useManualPreferenceRanking\": false,\n"
        "  \"options\": [\n"
        "    {\"name\": \"y\", \"permittedDirection\": \"back\"},\n"
        "    {\"name\": \"X\", \"permittedDirection\": \"fwd\"}\n"
        "  ],\n"
        "  \"decisionMakers\": [\n"
        "    {\"name\": \"Ann\", \"id\": \"a\", \"options\": [0], \"preferences\": [[[1, \"Y\"]], "
        "{\"compound\": true, \"members\": [[[1, \"Y\"]], [[0, \"Y\"]]]}, "
        "{\"compound\": true, \"members\": [[[0, \"N\"], [1, \"Y\"]], [[0, \"Y\"], [1, "
        "\"N\"]]]}]},\n"
        "    {\"name\": \"b\", \"options\": [1], \"preferences\": []}\n"
        "  ],\n"
        "  \"infeasibles\": [\n"
        "    [[0, \"Y\"], [1, \"Y\"]]\n"
        "  ]\n"
        "}\n");
    assert_true(ent_test_says(&reading.report, ENT_NOTE, "regrouped"));
    ent_text_free(&out);
    expect_same_after(&reading);
    ent_test_forget(&reading);
}

TEST(what_was_read_is_written)
{
    expect_round_trip(
        "{'useManualPreferenceVectors': false, 'options': ["
        "{'name': 'Same', 'permittedDirection': 'fwd'},"
        "{'name': 'Same', 'permittedDirection': 'back'},"
        "{'name': 'all', 'permittedDirection': 'both'}],"
        "'decisionMakers': [{'name': 'Ann', 'options': [2, 0], 'preferences': [[[1, 'N']],"
        "{'compound': true, 'members': [[[0, 'Y'], [1, 'N']], [[2, 'Y'], [1, 'Y']]]}, [],"
        "{'compound': true, 'members': []}]},"
        "{'name': 'Ben', 'options': [1], 'preferences': [[[0, 'Y']], [[1, 'N'], [2, 'N']]]},"
        "{'name': '', 'options': []}],"
        "'infeasibles': [[[0, 'Y'], [1, 'Y'], [2, 'N']]]}");
    expect_round_trip(
        "{'useManualPreferenceRanking': true, 'options': ["
        "{'name': 'B', 'permittedDirection': 'fwd'},"
        "{'name': 'A1', 'permittedDirection': 'both'},"
        "{'name': 'A2', 'permittedDirection': 'both'}],"
        "'infeasibles': [[[0, 'Y'], [1, 'Y']]],"
        "'decisionMakers': [{'name': 'Ann', 'options': [2, 1],"
        "'preferenceRanking': [5, [1, 2], 3, 6, 4]},"
        "{'name': 'Ben', 'options': [0], 'preferenceRanking': [[1, 2, 3, 4, 5, 6]]},"
        "{'name': 'Eve', 'options': [], 'preferenceRanking': [[6, 1], [4, 2], 5, 3]}]}");
}

static void check_preference(const char *condition)
{
    char yaml[800];
    (void)snprintf(yaml, sizeof yaml,
                   "entente: 1\nparties: {a: Ann}\n"
                   "options: {p: a, q: a, r: a, s: a}\n"
                   "define: {calm: not loud, loud: p or (q and r)}\n"
                   "preferences: {a: ['%s', p]}\n",
                   condition);
    expect_round_trip_of_yaml(yaml);
}

static void check_constraint(const char *condition)
{
    char yaml[800];
    (void)snprintf(yaml, sizeof yaml,
                   "entente: 1\nparties: {a: Ann}\n"
                   "options: {p: a, q: a, r: a, s: a}\n"
                   "define: {calm: not loud, loud: p or (q and r)}\n"
                   "constraints: ['%s']\n"
                   "preferences: {a: {ranking: ['not (%s)', p and q, 'q iff r']}}\n",
                   condition, condition);
    expect_round_trip_of_yaml(yaml);
}

/* Every way to say a condition becomes patterns of the same states. */
TEST(conditions_become_patterns)
{
    static const char *const conditions[] = {
        "true",
        "p = yes",
        "p <= yes",
        "not (p and q) or r",
        "p iff q iff r",
        "if p then q else r",
        "if p then q",
        "not (if p then q)",
        "not (if p then q else not r)",
        "at least 2 of {p, q, r, s}",
        "at most 1 of {p, q, r, s}",
        "exactly 2 of {p, q, r, not s, p}",
        "not exactly 2 of {p, q, r, s}",
        "not at least 3 of {p, q, r iff s, s}",
        "at least 0 of {p}",
        "none of {p, q or r}",
        "any of {p and q, r and not s}",
        "calm",
        "not calm and s",
    };
    static const char *const impossible[] = {"false", "p < no", "at least 3 of {p, q}",
                                             "not at most 2 of {p, q}"};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        check_preference(conditions[i]);
        check_constraint(conditions[i]);
    }
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        check_preference(impossible[i]);
}

/* Where one party has a ranking, the states of all are listed. */
TEST(rankings_are_listed)
{
    expect_round_trip_of_yaml("entente: 1\n"
                              "parties: {a: Ann, b: Ben, c: Carl}\n"
                              "options: {p: a, q: b, r: a, s: c}\n"
                              "constraints: [if p then q, not (r and s)]\n"
                              "define: {calm: not p}\n"
                              "preferences:\n"
                              "  a: {ranking: [calm and q, r, p and q]}\n"
                              "  b: [r, calm, s or p]\n");
}

static const char losing[] =
    "entente: 1\n"
    "as-of: 2020-01-01\n"
    "source: A book\n"
    "parties: {a: Ann, b: Ben}\n"
    "options:\n"
    "  p: {by: a, levels: [off, on]}\n"
    "  q: b\n"
    "weights: {votes: {a: 1, b: 2}}\n"
    "define: {calm: not p}\n"
    "start: {q: yes}\n"
    "target: calm\n"
    "statements:\n"
    "  talk: {by: a, date: 2020-01-01, says: [calm], source: A letter}\n"
    "preferences:\n"
    "  a: [{want: calm, because: [talk]}, {want: q, assumption: it seems so}]\n"
    "  b: {types: {x: {probability: 0.6, because: talk, priorities: [{want: q, probability: 0.4}, "
    "p]},\n"
    "              y: {ranking: [q]}}}\n"
    "history: {outcome: held, challenged: no, acted: no}\n"
    "tests: {source: us, states: 4}\n";

TEST(what_does_not_fit_is_an_error)
{
    static const char *const words[] = {
        "the date of the model",
        "the sources of the model",
        "names of levels",
        "named weights",
        "a start",
        "a target",
        "statements",
        "the statements behind a preference",
        "the assumption behind",
        "a type of a party", /* of either type */
        "(the likeliest is written)",
        "how likely an entry of a preference is",
        "what happened",
        "tests",
    };
    ent_test_reading reading;
    ent_test_read(&reading, "model.yaml", losing);
    if (reading.status != ENT_OK)
        ent_test_show(&reading.report);
    assert_int_equal(reading.status, ENT_OK);
    ENT_AUTO_TEXT out = ent_text_new(&reading.memory);
    assert_int_equal(write(&reading, false, &out), ENT_WRONG_MODEL);
    assert_int_equal(out.length, 0);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(ent_test_says(&reading.report, ENT_ERROR, words[i]));
    assert_int_equal(reading.report.errors, sizeof words / sizeof *words);
    ent_test_forget(&reading);
}

TEST(what_is_not_the_game_can_be_dropped)
{
    ent_test_reading reading;
    ent_test_read(&reading, "model.yaml", losing);
    ENT_AUTO_TEXT out = ent_text_new(&reading.memory);
    assert_int_equal(write(&reading, true, &out), ENT_OK);
    assert_int_equal(ent_test_count(&reading.report, ENT_WARNING), 14);
    assert_int_equal(ent_test_count(&reading.report, ENT_NOTE), 1);
    ent_test_reading again;
    const char *why = "";
    ent_test_read(&again, "again.gmcr", ent_text_string(&out));
    assert_int_equal(again.status, ENT_OK);
    assert_true(ent_test_same_game(&reading.model, &again.model, &why));
    ent_text_free(&out);
    ent_test_forget(&again);
    ent_test_forget(&reading);
}

TEST(another_game_is_never_written)
{
    static const char *const cases[][2] = {
        {"parties: {a: A, b: B}\noptions: {p: c}\n"
         "bodies: {c: {name: C, members: [a, b], rule: all}}\n",
         "a body with a decision rule"},
        {"parties: {a: A}\noptions: {p: {by: a, levels: [x, y, z]}}\n", "more than two levels"},
        {"parties: {a: A}\noptions: {p: {by: a, moves: fixed}}\n", "that nobody may change"},
        {"parties: {a: A}\noptions: {p: a}\npreferences: {a: {weights: {p: 2}}}\n",
         "preferences by weights"},
        {"parties: {a: A}\noptions: {p: a, q: a}\nconstraints: [p and false]\n",
         "this constraint leaves no state"},
        {"parties: {a: A}\noptions: {p: a, q: a}\nconstraints: [p, not p]\n",
         "the constraints leave no state"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char yaml[400];
        (void)snprintf(yaml, sizeof yaml, "entente: 1\n%s", cases[i][0]);
        ent_test_reading reading;
        ent_test_read(&reading, "model.yaml", yaml);
        ENT_AUTO_TEXT out = ent_text_new(&reading.memory);
        assert_int_equal(write(&reading, true, &out), ENT_WRONG_MODEL);
        if (!ent_test_says(&reading.report, ENT_ERROR, cases[i][1]))
            ent_test_show(&reading.report);
        assert_true(ent_test_says(&reading.report, ENT_ERROR, cases[i][1]));
        ent_test_forget(&reading);
    }
}

TEST(conditions_of_too_many_patterns_are_named)
{
    static const char *const entries[] = {
        "preferences: {a: ['exactly 9 of {o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11, o12,"
        " o13, o14, o15, o16, o17}']}\n",
        "constraints: ['o0 iff o1 iff o2 iff o3 iff o4 iff o5 iff o6 iff o7 iff o8 iff o9 iff o10"
        " iff o11 iff o12 iff o13 iff o14 iff o15 iff o16 iff o17']\n",
        "preferences: {a: {ranking: [o0, o1]}}\n",
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        ent_memory memory = ent_memory_system();
        ENT_AUTO_TEXT yaml = ent_text_new(&memory);
        ent_text_add(&yaml, "entente: 1\nparties: {a: A}\noptions: {o0: a");
        for (int j = 1; j < 18; j++)
            ent_text_print(&yaml, ", o%d: a", j);
        ent_text_print(&yaml, "}\n%s", entries[i]);
        ent_test_reading reading;
        ent_test_read(&reading, "model.yaml", ent_text_string(&yaml));
        assert_int_equal(reading.status, ENT_OK);
        ENT_AUTO_TEXT out = ent_text_new(&reading.memory);
        assert_int_equal(write(&reading, false, &out), ENT_WRONG_MODEL);
        assert_true(ent_test_says(&reading.report, ENT_ERROR,
                                  i == 0   ? "'exactly 9 of {"
                                  : i == 1 ? "'o0 iff o1"
                                           : "at most 16384"));
        ent_text_free(&out);
        ent_test_forget(&reading);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(the_newest_spelling_is_written),
              cmocka_unit_test(what_was_read_is_written),
              cmocka_unit_test(conditions_become_patterns), cmocka_unit_test(rankings_are_listed),
              cmocka_unit_test(what_does_not_fit_is_an_error),
              cmocka_unit_test(what_is_not_the_game_can_be_dropped),
              cmocka_unit_test(another_game_is_never_written),
              cmocka_unit_test(conditions_of_too_many_patterns_are_named));
}
