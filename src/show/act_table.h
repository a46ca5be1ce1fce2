/* Tables of power. */
#ifndef ENT_SHOW_ACT_TABLE_H
#define ENT_SHOW_ACT_TABLE_H

#include "show/act_words.h"

/* The indices of one variant, most powerful member first; interchangeable members share a row. */
void ent_add_power_table(const ent_act_page *page, const ent_act_variant *variant);

/* Estimates with their standard errors. */
void ent_add_estimate_table(const ent_act_page *page, const ent_act_variant *variant);

/* What each member's consent does to the probability that the body acts. */
void ent_add_chance_table(const ent_act_page *page, const ent_act_variant *variant);

/* Members by variants: the shares of power side by side. `variants` are indexes. */
void ent_add_comparison(const ent_act_page *page, const size_t *variants, size_t count);

#endif
