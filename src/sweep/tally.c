/* Blocks as bytes, and back. */
#include "sweep/tally.h"

#include <math.h>
#include <string.h>

enum {
    HEAD_BYTES = 8 + 4 * 4,
    ROW_BYTES = 4 * (4 + ENT_CONCEPTS),
    STATE_BYTES = 4 + 8 * ENT_SUMS,
};

static size_t redrawn_count(const ent_block *block)
{
    return (size_t)block->row_count * block->doubt_count;
}

static size_t bytes_of(const ent_block *block, bool redrawn)
{
    return HEAD_BYTES + (size_t)block->row_count * ROW_BYTES +
           (redrawn ? redrawn_count(block) * ENT_COUNTS_BYTES : 0) +
           (size_t)block->state_count * STATE_BYTES;
}

size_t ent_block_bytes(const ent_block *block)
{
    return bytes_of(block, block->redrawn != NULL);
}

size_t ent_block_bytes_most(const ent_plan *plan, uint64_t states)
{
    const ent_block largest = {.row_count = ENT_BLOCK_CASES,
                               .doubt_count = plan->doubt_count,
                               .state_count = (uint32_t)states};
    return bytes_of(&largest, !plan->exact);
}

static void put(uint8_t **at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        *(*at)++ = (uint8_t)(value >> (8 * i));
}

static uint64_t take(const uint8_t **at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t) * (*at)++ << (8 * i);
    return value;
}

static void put_row(uint8_t **at, const ent_case_row *row)
{
    put(at, row->agreeable, 4);
    put(at, row->agreed, 4);
    put(at, row->holding, 4);
    put(at, row->viable, 4);
    for (int c = 0; c < ENT_CONCEPTS; c++)
        put(at, row->equilibria[c], 4);
}

static ent_case_row take_row(const uint8_t **at)
{
    ent_case_row row = {.agreeable = (uint32_t)take(at, 4),
                        .agreed = (uint32_t)take(at, 4),
                        .holding = (uint32_t)take(at, 4),
                        .viable = (uint32_t)take(at, 4)};
    for (int c = 0; c < ENT_CONCEPTS; c++)
        row.equilibria[c] = (uint32_t)take(at, 4);
    return row;
}

void ent_counts_pack(const ent_counts *counts, size_t count, uint8_t *bytes)
{
    for (size_t i = 0; i < count; i++)
        for (int a = 0; a < ENT_ANSWERS; a++)
            put(&bytes, counts[i].of[a], 4);
}

void ent_counts_unpack(ent_counts *counts, size_t count, const uint8_t *bytes)
{
    for (size_t i = 0; i < count; i++)
        for (int a = 0; a < ENT_ANSWERS; a++)
            counts[i].of[a] = (uint32_t)take(&bytes, 4);
}

static void put_state(uint8_t **at, const ent_state_sums *state)
{
    put(at, state->number, 4);
    for (int k = 0; k < ENT_SUMS; k++) {
        uint64_t bits = 0;
        memcpy(&bits, &state->sums[k], sizeof bits);
        put(at, bits, 8);
    }
}

static ent_state_sums take_state(const uint8_t **at)
{
    ent_state_sums state = {.number = (uint32_t)take(at, 4)};
    for (int k = 0; k < ENT_SUMS; k++) {
        uint64_t bits = take(at, 8);
        memcpy(&state.sums[k], &bits, sizeof bits);
    }
    return state;
}

void ent_block_pack(const ent_block *block, uint8_t *bytes)
{
    uint8_t *at = bytes;
    put(&at, block->block, 8);
    put(&at, block->row_count, 4);
    put(&at, block->doubt_count, 4);
    put(&at, block->state_count, 4);
    put(&at, block->redrawn != NULL, 4);
    for (uint32_t i = 0; i < block->row_count; i++)
        put_row(&at, &block->rows[i]);
    if (block->redrawn != NULL) {
        ent_counts_pack(block->redrawn, redrawn_count(block), at);
        at += redrawn_count(block) * ENT_COUNTS_BYTES;
    }
    for (uint32_t i = 0; i < block->state_count; i++)
        put_state(&at, &block->states[i]);
}

