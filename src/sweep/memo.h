/*
 * What was found out once, by a key of bytes, so that it need not be found again. Any thread may
 * look something up at any time, and waits for nobody; threads that add something wait for each
 * other. Nothing is changed or taken out, until all goes at once.
 */
#ifndef ENT_SWEEP_MEMO_H
#define ENT_SWEEP_MEMO_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/memory.h"

/* What memos, and whatever they lead to, stand on. */
typedef struct {
    pthread_mutex_t lock; /* of memory and arena */
    ent_memory memory;
    ent_arena arena;
    atomic_size_t bytes; /* that it takes, for who does not hold the lock */
} ent_shelf;

/* An empty shelf with the hook of `memory`; it may not be moved. */
void ent_shelf_init(ent_shelf *shelf, const ent_memory *memory);
void ent_shelf_free(ent_shelf *shelf);

/* Zeroed memory that lasts as long as the shelf, or NULL. */
void *ent_shelf_array(ent_shelf *shelf, size_t count, size_t size);

typedef struct ent_memo_table ent_memo_table;

typedef struct {
    ent_shelf *shelf;
    _Atomic(ent_memo_table *) table;
} ent_memo;

/* The value under this key; NULL where there is none. */
void *ent_memo_find(const ent_memo *memo, const void *key, size_t bytes);

/* Puts a value that is not NULL under a key, and gives the one that stands there: another one where
 * another thread was first. NULL without memory. The key is copied, or lasts as the shelf does. */
void *ent_memo_add(ent_memo *memo, const void *key, size_t bytes, void *value);
void *ent_memo_add_lasting(ent_memo *memo, const void *key, size_t bytes, void *value);

#endif
