/*
 * The verifier on arrangements and on changes: true answers are accepted; each of them spoilt in
 * one place is rejected with a word about that place.
 */
#include "support/answer_trial.h"

/*
 * Six states: peace, an attack, an attack that is answered, and each of these with unity, which
 * nobody changes. The council answers by two of its members, or in unity by all.
 */
#define PACT(start, aim)                                                                           \
    "entente: 1\n"                                                                                 \
    "title: Pact\n"                                                                                \
    "parties: {a: A, b: B, c: C}\n"                                                                \
    "bodies:\n"                                                                                    \
    "  council:\n"                                                                                 \
    "    name: Council\n"                                                                          \
    "    members: [a, b, c]\n"                                                                     \
    "    rule: if unity then all else at least 2 of {a, b, c}\n"                                   \
    "    trigger: attack\n"                                                                        \
    "options:\n"                                                                                   \
    "  attack: {by: a}\n"                                                                          \
    "  answer: {by: council}\n"                                                                    \
    "  unity: {by: council, moves: fixed}\n"                                                       \
    "constraints: [if answer then attack]\n"                                                       \
    "start: {" start "}\n"                                                                         \
    "target: " aim "\n"                                                                            \
    "preferences:\n"                                                                               \
    "  a: [not answer, {want: attack, because: said}]\n"                                           \
    "  b: [not attack, answer]\n"                                                                  \
    "  c: [not attack, answer]\n"                                                                  \
    "statements:\n"                                                                                \
    "  said: {by: a, text: We shall not stop.}\n"

static const char from_attack[] = PACT("attack: yes", "not attack");
static const char from_unity[] = PACT("unity: yes", "attack");
static const char from_peace[] = PACT("", "attack");
static const char from_answer[] = PACT("attack: yes, answer: yes", "not attack");

/* Three parties by themselves, each with another sort of preference. */
static const char alone[] = "entente: 1\n"
                            "parties: {a: A, b: B, c: C}\n"
                            "options: {x: {by: a}, y: {by: b}, z: {by: c}}\n"
                            "start: {}\n"
                            "target: x\n"
                            "preferences:\n"
                            "  a: [x, z, not x]\n"
                            "  b: {weights: {y: 2, not y: 1, x: 1.5}}\n"
                            "  c: {ranking: [z, not z]}\n";

/* From each start, what stands in the way; and, from the answered attack, peace as what would do.
 */
static const char design_blocked[] =
    "{\"title\":\"Pact\",\"concept\":\"seq\",\"start\":{\"number\":2,\"code\":1,"
    "\"options\":{\"attack\":\"yes\",\"answer\":\"no\",\"unity\":\"no\"}},"
    "\"start_meets\":{\"target\":false},\"target\":\"not attack\","
    "\"guards\":[{\"body\":\"council\",\"against\":\"a\"}],\"counts\":{\"target\":2,"
    "\"agree\":0,\"act\":1,\"agree_act\":0,\"hold\":1,\"agree_hold\":0,\"act_hold\":1,"
    "\"agree_act_hold\":0},\"holding\":{\"nash\":0,\"gmr\":1,\"smr\":1,\"seq\":1},"
    "\"viable\":{\"nash\":0,\"gmr\":0,\"smr\":0,\"seq\":0},\"arrangements\":{\"count\":0,"
    "\"numbers\":[]},\"excludes_most\":\"agree\",\"fail_one_only\":{\"agree\":1,\"act\":0,"
    "\"hold\":0},\"nearest\":[{\"number\":1,\"code\":0,\"options\":{\"attack\":\"no\","
    "\"answer\":\"no\",\"unity\":\"no\"},\"fails\":\"agree\",\"alike\":1,"
    "\"not_permitted\":[],\"blockers\":[{\"party\":\"a\",\"want\":\"attack\","
    "\"because\":[\"said\"]}],\"undecided\":[]}]}";

