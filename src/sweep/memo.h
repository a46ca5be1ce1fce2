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

/* Bytes that are kept once, however often they come out. */
typedef struct {
    void *bytes;     /* not to be changed */
    uint32_t number; /* equal for equal bytes only */
} ent_content;

/* The memo's own copy of these bytes, in a memo that is used for nothing else. NULL without memory.
 */
const ent_content *ent_memo_keep(ent_memo *memo, const void *bytes, size_t length);

#endif
