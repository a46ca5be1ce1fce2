/*
 * The verifier on what can be agreed: answers worked out by hand are accepted; each of them spoilt
 * in one place is rejected with a word about that place.
 */
#include "support/answer_trial.h"

/*
 * Each of two parties pays 1 for what it can do, and gains more by what the other does: both
 * together (state 4) can be agreed, and each alone (2, 3) has its doer in the way.
 */
static const char trade[] =
    "entente: 1\n"
    "parties: {a: A, b: B}\n"
    "statements: {bill: {by: b, date: 2024-01-01, source: A bill, text: It costs., reliability: "
    "on-record}}\n"
    "options: {x: {by: a}, y: {by: b}}\n"
    "start: {x: no}\n"
    "target: x and y\n"
    "preferences:\n"
    "  a: {weights: {x: -1, y: 2.5}}\n"
    "  b: {weights: [{want: x, weight: 3}, {want: y, weight: -1, because: bill}]}\n";

#define STATE(number, code, x, y)                                                                  \
    "\"number\":" number ",\"code\":" code ",\"options\":{\"x\":\"" x "\",\"y\":\"" y "\"}"

static const char trade_answer[] = "{\"start\":{" STATE(
    "1", "0", "no",
    "no") "},\"packages\":3,"
          "\"agreeable\":{\"count\":1,\"numbers\":[4]},"
          "\"target\":{\"packages\":1,\"agreeable\":1,\"near_misses\":0},"
          "\"pareto\":[4],\"fallback\":[4],\"fallback_depth\":1,"
          "\"bargaining\":{\"nash\":[4],\"kalai_smorodinsky\":[4],\"egalitarian\":[4],"
          "\"utilitarian\":[4],\"candidates\":1},"
          "\"blockers\":{\"a\":1,\"b\":1},\"refuses\":{\"a\":1,\"b\":1},"
          "\"losses\":{\"a\":[{\"count\":1,\"nearest\":2,\"want\":\"x\",\"because\":[]}],"
          "\"b\":[{\"count\":1,\"nearest\":3,\"want\":\"y\",\"because\":[\"bill\"]}]},"
          "\"near_misses\":{\"count\":2,\"nearest\":["
          "{" STATE(
              "2", "1", "yes",
              "no") ",\"parties\":{\"a\":{\"change\":\"worse\",\"by\":\"x\"},"
                    "\"b\":{\"change\":\"better\",\"by\":\"x\"}},\"blockers\":[\"a\"]},"
                    "{" STATE(
                        "3", "2", "no",
                        "yes") ",\"parties\":{\"a\":{\"change\":\"better\",\"by\":\"y\"},"
                               "\"b\":{\"change\":\"worse\",\"by\":\"y\"}},\"blockers\":[\"b\"]}]},"
                               "\"described\":[{" STATE(
                                   "4", "3", "yes",
                                   "yes") ",\"parties\":{"
                                          "\"a\":{\"change\":\"better\",\"by\":\"y\"},\"b\":{"
                                          "\"change\":\"better\",\"by\":\"x\"}}}]}\n";

/* Gains of a and b: low 1 and 8, mid 3 and 3, high 4 and 1, poor 1 and 1. */
static const char pie[] =
    "entente: 1\n"
    "parties: {a: A, b: B}\n"
    "bodies: {both: {name: Both, members: [a, b], rule: all}}\n"
    "options: {deal: {by: both, levels: [none, low, mid, high, poor]}}\n"
    "start: {deal: none}\n"
    "preferences:\n"
    "  a: {weights: {deal = low: 1, deal = mid: 3, deal = high: 4, deal = poor: 1}}\n"
    "  b: {weights: {deal = low: 8, deal = mid: 3, deal = high: 1, deal = poor: 1}}\n";

#define BETTER(level) "{\"change\":\"better\",\"by\":\"deal = " level "\"}"
#define DEAL(number, code, level)                                                                  \
    "{\"number\":" number ",\"code\":" code ",\"options\":{\"deal\":\"" level "\"},\"parties\":{"  \
    "\"a\":" BETTER(level) ",\"b\":" BETTER(level) "}}"