static const char design_idle[] =
    "{\"title\":\"Pact\",\"concept\":\"seq\",\"start\":{\"number\":4,\"code\":4,"
    "\"options\":{\"attack\":\"no\",\"answer\":\"no\",\"unity\":\"yes\"}},"
    "\"start_meets\":{\"target\":false},\"target\":\"attack\","
    "\"guards\":[{\"body\":\"council\",\"against\":\"a\"}],\"counts\":{\"target\":4,"
    "\"agree\":1,\"act\":2,\"agree_act\":0,\"hold\":3,\"agree_hold\":1,\"act_hold\":1,"
    "\"agree_act_hold\":0},\"holding\":{\"nash\":3,\"gmr\":4,\"smr\":4,\"seq\":3},"
    "\"viable\":{\"nash\":0,\"gmr\":0,\"smr\":0,\"seq\":0},\"arrangements\":{\"count\":0,"
    "\"numbers\":[]},\"excludes_most\":\"agree\",\"fail_one_only\":{\"agree\":1,\"act\":1,"
    "\"hold\":0},\"nearest\":[{\"number\":5,\"code\":5,\"options\":{\"attack\":\"yes\","
    "\"answer\":\"no\",\"unity\":\"yes\"},\"fails\":\"act\",\"alike\":1,"
    "\"cannot_act\":[{\"body\":\"council\",\"against\":\"a\",\"blocked_by_it\":true}]},"
    "{\"number\":3,\"code\":3,\"options\":{\"attack\":\"yes\",\"answer\":\"yes\","
    "\"unity\":\"no\"},\"fails\":\"agree\",\"alike\":1,\"not_permitted\":[\"unity\"],"
    "\"refuse\":[],\"undecided\":[]}]}";

static const char design_left[] =
    "{\"title\":\"Pact\",\"concept\":\"seq\",\"start\":{\"number\":1,\"code\":0,"
    "\"options\":{\"attack\":\"no\",\"answer\":\"no\",\"unity\":\"no\"}},"
    "\"start_meets\":{\"target\":false},\"target\":\"attack\","
    "\"guards\":[{\"body\":\"council\",\"against\":\"a\"}],\"counts\":{\"target\":4,"
    "\"agree\":1,\"act\":2,\"agree_act\":1,\"hold\":3,\"agree_hold\":0,\"act_hold\":1,"
    "\"agree_act_hold\":0},\"holding\":{\"nash\":3,\"gmr\":4,\"smr\":4,\"seq\":3},"
    "\"viable\":{\"nash\":0,\"gmr\":1,\"smr\":1,\"seq\":0},\"arrangements\":{\"count\":0,"
    "\"numbers\":[]},\"excludes_most\":\"agree\",\"fail_one_only\":{\"agree\":1,\"act\":0,"
    "\"hold\":1},\"nearest\":[{\"number\":2,\"code\":1,\"options\":{\"attack\":\"yes\","
    "\"answer\":\"no\",\"unity\":\"no\"},\"fails\":\"hold\",\"alike\":1,"
    "\"leaves\":[{\"mover\":\"council\",\"to\":{\"number\":3,\"code\":3},\"consents\":[\"b\","
    "\"c\"]}]},{\"number\":3,\"code\":3,\"options\":{\"attack\":\"yes\",\"answer\":\"yes\","
    "\"unity\":\"no\"},\"fails\":\"agree\",\"alike\":1,\"not_permitted\":[],"
    "\"refuse\":[{\"party\":\"a\",\"want\":\"not answer\",\"because\":[]}],"
    "\"undecided\":[]}]}";

static const char design_viable[] =
    "{\"title\":\"Pact\",\"concept\":\"seq\",\"start\":{\"number\":3,\"code\":3,"
    "\"options\":{\"attack\":\"yes\",\"answer\":\"yes\",\"unity\":\"no\"}},"
    "\"start_meets\":{\"target\":false},\"target\":\"not attack\","
    "\"guards\":[{\"body\":\"council\",\"against\":\"a\"}],\"counts\":{\"target\":2,"
    "\"agree\":1,\"act\":1,\"agree_act\":1,\"hold\":1,\"agree_hold\":1,\"act_hold\":1,"
    "\"agree_act_hold\":1},\"holding\":{\"nash\":0,\"gmr\":1,\"smr\":1,\"seq\":1},"
    "\"viable\":{\"nash\":0,\"gmr\":1,\"smr\":1,\"seq\":1},\"arrangements\":{\"count\":1,"
    "\"numbers\":[1]},\"described\":[{\"number\":1,\"code\":0,\"options\":{\"attack\":\"no\","
    "\"answer\":\"no\",\"unity\":\"no\"},\"equilibrium\":[\"gmr\",\"smr\",\"seq\"]}],"
    "\"regimes\":[{\"options\":{\"unity\":\"no\"},\"target\":1,\"agree\":1,\"act\":1,"
    "\"hold\":1,\"agree_act_hold\":1},{\"options\":{\"unity\":\"yes\"},\"target\":1,"
    "\"agree\":0,\"act\":0,\"hold\":0,\"agree_act_hold\":0}]}";

