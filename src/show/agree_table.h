/* Packages as a table, and the preferences that decide what they are to the parties. */
#ifndef ENT_SHOW_AGREE_TABLE_H
#define ENT_SHOW_AGREE_TABLE_H

#include "show/agree.h"

/* What is being told. */
typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_agree *agree;
    ent_arena arena;
    bool **used; /* by party and entry of its preference: a table refers to it by its number */
} ent_agree_page;

/* The start and the packages as columns; below the options what each package is to each party, and
 * which marks it bears. Near misses show who blocks them instead of marks. */
void ent_add_package_table(ent_agree_page *page, const ent_packages *packages, bool misses);

/* The entries that the tables referred to by number, party by party. */
void ent_add_package_deciders(const ent_agree_page *page);

/* " (zelenskyy-donbas)", " (assumed)": what an entry rests on; nothing without statements. */
void ent_add_grounds(ent_text *out, const ent_model *model, const ent_want *want);

#endif
