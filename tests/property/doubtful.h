/* Makes entries of a random model's preferences uncertain, and settles them again. */
#ifndef ENT_TESTS_PROPERTY_DOUBTFUL_H
#define ENT_TESTS_PROPERTY_DOUBTFUL_H

#include <stdbool.h>
#include <stdint.h>

/* A model's text in which up to `most` entries are uncertain; their number and probabilities are
 * told. The same seed chooses the same entries. The caller frees the text. */
char *doubtful_text(const char *text, uint64_t seed, uint32_t most, double *chances,
                    uint32_t *count);

/* The same model where it is settled which of them are present. */
char *settled_text(const char *text, uint64_t seed, uint32_t most, const bool *present);

#endif
