/* A table from pairs of indexes to an index: what every diagram is built with. */
#ifndef ENT_VOTE_PAIRS_H
#define ENT_VOTE_PAIRS_H

#include "base/memory.h"

typedef struct {
    uint64_t *keys;
    uint32_t *values;
    size_t count;
    size_t capacity; /* a power of two, or 0 */
} ent_pairs;

#define ENT_NO_PAIR UINT32_MAX

/* The value of (a, b). Where there is none, `otherwise` becomes it; ENT_NO_PAIR when there was no
 * memory for that. */
uint32_t ent_pairs_find(ent_pairs *pairs, ent_memory *memory, uint32_t a, uint32_t b,
                        uint32_t otherwise);

/* The value of (a, b), or ENT_NO_PAIR. */
uint32_t ent_pairs_get(const ent_pairs *pairs, uint32_t a, uint32_t b);

void ent_pairs_free(ent_pairs *pairs, ent_memory *memory);

#endif
