/* The answer to "which arrangement would do all three?", as text and as JSON. */
#ifndef ENT_SHOW_DESIGN_H
#define ENT_SHOW_DESIGN_H

#include "ask/design.h"
#include "show/style.h"

void ent_show_design(ent_text *out, const ent_style *style, const ent_design *design);

/* One JSON object and a line break (docs/json.md). */
ent_status ent_design_json(ent_text *out, const ent_design *design);

/* What is being told. */
typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_design *design;
    bool says_changes; /* how an arrangement differs from today, where no table shows it */
    ent_arena arena;
} ent_design_page;

/* Parts that the brief has too: the answer (with the concept's word alone where its meaning has
 * been told); which condition excludes most; an arrangement that fails one condition, and why. */
void ent_add_design_answer(ent_text *out, const ent_design *design, bool glossed);
void ent_add_scarcest_demand(const ent_design_page *page);
void ent_add_shortfall(const ent_design_page *page, const ent_shortfall *shortfall);

/* How many arrangements meet each condition, and each two of them; the regimes; the arrangements
 * that meet all, and the nearest ones, as columns beside today (design_table.c). */
void ent_add_demand_table(const ent_design_page *page);
void ent_add_regime_table(const ent_design_page *page);
void ent_add_viable_table(ent_design_page *page);
void ent_add_nearest_table(ent_design_page *page);

/* A number in the arena's care, with what stands before it. */
const char *ent_number_text(ent_arena *arena, uint64_t number, const char *before);

#endif
