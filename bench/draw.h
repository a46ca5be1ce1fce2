/* Random models of a given size, and random numbers; the same for the same seed. */
#ifndef BENCH_DRAW_H
#define BENCH_DRAW_H

#include <stdbool.h>
#include <stdint.h>

/* What the models of a family have in common. */
typedef struct {
    const char *id;
    const char *title;
    uint32_t parties;
    uint32_t priorities; /* of each party */
    bool constrained;    /* clauses that leave about half of the codes */
    bool bodies;         /* two of them, with two options each */
    bool levels;         /* options of four levels, some of which only rise or only fall */
} bench_family;

/* The text of a model with 2^bits codes. The caller frees it; ends the program without memory. */
char *bench_draw(const bench_family *family, uint32_t bits);

/* A number below the bound, the next from this state of the generator. */
uint32_t bench_below(uint64_t *state, uint32_t bound);

#endif
