/*
 * Summing up a set of states by patterns: for each option a range of levels, the whole range where
 * the option does not matter.
 */
#ifndef ENT_ASK_PATTERN_H
#define ENT_ASK_PATTERN_H

#include "game/game.h"

typedef struct {
    uint8_t *low; /* by option: the levels low … high fit the pattern */
    uint8_t *high;
    uint64_t states;  /* of the set that fit */
    uint64_t all;     /* feasible states that fit; equal to `states` for an exact pattern */
    uint64_t example; /* the code of the first of the set that fits */
} ent_pattern;

typedef struct {
    ENT_LIST(ent_pattern) list; /* the largest first */
} ent_patterns;

/*
 * Splits the feasible states by options, best option first, until each part lies wholly inside or
 * outside of the set, or `most` parts are inside. Parts are disjoint and cover the set; those that
 * had to stay mixed have states < all. The patterns live in the arena.
 */
ent_status ent_find_patterns(const ent_game *game, const ent_set *set, size_t most,
                             ent_arena *arena, ent_patterns *patterns);

#endif
