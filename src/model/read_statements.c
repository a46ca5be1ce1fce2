/* What the parties have said, and where. */
#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *const known[] = {"name", "by",     "speaker", "date",    "venue",
                                    "text", "source", "says",    "rejects", "reliability"};

static const char *read_reliability(ent_reader *reader, const ent_node *node)
{
    static const char *const words[] = {"on-record", "reported", "partisan"};
    if (ent_read_word(reader, node, "'reliability'") == NULL)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (ent_node_is(node, words[i]))
            return words[i];
    (void)ent_error(reader->report, node->place,
                    "'reliability' is one of on-record, reported, partisan");
    ent_read_hint(reader, node, words, COUNT_OF(words));
    return NULL;
}

/* {body: ID, rule: RULE} */
static bool read_rule_claim(ent_reader *reader, const ent_node *node, ent_claim *claim)
{
    static const char *const keys[] = {"body", "rule"};
    (void)ent_read_keys(reader, node, "what is said of a rule", keys, COUNT_OF(keys));
    const ent_node *body = ent_node_get(node, "body");
    const ent_node *rule = ent_node_get(node, "rule");
    if (body == NULL || rule == NULL) {
        (void)ent_error(reader->report, node->place, "'%s' is missing here",
                        body == NULL ? "body" : "rule");
        ent_hint(reader->report, "write {body: ID, rule: RULE}, or a condition");
        return false;
    }
    claim->body = ent_read_mover(reader, body);
    if (claim->body >= ent_mover_count(reader->model))
        return false; /* there is none, or memory ran out before it was kept: both were reported */
    if (!ent_is_body(reader->model, claim->body)) {
        (void)ent_error(reader->report, body->place, "'%s' is a party, not a body: it has no rule",
                        ent_mover_id(reader->model, claim->body));
        return false;
    }
    const ent_body *of = ent_mover_body(reader->model, claim->body);
    if (of->members.count == 0)
        return false; /* that its members are wrong was reported */
    ent_scope scope = ent_read_rule_scope(reader, of);
    return ent_read_condition(reader, rule, &scope, &claim->condition);
}

static void read_claim(ent_reader *reader, const ent_node *node, bool rejected,
                       ent_statement *statement)
{
    ent_scope scope = ent_read_scope(reader);
    ent_claim claim = {.body = ENT_NOBODY, .rejected = rejected};
    bool sound = node->kind == ENT_MAPPING
                     ? read_rule_claim(reader, node, &claim)
                     : ent_read_condition(reader, node, &scope, &claim.condition);
    ent_claim *slot = sound ? ENT_PUSH(&reader->model->arena, &statement->claims) : NULL;
    if (slot != NULL)
        *slot = claim;
}

/* One claim, or a list of them. */
static void read_claims(ent_reader *reader, const ent_node *mapping, const char *key, bool rejected,
                        ent_statement *statement)
{
    const ent_node *node = ent_node_get(mapping, key);
    size_t count = 0;
    if (node != NULL && node->kind == ENT_MAPPING) {
        read_claim(reader, node, rejected, statement);
        return;
    }
    const ent_node *item =
        node == NULL ? NULL
                     : ent_read_list(reader, node, rejected ? "'rejects'" : "'says'", true, &count);
    for (; count > 0; count--, item = item->next)
        read_claim(reader, item, rejected, statement);
}

static void read_text_key(ent_reader *reader, const ent_node *mapping, const char *key,
                          const char *what, const char **text)
{
    const ent_node *node = ent_node_get(mapping, key);
    if (node != NULL)
        *text = ent_read_text(reader, node, what);
}

static void read_statement(ent_reader *reader, const ent_node *key, ent_statement *statement)
{
    const ent_node *value = key->value;
    *statement =
        (ent_statement){.id = key->text, .name = key->text, .place = key->place, .by = ENT_NOBODY};
    if (!ent_read_keys(reader, value, "a statement", known, COUNT_OF(known)))
        return;
    const ent_node *by = ent_node_get(value, "by");
    const ent_node *date = ent_node_get(value, "date");
    const ent_node *reliability = ent_node_get(value, "reliability");
    if (by != NULL)
        statement->by = ent_read_party(reader, by);
    if (date != NULL)
        statement->date = ent_read_date(reader, date);
    read_claims(reader, value, "says", false, statement);
    read_claims(reader, value, "rejects", true, statement);
    if (reliability != NULL)
        statement->reliability = read_reliability(reader, reliability);
    read_text_key(reader, value, "name", "a name", &statement->name);
    read_text_key(reader, value, "speaker", "'speaker'", &statement->speaker);
    read_text_key(reader, value, "venue", "'venue'", &statement->venue);
    read_text_key(reader, value, "source", "'source'", &statement->source);
    read_text_key(reader, value, "text", "'text'", &statement->text);
}

void ent_read_statements(ent_reader *reader, const ent_node *node)
{
    ent_model *model = reader->model;
    const ent_node *key = ent_read_mapping(reader, node, "'statements'", ENT_ENTRIES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t index = 0;
        /* statements have names of their own; the kind only keeps the table from listing more */
        if (ent_vocabulary_add(&reader->statement_ids, ENT_NAME_PARTY, key->text, key->place,
                               reader->report, &index) != ENT_OK)
            continue;
        ent_statement *statement = ENT_PUSH(&model->arena, &model->statements);
        if (statement == NULL)
            return;
        read_statement(reader, key, statement);
    }
}
