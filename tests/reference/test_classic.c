/*
 * The published conflicts under models/classic/: every one cites where it comes from and what must
 * be found, and both the solver and the oracle find exactly that.
 */
#include "test.h"

#include <dirent.h>

#include "property/oracle.h"
#include "solve/solve.h"

typedef struct {
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_solution solution;
    oracle *oracle;
} conflict;

static char *read_file(const char *name)
{
    char path[4096];
    const char *root = getenv("ENTENTE_ROOT");
    char *text = NULL;
    size_t length = 0;
    (void)snprintf(path, sizeof path, "%s/models/classic/%s", root == NULL ? "." : root, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    for (int c = getc(in); c != EOF; c = getc(in))
        fputc(c, out);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void open_conflict(conflict *c, const char *name)
{
    const ent_solve_options all = {.concepts = {true, true, true, true}};
    *c = (conflict){.text = read_file(name), .memory = ent_memory_system()};
    c->source = (ent_source){name, c->text, strlen(c->text)};
    c->report = ent_report_new(&c->memory);
    ent_model_init(&c->model, &c->memory);
    if (ent_read_model(&c->model, &c->source, &c->report) != ENT_OK) {
        ent_text words = ent_text_new(&c->memory);
        ent_report_write(&c->report, &words);
        fail_msg("%s", ent_text_string(&words));
    }
    assert_int_equal(ent_game_init(&c->game, &c->model, 1, &c->report), ENT_OK);
    assert_int_equal(ent_solve(&c->solution, &c->game, &all, &c->report), ENT_OK);
    c->oracle = oracle_new(&c->model);
}

static void close_conflict(conflict *c)
{
    oracle_free(c->oracle);
    ent_solution_free(&c->solution);
    ent_game_free(&c->game);
    ent_model_free(&c->model);
    ent_report_free(&c->report);
    free(c->text);
    assert_int_equal(c->memory.live, 0);
}

static uint32_t mover_named(const conflict *c, const char *id)
{
    for (uint32_t mover = 0; mover < ent_mover_count(&c->model); mover++)
        if (strcmp(ent_mover_id(&c->model, mover), id) == 0)
            return mover;
    fail_msg("%s has no mover '%s'", c->source.name, id);
    return 0;
}

/* Whether exactly the numbers in the list are stable, or equilibria, for oracle and solver. */
static void expect(const conflict *c, const ent_expected_set *set)
{
    bool equilibria = set->mover == ENT_NOBODY;
    const ent_set *found = equilibria ? &c->solution.equilibria[set->concept]
                                      : &c->solution.stable[set->concept][set->mover];
    size_t next = 0;
    for (uint32_t number = 1; number <= oracle_states(c->oracle); number++) {
        bool listed = next < set->numbers.count && set->numbers.items[next] == number;
        next += listed;
        bool slow = equilibria ? oracle_equilibrium(c->oracle, set->concept, number)
                               : oracle_stable(c->oracle, set->concept, set->mover, number);
        bool fast = ent_set_has(found, ent_code_of_number(&c->game.space, number));
        if (slow != listed || fast != listed)
            fail_msg("%s, %s, %s, state %u: expected %d, oracle %d, solver %d", c->source.name,
                     equilibria ? "equilibria" : ent_mover_id(&c->model, set->mover),
                     ent_concept_id(set->concept), number, listed, slow, fast);
    }
    assert_int_equal(next, set->numbers.count);
}

/* A classic cites its sources, says what must be found, and says it of everyone. */
static void check_conflict(const char *name)
{
    conflict c;
    open_conflict(&c, name);
    const ent_expectations *expectations = &c.model.expectations;
    assert_true(c.model.sources.count > 0);
    assert_non_null(expectations->source);
    assert_int_equal(expectations->states, oracle_states(c.oracle));
    assert_int_equal(expectations->states, c.game.space.states);
    assert_int_equal(expectations->sets.count, ENT_CONCEPTS * (1 + ent_mover_count(&c.model)));
    for (size_t i = 0; i < expectations->sets.count; i++)
        expect(&c, &expectations->sets.items[i]);
    close_conflict(&c);
}

TEST(every_classic_is_reproduced)
{
    char path[4096];
    const char *root = getenv("ENTENTE_ROOT");
    size_t conflicts = 0;
    (void)snprintf(path, sizeof path, "%s/models/classic", root == NULL ? "." : root);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".yaml") != 0)
            continue;
        check_conflict(entry->d_name);
        conflicts++;
    }
    closedir(folder);
    assert_true(conflicts >= 6);
}

