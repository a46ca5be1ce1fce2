/* The answer to "can it act?", as text and as JSON. */
#ifndef ENT_SHOW_ACT_H
#define ENT_SHOW_ACT_H

#include "ask/act.h"
#include "show/style.h"

typedef struct {
    bool compare; /* the variants of a rule side by side */
    bool brief;   /* no tables: what each body can do, in sentences */
    size_t top;   /* rows, coalitions, moves and variants at most; 0: what reads well */
} ent_act_view;

void ent_show_act(ent_text *out, const ent_style *style, const ent_act *act,
                  const ent_act_view *view);

/* One JSON object and a line break: of the body, or with `all` of every body (docs/json.md). */
ent_status ent_act_json(ent_text *out, const ent_act *act, bool all);

#endif
