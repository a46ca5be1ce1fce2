/* Weighted games with one quota: against all coalitions where these are few, and against plain
 * tables where they are not. */
#include "test.h"

#include "support/failing.h"
#include "support/seeds.h"
#include "vote/weighted.h"

enum { SMALL = 12, LARGE = 20, MANY = 400 };

typedef struct {
    uint32_t members;
    int64_t weights[MANY];
    int64_t least;
} small_game;

typedef struct {
    ent_memory memory;
    ent_report report;
    ent_arena arena;
    ent_weighted_counts counts;
} measured;

static void measure(measured *m, const small_game *game, int threads)
{
    const ent_quota quota = {.weights = game->weights, .least = game->least};
    const ent_power_options options = {.threads = threads};
    m->memory = ent_memory_system();
    m->report = ent_report_new(&m->memory);
    m->arena = ent_arena_new(&m->memory);
    ent_status status =
        ent_weighted_count(&m->counts, &quota, game->members, &options, &m->arena, &m->report);
    assert_int_equal(status, ENT_OK);
    assert_true(m->memory.peak <= ent_weighted_bytes(&quota, game->members, threads));
}

static void forget(measured *m)
{
    ent_arena_free(&m->arena);
    ent_report_free(&m->report);
    assert_int_equal(m->memory.live, 0);
}

static uint64_t next_draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static uint64_t small_number(ent_natural number)
{
    uint64_t value = 0;
    assert_true(ent_natural_fits(number, &value));
    return value;
}

static void check_number(const small_game *game, const char *what, uint32_t member,
                         ent_natural found, uint64_t expected)
{
    if (found.count <= 1 && small_number(found) == expected)
        return;
    print_error("least %lld, weights", (long long)game->least);
    for (uint32_t i = 0; i < game->members; i++)
        print_error(" %lld", (long long)game->weights[i]);
    fail_msg("%s of member %u: expected %llu, found %llu", what, member,
             (unsigned long long)expected,
             (unsigned long long)(found.count == 0 ? 0 : found.limbs[0]));
}

/* What the definitions say, coalition by coalition. */
typedef struct {
    uint64_t winning;
    uint64_t minimal;
    uint64_t swings[LARGE];
    uint64_t minimal_with[LARGE];
    uint64_t orders[LARGE]; /* of all, in which the member is pivotal */
} tried;

static uint64_t factorial(uint32_t n)
{
    return n == 0 ? 1 : n * factorial(n - 1);
}

static int64_t weight_of(const small_game *game, uint32_t coalition)
{
    int64_t weight = 0;
    for (uint32_t i = 0; i < game->members; i++)
        weight += (coalition >> i & 1u) != 0 ? game->weights[i] : 0;
    return weight;
}

static void try_coalition(const small_game *game, uint32_t coalition, tried *t)
{
    int64_t weight = weight_of(game, coalition);
    if (weight < game->least)
        return;
    t->winning++;
    uint32_t size = (uint32_t)__builtin_popcount(coalition);
    bool minimal = true;
    for (uint32_t i = 0; i < game->members; i++) {
        if ((coalition >> i & 1u) == 0)
            continue;
        if (weight - game->weights[i] >= game->least) {
            minimal = false;
            continue;
        }
        t->swings[i]++;
        t->orders[i] += factorial(size - 1) * factorial(game->members - size);
    }
    t->minimal += minimal;
    for (uint32_t i = 0; i < game->members; i++)
        t->minimal_with[i] += minimal && (coalition >> i & 1u) != 0;
}

static void check_index(measured *m, uint32_t member, ent_natural orders, ent_natural all)
{
    double index = 0;
    assert_non_null(m->counts.shapley);
    assert_int_equal(ent_natural_ratio(&m->arena, orders, all, &index), ENT_OK);
    if (m->counts.shapley[member] != index)
        fail_msg("Shapley-Shubik index of member %u: expected %.17g, found %.17g", member, index,
                 m->counts.shapley[member]);
}

