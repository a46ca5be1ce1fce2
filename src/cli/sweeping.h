/* Running a sweep as the command line asks: into a file, from where it was left, until Ctrl-C. */
#ifndef ENT_CLI_SWEEPING_H
#define ENT_CLI_SWEEPING_H

#include "cli/session.h"
#include "sweep/answer.h"
#include "sweep/store.h"

/* How the blocks are worked on: as ent_sweep_run does. */
typedef ent_status (*ent_sweep_hook)(void *context, const ent_store_run *run,
                                     const ent_sweep_job *job, const ent_sweep_orders *orders,
                                     ent_total *total, uint64_t *next, ent_report *report);

typedef struct ent_sweep_runner {
    ent_sweep_hook run;
    void *context;
    int signal;         /* asks to stop, as Ctrl-C does; 0 for none */
    uint64_t processes; /* that share this machine */
    bool follows;       /* it works for another process, which has the file and gives the answer */
} ent_sweep_runner;

typedef struct {
    ent_session *session;
    const ent_sweep_job *job;
    ent_total total;
    ent_text model;
    ent_store_run run;
    ent_store store;
    bool keeps; /* there is a file */
    bool whole; /* all blocks are done */
} ent_sweeping;

/* Works on what is left of the sweep; `runner` may be NULL for the threads of this process. When it
 * was stopped, `whole` is false, the status ENT_NO_RESOURCE, and the report says how to go on.
 * `sweeping` is to be freed in every case; the job must outlive it. */
ent_status ent_sweeping_run(ent_sweeping *sweeping, ent_session *session, const ent_sweep_job *job,
                            int threads, const ent_sweep_runner *runner);
void ent_sweeping_free(ent_sweeping *sweeping);

/* Writes the answer into the file, if there is one. */
ent_status ent_sweeping_finish(ent_sweeping *sweeping, const ent_sweep_answer *answer);

#endif
