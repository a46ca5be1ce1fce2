/* What was known by a day: later statements do not count, nor what rests on nothing else. */
#include <string.h>

#include "model/doubt.h"
#include "model/reader.h"

/* Whether all that the entry rests on was said later. Dates in this form sort as texts. */
static bool rests_on_later(const ent_model *model, const ent_want *want)
{
    for (size_t i = 0; i < want->because.count; i++)
        if (!model->statements.items[want->because.items[i]].later)
            return false;
    return want->because.count > 0;
}

static void split_entries(ent_model *model, ent_preference *preference)
{
    const ent_want_list written = preference->wants;
    preference->wants = (ent_want_list){0};
    for (size_t i = 0; i < written.count; i++) {
        bool later = rests_on_later(model, &written.items[i]);
        ent_want *slot = ENT_PUSH(&model->arena, later ? &preference->later : &preference->wants);
        if (slot != NULL)
            *slot = written.items[i];
    }
}

ent_status ent_as_of(ent_model *model, const char *date, ent_report *report)
{
    if (!ent_is_date(date, strlen(date))) {
        (void)ent_error(report, (ent_place){0}, "'%s' is not a date", date);
        ent_hint(report, "dates are written YYYY-MM-DD, such as 2025-08-24");
        return ENT_WRONG_USE;
    }
    model->known_by = date;
    for (size_t i = 0; i < model->statements.count; i++) {
        ent_statement *statement = &model->statements.items[i];
        statement->later = statement->date != NULL && strcmp(statement->date, date) > 0;
    }
    for (size_t p = 0; p < model->parties.count; p++) {
        ent_party *party = &model->parties.items[p];
        split_entries(model, &party->preference);
        for (size_t t = 0; t < party->types.count; t++)
            split_entries(model, &party->types.items[t].preference);
    }
    if (ent_settle_likeliest(model) != ENT_OK || model->arena.exhausted)
        return ent_out_of_memory(report);
    return ENT_OK;
}
