/* What `tests:` says about voting power: counts of coalitions, members, and indices. Numbers stay
 * texts: some have more digits than any machine word. */
#include <string.h>

#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

enum { DIGITS_MOST = 400 }; /* of a number, and of either part of a fraction */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_at(const char *text)
{
    size_t count = 0;
    while (is_digit(text[count]))
        count++;
    return count;
}

static const char *without_zeros(const char *digits)
{
    while (digits[0] == '0' && is_digit(digits[1]))
        digits++;
    return digits;
}

static bool read_whole(ent_reader *reader, const ent_node *node, ent_expected_number *number)
{
    ent_arena *arena = &reader->model->arena;
    size_t digits = digits_at(node->text);
    if (digits == 0 || digits > DIGITS_MOST || digits != node->length)
        return false;
    number->numerator =
        ent_arena_copy(arena, without_zeros(node->text), strlen(without_zeros(node->text)));
    number->denominator = "1";
    return true;
}

/* "5/21" */
static bool read_fraction(ent_reader *reader, const ent_node *node, ent_expected_number *number)
{
    ent_arena *arena = &reader->model->arena;
    size_t above = digits_at(node->text);
    if (above == 0 || above > DIGITS_MOST || node->text[above] != '/')
        return false;
    const char *below = node->text + above + 1;
    size_t digits = digits_at(below);
    if (digits == 0 || digits > DIGITS_MOST || above + 1 + digits != node->length)
        return false;
    const char *copy = ent_arena_copy(arena, node->text, above);
    number->numerator = copy == NULL ? NULL : without_zeros(copy);
    number->denominator = without_zeros(below);
    return strcmp(number->denominator, "0") != 0;
}

/* "0.1672" */
static bool read_rounded(ent_reader *reader, const ent_node *node, ent_expected_number *number)
{
    ent_arena *arena = &reader->model->arena;
    size_t before = digits_at(node->text);
    if (before == 0 || node->text[before] != '.')
        return false;
    const char *after = node->text + before + 1;
    size_t places = digits_at(after);
    if (places == 0 || before + places > DIGITS_MOST || before + 1 + places != node->length)
        return false;
    const char *digits = ent_arena_print(arena, "%.*s%s", (int)before, node->text, after);
    number->numerator = digits == NULL ? NULL : without_zeros(digits);
    number->denominator = ent_arena_print(arena, "1%0*d", (int)places, 0);
    number->rounded = true;
    return true;
}

/* A count of coalitions. */
static void read_count(ent_reader *reader, const ent_node *node, ent_expected_number *number)
{
    if (node == NULL || ent_read_word(reader, node, "a number of coalitions") == NULL)
        return;
    *number = (ent_expected_number){.text = node->text, .place = node->place};
    if (!node->quoted && read_whole(reader, node, number))
        return;
    (void)ent_error(reader->report, node->place, "a number of coalitions must be a whole number");
    *number = (ent_expected_number){0};
}

/* The value of an index; false after an error. */
static bool read_value(ent_reader *reader, const ent_node *node, ent_expected_number *number)
{
    if (ent_read_word(reader, node, "a value") == NULL)
        return false;
    *number = (ent_expected_number){.text = node->text, .place = node->place};
    if (!node->quoted && (read_whole(reader, node, number) || read_fraction(reader, node, number) ||
                          read_rounded(reader, node, number)))
        return true;
    *number = (ent_expected_number){0};
    (void)ent_error(reader->report, node->place, "this is not a value of power");
    ent_hint(reader->report,
             "write a fraction such as 5/21, which is exact, or a decimal such as 0.1672, "
             "which is rounded");
    return false;
}

/* The position of a member in a body; ENT_NOBODY after an error. */
static uint32_t read_member(ent_reader *reader, const ent_node *node, const ent_body *body)
{
    uint32_t party = ent_read_party(reader, node);
    if (party == ENT_NOBODY)
        return ENT_NOBODY;
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == party)
            return (uint32_t)i;
    if (body->members.count > 0)
        (void)ent_error(reader->report, node->place, "'%s' is no member of '%s'", node->text,
                        body->id);
    return ENT_NOBODY;
}

static bool has_position(const ent_expected_members *members, uint32_t position)
{
    for (size_t i = 0; i < members->positions.count; i++)
        if (members->positions.items[i] == position)
            return true;
    return false;
}