static const char need_one[] =
    "{\"wanted\":\"4\",\"states\":1,\"concept\":\"seq\",\"holds\":{\"count\":0},"
    "\"leave\":[\"a\"],\"rules\":[{\"kind\":\"quorum\",\"body\":\"council\",\"least\":2,"
    "\"of\":3,"
    "\"rule\":\"if unity then at least 2 of {a, b, c} else at least 2 of {a, b, c}\","
    "\"size\":{\"minds\":0,\"entries\":1,\"places\":1},\"holds\":{\"count\":1,"
    "\"first\":{\"number\":4,\"code\":4}}},{\"kind\":\"veto\",\"body\":\"council\","
    "\"member\":\"a\",\"rule\":\"if unity then b and c else at least 2 of {a, b, c}\","
    "\"size\":{\"minds\":0,\"entries\":1,\"places\":1},\"holds\":{\"count\":1,"
    "\"first\":{\"number\":4,\"code\":4}}}],\"terms\":[{\"kind\":\"moves\","
    "\"option\":\"attack\",\"by\":\"a\",\"moves\":\"down\",\"size\":{\"minds\":0,"
    "\"entries\":1,\"places\":1},\"holds\":{\"count\":1,\"first\":{\"number\":4,"
    "\"code\":4}}}],\"minds\":[{\"kind\":\"reversal\",\"party\":\"a\","
    "\"entries\":[{\"want\":\"attack\",\"from\":2,\"to\":2}],\"instead\":\"not attack\","
    "\"order\":[\"not answer\",\"not attack\"],\"size\":{\"minds\":1,\"entries\":1,"
    "\"places\":2},\"holds\":{\"count\":1,\"first\":{\"number\":4,\"code\":4}}}],\"tried\":9,"
    "\"complete\":true}";

static const char need_viable[] =
    "{\"wanted\":\"1\",\"states\":1,\"concept\":\"seq\",\"holds\":{\"count\":0},"
    "\"viable\":true,\"agreed\":false,\"acts\":true,\"leave\":[],\"rules\":[],\"terms\":[],"
    "\"minds\":[{\"kind\":\"reversal\",\"party\":\"a\",\"entries\":[{\"want\":\"attack\","
    "\"from\":2,\"to\":2}],\"instead\":\"not attack\",\"order\":[\"not answer\","
    "\"not attack\"],\"size\":{\"minds\":1,\"entries\":1,\"places\":2},"
    "\"holds\":{\"count\":1,\"first\":{\"number\":1,\"code\":0}}}],\"tried\":14,"
    "\"complete\":true}";

static const char need_minds[] =
    "{\"wanted\":\"not (x and y and z)\",\"states\":7,\"concept\":\"nash\","
    "\"holds\":{\"count\":0},\"rules\":[],\"terms\":[{\"kind\":\"moves\",\"option\":\"x\","
    "\"by\":\"a\",\"moves\":\"down\",\"size\":{\"minds\":0,\"entries\":1,\"places\":1},"
    "\"holds\":{\"count\":1,\"first\":{\"number\":7,\"code\":6}}},{\"kind\":\"moves\","
    "\"option\":\"y\",\"by\":\"b\",\"moves\":\"down\",\"size\":{\"minds\":0,\"entries\":1,"
    "\"places\":1},\"holds\":{\"count\":1,\"first\":{\"number\":6,\"code\":5}}},"
    "{\"kind\":\"moves\",\"option\":\"z\",\"by\":\"c\",\"moves\":\"down\","
    "\"size\":{\"minds\":0,\"entries\":1,\"places\":1},\"holds\":{\"count\":1,"
    "\"first\":{\"number\":4,\"code\":3}}}],\"minds\":[{\"kind\":\"swap\",\"party\":\"c\","
    "\"entries\":[{\"want\":\"z\",\"from\":1,\"to\":2},{\"want\":\"not z\",\"from\":2,"
    "\"to\":1}],\"order\":[\"not z\",\"z\"],\"size\":{\"minds\":1,\"entries\":1,"
    "\"places\":1},\"holds\":{\"count\":1,\"first\":{\"number\":4,\"code\":3}}},"
    "{\"kind\":\"order\",\"party\":\"a\",\"entries\":[{\"want\":\"x\",\"from\":1,\"to\":3}],"
    "\"order\":[\"z\",\"not x\",\"x\"],\"size\":{\"minds\":1,\"entries\":1,\"places\":2},"
    "\"holds\":{\"count\":1,\"first\":{\"number\":7,\"code\":6}}},{\"kind\":\"order\","
    "\"party\":\"a\",\"entries\":[{\"want\":\"not x\",\"from\":3,\"to\":1}],"
    "\"order\":[\"not x\",\"x\",\"z\"],\"size\":{\"minds\":1,\"entries\":1,\"places\":2},"
    "\"holds\":{\"count\":1,\"first\":{\"number\":7,\"code\":6}}},{\"kind\":\"reversal\","
    "\"party\":\"a\",\"entries\":[{\"want\":\"x\",\"from\":1,\"to\":1}],"
    "\"instead\":\"not x\",\"order\":[\"not x\",\"z\",\"not x\"],\"size\":{\"minds\":1,"
    "\"entries\":1,\"places\":3},\"holds\":{\"count\":1,\"first\":{\"number\":7,"
    "\"code\":6}}},{\"kind\":\"reversal\",\"party\":\"b\",\"entries\":[{\"want\":\"y\","
    "\"from\":1,\"to\":1}],\"instead\":\"not y\",\"size\":{\"minds\":1,\"entries\":1,"
    "\"places\":3},\"holds\":{\"count\":1,\"first\":{\"number\":6,\"code\":5}}},"
    "{\"kind\":\"swap\",\"party\":\"b\",\"entries\":[{\"want\":\"y\",\"from\":1,\"to\":2},"
    "{\"want\":\"not y\",\"from\":2,\"to\":1}],\"size\":{\"minds\":1,\"entries\":2,"
    "\"places\":4},\"holds\":{\"count\":1,\"first\":{\"number\":6,\"code\":5}}}],"
    "\"tried\":22,\"complete\":true}";

