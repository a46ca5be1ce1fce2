/* The table of names. */
#include "lang/vocabulary.h"

#include <stdio.h>
#include <string.h>

#include "lang/expression.h"

static const char *const reserved[] = {
    "and", "or", "not", "if",      "then", "else", "iff",      "true",  "false",
    "of",  "at", "all", "exactly", "any",  "none", "majority", "count",
};

ent_vocabulary ent_vocabulary_new(ent_arena *arena)
{
    return (ent_vocabulary){.arena = arena};
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool ent_is_reserved(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strlen(reserved[i]) == length && memcmp(reserved[i], text, length) == 0)
            return true;
    return false;
}

static bool has_id_form(const char *text, size_t length)
{
    if (length == 0 || length > ENT_LONGEST_ID || !is_letter(text[0]))
        return false;
    for (size_t i = 1; i < length; i++)
        if (!is_letter(text[i]) && !(text[i] >= '0' && text[i] <= '9') && text[i] != '-' &&
            text[i] != '_')
            return false;
    return true;
}

bool ent_is_id(const char *text, size_t length)
{
    return has_id_form(text, length) && !ent_is_reserved(text, length);
}

const char *ent_name_kind_text(ent_name_kind kind)
{
    static const char *const texts[] = {"a party", "a body", "an option", "a weight",
                                        "a defined condition"};
    return texts[kind];
}

static size_t hash(const char *text, size_t length)
{
    uint64_t value = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return (size_t)(value ^ (value >> 32));
}

const ent_name *ent_vocabulary_find(const ent_vocabulary *vocabulary, const char *id, size_t length)
{
    if (vocabulary->slot_count == 0)
        return NULL;
    size_t slot = hash(id, length) & (vocabulary->slot_count - 1);
    while (vocabulary->slots[slot] != 0) {
        const ent_name *name = &vocabulary->names.items[vocabulary->slots[slot] - 1];
        if (strlen(name->id) == length && memcmp(name->id, id, length) == 0)
            return name;
        slot = (slot + 1) & (vocabulary->slot_count - 1);
    }
    return NULL;
}

static void fill_slot(ent_vocabulary *vocabulary, uint32_t name)
{
    const char *id = vocabulary->names.items[name].id;
    size_t slot = hash(id, strlen(id)) & (vocabulary->slot_count - 1);
    while (vocabulary->slots[slot] != 0)
        slot = (slot + 1) & (vocabulary->slot_count - 1);
    vocabulary->slots[slot] = name + 1;
}

/* Keeps the hash table at most half full. */
static bool reserve_slot(ent_vocabulary *vocabulary)
{
    if (2 * (vocabulary->names.count + 1) <= vocabulary->slot_count)
        return true;
    size_t wanted = vocabulary->slot_count == 0 ? 64 : 2 * vocabulary->slot_count;
    uint32_t *slots = ent_arena_array(vocabulary->arena, wanted, sizeof *slots);
    if (slots == NULL)
        return false;
    vocabulary->slots = slots;
    vocabulary->slot_count = wanted;
    for (size_t i = 0; i < vocabulary->names.count; i++)
        fill_slot(vocabulary, (uint32_t)i);
    return true;
}

static ent_status check_new_name(const ent_vocabulary *vocabulary, const char *id, ent_place place,
                                 ent_report *report)
{
    size_t length = strlen(id);
    if (ent_is_reserved(id, length))
        return ent_error(report, place, "'%s' is a word of the language and cannot be a name", id);
    if (length > ENT_LONGEST_ID)
        return ent_error(report, place, "this name is too long: at most %d characters",
                         ENT_LONGEST_ID);
    if (!has_id_form(id, length)) {
        (void)ent_error(report, place, "'%s' cannot be a name", id);
        ent_hint(report,
                 "a name begins with a letter and goes on with letters, digits, '-' or '_'");
        return ENT_WRONG_MODEL;
    }
    const ent_name *old = ent_vocabulary_find(vocabulary, id, length);
    if (old != NULL) {
        (void)ent_error(report, place, "'%s' is already %s", id, ent_name_kind_text(old->kind));
        ent_note(report, old->place, "it was declared here");
        return ENT_WRONG_MODEL;
    }
    return ENT_OK;
}

