/* Will it hold? The equilibria, summed up; and for the states that are none, who would leave them.
 */
#ifndef ENT_ASK_HOLD_H
#define ENT_ASK_HOLD_H

#include "ask/pattern.h"
#include "ask/why.h"
#include "solve/solve.h"

typedef struct {
    bool concepts[ENT_CONCEPTS]; /* those asked for */
    ent_concept concept;         /* the one that departures are told for */
    const ent_condition *where;  /* only states that satisfy it; NULL for all */
    size_t listed_most;          /* up to so many states are listed one by one … */
    size_t patterns_most;        /* … more are summed up in so many patterns */
    size_t examples_most;        /* departures named for each mover */
} ent_hold_request;

/* The equilibria under exactly the concepts of `mask` (bit c: concept c). */
typedef struct {
    uint32_t mask;
    uint64_t count;
    uint64_t in_target;
    ENT_LIST(uint64_t) codes; /* when they are few */
    ent_patterns patterns;    /* when they are many */
} ent_hold_block;

/* What one mover would leave. */
typedef struct {
    uint32_t mover;
    uint64_t count;
    ENT_LIST(ent_step) examples;
} ent_departures;

typedef struct {
    const ent_game *game;
    const ent_solution *solution;
    ent_arena arena;
    ent_hold_request request;
    ent_set shown; /* the states that the answer speaks of */
    uint64_t shown_count;
    ent_set target; /* empty (no words) where the model has none */
    uint64_t target_count;
    uint64_t equilibria[ENT_CONCEPTS]; /* among the shown */
    uint64_t in_target[ENT_CONCEPTS];
    ENT_LIST(ent_hold_block) blocks; /* most concepts first */
    uint64_t scope_count; /* states that departures are told of: the shown ones that satisfy the
                             target (all shown ones without target) and are no equilibria */
    ENT_LIST(ent_departures) departures;
} ent_hold;

/* Answers; `hold` is to be freed in every case. Game and solution must outlive it. */
ent_status ent_ask_hold(ent_hold *hold, const ent_game *game, const ent_solution *solution,
                        const ent_hold_request *request, ent_report *report);
void ent_hold_free(ent_hold *hold);
#define ENT_AUTO_HOLD ENT_AUTO(ent_hold_free) ent_hold

/* The concepts under which a state is an equilibrium, as bits. */
uint32_t ent_equilibrium_mask(const ent_solution *solution, uint64_t code);

#endif
