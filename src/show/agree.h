/* The answer to "can it be agreed?", as text and as JSON. */
#ifndef ENT_SHOW_AGREE_H
#define ENT_SHOW_AGREE_H

#include "ask/agree.h"
#include "show/style.h"

void ent_show_agree(ent_text *out, const ent_style *style, const ent_agree *agree);

/* One JSON object and a line break (docs/json.md). */
ent_status ent_agree_json(ent_text *out, const ent_agree *agree);

/* "fallback", "Nash product": how a mark is called in a table, and "nash", … in JSON. */
const char *ent_mark_word(int mark);
const char *ent_bargain_id(int bargain);

#endif
