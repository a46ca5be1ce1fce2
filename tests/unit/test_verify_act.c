/*
 * The verifier on what bodies can do: true answers, worked out by hand, are accepted; each of them
 * spoilt in one place is rejected with a word about that place.
 */
#include "support/answer_trial.h"

/*
 * Six states: nothing, an attack, an attack that is answered, and each of these with consensus. The
 * council acts by all or by two of its members; the committee by x with another, or by nobody.
 */
static const char pact[] = "entente: 1\n"
                           "parties: {ra: Ravonia, sel: Selland, tor: Torland, out: Outland}\n"
                           "bodies:\n"
                           "  council:\n"
                           "    members: [ra, sel, tor]\n"
                           "    rule: if consensus then all else at least 2 of {ra, sel, tor}\n"
                           "  panel: {members: [sel, tor, out], rule: votes >= 4 and not lull}\n"
                           "weights: {votes: {sel: 3, tor: 2, out: 1}}\n"
                           "options:\n"
                           "  attack: {by: ra}\n"
                           "  respond: {by: council}\n"
                           "  consensus: {by: council, moves: fixed}\n"
                           "define: {lull: not attack}\n"
                           "constraints: [if respond then attack]\n"
                           "preferences:\n"
                           "  ra: [not respond, attack]\n"
                           "  sel: [not attack, respond]\n"
                           "  tor: [not attack, respond]\n";

/* The council without consensus: two of three. With 0.5, 0.5 and 0.25 for consent, two or more are
 * there with 0.125 + 0.0625 + 0.0625 + 0.1875. */
#define EACH(x) "{\"ra\":" x ",\"sel\":" x ",\"tor\":" x "}"
#define THIRD "0.33333333333333331"
#define FREELY                                                                                                                                                                                         \
    "{\"when\":[{\"condition\":\"consensus\",\"holds\":false}],\"states\":3,\"winning\":4,"                                                                                                            \
    "\"minimal\":[[\"ra\",\"sel\"],[\"ra\",\"tor\"],[\"sel\",\"tor\"]],\"minimal_count\":3,"                                                                                                           \
    "\"vetoes\":[],\"dummies\":[],\"classes\":[[\"ra\",\"sel\",\"tor\"]],\"swings\":" EACH("2") ",\"banzhaf\":{\"absolute\":" EACH("0.5") ",\"normalised\":" EACH(THIRD) "},\"shapley_shubik\":" EACH( \
        THIRD) ",\"johnston\":" EACH(THIRD) ",\"deegan_packel\":" EACH(THIRD) ",\"holler_"                                                                                                             \
                                                                              "packel\":" EACH(                                                                                                        \
                                                                                  THIRD) ",\"cole"                                                                                                     \
                                                                                         "man\":"                                                                                                      \
                                                                                         "{\"coll"                                                                                                     \
                                                                                         "ectivi"                                                                                                      \
                                                                                         "ty\":0."                                                                                                     \
                                                                                         "5,"                                                                                                          \
                                                                                         "\"preve"                                                                                                     \
                                                                                         "nt\""                                                                                                        \
                                                                                         ":" EACH("0.5") ",\"initiate\":" EACH(                                                                        \
                                                                                             "0."                                                                                                      \
                                                                                             "5") "},\"acts_without\":{\"ra\":true,\"sel\":true,\"tor\":true,\"out\":true},"                           \
                                                                                                  "\"chance\":{\"consent\":{\"ra\":0.5,\"sel\":0.5,\"tor\":0.25},\"acts\":0.375,"                      \
                                                                                                  "\"with\":{\"ra\":0.625,\"sel\":0.625,\"tor\":0.75},"                                                \
                                                                                                  "\"without\":{\"ra\":0.125,\"sel\":0.125,\"tor\":0.25}}}"
