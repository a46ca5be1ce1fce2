/* Effects of doubts on plain functions of them, whose Sobol indices are known in closed form. */
#include "test.h"

#include <math.h>

#include "sweep/effects.h"

enum { DOUBTS = 3, SEEDS = 200, DRAWS = 2000 };

static const double thirds[] = {0.2, 0.3, 0.5};
static const double coin[] = {0.5, 0.5};
static const double biased[] = {0.7, 0.3};

typedef bool (*function)(const uint8_t *x);

static bool first(const uint8_t *x)
{
    return x[0] == 1;
}

static bool either(const uint8_t *x)
{
    return x[0] == 1 || x[1] == 1;
}

static bool differ(const uint8_t *x)
{
    return (x[0] == 1) != (x[1] == 1);
}

static bool majority(const uint8_t *x)
{
    return (x[0] == 1) + (x[1] == 1) + (x[2] == 1) >= 2;
}

static bool always(const uint8_t *x)
{
    return x != NULL;
}

typedef struct {
    ent_memory memory;
    ent_arena arena;
    ent_plan plan;
    ent_total total;
} bed;

/* A row whose three answers are the three functions. */
static ent_case_row row_of(const function f[ENT_ANSWERS], const uint8_t *x)
{
    ent_case_row row = {.agreed = f[ENT_ANSWER_AGREE](x),
                        .holding = f[ENT_ANSWER_HOLD](x),
                        .viable = f[ENT_ANSWER_VIABLE](x)};
    return row;
}

static void add_block(bed *b, const function f[ENT_ANSWERS], uint64_t number)
{
    const ent_plan *plan = &b->plan;
    ent_block block = {.block = number,
                       .row_count = ent_block_cases(plan, number),
                       .doubt_count = plan->doubt_count};
    block.rows = ent_arena_array(&b->arena, block.row_count, sizeof *block.rows);
    if (!plan->exact)
        block.flips = ent_arena_array(&b->arena, block.row_count, plan->doubt_count);
    for (uint32_t i = 0; i < block.row_count; i++) {
        uint64_t k = ent_block_first(number) + i;
        uint8_t x[DOUBTS];
        ent_plan_outcomes(plan, k, x);
        block.rows[i] = row_of(f, x);
        for (uint32_t d = 0; d < plan->doubt_count && !plan->exact; d++) {
            uint8_t drawn = x[d];
            x[d] = ent_plan_redraw(plan, k, d);
            const ent_case_row other = row_of(f, x);
            x[d] = drawn;
            block.flips[i * plan->doubt_count + d] =
                ent_row_answers(&block.rows[i]) ^ ent_row_answers(&other);
        }
    }
    ent_total_add(&b->total, &block);
}

static void sweep(bed *b, const ent_chances *doubts, uint64_t draws, uint64_t seed,
                  const function f[ENT_ANSWERS])
{
    b->memory = ent_memory_system();
    b->arena = ent_arena_new(&b->memory);
    assert_int_equal(ent_plan_init(&b->plan, doubts, DOUBTS, draws, seed, &b->arena), ENT_OK);
    assert_int_equal(ent_total_init(&b->total, &b->plan, 1, &b->memory), ENT_OK);
    for (uint64_t i = 0; i < b->plan.blocks; i++)
        add_block(b, f, i);
}

static void end(bed *b)
{
    ent_total_free(&b->total);
    ent_arena_free(&b->arena);
    assert_int_equal(b->memory.live, 0);
}

static void expect(double found, double right)
{
    if (fabs(found - right) > 1e-12)
        fail_msg("%.17g, not %.17g", found, right);
}

typedef struct {
    double mean;
    double first[DOUBTS];
    double total[DOUBTS];
} closed_form;

