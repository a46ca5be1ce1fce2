/*
 * Sweeps of random models against solving every combination by itself: its text written out, read
 * anew, and judged by the slow definitions. Then draws against combinations, and one thread against
 * more.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include <math.h>

#include "ask/design.h"
#include "property/moments.h"
#include "property/oracle.h"
#include "property/settled_text.h"
#include "property/swept.h"
#include "support/failing.h"
#include "support/seeds.h"
#include "sweep/effects.h"
#include "sweep/sweep.h"

enum {
    MODELS = 1600,
    DRAWN_MODELS = 300,
    CASES_MOST = MOMENTS_CASES_MOST,
    DOUBTS_MOST = SWEPT_DOUBTS_MOST,
    DRAWS = 1000
};

/* --- The slow way ------------------------------------------------------------------------ */

typedef struct {
    double (*sums)[ENT_SUMS]; /* by number - 1 */
    double answers[ENT_ANSWERS];
    moments_cases cases;
} direct;

/* Which arrangements do all three: what ent_ask_design says of the settled model. */
static void add_design(const swept_model *s, ent_model *model, ent_report *report, double weight,
                       direct *d, ent_case_row *row)
{
    ent_game game;
    ent_solution solution = {0};
    ent_design design = {0};
    const ent_solve_options options = {.concepts = {true, true, true, true}};
    const ent_design_request request = {.concept = swept_concept(s), .listed_most = 1};
    assert_int_equal(ent_game_init(&game, model, 1, report), ENT_OK);
    assert_int_equal(ent_solve(&solution, &game, &options, report), ENT_OK);
    assert_int_equal(ent_ask_design(&design, &game, &solution, &request, report), ENT_OK);
    for (uint64_t at = ent_set_next(&design.viable, 0); at != UINT64_MAX;
         at = ent_set_next(&design.viable, at + 1))
        d->sums[ent_number_of(&game.space, at) - 1][ENT_SUM_VIABLE] += weight;
    row->viable = (uint32_t)design.counts[ENT_ALL_DEMANDS];
    ent_design_free(&design);
    ent_solution_free(&solution);
    ent_game_free(&game);
}

/* How likely the case is, and what turns out in it: the first doubt changes fastest. */
static double look_up_case(const swept_model *s, uint64_t number, uint8_t *outcomes)
{
    double weight = 1;
    for (size_t i = 0; i < s->model.doubts.count; i++) {
        const ent_doubt *doubt = &s->model.doubts.items[i];
        outcomes[i] = (uint8_t)(number % doubt->outcomes);
        number /= doubt->outcomes;
        ent_decimal chance = ent_doubt_chance(&s->model, doubt, outcomes[i]);
        weight *= (double)chance.value / pow(10, chance.places);
    }
    return weight;
}

static void add_case(const swept_model *s, uint64_t number, direct *d)
{
    uint8_t outcomes[DOUBTS_MOST];
    double weight = look_up_case(s, number, outcomes);
    char *text = settled_text(s->text, &s->model, outcomes);
    ent_memory memory = ent_memory_system();
    const ent_source source = {"settled.yaml", text, strlen(text)};
    ent_report report = ent_report_new(&memory);
    ent_model model;
    ent_case_row row = {0};
    ent_model_init(&model, &memory);
    assert_int_equal(ent_read_model(&model, &source, &report), ENT_OK);
    assert_int_equal(model.doubts.count, 0);
    oracle *o = oracle_new(&model);
    for (uint32_t n = 1; n <= oracle_states(o); n++) {
        bool aimed = model.target.expression == NULL || oracle_holds(o, model.target.expression, n);
        bool agreeable = model.start != NULL && oracle_agreeable(o, n);
        for (int c = 0; c < ENT_CONCEPTS; c++)
            d->sums[n - 1][c] += oracle_equilibrium(o, (ent_concept)c, n) ? weight : 0;
        d->sums[n - 1][ENT_SUM_AGREEABLE] += agreeable ? weight : 0;
        row.agreed += agreeable && aimed;
        row.holding += aimed && oracle_equilibrium(o, swept_concept(s), n);
        if (model.target.expression == NULL && agreeable &&
            oracle_equilibrium(o, swept_concept(s), n)) {
            d->sums[n - 1][ENT_SUM_VIABLE] += weight;
            row.viable++;
        }
    }
    if (model.start != NULL && model.target.expression != NULL)
        add_design(s, &model, &report, weight, d, &row);
    d->cases.counts[number] = ent_row_counts(&row);
    d->cases.weights[number] = weight;
    memcpy(d->cases.outcomes[number], outcomes, sizeof outcomes);
    for (int a = 0; a < ENT_ANSWERS; a++)
        d->answers[a] += d->cases.counts[number].of[a] > 0 ? weight : 0;
    oracle_free(o);
    ent_model_free(&model);
    ent_report_free(&report);
    free(text);
}

