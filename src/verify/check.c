/* Reporting false claims, and reading claims from JSON. */
#include "verify/check.h"

#include <string.h>

#include "model/doubt.h"

void ent_check_count(ent_check *check, ent_claim_kind kind, uint64_t claims)
{
    check->verdict->checked[kind] += claims;
}

static void write_path(const ent_json_path *path, ent_text *out)
{
    if (path == NULL)
        return;
    write_path(path->up, out);
    if (path->key == NULL)
        ent_text_print(out, "[%zu]", path->index);
    else
        ent_text_print(out, "%s%.100s", path->up == NULL ? "" : ".", path->key);
}

ent_place ent_check_place(const ent_check *check, const ent_json_path *path)
{
    ent_place place = check->place;
    if (path != NULL && place.source != NULL) {
        const char *text = place.source->text + place.offset;
        place.offset += ent_json_locate(text, place.length, path);
        place.length = 1;
    }
    return place;
}

static void complain(ent_check *check, const ent_json_path *path, const char *format,
                     va_list arguments)
{
    if (++check->verdict->wrong > ENT_ERRORS_SHOWN) {
        (void)ent_error(check->report, check->place, "another claim is wrong"); /* only counted */
        return;
    }
    ENT_AUTO_TEXT words = ent_text_new(check->report->arena.memory);
    write_path(path, &words);
    ent_text_add(&words, path == NULL ? "" : ": ");
    char *message = ent_arena_vprint(&check->report->arena, format, arguments);
    ent_text_add(&words, message == NULL ? "" : message);
    ent_place place = ent_check_place(check, path);
    (void)ent_error(check->report, place, "%s", ent_text_string(&words));
}

void ent_check_wrong(ent_check *check, const ent_json_path *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(check, path, format, arguments);
    va_end(arguments);
}

void ent_check_foreign(ent_check *check, const ent_json_path *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(check, path, format, arguments);
    va_end(arguments);
    ent_hint(check->report, "is this an answer to another model?");
    check->foreign = true;
}

static const char *type_text(json_type type)
{
    switch (type) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
        return "a whole number";
    case JSON_REAL:
        return "a fraction";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_NULL:
        break;
    }
    return "null";
}

const json_t *ent_check_member(ent_check *check, const ent_json_path *path, const json_t *object,
                               const char *key, json_type type)
{
    const json_t *member = json_object_get(object, key);
    const ent_json_path at = ent_json_key(path, key);
    if (member == NULL) {
        ent_check_wrong(check, path, "'%s' is missing", key);
        return NULL;
    }
    if (json_typeof(member) == type)
        return member;
    ent_check_wrong(check, &at, "expected %s, found %s", type_text(type),
                    type_text(json_typeof(member)));
    return NULL;
}

bool ent_check_integer(ent_check *check, const ent_json_path *path, const json_t *value,
                       uint64_t low, uint64_t high, uint64_t *number)
{
    if (!json_is_integer(value)) {
        ent_check_wrong(check, path, "expected a whole number, found %s",
                        value == NULL ? "nothing" : type_text(json_typeof(value)));
        return false;
    }
    json_int_t integer = json_integer_value(value);
    if (integer < 0 || (uint64_t)integer < low || (uint64_t)integer > high) {
        ent_check_wrong(check, path, "%lld is not between %llu and %llu", (long long)integer,
                        (unsigned long long)low, (unsigned long long)high);
        return false;
    }
    *number = (uint64_t)integer;
    return true;
}

bool ent_check_boolean(ent_check *check, const ent_json_path *path, const json_t *value,
                       bool *truth)
{
    if (!json_is_boolean(value)) {
        ent_check_wrong(check, path, "expected true or false, found %s",
                        value == NULL ? "nothing" : type_text(json_typeof(value)));
        return false;
    }
    *truth = json_is_true(value);
    return true;
}

/* What `value` is the text of: a condition, or a rule of the body. */
static ent_status parse(ent_check *check, const ent_json_path *path, const json_t *value,
                        const ent_body *body, ent_expression **expression)
{
    if (!json_is_string(value)) {
        ent_check_wrong(check, path, "expected a text, found %s",
                        value == NULL ? "nothing" : type_text(json_typeof(value)));
        return ENT_WRONG_MODEL;
    }
    ent_vocabulary vocabulary = check->judge.model->vocabulary;
    vocabulary.arena = &check->judge.arena;
    ent_scope scope = {.vocabulary = &vocabulary};
    if (body != NULL)
        scope = (ent_scope){&vocabulary, body->id, body->members.items, body->members.count};
    const ent_phrase phrase = {.text = json_string_value(value),
                               .length = json_string_length(value),
                               .place = ent_check_place(check, path)};
    ent_status status = ent_parse(&scope, phrase, expression, check->report);
    check->verdict->wrong += status == ENT_WRONG_MODEL;
    return status;
}

