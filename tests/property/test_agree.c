/*
 * What can be agreed, against the definitions read a second time (docs/semantics.md §6): packages,
 * blockers, the Pareto frontier, fallback bargaining and the cardinal solutions, on random models.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "ask/agree.h"
#include "ask/find.h"
#include "property/oracle.h"
#include "property/random_model.h"
#include "property/reading.h"
#include "show/agree.h"
#include "support/seeds.h"

enum { MODELS = 3000, PARTIES_MOST = 32 };

typedef struct {
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    oracle *oracle;
    uint64_t seed;
    uint32_t start; /* numbers from 1 */
    uint32_t states;
    bool *agreeable;
    bool *package;
} specimen;

static void expect(const specimen *s, const char *what, uint64_t found, uint64_t right)
{
    if (found == right)
        return;
    fprintf(stderr, "%s\nENT_SEED=%llu ENT_MODELS=1\n", s->text, (unsigned long long)s->seed);
    fail_msg("%s: %llu, not %llu", what, (unsigned long long)found, (unsigned long long)right);
}

static void begin(specimen *s, uint64_t seed, char *text)
{
    *s = (specimen){.text = text, .memory = ent_memory_system(), .seed = seed};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    if (ent_read_model(&s->model, &s->source, &s->report) != ENT_OK)
        fail_msg("%s\n%s", s->report.list.items[0].message, text);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    s->oracle = oracle_new(&s->model);
    s->states = oracle_states(s->oracle);
    if (s->model.start == NULL) { /* any state will do */
        uint8_t *start = ent_arena_array(&s->model.arena, s->model.options.count, 1);
        assert_non_null(start);
        memcpy(start, oracle_levels(s->oracle, (uint32_t)(1 + seed % s->states)),
               s->model.options.count);
        s->model.start = start;
    }
    s->start = oracle_find(s->oracle, s->model.start);
    s->agreeable = calloc(s->states + 1, sizeof(bool));
    s->package = calloc(s->states + 1, sizeof(bool));
    assert_true(s->agreeable != NULL && s->package != NULL);
}

static void end(specimen *s)
{
    free(s->agreeable);
    free(s->package);
    oracle_free(s->oracle);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
    free(s->text);
}

static bool permits(ent_moves moves, uint8_t from, uint8_t to)
{
    return from == to || moves == ENT_MOVES_ANY || (moves == ENT_MOVES_UP && to > from) ||
           (moves == ENT_MOVES_DOWN && to < from);
}

static bool is_package(const specimen *s, uint32_t state)
{
    const uint8_t *to = oracle_levels(s->oracle, state);
    for (size_t i = 0; i < s->model.options.count; i++)
        if (!permits(s->model.options.items[i].moves, s->model.start[i], to[i]))
            return false;
    return state != s->start;
}

static bool carried(const specimen *s, uint32_t state, const bool *consents)
{
    const uint8_t *to = oracle_levels(s->oracle, state);
    for (size_t i = 0; i < s->model.options.count; i++) {
        uint32_t mover = s->model.options.items[i].mover;
        if (to[i] == s->model.start[i])
            continue;
        if (mover < s->model.parties.count) {
            if (!consents[mover])
                return false;
            continue;
        }
        const ent_body *body = &s->model.bodies.items[mover - s->model.parties.count];
        const reading in = {
            .model = &s->model, .levels = s->model.start, .body = body, .consents = consents};
        if (!reading_holds(&in, body->rule.expression))
            return false;
    }
    return true;
}

static bool prefers(const specimen *s, uint32_t party, uint32_t to, uint32_t from)
{
    return oracle_key(s->oracle, party, to) > oracle_key(s->oracle, party, from);
}

static uint64_t code_of(const specimen *s, uint32_t state)
{
    return ent_code_of(&s->game.space, oracle_levels(s->oracle, state));
}

