/* What a model will need of the machine, told before anything large is allocated. */
#ifndef ENT_GAME_BUDGET_H
#define ENT_GAME_BUDGET_H

#include "model/model.h"

/* Adds a note that names the options that multiply the combinations most. */
void ent_explain_weight(const ent_model *model, ent_report *report);

#endif
