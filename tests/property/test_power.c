/*
 * Power indices of thousands of random rules against sums over all coalitions, which are asked one
 * by one through the second reading of rules (reading.h). Every index is compared as a fraction:
 * the double must be the one nearest to it.
 */
#include "test.h"

#include <math.h>

#include "lang/program.h"
#include "property/random_model.h"
#include "property/reading.h"
#include "support/seeds.h"
#include "vote/power.h"

enum { GAMES = 3000, MEMBERS = 12, TEXT = 8192 };

__extension__ typedef __int128 wide;

/* --- Random rules ---------------------------------------------------------------------------- */

typedef struct {
    dice dice;
    uint32_t members;
    char text[TEXT];
    size_t length;
} draft;

static void add(draft *d, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(d->text + d->length, TEXT - d->length, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && d->length + (size_t)length < TEXT);
    d->length += (size_t)length;
}

static void add_leaf(draft *d)
{
    static const char *const words[] = {"all", "any", "majority"};
    uint32_t kind = dice_below(&d->dice, 10);
    if (kind < 3)
        add(d, "p%u", dice_below(&d->dice, d->members));
    else if (kind < 4)
        add(d, "%s", words[dice_below(&d->dice, 3)]);
    else if (kind < 6)
        add(d, "count %s %u",
            dice_below(&d->dice, 2) == 0 ? ">" : ">=", dice_below(&d->dice, d->members + 1));
    else
        add(d, "w%u %s %u%%", dice_below(&d->dice, 2),
            dice_below(&d->dice, 2) == 0 ? ">" : ">=", dice_below(&d->dice, 101));
}

static void add_rule(draft *d, int depth);

static void add_list(draft *d, int depth)
{
    uint32_t parts = 2 + dice_below(&d->dice, 3);
    if (dice_below(&d->dice, 2) == 0)
        add(d, "at least %u of {", 1 + dice_below(&d->dice, parts));
    else
        add(d, "%s of {", dice_below(&d->dice, 2) == 0 ? "all" : "any");
    for (uint32_t i = 0; i < parts; i++) {
        add(d, i == 0 ? "" : ", ");
        add_rule(d, depth - 1);
    }
    add(d, "}");
}

static void add_rule(draft *d, int depth)
{
    uint32_t kind = depth == 0 ? 0 : dice_below(&d->dice, 8);
    if (kind < 2) {
        add_leaf(d);
    } else if (kind < 5) {
        add(d, "(");
        add_rule(d, depth - 1);
        add(d, kind < 4 ? " and " : " or ");
        add_rule(d, depth - 1);
        add(d, ")");
    } else if (kind < 7) {
        add_list(d, depth);
    } else {
        add(d, "(if %s then ", dice_below(&d->dice, 2) == 0 ? "x" : "not (x and y = two)");
        add_rule(d, depth - 1);
        if (dice_below(&d->dice, 2) == 0) {
            add(d, " else ");
            add_rule(d, depth - 1);
        }
        add(d, ")");
    }
}

static void add_weights(draft *d, uint32_t which)
{
    static const uint32_t largest[] = {2, 5, 30, 1000, 100000000};
    uint32_t bound = largest[dice_below(&d->dice, 5)];
    add(d, "  w%u: {", which);
    for (uint32_t i = 0; i < d->members; i++)
        add(d, "%sp%u: %u", i == 0 ? "" : ", ", i, dice_below(&d->dice, bound));
    add(d, ", outside: 7}\n");
}

/* A body whose members stand in another order than the parties, with a party outside. */
static void write_draft(draft *d, uint64_t seed)
{
    *d = (draft){.dice = {seed}};
    d->members = seed % 4 == 0 ? 1 + dice_below(&d->dice, MEMBERS) : 1 + dice_below(&d->dice, 8);
    add(d, "entente: 1\nparties: {outside: Outside");
    for (uint32_t i = 0; i < d->members; i++)
        add(d, ", p%u: P%u", i, i);
    add(d, "}\noptions:\n  act: body\n  x: outside\n  y: {by: outside, levels: [one, two]}\n"
           "weights:\n");
    add_weights(d, 0);
    add_weights(d, 1);
    add(d, "bodies:\n  body:\n    members: [");
    uint32_t turn = dice_below(&d->dice, d->members);
    for (uint32_t i = 0; i < d->members; i++)
        add(d, "%sp%u", i == 0 ? "" : ", ", (i + turn) % d->members);
    add(d, "]\n    rule: >-\n      ");
    add_rule(d, (int)dice_below(&d->dice, 4));
    add(d, "\n");
}

