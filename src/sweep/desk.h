/*
 * Who works on which block, when the workers are far away and may die: the lowest block that nobody
 * has is given out first, and what a lost worker had is given out again. Blocks may be done twice;
 * they come out the same.
 */
#ifndef ENT_SWEEP_DESK_H
#define ENT_SWEEP_DESK_H

#include "base/memory.h"

typedef struct {
    uint32_t worker;
    bool given; /* somebody is at work on it */
    bool done;
} ent_desk_place;

typedef struct {
    ent_memory *memory;
    uint64_t blocks;
    uint64_t taken; /* all blocks below this one are done and handed on */
    uint64_t window;
    ent_desk_place *places; /* of block b: places[b % window]; only taken ≤ b < taken + window */
    bool closed;            /* nothing that was never given is given any more */
    uint64_t begun;         /* blocks below this one were given to somebody */
} ent_desk;

/* A desk for the blocks from `first` on, of which `window` may be under way at a time. */
ent_status ent_desk_init(ent_desk *desk, uint64_t first, uint64_t blocks, uint64_t window,
                         ent_memory *memory);
void ent_desk_free(ent_desk *desk);

/* The next block for this worker; false when there is none for now. */
bool ent_desk_give(ent_desk *desk, uint32_t worker, uint64_t *block);

/* The block was done. False when that is of no use, as another was faster. */
bool ent_desk_done(ent_desk *desk, uint64_t block);

/* Whether the next block is done; and that it was handed on. */
bool ent_desk_has_next(const ent_desk *desk);
void ent_desk_hand_on(ent_desk *desk);

/* The worker is lost: what it has will be given out again. Gives the number of such blocks. */
uint64_t ent_desk_lose(ent_desk *desk, uint32_t worker);

/* From now on, only what was begun is brought to an end. */
void ent_desk_close(ent_desk *desk);

/* Whether nothing is left to do. */
bool ent_desk_is_over(const ent_desk *desk);

#endif
