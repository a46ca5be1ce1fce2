/* YAML and JSON as a tree: kinds, texts, places, and files that mean harm. */
#include "model/tree.h"
#include "test.h"

typedef struct {
    ent_memory memory;
    ent_arena arena;
    ent_report report;
    ent_source source;
    ent_node *root;
    ent_status status;
} fixture;

static void read_bytes(fixture *f, const char *text, size_t length)
{
    f->memory = ent_memory_system();
    f->arena = ent_arena_new(&f->memory);
    f->report = ent_report_new(&f->memory);
    f->source = (ent_source){"tree.yaml", text, length};
    f->status = ent_tree_read(&f->source, &f->arena, &f->report, &f->root);
}

static void read_text(fixture *f, const char *text)
{
    read_bytes(f, text, strlen(text));
}

static void forget(fixture *f)
{
    ent_arena_free(&f->arena);
    ent_report_free(&f->report);
    assert_int_equal(f->memory.live, 0);
}

static void assert_place(const ent_node *node, const char *text)
{
    assert_non_null(node);
    assert_int_equal(node->place.length, strlen(text));
    assert_memory_equal(node->place.source->text + node->place.offset, text, strlen(text));
}

TEST(values_know_where_they_stand)
{
    fixture f;
    read_text(&f, "a: x y\nb: [1, 'two', {c: \"d\\te\"}]\n'k': |\n  line\n  more\n");
    assert_int_equal(f.status, ENT_OK);
    assert_int_equal(f.root->kind, ENT_MAPPING);
    assert_int_equal(f.root->count, 3);
    assert_place(ent_node_get(f.root, "a"), "x y");
    const ent_node *list = ent_node_get(f.root, "b");
    assert_place(list, "[1, 'two', {c: \"d\\te\"}]");
    assert_int_equal(list->count, 3);
    assert_true(list->flow);
    assert_false(list->first->quoted);
    assert_place(list->first->next, "'two'");
    assert_true(list->first->next->quoted);
    const ent_node *escaped = ent_node_get(list->first->next->next, "c");
    assert_string_equal(escaped->text, "d\te");
    assert_false(escaped->exact);
    assert_string_equal(ent_node_get(f.root, "k")->text, "line\nmore\n");
    assert_place(ent_node_key(f.root, "k"), "'k'");
    forget(&f);
}

TEST(phrases_point_at_the_very_bytes)
{
    fixture f;
    read_text(&f,
              "- one two\n  three\n- 'one  two'\n- \"o\\x6ee\"\n- >-\n  one\n  two\n- 'it''s'\n");
    assert_int_equal(f.status, ENT_OK);
    const ent_node *item = f.root->first;
    ent_phrase phrase = ent_node_phrase(item);
    assert_true(phrase.exact);
    assert_int_equal(phrase.length, strlen("one two\n  three"));
    assert_string_equal(item->text, "one two three");
    item = item->next;
    phrase = ent_node_phrase(item);
    assert_true(phrase.exact);
    assert_memory_equal(phrase.text, "one  two", phrase.length);
    item = item->next;
    phrase = ent_node_phrase(item);
    assert_false(phrase.exact);
    assert_memory_equal(phrase.text, "one", 3);
    assert_place(item, "\"o\\x6ee\"");
    item = item->next;
    phrase = ent_node_phrase(item);
    assert_true(phrase.exact);
    assert_memory_equal(phrase.text + phrase.length - strlen("two"), "two", 3);
    assert_false(ent_node_phrase(item->next).exact);
    forget(&f);
}

TEST(what_is_left_out_is_null)
{
    fixture f;
    read_text(&f, "a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: {g}\n");
    assert_int_equal(f.status, ENT_OK);
    assert_true(ent_node_is_null(ent_node_get(f.root, "a")));
    assert_place(ent_node_get(f.root, "a"), "a");
    assert_true(ent_node_is_null(ent_node_get(f.root, "b")));
    assert_true(ent_node_is_null(ent_node_get(f.root, "c")));
    assert_false(ent_node_is_null(ent_node_get(f.root, "d")));
    assert_false(ent_node_is_null(ent_node_get(f.root, "e")));
    assert_true(ent_node_is_null(ent_node_get(ent_node_get(f.root, "f"), "g")));
    assert_null(ent_node_get(f.root, "h"));
    forget(&f);
}

