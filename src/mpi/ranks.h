/* A sweep on many ranks: rank 0 gives out blocks and takes what comes back, the others work. */
#ifndef ENT_MPI_RANKS_H
#define ENT_MPI_RANKS_H

#include "cli/sweeping.h"
#include "mpi/wire.h"

/* What main tells the two sides, and what they leave for it. */
typedef struct {
    int rank;
    int ranks;
    double patience; /* seconds of silence after which a rank is taken for dead … */
    double beat;     /* … and between two signs of life */
    bool lost;       /* some rank is: there is no ending together */
    bool stopped;    /* rank 0 said that it is over */
    ent_wire wire;
} ent_ranks;

/* Two ways to run a sweep, in place of ent_sweep_run; the context is an ent_ranks. */
ent_status ent_ranks_lead(void *context, const ent_store_run *run, const ent_sweep_job *job,
                          const ent_sweep_orders *orders, ent_total *total, uint64_t *next,
                          ent_report *report);
ent_status ent_ranks_follow(void *context, const ent_store_run *run, const ent_sweep_job *job,
                            const ent_sweep_orders *orders, ent_total *total, uint64_t *next,
                            ent_report *report);

/* Rank 0, when it is over: tells all others. Other ranks, when rank 0 need not wait for them. */
void ent_ranks_dismiss(ent_ranks *ranks);
void ent_ranks_leave(ent_ranks *ranks, const char *why, size_t length);

#endif
