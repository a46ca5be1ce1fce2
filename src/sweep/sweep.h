/*
 * The same model under every combination of what is uncertain in it, or under random draws
 * (docs/semantics.md, "When the model is uncertain"): which states are equilibria, can be agreed
 * on, and do all three, and how likely. The work is cut into blocks of cases; each can be done by
 * itself, anywhere, and gives the same bytes.
 */
#ifndef ENT_SWEEP_SWEEP_H
#define ENT_SWEEP_SWEEP_H

#include "game/game.h"
#include "solve/solve.h"
#include "sweep/total.h"

typedef struct {
    ent_concept concept; /* under which an arrangement has to hold */
    uint64_t draws;      /* 0: all combinations, or ENT_DRAWS_USUAL draws where they are too many */
    uint64_t seed;
    const ent_condition *where; /* only these states count as arrangements; NULL for all */
    const bool *fixed; /* by party: it is of the type that is in force in the model (--type); NULL
                          for none */
} ent_sweep_request;

enum { ENT_DRAWS_USUAL = 10000 };

/* What all workers share, and only read. */
typedef struct ent_sweep_job ent_sweep_job;

/* One worker: what it has found out so far, and uses again. For one thread at a time. */
typedef struct ent_sweeper ent_sweeper;

/*
 * Prepares the sweep of a game's model, which must both outlive the job. A model without start has
 * nothing to agree on; one without target aims at every state.
 */
ent_status ent_sweep_job_new(ent_sweep_job **job, const ent_game *game,
                             const ent_sweep_request *request, ent_report *report);
void ent_sweep_job_free(ent_sweep_job *job);

const ent_plan *ent_sweep_plan(const ent_sweep_job *job);

/* Bytes that a sweep on so many threads takes besides the game, apart from what workers know for
 * later cases; and how much that may be, for all of them together: to be said before the first one
 * begins. It changes the time only. */
uint64_t ent_sweep_bytes(const ent_sweep_job *job, int threads);
void ent_sweep_limit(ent_sweep_job *job, size_t known_most);

/* Frees what was known for later cases, when no worker is at work. */
void ent_sweep_forget(const ent_sweep_job *job);

/* Works with its own ent_memory, which takes from the hook of `memory`. */
ent_status ent_sweeper_new(ent_sweeper **sweeper, const ent_sweep_job *job);
void ent_sweeper_free(ent_sweeper *sweeper);

/* Works on a block. `result` lives in the sweeper until its next block. */
ent_status ent_sweep_block(ent_sweeper *sweeper, uint64_t block, ent_block *result);

/* Takes the blocks, in order. A status other than ENT_OK ends the sweep; the report is the one that
 * ent_sweep_run was given. */
typedef ent_status (*ent_block_take)(void *context, const ent_block *block, ent_report *report);

/* Asked between blocks: true ends the sweep when the blocks that were begun are done. */
typedef bool (*ent_sweep_stop)(void *context);

typedef struct {
    uint64_t first;      /* blocks before this one are in the total already */
    int threads;         /* 0: as many as the machine has */
    ent_block_take take; /* after the block was added to the total; may be NULL */
    void *take_context;
    ent_sweep_stop stop; /* may be NULL */
    void *stop_context;
    ent_progress progress; /* may be NULL */
    void *progress_context;
} ent_sweep_orders;

/* Works on the blocks from `first` on and adds them to the total. `next` becomes the first block
 * that was not done: the plan's number of blocks when all were. */
ent_status ent_sweep_run(const ent_sweep_job *job, const ent_sweep_orders *orders, ent_total *total,
                         uint64_t *next, ent_report *report);

#endif