static void compare_quantities(const swept_model *s, const swept *w, const direct *d)
{
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    for (uint32_t q = 0; q < ENT_QUANTITIES; q++) {
        ent_measured found;
        assert_int_equal(ent_find_measured(&w->total, q, &arena, &found), ENT_OK);
        const moments_difference otherwise = moments_compare(&d->cases, q, &found);
        if (otherwise.what != NULL)
            swept_expect(s, otherwise.what, otherwise.found, otherwise.right);
    }
    ent_arena_free(&arena);
}

static void compare(const swept_model *s, const swept *w, const direct *d)
{
    static const char *const names[ENT_SUMS] = {"nash", "gmr", "smr", "seq", "agreeable", "viable"};
    for (uint64_t n = 0; n < s->game.space.states; n++)
        for (int k = 0; k < ENT_SUMS; k++)
            swept_expect(s, names[k], w->total.sums[n][k], d->sums[n][k]);
    for (int a = 0; a < ENT_ANSWERS; a++)
        swept_expect(s, "an answer", w->total.answers[a], d->answers[a]);
    for (uint64_t k = 0; k < s->cases; k++)
        for (int a = 0; a < ENT_ANSWERS; a++)
            swept_expect(s, "a case's count", w->total.counts[k].of[a], d->cases.counts[k].of[a]);
    swept_expect(s, "all weights", w->total.weight, 1);
    compare_quantities(s, w, d);
}

TEST(combinations_give_what_solving_each_gives)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint32_t doubtful = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        swept_model s;
        swept w;
        direct d = {0};
        swept_begin(&s, seed);
        d.cases.count = s.cases;
        d.cases.doubts = s.model.doubts.count;
        if (s.cases > 1 && s.cases <= CASES_MOST) {
            d.sums = calloc(s.game.space.states, sizeof *d.sums);
            assert_non_null(d.sums);
            for (uint64_t k = 0; k < s.cases; k++)
                add_case(&s, k, &d);
            swept_run(&w, &s, (ent_sweep_request){0}, 1);
            compare(&s, &w, &d);
            doubtful += s.cases > 2;
            swept_finish(&w);
            free(d.sums);
        }
        swept_end(&s);
    }
    assert_true(seeds.end - seeds.first < 50 || doubtful >= (seeds.end - seeds.first) / 8);
}

/* --- Fixed types ------------------------------------------------------------------------- */

/* Adds the sums of a sweep in which the party is of this type. */
static void add_typed(swept_model *s, const ent_doubt *doubt, uint32_t place, uint32_t type,
                      const bool *fixed, direct *d)
{
    swept w;
    uint8_t outcomes[DOUBTS_MOST];
    ent_decimal chance = ent_doubt_chance(&s->model, doubt, type);
    double weight = (double)chance.value / pow(10, chance.places);
    ent_likeliest_case(&s->model, &s->model.doubts, outcomes);
    outcomes[place] = (uint8_t)type;
    assert_int_equal(ent_settle(&s->model, &s->model.doubts, outcomes), ENT_OK);
    swept_run(&w, s, (ent_sweep_request){.fixed = fixed}, 1);
    assert_true(ent_sweep_plan(w.job)->doubt_count < s->model.doubts.count);
    for (uint64_t n = 0; n < s->game.space.states; n++)
        for (int k = 0; k < ENT_SUMS; k++)
            d->sums[n][k] += weight * w.total.sums[n][k];
    swept_finish(&w);
}

