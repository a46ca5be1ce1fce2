/* Points that parties rank against each other: what one gains another one loses. */
#include "frontier.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "ask/pareto.h"
#include "base/threads.h"
#include "machine.h"

enum { MIDDLE = 2000, GAINS = 24, GAIN_MOST = 60 };

static uint64_t roll(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* All keys of a point have one sum, so that no point dominates another. */
static void draw(ent_game *game, uint32_t points)
{
    uint64_t state = 1;
    for (uint32_t i = 0; i < points; i++) {
        uint32_t keys[BENCH_FRONTIER_PARTIES];
        for (uint32_t p = 0; p < BENCH_FRONTIER_PARTIES; p++)
            keys[p] = MIDDLE;
        for (int k = 0; k < GAINS; k++) {
            uint32_t gain = (uint32_t)(roll(&state) % GAIN_MOST);
            keys[roll(&state) % BENCH_FRONTIER_PARTIES] += gain;
            keys[roll(&state) % BENCH_FRONTIER_PARTIES] -= gain;
        }
        for (uint32_t p = 0; p < BENCH_FRONTIER_PARTIES; p++)
            ent_column_put(&game->keys[p], i, keys[p]);
    }
}

static double user_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

static void measure(bench_frontier *sample, const ent_game *game, const ent_set *set,
                    ent_set *frontier, int times)
{
    for (int i = 0; i < times; i++) {
        double user = user_seconds();
        double started = bench_now();
        ent_status status = ent_find_frontier(game, set, frontier);
        double seconds = bench_now() - started;
        if (status != ENT_OK || ent_set_count(frontier) != sample->points) {
            fputs("bench: the frontier could not be found\n", stderr);
            exit(EXIT_FAILURE);
        }
        if (i > 0 && seconds >= sample->seconds)
            continue;
        sample->seconds = seconds;
        sample->user = user_seconds() - user;
    }
}

bench_frontier bench_measure_frontier(uint32_t points)
{
    enum { WORK = 2000000, TIMES_MOST = 20 };
    bench_frontier sample = {.points = points, .threads = ent_threads_most()};
    ent_memory memory = ent_memory_system();
    ent_column keys[BENCH_FRONTIER_PARTIES] = {{0}};
    ent_game game = {.memory = &memory, .party_count = BENCH_FRONTIER_PARTIES, .keys = keys};
    game.space.threads = sample.threads;
    ENT_AUTO_SET set = {0};
    ENT_AUTO_SET frontier = {0};
    ent_status status = ent_set_new(&set, &memory, points);
    if (status == ENT_OK)
        status = ent_set_new(&frontier, &memory, points);
    for (uint32_t p = 0; p < BENCH_FRONTIER_PARTIES && status == ENT_OK; p++)
        status = ent_column_new(&keys[p], &memory, points, 2 * MIDDLE);
    if (status != ENT_OK) {
        fputs("bench: no memory for the frontier\n", stderr);
        exit(EXIT_FAILURE);
    }
    draw(&game, points);
    ent_set_fill(&set);
    uint32_t times = WORK / points;
    memory.peak = memory.live;
    measure(&sample, &game, &set, &frontier, times > TIMES_MOST ? TIMES_MOST : (int)times);
    sample.peak = memory.peak;
    for (uint32_t p = 0; p < BENCH_FRONTIER_PARTIES; p++)
        ent_column_free(&keys[p]);
    return sample;
}
