/* Why a state is or is not stable, as text and as JSON. */
#ifndef ENT_SHOW_WHY_H
#define ENT_SHOW_WHY_H

#include "ask/why.h"
#include "show/style.h"

/* Explains in sentences; `told` is the concept whose moves and counter-moves are told. */
void ent_show_why(ent_text *out, const ent_style *style, const ent_why *why, ent_concept told);

/* One JSON object and a line break, with every witness (docs/json.md). */
ent_status ent_why_json(ent_text *out, const ent_why *why);

/* "Rests on: lavrov-nbc (2025-08-24), 1 assumption." for a list of reasons; nothing when the model
 * names no sources. */
void ent_add_reasons(ent_text *out, const ent_model *model, const ent_reasons *reasons);

/* The sentences on one temptation: the move, the answer, and how it ends. */
void ent_add_temptation(ent_text *out, const ent_game *game, uint32_t party, uint64_t code,
                        const ent_temptation *temptation, ent_concept concept);

#endif
