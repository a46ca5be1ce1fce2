/* Which entry of a party's preference decides between the start and a package, 64 at a time. It
 * says of every package what ent_deciding_want says of one. */
#ifndef ENT_ASK_DECIDER_H
#define ENT_ASK_DECIDER_H

#include "ask/ballot.h"

/* One entry that may decide. */
typedef struct {
    const ent_want *want;
    ent_program program;
    bool holds; /* in the start */
} ent_decider;

/* A party's entries in the order in which they decide. */
typedef struct {
    ent_decider *items;
    size_t count;
    bool weighed; /* by weights: an entry decides only where it speaks for the better state */
} ent_deciders;

/* Fills `deciders` (by party), and the depth of stack that their programs need. They live in the
 * arena. */
ent_status ent_deciders_init(ent_deciders *deciders, const ent_game *game, uint64_t start,
                             ent_arena *arena, uint32_t *depth);

/* Of the packages in `left`, which the party prefers to the start (or, without `better`, the other
 * way round), those that the entry decides. `left` has lost those that earlier entries decide. */
uint64_t ent_decided(const ent_decider *decider, bool weighed, ent_ballot *ballot, uint64_t left,
                     bool better);

#endif
