/* Agreeing on published bargaining problems, on odd models, and with memory that fails. */
#include "test.h"

#include "support/failing.h"

#include <math.h>

#include "ask/agree.h"
#include "ask/find.h"
#include "show/agree.h"
#include "support/model_text.h"

typedef struct {
    ent_test_reading reading;
    ent_game game;
    ent_agree agree;
} asked;

static void ask(asked *a, const char *text)
{
    const ent_agree_request request = {.listed_most = 100, .patterns_most = 4, .misses_most = 4};
    ent_test_read(&a->reading, "talks.yaml", text);
    assert_int_equal(a->reading.status, ENT_OK);
    assert_int_equal(ent_game_init(&a->game, &a->reading.model, 1, &a->reading.report), ENT_OK);
    assert_int_equal(ent_ask_agree(&a->agree, &a->game, &request, &a->reading.report), ENT_OK);
}

static void forget(asked *a)
{
    ent_agree_free(&a->agree);
    ent_game_free(&a->game);
    ent_test_forget(&a->reading);
}

/* The mark is on exactly these states, by number, up to a 0. */
static void expect_marks(const asked *a, int mark, const uint64_t *numbers)
{
    size_t count = 0;
    const ent_set *set = &a->agree.marks[mark];
    for (; numbers[count] != 0; count++)
        if (!ent_set_has(set, ent_code_of_number(&a->game.space, numbers[count])))
            fail_msg("%s: not on %llu", ent_mark_word(mark), (unsigned long long)numbers[count]);
    assert_int_equal(ent_set_count(set), count);
}
#define EXPECT_MARKS(a, mark, ...) expect_marks(a, mark, (const uint64_t[]){__VA_ARGS__, 0})

enum {
    NASH = ENT_MARK_BARGAIN + ENT_NASH_PRODUCT,
    KALAI = ENT_MARK_BARGAIN + ENT_KALAI_SMORODINSKY,
    EGALITARIAN = ENT_MARK_BARGAIN + ENT_EGALITARIAN,
    UTILITARIAN = ENT_MARK_BARGAIN + ENT_UTILITARIAN,
};

/* Alice and George, a common textbook comparison of the solutions, without mixing outcomes:
 * (60, 80), (50, 110) and (30, 150) against (30, 80) without a deal. */
TEST(alice_and_george_take_the_middle)
{
    asked a;
    ask(&a, "entente: 1\n"
            "parties: {alice: Alice, george: George}\n"
            "bodies: {both: {members: [alice, george], rule: 'at least 1 of {alice, george}'}}\n"
            "options: {deal: {by: both, levels: [none, a, b, c]}}\n"
            "start: {deal: none}\n"
            "preferences:\n"
            "  alice: {weights: {deal = a: 30, deal = b: 20}}\n"
            "  george: {weights: {deal = b: 30, deal = c: 70}}\n");
    assert_int_equal(a.agree.count, 3);
    EXPECT_MARKS(&a, ENT_MARK_PARETO, 2, 3, 4);
    EXPECT_MARKS(&a, NASH, 3);
    EXPECT_MARKS(&a, KALAI, 3);
    EXPECT_MARKS(&a, EGALITARIAN, 3);
    EXPECT_MARKS(&a, UTILITARIAN, 4);
    EXPECT_MARKS(&a, ENT_MARK_FALLBACK, 3);
    assert_int_equal(a.agree.depth, 2);
    forget(&a);
}

/* A dollar is divided between one who values x at x and one who values 1 - x at its root (the
 * textbook case of aversion to risk, as in Osborne & Rubinstein 1990): Nash gives the first 2/3,
 * Kalai–Smorodinsky and the egalitarian solution what is nearest to 0.618, the sum is largest at
 * 3/4. */
TEST(a_dollar_is_divided_by_attitude_to_risk)
{
    enum { PARTS = 36 };
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fprintf(out, "entente: 1\nparties: {one: One, two: Two}\n"
                 "bodies: {both: {members: [one, two], rule: 'at least 1 of {one, two}'}}\n"
                 "options:\n  deal: {by: both, levels: [none");
    for (int k = 0; k <= PARTS; k++)
        fprintf(out, ", d%d", k);
    fprintf(out, "]}\nstart: {deal: none}\npreferences:\n  one:\n    weights:\n");
    for (int k = 1; k <= PARTS; k++)
        fprintf(out, "      deal = d%d: %.9f\n", k, (double)k / PARTS);
    fprintf(out, "  two:\n    weights:\n");
    for (int k = 0; k < PARTS; k++)
        fprintf(out, "      deal = d%d: %.9f\n", k, sqrt(1 - (double)k / PARTS));
    assert_int_equal(fclose(out), 0);
    asked a;
    ask(&a, text);
    assert_int_equal(a.agree.marked[ENT_MARK_PARETO], PARTS + 1);
    EXPECT_MARKS(&a, NASH, 2 + PARTS * 2 / 3); /* state 2 is d0 */
    EXPECT_MARKS(&a, KALAI, 2 + 22);
    EXPECT_MARKS(&a, EGALITARIAN, 2 + 22);
    EXPECT_MARKS(&a, UTILITARIAN, 2 + PARTS * 3 / 4);
    forget(&a);
    free(text);
}

