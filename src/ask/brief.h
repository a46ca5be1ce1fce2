/*
 * The brief: one page on the whole model. Can it be agreed? Can its bodies act? Will it hold: how
 * much of the target does, which kinds of states do and which do not, who would break them, and
 * what deters? Which arrangement does all three, and what would have to be true for one to?
 */
#ifndef ENT_ASK_BRIEF_H
#define ENT_ASK_BRIEF_H

#include "ask/act.h"
#include "ask/agree.h"
#include "ask/carry.h"
#include "ask/design.h"
#include "ask/need.h"
#include "ask/pattern.h"
#include "ask/why.h"
#include "solve/solve.h"

/* States of one kind, and why the first of them holds or does not. */
typedef struct {
    ent_pattern pattern;
    ent_opinion *opinions; /* by mover, on the pattern's example, under the brief's concept */
} ent_brief_case;

typedef ENT_LIST(ent_brief_case) ent_brief_cases;

typedef struct {
    const ent_game *game;
    const ent_solution *solution;
    ent_arena arena;
    ent_concept concept;
    uint32_t start_mask; /* the concepts under which the start is an equilibrium */
    uint64_t start;
    bool has_start;
    bool has_design;
    bool has_need;
    bool need_missing; /* the model is too large to ask for it here */
    bool has_carriers;
    ent_set target; /* every feasible state where the model has no target */
    uint64_t target_count;
    uint64_t holding[ENT_CONCEPTS]; /* target states that are equilibria */
    ent_brief_cases holds;
    ent_brief_cases breaks;
    uint64_t *breakers;      /* by mover: target states that it would leave */
    ent_act act;             /* of all bodies */
    const char *act_missing; /* why that is not known; NULL where it is */
    ent_agree agree;         /* where there is a start */
    ent_design design;       /* where there is a start and a target */
    ent_need need;           /* where no arrangement does all three: what would make one; if today's
                                state is an arrangement, what would make that one do its part */
    ent_set wanted;          /* by the need */
    ent_carriers carriers; /* where there are statements, in a model that is not too large to ask */
    size_t wants;          /* preference entries of all parties … */
    size_t assumptions;    /* … and those of them that no statement supports */
} ent_brief;

typedef struct {
    ent_concept concept;
    size_t cases_most; /* kinds of states, of each sort */
    ent_progress progress;
    void *progress_context;
} ent_brief_request;

/* Answers, from a solution for all concepts; `brief` is to be freed in every case. */
ent_status ent_ask_brief(ent_brief *brief, const ent_game *game, const ent_solution *solution,
                         const ent_brief_request *request, ent_report *report);
void ent_brief_free(ent_brief *brief);
#define ENT_AUTO_BRIEF ENT_AUTO(ent_brief_free) ent_brief

#endif
