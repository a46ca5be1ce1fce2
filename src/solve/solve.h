/*
 * Stability and equilibrium of all states at once, under the four concepts (docs/semantics.md §4–5:
 * Fang, Hipel & Kilgour 1993, ch. 3; extended to bodies).
 */
#ifndef ENT_SOLVE_SOLVE_H
#define ENT_SOLVE_SOLVE_H

#include "game/game.h"

/* Told from time to time how much of the work is done, from 0 to 1. May be NULL. */
typedef void (*ent_progress)(void *context, double done);

typedef struct {
    bool concepts[ENT_CONCEPTS]; /* which are wanted */
    bool keeps;                  /* keep the secure values of one of them … */
    ent_concept kept;            /* … for who goes on to explain states under it */
    ent_progress progress;
    void *progress_context;
} ent_solve_options;

/* The sets are empty (no words) for concepts that were not asked for. */
typedef struct {
    const ent_game *game;
    ent_set *stable[ENT_CONCEPTS]; /* by mover */
    ent_set equilibria[ENT_CONCEPTS];
    ent_column *secure; /* by party, under the concept that was kept; NULL when none was */
    ent_concept kept;
    ent_arena arena;
} ent_solution;

/*
 * Solves for the concepts asked for; `solution` is to be freed in every case. Runs in
 * O(states × options) for each party and step; steps are repeated until nothing changes.
 */
ent_status ent_solve(ent_solution *solution, const ent_game *game, const ent_solve_options *options,
                     ent_report *report);
void ent_solution_free(ent_solution *solution);
#define ENT_AUTO_SOLUTION ENT_AUTO(ent_solution_free) ent_solution

/*
 * The secure values of one party: for each feasible state the key of the worst that arriving there
 * can end in, given what the concept expects of the others. The value of infeasible codes has all
 * bits set. The caller frees the column.
 */
ent_status ent_secure_values(const ent_game *game, ent_concept concept, uint32_t party,
                             ent_column *values);

/*
 * Bytes that making the game of a model and solving it will take at the most, before either is
 * begun, and what this is made of.
 */
typedef struct {
    uint64_t codes;
    uint64_t keys;    /* the parties' keys, while they are built and after */
    uint64_t columns; /* the solver's own columns */
    uint64_t sets;    /* feasible and stable states */
    uint64_t local;   /* of the threads */
    uint64_t total;
} ent_budget;

ent_budget ent_predict_memory(const ent_model *model, const ent_solve_options *options,
                              int threads);

/* The same without solving. */
ent_budget ent_predict_game_memory(const ent_model *model);

#endif
