/*
 * What one block of cases gives: a row for each case, and sums for the states that were anything in
 * any of them. The same bytes go from thread to thread, between processes and into a file; what
 * they were before is not trusted when they are read.
 */
#ifndef ENT_SWEEP_TALLY_H
#define ENT_SWEEP_TALLY_H

#include "model/model.h"
#include "sweep/plan.h"

/* A case in figures: how many states … The outcomes and the probability of a case are told by the
 * plan, from its number. */
typedef struct {
    uint32_t agreeable; /* … can be agreed on from the start */
    uint32_t agreed;    /* … of the target, too */
    uint32_t holding;   /* … of the target are equilibria under the sweep's concept */
    uint32_t viable;    /* … of the target can be agreed on, can act and hold */
    uint32_t equilibria[ENT_CONCEPTS]; /* … are equilibria, in the target or not */
} ent_case_row;

/* What is asked of a case, and answered by yes or no. */
typedef enum {
    ENT_ANSWER_AGREE, /* some state of the target can be agreed on */
    ENT_ANSWER_HOLD,  /* some state of the target is an equilibrium */
    ENT_ANSWER_VIABLE /* some arrangement does all three */
} ent_answer;

enum { ENT_ANSWERS = 3 };

/* By answer, how many states of the target make it yes. */
typedef struct {
    uint32_t of[ENT_ANSWERS];
} ent_counts;

static inline ent_counts ent_row_counts(const ent_case_row *row)
{
    return (ent_counts){{row->agreed, row->holding, row->viable}};
}

/* What is measured of a case: each answer, as 1 for yes and 0 for no; and then, how many states
 * make it yes. So an answer is a quantity as well, and ENT_NUMBERS + answer is another. */
enum { ENT_NUMBERS = ENT_ANSWERS, ENT_QUANTITIES = 2 * ENT_ANSWERS };

static inline uint32_t ent_quantity_of(const ent_counts *counts, uint32_t quantity)
{
    return quantity < ENT_NUMBERS ? counts->of[quantity] > 0 : counts->of[quantity - ENT_NUMBERS];
}

/* What is added up for each state: the weight of the cases in which it is … An equilibrium under
 * each concept comes first, so a concept is an index as well. */
enum {
    ENT_SUM_AGREEABLE = ENT_CONCEPTS, /* … agreeable, */
    ENT_SUM_VIABLE,                   /* … viable. */
    ENT_SUMS
};

typedef struct {
    uint32_t number; /* of the state, from 1 */
    double sums[ENT_SUMS];
} ent_state_sums;

typedef struct {
    uint64_t block;
    uint32_t row_count; /* ent_block_cases of the block */
    uint32_t doubt_count;
    uint32_t state_count;
    ent_case_row *rows;
    ent_counts *redrawn;    /* of draws, by row and doubt: what the counts would be were this doubt
                               drawn once more; NULL where all combinations are looked at */
    ent_state_sums *states; /* by rising number; those with no sum are left out */
} ent_block;

/* Counts as bytes, and back: by answer, four bytes each, the lowest first. */
enum { ENT_COUNTS_BYTES = 4 * ENT_ANSWERS };

void ent_counts_pack(const ent_counts *counts, size_t count, uint8_t *bytes);
void ent_counts_unpack(ent_counts *counts, size_t count, const uint8_t *bytes);

/*
 * The bytes of a block, whole numbers and the bits of doubles with their lowest byte first:
 *
 *     8 block   4 rows   4 doubts   4 states   4 "1 where there is what was redrawn, else 0"
 *     rows × 8 × 4     agreeable, agreed, holding, viable, equilibria under nash, gmr, smr, seq
 *     rows × doubts × 3 × 4   redrawn (agreed, holding, viable), where there is any
 *     states × (4 number, 6 × 8 sums: nash, gmr, smr, seq, agreeable, viable)
 */
size_t ent_block_bytes(const ent_block *block);
size_t ent_block_bytes_most(const ent_plan *plan, uint64_t states);
void ent_block_pack(const ent_block *block, uint8_t *bytes);

/*
 * The block that the bytes hold; it lives in the arena. ENT_WRONG_USE for bytes that cannot be a
 * block of this plan, for a game of so many states.
 */
ent_status ent_block_unpack(ent_block *block, const uint8_t *bytes, size_t length,
                            const ent_plan *plan, uint64_t states, ent_arena *arena);

/* Whether the block can be one of the plan, for a game of so many states: every figure within its
 * bounds, and in accord with the others. */
bool ent_block_is_sound(const ent_block *block, const ent_plan *plan, uint64_t states);

#endif
