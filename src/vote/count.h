/* Counting what an automaton accepts, by size, exactly. */
#ifndef ENT_VOTE_COUNT_H
#define ENT_VOTE_COUNT_H

#include "vote/automaton.h"
#include "vote/power.h"

typedef struct {
    const ent_automaton *automaton;
    ent_reading reading;
    const uint32_t *class_of; /* by member: only the first of a class is counted */
    const ent_power_options *options;
} ent_count_request;

/*
 * By size s = 0 … members: how many coalitions of s members are accepted, and for each member how
 * many of them it is in. Of an automaton that marks, the size is the number of marked members, and
 * `with` counts those in which the member is marked.
 */
typedef struct {
    ent_natural *total;
    ent_natural **with; /* by member; those of a class share their counts */
} ent_size_counts;

/* Counts; the result lives in the arena. */
ent_status ent_count_accepted(ent_size_counts *counts, const ent_count_request *request,
                              ent_arena *arena);

/* Bytes that counting for so many classes of members takes, with its result. */
uint64_t ent_count_bytes(uint32_t members, uint32_t classes, size_t states, int threads);

/* How often a state has to be visited for sixteen points, all in all. */
uint64_t ent_count_work(uint32_t members, size_t states, ent_reading reading);

#endif
