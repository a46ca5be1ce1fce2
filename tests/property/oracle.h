/*
 * A second reading of docs/semantics.md, as slow and plain as can be, to hold the solver against:
 * states by trying every code, moves as lists, sanctions by searching the graph. Of the library it
 * uses nothing but the model and its condition trees.
 */
#ifndef ENT_TESTS_PROPERTY_ORACLE_H
#define ENT_TESTS_PROPERTY_ORACLE_H

#include "model/model.h"

typedef struct oracle oracle;

/* The model must have been read without mistakes, and must outlive the oracle. */
oracle *oracle_new(const ent_model *model);
void oracle_free(oracle *o);

/* States have numbers from 1. */
uint32_t oracle_states(const oracle *o);
uint64_t oracle_code(const oracle *o, uint32_t number);
const uint8_t *oracle_levels(const oracle *o, uint32_t number);

/* The number of the state with these levels; 0 where it is not feasible. */
uint32_t oracle_find(const oracle *o, const uint8_t *levels);

/* Whether a condition holds in a state. */
bool oracle_holds(const oracle *o, const ent_expression *condition, uint32_t number);

/* Keys are dense from 0, larger is better; ranks are dense from 1, which is best. */
uint32_t oracle_key(const oracle *o, uint32_t party, uint32_t number);
uint32_t oracle_rank(const oracle *o, uint32_t party, uint32_t number);

/* Whether `to` is in R_mover(`from`). */
bool oracle_moves(const oracle *o, uint32_t mover, uint32_t from, uint32_t to);

/* The secure value of arriving at a state, as a key. */
uint32_t oracle_secure(const oracle *o, ent_concept concept, uint32_t party, uint32_t number);

bool oracle_stable(const oracle *o, ent_concept concept, uint32_t mover, uint32_t number);
bool oracle_equilibrium(const oracle *o, ent_concept concept, uint32_t number);

/* Whether the state can be agreed on from the model's start; false where there is no start. */
bool oracle_agreeable(const oracle *o, uint32_t number);

#endif
