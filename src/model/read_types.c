/* What a party may be: types, how likely each is, and what it then wants. */
#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Reads one type; false where its probability was left out. */
static bool read_type(ent_reader *reader, const ent_node *key, ent_type *type)
{
    static const char *const known[] = {"name",       "probability", "because", "assumption",
                                        "priorities", "weights",     "ranking"};
    const ent_node *node = key->value;
    *type = (ent_type){.id = key->text, .name = key->text, .place = key->place};
    if (!ent_read_keys(reader, node, "a type", known, COUNT_OF(known)))
        return true;
    const ent_node *name = ent_node_get(node, "name");
    const ent_node *probability = ent_node_get(node, "probability");
    if (name != NULL)
        type->name = ent_read_text(reader, name, "a name");
    ent_read_grounds(reader, node, "a type", &type->because, &type->assumption);
    ent_read_form(reader, key, node, &type->preference);
    if (probability != NULL)
        (void)ent_read_probability(reader, probability, &type->probability);
    return probability != NULL;
}

static int64_t scaled(ent_decimal number, uint32_t places)
{
    for (; number.places < places; number.places++)
        number.value *= 10;
    return number.value;
}

/* Gives the type without a probability the rest; together all have exactly 1. At most
 * ENT_TYPES_MOST numbers of 15 digits are added, which 64 bits hold. */
static void check_sum(ent_reader *reader, const ent_node *key, ent_party *party, ent_type *rest)
{
    uint32_t places = 0;
    for (size_t i = 0; i < party->types.count; i++)
        if (party->types.items[i].probability.places > places)
            places = party->types.items[i].probability.places;
    int64_t one = scaled((ent_decimal){.value = 1}, places);
    int64_t sum = 0;
    for (size_t i = 0; i < party->types.count; i++)
        sum += scaled(party->types.items[i].probability, places);
    if (rest != NULL && sum <= one) {
        rest->probability = (ent_decimal){.value = one - sum, .places = places};
        return;
    }
    if (sum == one)
        return;
    (void)ent_error(reader->report, key->place, "the probabilities of the types come to %s, %s 1",
                    ent_decimal_words((ent_decimal){.value = sum, .places = places}).text,
                    sum > one ? "more than" : "not to");
    ent_hint(reader->report, "leave one of them out, and that type gets the rest");
}

void ent_read_types(ent_reader *reader, const ent_node *key, ent_party *party)
{
    ent_vocabulary ids = ent_vocabulary_new(&reader->model->arena);
    size_t errors = reader->report->errors;
    uint32_t rest = UINT32_MAX;
    const ent_node *item = ent_read_mapping(reader, key->value, "'types'", ENT_TYPES_MOST);
    if (item == NULL || item->next == NULL) {
        if (reader->report->errors == errors) {
            (void)ent_error(reader->report, key->place, "a party has two types at least");
            ent_hint(reader->report, "where it is sure what a party wants, leave out 'types'");
        }
        return;
    }
    for (; item != NULL; item = item->next) {
        uint32_t index = 0;
        /* types have names of their own; the kind only keeps the table from listing more */
        if (ent_vocabulary_add(&ids, ENT_NAME_PARTY, item->text, item->place, reader->report,
                               &index) != ENT_OK)
            continue;
        ent_type *type = ENT_PUSH(&reader->model->arena, &party->types);
        if (type == NULL)
            return;
        if (read_type(reader, item, type))
            continue;
        if (rest != UINT32_MAX) {
            (void)ent_error(reader->report, item->place, "a second type has no 'probability'");
            ent_note(reader->report, party->types.items[rest].place, "the first is here");
            ent_hint(reader->report, "one type may leave it out, and gets the rest");
        }
        rest = (uint32_t)party->types.count - 1;
    }
    if (reader->report->errors == errors)
        check_sum(reader, key, party, rest == UINT32_MAX ? NULL : &party->types.items[rest]);
}