/* Weights that no double can tell apart, and products of many gains beyond any machine word. */
TEST(products_of_gains_are_exact)
{
    enum { PARTIES = 30 };
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fprintf(out, "entente: 1\nparties: {");
    for (int p = 0; p < PARTIES; p++)
        fprintf(out, "%sp%d: P%d", p == 0 ? "" : ", ", p, p);
    fprintf(out, "}\noptions: {deal: {by: p0, levels: [none, a, b, c]}}\nstart: {deal: none}\n"
                 "preferences:\n");
    for (int p = 0; p < PARTIES; p++)
        fprintf(out,
                "  p%d: {weights: {deal = a: %s, deal = b: 999999999999998, "
                "deal = c: %s}}\n",
                p, p % 2 == 0 ? "999999999999997" : "999999999999999",
                p == 0   ? "999999999999999"
                : p == 1 ? "999999999999997"
                         : "999999999999998");
    assert_int_equal(fclose(out), 0);
    asked a;
    ask(&a, text);
    EXPECT_MARKS(&a, NASH, 3);
    EXPECT_MARKS(&a, UTILITARIAN, 2, 3, 4);
    EXPECT_MARKS(&a, EGALITARIAN, 3);
    forget(&a);
    free(text);
}

/* Where no party can gain, every product is that of no gains. */
TEST(nobody_gains)
{
    asked a;
    ask(&a, "entente: 1\nparties: {a: A}\n"
            "bodies: {b: {members: [a], rule: x or not x}}\n"
            "options: {x: b, y: a}\nstart: {x: no}\n"
            "preferences: {a: {weights: {y: -1}}}\n");
    assert_int_equal(a.agree.count, 1);
    assert_int_equal(a.agree.bargaining.candidates, 1);
    assert_false(a.agree.bargaining.nash_is_zero);
    for (int m = ENT_MARK_PARETO; m < ENT_MARKS; m++)
        EXPECT_MARKS(&a, m, 2);
    forget(&a);
}

static const char model_text[] =
    "entente: 1\n"
    "parties: {up: Upland, low: Lowland, fund: The Fund}\n"
    "bodies: {board: {members: [up, low, fund], rule: majority}}\n"
    "options: {dam: {by: up, levels: [none, small, large]}, flow: up, pay: low, watch: board}\n"
    "start: {dam: none}\n"
    "target: flow and watch\n"
    "statements: {s: {by: up}}\n"
    "preferences:\n"
    "  up: {weights: [{want: dam = large, weight: 5, because: s}, {want: flow, weight: -1.5}]}\n"
    "  low: {weights: {flow: 4, pay: -1, watch: 0.5, dam = large: -2}}\n"
    "  fund: {weights: {watch: 1.25, dam = large: -1.5}}\n";

static ent_status answer(const ent_game *game, size_t listed, ent_report *report)
{
    const ent_agree_request request = {.listed_most = listed, .patterns_most = 3, .misses_most = 3};
    const ent_style style = {.width = 70, .color = true};
    ent_agree agree;
    ent_text out = ent_text_new(game->memory);
    ent_status status = ent_ask_agree(&agree, game, &request, report);
    if (status == ENT_OK) {
        ent_show_agree(&out, &style, &agree);
        status = ent_agree_json(&out, &agree);
    }
    if (status == ENT_OK && out.exhausted)
        status = ENT_NO_RESOURCE;
    ent_agree_free(&agree);
    ent_text_free(&out);
    return status;
}

static ent_status run(ent_test_failing *f)
{
    const ent_source source = {"river.yaml", model_text, sizeof model_text - 1};
    ent_report report = ent_report_new(&f->memory);
    ent_model model;
    ent_game game = {0};
    ent_model_init(&model, &f->memory);
    ent_status status = ent_read_model(&model, &source, &report);
    if (status == ENT_OK)
        status = ent_game_init(&game, &model, 1, &report);
    if (status == ENT_OK)
        status = answer(&game, 100, &report);
    if (status == ENT_OK)
        status = answer(&game, 1, &report);
    if (game.model != NULL)
        ent_game_free(&game);
    ent_model_free(&model);
    ent_report_free(&report);
    return status;
}

TEST(the_answer_bears_each_failing_allocation)
{
    size_t n = 0;
    for (bool failed = true; failed; n++) {
        ent_test_failing f = {.left = n, .memory = {.hook = ent_test_fail_once}};
        f.memory.context = &f;
        ent_status status = run(&f);
        failed = f.failed;
        if (status != (failed ? ENT_NO_RESOURCE : ENT_OK))
            fail_msg("allocation %zu fails: status %d", n, (int)status);
        assert_int_equal(f.memory.live, 0);
    }
    assert_true(n > 200);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(alice_and_george_take_the_middle),
              cmocka_unit_test(a_dollar_is_divided_by_attitude_to_risk),
              cmocka_unit_test(products_of_gains_are_exact), cmocka_unit_test(nobody_gains),
              cmocka_unit_test(the_answer_bears_each_failing_allocation));
}
