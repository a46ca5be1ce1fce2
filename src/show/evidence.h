/* What is known, what rests on it, and what carries the answer, as text and as JSON. */
#ifndef ENT_SHOW_EVIDENCE_H
#define ENT_SHOW_EVIDENCE_H

#include "ask/evidence.h"
#include "show/style.h"

/* Tells all of it, and of what carries the answer the first `top`. */
void ent_show_evidence(ent_text *out, const ent_style *style, const ent_evidence *evidence,
                       size_t top);

/* "lavrov-nbc (2 entries)", "Russia, assumed: “attack”": what is taken away. */
void ent_add_carrier(ent_text *out, const ent_carriers *carriers, const ent_carrier *carrier);

/* The part that says what carries the answer; the first `top` (evidence_carry.c). */
void ent_show_carriers(ent_text *out, const ent_style *style, const ent_carriers *carriers,
                       size_t top);

/* One JSON object and a line break, with the first `top` carriers (docs/json.md). */
ent_status ent_evidence_json(ent_text *out, const ent_evidence *evidence, size_t top);

#endif
