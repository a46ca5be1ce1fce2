/* Building the tree from the events of libfyaml, which keeps nothing of the file in memory. */
#include "model/tree.h"

#include <assert.h>
#include <libfyaml.h>
#include <string.h>

#include "model/tree_check.h"

/* A collection that is being filled. */
typedef struct {
    ent_node *node;
    ent_node **last; /* where the next item or key is linked */
    ent_node *key;   /* of a mapping: the key that waits for its value */
} frame;

typedef struct {
    const ent_source *source;
    ent_arena *arena;
    ent_report *report;
    struct fy_diag *diagnostics;
    struct fy_parser *parser;
    ent_node *root;
    size_t nodes;
    size_t documents;
    uint32_t depth;
    frame frames[ENT_TREE_DEEPEST];
} builder;

static void keep_silent(struct fy_diag *diag, void *user, const char *text, size_t length)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)length;
}

static void close_builder(builder *b)
{
    if (b->parser != NULL)
        fy_parser_destroy(b->parser);
    if (b->diagnostics != NULL)
        fy_diag_destroy(b->diagnostics);
}

static bool open_builder(builder *b)
{
    struct fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    diag_config.output_fn = keep_silent;
    diag_config.level = FYET_ERROR;
    b->diagnostics = fy_diag_create(&diag_config);
    if (b->diagnostics == NULL)
        return false;
    fy_diag_set_collect_errors(b->diagnostics, true);
    struct fy_parse_cfg config = {
        .flags = FYPCF_QUIET | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_2, .diag = b->diagnostics};
    b->parser = fy_parser_create(&config);
    return b->parser != NULL &&
           fy_parser_set_string(b->parser, b->source->text, b->source->length) == 0;
}

/* The stretch of a token; where it has none (a value left out), that of the key before it. */
static ent_place place_of(const builder *b, struct fy_token *token)
{
    const struct fy_mark *start = token == NULL ? NULL : fy_token_start_mark(token);
    const struct fy_mark *end = token == NULL ? NULL : fy_token_end_mark(token);
    if (start != NULL && end != NULL && end->input_pos >= start->input_pos &&
        end->input_pos <= b->source->length)
        return (ent_place){b->source, start->input_pos, end->input_pos - start->input_pos};
    if (b->depth == 0)
        return (ent_place){b->source, 0, 0};
    const frame *top = &b->frames[b->depth - 1];
    return top->key != NULL ? top->key->place : top->node->place;
}

static ent_node *new_node(builder *b, ent_node_kind kind, struct fy_token *token,
                          ent_status *status)
{
    ent_place place = place_of(b, token);
    if (++b->nodes > ENT_TREE_NODES_MOST) {
        *status =
            ent_error(b->report, place, "the file holds more than %d values", ENT_TREE_NODES_MOST);
        return NULL;
    }
    ent_node *node = ent_arena_allocate(b->arena, sizeof *node);
    if (node == NULL) {
        *status = ent_out_of_memory(b->report);
        return NULL;
    }
    node->kind = kind;
    node->place = place;
    return node;
}

/* Puts a finished node where it belongs. */
static ent_status attach(builder *b, ent_node *node)
{
    if (b->depth == 0) {
        b->root = node;
        return ENT_OK;
    }
    frame *top = &b->frames[b->depth - 1];
    if (top->key != NULL) {
        top->key->value = node;
        top->key = NULL;
        return ENT_OK;
    }
    if (top->node->kind == ENT_MAPPING) {
        if (node->kind != ENT_SCALAR)
            return ent_error(b->report, node->place, "a key must be a text, this is %s",
                             ent_node_kind_text(node));
        top->key = node;
    }
    *top->last = node;
    top->last = &node->next;
    top->node->count++;
    return ENT_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* True when raw and cooked text differ in nothing but blanks. */
static bool same_words(const char *raw, size_t raw_length, const char *text, size_t length)
{
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < raw_length && is_blank(raw[i]))
            i++;
        while (j < length && is_blank(text[j]))
            j++;
        if (i == raw_length || j == length)
            return i == raw_length && j == length;
        if (raw[i++] != text[j++])
            return false;
    }
}

