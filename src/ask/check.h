/* Does the file keep its own promises? Compares the `tests:` of a model with its solution. */
#ifndef ENT_ASK_CHECK_H
#define ENT_ASK_CHECK_H

#include "solve/solve.h"

/* How many statements of the file's tests were compared. */
typedef struct {
    size_t compared;
} ent_check;

/* The concepts that the model's tests speak of. */
void ent_tested_concepts(const ent_model *model, bool concepts[ENT_CONCEPTS]);

/* Reports each test that does not hold, at its place. ENT_WRONG_MODEL when any does not. */
ent_status ent_ask_check(ent_check *check, const ent_game *game, const ent_solution *solution,
                         ent_report *report);

/* The part of it that is about power (check_power.c): reports what does not hold, and gives
 * ENT_NO_RESOURCE or ENT_OK. */
ent_status ent_check_power(ent_check *check, const ent_game *game, ent_report *report);

#endif