static void compare_types(swept_model *s, uint32_t place)
{
    const ent_doubt *doubt = &s->model.doubts.items[place];
    bool *fixed = calloc(s->model.parties.count + 1, sizeof *fixed);
    direct d = {.sums = calloc(s->game.space.states + 1, sizeof *d.sums)};
    swept w;
    assert_non_null(fixed);
    assert_non_null(d.sums);
    fixed[doubt->party] = true;
    for (uint32_t type = 0; type < doubt->outcomes; type++)
        add_typed(s, doubt, place, type, fixed, &d);
    swept_run(&w, s, (ent_sweep_request){0}, 1);
    for (uint64_t n = 0; n < s->game.space.states; n++)
        for (int k = 0; k < ENT_SUMS; k++)
            swept_expect(s, "over all types", d.sums[n][k], w.total.sums[n][k]);
    swept_finish(&w);
    free(d.sums);
    free(fixed);
}

/* The law of total probability: fixing a party's type to each in turn, by how likely it is. */
TEST(fixed_types_are_conditions)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS / 10);
    uint32_t typed = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        swept_model s;
        swept_begin(&s, seed);
        for (uint32_t i = 0; i < s.model.doubts.count && s.cases <= CASES_MOST; i++)
            if (s.model.doubts.items[i].kind == ENT_DOUBT_TYPE) {
                compare_types(&s, i);
                typed++;
            }
        swept_end(&s);
    }
    assert_true(typed >= (seeds.end - seeds.first) / 20);
}

/* --- Draws ------------------------------------------------------------------------------- */

typedef struct {
    uint32_t checked;
    uint32_t outside;
} coverage;

static void check(coverage *c, const ent_figure *e, double right)
{
    c->checked++;
    c->outside += right < e->low - 1e-12 || right > e->high + 1e-12;
}

/* Not more of them outside than 5 % and four standard deviations, were they independent; those of
 * one model are not, so a few more. */
static void expect_covered(const char *what, const coverage *c)
{
    double most = 0.05 * c->checked + 4 * sqrt(2 * 0.05 * 0.95 * c->checked);
    if (c->outside > most)
        fail_msg("%s: %u of %u outside", what, c->outside, c->checked);
}

static void compare_draws(const swept *exact, const swept *drawn, coverage *shares,
                          coverage *effects, coverage *means, coverage *graded)
{
    uint32_t doubts = ent_sweep_plan(exact->job)->doubt_count;
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    for (uint32_t q = 0; q < ENT_QUANTITIES; q++) {
        ent_measured right;
        ent_measured found;
        double p = exact->total.answers[q % ENT_ANSWERS];
        assert_int_equal(ent_find_measured(&exact->total, q, &arena, &right), ENT_OK);
        assert_int_equal(ent_find_measured(&drawn->total, q, &arena, &found), ENT_OK);
        assert_true(right.least <= found.least && found.most <= right.most);
        if (p < 0.03 || (q < ENT_NUMBERS && p > 0.97) || right.least == right.most)
            continue;
        if (found.mean.bounded)
            check(q < ENT_NUMBERS ? shares : means, &found.mean, right.mean.value);
        for (uint32_t i = 0; i < doubts; i++) {
            assert_true(right.effects[i].first.known);
            assert_true(q >= ENT_NUMBERS || found.effects[i].first.bounded);
            if (!found.effects[i].first.bounded)
                continue;
            check(q < ENT_NUMBERS ? effects : graded, &found.effects[i].first,
                  right.effects[i].first.value);
            check(q < ENT_NUMBERS ? effects : graded, &found.effects[i].total,
                  right.effects[i].total.value);
        }
    }
    ent_arena_free(&arena);
    for (uint64_t n = 0; n < exact->total.states; n += 7)
        for (int k = 0; k < ENT_SUMS; k++) {
            const ent_figure share = ent_share(&drawn->total, drawn->total.sums[n][k]);
            double p = exact->total.sums[n][k];
            if (p > 0.03 && p < 0.97)
                check(shares, &share, p);
            else if (p <= 0 || p >= 1)
                assert_true(fabs(share.value - p) < 1e-12);
        }
}

TEST(draws_agree_with_combinations_within_their_intervals)
{
    ent_test_seeds seeds = ent_test_seeds_for(DRAWN_MODELS);
    coverage shares = {0};
    coverage effects = {0};
    coverage means = {0};
    coverage graded = {0};
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        swept_model s;
        swept exact;
        swept drawn;
        swept_begin(&s, seed);
        if (s.cases == 1 || s.cases > 1 << 12) {
            swept_end(&s);
            continue;
        }
        swept_run(&exact, &s, (ent_sweep_request){0}, 1);
        swept_run(&drawn, &s, (ent_sweep_request){.draws = DRAWS, .seed = seed}, 1);
        compare_draws(&exact, &drawn, &shares, &effects, &means, &graded);
        swept_finish(&exact);
        swept_finish(&drawn);
        swept_end(&s);
    }
    expect_covered("shares", &shares);
    expect_covered("effects", &effects);
    expect_covered("means of numbers", &means);
    expect_covered("effects on numbers", &graded);
}