/* The head, and whether the bytes that follow are as many as it promises. */
static bool take_head(ent_block *block, const uint8_t **at, size_t length, const ent_plan *plan,
                      uint64_t states, bool *redrawn)
{
    if (length < HEAD_BYTES)
        return false;
    *block = (ent_block){.block = take(at, 8)};
    block->row_count = (uint32_t)take(at, 4);
    block->doubt_count = (uint32_t)take(at, 4);
    block->state_count = (uint32_t)take(at, 4);
    uint64_t mark = take(at, 4);
    *redrawn = mark == 1;
    if (mark > 1 || block->block >= plan->blocks ||
        block->row_count != ent_block_cases(plan, block->block) ||
        block->doubt_count != plan->doubt_count || block->state_count > states)
        return false;
    return length == bytes_of(block, *redrawn);
}

static ent_status make_room(ent_block *block, bool redrawn, ent_arena *arena)
{
    block->rows = ent_arena_array(arena, block->row_count, sizeof *block->rows);
    block->states = ent_arena_array(arena, block->state_count, sizeof *block->states);
    if (redrawn)
        block->redrawn = ent_arena_array(arena, redrawn_count(block), sizeof *block->redrawn);
    return arena->exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

ent_status ent_block_unpack(ent_block *block, const uint8_t *bytes, size_t length,
                            const ent_plan *plan, uint64_t states, ent_arena *arena)
{
    const uint8_t *at = bytes;
    bool redrawn = false;
    if (!take_head(block, &at, length, plan, states, &redrawn))
        return ENT_WRONG_USE;
    if (make_room(block, redrawn, arena) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < block->row_count; i++)
        block->rows[i] = take_row(&at);
    if (redrawn) {
        ent_counts_unpack(block->redrawn, redrawn_count(block), at);
        at += redrawn_count(block) * ENT_COUNTS_BYTES;
    }
    for (uint32_t i = 0; i < block->state_count; i++)
        block->states[i] = take_state(&at);
    return ent_block_is_sound(block, plan, states) ? ENT_OK : ENT_WRONG_USE;
}

/* Equilibria of NASH are among those of SMR and SEQ, and these among those of GMR. */
static bool row_is_sound(const ent_case_row *row, uint64_t states)
{
    const uint32_t *e = row->equilibria;
    return row->agreeable < states && row->agreed <= row->agreeable && row->holding <= e[ENT_GMR] &&
           row->viable <= row->agreed && row->viable <= row->holding && e[ENT_GMR] <= states &&
           e[ENT_SMR] <= e[ENT_GMR] && e[ENT_SEQ] <= e[ENT_GMR] && e[ENT_NASH] <= e[ENT_SMR] &&
           e[ENT_NASH] <= e[ENT_SEQ];
}

static bool counts_are_sound(const ent_counts *counts, uint64_t states)
{
    const uint32_t *of = counts->of;
    return of[ENT_ANSWER_AGREE] < states && of[ENT_ANSWER_HOLD] <= states &&
           of[ENT_ANSWER_VIABLE] <= of[ENT_ANSWER_AGREE] &&
           of[ENT_ANSWER_VIABLE] <= of[ENT_ANSWER_HOLD];
}

/* Sums are of weights that are not more than `most` together, and of draws, whole numbers. */
static bool sums_are_sound(const double *sums, double most, bool whole)
{
    bool any = false;
    for (int k = 0; k < ENT_SUMS; k++) {
        if (!(sums[k] >= 0 && sums[k] <= most) || (whole && sums[k] != floor(sums[k])))
            return false;
        any = any || sums[k] > 0;
    }
    return any && sums[ENT_SUM_VIABLE] <= sums[ENT_SUM_AGREEABLE];
}

bool ent_block_is_sound(const ent_block *block, const ent_plan *plan, uint64_t states)
{
    static const double slack = 1e-9; /* for rounding */
    if (block->block >= plan->blocks || block->doubt_count != plan->doubt_count ||
        block->row_count != ent_block_cases(plan, block->block) ||
        (block->redrawn == NULL) != plan->exact)
        return false;
    for (uint32_t i = 0; i < block->row_count; i++)
        if (!row_is_sound(&block->rows[i], states))
            return false;
    for (size_t i = 0; !plan->exact && i < redrawn_count(block); i++)
        if (!counts_are_sound(&block->redrawn[i], states))
            return false;
    double most = plan->exact ? 1 + slack : block->row_count;
    for (uint32_t i = 0; i < block->state_count; i++) {
        const ent_state_sums *state = &block->states[i];
        uint32_t before = i == 0 ? 0 : block->states[i - 1].number;
        if (state->number <= before || state->number > states ||
            !sums_are_sound(state->sums, most, !plan->exact))
            return false;
    }
    return true;
}
