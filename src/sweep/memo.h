/*
 * What was found out once, by a key of bytes, so that it need not be found again. A memo forgets
 * everything at once or nothing. Whether something was known changes no answer, only the time.
 */
#ifndef ENT_SWEEP_MEMO_H
#define ENT_SWEEP_MEMO_H

#include "base/memory.h"

typedef struct {
    uint64_t hash;
    const void *key; /* NULL where the slot is empty */
    size_t bytes;
    void *value;
} ent_memo_slot;

typedef struct {
    ent_memory *memory;
    ent_arena arena; /* for keys, and for values of whoever likes */
    ent_memo_slot *slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t count;
} ent_memo;

ent_memo ent_memo_new(ent_memory *memory);
void ent_memo_free(ent_memo *memo);

/* The value under this key; NULL where there is none. */
void *ent_memo_find(const ent_memo *memo, const void *key, size_t bytes);

/* Keeps a value that is not NULL under a copy of a key that was not there. */
ent_status ent_memo_add(ent_memo *memo, const void *key, size_t bytes, void *value);

#endif
