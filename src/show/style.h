/* How answers look: the width to fill, and whether colour may help. Meaning never rests on colour.
 */
#ifndef ENT_SHOW_STYLE_H
#define ENT_SHOW_STYLE_H

#include "base/text.h"

typedef struct {
    size_t width; /* columns of the terminal */
    bool color;
} ent_style;

typedef enum { ENT_PLAIN, ENT_BOLD, ENT_DIM, ENT_GOOD, ENT_BAD } ent_look;

/* Begins and ends a look; adds nothing where the style has no colour. */
void ent_look_on(ent_text *out, const ent_style *style, ent_look look);
void ent_look_off(ent_text *out, const ent_style *style, ent_look look);

/* Adds `words`, broken at spaces to the style's width; the first line begins at column `at`, the
 * others are indented by `indent`. Ends without a line break; gives the column it ended at. */
size_t ent_add_wrapped(ent_text *out, const ent_style *style, size_t at, size_t indent,
                       const char *words);

/* A paragraph: indented, wrapped, ended by a line break. */
void ent_add_paragraph(ent_text *out, const ent_style *style, size_t indent, const char *words);

/* Adds text cut or filled with spaces to `columns`; a cut text ends in an ellipsis. */
void ent_add_padded(ent_text *out, const char *words, size_t columns);

/* 1234567 as 1,234,567. */
void ent_add_number(ent_text *out, unsigned long long number);

size_t ent_width_of(const char *words);

#endif
