/*
 * One case solved from what is known already. Under NASH, GMR and SMR, a party's stable states
 * depend on its own mind only, as the others' possible moves look at nobody's preferences; under
 * SEQ, on the moves that the others would really make as well: on the manner of each party that
 * moves, and on what each body decides. So most cases are put together from sets that are there.
 */
#ifndef ENT_SWEEP_REFEREE_H
#define ENT_SWEEP_REFEREE_H

#include "sweep/minds.h"

/*
 * Most of what is found out has been found before, from other grounds: the same states are stable,
 * the same steps decided. So facts and views hold contents of which there is one copy each, and
 * whose numbers are grounds for what comes next.
 */

/* A mover's stable states under one concept, and a member's secure values. */
typedef struct {
    ent_set stable;
    ent_column secure; /* of members of bodies */
    uint32_t secure_number;
} ent_fact;

/* Something about the steps of a body: how a member sees them, or which are decided. */
typedef struct {
    ent_step_words steps; /* empty where they would be too large */
    uint32_t number;      /* the same for views of one body that are equal */
} ent_view;

/* A case in figures, with the minds that it came from. */
typedef struct ent_verdict {
    ent_case_row row;
    const ent_mind **minds;      /* by party */
    double pending;              /* weight that waits to be added to the states */
    struct ent_verdict *waiting; /* the next with such a weight */
} ent_verdict;

typedef struct {
    const ent_sweep_job *job;
    ent_memory *memory;
    ent_arena arena;
    ent_game game; /* the job's, with the keys of the case in hand */
    ent_workshop shop;
    ent_minds minds;
    ent_memo contents;
    ent_memo facts;
    ent_memo views;
    ent_memo verdicts;
    const ent_mind **now;          /* by party: the case in hand */
    ent_step_words *decisions;     /* by mover: those that the party in hand faces */
    const ent_step_words **gains;  /* by member: scratch */
    const ent_step_words **claims; /* by member: scratch */
    ent_column *secure;            /* by party: scratch */
    uint64_t *consents;            /* by party: scratch */
    uint64_t *stack;               /* scratch for rules */
    uint32_t *numbers;             /* by mover: scratch */
    uint32_t *key;                 /* scratch */
    ent_set scratch;               /* the stable states that were just found */
    ent_set sets[ENT_SUMS];
} ent_referee;

/* A referee works on one thread, with memory of its own; to be freed in every case. */
ent_status ent_referee_init(ent_referee *referee, const ent_sweep_job *job, ent_memory *memory);
void ent_referee_free(ent_referee *referee);

/* Forgets all that it knows. */
void ent_referee_forget(ent_referee *referee);

/* The case with these outcomes. NULL without memory. */
ent_verdict *ent_referee_judge(ent_referee *referee, const uint8_t *outcomes);

/* Fills referee->sets for a verdict: what is added up for each state (see tally.h). */
ent_status ent_referee_sets(ent_referee *referee, const ent_verdict *verdict);

#endif
