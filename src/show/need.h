/* What would have to be true, as text and as JSON. */
#ifndef ENT_SHOW_NEED_H
#define ENT_SHOW_NEED_H

#include "ask/need.h"
#include "show/style.h"

/* Tells the changes in sentences, at most `top` of each sort. `wanted` is what the user asked for.
 */
void ent_show_need(ent_text *out, const ent_style *style, const ent_need *need, const char *wanted,
                   size_t top);

/* A change in a sentence, for the brief too. */
void ent_add_change(ent_text *out, const ent_need *need, const ent_needed *needed);

/* One JSON object and a line break, with every change that was found (docs/json.md). */
ent_status ent_need_json(ent_text *out, const ent_need *need, const char *wanted);

#endif