#define BY_ALL                                                                                                                                              \
    "{\"when\":[{\"condition\":\"consensus\",\"holds\":true}],\"states\":3,\"winning\":1,"                                                                  \
    "\"minimal\":[[\"ra\",\"sel\",\"tor\"]],\"minimal_count\":1,"                                                                                           \
    "\"vetoes\":[\"ra\",\"sel\",\"tor\"],\"dummies\":[],"                                                                                                   \
    "\"classes\":[[\"ra\",\"sel\",\"tor\"]],\"swings\":" EACH(                                                                                              \
        "1") ",\"banzhaf\":{"                                                                                                                               \
             "\"absolute\":" EACH("0.25") ",\"normalised\":" EACH(                                                                                          \
                 THIRD) "},\"shapley_shubik\":" EACH(THIRD) ",\"johnston\""                                                                                 \
                                                            ":" EACH(                                                                                       \
                                                                THIRD) ","                                                                                  \
                                                                       "\""                                                                                 \
                                                                       "de"                                                                                 \
                                                                       "eg"                                                                                 \
                                                                       "an"                                                                                 \
                                                                       "_p"                                                                                 \
                                                                       "ac"                                                                                 \
                                                                       "ke"                                                                                 \
                                                                       "l"                                                                                  \
                                                                       "\""                                                                                 \
                                                                       ":" EACH(                                                                            \
                                                                           THIRD) ",\"holler"                                                               \
                                                                                  "_packel\""                                                               \
                                                                                  ":" EACH(THIRD) ",\"coleman\":{\"collectivity\":0.125,\"prevent\":" EACH( \
                                                                                      "1.0") ",\""                                                          \
                                                                                             "ini"                                                          \
                                                                                             "tia"                                                          \
                                                                                             "te"                                                           \
                                                                                             "\""                                                           \
                                                                                             ":" EACH(                                                      \
                                                                                                 "0.14285714285714285") "},\"acts_without\":{\"ra\":false,\"sel\":false,\"tor\":false,\"out\":true}}"

/* From 2 and 5 the council may respond, which two of three prefer; from 3 and 6 it may stop. */
#define TRIGGER                                                                                    \
    "{\"condition\":\"attack\",\"states\":4,\"acting\":1,\"moves\":["                              \
    "{\"to\":{\"respond\":\"yes\"},\"possible\":2,\"decided\":1,\"withholds\":{\"ra\":2},"         \
    "\"sole_blocker\":{\"ra\":1}},"                                                                \
    "{\"to\":{\"respond\":\"no\"},\"possible\":2,\"decided\":0,"                                   \
    "\"withholds\":{\"sel\":2,\"tor\":2},\"sole_blocker\":{\"sel\":1,\"tor\":1}}]}"
#define COUNCIL                                                                                    \
    "{\"body\":\"council\",\"members\":[\"ra\",\"sel\",\"tor\"],\"variants\":[" FREELY "," BY_ALL  \
    "],\"trigger\":" TRIGGER "}"
static const char council[] = COUNCIL;

/* The panel: sel with another, each of those two in one of the three winning coalitions. In a lull
 * nobody decides, and shares of nothing are not defined. */
