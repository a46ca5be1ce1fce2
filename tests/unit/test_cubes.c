/* Conditions as cubes, and searches among them, against going through all states. */
#include "test.h"

#include "model/cubes.h"

enum { OPTIONS = 6, STATES = 64 };

static const uint32_t bits[OPTIONS] = {3, 0, 5, 1, 4, 2};

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed * UINT64_C(2685821657736338717) >> 32;
}

static uint64_t below(uint64_t *seed, uint64_t count)
{
    return next_random(seed) % count;
}

static ent_expression *random_leaf(ent_arena *arena, uint64_t *seed)
{
    bool constant = below(seed, 12) == 0;
    ent_expression *node = ent_expression_new(arena, constant ? ENT_CONSTANT : ENT_LEVEL, 0);
    assert_non_null(node);
    node->value = below(seed, 2) == 0;
    node->index = (uint32_t)below(seed, OPTIONS);
    node->comparison = (ent_comparison)below(seed, 6);
    node->level = (uint32_t)below(seed, 2);
    return node;
}

static ent_expression *random_tree(ent_arena *arena, uint64_t *seed, uint32_t depth)
{
    static const ent_expression_kind kinds[] = {ENT_NOT, ENT_AND, ENT_OR,   ENT_IFF,
                                                ENT_IF,  ENT_IF,  ENT_COUNT};
    if (depth == 0 || below(seed, 6) == 0)
        return random_leaf(arena, seed);
    ent_expression_kind kind = kinds[below(seed, 7)];
    size_t children = kind == ENT_NOT   ? 1
                      : kind == ENT_IFF ? 2
                      : kind == ENT_IF  ? 2 + below(seed, 2)
                                        : 1 + below(seed, 4);
    ent_expression *node = ent_expression_new(arena, kind, children);
    assert_non_null(node);
    node->least = (int64_t)below(seed, 4);
    node->most = node->least + (int64_t)below(seed, 4);
    for (size_t i = 0; i < children; i++)
        node->children[i] = random_tree(arena, seed, depth - 1);
    return node;
}

static ent_vocabulary make_vocabulary(ent_arena *arena, ent_report *report)
{
    static const char *const ids[OPTIONS] = {"a", "b", "c", "d", "e", "f"};
    static const char *levels[] = {"no", "yes"};
    ent_vocabulary vocabulary = ent_vocabulary_new(arena);
    for (uint32_t i = 0; i < OPTIONS; i++) {
        uint32_t index = 0;
        assert_int_equal(ent_vocabulary_add(&vocabulary, ENT_NAME_OPTION, ids[i], (ent_place){0},
                                            report, &index),
                         ENT_OK);
        ent_vocabulary_set_levels(&vocabulary, index, levels, 2);
    }
    return vocabulary;
}

static bool covered(const ent_cube_list *cubes, uint64_t code)
{
    for (size_t i = 0; i < cubes->count; i++)
        if ((code & cubes->items[i].mask) == cubes->items[i].value)
            return true;
    return false;
}

static bool holds(const ent_expression *condition, uint64_t code)
{
    uint8_t levels[OPTIONS];
    for (uint32_t i = 0; i < OPTIONS; i++)
        levels[i] = (uint8_t)((code >> bits[i]) & 1u);
    const ent_valuation valuation = {.levels = levels};
    return ent_evaluate(condition, &valuation);
}

static void check_no_cube_within_another(const ent_cube_list *cubes)
{
    for (size_t i = 0; i < cubes->count; i++)
        for (size_t j = 0; j < cubes->count; j++) {
            ent_cube outer = cubes->items[i];
            ent_cube inner = cubes->items[j];
            assert_true(i == j || (outer.mask & ~inner.mask) != 0 ||
                        (inner.value & outer.mask) != outer.value);
        }
}

TEST(cubes_are_where_the_condition_holds)
{
    ent_memory memory = ent_memory_system();
    ent_report report = ent_report_new(&memory);
    for (uint64_t trial = 1; trial <= 3000; trial++) {
        uint64_t seed = trial * 7919;
        ent_arena arena = ent_arena_new(&memory);
        ent_vocabulary vocabulary = make_vocabulary(&arena, &report);
        ent_expression *condition = random_tree(&arena, &seed, 4);
        for (int positive = 0; positive < 2; positive++) {
            ent_cube_scope scope = {.vocabulary = &vocabulary, .bits = bits, .work = ENT_CUBE_WORK};
            ent_cube_list cubes;
            assert_int_equal(ent_cubes_where(&scope, condition, positive, &arena, &cubes), ENT_OK);
            check_no_cube_within_another(&cubes);
            for (uint64_t code = 0; code < STATES; code++)
                assert_int_equal(covered(&cubes, code), holds(condition, code) == positive);
        }
        ent_arena_free(&arena);
    }
    ent_report_free(&report);
    assert_int_equal(memory.live, 0);
}

