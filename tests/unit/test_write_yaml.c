/* What is written reads as the same model again. */
#include <glob.h>

#include "support/model_text.h"
#include "test.h"

typedef struct {
    const ent_model *a;
    const ent_model *b;
} pair;

static void same_text(const char *a, const char *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a != NULL)
        assert_string_equal(a, b);
}

/* The same words, and the same tree: a definition has no words of its own. */
static void same_condition(const pair *p, const ent_condition *a, const ent_condition *b)
{
    ent_memory memory = ent_memory_system();
    ENT_AUTO_TEXT in_a = ent_text_new(&memory);
    ENT_AUTO_TEXT in_b = ent_text_new(&memory);
    same_text(a->text, b->text);
    assert_int_equal(a->expression == NULL, b->expression == NULL);
    if (a->expression == NULL)
        return;
    ent_expression_print(&p->a->vocabulary, a->expression, &in_a);
    ent_expression_print(&p->b->vocabulary, b->expression, &in_b);
    assert_string_equal(ent_text_string(&in_a), ent_text_string(&in_b));
}

static bool same_number(ent_decimal a, ent_decimal b)
{
    for (; a.places < b.places; a.places++)
        a.value *= 10;
    for (; b.places < a.places; b.places++)
        b.value *= 10;
    return a.value == b.value;
}

static void same_preference(const pair *p, const ent_preference *a, const ent_preference *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->wants.count, b->wants.count);
    for (size_t i = 0; i < a->wants.count; i++) {
        const ent_want *x = &a->wants.items[i];
        const ent_want *y = &b->wants.items[i];
        same_condition(p, &x->condition, &y->condition);
        same_text(x->assumption, y->assumption);
        assert_int_equal(x->because.count, y->because.count);
        for (size_t j = 0; j < x->because.count; j++)
            assert_int_equal(x->because.items[j], y->because.items[j]);
        assert_true(same_number(x->weight, y->weight));
        assert_int_equal(x->uncertain, y->uncertain);
        assert_true(same_number(x->probability, y->probability));
    }
}

static void same_types(const pair *p, const ent_party *a, const ent_party *b)
{
    assert_int_equal(a->types.count, b->types.count);
    for (size_t i = 0; i < a->types.count; i++) {
        const ent_type *x = &a->types.items[i];
        const ent_type *y = &b->types.items[i];
        same_text(x->id, y->id);
        same_text(x->name, y->name);
        same_text(x->assumption, y->assumption);
        assert_true(same_number(x->probability, y->probability));
        assert_int_equal(x->because.count, y->because.count);
        for (size_t j = 0; j < x->because.count; j++)
            assert_int_equal(x->because.items[j], y->because.items[j]);
        same_preference(p, &x->preference, &y->preference);
    }
}

static void same_movers(const pair *p)
{
    assert_int_equal(p->a->parties.count, p->b->parties.count);
    assert_int_equal(p->a->bodies.count, p->b->bodies.count);
    for (size_t i = 0; i < p->a->parties.count; i++) {
        const ent_party *a = &p->a->parties.items[i];
        const ent_party *b = &p->b->parties.items[i];
        same_text(a->id, b->id);
        same_text(a->name, b->name);
        same_preference(p, &a->preference, &b->preference);
        same_types(p, a, b);
    }
    for (size_t i = 0; i < p->a->bodies.count; i++) {
        const ent_body *a = &p->a->bodies.items[i];
        const ent_body *b = &p->b->bodies.items[i];
        same_text(a->id, b->id);
        same_text(a->name, b->name);
        same_condition(p, &a->rule, &b->rule);
        same_condition(p, &a->trigger, &b->trigger);
        assert_int_equal(a->members.count, b->members.count);
        for (size_t j = 0; j < a->members.count; j++)
            assert_int_equal(a->members.items[j], b->members.items[j]);
    }
}

