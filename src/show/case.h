/* Which case of an uncertain model an answer is about. */
#ifndef ENT_SHOW_CASE_H
#define ENT_SHOW_CASE_H

#include <jansson.h>

#include "model/model.h"
#include "show/style.h"

/* Adds "likeliest case: us reluctant (0.6), de without “troops” (0.7)" as a paragraph: what is open
 * in the model and how it is settled, with the chance of that; nothing where nothing is open. */
void ent_add_case(ent_text *out, const ent_style *style, const ent_model *model);

/* Adds the same as "case", and "known_by" where later statements do not count. */
void ent_json_add_case(json_t *answer, const ent_model *model);

#endif