static ent_status add_scalar(builder *b, struct fy_token *token)
{
    ent_status status = ENT_OK;
    ent_node *node = new_node(b, ENT_SCALAR, token, &status);
    if (node == NULL)
        return status;
    size_t length = 0;
    const char *text = token == NULL ? "" : fy_token_get_text(token, &length);
    node->text = text == NULL ? NULL : ent_arena_copy(b->arena, text, length);
    if (node->text == NULL)
        return ent_out_of_memory(b->report);
    node->length = length;
    enum fy_scalar_style style = token == NULL ? FYSS_PLAIN : fy_token_scalar_style(token);
    node->quoted = style != FYSS_PLAIN;
    status = ent_check_characters(node->text, length, node->place, b->report);
    if (status != ENT_OK)
        return status;
    const struct fy_mark *start = token == NULL ? NULL : fy_token_start_mark(token);
    if (start == NULL || start->input_pos != node->place.offset) {
        node->exact = length == 0;
        return attach(b, node);
    }
    node->raw_offset = (uint32_t)node->place.offset;
    node->raw_length = (uint32_t)node->place.length;
    node->exact = same_words(b->source->text + node->raw_offset, node->raw_length, text, length);
    while (node->raw_length > 0 &&
           is_blank(b->source->text[node->raw_offset + node->raw_length - 1]))
        node->raw_length--; /* a block ends with its line */
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) {
        node->place.offset--;
        node->place.length += 2;
    } else {
        node->place.length = node->raw_length;
    }
    return attach(b, node);
}

static ent_status open_collection(builder *b, ent_node_kind kind, struct fy_token *token, bool flow)
{
    ent_status status = ENT_OK;
    ent_node *node = new_node(b, kind, token, &status);
    if (node == NULL)
        return status;
    node->flow = flow;
    status = attach(b, node);
    if (status != ENT_OK)
        return status;
    if (b->depth == ENT_TREE_DEEPEST)
        return ent_error(b->report, node->place, "lists and mappings nest more than %d deep",
                         ENT_TREE_DEEPEST);
    b->frames[b->depth++] = (frame){.node = node, .last = &node->first};
    return ENT_OK;
}

static ent_status close_collection(builder *b, struct fy_token *token)
{
    assert(b->depth > 0);
    ent_node *node = b->frames[--b->depth].node;
    assert(node != NULL);
    if (node->flow) {
        const struct fy_mark *end = token == NULL ? NULL : fy_token_end_mark(token);
        if (end != NULL && end->input_pos > node->place.offset)
            node->place.length = end->input_pos - node->place.offset;
    } else if (node->first != NULL) {
        node->place = node->first->place;
    }
    return node->kind == ENT_MAPPING ? ent_check_keys(node, b->arena->memory, b->report) : ENT_OK;
}

static ent_status refuse(builder *b, struct fy_token *token, const char *what, const char *hint)
{
    ent_place place = place_of(b, token);
    if (place.offset > 0 && strchr("&*", b->source->text[place.offset - 1]) != NULL) {
        place.offset--;
        place.length++;
    }
    (void)ent_error(b->report, place, "%s cannot stand in a model", what);
    ent_hint(b->report, "%s", hint);
    return ENT_WRONG_MODEL;
}

static ent_status refuse_decoration(builder *b, struct fy_token *anchor, struct fy_token *tag)
{
    if (anchor != NULL)
        return refuse(b, anchor, "a YAML anchor ('&')", "write what is meant in each place");
    if (tag != NULL)
        return refuse(b, tag, "a YAML tag ('!')", "a text that begins with '!' stands in quotes");
    return ENT_OK;
}

