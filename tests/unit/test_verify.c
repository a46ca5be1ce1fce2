/*
 * The verifier: true answers, worked out by hand, are accepted; each of them spoilt in one place is
 * rejected with a word about that place; and no text whatever makes it crash.
 */
#include "support/answer_trial.h"

/*
 * Three states: 1 peace, 2 attack, 3 attack and sanction. The aggressor `a` would attack; the
 * council, without its consent, would then impose the sanction, and `a` would be worse off.
 */
static const char pact[] = "entente: 1\n"
                           "parties: {a: A, b: B, c: C}\n"
                           "bodies:\n"
                           "  council: {name: Council, members: [a, b, c], rule: majority}\n"
                           "options:\n"
                           "  attack: {by: a}\n"
                           "  sanction: {by: council}\n"
                           "constraints: [if sanction then attack]\n"
                           "start: {attack: no}\n"
                           "target: not attack\n"
                           "preferences:\n"
                           "  a: [not sanction, attack]\n"
                           "  b: [not attack, sanction iff attack]\n"
                           "  c: [not attack, sanction iff attack]\n";

/* From state 1, `x` would gain by 2; `y` could answer with 4, from where `x` would escape to 3. */
static const char escape[] = "entente: 1\n"
                             "parties: {x: X, y: Y}\n"
                             "options: {p: {by: x}, q: {by: y}}\n"
                             "preferences:\n"
                             "  x: {ranking: [p and not q, q and not p, not p, p]}\n";

#define S1 "{\"number\":1,\"code\":0,\"options\":{\"attack\":\"no\",\"sanction\":\"no\"}}"
#define S2 "{\"number\":2,\"code\":1}"
#define S3 "{\"number\":3,\"code\":3}"

static const char hold[] =
    "{\"title\":\"Pact\",\"states\":3,\"movers\":[\"a\",\"b\",\"c\",\"council\"],\"equilibria\":{"
    "\"nash\":{\"count\":1,\"numbers\":[3]},"
    "\"gmr\":{\"count\":3,\"numbers\":[1,2,3]},"
    "\"smr\":{\"count\":3,\"numbers\":[1,2,3]},"
    "\"seq\":{\"count\":2,\"numbers\":[1,3]}},"
    "\"target\":{\"count\":1,\"numbers\":[1]}}\n";

static const char states[] =
    "{\"number\":1,\"code\":0,\"options\":{\"attack\":\"no\",\"sanction\":\"no\"},"
    "\"rank\":{\"a\":2,\"b\":1,\"c\":1},"
    "\"stable\":{\"nash\":{\"a\":false,\"b\":true,\"c\":true,\"council\":true},"
    "\"seq\":{\"a\":true,\"b\":true,\"c\":true,\"council\":true}},\"agreeable\":false}\n"
    "{\"number\":2,\"code\":1,\"options\":{\"attack\":\"yes\",\"sanction\":\"no\"},"
    "\"rank\":{\"a\":1,\"b\":3,\"c\":3},"
    "\"stable\":{\"nash\":{\"a\":true,\"b\":true,\"c\":true,\"council\":false},"
    "\"gmr\":{\"a\":true,\"b\":true,\"c\":true,\"council\":true}},\"agreeable\":true}\n"
    "{\"number\":3,\"code\":3,\"options\":{\"attack\":\"yes\",\"sanction\":\"yes\"},"
    "\"rank\":{\"a\":3,\"b\":2,\"c\":2},"
    "\"stable\":{\"smr\":{\"a\":true,\"b\":true,\"c\":true,\"council\":true}},"
    "\"agreeable\":false}\n";

#define ANSWER                                                                                     \
    "{\"stable\":true,\"answers\":[{\"to\":" S2 ",\"path\":["                                      \
    "{\"mover\":\"council\",\"to\":" S3 ",\"consents\":[\"b\",\"c\"]}]}]}"

