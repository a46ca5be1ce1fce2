/* The answer to "will it hold?", as text and as JSON. */
#ifndef ENT_SHOW_HOLD_H
#define ENT_SHOW_HOLD_H

#include "ask/hold.h"
#include "show/style.h"

void ent_show_hold(ent_text *out, const ent_style *style, const ent_hold *hold);

enum { ENT_NUMBERS_MOST = 1000000 /* state numbers that JSON lists */ };

/* One JSON object and a line break (docs/json.md). */
ent_status ent_hold_json(ent_text *out, const ent_hold *hold);

#endif
