/* The words in which rules and their variants are spoken of. */
#ifndef ENT_SHOW_ACT_WORDS_H
#define ENT_SHOW_ACT_WORDS_H

#include "show/act.h"

/* What is being told: one body of an answer. */
typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_act *act;
    const ent_act_body *body;
    const ent_act_view *view;
    size_t indent;   /* of what is said about one game */
    bool *told_rest; /* it was said which columns have no room */
} ent_act_page;

/* The name of a member. */
const char *ent_member_name(const ent_act_page *page, uint32_t member);

/* "China, France and 3 others": the members that are marked, `most` of them by name. */
void ent_add_members(ent_text *out, const ent_act_page *page, const bool *marks, uint32_t most);

/* "if consensus and russia-in", "unless consensus": the conditions that hold in exactly the marked
 * variants, as far as feasible states have them. Where that takes too many words: "in 7 of the 12
 * variants of its rule". */
void ent_add_terms(ent_text *out, const ent_act_body *body, const bool *variants);

/* The same for all variants with the game of the variant `index`; gives their states. */
uint64_t ent_add_terms_of_game(ent_text *out, const ent_act_body *body, size_t index);

/* Whether what it takes to act can be told in full: it was measured, or the rule is as simple as
 * "all" or "any 3 of them". */
bool ent_is_plain(const ent_act_variant *variant);

/* A count, with commas; past 64 bits rounded, with a power of ten. */
void ent_add_natural(ent_text *out, ent_natural number);

/* A number from 0 to 1, to four decimals; what is not zero does not look like it. */
void ent_add_share(ent_text *out, double share);

/* Whether it can act against the party that sets the trigger off, a paragraph; nothing where there
 * is no such party. */
void ent_add_aim(const ent_act_page *page);

/* Across the variants: who can stop the body alone, and who can make it act alone. */
void ent_add_vetoes(const ent_act_page *page);
void ent_add_deciders(const ent_act_page *page);

/* What it takes to make the body act, and who can stop it: sentences. */
void ent_add_requirements(ent_text *out, const ent_act_page *page, const ent_act_variant *variant);

/* In how many states of the trigger the body would act; the body has a trigger. */
void ent_add_trigger_sentence(ent_text *out, const ent_act_trigger *trigger);

/* Against which of its members it can act, a sentence. */
void ent_add_opponents(ent_text *out, const ent_act_page *page, const ent_act_variant *variant);

/* What the body would do in the states of its trigger; nothing where it has none. */
void ent_add_trigger(const ent_act_page *page);

#endif
