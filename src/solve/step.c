/* Steps of movers over columns, tile by tile. */
#include "solve/step.h"

#include <string.h>

#include "base/threads.h"

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

/* The code of a local place of a tile, in the order of rows. */
static uint64_t code_in_row(const ent_fiber *fiber, uint64_t base, uint32_t row, uint64_t i)
{
    return base + fiber->row_offsets[row] + i;
}

/* Writes 1 for each place of the tile whose code is in the set, 0 for the others. */
static void load_flags(const ent_fiber *fiber, uint64_t base, const ent_set *set, uint8_t *flags)
{
    for (uint32_t row = 0; row < fiber->rows; row++, flags += fiber->row_places)
        for (uint64_t i = 0; i < fiber->block; i++)
            flags[fiber->places == NULL ? i : fiber->places[i]] =
                ent_set_has(set, code_in_row(fiber, base, row, i));
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

/* What a body's step needs locally; the arrays lie in a thread's bench. */
typedef struct {
    const ent_game *game;
    const ent_fiber *fiber;
    const ent_rule *rule;
    size_t places;
    size_t chunks;      /* words that hold the lanes of one position */
    uint32_t *now;      /* the members' keys, member by member */
    uint32_t *then;     /* what the members compare them with, at the target */
    uint32_t *values;   /* the tile of the column, in its own width */
    uint64_t *feasible; /* by position and chunk */
    uint64_t *switches; /* by position, chunk and switch */
    uint64_t *planes;
    uint64_t *consents; /* by party */
    uint64_t *stack;
} body_bench;

static body_bench lay_out_bench(const job *j, char *bench)
{
    const ent_game *game = j->shop->game;
    const ent_fiber *fiber = j->fiber;
    const ent_rule *rule = ent_rule_of(game, j->mover);
    body_bench b = {.game = game,
                    .fiber = fiber,
                    .rule = rule,
                    .places = ent_tile_places(fiber),
                    .chunks = (fiber->lanes + 63) / 64};
    size_t cells = fiber->positions * b.chunks;
    b.feasible = (uint64_t *)(void *)bench;
    b.switches = b.feasible + cells;
    b.planes = b.switches + cells * rule->switches.count;
    b.consents = b.planes + rule->switches.count;
    b.stack = b.consents + game->party_count;
    b.values = (uint32_t *)(void *)(b.stack + rule->program.depth);
    b.now = b.values + b.places;
    b.then = b.now + b.places * rule->body->members.count;
    return b;
}

static void load_members(const body_bench *b, uint64_t base, const ent_column *columns,
                         uint32_t *to)
{
    for (size_t m = 0; m < b->rule->body->members.count; m++) {
        const ent_column *column = &columns[b->rule->body->members.items[m]];
        ent_kernels_of(column->width)->load_wide(b->fiber, base, column->data, to + m * b->places);
    }
}

/* Whether the lanes of a row stand in a set as whole words. */
static bool has_whole_words(const ent_fiber *fiber, uint64_t base)
{
    return fiber->places == NULL && fiber->lanes % 64 == 0 && base % 64 == 0;
}

/* Sets bit (position, lane) of `words`, whose entries are `stride` apart, from a set of codes. */
static void load_bits(const body_bench *b, uint64_t base, const ent_set *set, uint64_t *words,
                      size_t stride)
{
    const ent_fiber *fiber = b->fiber;
    for (size_t i = 0; i < fiber->positions * b->chunks; i++)
        words[i * stride] = 0;
    for (uint32_t row = 0; row < fiber->rows; row++) {
        if (has_whole_words(fiber, base)) {
            const uint64_t *from = set->words + code_in_row(fiber, base, row, 0) / 64;
            for (size_t i = 0; i < b->chunks; i++)
                words[(row * b->chunks + i) * stride] = from[i];
            continue;
        }
        for (uint64_t i = 0; i < fiber->block; i++) {
            uint64_t place =
                (uint64_t)row * fiber->row_places + (fiber->places == NULL ? i : fiber->places[i]);
            uint64_t lane = place % fiber->lanes;
            uint64_t bit = ent_set_has(set, code_in_row(fiber, base, row, i));
            words[(place / fiber->lanes * b->chunks + lane / 64) * stride] |= bit << (lane % 64);
        }
    }
}

static void load_rule(const body_bench *b, uint64_t base)
{
    load_bits(b, base, &b->game->space.feasible, b->feasible, 1);
    for (size_t k = 0; k < b->rule->switches.count; k++)
        load_bits(b, base, &b->rule->switch_sets[k], b->switches + k, b->rule->switches.count);
}

/* Words that the rule takes in the bench of a tile. */
static size_t rule_words(const body_bench *b)
{
    return b->fiber->positions * b->chunks * (1 + b->rule->switches.count);
}

ent_status ent_lay_out_rule(ent_workshop *shop, uint32_t mover)
{
    ent_mover_plan *plan = &shop->plans[mover];
    const job j = {.shop = shop, .mover = mover, .fiber = &plan->fiber};
    body_bench b = lay_out_bench(&j, shop->bench);
    size_t words = rule_words(&b);
    uint64_t *rule = ent_arena_array(&shop->arena, (size_t)plan->fiber.tiles * words, sizeof *rule);
    if (rule == NULL)
        return ENT_NO_RESOURCE;
    for (uint64_t tile = 0; tile < plan->fiber.tiles; tile++) {
        load_rule(&b, ent_tile_base(&plan->fiber, tile));
        memcpy(rule + tile * words, b.feasible, words * sizeof *rule);
    }
    plan->rule = rule;
    return ENT_OK;
}

/* The rule of a tile: where it was laid out, or in the bench. */
static void find_rule(body_bench *b, const ent_mover_plan *plan, uint64_t tile)
{
    if (plan->rule == NULL) {
        load_rule(b, ent_tile_base(b->fiber, tile));
        return;
    }
    b->feasible = plan->rule + tile * rule_words(b);
    b->switches = b->feasible + b->fiber->positions * b->chunks;
}

static size_t lanes_in_chunk(const body_bench *b, size_t chunk)
{
    size_t left = b->fiber->lanes - chunk * 64;
    return left < 64 ? left : 64;
}

/* In which lanes the members who gain by the step from position `from` to `to` decide it; member
 * `without` never consents. */
static uint64_t decided(const body_bench *b, uint32_t from, uint32_t to, size_t chunk,
                        uint32_t without)
{
    const ent_body *body = b->rule->body;
    size_t here = (size_t)from * b->fiber->lanes + chunk * 64;
    size_t there = (size_t)to * b->fiber->lanes + chunk * 64;
    for (size_t m = 0; m < body->members.count; m++) {
        uint32_t party = body->members.items[m];
        b->consents[party] = party == without ? 0
                                              : ent_greater_mask(b->then + m * b->places + there,
                                                                 b->now + m * b->places + here,
                                                                 lanes_in_chunk(b, chunk));
    }
    size_t cell = from * b->chunks + chunk;
    const uint64_t *planes = b->switches + cell * b->rule->switches.count;
    return ent_run(&b->rule->program, planes, b->consents, b->stack) & b->feasible[cell] &
           b->feasible[to * b->chunks + chunk];
}

static void body_tile_minima(const body_bench *b, uint32_t without, const ent_kernels *kernels)
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
                                          lanes_in_chunk(b, chunk));
            }
        }
    }
}

