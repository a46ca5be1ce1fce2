/* Conditions and definitions that nest as deep as they may, and deeper. */
#include "support/model_text.h"
#include "test.h"

enum { LONGEST = 400000 };

typedef struct {
    char *text;
    size_t length;
} draft;

static draft new_draft(const char *beginning)
{
    draft d = {.text = malloc(LONGEST)};
    assert_non_null(d.text);
    d.length = (size_t)snprintf(d.text, LONGEST, "%s", beginning);
    return d;
}

static void add(draft *d, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    d->length += (size_t)vsnprintf(d->text + d->length, LONGEST - d->length, format, arguments);
    va_end(arguments);
    assert_true(d->length < LONGEST);
}

static size_t height_of(const ent_expression *expression)
{
    size_t tallest = 0;
    for (size_t i = 0; i < expression->child_count; i++) {
        size_t height = height_of(expression->children[i]);
        tallest = height > tallest ? height : tallest;
    }
    return tallest + 1;
}

/* Every bracket holds as many `iff` as it may, one bracket inside of the other. */
TEST(trees_of_iff_stay_low)
{
    draft d = new_draft("entente: 1\nparties: {p: P}\noptions: {a: p}\ntarget: ");
    for (int i = 0; i < 190; i++)
        add(&d, "(");
    add(&d, "a");
    for (int i = 0; i < 190; i++)
        add(&d, "%s)", i % 4 == 0 ? " iff a iff a iff a iff a iff a iff a iff a iff a" : "");
    ent_test_reading reading;
    ent_test_read(&reading, "deep.yaml", d.text);
    if (reading.status == ENT_OK)
        assert_true(height_of(reading.model.target.expression) <= 1000);
    else
        assert_true(ent_test_says(&reading.report, ENT_ERROR, "nest more than"));
    ent_test_forget(&reading);
    free(d.text);
}

TEST(trees_of_iff_have_a_limit)
{
    draft d = new_draft("entente: 1\nparties: {p: P}\noptions: {a: p}\ntarget: ");
    for (int i = 0; i < 100; i++)
        add(&d, "(");
    add(&d, "a");
    for (int i = 0; i < 100; i++) {
        for (int j = 0; j < 90; j++)
            add(&d, " iff a");
        add(&d, ")");
    }
    ent_test_reading reading;
    ent_test_read(&reading, "deep.yaml", d.text);
    assert_int_equal(reading.status, ENT_WRONG_MODEL);
    assert_true(ent_test_says(&reading.report, ENT_ERROR, "nest more than"));
    ent_test_forget(&reading);
    free(d.text);
}

static void add_chain(draft *d, int definitions, int nots)
{
    add(d, "entente: 1\nparties: {p: P}\noptions: {a: p}\ndefine:\n");
    for (int i = 0; i < definitions; i++) {
        add(d, "  d%d: ", i);
        for (int j = 0; j < nots; j++)
            add(d, "not ");
        add(d, i + 1 < definitions ? "d%d\n" : "a\n", i + 1);
    }
}

TEST(definitions_may_rest_on_each_other)
{
    draft d = new_draft("");
    add_chain(&d, 100, 190);
    ent_test_reading reading;
    ent_test_read(&reading, "chain.yaml", d.text);
    assert_int_equal(reading.status, ENT_OK);
    const ent_vocabulary *vocabulary = &reading.model.vocabulary;
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(vocabulary->definition_order[i], 99 - i);
    ent_test_forget(&reading);
    free(d.text);
}

/* Each definition alone is as deep as it may be: the whole must not be walked in one recursion. */
TEST(chains_of_definitions_have_a_limit)
{
    draft d = new_draft("");
    add_chain(&d, 480, 199);
    ent_test_reading reading;
    ent_test_read(&reading, "chain.yaml", d.text);
    assert_int_equal(reading.status, ENT_WRONG_MODEL);
    assert_true(ent_test_says(&reading.report, ENT_ERROR, "definitions rest on each other"));
    ent_test_forget(&reading);
    free(d.text);
}

/* Hints for names that are wrong are only sought while errors are shown. */
TEST(many_wrong_names_cost_little)
{
    draft d = new_draft("entente: 1\nparties: {p: P}\noptions:\n");
    for (int i = 0; i < 900; i++)
        add(&d, "  an-option-with-a-rather-long-name-that-takes-time-to-compare-%d: p\n", i);
    add(&d, "constraints:\n");
    for (int i = 0; i < 9000; i++)
        add(&d, "  - an-option-with-a-long-%d\n", i);
    ent_test_reading reading;
    ent_test_read(&reading, "names.yaml", d.text);
    assert_int_equal(reading.status, ENT_WRONG_MODEL);
    assert_int_equal(reading.report.errors, 9000);
    assert_int_equal(ent_test_count(&reading.report, ENT_ERROR), ENT_ERRORS_SHOWN);
    ent_test_forget(&reading);
    free(d.text);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(trees_of_iff_stay_low), cmocka_unit_test(trees_of_iff_have_a_limit),
              cmocka_unit_test(definitions_may_rest_on_each_other),
              cmocka_unit_test(chains_of_definitions_have_a_limit),
              cmocka_unit_test(many_wrong_names_cost_little));
}
