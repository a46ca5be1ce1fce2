/* Small random models as YAML, all of the language in them. The same seed gives the same model. */
#ifndef ENT_TESTS_PROPERTY_RANDOM_MODEL_H
#define ENT_TESTS_PROPERTY_RANDOM_MODEL_H

#include <stddef.h>
#include <stdint.h>

/*
 * The text of a model with at least two states; the caller frees it. With a `shuffle` other than 0
 * it is the same model under other names and with everything declared in another order.
 */
char *random_model(uint64_t seed, uint64_t shuffle);

/* What keeps its place in a shuffle: the number at the end of an id. */
uint32_t random_model_index(const char *id);

/* Random numbers. */
typedef struct {
    uint64_t state;
} dice;

uint64_t dice_roll(dice *d);
uint32_t dice_below(dice *d, uint32_t bound);

#endif
