/* Effects of doubts on plain functions of them, whose Sobol indices are known in closed form. */
#include "test.h"

#include <math.h>

#include "sweep/effects.h"

enum { DOUBTS = 3, SEEDS = 200, DRAWS = 2000 };

static const double thirds[] = {0.2, 0.3, 0.5};
static const double coin[] = {0.5, 0.5};
static const double biased[] = {0.7, 0.3};

typedef uint32_t (*function)(const uint8_t *x);

static uint32_t first(const uint8_t *x)
{
    return x[0] == 1;
}

static uint32_t either(const uint8_t *x)
{
    return x[0] == 1 || x[1] == 1;
}

static uint32_t differ(const uint8_t *x)
{
    return (x[0] == 1) != (x[1] == 1);
}

static uint32_t majority(const uint8_t *x)
{
    return (x[0] == 1) + (x[1] == 1) + (x[2] == 1) >= 2;
}

static uint32_t always(const uint8_t *x)
{
    return x != NULL;
}

static uint32_t sum(const uint8_t *x)
{
    return (uint32_t)x[0] + x[1];
}

static uint32_t weighted_sum(const uint8_t *x)
{
    return 2u * x[0] + x[1];
}

static uint32_t product(const uint8_t *x)
{
    return (uint32_t)x[0] * x[1];
}

/* As large as numbers of states can be, and hardly different. */
static uint32_t large_sum(const uint8_t *x)
{
    return (1u << 28) - 4 + sum(x);
}

typedef struct {
    ent_memory memory;
    ent_arena arena;
    ent_plan plan;
    ent_total total;
} bed;

/* A row whose three counts are the three functions. */
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
        block.redrawn = ent_arena_array(&b->arena, (size_t)block.row_count * plan->doubt_count,
                                        sizeof *block.redrawn);
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
            block.redrawn[i * plan->doubt_count + d] = ent_row_counts(&other);
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
    double variance;
    double first[DOUBTS];
    double total[DOUBTS];
} closed_form;

/* Of something that is 0 or 1, with this mean. */
#define YES_OR_NO(mean, ...) (&(closed_form){mean, (mean) * (1 - (mean)), __VA_ARGS__})

static ent_measured measure(bed *b, uint32_t quantity)
{
    ent_measured m;
    assert_int_equal(ent_find_measured(&b->total, quantity, &b->arena, &m), ENT_OK);
    return m;
}

static void expect_quantity(bed *b, uint32_t quantity, const closed_form *right)
{
    const ent_measured m = measure(b, quantity);
    assert_true(m.mean.known && !m.mean.bounded);
    expect(m.mean.value, right->mean);
    expect(m.deviation * m.deviation, right->variance);
    for (uint32_t i = 0; i < DOUBTS; i++) {
        const ent_effect *e = &m.effects[i];
        const ent_chances *own = &b->plan.doubts[i];
        double mean = 0;
        double between = 0;
        assert_true(e->first.known && e->total.known);
        assert_false(e->first.bounded || e->total.bounded);
        expect(e->first.value, right->first[i]);
        expect(e->total.value, right->total[i]);
        for (uint32_t a = 0; a < own->outcomes; a++) {
            double off = e->means[a].value - right->mean;
            mean += own->chances[a] * e->means[a].value;
            between += own->chances[a] * off * off;
        }
        expect(mean, right->mean);
        expect(between / right->variance, right->first[i]);
    }
}

/* A function that is 0 or 1 is the same as an answer and as a number. */
static void expect_exact(const ent_chances *doubts, function f, const closed_form *right)
{
    bed b;
    sweep(&b, doubts, 0, 1, (const function[]){always, f, f});
    expect(b.total.answers[ENT_ANSWER_HOLD], right->mean);
    expect_quantity(&b, ENT_ANSWER_HOLD, right);
    expect_quantity(&b, ENT_ANSWER_VIABLE, right);
    expect_quantity(&b, ENT_NUMBERS + ENT_ANSWER_HOLD, right);
    const ent_measured same = measure(&b, ENT_ANSWER_AGREE);
    assert_true(same.least == 1 && same.most == 1 && same.deviation == 0);
    for (uint32_t i = 0; i < DOUBTS; i++) {
        assert_false(same.effects[i].first.known || same.effects[i].total.known);
        expect(same.effects[i].means[0].value, 1);
    }
    end(&b);
}

static void expect_exact_number(const ent_chances *doubts, function f, uint32_t least,
                                uint32_t most, const closed_form *right)
{
    bed b;
    sweep(&b, doubts, 0, 1, (const function[]){always, f, always});
    const ent_measured m = measure(&b, ENT_NUMBERS + ENT_ANSWER_HOLD);
    assert_int_equal(m.least, least);
    assert_int_equal(m.most, most);
    expect_quantity(&b, ENT_NUMBERS + ENT_ANSWER_HOLD, right);
    end(&b);
}

