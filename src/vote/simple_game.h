/*
 * Simple games: for every coalition of members, whether it wins. A game is a monotone formula over
 * quotas: "the consenting members' weights reach so much", "at least two of these hold". It is what
 * a body's rule is once the options that the rule mentions are settled.
 *
 * Source: Taylor & Zwicker (1999), Simple Games, ch. 1; Felsenthal & Machover (1998), The
 * Measurement of Voting Power, ch. 2.
 */
#ifndef ENT_VOTE_SIMPLE_GAME_H
#define ENT_VOTE_SIMPLE_GAME_H

#include "lang/expression.h"

/* The consenting members' weights reach `least`. Weights are not negative. */
typedef struct {
    const int64_t *weights; /* by member */
    int64_t least;
} ent_quota;

/* A quota when `part_count` is 0; else: at least `least` of the parts hold. */
typedef struct ent_formula ent_formula;
struct ent_formula {
    uint32_t quota; /* index into the game's quotas */
    uint32_t least;
    uint32_t part_count;
    ent_formula **parts;
};

typedef enum { ENT_GAME_PROPER, ENT_GAME_NEVER, ENT_GAME_ALWAYS } ent_game_kind;

typedef struct {
    uint32_t members;
    ent_game_kind kind;         /* NEVER: no coalition wins; ALWAYS: even the empty one does */
    const ent_formula *formula; /* of a proper game */
    ENT_LIST(ent_quota) quotas;
} ent_simple_game;

/* A rule whose option conditions are settled: switches[i] has the truth value holds[i]. */
typedef struct {
    const ent_expression *rule;
    const ent_expression *const *switches;
    const bool *holds;
    size_t switch_count;
    const uint32_t *members; /* parties, in the body's order */
    uint32_t member_count;
} ent_settled_rule;

/* Makes the game of a rule. It lives in the arena. Formulas are simplified: conditions that are
 * settled vanish, and counts of single members become one quota. */
ent_status ent_simple_game_make(ent_simple_game *game, const ent_settled_rule *rule,
                                ent_arena *arena);

/* Words of a coalition: a bit by member. */
static inline size_t ent_coalition_words(const ent_simple_game *game)
{
    return (game->members + 63) / 64;
}

static inline bool ent_coalition_has(const uint64_t *coalition, uint32_t member)
{
    return (coalition[member / 64] >> (member % 64)) & 1u;
}

/* Whether the coalition wins. */
bool ent_wins(const ent_simple_game *game, const uint64_t *coalition);

#endif
