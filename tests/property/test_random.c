/*
 * The solver against the oracle on thousands of random models, and laws that hold whatever the
 * model: how the concepts contain each other, and that names and order change nothing.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "property/oracle.h"
#include "property/random_model.h"
#include "solve/solve.h"
#include "support/seeds.h"

enum { MODELS = 3000, SHUFFLED_EACH = 4, PINNED_EACH = 4 };

/* A model with everything that is known of it. */
typedef struct {
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_solution solution;
    oracle *oracle;
} specimen;

static _Noreturn void give_up(const specimen *s, uint64_t seed, const char *what)
{
    ent_memory memory = ent_memory_system();
    ent_text words = ent_text_new(&memory);
    ent_report_write(&s->report, &words);
    fprintf(stderr,
            "%s\n%s\n%s\nto see this again:\n    ENT_SEED=%llu ENT_MODELS=1 "
            "build-gcc/tests/property-test_random\n",
            s->text, ent_text_string(&words), what, (unsigned long long)seed);
    ent_text_free(&words);
    fail_msg("seed %llu: %s", (unsigned long long)seed, what);
    abort();
}

static void solve(specimen *s, uint64_t seed)
{
    const ent_solve_options options = {.concepts = {true, true, true, true}};
    int threads = seed % 8 == 0 ? 2 : 1;
    if (ent_game_init(&s->game, &s->model, threads, &s->report) != ENT_OK)
        give_up(s, seed, "no game can be made of the model");
    if (ent_solve(&s->solution, &s->game, &options, &s->report) != ENT_OK)
        give_up(s, seed, "the game cannot be solved");
}

static void read_specimen(specimen *s, uint64_t seed, uint64_t shuffle)
{
    *s = (specimen){.text = random_model(seed, shuffle), .memory = ent_memory_system()};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    if (ent_read_model(&s->model, &s->source, &s->report) != ENT_OK)
        give_up(s, seed, "the model cannot be read");
}

static void forget(specimen *s)
{
    oracle_free(s->oracle);
    ent_solution_free(&s->solution);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    free(s->text);
    assert_int_equal(s->memory.live, 0);
}

/* --- Comparing: NULL where everything agrees, otherwise what does not ---------------------- */

static uint64_t code_of(const specimen *s, uint32_t number)
{
    return ent_code_of_number(&s->game.space, number);
}

static const char *compare_states(const specimen *s)
{
    const ent_space *space = &s->game.space;
    uint8_t levels[64];
    if (space->states != oracle_states(s->oracle))
        return "the numbers of states differ";
    for (uint32_t number = 1; number <= space->states; number++) {
        uint64_t code = code_of(s, number);
        if (ent_shown_code(space, code) != oracle_code(s->oracle, number))
            return "codes differ";
        if (ent_number_of(space, code) != number)
            return "the code of a number has another number";
        ent_levels_of(space, code, levels);
        if (memcmp(levels, oracle_levels(s->oracle, number), space->digit_count) != 0)
            return "levels differ";
        if (ent_code_of(space, levels) != code)
            return "the levels of a code have another code";
    }
    return NULL;
}

static const char *compare_ranks(const specimen *s, uint32_t party, uint32_t *ranks)
{
    const ent_column *keys = &s->game.keys[party];
    if (ent_rank_keys(&s->game, party, ranks) != ENT_OK)
        return "the ranks cannot be found";
    for (uint32_t number = 1; number <= s->game.space.states; number++)
        if (ranks[ent_column_get(keys, code_of(s, number))] !=
            oracle_rank(s->oracle, party, number))
            return "ranks differ";
    return NULL;
}

/* The rank that the states with this oracle key have. */
static uint32_t rank_of_key(const specimen *s, uint32_t party, uint32_t key)
{
    return oracle_key(s->oracle, party, 1) + oracle_rank(s->oracle, party, 1) - key;
}

