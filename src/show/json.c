/* JSON values that several answers have. */
#include "show/json.h"

#include "show/case.h"

static int add_bytes(const char *bytes, size_t length, void *text)
{
    ent_text_add_bytes(text, bytes, length);
    return ((ent_text *)text)->exhausted ? -1 : 0;
}

ent_status ent_add_json(ent_text *out, const json_t *value)
{
    if (value == NULL || json_dump_callback(value, add_bytes, out, JSON_COMPACT) != 0)
        return ENT_NO_RESOURCE;
    ent_text_add(out, "\n");
    return out->exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

json_t *ent_json_state(const ent_game *game, uint64_t code, bool options)
{
    const ent_space *space = &game->space;
    json_t *state = json_pack("{s:I,s:I}", "number", (json_int_t)ent_number_of(space, code), "code",
                              (json_int_t)ent_shown_code(space, code));
    json_t *levels = options && state != NULL ? json_object() : NULL;
    for (uint32_t i = 0; i < space->digit_count && levels != NULL; i++) {
        const ent_scale *scale = &game->model->vocabulary.options.items[i];
        (void)json_object_set_new(levels, scale->id,
                                  json_string(scale->levels[ent_level_of(space, code, i)]));
    }
    if (levels != NULL)
        (void)json_object_set_new(state, "options", levels);
    return state;
}

json_t *ent_json_parties(const ent_model *model, const ent_party_list *parties)
{
    json_t *list = json_array();
    for (size_t i = 0; i < parties->count && list != NULL; i++)
        (void)json_array_append_new(list, json_string(model->parties.items[parties->items[i]].id));
    return list;
}

void ent_json_add_pins(json_t *answer, const ent_model *model)
{
    json_t *pins = json_object();
    for (size_t i = 0; i < model->options.count; i++) {
        const ent_option *option = &model->options.items[i];
        if (option->pinned)
            (void)json_object_set_new(
                pins, option->id,
                json_string(model->vocabulary.options.items[i].levels[option->pinned_level]));
    }
    if (json_object_size(pins) > 0)
        (void)json_object_set(answer, "set", pins);
    json_decref(pins);
    ent_json_add_case(answer, model);
}

json_t *ent_json_grounds(const ent_model *model, const ent_want *want)
{
    json_t *because = json_array();
    for (size_t i = 0; i < want->because.count; i++)
        (void)json_array_append_new(
            because, json_string(model->statements.items[want->because.items[i]].id));
    return because;
}

json_t *ent_json_titled(const ent_model *model, json_t *answer)
{
    json_t *titled = answer == NULL ? NULL : json_pack("{s:s}", "title", model->title);
    if (titled != NULL && json_object_update(titled, answer) == 0)
        ent_json_add_pins(titled, model);
    json_decref(answer);
    return titled;
}
