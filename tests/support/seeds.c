/* Reading from the environment which random models are wanted. */
#include "support/seeds.h"

#include <stdlib.h>

static uint64_t environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

uint64_t ent_test_part(void)
{
    uint64_t part = environment("ENT_PART", 1);
    return part == 0 ? 1 : part;
}

ent_test_seeds ent_test_seeds_for(uint64_t usual)
{
    uint64_t part = ent_test_part();
    uint64_t models = environment("ENT_MODELS", part > 1 ? (usual + part - 1) / part : usual);
    uint64_t first = environment("ENT_SEED", 1);
    return (ent_test_seeds){.first = first, .end = first + models};
}