TEST(threads_change_nothing)
{
    ent_test_seeds seeds = ent_test_seeds_for(DRAWN_MODELS / 3);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        swept_model s;
        swept_begin(&s, seed);
        for (uint64_t draws = 0; draws <= 3 * DRAWS; draws += 3 * DRAWS) {
            swept one;
            swept_run(&one, &s, (ent_sweep_request){.draws = draws, .seed = seed}, 1);
            for (int threads = 2; threads <= 3; threads++) {
                swept more;
                swept_run(&more, &s, (ent_sweep_request){.draws = draws, .seed = seed}, threads);
                swept_expect_same(&s, &one, &more);
                swept_finish(&more);
            }
            swept_finish(&one);
        }
        swept_end(&s);
    }
}

TEST(forgetting_changes_nothing)
{
    static const size_t knows[] = {1, 64 * 1024}; /* nothing for long, and more than a case */
    ent_test_seeds seeds = ent_test_seeds_for(DRAWN_MODELS / 10);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        swept_model s;
        swept_begin(&s, seed);
        for (uint64_t draws = 0; draws <= DRAWS / 4; draws += DRAWS / 4) {
            const ent_sweep_request request = {.draws = draws, .seed = seed};
            swept usual;
            if (draws == 0 && s.cases > CASES_MOST)
                continue;
            swept_run(&usual, &s, request, 1);
            for (size_t i = 0; i < sizeof knows / sizeof *knows; i++)
                for (int threads = 1; threads <= 3; threads += 2) {
                    swept forgetful;
                    swept_run_within(&forgetful, &s, request, threads, knows[i]);
                    swept_expect_same(&s, &usual, &forgetful);
                    swept_finish(&forgetful);
                }
            swept_finish(&usual);
        }
        swept_end(&s);
    }
}

TEST(another_seed_draws_other_cases)
{
    swept_model s;
    swept a;
    swept b;
    swept_begin(&s, 3);
    swept_run(&a, &s, (ent_sweep_request){.draws = DRAWS, .seed = 1}, 1);
    swept_run(&b, &s, (ent_sweep_request){.draws = DRAWS, .seed = 2}, 1);
    assert_true(s.cases > 1);
    assert_true(a.record.length != b.record.length ||
                memcmp(a.record.bytes, b.record.bytes, a.record.length) != 0);
    swept_finish(&a);
    swept_finish(&b);
    swept_end(&s);
}

/* --- Stopping and failing ---------------------------------------------------------------- */

static bool stop_after_three(void *context)
{
    uint32_t *asked = context;
    return ++*asked == 3;
}

/* What was stopped and goes on comes to the same total as what ran through. */
TEST(a_sweep_that_stops_can_go_on)
{
    for (int threads = 1; threads <= 3; threads++) {
        swept_model s;
        swept whole;
        swept parts = {0};
        uint32_t asked = 0;
        uint64_t next = 0;
        const ent_sweep_request request = {.draws = 20 * ENT_BLOCK_CASES + 1, .seed = 5};
        swept_begin(&s, 11);
        swept_run(&whole, &s, request, 1);
        ent_sweep_request same = request;
        same.concept = swept_concept(&s);
        assert_int_equal(ent_sweep_job_new(&parts.job, &s.game, &same, &s.report), ENT_OK);
        assert_int_equal(
            ent_total_init(&parts.total, ent_sweep_plan(parts.job), s.game.space.states, &s.memory),
            ENT_OK);
        ent_sweep_orders orders = {.threads = threads,
                                   .take = swept_write_down,
                                   .take_context = &parts.record,
                                   .stop = stop_after_three,
                                   .stop_context = &asked};
        assert_int_equal(ent_sweep_run(parts.job, &orders, &parts.total, &next, &s.report), ENT_OK);
        assert_true(next >= 3 && next <= 21);
        assert_true(threads > 1 || next == 3);
        orders.first = next;
        orders.stop = NULL;
        assert_int_equal(ent_sweep_run(parts.job, &orders, &parts.total, &next, &s.report), ENT_OK);
        assert_int_equal(next, 21);
        swept_expect_same(&s, &whole, &parts);
        swept_finish(&whole);
        swept_finish(&parts);
        swept_end(&s);
    }
}