static const char need_had[] =
    "{\"wanted\":\"x\",\"states\":4,\"concept\":\"nash\",\"holds\":{\"count\":1,"
    "\"first\":{\"number\":8,\"code\":7}},\"tried\":0,\"complete\":true}";

/* --- Tests -------------------------------------------------------------------------------- */

TEST(true_answers_are_accepted)
{
    ent_expect_true(from_attack, design_blocked, ENT_ANSWER_DESIGN);
    ent_expect_true(from_unity, design_idle, ENT_ANSWER_DESIGN);
    ent_expect_true(from_peace, design_left, ENT_ANSWER_DESIGN);
    ent_expect_true(from_answer, design_viable, ENT_ANSWER_DESIGN);
    ent_expect_true(from_attack, need_one, ENT_ANSWER_NEED);
    ent_expect_true(from_attack, need_viable, ENT_ANSWER_NEED);
    ent_expect_true(alone, need_minds, ENT_ANSWER_NEED);
    ent_expect_true(alone, need_had, ENT_ANSWER_NEED);
}

TEST(what_is_not_checked_is_said)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, from_attack);
    assert_int_equal(ent_trial_judge(&t, need_one, strlen(need_one), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_CHANGE], 4);
    assert_true(verdict.unchecked[ENT_UNCHECKED_SMALLER]);
    assert_false(verdict.unchecked[ENT_UNCHECKED_RULE]);
    assert_int_equal(ent_trial_judge(&t, design_blocked, strlen(design_blocked), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_TARGET], 6);
    assert_int_equal(verdict.checked[ENT_CLAIM_AGREEABLE], 2);
    for (int what = 0; what < ENT_UNCHECKED_KINDS; what++) {
        assert_false(verdict.unchecked[what]);
        assert_true(strlen(ent_unchecked_text((ent_unchecked)what)) > 0);
    }
    ent_trial_end(&t);
}