/* State 1: nothing but the council's answer keeps `a` from attacking. */
static const char why[] =
    "{\"state\":" S1 ",\"movers\":["
    "{\"mover\":\"a\",\"concepts\":{\"nash\":{\"stable\":false,\"leaves\":{\"to\":" S2 "}},"
    "\"gmr\":" ANSWER ",\"smr\":" ANSWER ",\"seq\":" ANSWER "}},"
    "{\"mover\":\"b\",\"concepts\":{\"nash\":{\"stable\":true,\"answers\":[]}}},"
    "{\"mover\":\"council\",\"concepts\":{\"seq\":{\"stable\":true}}}]}";

/* State 2: the council leaves it, unless its members fear what others may do then. */
static const char why_council[] =
    "{\"state\":" S2 ",\"movers\":[{\"mover\":\"council\",\"concepts\":{"
    "\"seq\":{\"stable\":false,\"leaves\":{\"to\":" S3 ",\"consents\":[\"b\",\"c\"]}},"
    "\"gmr\":{\"stable\":true}}}]}";

/* `a` leaves state 1 although the council could answer, as far as nash looks. */
static const char why_worst[] =
    "{\"state\":" S1 ",\"movers\":[{\"mover\":\"a\",\"concepts\":{\"nash\":{\"stable\":false,"
    "\"leaves\":{\"to\":" S2 ",\"worst\":[]}}}}]}";

#define E1 "{\"number\":1,\"code\":0}"
#define E2 "{\"number\":2,\"code\":1}"
#define E4 "{\"number\":4,\"code\":3}"
static const char why_escape[] = "{\"state\":" E1 ",\"movers\":[{\"mover\":\"x\",\"concepts\":{"
                                 "\"gmr\":{\"stable\":true,\"answers\":[{\"to\":" E2 ",\"path\":["
                                 "{\"mover\":\"y\",\"to\":" E4 "}]}]}}}]}";

/* Under smr `x` leaves state 1: the worst is that `y` answers and it escapes to 3. */
static const char why_worst_smr[] =
    "{\"state\":" E1 ",\"movers\":[{\"mover\":\"x\",\"concepts\":{\"smr\":{\"stable\":false,"
    "\"leaves\":{\"to\":" E2 ",\"worst\":[{\"mover\":\"y\",\"to\":" E4 "}]}}}}]}";

/* What `hold --where attack` and its departures say. */
static const char hold_where[] = "{\"states\":3,\"movers\":[\"a\",\"b\",\"c\",\"council\"],"
                                 "\"where\":{\"condition\":\"attack\",\"states\":2},"
                                 "\"equilibria\":{\"seq\":{\"count\":1,\"numbers\":[3]}},"
                                 "\"target\":{\"count\":0,\"numbers\":[]}}";

#define NOTHING "{\"count\":0,\"examples\":[]}"
static const char hold_leaves[] =
    "{\"states\":3,\"movers\":[\"a\",\"b\",\"c\",\"council\"],"
    "\"equilibria\":{\"nash\":{\"count\":1,\"numbers\":[3]}},"
    "\"leaves\":{\"concept\":\"nash\",\"states\":1,\"movers\":{"
    "\"a\":{\"count\":1,\"examples\":[{\"from\":" S1 ",\"to\":" S2 "}]},"
    "\"b\":" NOTHING ",\"c\":" NOTHING ",\"council\":" NOTHING "}}}";

/* --- Tests -------------------------------------------------------------------------------- */

TEST(true_answers_are_accepted)
{
    ent_expect_true(pact, hold, ENT_ANSWER_HOLD);
    ent_expect_true(pact, hold_where, ENT_ANSWER_HOLD);
    ent_expect_true(pact, hold_leaves, ENT_ANSWER_HOLD);
    ent_expect_true(pact, states, ENT_ANSWER_STATES);
    ent_expect_true(pact, why, ENT_ANSWER_WHY);
    ent_expect_true(pact, why_council, ENT_ANSWER_WHY);
    ent_expect_true(escape, why_escape, ENT_ANSWER_WHY);
    ent_expect_true(pact, why_worst, ENT_ANSWER_WHY);
    ent_expect_true(escape, why_worst_smr, ENT_ANSWER_WHY);
    ent_expect_true(pact,
                    "{\"movers\":[\"a\",\"b\",\"c\",\"council\"],\"states\":3,\"equilibria\":"
                    "{\"seq\":{\"count\":2,\"numbers\":[1,3]}},\"more\":[null]}",
                    ENT_ANSWER_HOLD);
}

