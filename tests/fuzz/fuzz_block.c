/*
 * Any bytes as a block of a sweep; the first byte chooses the plan. What is taken for a block is in
 * accord with itself, packs to the same bytes again, and can be added up.
 */
#include <stdlib.h>
#include <string.h>

#include "sweep/effects.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STATES = 40, DRAWS = 260 };

static void need(bool holds)
{
    if (!holds)
        abort();
}

static void add_up(const ent_plan *plan, const ent_block *block, ent_memory *memory)
{
    ent_total total;
    ent_measured m;
    ent_arena arena = ent_arena_new(memory);
    need(ent_total_init(&total, plan, STATES, memory) == ENT_OK);
    ent_total_add(&total, block);
    for (uint32_t q = 0; q < ENT_QUANTITIES; q++) {
        need(ent_find_measured(&total, q, &arena, &m) == ENT_OK);
        need(m.mean.value >= 0 && m.mean.value <= (q < ENT_NUMBERS ? 1 : STATES));
        need(m.least <= m.most && m.deviation >= 0 && m.deviation <= STATES);
        for (int i = 0; i < 2; i++)
            need(!m.effects[i].total.known ||
                 (m.effects[i].total.value >= 0 && m.effects[i].total.value <= 1 &&
                  m.effects[i].first.value >= 0 && m.effects[i].first.value <= 1));
    }
    ent_arena_free(&arena);
    ent_total_free(&total);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double halves[] = {0.5, 0.5};
    static const double thirds[] = {0.2, 0.3, 0.5};
    static const ent_chances doubts[] = {{2, halves}, {3, thirds}};
    if (size < 1 || size > 64 * 1024)
        return 0;
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_plan plan;
    ent_block block;
    need(ent_plan_init(&plan, doubts, 2, data[0] % 2 == 0 ? 0 : DRAWS, 1, &arena) == ENT_OK);
    if (ent_block_unpack(&block, data + 1, size - 1, &plan, STATES, &arena) == ENT_OK) {
        uint8_t *again = ent_arena_array(&arena, size, 1);
        need(ent_block_is_sound(&block, &plan, STATES));
        need(again != NULL && ent_block_bytes(&block) == size - 1);
        ent_block_pack(&block, again);
        need(memcmp(again, data + 1, size - 1) == 0);
        add_up(&plan, &block, &memory);
    }
    ent_arena_free(&arena);
    need(memory.live == 0);
    return 0;
}
