/* Memory of which one allocation fails, to see that whoever asks for it bears that. */
#ifndef ENT_TESTS_SUPPORT_FAILING_H
#define ENT_TESTS_SUPPORT_FAILING_H

#include "base/memory.h"

typedef struct {
    ent_memory memory;
    size_t left; /* allocations until one fails; all after it succeed */
    bool failed;
} ent_test_failing;

/* The hook; its context is the ent_test_failing. */
void *ent_test_fail_once(void *context, void *block, size_t size);

#endif