TEST(spoilt_designs)
{
    EXPECT_SPOILT(
        from_attack, design_blocked,
        {"\"concept\":\"seq\"", "\"concept\":\"sim\"", "concept: there is no such"},
        {"\"concept\":\"seq\"", "\"concept\":\"nash\"", "counts.hold: 1 is claimed, and it is 0"},
        {"\"start\":{\"number\":2,\"code\":1,\"options\":{\"attack\":\"yes\"",
         "\"start\":{\"number\":1,\"code\":0,\"options\":{\"attack\":\"no\"",
         "start: the model starts from state 2"},
        {"\"target\":false", "\"target\":true", "start_meets.target: true is claimed"},
        {"\"target\":false", "\"target\":false,\"act\":true", "start_meets.act: this has no place"},
        {"\"not attack\"", "\"attack\"", "target: 'attack' is claimed, and it is 'not attack'"},
        {"\"target\":\"not attack\"", "\"where\":\"attack\",\"target\":\"not attack\"",
         "counts.target: 2 is claimed, and it is 0"},
        {"\"target\":\"not attack\"", "\"where\":\"atack\",\"target\":\"not attack\"",
         "nothing is named 'atack'"},
        {"{\"body\":\"council\",\"against\":\"a\"}", "", "guards: 0 bodies stand here"},
        {"\"against\":\"a\"", "\"against\":\"b\"", "guards[0].against: 'b' is claimed"},
        {"\"agree_act\":0", "\"agree_act\":1", "counts.agree_act: 1 is claimed, and it is 0"},
        {"\"holding\":{\"nash\":0", "\"holding\":{\"nash\":1", "holding.nash: 1 is claimed"},
        {"\"viable\":{\"nash\":0", "\"viable\":{\"nash\":1", "viable.nash: 1 is claimed"},
        {"\"numbers\":[]", "\"numbers\":[1]", "arrangements.numbers: 1 numbers stand here"},
        {"\"numbers\":[]", "\"truncated\":true", "arrangements.truncated: so few"},
        {"\"excludes_most\":\"agree\"", "\"excludes_most\":\"act\"",
         "excludes_most: 'act' is claimed, and it is 'agree'"},
        {"\"fail_one_only\":{\"agree\":1", "\"fail_one_only\":{\"agree\":2",
         "fail_one_only.agree: 2 is claimed, and it is 1"},
        {"\"fails\":\"agree\"", "\"fails\":\"act\"", "nearest[0].fails: 'act' is claimed"},
        {"\"alike\":1", "\"alike\":2", "nearest[0].alike: 2 is claimed, and it is 1"},
        {"\"not_permitted\":[]", "\"not_permitted\":[\"attack\"]",
         "nearest[0].not_permitted[0]: this does not belong here"},
        {"\"blockers\"", "\"refuse\"", "nearest[0]: 'blockers' is missing"},
        {"\"blockers\"", "\"refuse\":[],\"blockers\"", "nearest[0].refuse: this has no place"},
        {"\"blockers\"", "\"leaves\":[],\"blockers\"", "nearest[0].leaves: this has no place"},
        {"\"blockers\"", "\"cannot_act\":[],\"blockers\"",
         "nearest[0].cannot_act: this has no place"},
        {"\"party\":\"a\"", "\"party\":\"b\"", "blockers[0].party: 'b' is claimed"},
        {"\"want\":\"attack\"", "\"want\":\"not answer\"", "blockers[0].want: 'not answer'"},
        {"[\"said\"]", "[]", "blockers[0].because: here 'said' has to stand"},
        {"\"undecided\":[]", "\"undecided\":[\"council\"]", "undecided[0]: this does not belong"},
        {"\"nearest\":[", "\"described\":[],\"nearest\":[", "described: this has no place here"},
        {"\"nearest\":[{\"number\":1,\"code\":0,\"options\":{\"attack\":\"no\"",
         "\"nearest\":[{\"number\":2,\"code\":1,\"options\":{\"attack\":\"yes\"",
         "nearest[0]: here state 1 has to stand"});
    ent_expect_false(alone, design_blocked, "target: 'not attack' is claimed");
}

TEST(spoilt_designs_that_cannot_act)
{
    EXPECT_SPOILT(from_unity, design_idle,
                  {"\"blocked_by_it\":true", "\"blocked_by_it\":false",
                   "cannot_act[0].blocked_by_it: false is claimed"},
                  {"[{\"body\":\"council\",\"against\":\"a\",\"blocked_by_it\":true}]", "[]",
                   "nearest[0].cannot_act: 0 bodies stand here, and there are 1"},
                  {"\"cannot_act\"", "\"undecided\":[],\"cannot_act\"",
                   "nearest[0].undecided: this has no place"},
                  {"[\"unity\"]", "[]", "nearest[1].not_permitted: here 'unity' has to stand"},
                  {"\"refuse\":[]", "\"refuse\":[{\"party\":\"a\"}]",
                   "nearest[1].refuse: 1 parties stand here, and there are 0"},
                  {"\"refuse\":[]", "\"blockers\":[]", "nearest[1].blockers: this has no place"});
}

TEST(spoilt_designs_that_do_not_hold)
{
    EXPECT_SPOILT(from_peace, design_left,
                  {"\"mover\":\"council\"", "\"mover\":\"b\"", "leaves[0].mover: 'b' is claimed"},
                  {"\"to\":{\"number\":3,\"code\":3}", "\"to\":{\"number\":1,\"code\":0}",
                   "leaves[0].to: 'council' does not leave state 2 for state 1"},
                  {"\"leaves\"", "\"not_permitted\":[],\"leaves\"",
                   "nearest[0].not_permitted: this has no place"},
                  {"[\"b\",\"c\"]", "[\"b\"]", "leaves[0].consents: here 'c' has to stand"},
                  {"[\"b\",\"c\"]", "[\"a\",\"c\"]", "consents[0]: here 'b' has to stand"},
                  {"\"want\":\"not answer\",", "", "nearest[1].refuse[0]: 'want' is missing"});
}

