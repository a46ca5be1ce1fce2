/*
 * A second reading of conditions and rules, for the oracle: from the trees, as docs/model-file.md
 * says, with nothing of the library's own evaluation.
 */
#ifndef ENT_TESTS_PROPERTY_READING_H
#define ENT_TESTS_PROPERTY_READING_H

#include "model/model.h"

__extension__ typedef __int128 reading_wide;

/* What a tree is read in. A condition has no body and no consents. */
typedef struct {
    const ent_model *model;
    const uint8_t *levels;
    const ent_body *body;
    const bool *consents; /* by party */
} reading;

bool reading_holds(const reading *in, const ent_expression *tree);

/* 10^exponent */
reading_wide reading_ten_to(uint32_t exponent);

#endif
