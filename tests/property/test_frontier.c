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

int main(void)
{
    RUN_TESTS(cmocka_unit_test(the_frontier_of_many_points_is_that_of_the_definition));
}