TEST(json_is_read_the_same_way)
{
    fixture f;
    read_text(&f,
              "\xEF\xBB\xBF{\n\t\"a\":\t[1, true, null, \"\\u00fc\\ud83d\\ude00\\/\"],\"b\":{}}\n");
    assert_int_equal(f.status, ENT_OK);
    const ent_node *list = ent_node_get(f.root, "a");
    assert_int_equal(list->count, 4);
    assert_string_equal(list->first->next->next->next->text, "ü😀/");
    assert_place(list->first, "1");
    assert_int_equal(ent_node_get(f.root, "b")->count, 0);
    forget(&f);
}

TEST(later_duplicates_are_left_out)
{
    fixture f;
    read_text(&f, "{a: 1, b: 2, a: 3, c: 4, b: 5, a: 6}");
    assert_int_equal(f.status, ENT_WRONG_MODEL);
    assert_non_null(f.root);
    assert_int_equal(f.report.errors, 3);
    assert_int_equal(f.root->count, 3);
    assert_true(ent_node_is(ent_node_get(f.root, "a"), "1"));
    assert_true(ent_node_is(ent_node_get(f.root, "b"), "2"));
    assert_true(ent_node_is(f.root->first->next->next, "c"));
    forget(&f);
}

/* Reads text made of `unit` so many times, and asks for a complaint and a memory peak. */
static void refuse_many(const char *before, const char *unit, size_t times, const char *after,
                        const char *complaint)
{
    size_t length = strlen(before) + strlen(unit) * times + strlen(after);
    char *text = malloc(length + 1);
    assert_non_null(text);
    char *end = stpcpy(text, before);
    for (size_t i = 0; i < times; i++)
        end = stpcpy(end, unit);
    (void)stpcpy(end, after);
    fixture f;
    read_bytes(&f, text, length);
    assert_int_equal(f.status, ENT_WRONG_MODEL);
    assert_non_null(strstr(f.report.list.items[0].message, complaint));
    assert_true(f.memory.peak < (size_t)160 * 1024 * 1024);
    forget(&f);
    free(text);
}

TEST(deep_nesting_is_refused)
{
    refuse_many("", "[", 100000, "", "nest more than 64 deep");
    refuse_many("", "{a: ", 50000, "", "nest more than 64 deep");
    refuse_many("", "- ", 100000, "", "nest more than 64 deep");
    refuse_many("", "[", 1000000, "", "too much stands in this one line");
}

TEST(a_depth_of_64_is_read)
{
    char text[200] = "";
    for (int i = 0; i < 64; i++)
        text[i] = '[';
    for (int i = 64; i < 128; i++)
        text[i] = ']';
    fixture f;
    read_text(&f, text);
    assert_int_equal(f.status, ENT_OK);
    forget(&f);
}

TEST(large_files_are_refused)
{
    refuse_many("", "# sixteen bytes\n", 1024 * 1024 + 1, "", "too large");
    refuse_many("", "- x\n", 1100000, "", "more than 1000000 values");
    refuse_many("[", "[0,\"Y\"],\n", 500000, "]", "more than 1000000 values");
}

TEST(alias_bombs_are_refused)
{
    refuse_many("a: &a [x, x]\n", "b: [*a, *a]\n", 30, "", "anchor");
    refuse_many("b: ", "*a ", 1, "\n", "alias");
}

TEST(a_huge_text_is_read)
{
    enum { SIZE = 5 * 1000 * 1000 };
    char *text = malloc(SIZE + 4);
    assert_non_null(text);
    memset(text, 'x', SIZE + 3);
    text[0] = 'a';
    text[1] = ':';
    text[2] = ' ';
    fixture f;
    read_bytes(&f, text, SIZE + 3);
    assert_int_equal(f.status, ENT_OK);
    assert_int_equal(ent_node_get(f.root, "a")->length, SIZE);
    assert_true(f.memory.peak < (size_t)3 * SIZE);
    forget(&f);
    free(text);
}

int main(void)
{
    RUN_TESTS(
        cmocka_unit_test(values_know_where_they_stand),
        cmocka_unit_test(phrases_point_at_the_very_bytes),
        cmocka_unit_test(what_is_left_out_is_null), cmocka_unit_test(json_is_read_the_same_way),
        cmocka_unit_test(later_duplicates_are_left_out), cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_depth_of_64_is_read), cmocka_unit_test(large_files_are_refused),
        cmocka_unit_test(alias_bombs_are_refused), cmocka_unit_test(a_huge_text_is_read));
}
