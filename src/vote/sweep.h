/*
 * Steps over a long table in place, each of which needs the one before it to be some places ahead.
 * Several are done on each piece of the table while it is in a cache: the pieces of a step trail
 * behind those of the step before.
 */
#ifndef ENT_VOTE_SWEEP_H
#define ENT_VOTE_SWEEP_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t from, to; /* the places that the step writes */
    uint64_t lag;      /* how far the step before must be ahead */
} ent_step;

/* Does step number `step` on the places from..to-1. Each place of a step comes once, in ascending
 * order. */
typedef void (*ent_step_work)(void *context, size_t step, uint64_t from, uint64_t to);

/* Does the steps, as many together on each piece as stay within `places`. */
void ent_sweep(const ent_step *steps, size_t count, uint64_t places, ent_step_work work,
               void *context);

#endif
