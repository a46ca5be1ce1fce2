/* Reading and writing a model while the n-th allocation fails, for every n. */
#include "model/model.h"
#include "test.h"

#include "support/failing.h"

static const char model_text[] =
    "entente: 1\n"
    "title: Every~thing\n"
    "source: [One~one, Two~two]\n"
    "parties: {p: P~ia, q: {name: Q~uentin}, r: R~ita, s: S~ue}\n"
    "bodies: {c: {name: C~ouncil, members: [p, q], rule: votes~>= 50%~or all, trigger: a~or b}}\n"
    "options:\n"
    "  a: p\n"
    "  b: {text: The~text, by: c, levels: [none, low, high], moves: up}\n"
    "  d: {text: Another~text, by: q}\n"
    "weights: {votes: {p: 1.5, q: 2}}\n"
    "define: {peace: not~a, war: not~peace or~d}\n"
    "constraints: [if~b then not a~or b >= low, a~or~not a]\n"
    "start: {b: low}\n"
    "target: peace~or war\n"
    "statements: {s: {by: p, text: Sa~id, says: [a~or b]}, t: {source: S~ource},\n"
    "  u: {says: {body: c, rule: p~or q}, rejects: [a~or b]}}\n"
    "preferences:\n"
    "  p: [{want: a~and b, because: [s, t]}, {want: b~iff a, assumption: why~not}]\n"
    "  q: {weights: {peace: 2, a~and b: 1}}\n"
    "  r: {types: {x: {probability: 0.4, because: t, priorities: [a~or b]},\n"
    "    y: {name: N~ame, weights: [{want: a~or b, weight: 1, probability: 0.3}]}}}\n"
    "  s: [{want: a~or b, probability: 0.7}, a~and b]\n"
    "tests: {source: A~book, states: 6, equilibria: {nash: [1, 2]}, stable: {p: {gmr: [1]}}}\n";

static const char wrong_text[] = "entente: 1\n"
                                 "parties: {p: P~ia, q: Q~uentin}\n"
                                 "options: {attack: p, resist: q}\n"
                                 "constraints: [atack~or resist, resist~or ('attack', a~]\n";

/* Puts many spaces for each '~'. A long text fills a block of the arena, so that the next small
 * allocation needs memory too. */
static char *widen(const char *text)
{
    enum { SPACES = 17000, MOST = 2000000 };
    char *wide = malloc(MOST);
    assert_non_null(wide);
    size_t length = 0;
    for (const char *c = text; *c != '\0'; c++) {
        size_t count = *c == '~' ? SPACES : 1;
        assert_true(length + count < MOST);
        memset(wide + length, *c == '~' ? ' ' : *c, count);
        length += count;
    }
    wide[length] = '\0';
    return wide;
}

static ent_status read_and_write(const char *text, ent_memory *memory)
{
    ent_source source = {"memory.yaml", text, strlen(text)};
    ENT_AUTO_REPORT report = ent_report_new(memory);
    ENT_AUTO_TEXT out = ent_text_new(memory);
    ENT_AUTO_MODEL model;
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &source, &report);
    return status != ENT_OK ? status : ent_write_yaml(&model, &out, &report);
}

/* Fails each allocation in turn until none fails, and gives their number. */
static size_t fail_each(const char *text, ent_status expected)
{
    for (size_t n = 0;; n++) {
        ent_test_failing f = {.left = n};
        f.memory = (ent_memory){.hook = ent_test_fail_once, .context = &f};
        ent_status status = read_and_write(text, &f.memory);
        assert_int_equal(f.memory.live, 0);
        if (!f.failed) {
            assert_int_equal(status, expected);
            return n;
        }
        assert_true(status == ENT_NO_RESOURCE || status == expected);
        if (expected == ENT_OK)
            assert_int_equal(status, ENT_NO_RESOURCE);
    }
}

TEST(no_allocation_is_taken_for_granted)
{
    char *text = widen(model_text);
    size_t allocations = fail_each(text, ENT_OK);
    assert_true(allocations > 100);
    free(text);
}

TEST(nor_while_there_is_something_to_complain_about)
{
    char *text = widen(wrong_text);
    assert_true(fail_each(text, ENT_WRONG_MODEL) > 10);
    free(text);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(no_allocation_is_taken_for_granted),
              cmocka_unit_test(nor_while_there_is_something_to_complain_about));
}
