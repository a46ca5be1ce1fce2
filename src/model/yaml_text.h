/* Writing YAML: texts in quotes where they need them, and lists that break before they get wide. */
#ifndef ENT_MODEL_YAML_TEXT_H
#define ENT_MODEL_YAML_TEXT_H

#include "base/text.h"

enum { ENT_YAML_WIDTH = 100 };

/* Adds "KEY: TEXT" and ends the line; a long text is folded below its key. */
void ent_yaml_line(ent_text *out, size_t indent, const char *key, const char *text);

/* Adds a text that may stand inside of brackets. */
void ent_yaml_inline(ent_text *out, const char *text);

/* True when the text needs no quotes inside of brackets, and as a key. */
bool ent_yaml_is_plain(const char *text);

/* A list or mapping in brackets, whose lines break at `indent`. */
typedef struct {
    ent_text *out;
    size_t indent;
    size_t line; /* where the present line begins */
    size_t count;
} ent_yaml_flow;

/* Adds what stands before the items, such as "a: [". */
ent_yaml_flow ent_yaml_open(ent_text *out, size_t indent, const char *opening);

/* Adds an item, and before it what keeps it from the last one. */
void ent_yaml_item(ent_yaml_flow *flow, const char *item);

/* Adds "KEY: TEXT" as an item. */
void ent_yaml_pair(ent_yaml_flow *flow, const char *key, const char *text);

#endif
