/*
 * Automata that read a coalition member by member and accept some of them. Counting what they
 * accept gives every index:
 *
 * - the winning coalitions;
 * - the minimal winning ones, in which every member is critical;
 * - the winning coalitions with some of their critical members marked.
 */
#ifndef ENT_VOTE_AUTOMATON_H
#define ENT_VOTE_AUTOMATON_H

#include "vote/diagram.h"

/* Where a state leads when the level's member stays out, is in, or is in and marked. States are
 * indexes on the next level; 0 never accepts. Nothing is marked where an automaton does not mark.
 */
typedef struct {
    uint32_t out;
    uint32_t in;
    uint32_t marked;
} ent_arc;

typedef struct {
    ENT_LIST(ent_arc) states;
} ent_stage;

typedef struct {
    ent_arena arena;
    uint32_t members;
    const uint32_t *order; /* of the diagram */
    ent_stage *stages;     /* by level; after the last, state 1 accepts */
    uint32_t first;
    size_t state_count;
} ent_automaton;

typedef enum { ENT_READS_WINNING, ENT_READS_MINIMAL, ENT_READS_CRITICAL } ent_reading;

/* Makes the automaton, to be freed in every case; the diagram may gain nodes and must outlive it.
 * ENT_NO_RESOURCE when it would have more than states_most states (`state_count` then exceeds it),
 * or the diagram too many nodes. */
ent_status ent_automaton_make(ent_automaton *automaton, ent_diagram *diagram, ent_reading reading,
                              size_t states_most);
void ent_automaton_free(ent_automaton *automaton);
#define ENT_AUTO_AUTOMATON ENT_AUTO(ent_automaton_free) ent_automaton

#endif