#define SHARES(a, b, c) "{\"sel\":" a ",\"tor\":" b ",\"out\":" c "}"
#define PANEL                                                                                                                                                                                               \
    "{\"body\":\"panel\",\"members\":[\"sel\",\"tor\",\"out\"],\"variants\":["                                                                                                                              \
    "{\"when\":[{\"condition\":\"not lull\",\"holds\":true}],\"states\":4,\"winning\":3,"                                                                                                                   \
    "\"minimal\":[[\"sel\",\"tor\"],[\"out\",\"sel\"]],\"minimal_count\":2,"                                                                                                                                \
    "\"vetoes\":[\"sel\"],\"dummies\":[],\"classes\":[[\"sel\"],[\"tor\",\"out\"]],"                                                                                                                        \
    "\"swings\":" SHARES("3", "1", "1") ",\"banzhaf\":{\"absolute\":" SHARES("0.75", "0.25", "0.25") ",\"normalised\":" SHARES(                                                                             \
        "0.6", "0.2",                                                                                                                                                                                       \
        "0.2") "},\"shapley_"                                                                                                                                                                               \
               "shubik\":" SHARES("0.66666666666666663", "0.16666666666666666", "0.16666666666666666") ",\"johnston\":" SHARES(                                                                             \
                   "0."                                                                                                                                                                                     \
                   "6666666666666666"                                                                                                                                                                       \
                   "3",                                                                                                                                                                                     \
                   "0."                                                                                                                                                                                     \
                   "1666666666666666"                                                                                                                                                                       \
                   "6",                                                                                                                                                                                     \
                   "0."                                                                                                                                                                                     \
                   "1666666666666666"                                                                                                                                                                       \
                   "6") ",\"deegan_"                                                                                                                                                                        \
                        "packel\""                                                                                                                                                                          \
                        ":" SHARES("0.5", "0.25", "0.25") ",\"holler_packel\":" SHARES("0.5", "0.25", "0.25") ",\"coleman\":{\"collectivity\":0.375,\"prevent\":" SHARES(                                   \
                            "1.0", "0.33333333333333331",                                                                                                                                                   \
                            "0.33333333333333331") ",\"initiate\":" SHARES("0.6", "0.2",                                                                                                                    \
                                                                           "0.2") "},"                                                                                                                      \
                                                                                  "\"acts_"                                                                                                                 \
                                                                                  "without\":{"                                                                                                             \
                                                                                  "\"ra\":true,"                                                                                                            \
                                                                                  "\"sel\":false,"                                                                                                          \
                                                                                  "\"tor\":true,"                                                                                                           \
                                                                                  "\"out\":true}}"                                                                                                          \
                                                                                  ","                                                                                                                       \
                                                                                  "{\"when\":[{"                                                                                                            \
                                                                                  "\"condition\":"                                                                                                          \
                                                                                  "\"not "                                                                                                                  \
                                                                                  "lull\","                                                                                                                 \
                                                                                  "\"holds\":"                                                                                                              \
                                                                                  "false}],"                                                                                                                \
                                                                                  "\"states\":2,"                                                                                                           \
                                                                                  "\"winning\":0,"                                                                                                          \
                                                                                  "\"minimal\":[]"                                                                                                          \
                                                                                  ",\"vetoes\":["                                                                                                           \
                                                                                  "\"sel\","                                                                                                                \
                                                                                  "\"tor\","                                                                                                                \
                                                                                  "\"out\"],"                                                                                                               \
                                                                                  "\"dummies\":["                                                                                                           \
                                                                                  "\"out\","                                                                                                                \
                                                                                  "\"tor\","                                                                                                                \
                                                                                  "\"sel\"],"                                                                                                               \
                                                                                  "\"swings\""                                                                                                              \
                                                                                  ":" SHARES("0", "0", "0") ",\"banzhaf\":{\"absolute\":" SHARES(                                                           \
                                                                                      "0.0",                                                                                                                \
                                                                                      "0.0",                                                                                                                \
                                                                                      "0.0") ",\""                                                                                                          \
                                                                                             "nor"                                                                                                          \
                                                                                             "mal"                                                                                                          \
                                                                                             "ise"                                                                                                          \
                                                                                             "d\""                                                                                                          \
                                                                                             ":nu"                                                                                                          \
                                                                                             "ll}"                                                                                                          \
                                                                                             ",\""                                                                                                          \
                                                                                             "sha"                                                                                                          \
                                                                                             "ple"                                                                                                          \
                                                                                             "y_"                                                                                                           \
                                                                                             "shu"                                                                                                          \
                                                                                             "bik"                                                                                                          \
                                                                                             "\":"                                                                                                          \
                                                                                             "nul"                                                                                                          \
                                                                                             "l,"                                                                                                           \
                                                                                             "\"j"                                                                                                          \
                                                                                             "ohn"                                                                                                          \
                                                                                             "sto"                                                                                                          \
                                                                                             "n\""                                                                                                          \
                                                                                             ":nu"                                                                                                          \
                                                                                             "ll,"                                                                                                          \
                                                                                             "\"d"                                                                                                          \
                                                                                             "eeg"                                                                                                          \
                                                                                             "an_"                                                                                                          \
                                                                                             "pac"                                                                                                          \
                                                                                             "kel"                                                                                                          \
                                                                                             "\":"                                                                                                          \
                                                                                             "nul"                                                                                                          \
                                                                                             "l,"                                                                                                           \
                                                                                             "\"h"                                                                                                          \
                                                                                             "oll"                                                                                                          \
                                                                                             "er_"                                                                                                          \
                                                                                             "pac"                                                                                                          \
                                                                                             "kel"                                                                                                          \
                                                                                             "\""                                                                                                           \
                                                                                             ":" SHARES("null", "null", "null") ",\"coleman\":{\"collectivity\":0.0,\"prevent\":null,\"initiate\":" SHARES( \
                                                                                                 "0.0",                                                                                                     \
                                                                                                 "0.0",                                                                                                     \
                                                                                                 "0.0") "},\"acts_without\":{\"sel\":false,\"tor\":false,\"out\":false}}]}"
static const char panel[] = PANEL;
static const char both[] = "{\"title\":\"Pact\",\"bodies\":[" COUNCIL "," PANEL "]}";

TEST(true_answers_are_accepted)
{
    ent_expect_true(pact, council, ENT_ANSWER_ACT);
    ent_expect_true(pact, panel, ENT_ANSWER_ACT);
    ent_expect_true(pact, both, ENT_ANSWER_ACT);
}

TEST(claims_are_counted)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, pact);
    assert_int_equal(ent_trial_judge(&t, council, strlen(council), &verdict), ENT_OK);
    assert_int_equal(verdict.checked[ENT_CLAIM_VARIANT], 2);
    assert_int_equal(verdict.checked[ENT_CLAIM_COALITION], 6);
    assert_int_equal(verdict.checked[ENT_CLAIM_ROLE], 26);
    assert_int_equal(verdict.checked[ENT_CLAIM_POWER], 58);
    assert_int_equal(verdict.checked[ENT_CLAIM_CHANCE], 7);
    assert_int_equal(verdict.checked[ENT_CLAIM_TRIGGER], 12);
    for (int what = 0; what < ENT_UNCHECKED_KINDS; what++) {
        assert_false(verdict.unchecked[what]);
        assert_true(strlen(ent_unchecked_text((ent_unchecked)what)) > 0);
    }
    assert_string_equal(ent_answer_kind_text(verdict.answer), "act");
    ent_trial_end(&t);
}

