/*
 * What the parts of the YAML reader share. They report mistakes and go on; memory that ran out is
 * remembered by the arena and asked for once, at the end.
 */
#ifndef ENT_MODEL_READER_H
#define ENT_MODEL_READER_H

#include "model/model.h"
#include "model/tree.h"

/* What a model may hold at most. Far more than can be solved; it keeps hostile files cheap. */
enum {
    ENT_NAMES_MOST = 1000,            /* parties, bodies, options, weights: of each */
    ENT_TYPES_MOST = 200,             /* of one party */
    ENT_ENTRIES_MOST = 10000,         /* statements, definitions, constraints, entries of a list */
    ENT_CONDITION_LONGEST = 64 * 1024 /* bytes */
};
#define ENT_MODEL_MEMORY_MOST ((size_t)256 * 1024 * 1024)

typedef struct {
    ent_model *model;
    ent_report *report;
    const ent_node *root;
    ent_vocabulary statement_ids; /* only to look statements up */
    size_t memory_before;
    size_t errors_before;
    bool too_large; /* was reported; no further condition is read */
} ent_reader;

/* Reads a text of any words; blanks and line breaks become single spaces. NULL after an error.
 * `what` names it in messages, such as "a title". */
const char *ent_read_text(ent_reader *reader, const ent_node *node, const char *what);

/* A text that names something: as it stands. NULL after an error. */
const char *ent_read_word(ent_reader *reader, const ent_node *node, const char *what);

/* The first key of a mapping, or NULL after an error. A mapping of more than `most` is refused. */
const ent_node *ent_read_mapping(ent_reader *reader, const ent_node *node, const char *what,
                                 size_t most);

/* The first item of a list, or NULL after an error. Where `lone`, a text stands for a list of one.
 */
const ent_node *ent_read_list(ent_reader *reader, const ent_node *node, const char *what, bool lone,
                              size_t *count);

/* Reports every key that is not among the known ones; false when the node is no mapping. */
bool ent_read_keys(ent_reader *reader, const ent_node *node, const char *what,
                   const char *const *known, size_t count);

/* A condition, or a rule where the scope has members; the condition stays empty after an error. */
bool ent_read_condition(ent_reader *reader, const ent_node *node, const ent_scope *scope,
                        ent_condition *condition);

/* The scope of conditions outside of rules. */
ent_scope ent_read_scope(ent_reader *reader);

/* The scope of a body's rule. */
ent_scope ent_read_rule_scope(ent_reader *reader, const ent_body *body);

/* YYYY-MM-DD, a day that exists. */
bool ent_is_date(const char *text, size_t length);
const char *ent_read_date(ent_reader *reader, const ent_node *node);

bool ent_read_number(ent_reader *reader, const ent_node *node, const char *what,
                     ent_decimal *number);

/* A number from 0 to 1. */
bool ent_read_probability(ent_reader *reader, const ent_node *node, ent_decimal *probability);

/* A party's index, ENT_NOBODY after an error. */
uint32_t ent_read_party(ent_reader *reader, const ent_node *node);

/* The index of a party, or of a body past them; ENT_NOBODY after an error. */
uint32_t ent_read_mover(ent_reader *reader, const ent_node *node);

/* Adds the hint "did you mean …?" with the nearest candidate, while errors are shown. */
void ent_read_hint(ent_reader *reader, const ent_node *node, const char *const *candidates,
                   size_t count);

/* What something rests on: `because:` names statements, or `assumption:` gives a reason. `what`
 * names it in messages, such as "a preference". */
void ent_read_grounds(ent_reader *reader, const ent_node *node, const char *what,
                      ent_statement_list *because, const char **assumption);

/* `priorities`, `weights` or `ranking`, one of which stands in the mapping `node`; `key` is what
 * they belong to. */
void ent_read_form(ent_reader *reader, const ent_node *key, const ent_node *node,
                   ent_preference *preference);

/* A party's `types:`, as the value of this key. */
void ent_read_types(ent_reader *reader, const ent_node *key, ent_party *party);

/* The parts of a file, in the order in which they are read. */
void ent_read_parties(ent_reader *reader, const ent_node *node);
void ent_read_bodies(ent_reader *reader, const ent_node *node);
void ent_read_options(ent_reader *reader, const ent_node *node);
void ent_read_weights(ent_reader *reader, const ent_node *node);
void ent_read_rules(ent_reader *reader, const ent_node *bodies);
void ent_read_statements(ent_reader *reader, const ent_node *node);
void ent_read_preferences(ent_reader *reader, const ent_node *node);
void ent_read_start(ent_reader *reader, const ent_node *node);
void ent_read_history(ent_reader *reader, const ent_node *node);
void ent_read_tests(ent_reader *reader, const ent_node *node);
void ent_read_power(ent_reader *reader, const ent_node *node);

/* Fills the model from the root of a YAML file. */
ent_status ent_read_yaml(ent_model *model, const ent_node *root, ent_report *report);

#endif
