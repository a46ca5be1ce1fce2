/* Counts of a weighted game with many members: the parts put together. */
#include "vote/weighted_parts.h"

#include <stdlib.h>

#include "base/machine.h"
#include "base/threads.h"

/* How the work divides, roughly. */
static const double share_of_swings = 0.25;
static const double share_of_minimal = 0.6;

void ent_stage_advance(ent_stage *stage, uint64_t parts)
{
    uint64_t done = 0;
#pragma omp atomic capture
    done = stage->done += parts;
    const ent_power_options *options = stage->options;
    if (ent_thread() == 0 && options != NULL && options->progress != NULL)
        options->progress(options->progress_context, stage->from + (stage->to - stage->from) *
                                                                       (double)done /
                                                                       (double)stage->parts);
}

static int threads_of(int threads)
{
    return threads > 0 ? threads : ent_threads_most();
}

static uint64_t divisor_of(const ent_quota *quota, uint32_t members)
{
    uint64_t divisor = 0;
    for (uint32_t i = 0; i < members; i++) {
        uint64_t rest = (uint64_t)quota->weights[i];
        while (rest != 0) {
            uint64_t next = divisor % rest;
            divisor = rest;
            rest = next;
        }
    }
    return divisor == 0 ? 1 : divisor;
}

/* The quotas of the game and of its dual, once the common divisor is out. */
static void reduced_quotas(const ent_quota *quota, uint32_t members, uint64_t *least,
                           uint64_t *dual)
{
    uint64_t divisor = divisor_of(quota, members);
    uint64_t total = 0;
    for (uint32_t i = 0; i < members; i++)
        total += (uint64_t)quota->weights[i] / divisor;
    *least = ((uint64_t)quota->least - 1) / divisor + 1;
    *dual = total - *least + 1;
}

static int by_weight(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return (*left > *right) - (*left < *right);
}

static ent_status make_game(ent_weighted_game *game, const ent_quota *quota, uint32_t members,
                            ent_arena *arena)
{
    *game = (ent_weighted_game){
        .weights = ent_arena_array(arena, members, sizeof *game->weights),
        .distinct = ent_arena_array(arena, members, sizeof *game->distinct),
        .kind = ent_arena_array(arena, members, sizeof *game->kind),
    };
    if (game->weights == NULL || game->distinct == NULL || game->kind == NULL)
        return ENT_NO_RESOURCE;
    uint64_t divisor = divisor_of(quota, members);
    for (uint32_t i = 0; i < members; i++)
        if (quota->weights[i] > 0)
            game->weights[game->count++] = (uint64_t)quota->weights[i] / divisor;
    game->zeros = members - game->count;
    game->least = ((uint64_t)quota->least - 1) / divisor + 1;
    qsort(game->weights, game->count, sizeof *game->weights, by_weight);
    for (uint32_t i = 0; i < game->count; i++) {
        game->total += game->weights[i];
        if (i == 0 || game->weights[i] != game->weights[i - 1])
            game->distinct[game->distinct_count++] = game->weights[i];
        game->kind[i] = game->distinct_count - 1;
    }
    return ENT_OK;
}

/* Everything that depends on a member's weight only, by distinct weight; and how members find it.
 */
typedef struct {
    ent_natural *swings;
    ent_natural *minimal_with;
    double *shapley;
    bool shapley_known;
} by_kind;

typedef struct {
    const ent_primes *primes;
    size_t width;   /* of a row */
    uint32_t *rows; /* a row for each prime */
    ent_tally tally;
} ledger;

static bool make_ledger(ledger *l, const ent_weighted_game *game, const ent_primes *primes,
                        ent_arena *arena)
{
    *l = (ledger){.primes = primes, .width = 1 + (size_t)game->distinct_count};
    l->rows = ent_arena_array(arena, l->width * primes->count, sizeof *l->rows);
    l->tally = ent_tally_new(arena, ent_residues_limbs(primes));
    return l->rows != NULL && l->tally.limbs != NULL;
}

/* Puts a column of the ledger together, in the ledger's tally. */
static void join(ledger *l, size_t column)
{
    ent_residues_join(l->primes, l->rows + column, l->width, &l->tally);
}

static bool join_all(ledger *l, ent_natural *numbers, ent_arena *arena)
{
    for (size_t column = 1; column < l->width; column++) {
        join(l, column);
        if (!ent_tally_read(&l->tally, arena, &numbers[column - 1]))
            return false;
    }
    return true;
}

