/* In which states the members of a body who gain by a move are enough to decide it, where it raises
 * an option: what `entente act` counts for a trigger, as a set (docs/semantics.md §7). */
#ifndef ENT_ASK_ACTING_H
#define ENT_ASK_ACTING_H

#include "game/game.h"

/* The most moves that the body can have from one state. */
uint64_t ent_positions_of(const ent_game *game, uint32_t body);

/* Keeps of a set of feasible states those in which the body would act. */
ent_status ent_keep_acting(const ent_game *game, uint32_t body, ent_set *states);

#endif
