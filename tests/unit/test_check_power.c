/* What a model expects of power: what holds, what fails and with which words, and no memory. */
#include "ask/check.h"
#include "support/model_text.h"
#include "test.h"

#include "support/failing.h"

/* 4, 2 and 1 votes, 5 of them needed, or all. Winning: ab, ac, abc. */
#define MODEL                                                                                      \
    "entente: 1\n"                                                                                 \
    "parties: {a: A, b: B, c: C, d: D}\n"                                                          \
    "bodies: {k: {members: [b, a, c], rule: if strict then all else votes >= 5}}\n"                \
    "weights: {votes: {a: 4, b: 2, c: 1}}\n"                                                       \
    "options: {x: k, strict: {by: k, moves: fixed}, y: d}\n"                                       \
    "constraints: [if strict then y]\n"                                                            \
    "tests:\n"                                                                                     \
    "  power:\n"                                                                                   \
    "    k:\n"

static const char holding[] =
    MODEL "      - when: not strict\n"
          "        winning: 03\n"
          "        minimal: 2\n"
          "        vetoes: [a]\n"
          "        dummies: []\n"
          "        collectivity: 3/8\n"
          "        banzhaf: {a: 3/5, b: 2/10, c: 0.2}\n"
          "        banzhaf-absolute: {a: 3/4, b: 0.25, c: 0.3}\n"
          "        shapley-shubik: {a: 2/3, b: 0.167, c: 0.1666666666666666666666667}\n"
          "        coleman-prevent: {a: 1, b: 0.333}\n"
          "        coleman-initiate: {a: 3/5, c: 0.20}\n"
          "        johnston: {a: 2/3, b: 1/6}\n"
          "        deegan-packel: {a: 1/2, b: 1/4}\n"
          "        holler-packel: {a: 1/2, c: 1/4}\n"
          "      - {when: strict and y, winning: 1, dummies: [], vetoes: [c, a, b]}\n";

typedef struct {
    ent_test_reading reading;
    ent_game game;
    ent_check check;
    ent_status status;
} asked;

static void ask(asked *a, const char *text)
{
    *a = (asked){.status = ENT_OK};
    ent_test_read(&a->reading, "power.yaml", text);
    ent_test_show(&a->reading.report);
    assert_int_equal(a->reading.status, ENT_OK);
    assert_int_equal(ent_game_init(&a->game, &a->reading.model, 1, &a->reading.report), ENT_OK);
    a->status = ent_check_power(&a->check, &a->game, &a->reading.report);
}

static void forget(asked *a)
{
    ent_game_free(&a->game);
    ent_test_forget(&a->reading);
}

TEST(what_holds_is_counted)
{
    asked a;
    ask(&a, holding);
    ent_test_show(&a.reading.report);
    assert_int_equal(a.status, ENT_OK);
    assert_int_equal(a.reading.report.errors, 0);
    assert_int_equal(a.check.compared, 13 + 3);
    forget(&a);
}

/* Every wrong expectation is told in these words, and nothing else is. */
static void fails(const char *expectation, const char *words)
{
    char text[2048];
    asked a;
    (void)snprintf(text, sizeof text, "%s      {%s}\n", MODEL, expectation);
    ask(&a, text);
    assert_int_equal(a.status, ENT_OK);
    if (a.reading.report.errors != 1 || !ent_test_says(&a.reading.report, ENT_ERROR, words)) {
        ent_test_show(&a.reading.report);
        fail_msg("{%s} should give: %s", expectation, words);
    }
    forget(&a);
}

TEST(what_fails_is_told)
{
    fails("when: not strict, winning: 4", "this test fails: the number of winning coalitions is 3");
    fails("when: not strict, minimal: 20000000000000000000000",
          "this test fails: the number of minimal winning coalitions is 2");
    fails("when: not strict, vetoes: []", "this test fails: the vetoes are a");
    fails("when: not strict, vetoes: [b]", "this test fails: the vetoes are a");
    fails("when: not strict, vetoes: [a, b]", "this test fails: the vetoes are a");
    fails("when: strict, vetoes: [a, c]", "this test fails: the vetoes are b, a, c");
    fails("when: not strict, dummies: [c]", "this test fails: the dummies are none");
    fails("when: not strict, collectivity: 1/2",
          "this test fails: the power of the body to act is 0.375");
    fails("when: not strict, banzhaf: {a: 3/5, c: 1/6}",
          "this test fails: the banzhaf index of 'c' is 0.2");
    fails("when: strict, coleman-prevent: {b: 0}",
          "this test fails: the coleman-prevent index of 'b' is 1");
}

TEST(rounding_reaches_half_a_unit)
{
    const char *const wide[] = {"0.7", "0.67", "0.667", "0.66666666666666666666666666666666667"};
    const char *const narrow[] = {"0.6", "0.66", "0.666", "0.668", "0.66666666666666"};
    char text[200];
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        char whole[2048];
        asked a;
        (void)snprintf(whole, sizeof whole, "%s      {when: not strict, johnston: {a: %s}}\n",
                       MODEL, wide[i]);
        ask(&a, whole);
        assert_int_equal(a.reading.report.errors, 0);
        forget(&a);
    }
    for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++) {
        (void)snprintf(text, sizeof text, "when: not strict, johnston: {a: %s}", narrow[i]);
        fails(text, "this test fails: the johnston index of 'a' is 0.6666666666666666");
    }
    fails("when: not strict, johnston: {a: 666666666666666/1000000000000000}",
          "this test fails: the johnston index of 'a' is 0.6666666666666666");
}

TEST(the_variant_must_be_clear)
{
    fails("winning: 3", "the rule of 'k' is not the same in all these states");
    fails("when: x, winning: 3", "the rule of 'k' is not the same in all these states");
    fails("when: strict and not y, winning: 1", "this test has no case");
}

/* What holds is never said to hold when something could not be looked at. */
TEST(each_failing_allocation_is_borne)
{
    const ent_source source = {"power.yaml", holding, sizeof holding - 1};
    size_t n = 0;
    for (bool failed = true; failed; n++) {
        ent_test_failing f = {.left = SIZE_MAX, .memory = {.hook = ent_test_fail_once}};
        f.memory.context = &f;
        ent_report report = ent_report_new(&f.memory);
        ent_model model;
        ent_game game = {0};
        ent_check check = {0};
        ent_model_init(&model, &f.memory);
        assert_int_equal(ent_read_model(&model, &source, &report), ENT_OK);
        assert_int_equal(ent_game_init(&game, &model, 1, &report), ENT_OK);
        f.left = n;
        ent_status status = ent_check_power(&check, &game, &report);
        failed = f.failed;
        assert_int_equal(status, failed ? ENT_NO_RESOURCE : ENT_OK);
        assert_int_equal(report.errors > 0, failed);
        ent_game_free(&game);
        ent_model_free(&model);
        ent_report_free(&report);
        assert_int_equal(f.memory.live, 0);
    }
    assert_true(n > 20);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(what_holds_is_counted), cmocka_unit_test(what_fails_is_told),
              cmocka_unit_test(rounding_reaches_half_a_unit),
              cmocka_unit_test(the_variant_must_be_clear),
              cmocka_unit_test(each_failing_allocation_is_borne));
}
