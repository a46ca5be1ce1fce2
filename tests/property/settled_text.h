/* A random model's text, in which nothing is uncertain any more. */
#ifndef ENT_TESTS_PROPERTY_SETTLED_TEXT_H
#define ENT_TESTS_PROPERTY_SETTLED_TEXT_H

#include "model/doubt.h"

/* What `text`, from which `model` was read, says when its doubts have these outcomes. The caller
 * frees it. */
char *settled_text(const char *text, const ent_model *model, const uint8_t *outcomes);

#endif