/* The tally becomes 2^members minus itself. */
static bool complement(ent_tally *tally, uint32_t members, ent_arena *scratch, ent_arena *arena,
                       ent_natural *number)
{
    ent_natural below;
    uint64_t *power = ent_arena_array(scratch, (size_t)members / 64 + 1, sizeof *power);
    if (power == NULL || !ent_tally_read(tally, scratch, &below))
        return false;
    power[members / 64] = UINT64_C(1) << (members % 64);
    ent_tally_clear(tally);
    ent_tally_add(tally, (ent_natural){.limbs = power, .count = (size_t)members / 64 + 1});
    ent_tally_subtract(tally, below);
    return ent_tally_read(tally, arena, number);
}

static ent_status count_swings(ent_weighted_counts *counts, by_kind *kinds, ent_weighted_task *task,
                               ledger *l, ent_arena *scratch, ent_arena *arena)
{
    const ent_weighted_game *game = task->game;
    uint64_t dual = ent_dual_quota(game);
    bool direct = game->least <= dual;
    if (ent_count_below(task, direct ? game->least : dual, l->rows) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (!join_all(l, kinds->swings, arena))
        return ENT_NO_RESOURCE;
    join(l, 0);
    uint32_t members = game->count + game->zeros;
    bool read = direct ? complement(&l->tally, members, scratch, arena, &counts->winning)
                       : ent_tally_read(&l->tally, arena, &counts->winning);
    return read ? ENT_OK : ENT_NO_RESOURCE;
}

static ent_status count_minimal(ent_weighted_counts *counts, by_kind *kinds,
                                ent_weighted_task *task, ledger *l, ent_arena *arena)
{
    for (size_t i = 0; i < l->width * l->primes->count; i++)
        l->rows[i] = 0;
    if (ent_count_minimal(task, l->rows) != ENT_OK || !join_all(l, kinds->minimal_with, arena))
        return ENT_NO_RESOURCE;
    join(l, 0);
    return ent_tally_read(&l->tally, arena, &counts->minimal) ? ENT_OK : ENT_NO_RESOURCE;
}

/* The place of a weight among the distinct ones. */
static uint32_t kind_of(const ent_weighted_game *game, uint64_t weight)
{
    const uint64_t *found =
        bsearch(&weight, game->distinct, game->distinct_count, sizeof *game->distinct, by_weight);
    return (uint32_t)(found - game->distinct);
}

static void give_to_members(ent_weighted_counts *counts, const by_kind *kinds,
                            const ent_weighted_game *game, const ent_quota *quota, uint32_t members)
{
    uint64_t divisor = divisor_of(quota, members);
    for (uint32_t i = 0; i < members; i++) {
        if (quota->weights[i] == 0)
            continue;
        uint32_t kind = kind_of(game, (uint64_t)quota->weights[i] / divisor);
        counts->swings[i] = kinds->swings[kind];
        counts->minimal_with[i] = kinds->minimal_with[kind];
        if (counts->shapley != NULL)
            counts->shapley[i] = kinds->shapley[kind];
    }
}

static uint64_t sum_or_most(uint64_t a, uint64_t b)
{
    uint64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* What the counts take, without the tables. */
static uint64_t list_bytes(uint32_t members)
{
    enum { LISTS = 512, BLOCKS = 1 << 18, NUMBERS = 4 };
    uint64_t number = (uint64_t)members / 8 + 64;
    uint64_t remainders = sizeof(uint32_t) * (uint64_t)ent_primes_needed((uint64_t)members + 1);
    return (uint64_t)members * (LISTS + NUMBERS * number + remainders) + BLOCKS;
}

static uint64_t counting_bytes(const ent_quota *quota, uint32_t members, int threads)
{
    uint64_t least = 0;
    uint64_t dual = 0;
    reduced_quotas(quota, members, &least, &dual);
    uint64_t tables = larger(ent_count_below_bytes(least < dual ? least : dual, threads),
                             ent_count_minimal_bytes(least, threads));
    return sum_or_most(tables, list_bytes(members));
}

static uint64_t shapley_bytes(const ent_quota *quota, uint32_t members, int threads)
{
    uint64_t least = 0;
    uint64_t dual = 0;
    reduced_quotas(quota, members, &least, &dual);
    return sum_or_most(ent_shapley_bytes(least, dual, members, threads), list_bytes(members));
}

uint64_t ent_weighted_bytes(const ent_quota *quota, uint32_t members, int threads)
{
    threads = threads_of(threads);
    return larger(counting_bytes(quota, members, threads), shapley_bytes(quota, members, threads));
}

static uint64_t memory_most(const ent_power_options *options)
{
    uint64_t most = options != NULL ? options->memory_most : 0;
    return most > 0 ? most : ent_memory_available();
}

/* Threads as wanted, as there is memory for, and as they are worth; 0 without memory for one. */
static int threads_within(uint64_t (*bytes)(const ent_quota *, uint32_t, int),
                          const ent_quota *quota, uint32_t members,
                          const ent_power_options *options)
{
    const uint64_t small = UINT64_C(1) << 22;
    uint64_t most = memory_most(options);
    int threads = threads_of(options != NULL ? options->threads : 0);
    if (threads > 1 && bytes(quota, members, 1) < small)
        threads = 1;
    while (threads > 0 && bytes(quota, members, threads) > most)
        threads--;
    return threads;
}

static ent_status too_little_memory(const ent_quota *quota, uint32_t members,
                                    const ent_power_options *options, ent_report *report)
{
    uint64_t needed = counting_bytes(quota, members, 1);
    const bool large = needed >> 30 > 0;
    const double unit = large ? 1024.0 * 1024.0 * 1024.0 : 1024.0 * 1024.0;
    (void)ent_error(report, (ent_place){0},
                    "counting the coalitions of %lu members by their weights takes %.1f %s of "
                    "memory; there are %.1f",
                    (unsigned long)members, (double)needed / unit, large ? "GiB" : "MiB",
                    (double)memory_most(options) / unit);
    return ENT_NO_RESOURCE;
}

static bool make_lists(ent_weighted_counts *counts, by_kind *kinds, uint32_t members,
                       uint32_t distinct, ent_arena *scratch, ent_arena *arena)
{
    *kinds =
        (by_kind){.swings = ent_arena_array(scratch, distinct, sizeof *kinds->swings),
                  .minimal_with = ent_arena_array(scratch, distinct, sizeof *kinds->minimal_with),
                  .shapley = ent_arena_array(scratch, distinct, sizeof *kinds->shapley)};
    counts->swings = ent_arena_array(arena, members, sizeof *counts->swings);
    counts->minimal_with = ent_arena_array(arena, members, sizeof *counts->minimal_with);
    return !scratch->exhausted && !arena->exhausted;
}

/* How many threads count, and how many compute indices. */
typedef struct {
    int counting;
    int shapley;
} crew;

static void begin_stage(ent_weighted_task *task, int threads, double from, double to)
{
    task->threads = threads;
    task->stage = (ent_stage){.options = task->stage.options, .from = from, .to = to};
}

/* All that is needed on the way lives in `scratch`. */
static ent_status count(ent_weighted_counts *counts, const ent_quota *quota, uint32_t members,
                        ent_weighted_task *task, crew threads, ent_arena *scratch, ent_arena *arena)
{
    ent_weighted_game game;
    ent_primes primes;
    ledger l;
    by_kind kinds;
    if (make_game(&game, quota, members, scratch) != ENT_OK ||
        !ent_primes_make(&primes, (uint64_t)members + 1, scratch) ||
        !make_ledger(&l, &game, &primes, scratch) ||
        !make_lists(counts, &kinds, members, game.distinct_count, scratch, arena))
        return ENT_NO_RESOURCE;
    task->game = &game;
    task->primes = &primes;
    begin_stage(task, threads.counting, 0, share_of_swings);
    if (count_swings(counts, &kinds, task, &l, scratch, arena) != ENT_OK)
        return ENT_NO_RESOURCE;
    begin_stage(task, threads.counting, share_of_swings, share_of_minimal);
    if (count_minimal(counts, &kinds, task, &l, arena) != ENT_OK)
        return ENT_NO_RESOURCE;
    begin_stage(task, threads.shapley, share_of_minimal, 1);
    if (threads.shapley > 0 &&
        ent_compute_shapley(task, kinds.swings, kinds.shapley, &kinds.shapley_known) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (kinds.shapley_known) {
        counts->shapley = ent_arena_array(arena, members, sizeof *counts->shapley);
        if (counts->shapley == NULL)
            return ENT_NO_RESOURCE;
    }
    give_to_members(counts, &kinds, &game, quota, members);
    return ENT_OK;
}

ent_status ent_weighted_count(ent_weighted_counts *counts, const ent_quota *quota, uint32_t members,
                              const ent_power_options *options, ent_arena *arena,
                              ent_report *report)
{
    *counts = (ent_weighted_counts){0};
    crew threads = {.counting = threads_within(counting_bytes, quota, members, options),
                    .shapley = threads_within(shapley_bytes, quota, members, options)};
    if (threads.counting == 0)
        return too_little_memory(quota, members, options, report);
    ent_weighted_task task = {.memory = arena->memory, .stage = {.options = options}};
    ent_arena scratch = ent_arena_new(arena->memory);
    ent_status status = count(counts, quota, members, &task, threads, &scratch, arena);
    ent_arena_free(&scratch);
    return status == ENT_NO_RESOURCE ? ent_out_of_memory(report) : status;
}
