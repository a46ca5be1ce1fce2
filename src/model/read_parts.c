/* Parties, bodies, options and weights. */
#include <string.h>

#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* `id: Name`, or `id: {name: Name}`; the id where there is no name. */
static const char *read_name(ent_reader *reader, const ent_node *key, const ent_node *name)
{
    const char *text = name == NULL ? NULL : ent_read_text(reader, name, "a name");
    return text == NULL ? key->text : text;
}

void ent_read_parties(ent_reader *reader, const ent_node *node)
{
    static const char *const known[] = {"name"};
    ent_model *model = reader->model;
    const ent_node *key = ent_read_mapping(reader, node, "'parties'", ENT_NAMES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t index = 0;
        if (ent_vocabulary_add(&model->vocabulary, ENT_NAME_PARTY, key->text, key->place,
                               reader->report, &index) != ENT_OK)
            continue;
        ent_party *party = ENT_PUSH(&model->arena, &model->parties);
        if (party == NULL)
            return;
        *party = (ent_party){.id = key->text, .name = key->text, .place = key->place};
        const ent_node *name = key->value;
        if (name->kind == ENT_MAPPING) {
            (void)ent_read_keys(reader, name, "a party", known, COUNT_OF(known));
            name = ent_node_get(name, "name");
        }
        party->name = read_name(reader, key, name);
    }
}

static bool has_member(const ent_body *body, uint32_t party)
{
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == party)
            return true;
    return false;
}

static void read_members(ent_reader *reader, const ent_node *node, ent_body *body)
{
    size_t count = 0;
    const ent_node *item = ent_read_list(reader, node, "'members'", false, &count);
    if (item == NULL && node->kind == ENT_SEQUENCE && node->count == 0)
        (void)ent_error(reader->report, node->place, "body '%s' has no members", body->id);
    for (; item != NULL; item = item->next) {
        uint32_t party = ent_read_party(reader, item);
        if (party == ENT_NOBODY)
            continue;
        if (has_member(body, party)) {
            (void)ent_error(reader->report, item->place, "'%s' is a member of '%s' already",
                            item->text, body->id);
            continue;
        }
        uint32_t *member = ENT_PUSH(&reader->model->arena, &body->members);
        if (member != NULL)
            *member = party;
    }
}

static void read_body(ent_reader *reader, const ent_node *key, ent_body *body)
{
    static const char *const known[] = {"name", "members", "rule", "trigger"};
    *body = (ent_body){.id = key->text, .name = key->text, .place = key->place};
    if (!ent_read_keys(reader, key->value, "a body", known, COUNT_OF(known)))
        return;
    body->name = read_name(reader, key, ent_node_get(key->value, "name"));
    const ent_node *members = ent_node_get(key->value, "members");
    if (members != NULL)
        read_members(reader, members, body);
    else
        (void)ent_error(reader->report, key->place, "body '%s' lacks 'members'", body->id);
    if (ent_node_get(key->value, "rule") == NULL) {
        (void)ent_error(reader->report, key->place, "body '%s' lacks 'rule'", body->id);
        ent_hint(reader->report, "such as 'rule: majority' or 'rule: all'");
    }
}

void ent_read_bodies(ent_reader *reader, const ent_node *node)
{
    ent_model *model = reader->model;
    const ent_node *key = ent_read_mapping(reader, node, "'bodies'", ENT_NAMES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t index = 0;
        if (ent_vocabulary_add(&model->vocabulary, ENT_NAME_BODY, key->text, key->place,
                               reader->report, &index) != ENT_OK)
            continue;
        ent_body *body = ENT_PUSH(&model->arena, &model->bodies);
        if (body == NULL)
            return;
        read_body(reader, key, body);
    }
}

/* Rules and triggers, when every name is known. A rule whose members are wrong would only give
 * complaints that follow from that. */
