/* Steps of movers over columns, tile by tile. */
#include "solve/step.h"

#include <string.h>

#include "base/threads.h"
#include "solve/bench.h"

enum { TILES_TO_SHARE = 16 /* fewer are not worth waking threads for */ };

/* What is done to each tile of a column; the parts that a step does not need are empty. */
typedef struct {
    const ent_workshop *shop;
    uint32_t mover;
    const ent_fiber *fiber;
    const ent_kernels *kernels; /* of the column's width */
    ent_column *column;
    const ent_set *gate;      /* where a gated body may move */
    const ent_column *secure; /* by party: what members compare their keys with */
    uint32_t without;         /* the party whose consent does not count */
    bool pairs;               /* credible steps by pairs, not by a table */
} job;

/* Works on the tile that begins at code `base` in the local memory of a thread. True when the
 * column changed. */
typedef bool (*tile_work)(const job *j, uint64_t base, char *bench);

static job new_job(const ent_workshop *shop, uint32_t mover, ent_column *column)
{
    return (job){.shop = shop,
                 .mover = mover,
                 .fiber = &shop->plans[mover].fiber,
                 .kernels = ent_kernels_of(column->width),
                 .column = column,
                 .without = ENT_NOBODY};
}

/* Tiles do not overlap, so that threads may share them; in portions, so that a thread that the
 * machine holds up does not hold up the others. */
static bool over_tiles(const job *j, tile_work work)
{
    const ent_workshop *shop = j->shop;
    bool changed = false;
#pragma omp parallel for num_threads(shop->threads) schedule(dynamic, j->fiber->tiles / 256 + 1)   \
    reduction(||                                                                                   \
              : changed) if (j->fiber->tiles > TILES_TO_SHARE)
    for (uint64_t tile = 0; tile < j->fiber->tiles; tile++) {
        char *bench = shop->bench + (size_t)ent_thread() * shop->bench_bytes;
        changed = work(j, ent_tile_base(j->fiber, tile), bench) || changed;
    }
    return changed;
}

static bool tile_minima(const job *j, uint64_t base, char *bench)
{
    j->kernels->load(j->fiber, base, j->column->data, bench);
    j->kernels->spread_minima(j->fiber, bench);
    return j->kernels->store_minima(j->fiber, base, bench, j->column->data);
}

bool ent_step_minima(const ent_workshop *shop, uint32_t mover, ent_column *column)
{
    job j = new_job(shop, mover, column);
    return over_tiles(&j, tile_minima);
}

static bool tile_maxima(const job *j, uint64_t base, char *bench)
{
    j->kernels->load(j->fiber, base, j->column->data, bench);
    j->kernels->spread_maxima(j->fiber, bench);
    return j->kernels->store_maxima(j->fiber, base, bench, j->column->data);
}

bool ent_step_maxima(const ent_workshop *shop, uint32_t mover, ent_column *column)
{
    job j = new_job(shop, mover, column);
    return over_tiles(&j, tile_maxima);
}

/* Writes 1 for each place of the tile whose code is in the set, 0 for the others. */
static void load_flags(const ent_fiber *fiber, uint64_t base, const ent_set *set, uint8_t *flags)
{
    for (uint32_t row = 0; row < fiber->rows; row++, flags += fiber->row_places)
        for (uint64_t i = 0; i < fiber->block; i++)
            flags[fiber->places == NULL ? i : fiber->places[i]] =
                ent_set_has(set, ent_code_in_row(fiber, base, row, i));
}

static bool tile_gated(const job *j, uint64_t base, char *bench)
{
    size_t places = ent_tile_places(j->fiber);
    size_t width = j->column->width;
    char *before = bench;
    char *after = before + places * width;
    uint8_t *open = (uint8_t *)after + places * width;
    j->kernels->load(j->fiber, base, j->column->data, before);
    memcpy(after, before, places * width);
    j->kernels->spread_minima(j->fiber, after);
    load_flags(j->fiber, base, j->gate, open);
    for (size_t i = 0; i < places; i++)
        if (!open[i])
            memcpy(after + i * width, before + i * width, width);
    return j->kernels->store_minima(j->fiber, base, after, j->column->data);
}

bool ent_step_gated(const ent_workshop *shop, uint32_t mover, const ent_set *gate,
                    ent_column *column)
{
    job j = new_job(shop, mover, column);
    j.gate = gate;
    return over_tiles(&j, tile_gated);
}

/* The column by which a party's improvements are told: its keys, or grades within fibers. */
static const ent_column *grades_of(const ent_workshop *shop, uint32_t party)
{
    const ent_column *grades = &shop->plans[party].grades;
    return grades->data != NULL ? grades : &shop->game->keys[party];
}

/*
 * Which way is quicker, in tenths of a nanosecond as measured on one machine: pairs are worked on a
 * vector at a time, entries of a table one by one. Pairs need grades of one byte.
 */
static bool prefers_pairs(const ent_mover_plan *plan, const ent_column *grades, uint32_t width)
{
    uint64_t groups = ent_choice_positions(&plan->fiber, ENT_DIGITS_DIRECTED);
    uint64_t entry = width == 1 ? 35 : 90; /* wider tables do not stay in the nearest cache */
    uint64_t by_pairs = plan->pairs;
    uint64_t by_table =
        entry * (plan->entries + plan->fiber.positions) + groups * plan->grade_count * width / 2;
    return grades->width == 1 && by_pairs <= by_table;
}