static bool marked(const specimen *s, const ent_set *set, uint32_t state)
{
    return ent_set_has(set, code_of(s, state));
}

static void check_packages(const specimen *s, const ent_agree *agree)
{
    uint64_t packages = 0;
    for (uint32_t t = 1; t <= s->states; t++) {
        bool alone = false;
        bool consents[PARTIES_MOST];
        for (uint32_t p = 0; p < s->model.parties.count; p++)
            consents[p] = prefers(s, p, t, s->start);
        s->package[t] = is_package(s, t);
        s->agreeable[t] = s->package[t] && carried(s, t, consents);
        packages += s->package[t];
        expect(s, "agreeable", marked(s, &agree->agreeable, t), s->agreeable[t]);
        expect(s, "agreeable, by the oracle", oracle_agreeable(s->oracle, t), s->agreeable[t]);
        assert_int_equal(ent_is_agreeable(&s->game, agree->start, code_of(s, t), &alone), ENT_OK);
        expect(s, "agreeable, asked of one state", alone, s->agreeable[t]);
    }
    expect(s, "packages", agree->packages, packages);
}

/* What decides between the start and a package, state by state. */
static void check_loss(const specimen *s, const ent_agree *agree, uint32_t party, uint32_t state,
                       uint64_t *counts)
{
    const ent_agree_party *found = &agree->parties[party];
    const ent_want *want = NULL;
    if (prefers(s, party, s->start, state))
        assert_int_equal(ent_deciding_want(&s->game, party, agree->start, code_of(s, state), &want),
                         ENT_OK);
    for (size_t i = 0; i < found->losses.count; i++)
        if (found->losses.items[i].want == want) {
            counts[i]++;
            return;
        }
    expect(s, "a loss that is not told", 0, 1);
}

static bool is_blocker(const specimen *s, uint32_t party, uint32_t state, bool *consents)
{
    if (!s->package[state] || s->agreeable[state] || consents[party])
        return false;
    consents[party] = true;
    bool enough = carried(s, state, consents);
    consents[party] = false;
    return enough;
}

static bool refuses(const specimen *s, uint32_t party, uint32_t state)
{
    bool consents[PARTIES_MOST];
    memset(consents, true, sizeof consents);
    consents[party] = false;
    return s->package[state] && !prefers(s, party, state, s->start) && !carried(s, state, consents);
}

static void check_obstacles(const specimen *s, const ent_agree *agree)
{
    uint64_t near = 0;
    for (uint32_t t = 1; t <= s->states; t++) {
        bool consents[PARTIES_MOST];
        bool any = false;
        for (uint32_t p = 0; p < s->model.parties.count; p++)
            consents[p] = prefers(s, p, t, s->start);
        for (uint32_t p = 0; p < s->model.parties.count; p++)
            any = any || is_blocker(s, p, t, consents);
        near += any;
    }
    expect(s, "near misses", agree->near, near);
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        uint64_t blocked = 0;
        uint64_t refused = 0;
        uint64_t counts[64] = {0};
        for (uint32_t t = 1; t <= s->states; t++) {
            bool consents[PARTIES_MOST];
            for (uint32_t q = 0; q < s->model.parties.count; q++)
                consents[q] = prefers(s, q, t, s->start);
            refused += refuses(s, p, t);
            if (!is_blocker(s, p, t, consents))
                continue;
            blocked++;
            check_loss(s, agree, p, t, counts);
        }
        expect(s, "blocked", agree->parties[p].blocked, blocked);
        expect(s, "refused", agree->parties[p].refused, refused);
        for (size_t i = 0; i < agree->parties[p].losses.count; i++)
            expect(s, "losses", agree->parties[p].losses.items[i].count, counts[i]);
    }
}

static bool dominates(const specimen *s, uint32_t a, uint32_t b)
{
    bool better = false;
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        if (prefers(s, p, b, a))
            return false;
        better = better || prefers(s, p, a, b);
    }
    return better;
}