static const char *compare_secure(const specimen *s, uint32_t party, const uint32_t *ranks)
{
    for (uint32_t each = 0; each < ENT_CONCEPTS; each++) {
        ent_column values = {0};
        const char *difference = NULL;
        if (ent_secure_values(&s->game, (ent_concept)each, party, &values) != ENT_OK)
            return "the secure values cannot be found";
        for (uint32_t number = 1; number <= s->game.space.states; number++) {
            uint32_t key = oracle_secure(s->oracle, (ent_concept)each, party, number);
            if (ranks[ent_column_get(&values, code_of(s, number))] != rank_of_key(s, party, key))
                difference = "secure values differ";
        }
        ent_column_free(&values);
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

static const char *compare_preferences(const specimen *s)
{
    for (uint32_t party = 0; party < s->game.party_count; party++) {
        uint32_t *ranks = calloc(s->game.keys[party].top + 1u, sizeof *ranks);
        assert_non_null(ranks);
        const char *difference = compare_ranks(s, party, ranks);
        if (difference == NULL)
            difference = compare_secure(s, party, ranks);
        free(ranks);
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

static const char *compare_stability(const specimen *s)
{
    for (uint32_t number = 1; number <= s->game.space.states; number++) {
        uint64_t code = code_of(s, number);
        for (int i = 0; i < ENT_CONCEPTS; i++) {
            ent_concept concept = (ent_concept)i;
            for (uint32_t mover = 0; mover < s->game.mover_count; mover++)
                if (ent_set_has(&s->solution.stable[i][mover], code) !=
                    oracle_stable(s->oracle, concept, mover, number))
                    return mover < s->game.party_count ? "the stable states of a party differ"
                                                       : "the stable states of a body differ";
            if (ent_set_has(&s->solution.equilibria[i], code) !=
                oracle_equilibrium(s->oracle, concept, number))
                return "equilibria differ";
        }
    }
    return NULL;
}

/* Sets must hold nothing beyond the feasible states. */
static const char *compare_counts(const specimen *s)
{
    for (int each = 0; each < ENT_CONCEPTS; each++) {
        uint64_t equilibria = 0;
        for (uint32_t number = 1; number <= s->game.space.states; number++)
            equilibria += oracle_equilibrium(s->oracle, (ent_concept)each, number);
        if (ent_set_count(&s->solution.equilibria[each]) != equilibria)
            return "there are equilibria that are no states";
    }
    return NULL;
}

static const char *compare_moves(const specimen *s)
{
    uint32_t states = (uint32_t)s->game.space.states;
    for (uint32_t mover = 0; mover < s->game.mover_count; mover++)
        for (uint32_t from = 1; from <= states && states <= 64; from++) {
            ent_walk walk = ent_walk_from(&s->game, mover, code_of(s, from));
            for (uint32_t to = 1; to <= states; to++)
                if (oracle_moves(s->oracle, mover, from, to) &&
                    (!ent_walk_next(&walk) || walk.code != code_of(s, to)))
                    return "moves differ";
            if (ent_walk_next(&walk))
                return "there are moves too many";
        }
    return NULL;
}

static const char *compare_target(const specimen *s)
{
    const ent_expression *target = s->model.target.expression;
    for (uint32_t number = 1; number <= s->game.space.states; number++) {
        bool holds = false;
        if (ent_holds(&s->game.space, target, code_of(s, number), &holds) != ENT_OK)
            return "the target cannot be evaluated";
        if (holds != oracle_holds(s->oracle, target, number))
            return "the target holds in other states";
    }
    return NULL;
}

static const char *compare(const specimen *s)
{
    static const char *(*const comparisons[])(const specimen *) = {
        compare_states,      compare_stability, compare_counts,
        compare_preferences, compare_moves,     compare_target,
    };
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        const char *difference = comparisons[i](s);
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

/* --- Laws --------------------------------------------------------------------------------- */

static bool contains(const ent_set *larger, const ent_set *smaller)
{
    return ent_set_count_both(larger, smaller) == ent_set_count(smaller);
}

static const char *check_inclusions(const specimen *s)
{
    static const ent_concept within[][2] = {
        {ENT_NASH, ENT_SMR}, {ENT_SMR, ENT_GMR}, {ENT_NASH, ENT_SEQ}, {ENT_SEQ, ENT_GMR}};
    for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
        ent_concept smaller = within[i][0];
        ent_concept larger = within[i][1];
        for (uint32_t mover = 0; mover < s->game.mover_count; mover++)
            if (!contains(&s->solution.stable[larger][mover], &s->solution.stable[smaller][mover]))
                return "a concept does not contain another that it should";
        if (!contains(&s->solution.equilibria[larger], &s->solution.equilibria[smaller]))
            return "equilibria of a concept are none of another that contains it";
    }
    return NULL;
}

/* The mover of the drafted model that a mover of a shuffled one is. */
static uint32_t drafted_mover(const specimen *s, uint32_t mover)
{
    uint32_t index = random_model_index(ent_mover_id(&s->model, mover));
    return mover < s->game.party_count ? index : s->game.party_count + index;
}

static const char *compare_shuffled_state(const specimen *a, uint64_t code, const specimen *b,
                                          uint64_t other)
{
    for (uint32_t mover = 0; mover < b->game.mover_count; mover++)
        for (int each = 0; each < ENT_CONCEPTS; each++)
            if (ent_set_has(&a->solution.stable[each][drafted_mover(b, mover)], code) !=
                ent_set_has(&b->solution.stable[each][mover], other))
                return "names or order change what is stable";
    for (int each = 0; each < ENT_CONCEPTS; each++)
        if (ent_set_has(&a->solution.equilibria[each], code) !=
            ent_set_has(&b->solution.equilibria[each], other))
            return "names or order change the equilibria";
    return NULL;
}

static const char *compare_shuffled(const specimen *a, const specimen *b)
{
    uint8_t levels[64];
    uint8_t shuffled[64];
    if (a->game.space.states != b->game.space.states)
        return "names or order change the number of states";
    for (uint32_t number = 1; number <= a->game.space.states; number++) {
        uint64_t code = code_of(a, number);
        ent_levels_of(&a->game.space, code, levels);
        for (size_t i = 0; i < b->model.options.count; i++)
            shuffled[i] = levels[random_model_index(b->model.options.items[i].id)];
        uint64_t other = ent_code_of(&b->game.space, shuffled);
        if (!ent_set_has(&b->game.space.feasible, other))
            return "names or order change what is feasible";
        const char *difference = compare_shuffled_state(a, code, b, other);
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

static void check_shuffled(const specimen *s, uint64_t seed)
{
    specimen shuffled;
    read_specimen(&shuffled, seed, seed + 1);
    solve(&shuffled, seed);
    const char *difference = compare_shuffled(s, &shuffled);
    if (difference != NULL)
        give_up(&shuffled, seed, difference);
    forget(&shuffled);
}

/* The same with some options held at one level, as a what-if does. */
static void check_pinned(uint64_t seed)
{
    specimen s;
    read_specimen(&s, seed, 0);
    dice d = {seed};
    uint32_t option = dice_below(&d, (uint32_t)s.model.options.count);
    uint32_t level = dice_below(&d, s.model.vocabulary.options.items[option].level_count);
    ent_status status = ent_pin_option(&s.model, option, level, &s.report);
    s.oracle = status == ENT_OK ? oracle_new(&s.model) : NULL;
    if (s.oracle != NULL && oracle_states(s.oracle) > 0) {
        solve(&s, seed);
        const char *difference = compare(&s);
        if (difference != NULL)
            give_up(&s, seed, difference);
    }
    forget(&s);
}

/* --- Tests -------------------------------------------------------------------------------- */

TEST(solver_agrees_with_the_definitions)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t models = seeds.end - seeds.first;
    uint64_t states = 0;
    uint64_t equilibria[ENT_CONCEPTS] = {0};
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        read_specimen(&s, seed, 0);
        solve(&s, seed);
        s.oracle = oracle_new(&s.model);
        const char *difference = compare(&s);
        if (difference == NULL)
            difference = check_inclusions(&s);
        if (difference != NULL)
            give_up(&s, seed, difference);
        if (models == 1 || seed % SHUFFLED_EACH == 0)
            check_shuffled(&s, seed);
        if (models == 1 || seed % PINNED_EACH == 1)
            check_pinned(seed);
        states += s.game.space.states;
        for (int each = 0; each < ENT_CONCEPTS; each++)
            equilibria[each] += ent_set_count(&s.solution.equilibria[each]);
        forget(&s);
    }
    print_message("%llu models, %llu states; equilibria: nash %llu, gmr %llu, smr %llu, seq %llu\n",
                  (unsigned long long)models, (unsigned long long)states,
                  (unsigned long long)equilibria[ENT_NASH], (unsigned long long)equilibria[ENT_GMR],
                  (unsigned long long)equilibria[ENT_SMR], (unsigned long long)equilibria[ENT_SEQ]);
}

static void flip(ent_set *set, uint64_t bit)
{
    set->words[bit / 64] ^= UINT64_C(1) << (bit % 64);
}

/* Every bit that the solver found, were it another, would be noticed. */
TEST(every_fault_is_noticed)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        specimen s;
        read_specimen(&s, seed, 0);
        solve(&s, seed);
        s.oracle = oracle_new(&s.model);
        assert_null(compare(&s));
        for (uint32_t number = 1; number <= s.game.space.states; number += 3)
            for (int each = 0; each < ENT_CONCEPTS; each++) {
                uint64_t code = code_of(&s, number);
                uint32_t mover = (uint32_t)(number % s.game.mover_count);
                flip(&s.solution.stable[each][mover], code);
                assert_non_null(compare(&s));
                flip(&s.solution.stable[each][mover], code);
                flip(&s.solution.equilibria[each], code);
                assert_non_null(compare(&s));
                flip(&s.solution.equilibria[each], code);
            }
        assert_null(compare(&s));
        forget(&s);
    }
}

/* Two models that differ are told apart however they are shuffled. */
TEST(a_shuffle_of_another_model_is_noticed)
{
    uint32_t noticed = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        specimen s;
        specimen shuffled;
        read_specimen(&s, seed, 0);
        read_specimen(&shuffled, seed, seed + 1);
        for (size_t i = 0; i < shuffled.model.options.count; i++)
            shuffled.model.options.items[i].moves = ENT_MOVES_FIXED;
        solve(&s, seed);
        solve(&shuffled, seed);
        noticed += compare_shuffled(&s, &shuffled) != NULL;
        forget(&s);
        forget(&shuffled);
    }
    assert_in_range(noticed, 10, 20);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_fault_is_noticed),
              cmocka_unit_test(a_shuffle_of_another_model_is_noticed),
              cmocka_unit_test(solver_agrees_with_the_definitions));
}
