/* The Pareto frontier of many points, against its definition: every pair is compared. */
#include "test.h"

#include "ask/pareto.h"
#include "property/random_model.h"
#include "support/seeds.h"

enum { PARTIES_MOST = 90 };

/* Points with coordinates of every kind: few or many values, equal columns, all on a plane. */
static void fill_points(ent_game *game, dice *d, uint32_t count)
{
    uint32_t kind = dice_below(d, 4);
    uint32_t range = kind == 0 ? 2 : kind == 1 ? 6 : 60;
    for (uint32_t p = 0; p < game->party_count; p++)
        assert_int_equal(ent_column_new(&game->keys[p], game->memory, count, 65000), ENT_OK);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t sum = 0;
        for (uint32_t p = 0; p < game->party_count; p++) {
            uint32_t key = 1 + dice_below(d, range);
            if (kind == 3 && p + 1 == game->party_count)
                key = 1 + game->party_count * range - sum; /* all have one sum: none dominates */
            if (kind == 2 && p % 3 == 2)
                key = ent_column_get(&game->keys[p - 1], i); /* as another party does */
            sum += key;
            ent_column_put(&game->keys[p], i, key);
        }
    }
}

static bool beats(const ent_game *game, uint64_t a, uint64_t b)
{
    bool better = false;
    for (uint32_t p = 0; p < game->party_count; p++) {
        if (ent_prefers(game, p, b, a))
            return false;
        better = better || ent_prefers(game, p, a, b);
    }
    return better;
}

TEST(the_frontier_of_many_points_is_that_of_the_definition)
{
    ent_test_seeds seeds = ent_test_seeds_for(400);
    ent_memory memory = ent_memory_system();
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        dice d = {seed};
        ent_column keys[PARTIES_MOST];
        ent_game game = {.memory = &memory,
                         .party_count = 1 + dice_below(&d, seed % 20 == 0 ? PARTIES_MOST : 9),
                         .keys = keys};
        game.space.threads = 1;
        uint32_t count = 1 + dice_below(&d, seed % 50 == 0 ? 3000 : 900);
        ent_set set;
        ent_set frontier;
        fill_points(&game, &d, count);
        assert_int_equal(ent_set_new(&set, &memory, count), ENT_OK);
        assert_int_equal(ent_set_new(&frontier, &memory, count), ENT_OK);
        for (uint32_t i = 0; i < count; i++)
            if (dice_below(&d, 8) != 0)
                ent_set_add(&set, i);
        assert_int_equal(ent_find_frontier(&game, &set, &frontier), ENT_OK);
        for (uint32_t i = 0; i < count; i++) {
            bool best = ent_set_has(&set, i);
            for (uint32_t k = 0; k < count && best; k++)
                best = !ent_set_has(&set, k) || !beats(&game, k, i);
            if (ent_set_has(&frontier, i) != best)
                fail_msg("seed %llu: point %u", (unsigned long long)seed, i);
        }
        for (uint32_t p = 0; p < game.party_count; p++)
            ent_column_free(&keys[p]);
        ent_set_free(&set);
        ent_set_free(&frontier);
        assert_int_equal(memory.live, 0);
    }
}

/* A point that is beaten is beaten by one of the frontier. So it is enough to look at that. */
static bool is_best(const ent_game *game, const ent_set *frontier, uint64_t point)
{
    for (uint64_t other = ent_set_next(frontier, 0); other != UINT64_MAX;
         other = ent_set_next(frontier, other + 1))
        if (beats(game, other, point))
            return false;
    return true;
}

/* So many points that threads share them, and at the bound of what narrow ranks can tell apart. */
static void check_large(uint32_t count, uint32_t parties, uint32_t range, uint64_t seed)
{
    dice d = {seed};
    ent_memory memory = ent_memory_system();
    ent_column keys[PARTIES_MOST];
    ent_game game = {.memory = &memory, .party_count = parties, .keys = keys};
    ent_set set;
    ent_set frontiers[2];
    for (uint32_t p = 0; p < parties; p++) {
        assert_int_equal(ent_column_new(&keys[p], &memory, count, 1 << 20), ENT_OK);
        for (uint32_t i = 0; i < count; i++) /* the last party has a rank for each point */
            ent_column_put(&keys[p], i, 1 + (p + 1 == parties ? i : dice_below(&d, range)));
    }
    assert_int_equal(ent_set_new(&set, &memory, count), ENT_OK);
    ent_set_fill(&set);
    for (int i = 0; i < 2; i++) {
        game.space.threads = 1 + 2 * i;
        assert_int_equal(ent_set_new(&frontiers[i], &memory, count), ENT_OK);
        assert_int_equal(ent_find_frontier(&game, &set, &frontiers[i]), ENT_OK);
    }
    assert_memory_equal(frontiers[0].words, frontiers[1].words, ent_set_words(count) * 8);
    for (uint32_t i = 0; i < count; i++)
        if (ent_set_has(&frontiers[0], i) != is_best(&game, &frontiers[0], i))
            fail_msg("%u points, %u parties: point %u", count, parties, i);
    for (uint32_t p = 0; p < parties; p++)
        ent_column_free(&keys[p]);
    ent_set_free(&set);
    ent_set_free(&frontiers[0]);
    ent_set_free(&frontiers[1]);
    assert_int_equal(memory.live, 0);
}

TEST(ranks_of_every_width_and_threads_give_the_same)
{
    check_large(65536, 3, 1 << 20, 1); /* ranks of two bytes, just … */
    check_large(65537, 3, 1 << 20, 2); /* … and no more */
    check_large(90000, 4, 300, 3);
    check_large(60000, 5, 40, 4);
    check_large(45000, 9, 5, 5); /* rows of two vectors */
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(ranks_of_every_width_and_threads_give_the_same),
              cmocka_unit_test(the_frontier_of_many_points_is_that_of_the_definition));
}