TEST(spoilt_bodies)
{
    EXPECT_SPOILT(
        pact, both, {"\"body\":\"council\"", "\"body\":\"ra\"", "bodies[0].body: 'ra' is no body"},
        {"\"body\":\"council\"", "\"body\":\"counsel\"", "the model has no party or body"},
        {"\"body\":\"council\"", "\"body\":3", "expected the id of a party or body"},
        {"\"body\":\"panel\"", "\"body\":\"council\"",
         "bodies[1].members[2]: 'out' is not a member of 'council'"},
        {"," PANEL, "", "bodies: the body 'panel' is missing"},
        {"," PANEL, "," COUNCIL, "bodies[1]: 'council' stands here twice"},
        {"," PANEL, ",3", "bodies[1]: expected an object with 'body'"},
        {"[\"ra\",\"sel\",\"tor\"],\"variants\"", "[\"ra\",\"sel\"],\"variants\"",
         "bodies[0].members: the member 'tor' is missing"},
        {"[\"ra\",\"sel\",\"tor\"],\"variants\"", "[\"ra\",\"sel\",\"tor\",\"ra\"],\"variants\"",
         "bodies[0].members[3]: 'ra' stands here twice"},
        {"[\"ra\",\"sel\",\"tor\"],\"variants\"", "[\"ra\",\"sel\",\"panel\"],\"variants\"",
         "bodies[0].members[2]: 'panel' is not a member"},
        {"\"members\":", "\"member\":", "bodies[0]: 'members' is missing"},
        {"\"title\"", "\"set\":{\"attack\":\"no\"},\"title\"",
         "set: the answer and --set do not agree on 'attack'"},
        {"\"title\"", "\"set\":{\"atack\":\"no\"},\"title\"", "set: it names an option"});
    ent_expect_false(pact, "{\"bodies\":3}", "bodies: expected a list");
    ent_expect_false(pact, "{\"variants\":[]}", "body: expected the id");
}

TEST(spoilt_variants)
{
    EXPECT_SPOILT(
        pact, council,
        {"\"states\":3", "\"states\":4", "variants[0].states: 4 are claimed, and there are 3"},
        {"\"states\":3", "\"states\":\"3\"", "variants[0].states: expected a whole number"},
        {"\"holds\":false", "\"holds\":true", "variants[1]: this variant stands here twice"},
        {"\"holds\":false", "\"holds\":0", "when[0].holds: expected true or false"},
        {"," BY_ALL, "", "variants: state 4 belongs to none of them"},
        {"," BY_ALL, ",[]", "variants[1]: expected an object with 'when'"},
        {"\"consensus\"", "\"attack\"",
         "variants[1].when[0]: the first variant speaks of 'attack'"},
        {"\"consensus\"", "\"consent\"", "nothing is named 'consent'"},
        {"\"consensus\"", "7", "when[0].condition: expected a text"},
        {"[{\"condition\":\"consensus\",\"holds\":false}]", "[]",
         "variants[1].when: the first variant speaks of 0 conditions"},
        {"[{\"condition\":\"consensus\",\"holds\":false}]", "0", "when: expected a list"},
        {FREELY "," BY_ALL, BY_ALL "," FREELY ",{}", "variants[2]: 'when' is missing"},
        {"\"variants\":[", "\"variants\":[],\"v\":[", "variants: state 1 belongs to none"},
        {"\"variants\":", "\"variants\":0,\"v\":", "variants: expected a list"});
    ent_expect_false(pact,
                     "{\"body\":\"council\",\"members\":[\"ra\",\"sel\",\"tor\"],\"variants\":[{"
                     "\"when\":[],\"states\":6}]}",
                     "the rule asks for 'consensus' too, which holds in state 4 and not in 1");
    ent_expect_false(pact,
                     "{\"body\":\"council\",\"members\":[\"ra\",\"sel\",\"tor\"],\"variants\":[{"
                     "\"when\":[{\"condition\":\"attack and not attack\",\"holds\":true}],"
                     "\"states\":0},{\"when\":[{\"condition\":\"attack and not attack\","
                     "\"holds\":false}],\"states\":6}]}",
                     "the rule asks for 'consensus' too");
}