TEST(claims_are_counted)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, pact);
    assert_int_equal(ent_trial_judge(&t, hold, strlen(hold), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_EQUILIBRIUM], 12);
    assert_int_equal(verdict.checked[ENT_CLAIM_TARGET], 3);
    assert_int_equal(ent_trial_judge(&t, states, strlen(states), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_STATE], 3);
    assert_int_equal(verdict.checked[ENT_CLAIM_RANK], 9);
    assert_int_equal(verdict.checked[ENT_CLAIM_STABLE], 20);
    assert_int_equal(verdict.checked[ENT_CLAIM_AGREEABLE], 3);
    assert_int_equal(ent_trial_judge(&t, why, strlen(why), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_STABLE], 6);
    assert_int_equal(verdict.checked[ENT_CLAIM_MOVE], 7);
    for (int kind = 0; kind < ENT_CLAIM_KINDS; kind++)
        assert_true(strlen(ent_claim_kind_text((ent_claim_kind)kind)) > 0);
    assert_string_equal(ent_answer_kind_text(verdict.answer), "why");
    ent_trial_end(&t);
}

TEST(spoilt_hold)
{
    EXPECT_SPOILT(
        pact, hold, {"\"states\":3", "\"states\":4", "states: 4 are claimed, and the model has 3"},
        {"\"states\":3", "\"states\":\"3\"", "states: expected a whole number, found a text"},
        {"\"states\":3,", "", "states: expected a whole number, found nothing"},
        {"\"c\",", "", "movers: 3 are claimed, and the model has 4"},
        {"\"c\",", "\"d\",", "movers[2]: the model has no party or body 'd'"},
        {"\"a\",\"b\"", "\"b\",\"a\"", "movers[0]: here the model has 'a'"},
        {"\"movers\":", "\"moving\":", "'movers' is missing"},
        {"\"numbers\":[3]", "\"numbers\":[]",
         "equilibria.nash.numbers: state 3 is an equilibrium and is not listed"},
        {"\"numbers\":[3]", "\"numbers\":[1,3]",
         "equilibria.nash.numbers[0]: state 1 is no equilibrium: 'a' leaves it for state 2"},
        {"\"numbers\":[1,3]", "\"numbers\":[1,2,3]",
         "equilibria.seq.numbers[1]: state 2 is no equilibrium: 'council' leaves it for state 3"},
        {"\"numbers\":[1,3]", "\"numbers\":[3,1]", "numbers[1]: 1 does not stand in order"},
        {"\"numbers\":[1,3]", "\"numbers\":[1,1,3]", "numbers[1]: 1 does not stand in order"},
        {"\"numbers\":[1,3]", "\"numbers\":[0,1,3]", "numbers[0]: 0 is not between 1 and 3"},
        {"\"numbers\":[1,3]", "\"numbers\":[1,4]", "numbers[1]: 4 is not between 1 and 3"},
        {"\"numbers\":[1,3]", "\"numbers\":[1,3.0]", "expected a whole number, found a fraction"},
        {"\"numbers\":[1,3]", "\"numbers\":3", "numbers: expected a list, found a whole number"},
        {"\"numbers\":[1,3]", "\"truncated\":true", "truncated: so few states must be listed"},
        {",\"numbers\":[1,3]", "", "equilibria.seq: 'numbers' is missing"},
        {"\"count\":2", "\"count\":1", "equilibria.seq.count: 1 is claimed, and there are 2"},
        {"\"count\":2", "\"count\":-2", "equilibria.seq.count: -2 is not between"},
        {"\"nash\":{\"count\":1,\"numbers\":[3]}", "\"nash\":[3]",
         "equilibria.nash: expected an object"},
        {"\"nash\"", "\"sim\"", "equilibria.sim: there is no such stability concept"},
        {"\"target\":{\"count\":1,\"numbers\":[1]}", "\"target\":{\"count\":1,\"numbers\":[2]}",
         "target: state 2 does not satisfy the target"},
        {"\"target\":{\"count\":1", "\"target\":{\"count\":3", "target.count: 3 is claimed"});
}