void ent_read_rules(ent_reader *reader, const ent_node *bodies)
{
    ent_model *model = reader->model;
    for (size_t i = 0; i < model->bodies.count; i++) {
        ent_body *body = &model->bodies.items[i];
        const ent_node *node = ent_node_get(bodies, body->id);
        const ent_node *members = ent_node_get(node, "members");
        const ent_node *rule = ent_node_get(node, "rule");
        const ent_node *trigger = ent_node_get(node, "trigger");
        ent_scope scope = ent_read_scope(reader);
        if (trigger != NULL)
            (void)ent_read_condition(reader, trigger, &scope, &body->trigger);
        if (rule == NULL || members == NULL || body->members.count == 0 ||
            body->members.count != members->count)
            continue;
        scope = ent_read_rule_scope(reader, body);
        (void)ent_read_condition(reader, rule, &scope, &body->rule);
    }
}

static bool is_level(const ent_node *node)
{
    if (ent_is_id(node->text, node->length) || ent_is_reserved(node->text, node->length))
        return true;
    for (size_t i = 0; i < node->length; i++)
        if (node->text[i] < '0' || node->text[i] > '9')
            return false;
    return node->length > 0 && node->length <= 15;
}

static bool add_level(ent_reader *reader, const ent_node *node, const char **levels,
                      uint32_t *count)
{
    const char *text = ent_read_word(reader, node, "a level");
    if (text == NULL)
        return false;
    if (!is_level(node)) {
        (void)ent_error(reader->report, node->place, "'%.*s' cannot name a level",
                        node->length < 80 ? (int)node->length : 80, text);
        ent_hint(reader->report, "levels are whole numbers, or names of letters, digits, '-', '_'");
        return false;
    }
    for (uint32_t i = 0; i < *count; i++)
        if (strcmp(levels[i], text) == 0) {
            (void)ent_error(reader->report, node->place, "level '%s' stands here a second time",
                            text);
            return false;
        }
    levels[(*count)++] = text;
    return true;
}

/* The levels of an option, lowest first; after an error, what could be read and two at least, so
 * that conditions can still be checked. */
static void read_levels(ent_reader *reader, const ent_node *node, uint32_t option)
{
    static const char *const binary[] = {"no", "yes"};
    ent_model *model = reader->model;
    size_t listed = 0;
    const ent_node *item =
        node == NULL ? NULL : ent_read_list(reader, node, "'levels'", false, &listed);
    if (listed > ENT_LEVELS_MOST) {
        (void)ent_error(reader->report, node->place, "an option has at most %d levels",
                        ENT_LEVELS_MOST);
        item = NULL;
    }
    const char **levels =
        ent_arena_array(&model->arena, (item == NULL ? 0 : listed) + 2, sizeof *levels);
    if (levels == NULL)
        return;
    uint32_t count = 0;
    bool sound = true;
    for (; item != NULL; item = item->next)
        sound = add_level(reader, item, levels, &count) && sound;
    if (node != NULL && node->kind == ENT_SEQUENCE && listed < 2)
        (void)ent_error(reader->report, node->place, "an option has two levels or more");
    for (size_t i = 0; count < 2 && i < 2; i++)
        if (count == 0 || strcmp(levels[0], binary[i]) != 0)
            levels[count++] = binary[i];
    ent_vocabulary_set_levels(&model->vocabulary, option, levels, count);
}

static ent_moves read_moves(ent_reader *reader, const ent_node *node)
{
    static const char *const words[] = {"any", "up", "down", "fixed"};
    if (ent_read_word(reader, node, "'moves'") == NULL)
        return ENT_MOVES_ANY;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (ent_node_is(node, words[i]))
            return (ent_moves)i;
    (void)ent_error(reader->report, node->place, "'moves' is one of any, up, down, fixed");
    ent_read_hint(reader, node, words, COUNT_OF(words));
    return ENT_MOVES_ANY;
}