TEST(spoilt_coalitions)
{
    EXPECT_SPOILT(
        pact, council,
        {"[\"ra\",\"sel\"],", "[\"ra\"],", "minimal[0]: this coalition does not win"},
        {"[\"ra\",\"sel\"],", "[\"ra\",\"sel\",\"tor\"],",
         "minimal[0]: this coalition wins without 'ra' too"},
        {"[\"ra\",\"sel\"],", "[\"tor\",\"ra\"],", "one of the coalitions stands here twice"},
        {"[\"ra\",\"sel\"],", "[\"ra\",\"ra\"],", "minimal[0][1]: 'ra' stands here twice"},
        {"[\"ra\",\"sel\"],", "[\"ra\",\"out\"],", "minimal[0][1]: 'out' is not a member"},
        {"[\"ra\",\"sel\"],", "3,", "minimal[0]: expected a list of members"},
        {"[\"ra\",\"sel\"],", "", "minimal: 2 are listed, and there are 3"},
        {"\"minimal\":[", "\"minimal\":3,\"m\":[", "minimal: expected a list of coalitions"},
        {"\"minimal\":[", "\"m\":[", "minimal: so few coalitions must be listed"},
        {"\"minimal_count\":3", "\"minimal_count\":2", "minimal_count: 2 are claimed, and there"},
        {"\"minimal_count\":3", "\"minimal_count\":null", "minimal_count: expected a whole"});
    EXPECT_SPOILT(
        pact, panel,
        {"\"vetoes\":[\"sel\"]", "\"vetoes\":[\"sel\",\"tor\"]",
         "vetoes[1]: 'tor' has no veto: the others can act"},
        {"\"vetoes\":[\"sel\"]", "\"vetoes\":[]", "vetoes: 'sel' has a veto and is not listed"},
        {"\"vetoes\":[\"sel\"]", "\"vetoes\":[\"sel\",\"sel\"]", "vetoes[1]: 'sel' stands here"},
        {"\"vetoes\":[\"sel\"]", "\"vetoes\":null", "vetoes: expected a list, found null"},
        {"\"dummies\":[]", "\"dummies\":[\"out\"]",
         "dummies[0]: 'out' is no dummy: a coalition wins only with it"},
        {"[\"out\",\"tor\",\"sel\"]", "[\"out\",\"sel\"]",
         "dummies: 'tor' is a dummy and is not listed"},
        {"[[\"sel\"],[\"tor\",\"out\"]]", "[[\"sel\",\"tor\"],[\"out\"]]",
         "classes: 'sel' and 'tor' cannot take each other's place"},
        {"[[\"sel\"],[\"tor\",\"out\"]]", "[[\"sel\"],[\"tor\"],[\"out\"]]",
         "classes: 'tor' and 'out' can take each other's place"},
        {"[[\"sel\"],[\"tor\",\"out\"]]", "[[\"tor\",\"out\"]]", "classes: 'sel' is in no class"},
        {"[[\"sel\"],[\"tor\",\"out\"]]", "[[\"sel\"],[\"tor\",\"out\"],[\"sel\"]]",
         "classes[2][0]: 'sel' stands here twice"},
        {"[[\"sel\"],[\"tor\",\"out\"]]", "[[\"sel\"],[\"tor\",\"out\"],[]]",
         "classes[2]: expected a list of members"},
        {"[[\"sel\"],[\"tor\",\"out\"]]", "2", "classes: expected lists of interchangeable"},
        {"\"acts_without\":{\"ra\":true", "\"acts_without\":{\"ra\":false",
         "acts_without.ra: without 'ra' the others can act"},
        {"\"sel\":false", "\"sel\":true", "acts_without.sel: without 'sel' the others cannot act"},
        {"\"sel\":false,", "", "acts_without.sel: expected true or false, found nothing"},
        {"\"acts_without\":{\"ra\":true", "\"acts_without\":{\"panel\":true",
         "acts_without: it speaks of others"});
}

