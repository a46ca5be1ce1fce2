/* A model file as a whole. Names are declared first and conditions read after, so that the keys of
 * a file may stand in any order. */
#include <string.h>

#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *const top_keys[] = {
    "entente", "title",       "as-of", "source", "parties",     "bodies",     "options", "weights",
    "define",  "constraints", "start", "target", "preferences", "statements", "history", "tests"};

static const ent_node *part(const ent_reader *reader, const char *key)
{
    return ent_node_get(reader->root, key);
}

static void require(ent_reader *reader, const char *key, const char *hint)
{
    const ent_node *node = ent_node_key(reader->root, key);
    if (node == NULL) {
        (void)ent_error(reader->report, reader->root->place, "the model lacks '%s'", key);
        ent_hint(reader->report, "%s", hint);
    } else if (node->value->kind == ENT_MAPPING && node->value->count == 0) {
        (void)ent_error(reader->report, node->place, "'%s' is empty", key);
        ent_hint(reader->report, "%s", hint);
    }
}

static void read_version(ent_reader *reader)
{
    const ent_node *version = part(reader, "entente");
    if (version == NULL) {
        (void)ent_error(reader->report, reader->root->place, "the model lacks 'entente: 1'");
        ent_hint(reader->report, "it says which format the file is written in");
    } else if (!ent_node_is(version, "1")) {
        (void)ent_error(reader->report, version->place,
                        "only format 1 is read: write 'entente: 1'");
    }
}

static void read_head(ent_reader *reader)
{
    ent_model *model = reader->model;
    const ent_node *title = part(reader, "title");
    const ent_node *as_of = part(reader, "as-of");
    const ent_node *source = part(reader, "source");
    const char *text = title == NULL ? NULL : ent_read_text(reader, title, "a title");
    if (text != NULL) {
        model->title = text;
        model->has_title = true;
    }
    if (as_of != NULL)
        model->as_of = ent_read_date(reader, as_of);
    size_t count = 0;
    const ent_node *item =
        source == NULL ? NULL : ent_read_list(reader, source, "'source'", true, &count);
    for (; count > 0; count--, item = item->next) {
        text = ent_read_text(reader, item, "a source");
        const char **slot = text == NULL ? NULL : ENT_PUSH(&model->arena, &model->sources);
        if (slot != NULL)
            *slot = text;
    }
}

static void declare_definitions(ent_reader *reader, const ent_node *node)
{
    const ent_node *key = ent_read_mapping(reader, node, "'define'", ENT_ENTRIES_MOST);
    for (; key != NULL; key = key->next) {
        uint32_t index = 0;
        (void)ent_vocabulary_add(&reader->model->vocabulary, ENT_NAME_DEFINED, key->text,
                                 key->place, reader->report, &index);
    }
}

static void read_definitions(ent_reader *reader, const ent_node *node)
{
    ent_vocabulary *vocabulary = &reader->model->vocabulary;
    ent_scope scope = ent_read_scope(reader);
    const ent_node *key = node->kind == ENT_MAPPING ? node->first : NULL;
    for (; key != NULL; key = key->next) {
        const ent_name *name = ent_vocabulary_find(vocabulary, key->text, key->length);
        ent_condition condition = {0};
        if (!ent_read_condition(reader, key->value, &scope, &condition))
            continue;
        if (name != NULL && name->kind == ENT_NAME_DEFINED)
            vocabulary->defined.items[name->index].condition = condition.expression;
    }
}

static void read_constraints(ent_reader *reader, const ent_node *node)
{
    ent_model *model = reader->model;
    ent_scope scope = ent_read_scope(reader);
    size_t count = 0;
    const ent_node *item = ent_read_list(reader, node, "'constraints'", false, &count);
    for (; item != NULL; item = item->next) {
        ent_condition condition = {0};
        if (!ent_read_condition(reader, item, &scope, &condition))
            continue;
        ent_condition *slot = ENT_PUSH(&model->arena, &model->constraints);
        if (slot != NULL)
            *slot = condition;
    }
}

static void declare_names(ent_reader *reader)
{
    static const struct {
        const char *key;
        void (*read)(ent_reader *, const ent_node *);
    } parts[] = {
        {"parties", ent_read_parties},   {"bodies", ent_read_bodies},
        {"options", ent_read_options},   {"weights", ent_read_weights},
        {"define", declare_definitions},
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const ent_node *node = part(reader, parts[i].key);
        if (node != NULL)
            parts[i].read(reader, node);
    }
}

static void read_target(ent_reader *reader, const ent_node *node)
{
    ent_scope scope = ent_read_scope(reader);
    (void)ent_read_condition(reader, node, &scope, &reader->model->target);
}

static void read_conditions(ent_reader *reader)
{
    static const struct {
        const char *key;
        void (*read)(ent_reader *, const ent_node *);
    } parts[] = {
        {"define", read_definitions},        {"bodies", ent_read_rules},
        {"constraints", read_constraints},   {"target", read_target},
        {"statements", ent_read_statements}, {"preferences", ent_read_preferences},
        {"history", ent_read_history},       {"tests", ent_read_tests},
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const ent_node *node = part(reader, parts[i].key);
        if (node != NULL)
            parts[i].read(reader, node);
        if (i == 0)
            (void)ent_vocabulary_order(&reader->model->vocabulary, reader->report);
    }
}

ent_status ent_read_yaml(ent_model *model, const ent_node *root, ent_report *report)
{
    ent_reader reader = {.model = model,
                         .report = report,
                         .root = root,
                         .statement_ids = ent_vocabulary_new(&model->arena),
                         .memory_before = model->arena.memory->live,
                         .errors_before = report->errors};
    if (root->kind != ENT_MAPPING) {
        (void)ent_error(report, root->place, "a model is a mapping, this is %s",
                        ent_node_kind_text(root));
        ent_hint(report, "a model file begins with 'entente: 1'");
        return ENT_WRONG_MODEL;
    }
    (void)ent_read_keys(&reader, root, "a model", top_keys, COUNT_OF(top_keys));
    read_version(&reader);
    require(&reader, "parties", "such as 'parties: {ra: Ravonia, sel: Selland}'");
    require(&reader, "options", "such as 'options: {attack: ra}'");
    read_head(&reader);
    declare_names(&reader);
    read_conditions(&reader);
    const ent_node *start = part(&reader, "start");
    if (start != NULL)
        ent_read_start(&reader, start);
    return report->errors > reader.errors_before ? ENT_WRONG_MODEL : ENT_OK;
}
