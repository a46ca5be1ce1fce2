/* What a model leaves open: doubts, their chances, the likeliest case, other cases, and as-of. */
#include "ask/find.h"
#include "model/doubt.h"
#include "support/failing.h"
#include "support/model_text.h"
#include "test.h"

static const char text[] =
    "entente: 1\n"
    "parties: {ra: R, sel: S, tor: T, us: U}\n"
    "options: {a: ra, b: sel, c: tor, d: us}\n"
    "statements:\n"
    "  old: {date: 2025-01-31}\n"
    "  new: {date: 2025-02-01}\n"
    "  undated: {}\n"
    "preferences:\n"
    "  ra: [a, {want: b, because: new}, {want: c, because: [new, old]}]\n"
    "  sel:\n"
    "    types:\n"
    "      x: {probability: 0.3, priorities: [a, {want: b, probability: 0.5}]}\n"
    "      y: {weights: [{want: c, weight: 2, probability: 0.49}, {want: d, weight: 1}]}\n"
    "      z: {probability: 0.35, because: new, ranking: [a, {want: b, because: new}]}\n"
    "  tor: [{want: a, probability: 0.25, because: undated}, b, {want: c, probability: 0.75}]\n"
    "  us: [{want: a, assumption: so, probability: 0.6}, {want: b, because: new, probability: 0.9}]"
    "\n";

static void read(ent_test_reading *reading)
{
    ent_test_read(reading, "doubt.yaml", text);
    ent_test_show(&reading->report);
    assert_int_equal(reading->status, ENT_OK);
}

/* "a b": what a party wants in the case that is in force. */
static void assert_wants(const ent_model *model, uint32_t party, const char *expected)
{
    const ent_want_list *wants = &model->parties.items[party].preference.wants;
    char words[100] = "";
    size_t length = 0;
    for (size_t i = 0; i < wants->count; i++)
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%s", i > 0 ? " " : "",
                                   wants->items[i].condition.text);
    assert_string_equal(words, expected);
}

static void assert_chance(const ent_model *model, size_t doubt, uint32_t outcome,
                          const char *expected)
{
    ent_decimal chance = ent_doubt_chance(model, &model->doubts.items[doubt], outcome);
    assert_string_equal(ent_decimal_words(chance).text, expected);
}

TEST(doubts_stand_in_the_order_of_the_file)
{
    static const struct {
        ent_doubt_kind kind;
        uint32_t party, type, entry, outcomes;
    } expected[] = {{ENT_DOUBT_TYPE, 1, 0, 0, 3},  {ENT_DOUBT_ENTRY, 1, 0, 1, 2},
                    {ENT_DOUBT_ENTRY, 1, 1, 0, 2}, {ENT_DOUBT_ENTRY, 2, 0, 0, 2},
                    {ENT_DOUBT_ENTRY, 2, 0, 2, 2}, {ENT_DOUBT_ENTRY, 3, 0, 0, 2},
                    {ENT_DOUBT_ENTRY, 3, 0, 1, 2}};
    enum { COUNT = sizeof expected / sizeof *expected };
    ent_test_reading reading;
    read(&reading);
    const ent_doubt_list *doubts = &reading.model.doubts;
    assert_int_equal(doubts->count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(doubts->items[i].kind, expected[i].kind);
        assert_int_equal(doubts->items[i].party, expected[i].party);
        assert_int_equal(doubts->items[i].type, expected[i].type);
        assert_int_equal(doubts->items[i].entry, expected[i].entry);
        assert_int_equal(doubts->items[i].outcomes, expected[i].outcomes);
    }
    assert_chance(&reading.model, 0, 0, "0.3");
    assert_chance(&reading.model, 0, 1, "0.35"); /* what the others leave */
    assert_chance(&reading.model, 2, 0, "0.51");
    assert_chance(&reading.model, 2, 1, "0.49");
    ent_test_forget(&reading);
}

TEST(the_likeliest_case_is_in_force)
{
    ent_test_reading reading;
    read(&reading);
    const ent_model *model = &reading.model;
    static const uint8_t expected[] = {1, 1, 0, 0, 1, 1, 1}; /* y is the first of equals */
    assert_memory_equal(model->settled, expected, sizeof expected);
    assert_wants(model, 0, "a b c");
    assert_wants(model, 1, "d");
    assert_int_equal(model->parties.items[1].preference.kind, ENT_BY_WEIGHTS);
    assert_wants(model, 2, "b c");
    assert_wants(model, 3, "a b");
    assert_int_equal(model->parties.items[0].types.count, 0);
    assert_int_equal(model->parties.items[2].types.count, 1);
    assert_null(model->parties.items[2].types.items[0].id);
    assert_int_equal(model->parties.items[2].types.items[0].preference.wants.count, 3);
    ent_test_forget(&reading);
}

