/* Reading .gmcr files: the JSON that GMCR+ and gmcr-py write. */
#ifndef ENT_MODEL_GMCR_H
#define ENT_MODEL_GMCR_H

#include "model/model.h"
#include "model/tree.h"

/* Fills the model from the root of a file that has "decisionMakers". Mistakes go to the report. */
ent_status ent_read_gmcr(ent_model *model, const ent_node *root, ent_report *report);

#endif
