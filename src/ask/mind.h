/* What a party with another mind prefers, for who asks about few pairs of states: no keys are made
 * of it where its priorities only move. */
#ifndef ENT_ASK_MIND_H
#define ENT_ASK_MIND_H

#include "ask/change.h"
#include "game/game.h"

enum { ENT_MIND_ENTRIES = 64 /* priorities that fit a row */ };

typedef struct {
    uint32_t party;
    bool obliging;          /* stays wherever it is, and makes or joins in any answer to a move */
    const uint64_t *rows;   /* by code: which entries hold, the last as bit 0 … */
    const ent_column *keys; /* … or, where there are no rows, its keys */
    uint64_t reversed;      /* bits whose negation counts */
    uint32_t moved;
    uint32_t from[2];  /* bits that move, the higher first */
    uint32_t to[2];    /* where they go, the lower first … */
    uint32_t taken[2]; /* … and which of the two goes there */
} ent_mind;

/* Whether a row says all of the party's preference. */
bool ent_mind_has_rows(const ent_preference *preference);

/* The rows of a party's priorities; they live in the arena. */
ent_status ent_mind_rows(const ent_game *game, uint32_t party, ent_arena *arena,
                         const uint64_t **rows);

/* The mind of a party whose priorities the change moves. */
ent_mind ent_mind_from_rows(const ent_change *change, uint32_t entries, const uint64_t *rows);

static inline uint64_t ent_without_bit(uint64_t row, uint32_t bit)
{
    uint64_t below = (UINT64_C(1) << bit) - 1;
    return (row >> bit >> 1 << bit) | (row & below);
}

static inline uint64_t ent_with_bit(uint64_t row, uint32_t bit, uint64_t value)
{
    uint64_t below = (UINT64_C(1) << bit) - 1;
    return (row >> bit << bit << 1) | (value << bit) | (row & below);
}

/* How good a state is for the party: larger is better. */
static inline uint64_t ent_mind_value(const ent_mind *mind, uint64_t code)
{
    if (mind->rows == NULL)
        return ent_column_get(mind->keys, code);
    uint64_t row = mind->rows[code] ^ mind->reversed;
    uint64_t rest = row;
    for (uint32_t i = 0; i < mind->moved; i++)
        rest = ent_without_bit(rest, mind->from[i]);
    for (uint32_t i = 0; i < mind->moved; i++)
        rest = ent_with_bit(rest, mind->to[i], (row >> mind->from[mind->taken[i]]) & 1u);
    return rest;
}

#endif
