/*
 * All 576 strict 2x2 games: two parties with a yes/no option each, every pair of rankings of the
 * four states. The expected equilibria were computed by a separate program from the definitions.
 */
#include "test.h"

#include "property/oracle.h"
#include "solve/solve.h"

enum { RANKINGS = 24, STATES = 4 };

/*
 * Four digits a game, the states that are equilibria under nash, gmr, smr and seq (bit n - 1 for
 * state n, hexadecimal). Games stand in the order of the first party's ranking, best first, read as
 * a number, then of the second's.
 */
static const char *const expected = "13311331111111111311111123322332232222222222222211111111232222"
                                    "2211112222131111112222222211112222"
                                    "13311331111111111311111123322332232222222222222211111111232222"
                                    "2211112222131111112222222211112222"
                                    "17711331155115511311151127762332276626662222222215511551276626"
                                    "6615512666131115112222222215512666"
                                    "155199991551155199999d990555899905450c4c888888881551155105450c"
                                    "4c1dd90ccc99999d99888888889dd98cc8"
                                    "13119b99111111119b99999903138b9903030a0a8a888a881111111103030a"
                                    "0a19990a8a9b9999998a888a8899998a88"
                                    "151199991511151199999d990515899905050c0c888888881511151105050c"
                                    "0c1d990c8c99999d99888888889d998c88"
                                    "13311331111111111311111123322332232222222222222211111111232222"
                                    "2211112222131111112222222211112222"
                                    "13311331111111111311111123322332232222222222222211111111232222"
                                    "2211112222131111112222222211112222"
                                    "47660323454445440303050567662322676666662222222245444544676666"
                                    "6645446666030305052222222205452666"
                                    "46660a2a444444440a0a0c0c66662a2266666e662a222a224444444466666e"
                                    "664c446e660a0a0c0c2a222a220c4c2e66"
                                    "13311bb9111111111b99199923322bb223222a222aa22aa21111111123222a"
                                    "2219992aa21b9919992aa22aa219992aa2"
                                    "46660aaa444444440a8a0c8c66662aa266666e662aa22aa24444444466666e"
                                    "664cc46ee60a8a0c8c2aa22aa20ccc2ee6"
                                    "47760333455445540313051567762332676666662222222245544554676666"
                                    "6645546666031305152222222205552666"
                                    "455489994554455489998d994554899945444c44888888884554455445444c"
                                    "444dd44cc489998d99888888888dd98cc8"
                                    "47660323454445440303050567662322676666662222222245444544676666"
                                    "6645446666030305052222222205452666"
                                    "46660a2a444444440a0a0c0c66662a2266666e662a222a224444444466666e"
                                    "664c446e660a0a0c0c2a222a220c4c2e66"
                                    "444488884444444488888c884444888844444c44888888884444444444444c"
                                    "444cc44cc488888c88888888888cc88cc8"
                                    "444488884444444488888c884444888844444c44888888884444444444444c"
                                    "444cc44cc488888c88888888888cc88cc8"
                                    "13119b99111111119b99999903138b9903030a0a8a888a881111111103030a"
                                    "0a19990a8a9b9999998a888a8899998a88"
                                    "151199991511151199999d990515899905050c0c888888881511151105050c"
                                    "0c1d990c8c99999d99888888889d998c88"
                                    "13319bb9111111119b99999903338bb903230a2a8aa88aa81111111103230a"
                                    "2a19990aaa9b9999998aa88aa899998aa8"
                                    "46668aa8444444448a888c8846668aa846664e668aa88aa84444444446664e"
                                    "664cc44ee68a888c888aa88aa88cc88ee8"
                                    "444488884444444488888c884444888844444c44888888884444444444444c"
                                    "444cc44cc488888c88888888888cc88cc8"
                                    "444488884444444488888c884444888844444c44888888884444444444444c"
                                    "444cc44cc488888c88888888888cc88cc8";

