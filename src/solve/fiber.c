/* The geometry of fibers and tiles. */
#include "solve/fiber.h"

#include <assert.h>

enum { TILE_PLACES = 16384, LANES_MOST = 64, TARGETS_MOST = 1 << 18 };

static bool is_own(const ent_digit *digit, uint32_t mover)
{
    return digit->mover == mover && digit->moves != ENT_MOVES_FIXED && digit->radix > 1;
}

static void add_own_digits(ent_fiber *fiber, const ent_space *space, uint32_t mover)
{
    fiber->positions = 1;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        const ent_digit *digit = &space->digits[i];
        if (!is_own(digit, mover))
            continue;
        fiber->digits[fiber->digit_count++] = (ent_fiber_digit){
            .radix = digit->radix, .step = fiber->positions, .moves = digit->moves};
        fiber->positions *= digit->radix;
    }
}

/* Chooses how many of the lowest digits make a row: enough for the wanted number of lanes. */
static uint32_t choose_block(ent_fiber *fiber, const ent_space *space, uint32_t mover)
{
    uint32_t wanted = TILE_PLACES / fiber->positions;
    wanted = wanted < 1 ? 1 : wanted > LANES_MOST ? LANES_MOST : wanted;
    uint32_t low = 0;
    fiber->lanes = 1;
    fiber->block = 1;
    while (low < space->digit_count &&
           (fiber->lanes < wanted || is_own(&space->digits[low], mover))) {
        fiber->block *= space->digits[low].radix;
        if (!is_own(&space->digits[low], mover))
            fiber->lanes *= space->digits[low].radix;
        low++;
    }
    return low;
}

/* Groups are alike: adding the first position of another gives that group. */
static ent_status fill_group(ent_fiber *fiber, ent_arena *arena)
{
    fiber->group =
        ent_arena_array(arena, ent_choice_positions(fiber, ENT_DIGITS_FREE), sizeof *fiber->group);
    if (fiber->group == NULL)
        return ENT_NO_RESOURCE;
    ent_reach inside = ent_reach_from(fiber, ENT_DIGITS_FREE, 0);
    while (ent_reach_next(&inside))
        fiber->group[fiber->group_count++] = inside.position;
    return ENT_OK;
}

/* Where each code of a row goes: its own position times the lanes, plus its lane. */
static void fill_places(ent_fiber *fiber, const ent_space *space, uint32_t mover, uint32_t low)
{
    for (uint64_t code = 0; code < fiber->block; code++) {
        uint64_t rest = code;
        uint32_t position = 0;
        uint32_t lane = 0;
        uint32_t position_step = 1;
        uint32_t lane_step = 1;
        for (uint32_t i = 0; i < low; i++) {
            uint32_t radix = space->digits[i].radix;
            uint32_t value = (uint32_t)(rest % radix);
            rest /= radix;
            if (is_own(&space->digits[i], mover)) {
                position += value * position_step;
                position_step *= radix;
            } else {
                lane += value * lane_step;
                lane_step *= radix;
            }
        }
        fiber->places[code] = position * fiber->lanes + lane;
    }
}

/* The codes at which the rows of a tile begin, from the mover's digits above the block. */
static void fill_rows(ent_fiber *fiber, const ent_space *space, uint32_t mover, uint32_t low)
{
    uint32_t filled = 1;
    fiber->row_offsets[0] = 0;
    for (uint32_t i = low; i < space->digit_count; i++) {
        const ent_digit *digit = &space->digits[i];
        if (is_own(digit, mover)) {
            for (uint32_t k = filled; k < filled * digit->radix; k++)
                fiber->row_offsets[k] = fiber->row_offsets[k - filled] + digit->stride;
            filled *= digit->radix;
        } else if (digit->radix > 1) {
            fiber->outer[fiber->outer_count++] =
                (ent_outer_digit){.radix = digit->radix, .stride = digit->stride};
            fiber->tiles *= digit->radix;
        }
    }
}

/* Lists where each step leads, unless the list would be long. */
static ent_status list_targets(ent_fiber *fiber, ent_arena *arena)
{
    uint64_t pairs = ent_reach_pairs(fiber, ENT_DIGITS_ALL);
    if (pairs > TARGETS_MOST)
        return ENT_OK;
    uint32_t *targets = ent_arena_array(arena, (size_t)pairs, sizeof *targets);
    fiber->target_ends = ent_arena_array(arena, fiber->positions, sizeof *fiber->target_ends);
    if (targets == NULL || fiber->target_ends == NULL)
        return ENT_NO_RESOURCE;
    uint32_t count = 0;
    for (uint32_t a = 0; a < fiber->positions; a++) {
        ent_reach reach = ent_reach_from(fiber, ENT_DIGITS_ALL, a);
        while (ent_reach_next(&reach))
            targets[count++] = reach.position;
        fiber->target_ends[a] = count;
    }
    fiber->targets = targets;
    return ENT_OK;
}