ent_status ent_check_condition(ent_check *check, const ent_json_path *path, const json_t *value,
                               ent_expression **condition)
{
    return parse(check, path, value, NULL, condition);
}

ent_status ent_check_rule(ent_check *check, const ent_json_path *path, const json_t *value,
                          const ent_body *body, ent_expression **rule)
{
    return parse(check, path, value, body, rule);
}

bool ent_check_mover(ent_check *check, const ent_json_path *path, const json_t *value,
                     uint32_t *mover)
{
    if (!json_is_string(value)) {
        ent_check_wrong(check, path, "expected the id of a party or body, found %s",
                        value == NULL ? "nothing" : type_text(json_typeof(value)));
        return false;
    }
    for (uint32_t i = 0; i < check->judge.movers; i++)
        if (strcmp(ent_mover_id(check->judge.model, i), json_string_value(value)) == 0) {
            *mover = i;
            return true;
        }
    ent_check_foreign(check, path, "the model has no party or body '%.100s'",
                      json_string_value(value));
    return false;
}

/* Whether an answer's options are the model's. */
static bool check_option_names(ent_check *check, const ent_json_path *path, const json_t *options)
{
    const ent_model *model = check->judge.model;
    json_t *walked = (json_t *)(uintptr_t)options;
    for (void *at = json_object_iter(walked); at != NULL; at = json_object_iter_next(walked, at)) {
        const char *key = json_object_iter_key(at);
        const ent_name *name = ent_vocabulary_find(&model->vocabulary, key, strlen(key));
        const ent_json_path option = ent_json_key(path, key);
        if (name != NULL && name->kind == ENT_NAME_OPTION)
            continue;
        ent_check_foreign(check, &option, "the model has no such option");
        return false;
    }
    for (uint32_t i = 0; i < check->judge.options; i++) {
        const char *id = model->options.items[i].id;
        if (json_object_get(options, id) != NULL)
            continue;
        ent_check_foreign(check, path, "the option '%s' is missing", id);
        return false;
    }
    return true;
}

static bool check_levels(ent_check *check, const ent_json_path *path, const json_t *options,
                         uint32_t state)
{
    uint64_t wrong = check->verdict->wrong;
    for (uint32_t i = 0; i < check->judge.options; i++) {
        const ent_scale *scale = &check->judge.model->vocabulary.options.items[i];
        const json_t *said = json_object_get(options, scale->id);
        const char *level = scale->levels[ent_judge_level(&check->judge, state, i)];
        const ent_json_path at = ent_json_key(path, scale->id);
        if (!json_is_string(said))
            ent_check_wrong(check, &at, "expected a level, found %s", type_text(json_typeof(said)));
        else if (strcmp(json_string_value(said), level) != 0)
            ent_check_wrong(check, &at, "'%.100s' is claimed, and state %u has '%s'",
                            json_string_value(said), state + 1, level);
    }
    return wrong == check->verdict->wrong;
}

/* Whether number and code belong together. */
static bool check_number(ent_check *check, const ent_json_path *path, const json_t *object,
                         uint32_t *state)
{
    const ent_json_path number_path = ent_json_key(path, "number");
    const ent_json_path code_path = ent_json_key(path, "code");
    uint64_t number = 0;
    uint64_t code = 0;
    if (!ent_check_integer(check, &number_path, json_object_get(object, "number"), 1,
                           check->judge.states, &number) ||
        !ent_check_integer(check, &code_path, json_object_get(object, "code"), 0,
                           check->judge.codes - 1, &code))
        return false;
    *state = (uint32_t)number - 1;
    if (check->judge.code_of[*state] == code)
        return true;
    ent_check_wrong(check, &code_path, "%llu is claimed, and state %u has the code %u",
                    (unsigned long long)code, *state + 1, check->judge.code_of[*state]);
    return false;
}

bool ent_check_state(ent_check *check, const ent_json_path *path, const json_t *object,
                     uint32_t *state)
{
    const ent_json_path options_path = ent_json_key(path, "options");
    const json_t *options = NULL;
    if (!json_is_object(object)) {
        ent_check_wrong(check, path, "expected a state, found %s",
                        object == NULL ? "nothing" : type_text(json_typeof(object)));
        return false;
    }
    ent_check_count(check, ENT_CLAIM_STATE, 1);
    if (json_object_get(object, "options") != NULL) {
        options = ent_check_member(check, path, object, "options", JSON_OBJECT);
        if (options == NULL || !check_option_names(check, &options_path, options))
            return false;
    }
    if (!check_number(check, path, object, state))
        return false;
    return options == NULL || check_levels(check, &options_path, options, *state);
}

