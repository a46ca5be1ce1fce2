/* Which case of an uncertain model an answer is about: in words, and as JSON. */
#include "show/case.h"

#include "model/doubt.h"

enum { TOLD = 8 }; /* in words */

static const char *entry_of(const ent_model *model, const ent_doubt *doubt)
{
    const ent_type *type = &model->parties.items[doubt->party].types.items[doubt->type];
    return type->preference.wants.items[doubt->entry].condition.text;
}

static void add_outcome(ent_text *out, const ent_model *model, size_t i)
{
    const ent_doubt *doubt = &model->doubts.items[i];
    const ent_party *party = &model->parties.items[doubt->party];
    uint8_t outcome = model->settled[i];
    ent_decimal chance = ent_doubt_chance(model, doubt, outcome);
    if (doubt->kind == ENT_DOUBT_TYPE)
        ent_text_print(out, "%s %s", party->id, party->types.items[outcome].id);
    else
        ent_text_print(out, "%s %s “%s”", party->id, outcome == 1 ? "with" : "without",
                       entry_of(model, doubt));
    ent_text_print(out, " (%s)", ent_decimal_words(chance).text);
}

void ent_add_case(ent_text *out, const ent_style *style, const ent_model *model)
{
    const char *opening = ent_is_likeliest(model) ? "likeliest case: " : "case: ";
    size_t count = 0;
    ent_text words = ent_text_part(out);
    for (size_t i = 0; i < model->doubts.count; i++) {
        if (!ent_doubt_matters(&model->doubts, model->settled, i) || count++ >= TOLD)
            continue;
        ent_text_add(&words, count == 1 ? opening : ", ");
        add_outcome(&words, model, i);
    }
    if (count > TOLD)
        ent_text_print(&words, ", and %zu more", count - TOLD);
    if (count > 0)
        ent_add_paragraph(out, style, 0, ent_text_string(&words));
    out->exhausted |= words.exhausted;
    ent_text_free(&words);
}

static double value_of(ent_decimal number)
{
    double unit = 1;
    for (uint32_t i = 0; i < number.places; i++)
        unit *= 10;
    return (double)number.value / unit;
}

static json_t *settled_json(const ent_model *model, size_t i)
{
    const ent_doubt *doubt = &model->doubts.items[i];
    const ent_party *party = &model->parties.items[doubt->party];
    uint8_t outcome = model->settled[i];
    double chance = value_of(ent_doubt_chance(model, doubt, outcome));
    if (doubt->kind == ENT_DOUBT_TYPE)
        return json_pack("{s:s,s:s,s:f}", "party", party->id, "type",
                         party->types.items[outcome].id, "probability", chance);
    return json_pack("{s:s,s:s,s:b,s:f}", "party", party->id, "want", entry_of(model, doubt),
                     "present", outcome == 1, "probability", chance);
}

void ent_json_add_case(json_t *answer, const ent_model *model)
{
    json_t *settled = json_array();
    for (size_t i = 0; i < model->doubts.count; i++)
        if (ent_doubt_matters(&model->doubts, model->settled, i))
            (void)json_array_append_new(settled, settled_json(model, i));
    if (json_array_size(settled) > 0)
        (void)json_object_set_new(
            answer, "case",
            json_pack("{s:b,s:O}", "likeliest", ent_is_likeliest(model), "settled", settled));
    if (model->known_by != NULL)
        (void)json_object_set_new(answer, "known_by", json_string(model->known_by));
    json_decref(settled);
}