#define PIE(described)                                                                             \
    "{\"start\":{\"number\":1,\"code\":0},\"packages\":4,"                                         \
    "\"agreeable\":{\"count\":4,\"numbers\":[2,3,4,5]},\"pareto\":[2,3,4],\"fallback\":[3],"       \
    "\"fallback_depth\":2,\"bargaining\":{\"nash\":[3],\"kalai_smorodinsky\":[3],"                 \
    "\"egalitarian\":[3],\"utilitarian\":[2],\"candidates\":4},"                                   \
    "\"blockers\":{},\"refuses\":{},\"losses\":{},\"near_misses\":{\"count\":0,\"nearest\":[]},"   \
    "\"described\":[" described "]}"

static const char pie_answer[] = PIE(DEAL("2", "1", "low") "," DEAL("3", "2", "mid") "," DEAL(
    "4", "3", "high") "," DEAL("5", "4", "poor"));

/* Where not all packages are told of, those are that a solution chooses. */
static const char pie_choices[] = PIE(DEAL("3", "2", "mid") "," DEAL("2", "1", "low"));

/* The same, of what satisfies the condition: 3 and 5. */
static const char pie_where[] =
    "{\"start\":{\"number\":1,\"code\":0},\"packages\":2,"
    "\"where\":\"deal = mid or deal = poor\",\"agreeable\":{\"count\":2,\"numbers\":[3,5]},"
    "\"pareto\":[3],\"fallback\":[3],\"fallback_depth\":1,\"bargaining\":{\"nash\":[3],"
    "\"kalai_smorodinsky\":[3],\"egalitarian\":[3],\"utilitarian\":[3],\"candidates\":2},"
    "\"blockers\":{},\"refuses\":{},\"losses\":{},\"near_misses\":{\"count\":0,\"nearest\":[]},"
    "\"described\":[" DEAL("3", "2", "mid") "," DEAL("5", "4", "poor") "]}";

/* --- Tests -------------------------------------------------------------------------------- */

TEST(true_answers_are_accepted)
{
    ent_expect_true(trade, trade_answer, ENT_ANSWER_AGREE);
    ent_expect_true(pie, pie_answer, ENT_ANSWER_AGREE);
    ent_expect_true(pie, pie_choices, ENT_ANSWER_AGREE);
    ent_expect_true(pie, pie_where, ENT_ANSWER_AGREE);
}

TEST(claims_are_counted)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, trade);
    assert_int_equal(ent_trial_judge(&t, trade_answer, strlen(trade_answer), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_STATE], 4);
    assert_int_equal(verdict.checked[ENT_CLAIM_AGREEABLE], 3);
    assert_int_equal(verdict.checked[ENT_CLAIM_TARGET], 3);
    assert_int_equal(verdict.checked[ENT_CLAIM_OBSTACLE], 11);
    assert_int_equal(verdict.checked[ENT_CLAIM_EFFECT], 6);
    for (int what = 0; what < ENT_UNCHECKED_KINDS; what++)
        assert_false(verdict.unchecked[what]);
    assert_string_equal(ent_answer_kind_text(verdict.answer), "agree");
    ent_trial_end(&t);
}

TEST(spoilt_packages)
{
    EXPECT_SPOILT(
        trade, trade_answer, {"\"number\":1", "\"number\":2", "start.code: 0 is claimed"},
        {STATE("1", "0", "no", "no"), STATE("2", "1", "yes", "no"), "start: the start is state 1"},
        {"\"start\":{", "\"start_\":{", "start: expected a state, found nothing"},
        {"\"packages\":3", "\"packages\":4", "packages: 4 is claimed, and it is 3"},
        {"\"count\":1,\"numbers\"", "\"count\":2,\"numbers\"", "agreeable.count: 2 is claimed"},
        {"\"numbers\":[4]", "\"numbers\":[]", "state 4 is agreeable and is not listed"},
        {"\"numbers\":[4]", "\"numbers\":[3,4]", "agreeable.numbers[0]: state 3 is not agreeable"},
        {"\"numbers\":[4]", "\"numbers\":[4,4]", "agreeable.numbers[1]: 4 does not stand in order"},
        {"\"numbers\":[4]", "\"numbers\":[5]", "numbers[0]: 5 is not between 1 and 4"},
        {"\"numbers\":[4]", "\"truncated\":true", "truncated: so few states must be listed"},
        {"\"agreeable\":{", "\"agreeable\":7,\"more\":{", "agreeable: expected an object"},
        {"\"packages\":1", "\"packages\":2", "target.packages: 2 is claimed, and it is 1"},
        {"\"agreeable\":1", "\"agreeable\":0", "target.agreeable: 0 is claimed"},
        {"\"near_misses\":0", "\"near_misses\":2", "target.near_misses: 2 is claimed"},
        {"\"target\"", "\"aim\"", "'target' is missing"},
        {"\"packages\":3", "\"packages\":3,\"where\":3", "where: expected a text"},
        {"\"packages\":3", "\"packages\":3,\"where\":\"z\"", "nothing is named 'z'"},
        {"\"packages\":3", "\"packages\":3,\"where\":\"x\"", "packages: 3 is claimed"});
}

