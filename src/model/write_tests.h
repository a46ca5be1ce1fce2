/* Writing the `tests:` of a model. */
#ifndef ENT_MODEL_WRITE_TESTS_H
#define ENT_MODEL_WRITE_TESTS_H

#include "model/model.h"

/* Adds the `tests:` of a model as YAML; nothing where it has none. */
void ent_write_tests(const ent_model *model, ent_text *out);

#endif
