/* Open addressing with linear probing, at most two thirds full. */
#include "vote/pairs.h"

#include <string.h>

static uint64_t key_of(uint32_t a, uint32_t b)
{
    return (uint64_t)b << 32 | a;
}

static size_t slot_of(const ent_pairs *pairs, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
    size_t slot = (size_t)(hash ^ hash >> 32) & (pairs->capacity - 1);
    while (pairs->values[slot] != ENT_NO_PAIR && pairs->keys[slot] != key)
        slot = (slot + 1) & (pairs->capacity - 1);
    return slot;
}

static bool resize(ent_pairs *pairs, ent_memory *memory, size_t capacity)
{
    ent_pairs larger = {.keys = ent_allocate(memory, capacity * sizeof *larger.keys),
                        .values = ent_allocate(memory, capacity * sizeof *larger.values),
                        .count = pairs->count,
                        .capacity = capacity};
    if (larger.keys == NULL || larger.values == NULL) {
        ent_pairs_free(&larger, memory);
        return false;
    }
    memset(larger.values, 0xff, capacity * sizeof *larger.values);
    for (size_t i = 0; i < pairs->capacity; i++) {
        if (pairs->values[i] == ENT_NO_PAIR)
            continue;
        size_t slot = slot_of(&larger, pairs->keys[i]);
        larger.keys[slot] = pairs->keys[i];
        larger.values[slot] = pairs->values[i];
    }
    ent_pairs_free(pairs, memory);
    *pairs = larger;
    return true;
}

uint32_t ent_pairs_get(const ent_pairs *pairs, uint32_t a, uint32_t b)
{
    return pairs->capacity == 0 ? ENT_NO_PAIR : pairs->values[slot_of(pairs, key_of(a, b))];
}

uint32_t ent_pairs_find(ent_pairs *pairs, ent_memory *memory, uint32_t a, uint32_t b,
                        uint32_t otherwise)
{
    enum { LEAST = 16 };
    if (3 * (pairs->count + 1) > 2 * pairs->capacity &&
        !resize(pairs, memory, pairs->capacity == 0 ? LEAST : 2 * pairs->capacity))
        return ENT_NO_PAIR;
    uint64_t key = key_of(a, b);
    size_t slot = slot_of(pairs, key);
    if (pairs->values[slot] == ENT_NO_PAIR) {
        pairs->keys[slot] = key;
        pairs->values[slot] = otherwise;
        pairs->count++;
    }
    return pairs->values[slot];
}

void ent_pairs_free(ent_pairs *pairs, ent_memory *memory)
{
    ent_release(memory, pairs->keys, pairs->capacity * sizeof *pairs->keys);
    ent_release(memory, pairs->values, pairs->capacity * sizeof *pairs->values);
    *pairs = (ent_pairs){0};
}
