/* Something about all steps of a body at once, and what it decides by them. */
#include <string.h>

#include "solve/bench.h"

static size_t words_of_tile(const ent_fiber *fiber)
{
    size_t steps = (size_t)ent_reach_pairs(fiber, ENT_DIGITS_ALL) - fiber->positions;
    return steps * ent_chunks(fiber);
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
typedef uint64_t (*step_word)(const ent_body_bench *b, const void *context, uint32_t from,
                              uint32_t to, size_t chunk, size_t index);

static bool fill_tile(const ent_body_bench *b, step_word word, const void *context, size_t first,
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

static uint64_t gain_word(const ent_body_bench *b, const void *context, uint32_t from, uint32_t to,
                          size_t chunk, size_t index)
{
    (void)context;
    (void)index;
    return ent_greater_mask(b->then + (size_t)to * b->fiber->lanes + chunk * 64,
                            b->now + (size_t)from * b->fiber->lanes + chunk * 64,
                            ent_lanes_in_chunk(b->fiber, chunk));
}

ent_status ent_find_gains(const ent_workshop *shop, uint32_t mover, const ent_column *keys,
                          const ent_column *values, ent_step_words *gains)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    if (new_step_words(shop, mover, gains) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_body_bench b = ent_lay_out_bench(shop, mover, shop->bench);
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        uint64_t base = ent_tile_base(fiber, tile);
        ent_kernels_of(keys->width)->load_wide(fiber, base, keys->data, b.now);
        ent_kernels_of(values->width)->load_wide(fiber, base, values->data, b.then);
        gains->any[tile] =
            fill_tile(&b, gain_word, NULL, (size_t)tile * words_of_tile(fiber), gains->words);
    }
    return ENT_OK;
}

static uint64_t decision_word(const ent_body_bench *b, const void *context, uint32_t from,
                              uint32_t to, size_t chunk, size_t index)
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

static uint64_t possible_word(const ent_body_bench *b, const void *context, uint32_t from,
                              uint32_t to, size_t chunk, size_t index)
{
    (void)context;
    (void)index;
    return b->feasible[from * b->chunks + chunk] & b->feasible[to * b->chunks + chunk];
}

static uint64_t switch_word(const ent_body_bench *b, const void *context, uint32_t from,
                            uint32_t to, size_t chunk, size_t index)
{
    const size_t *number = context;
    (void)to;
    (void)index;
    return b->switches[(from * b->chunks + chunk) * b->rule->switches.count + *number];
}

static ent_laid_rule *new_laid_rule(ent_workshop *shop, uint32_t mover)
{
    const ent_rule *rule = ent_rule_of(shop->game, mover);
    ent_arena *arena = &shop->arena;
    size_t runs = (size_t)(ent_count_step_words(shop, mover) + ENT_RUN_WORDS - 1) / ENT_RUN_WORDS;
    ent_laid_rule *laid = ent_arena_allocate(arena, sizeof *laid);
    if (laid == NULL)
        return NULL;
    laid->stride = runs * ENT_RUN_WORDS;
    laid->possible = ent_arena_array(arena, laid->stride, sizeof *laid->possible);
    laid->switches =
        ent_arena_array(arena, rule->switches.count, laid->stride * sizeof *laid->switches);
    laid->consents =
        ent_arena_array(arena, shop->game->party_count, sizeof(uint64_t[ENT_RUN_WORDS]));
    laid->stack = ent_arena_array(arena, rule->program.depth, sizeof(uint64_t[ENT_RUN_WORDS]));
    return arena->exhausted ? NULL : laid;
}

ent_status ent_lay_out_rule(ent_workshop *shop, uint32_t mover)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    ent_body_bench b = ent_lay_out_bench(shop, mover, shop->bench);
    ent_laid_rule *laid = new_laid_rule(shop, mover);
    if (laid == NULL)
        return ENT_NO_RESOURCE;
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        size_t first = (size_t)tile * words_of_tile(fiber);
        ent_load_rule(&b, ent_tile_base(fiber, tile));
        (void)fill_tile(&b, possible_word, NULL, first, laid->possible);
        for (size_t k = 0; k < b.rule->switches.count; k++)
            (void)fill_tile(&b, switch_word, &k, first, laid->switches + k * laid->stride);
    }
    shop->plans[mover].rule = laid;
    return ENT_OK;
}