static ent_cube random_cube(uint64_t *seed, bool may_be_empty)
{
    ent_cube cube = {0};
    do {
        cube.mask = below(seed, STATES);
        cube.mask &= below(seed, STATES);
    } while (cube.mask == 0 && !may_be_empty);
    cube.value = below(seed, STATES) & cube.mask;
    return cube;
}

static void add_cube(ent_arena *arena, ent_cube_list *list, ent_cube cube)
{
    ent_cube *item = ENT_PUSH(arena, list);
    if (item == NULL)
        fail_msg("out of memory");
    else
        *item = cube;
}

TEST(searches_find_every_state_in_order)
{
    ent_memory memory = ent_memory_system();
    for (uint64_t trial = 1; trial <= 1000; trial++) {
        uint64_t seed = trial * 104729;
        ent_arena arena = ent_arena_new(&memory);
        ent_cube_list excluded = {0};
        size_t count = below(&seed, 10);
        for (size_t i = 0; i < count; i++)
            add_cube(&arena, &excluded, random_cube(&seed, false));
        ent_cube within = random_cube(&seed, true);
        size_t most = below(&seed, 20);
        ent_cube_space space;
        ent_code_list codes;
        assert_true(ent_cube_space_make(&space, &excluded, OPTIONS, &arena));
        ent_search_end end = ent_cube_space_find(&space, within, most, &arena, &codes);
        size_t found = 0;
        for (uint64_t code = 0; code < STATES; code++) {
            if ((code & within.mask) != within.value || covered(&excluded, code))
                continue;
            if (found < most)
                assert_int_equal(codes.items[found], code);
            found++;
        }
        assert_int_equal(codes.count, found < most ? found : most);
        assert_int_equal(end, found > most ? ENT_SEARCH_MORE : ENT_SEARCH_ALL);
        ent_arena_free(&arena);
    }
    assert_int_equal(memory.live, 0);
}

TEST(searches_give_up)
{
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_cube_list excluded = {0};
    /* the lowest option can be neither taken nor not, which is seen last */
    add_cube(&arena, &excluded, (ent_cube){1, 0});
    add_cube(&arena, &excluded, (ent_cube){1, 1});
    ent_cube_space space;
    ent_code_list codes;
    assert_true(ent_cube_space_make(&space, &excluded, 60, &arena));
    assert_int_equal(ent_cube_space_find(&space, (ent_cube){0}, 0, &arena, &codes),
                     ENT_SEARCH_GAVE_UP);
    ent_arena_free(&arena);
}

TEST(work_on_a_condition_is_bounded)
{
    ent_memory memory = ent_memory_system();
    ent_report report = ent_report_new(&memory);
    ent_arena arena = ent_arena_new(&memory);
    ent_vocabulary vocabulary = make_vocabulary(&arena, &report);
    uint64_t seed = 5;
    ent_expression *tree = random_leaf(&arena, &seed);
    for (int i = 0; i < 150; i++) { /* every comparison doubles the work */
        ent_expression *node = ent_expression_new(&arena, ENT_IFF, 2);
        node->children[0] = tree;
        node->children[1] = random_leaf(&arena, &seed);
        tree = node;
    }
    ent_cube_scope scope = {.vocabulary = &vocabulary, .bits = bits, .work = 1 << 22};
    ent_cube_list cubes;
    assert_int_equal(ent_cubes_where(&scope, tree, true, &arena, &cubes), ENT_WRONG_USE);
    assert_true(memory.peak < 4 * 1024 * 1024);
    ent_arena_free(&arena);
    ent_report_free(&report);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(cubes_are_where_the_condition_holds),
              cmocka_unit_test(searches_find_every_state_in_order),
              cmocka_unit_test(searches_give_up), cmocka_unit_test(work_on_a_condition_is_bounded));
}