/* --- A rule with everything that brute force says of it --------------------------------------- */

typedef struct {
    draft draft;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_arena arena;
    uint8_t levels[3];
    ent_simple_game game;
    ent_power power;
    uint32_t n;
    bool wins[1 << MEMBERS];
} specimen;

static _Noreturn void give_up(const specimen *s, uint64_t seed, const char *what)
{
    fprintf(stderr,
            "%s\n%s\nto see this again:\n    ENT_SEED=%llu ENT_MODELS=1 "
            "build-gcc/tests/property-test_power\n",
            s->draft.text, what, (unsigned long long)seed);
    fail_msg("seed %llu: %s", (unsigned long long)seed, what);
    abort();
}

static void read_specimen(specimen *s, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    write_draft(&s->draft, seed);
    s->memory = ent_memory_system();
    s->source = (ent_source){"random.yaml", s->draft.text, s->draft.length};
    s->report = ent_report_new(&s->memory);
    s->arena = ent_arena_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    if (ent_read_model(&s->model, &s->source, &s->report) != ENT_OK)
        give_up(s, seed, "the model cannot be read");
    s->n = s->draft.members;
    s->levels[1] = (uint8_t)(seed / 2 % 2);
    s->levels[2] = (uint8_t)(seed / 4 % 2);
}

static void forget(specimen *s)
{
    ent_arena_free(&s->arena);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
}

/* The game, with the rule's option conditions settled as the specimen's levels have them. */
static void make_game(specimen *s, uint64_t seed)
{
    const ent_body *body = &s->model.bodies.items[0];
    ent_program program;
    ent_switch_list switches;
    if (ent_compile_rule(&s->model.vocabulary, body->rule.expression, &s->arena, &program,
                         &switches) != ENT_OK)
        give_up(s, seed, "the rule cannot be compiled");
    bool holds[64] = {false};
    assert_true(switches.count <= 64);
    const reading in = {.model = &s->model, .levels = s->levels};
    for (size_t i = 0; i < switches.count; i++)
        holds[i] = reading_holds(&in, switches.items[i]);
    const ent_settled_rule rule = {.rule = body->rule.expression,
                                   .switches = switches.items,
                                   .holds = holds,
                                   .switch_count = switches.count,
                                   .members = body->members.items,
                                   .member_count = (uint32_t)body->members.count};
    if (ent_simple_game_make(&s->game, &rule, &s->arena) != ENT_OK)
        give_up(s, seed, "the game cannot be made");
}

static void ask_coalitions(specimen *s)
{
    const ent_body *body = &s->model.bodies.items[0];
    for (uint32_t c = 0; c < UINT32_C(1) << s->n; c++) {
        bool consents[MEMBERS + 1] = {false};
        for (uint32_t i = 0; i < s->n; i++)
            consents[body->members.items[i]] = (c >> i) & 1u;
        const reading in = {
            .model = &s->model, .levels = s->levels, .body = body, .consents = consents};
        s->wins[c] = reading_holds(&in, body->rule.expression);
    }
}

static bool critical(const specimen *s, uint32_t coalition, uint32_t member)
{
    return (coalition >> member) & 1u && s->wins[coalition] &&
           !s->wins[coalition & ~(1u << member)];
}

static uint32_t count_critical(const specimen *s, uint32_t coalition)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->n; i++)
        count += critical(s, coalition, i);
    return count;
}

static uint32_t size_of(uint32_t coalition)
{
    return (uint32_t)__builtin_popcount(coalition);
}

static wide factorial(uint32_t n)
{
    return n == 0 ? 1 : n * factorial(n - 1);
}

/* Numerators by index and member over a common denominator; Σ over all coalitions. */
typedef struct {
    wide number[ENT_INDICES][MEMBERS];
    wide whole[ENT_INDICES];
    wide winning;
    wide minimal;
} sums;

enum { LCM = 27720 /* of 1 … 12 */ };

