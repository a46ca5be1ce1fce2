/* What the files that show a sweep as text share. */
#ifndef ENT_SHOW_SWEEP_PARTS_H
#define ENT_SHOW_SWEEP_PARTS_H

#include "show/sweep.h"

typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_sweep_answer *answer;
    ent_arena arena;
} ent_sweep_page;

/* Of an answer "holds"; of a number "hold". */
const char *ent_quantity_words(uint32_t quantity);

/* "23.4 %"; what is nearly nothing or all is not rounded to it. */
void ent_add_percent(ent_text *out, double share);

/* "1,234"; "123.4"; "1.23"; "0.012". */
void ent_add_mean(ent_text *out, double mean);

/* A heading after an empty line. */
void ent_add_section(const ent_sweep_page *page, const char *words);

/* Which doubts matter: so many of them, those that matter most (sweep_doubts.c). */
void ent_show_doubts(ent_sweep_page *page, size_t most);

#endif