static const ent_chances coins[DOUBTS] = {{2, coin}, {2, coin}, {2, coin}};
static const ent_chances mixed[DOUBTS] = {{2, biased}, {3, thirds}, {2, coin}};

TEST(effects_of_one_doubt_alone)
{
    expect_exact(coins, first, YES_OR_NO(0.5, {1, 0, 0}, {1, 0, 0}));
    expect_exact(mixed, first, YES_OR_NO(0.3, {1, 0, 0}, {1, 0, 0}));
}

TEST(effects_of_either)
{
    expect_exact(coins, either, YES_OR_NO(0.75, {1.0 / 3, 1.0 / 3, 0}, {2.0 / 3, 2.0 / 3, 0}));
    /* 1 of `thirds` has the probability 0.3, too. */
    const double variance = 0.49 * 0.51;
    const double alone = 0.21 * 0.49 / variance;
    const double in_all = 0.21 * 0.7 / variance;
    expect_exact(mixed, either, YES_OR_NO(0.51, {alone, alone, 0}, {in_all, in_all, 0}));
}

TEST(effects_of_exclusive_or_are_all_interaction)
{
    expect_exact(coins, differ, YES_OR_NO(0.5, {0, 0, 0}, {1, 1, 0}));
}

TEST(effects_of_a_majority_of_three)
{
    expect_exact(coins, majority, YES_OR_NO(0.5, {0.25, 0.25, 0.25}, {0.5, 0.5, 0.5}));
}

/* With a = x[0] and b = x[1] of `mixed`: E a = E a² = 0.3, E b = 1.3 and E b² = 2.3. */
static const double of_a = 0.21; /* the variances */
static const double of_b = 0.61;

static closed_form of_sum(void)
{
    const double v = of_a + of_b;
    return (closed_form){1.6, v, {of_a / v, of_b / v, 0}, {of_a / v, of_b / v, 0}};
}

static closed_form of_weighted_sum(void)
{
    const double v = 4 * of_a + of_b;
    return (closed_form){1.9, v, {4 * of_a / v, of_b / v, 0}, {4 * of_a / v, of_b / v, 0}};
}

static closed_form of_product(void)
{
    const double v = 0.3 * 2.3 - 0.39 * 0.39;
    return (closed_form){0.39,
                         v,
                         {of_a * 1.3 * 1.3 / v, of_b * 0.3 * 0.3 / v, 0},
                         {of_a * 2.3 / v, of_b * 0.3 / v, 0}};
}

TEST(effects_on_numbers_that_are_sums)
{
    const closed_form plain = of_sum();
    const closed_form weighted = of_weighted_sum();
    expect_exact_number(mixed, sum, 0, 3, &plain);
    expect_exact_number(mixed, weighted_sum, 0, 4, &weighted);
}

TEST(effects_on_a_number_that_is_a_product)
{
    const closed_form right = of_product();
    expect_exact_number(mixed, product, 0, 2, &right);
}

static void expect_same_effects(const ent_measured *a, const ent_measured *b)
{
    for (uint32_t i = 0; i < DOUBTS; i++) {
        assert_memory_equal(&a->effects[i].first, &b->effects[i].first, sizeof a->effects[i].first);
        assert_memory_equal(&a->effects[i].total, &b->effects[i].total, sizeof a->effects[i].total);
    }
    expect(a->deviation, b->deviation);
}

