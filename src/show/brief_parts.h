/* The parts that the brief is put together from. */
#ifndef ENT_SHOW_BRIEF_PARTS_H
#define ENT_SHOW_BRIEF_PARTS_H

#include "ask/brief.h"
#include "show/style.h"

/* A question in bold, and its answer beside it. */
void ent_add_question(ent_text *out, const ent_style *style, const char *question,
                      const char *answer);

/* "Can it be agreed?": whether, and who stands in the way; nothing where the model has no start. */
void ent_show_brief_agree(ent_text *out, const ent_style *style, const ent_brief *brief);

/* Which arrangement does all three, or which come nearest; nothing without start and target. */
void ent_show_brief_design(ent_text *out, const ent_style *style, const ent_brief *brief);

/* "Can it act?", in some lines for each body; nothing where there are no bodies. */
void ent_show_brief_act(ent_text *out, const ent_style *style, const ent_act *act);

/* The same where it is not known, and why. */
void ent_show_no_brief_act(ent_text *out, const ent_style *style, const char *why);

#endif
