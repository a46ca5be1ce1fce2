/* The Pareto frontier of a set of states: those than which no other state of the set is as good for
 * every party and better for one. */
#ifndef ENT_ASK_PARETO_H
#define ENT_ASK_PARETO_H

#include "game/game.h"

/*
 * Puts into `frontier` the states of `set` that no other one dominates, by the keys of all parties.
 * States that all parties rank alike are on it together, or not at all.
 *
 * Divide and conquer over parties (Kung, Luccio & Preparata 1975), in O(n log^(d-2) n) steps for n
 * states that d parties rank differently.
 */
ent_status ent_find_frontier(const ent_game *game, const ent_set *set, ent_set *frontier);

#endif