static void same_options(const pair *p)
{
    assert_int_equal(p->a->options.count, p->b->options.count);
    assert_int_equal(p->a->start == NULL, p->b->start == NULL);
    for (size_t i = 0; i < p->a->options.count; i++) {
        const ent_option *a = &p->a->options.items[i];
        const ent_option *b = &p->b->options.items[i];
        const ent_scale *x = &p->a->vocabulary.options.items[i];
        const ent_scale *y = &p->b->vocabulary.options.items[i];
        same_text(a->id, b->id);
        same_text(a->text, b->text);
        assert_int_equal(a->mover, b->mover);
        assert_int_equal(a->moves, b->moves);
        assert_int_equal(x->level_count, y->level_count);
        for (uint32_t l = 0; l < x->level_count; l++)
            same_text(x->levels[l], y->levels[l]);
        if (p->a->start != NULL)
            assert_int_equal(p->a->start[i], p->b->start[i]);
    }
}

static void same_conditions(const pair *p)
{
    const ent_vocabulary *a = &p->a->vocabulary;
    const ent_vocabulary *b = &p->b->vocabulary;
    same_condition(p, &p->a->target, &p->b->target);
    assert_int_equal(p->a->constraints.count, p->b->constraints.count);
    for (size_t i = 0; i < p->a->constraints.count; i++)
        same_condition(p, &p->a->constraints.items[i], &p->b->constraints.items[i]);
    assert_int_equal(a->defined.count, b->defined.count);
    for (size_t i = 0; i < a->defined.count; i++) {
        ent_condition x = {.expression = a->defined.items[i].condition};
        ent_condition y = {.expression = b->defined.items[i].condition};
        same_text(a->defined.items[i].id, b->defined.items[i].id);
        same_condition(p, &x, &y);
    }
    assert_int_equal(a->weights.count, b->weights.count);
    for (size_t i = 0; i < a->weights.count; i++) {
        const ent_weight *x = &a->weights.items[i];
        const ent_weight *y = &b->weights.items[i];
        same_text(x->id, y->id);
        assert_int_equal(x->places, y->places);
        for (size_t j = 0; j < p->a->parties.count; j++)
            assert_int_equal(x->of_party[j], y->of_party[j]);
    }
}

static void same_statements(const pair *p)
{
    assert_int_equal(p->a->statements.count, p->b->statements.count);
    for (size_t i = 0; i < p->a->statements.count; i++) {
        const ent_statement *a = &p->a->statements.items[i];
        const ent_statement *b = &p->b->statements.items[i];
        same_text(a->id, b->id);
        same_text(a->name, b->name);
        assert_int_equal(a->by, b->by);
        same_text(a->speaker, b->speaker);
        same_text(a->date, b->date);
        same_text(a->venue, b->venue);
        same_text(a->source, b->source);
        same_text(a->text, b->text);
        same_text(a->reliability, b->reliability);
        assert_int_equal(a->claims.count, b->claims.count);
        for (size_t j = 0; j < a->claims.count; j++) {
            const ent_claim *x = &a->claims.items[j];
            const ent_claim *y = &b->claims.items[j];
            same_condition(p, &x->condition, &y->condition);
            assert_int_equal(x->body, y->body);
            assert_int_equal(x->rejected, y->rejected);
        }
    }
}

static void same_expected_number(const ent_expected_number *a, const ent_expected_number *b)
{
    same_text(a->text, b->text);
    same_text(a->numerator, b->numerator);
    same_text(a->denominator, b->denominator);
    assert_int_equal(a->rounded, b->rounded);
}

static void same_members(const ent_expected_members *a, const ent_expected_members *b)
{
    assert_int_equal(a->said, b->said);
    assert_int_equal(a->positions.count, b->positions.count);
    for (size_t i = 0; i < a->positions.count; i++)
        assert_int_equal(a->positions.items[i], b->positions.items[i]);
}

static void same_measure(const ent_expected_measure *a, const ent_expected_measure *b)
{
    assert_int_equal(a->measure, b->measure);
    assert_int_equal(a->shares.count, b->shares.count);
    for (size_t i = 0; i < a->shares.count; i++) {
        assert_int_equal(a->shares.items[i].position, b->shares.items[i].position);
        same_expected_number(&a->shares.items[i].number, &b->shares.items[i].number);
    }
}

