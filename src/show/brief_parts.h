/* The parts that the brief is put together from. */
#ifndef ENT_SHOW_BRIEF_PARTS_H
#define ENT_SHOW_BRIEF_PARTS_H

#include "ask/brief.h"
#include "show/style.h"

/* How many of each are told. */
typedef struct {
    size_t blockers; /* parties that block packages */
    size_t bodies;
    size_t holds;   /* kinds of target states that hold, and what deters … */
    size_t breaks;  /* … and that do not, and who breaks them */
    size_t nearest; /* arrangements that come closest */
    size_t changes; /* that would suffice */
    bool table;     /* the kinds of states as a table too */
} ent_brief_detail;

typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_brief *brief;
    ent_brief_detail detail;
} ent_brief_page;

/* A question in bold, and its answer beside it. */
void ent_add_question(const ent_brief_page *page, const char *question, const char *answer);

/* A paragraph that begins at column 2, and a smaller one below it that begins at 4; the lines after
 * the first are indented by two more. */
void ent_add_point(const ent_brief_page *page, size_t indent, const char *words);

/* "Can it be agreed?": whether, and who stands in the way; nothing where the model has no start. */
void ent_show_brief_agree(const ent_brief_page *page);

/* "Can it act?", in some lines for each body; nothing where there are no bodies. */
void ent_show_brief_act(const ent_brief_page *page);

/* "Will it hold?": how much of the target does, what deters, who would break the rest. */
void ent_show_brief_hold(const ent_brief_page *page);

/* Which arrangement does all three, or which come nearest; nothing without start and target. */
void ent_show_brief_design(const ent_brief_page *page);

/* What would have to be true for one to; nothing where one does, or that was not asked. */
void ent_show_brief_need(const ent_brief_page *page);

/* Statements, assumptions, and which of them carry the answers; nothing without statements. */
void ent_show_brief_grounds(const ent_brief_page *page);

#endif
