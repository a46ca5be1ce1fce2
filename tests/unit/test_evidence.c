/* Evidence at its limits: large rules, many claims, large models, and each allocation failing. */
#include "ask/evidence.h"
#include "show/evidence.h"
#include "show/words.h"
#include "support/failing.h"
#include "support/model_text.h"
#include "test.h"

typedef struct {
    ent_test_reading reading;
    ent_game game;
    ent_evidence evidence;
} asked;

static void ask(asked *a, const char *text)
{
    ent_test_read(&a->reading, "evidence.yaml", text);
    ent_test_show(&a->reading.report);
    assert_int_equal(a->reading.status, ENT_OK);
    assert_int_equal(ent_game_init(&a->game, &a->reading.model, 1, &a->reading.report), ENT_OK);
    assert_int_equal(
        ent_ask_evidence(&a->evidence, &a->game, ENT_SEQ, NULL, NULL, &a->reading.report), ENT_OK);
}

static void forget(asked *a)
{
    ent_evidence_free(&a->evidence);
    ent_game_free(&a->game);
    ent_test_forget(&a->reading);
}

/* Contradictions of a model in which a body of so many members is said to have these rules. */
static size_t rule_contradictions(int members, const char *wanted, const char *rejected)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    asked a;
    fputs("entente: 1\nparties: {", out);
    for (int i = 0; i < members; i++)
        fprintf(out, "%sp%d: P", i == 0 ? "" : ", ", i);
    fputs("}\nbodies: {b: {members: [", out);
    for (int i = 0; i < members; i++)
        fprintf(out, "%sp%d", i == 0 ? "" : ", ", i);
    fprintf(out,
            "], rule: all}}\noptions: {x: b, y: {by: p0, levels: [0, 1, 2]}}\n"
            "constraints: [y != 2]\nstatements:\n"
            "  one: {by: p0, says: {body: b, rule: '%s'}}\n"
            "  two: {by: p0, rejects: {body: b, rule: '%s'}}\n"
            "  other: {by: p1, rejects: {body: b, rule: '%s'}}\n",
            wanted, rejected, rejected);
    assert_int_equal(fclose(out), 0);
    ask(&a, text);
    size_t count = a.evidence.contradictions.count;
    assert_false(a.evidence.uncompared);
    forget(&a);
    free(text);
    return count;
}

TEST(rules_are_compared_as_they_decide)
{
    assert_int_equal(rule_contradictions(3, "all", "count >= 3"), 1);
    assert_int_equal(rule_contradictions(3, "majority", "count >= 2"), 1);
    assert_int_equal(rule_contradictions(3, "majority", "count >= 1"), 0);
    assert_int_equal(rule_contradictions(12, "all", "count >= 12"), 1);
    assert_int_equal(rule_contradictions(12, "all", "count >= 11"), 0);
    /* in no feasible state is y at 2 */
    assert_int_equal(rule_contradictions(3, "if y = 2 then any else all", "all"), 1);
    assert_int_equal(rule_contradictions(3, "if y = 1 then any else all", "all"), 0);
}

TEST(large_rules_are_compared_as_they_read)
{
    assert_int_equal(rule_contradictions(13, "all", "count >= 13"), 0);
    assert_int_equal(rule_contradictions(13, "(all)", "all"), 1);
}

/* A model with so many statements by one party, each with a claim. */
static char *many_statements(int count, const char *claim, const char *other)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("entente: 1\nparties: {p: P, q: Q}\nbodies: {b: {members: [p, q], rule: all}}\n"
          "options: {x: p, y: b}\nstatements:\n",
          out);
    for (int i = 0; i < count; i++)
        fprintf(out, "  s%d: {by: p, %s}\n", i, i % 2 == 0 ? claim : other);
    assert_int_equal(fclose(out), 0);
    return text;
}

TEST(too_much_to_compare_is_told)
{
    char *text = many_statements(1001, "says: {body: b, rule: any}", "says: {body: b, rule: all}");
    asked a;
    ask(&a, text);
    assert_true(a.evidence.uncompared);
    assert_int_equal(a.evidence.contradictions.count, 0);
    forget(&a);
    free(text);
    text = many_statements(100, "says: x", "rejects: x");
    ask(&a, text);
    assert_true(a.evidence.uncompared);
    assert_int_equal(a.evidence.contradictions.count, ENT_CONTRADICTIONS_MOST);
    forget(&a);
    free(text);
    text = many_statements(60, "says: x", "rejects: x");
    ask(&a, text);
    assert_false(a.evidence.uncompared);
    assert_int_equal(a.evidence.contradictions.count, 900);
    forget(&a);
    free(text);
}