/* The ranking with this place among all, as state numbers, best first. */
static void ranking_at(uint32_t place, uint32_t *ranking)
{
    uint32_t left[STATES] = {1, 2, 3, 4};
    uint32_t choices = RANKINGS;
    for (uint32_t i = 0; i < STATES; i++) {
        choices /= STATES - i;
        uint32_t chosen = place / choices;
        place %= choices;
        ranking[i] = left[chosen];
        for (uint32_t k = chosen; k + 1 < STATES; k++)
            left[k] = left[k + 1];
    }
}

static void write_ranking(FILE *out, const char *party, uint32_t place)
{
    static const char *const states[] = {
        "not row and not column",
        "not row and column",
        "row and not column",
        "row and column",
    };
    uint32_t ranking[STATES];
    ranking_at(place, ranking);
    fprintf(out, "  %s:\n    ranking:\n", party);
    for (uint32_t i = 0; i < STATES; i++)
        fprintf(out, "      - %s\n", states[ranking[i] - 1]);
}

/* The first party chooses the row, the second the column; states are numbered row by row. */
static char *write_game(uint32_t first, uint32_t second)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("entente: 1\n"
          "parties: {first: First, second: Second}\n"
          "options:\n"
          "  column: {by: second}\n"
          "  row: {by: first}\n"
          "preferences:\n",
          out);
    write_ranking(out, "first", first);
    write_ranking(out, "second", second);
    assert_int_equal(fclose(out), 0);
    return text;
}

static uint32_t digit_value(char digit)
{
    return (uint32_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static void check_game(uint32_t first, uint32_t second)
{
    ent_memory memory = ent_memory_system();
    ENT_AUTO_REPORT report = ent_report_new(&memory);
    ENT_AUTO_MODEL model;
    char *text = write_game(first, second);
    const ent_source source = {"two-by-two.yaml", text, strlen(text)};
    ent_model_init(&model, &memory);
    assert_int_equal(ent_read_model(&model, &source, &report), ENT_OK);
    ENT_AUTO_GAME game;
    ENT_AUTO_SOLUTION solution;
    const ent_solve_options all = {.concepts = {true, true, true, true}};
    assert_int_equal(ent_game_init(&game, &model, 1, &report), ENT_OK);
    assert_int_equal(ent_solve(&solution, &game, &all, &report), ENT_OK);
    oracle *o = oracle_new(&model);
    assert_int_equal(oracle_states(o), STATES);
    for (int i = 0; i < ENT_CONCEPTS; i++) {
        uint32_t mask =
            digit_value(expected[((size_t)first * RANKINGS + second) * ENT_CONCEPTS + (size_t)i]);
        for (uint32_t number = 1; number <= STATES; number++) {
            bool equilibrium = (mask >> (number - 1)) & 1u;
            assert_int_equal(oracle_equilibrium(o, (ent_concept)i, number), equilibrium);
            assert_int_equal(ent_set_has(&solution.equilibria[i], number - 1), equilibrium);
        }
    }
    oracle_free(o);
    free(text);
}

TEST(every_strict_game)
{
    assert_int_equal(strlen(expected), RANKINGS * RANKINGS * ENT_CONCEPTS);
    for (uint32_t first = 0; first < RANKINGS; first++)
        for (uint32_t second = 0; second < RANKINGS; second++)
            check_game(first, second);
}

/* How many of the games have each state as an equilibrium, under each concept. */
TEST(the_table_is_symmetric)
{
    static const uint32_t totals[ENT_CONCEPTS] = {144, 256, 196, 193};
    for (uint32_t concept_at = 0; concept_at < ENT_CONCEPTS; concept_at++)
        for (uint32_t number = 1; number <= STATES; number++) {
            uint32_t count = 0;
            for (size_t game = 0; game < RANKINGS * RANKINGS; game++)
                count +=
                    digit_value(expected[game * ENT_CONCEPTS + concept_at]) >> (number - 1) & 1u;
            assert_int_equal(count, totals[concept_at]);
        }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_strict_game), cmocka_unit_test(the_table_is_symmetric));
}
