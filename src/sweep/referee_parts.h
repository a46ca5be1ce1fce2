/* What the files of the referee share: facts about movers, and views of bodies' steps. */
#ifndef ENT_SWEEP_REFEREE_PARTS_H
#define ENT_SWEEP_REFEREE_PARTS_H

#include "sweep/referee.h"

/* A mover's stable states under one concept; of a party that is a member of bodies, more. */
struct ent_fact {
    ent_set stable;
    ent_column secure; /* its secure values */
    uint32_t secure_number;
    const ent_view **claims; /* by body: the steps by which it gains for sure */
};

/* Something about the steps of a body: how a member sees them, or which are decided. */
struct ent_view {
    ent_step_words steps; /* empty where they would be too large */
    uint32_t number;      /* of the steps; where they are empty, of what they are found from */
    _Atomic(const ent_fact *) fact; /* of a resolution, once it is known */
};

/* --- referee_steps.c: all give NULL, or ENT_NO_RESOURCE, without memory ------------------ */

/* Whether views of the body have their steps: where these take no more than some columns. */
bool ent_is_viewed(const ent_referee *j, uint32_t mover);

/* How a member sees the steps of a body in the light of the secure values that a fact has. */
const ent_view *ent_claim_of(ent_referee *j, uint32_t mover, uint32_t party, const ent_fact *fact);

/* What each body really decides where the party does not consent: steps in j->decisions,
 * what they are told by in j->numbers. */
ent_status ent_find_decisions(ent_referee *j, uint32_t party);

/* What a body decides when those consent who gain for sure, as j->facts_now has it. */
ent_view *ent_resolution_of(ent_referee *j, uint32_t mover);

/* --- referee_facts.c: both give NULL without memory -------------------------------------- */

const ent_fact *ent_party_fact(ent_referee *j, ent_concept concept, uint32_t party);

/* Under the concept of the members' facts, which stand in j->facts_now. */
const ent_fact *ent_body_fact(ent_referee *j, uint32_t mover);

#endif
