/*
 * A YAML or JSON file as a tree of values that know where they stand. The readers of models walk
 * this tree and never see the parser below it.
 */
#ifndef ENT_MODEL_TREE_H
#define ENT_MODEL_TREE_H

#include "lang/expression.h"

/* What a file may be at most: enough for any model that can be solved, little enough to be safe. */
enum {
    ENT_FILE_MOST = 16 * 1024 * 1024, /* bytes */
    ENT_TREE_DEEPEST = 64,
    ENT_TREE_NODES_MOST = 1000000,
};

typedef enum { ENT_SCALAR, ENT_SEQUENCE, ENT_MAPPING } ent_node_kind;

typedef struct ent_node ent_node;

/*
 * Children are a linked list in the order of the file:
 *
 *     for (const ent_node *item = list->first; item != NULL; item = item->next) ... item
 *     for (const ent_node *key = map->first; key != NULL; key = key->next) ... key, key->value
 *
 * A key is always a scalar, and no key stands twice in a mapping.
 */
struct ent_node {
    ent_node_kind kind;
    bool quoted; /* of a scalar: written in quotes or as a block, so never null or a number */
    bool flow;   /* of a sequence or mapping: written in [ ] or { } */
    bool exact;  /* of a scalar: its words stand in the source as they are (see ent_node_phrase) */
    uint32_t raw_offset; /* of a scalar: the source bytes inside of the quotes */
    uint32_t raw_length;
    ent_place place;  /* quotes and brackets included; of a block collection, its first line */
    const char *text; /* of a scalar: unescaped, ended by NUL, valid UTF-8 without NUL inside */
    size_t length;
    ent_node *first; /* item of a sequence, key of a mapping */
    size_t count;    /* items, or pairs of key and value */
    ent_node *next;
    ent_node *value; /* of a key */
};

/*
 * Reads a source; the tree lives in the arena and points into the source. Whatever is wrong with
 * the file as YAML is reported: then the root is NULL, except after duplicate keys only, whose
 * later ones are left out so that reading can go on (the report has the errors). A file in which
 * nothing stands gives an error too.
 */
ent_status ent_tree_read(const ent_source *source, ent_arena *arena, ent_report *report,
                         ent_node **root);

/* The value of a key in a mapping, or NULL; and the key itself. */
const ent_node *ent_node_get(const ent_node *mapping, const char *key);
const ent_node *ent_node_key(const ent_node *mapping, const char *key);

/* True for a scalar with this text. */
bool ent_node_is(const ent_node *node, const char *text);

/* True for a plain scalar that YAML and JSON read as null: nothing, "~" or "null". */
bool ent_node_is_null(const ent_node *node);

/* The scalar as a phrase, so that a complaint about a condition in it points at the very word. */
ent_phrase ent_node_phrase(const ent_node *node);

/* "a text", "a list", "a mapping": for messages. */
const char *ent_node_kind_text(const ent_node *node);

#endif