static void add_coalition(const specimen *s, uint32_t c, sums *t)
{
    uint32_t size = size_of(c);
    uint32_t criticals = count_critical(s, c);
    bool minimal = s->wins[c] && criticals == size;
    t->winning += s->wins[c];
    t->minimal += minimal;
    for (uint32_t i = 0; i < s->n; i++) {
        if (critical(s, c, i)) {
            t->number[ENT_BANZHAF][i]++;
            t->whole[ENT_BANZHAF]++;
            t->number[ENT_SHAPLEY_SHUBIK][i] += factorial(size - 1) * factorial(s->n - size);
            t->number[ENT_JOHNSTON][i] += LCM / criticals;
            t->whole[ENT_JOHNSTON] += LCM / criticals;
        }
        if (minimal && (c >> i) & 1u) {
            t->number[ENT_DEEGAN_PACKEL][i] += LCM / size;
            t->number[ENT_HOLLER_PACKEL][i]++;
            t->whole[ENT_HOLLER_PACKEL]++;
        }
    }
}

static void sum_coalitions(const specimen *s, sums *t)
{
    *t = (sums){0};
    for (uint32_t c = 0; c < UINT32_C(1) << s->n; c++)
        add_coalition(s, c, t);
    wide all = (wide)1 << s->n;
    t->whole[ENT_BANZHAF_ABSOLUTE] = all / 2;
    t->whole[ENT_COLEMAN_PREVENT] = t->winning;
    t->whole[ENT_COLEMAN_INITIATE] = all - t->winning;
    t->whole[ENT_SHAPLEY_SHUBIK] = factorial(s->n);
    t->whole[ENT_DEEGAN_PACKEL] = t->whole[ENT_HOLLER_PACKEL] > 0 ? t->minimal * LCM : 0;
    for (uint32_t i = 0; i < s->n; i++)
        t->number[ENT_BANZHAF_ABSOLUTE][i] = t->number[ENT_COLEMAN_PREVENT][i] =
            t->number[ENT_COLEMAN_INITIATE][i] = t->number[ENT_BANZHAF][i];
}

/* --- Comparing ----------------------------------------------------------------------------------
 */

/* Whether no double is nearer to number / whole. */
static bool is_nearest(double value, wide number, wide whole)
{
    int exponent = 0;
    wide mantissa = (wide)ldexp(frexp(value, &exponent), 53);
    if (mantissa == 0 || number == 0)
        return mantissa == 0 && number == 0;
    wide off = (number << (53 - exponent)) - mantissa * whole;
    return 2 * (off < 0 ? -off : off) <= whole;
}

static bool equals(ent_natural natural, wide number)
{
    uint64_t value = 0;
    return ent_natural_fits(natural, &value) && (wide)value == number;
}

static const char *compare_counts(const specimen *s, const sums *t)
{
    const ent_power *power = &s->power;
    uint32_t all = (UINT32_C(1) << s->n) - 1;
    if (!equals(power->winning, t->winning))
        return "winning coalitions";
    if (!power->minimal_known || !equals(power->minimal, t->minimal))
        return "minimal winning coalitions";
    if (!is_nearest(power->collectivity, t->winning, (wide)all + 1))
        return "the collectivity's power to act";
    for (uint32_t i = 0; i < s->n; i++) {
        if (!equals(power->swings[i], t->number[ENT_BANZHAF][i]))
            return "swings";
        if (power->dummy[i] != (t->number[ENT_BANZHAF][i] == 0))
            return "dummies";
        if (power->veto[i] != !s->wins[all & ~(1u << i)])
            return "vetoes";
    }
    return power->missing == NULL ? NULL : "something is missing";
}

static const char *compare_indices(const specimen *s, const sums *t)
{
    static const char *const names[] = {"Banzhaf",
                                        "absolute Banzhaf",
                                        "Shapley-Shubik",
                                        "Coleman, to prevent",
                                        "Coleman, to initiate",
                                        "Johnston",
                                        "Deegan-Packel",
                                        "Holler-Packel"};
    bool proper = s->game.kind == ENT_GAME_PROPER;
    for (int index = 0; index < ENT_INDICES; index++) {
        const double *values = s->power.index[index];
        bool defined = t->whole[index] != 0 && (proper || index != ENT_SHAPLEY_SHUBIK);
        if ((values != NULL) != defined)
            return names[index];
        for (uint32_t i = 0; i < s->n && defined; i++)
            if (!is_nearest(values[i], t->number[index][i], t->whole[index]))
                return names[index];
    }
    return NULL;
}

