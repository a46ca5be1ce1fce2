/* Sets of states. */
#include "base/set.h"

#include <string.h>

#include "base/vector.h"

ent_status ent_set_new(ent_set *set, ent_memory *memory, uint64_t bits)
{
    *set = (ent_set){.memory = memory};
    set->words = ent_allocate(memory, ent_set_words(bits) * sizeof *set->words);
    if (set->words == NULL)
        return ENT_NO_RESOURCE;
    set->bits = bits;
    return ENT_OK;
}

void ent_set_free(ent_set *set)
{
    if (set->words != NULL)
        ent_release(set->memory, set->words, ent_set_words(set->bits) * sizeof *set->words);
    *set = (ent_set){0};
}

void ent_set_fill(ent_set *set)
{
    for (size_t i = 0; i < ent_set_words(set->bits); i++)
        set->words[i] = ent_set_mask(set->bits, i);
}

void ent_set_copy(ent_set *to, const ent_set *from)
{
    memcpy(to->words, from->words, ent_set_words(from->bits) * sizeof *to->words);
}

ENT_VECTOR void ent_set_and(ent_set *to, const ent_set *with)
{
    size_t words = ent_set_words(to->bits); /* known to stay the same */
    for (size_t i = 0; i < words; i++)
        to->words[i] &= with->words[i];
}

ENT_VECTOR uint64_t ent_set_count(const ent_set *set)
{
    uint64_t count = 0;
    for (size_t i = 0; i < ent_set_words(set->bits); i++)
        count += (uint64_t)__builtin_popcountll(set->words[i]);
    return count;
}

ENT_VECTOR uint64_t ent_set_count_both(const ent_set *a, const ent_set *b)
{
    uint64_t count = 0;
    for (size_t i = 0; i < ent_set_words(a->bits); i++)
        count += (uint64_t)__builtin_popcountll(a->words[i] & b->words[i]);
    return count;
}

uint64_t ent_set_next(const ent_set *set, uint64_t from)
{
    if (from >= set->bits)
        return UINT64_MAX;
    size_t index = (size_t)(from / 64);
    uint64_t word = set->words[index] & (~UINT64_C(0) << (from % 64));
    while (word == 0) {
        if (++index == ent_set_words(set->bits))
            return UINT64_MAX;
        word = set->words[index];
    }
    return (uint64_t)index * 64 + (uint64_t)__builtin_ctzll(word);
}
