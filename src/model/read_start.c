/* Where the model starts: a level for each option, and no constraint broken. */
#include <string.h>

#include "model/reader.h"

static bool find_level(const ent_scale *option, const ent_node *node, uint8_t *level)
{
    for (uint32_t i = 0; i < option->level_count; i++)
        if (ent_node_is(node, option->levels[i])) {
            *level = (uint8_t)i;
            return true;
        }
    return false;
}

static void read_level(ent_reader *reader, const ent_node *key, uint8_t *levels)
{
    const ent_vocabulary *vocabulary = &reader->model->vocabulary;
    const ent_name *name = ent_vocabulary_find(vocabulary, key->text, key->length);
    if (name != NULL && name->kind != ENT_NAME_OPTION) {
        (void)ent_error(reader->report, key->place, "'%s' is %s, not an option", name->id,
                        ent_name_kind_text(name->kind));
        return;
    }
    if (name == NULL) {
        (void)ent_error(reader->report, key->place, "no option is named '%.*s'",
                        key->length < 80 ? (int)key->length : 80, key->text);
        const char *candidates[ENT_NAMES_MOST];
        size_t count = 0;
        for (; count < vocabulary->options.count && count < ENT_NAMES_MOST; count++)
            candidates[count] = vocabulary->options.items[count].id;
        ent_read_hint(reader, key, candidates, count);
        return;
    }
    const ent_scale *option = &vocabulary->options.items[name->index];
    if (ent_read_word(reader, key->value, "a level") == NULL ||
        find_level(option, key->value, &levels[name->index]))
        return;
    (void)ent_error(reader->report, key->value->place, "option '%s' has no level '%.*s'",
                    option->id, key->value->length < 80 ? (int)key->value->length : 80,
                    key->value->text);
    ent_read_hint(reader, key->value, option->levels, option->level_count);
}

enum { BROKEN_SHOWN = 5 };

static void check_feasible(ent_reader *reader)
{
    ent_model *model = reader->model;
    bool *defined = ent_arena_array(&model->arena, model->vocabulary.defined.count, sizeof(bool));
    if (defined == NULL)
        return;
    ent_evaluate_definitions(&model->vocabulary, model->start, defined);
    ent_valuation valuation = {.levels = model->start, .defined = defined};
    size_t broken = 0;
    for (size_t i = 0; i < model->constraints.count; i++) {
        const ent_condition *constraint = &model->constraints.items[i];
        if (ent_evaluate(constraint->expression, &valuation))
            continue;
        if (++broken == 1)
            (void)ent_error(reader->report, model->start_place,
                            "the start is not feasible: '%s' does not hold in it",
                            constraint->text);
        if (broken <= BROKEN_SHOWN)
            ent_note(reader->report, constraint->place, "this constraint is broken");
    }
}

void ent_read_start(ent_reader *reader, const ent_node *node)
{
    ent_model *model = reader->model;
    model->start_place = ent_node_key(reader->root, "start")->place;
    if (ent_node_is_null(node)) {
        (void)ent_error(reader->report, model->start_place, "'start' is empty");
        ent_hint(reader->report, "write 'start: {}' when every option begins at its first level");
        return;
    }
    const ent_node *key = ent_read_mapping(reader, node, "'start'", ENT_NAMES_MOST);
    if (node->kind != ENT_MAPPING)
        return;
    uint8_t *levels = ent_arena_array(&model->arena, model->options.count, sizeof *levels);
    if (levels == NULL)
        return;
    for (; key != NULL; key = key->next)
        read_level(reader, key, levels);
    model->start = levels;
    if (reader->report->errors == reader->errors_before)
        check_feasible(reader);
}