void ent_check_pins(ent_check *check, const json_t *answer)
{
    const ent_model *model = check->judge.model;
    const ent_json_path path = ent_json_key(NULL, "set");
    const json_t *pins = json_object_get(answer, "set");
    size_t known = 0;
    for (size_t i = 0; i < model->options.count; i++) {
        const ent_option *option = &model->options.items[i];
        const json_t *said = json_object_get(pins, option->id);
        const char *level =
            option->pinned ? model->vocabulary.options.items[i].levels[option->pinned_level] : NULL;
        known += said != NULL;
        if (said == NULL && level == NULL)
            continue;
        ent_check_count(check, ENT_CLAIM_MODEL, 1);
        if (level == NULL || !json_is_string(said) || strcmp(json_string_value(said), level) != 0)
            ent_check_wrong(check, &path, "the answer and --set do not agree on '%s'", option->id);
    }
    if (known < json_object_size(pins) || (pins != NULL && !json_is_object(pins)))
        ent_check_foreign(check, &path, "it names an option that the model does not have");
}

static void check_known_by(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "known_by");
    const json_t *said = json_object_get(answer, "known_by");
    const char *date = check->judge.model->known_by;
    if (said == NULL && date == NULL)
        return;
    ent_check_count(check, ENT_CLAIM_MODEL, 1);
    if (date == NULL || !json_is_string(said) || strcmp(json_string_value(said), date) != 0)
        ent_check_wrong(check, &path, "the answer and --as-of do not agree");
}

static bool is_text(const json_t *object, const char *key, const char *text)
{
    const char *said = json_string_value(json_object_get(object, key));
    return said != NULL && strcmp(said, text) == 0;
}

static bool is_chance(const json_t *said, ent_decimal chance)
{
    double unit = 1;
    for (uint32_t i = 0; i < chance.places; i++)
        unit *= 10;
    double apart = json_number_value(said) - (double)chance.value / unit;
    return json_is_number(said) && apart < 1e-12 && apart > -1e-12;
}

/* Whether what an answer says of a thing that is open is how it is settled. */
static bool is_settled(const ent_model *model, size_t i, const json_t *said)
{
    const ent_doubt *doubt = &model->doubts.items[i];
    const ent_party *party = &model->parties.items[doubt->party];
    uint8_t outcome = model->settled[i];
    if (!is_text(said, "party", party->id) ||
        !is_chance(json_object_get(said, "probability"), ent_doubt_chance(model, doubt, outcome)))
        return false;
    if (doubt->kind == ENT_DOUBT_TYPE)
        return is_text(said, "type", party->types.items[outcome].id);
    const ent_want_list *wants = &party->types.items[doubt->type].preference.wants;
    const json_t *present = json_object_get(said, "present");
    return is_text(said, "want", wants->items[doubt->entry].condition.text) &&
           json_is_boolean(present) && json_is_true(present) == (outcome == 1);
}

static void check_settled(ent_check *check, const ent_json_path *path, const json_t *settled)
{
    const ent_model *model = check->judge.model;
    const ent_json_path list = ent_json_key(path, "settled");
    size_t next = 0;
    for (size_t i = 0; i < model->doubts.count; i++) {
        if (!ent_doubt_matters(&model->doubts, model->settled, i))
            continue;
        const ent_json_path item = ent_json_item(&list, next);
        ent_check_count(check, ENT_CLAIM_MODEL, 1);
        if (!is_settled(model, i, json_array_get(settled, next++)))
            ent_check_wrong(check, &item, "the answer and --type do not agree on this");
    }
    if (json_array_size(settled) > next)
        ent_check_wrong(check, &list, "more is settled than the model leaves open");
}

void ent_check_case(ent_check *check, const json_t *answer)
{
    const ent_json_path path = ent_json_key(NULL, "case");
    const ent_json_path likeliest_path = ent_json_key(&path, "likeliest");
    const json_t *said = json_object_get(answer, "case");
    const json_t *likeliest = json_object_get(said, "likeliest");
    check_known_by(check, answer);
    if (said == NULL && check->judge.model->doubts.count == 0)
        return;
    check_settled(check, &path, json_object_get(said, "settled"));
    if (!json_is_boolean(likeliest) ||
        json_is_true(likeliest) != ent_is_likeliest(check->judge.model))
        ent_check_wrong(check, &likeliest_path,
                        "whether this is the likeliest case is told wrongly");
}
