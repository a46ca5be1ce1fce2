/* The brief, as text and as JSON. */
#ifndef ENT_SHOW_BRIEF_H
#define ENT_SHOW_BRIEF_H

#include "ask/brief.h"
#include "show/style.h"

/* As much as fits on a page, or with `top` other than 0 so many of each thing. `seconds` is how
 * long solving took. */
void ent_show_brief(ent_text *out, const ent_style *style, const ent_brief *brief, double seconds,
                    size_t top);

/* One JSON object and a line break (docs/json.md). */
ent_status ent_brief_json(ent_text *out, const ent_brief *brief);

#endif
