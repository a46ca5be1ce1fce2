/* The public library on a small pact, with sound and wrong requests, and with failing allocations.
 */
#include "entente/entente.h"
#include "test.h"

static const char pact[] = "entente: 1\n"
                           "title: The Selland pact\n"
                           "parties: {ra: Ravonia, sel: Selland, tor: Torland}\n"
                           "bodies:\n"
                           "  council:\n"
                           "    members: [ra, sel, tor]\n"
                           "    rule: if consensus then all else at least 2 of {ra, sel, tor}\n"
                           "options:\n"
                           "  attack: ra\n"
                           "  respond: council\n"
                           "  consensus: {by: council, moves: fixed}\n"
                           "constraints: [if respond then attack]\n"
                           "preferences:\n"
                           "  ra: [not respond, attack]\n"
                           "  sel: [not attack, respond]\n"
                           "  tor: [not attack, respond]\n";

/* The pact in which every name stands for itself: 6 states, 1 and 4 are peace. */
enum { STATES = 6, PEACE_BY_MAJORITY = 1, PEACE_BY_CONSENSUS = 4, ATTACK_BY_CONSENSUS = 5 };

TEST(tells_what_holds)
{
    ent_study *study = NULL;
    assert_int_equal(ent_study_new(&study, "pact.yaml", pact, strlen(pact), NULL), ENT_OK);
    assert_string_equal(ent_study_messages(study), "");
    assert_string_equal(ent_study_title(study), "The Selland pact");
    assert_int_equal(ent_study_states(study), STATES);
    assert_int_equal(ent_study_parties(study), 3);
    assert_int_equal(ent_study_movers(study), 4);
    assert_string_equal(ent_study_mover(study, 3), "council");
    assert_int_equal(ent_study_options_count(study), 3);
    assert_string_equal(ent_study_option(study, 2), "consensus");
    assert_string_equal(ent_study_level(study, PEACE_BY_CONSENSUS, 2), "yes");
    assert_int_equal(ent_study_code(study, PEACE_BY_CONSENSUS), 4);
    assert_true(ent_study_prefers(study, 0, ATTACK_BY_CONSENSUS, PEACE_BY_CONSENSUS));
    assert_false(ent_study_is_stable(study, ENT_SEQ, 0, PEACE_BY_CONSENSUS));
    assert_true(ent_study_is_stable(study, ENT_SEQ, 0, PEACE_BY_MAJORITY));
    assert_false(ent_study_is_stable(study, ENT_NASH, 0, PEACE_BY_MAJORITY));
    assert_int_equal(ent_study_equilibria(study, ENT_SEQ), 4);
    uint64_t listed = 0;
    for (uint64_t at = ent_study_next_equilibrium(study, ENT_SEQ, 0); at != 0;
         at = ent_study_next_equilibrium(study, ENT_SEQ, at))
        listed++;
    assert_int_equal(listed, 4);
    ent_study_free(study);
}

TEST(answers_requests_that_make_no_sense)
{
    ent_study *study = NULL;
    assert_int_equal(ent_study_new(&study, "pact.yaml", pact, strlen(pact), NULL), ENT_OK);
    assert_null(ent_study_mover(study, 4));
    assert_null(ent_study_option(study, 3));
    assert_null(ent_study_level(study, 0, 0));
    assert_null(ent_study_level(study, STATES + 1, 0));
    assert_null(ent_study_level(study, 1, 3));
    assert_true(ent_study_code(study, STATES + 1) == UINT64_MAX);
    assert_false(ent_study_prefers(study, 3, 1, 2));
    assert_false(ent_study_prefers(study, 0, 0, 1));
    assert_false(ent_study_is_stable(study, ENT_SEQ, 4, 1));
    assert_false(ent_study_is_stable(study, (ent_concept)9, 0, 1));
    assert_int_equal(ent_study_equilibria(study, (ent_concept)9), 0);
    assert_int_equal(ent_study_next_equilibrium(study, ENT_SEQ, STATES + 1), 0);
    ent_study_free(study);
    ent_study_free(NULL);
}

TEST(says_what_is_wrong_with_a_file)
{
    static const char wrong[] = "entente: 1\nparties: {a: A}\noptions: {x: b}\n";
    ent_study *study = NULL;
    assert_int_equal(ent_study_new(&study, "wrong.yaml", wrong, strlen(wrong), NULL),
                     ENT_WRONG_MODEL);
    assert_non_null(strstr(ent_study_messages(study), "wrong.yaml:3:14: error:"));
    assert_int_equal(ent_study_states(study), 0);
    assert_int_equal(ent_study_equilibria(study, ENT_NASH), 0);
    ent_study_free(study);
}

TEST(refuses_a_model_that_may_not_have_the_memory)
{
    const ent_study_options options = {.memory_most = 100};
    ent_study *study = NULL;
    assert_int_equal(ent_study_new(&study, "pact.yaml", pact, strlen(pact), &options),
                     ENT_NO_RESOURCE);
    assert_non_null(strstr(ent_study_messages(study), "bytes of memory; 100 are allowed"));
    ent_study_free(study);
}

typedef struct {
    size_t left; /* allocations until one fails; all after it succeed */
    bool failed;
    size_t live; /* blocks */
} failing;

static void *fail_once(void *context, void *block, size_t size)
{
    failing *f = context;
    if (size == 0) {
        f->live -= block != NULL;
        free(block);
        return NULL;
    }
    if (!f->failed && f->left-- == 0) {
        f->failed = true;
        return NULL;
    }
    f->live++;
    return malloc(size);
}

TEST(bears_each_failing_allocation)
{
    size_t n = 0;
    for (bool failed = true; failed; n++) {
        failing f = {.left = n};
        const ent_study_options options = {.allocate = fail_once, .allocate_context = &f};
        ent_study *study = NULL;
        ent_status status = ent_study_new(&study, "pact.yaml", pact, strlen(pact), &options);
        failed = f.failed;
        /* a lost copy of the messages alone does no harm */
        assert_true(status == ENT_OK || (failed && status == ENT_NO_RESOURCE));
        ent_study_free(study);
        assert_int_equal(f.live, 0);
    }
    assert_true(n > 50);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(tells_what_holds),
              cmocka_unit_test(answers_requests_that_make_no_sense),
              cmocka_unit_test(says_what_is_wrong_with_a_file),
              cmocka_unit_test(refuses_a_model_that_may_not_have_the_memory),
              cmocka_unit_test(bears_each_failing_allocation));
}