static void check_by_definition(const small_game *game, int threads)
{
    tried t = {0};
    for (uint32_t coalition = 0; coalition < 1u << game->members; coalition++)
        try_coalition(game, coalition, &t);
    measured m;
    measure(&m, game, threads);
    const uint64_t all = factorial(game->members);
    check_number(game, "winning", 0, m.counts.winning, t.winning);
    check_number(game, "minimal", 0, m.counts.minimal, t.minimal);
    for (uint32_t i = 0; i < game->members; i++) {
        check_number(game, "swings", i, m.counts.swings[i], t.swings[i]);
        check_number(game, "minimal with", i, m.counts.minimal_with[i], t.minimal_with[i]);
        check_index(&m, i, (ent_natural){&t.orders[i], t.orders[i] > 0}, (ent_natural){&all, 1});
    }
    forget(&m);
}

static small_game draw_game(uint64_t *seed)
{
    static const int64_t ranges[] = {2, 3, 5, 12, 50, 400, 5000};
    small_game game = {.members = 1 + (uint32_t)(next_draw(seed) % SMALL)};
    int64_t range = ranges[next_draw(seed) % (sizeof ranges / sizeof *ranges)];
    int64_t factor = next_draw(seed) % 4 == 0 ? 6 : 1;
    int64_t total = 0;
    for (uint32_t i = 0; i < game.members; i++)
        game.weights[i] = factor * (int64_t)(next_draw(seed) % (uint64_t)range);
    if (next_draw(seed) % 4 == 0) /* one that may outweigh the others together */
        game.weights[next_draw(seed) % game.members] = factor * range * 3;
    for (uint32_t i = 0; i < game.members; i++)
        total += game.weights[i];
    if (total == 0)
        total = game.weights[0] = factor;
    uint64_t kind = next_draw(seed) % 8;
    game.least = kind == 0   ? 1
                 : kind == 1 ? total
                 : kind == 2 ? total / 2 + 1
                             : 1 + (int64_t)(next_draw(seed) % (uint64_t)total);
    return game;
}

TEST(small_games_are_as_defined)
{
    uint64_t seed = 1;
    for (int i = 0; i < 3000; i++) {
        small_game game = draw_game(&seed);
        check_by_definition(&game, 1 + i % 2);
    }
}

/* Weights so large that tables are done piece by piece, with small ones among them. */
TEST(large_weights_are_as_defined)
{
    uint64_t seed = 7;
    for (int i = 0; i < 6; i++) {
        small_game game = {.members = LARGE};
        for (uint32_t m = 0; m < LARGE; m++) {
            uint64_t range = m % 4 == 0 ? 20 : m % 4 == 1 ? 3000 : 50000;
            game.weights[m] = 1 + (int64_t)(next_draw(&seed) % range);
        }
        game.weights[3] = game.weights[7];
        game.weights[5] = i % 2 == 0 ? 150000 : game.weights[5];
        int64_t total = weight_of(&game, (1u << LARGE) - 1);
        game.least = i < 2 ? total / 2 + i : total / 10 * (2 * i - 3) + 1;
        check_by_definition(&game, 1 + i % 2);
    }
}

/* Coalitions of the others, by their number of members, that a member lifts to the quota; from a
 * table by number and sum of all coalitions, out of which the member is divided. */
static void count_by_size(const small_game *game, const uint64_t *table, int64_t total,
                          uint32_t member, uint64_t *lifted)
{
    size_t width = (size_t)total + 1;
    int64_t weight = game->weights[member];
    uint64_t *without = calloc(game->members * width, sizeof *without);
    assert_non_null(without);
    for (uint32_t size = 0; size < game->members; size++) {
        lifted[size] = 0;
        for (int64_t sum = 0; sum <= total; sum++) {
            uint64_t with = size > 0 && sum >= weight
                                ? without[(size - 1) * width + (size_t)(sum - weight)]
                                : 0;
            uint64_t count = table[size * width + (size_t)sum] - with;
            without[size * width + (size_t)sum] = count;
            if (sum < game->least && sum + weight >= game->least)
                lifted[size] += count;
        }
    }
    free(without);
}