TEST(any_case_can_be_put_in_force)
{
    ent_test_reading reading;
    read(&reading);
    ent_model *model = &reading.model;
    ent_preference preference;
    static const uint8_t first[] = {0, 0, 1, 1, 0, 0, 0};
    static const uint8_t second[] = {1, 0, 1, 0, 0, 1, 0};
    assert_int_equal(ent_settle(model, &model->doubts, first), ENT_OK);
    assert_wants(model, 1, "a");
    assert_wants(model, 2, "a b");
    assert_wants(model, 3, "");
    assert_int_equal(
        ent_case_preference(model, &model->doubts, second, 1, &model->arena, &preference), ENT_OK);
    assert_int_equal(preference.wants.count, 2);
    assert_int_equal(preference.kind, ENT_BY_WEIGHTS);
    assert_int_equal(ent_settle(model, &model->doubts, second), ENT_OK);
    assert_wants(model, 0, "a b c");
    assert_wants(model, 1, "c d");
    assert_wants(model, 2, "b");
    assert_wants(model, 3, "a");
    ent_test_forget(&reading);
}

static ent_status apply(ent_model *model, const char *words, ent_report *report)
{
    const ent_source source = {.name = "--type", .text = words, .length = strlen(words)};
    return ent_apply_types(model, &source, 1, report);
}

TEST(a_type_can_be_chosen)
{
    static const char *const wrong[] = {"sel",  "sel=",  "sel=w", "=x",
                                        "xx=x", "tor=x", "ra=x",  "a=x"};
    ent_test_reading reading;
    read(&reading);
    assert_int_equal(apply(&reading.model, "sel=x", &reading.report), ENT_OK);
    assert_wants(&reading.model, 1, "a b");
    assert_wants(&reading.model, 2, "b c");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(apply(&reading.model, wrong[i], &reading.report), ENT_WRONG_USE);
        assert_int_equal(reading.report.errors, i + 1);
    }
    ent_test_forget(&reading);
}

TEST(what_was_said_later_does_not_count)
{
    ent_test_reading reading;
    read(&reading);
    ent_model *model = &reading.model;
    assert_int_equal(ent_as_of(model, "2025-01-31", &reading.report), ENT_OK);
    assert_wants(model, 0, "a c");
    assert_int_equal(model->parties.items[0].preference.later.count, 1);
    assert_wants(model, 1, "d");
    assert_int_equal(model->parties.items[1].types.count, 3); /* a type stays */
    assert_int_equal(model->parties.items[1].types.items[2].preference.wants.count, 1);
    assert_wants(model, 2, "b c");
    assert_wants(model, 3, "a");
    assert_int_equal(model->doubts.count, 6);
    assert_false(model->statements.items[0].later);
    assert_true(model->statements.items[1].later);
    assert_false(model->statements.items[2].later);
    ent_test_forget(&reading);
}

TEST(the_day_of_a_statement_counts)
{
    ent_test_reading reading;
    read(&reading);
    assert_int_equal(ent_as_of(&reading.model, "2025-02-01", &reading.report), ENT_OK);
    assert_wants(&reading.model, 0, "a b c");
    assert_int_equal(ent_as_of(&reading.model, "2025-2-1", &reading.report), ENT_WRONG_USE);
    ent_test_forget(&reading);
}

static ent_status settle_variously(ent_memory *memory)
{
    const ent_source source = {"doubt.yaml", text, sizeof text - 1};
    ENT_AUTO_REPORT report = ent_report_new(memory);
    ENT_AUTO_MODEL model;
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &source, &report);
    if (status == ENT_OK)
        status = ent_as_of(&model, "2025-01-31", &report);
    /* each time it takes memory; enough of it to need a block of its own */
    for (int i = 0; i < 1000 && status == ENT_OK; i++)
        status = apply(&model, "sel=x", &report);
    return status;
}

TEST(memory_may_run_out)
{
    size_t failures = 0;
    for (bool failed = true; failed; failures++) {
        ent_test_failing f = {.left = failures};
        f.memory = (ent_memory){.hook = ent_test_fail_once, .context = &f};
        ent_status status = settle_variously(&f.memory);
        assert_int_equal(status, f.failed ? ENT_NO_RESOURCE : ENT_OK);
        assert_int_equal(f.memory.live, 0);
        failed = f.failed;
    }
    assert_true(failures > 5);
}

int main(void)
{
    RUN_TESTS(
        cmocka_unit_test(doubts_stand_in_the_order_of_the_file),
        cmocka_unit_test(the_likeliest_case_is_in_force),
        cmocka_unit_test(any_case_can_be_put_in_force), cmocka_unit_test(a_type_can_be_chosen),
        cmocka_unit_test(what_was_said_later_does_not_count),
        cmocka_unit_test(the_day_of_a_statement_counts), cmocka_unit_test(memory_may_run_out));
}
