/*
 * What workers know together. It changes no answer, only the time: a worker that does not find
 * something here finds it out and adds it. Most of what is found out has been found before, from
 * other grounds: the same states are stable, the same steps decided. So there is one copy of each
 * content, and its number is a ground for what comes next.
 */
#ifndef ENT_SWEEP_LORE_H
#define ENT_SWEEP_LORE_H

#include "base/set.h"
#include "game/column.h"
#include "sweep/memo.h"

typedef struct {
    ent_shelf shelf;
    ent_memo contents;
    ent_memo minds_by_outcomes;
    ent_memo minds_by_keys;
    ent_memo facts;
    ent_memo views;
    atomic_uint numbers; /* given so far */
    /* For the library: */
    uint64_t generation; /* the first is 1 */
    int holders;
    size_t retired; /* bytes when it was retired */
} ent_lore;

/* A number that nothing else in the lore has. */
uint32_t ent_lore_number(ent_lore *lore);

typedef struct {
    void *bytes; /* not to be changed */
    uint32_t number;
} ent_content;

/* The lore's one copy of these bytes; NULL without memory. */
const ent_content *ent_lore_keep(ent_lore *lore, const void *bytes, size_t length);

/* The same for columns and sets: they become views of what is kept, and belong to nobody. */
ent_status ent_lore_keep_column(ent_lore *lore, const ent_column *column, ent_column *kept,
                                uint32_t *number);
ent_status ent_lore_keep_set(ent_lore *lore, const ent_set *set, ent_set *kept);

/*
 * Who holds which lore. One that has grown too large is retired: it gets no new holders, and goes
 * when the last one has let go of it. Until then its bytes count against the next one.
 */
typedef struct {
    pthread_mutex_t lock;
    ent_memory memory;
    ent_lore *current;
    uint64_t generations;
    atomic_size_t retired; /* bytes of lores that are retired, and still held */
    size_t most;           /* bytes that all may take */
} ent_library;

void ent_library_init(ent_library *library, const ent_memory *memory, size_t most);
void ent_library_free(ent_library *library);

/* Whether it is time to exchange a lore for another one. */
bool ent_library_is_full(const ent_library *library, const ent_lore *lore);

/* Lets go of a lore, if it is not NULL, and takes the current one. */
ent_status ent_library_take(ent_library *library, ent_lore **lore);
void ent_library_leave(ent_library *library, ent_lore **lore);

/* Frees the current lore, if nobody holds it. */
void ent_library_empty(ent_library *library);

#endif