static uint64_t *table_by_size(const small_game *game, int64_t total)
{
    size_t width = (size_t)total + 1;
    uint64_t *table = calloc((game->members + 1) * width, sizeof *table);
    assert_non_null(table);
    table[0] = 1;
    for (uint32_t i = 0; i < game->members; i++)
        for (uint32_t size = i + 1; size > 0; size--)
            for (int64_t sum = total; sum >= game->weights[i]; sum--)
                table[size * width + (size_t)sum] +=
                    table[(size - 1) * width + (size_t)(sum - game->weights[i])];
    return table;
}

/* Minimal winning coalitions with one member, or all of them: members in descending order of
 * weight, the last of which makes the coalition win. */
static uint64_t count_minimal(const small_game *game, uint32_t with, bool all)
{
    uint32_t order[MANY];
    uint64_t count = 0;
    size_t width = (size_t)game->least;
    uint64_t *free_of = calloc(width, sizeof *free_of); /* by sum: without the member, and with */
    uint64_t *holding = calloc(width, sizeof *holding);
    for (uint32_t i = 0; i < game->members; i++) {
        uint32_t place = i;
        for (; place > 0 && game->weights[order[place - 1]] < game->weights[i]; place--)
            order[place] = order[place - 1];
        order[place] = i;
    }
    free_of[0] = 1;
    for (uint32_t i = 0; i < game->members; i++) {
        size_t weight = (size_t)game->weights[order[i]];
        for (size_t sum = width; sum-- > 0;) {
            bool wins = sum + weight >= width;
            bool is_it = order[i] == with;
            if (wins && weight > 0)
                count += holding[sum] + (all || is_it ? free_of[sum] : 0);
            if (wins)
                continue;
            holding[sum + weight] += holding[sum] + (is_it ? free_of[sum] : 0);
            free_of[sum + weight] += is_it ? 0 : free_of[sum];
        }
    }
    free(free_of);
    free(holding);
    return count;
}

/* k! */
static ent_natural factorial_number(ent_arena *arena, uint32_t k)
{
    ent_natural number;
    ent_tally tally = ent_tally_new(arena, 16);
    ent_tally_scale(&tally, 0, 1);
    for (uint32_t i = 2; i <= k; i++)
        ent_tally_scale(&tally, i, 0);
    assert_true(ent_tally_read(&tally, arena, &number));
    return number;
}

static void check_by_size(measured *m, const small_game *game, uint32_t member,
                          const uint64_t *lifted)
{
    uint64_t swings = 0;
    ent_tally orders = ent_tally_new(&m->arena, 16);
    ent_tally product = ent_tally_new(&m->arena, 16);
    for (uint32_t size = 0; size < game->members; size++) {
        swings += lifted[size];
        ent_tally_clear(&product);
        ent_tally_add_product(&product, factorial_number(&m->arena, size),
                              factorial_number(&m->arena, game->members - 1 - size));
        ent_tally_add_product(&orders, ent_tally_view(&product),
                              (ent_natural){&lifted[size], lifted[size] > 0});
    }
    check_number(game, "swings", member, m->counts.swings[member], swings);
    check_index(m, member, ent_tally_view(&orders), factorial_number(&m->arena, game->members));
}

