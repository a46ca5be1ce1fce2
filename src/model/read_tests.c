/* What the program must find in this model, checked by `entente check`. */
#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static bool read_state_number(ent_reader *reader, const ent_node *node, uint64_t *number)
{
    ent_decimal decimal = {0};
    if (!ent_read_number(reader, node, "a number of states", &decimal))
        return false;
    if (decimal.places > 0 || decimal.value < 1) {
        (void)ent_error(reader->report, node->place, "states are numbered 1, 2, 3, …");
        return false;
    }
    *number = (uint64_t)decimal.value;
    return true;
}

static void read_numbers(ent_reader *reader, const ent_node *node, ent_expected_set *set)
{
    uint64_t states = reader->model->expectations.states;
    size_t count = 0;
    const ent_node *item = ent_read_list(reader, node, "the expected states", false, &count);
    for (; item != NULL; item = item->next) {
        uint64_t number = 0;
        if (!read_state_number(reader, item, &number))
            continue;
        if (states > 0 && number > states) {
            (void)ent_error(reader->report, item->place,
                            "state %s is past the last: only %llu states are expected", item->text,
                            (unsigned long long)states);
            continue;
        }
        uint64_t *slot = ENT_PUSH(&reader->model->arena, &set->numbers);
        if (slot != NULL)
            *slot = number;
    }
}

/* {nash: [...], gmr: [...], ...} */
static void read_concepts(ent_reader *reader, const ent_node *node, const char *what,
                          uint32_t mover)
{
    static const char *const known[] = {"nash", "gmr", "smr", "seq"};
    if (!ent_read_keys(reader, node, what, known, COUNT_OF(known)))
        return;
    for (const ent_node *key = node->first; key != NULL; key = key->next) {
        ent_concept concept = ENT_NASH;
        if (!ent_concept_find(key->text, key->length, &concept))
            continue;
        ent_expected_set set = {.mover = mover, .concept = concept, .place = key->place};
        read_numbers(reader, key->value, &set);
        ent_expected_set *slot = ENT_PUSH(&reader->model->arena, &reader->model->expectations.sets);
        if (slot != NULL)
            *slot = set;
    }
}

void ent_read_tests(ent_reader *reader, const ent_node *node)
{
    static const char *const known[] = {"source", "states", "equilibria", "stable", "power"};
    ent_expectations *expectations = &reader->model->expectations;
    if (!ent_read_keys(reader, node, "'tests'", known, COUNT_OF(known)))
        return;
    const ent_node *source = ent_node_get(node, "source");
    const ent_node *states = ent_node_get(node, "states");
    const ent_node *equilibria = ent_node_get(node, "equilibria");
    const ent_node *stable = ent_node_get(node, "stable");
    const ent_node *power = ent_node_get(node, "power");
    if (source != NULL)
        expectations->source = ent_read_text(reader, source, "'source'");
    if (states != NULL && read_state_number(reader, states, &expectations->states))
        expectations->states_place = states->place;
    if (equilibria != NULL)
        read_concepts(reader, equilibria, "'equilibria'", ENT_NOBODY);
    const ent_node *mover =
        stable == NULL ? NULL : ent_read_mapping(reader, stable, "'stable'", 2 * ENT_NAMES_MOST);
    for (; mover != NULL; mover = mover->next) {
        uint32_t index = ent_read_mover(reader, mover);
        if (index != ENT_NOBODY)
            read_concepts(reader, mover->value, "'stable'", index);
    }
    if (power != NULL)
        ent_read_power(reader, power);
}