static bool tile_body_credible(const job *j, uint64_t base, char *bench)
{
    body_bench b = lay_out_bench(j, bench);
    load_rule(&b, base);
    load_members(&b, base, j->shop->game->keys, b.now);
    b.then = b.now; /* improvements compare keys with keys */
    j->kernels->load(j->fiber, base, j->column->data, b.values);
    body_tile_minima(&b, j->without, j->kernels);
    return j->kernels->store_minima(j->fiber, base, b.values, j->column->data);
}

/* From bytes that are 0 or 1 to bits. */
static void flags_to_set(const ent_column *flags, ent_set *set)
{
    const uint8_t *bytes = flags->data;
    for (size_t i = 0; i < ent_set_words(set->bits); i++) {
        uint64_t word = 0;
        for (uint64_t k = 0; k < 64 && i * 64 + k < set->bits; k++)
            word |= (uint64_t)bytes[i * 64 + k] << k;
        set->words[i] = word;
    }
}

static size_t words_of_tile(const ent_fiber *fiber)
{
    size_t steps = (size_t)ent_reach_pairs(fiber, ENT_DIGITS_ALL) - fiber->positions;
    return steps * ((fiber->lanes + 63) / 64);
}

uint64_t ent_count_step_words(const ent_workshop *shop, uint32_t mover)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    return fiber->tiles * words_of_tile(fiber);
}

