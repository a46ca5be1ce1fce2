/* A set of states: one bit for each code. The bits past the last code are always zero. */
#ifndef ENT_BASE_SET_H
#define ENT_BASE_SET_H

#include "base/memory.h"

typedef struct {
    ent_memory *memory;
    uint64_t *words;
    uint64_t bits;
} ent_set;

/* An empty set; `set` is all zero on failure. The caller frees it. */
ent_status ent_set_new(ent_set *set, ent_memory *memory, uint64_t bits);
void ent_set_free(ent_set *set);
#define ENT_AUTO_SET ENT_AUTO(ent_set_free) ent_set

static inline size_t ent_set_words(uint64_t bits)
{
    return (size_t)((bits + 63) / 64);
}

static inline bool ent_set_has(const ent_set *set, uint64_t bit)
{
    return (set->words[bit / 64] >> (bit % 64)) & 1u;
}

static inline void ent_set_add(ent_set *set, uint64_t bit)
{
    set->words[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* The bits of word `index` that stand for codes. */
static inline uint64_t ent_set_mask(uint64_t bits, size_t index)
{
    uint64_t left = bits - (uint64_t)index * 64;
    return left >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
}

void ent_set_fill(ent_set *set);
void ent_set_copy(ent_set *to, const ent_set *from);
void ent_set_and(ent_set *to, const ent_set *with);
uint64_t ent_set_count(const ent_set *set);
uint64_t ent_set_count_both(const ent_set *a, const ent_set *b);

/* The first member at or after `from`; UINT64_MAX when there is none. */
uint64_t ent_set_next(const ent_set *set, uint64_t from);

#endif
