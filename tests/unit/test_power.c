/*
 * Power where coalitions cannot be tried one by one: the two ways of counting against each other,
 * laws for many members, limits of memory, and allocations that fail.
 */
#include "test.h"

#include "support/failing.h"

#include <math.h>

#include "property/random_model.h"
#include "vote/classes.h"
#include "vote/power.h"
#include "vote/weighted.h"

static const ent_power_options options = {.threads = 2};

/* The game of one quota, or of two that both have to be reached. */
static ent_simple_game game_of(ent_arena *arena, uint32_t members, const ent_quota *quotas,
                               uint32_t count)
{
    ent_simple_game game = {.members = members, .kind = ENT_GAME_PROPER};
    ent_formula *formulas = ent_arena_array(arena, count + 1, sizeof *formulas);
    ent_formula **parts = ent_arena_array(arena, count, sizeof *parts);
    if (formulas == NULL || parts == NULL)
        abort();
    for (uint32_t q = 0; q < count; q++) {
        ent_quota *quota = ENT_PUSH(arena, &game.quotas);
        if (quota == NULL)
            abort();
        *quota = quotas[q];
        formulas[q] = (ent_formula){.quota = q};
        parts[q] = &formulas[q];
    }
    formulas[count] = (ent_formula){.least = count, .part_count = count, .parts = parts};
    game.formula = count == 1 ? &formulas[0] : &formulas[count];
    return game;
}

static int64_t *draw_weights(ent_arena *arena, dice *d, uint32_t members, uint32_t most,
                             int64_t *total)
{
    int64_t *weights = ent_arena_array(arena, members, sizeof *weights);
    assert_non_null(weights);
    for (uint32_t i = 0; i < members; i++)
        *total += weights[i] = 1 + dice_below(d, most);
    return weights;
}

TEST(diagrams_and_tables_give_the_same)
{
    ent_memory memory = ent_memory_system();
    for (uint64_t seed = 1; seed <= 25; seed++) {
        ent_arena arena = ent_arena_new(&memory);
        ent_report report = ent_report_new(&memory);
        dice d = {seed};
        int64_t total = 0;
        uint32_t members = 20 + dice_below(&d, 30);
        ent_quota quota = {.weights = draw_weights(&arena, &d, members, 40, &total)};
        quota.least = 1 + dice_below(&d, (uint32_t)total);
        ent_simple_game game = game_of(&arena, members, &quota, 1);
        ent_power power;
        ent_weighted_counts counts;
        assert_int_equal(ent_measure_power(&power, &game, &options, &arena, &report), ENT_OK);
        assert_int_equal(ent_weighted_count(&counts, &quota, members, &options, &arena, &report),
                         ENT_OK);
        assert_null(power.missing);
        assert_int_equal(ent_natural_compare(power.winning, counts.winning), 0);
        assert_int_equal(ent_natural_compare(power.minimal, counts.minimal), 0);
        assert_non_null(counts.shapley);
        for (uint32_t i = 0; i < members; i++) {
            assert_int_equal(ent_natural_compare(power.swings[i], counts.swings[i]), 0);
            assert_true(power.index[ENT_SHAPLEY_SHUBIK][i] == counts.shapley[i]);
        }
        ent_report_free(&report);
        ent_arena_free(&arena);
    }
    assert_int_equal(memory.live, 0);
}