TEST(spoilt_power)
{
    EXPECT_SPOILT(
        pact, panel, {"\"winning\":3", "\"winning\":4", "winning: 4 are claimed, and there are 3"},
        {"\"winning\":3", "\"winning\":9", "winning: 9 are claimed, and there are 3"},
        {"\"winning\":3", "\"winning\":null", "winning: expected a whole number, found null"},
        {"\"winning\":3", "\"winning\":\"3\"", "winning: expected a whole number, found a text"},
        {"\"winning\":3", "\"winning\":\"9223372036854775808\"",
         "winning: 9223372036854775808 are claimed, and there are 3"},
        {"\"swings\":{\"sel\":3", "\"swings\":{\"sel\":2", "swings.sel: 2 are claimed"},
        {"\"swings\":{\"sel\":3,", "\"swings\":{", "swings: 'sel' is missing"},
        {"\"swings\":{", "\"swings\":{\"ra\":0,", "swings: it speaks of others than the members"},
        {"\"swings\":{", "\"swings\":null,\"s\":{", "swings: expected an object with a value"},
        {"\"sel\":0.75", "\"sel\":0.750000000000002",
         "banzhaf.absolute.sel: 0.750000000000002 is claimed, and it is 0.75"},
        {"\"sel\":0.75", "\"sel\":null",
         "banzhaf.absolute.sel: nothing is claimed, and it is 0.75"},
        {"\"sel\":0.75", "\"sel\":\"0.75\"", "banzhaf.absolute.sel: expected a number or null"},
        {"\"absolute\":", "\"absolut\":", "banzhaf: 'absolute' is missing"},
        {"\"normalised\":{\"sel\":0.6", "\"normalised\":{\"sel\":0.7", "banzhaf.normalised.sel"},
        {"\"normalised\":null", "\"normalised\":" SHARES("0.0", "0", "0"),
         "normalised.sel: 0 is claimed, and it is not defined here"},
        {"\"shapley_shubik\":{", "\"shapley_shubik\":null,\"s\":{",
         "shapley_shubik: nothing is claimed"},
        {"\"shapley_shubik\":{\"sel\":0.6", "\"shapley_shubik\":{\"sel\":0.5",
         "shapley_shubik.sel"},
        {"\"johnston\":{\"sel\":0.6", "\"johnston\":{\"sel\":0.5", "johnston.sel: 0.5"},
        {"\"deegan_packel\":{\"sel\":0.5", "\"deegan_packel\":{\"sel\":0.6", "deegan_packel.sel"},
        {"\"holler_packel\":{\"sel\":0.5", "\"holler_packel\":{\"sel\":0.6", "holler_packel.sel"},
        {"\"collectivity\":0.375", "\"collectivity\":0.5", "coleman.collectivity: 0.5 is claimed"},
        {"\"collectivity\":0.375", "\"collectivity\":null", "coleman.collectivity: nothing is"},
        {"\"prevent\":{\"sel\":1.0", "\"prevent\":{\"sel\":0.9", "coleman.prevent.sel: 0.9"},
        {"\"initiate\":{\"sel\":0.6", "\"initiate\":{\"sel\":0.5", "coleman.initiate.sel: 0.5"});
}

TEST(spoilt_chances)
{
    EXPECT_SPOILT(
        pact, council,
        {"\"acts\":0.375", "\"acts\":0.376", "chance.acts: 0.376 is claimed, and it is 0.375"},
        {"\"acts\":0.375", "\"acts\":null", "chance.acts: expected a probability"},
        {"\"consent\":{\"ra\":0.5", "\"consent\":{\"ra\":0.4", "chance.acts: 0.375 is claimed"},
        {"\"consent\":{\"ra\":0.5", "\"consent\":{\"ra\":1.5",
         "chance.consent.ra: expected a prob"},
        {"\"consent\":{\"ra\":0.5,", "\"consent\":{", "chance.consent: 'ra' is missing"},
        {"\"with\":{\"ra\":0.625", "\"with\":{\"ra\":0.5", "chance.with.ra: 0.5 is claimed"},
        {"\"without\":{\"ra\":0.125", "\"without\":{\"ra\":0.5",
         "chance.without.ra: 0.5 is claimed"},
        {"\"chance\":{", "\"chance\":3,\"c\":{", "chance: expected an object with 'consent'"});
}