static void check_frontier(const specimen *s, const bool *members, const ent_set *frontier)
{
    for (uint32_t t = 1; t <= s->states; t++) {
        bool best = members[t];
        for (uint32_t u = 1; u <= s->states && best; u++)
            best = !members[u] || !dominates(s, u, t);
        expect(s, "on the frontier", marked(s, frontier, t), best);
    }
}

/* The dense rank of a state among the members. */
static uint32_t rank_of(const specimen *s, const bool *members, uint32_t party, uint32_t state)
{
    uint32_t rank = 1;
    for (uint32_t key = oracle_key(s->oracle, party, state) + 1; key <= s->states; key++)
        for (uint32_t u = 1; u <= s->states; u++)
            if (members[u] && oracle_key(s->oracle, party, u) == key) {
                rank++;
                break;
            }
    return rank;
}

static void check_fallback(const specimen *s, const ent_set *choice, uint32_t depth)
{
    uint32_t least = UINT32_MAX;
    uint32_t *depths = calloc(s->states + 1, sizeof *depths);
    assert_non_null(depths);
    for (uint32_t t = 1; t <= s->states; t++) {
        if (!s->agreeable[t])
            continue;
        for (uint32_t p = 0; p < s->model.parties.count; p++) {
            uint32_t rank = rank_of(s, s->agreeable, p, t);
            depths[t] = rank > depths[t] ? rank : depths[t];
        }
        least = depths[t] < least ? depths[t] : least;
    }
    expect(s, "depth", depth, least == UINT32_MAX ? 0 : least);
    for (uint32_t t = 1; t <= s->states; t++)
        expect(s, "a fallback choice", marked(s, choice, t), s->agreeable[t] && depths[t] == least);
    free(depths);
}

/* Gains in units of 10^-places; weights are small in these models. */
static int64_t worth(const specimen *s, uint32_t party, uint32_t state)
{
    enum { PLACES = 3 };
    const ent_preference *preference = &s->model.parties.items[party].preference;
    reading_wide sum = 0;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        assert_true(want->weight.places <= PLACES);
        if (oracle_holds(s->oracle, want->condition.expression, state))
            sum += want->weight.value * reading_ten_to(PLACES - want->weight.places);
    }
    return (int64_t)sum;
}

static bool harms_nobody(const specimen *s, uint32_t state)
{
    for (uint32_t p = 0; p < s->model.parties.count; p++)
        if (worth(s, p, state) < worth(s, p, s->start))
            return false;
    return s->agreeable[state];
}

/* Compares two candidates under a solution: its figure as an exact whole number or fraction. */
static int compare(const specimen *s, int kind, const int64_t *most, uint32_t a, uint32_t b)
{
    reading_wide left = kind == ENT_NASH_PRODUCT ? 1 : kind == ENT_UTILITARIAN ? 0 : -1;
    reading_wide right = left;
    reading_wide scale = 1; /* of the shares: the product of the largest gains */
    for (uint32_t p = 0; p < s->model.parties.count; p++)
        scale *= most[p] > 0 ? most[p] : 1;
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        reading_wide x = worth(s, p, a) - worth(s, p, s->start);
        reading_wide y = worth(s, p, b) - worth(s, p, s->start);
        if (kind == ENT_UTILITARIAN) {
            left += x;
            right += y;
        } else if (kind == ENT_EGALITARIAN) {
            left = left < 0 || x < left ? x : left;
            right = right < 0 || y < right ? y : right;
        } else if (most[p] > 0 && kind == ENT_NASH_PRODUCT) {
            left *= x;
            right *= y;
        } else if (most[p] > 0) {
            x *= scale / most[p];
            y *= scale / most[p];
            left = left < 0 || x < left ? x : left;
            right = right < 0 || y < right ? y : right;
        }
    }
    return (left > right) - (left < right);
}

