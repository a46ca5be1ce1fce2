/* What each party wants, and what that rests on. */
#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static void read_because(ent_reader *reader, const ent_node *node, ent_statement_list *because)
{
    size_t count = 0;
    const ent_node *item = ent_read_list(reader, node, "'because'", true, &count);
    if (count == 0 && node->kind == ENT_SEQUENCE)
        (void)ent_error(reader->report, node->place, "'because' names no statement");
    for (; count > 0; count--, item = item->next) {
        if (ent_read_word(reader, item, "a statement's name") == NULL)
            continue;
        const ent_name *name =
            ent_vocabulary_find(&reader->statement_ids, item->text, item->length);
        if (name == NULL) {
            (void)ent_error(reader->report, item->place, "no statement is named '%.*s'",
                            item->length < 80 ? (int)item->length : 80, item->text);
            ent_vocabulary_hint(&reader->statement_ids, item->text, item->length, reader->report);
            continue;
        }
        uint32_t *statement = ENT_PUSH(&reader->model->arena, because);
        if (statement != NULL)
            *statement = name->index;
    }
}

void ent_read_grounds(ent_reader *reader, const ent_node *node, const char *what,
                      ent_statement_list *because, const char **assumption)
{
    const ent_node *statements = ent_node_get(node, "because");
    const ent_node *assumed = ent_node_get(node, "assumption");
    if (statements != NULL && assumed != NULL) {
        (void)ent_error(reader->report, ent_node_key(node, "assumption")->place,
                        "%s rests on statements or on an assumption, not on both", what);
        ent_hint(reader->report, "keep 'because' where the statements bear it out");
        return;
    }
    if (statements != NULL)
        read_because(reader, statements, because);
    if (assumed != NULL)
        *assumption = ent_read_text(reader, assumed, "'assumption'");
}

/* `weight:` where the entry must have one, and `probability:`. */
static void read_figures(ent_reader *reader, const ent_node *node, bool weighted, ent_want *want)
{
    const ent_node *weight = ent_node_get(node, "weight");
    const ent_node *probability = ent_node_get(node, "probability");
    if (weighted && weight == NULL)
        (void)ent_error(reader->report, node->place, "'weight' is missing here");
    else if (weighted)
        (void)ent_read_number(reader, weight, "a weight", &want->weight);
    if (probability != NULL)
        want->uncertain = ent_read_probability(reader, probability, &want->probability);
}

/* A condition, or {want:, weight:, probability:, because: or assumption:}. */
static bool read_want(ent_reader *reader, const ent_node *node, bool weighted, ent_want *want)
{
    static const char *const known[] = {"want", "because", "assumption", "probability", "weight"};
    ent_scope scope = ent_read_scope(reader);
    if (node->kind != ENT_MAPPING) {
        if (weighted && node->kind == ENT_SCALAR) {
            (void)ent_error(reader->report, node->place, "this condition has no weight");
            ent_hint(reader->report, "write {want: CONDITION, weight: NUMBER}");
            return false;
        }
        return ent_read_condition(reader, node, &scope, &want->condition);
    }
    (void)ent_read_keys(reader, node, weighted ? "a weighted condition" : "a preference", known,
                        COUNT_OF(known) - !weighted);
    ent_read_grounds(reader, node, "a preference", &want->because, &want->assumption);
    read_figures(reader, node, weighted, want);
    const ent_node *condition = ent_node_get(node, "want");
    if (condition == NULL) {
        (void)ent_error(reader->report, node->place, "'want' is missing here");
        ent_hint(reader->report, "a condition with '{', ',' or ': ' inside must stand in quotes");
        return false;
    }
    return ent_read_condition(reader, condition, &scope, &want->condition);
}

static void add_want(ent_reader *reader, const ent_want *want, ent_preference *preference)
{
    ent_want *slot = ENT_PUSH(&reader->model->arena, &preference->wants);
    if (slot != NULL)
        *slot = *want;
}

static void read_wants(ent_reader *reader, const ent_node *node, const char *what,
                       ent_preference *preference)
{
    size_t count = 0;
    bool weighted = preference->kind == ENT_BY_WEIGHTS;
    const ent_node *item = ent_read_list(reader, node, what, false, &count);
    for (; item != NULL; item = item->next) {
        ent_want want = {0};
        if (read_want(reader, item, weighted, &want))
            add_want(reader, &want, preference);
    }
}

