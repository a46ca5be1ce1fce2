/* Making, freeing and naming. */
#include "model/model.h"

#include <string.h>

void ent_model_init(ent_model *model, ent_memory *memory)
{
    *model = (ent_model){.arena = ent_arena_new(memory)};
    model->vocabulary = ent_vocabulary_new(&model->arena);
}

void ent_model_free(ent_model *model)
{
    ent_arena_free(&model->arena);
}

const char *ent_mover_id(const ent_model *model, uint32_t mover)
{
    return ent_is_body(model, mover) ? ent_mover_body(model, mover)->id
                                     : model->parties.items[mover].id;
}

const char *ent_mover_name(const ent_model *model, uint32_t mover)
{
    return ent_is_body(model, mover) ? ent_mover_body(model, mover)->name
                                     : model->parties.items[mover].name;
}

static const char *const concept_ids[ENT_CONCEPTS] = {"nash", "gmr", "smr", "seq"};

const char *ent_concept_id(ent_concept concept)
{
    return concept_ids[concept];
}

bool ent_concept_find(const char *id, size_t length, ent_concept *concept)
{
    for (int i = 0; i < ENT_CONCEPTS; i++)
        if (strlen(concept_ids[i]) == length && memcmp(concept_ids[i], id, length) == 0) {
            *concept = (ent_concept)i;
            return true;
        }
    return false;
}

const char *ent_measure_id(ent_measure measure)
{
    static const char *const ids[ENT_MEASURES] = {
        "banzhaf",          "banzhaf-absolute", "shapley-shubik", "coleman-prevent",
        "coleman-initiate", "johnston",         "deegan-packel",  "holler-packel"};
    return ids[measure];
}

ent_status ent_pin_option(ent_model *model, uint32_t option, uint32_t level, ent_report *report)
{
    const ent_scale *scale = &model->vocabulary.options.items[option];
    ent_expression *condition = ent_expression_new(&model->arena, ENT_LEVEL, 0);
    ent_condition *constraint = ENT_PUSH(&model->arena, &model->constraints);
    if (condition == NULL || constraint == NULL)
        return ent_out_of_memory(report);
    condition->index = option;
    condition->comparison = ENT_EQ;
    condition->level = level;
    constraint->expression = condition;
    constraint->text = ent_arena_print(&model->arena, "%s = %s", scale->id, scale->levels[level]);
    if (constraint->text == NULL)
        return ent_out_of_memory(report);
    model->options.items[option].pinned = true;
    model->options.items[option].pinned_level = level;
    if (model->start != NULL)
        model->start[option] = (uint8_t)level;
    return ENT_OK;
}

ent_status ent_refuse_without_states(const ent_model *model, ent_report *report)
{
    ENT_AUTO_TEXT pins = ent_text_new(report->arena.memory);
    for (size_t i = 0; i < model->options.count; i++) {
        const ent_option *option = &model->options.items[i];
        if (option->pinned)
            ent_text_print(&pins, "%s%s=%s", pins.length == 0 ? "" : ", ", option->id,
                           model->vocabulary.options.items[i].levels[option->pinned_level]);
    }
    if (pins.length == 0)
        return ent_error(report, (ent_place){0},
                         "no state is feasible: the constraints contradict each other");
    (void)ent_error(report, (ent_place){0},
                    "no state is feasible with --set %s: the constraints forbid it",
                    ent_text_string(&pins));
    return ENT_WRONG_USE;
}
