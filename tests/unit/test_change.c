/* Changed rules in the words of the language, and changed models where memory fails. */
#include "ask/change.h"
#include "support/model_text.h"
#include "test.h"

#include "support/failing.h"

static void read_rule(ent_test_reading *reading, const char *rule)
{
    char text[1000];
    (void)snprintf(text, sizeof text,
                   "entente: 1\n"
                   "parties: {a: A, b: B, c: C}\n"
                   "bodies: {x: {members: [a, b, c], rule: '%s'}}\n"
                   "weights: {w: {a: 3, b: 2, c: 1}}\n"
                   "options: {o: x, p: x}\n",
                   rule);
    ent_test_read(reading, "rule.yaml", text);
    ent_test_show(&reading->report);
    assert_int_equal(reading->status, ENT_OK);
}

/* All rules that the rule can be changed to: "2 of 3: RULE; a: RULE; …". */
static void expect_rules(const char *rule, const char *expected)
{
    ent_test_reading reading;
    read_rule(&reading, rule);
    ent_text found = ent_text_new(&reading.memory);
    ent_arena arena = ent_arena_new(&reading.memory);
    ent_change_list list = {0};
    assert_int_equal(ent_list_rule_changes(&reading.model, &arena, &list), ENT_OK);
    for (size_t i = 0; i < list.count; i++) {
        const ent_change *change = &list.items[i];
        ent_condition made;
        assert_int_equal(ent_changed_rule(&reading.model, change, &arena, &made), ENT_OK);
        ent_text_add(&found, i == 0 ? "" : "; ");
        if (change->kind == ENT_CHANGE_VETO)
            ent_text_print(&found, "%s: ", ent_mover_id(&reading.model, change->member));
        else
            ent_text_print(&found, "%u of %u: ", change->least, change->of);
        ent_text_add(&found, made.text);
    }
    assert_string_equal(ent_text_string(&found), expected);
    ent_text_free(&found);
    ent_arena_free(&arena);
    ent_test_forget(&reading);
}

TEST(consensus_gives_way)
{
    expect_rules("all", "2 of 3: at least 2 of {a, b, c}; a: b and c; b: a and c; c: a and b; "
                        "1 of 3: at least 1 of {a, b, c}");
    expect_rules("a and b", "1 of 2: at least 1 of {a, b}; a: b; b: a");
    expect_rules("at least 2 of {a, b}", "1 of 2: at least 1 of {a, b}; a: b; b: a");
    expect_rules("count >= 3",
                 "2 of 3: at least 2 of {a, b, c}; a: b and c; b: a and c; c: a and b; "
                 "1 of 3: at least 1 of {a, b, c}");
    expect_rules("a", "a: true");
}

TEST(what_demands_nobody_stays)
{
    expect_rules("majority", "");
    expect_rules("any", "");
    expect_rules("true", "");
    expect_rules("o", "");
    expect_rules("at least 2 of {a, b, c}", "");
    expect_rules("w >= 4", "");
}

/* Where a member has a veto under some terms, nothing changes under the others. */
TEST(branches_change_by_themselves)
{
    expect_rules("if o then all else any of {a, b}",
                 "2 of 3: if o then at least 2 of {a, b, c} else a or b; "
                 "a: if o then b and c else a or b; b: if o then a and c else a or b; "
                 "c: if o then a and b else a or b; "
                 "1 of 3: if o then at least 1 of {a, b, c} else a or b");
    expect_rules("if o then a", "a: true");
    expect_rules("if o then a else b", "a: if o then true else b; b: if o then a");
    expect_rules("not o or a", "a: true");
    expect_rules("b and (if o then a)", "a: b; b: if o then a");
    expect_rules("a and w >= 4", "a: w >= 4");
    expect_rules("a and b and (if p then c)",
                 "1 of 2: at least 1 of {a, b} and (if p then c); a: b and (if p then c); "
                 "b: a and (if p then c); c: a and b");
}

TEST(vetoes_are_seen_through)
{
    expect_rules("(a and b) or (a and c)", "a: b or c");
    expect_rules("at least 2 of {a and b, a and c, c}",
                 "a: at least 2 of {b, c, c}; c: at least 1 of {a and b, a}");
    expect_rules("at least 2 of {o, a, c}", "a: at least 1 of {o, c}; c: at least 1 of {o, a}");
}