/* Adds the new name's entry to the list of its kind; the entry's index is stored. */
static bool add_entry(ent_vocabulary *vocabulary, ent_name_kind kind, const char *id,
                      uint32_t *index)
{
    switch (kind) {
    case ENT_NAME_PARTY:
        *index = vocabulary->party_count++;
        return true;
    case ENT_NAME_BODY:
        *index = vocabulary->body_count++;
        return true;
    case ENT_NAME_OPTION: {
        *index = (uint32_t)vocabulary->options.count;
        ent_scale *option = ENT_PUSH(vocabulary->arena, &vocabulary->options);
        if (option != NULL)
            *option = (ent_scale){.id = id};
        return option != NULL;
    }
    case ENT_NAME_WEIGHT: {
        *index = (uint32_t)vocabulary->weights.count;
        ent_weight *weight = ENT_PUSH(vocabulary->arena, &vocabulary->weights);
        if (weight != NULL)
            *weight = (ent_weight){.id = id};
        return weight != NULL;
    }
    case ENT_NAME_DEFINED: {
        *index = (uint32_t)vocabulary->defined.count;
        ent_definition *definition = ENT_PUSH(vocabulary->arena, &vocabulary->defined);
        if (definition != NULL)
            *definition = (ent_definition){.id = id};
        return definition != NULL;
    }
    }
    return false;
}

ent_status ent_vocabulary_add(ent_vocabulary *vocabulary, ent_name_kind kind, const char *id,
                              ent_place place, ent_report *report, uint32_t *index)
{
    ent_status status = check_new_name(vocabulary, id, place, report);
    if (status != ENT_OK)
        return status;
    if (!reserve_slot(vocabulary) || !add_entry(vocabulary, kind, id, index))
        return ent_out_of_memory(report);
    ent_name *name = ENT_PUSH(vocabulary->arena, &vocabulary->names);
    if (name == NULL)
        return ent_out_of_memory(report);
    *name = (ent_name){.id = id, .kind = kind, .index = *index, .place = place};
    fill_slot(vocabulary, (uint32_t)(vocabulary->names.count - 1));
    return ENT_OK;
}

void ent_vocabulary_set_levels(ent_vocabulary *vocabulary, uint32_t index, const char **levels,
                               uint32_t count)
{
    ent_scale *option = &vocabulary->options.items[index];
    option->levels = levels;
    option->level_count = count;
    vocabulary->option_planes = 0;
    for (size_t i = 0; i < vocabulary->options.count; i++) {
        ent_scale *each = &vocabulary->options.items[i];
        each->first_plane = vocabulary->option_planes;
        vocabulary->option_planes += each->level_count == 0 ? 0 : each->level_count - 1;
    }
}

void ent_vocabulary_hint(const ent_vocabulary *vocabulary, const char *word, size_t length,
                         ent_report *report)
{
    if (report->errors > ENT_ERRORS_SHOWN)
        return; /* nobody will read it, and looking takes time */
    const char *nearest = NULL;
    const char *pair[2] = {NULL, NULL};
    for (size_t i = 0; i < vocabulary->names.count; i++) {
        pair[1] = vocabulary->names.items[i].id;
        const char *better = pair[0] == NULL ? ent_nearest(word, length, pair + 1, 1)
                                             : ent_nearest(word, length, pair, 2);
        if (better != NULL)
            nearest = pair[0] = better;
    }
    if (nearest != NULL)
        ent_hint(report, "did you mean '%s'?", nearest);
}

/* Which definition uses which: one entry for each time that one is named. */
typedef struct {
    uint32_t definition;
    ent_place place;
} use;

typedef ENT_LIST(use) use_list;

static bool collect_uses(ent_arena *arena, const ent_expression *expression, use_list *uses)
{
    if (expression->kind == ENT_DEFINED) {
        use *slot = ENT_PUSH(arena, uses);
        if (slot != NULL)
            *slot = (use){expression->index, expression->place};
        return slot != NULL;
    }
    for (size_t i = 0; i < expression->child_count; i++)
        if (!collect_uses(arena, expression->children[i], uses))
            return false;
    return true;
}