static ent_status take_event(builder *b, const struct fy_event *event)
{
    ent_status status = ENT_OK;
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (++b->documents == 1)
            return ENT_OK;
        return refuse(b, event->document_start.document_start, "a second document ('---')",
                      "one model a file");
    case FYET_ALIAS:
        return refuse(b, event->alias.anchor, "a YAML alias ('*')",
                      "write what is meant in each place");
    case FYET_SCALAR:
        status = refuse_decoration(b, event->scalar.anchor, event->scalar.tag);
        return status != ENT_OK ? status : add_scalar(b, event->scalar.value);
    case FYET_SEQUENCE_START:
        status = refuse_decoration(b, event->sequence_start.anchor, event->sequence_start.tag);
        return status != ENT_OK
                   ? status
                   : open_collection(b, ENT_SEQUENCE, event->sequence_start.sequence_start,
                                     !fy_event_is_implicit((struct fy_event *)event));
    case FYET_MAPPING_START:
        status = refuse_decoration(b, event->mapping_start.anchor, event->mapping_start.tag);
        return status != ENT_OK
                   ? status
                   : open_collection(b, ENT_MAPPING, event->mapping_start.mapping_start,
                                     !fy_event_is_implicit((struct fy_event *)event));
    case FYET_SEQUENCE_END:
        return close_collection(b, event->sequence_end.sequence_end);
    case FYET_MAPPING_END:
        return close_collection(b, event->mapping_end.mapping_end);
    default:
        return ENT_OK;
    }
}

/* The bracket that was opened last and not closed; {0} when there is none. */
static ent_place open_bracket(const builder *b)
{
    for (uint32_t i = b->depth; i > 0; i--)
        if (b->frames[i - 1].node->flow)
            return b->frames[i - 1].node->place;
    return (ent_place){0};
}

/* Turns the parser's first complaint into ours. */
static ent_status report_syntax(builder *b)
{
    void *previous = NULL;
    const struct fy_diag_error *error = NULL;
    while ((error = fy_diag_errors_iterate(b->diagnostics, &previous)) != NULL)
        if (error->type == FYET_ERROR && error->msg != NULL)
            return ent_syntax_error(error->msg, place_of(b, error->fyt), open_bracket(b),
                                    b->report);
    return ent_error(b->report, place_of(b, NULL), "from here on this cannot be read as YAML");
}

static ent_status take_all_events(builder *b)
{
    for (;;) {
        struct fy_event *event = fy_parser_parse(b->parser);
        if (event == NULL || event->type == FYET_NONE) {
            fy_parser_event_free(b->parser, event);
            return report_syntax(b);
        }
        bool last = event->type == FYET_STREAM_END;
        ent_status status = take_event(b, event);
        fy_parser_event_free(b->parser, event);
        if (status != ENT_OK)
            return status;
        if (last)
            return fy_parser_get_stream_error(b->parser) ? report_syntax(b) : ENT_OK;
    }
}

ent_status ent_tree_read(const ent_source *source, ent_arena *arena, ent_report *report,
                         ent_node **root)
{
    *root = NULL;
    size_t errors_before = report->errors;
    ent_status status = ent_check_bytes(source, report);
    if (status != ENT_OK)
        return status;
    builder b = {.source = source, .arena = arena, .report = report};
    if (!open_builder(&b))
        status = ent_out_of_memory(report);
    else
        status = take_all_events(&b);
    close_builder(&b);
    if (status != ENT_OK)
        return status;
    if (b.root == NULL)
        return ent_error(report, (ent_place){source, 0, 0}, "nothing stands in this file");
    *root = b.root;
    return report->errors > errors_before ? ENT_WRONG_MODEL : ENT_OK;
}

const ent_node *ent_node_key(const ent_node *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != ENT_MAPPING)
        return NULL;
    const ent_node *node = mapping->first;
    while (node != NULL && !ent_node_is(node, key))
        node = node->next;
    return node;
}

const ent_node *ent_node_get(const ent_node *mapping, const char *key)
{
    const ent_node *node = ent_node_key(mapping, key);
    return node == NULL ? NULL : node->value;
}

bool ent_node_is(const ent_node *node, const char *text)
{
    return node != NULL && node->kind == ENT_SCALAR && strlen(text) == node->length &&
           memcmp(node->text, text, node->length) == 0;
}

bool ent_node_is_null(const ent_node *node)
{
    return node->kind == ENT_SCALAR && !node->quoted &&
           (node->length == 0 || ent_node_is(node, "~") || ent_node_is(node, "null"));
}

ent_phrase ent_node_phrase(const ent_node *node)
{
    if (node->exact && node->raw_length > 0)
        return ent_phrase_of(node->place.source, node->raw_offset, node->raw_length);
    return (ent_phrase){.text = node->text, .length = node->length, .place = node->place};
}

const char *ent_node_kind_text(const ent_node *node)
{
    static const char *const texts[] = {"a text", "a list", "a mapping"};
    return texts[node->kind];
}