static void expect_exact(const ent_chances *doubts, function f, const closed_form *right)
{
    bed b;
    ent_effect effects[DOUBTS];
    sweep(&b, doubts, 0, 1, (const function[]){always, f, f});
    for (int answer = ENT_ANSWER_HOLD; answer <= ENT_ANSWER_VIABLE; answer++) {
        expect(b.total.answers[answer], right->mean);
        ent_find_effects(&b.total, (ent_answer)answer, effects);
        for (uint32_t i = 0; i < DOUBTS; i++) {
            assert_true(effects[i].first.known && effects[i].total.known);
            assert_false(effects[i].first.bounded || effects[i].total.bounded);
            expect(effects[i].first.value, right->first[i]);
            expect(effects[i].total.value, right->total[i]);
        }
    }
    ent_find_effects(&b.total, ENT_ANSWER_AGREE, effects);
    for (uint32_t i = 0; i < DOUBTS; i++)
        assert_false(effects[i].first.known || effects[i].total.known);
    end(&b);
}

static const ent_chances coins[DOUBTS] = {{2, coin}, {2, coin}, {2, coin}};
static const ent_chances mixed[DOUBTS] = {{2, biased}, {3, thirds}, {2, coin}};

TEST(effects_of_one_doubt_alone)
{
    expect_exact(coins, first, &(closed_form){0.5, {1, 0, 0}, {1, 0, 0}});
    expect_exact(mixed, first, &(closed_form){0.3, {1, 0, 0}, {1, 0, 0}});
}

TEST(effects_of_either)
{
    expect_exact(coins, either, &(closed_form){0.75, {1.0 / 3, 1.0 / 3, 0}, {2.0 / 3, 2.0 / 3, 0}});
    /* 1 of `thirds` has the probability 0.3, too. */
    const double variance = 0.49 * 0.51;
    const double alone = 0.21 * 0.49 / variance;
    const double in_all = 0.21 * 0.7 / variance;
    expect_exact(mixed, either, &(closed_form){0.51, {alone, alone, 0}, {in_all, in_all, 0}});
}

TEST(effects_of_exclusive_or_are_all_interaction)
{
    expect_exact(coins, differ, &(closed_form){0.5, {0, 0, 0}, {1, 1, 0}});
}

TEST(effects_of_a_majority_of_three)
{
    expect_exact(coins, majority, &(closed_form){0.5, {0.25, 0.25, 0.25}, {0.5, 0.5, 0.5}});
}

/* How often a value lies outside of its interval. */
typedef struct {
    uint32_t outside;
    uint32_t checked;
} tally;

static void check(tally *t, const ent_figure *e, double right)
{
    assert_true(e->known && e->bounded);
    assert_true(e->low <= e->value && e->value <= e->high);
    t->checked++;
    t->outside += right < e->low - 1e-12 || right > e->high + 1e-12;
}

/* Intervals of 95 % miss in 200 seeds 10 times on average, and over 24 times once in 50000. */
static void expect_covered(const ent_chances *doubts, function f, const closed_form *right)
{
    tally mean = {0};
    tally firsts[DOUBTS] = {{0}};
    tally totals[DOUBTS] = {{0}};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        bed b;
        ent_effect effects[DOUBTS];
        sweep(&b, doubts, DRAWS, seed, (const function[]){always, f, f});
        const ent_figure share = ent_share(&b.total, b.total.answers[ENT_ANSWER_HOLD]);
        check(&mean, &share, right->mean);
        ent_find_effects(&b.total, ENT_ANSWER_HOLD, effects);
        for (uint32_t i = 0; i < DOUBTS; i++) {
            check(&firsts[i], &effects[i].first, right->first[i]);
            check(&totals[i], &effects[i].total, right->total[i]);
        }
        end(&b);
    }
    assert_int_equal(mean.checked, SEEDS);
    assert_true(mean.outside <= 24);
    for (uint32_t i = 0; i < DOUBTS; i++) {
        if (firsts[i].outside > 24 || totals[i].outside > 24)
            fail_msg("doubt %u: %u and %u of %u outside", i, firsts[i].outside, totals[i].outside,
                     SEEDS);
    }
}