TEST(spoilt_hold_of_some_states)
{
    EXPECT_SPOILT(
        pact, hold_where,
        {"\"attack\"", "\"sanction\"", "where.states: 2 are claimed, and there are 1"},
        {"\"attack\"", "\"atack\"", "nothing is named 'atack'"},
        {"\"attack\"", "3", "where.condition: expected a text"},
        {"\"states\":2", "\"states\":3", "where.states: 3 are claimed"},
        {"{\"condition\":\"attack\",\"states\":2}", "7", "where: 'condition' is missing"},
        {"[3]", "[1,3]", "equilibria.seq.numbers: state 1 is listed and does not satisfy"},
        {"\"numbers\":[]", "\"numbers\":[1]", "target: state 1 does not satisfy"});
}

TEST(spoilt_departures)
{
    EXPECT_SPOILT(
        pact, hold_leaves, {"\"nash\",", "\"sim\",", "leaves.concept: there is no such"},
        {"\"nash\",", "\"seq\",", "leaves.states: 1 are claimed, and there are 0"},
        {"\"nash\",", "0,", "leaves.concept: expected a text"},
        {"\"count\":1,\"examples\"", "\"count\":2,\"examples\"",
         "leaves.movers.a.count: 2 are claimed"},
        {"\"from\":" S1, "\"from\":" S3, "examples[0].from: state 3 is none of those"},
        {"\"to\":" S2, "\"to\":" S3, "examples[0]: 'a' does not leave state 1 for state 3"},
        {"\"b\":" NOTHING, "\"b\":1", "leaves.movers.b: expected an object"},
        {"\"b\":" NOTHING ",", "", "leaves.movers.b: expected an object"},
        {"\"examples\":[{", "\"examples\":[null,{",
         "examples[0].from: expected a state, found nothing"});
}

TEST(spoilt_states)
{
    EXPECT_SPOILT(
        pact, states,
        {"\"number\":2", "\"number\":3", "code: 1 is claimed, and state 3 has the code 3"},
        {"\"code\":3", "\"code\":2", "code: 2 is claimed, and state 3 has the code 3"},
        {"\"code\":3", "\"code\":99", "code: 99 is not between 0 and 3"},
        {"\"sanction\":\"yes\"", "\"sanction\":\"no\"",
         "options.sanction: 'no' is claimed, and state 3 has 'yes'"},
        {"\"sanction\":\"yes\"", "\"sanction\":true", "options.sanction: expected a level"},
        {",\"sanction\":\"yes\"", "", "options: the option 'sanction' is missing"},
        {"\"sanction\":\"yes\"", "\"sanction\":\"yes\",\"c\":\"no\"",
         "options.c: the model has no such option"},
        {"\"options\":", "\"options_\":", "'options' is missing"},
        {"\"a\":2", "\"a\":1", "rank.a: 1 is claimed, and 'a' ranks state 1 at 2"},
        {"\"a\":2", "\"a\":null", "rank.a: expected a whole number, found null"},
        {"\"c\":1}", "\"c\":1,\"d\":1}", "rank: 4 parties are ranked for, and the model has 3"},
        {"\"nash\":{\"a\":false", "\"nash\":{\"a\":true",
         "stable.nash.a: state 1 is not stable for 'a': it leaves for state 2"},
        {"\"seq\":{\"a\":true", "\"seq\":{\"a\":false",
         "stable.seq.a: state 1 is stable for 'a': no move gains for sure"},
        {"\"council\":false", "\"council\":true",
         "stable.nash.council: state 2 is not stable for 'council': it leaves for state 3"},
        {"\"council\":false", "\"council\":0", "stable.nash.council: expected true or false"},
        {",\"council\":false", "", "stable.nash.council: expected true or false, found nothing"},
        {"\"nash\":{", "\"nash\":{\"d\":true,", "stable.nash: 5 movers are claimed"},
        {"\"smr\":{\"a\":true,\"b\":true,\"c\":true,\"council\":true}", "\"smr\":true",
         "stable.smr: expected an object"},
        {"\"smr\"", "\"strong\"", "stable.strong: there is no such stability concept"},
        {"\"agreeable\":true", "\"agreeable\":false",
         "agreeable: state 2 can be agreed on from the start"},
        {"\"agreeable\":false", "\"agreeable\":true",
         "agreeable: state 1 cannot be agreed on from the start"},
        {",\"agreeable\":true", "", "agreeable: expected true or false, found nothing"});
    ent_expect_false(escape,
                     "{\"number\":1,\"code\":0,\"options\":{\"p\":\"no\",\"q\":\"no\"},"
                     "\"rank\":{\"x\":3,\"y\":1},\"stable\":{},\"agreeable\":false}",
                     "agreeable: the model has no start");
}

