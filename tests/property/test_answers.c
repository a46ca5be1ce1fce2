/*
 * Everything that the program answers on random models, as JSON, is accepted by the verifier: the
 * sets, the state space, and every witness of every state; and is rejected once a flag is turned.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "property/random_model.h"
#include "show/hold.h"
#include "show/states.h"
#include "show/why.h"
#include "support/seeds.h"
#include "verify/verify.h"

enum { MODELS = 300, STATES_EXPLAINED = 40 };

static const bool all_concepts[ENT_CONCEPTS] = {true, true, true, true};

typedef struct {
    uint64_t seed;
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_solution solution;
    uint64_t claims[ENT_CLAIM_KINDS];
} specimen;

static void begin(specimen *s, uint64_t seed)
{
    const ent_solve_options options = {.concepts = {true, true, true, true}};
    *s = (specimen){.seed = seed, .text = random_model(seed, 0), .memory = ent_memory_system()};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    assert_int_equal(ent_solve(&s->solution, &s->game, &options, &s->report), ENT_OK);
}

static void end(specimen *s)
{
    ent_solution_free(&s->solution);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    free(s->text);
    assert_int_equal(s->memory.live, 0);
}

/* Verifies; what is reported stands in `words`. */
static ent_status verify(specimen *s, const char *answer, ent_text *words)
{
    const ent_source source = {"answer.json", answer, strlen(answer)};
    ENT_AUTO_REPORT report = ent_report_new(&s->memory);
    ent_verdict verdict;
    ent_status status = ent_verify(&s->model, &source, &verdict, &report);
    for (int kind = 0; kind < ENT_CLAIM_KINDS; kind++)
        s->claims[kind] += verdict.checked[kind];
    ent_report_write(&report, words);
    return status;
}

static void expect_accepted(specimen *s, const char *answer)
{
    ENT_AUTO_TEXT words = ent_text_new(&s->memory);
    if (verify(s, answer, &words) != ENT_OK)
        fail_msg("seed %llu: an answer is rejected\n%s\n%s\n%s", (unsigned long long)s->seed,
                 s->text, answer, ent_text_string(&words));
}

/* The answer with its n-th "stable" flag, counted round, turned; NULL where it has none. */
static char *turn_flag(const char *answer, uint32_t n)
{
    static const char mark[] = "\"stable\":";
    char *turned = NULL;
    const char *at = strstr(answer, mark);
    if (at == NULL)
        return NULL;
    for (; n > 0; n--) {
        const char *next = strstr(at + 1, mark);
        at = next == NULL ? strstr(answer, mark) : next;
    }
    at += strlen(mark);
    at += strspn(at, " ");
    bool stable = *at == 't';
    assert_true(asprintf(&turned, "%.*s%s%s", (int)(at - answer), answer, stable ? "false" : "true",
                         at + (stable ? 4 : 5)) > 0);
    return turned;
}

static void check_why(specimen *s, uint64_t number)
{
    ENT_AUTO_WHY why;
    ENT_AUTO_TEXT answer = ent_text_new(&s->memory);
    ENT_AUTO_TEXT words = ent_text_new(&s->memory);
    uint64_t code = ent_code_of_number(&s->game.space, number);
    assert_int_equal(ent_explain(&why, &s->game, code, ENT_NOBODY, all_concepts, &s->report),
                     ENT_OK);
    assert_int_equal(ent_why_json(&answer, &why), ENT_OK);
    expect_accepted(s, ent_text_string(&answer));
    char *turned = turn_flag(ent_text_string(&answer), (uint32_t)(s->seed + number) % 7);
    assert_non_null(turned);
    assert_int_equal(verify(s, turned, &words), ENT_WRONG_MODEL);
    free(turned);
}

static void check_hold(specimen *s, const ent_condition *where)
{
    const ent_hold_request request = {.concepts = {true, true, true, true},
                                      .concept = (ent_concept)(s->seed % ENT_CONCEPTS),
                                      .where = where,
                                      .listed_most = 10,
                                      .patterns_most = 10,
                                      .examples_most = 5};
    ENT_AUTO_HOLD hold;
    ENT_AUTO_TEXT answer = ent_text_new(&s->memory);
    assert_int_equal(ent_ask_hold(&hold, &s->game, &s->solution, &request, &s->report), ENT_OK);
    assert_int_equal(ent_hold_json(&answer, &hold), ENT_OK);
    expect_accepted(s, ent_text_string(&answer));
}

static bool keep(void *context, const char *bytes, size_t length)
{
    ent_text_add_bytes(context, bytes, length);
    return true;
}

static void check_states(specimen *s)
{
    ENT_AUTO_TEXT answer = ent_text_new(&s->memory);
    const ent_states states = {&s->game, &s->solution, &s->game.space.feasible, UINT64_MAX};
    ent_sink sink = {.text = ent_text_new(&s->memory), .write = keep, .context = &answer};
    assert_int_equal(ent_states_json(&sink, &states), ENT_OK);
    assert_int_equal(ent_sink_flush(&sink), ENT_OK);
    expect_accepted(s, ent_text_string(&answer));
    ent_text_free(&sink.text);
}

TEST(every_answer_is_accepted)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t moves = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed);
        check_hold(&s, NULL);
        check_hold(&s, &s.model.target);
        check_states(&s);
        for (uint64_t number = 1; number <= s.game.space.states; number++)
            if (number <= STATES_EXPLAINED)
                check_why(&s, number);
        moves += s.claims[ENT_CLAIM_MOVE];
        end(&s);
    }
    print_message("%llu moves of witnesses were checked\n", (unsigned long long)moves);
    assert_true(moves > seeds.end - seeds.first);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_answer_is_accepted));
}