static ent_status new_step_words(const ent_workshop *shop, uint32_t mover, ent_step_words *steps)
{
    *steps = (ent_step_words){.count = (size_t)ent_count_step_words(shop, mover),
                              .tiles = shop->plans[mover].fiber.tiles};
    uint64_t *words = ent_allocate(shop->game->memory, ent_step_words_bytes(steps));
    if (words == NULL)
        return ENT_NO_RESOURCE;
    ent_place_step_words(steps, words);
    return ENT_OK;
}

size_t ent_step_words_bytes(const ent_step_words *steps)
{
    return steps->count * sizeof *steps->words + (size_t)steps->tiles;
}

void ent_place_step_words(ent_step_words *steps, void *block)
{
    steps->words = block;
    steps->any = (uint8_t *)(steps->words + steps->count);
}

void ent_free_step_words(const ent_workshop *shop, ent_step_words *steps)
{
    ent_release(shop->game->memory, steps->words, ent_step_words_bytes(steps));
    *steps = (ent_step_words){0};
}

/* Calls for what each word of a tile is; true when any is not 0. */
typedef uint64_t (*step_word)(const body_bench *b, const void *context, uint32_t from, uint32_t to,
                              size_t chunk, size_t index);

static bool fill_tile(const body_bench *b, step_word word, const void *context, size_t first,
                      uint64_t *words)
{
    uint64_t any = 0;
    size_t index = first;
    for (uint32_t from = 0; from < b->fiber->positions; from++) {
        uint32_t to = 0;
        ent_targets targets = ent_targets_of(b->fiber, from);
        while (ent_targets_next(&targets, &to))
            for (size_t chunk = 0; to != from && chunk < b->chunks; chunk++, index++)
                any |= words[index] = word(b, context, from, to, chunk, index);
    }
    return any != 0;
}

static uint64_t gain_word(const body_bench *b, const void *context, uint32_t from, uint32_t to,
                          size_t chunk, size_t index)
{
    (void)context;
    (void)index;
    return ent_greater_mask(b->then + (size_t)to * b->fiber->lanes + chunk * 64,
                            b->now + (size_t)from * b->fiber->lanes + chunk * 64,
                            lanes_in_chunk(b, chunk));
}

ent_status ent_find_gains(const ent_workshop *shop, uint32_t mover, const ent_column *keys,
                          const ent_column *values, ent_step_words *gains)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    const job j = {.shop = shop, .mover = mover, .fiber = fiber};
    if (new_step_words(shop, mover, gains) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        body_bench b = lay_out_bench(&j, shop->bench);
        uint64_t base = ent_tile_base(fiber, tile);
        ent_kernels_of(keys->width)->load_wide(fiber, base, keys->data, b.now);
        ent_kernels_of(values->width)->load_wide(fiber, base, values->data, b.then);
        gains->any[tile] =
            fill_tile(&b, gain_word, NULL, (size_t)tile * words_of_tile(fiber), gains->words);
    }
    return ENT_OK;
}

static uint64_t decision_word(const body_bench *b, const void *context, uint32_t from, uint32_t to,
                              size_t chunk, size_t index)
{
    const ent_step_words *const *gains = context;
    size_t cell = from * b->chunks + chunk;
    uint64_t possible = b->feasible[cell] & b->feasible[to * b->chunks + chunk];
    if (possible == 0)
        return 0;
    for (size_t m = 0; m < b->rule->body->members.count; m++)
        b->consents[b->rule->body->members.items[m]] =
            gains[m] == NULL ? 0 : gains[m]->words[index];
    return ent_run(&b->rule->program, b->switches + cell * b->rule->switches.count, b->consents,
                   b->stack) &
           possible;
}