TEST(spoilt_witnesses)
{
    EXPECT_SPOILT(
        pact, why, {"\"number\":1", "\"number\":0", "state.number: 0 is not between 1 and 3"},
        {"\"attack\":\"no\"", "\"attack\":\"yes\"", "state.options.attack: 'yes' is claimed"},
        {"\"stable\":false", "\"stable\":true", "movers[0].concepts.nash: 'answers' is missing"},
        {"\"stable\":false,\"leaves\":{\"to\":" S2 "}", "\"stable\":true,\"answers\":[]",
         "movers[0].concepts.nash.answers: the improvement of 'a' to state 2 is not answered"},
        {"\"leaves\":{\"to\":" S2, "\"leaves\":{\"to\":" S3,
         "nash.leaves.to: 'a' cannot move from state 1 to state 3"},
        {"\"leaves\"", "\"gone\"", "movers[0].concepts.nash: 'leaves' is missing"},
        {"\"gmr\":{\"stable\":true", "\"gmr\":{\"stable\":false",
         "movers[0].concepts.gmr.stable: state 1 is stable for 'a'"},
        {"\"path\":[{\"mover\":\"council\"", "\"path\":[{\"mover\":\"b\"",
         "movers[0].concepts.gmr.answers[0].path[0]: 'b' cannot move from state 2 to state 3"},
        {"\"path\":[{\"mover\":\"council\"", "\"path\":[{\"mover\":\"a\"",
         "path[0].mover: 'a' does not move against itself"},
        {"\"consents\":[\"b\",\"c\"]", "\"consents\":[\"b\"]",
         "path[0].consents: these members do not decide for 'council' in state 2"},
        {"\"consents\":[\"b\",\"c\"]", "\"consents\":[\"a\",\"b\"]",
         "path[0].consents[0]: 'a' does not consent to what is done against it"},
        {"\"consents\":[\"b\",\"c\"]", "\"consents\":[\"b\",\"council\"]",
         "path[0].consents[1]: 'council' is not a member of 'council'"},
        {"\"consents\":[\"b\",\"c\"]", "\"consents\":{}", "consents: expected a list"},
        {",\"consents\":[\"b\",\"c\"]", "", "path[0]: 'consents' is missing"},
        {"\"path\":[{\"mover\":\"council\",\"to\":" S3 ",\"consents\":[\"b\",\"c\"]}]",
         "\"path\":[]", "answers[0].path: it ends in state 2, which 'a' prefers to state 1"},
        {"\"answers\":[{\"to\":" S2, "\"answers\":[{\"to\":" S3,
         "answers[0].to: state 3 is no improvement of 'a' from state 1"},
        {"\"answers\":[{", "\"answers\":[1,{",
         "answers[0]: expected an object with 'to' and 'path'"},
        {"\"path\":[", "\"path\":[7,", "path[0]: expected an object with 'mover' and 'to'"},
        {"\"mover\":\"b\"", "\"mover\":\"z\"",
         "movers[1].mover: the model has no party or body 'z'"},
        {"\"mover\":\"b\"", "\"mover\":2", "movers[1].mover: expected the id of a party or body"},
        {"\"concepts\":{\"nash\":{\"stable\":true,\"answers\":[]}}", "\"concepts\":{}",
         "movers[1].concepts: no concept stands here"},
        {"\"nash\"", "\"sim\"", "movers[0].concepts.sim: there is no such stability concept"},
        {"\"movers\":[{", "\"movers\":[[],{", "movers[0]: expected an object"},
        {"{\"stable\":true}", "true", "movers[2].concepts.seq: expected an object with 'stable'"});
}

