/* What a file must be before and while it is read as YAML, and how its mistakes are told. */
#ifndef ENT_MODEL_TREE_CHECK_H
#define ENT_MODEL_TREE_CHECK_H

#include "model/tree.h"

/* Size, UTF-8, control characters, directives, and lines that the parser could choke on. */
ent_status ent_check_bytes(const ent_source *source, ent_report *report);

/* Control characters in a text that was unescaped. */
ent_status ent_check_characters(const char *text, size_t length, ent_place place,
                                ent_report *report);

/* Reports keys that stand twice, and drops the later ones. */
ent_status ent_check_keys(ent_node *mapping, ent_memory *memory, ent_report *report);

/* Says a complaint of the YAML parser in our words. `bracket` is the innermost that is open there;
 * it has no source where none is. */
ent_status ent_syntax_error(const char *message, ent_place place, ent_place bracket,
                            ent_report *report);

#endif