static void check_bargains(const specimen *s, const ent_agree *agree)
{
    int64_t most[PARTIES_MOST] = {0};
    uint64_t candidates = 0;
    for (uint32_t t = 1; t <= s->states; t++) {
        if (!harms_nobody(s, t))
            continue;
        candidates++;
        for (uint32_t p = 0; p < s->model.parties.count; p++) {
            int64_t gain = worth(s, p, t) - worth(s, p, s->start);
            most[p] = gain > most[p] ? gain : most[p];
        }
    }
    expect(s, "candidates", agree->bargaining.candidates, candidates);
    for (int kind = 0; kind < ENT_BARGAINS; kind++)
        for (uint32_t t = 1; t <= s->states; t++) {
            bool best = harms_nobody(s, t);
            for (uint32_t u = 1; u <= s->states && best; u++)
                best = !harms_nobody(s, u) || compare(s, kind, most, t, u) >= 0;
            expect(s, ent_bargain_id(kind), marked(s, &agree->marks[ENT_MARK_BARGAIN + kind], t),
                   best);
        }
}

/* What a pattern says of a party is what its packages say. */
static void check_shown(const specimen *s, const ent_agree *agree)
{
    uint64_t shown = 0;
    for (size_t i = 0; i < agree->shown.count; i++) {
        const ent_package *package = &agree->shown.items[i];
        shown += package->pattern.states;
        for (uint32_t p = 0; p < s->model.parties.count; p++) {
            bool seen[3] = {false};
            for (uint32_t t = 1; t <= s->states; t++) {
                bool fits = s->agreeable[t];
                const uint8_t *levels = oracle_levels(s->oracle, t);
                for (size_t o = 0; o < s->model.options.count; o++)
                    fits = fits && levels[o] >= package->pattern.low[o] &&
                           levels[o] <= package->pattern.high[o];
                if (fits)
                    seen[prefers(s, p, t, s->start)   ? ENT_BETTER
                         : prefers(s, p, s->start, t) ? ENT_WORSE
                                                      : ENT_SAME] = true;
            }
            int kinds = seen[0] + seen[1] + seen[2];
            ent_liking right = kinds > 1          ? ENT_MIXED
                               : seen[ENT_BETTER] ? ENT_BETTER
                               : seen[ENT_WORSE]  ? ENT_WORSE
                                                  : ENT_SAME;
            expect(s, "what a package is to a party", package->effects[p].change, right);
        }
    }
    expect(s, "packages shown", shown, agree->count);
}

static void show(const specimen *s, const ent_agree *agree)
{
    for (size_t width = 60; width <= 120; width += 60) {
        ent_text out = ent_text_new(agree->game->memory);
        const ent_style style = {.width = width};
        ent_show_agree(&out, &style, agree);
        assert_false(out.exhausted);
        for (const char *line = ent_text_string(&out); *line != '\0'; line++) {
            size_t length = strcspn(line, "\n");
            if (memchr(line, ' ', length) != NULL && ent_display_width(line, length) > width)
                fail_msg("seed %llu: too wide: %.*s", (unsigned long long)s->seed, (int)length,
                         line);
            line += length;
        }
        assert_int_equal(ent_agree_json(&out, agree), ENT_OK);
        ent_text_free(&out);
    }
}

static uint64_t check_model(uint64_t seed, char *text)
{
    specimen s;
    begin(&s, seed, text);
    const ent_agree_request request = {
        .listed_most = seed % 2 * 100, .patterns_most = 1 + seed % 5, .misses_most = 5};
    ent_agree agree;
    assert_int_equal(ent_ask_agree(&agree, &s.game, &request, &s.report), ENT_OK);
    check_packages(&s, &agree);
    check_obstacles(&s, &agree);
    check_frontier(&s, s.agreeable, &agree.marks[ENT_MARK_PARETO]);
    check_fallback(&s, &agree.marks[ENT_MARK_FALLBACK], agree.depth);
    if (ent_is_cardinal(&s.model))
        check_bargains(&s, &agree);
    check_shown(&s, &agree);
    if (seed % 8 == 0)
        show(&s, &agree);
    uint64_t count = agree.count;
    ent_agree_free(&agree);
    end(&s);
    return count;
}

