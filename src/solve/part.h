/*
 * Solving mover by mover, for who solves many games that differ in some parties' keys only, and
 * knows what stays the same.
 */
#ifndef ENT_SOLVE_PART_H
#define ENT_SOLVE_PART_H

#include "solve/solve.h"
#include "solve/step.h"

/* Fills a column of the width of the party's keys with its secure values. */
ent_status ent_fill_secure(const ent_workshop *shop, ent_concept concept, uint32_t party,
                           ent_column *values);

/* Where no step of the party leads to a secure value above its key. Overwrites `values`. */
void ent_find_stable(const ent_workshop *shop, uint32_t party, ent_column *values, ent_set *stable);

/* Where the body has no step that is decided by the members who gain for sure. `secure` is by
 * party, and needed for members only. */
ent_status ent_find_body_stable(const ent_workshop *shop, uint32_t mover, const ent_column *secure,
                                ent_set *stable);

#endif
