/* Rows of priorities, and how a change moves their bits. */
#include "ask/mind.h"

bool ent_mind_has_rows(const ent_preference *preference)
{
    return preference->kind == ENT_BY_PRIORITIES && preference->wants.count <= ENT_MIND_ENTRIES;
}

ent_status ent_mind_rows(const ent_game *game, uint32_t party, ent_arena *arena,
                         const uint64_t **rows)
{
    const ent_preference *preference = &game->model->parties.items[party].preference;
    uint64_t *filled = ent_arena_array(arena, game->space.codes, sizeof *filled);
    ENT_AUTO_SET holds = {0};
    if (filled == NULL || ent_set_new(&holds, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < preference->wants.count; i++) {
        uint64_t bit = UINT64_C(1) << (preference->wants.count - 1 - i);
        if (ent_select(&game->space, preference->wants.items[i].condition.expression, &holds) !=
            ENT_OK)
            return ENT_NO_RESOURCE;
        for (uint64_t code = ent_set_next(&holds, 0); code != UINT64_MAX;
             code = ent_set_next(&holds, code + 1))
            filled[code] |= bit;
    }
    *rows = filled;
    return ENT_OK;
}

ent_mind ent_mind_from_rows(const ent_change *change, uint32_t entries, const uint64_t *rows)
{
    ent_mind mind = {.party = change->mover, .rows = rows};
    uint32_t last = entries - 1;
    if (change->kind == ENT_CHANGE_REVERSAL) {
        mind.reversed = UINT64_C(1) << (last - change->entry[0]);
        return mind;
    }
    mind.moved = change->moved;
    uint32_t lower = mind.moved == 2 && change->to[1] > change->to[0];
    for (uint32_t i = 0; i < mind.moved; i++) {
        mind.from[i] = last - change->entry[i];
        mind.taken[i] = i == 0 ? lower : 1 - lower;
        mind.to[i] = last - change->to[mind.taken[i]];
    }
    return mind;
}
