/* Doubts, their chances, and cases. */
#include "model/doubt.h"

#include <string.h>

static ent_status add_doubt(ent_arena *arena, ent_doubt_list *doubts, ent_doubt doubt)
{
    ent_doubt *slot = ENT_PUSH(arena, doubts);
    if (slot == NULL)
        return ENT_NO_RESOURCE;
    *slot = doubt;
    return ENT_OK;
}

static ent_status list_entries(const ent_model *model, uint32_t party, uint32_t type,
                               uint32_t typing, ent_arena *arena, ent_doubt_list *doubts)
{
    const ent_want_list *wants = &model->parties.items[party].types.items[type].preference.wants;
    ent_status status = ENT_OK;
    for (uint32_t i = 0; i < wants->count && status == ENT_OK; i++)
        if (wants->items[i].uncertain)
            status = add_doubt(arena, doubts,
                               (ent_doubt){.kind = ENT_DOUBT_ENTRY,
                                           .party = party,
                                           .type = type,
                                           .entry = i,
                                           .outcomes = 2,
                                           .typing = typing});
    return status;
}

ent_status ent_list_doubts(const ent_model *model, ent_arena *arena, ent_doubt_list *doubts)
{
    ent_status status = ENT_OK;
    *doubts = (ent_doubt_list){0};
    for (uint32_t p = 0; p < model->parties.count; p++) {
        uint32_t types = (uint32_t)model->parties.items[p].types.count;
        uint32_t typing = types > 1 ? (uint32_t)doubts->count : ENT_NOBODY;
        if (types > 1 && status == ENT_OK)
            status = add_doubt(
                arena, doubts,
                (ent_doubt){
                    .kind = ENT_DOUBT_TYPE, .party = p, .outcomes = types, .typing = typing});
        for (uint32_t t = 0; t < types && status == ENT_OK; t++)
            status = list_entries(model, p, t, typing, arena, doubts);
    }
    return status;
}

static int64_t power_of_ten(uint32_t places)
{
    int64_t power = 1;
    for (uint32_t i = 0; i < places; i++)
        power *= 10;
    return power;
}

ent_decimal ent_doubt_chance(const ent_model *model, const ent_doubt *doubt, uint32_t outcome)
{
    const ent_party *party = &model->parties.items[doubt->party];
    if (doubt->kind == ENT_DOUBT_TYPE)
        return party->types.items[outcome].probability;
    ent_decimal chance =
        party->types.items[doubt->type].preference.wants.items[doubt->entry].probability;
    if (outcome == 0)
        chance.value = power_of_ten(chance.places) - chance.value;
    return chance;
}

/* Whether a > b, of numbers from 0 to 1 with at most 15 places. */
static bool exceeds(ent_decimal a, ent_decimal b)
{
    uint32_t places = a.places > b.places ? a.places : b.places;
    return a.value * power_of_ten(places - a.places) > b.value * power_of_ten(places - b.places);
}

uint32_t ent_likeliest_outcome(const ent_model *model, const ent_doubt *doubt)
{
    uint32_t best = doubt->kind == ENT_DOUBT_ENTRY ? 1 : 0;
    for (uint32_t o = 0; o < doubt->outcomes; o++)
        if (exceeds(ent_doubt_chance(model, doubt, o), ent_doubt_chance(model, doubt, best)))
            best = o;
    return best;
}

void ent_likeliest_case(const ent_model *model, const ent_doubt_list *doubts, uint8_t *outcomes)
{
    for (size_t i = 0; i < doubts->count; i++)
        outcomes[i] = (uint8_t)ent_likeliest_outcome(model, &doubts->items[i]);
}

bool ent_doubt_matters(const ent_doubt_list *doubts, const uint8_t *outcomes, size_t i)
{
    const ent_doubt *doubt = &doubts->items[i];
    uint32_t type = doubt->typing == ENT_NOBODY ? 0 : outcomes[doubt->typing];
    return doubt->kind == ENT_DOUBT_TYPE || doubt->type == type;
}

bool ent_is_likeliest(const ent_model *model)
{
    for (size_t i = 0; i < model->doubts.count; i++)
        if (ent_doubt_matters(&model->doubts, model->settled, i) &&
            model->settled[i] != ent_likeliest_outcome(model, &model->doubts.items[i]))
            return false;
    return true;
}

/* The first doubt about the party or one after it. */
static size_t first_doubt(const ent_doubt_list *doubts, uint32_t party)
{
    size_t low = 0;
    size_t high = doubts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doubts->items[middle].party < party)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The type that the party is of in this case, and where the doubts about its entries begin. */
static const ent_type *type_in_case(const ent_model *model, const ent_doubt_list *doubts,
                                    const uint8_t *outcomes, uint32_t party, size_t *first)
{
    uint32_t type = 0;
    size_t i = first_doubt(doubts, party);
    bool any = i < doubts->count && doubts->items[i].party == party;
    if (any && doubts->items[i].kind == ENT_DOUBT_TYPE)
        type = outcomes[i++];
    while (i < doubts->count && doubts->items[i].party == party && doubts->items[i].type < type)
        i++;
    *first = i;
    return &model->parties.items[party].types.items[type];
}

ent_status ent_case_preference(const ent_model *model, const ent_doubt_list *doubts,
                               const uint8_t *outcomes, uint32_t party, ent_arena *arena,
                               ent_preference *preference)
{
    *preference = model->parties.items[party].preference;
    if (model->parties.items[party].types.count == 0)
        return ENT_OK;
    size_t next = 0;
    *preference = type_in_case(model, doubts, outcomes, party, &next)->preference;
    const ent_want_list written = preference->wants;
    preference->wants.count = 0;
    preference->wants.capacity = written.count;
    preference->wants.items = ent_arena_array(arena, written.count, sizeof *written.items);
    if (preference->wants.items == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < written.count; i++)
        if (!written.items[i].uncertain || outcomes[next++] == 1)
            preference->wants.items[preference->wants.count++] = written.items[i];
    return ENT_OK;
}

ent_status ent_settle(ent_model *model, const ent_doubt_list *doubts, const uint8_t *outcomes)
{
    uint8_t *settled = ent_arena_array(&model->arena, doubts->count, sizeof *settled);
    if (settled == NULL)
        return ENT_NO_RESOURCE;
    memcpy(settled, outcomes, doubts->count);
    model->settled = settled;
    ent_status status = ENT_OK;
    for (uint32_t p = 0; p < model->parties.count && status == ENT_OK; p++)
        status = ent_case_preference(model, doubts, outcomes, p, &model->arena,
                                     &model->parties.items[p].preference);
    return status;
}

ent_status ent_settle_likeliest(ent_model *model)
{
    if (ent_list_doubts(model, &model->arena, &model->doubts) != ENT_OK)
        return ENT_NO_RESOURCE;
    uint8_t *outcomes = ent_arena_array(&model->arena, model->doubts.count, sizeof *outcomes);
    if (outcomes == NULL)
        return ENT_NO_RESOURCE;
    ent_likeliest_case(model, &model->doubts, outcomes);
    return ent_settle(model, &model->doubts, outcomes);
}
