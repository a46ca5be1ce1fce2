/* The answer to "can it be agreed?", as text and as JSON. */
#ifndef ENT_SHOW_AGREE_H
#define ENT_SHOW_AGREE_H

#include "ask/agree.h"
#include "show/style.h"

void ent_show_agree(ent_text *out, const ent_style *style, const ent_agree *agree);

/* One JSON object and a line break (docs/json.md). */
ent_status ent_agree_json(ent_text *out, const ent_agree *agree);

/* Parts of it, which the brief has too: whether anything can be agreed; what fallback bargaining
 * chooses; who a blocker is, how often, and what it would lose. */
void ent_add_agree_answer(ent_text *out, const ent_agree *agree);
void ent_add_fallback(ent_text *out, const ent_agree *agree);
void ent_add_blocker(ent_text *out, const ent_agree *agree, uint32_t index, size_t losses_most);

/* The party after `last` (ENT_NOBODY: the first) of those that block alone, most often first. */
uint32_t ent_next_blocker(const ent_agree *agree, uint32_t last);

/* "fallback", "Nash product": how a mark is called in a table, and "nash", … in JSON. */
const char *ent_mark_word(int mark);
const char *ent_bargain_id(int bargain);

#endif
