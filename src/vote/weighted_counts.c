/*
 * Coalitions by their sum of weights, modulo primes: the coefficients of the product of 1 + x^w.
 *
 * Source: Mann & Shapley (1962), Values of Large Games VI; Bilbao et al. (2000), Generating
 * functions for computing power indices efficiently.
 */
#include "vote/weighted_parts.h"

#include "base/threads.h"
#include "vote/sweep.h"

enum { CACHED_PLACES = 128 * 1024 /* of four bytes: half of what a core's own cache has */ };

typedef struct {
    const ent_weighted_game *game;
    const ent_step *steps;
    uint64_t limit;
    uint32_t prime;
    uint32_t *table;
} bench;

static void add_member(void *context, size_t step, uint64_t from, uint64_t to)
{
    const bench *b = context;
    ent_add_ahead(b->table, from, to, b->game->weights[step], b->prime);
}

/* Turns the table into sums from each place to the end: coalitions up to a weight. */
static void accumulate(const bench *b)
{
    uint32_t sum = 0;
    for (uint64_t y = b->limit; y-- > 0;) {
        sum = ent_modular_sum(sum, b->table[y], b->prime);
        b->table[y] = sum;
    }
}

/* Coalitions of the others that a member of this weight lifts from below the limit to it or above:
 * the product divided by 1 + x^weight, written as a series. */
static uint32_t swings(const bench *b, uint64_t weight)
{
    uint32_t odd = 0;
    uint32_t even = 0;
    for (uint64_t y = weight; y < b->limit;) {
        odd = ent_modular_sum(odd, b->table[y], b->prime);
        if (weight >= b->limit - y)
            break;
        y += weight;
        even = ent_modular_sum(even, b->table[y], b->prime);
        if (weight >= b->limit - y)
            break;
        y += weight;
    }
    uint32_t rest = ent_modular_difference(even, odd, b->prime);
    return ent_modular_sum(b->table[0], ent_modular_sum(rest, rest, b->prime), b->prime);
}

static void count_modulo(const bench *b, uint32_t *row)
{
    const ent_weighted_game *game = b->game;
    for (uint64_t y = 0; y < b->limit; y++)
        b->table[y] = 0;
    b->table[b->limit - 1] = ent_modular_power(2, game->zeros, b->prime);
    ent_sweep(b->steps, game->count, CACHED_PLACES, add_member, (void *)(uintptr_t)b);
    accumulate(b);
    row[0] = b->table[0];
    for (uint32_t d = 0; d < game->distinct_count; d++)
        row[1 + d] = swings(b, game->distinct[d]);
}

/* Sums that the members so far can reach, shifted by the member's weight. */
static ent_step *plan(const ent_weighted_game *game, uint64_t limit, ent_arena *arena)
{
    ent_step *steps = ent_arena_array(arena, game->count, sizeof *steps);
    uint64_t reached = 0;
    for (uint32_t i = 0; i < game->count && steps != NULL; i++) {
        uint64_t weight = game->weights[i];
        reached += weight;
        steps[i] = (ent_step){.from = reached < limit ? limit - 1 - reached : 0,
                              .to = weight < limit ? limit - weight : 0,
                              .lag = weight};
    }
    return steps;
}

uint64_t ent_count_below_bytes(uint64_t limit, int threads)
{
    return ent_residue_bytes(limit, (uint64_t)threads);
}

ent_status ent_count_below(ent_weighted_task *task, uint64_t limit, uint32_t *rows)
{
    ent_arena arena = ent_arena_new(task->memory);
    size_t width = 1 + (size_t)task->game->distinct_count;
    size_t bytes = ent_count_below_bytes(limit, task->threads);
    ent_step *steps = plan(task->game, limit, &arena);
    uint32_t *tables = ent_allocate(task->memory, bytes);
    bool able = steps != NULL && tables != NULL;
    task->stage.parts = task->primes->count;
#pragma omp parallel for num_threads(task->threads) schedule(dynamic) if (task->threads > 1)
    for (uint32_t i = 0; i < (able ? task->primes->count : 0); i++) {
        const bench b = {.game = task->game,
                         .steps = steps,
                         .limit = limit,
                         .prime = task->primes->items[i],
                         .table = tables + (size_t)ent_thread() * ent_residue_room(limit)};
        count_modulo(&b, rows + i * width);
        ent_stage_advance(&task->stage, 1);
    }
    ent_release(task->memory, tables, bytes);
    ent_arena_free(&arena);
    return able ? ENT_OK : ENT_NO_RESOURCE;
}