TEST(spoilt_designs_that_are_viable)
{
    EXPECT_SPOILT(
        from_answer, design_viable,
        {"\"numbers\":[1]", "\"numbers\":[2]", "numbers[0]: here state 1 has to stand"},
        {"\"numbers\":[1]", "\"numbers\":[]", "numbers: here state 1 has to stand"},
        {"\"equilibrium\":[\"gmr\",", "\"equilibrium\":[\"nash\",\"gmr\",",
         "described[0].equilibrium[0]: here 'gmr' has to stand"},
        {"\"described\":[{", "\"described\":[null,{", "described: 2 arrangements stand here"},
        {"\"regimes\"", "\"nearest\":[],\"regimes\"", "nearest: this has no place here"},
        {"{\"unity\":\"no\"}", "{\"unity\":\"yes\"}",
         "regimes[0].agree: 1 is claimed, and it is 0"},
        {"{\"unity\":\"no\"}", "{\"unity\":\"maybe\"}", "options.unity: this is no level"},
        {"{\"unity\":\"no\"}", "{\"onity\":\"no\"}", "options.onity: the model has no such option"},
        {"{\"unity\":\"no\"}", "{}", "regimes[0].options: no option stands here"},
        {"{\"unity\":\"yes\"}", "{\"unity\":\"no\"}", "regimes[1].options: these levels do not"},
        {"\"agree\":0,\"act\":0", "\"agree\":1,\"act\":0", "regimes[1].agree: 1 is claimed"},
        {"\"regimes\":[{\"options\":{\"unity\":\"no\"},\"target\":1,\"agree\":1,\"act\":1,"
         "\"hold\":1,\"agree_act_hold\":1},",
         "\"regimes\":[", "regimes: 1 arrangements are counted here, and there are 2"});
}

TEST(spoilt_needs)
{
    EXPECT_SPOILT(
        from_attack, need_one,
        {"\"wanted\":\"4\"", "\"wanted\":\"2\"", "leave[0]: here 'council' has to stand"},
        {"\"wanted\":\"4\"", "\"wanted\":\"9\"", "wanted: no state is as wanted"},
        {"\"wanted\":\"4\"", "\"wanted\":\"atack\"", "nothing is named 'atack'"},
        {"\"wanted\":\"4\"", "\"wanted\":4", "wanted: expected a text"},
        {"\"states\":1", "\"states\":2", "states: 2 is claimed, and it is 1"},
        {"\"holds\":{\"count\":0}", "\"holds\":{\"count\":1}", "holds.count: 1 is claimed"},
        {"\"holds\":{\"count\":0}", "\"holds\":{\"count\":0,\"first\":{\"number\":4,\"code\":4}}",
         "holds.first: this has no place here"},
        {"[\"a\"]", "[\"a\",\"b\"]", "leave[1]: this does not belong here"},
        {"\"leave\"", "\"agreed\":true,\"leave\"", "agreed: this has no place here"},
        {"\"leave\"", "\"viable\":false,\"leave\"", "viable: false is claimed"},
        {"\"kind\":\"quorum\"", "\"kind\":\"veto\"", "rules[0].member: expected the id"},
        {"\"kind\":\"quorum\"", "\"kind\":\"moves\"", "rules[0].kind: no change of this kind"},
        {"\"least\":2", "\"least\":1", "rules[0].rule: this change does not make the rule so"},
        {"\"of\":3", "\"of\":2", "rules[0].least: 2 is not between 1 and 1"},
        {"\"of\":3", "\"of\":4", "rules[0].rule: this change does not make the rule so"},
        {"\"if unity then at least 2", "\"if unity then at least 1",
         "rules[0].rule: this change does not make the rule so"},
        {"\"if unity then at least 2", "\"if unity then no less than 2", "nothing is named 'no'"},
        {"\"body\":\"council\",\"least\"", "\"body\":\"a\",\"least\"", "rules[0].body: this is no"},
        {"\"member\":\"a\"", "\"member\":\"b\"", "rules[1].rule: this change does not make"},
        {"\"member\":\"a\"", "\"member\":\"council\"", "rules[1].member: this is no member"},
        {"\"if unity then b and c", "\"if unity then b or c", "rules[1].rule: this change does"},
        {"\"option\":\"attack\"", "\"option\":\"unity\"", "terms[0].by: 'a' is claimed"},
        {"\"option\":\"attack\"", "\"option\":\"a\"", "terms[0].option: the model has no such"},
        {"\"by\":\"a\"", "\"by\":\"b\"", "terms[0].by: 'b' is claimed, and it is 'a'"},
        {"\"moves\":\"down\"", "\"moves\":\"up\"", "terms[0].holds: this change does not suffice"},
        {"\"moves\":\"down\"", "\"moves\":\"any\"", "terms[0].moves: the option loses no"},
        {"\"moves\":\"down\"", "\"moves\":\"fixed\"", "terms[0].size.places: 1 is claimed"},
        {"\"moves\":\"down\"", "\"moves\":\"far\"", "terms[0].moves: expected 'up'"},
        {"\"party\":\"a\"", "\"party\":\"council\"", "minds[0].party: this is no party"},
        {"\"want\":\"attack\"", "\"want\":\"answer\"", "entries[0].want: 'answer' is claimed"},
        {"\"to\":2", "\"to\":1", "minds[0].entries: one entry, where it is, has to stand here"},
        {"\"to\":2", "\"to\":3", "entries[0].to: 3 is not between 1 and 2"},
        {"\"instead\":\"not attack\"", "\"instead\":\"not answer\"",
         "minds[0].instead: this is not the contrary of the entry in state"},
        {"[\"not answer\",\"not attack\"]", "[\"not attack\",\"not answer\"]",
         "minds[0].order[0]: here 'not answer' has to stand"},
        {"\"minds\":1,\"entries\":1,\"places\":2", "\"minds\":1,\"entries\":1,\"places\":3",
         "minds[0].size.places: 3 is claimed, and it is 2"},
        {"\"minds\":1,\"entries\":1", "\"minds\":0,\"entries\":2", "minds[0].size.minds: 0"},
        {"\"count\":1,\"first\":{\"number\":4", "\"count\":2,\"first\":{\"number\":4",
         "rules[0].holds.count: 2 is claimed, and it is 1"},
        {"\"first\":{\"number\":4,\"code\":4}", "\"first\":{\"number\":1,\"code\":0}",
         "rules[0].holds.first: the first is state 4"},
        {"\"rules\":[{", "\"rules\":[7,{", "rules[0]: expected an object with the 'kind'"},
        {"\"terms\":[",
         "\"terms\":[{\"kind\":\"moves\",\"option\":\"attack\",\"by\":\"a\",\"moves\":\"down\","
         "\"size\":{"
         "\"minds\":0,\"entries\":1,\"places\":1},\"holds\":{\"count\":1,\"first\":{\"number\":4,"
         "\"code\":4}}},",
         "terms[1]: this change stands here twice"},
        {"\"tried\":9", "\"tried\":3", "tried: 3 is not between 4"},
        {"\"complete\":true", "\"complete\":1", "complete: expected true or false"});
}