TEST(estimates_lie_within_their_intervals)
{
    expect_covered(coins, first, &(closed_form){0.5, {1, 0, 0}, {1, 0, 0}});
    expect_covered(coins, either,
                   &(closed_form){0.75, {1.0 / 3, 1.0 / 3, 0}, {2.0 / 3, 2.0 / 3, 0}});
    expect_covered(coins, differ, &(closed_form){0.5, {0, 0, 0}, {1, 1, 0}});
    expect_covered(coins, majority, &(closed_form){0.5, {0.25, 0.25, 0.25}, {0.5, 0.5, 0.5}});
    const double variance = 0.49 * 0.51;
    const double alone = 0.21 * 0.49 / variance;
    const double in_all = 0.21 * 0.7 / variance;
    expect_covered(mixed, either, &(closed_form){0.51, {alone, alone, 0}, {in_all, in_all, 0}});
}

/* The correction for chance: without it, the mean of first-order effects that are 0 would be about
 * (outcomes - 1) / draws. */
TEST(first_order_effects_are_not_too_large_on_average)
{
    enum { FEW = 200, MANY = 400 };
    double sum = 0;
    double squares = 0;
    for (uint64_t seed = 1; seed <= MANY; seed++) {
        bed b;
        ent_effect effects[DOUBTS];
        sweep(&b, mixed, FEW, seed, (const function[]){always, either, first});
        ent_find_effects(&b.total, ENT_ANSWER_HOLD, effects);
        sum += effects[0].first.value;
        squares += effects[0].first.value * effects[0].first.value;
        end(&b);
    }
    double mean = sum / MANY;
    double error = sqrt((squares / MANY - mean * mean) / MANY);
    assert_true(fabs(mean - 0.21 * 0.49 / (0.49 * 0.51)) < 4 * error);
}

TEST(shares_have_intervals_that_stay_within_bounds)
{
    bed b;
    sweep(&b, coins, 100, 1, (const function[]){always, first, first});
    ent_figure none = ent_share(&b.total, 0);
    ent_figure all = ent_share(&b.total, 100);
    assert_true(none.value == 0 && none.low == 0 && none.high > 0.03 && none.high < 0.04);
    assert_true(all.value == 1 && all.high == 1 && all.low > 0.96 && all.low < 0.97);
    ent_figure half = ent_share(&b.total, 50); /* Wilson: 0.4038 to 0.5962 */
    assert_true(fabs(half.low - 0.403832) < 1e-6 && fabs(half.high - 0.596168) < 1e-6);
    end(&b);
    sweep(&b, coins, 0, 1, (const function[]){always, first, first});
    half = ent_share(&b.total, 0.5);
    assert_true(half.known && !half.bounded && half.value == 0.5);
    end(&b);
}

TEST(too_few_draws_have_no_intervals_of_effects)
{
    bed b;
    ent_effect effects[DOUBTS];
    sweep(&b, coins, 100, 1, (const function[]){always, first, first});
    ent_find_effects(&b.total, ENT_ANSWER_HOLD, effects);
    assert_true(effects[0].first.known && !effects[0].first.bounded);
    ent_find_effects(&b.total, ENT_ANSWER_AGREE, effects);
    assert_false(effects[0].first.known);
    end(&b);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(effects_of_one_doubt_alone), cmocka_unit_test(effects_of_either),
              cmocka_unit_test(effects_of_exclusive_or_are_all_interaction),
              cmocka_unit_test(effects_of_a_majority_of_three),
              cmocka_unit_test(estimates_lie_within_their_intervals),
              cmocka_unit_test(first_order_effects_are_not_too_large_on_average),
              cmocka_unit_test(shares_have_intervals_that_stay_within_bounds),
              cmocka_unit_test(too_few_draws_have_no_intervals_of_effects));
}
