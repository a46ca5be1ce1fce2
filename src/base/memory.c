/* The allocation hook, its book-keeping, and the arena. */
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CACHE_LINE = 64, LARGE = 4096, ARENA_BLOCK = 16 * 1024 };

struct ent_arena_block {
    ent_arena_block *next;
    size_t size; /* of the whole block, this header included */
    size_t used;
};

static void *system_hook(void *context, void *block, size_t size)
{
    (void)context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (block == NULL && size >= LARGE) {
        size_t rounded = (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
        return rounded < size ? NULL : aligned_alloc(CACHE_LINE, rounded);
    }
    return realloc(block, size);
}

ent_memory ent_memory_system(void)
{
    return (ent_memory){.hook = system_hook};
}

void *ent_allocate(ent_memory *memory, size_t size)
{
    size_t asked = size == 0 ? 1 : size;
    void *block = memory->hook(memory->context, NULL, asked);
    if (block == NULL)
        return NULL;
    memset(block, 0, asked);
    memory->live += asked;
    if (memory->live > memory->peak)
        memory->peak = memory->live;
    return block;
}

void ent_release(ent_memory *memory, void *block, size_t size)
{
    if (block == NULL)
        return;
    memory->live -= size == 0 ? 1 : size;
    memory->hook(memory->context, block, 0);
}

bool ent_multiply(size_t count, size_t size, size_t *product)
{
    return !__builtin_mul_overflow(count, size, product);
}

ent_arena ent_arena_new(ent_memory *memory)
{
    return (ent_arena){.memory = memory};
}

void ent_arena_free(ent_arena *arena)
{
    while (arena->blocks != NULL) {
        ent_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        ent_release(arena->memory, block, block->size);
    }
}

static ent_arena_block *add_block(ent_arena *arena, size_t payload)
{
    size_t size = 0;
    if (__builtin_add_overflow(payload, sizeof(ent_arena_block), &size))
        return NULL;
    if (size < ARENA_BLOCK)
        size = ARENA_BLOCK;
    ent_arena_block *block = ent_allocate(arena->memory, size);
    if (block == NULL)
        return NULL;
    *block = (ent_arena_block){.size = size, .used = sizeof *block};
    /* A large one is full at once, so the one in front of it stays in use. */
    ent_arena_block **place =
        size > ARENA_BLOCK && arena->blocks != NULL ? &arena->blocks->next : &arena->blocks;
    block->next = *place;
    *place = block;
    return block;
}

void *ent_arena_allocate(ent_arena *arena, size_t size)
{
    size_t alignment = _Alignof(max_align_t);
    ent_arena_block *block = arena->blocks;
    size_t start = block == NULL ? 0 : (block->used + alignment - 1) / alignment * alignment;
    if (block == NULL || start > block->size || block->size - start < size) {
        block = size > SIZE_MAX - alignment ? NULL : add_block(arena, size + alignment);
        if (block == NULL) {
            arena->exhausted = true;
            return NULL;
        }
        start = (block->used + alignment - 1) / alignment * alignment;
    }
    block->used = start + size;
    return (char *)block + start;
}

void *ent_arena_array(ent_arena *arena, size_t count, size_t size)
{
    size_t bytes = 0;
    if (!ent_multiply(count, size, &bytes)) {
        arena->exhausted = true;
        return NULL;
    }
    return ent_arena_allocate(arena, bytes);
}

char *ent_arena_copy(ent_arena *arena, const char *text, size_t length)
{
    char *copy = ent_arena_array(arena, length + 1, 1);
    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *ent_arena_vprint(ent_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return NULL;
    char *text = ent_arena_array(arena, (size_t)length + 1, 1);
    if (text != NULL)
        (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *ent_arena_print(ent_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = ent_arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}

bool ent_list_reserve(ent_arena *arena, void *items_field, size_t count, size_t *capacity,
                      size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
    void *items = ent_arena_array(arena, wanted, size);
    if (items == NULL)
        return false;
    void *old = NULL;
    memcpy(&old, items_field, sizeof old);
    if (count > 0)
        memcpy(items, old, count * size);
    memcpy(items_field, &items, sizeof items);
    *capacity = wanted;
    return true;
}
