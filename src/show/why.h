/* Why a state is or is not stable, as text and as JSON. */
#ifndef ENT_SHOW_WHY_H
#define ENT_SHOW_WHY_H

#include "ask/why.h"
#include "show/style.h"

/* Explains in sentences; `told` is the concept whose moves and counter-moves are told. */
void ent_show_why(ent_text *out, const ent_style *style, const ent_why *why, ent_concept told);

/* One JSON object and a line break, with every witness (docs/json.md). */
ent_status ent_why_json(ent_text *out, const ent_why *why);

#endif
