/*
 * Blocks added up. They come in order, so that sums of doubles are the same whoever worked on them;
 * a total that goes on from what was saved is the same as one that never stopped.
 */
#ifndef ENT_SWEEP_TOTAL_H
#define ENT_SWEEP_TOTAL_H

#include "sweep/tally.h"

enum {
    ENT_GROUPS = 64 /* into which draws are dealt, to see how much they vary */
};

typedef struct {
    ent_memory *memory;
    const ent_plan *plan;
    uint64_t states;
    uint64_t cases;                 /* so far: all before the next block */
    double weight;                  /* of them together */
    double answers[ENT_ANSWERS];    /* of those in which the answer is yes */
    double (*sums)[ENT_SUMS];       /* by state's number - 1 */
    uint32_t least[ENT_QUANTITIES]; /* of the cases that are possible at all */
    uint32_t most[ENT_QUANTITIES];
    ent_counts *counts; /* of combinations, by case */
    ent_counts origin;  /* of draws: the first one's */
    double *groups;     /* of draws, see groups.h */
    size_t group_words;
    uint8_t *outcomes; /* scratch */
    double *chances;   /* scratch of combinations */
} ent_total;

/* An empty total; to be freed in every case. The plan must outlive it. */
ent_status ent_total_init(ent_total *total, const ent_plan *plan, uint64_t states,
                          ent_memory *memory);
void ent_total_free(ent_total *total);
#define ENT_AUTO_TOTAL ENT_AUTO(ent_total_free) ent_total

/* Bytes that a total takes. */
uint64_t ent_total_bytes(const ent_plan *plan, uint64_t states);

/* Adds the next block, which is sound. */
void ent_total_add(ent_total *total, const ent_block *block);

/* The two halves of this, for who restores a total: rows block by block, states at any time. */
void ent_total_add_rows(ent_total *total, const ent_block *block);
void ent_total_add_states(ent_total *total, const ent_block *block);

#endif
