/* Memory: what is predicted bounds what is taken; and any number of threads gives the same answer.
 */
#include "solve/solve.h"
#include "test.h"

/* A model of 2^options codes, three parties, perhaps a body, with so many priorities each. */
static char *write_model(unsigned options, unsigned priorities, bool body, bool constrained)
{
    ent_memory memory = ent_memory_system();
    ent_text text = ent_text_new(&memory);
    uint32_t draw = 12345;
    ent_text_add(&text, "entente: 1\nparties: {p0: A, p1: B, p2: C}\n");
    if (body)
        ent_text_add(&text,
                     "bodies: {b: {members: [p0, p1, p2], rule: if o0 then all else majority}}\n");
    ent_text_add(&text, "options:\n");
    for (unsigned i = 0; i < options; i++)
        ent_text_print(&text, "  o%u: %s%u\n", i, body && i < 2 ? "b #" : "p", i % 3);
    if (constrained)
        ent_text_add(&text, "constraints: [o1 or o3 or not o5, not o2 or o4]\n");
    ent_text_add(&text, "preferences:\n");
    for (unsigned p = 0; p < 3; p++) {
        ent_text_print(&text, "  p%u: [", p);
        for (unsigned i = 0; i < priorities; i++) {
            draw = draw * 1664525u + 1013904223u;
            ent_text_print(&text, "%so%u %s not o%u", i == 0 ? "" : ", ", (draw >> 8) % options,
                           draw >> 31 != 0 ? "and" : "or", (draw >> 16) % options);
        }
        ent_text_add(&text, "]\n");
    }
    char *copy = strdup(ent_text_string(&text));
    ent_text_free(&text);
    return copy;
}

typedef struct {
    ent_memory memory;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_solution solution;
    ent_budget budget;
    uint64_t taken; /* at most, by game and solution */
} solved;

static void solve(solved *s, const char *text, int threads)
{
    const ent_solve_options options = {
        .concepts = {true, true, true, true}, .keeps = threads == 2, .kept = ENT_SEQ};
    static ent_source source;
    source = (ent_source){"budget.yaml", text, strlen(text)};
    s->memory = ent_memory_system();
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &source, &s->report), ENT_OK);
    uint64_t before = s->memory.live;
    s->memory.peak = before;
    s->budget = ent_predict_memory(&s->model, &options, threads);
    assert_int_equal(ent_game_init(&s->game, &s->model, threads, &s->report), ENT_OK);
    s->game.space.threads = threads; /* small as it is */
    assert_int_equal(ent_solve(&s->solution, &s->game, &options, &s->report), ENT_OK);
    s->taken = s->memory.peak - before;
}

static void forget(solved *s)
{
    ent_solution_free(&s->solution);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
}

enum { SMALL_THINGS = 1 << 20 /* arenas and tables that do not grow with the states */ };

static void check_prediction(unsigned options, unsigned priorities, bool body, bool constrained)
{
    solved s;
    char *text = write_model(options, priorities, body, constrained);
    solve(&s, text, 2);
    if (s.taken > s.budget.total + SMALL_THINGS)
        fail_msg("2^%u codes, %u priorities: %llu bytes taken, %llu predicted", options, priorities,
                 (unsigned long long)s.taken, (unsigned long long)s.budget.total);
    if (options >= 16 && s.budget.total > 3 * s.taken)
        fail_msg("2^%u codes, %u priorities: %llu bytes predicted, only %llu taken", options,
                 priorities, (unsigned long long)s.budget.total, (unsigned long long)s.taken);
    forget(&s);
    free(text);
}

TEST(the_prediction_bounds_what_is_taken)
{
    static const unsigned sizes[] = {6, 10, 16};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (unsigned kind = 0; kind < 4; kind++)
            check_prediction(sizes[i], kind == 3 ? 12 : 3, kind & 1u, kind & 2u);
    check_prediction(16, 20, false, false);
}

TEST(threads_change_nothing)
{
    char *text = write_model(16, 9, true, true);
    solved one;
    solved two;
    solve(&one, text, 1);
    solve(&two, text, 2);
    size_t bytes = ent_set_words(one.game.space.codes) * sizeof(uint64_t);
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        assert_memory_equal(one.solution.equilibria[c].words, two.solution.equilibria[c].words,
                            bytes);
        for (uint32_t m = 0; m < one.game.mover_count; m++)
            assert_memory_equal(one.solution.stable[c][m].words, two.solution.stable[c][m].words,
                                bytes);
    }
    for (uint32_t p = 0; p < one.game.party_count; p++)
        assert_memory_equal(one.game.keys[p].data, two.game.keys[p].data,
                            one.game.keys[p].count * one.game.keys[p].width);
    forget(&one);
    forget(&two);
    free(text);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(the_prediction_bounds_what_is_taken),
              cmocka_unit_test(threads_change_nothing));
}