TEST(spoilt_witnesses_of_a_body)
{
    EXPECT_SPOILT(
        pact, why_council,
        {"\"stable\":true", "\"stable\":false", "gmr.stable: state 2 is stable for 'council'"},
        {"\"stable\":false", "\"stable\":true",
         "seq.stable: state 2 is not stable for 'council': it leaves for state 3"},
        {"[\"b\",\"c\"]", "[\"c\"]", "leaves.consents: these members do not decide"},
        {"[\"b\",\"c\"]", "[\"b\",\"a\"]",
         "leaves.consents[1]: 'a' is not sure to gain by moving to state 3"},
        {"\"leaves\":{\"to\":" S3, "\"leaves\":{\"to\":" S1,
         "leaves.to: 'council' cannot move from state 2 to state 1"});
}

TEST(spoilt_sanctions)
{
    EXPECT_SPOILT(escape, why_escape,
                  {"\"gmr\"", "\"smr\"",
                   "it ends in state 4, from where 'x' escapes to state 3, which it prefers"},
                  {"\"gmr\"", "\"smr\"", "smr.stable: state 1 is not stable for 'x'"},
                  {"\"gmr\"", "\"seq\"", "path[0]: 'y' does not prefer state 4 to state 2"},
                  {"\"answers\":[", "\"answers\":[{\"to\":" E2 ",\"path\":[]},",
                   "answers[1].to: state 2 is answered twice"});
}

TEST(spoilt_departures_at_worst)
{
    EXPECT_SPOILT(pact, why_worst,
                  {"[]}}}", "[{\"mover\":\"council\",\"to\":" S3 ",\"consents\":[\"b\",\"c\"]}]}}}",
                   "leaves.worst: under nash nobody is expected to answer"},
                  {"[]}}}", "1}}}", "leaves.worst: expected a list of moves"});
    EXPECT_SPOILT(escape, why_worst_smr,
                  {"{\"mover\":\"y\",\"to\":" E4 "}", "",
                   "leaves.worst: the others can make it worse for 'x' than state 2"},
                  {"{\"mover\":\"y\",\"to\":" E4 "}", "{\"mover\":\"y\",\"to\":" E1 "}",
                   "leaves.worst[0]: 'y' cannot move from state 2 to state 1"});
}

TEST(answers_to_other_models)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, escape);
    const char *const foreign[] = {hold, states, why};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        assert_int_equal(ent_trial_judge(&t, foreign[i], strlen(foreign[i]), &verdict),
                         ENT_WRONG_MODEL);
        const ent_diagnostic *last = &t.report.list.items[t.report.list.count - 1];
        assert_non_null(last->hint);
        assert_non_null(strstr(last->hint, "another model"));
    }
    ent_trial_end(&t);
}

TEST(malformed_answers)
{
    ent_expect_false(pact, "", "the answer is empty");
    ent_expect_false(pact, " \n\t", "the answer is empty");
    ent_expect_false(pact, "what", "this is not JSON");
    ent_expect_false(pact, "{\"states\":3", "this is not JSON");
    ent_expect_false(pact, "{\"states\":3,\"states\":3}", "this is not JSON");
    ent_expect_false(pact, "{\"equilibria\":99999999999999999999999}", "this is not JSON");
    ent_expect_false(pact, "\xFF\xFE{}", "this is not JSON");
    ent_expect_false(pact, "[]", "this is no answer that can be verified");
    ent_expect_false(pact, "{}", "this is no answer that can be verified");
    ent_expect_false(pact, "3", "this is n");
    ent_expect_false(pact, "{\"equilibria\":null}", "'movers' is missing");
    ent_expect_false(pact, "{\"equilibria\":{},\"movers\":[],\"states\":{}}",
                     "movers: 0 are claimed");
    ent_expect_false(pact, "{\"state\":{},\"movers\":{}}", "movers: expected a list");
    ent_expect_false(pact, "{\"state\":[],\"movers\":[]}", "state: expected a state, found a list");
    ent_expect_false(pact, "{\"number\":{},\"stable\":[],\"options\":{}}", "'attack' is missing");
    ent_expect_false(pact, "{\"number\":1,\"stable\":[]}", "'options' is missing");
    ent_expect_false(pact, "{\"state\":" S1 ",\"movers\":[]}", "movers: nobody stands here");
    ent_expect_false(pact, "{\"state\":" S1 ",\"movers\":[]} {}", "something follows");
}

