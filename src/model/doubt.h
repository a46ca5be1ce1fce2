/*
 * What a model leaves open of what its parties want (docs/semantics.md §10): which type a party is
 * of, and whether an entry is present. Each such doubt is independent of the others; an outcome for
 * each makes a case.
 */
#ifndef ENT_MODEL_DOUBT_H
#define ENT_MODEL_DOUBT_H

#include "model/model.h"

/* The doubts, in the order of the file: of each party its type first, then the uncertain entries of
 * each of its types. model->doubts holds them once the model is read. */
ent_status ent_list_doubts(const ent_model *model, ent_arena *arena, ent_doubt_list *doubts);

/* How likely the outcome is, exactly. */
ent_decimal ent_doubt_chance(const ent_model *model, const ent_doubt *doubt, uint32_t outcome);

/* The likeliest outcome: of types the first of equals, of an entry "present" when it is as likely
 * as not. */
uint32_t ent_likeliest_outcome(const ent_model *model, const ent_doubt *doubt);

/* The case of all likeliest outcomes. `outcomes` has a place for each doubt. */
void ent_likeliest_case(const ent_model *model, const ent_doubt_list *doubts, uint8_t *outcomes);

/* Whether doubt `i` bears on what is wanted in a case: it is about a party's type, or about an
 * entry of the type that the party is of. */
bool ent_doubt_matters(const ent_doubt_list *doubts, const uint8_t *outcomes, size_t i);

/* Whether the case in force differs from the likeliest in nothing that bears on it. */
bool ent_is_likeliest(const ent_model *model);

/* What the party wants in a case. Where nothing of it is open, that shares the party's entries. */
ent_status ent_case_preference(const ent_model *model, const ent_doubt_list *doubts,
                               const uint8_t *outcomes, uint32_t party, ent_arena *arena,
                               ent_preference *preference);

/* Puts a case in force: every party's preference becomes that of the case. Takes memory of the
 * model's arena each time; ENT_NO_RESOURCE when there is none. Models that share their parties'
 * array with this one change with it. */
ent_status ent_settle(ent_model *model, const ent_doubt_list *doubts, const uint8_t *outcomes);

/* Lists the model's doubts and puts the likeliest case in force, as reading a model does. */
ent_status ent_settle_likeliest(ent_model *model);

#endif