/* {CONDITION: NUMBER, …} */
static void read_weighing(ent_reader *reader, const ent_node *node, ent_preference *preference)
{
    ent_scope scope = ent_read_scope(reader);
    const ent_node *key = ent_read_mapping(reader, node, "'weights'", ENT_ENTRIES_MOST);
    for (; key != NULL; key = key->next) {
        ent_want want = {0};
        bool sound = ent_read_condition(reader, key, &scope, &want.condition);
        if (ent_node_is_null(key->value)) {
            (void)ent_error(reader->report, key->place, "this condition has no weight");
            ent_hint(reader->report, "a condition with ',' inside must stand in quotes");
        } else if (ent_read_number(reader, key->value, "a weight", &want.weight) && sound) {
            add_want(reader, &want, preference);
        }
    }
}

static const char *const forms[] = {"priorities", "weights", "ranking"};

void ent_read_form(ent_reader *reader, const ent_node *key, const ent_node *node,
                   ent_preference *preference)
{
    static const ent_preference_kind kinds[] = {ENT_BY_PRIORITIES, ENT_BY_WEIGHTS, ENT_BY_RANKING};
    const ent_node *found = NULL;
    preference->place = key->place;
    preference->kind = ENT_BY_PRIORITIES;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        const ent_node *form = ent_node_key(node, forms[i]);
        if (form == NULL)
            continue;
        if (found != NULL) {
            (void)ent_error(reader->report, form->place,
                            "preferences of '%s' are stated a second time", key->text);
            ent_note(reader->report, found->place, "the first time is here");
            continue;
        }
        found = form;
        preference->kind = kinds[i];
        if (kinds[i] == ENT_BY_WEIGHTS && form->value->kind == ENT_MAPPING)
            read_weighing(reader, form->value, preference);
        else
            read_wants(reader, form->value, forms[i], preference);
    }
    if (found == NULL)
        (void)ent_error(reader->report, key->place,
                        "preferences are given as 'priorities', 'weights' or 'ranking'");
}

/* Where entries are uncertain, they stand as written in a type without a name. */
static void keep_as_written(ent_reader *reader, ent_party *party)
{
    bool uncertain = false;
    for (size_t i = 0; i < party->preference.wants.count; i++)
        uncertain = uncertain || party->preference.wants.items[i].uncertain;
    ent_type *type = uncertain ? ENT_PUSH(&reader->model->arena, &party->types) : NULL;
    if (type != NULL)
        *type = (ent_type){
            .place = party->place, .probability = {.value = 1}, .preference = party->preference};
}

static void read_preference(ent_reader *reader, const ent_node *key, ent_party *party)
{
    static const char *const known[] = {"priorities", "weights", "ranking", "types"};
    const ent_node *node = key->value;
    ent_preference *preference = &party->preference;
    preference->place = key->place;
    preference->kind = ENT_BY_PRIORITIES;
    if (node->kind == ENT_SCALAR) {
        (void)ent_error(reader->report, node->place, "preferences must be a list or a mapping");
        ent_hint(reader->report, "write [CONDITION, …], most important first");
        return;
    }
    if (node->kind == ENT_SEQUENCE) {
        read_wants(reader, node, "'priorities'", preference);
    } else {
        const ent_node *types = ent_node_key(node, "types");
        (void)ent_read_keys(reader, node, "a preference", known, COUNT_OF(known));
        if (types != NULL && node->count == 1) {
            ent_read_types(reader, types, party);
            return;
        }
        if (types != NULL)
            (void)ent_error(reader->report, types->place,
                            "'types' stands alone: what a type wants is written inside of it");
        ent_read_form(reader, key, node, preference);
    }
    keep_as_written(reader, party);
}

void ent_read_preferences(ent_reader *reader, const ent_node *node)
{
    const ent_node *key = ent_read_mapping(reader, node, "'preferences'", ENT_NAMES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t party = ent_read_party(reader, key);
        ent_party ignored = {0};
        read_preference(reader, key,
                        party == ENT_NOBODY ? &ignored : &reader->model->parties.items[party]);
    }
}