TEST(spoilt_obstacles)
{
    EXPECT_SPOILT(
        trade, trade_answer,
        {"\"blockers\":{\"a\":1", "\"blockers\":{\"a\":2", "blockers.a: 2 is claimed, and it is 1"},
        {"\"blockers\":{\"a\":1,", "\"blockers\":{", "blockers.a: expected a whole number"},
        {"\"blockers\":{\"a\":1", "\"blockers\":{\"c\":1,\"a\":1", "blockers: it speaks of others"},
        {"\"refuses\":{\"a\":1", "\"refuses\":{\"a\":0", "refuses.a: 0 is claimed, and it is 1"},
        {"\"losses\":{\"a\"", "\"losses\":{\"c\"", "losses.a: expected a list of what 'a' would"},
        {"\"count\":1,\"nearest\":2", "\"count\":2,\"nearest\":2", "losses.a[0].count: 2 is"},
        {"\"nearest\":2", "\"nearest\":4", "losses.a[0].nearest: 4 is claimed, and it is 2"},
        {"\"want\":\"x\"", "\"want\":\"y\"", "losses.a[0]: no near miss of 'a' is decided by this"},
        {"\"want\":\"x\",", "", "losses.a[0]: no near miss of 'a' is decided by this"},
        {"\"because\":[]", "\"because\":[\"bill\"]", "losses.a[0].because: the model has other"},
        {"[{\"count\":1,\"nearest\":2,\"want\":\"x\",\"because\":[]}]", "[]",
         "losses.a: 1 near misses are missing, state 2 the nearest"},
        {"\"near_misses\":{\"count\":2", "\"near_misses\":{\"count\":1", "near_misses.count: 1 is"},
        {"\"blockers\":[\"a\"]", "\"blockers\":[]", "nearest[0].blockers: the blocker 'a' is"},
        {"\"blockers\":[\"a\"]", "\"blockers\":[\"a\",\"a\"]", "nearest[0].blockers[1]: the"},
        {"\"blockers\":[\"a\"]", "\"blockers\":[\"b\"]", "nearest[0].blockers[0]: the consent of"},
        {STATE("2", "1", "yes", "no"), STATE("4", "3", "yes", "yes"),
         "near_misses.nearest[0]: the nearest of the rest is state 2"});
}

TEST(spoilt_effects)
{
    EXPECT_SPOILT(
        trade, trade_answer,
        {"\"worse\"", "\"better\"", "parties.a.change: for 'a', state 2 compared with the start"},
        {"\"change\":\"worse\",", "", "nearest[0].parties.a: for 'a', state 2"},
        {"\"by\":\"x\"", "\"by\":\"y\"", "nearest[0].parties.a.by: what decides is x"},
        {",\"by\":\"x\"", "", "nearest[0].parties.a: what decides is x"},
        {"\"parties\":{\"a\"", "\"parties\":{\"c\"", "nearest[0].parties: 'a' is missing"},
        {"\"parties\"", "\"sides\"", "near_misses.nearest[0]: 'parties' is missing"});
}

