/* Counting down to the allocation that fails. */
#include "support/failing.h"

#include <stdlib.h>

void *ent_test_fail_once(void *context, void *block, size_t size)
{
    ent_test_failing *f = context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (!f->failed && f->left-- == 0) {
        f->failed = true;
        return NULL;
    }
    return malloc(size);
}