/* The equilibria once more, typed apart from the models: a zero ends each list. */
static const struct {
    const char *file;
    uint32_t states;
    uint64_t equilibria[ENT_CONCEPTS][16];
} known[] = {
    {"cuban.yaml", 12, {{6}, {1, 2, 3, 5, 6, 7, 8}, {1, 2, 3, 5, 6, 7, 8}, {5, 6, 7}}},
    {"prisoners.yaml", 4, {{1}, {1, 4}, {1, 4}, {1, 4}}},
    {"chicken.yaml", 4, {{2, 3}, {1, 2, 3}, {1, 2, 3}, {2, 3}}},
    {"elmira-12.yaml",
     12,
     {{5, 6, 7, 10, 11, 12},
      {1, 4, 5, 6, 7, 10, 11, 12},
      {1, 4, 5, 6, 7, 10, 11, 12},
      {5, 6, 7, 10, 11, 12}}},
    {"garrison.yaml",
     23,
     {{2, 3, 11, 17, 18, 21, 22},
      {2, 3, 4, 6, 8, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22},
      {2, 3, 4, 6, 8, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22},
      {2, 3, 11, 17, 18, 21, 22}}},
};

TEST(known_equilibria)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        conflict c;
        open_conflict(&c, known[i].file);
        assert_int_equal(oracle_states(c.oracle), known[i].states);
        for (int each = 0; each < ENT_CONCEPTS; each++) {
            ent_expected_set set = {.mover = ENT_NOBODY, .concept = (ent_concept)each};
            uint64_t numbers[16];
            memcpy(numbers, known[i].equilibria[each], sizeof numbers);
            set.numbers.items = numbers;
            while (numbers[set.numbers.count] != 0)
                set.numbers.count++;
            expect(&c, &set);
        }
        close_conflict(&c);
    }
}

/*
 * A sanction in which one opponent moves twice, another in between: from 2, to which the Canadian
 * opposition would improve from 6, the others go 2, 1, 4, 3, and 3 is worse for it than 6.
 */
TEST(garrison_state_6_needs_an_opponent_to_move_twice)
{
    conflict c;
    open_conflict(&c, "garrison.yaml");
    const oracle *o = c.oracle;
    uint32_t canada = mover_named(&c, "canada");
    uint32_t support = mover_named(&c, "us-support");
    uint32_t opposition = mover_named(&c, "us-opposition");
    assert_true(oracle_moves(o, canada, 6, 2));
    assert_true(oracle_key(o, canada, 2) > oracle_key(o, canada, 6));
    assert_true(oracle_moves(o, support, 2, 1));
    assert_true(oracle_moves(o, opposition, 1, 4));
    assert_true(oracle_moves(o, support, 4, 3));
    assert_true(oracle_key(o, canada, 3) <= oracle_key(o, canada, 6));
    for (uint32_t direct = 1; direct <= oracle_states(o); direct++)
        for (uint32_t after = 1; after <= oracle_states(o); after++) {
            bool twice =
                oracle_moves(o, support, 2, direct) && oracle_moves(o, opposition, direct, after);
            bool reversed =
                oracle_moves(o, opposition, 2, direct) && oracle_moves(o, support, direct, after);
            if (twice || reversed)
                assert_true(oracle_key(o, canada, after) > oracle_key(o, canada, 6));
        }
    uint64_t code = ent_code_of_number(&c.game.space, 6);
    assert_false(oracle_stable(o, ENT_NASH, canada, 6));
    assert_true(oracle_stable(o, ENT_GMR, canada, 6));
    assert_true(oracle_stable(o, ENT_SMR, canada, 6));
    assert_true(ent_set_has(&c.solution.stable[ENT_GMR][canada], code));
    assert_true(ent_set_has(&c.solution.stable[ENT_SMR][canada], code));
    close_conflict(&c);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_classic_is_reproduced), cmocka_unit_test(known_equilibria),
              cmocka_unit_test(garrison_state_6_needs_an_opponent_to_move_twice));
}