static void same_powers(const pair *p)
{
    assert_int_equal(p->a->expectations.powers.count, p->b->expectations.powers.count);
    for (size_t i = 0; i < p->a->expectations.powers.count; i++) {
        const ent_expected_power *a = &p->a->expectations.powers.items[i];
        const ent_expected_power *b = &p->b->expectations.powers.items[i];
        assert_int_equal(a->mover, b->mover);
        same_condition(p, &a->when, &b->when);
        same_expected_number(&a->winning, &b->winning);
        same_expected_number(&a->minimal, &b->minimal);
        same_expected_number(&a->collectivity, &b->collectivity);
        same_members(&a->vetoes, &b->vetoes);
        same_members(&a->dummies, &b->dummies);
        assert_int_equal(a->measures.count, b->measures.count);
        for (size_t j = 0; j < a->measures.count; j++)
            same_measure(&a->measures.items[j], &b->measures.items[j]);
    }
}

static void same_rest(const pair *p)
{
    same_text(p->a->as_of, p->b->as_of);
    assert_int_equal(p->a->has_title, p->b->has_title);
    if (p->a->has_title)
        same_text(p->a->title, p->b->title);
    assert_int_equal(p->a->sources.count, p->b->sources.count);
    for (size_t i = 0; i < p->a->sources.count; i++)
        same_text(p->a->sources.items[i], p->b->sources.items[i]);
    const ent_expectations *a = &p->a->expectations;
    const ent_expectations *b = &p->b->expectations;
    same_text(a->source, b->source);
    assert_int_equal(a->states, b->states);
    assert_int_equal(a->sets.count, b->sets.count);
    for (size_t i = 0; i < a->sets.count; i++) {
        assert_int_equal(a->sets.items[i].mover, b->sets.items[i].mover);
        assert_int_equal(a->sets.items[i].concept, b->sets.items[i].concept);
        assert_int_equal(a->sets.items[i].numbers.count, b->sets.items[i].numbers.count);
        for (size_t j = 0; j < a->sets.items[i].numbers.count; j++)
            assert_int_equal(a->sets.items[i].numbers.items[j], b->sets.items[i].numbers.items[j]);
    }
}

static void same_history(const pair *p)
{
    const ent_history *a = &p->a->history;
    const ent_history *b = &p->b->history;
    assert_int_equal(a->said, b->said);
    same_text(a->outcome, b->outcome);
    same_text(a->challenged, b->challenged);
    same_text(a->acted, b->acted);
    same_text(a->note, b->note);
}

/* Writes the model; the text must read as the same, and be written the same. */
static void round_trip(ent_test_reading *first)
{
    ent_text once = ent_text_new(&first->memory);
    assert_int_equal(ent_write_yaml(&first->model, &once, &first->report), ENT_OK);
    ent_test_reading second;
    ent_test_read(&second, first->source.name, ent_text_string(&once));
    ent_test_show(&second.report);
    assert_int_equal(second.status, ENT_OK);
    pair p = {&first->model, &second.model};
    same_movers(&p);
    same_options(&p);
    same_conditions(&p);
    same_statements(&p);
    same_rest(&p);
    same_history(&p);
    same_powers(&p);
    ent_text twice = ent_text_new(&first->memory);
    assert_int_equal(ent_write_yaml(&second.model, &twice, &first->report), ENT_OK);
    assert_string_equal(ent_text_string(&once), ent_text_string(&twice));
    ent_text_free(&twice);
    ent_text_free(&once);
    ent_test_forget(&second);
}

static void round_trip_file(const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *file = fopen(path, "rb");
    char *text = malloc(MOST);
    assert_non_null(file);
    assert_non_null(text);
    text[fread(text, 1, MOST - 1, file)] = '\0';
    (void)fclose(file);
    ent_test_reading reading;
    ent_test_read(&reading, path, text);
    ent_test_show(&reading.report);
    assert_int_equal(reading.status, ENT_OK);
    round_trip(&reading);
    ent_test_forget(&reading);
    free(text);
}

