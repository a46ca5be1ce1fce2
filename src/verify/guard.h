/*
 * Bodies that are to act against a party, and arrangements that can be agreed, by the definitions
 * of docs/semantics.md, sections 6 and 9.
 */
#ifndef ENT_VERIFY_GUARD_H
#define ENT_VERIFY_GUARD_H

#include "verify/judge.h"

/* A body whose trigger one party sets off. */
typedef struct {
    uint32_t body; /* a mover */
    uint32_t against;
} ent_judge_guard;

typedef ENT_LIST(ent_judge_guard) ent_judge_guards;

/* False when there is no memory. */
bool ent_judge_find_guards(const ent_judge *judge, ent_arena *arena, ent_judge_guards *guards);

/* Whether it can act in the state: by its other members alone, or by all of them. */
bool ent_judge_acts(ent_judge *judge, const ent_judge_guard *guard, bool all, uint32_t state);
bool ent_judge_guarded(ent_judge *judge, const ent_judge_guards *guards, uint32_t state);

/* Whether a party's consent, and which, is missing for a state to be agreed from the start. Keys
 * must be filled. */
bool ent_judge_package(const ent_judge *judge, uint32_t state); /* no option is in the way */
bool ent_judge_blocks(ent_judge *judge, uint32_t party, uint32_t state);
bool ent_judge_refuses(ent_judge *judge, uint32_t party, uint32_t state);

/* Whether the mover's options stay as they are, or it accepts the change. */
bool ent_judge_accepts(ent_judge *judge, uint32_t mover, uint32_t state);

/* The entry of the party's preference for which it does not prefer the state to the start: what it
 * would lose. NULL where it would lose nothing. */
const ent_want *ent_judge_loss(ent_judge *judge, uint32_t party, uint32_t state);

#endif
