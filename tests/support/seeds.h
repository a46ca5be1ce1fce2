/*
 * Which random models a test draws, each from a seed. By the environment:
 *     ENT_SEED=N     begin with another seed than 1
 *     ENT_MODELS=N   take so many models
 *     ENT_PART=N     take one Nth of the usual number
 */
#ifndef ENT_TESTS_SUPPORT_SEEDS_H
#define ENT_TESTS_SUPPORT_SEEDS_H

#include <stdint.h>

typedef struct {
    uint64_t first;
    uint64_t end; /* past the last */
} ent_test_seeds;

/* The seeds of a test that takes so many models usually. */
ent_test_seeds ent_test_seeds_for(uint64_t usual);

/* The N of ENT_PART; 1 where it is not set. */
uint64_t ent_test_part(void);

#endif
