/*
 * How a mover's options cut the codes into pieces that fit a cache.
 *
 * A *fiber* of a mover is a set of codes that differ in the mover's options only: one step of the
 * mover stays in it. A *tile* is a bundle of fibers ("lanes") whose codes stand close together. A
 * tile is copied into a small local array, worked on there, and copied back, so that one step of a
 * mover reads and writes a column once, however many options it has.
 *
 * In the local array, the code at position a of lane l stands at [a * lanes + l]. A position is the
 * mixed-radix number of the mover's own digits.
 */
#ifndef ENT_SOLVE_FIBER_H
#define ENT_SOLVE_FIBER_H

#include "game/game.h"

/* One of the mover's options, as far as it can be moved at all. */
typedef struct {
    uint32_t radix;
    uint32_t step; /* what one level counts in a position */
    ent_moves moves;
} ent_fiber_digit;

typedef struct {
    uint32_t radix;
    uint64_t stride;
} ent_outer_digit;

typedef struct {
    ent_fiber_digit *digits;
    uint32_t digit_count;
    uint32_t positions;  /* codes of a fiber */
    uint32_t lanes;      /* fibers of a tile */
    uint64_t block;      /* codes of a row: they follow each other */
    uint32_t rows;       /* rows of a tile */
    uint32_t row_places; /* local places of a row: block, regrouped */
    uint64_t *row_offsets;
    uint32_t *places; /* where the codes of a row go; NULL where they keep their order */
    uint32_t *group;  /* the places that free moves connect with position 0 */
    uint32_t group_count;
    ent_outer_digit *outer; /* the other movers' digits above the block */
    uint32_t outer_count;
    uint64_t tiles;
    uint32_t *targets; /* where one step leads, position after position; NULL when they are many */
    uint32_t *target_ends; /* targets of position a end at target_ends[a] */
} ent_fiber;

/* The fiber of a mover (its fixed and pinned options count as the others'). It lives in the arena.
 */
ent_status ent_fiber_init(ent_fiber *fiber, const ent_game *game, uint32_t mover, ent_arena *arena);

/* The first code of a tile. */
uint64_t ent_tile_base(const ent_fiber *fiber, uint64_t tile);

/* Places of a tile's local array. */
static inline size_t ent_tile_places(const ent_fiber *fiber)
{
    return (size_t)fiber->positions * fiber->lanes;
}

/* Words that hold the lanes of one position. */
static inline size_t ent_chunks(const ent_fiber *fiber)
{
    return (fiber->lanes + 63) / 64;
}

static inline size_t ent_lanes_in_chunk(const ent_fiber *fiber, size_t chunk)
{
    size_t left = fiber->lanes - chunk * 64;
    return left < 64 ? left : 64;
}

/* The code of a local place of a tile, in the order of rows. */
static inline uint64_t ent_code_in_row(const ent_fiber *fiber, uint64_t base, uint32_t row,
                                       uint64_t i)
{
    return base + fiber->row_offsets[row] + i;
}

/*
 * Walks the positions that one step leads to from position `from`, `from` itself among them, over
 * the digits chosen: all, those that move freely, or those with a direction.
 */
typedef enum { ENT_DIGITS_ALL, ENT_DIGITS_FREE, ENT_DIGITS_DIRECTED } ent_digit_choice;

typedef struct {
    const ent_fiber *fiber;
    ent_digit_choice choice;
    uint32_t from;
    uint32_t position;
    bool begun;
} ent_reach;

static inline ent_reach ent_reach_from(const ent_fiber *fiber, ent_digit_choice choice,
                                       uint32_t from)
{
    return (ent_reach){.fiber = fiber, .choice = choice, .from = from, .position = from};
}
bool ent_reach_next(ent_reach *reach);

/* True when every freely moving digit of the position is 0: one position for each group of places
 * that the mover connects freely. */
bool ent_begins_group(const ent_fiber *fiber, uint32_t position);

/* The same walk over all digits, from a list where the fiber has one. */
typedef struct {
    const uint32_t *next;
    const uint32_t *end;
    ent_reach reach;
} ent_targets;

static inline ent_targets ent_targets_of(const ent_fiber *fiber, uint32_t from)
{
    ent_targets targets = {.reach = ent_reach_from(fiber, ENT_DIGITS_ALL, from)};
    if (fiber->targets != NULL) {
        targets.next = fiber->targets + (from == 0 ? 0 : fiber->target_ends[from - 1]);
        targets.end = fiber->targets + fiber->target_ends[from];
    }
    return targets;
}

static inline bool ent_targets_next(ent_targets *targets, uint32_t *position)
{
    if (targets->end == NULL) {
        bool more = ent_reach_next(&targets->reach);
        *position = targets->reach.position;
        return more;
    }
    if (targets->next == targets->end)
        return false;
    *position = *targets->next++;
    return true;
}

/* How many pairs (from, to) a step has over the chosen digits, from = to counted. */
uint64_t ent_reach_pairs(const ent_fiber *fiber, ent_digit_choice choice);

/* How many positions the chosen digits make. */
uint32_t ent_choice_positions(const ent_fiber *fiber, ent_digit_choice choice);

#endif