TEST(middling_games_agree_with_plain_tables)
{
    uint64_t seed = 3;
    for (uint32_t i = 0; i < 6; i++) {
        small_game game = {.members = 40 + 4 * i};
        int64_t total = 0;
        for (uint32_t m = 0; m < game.members; m++)
            total += game.weights[m] = (int64_t)(next_draw(&seed) % (m % 5 == 0 ? 90 : 25));
        game.least = i % 2 == 0 ? total / 2 + 1 : total * (5 + i) / 12;
        measured m;
        measure(&m, &game, 1);
        uint64_t lifted[64];
        uint64_t *table = table_by_size(&game, total);
        for (uint32_t member = 0; member < game.members; member += 7) {
            count_by_size(&game, table, total, member, lifted);
            check_by_size(&m, &game, member, lifted);
            check_number(&game, "minimal with", member, m.counts.minimal_with[member],
                         count_minimal(&game, member, false));
        }
        check_number(&game, "minimal", 0, m.counts.minimal, count_minimal(&game, 0, true));
        free(table);
        forget(&m);
    }
}

/* A game and its dual: the same swings and indices; what wins in one loses in the other. */
TEST(large_games_agree_with_their_duals)
{
    uint64_t seed = 11;
    small_game game = {.members = ent_test_part() > 1 ? 70 : 150};
    int64_t total = 0;
    for (uint32_t i = 0; i < game.members; i++)
        total += game.weights[i] = (int64_t)(1 + next_draw(&seed) % (i % 10 == 0 ? 20000 : 1500));
    game.least = total / 10 * 7;
    small_game dual = game;
    dual.least = total - game.least + 1;
    measured m;
    measured d;
    measure(&m, &game, 2);
    measure(&d, &dual, 1);
    double sum = 0;
    assert_non_null(m.counts.shapley);
    assert_non_null(d.counts.shapley);
    for (uint32_t i = 0; i < game.members; i++) {
        assert_int_equal(ent_natural_compare(m.counts.swings[i], d.counts.swings[i]), 0);
        assert_true(m.counts.shapley[i] == d.counts.shapley[i]);
        sum += m.counts.shapley[i];
    }
    assert_float_equal(sum, 1, 1e-13);
    ent_tally all = ent_tally_new(&m.arena, 4);
    ent_tally_add(&all, m.counts.winning);
    ent_tally_add(&all, d.counts.winning);
    uint64_t power[3] = {0}; /* all coalitions */
    power[game.members / 64] = UINT64_C(1) << game.members % 64;
    assert_int_equal(
        ent_natural_compare(ent_tally_view(&all), (ent_natural){power, game.members / 64 + 1}), 0);
    forget(&m);
    forget(&d);
}

/* Bit by bit, whoever does which part. */
TEST(threads_do_not_matter)
{
    enum { THREADS = 3 };
    uint64_t seed = 13;
    small_game game = {.members = ent_test_part() > 1 ? 60 : 120};
    for (uint32_t i = 0; i < game.members; i++)
        game.least += game.weights[i] = (int64_t)(1 + next_draw(&seed) % 9000);
    game.least = game.least / 5 * 3;
    measured one;
    measure(&one, &game, 1);
    assert_non_null(one.counts.shapley);
    for (int threads = 2; threads <= THREADS; threads++) {
        measured m;
        measure(&m, &game, threads);
        assert_non_null(m.counts.shapley);
        for (uint32_t i = 0; i < game.members; i++) {
            assert_true(m.counts.shapley[i] == one.counts.shapley[i]);
            assert_int_equal(ent_natural_compare(m.counts.swings[i], one.counts.swings[i]), 0);
        }
        forget(&m);
    }
    forget(&one);
}

/* All members alike: each has the same share of everything. */
TEST(equal_members_have_equal_shares)
{
    small_game game = {.members = MANY};
    for (uint32_t i = 0; i < game.members; i++)
        game.weights[i] = 30;
    game.least = 30 * 240 - 7;
    measured m;
    measure(&m, &game, 1);
    ent_tally tally = ent_tally_new(&m.arena, 8); /* C(400, 240) = 400 / 240 * C(399, 239) */
    ent_tally_add(&tally, m.counts.swings[0]);
    ent_tally_scale(&tally, MANY, 0);
    ent_tally_divide(&tally, 240);
    assert_int_equal(ent_natural_compare(ent_tally_view(&tally), m.counts.minimal), 0);
    for (uint32_t i = 0; i < game.members; i++) {
        assert_int_equal(ent_natural_compare(m.counts.minimal_with[i], m.counts.swings[i]), 0);
        assert_true(m.counts.shapley[i] == 1.0 / MANY);
    }
    forget(&m);
}

