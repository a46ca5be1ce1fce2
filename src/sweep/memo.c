/*
 * A hash table with open addressing, at most half full. When it is to grow, a larger one takes its
 * place; who still looks into the old one may miss what is new, which costs time only.
 */
#include "sweep/memo.h"

#include <string.h>

enum { SLOTS_LEAST = 64 };

typedef struct {
    uint64_t hash;
    const void *key;
    size_t bytes;
    void *value;
} entry;

/* The hash is written before the entry, and stands here so that other entries are not looked at. */
typedef struct {
    uint64_t hash;
    _Atomic(entry *) entry; /* NULL where the slot is empty */
} slot;

struct ent_memo_table {
    size_t size;  /* a power of two */
    size_t count; /* for who holds the lock */
    slot slots[];
};

void ent_shelf_init(ent_shelf *shelf, const ent_memory *memory)
{
    *shelf = (ent_shelf){.memory = {.hook = memory->hook, .context = memory->context}};
    shelf->arena = ent_arena_new(&shelf->memory);
    (void)pthread_mutex_init(&shelf->lock, NULL);
}

void ent_shelf_free(ent_shelf *shelf)
{
    ent_arena_free(&shelf->arena);
    (void)pthread_mutex_destroy(&shelf->lock);
}

/* The lock is held. */
static void *take(ent_shelf *shelf, size_t count, size_t size)
{
    void *taken = ent_arena_array(&shelf->arena, count, size);
    atomic_store_explicit(&shelf->bytes, shelf->memory.live, memory_order_relaxed);
    return taken;
}

void *ent_shelf_array(ent_shelf *shelf, size_t count, size_t size)
{
    (void)pthread_mutex_lock(&shelf->lock);
    void *taken = take(shelf, count, size);
    (void)pthread_mutex_unlock(&shelf->lock);
    return taken;
}

static uint64_t hash_of(const void *key, size_t bytes)
{
    const uint8_t *at = key;
    uint64_t hash = bytes;
    for (; bytes > 0;) {
        uint64_t word = 0;
        size_t part = bytes < sizeof word ? bytes : sizeof word;
        memcpy(&word, at, part);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
        at += part;
        bytes -= part;
    }
    return hash;
}

/* The slot that holds the key, or the empty one where it belongs; what it holds is told as well. */
static slot *slot_of(ent_memo_table *table, const entry *wanted, entry **held)
{
    size_t at = wanted->hash & (table->size - 1);
    for (;; at = (at + 1) & (table->size - 1)) {
        slot *here = &table->slots[at];
        entry *e = atomic_load_explicit(&here->entry, memory_order_acquire);
        *held = e;
        if (e == NULL || (here->hash == wanted->hash && e->bytes == wanted->bytes &&
                          memcmp(e->key, wanted->key, wanted->bytes) == 0))
            return here;
    }
}

/* Puts an entry whose key is not there. The lock is held. */
static void place(ent_memo_table *table, entry *e)
{
    entry *none = NULL;
    slot *here = slot_of(table, e, &none);
    here->hash = e->hash;
    atomic_store_explicit(&here->entry, e, memory_order_release);
    table->count++;
}

static void *find(const ent_memo *memo, const entry *wanted)
{
    ent_memo_table *table = atomic_load_explicit(&memo->table, memory_order_acquire);
    entry *held = NULL;
    if (table != NULL)
        (void)slot_of(table, wanted, &held);
    return held == NULL ? NULL : held->value;
}

void *ent_memo_find(const ent_memo *memo, const void *key, size_t bytes)
{
    const entry wanted = {.hash = hash_of(key, bytes), .key = key, .bytes = bytes};
    return find(memo, &wanted);
}

/* A table with room for one more, with all that there is. The lock is held. */
static ent_memo_table *roomy_table(ent_memo *memo)
{
    ent_memo_table *table = atomic_load_explicit(&memo->table, memory_order_relaxed);
    if (table != NULL && 2 * table->count < table->size)
        return table;
    size_t size = table == NULL ? SLOTS_LEAST : 2 * table->size;
    ent_memo_table *larger = take(memo->shelf, 1, sizeof *larger + size * sizeof(slot));
    if (larger == NULL)
        return NULL;
    larger->size = size;
    for (size_t i = 0; table != NULL && i < table->size; i++) {
        entry *e = atomic_load_explicit(&table->slots[i].entry, memory_order_relaxed);
        if (e != NULL)
            place(larger, e);
    }
    atomic_store_explicit(&memo->table, larger, memory_order_release);
    return larger;
}

/* The lock is held. */
static void *put(ent_memo *memo, const entry *wanted, bool lasting)
{
    ent_memo_table *table = roomy_table(memo);
    entry *e = take(memo->shelf, 1, sizeof *e + (lasting ? 0 : wanted->bytes));
    if (table == NULL || e == NULL)
        return NULL;
    *e = *wanted;
    if (!lasting) /* what is looked at together stands together */
        e->key = memcpy(e + 1, wanted->key, wanted->bytes);
    place(table, e);
    return e->value;
}

static void *add(ent_memo *memo, const entry *wanted, bool lasting)
{
    (void)pthread_mutex_lock(&memo->shelf->lock);
    void *value = find(memo, wanted);
    if (value == NULL)
        value = put(memo, wanted, lasting);
    (void)pthread_mutex_unlock(&memo->shelf->lock);
    return value;
}

void *ent_memo_add(ent_memo *memo, const void *key, size_t bytes, void *value)
{
    const entry wanted = {.hash = hash_of(key, bytes), .key = key, .bytes = bytes, .value = value};
    return add(memo, &wanted, false);
}

void *ent_memo_add_lasting(ent_memo *memo, const void *key, size_t bytes, void *value)
{
    const entry wanted = {.hash = hash_of(key, bytes), .key = key, .bytes = bytes, .value = value};
    return add(memo, &wanted, true);
}