TEST(spoilt_choices)
{
    EXPECT_SPOILT(
        pie, pie_answer,
        {"\"pareto\":[2,3,4]", "\"pareto\":[2,4]", "no package listed is better than state 3"},
        {"\"pareto\":[2,3,4]", "\"pareto\":[2,3,4,5]", "pareto: state 5 is worse than state 2"},
        {"\"pareto\":[2,3,4]", "\"pareto\":[1,2,3,4]", "pareto[0]: state 1 is not agreeable"},
        {"\"pareto\":[2,3,4]", "\"pareto\":[2,4,3]", "pareto[2]: 3 does not stand in order"},
        {"\"pareto\":[2,3,4]", "\"pareto_truncated\":true", "pareto_truncated: so few states must"},
        {"\"pareto\":[2,3,4],", "", "'pareto' is missing"},
        {"\"fallback\":[3]", "\"fallback\":[2]", "state 2 is not a choice of fallback bargaining"},
        {"\"fallback\":[3]", "\"fallback\":[]", "fallback: state 3 is a choice of fallback"},
        {"\"fallback_depth\":2", "\"fallback_depth\":1", "fallback_depth: 1 is claimed"},
        {"\"nash\":[3]", "\"nash\":[2]", "bargaining.nash[0]: state 2 is not the solution of Nash"},
        {"\"nash\":[3]", "\"nash\":[]", "bargaining.nash: state 3 is the solution of Nash"},
        {"\"nash\":[3],", "", "bargaining: 'nash' is missing"},
        {"\"nash\":[3]", "\"truncated\":true", "bargaining.truncated: so few states must"},
        {"\"kalai_smorodinsky\":[3]", "\"kalai_smorodinsky\":[3,4]",
         "kalai_smorodinsky[1]: state 4"},
        {"\"egalitarian\":[3]", "\"egalitarian\":[4]", "egalitarian[0]: state 4 is not the"},
        {"\"utilitarian\":[2]", "\"utilitarian\":[3]", "utilitarian: state 2 is the utilitarian"},
        {"\"candidates\":4", "\"candidates\":3", "bargaining.candidates: 3 is claimed"},
        {"\"bargaining\"", "\"bargains\"", "'bargaining' is missing"});
}

TEST(spoilt_descriptions)
{
    EXPECT_SPOILT(pie, pie_answer,
                  {DEAL("3", "2", "mid") ",", "",
                   "described: 3 packages are told of; it should be all 4, or 2"},
                  {DEAL("3", "2", "mid"), DEAL("4", "3", "high"), "described[1]: another package"},
                  {"\"described\"", "\"told\"", "'described' is missing"});
    EXPECT_SPOILT(pie, pie_choices,
                  {DEAL("3", "2", "mid"), DEAL("4", "3", "high"), "described[0]: another package"});
    EXPECT_SPOILT(pie, pie_where, {"deal = mid or deal", "deal", "packages: 2 is claimed"});
}

TEST(answers_to_other_models)
{
    static const char without_start[] = "entente: 1\nparties: {a: A}\noptions: {x: {by: a}}\n";
    static const char aimless[] =
        "entente: 1\nparties: {a: A, b: B}\noptions: {x: {by: a}, y: {by: b}}\nstart: {x: no}\n";
    static const char plain[] =
        "entente: 1\nparties: {a: A, b: B}\noptions: {x: {by: a}, y: {by: b}}\nstart: {x: no}\n"
        "target: x and y\npreferences: {a: [y, not x], b: [x, not y]}\n";
    ent_expect_false(without_start, trade_answer, "start: the model has no start");
    ent_expect_false(aimless, trade_answer, "target: the model has no target");
    ent_expect_false(plain, trade_answer, "bargaining: the model has parties without weights");
    ent_expect_false(pie, trade_answer, "start.options.x: the model has no such option");
}

TEST(hostile_answers)
{
    ent_expect_no_crash(trade, trade_answer);
    ent_expect_no_crash(pie, pie_choices);
}

TEST(memory_that_runs_out)
{
    ent_expect_memory_told(trade, trade_answer);
    ent_expect_memory_told(pie, pie_where);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(true_answers_are_accepted), cmocka_unit_test(claims_are_counted),
              cmocka_unit_test(spoilt_packages), cmocka_unit_test(spoilt_obstacles),
              cmocka_unit_test(spoilt_effects), cmocka_unit_test(spoilt_choices),
              cmocka_unit_test(spoilt_descriptions), cmocka_unit_test(answers_to_other_models),
              cmocka_unit_test(hostile_answers), cmocka_unit_test(memory_that_runs_out));
}