TEST(what_can_be_agreed_is_what_the_definitions_say)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t several = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++)
        several += check_model(seed, random_model(seed, 0)) > 1;
    assert_true(seeds.end - seeds.first < MODELS || several > 100);
}

static void print_tenths(FILE *out, int tenths)
{
    fprintf(out, ": %s%d.%d\n", tenths < 0 ? "-" : "", abs(tenths) / 10, abs(tenths) % 10);
}

/* A model in which every party has weights. With `other_units`, the first party's are ten times as
 * large, and 17.5 are added to all its utilities. */
static char *weighted_model(uint64_t seed, bool other_units)
{
    dice d = {seed};
    uint32_t parties = 1 + dice_below(&d, 4);
    uint32_t options = 2 + dice_below(&d, 4);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fprintf(out, "entente: 1\nparties: {");
    for (uint32_t p = 0; p < parties; p++)
        fprintf(out, "%sp%u: P%u", p == 0 ? "" : ", ", p, p);
    fprintf(out, "}\nbodies: {board: {members: [");
    for (uint32_t p = 0; p < parties; p++)
        fprintf(out, "%sp%u", p == 0 ? "" : ", ", p);
    fprintf(out, "], rule: %s}}\noptions:\n", dice_below(&d, 2) == 0 ? "majority" : "all");
    for (uint32_t i = 0; i < options; i++) {
        uint32_t by = dice_below(&d, parties + 2);
        fprintf(out, by < parties ? "  o%u: {by: p%u}\n" : "  o%u: {by: board}\n", i, by);
    }
    fprintf(out, "start: {o0: no}\npreferences:\n");
    for (uint32_t p = 0; p < parties; p++) {
        int unit = p == 0 && other_units ? 50 : 5;
        fprintf(out, "  p%u:\n    weights:\n", p);
        if (p == 0 && other_units)
            fprintf(out, "      o0 or not o0: 17.5\n");
        for (uint32_t i = 0; i < options; i++) {
            int weight = (int)dice_below(&d, 13) - 4;
            uint32_t other = dice_below(&d, options);
            bool negated = dice_below(&d, 4) == 0;
            bool joined = other != i && dice_below(&d, 2) == 0;
            fprintf(out, "      %so%u", negated ? "not " : "", i);
            if (joined)
                fprintf(out, " and o%u", other);
            print_tenths(out, (weight == 0 ? 3 : weight) * unit);
        }
    }
    assert_int_equal(fclose(out), 0);
    return text;
}

TEST(weights_give_what_the_definitions_say)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t several = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++)
        several += check_model(seed, weighted_model(seed, seed % 2 == 0)) > 1;
    assert_true(seeds.end - seeds.first < MODELS || several > 1000);
}

static void ask_all(specimen *s, ent_agree *agree)
{
    const ent_agree_request request = {.listed_most = 100, .patterns_most = 5, .misses_most = 5};
    assert_int_equal(ent_ask_agree(agree, &s->game, &request, &s->report), ENT_OK);
}

static const ent_set *solution(const ent_agree *agree, ent_bargain kind)
{
    return &agree->marks[ENT_MARK_BARGAIN + kind];
}

/* What has the largest product or sum cannot be improved on; of the others' choices, some cannot.
 */
static void check_efficiency(const specimen *s, const ent_agree *agree)
{
    const ent_set *frontier = &agree->marks[ENT_MARK_PARETO];
    for (int k = 0; k < ENT_BARGAINS && agree->bargaining.candidates > 0; k++) {
        const ent_set *set = solution(agree, (ent_bargain)k);
        uint64_t efficient = ent_set_count_both(set, frontier);
        expect(s, "has an efficient state", efficient > 0, true);
        if (k == ENT_UTILITARIAN || (k == ENT_NASH_PRODUCT && !agree->bargaining.nash_is_zero))
            expect(s, "efficient states", efficient, ent_set_count(set));
    }
}