/* What a laid rule makes of some words. */
static void decide_words(const ent_rule *rule, const ent_laid_rule *laid,
                         const ent_step_words *const *gains, size_t at, size_t count,
                         uint64_t *words)
{
    for (size_t m = 0; m < rule->body->members.count; m++) {
        size_t party = rule->body->members.items[m];
        uint64_t *consents = laid->consents + party * ENT_RUN_WORDS;
        if (gains[m] == NULL)
            memset(consents, 0, sizeof(uint64_t[ENT_RUN_WORDS]));
        else if (count == ENT_RUN_WORDS) /* a count that the compiler knows */
            memcpy(consents, gains[m]->words + at, sizeof(uint64_t[ENT_RUN_WORDS]));
        else
            memcpy(consents, gains[m]->words + at, count * sizeof *consents);
    }
    ent_run_words(&rule->program, laid->switches + at, laid->stride, laid->consents, laid->stack);
    for (size_t i = 0; i < count; i++)
        words[i] = laid->stack[i] & laid->possible[at + i];
}

static void decide_laid(const ent_rule *rule, const ent_laid_rule *laid,
                        const ent_step_words *const *gains, ent_step_words *decisions)
{
    size_t of_tile = decisions->count / (size_t)decisions->tiles;
    for (size_t at = 0; at < decisions->count; at += ENT_RUN_WORDS) {
        size_t left = decisions->count - at;
        decide_words(rule, laid, gains, at, left < ENT_RUN_WORDS ? left : ENT_RUN_WORDS,
                     decisions->words + at);
    }
    for (uint64_t tile = 0; tile < decisions->tiles; tile++)
        for (size_t i = 0; i < of_tile && !decisions->any[tile]; i++)
            decisions->any[tile] = decisions->words[(size_t)tile * of_tile + i] != 0;
}

ent_status ent_decide(const ent_workshop *shop, uint32_t mover, const ent_step_words *const *gains,
                      ent_step_words *decisions)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    if (new_step_words(shop, mover, decisions) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (shop->plans[mover].rule != NULL) {
        decide_laid(ent_rule_of(shop->game, mover), shop->plans[mover].rule, gains, decisions);
        return ENT_OK;
    }
    ent_body_bench b = ent_lay_out_bench(shop, mover, shop->bench);
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        ent_load_rule(&b, ent_tile_base(fiber, tile));
        decisions->any[tile] = fill_tile(&b, decision_word, gains,
                                         (size_t)tile * words_of_tile(fiber), decisions->words);
    }
    return ENT_OK;
}

/* 1 where any step from a place is decided. */
static void mark_movable(const ent_body_bench *b, const uint64_t *words)
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
    memset(flags->data, 0, (size_t)flags->count);
    ent_body_bench b = ent_lay_out_bench(shop, mover, shop->bench);
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        if (!decisions->any[tile])
            continue;
        mark_movable(&b, decisions->words + tile * words_of_tile(fiber));
        ent_kernels_of(1)->store_wide(fiber, ent_tile_base(fiber, tile), b.values, flags->data);
    }
    ent_flags_to_set(flags, movable);
}

static bool tile_decided(const ent_fiber *fiber, uint64_t base, const uint64_t *words, char *bench,
                         ent_column *column)
{
    const ent_kernels *kernels = ent_kernels_of(column->width);
    size_t chunks = ent_chunks(fiber);
    kernels->load(fiber, base, column->data, bench);
    for (uint32_t from = 0; from < fiber->positions; from++) {
        uint32_t to = 0;
        ent_targets targets = ent_targets_of(fiber, from);
        while (ent_targets_next(&targets, &to))
            for (size_t chunk = 0; to != from && chunk < chunks; chunk++) {
                uint64_t where = *words++;
                if (where != 0)
                    kernels->minima_where(bench, (size_t)from * fiber->lanes + chunk * 64,
                                          (size_t)to * fiber->lanes + chunk * 64, where,
                                          ent_lanes_in_chunk(fiber, chunk));
            }
    }
    return kernels->store_minima(fiber, base, bench, column->data);
}

bool ent_step_decided(const ent_workshop *shop, uint32_t mover, ent_column *column)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    const ent_step_words *decisions = &shop->decisions[mover];
    bool changed = false;
    for (uint64_t tile = 0; tile < decisions->tiles; tile++)
        if (decisions->any[tile])
            changed |=
                tile_decided(fiber, ent_tile_base(fiber, tile),
                             decisions->words + tile * words_of_tile(fiber), shop->bench, column);
    return changed;
}
