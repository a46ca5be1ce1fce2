/* Text that grows. Running out of memory is remembered, so that a caller asks once, at the end. */
#ifndef ENT_BASE_TEXT_H
#define ENT_BASE_TEXT_H

#include "base/memory.h"

typedef struct ent_text {
    ent_memory *memory;
    struct ent_text *whole; /* the text that this one will become part of; NULL for none */
    char *data;             /* ended by NUL; NULL while nothing was added */
    size_t length;
    size_t capacity;
    bool exhausted;
} ent_text;

ent_text ent_text_new(ent_memory *memory);

/* A text that will be added to `whole`, which thus remembers when there was no memory for the part.
 */
ent_text ent_text_part(ent_text *whole);

/* Remembers that there was no memory for something that belongs into the text. */
void ent_text_exhaust(ent_text *text);
void ent_text_free(ent_text *text);
#define ENT_AUTO_TEXT ENT_AUTO(ent_text_free) ent_text

void ent_text_add(ent_text *text, const char *string);
void ent_text_add_bytes(ent_text *text, const char *bytes, size_t length);
void ent_text_add_repeated(ent_text *text, const char *string, size_t times);
void ent_text_print(ent_text *text, const char *format, ...) ENT_PRINTF(2, 3);

/* What was added, "" when nothing was. */
const char *ent_text_string(const ent_text *text);

/* Columns that the first `length` bytes take on a terminal; bytes that are not UTF-8 take one. */
size_t ent_display_width(const char *bytes, size_t length);

/* The number of bytes of `bytes` that fit into `columns`. */
size_t ent_display_prefix(const char *bytes, size_t length, size_t columns);

#endif