static size_t round_trip_all(const char *pattern)
{
    const char *root = getenv("ENTENTE_ROOT");
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", root == NULL ? "." : root, pattern);
    glob_t found = {0};
    (void)glob(path, 0, NULL, &found);
    size_t count = found.gl_pathc;
    for (size_t i = 0; i < count; i++)
        round_trip_file(found.gl_pathv[i]);
    globfree(&found);
    return count;
}

TEST(models_survive)
{
    assert_true(round_trip_all("models/*.yaml") + round_trip_all("models/classic/*.yaml") > 2);
    assert_true(round_trip_all("models/institutions/*.yaml") > 2);
    assert_true(round_trip_all("models/history/*.yaml") > 2);
    assert_true(round_trip_all("tests/fuzz/fuzz_model/everything.yaml") == 1);
}

TEST(odd_texts_survive)
{
    static const char long_text[] =
        "a text that is long enough to be folded, because it goes on and "
        "on: past the width # of a line and further";
    const char *const texts[] = {
        "null",         "~",     "- a",     "a: b",      "a #b", "a:",
        "[a",           "a, b",  "'q'",     "\\\"q\\\"", "{",    "# not a comment",
        "yes",          "1",     "a\\\\b",  "%",         "@",    "a\\u2028b",
        "\\uFEFFx",     "! x",   "---",     "...",       "ü: ö", "平和",
        "? a",          "a ? b", "*x",      "&x",        "| x",  "> x",
        "http://a.b/c", "(a) b", long_text,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[2000];
        (void)snprintf(text, sizeof text,
                       "{entente: 1, title: \"%s\", source: [\"%s\", b], parties: {p: \"%s\"},\n"
                       " options: {a: {by: p, text: \"%s\"}}, statements: {s: {text: \"%s\"}}}",
                       texts[i], texts[i], texts[i], texts[i], texts[i]);
        ent_test_reading reading;
        ent_test_read(&reading, "odd.yaml", text);
        ent_test_show(&reading.report);
        assert_int_equal(reading.status, ENT_OK);
        round_trip(&reading);
        ent_test_forget(&reading);
    }
}

/* In a list, where the sign could be taken for that of an item. */
TEST(negative_weights_survive)
{
    ent_test_reading reading;
    ent_test_read(&reading, "negative.yaml",
                  "{entente: 1, parties: {p: P}, options: {a: p}, preferences: {p: {weights: "
                  "[{want: a, weight: -4.5, assumption: drawn}]}}}");
    ent_test_show(&reading.report);
    assert_int_equal(reading.status, ENT_OK);
    round_trip(&reading);
    ent_test_forget(&reading);
}

TEST(what_is_written_is_pleasant_to_read)
{
    ent_test_reading reading;
    ent_test_read(
        &reading, "a.yaml",
        "{entente: 1, title: A pact, parties: {ra: Ravonia, sel: Selland},\n"
        " options: {attack: ra, arm: {by: sel, levels: [0, 1], moves: up, text: It arms}},\n"
        " start: {arm: 1}, preferences: {ra: [attack, not arm], sel: {weights: {arm: 0.50}}}}");
    assert_int_equal(reading.status, ENT_OK);
    ent_text out = ent_text_new(&reading.memory);
    assert_int_equal(ent_write_yaml(&reading.model, &out, &reading.report), ENT_OK);
    assert_string_equal(ent_text_string(&out), "entente: 1\n"
                                               "title: A pact\n"
                                               "\n"
                                               "parties:\n"
                                               "  ra: Ravonia\n"
                                               "  sel: Selland\n"
                                               "\n"
                                               "options:\n"
                                               "  attack: {by: ra}\n"
                                               "  arm:    {by: sel, levels: [0, 1], moves: up, "
                                               "text: It arms}\n"
                                               "\n"
                                               "start: {arm: 1}\n"
                                               "\n"
                                               "preferences:\n"
                                               "  ra: [attack, not arm]\n"
                                               "  sel:\n"
                                               "    weights:\n"
                                               "      arm: 0.5\n");
    ent_text_free(&out);
    ent_test_forget(&reading);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(models_survive), cmocka_unit_test(odd_texts_survive),
              cmocka_unit_test(negative_weights_survive),
              cmocka_unit_test(what_is_written_is_pleasant_to_read));
}
