/*
 * One case solved from what is known already. Under NASH, GMR and SMR, a party's stable states
 * depend on its own mind only, as the others' possible moves look at nobody's preferences; under
 * SEQ, on the moves that the others would really make as well: on the manner of each party that
 * moves, and on what each body decides. So most cases are put together from sets that are there.
 */
#ifndef ENT_SWEEP_REFEREE_H
#define ENT_SWEEP_REFEREE_H

#include "sweep/minds.h"

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
    ent_lore *lore;      /* NULL while it rests */
    uint64_t generation; /* of the lore that verdicts are from */
    ent_shelf own;       /* its own verdicts stand here */
    ent_memo verdicts;
    const ent_mind **now; /* by party: the case in hand */
    /* Scratch: */
    const ent_fact **facts_now;  /* by mover, under the concept in hand */
    ent_step_words *decisions;   /* by mover: those that the party in hand faces … */
    uint32_t *numbers;           /* … and their numbers */
    const ent_step_words **seen; /* by member of the body in hand */
    ent_column *secure;          /* by party */
    ent_set stable;              /* just found */
    uint64_t *consents;          /* by party */
    uint64_t *stack;             /* for rules */
    uint32_t *key;
    ent_set sets[ENT_SUMS];
    const ent_verdict *shown; /* whose sets these are; NULL for nobody's */
} ent_referee;

/* A referee works on one thread, with memory of its own; to be freed in every case. */
ent_status ent_referee_init(ent_referee *referee, const ent_sweep_job *job, ent_memory *memory);
void ent_referee_free(ent_referee *referee);

/* A referee that rests keeps nobody's lore from going; it judges nothing until it begins again. */
ent_status ent_referee_begin(ent_referee *referee);
void ent_referee_rest(ent_referee *referee);

/* Whether it is time to forget, and forgetting: all verdicts that were given become invalid. */
bool ent_referee_is_full(const ent_referee *referee);
ent_status ent_referee_forget(ent_referee *referee);

/* The case with these outcomes. NULL without memory. */
ent_verdict *ent_referee_judge(ent_referee *referee, const uint8_t *outcomes);

/* Fills referee->sets for a verdict: what is added up for each state (see tally.h). */
ent_status ent_referee_sets(ent_referee *referee, const ent_verdict *verdict);

#endif