TEST(spoilt_triggers)
{
    EXPECT_SPOILT(
        pact, council,
        {"\"condition\":\"attack\"", "\"condition\":\"respond\"", "trigger.states: 4 is claimed"},
        {"\"condition\":\"attack\"", "\"condition\":\"atack\"", "nothing is named 'atack'"},
        {"\"condition\":\"attack\"", "\"condition\":null", "trigger.condition: expected a text"},
        {"\"states\":4", "\"states\":5", "trigger.states: 5 is claimed, and it is 4"},
        {"\"acting\":1", "\"acting\":2", "trigger.acting: 2 is claimed, and it is 1"},
        {"\"to\":{\"respond\":\"yes\"}", "\"to\":{\"respond\":\"no\"}",
         "moves[1]: another entry changes the same"},
        {"\"to\":{\"respond\":\"yes\"}", "\"to\":{\"consensus\":\"yes\"}",
         "moves[0]: no move from these states changes this"},
        {"\"to\":{\"respond\":\"yes\"}", "\"to\":{\"respond\":\"maybe\"}",
         "moves[0].to.respond: 'respond' has no such level"},
        {"\"to\":{\"respond\":\"yes\"}", "\"to\":{\"answer\":\"yes\"}", "to: it names an option"},
        {"\"to\":{\"respond\":\"yes\"}", "\"to\":[]", "moves[0].to: expected an object"},
        {"\"possible\":2", "\"possible\":3", "moves[0].possible: 3 is claimed, and it is 2"},
        {"\"decided\":1", "\"decided\":2", "moves[0].decided: 2 is claimed, and it is 1"},
        {"\"withholds\":{\"ra\":2}", "\"withholds\":{\"ra\":1}", "moves[0].withholds.ra: 1 is"},
        {"\"withholds\":{\"ra\":2}", "\"withholds\":{}", "withholds.ra: expected a whole number"},
        {"\"withholds\":{\"ra\":2}", "\"withholds\":{\"ra\":2,\"tor\":1}",
         "moves[0].withholds.tor: 1 is claimed, and it is 0"},
        {"\"withholds\":{\"ra\":2}", "\"withholds\":{\"ra\":2,\"out\":1}",
         "moves[0].withholds: it speaks of others"},
        {"\"sole_blocker\":{\"ra\":1}", "\"sole_blocker\":{\"ra\":2}",
         "moves[0].sole_blocker.ra: 2 is claimed, and it is 1"},
        {"\"moves\":[{", "\"truncated\":true,\"moves\":[{", "trigger.moves: 2 kinds of moves"},
        {"\"moves\":[{", "\"moves\":[3,{", "moves[0]: expected an object with 'to'"},
        {"\"moves\":[{", "\"m\":[{", "trigger: 'moves' is missing"},
        {TRIGGER, "3", "trigger: expected an object with 'condition' and 'moves'"},
        {TRIGGER, "{\"condition\":\"attack\",\"states\":4,\"acting\":1,\"moves\":[]}",
         "trigger.moves: 0 kinds of moves are listed, and there are 2"},
        {TRIGGER, "{\"condition\":\"attack\",\"states\":5,\"missing\":\"too many\"}",
         "trigger.states: 5 is claimed"});
}

/* Only some kinds of moves, or none, are no false claim where the answer says so. */
TEST(parts_left_out)
{
    ent_expect_true(
        pact,
        "{\"body\":\"council\",\"members\":[\"ra\",\"sel\",\"tor\"],\"variants\":[" FREELY
        "," BY_ALL "],\"trigger\":{\"condition\":\"attack\",\"states\":4,\"acting\":1,"
        "\"moves\":[],\"truncated\":true}}",
        ENT_ANSWER_ACT);
    ent_expect_true(
        pact,
        "{\"body\":\"council\",\"members\":[\"ra\",\"sel\",\"tor\"],\"variants\":[" FREELY
        "," BY_ALL "],\"trigger\":{\"condition\":\"attack\",\"states\":4,"
        "\"missing\":\"too many\"}}",
        ENT_ANSWER_ACT);
}

/* --- A body with too many members to try all coalitions ------------------------------------ */

enum { CROWD = 70 };
#define HALF_OF_ALL "590295810358705651712" /* 2^69 */
#define TURNS "118059162071741130342"       /* any number: only what follows from it is checked */

static void write_members(FILE *out, const char *value)
{
    for (int i = 0; i < CROWD; i++)
        fprintf(out, value == NULL ? "%s\"p%d\"" : "%s\"p%d\":%s", i == 0 ? "" : ",", i, value);
}

static char *crowd_model(void)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("entente: 1\nparties: {", out);
    for (int i = 0; i < CROWD; i++)
        fprintf(out, "p%d: P, ", i);
    fputs("}\nbodies: {b: {rule: majority, members: [", out);
    for (int i = 0; i < CROWD; i++)
        fprintf(out, "p%d, ", i);
    fputs("]}}\noptions: {o: {by: b}}\n", out);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* One text for each member where it is about all of them. */
typedef struct {
    const char *winning;
    const char *swings;
    const char *absolute;
    const char *normalised;
    const char *share;
    const char *prevent;
    const char *initiate;
    const char *dummies;
} crowd;

static char *crowd_answer(const crowd *c)
{
    const char *const shares[] = {"shapley_shubik", "johnston", "deegan_packel", "holler_packel"};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("{\"body\":\"b\",\"members\":[", out);
    write_members(out, NULL);
    fprintf(out,
            "],\"variants\":[{\"when\":[],\"states\":2,\"winning\":%s,\"minimal_count\":null,"
            "\"vetoes\":[],\"dummies\":[%s],\"estimate\":{},\"chance\":{},\"swings\":{",
            c->winning, c->dummies);
    write_members(out, c->swings);
    fputs("},\"banzhaf\":{\"absolute\":{", out);
    write_members(out, c->absolute);
    fputs("},\"normalised\":{", out);
    write_members(out, c->normalised);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        fprintf(out, "}%s,\"%s\":{", i == 0 ? "}" : "", shares[i]);
        write_members(out, c->share);
    }
    fputs("},\"coleman\":{\"collectivity\":0.5,\"prevent\":{", out);
    write_members(out, c->prevent);
    fputs("},\"initiate\":{", out);
    write_members(out, c->initiate);
    fputs("}},\"acts_without\":{", out);
    write_members(out, "true");
    fputs("}}]}", out);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* True where `message` is NULL. */