/* Whether no coalition changes its fate when i and k change places. */
static bool interchangeable(const specimen *s, uint32_t i, uint32_t k)
{
    for (uint32_t c = 0; c < UINT32_C(1) << s->n; c++) {
        uint32_t others = c & ~(1u << i) & ~(1u << k);
        if (s->wins[c] != s->wins[others | ((c >> i) & 1u) << k | ((c >> k) & 1u) << i])
            return false;
    }
    return true;
}

/* Classes are the members that are interchangeable, all of them, named by their first. */
static const char *compare_classes(const specimen *s)
{
    const uint32_t *class_of = s->power.class_of;
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k <= i; k++) {
            bool same = class_of[i] == class_of[k];
            if (same != interchangeable(s, i, k) && s->game.kind == ENT_GAME_PROPER)
                return "members of a class, or of two";
            if (k == class_of[i] && class_of[k] != k)
                return "a class does not begin with its first member";
        }
    return NULL;
}

static const char *compare_list(specimen *s)
{
    ent_coalitions listed;
    uint32_t expected = 0;
    if (ent_list_minimal(&s->game, SIZE_MAX, &s->arena, &listed) != ENT_OK || !listed.complete)
        return "minimal winning coalitions cannot be listed";
    for (uint32_t c = 0; c < UINT32_C(1) << s->n; c++)
        expected += s->wins[c] && count_critical(s, c) == size_of(c);
    for (size_t i = 0; i < listed.count; i++) {
        uint32_t c = (uint32_t)listed.words[i];
        if (!s->wins[c] || count_critical(s, c) != size_of(c))
            return "a listed coalition is no minimal winning one";
        for (size_t k = 0; k < i; k++)
            if (listed.words[k] == c)
                return "a coalition is listed twice";
    }
    if (listed.count != expected)
        return "minimal winning coalitions are not all listed";
    if (expected > 0 && (ent_list_minimal(&s->game, expected - 1, &s->arena, &listed) != ENT_OK ||
                         listed.complete || listed.count != expected - 1))
        return "a list that is cut short";
    return NULL;
}

