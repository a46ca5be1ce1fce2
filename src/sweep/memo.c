/* A hash table with open addressing, at most half full. */
#include "sweep/memo.h"

#include <string.h>

enum { SLOTS_LEAST = 64 };

ent_memo ent_memo_new(ent_memory *memory)
{
    return (ent_memo){.memory = memory, .arena = ent_arena_new(memory)};
}

void ent_memo_free(ent_memo *memo)
{
    if (memo->memory == NULL)
        return;
    ent_release(memo->memory, memo->slots, memo->slot_count * sizeof *memo->slots);
    ent_arena_free(&memo->arena);
    *memo = ent_memo_new(memo->memory);
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

/* The slot that holds the key, or the empty one where it belongs. */
static ent_memo_slot *slot_of(const ent_memo *memo, uint64_t hash, const void *key, size_t bytes)
{
    size_t at = hash & (memo->slot_count - 1);
    for (;; at = (at + 1) & (memo->slot_count - 1)) {
        ent_memo_slot *slot = &memo->slots[at];
        if (slot->key == NULL ||
            (slot->hash == hash && slot->bytes == bytes && memcmp(slot->key, key, bytes) == 0))
            return slot;
    }
}

void *ent_memo_find(const ent_memo *memo, const void *key, size_t bytes)
{
    return memo->count == 0 ? NULL : slot_of(memo, hash_of(key, bytes), key, bytes)->value;
}

static ent_status grow(ent_memo *memo)
{
    ent_memo larger = {.slot_count = memo->slot_count == 0 ? SLOTS_LEAST : 2 * memo->slot_count};
    larger.slots = ent_allocate(memo->memory, larger.slot_count * sizeof *larger.slots);
    if (larger.slots == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < memo->slot_count; i++) {
        const ent_memo_slot *slot = &memo->slots[i];
        if (slot->key != NULL)
            *slot_of(&larger, slot->hash, slot->key, slot->bytes) = *slot;
    }
    ent_release(memo->memory, memo->slots, memo->slot_count * sizeof *memo->slots);
    memo->slots = larger.slots;
    memo->slot_count = larger.slot_count;
    return ENT_OK;
}

/* Copies a key and puts the value under it; the copy, or NULL without memory. */
static void *add(ent_memo *memo, uint64_t hash, const void *key, size_t bytes, void *value)
{
    void *copy = ent_arena_allocate(&memo->arena, bytes == 0 ? 1 : bytes);
    if (copy == NULL || (2 * memo->count >= memo->slot_count && grow(memo) != ENT_OK))
        return NULL;
    if (bytes > 0)
        memcpy(copy, key, bytes);
    *slot_of(memo, hash, copy, bytes) =
        (ent_memo_slot){.hash = hash, .key = copy, .bytes = bytes, .value = value};
    memo->count++;
    return copy;
}

ent_status ent_memo_add(ent_memo *memo, const void *key, size_t bytes, void *value)
{
    return add(memo, hash_of(key, bytes), key, bytes, value) == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

const ent_content *ent_memo_keep(ent_memo *memo, const void *bytes, size_t length)
{
    uint64_t hash = hash_of(bytes, length);
    ent_content *content = memo->count == 0 ? NULL : slot_of(memo, hash, bytes, length)->value;
    if (content != NULL)
        return content;
    content = ent_arena_allocate(&memo->arena, sizeof *content);
    if (content == NULL)
        return NULL;
    content->number = (uint32_t)memo->count;
    content->bytes = add(memo, hash, bytes, length, content);
    return content->bytes == NULL ? NULL : content;
}
