/*
 * All memory of the library comes through one hook, is counted, and may run out: an allocation that
 * fails gives NULL and the caller answers ENT_NO_RESOURCE.
 */
#ifndef ENT_BASE_MEMORY_H
#define ENT_BASE_MEMORY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef struct {
    ent_allocate_hook hook;
    void *context;
    size_t live; /* bytes handed out and not yet given back */
    size_t peak; /* the most that `live` has been */
} ent_memory;

/* Memory from the C library's allocator. */
ent_memory ent_memory_system(void);

/* `size` zeroed bytes, or NULL. Large blocks begin at a cache line. The caller releases them with
 * the same size. */
void *ent_allocate(ent_memory *memory, size_t size);
void ent_release(ent_memory *memory, void *block, size_t size);

/* True when count * size fits in size_t; the product is stored. */
bool ent_multiply(size_t count, size_t size, size_t *product);

/* An arena: many small blocks that live and die together. */
typedef struct ent_arena_block ent_arena_block;

typedef struct {
    ent_memory *memory;
    ent_arena_block *blocks;
    bool exhausted; /* an allocation has failed since the arena was made */
} ent_arena;

ent_arena ent_arena_new(ent_memory *memory);
void ent_arena_free(ent_arena *arena);

/* `size` zeroed bytes that live as long as the arena, or NULL. */
void *ent_arena_allocate(ent_arena *arena, size_t size);
void *ent_arena_array(ent_arena *arena, size_t count, size_t size);

/* Copies of text, ended by NUL; NULL when there is no memory. */
char *ent_arena_copy(ent_arena *arena, const char *text, size_t length);
char *ent_arena_print(ent_arena *arena, const char *format, ...) ENT_PRINTF(2, 3);
char *ent_arena_vprint(ent_arena *arena, const char *format, va_list arguments) ENT_PRINTF(2, 0);

/*
 * A growing array is any struct with `items`, `count` and `capacity`. ENT_PUSH appends a zeroed
 * item and gives a pointer to it, or NULL. Old items are left behind in the arena.
 */
#define ENT_LIST(type)                                                                             \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }
#define ENT_PUSH(arena, list)                                                                      \
    (ent_list_reserve((arena), (void *)&(list)->items, (list)->count, &(list)->capacity,           \
                      sizeof *(list)->items)                                                       \
         ? &(list)->items[(list)->count++]                                                         \
         : NULL)

bool ent_list_reserve(ent_arena *arena, void *items_field, size_t count, size_t *capacity,
                      size_t size);

#endif
