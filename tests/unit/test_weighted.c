/* Weighted games with one quota: against all coalitions where these are few, and against plain
 * tables where they are not. */
#include "test.h"
#include "vote/weighted.h"

enum { SMALL = 12 };

typedef struct {
    uint32_t members;
    int64_t weights[128];
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
    uint64_t swings[SMALL];
    uint64_t minimal_with[SMALL];
    uint64_t orders[SMALL]; /* of all, in which the member is pivotal */
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

static void check_by_definition(const small_game *game, int threads)
{
    tried t = {0};
    for (uint32_t coalition = 0; coalition < 1u << game->members; coalition++)
        try_coalition(game, coalition, &t);
    measured m;
    measure(&m, game, threads);
    check_number(game, "winning", 0, m.counts.winning, t.winning);
    check_number(game, "minimal", 0, m.counts.minimal, t.minimal);
    for (uint32_t i = 0; i < game->members; i++) {
        check_number(game, "swings", i, m.counts.swings[i], t.swings[i]);
        check_number(game, "minimal with", i, m.counts.minimal_with[i], t.minimal_with[i]);
        assert_non_null(m.counts.shapley);
        double index = (double)t.orders[i] / (double)factorial(game->members); /* both exact */
        if (m.counts.shapley[i] != index)
            fail_msg("Shapley of member %u: expected %.17g, found %.17g", i, index,
                     m.counts.shapley[i]);
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

int main(void)
{
    RUN_TESTS(cmocka_unit_test(small_games_are_as_defined));
}
