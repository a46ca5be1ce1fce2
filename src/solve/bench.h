/* The local memory of a body's step: its rule, and its members' keys, in one tile. */
#ifndef ENT_SOLVE_BENCH_H
#define ENT_SOLVE_BENCH_H

#include "solve/step.h"

/* What a body's step needs locally; the arrays lie in a thread's bench. */
typedef struct {
    const ent_game *game;
    const ent_fiber *fiber;
    const ent_rule *rule;
    size_t places;
    size_t chunks;      /* words that hold the lanes of one position */
    uint32_t *now;      /* the members' keys, member by member */
    uint32_t *then;     /* what the members compare them with, at the target */
    uint32_t *values;   /* the tile of the column, in its own width */
    uint64_t *feasible; /* by position and chunk */
    uint64_t *switches; /* by position, chunk and switch */
    uint64_t *consents; /* by party */
    uint64_t *stack;
} ent_body_bench;

/* Divides a bench that was planned for the mover. */
ent_body_bench ent_lay_out_bench(const ent_workshop *shop, uint32_t mover, char *bench);

/* Fills in what the rule asks of the tile that begins at this code. */
void ent_load_rule(const ent_body_bench *bench, uint64_t base);

/* From bytes that are 0 or 1 to bits. */
void ent_flags_to_set(const ent_column *flags, ent_set *set);

#endif