/* Whether a party with so many entries is asked what of them carries the answer. */
static bool is_asked_of(int entries)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    asked a;
    fputs("entente: 1\nparties: {p: P}\noptions: {x: p}\npreferences: {p: [x", file);
    for (int i = 1; i < entries; i++)
        fputs(", x", file);
    fputs("]}\n", file);
    assert_int_equal(fclose(file), 0);
    ask(&a, text);
    bool is_asked = a.evidence.carriers.missing == NULL;
    assert_int_equal(a.evidence.assumed.count, entries);
    forget(&a);
    free(text);
    return is_asked;
}

TEST(a_model_with_very_many_entries_is_not_solved_again)
{
    assert_true(is_asked_of(60));
    assert_false(is_asked_of(ENT_CARRY_REMOVALS_MOST + 1));
}

TEST(a_large_model_is_not_solved_again)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    asked a;
    fputs("entente: 1\nparties: {p: P}\noptions: {", file);
    for (int i = 0; i < 21; i++)
        fprintf(file, "%so%d: p", i == 0 ? "" : ", ", i);
    fputs("}\npreferences: {p: [o1]}\n", file);
    assert_int_equal(fclose(file), 0);
    ask(&a, text);
    assert_non_null(a.evidence.carriers.missing);
    assert_int_equal(a.evidence.assumed.count, 1);
    ent_text out = ent_text_new(&a.reading.memory);
    const ent_style style = {.width = 100};
    ent_show_evidence(&out, &style, &a.evidence, 5);
    assert_non_null(strstr(ent_text_string(&out), "Not asked"));
    out.length = 0;
    assert_int_equal(ent_evidence_json(&out, &a.evidence, 5), ENT_OK);
    assert_non_null(strstr(ent_text_string(&out), "\"missing\""));
    ent_text_free(&out);
    forget(&a);
    free(text);
}

/* --- Memory --------------------------------------------------------------------------------- */

static const char doubtful[] =
    "entente: 1\n"
    "parties: {ra: Ravonia, sel: Selland, tor: Torland}\n"
    "bodies: {council: {members: [ra, sel, tor], rule: if calm then all else majority, "
    "trigger: attack}}\n"
    "options: {attack: ra, respond: council, calm: sel}\n"
    "constraints: [if respond then attack]\n"
    "start: {attack: yes}\n"
    "target: not attack\n"
    "statements:\n"
    "  s: {by: ra, date: 2025-08-24, says: [calm, {body: council, rule: all}]}\n"
    "  t: {by: ra, rejects: [calm, {body: council, rule: count >= 3}]}\n"
    "preferences:\n"
    "  ra: {types: {a: {probability: 0.7, because: s, priorities: [not respond, attack]},\n"
    "               b: {name: The other, ranking: [attack]}}}\n"
    "  sel: {weights: [{want: not attack, weight: 2, because: [s, t]}, {want: respond, weight: 1, "
    "probability: 0.6}]}\n"
    "  tor: [{want: not attack, because: t}, respond]\n";

static ent_status tell(ent_memory *memory, ent_report *report)
{
    static const ent_style style = {.width = 90};
    const ent_source source = {"doubtful.yaml", doubtful, sizeof doubtful - 1};
    ENT_AUTO_MODEL model;
    ENT_AUTO_GAME game = {0};
    ENT_AUTO_EVIDENCE evidence = {0};
    ENT_AUTO_TEXT out = ent_text_new(memory);
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &source, report);
    if (status == ENT_OK)
        status = ent_game_init(&game, &model, 1, report);
    if (status == ENT_OK)
        status = ent_ask_evidence(&evidence, &game, ENT_SEQ, NULL, NULL, report);
    if (status != ENT_OK)
        return status;
    ent_add_heading(&out, &style, &game, -1);
    ent_show_evidence(&out, &style, &evidence, 9);
    status = ent_evidence_json(&out, &evidence, 9);
    return out.exhausted ? ENT_NO_RESOURCE : status;
}

TEST(memory_may_run_out)
{
    size_t n = 0;
    for (bool failed = true; failed; n++) {
        ent_test_failing f = {.left = n};
        f.memory = (ent_memory){.hook = ent_test_fail_once, .context = &f};
        ent_report report = ent_report_new(&f.memory);
        ent_status status = tell(&f.memory, &report);
        if (status != (f.failed ? ENT_NO_RESOURCE : ENT_OK))
            fail_msg("allocation %zu fails: status %d", n, (int)status);
        ent_report_free(&report);
        assert_int_equal(f.memory.live, 0);
        failed = f.failed;
    }
    assert_true(n > 100);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(rules_are_compared_as_they_decide),
              cmocka_unit_test(large_rules_are_compared_as_they_read),
              cmocka_unit_test(too_much_to_compare_is_told),
              cmocka_unit_test(a_model_with_very_many_entries_is_not_solved_again),
              cmocka_unit_test(a_large_model_is_not_solved_again),
              cmocka_unit_test(memory_may_run_out));
}
