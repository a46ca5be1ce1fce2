/*
 * A quick way to see that two members are not interchangeable. Every member consents with one of
 * two probabilities, which are drawn at random; members that are interchangeable and have the same
 * one matter as much to the probability that the body acts. Computed modulo a prime, so exactly:
 * where they differ, the members are not interchangeable.
 */
#ifndef ENT_VOTE_SIEVE_H
#define ENT_VOTE_SIEVE_H

#include "vote/diagram.h"

enum { ENT_SIEVE_ROUNDS = 16 };

typedef struct {
    uint32_t *matters; /* by member and round */
} ent_sieve;

/* Makes it in the arena; false when there is no memory. */
bool ent_sieve_make(ent_sieve *sieve, const ent_diagram *diagram, ent_arena *arena);

/* False only if the members are not interchangeable. */
bool ent_sieve_may_interchange(const ent_sieve *sieve, uint32_t a, uint32_t b);

#endif