/* Half of an odd number of equal members: everything is known in closed form. */
TEST(equal_members_share_equally)
{
    enum { MEMBERS = 101 };
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_report report = ent_report_new(&memory);
    int64_t ones[MEMBERS];
    for (uint32_t i = 0; i < MEMBERS; i++)
        ones[i] = 1;
    const ent_quota quota = {.weights = ones, .least = 51};
    ent_simple_game game = game_of(&arena, MEMBERS, &quota, 1);
    ent_power power;
    assert_int_equal(ent_measure_power(&power, &game, &options, &arena, &report), ENT_OK);
    assert_true(power.collectivity == 0.5);
    assert_int_equal(power.smallest, 51);
    assert_int_equal(power.largest, 51);
    assert_string_equal(ent_natural_text(&arena, power.swings[0]),
                        "100891344545564193334812497256"); /* 100 over 50 */
    static const ent_index shared[] = {ENT_BANZHAF, ENT_SHAPLEY_SHUBIK, ENT_JOHNSTON,
                                       ENT_DEEGAN_PACKEL, ENT_HOLLER_PACKEL};
    for (size_t k = 0; k < sizeof shared / sizeof *shared; k++)
        for (uint32_t i = 0; i < MEMBERS; i++)
            assert_true(power.index[shared[k]][i] == 1.0 / MEMBERS);
    for (uint32_t i = 0; i < MEMBERS; i++)
        assert_int_equal(power.class_of[i], 0);
    ent_report_free(&report);
    ent_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

/* Two quotas with weights that have nothing to do with each other: not for little memory. */
TEST(what_does_not_fit_is_refused_with_its_size)
{
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_report report = ent_report_new(&memory);
    dice d = {7};
    int64_t totals[2] = {0};
    ent_quota quotas[2] = {{.weights = draw_weights(&arena, &d, 60, 1000000, &totals[0])},
                           {.weights = draw_weights(&arena, &d, 60, 1000000, &totals[1])}};
    quotas[0].least = totals[0] / 2;
    quotas[1].least = totals[1] / 2;
    ent_simple_game game = game_of(&arena, 60, quotas, 2);
    ent_power power;
    const ent_power_options little = {.threads = 1, .memory_most = 16 << 20};
    assert_int_equal(ent_measure_power(&power, &game, &little, &arena, &report), ENT_NO_RESOURCE);
    assert_int_equal(report.errors, 1);
    assert_non_null(strstr(report.list.items[0].message, "GiB"));
    assert_true(memory.peak < 64 << 20);
    ent_report_free(&report);
    ent_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

/* However many quotas there are, and however much two members' wishes overlap. */
TEST(measuring_stays_within_the_memory_it_may_take)
{
    enum { MEMBERS = 60, QUOTAS_MOST = 48 };
    ent_quota quotas[QUOTAS_MOST];
    for (uint32_t count = 1; count <= QUOTAS_MOST; count *= 3) {
        ent_memory memory = ent_memory_system();
        ent_arena arena = ent_arena_new(&memory);
        ent_report report = ent_report_new(&memory);
        dice d = {count};
        for (uint32_t q = 0; q < count; q++) {
            int64_t total = 0;
            quotas[q].weights = draw_weights(&arena, &d, MEMBERS, 1000, &total);
            quotas[q].least = total / 2;
        }
        ent_simple_game game = game_of(&arena, MEMBERS, quotas, count);
        ent_power power;
        const ent_power_options little = {.threads = 1, .memory_most = 32 << 20};
        ent_status status = ent_measure_power(&power, &game, &little, &arena, &report);
        assert_int_equal(status, count == 1 ? ENT_OK : ENT_NO_RESOURCE);
        if (status != ENT_OK)
            assert_non_null(strstr(report.list.items[0].message, "GiB"));
        assert_true(memory.peak < 32 << 20);
        ent_report_free(&report);
        ent_arena_free(&arena);
        assert_int_equal(memory.live, 0);
    }
}

/* Neither minimal coalitions nor tables fit: what fits is measured all the same. */
TEST(what_does_not_fit_is_left_out)
{
    enum { MEMBERS = 22 };
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_report report = ent_report_new(&memory);
    dice d = {3};
    int64_t total = 0;
    int64_t *weights = draw_weights(&arena, &d, MEMBERS, 1 << 30, &total);
    for (uint32_t i = 0; i < MEMBERS; i++)
        weights[i] = weights[i] << 19 | 1;
    const ent_quota quota = {.weights = weights, .least = total << 18};
    ent_simple_game game = game_of(&arena, MEMBERS, &quota, 1);
    ent_power power;
    ent_power_options little = {.threads = 1, .memory_most = 1 << 18};
    ent_status status = ENT_NO_RESOURCE;
    for (; status == ENT_NO_RESOURCE && little.memory_most < 1 << 26;
         little.memory_most += little.memory_most / 8)
        status = ent_measure_power(&power, &game, &little, &arena, &report);
    assert_int_equal(status, ENT_OK);
    assert_false(power.minimal_known);
    assert_non_null(power.index[ENT_SHAPLEY_SHUBIK]);
    assert_non_null(strstr(power.missing, "Johnston"));
    ent_report_free(&report);
    ent_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

/* A rule may name a member again and again. */
TEST(naming_members_often_takes_little_memory)
{
    enum { MEMBERS = 1000, NAMED = 8000 };
    static uint32_t members[MEMBERS];
    static ent_expression consents[NAMED];
    static ent_expression *children[NAMED];
    for (uint32_t i = 0; i < MEMBERS; i++)
        members[i] = i;
    for (uint32_t i = 0; i < NAMED; i++) {
        consents[i] = (ent_expression){.kind = ENT_CONSENT, .index = i % MEMBERS};
        children[i] = &consents[i];
    }
    const ent_expression rule = {
        .kind = ENT_COUNT, .least = 3, .most = NAMED, .children = children, .child_count = NAMED};
    const ent_settled_rule settled = {.rule = &rule, .members = members, .member_count = MEMBERS};
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_simple_game game;
    assert_int_equal(ent_simple_game_make(&game, &settled, &arena), ENT_OK);
    assert_int_equal(game.quotas.count, 1);
    assert_int_equal(game.quotas.items[0].weights[MEMBERS - 1], 3);
    assert_true(memory.peak < 16 << 20);
    ent_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

/* In a ring, all have the same power and no two are interchangeable: that must show at once. */
TEST(members_with_the_same_swings_are_told_apart_cheaply)
{
    enum { MEMBERS = 120 };
    static int64_t weights[MEMBERS][MEMBERS];
    ent_quota quotas[MEMBERS];
    for (uint32_t q = 0; q < MEMBERS; q++) {
        weights[q][q] = weights[q][(q + 1) % MEMBERS] = 1;
        quotas[q] = (ent_quota){.weights = weights[q], .least = 2};
    }
    ent_test_failing counter = {.left = SIZE_MAX};
    ent_memory memory = {.hook = ent_test_fail_once, .context = &counter};
    ent_arena arena = ent_arena_new(&memory);
    ent_simple_game game = game_of(&arena, MEMBERS, quotas, MEMBERS);
    ((ent_formula *)game.formula)->least = 1;
    ent_diagram diagram;
    ent_natural same[MEMBERS] = {0};
    uint32_t class_of[MEMBERS];
    assert_int_equal(ent_diagram_build(&diagram, &game, 10000, &memory), ENT_OK);
    for (uint32_t i = 0; i < MEMBERS; i++)
        class_of[i] = i;
    size_t before = counter.left;
    assert_int_equal(ent_join_classes(&diagram, same, class_of), ENT_OK);
    assert_true(before - counter.left < MEMBERS * MEMBERS / 2);
    for (uint32_t i = 0; i < MEMBERS; i++)
        assert_int_equal(class_of[i], i);
    ent_diagram_free(&diagram);
    ent_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

/* Any of sixteen pairs is enough; in the list of members, partners stand far apart. */
TEST(members_of_a_quota_come_together)
{
    enum { PAIRS = 16 };
    static int64_t weights[PAIRS][2 * PAIRS];
    ent_quota quotas[PAIRS];
    for (uint32_t q = 0; q < PAIRS; q++) {
        weights[q][q] = weights[q][PAIRS + q] = 1;
        quotas[q] = (ent_quota){.weights = weights[q], .least = 2};
    }
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_simple_game game = game_of(&arena, 2 * PAIRS, quotas, PAIRS);
    ((ent_formula *)game.formula)->least = 1;
    ent_diagram diagram;
    assert_int_equal(ent_diagram_build(&diagram, &game, 1000, &memory), ENT_OK);
    ent_diagram_free(&diagram);
    ent_arena_free(&arena);
    assert_int_equal(memory.live, 0);
}

typedef ent_status (*task)(const ent_simple_game *game, ent_arena *arena, ent_report *report);

static ent_status measure(const ent_simple_game *game, ent_arena *arena, ent_report *report)
{
    ent_power power;
    return ent_measure_power(&power, game, &options, arena, report);
}

static ent_status list(const ent_simple_game *game, ent_arena *arena, ent_report *report)
{
    (void)report;
    ent_coalitions coalitions;
    return ent_list_minimal(game, 1000, arena, &coalitions);
}

static ent_status find_chance(const ent_simple_game *game, ent_arena *arena, ent_report *report)
{
    static const double chance[5] = {0.5, 0.5, 0.1, 1, 0};
    double acts = 0;
    double with[5];
    double without[5];
    return ent_chance_to_act(game, chance, &acts, with, without, arena, report);
}

static ent_status sample(const ent_simple_game *game, ent_arena *arena, ent_report *report)
{
    (void)report;
    ent_estimate estimate;
    return ent_estimate_power(&estimate, game, 10, 1, &options, arena);
}

static ent_status count_by_tables(const ent_simple_game *game, ent_arena *arena, ent_report *report)
{
    ent_weighted_counts counts;
    return ent_weighted_count(&counts, &game->quotas.items[0], game->members, &options, arena,
                              report);
}

/* Fails each allocation in turn. */
static void fail_all(task run)
{
    static const int64_t first[5] = {5, 4, 3, 2, 1};
    static const int64_t second[5] = {1, 1, 1, 1, 1};
    const ent_quota quotas[2] = {{first, 8}, {second, 3}};
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        ent_memory plain = ent_memory_system();
        ent_arena of_game = ent_arena_new(&plain);
        ent_simple_game game = game_of(&of_game, 5, quotas, 2);
        ent_test_failing f = {.left = n};
        ent_memory memory = {.hook = ent_test_fail_once, .context = &f};
        ent_arena arena = ent_arena_new(&memory);
        ent_report report = ent_report_new(&memory);
        ent_status status = run(&game, &arena, &report);
        assert_int_equal(status, f.failed ? ENT_NO_RESOURCE : ENT_OK);
        failed = f.failed;
        ent_report_free(&report);
        ent_arena_free(&arena);
        ent_arena_free(&of_game);
        assert_int_equal(memory.live, 0);
        assert_true(failed || n > 0);
    }
}

TEST(measuring_survives_every_failing_allocation)
{
    fail_all(measure);
}

TEST(listing_survives_every_failing_allocation)
{
    fail_all(list);
}

TEST(chances_survive_every_failing_allocation)
{
    fail_all(find_chance);
}

TEST(sampling_survives_every_failing_allocation)
{
    fail_all(sample);
}

TEST(tables_survive_every_failing_allocation)
{
    fail_all(count_by_tables);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(diagrams_and_tables_give_the_same),
              cmocka_unit_test(equal_members_share_equally),
              cmocka_unit_test(what_does_not_fit_is_refused_with_its_size),
              cmocka_unit_test(measuring_stays_within_the_memory_it_may_take),
              cmocka_unit_test(what_does_not_fit_is_left_out),
              cmocka_unit_test(naming_members_often_takes_little_memory),
              cmocka_unit_test(members_with_the_same_swings_are_told_apart_cheaply),
              cmocka_unit_test(members_of_a_quota_come_together),
              cmocka_unit_test(measuring_survives_every_failing_allocation),
              cmocka_unit_test(listing_survives_every_failing_allocation),
              cmocka_unit_test(chances_survive_every_failing_allocation),
              cmocka_unit_test(sampling_survives_every_failing_allocation),
              cmocka_unit_test(tables_survive_every_failing_allocation));
}