/* 2^28 squared and added up would leave nothing of differences of 1. */
TEST(large_numbers_lose_nothing)
{
    for (uint64_t draws = 0; draws <= DRAWS; draws += DRAWS) {
        bed b;
        sweep(&b, mixed, draws, 1, (const function[]){sum, large_sum, always});
        const ent_measured plain = measure(&b, ENT_NUMBERS + ENT_ANSWER_AGREE);
        const ent_measured large = measure(&b, ENT_NUMBERS + ENT_ANSWER_HOLD);
        assert_int_equal(large.most, (1u << 28) - 1);
        assert_true(fabs(large.mean.value - plain.mean.value - ((1u << 28) - 4)) < 1e-6);
        expect_same_effects(&plain, &large);
        end(&b);
    }
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
static void expect_quantity_covered(const ent_chances *doubts, function f, uint32_t quantity,
                                    const closed_form *right)
{
    tally mean = {0};
    tally firsts[DOUBTS] = {{0}};
    tally totals[DOUBTS] = {{0}};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        bed b;
        sweep(&b, doubts, DRAWS, seed, (const function[]){always, f, f});
        const ent_measured m = measure(&b, quantity);
        check(&mean, &m.mean, right->mean);
        for (uint32_t i = 0; i < DOUBTS; i++) {
            check(&firsts[i], &m.effects[i].first, right->first[i]);
            check(&totals[i], &m.effects[i].total, right->total[i]);
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

static void expect_covered(const ent_chances *doubts, function f, const closed_form *right)
{
    expect_quantity_covered(doubts, f, ENT_ANSWER_HOLD, right);
}

TEST(estimates_lie_within_their_intervals)
{
    expect_covered(coins, first, YES_OR_NO(0.5, {1, 0, 0}, {1, 0, 0}));
    expect_covered(coins, either, YES_OR_NO(0.75, {1.0 / 3, 1.0 / 3, 0}, {2.0 / 3, 2.0 / 3, 0}));
    expect_covered(coins, differ, YES_OR_NO(0.5, {0, 0, 0}, {1, 1, 0}));
    expect_covered(coins, majority, YES_OR_NO(0.5, {0.25, 0.25, 0.25}, {0.5, 0.5, 0.5}));
    const double variance = 0.49 * 0.51;
    const double alone = 0.21 * 0.49 / variance;
    const double in_all = 0.21 * 0.7 / variance;
    expect_covered(mixed, either, YES_OR_NO(0.51, {alone, alone, 0}, {in_all, in_all, 0}));
}

TEST(estimates_of_numbers_lie_within_their_intervals)
{
    static const uint32_t number = ENT_NUMBERS + ENT_ANSWER_HOLD;
    const closed_form plain = of_sum();
    const closed_form weighted = of_weighted_sum();
    const closed_form multiplied = of_product();
    expect_quantity_covered(mixed, sum, number, &plain);
    expect_quantity_covered(mixed, weighted_sum, number, &weighted);
    expect_quantity_covered(mixed, product, number, &multiplied);
}

/* From a definition that shares no code with the groups: means of what was drawn. */
TEST(means_and_deviations_are_those_of_the_draws)
{
    bed b;
    double count[2] = {0};
    double added[2] = {0};
    double all = 0;
    double squares = 0;
    sweep(&b, mixed, DRAWS, 9, (const function[]){always, weighted_sum, always});
    for (uint64_t k = 0; k < DRAWS; k++) {
        uint8_t x[DOUBTS];
        ent_plan_outcomes(&b.plan, k, x);
        count[x[0]] += 1;
        added[x[0]] += weighted_sum(x);
        all += weighted_sum(x);
        squares += (double)weighted_sum(x) * weighted_sum(x);
    }
    const ent_measured m = measure(&b, ENT_NUMBERS + ENT_ANSWER_HOLD);
    expect(m.mean.value, all / DRAWS);
    expect(m.deviation, sqrt((squares - all * all / DRAWS) / (DRAWS - 1)));
    expect(m.mean.high - m.mean.value, 1.959963984540054 * m.deviation / sqrt(DRAWS));
    for (int a = 0; a < 2; a++)
        expect(m.effects[0].means[a].value, added[a] / count[a]);
    assert_true(m.effects[0].means[1].bounded);
    end(&b);
}

/* The correction for chance: without it, the mean of a first-order effect S would be too large by
 * about (outcomes - 1) (1 - S) / draws. Less than half of that may be left, as it is a quotient. */
TEST(first_order_effects_are_not_too_large_on_average)
{
    enum { FEW = 80, MANY = 4000 };
    const double right = of_weighted_sum().first[1];
    double added = 0;
    for (uint64_t seed = 1; seed <= MANY; seed++) {
        bed b;
        sweep(&b, mixed, FEW, seed, (const function[]){always, weighted_sum, first});
        added += measure(&b, ENT_NUMBERS + ENT_ANSWER_HOLD).effects[1].first.value;
        end(&b);
    }
    assert_true(fabs(added / MANY - right) < (1 - right) / FEW);
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
    sweep(&b, coins, 100, 1, (const function[]){always, first, first});
    const ent_measured varies = measure(&b, ENT_NUMBERS + ENT_ANSWER_HOLD);
    assert_true(varies.effects[0].first.known && !varies.effects[0].first.bounded);
    assert_true(varies.mean.known && !varies.mean.bounded);
    const ent_measured same = measure(&b, ENT_ANSWER_AGREE);
    assert_false(same.effects[0].first.known);
    end(&b);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(effects_of_one_doubt_alone), cmocka_unit_test(effects_of_either),
              cmocka_unit_test(effects_of_exclusive_or_are_all_interaction),
              cmocka_unit_test(effects_of_a_majority_of_three),
              cmocka_unit_test(effects_on_numbers_that_are_sums),
              cmocka_unit_test(effects_on_a_number_that_is_a_product),
              cmocka_unit_test(large_numbers_lose_nothing),
              cmocka_unit_test(estimates_of_numbers_lie_within_their_intervals),
              cmocka_unit_test(means_and_deviations_are_those_of_the_draws),
              cmocka_unit_test(estimates_lie_within_their_intervals),
              cmocka_unit_test(first_order_effects_are_not_too_large_on_average),
              cmocka_unit_test(shares_have_intervals_that_stay_within_bounds),
              cmocka_unit_test(too_few_draws_have_no_intervals_of_effects));
}
