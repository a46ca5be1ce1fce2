/* Texts, lists, names, dates, numbers and conditions: what every part of a file is made of. */
#include "model/reader.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A copy with every run of blanks as one space, and none at the ends. */
static const char *single_spaced(ent_arena *arena, const char *text, size_t length)
{
    char *copy = ent_arena_copy(arena, "", 0);
    if (length > 0)
        copy = ent_arena_array(arena, length + 1, 1);
    if (copy == NULL)
        return NULL;
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_blank(text[i]))
            copy[used++] = text[i];
        else if (used > 0 && copy[used - 1] != ' ')
            copy[used++] = ' ';
    }
    while (used > 0 && copy[used - 1] == ' ')
        used--;
    copy[used] = '\0';
    return copy;
}

/* Reports a node that is no text, or an empty one. */
static bool check_text(ent_reader *reader, const ent_node *node, const char *what)
{
    if (node->kind != ENT_SCALAR) {
        (void)ent_error(reader->report, node->place, "%s must be a text, this is %s", what,
                        ent_node_kind_text(node));
        if (node->flow)
            ent_hint(reader->report, "a text that begins with '%c' must stand in quotes",
                     node->kind == ENT_SEQUENCE ? '[' : '{');
        return false;
    }
    for (size_t i = 0; i < node->length; i++)
        if (!is_blank(node->text[i]))
            return true;
    (void)ent_error(reader->report, node->place, "%s is missing here", what);
    return false;
}

const char *ent_read_text(ent_reader *reader, const ent_node *node, const char *what)
{
    if (!check_text(reader, node, what))
        return NULL;
    return single_spaced(&reader->model->arena, node->text, node->length);
}

const char *ent_read_word(ent_reader *reader, const ent_node *node, const char *what)
{
    return check_text(reader, node, what) ? node->text : NULL;
}

const ent_node *ent_read_mapping(ent_reader *reader, const ent_node *node, const char *what,
                                 size_t most)
{
    if (node->kind != ENT_MAPPING) {
        (void)ent_error(reader->report, node->place, "%s must be a mapping, this is %s", what,
                        ent_node_is_null(node) ? "empty" : ent_node_kind_text(node));
        if (node->kind == ENT_SEQUENCE)
            ent_hint(reader->report, "%s",
                     node->flow ? "write { key: value, … }" : "write 'key: value' without '- '");
        return NULL;
    }
    if (node->count > most) {
        (void)ent_error(reader->report, node->place, "%s: %zu are too many, at most %zu are read",
                        what, node->count, most);
        return NULL;
    }
    return node->first;
}

const ent_node *ent_read_list(ent_reader *reader, const ent_node *node, const char *what, bool lone,
                              size_t *count)
{
    *count = 0;
    if (lone && node->kind == ENT_SCALAR && !ent_node_is_null(node)) {
        *count = 1;
        return node;
    }
    if (node->kind != ENT_SEQUENCE) {
        (void)ent_error(reader->report, node->place, "%s must be a list, this is %s", what,
                        ent_node_is_null(node) ? "empty" : ent_node_kind_text(node));
        ent_hint(reader->report, "%s",
                 node->kind == ENT_MAPPING && !node->flow ? "begin each line with '- '"
                                                          : "write [ …, … ]");
        return NULL;
    }
    if (node->count > ENT_ENTRIES_MOST) {
        (void)ent_error(reader->report, node->place, "%s: %zu are too many, at most %d are read",
                        what, node->count, ENT_ENTRIES_MOST);
        return NULL;
    }
    *count = node->count;
    return node->first;
}

void ent_read_hint(ent_reader *reader, const ent_node *node, const char *const *candidates,
                   size_t count)
{
    if (reader->report->errors > ENT_ERRORS_SHOWN)
        return;
    const char *nearest = ent_nearest(node->text, node->length, candidates, count);
    if (nearest != NULL)
        ent_hint(reader->report, "did you mean '%s'?", nearest);
}

bool ent_read_keys(ent_reader *reader, const ent_node *node, const char *what,
                   const char *const *known, size_t count)
{
    if (node->kind != ENT_MAPPING)
        return ent_read_mapping(reader, node, what, 0) != NULL;
    for (const ent_node *key = node->first; key != NULL; key = key->next) {
        size_t i = 0;
        while (i < count && !ent_node_is(key, known[i]))
            i++;
        if (i < count)
            continue;
        (void)ent_error(reader->report, key->place, "%s has no key '%.*s'", what,
                        key->length < 80 ? (int)key->length : 80, key->text);
        ent_read_hint(reader, key, known, count);
    }
    return true;
}

ent_scope ent_read_scope(ent_reader *reader)
{
    return (ent_scope){.vocabulary = &reader->model->vocabulary};
}

ent_scope ent_read_rule_scope(ent_reader *reader, const ent_body *body)
{
    return (ent_scope){.vocabulary = &reader->model->vocabulary,
                       .body = body->id,
                       .members = body->members.items,
                       .member_count = body->members.count};
}

static bool fits(ent_reader *reader, const ent_node *node)
{
    size_t used = reader->model->arena.memory->live;
    if (used <= reader->memory_before || used - reader->memory_before <= ENT_MODEL_MEMORY_MOST)
        return true;
    reader->too_large = true;
    (void)ent_error(reader->report, node->place,
                    "up to here the model takes more than %zu MiB: the rest is not read",
                    ENT_MODEL_MEMORY_MOST / (1024 * 1024));
    return false;
}

