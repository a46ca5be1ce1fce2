/* Preferences as keys: for each party a column in which a larger value is better (§2). */
#ifndef ENT_GAME_KEYS_H
#define ENT_GAME_KEYS_H

#include "game/column.h"
#include "game/space.h"

/*
 * The party's keys: 1 … column->top at feasible codes, 0 elsewhere. Equal preference gives equal
 * keys, and every key from 1 to top occurs unless the width would be the same anyway.
 */
ent_status ent_keys_build(const ent_space *space, const ent_preference *preference,
                          ent_column *column);

/* An upper bound of column->top, before anything is computed. */
uint64_t ent_keys_bound(const ent_preference *preference, uint64_t codes);

#endif