ent_status ent_decide(const ent_workshop *shop, uint32_t mover, const ent_step_words *const *gains,
                      ent_step_words *decisions)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    const job j = {.shop = shop, .mover = mover, .fiber = fiber};
    if (new_step_words(shop, mover, decisions) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        body_bench b = lay_out_bench(&j, shop->bench);
        find_rule(&b, &shop->plans[mover], tile);
        decisions->any[tile] = fill_tile(&b, decision_word, gains,
                                         (size_t)tile * words_of_tile(fiber), decisions->words);
    }
    return ENT_OK;
}

/* 1 where any step from a place is decided. */
static void mark_movable(const body_bench *b, const uint64_t *words)
{
    memset(b->values, 0, b->places * sizeof *b->values);
    for (uint32_t from = 0; from < b->fiber->positions; from++) {
        uint32_t to = 0;
        uint32_t *values = b->values + (size_t)from * b->fiber->lanes;
        ent_targets targets = ent_targets_of(b->fiber, from);
        while (ent_targets_next(&targets, &to))
            for (size_t chunk = 0; to != from && chunk < b->chunks; chunk++)
                for (uint64_t left = *words++; left != 0; left &= left - 1)
                    values[chunk * 64 + (size_t)__builtin_ctzll(left)] = 1;
    }
}

void ent_find_movable(const ent_workshop *shop, uint32_t mover, const ent_step_words *decisions,
                      ent_column *flags, ent_set *movable)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    const job j = {.shop = shop, .mover = mover, .fiber = fiber};
    memset(flags->data, 0, (size_t)flags->count);
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        body_bench b = lay_out_bench(&j, shop->bench);
        if (!decisions->any[tile])
            continue;
        mark_movable(&b, decisions->words + tile * words_of_tile(fiber));
        ent_kernels_of(1)->store_wide(fiber, ent_tile_base(fiber, tile), b.values, flags->data);
    }
    flags_to_set(flags, movable);
}

static bool tile_decided(const job *j, uint64_t base, char *bench, const uint64_t *words)
{
    const ent_fiber *fiber = j->fiber;
    size_t chunks = (fiber->lanes + 63) / 64;
    j->kernels->load(fiber, base, j->column->data, bench);
    for (uint32_t from = 0; from < fiber->positions; from++) {
        uint32_t to = 0;
        ent_targets targets = ent_targets_of(fiber, from);
        while (ent_targets_next(&targets, &to))
            for (size_t chunk = 0; to != from && chunk < chunks; chunk++) {
                size_t left = fiber->lanes - chunk * 64;
                uint64_t where = *words++;
                if (where != 0)
                    j->kernels->minima_where(bench, (size_t)from * fiber->lanes + chunk * 64,
                                             (size_t)to * fiber->lanes + chunk * 64, where,
                                             left < 64 ? left : 64);
            }
    }
    return j->kernels->store_minima(fiber, base, bench, j->column->data);
}

/* A body's step by decisions that were found before. */
static bool step_decided(const job *j, const ent_step_words *decisions)
{
    bool changed = false;
    for (uint64_t tile = 0; tile < decisions->tiles; tile++)
        if (decisions->any[tile])
            changed |= tile_decided(j, ent_tile_base(j->fiber, tile), j->shop->bench,
                                    decisions->words + tile * words_of_tile(j->fiber));
    return changed;
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
            return step_decided(&j, &shop->decisions[mover]);
        return over_tiles(&j, tile_body_credible);
    }
    j.pairs = prefers_pairs(plan, grades_of(shop, mover), column->width);
    return over_tiles(&j, tile_party_credible);
}

/* Writes 1 where the body has a decided step, into the values. */
static void body_tile_gains(const body_bench *b)
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
            for (size_t i = 0; i < lanes_in_chunk(b, chunk); i++)
                values[i] = (gains >> i) & 1u;
        }
}

static bool tile_gains(const job *j, uint64_t base, char *bench)
{
    body_bench b = lay_out_bench(j, bench);
    load_rule(&b, base);
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
    flags_to_set(flags, gains);
}