static const char *compare_chances(specimen *s)
{
    double chance[MEMBERS] = {0};
    double with[MEMBERS] = {0};
    double without[MEMBERS] = {0};
    double acts = 0;
    double sum = 0;
    for (uint32_t i = 0; i < s->n; i++)
        chance[i] = dice_below(&s->draft.dice, 11) / 10.0;
    if (ent_chance_to_act(&s->game, chance, &acts, with, without, &s->arena, &s->report) != ENT_OK)
        return "the chance to act";
    double sum_with[MEMBERS] = {0};
    double sum_without[MEMBERS] = {0};
    for (uint32_t c = 0; c < UINT32_C(1) << s->n; c++) {
        if (!s->wins[c])
            continue;
        double all = 1;
        for (uint32_t i = 0; i < s->n; i++)
            all *= (c >> i) & 1u ? chance[i] : 1 - chance[i];
        sum += all;
        for (uint32_t i = 0; i < s->n; i++) {
            double others = 1;
            for (uint32_t k = 0; k < s->n; k++)
                others *= k == i ? 1 : (c >> k) & 1u ? chance[k] : 1 - chance[k];
            *((c >> i) & 1u ? &sum_with[i] : &sum_without[i]) += others;
        }
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (fabs(with[i] - sum_with[i]) > 1e-12 || fabs(without[i] - sum_without[i]) > 1e-12)
            return "a member's effect on the chance to act";
    return fabs(sum - acts) > 1e-12 ? "the chance to act" : NULL;
}

static const char *compare_estimate(specimen *s, const sums *t)
{
    enum { DRAWS = 4000 };
    ent_estimate e;
    const ent_power_options options = {0};
    if (ent_estimate_power(&e, &s->game, DRAWS, 1, &options, &s->arena) != ENT_OK)
        return "an estimate cannot be made";
    for (uint32_t i = 0; i < s->n; i++) {
        double exact = (double)t->number[ENT_BANZHAF][i] / (double)t->whole[ENT_BANZHAF_ABSOLUTE];
        double spread = 6 * sqrt(exact * (1 - exact) / DRAWS);
        if (fabs(e.banzhaf[i] - exact) > spread + 1e-9)
            return "an estimate of Banzhaf's index";
        exact = s->game.kind == ENT_GAME_PROPER ? (double)t->number[ENT_SHAPLEY_SHUBIK][i] /
                                                      (double)t->whole[ENT_SHAPLEY_SHUBIK]
                                                : 0;
        spread = 6 * sqrt(exact * (1 - exact) / DRAWS);
        if (fabs(e.shapley[i] - exact) > spread + 1e-9)
            return "an estimate of Shapley and Shubik's index";
    }
    return NULL;
}

TEST(power_is_what_sums_over_coalitions_say)
{
    static specimen s;
    static sums t;
    ent_test_seeds seeds = ent_test_seeds_for(GAMES);
    uint32_t proper = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        read_specimen(&s, seed);
        make_game(&s, seed);
        ask_coalitions(&s);
        sum_coalitions(&s, &t);
        const ent_power_options options = {.threads = seed % 8 == 0 ? 2 : 1};
        if (ent_measure_power(&s.power, &s.game, &options, &s.arena, &s.report) != ENT_OK)
            give_up(&s, seed, "the power cannot be measured");
        const char *wrong = compare_counts(&s, &t);
        wrong = wrong != NULL ? wrong : compare_indices(&s, &t);
        wrong = wrong != NULL ? wrong : compare_classes(&s);
        wrong = wrong != NULL ? wrong : compare_list(&s);
        wrong = wrong != NULL ? wrong : compare_chances(&s);
        if (wrong == NULL && seed % 16 == 0)
            wrong = compare_estimate(&s, &t);
        if (wrong != NULL)
            give_up(&s, seed, wrong);
        proper += s.game.kind == ENT_GAME_PROPER;
        forget(&s);
    }
    if (seeds.end - seeds.first >= 100)
        assert_true(proper > (seeds.end - seeds.first) / 3);
}

/* ent_wins, coalition by coalition, and laws that hold whatever the rule: power is shared out
 * wholly, and interchanging "consents" with "does not" gives the dual, which has the same swings.
 */
TEST(games_obey_the_laws)
{
    static specimen s;
    ent_test_seeds seeds = ent_test_seeds_for(GAMES / 4);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        read_specimen(&s, seed);
        make_game(&s, seed);
        ask_coalitions(&s);
        for (uint64_t c = 0; c < UINT64_C(1) << s.n; c++)
            if (ent_wins(&s.game, &c) != s.wins[c])
                give_up(&s, seed, "a coalition wins, or loses");
        const ent_power_options options = {.threads = 1};
        if (ent_measure_power(&s.power, &s.game, &options, &s.arena, &s.report) != ENT_OK)
            give_up(&s, seed, "the power cannot be measured");
        static const ent_index shared[] = {ENT_BANZHAF, ENT_SHAPLEY_SHUBIK, ENT_JOHNSTON,
                                           ENT_DEEGAN_PACKEL, ENT_HOLLER_PACKEL};
        for (size_t k = 0; k < sizeof shared / sizeof *shared; k++) {
            const double *values = s.power.index[shared[k]];
            double sum = 0;
            for (uint32_t i = 0; i < s.n && values != NULL; i++)
                sum += values[i];
            if (values != NULL && fabs(sum - 1) > 1e-14)
                give_up(&s, seed, "shares of power do not add up to one");
        }
        uint32_t all = (UINT32_C(1) << s.n) - 1;
        for (uint32_t i = 0; i < s.n; i++) {
            wide swings = 0;
            for (uint32_t c = 0; c <= all; c++)
                swings += (c >> i) & 1u && !s.wins[all & ~c] && s.wins[(all & ~c) | 1u << i];
            if (!equals(s.power.swings[i], swings))
                give_up(&s, seed, "the dual has other swings");
        }
        forget(&s);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(power_is_what_sums_over_coalitions_say),
              cmocka_unit_test(games_obey_the_laws));
}