static void expect_crowd(const crowd *c, const char *message)
{
    char *model = crowd_model();
    char *answer = crowd_answer(c);
    if (message == NULL)
        ent_expect_true(model, answer, ENT_ANSWER_ACT);
    else
        ent_expect_false(model, answer, message);
    free(model);
    free(answer);
}

static const crowd sound = {.winning = "\"" HALF_OF_ALL "\"",
                            .swings = "\"" TURNS "\"",
                            .absolute = "0.2",
                            .normalised = "0.014285714285714285",
                            .share = "0.014285714285714285",
                            .prevent = "0.2",
                            .initiate = "0.2",
                            .dummies = ""};

/* The sound answer with one field in another way. */
#define EXPECT_CROWD_SPOILT(message, field, value)                                                 \
    do {                                                                                           \
        crowd spoilt_ = sound;                                                                     \
        spoilt_.field = (value);                                                                   \
        expect_crowd(&spoilt_, message);                                                           \
    } while (0)

/* Large bodies: what follows from the claimed counts is compared with them. */
TEST(large_bodies)
{
    expect_crowd(&sound, NULL);
    EXPECT_CROWD_SPOILT("winning: there are not so many coalitions", winning,
                        "\"1" HALF_OF_ALL "\"");
    EXPECT_CROWD_SPOILT("expected a whole number", winning, "\"0590295810358705651712\"");
    EXPECT_CROWD_SPOILT("expected a whole number", winning, "\"590295810358705651712x\"");
    EXPECT_CROWD_SPOILT("expected a whole number", winning, "\"9223372036854775807\"");
    EXPECT_CROWD_SPOILT("banzhaf.absolute.p0: 0.2", swings, "\"" HALF_OF_ALL "\"");
    EXPECT_CROWD_SPOILT("banzhaf.absolute.p0: 0.25 is claimed", absolute, "0.25");
    EXPECT_CROWD_SPOILT("banzhaf.normalised.p0: 0.0625 is claimed", normalised, "0.0625");
    EXPECT_CROWD_SPOILT("coleman.prevent.p0: 0.25 is claimed", prevent, "0.25");
    EXPECT_CROWD_SPOILT("coleman.initiate.p0: 0.25 is claimed", initiate, "0.25");
    EXPECT_CROWD_SPOILT("shapley_shubik: the members' shares add up to 4.375", share, "0.0625");
    EXPECT_CROWD_SPOILT("holler_packel: the members' shares add up to 4.375", share, "0.0625");
    EXPECT_CROWD_SPOILT("johnston: 'p0': expected a number from 0 to 1, or null", share, "-1");
    EXPECT_CROWD_SPOILT("dummies[0]: 'b' is not a member", dummies, "\"b\"");
}

/* The verdict says what was not checked. */
TEST(large_bodies_are_not_checked_fully)
{
    char *model = crowd_model();
    char *answer = crowd_answer(&sound);
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, model);
    assert_int_equal(ent_trial_judge(&t, answer, strlen(answer), &verdict), ENT_OK);
    for (int what = 0; what <= ENT_UNCHECKED_ESTIMATE; what++)
        assert_true(verdict.unchecked[what]);
    ent_trial_end(&t);
    free(model);
    free(answer);
}

TEST(hostile_answers)
{
    ent_expect_no_crash(pact, council);
    ent_expect_no_crash(pact, panel);
}

TEST(memory_that_runs_out)
{
    ent_expect_memory_told(pact, both);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(true_answers_are_accepted), cmocka_unit_test(claims_are_counted),
              cmocka_unit_test(spoilt_bodies), cmocka_unit_test(spoilt_variants),
              cmocka_unit_test(spoilt_coalitions), cmocka_unit_test(spoilt_power),
              cmocka_unit_test(spoilt_chances), cmocka_unit_test(spoilt_triggers),
              cmocka_unit_test(parts_left_out), cmocka_unit_test(large_bodies),
              cmocka_unit_test(large_bodies_are_not_checked_fully),
              cmocka_unit_test(hostile_answers), cmocka_unit_test(memory_that_runs_out));
}