TEST(spoilt_needs_of_viable_states)
{
    EXPECT_SPOILT(from_attack, need_viable,
                  {"\"agreed\":false", "\"agreed\":true", "agreed: true is claimed"},
                  {"\"acts\":true", "\"acts\":false", "acts: false is claimed"},
                  {"\"viable\":true,\"agreed\":false,\"acts\":true,", "",
                   "holds.count: 0 is claimed, and it is 1"},
                  {"\"wanted\":\"1\"", "\"wanted\":\"not attack\"", "leave: this has no place"});
    ent_expect_false(alone,
                     "{\"wanted\":\"1\",\"states\":1,\"concept\":\"seq\",\"viable\":true,"
                     "\"holds\":{\"count\":0}}",
                     "'rules' is missing");
}

TEST(spoilt_needs_of_other_minds)
{
    EXPECT_SPOILT(
        alone, need_minds,
        {"\"want\":\"x\",\"from\":1,\"to\":3", "\"want\":\"x\",\"from\":1,\"to\":2",
         "minds[1].order[1]: here 'x' has to stand"},
        {"\"want\":\"x\",\"from\":1,\"to\":3", "\"want\":\"x\",\"from\":1,\"to\":1",
         "minds[1].entries: an entry does not move"},
        {"{\"want\":\"x\",\"from\":1,\"to\":3}", "", "minds[1].entries: one entry or two"},
        {"{\"want\":\"x\",\"from\":1,\"to\":3}",
         "{\"want\":\"x\",\"from\":1,\"to\":3},{\"want\":\"x\",\"from\":1,\"to\":2}",
         "minds[1].entries: these are not two entries"},
        {"\"kind\":\"order\",\"party\":\"a\"", "\"kind\":\"swap\",\"party\":\"a\"",
         "minds[1].kind: the party has neither weights nor a ranking"},
        {"\"kind\":\"swap\",\"party\":\"c\"", "\"kind\":\"order\",\"party\":\"c\"",
         "minds[0].kind: the party has no priorities"},
        {"\"kind\":\"swap\",\"party\":\"c\"", "\"kind\":\"reversal\",\"party\":\"c\"",
         "minds[0].entries: one entry, where it is"},
        {"\"want\":\"z\",\"from\":1,\"to\":2", "\"want\":\"z\",\"from\":1,\"to\":1",
         "minds[0].entries: these are not two entries"},
        {",\"order\":[\"not z\",\"z\"]", "", "minds[0]: 'order' is missing"},
        {"\"instead\":\"not y\"", "\"instead\":\"not y\",\"order\":[]",
         "minds[4].order: this has no place here: the party goes by weights"},
        {"\"places\":4", "\"places\":2", "minds[5].size.places: 2 is claimed, and it is 4"},
        {"\"minds\":[",
         "\"minds\":[{\"kind\":\"reversal\",\"party\":\"b\",\"entries\":[{\"want\":"
         "\"y\",\"from\":1,\"to\":1}],\"instead\":\"not y\",\"size\":{\"minds\":1,\"entries\":1,"
         "\"places\":3},\"holds\":{\"count\":1,\"first\":{\"number\":6,\"code\":5}}},",
         "minds[1]: a larger change stands before this one"});
    EXPECT_SPOILT(alone, need_had,
                  {"\"tried\":0", "\"tried\":1", "tried: there was nothing to try"},
                  {"\"complete\":true", "\"complete\":false", "complete: nothing was left out"},
                  {"\"tried\":0", "\"rules\":[],\"tried\":0", "rules: this has no place here"},
                  {"\"first\":{\"number\":8,\"code\":7}", "\"first\":{\"number\":6,\"code\":5}",
                   "holds.first: the first is state 8"},
                  {",\"first\":{\"number\":8,\"code\":7}", "", "holds.first: expected a state"});
}