/* Nash (1950) and Kalai & Smorodinsky (1975): the unit and the zero of a utility mean nothing. */
TEST(solutions_keep_their_axioms)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS / 2);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen one;
        specimen other;
        ent_agree a;
        ent_agree b;
        begin(&one, seed, weighted_model(seed, false));
        begin(&other, seed, weighted_model(seed, true));
        ask_all(&one, &a);
        ask_all(&other, &b);
        check_efficiency(&one, &a);
        for (uint32_t t = 1; t <= one.states; t++) {
            expect(&one, "Nash in other units", marked(&other, solution(&b, ENT_NASH_PRODUCT), t),
                   marked(&one, solution(&a, ENT_NASH_PRODUCT), t));
            expect(&one, "Kalai–Smorodinsky in other units",
                   marked(&other, solution(&b, ENT_KALAI_SMORODINSKY), t),
                   marked(&one, solution(&a, ENT_KALAI_SMORODINSKY), t));
        }
        ent_agree_free(&a);
        ent_agree_free(&b);
        end(&one);
        end(&other);
    }
}

/* Two parties with each other's utilities: where x is chosen, so is its mirror image. Options come
 * in pairs; the mirror image exchanges the two of each. */
static char *symmetric_model(uint64_t seed, uint32_t pairs)
{
    dice d = {seed};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fprintf(out, "entente: 1\nparties: {p0: A, p1: B}\n"
                 "bodies: {board: {members: [p0, p1], rule: all}}\noptions:\n");
    for (uint32_t i = 0; i < pairs; i++)
        fprintf(out, "  o%u: {by: board}\n  q%u: {by: board}\n", i, i);
    fprintf(out, "start: {o0: no}\npreferences:\n");
    for (uint32_t p = 0; p < 2; p++) {
        dice same = d;
        fprintf(out, "  p%u:\n    weights:\n", p);
        for (uint32_t i = 0; i < pairs; i++) {
            int own = (int)dice_below(&same, 17) - 5;
            int theirs = (int)dice_below(&same, 17) - 5;
            fprintf(out, "      %c%u", p == 0 ? 'o' : 'q', i);
            print_tenths(out, own == 0 ? 1 : own);
            fprintf(out, "      %c%u", p == 0 ? 'q' : 'o', i);
            print_tenths(out, theirs == 0 ? 1 : theirs);
        }
    }
    assert_int_equal(fclose(out), 0);
    return text;
}

TEST(solutions_are_symmetric)
{
    enum { PAIRS = 3 };
    ent_test_seeds seeds = ent_test_seeds_for(MODELS / 10);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        ent_agree agree;
        begin(&s, seed, symmetric_model(seed, PAIRS));
        ask_all(&s, &agree);
        for (uint32_t t = 1; t <= s.states; t++) {
            uint8_t mirrored[2 * PAIRS];
            for (uint32_t i = 0; i < 2 * PAIRS; i++)
                mirrored[i] = oracle_levels(s.oracle, t)[i ^ 1u];
            uint32_t mirror = oracle_find(s.oracle, mirrored);
            for (int m = ENT_MARK_PARETO; m < ENT_MARKS; m++)
                expect(&s, ent_mark_word(m), marked(&s, &agree.marks[m], t),
                       marked(&s, &agree.marks[m], mirror));
        }
        ent_agree_free(&agree);
        end(&s);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(what_can_be_agreed_is_what_the_definitions_say),
              cmocka_unit_test(weights_give_what_the_definitions_say),
              cmocka_unit_test(solutions_keep_their_axioms),
              cmocka_unit_test(solutions_are_symmetric));
}
