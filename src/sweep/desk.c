/* A window of places over the blocks, which moves on as they are done. */
#include "sweep/desk.h"

static ent_desk_place *place_of(const ent_desk *desk, uint64_t block)
{
    return &desk->places[block % desk->window];
}

static uint64_t end_of_window(const ent_desk *desk)
{
    uint64_t left = desk->blocks - desk->taken;
    return desk->taken + (left < desk->window ? left : desk->window);
}

ent_status ent_desk_init(ent_desk *desk, uint64_t first, uint64_t blocks, uint64_t window,
                         ent_memory *memory)
{
    *desk = (ent_desk){
        .memory = memory, .blocks = blocks, .taken = first, .window = window, .begun = first};
    desk->places = ent_allocate(memory, window * sizeof *desk->places);
    return desk->places == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

void ent_desk_free(ent_desk *desk)
{
    ent_release(desk->memory, desk->places, desk->window * sizeof *desk->places);
    *desk = (ent_desk){0};
}

bool ent_desk_give(ent_desk *desk, uint32_t worker, uint64_t *block)
{
    uint64_t end = desk->closed ? desk->begun : end_of_window(desk);
    for (uint64_t b = desk->taken; b < end; b++) {
        ent_desk_place *place = place_of(desk, b);
        if (place->given || place->done)
            continue;
        *place = (ent_desk_place){.worker = worker, .given = true};
        desk->begun = b < desk->begun ? desk->begun : b + 1;
        *block = b;
        return true;
    }
    return false;
}

bool ent_desk_done(ent_desk *desk, uint64_t block)
{
    if (block < desk->taken || block >= desk->begun || place_of(desk, block)->done)
        return false;
    *place_of(desk, block) = (ent_desk_place){.done = true};
    return true;
}

bool ent_desk_has_next(const ent_desk *desk)
{
    return desk->taken < desk->begun && place_of(desk, desk->taken)->done;
}

void ent_desk_hand_on(ent_desk *desk)
{
    *place_of(desk, desk->taken) = (ent_desk_place){0};
    desk->taken++;
}

uint64_t ent_desk_lose(ent_desk *desk, uint32_t worker)
{
    uint64_t lost = 0;
    for (uint64_t b = desk->taken; b < desk->begun; b++) {
        ent_desk_place *place = place_of(desk, b);
        if (!place->given || place->worker != worker)
            continue;
        place->given = false;
        lost++;
    }
    return lost;
}

void ent_desk_close(ent_desk *desk)
{
    desk->closed = true;
}

bool ent_desk_is_over(const ent_desk *desk)
{
    return desk->taken == (desk->closed ? desk->begun : desk->blocks);
}