TEST(lines_out_of_order)
{
    char *twice = NULL;
    assert_true(asprintf(&twice, "%s%s", states, states) > 0);
    ent_expect_false(pact, twice, "the lines do not stand in the order of their numbers");
    free(twice);
}

TEST(deep_and_long_answers)
{
    size_t length = 1000000;
    char *deep = malloc(length + 1);
    assert_non_null(deep);
    memset(deep, '[', length);
    deep[length] = '\0';
    ent_expect_false(pact, deep, "this is not JSON");
    memset(deep, ' ', length);
    memcpy(deep, "{\"equilibria\":\"", 15);
    memcpy(deep + length - 2, "\"}", 2);
    ent_expect_false(pact, deep, "'movers' is missing");
    free(deep);
}

/* A false claim is shown where it stands. */
TEST(places_of_false_claims)
{
    ent_trial t;
    ent_verdict verdict;
    char *spoilt = strdup(hold);
    assert_non_null(spoilt);
    char *at = strstr(spoilt, "\"numbers\":[1,3]");
    at[strlen("\"numbers\":[1,")] = '2';
    ent_trial_begin(&t, pact);
    assert_int_equal(ent_trial_judge(&t, spoilt, strlen(spoilt), &verdict), ENT_WRONG_MODEL);
    assert_int_equal(t.report.list.items[0].place.offset,
                     (size_t)(at - spoilt) + strlen("\"numbers\":[1,"));
    ent_trial_end(&t);
    free(spoilt);
}

TEST(hostile_answers)
{
    const char *const answers[] = {hold, hold_where, hold_leaves, states, why, why_council};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        ent_expect_no_crash(pact, answers[i]);
}

/* A model with too many states, and one with too many moves, are refused. */
TEST(too_large)
{
    char *text = NULL;
    size_t length = 0;
    ent_trial t;
    ent_verdict verdict;
    for (int count = 18; count <= 40; count += 11) {
        FILE *out = open_memstream(&text, &length);
        fputs("entente: 1\nparties: {a: A}\noptions:\n", out);
        for (int i = 0; i < count; i++)
            fprintf(out, "  o%d: {by: a}\n", i);
        assert_int_equal(fclose(out), 0);
        ent_trial_begin(&t, text);
        assert_int_equal(ent_trial_judge(&t, hold, strlen(hold), &verdict), ENT_NO_RESOURCE);
        assert_true(ent_trial_reported(&t, "the model has too many"));
        ent_trial_end(&t);
        free(text);
    }
}

TEST(memory_that_runs_out)
{
    const char *const answers[] = {hold, hold_where, hold_leaves, states, why, why_council};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        ent_expect_memory_told(pact, answers[i]);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(true_answers_are_accepted), cmocka_unit_test(claims_are_counted),
              cmocka_unit_test(spoilt_hold), cmocka_unit_test(spoilt_hold_of_some_states),
              cmocka_unit_test(spoilt_departures), cmocka_unit_test(spoilt_states),
              cmocka_unit_test(spoilt_witnesses), cmocka_unit_test(spoilt_witnesses_of_a_body),
              cmocka_unit_test(spoilt_sanctions), cmocka_unit_test(spoilt_departures_at_worst),
              cmocka_unit_test(answers_to_other_models), cmocka_unit_test(malformed_answers),
              cmocka_unit_test(lines_out_of_order), cmocka_unit_test(deep_and_long_answers),
              cmocka_unit_test(places_of_false_claims), cmocka_unit_test(hostile_answers),
              cmocka_unit_test(too_large), cmocka_unit_test(memory_that_runs_out));
}
