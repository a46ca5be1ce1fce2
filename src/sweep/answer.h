/* What a sweep says in the end: probabilities, the states that come up most often, and
 * which doubts matter. */
#ifndef ENT_SWEEP_ANSWER_H
#define ENT_SWEEP_ANSWER_H

#include "sweep/effects.h"
#include "sweep/job.h"

typedef struct {
    uint64_t number;
    uint64_t code;
    ent_figure shares[ENT_SUMS];
} ent_swept_state;

typedef struct {
    const ent_game *game;
    const ent_sweep_job *job;
    const ent_plan *plan;
    const ent_total *total;
    ent_concept concept;
    ent_arena arena;
    uint64_t combinations; /* UINT64_MAX where they are more than can be counted */
    ent_measured measured[ENT_QUANTITIES];
    uint64_t arrangements;     /* states of the target */
    uint64_t ever[ENT_SUMS];   /* of them, those that are it in some case … */
    uint64_t always[ENT_SUMS]; /* … and in all of them */
    uint32_t
        listed_by; /* of viable, agreeable, equilibria: the first that any arrangement ever is */
    ENT_LIST(ent_swept_state)
    states; /* arrangements that ever are that, most often first; among
               equals, by the ones after it */
} ent_sweep_answer;

/* The answer that a total of all cases gives; `listed_most` states are in it. To be freed in every
 * case; job and total must outlive it. */
ent_status ent_sweep_answer_init(ent_sweep_answer *answer, const ent_sweep_job *job,
                                 const ent_total *total, size_t listed_most, ent_report *report);
void ent_sweep_answer_free(ent_sweep_answer *answer);

/* The shares of a state, whatever it is. */
ent_swept_state ent_swept_state_of(const ent_sweep_answer *answer, uint64_t code);

#endif