enum { DEFINITIONS_DEEPEST = 100 };
enum visit { UNSEEN, OPEN, DONE };

typedef struct {
    ent_vocabulary *vocabulary;
    ent_report *report;
    use_list *uses; /* by definition */
    uint8_t *visits;
    size_t ordered;
    size_t depth;
    struct {
        uint32_t definition;
        size_t next; /* of its uses */
    } open[DEFINITIONS_DEEPEST];
} ordering;

static ent_status open_definition(ordering *order, uint32_t index, ent_place place)
{
    if (order->visits[index] == DONE)
        return ENT_OK;
    if (order->visits[index] == OPEN)
        return ent_error(order->report, place, "'%s' is defined by way of itself",
                         order->vocabulary->defined.items[index].id);
    if (order->depth == DEFINITIONS_DEEPEST)
        return ent_error(order->report, place, "definitions rest on each other more than %d deep",
                         DEFINITIONS_DEEPEST);
    order->visits[index] = OPEN;
    order->open[order->depth].definition = index;
    order->open[order->depth++].next = 0;
    return ENT_OK;
}

/* Visits a definition and, before it is done, all that it rests on. */
static ent_status visit_definition(ordering *order, uint32_t index)
{
    ent_status status = open_definition(order, index, (ent_place){0});
    while (status == ENT_OK && order->depth > 0) {
        uint32_t top = order->open[order->depth - 1].definition;
        size_t next = order->open[order->depth - 1].next++;
        if (next < order->uses[top].count) {
            const use *used = &order->uses[top].items[next];
            status = open_definition(order, used->definition, used->place);
            continue;
        }
        order->visits[top] = DONE;
        order->depth--;
        order->vocabulary->definition_order[order->ordered++] = top;
    }
    return status;
}

ent_status ent_vocabulary_order(ent_vocabulary *vocabulary, ent_report *report)
{
    size_t count = vocabulary->defined.count;
    ent_arena *arena = vocabulary->arena;
    ordering order = {.vocabulary = vocabulary, .report = report};
    order.visits = ent_arena_array(arena, count, 1);
    order.uses = ent_arena_array(arena, count, sizeof *order.uses);
    vocabulary->definition_order =
        ent_arena_array(arena, count, sizeof *vocabulary->definition_order);
    if (vocabulary->definition_order == NULL || order.visits == NULL || order.uses == NULL)
        return ent_out_of_memory(report);
    for (size_t i = 0; i < count; i++) {
        const ent_expression *condition = vocabulary->defined.items[i].condition;
        if (condition != NULL && !collect_uses(arena, condition, &order.uses[i]))
            return ent_out_of_memory(report);
    }
    for (uint32_t i = 0; i < count; i++) {
        ent_status status = visit_definition(&order, i);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

bool ent_decimal_read(const char *text, size_t length, ent_decimal *number)
{
    *number = (ent_decimal){0};
    bool negative = length > 0 && text[0] == '-';
    size_t digits = 0;
    bool point = false;
    for (size_t i = negative; i < length; i++) {
        if (text[i] == '.' && !point && i > negative && i + 1 < length) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || ++digits > 15)
            return false;
        number->value = number->value * 10 + (text[i] - '0');
        number->places += point;
    }
    if (negative)
        number->value = -number->value;
    return digits > 0;
}

ent_decimal_text ent_decimal_words(ent_decimal number)
{
    ent_decimal_text words = {""};
    for (; number.places > 0 && number.value % 10 == 0; number.places--)
        number.value /= 10;
    uint64_t digits = number.value < 0 ? 0 - (uint64_t)number.value : (uint64_t)number.value;
    uint64_t unit = 1;
    for (uint32_t i = 0; i < number.places; i++)
        unit *= 10;
    int used = snprintf(words.text, sizeof words.text, "%s%llu", number.value < 0 ? "-" : "",
                        (unsigned long long)(digits / unit));
    if (number.places > 0)
        (void)snprintf(words.text + used, sizeof words.text - (size_t)used, ".%0*llu",
                       (int)number.places, (unsigned long long)(digits % unit));
    return words;
}
