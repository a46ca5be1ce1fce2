/* The answer of a sweep, as text, as JSON and as a table for other programs. */
#ifndef ENT_SHOW_SWEEP_H
#define ENT_SHOW_SWEEP_H

#include "show/sink.h"
#include "show/style.h"
#include "sweep/answer.h"

/* `doubts_most`: so many of the doubts, those that matter most. */
void ent_show_sweep(ent_text *out, const ent_style *style, const ent_sweep_answer *answer,
                    size_t doubts_most);

/* One JSON object and a line break (docs/json.md). */
ent_status ent_sweep_json(ent_text *out, const ent_sweep_answer *answer);

/* All states of `shown` in number order, as CSV (RFC 4180, but for plain line breaks). */
ent_status ent_sweep_csv(ent_sink *sink, const ent_sweep_answer *answer, const ent_set *shown);

/* "agree", "hold", "viable"; and "nash", …, "agreeable", "viable". */
const char *ent_answer_id(ent_answer answer);
const char *ent_sum_id(uint32_t sum);

/* The doubt in words: "Russia wants “attack or donbas” (70 %)"; with its outcomes' chances. */
void ent_add_doubt(ent_text *out, const ent_sweep_answer *answer, uint32_t doubt);

/* What the outcome of a doubt is called: a type's id, or "present" and "absent". */
const char *ent_outcome_id(const ent_model *model, const ent_doubt *doubt, uint32_t outcome);

#endif