static void read_members(ent_reader *reader, const ent_node *node, const ent_body *body,
                         const char *what, ent_expected_members *members)
{
    if (node == NULL)
        return;
    size_t count = 0;
    const ent_node *item = ent_read_list(reader, node, what, false, &count);
    members->said = true;
    members->place = node->place;
    for (; item != NULL; item = item->next) {
        uint32_t position = read_member(reader, item, body);
        if (position == ENT_NOBODY)
            continue;
        if (has_position(members, position)) {
            (void)ent_error(reader->report, item->place, "'%s' stands here a second time",
                            item->text);
            continue;
        }
        uint32_t *slot = ENT_PUSH(&reader->model->arena, &members->positions);
        if (slot != NULL)
            *slot = position;
    }
}

/* {cn: 106/635, …} */
static void read_measure(ent_reader *reader, const ent_node *key, const ent_body *body,
                         ent_measure measure, ent_expected_power *power)
{
    ent_expected_measure expected = {.measure = measure, .place = key->place};
    const ent_node *member =
        ent_read_mapping(reader, key->value, "the expected values", ENT_NAMES_MOST);
    for (; member != NULL; member = member->next) {
        ent_expected_share share = {.position = read_member(reader, member, body)};
        if (!read_value(reader, member->value, &share.number) || share.position == ENT_NOBODY)
            continue;
        ent_expected_share *slot = ENT_PUSH(&reader->model->arena, &expected.shares);
        if (slot != NULL)
            *slot = share;
    }
    ent_expected_measure *slot = ENT_PUSH(&reader->model->arena, &power->measures);
    if (slot != NULL)
        *slot = expected;
}

static void read_measures(ent_reader *reader, const ent_node *node, const ent_body *body,
                          ent_expected_power *power)
{
    for (const ent_node *key = node->first; key != NULL; key = key->next)
        for (int m = 0; m < ENT_MEASURES; m++)
            if (ent_node_is(key, ent_measure_id((ent_measure)m)))
                read_measure(reader, key, body, (ent_measure)m, power);
}

/* What is expected of one variant of a body's rule. */
static void read_variant(ent_reader *reader, const ent_node *node, ent_place place, uint32_t mover)
{
    const char *known[6 + ENT_MEASURES] = {"when",   "winning", "minimal",
                                           "vetoes", "dummies", "collectivity"};
    for (int m = 0; m < ENT_MEASURES; m++)
        known[6 + m] = ent_measure_id((ent_measure)m);
    if (!ent_read_keys(reader, node, "an expectation", known, COUNT_OF(known)))
        return;
    const ent_body *body = ent_mover_body(reader->model, mover);
    ent_expected_power power = {.mover = mover, .place = place};
    const ent_node *when = ent_node_get(node, "when");
    const ent_node *collectivity = ent_node_get(node, "collectivity");
    ent_scope scope = ent_read_scope(reader);
    if (node->count == (when != NULL ? 1 : 0))
        (void)ent_error(reader->report, place, "nothing is expected of '%s' here", body->id);
    if (when != NULL)
        (void)ent_read_condition(reader, when, &scope, &power.when);
    read_count(reader, ent_node_get(node, "winning"), &power.winning);
    read_count(reader, ent_node_get(node, "minimal"), &power.minimal);
    if (collectivity != NULL)
        (void)read_value(reader, collectivity, &power.collectivity);
    read_members(reader, ent_node_get(node, "vetoes"), body, "'vetoes'", &power.vetoes);
    read_members(reader, ent_node_get(node, "dummies"), body, "'dummies'", &power.dummies);
    read_measures(reader, node, body, &power);
    ent_expected_power *slot = ENT_PUSH(&reader->model->arena, &reader->model->expectations.powers);
    if (slot != NULL)
        *slot = power;
}

void ent_read_power(ent_reader *reader, const ent_node *node)
{
    const ent_node *key = ent_read_mapping(reader, node, "'power'", ENT_NAMES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t mover = ent_read_mover(reader, key);
        if (mover == ENT_NOBODY)
            continue;
        if (!ent_is_body(reader->model, mover)) {
            (void)ent_error(reader->report, key->place, "'%s' is a party, not a body", key->text);
            continue;
        }
        if (key->value->kind != ENT_SEQUENCE) {
            read_variant(reader, key->value, key->place, mover);
            continue;
        }
        size_t count = 0;
        const ent_node *item = ent_read_list(reader, key->value, "'power'", false, &count);
        for (; item != NULL; item = item->next)
            read_variant(reader, item, item->place, mover);
    }
}
