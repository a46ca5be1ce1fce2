/* What the workers of a sweep share: all that does not depend on what is uncertain. */
#ifndef ENT_SWEEP_JOB_H
#define ENT_SWEEP_JOB_H

#include "ask/ballot.h"
#include "ask/viable.h"
#include "model/doubt.h"
#include "sweep/lore.h"
#include "sweep/sweep.h"

/* What each worker may keep for itself. */
enum {
    ENT_VERDICT_BYTES_MOST = 4 * 1024 * 1024, /* a new verdict takes little time */
    ENT_LAID_WORDS_MOST = 256 * 1024          /* of a body's rule */
};

struct ent_sweep_job {
    const ent_game *game;
    ent_arena arena;
    ent_sweep_request request;
    ent_library *library;  /* what workers know together */
    ent_doubt_list doubts; /* those of the model's that the sweep goes over … */
    uint32_t *places;      /* … and where they stand among the model's */
    const uint8_t
        *settled; /* the outcomes of all of the model's doubts, for those that do not vary */
    ent_plan plan;
    uint32_t *own_first; /* by party: where its doubts begin in `own` … */
    uint32_t *own_count; /* … and how many they are */
    uint32_t *own;       /* doubts, party by party */
    bool *moves;         /* by mover: it has options that it can move */
    bool *member;        /* by party: of a body that moves */
    bool has_start;
    uint64_t start;
    ent_ballot ballot; /* for the bodies' rules at the start */
    ent_set packages;  /* states that differ from the start in possible ways */
    ent_set *changes;  /* by mover: some option of it differs from the start */
    ent_set target;    /* the arrangements */
    ent_guards guards; /* who has to be able to act, against whom … */
    ent_set acting;    /* … and the arrangements in which all of them can */
    uint32_t *ranks;   /* by word of a set: feasible codes before it */
};

#endif