#define SEVENTEEN "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q"
#define WISHES "[not attack, answer]"

/* Rules are not compared where the body is too large, and the verdict says so. */
TEST(rules_of_large_bodies)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t,
                    "entente: 1\n"
                    "parties: {a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J,\n"
                    "  k: K, l: L, m: M, n: N, o: O, p: P, q: Q}\n"
                    "bodies: {council: {members: [" SEVENTEEN "], rule: all}}\n"
                    "options: {attack: {by: a}, answer: {by: council}}\n"
                    "constraints: [if answer then attack]\n"
                    "preferences: {a: [not answer, attack], b: " WISHES ", c: " WISHES
                    ",\n  d: " WISHES ", e: " WISHES ", f: " WISHES ", g: " WISHES ",\n  h: " WISHES
                    ", i: " WISHES ", j: " WISHES ", k: " WISHES ",\n  l: " WISHES ", m: " WISHES
                    ", n: " WISHES ", o: " WISHES ",\n  p: " WISHES ", q: " WISHES "}\n");
    static const char need[] =
        "{\"wanted\":\"1\",\"states\":1,\"concept\":\"seq\",\"holds\":{\"count\":0},\"leave\":["
        "\"a\"],"
        "\"rules\":[{\"kind\":\"quorum\",\"body\":\"council\",\"least\":16,\"of\":17,"
        "\"rule\":\"at least 16 of {" SEVENTEEN "}\",\"size\":{\"minds\":0,\"entries\":1,"
        "\"places\":1},\"holds\":{\"count\":1,\"first\":{\"number\":1,\"code\":0}}}],\"terms\":[],"
        "\"minds\":[],\"tried\":1,\"complete\":true}";
    assert_int_equal(ent_trial_judge(&t, need, strlen(need), &verdict), ENT_OK);
    assert_true(verdict.unchecked[ENT_UNCHECKED_RULE]);
    assert_int_equal(verdict.checked[ENT_CLAIM_CHANGE], 1);
    ent_trial_end(&t);
}

TEST(hostile_answers)
{
    ent_expect_no_crash(from_attack, design_blocked);
    ent_expect_no_crash(from_peace, design_left);
    ent_expect_no_crash(from_answer, design_viable);
    ent_expect_no_crash(from_attack, need_one);
    ent_expect_no_crash(alone, need_minds);
}

TEST(memory_that_runs_out)
{
    ent_expect_memory_told(from_attack, design_blocked);
    ent_expect_memory_told(from_unity, design_idle);
    ent_expect_memory_told(from_peace, design_left);
    ent_expect_memory_told(from_answer, design_viable);
    ent_expect_memory_told(from_attack, need_one);
    ent_expect_memory_told(from_attack, need_viable);
    ent_expect_memory_told(alone, need_minds);
}

int main(void)
{
    RUN_TESTS(
        cmocka_unit_test(true_answers_are_accepted), cmocka_unit_test(what_is_not_checked_is_said),
        cmocka_unit_test(spoilt_designs), cmocka_unit_test(spoilt_designs_that_cannot_act),
        cmocka_unit_test(spoilt_designs_that_do_not_hold),
        cmocka_unit_test(spoilt_designs_that_are_viable), cmocka_unit_test(spoilt_needs),
        cmocka_unit_test(spoilt_needs_of_viable_states),
        cmocka_unit_test(spoilt_needs_of_other_minds), cmocka_unit_test(rules_of_large_bodies),
        cmocka_unit_test(hostile_answers), cmocka_unit_test(memory_that_runs_out));
}
