/*
 * What would have to be true: the smallest changes of rules, of terms and of one party's mind that
 * make a wanted state an equilibrium (docs/semantics.md, "What would have to be true"). Each is
 * found by solving the changed model.
 */
#ifndef ENT_ASK_NEED_H
#define ENT_ASK_NEED_H

#include "ask/change.h"
#include "solve/solve.h"

/* Beyond so many codes the question is refused: the game is solved again for each change. */
#define ENT_NEED_CODES_MOST (UINT64_C(1) << 20)

/* What solving a game takes for each state and mover, in states looked at. */
enum { ENT_SOLVING_LOOKS = 8 };

typedef struct {
    ent_concept concept;
    const ent_set *wanted; /* feasible states, of which one is to become an equilibrium */
    bool viable;           /* … that can be agreed from the start, too, and can act */
    size_t top;            /* of each sort, stop once so many have been found */
    uint32_t entries_most; /* entries of a mind that change at the most; 0: two */
    uint64_t tries_most;   /* changes tried at the most; 0: many */
    uint64_t work_most;    /* states looked at, or solved, at the most; 0: some seconds' worth */
    ent_progress progress;
    void *progress_context;
} ent_need_request;

typedef enum { ENT_NEED_RULES, ENT_NEED_TERMS, ENT_NEED_MINDS } ent_need_sort;

enum { ENT_NEED_SORTS = 3 };

/* A change that suffices, and what it makes an equilibrium. */
typedef struct {
    ent_change change;
    uint64_t count; /* so many of the wanted states … */
    uint64_t code;  /* … the first of them */
} ent_needed;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_need_request request;
    uint64_t wanted_count;
    uint64_t wanted_first;      /* its code */
    uint64_t holding_count;     /* of the wanted: equilibria already; then nothing else is asked */
    uint64_t holding_first;     /* its code */
    ENT_LIST(uint32_t) leavers; /* who leaves the state, where one state is wanted */
    bool guarded;               /* somebody has to be able to act, where that is wanted too */
    bool disagreed;             /* … whether it cannot be agreed, where that is wanted too */
    bool idle;                  /* … and whether somebody that should cannot act in it */
    ENT_LIST(ent_needed) found[ENT_NEED_SORTS]; /* whole classes of size, the smaller first */
    uint64_t tried;
    bool capped; /* a bound was reached: there are more changes */
} ent_need;

/* Answers; `need` is to be freed in every case. The game must outlive it, and have a start where
 * `viable` is asked. */
ent_status ent_ask_need(ent_need *need, const ent_game *game, const ent_need_request *request,
                        ent_report *report);
void ent_need_free(ent_need *need);
#define ENT_AUTO_NEED ENT_AUTO(ent_need_free) ent_need

#endif