bool ent_read_condition(ent_reader *reader, const ent_node *node, const ent_scope *scope,
                        ent_condition *condition)
{
    if (reader->too_large)
        return false;
    if (node->kind != ENT_SCALAR) {
        (void)ent_error(reader->report, node->place, "a condition must be a text, this is %s",
                        ent_node_kind_text(node));
        ent_hint(reader->report, "a condition with '{', ',' or ': ' inside must stand in quotes");
        return false;
    }
    if (!check_text(reader, node, "a condition"))
        return false;
    if (node->length > ENT_CONDITION_LONGEST) {
        (void)ent_error(reader->report, node->place, "this condition is longer than %d KiB",
                        ENT_CONDITION_LONGEST / 1024);
        return false;
    }
    ent_phrase phrase = ent_node_phrase(node);
    ent_expression *expression = NULL;
    if (ent_parse(scope, phrase, &expression, reader->report) != ENT_OK || !fits(reader, node))
        return false;
    condition->expression = expression;
    condition->text = single_spaced(&reader->model->arena, node->text, node->length);
    condition->place = phrase.place;
    return condition->text != NULL;
}

static bool read_digits(const char *text, size_t count, int *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return true;
}

bool ent_is_date(const char *text, size_t length)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 0;
    int month = 0;
    int day = 0;
    if (length != 10 || text[4] != '-' || text[7] != '-' || !read_digits(text, 4, &year) ||
        !read_digits(text + 5, 2, &month) || !read_digits(text + 8, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

const char *ent_read_date(ent_reader *reader, const ent_node *node)
{
    if (!check_text(reader, node, "a date"))
        return NULL;
    if (ent_is_date(node->text, node->length))
        return node->text;
    (void)ent_error(reader->report, node->place, "this is not a date");
    ent_hint(reader->report, "dates are written YYYY-MM-DD, such as 2025-08-24");
    return NULL;
}

bool ent_read_number(ent_reader *reader, const ent_node *node, const char *what,
                     ent_decimal *number)
{
    if (!check_text(reader, node, what))
        return false;
    if (!node->quoted && ent_decimal_read(node->text, node->length, number))
        return true;
    (void)ent_error(reader->report, node->place, "%s must be a number", what);
    ent_hint(reader->report, "numbers have at most 15 digits, such as 12 or 62.5");
    return false;
}

bool ent_read_probability(ent_reader *reader, const ent_node *node, ent_decimal *probability)
{
    if (!ent_read_number(reader, node, "a probability", probability)) {
        ent_hint(reader->report, "a number from 0 to 1 with at most 15 digits, such as 0.6");
        return false;
    }
    int64_t one = 1;
    for (uint32_t i = 0; i < probability->places; i++)
        one *= 10;
    if (probability->value >= 0 && probability->value <= one)
        return true;
    (void)ent_error(reader->report, node->place, "a probability lies between 0 and 1");
    ent_hint(reader->report, "write 0.6 for 60 %%");
    return false;
}

/* Hints at the nearest party, or body where these may stand too. */
static void hint_mover(ent_reader *reader, const ent_node *node, bool bodies)
{
    const ent_model *model = reader->model;
    const char *candidates[2 * ENT_NAMES_MOST];
    size_t count = 0;
    for (size_t i = 0; i < model->parties.count && i < ENT_NAMES_MOST; i++)
        candidates[count++] = model->parties.items[i].id;
    for (size_t i = 0; bodies && i < model->bodies.count && i < ENT_NAMES_MOST; i++)
        candidates[count++] = model->bodies.items[i].id;
    ent_read_hint(reader, node, candidates, count);
}

static uint32_t read_mover(ent_reader *reader, const ent_node *node, bool bodies)
{
    const ent_model *model = reader->model;
    if (!check_text(reader, node, bodies ? "a party or body" : "a party"))
        return ENT_NOBODY;
    const ent_name *name = ent_vocabulary_find(&model->vocabulary, node->text, node->length);
    if (name != NULL && name->kind == ENT_NAME_PARTY)
        return name->index;
    if (name != NULL && name->kind == ENT_NAME_BODY && bodies)
        return (uint32_t)model->parties.count + name->index;
    if (model->parties.count == 0)
        return ENT_NOBODY; /* that there is no party was reported */
    if (name != NULL) {
        (void)ent_error(reader->report, node->place, "'%s' is %s, not a party%s", name->id,
                        ent_name_kind_text(name->kind), bodies ? " or body" : "");
        return ENT_NOBODY;
    }
    (void)ent_error(reader->report, node->place, "no party%s is named '%.*s'",
                    bodies ? " or body" : "", node->length < 80 ? (int)node->length : 80,
                    node->text);
    hint_mover(reader, node, bodies);
    return ENT_NOBODY;
}

uint32_t ent_read_party(ent_reader *reader, const ent_node *node)
{
    return read_mover(reader, node, false);
}

uint32_t ent_read_mover(ent_reader *reader, const ent_node *node)
{
    return read_mover(reader, node, true);
}