ent_status ent_fiber_init(ent_fiber *fiber, const ent_game *game, uint32_t mover, ent_arena *arena)
{
    const ent_space *space = &game->space;
    *fiber = (ent_fiber){.tiles = 1};
    fiber->digits = ent_arena_array(arena, space->digit_count, sizeof *fiber->digits);
    fiber->outer = ent_arena_array(arena, space->digit_count, sizeof *fiber->outer);
    if (fiber->digits == NULL || fiber->outer == NULL)
        return ENT_NO_RESOURCE;
    add_own_digits(fiber, space, mover);
    if (fill_group(fiber, arena) != ENT_OK)
        return ENT_NO_RESOURCE;
    uint32_t low = choose_block(fiber, space, mover);
    assert(fiber->block > 0);
    fiber->row_places = (uint32_t)fiber->block;
    fiber->rows = (uint32_t)(ent_tile_places(fiber) / fiber->block);
    fiber->row_offsets = ent_arena_array(arena, fiber->rows, sizeof *fiber->row_offsets);
    if (fiber->row_offsets == NULL)
        return ENT_NO_RESOURCE;
    fill_rows(fiber, space, mover, low);
    if (list_targets(fiber, arena) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (fiber->block == fiber->lanes)
        return ENT_OK;
    fiber->places = ent_arena_array(arena, (size_t)fiber->block, sizeof *fiber->places);
    if (fiber->places == NULL)
        return ENT_NO_RESOURCE;
    fill_places(fiber, space, mover, low);
    return ENT_OK;
}

uint64_t ent_tile_base(const ent_fiber *fiber, uint64_t tile)
{
    uint64_t base = 0;
    for (uint32_t i = 0; i < fiber->outer_count; i++) {
        base += tile % fiber->outer[i].radix * fiber->outer[i].stride;
        tile /= fiber->outer[i].radix;
    }
    return base;
}

static bool is_chosen(const ent_fiber_digit *digit, ent_digit_choice choice)
{
    return choice == ENT_DIGITS_ALL ||
           (choice == ENT_DIGITS_FREE) == (digit->moves == ENT_MOVES_ANY);
}

bool ent_reach_next(ent_reach *reach)
{
    const ent_fiber *fiber = reach->fiber;
    bool first = !reach->begun;
    reach->begun = true;
    for (uint32_t i = 0; i < fiber->digit_count; i++) {
        const ent_fiber_digit *digit = &fiber->digits[i];
        if (!is_chosen(digit, reach->choice))
            continue;
        uint32_t from = reach->from / digit->step % digit->radix;
        uint32_t value = reach->position / digit->step % digit->radix;
        uint32_t low = digit->moves == ENT_MOVES_UP ? from : 0;
        uint32_t high = digit->moves == ENT_MOVES_DOWN ? from : digit->radix - 1;
        if (!first && value < high) {
            reach->position += digit->step;
            return true;
        }
        reach->position -= (value - low) * digit->step;
    }
    return first;
}

bool ent_begins_group(const ent_fiber *fiber, uint32_t position)
{
    for (uint32_t i = 0; i < fiber->digit_count; i++)
        if (fiber->digits[i].moves == ENT_MOVES_ANY &&
            position / fiber->digits[i].step % fiber->digits[i].radix != 0)
            return false;
    return true;
}

uint64_t ent_reach_pairs(const ent_fiber *fiber, ent_digit_choice choice)
{
    uint64_t pairs = 1;
    for (uint32_t i = 0; i < fiber->digit_count; i++) {
        uint64_t radix = fiber->digits[i].radix;
        if (is_chosen(&fiber->digits[i], choice))
            pairs *=
                fiber->digits[i].moves == ENT_MOVES_ANY ? radix * radix : radix * (radix + 1) / 2;
    }
    return pairs;
}

uint32_t ent_choice_positions(const ent_fiber *fiber, ent_digit_choice choice)
{
    uint32_t positions = 1;
    for (uint32_t i = 0; i < fiber->digit_count; i++)
        if (is_chosen(&fiber->digits[i], choice))
            positions *= fiber->digits[i].radix;
    return positions;
}
