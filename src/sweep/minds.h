/*
 * What the parties may turn out to want. A mind is a party's keys, with what follows from them
 * alone. Many combinations of a party's doubts come to the same mind, as its keys are the same; and
 * many minds are alike to others, who only see which of its own moves the party likes.
 */
#ifndef ENT_SWEEP_MINDS_H
#define ENT_SWEEP_MINDS_H

#include "solve/step.h"
#include "sweep/job.h"
#include "sweep/lore.h"

typedef struct ent_fact ent_fact; /* what the referee finds out, see referee_parts.h … */
typedef struct ent_view ent_view; /* … for as long as the mind is known */

typedef struct {
    ent_column keys;
    ent_mover_plan plan; /* of the party's steps, with these keys; without fiber */
    ent_set better;      /* where the party is better off than at the start */
    uint32_t number;     /* the same for minds of a party that have the same keys */
    uint32_t *manners;   /* by mover whose moves depend on the party, itself or a body: the same for
                            minds that order the states of each of its fibers alike */
    /* NULL until found: */
    _Atomic(const ent_fact *) *facts; /* by concept: those that depend on the mind alone */
    _Atomic(const ent_view *) *gains; /* by body: how the party sees its steps */
} ent_mind;

typedef struct {
    const ent_sweep_job *job;
    ent_game *game;        /* to be built on; its keys are not looked at */
    ent_workshop *shop;    /* of that game */
    ent_lore *lore;        /* where minds are kept */
    uint8_t *key;          /* scratch: a party and its outcomes */
    uint8_t *all_outcomes; /* scratch: of all doubts of the model */
} ent_minds;

ent_status ent_minds_init(ent_minds *minds, const ent_sweep_job *job, ent_game *game,
                          ent_workshop *shop, ent_arena *arena);

/* The mind of a party in a case with these outcomes (all doubts'); NULL without memory. */
const ent_mind *ent_mind_of(ent_minds *minds, uint32_t party, const uint8_t *outcomes);

#endif