static void read_option(ent_reader *reader, const ent_node *key, uint32_t index, ent_option *option)
{
    static const char *const known[] = {"by", "levels", "moves", "text"};
    const ent_node *value = key->value;
    *option =
        (ent_option){.id = key->text, .text = key->text, .place = key->place, .mover = ENT_NOBODY};
    if (value->kind == ENT_SCALAR) {
        read_levels(reader, NULL, index);
        option->mover = ent_read_mover(reader, value);
        return;
    }
    bool sound = ent_read_keys(reader, value, "an option", known, COUNT_OF(known));
    read_levels(reader, ent_node_get(value, "levels"), index);
    if (!sound)
        return;
    const ent_node *by = ent_node_get(value, "by");
    const ent_node *moves = ent_node_get(value, "moves");
    const ent_node *text = ent_node_get(value, "text");
    if (by != NULL)
        option->mover = ent_read_mover(reader, by);
    else
        (void)ent_error(reader->report, key->place, "option '%s' lacks 'by': who decides it?",
                        key->text);
    if (moves != NULL)
        option->moves = read_moves(reader, moves);
    const char *words = text == NULL ? NULL : ent_read_text(reader, text, "the text of an option");
    if (words != NULL)
        option->text = words;
}

void ent_read_options(ent_reader *reader, const ent_node *node)
{
    ent_model *model = reader->model;
    const ent_node *key = ent_read_mapping(reader, node, "'options'", ENT_NAMES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t index = 0;
        if (ent_vocabulary_add(&model->vocabulary, ENT_NAME_OPTION, key->text, key->place,
                               reader->report, &index) != ENT_OK)
            continue;
        ent_option *option = ENT_PUSH(&model->arena, &model->options);
        if (option == NULL)
            return;
        read_option(reader, key, index, option);
    }
}

/* Brings a weight's numbers to the same places, and checks that their sum is a number too. */
static bool align(const ent_decimal *numbers, size_t count, ent_weight *weight)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        if (numbers[i].places > weight->places)
            weight->places = numbers[i].places;
    for (size_t i = 0; i < count; i++) {
        int64_t value = numbers[i].value;
        for (uint32_t p = numbers[i].places; p < weight->places; p++)
            if (__builtin_mul_overflow(value, 10, &value))
                return false;
        if (__builtin_add_overflow(sum, value, &sum))
            return false;
        weight->of_party[i] = value;
    }
    return true;
}

static void read_weight(ent_reader *reader, const ent_node *key, ent_weight *weight)
{
    ent_model *model = reader->model;
    size_t count = model->parties.count;
    const ent_node *entry = ent_read_mapping(reader, key->value, "a weight", ENT_NAMES_MOST);
    ent_decimal *numbers = ent_arena_array(&model->arena, count, sizeof *numbers);
    int64_t *of_party = ent_arena_array(&model->arena, count, sizeof *of_party);
    if (numbers == NULL || of_party == NULL)
        return;
    bool sound = key->value->kind == ENT_MAPPING && key->value->count <= ENT_NAMES_MOST;
    for (; entry != NULL; entry = entry->next) {
        uint32_t party = ent_read_party(reader, entry);
        ent_decimal number = {0};
        if (!ent_read_number(reader, entry->value, "a weight", &number) || party == ENT_NOBODY) {
            sound = false;
        } else if (number.value < 0) {
            (void)ent_error(reader->report, entry->value->place,
                            "a weight cannot be negative: more consent must never count less");
            sound = false;
        } else {
            numbers[party] = number;
        }
    }
    if (!sound)
        return;
    weight->of_party = of_party;
    if (!align(numbers, count, weight)) {
        (void)ent_error(reader->report, key->place, "the numbers of '%s' are too large together",
                        key->text);
        weight->of_party = NULL;
    }
}

void ent_read_weights(ent_reader *reader, const ent_node *node)
{
    ent_model *model = reader->model;
    const ent_node *key = ent_read_mapping(reader, node, "'weights'", ENT_NAMES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t index = 0;
        if (ent_vocabulary_add(&model->vocabulary, ENT_NAME_WEIGHT, key->text, key->place,
                               reader->report, &index) == ENT_OK)
            read_weight(reader, key, &model->vocabulary.weights.items[index]);
    }
}