static ent_status refuse_second(void *context, const ent_block *block, ent_report *report)
{
    (void)context;
    if (block->block == 0)
        return ENT_OK;
    (void)ent_error(report, (ent_place){0}, "the disk is full");
    return ENT_NO_RESOURCE;
}

TEST(a_sink_that_fails_ends_the_sweep)
{
    for (int threads = 1; threads <= 3; threads++) {
        swept_model s;
        swept w = {0};
        uint64_t next = 0;
        const ent_sweep_request request = {.draws = 5000, .seed = 5};
        swept_begin(&s, 11);
        assert_int_equal(ent_sweep_job_new(&w.job, &s.game, &request, &s.report), ENT_OK);
        assert_int_equal(
            ent_total_init(&w.total, ent_sweep_plan(w.job), s.game.space.states, &s.memory),
            ENT_OK);
        const ent_sweep_orders orders = {.threads = threads, .take = refuse_second};
        assert_int_equal(ent_sweep_run(w.job, &orders, &w.total, &next, &s.report),
                         ENT_NO_RESOURCE);
        assert_int_equal(next, 1);
        assert_int_equal(s.report.errors, 1);
        swept_finish(&w);
        swept_end(&s);
    }
}

static ent_status try_all(ent_memory *memory, const swept_model *s,
                          const ent_sweep_request *request, size_t known)
{
    ent_report report = ent_report_new(memory);
    ent_model model;
    ent_game game = {0};
    ent_sweep_job *job = NULL;
    ent_total total = {0};
    uint64_t next = 0;
    const ent_sweep_orders orders = {.threads = 1};
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &s->source, &report);
    if (status == ENT_OK)
        status = ent_game_init(&game, &model, 1, &report);
    if (status == ENT_OK)
        status = ent_sweep_job_new(&job, &game, request, &report);
    if (status == ENT_OK)
        ent_sweep_limit(job, known);
    if (status == ENT_OK)
        status = ent_total_init(&total, ent_sweep_plan(job), game.space.states, memory);
    if (status == ENT_OK)
        status = ent_sweep_run(job, &orders, &total, &next, &report);
    ent_total_free(&total);
    ent_sweep_job_free(job);
    ent_game_free(&game);
    ent_model_free(&model);
    ent_report_free(&report);
    return status;
}

TEST(running_out_of_memory_is_an_error_like_any_other)
{
    uint32_t taken = 0;
    for (uint64_t seed = 20; taken < 4; seed++) {
        swept_model s;
        swept_begin(&s, seed);
        if (s.cases == 1 || s.cases > 8 || s.game.space.states > 64) {
            swept_end(&s);
            continue;
        }
        const ent_sweep_request request = {
            .draws = taken % 2 == 0 ? 0 : 6, .seed = 1, .concept = swept_concept(&s)};
        size_t n = 0;
        for (bool failed = true; failed; n++) {
            ent_test_failing failing = {.left = n};
            failing.memory = (ent_memory){.hook = ent_test_fail_once, .context = &failing};
            ent_status status = try_all(&failing.memory, &s, &request, taken < 2 ? SIZE_MAX : 1);
            failed = failing.failed;
            assert_int_equal(failing.memory.live, 0);
            assert_int_equal(status, failed ? ENT_NO_RESOURCE : ENT_OK);
        }
        assert_true(n > 100);
        taken++;
        swept_end(&s);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(combinations_give_what_solving_each_gives),
              cmocka_unit_test(fixed_types_are_conditions),
              cmocka_unit_test(draws_agree_with_combinations_within_their_intervals),
              cmocka_unit_test(threads_change_nothing),
              cmocka_unit_test(forgetting_changes_nothing),
              cmocka_unit_test(another_seed_draws_other_cases),
              cmocka_unit_test(a_sweep_that_stops_can_go_on),
              cmocka_unit_test(a_sink_that_fails_ends_the_sweep),
              cmocka_unit_test(running_out_of_memory_is_an_error_like_any_other));
}
