/* The words in which states, moves and movers are spoken of. */
#ifndef ENT_SHOW_WORDS_H
#define ENT_SHOW_WORDS_H

#include "ask/why.h"
#include "show/style.h"

/* "Nash", "GMR", "SMR", "SEQ"; and what each means in plain words. */
const char *ent_concept_word(ent_concept concept);
const char *ent_concept_phrase(ent_concept concept);

/* The cell of an option at a level: Y or N for no < yes, else the level's name. */
const char *ent_level_cell(const ent_model *model, uint32_t option, uint32_t level);

/* "not attack", "troops = training". */
void ent_add_level(ent_text *out, const ent_model *model, uint32_t option, uint32_t level);

/* "attack, troops = training": what changes from one code to another, at its new levels. */
void ent_add_changes(ent_text *out, const ent_game *game, uint64_t from, uint64_t to);

/* "Ravonia, Selland and Torland". */
void ent_add_parties(ent_text *out, const ent_model *model, const ent_party_list *parties);

/* "Russia" is itself; a body is spoken of with an article: "the Council of guarantors". */
void ent_add_mover(ent_text *out, const ent_model *model, uint32_t mover, bool capital);

/* " (“not attack”, assumed)": the entry that decides; " (without “attack”)" where its weight counts
 * against it. Nothing for NULL, or for an entry so long that it would hide the sentence. */
void ent_add_decider(ent_text *out, const ent_model *model, const ent_want *want);

/* The words with a capital letter in front. */
void ent_add_capital(ent_text *out, const char *words);

/* "1 body", "1,520 feasible states". */
void ent_add_count(ent_text *out, unsigned long long count, const char *one, const char *many);

/* Adds a title line with what stands right-aligned behind it, and the line of sizes below it; the
 * heading has, besides, the case that an answer is about. */
void ent_add_title(ent_text *out, const ent_style *style, const ent_game *game, double seconds);
void ent_add_heading(ent_text *out, const ent_style *style, const ent_game *game, double seconds);

/* A state's number. */
unsigned long long ent_number(const ent_game *game, uint64_t code);

#endif
