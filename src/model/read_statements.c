/* What the parties have said, and where. */
#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *const known[] = {"name", "by",     "speaker", "date",       "venue",
                                    "text", "source", "says",    "reliability"};

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

static void read_says(ent_reader *reader, const ent_node *node, ent_statement *statement)
{
    size_t count = 0;
    const ent_node *item = ent_read_list(reader, node, "'says'", true, &count);
    ent_scope scope = ent_read_scope(reader);
    for (; count > 0; count--, item = item->next) {
        ent_condition condition = {0};
        if (!ent_read_condition(reader, item, &scope, &condition))
            continue;
        ent_condition *said = ENT_PUSH(&reader->model->arena, &statement->says);
        if (said != NULL)
            *said = condition;
    }
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
    const ent_node *says = ent_node_get(value, "says");
    const ent_node *reliability = ent_node_get(value, "reliability");
    if (by != NULL)
        statement->by = ent_read_party(reader, by);
    if (date != NULL)
        statement->date = ent_read_date(reader, date);
    if (says != NULL)
        read_says(reader, says, statement);
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