static bool tile_party_credible(const job *j, uint64_t base, char *bench)
{
    const ent_mover_plan *plan = &j->shop->plans[j->mover];
    const ent_column *grades = grades_of(j->shop, j->mover);
    uint32_t *grade = (uint32_t *)(void *)bench;
    uint32_t *local = grade + ent_tile_places(j->fiber);
    j->kernels->load(j->fiber, base, j->column->data, local);
    if (j->pairs) {
        j->kernels->load_bytes(j->fiber, base, grades->data, grade);
        j->kernels->graded_pairs(j->fiber, grade, local);
    } else {
        uint32_t *table = local + ent_tile_places(j->fiber);
        ent_kernels_of(grades->width)->load_wide(j->fiber, base, grades->data, grade);
        j->kernels->graded_table(j->fiber, grade, plan->grade_count, table, local);
    }
    return j->kernels->store_minima(j->fiber, base, local, j->column->data);
}

static void load_members(const ent_body_bench *b, uint64_t base, const ent_column *columns,
                         uint32_t *to)
{
    for (size_t m = 0; m < b->rule->body->members.count; m++) {
        const ent_column *column = &columns[b->rule->body->members.items[m]];
        ent_kernels_of(column->width)->load_wide(b->fiber, base, column->data, to + m * b->places);
    }
}

/* In which lanes the members who gain by the step from position `from` to `to` decide it; member
 * `without` never consents. */
static uint64_t decided(const ent_body_bench *b, uint32_t from, uint32_t to, size_t chunk,
                        uint32_t without)
{
    const ent_body *body = b->rule->body;
    size_t here = (size_t)from * b->fiber->lanes + chunk * 64;
    size_t there = (size_t)to * b->fiber->lanes + chunk * 64;
    for (size_t m = 0; m < body->members.count; m++) {
        uint32_t party = body->members.items[m];
        b->consents[party] =
            party == without
                ? 0
                : ent_greater_mask(b->then + m * b->places + there, b->now + m * b->places + here,
                                   ent_lanes_in_chunk(b->fiber, chunk));
    }
    size_t cell = from * b->chunks + chunk;
    const uint64_t *planes = b->switches + cell * b->rule->switches.count;
    return ent_run(&b->rule->program, planes, b->consents, b->stack) & b->feasible[cell] &
           b->feasible[to * b->chunks + chunk];
}

static void body_tile_minima(const ent_body_bench *b, uint32_t without, const ent_kernels *kernels)
{
    for (uint32_t from = 0; from < b->fiber->positions; from++) {
        uint32_t to = 0;
        ent_targets targets = ent_targets_of(b->fiber, from);
        while (ent_targets_next(&targets, &to)) {
            if (to == from)
                continue;
            for (size_t chunk = 0; chunk < b->chunks; chunk++) {
                uint64_t where = decided(b, from, to, chunk, without);
                if (where != 0)
                    kernels->minima_where(b->values, (size_t)from * b->fiber->lanes + chunk * 64,
                                          (size_t)to * b->fiber->lanes + chunk * 64, where,
                                          ent_lanes_in_chunk(b->fiber, chunk));
            }
        }
    }
}

static bool tile_body_credible(const job *j, uint64_t base, char *bench)
{
    ent_body_bench b = ent_lay_out_bench(j->shop, j->mover, bench);
    ent_load_rule(&b, base);
    load_members(&b, base, j->shop->game->keys, b.now);
    b.then = b.now; /* improvements compare keys with keys */
    j->kernels->load(j->fiber, base, j->column->data, b.values);
    body_tile_minima(&b, j->without, j->kernels);
    return j->kernels->store_minima(j->fiber, base, b.values, j->column->data);
}

bool ent_step_credible(const ent_workshop *shop, uint32_t mover, uint32_t without,
                       ent_column *column)
{
    const ent_mover_plan *plan = &shop->plans[mover];
    job j = new_job(shop, mover, column);
    if (plan->fiber.positions == 1)
        return false;
    if (ent_mover_is_body(shop->game, mover)) {
        j.without = without;
        if (shop->decisions != NULL && shop->decisions[mover].words != NULL)
            return ent_step_decided(shop, mover, column);
        return over_tiles(&j, tile_body_credible);
    }
    j.pairs = prefers_pairs(plan, grades_of(shop, mover), column->width);
    return over_tiles(&j, tile_party_credible);
}

/* Writes 1 where the body has a decided step, into the values. */
static void body_tile_gains(const ent_body_bench *b)
{
    memset(b->values, 0, b->places * sizeof *b->values);
    for (uint32_t from = 0; from < b->fiber->positions; from++)
        for (size_t chunk = 0; chunk < b->chunks; chunk++) {
            uint64_t gains = 0;
            uint32_t to = 0;
            ent_targets targets = ent_targets_of(b->fiber, from);
            while (ent_targets_next(&targets, &to))
                if (to != from)
                    gains |= decided(b, from, to, chunk, ENT_NOBODY);
            uint32_t *values = b->values + (size_t)from * b->fiber->lanes + chunk * 64;
            for (size_t i = 0; i < ent_lanes_in_chunk(b->fiber, chunk); i++)
                values[i] = (gains >> i) & 1u;
        }
}

static bool tile_gains(const job *j, uint64_t base, char *bench)
{
    ent_body_bench b = ent_lay_out_bench(j->shop, j->mover, bench);
    ent_load_rule(&b, base);
    load_members(&b, base, j->shop->game->keys, b.now);
    load_members(&b, base, j->secure, b.then);
    body_tile_gains(&b);
    j->kernels->store_wide(j->fiber, base, b.values, j->column->data);
    return true;
}

void ent_step_gains(const ent_workshop *shop, uint32_t mover, const ent_column *secure,
                    ent_column *flags, ent_set *gains)
{
    job j = new_job(shop, mover, flags);
    j.secure = secure;
    (void)over_tiles(&j, tile_gains);
    ent_flags_to_set(flags, gains);
}
