/* Whichever allocation fails while a .gmcr file is read or written: a clean answer, nothing left.
 */
#include "test.h"

#include "model/model.h"

static const char json[] =
    "{\"useManualPreferenceRanking\": %s, \"title\": \"T\", \"options\": ["
    "{\"name\": \"Same\", \"permittedDirection\": \"fwd\"},"
    "{\"name\": \"Same\", \"permittedDirection\": \"odd\"},"
    "{\"name\": \"\", \"permittedDirection\": \"both\"}],"
    "\"decisionMakers\": [{\"name\": \"Ann\", \"options\": [2, 0], \"preferences\": [[[1, \"N\"]],"
    "{\"compound\": true, \"members\": [[[0, \"Y\"], [1, \"N\"]], [[2, \"Y\"], [1, \"Y\"]]]}],"
    "\"preferenceRanking\": [[1, 3], 2, 4, 5, 6], \"misperceptions\": [[[0, \"Y\"]]]},"
    "{\"name\": \"Ben\", \"options\": [1], \"preferenceRanking\": [[1, 2], [3, 4], [5, 6]]}],"
    "\"mutexes\": [{\"state\": [{\"option\": 0, \"yn\": true}, {\"option\": 1, \"yn\": true}]}],"
    "\"coalitions\": [[0, 1]]}";

typedef struct {
    size_t left; /* allocations that succeed */
    bool once;   /* only one fails */
    bool failed;
} failing;

static void *failing_hook(void *context, void *block, size_t size)
{
    failing *f = context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (f->left == 0 && !(f->once && f->failed)) {
        f->failed = true;
        return NULL;
    }
    f->left -= f->left > 0;
    return realloc(block, size);
}

/* Reads and writes with a failing allocator; true when nothing failed. */
static bool survives(const ent_source *source, size_t allocations, bool once)
{
    failing context = {.left = allocations, .once = once};
    ent_memory memory = {.hook = failing_hook, .context = &context};
    ent_report report = ent_report_new(&memory);
    ent_text out = ent_text_new(&memory);
    ent_model model;
    ent_model_init(&model, &memory);
    ent_status status = ent_read_model(&model, source, &report);
    if (status == ENT_OK)
        status = ent_write_gmcr(&model, false, &out, &report);
    assert_int_equal(status, context.failed ? ENT_NO_RESOURCE : ENT_OK);
    ent_text_free(&out);
    ent_model_free(&model);
    ent_report_free(&report);
    assert_int_equal(memory.live, 0);
    return !context.failed;
}

static void check_every_failure(const char *ranked)
{
    char text[sizeof json + 10];
    (void)snprintf(text, sizeof text, json, ranked);
    const ent_source source = {.name = "test.gmcr", .text = text, .length = strlen(text)};
    for (int once = 0; once < 2; once++) {
        size_t allocations = 0;
        while (!survives(&source, allocations, once == 1))
            allocations++;
        assert_true(allocations > 20);
    }
}

TEST(no_allocation_is_missed_with_statements)
{
    check_every_failure("false");
}

TEST(no_allocation_is_missed_with_rankings)
{
    check_every_failure("true");
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(no_allocation_is_missed_with_statements),
              cmocka_unit_test(no_allocation_is_missed_with_rankings));
}
