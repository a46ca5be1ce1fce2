/*
 * What is asked of an arrangement besides that it holds: that it can be agreed from the start, and
 * that the bodies which are to act can act in it (docs/semantics.md §9).
 */
#ifndef ENT_ASK_VIABLE_H
#define ENT_ASK_VIABLE_H

#include "game/game.h"

/* A body with a trigger that one party sets off, and has to be able to act against that party. */
typedef struct {
    uint32_t body; /* a mover */
    uint32_t against;
    ent_set acts; /* feasible states in which it can */
} ent_guard;

typedef ENT_LIST(ent_guard) ent_guards;

/* The guards of a game. The list lives in the arena; the sets are to be freed in every case. */
ent_status ent_find_guards(const ent_game *game, ent_arena *arena, ent_guards *guards);
void ent_guards_free(ent_guards *guards);

/* Keeps of a set of states those that can be agreed from the start. */
ent_status ent_keep_agreeable(const ent_game *game, uint64_t start, ent_set *set);

/* The same, if the party preferred every one of them to the start, or none. */
ent_status ent_keep_agreeable_if(const ent_game *game, uint64_t start, uint32_t party, bool prefers,
                                 ent_set *set);

/* Keeps of a set of states those in which every guard can act. */
ent_status ent_keep_guarded(const ent_game *game, ent_set *set);

#endif