typedef struct {
    double last;
    bool rises;
} told;

static void tell(void *context, double done)
{
    told *t = context;
    t->rises = t->rises && done >= t->last;
    t->last = done;
}

TEST(progress_rises_to_the_end)
{
    const int64_t weights[] = {5, 4, 3, 2, 1, 1};
    const ent_quota quota = {.weights = weights, .least = 9};
    told t = {.rises = true};
    const ent_power_options options = {.progress = tell, .progress_context = &t};
    ent_memory memory = ent_memory_system();
    ent_report report = ent_report_new(&memory);
    ent_arena arena = ent_arena_new(&memory);
    ent_weighted_counts counts;
    assert_int_equal(ent_weighted_count(&counts, &quota, 6, &options, &arena, &report), ENT_OK);
    assert_true(t.rises);
    assert_float_equal(t.last, 1, 1e-12);
    ent_arena_free(&arena);
    ent_report_free(&report);
}

TEST(too_large_games_are_refused_with_their_size)
{
    const int64_t weights[] = {INT64_MAX / 4, INT64_MAX / 4 - 1, INT64_MAX / 4 - 2};
    const ent_quota quota = {.weights = weights, .least = INT64_MAX / 2};
    const ent_power_options options = {.memory_most = 0};
    const ent_power_options narrow = {.memory_most = 1000};
    const int64_t small_weights[] = {3, 2, 2};
    const ent_quota small = {.weights = small_weights, .least = 4};
    ent_memory memory = ent_memory_system();
    ent_report report = ent_report_new(&memory);
    ent_arena arena = ent_arena_new(&memory);
    ent_weighted_counts counts;
    assert_int_equal(ent_weighted_count(&counts, &quota, 3, &options, &arena, &report),
                     ENT_NO_RESOURCE);
    assert_int_equal(ent_weighted_count(&counts, &small, 3, &narrow, &arena, &report),
                     ENT_NO_RESOURCE);
    assert_int_equal(report.errors, 2);
    assert_non_null(strstr(report.list.items[0].message, "GiB"));
    ent_arena_free(&arena);
    ent_report_free(&report);
}

TEST(each_allocation_may_fail)
{
    int64_t weights[40];
    for (int i = 0; i < 40; i++)
        weights[i] = 1 + i * i;
    const ent_quota quota = {.weights = weights, .least = 9000};
    const ent_power_options options = {.threads = 1};
    ent_memory plain = ent_memory_system();
    ent_report report = ent_report_new(&plain);
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        ent_test_failing f = {.left = n};
        ent_memory memory = {.hook = ent_test_fail_once, .context = &f};
        ent_arena arena = ent_arena_new(&memory);
        ent_weighted_counts counts;
        ent_status status = ent_weighted_count(&counts, &quota, 40, &options, &arena, &report);
        failed = f.failed;
        assert_int_equal(status, failed ? ENT_NO_RESOURCE : ENT_OK);
        ent_arena_free(&arena);
        assert_int_equal(memory.live, 0);
    }
    ent_report_free(&report);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(small_games_are_as_defined),
              cmocka_unit_test(large_weights_are_as_defined),
              cmocka_unit_test(middling_games_agree_with_plain_tables),
              cmocka_unit_test(large_games_agree_with_their_duals),
              cmocka_unit_test(threads_do_not_matter),
              cmocka_unit_test(equal_members_have_equal_shares),
              cmocka_unit_test(progress_rises_to_the_end),
              cmocka_unit_test(too_large_games_are_refused_with_their_size),
              cmocka_unit_test(each_allocation_may_fail));
}