static const char pact[] = "entente: 1\n"
                           "parties: {a: A, b: B}\n"
                           "bodies: {x: {members: [a, b], rule: all}}\n"
                           "options: {o: x, p: a}\n"
                           "preferences: {a: [o, p, not p], b: {ranking: [o, p]}}\n";

/* Begins an arena for every change, so that each of its allocations can fail. */
static bool make_change(void *context, const ent_change *change)
{
    ent_model *model = context;
    ent_model changed;
    ent_arena arena = ent_arena_new(model->arena.memory);
    ent_status status = ent_changed_model(model, change, &arena, &changed);
    ent_arena_free(&arena);
    return status == ENT_OK;
}

static void make_all(ent_model *model)
{
    ent_arena arena = ent_arena_new(model->arena.memory);
    ent_change_list list = {0};
    if (ent_list_rule_changes(model, &arena, &list) == ENT_OK &&
        ent_list_term_changes(model, &arena, &list) == ENT_OK)
        for (size_t i = 0; i < list.count; i++)
            (void)make_change(model, &list.items[i]);
    for (uint32_t party = 0; party < 2; party++)
        for (uint32_t entries = 1; entries <= 2; entries++)
            for (uint32_t places = 1; places <= 4; places++)
                (void)ent_each_mind_change(model, party, entries, places, make_change, model);
    ent_arena_free(&arena);
}

TEST(changes_bear_each_failing_allocation)
{
    ent_test_reading reading;
    ent_test_read(&reading, "pact.yaml", pact);
    assert_int_equal(reading.status, ENT_OK);
    size_t n = 0;
    for (bool failed = true; failed; n++) {
        ent_test_failing f = {.left = n, .memory = {.hook = ent_test_fail_once}};
        f.memory.context = &f;
        ent_model model = reading.model;
        model.arena.memory = &f.memory;
        make_all(&model);
        failed = f.failed;
        assert_int_equal(f.memory.live, 0);
    }
    assert_true(n > 20);
    ent_test_forget(&reading);
}

/* --- Orders -------------------------------------------------------------------------------- */

static bool print_change(void *context, const ent_change *change)
{
    ent_text *out = context;
    ent_text_print(out, "%s%u>%u", out->length == 0 ? "" : "; ", change->entry[0], change->to[0]);
    if (change->moved == 2)
        ent_text_print(out, " %u>%u", change->entry[1], change->to[1]);
    return true;
}

static void expect_orders(const ent_model *model, uint32_t party, uint32_t entries, uint32_t places,
                          const char *expected)
{
    ent_text found = ent_text_new(model->arena.memory);
    assert_true(ent_each_mind_change(model, party, entries, places, print_change, &found));
    assert_string_equal(ent_text_string(&found), expected);
    ent_text_free(&found);
}

/* Each of the six orders of three entries once, in the smallest way. */
TEST(orders_come_once)
{
    ent_test_reading reading;
    ent_test_read(&reading, "pact.yaml", pact);
    assert_int_equal(reading.status, ENT_OK);
    expect_orders(&reading.model, 0, 1, 1, "0>1; 1>2");
    expect_orders(&reading.model, 0, 1, 2, "0>2; 2>0");
    expect_orders(&reading.model, 0, 1, 3, "0>0; 1>1; 2>2"); /* reversals */
    expect_orders(&reading.model, 0, 2, 2, "");
    expect_orders(&reading.model, 0, 2, 3, "");
    expect_orders(&reading.model, 0, 2, 4, "0>2 2>0");
    expect_orders(&reading.model, 1, 1, 1, "0>1 1>0"); /* a ranking: a swap */
    expect_orders(&reading.model, 1, 1, 2, "0>0; 1>1");
    ent_test_forget(&reading);
}

int main(void)
{
    RUN_TESTS(
        cmocka_unit_test(consensus_gives_way), cmocka_unit_test(what_demands_nobody_stays),
        cmocka_unit_test(branches_change_by_themselves), cmocka_unit_test(vetoes_are_seen_through),
        cmocka_unit_test(changes_bear_each_failing_allocation), cmocka_unit_test(orders_come_once));
}
