/* Sorting entries by what they rest on. */
#include "ask/evidence.h"

static ent_status add_bearing(ent_evidence *evidence, ent_bearings *list, ent_bearing bearing)
{
    ent_bearing *slot = ENT_PUSH(&evidence->arena, list);
    if (slot == NULL)
        return ENT_NO_RESOURCE;
    *slot = bearing;
    return ENT_OK;
}

/* Adds an entry or type to every statement that it names, else to what is assumed. */
static ent_status sort_in(ent_evidence *evidence, const ent_statement_list *because,
                          ent_bearing bearing)
{
    ent_status status = ENT_OK;
    if (because->count == 0)
        return add_bearing(evidence, &evidence->assumed, bearing);
    for (size_t i = 0; i < because->count && status == ENT_OK; i++) {
        ent_bearings *list = &evidence->bears[because->items[i]];
        /* a statement may be named twice */
        if (list->count == 0 || list->items[list->count - 1].want != bearing.want ||
            list->items[list->count - 1].type != bearing.type)
            status = add_bearing(evidence, list, bearing);
    }
    return status;
}

static ent_status sort_wants(ent_evidence *evidence, uint32_t party, const ent_type *type,
                             const ent_want_list *wants, bool later)
{
    ent_status status = ENT_OK;
    evidence->entries += wants->count;
    for (uint32_t i = 0; i < wants->count && status == ENT_OK; i++)
        status = sort_in(evidence, &wants->items[i].because,
                         (ent_bearing){party, type, &wants->items[i], i + 1, later});
    return status;
}

static ent_status sort_preference(ent_evidence *evidence, uint32_t party, const ent_type *type,
                                  const ent_preference *preference)
{
    ent_status status = sort_wants(evidence, party, type, &preference->wants, false);
    return status == ENT_OK ? sort_wants(evidence, party, type, &preference->later, true) : status;
}

static ent_status sort_party(ent_evidence *evidence, uint32_t p)
{
    const ent_party *party = &evidence->game->model->parties.items[p];
    if (party->types.count == 0)
        return sort_preference(evidence, p, NULL, &party->preference);
    ent_status status = ENT_OK;
    for (size_t t = 0; t < party->types.count && status == ENT_OK; t++) {
        const ent_type *type = party->types.items[t].id == NULL ? NULL : &party->types.items[t];
        if (type != NULL)
            status = sort_in(evidence, &type->because, (ent_bearing){.party = p, .type = type});
        if (status == ENT_OK)
            status = sort_preference(evidence, p, type, &party->types.items[t].preference);
    }
    return status;
}

ent_status ent_ask_evidence(ent_evidence *evidence, const ent_game *game, ent_concept concept,
                            ent_progress progress, void *progress_context, ent_report *report)
{
    const ent_model *model = game->model;
    *evidence = (ent_evidence){.game = game, .arena = ent_arena_new(game->memory)};
    evidence->bears =
        ent_arena_array(&evidence->arena, model->statements.count, sizeof *evidence->bears);
    ent_status status = evidence->bears == NULL ? ENT_NO_RESOURCE : ENT_OK;
    for (uint32_t p = 0; p < model->parties.count && status == ENT_OK; p++)
        status = sort_party(evidence, p);
    if (status == ENT_OK)
        status = ent_find_contradictions(evidence);
    if (status != ENT_OK)
        return ent_out_of_memory(report);
    return ent_find_carriers(&evidence->carriers, game, concept, progress, progress_context,
                             report);
}

void ent_evidence_free(ent_evidence *evidence)
{
    ent_carriers_free(&evidence->carriers);
    ent_arena_free(&evidence->arena);
}
