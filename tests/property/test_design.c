/*
 * Which arrangements do all three, against the definitions read a second time (docs/semantics.md
 * §9): the sets and their overlaps, what comes nearest and why it fails, and regimes compared, on
 * random models.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "ask/act.h"
#include "ask/design.h"
#include "ask/find.h"
#include "property/guards.h"
#include "property/oracle.h"
#include "property/random_model.h"
#include "property/reading.h"
#include "show/design.h"
#include "support/seeds.h"

enum { MODELS = 1500, PARTIES_MOST = 32, BODIES_MOST = 32 };

typedef struct {
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_solution solution;
    oracle *oracle;
    uint64_t seed;
    ent_concept concept;
    uint32_t start; /* numbers from 1 */
    uint32_t states;
    bool (*meets)[ENT_DEMANDS]; /* by state, of the target or not */
} specimen;

/* Reports a difference with what is needed to see it again. */
static void expect(const specimen *s, const char *what, uint64_t found, uint64_t right)
{
    if (found == right)
        return;
    fprintf(stderr, "%s\nENT_SEED=%llu ENT_MODELS=1\n", s->text, (unsigned long long)s->seed);
    fail_msg("%s: %llu, not %llu", what, (unsigned long long)found, (unsigned long long)right);
}

static void begin(specimen *s, uint64_t seed)
{
    dice d = {seed};
    *s = (specimen){.text = random_model(seed, 0), .memory = ent_memory_system(), .seed = seed};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    guards_draw(&s->model, &d, &s->report);
    s->concept = (ent_concept)dice_below(&d, ENT_CONCEPTS);
    s->oracle = oracle_new(&s->model);
    s->states = oracle_states(s->oracle);
    guards_draw_start(&s->model, &d);
    s->start = oracle_find(s->oracle, s->model.start);
    const ent_solve_options options = {
        .concepts = {true, true, true, true}, .keeps = seed % 2 == 0, .kept = s->concept};
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    assert_int_equal(ent_solve(&s->solution, &s->game, &options, &s->report), ENT_OK);
    s->meets = calloc(s->states + 1, sizeof *s->meets);
    assert_non_null(s->meets);
}

static void end(specimen *s)
{
    free(s->meets);
    oracle_free(s->oracle);
    ent_solution_free(&s->solution);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
    free(s->text);
}

static bool decides(const specimen *s, size_t body, const uint8_t *levels, const bool *consents)
{
    const ent_body *of = &s->model.bodies.items[body];
    const reading in = {.model = &s->model, .levels = levels, .body = of, .consents = consents};
    return reading_holds(&in, of->rule.expression);
}

/* Whether the body acts in the state with the consent of all but this party. */
static bool acts_without(const specimen *s, size_t body, uint32_t state, uint32_t party)
{
    return guards_act_without(&s->model, body, oracle_levels(s->oracle, state), party);
}

static uint32_t aim_of(const specimen *s, size_t body)
{
    return guards_aim(&s->model, body);
}

static void find_all(const specimen *s)
{
    for (uint32_t t = 1; t <= s->states; t++) {
        s->meets[t][ENT_CAN_AGREE] = oracle_agreeable(s->oracle, t);
        s->meets[t][ENT_WILL_HOLD] = oracle_equilibrium(s->oracle, s->concept, t);
        s->meets[t][ENT_CAN_ACT] = guards_act(&s->model, oracle_levels(s->oracle, t));
    }
}

static bool is_aimed(const specimen *s, uint32_t state)
{
    return oracle_holds(s->oracle, s->model.target.expression, state);
}

static uint32_t mask_of(const specimen *s, uint32_t state)
{
    uint32_t mask = 0;
    for (uint32_t d = 0; d < ENT_DEMANDS; d++)
        mask |= s->meets[state][d] ? 1u << d : 0;
    return mask;
}

static uint64_t code_of(const specimen *s, uint32_t state)
{
    return ent_code_of(&s->game.space, oracle_levels(s->oracle, state));
}

static uint32_t state_of(const specimen *s, uint64_t code)
{
    return (uint32_t)ent_number_of(&s->game.space, code);
}

static void check_sets(const specimen *s, const ent_design *design)
{
    uint64_t counts[ENT_ALL_DEMANDS + 1] = {0};
    uint64_t viable_under[ENT_CONCEPTS] = {0};
    for (uint32_t t = 1; t <= s->states; t++) {
        bool aimed = is_aimed(s, t);
        uint32_t met = mask_of(s, t);
        expect(s, "target", ent_set_has(&design->target, code_of(s, t)), aimed);
        expect(s, "viable", ent_set_has(&design->viable, code_of(s, t)),
               aimed && met == ENT_ALL_DEMANDS);
        for (uint32_t d = 0; d < ENT_DEMANDS; d++)
            expect(s, "meets a demand", ent_set_has(&design->meets[d], code_of(s, t)),
                   aimed && s->meets[t][d]);
        for (uint32_t mask = 0; aimed && mask <= ENT_ALL_DEMANDS; mask++)
            counts[mask] += (met & mask) == mask;
        for (int c = 0; aimed && c < ENT_CONCEPTS; c++)
            viable_under[c] += s->meets[t][ENT_CAN_AGREE] && s->meets[t][ENT_CAN_ACT] &&
                               oracle_equilibrium(s->oracle, (ent_concept)c, t);
    }
    for (uint32_t mask = 0; mask <= ENT_ALL_DEMANDS; mask++)
        expect(s, "count", design->counts[mask], counts[mask]);
    for (int c = 0; c < ENT_CONCEPTS; c++)
        expect(s, "viable under a concept", design->viable_under[c], viable_under[c]);
    expect(s, "start aimed", design->start_aimed, is_aimed(s, s->start));
    if (design->start_aimed)
        expect(s, "what the start meets", design->start_meets, mask_of(s, s->start));
}

static void check_shown(const specimen *s, const ent_design *design)
{
    uint64_t shown = 0;
    uint64_t under[ENT_CONCEPTS] = {0};
    for (size_t i = 0; i < design->shown.list.count; i++) {
        const ent_pattern *pattern = &design->shown.list.items[i];
        shown += pattern->states;
        for (int c = 0; c < ENT_CONCEPTS; c++) {
            under[c] += design->shown_under[i][c];
            if (design->listed)
                expect(
                    s, "holds under a concept", design->shown_under[i][c],
                    oracle_equilibrium(s->oracle, (ent_concept)c, state_of(s, pattern->example)));
        }
    }
    expect(s, "shown", shown, design->counts[ENT_ALL_DEMANDS]);
    for (int c = 0; c < ENT_CONCEPTS && shown > 0; c++) {
        uint64_t right = 0;
        for (uint32_t t = 1; t <= s->states; t++)
            right += is_aimed(s, t) && mask_of(s, t) == ENT_ALL_DEMANDS &&
                     oracle_equilibrium(s->oracle, (ent_concept)c, t);
        expect(s, "shown under a concept", under[c], right);
    }
}

static bool prefers(const specimen *s, uint32_t party, uint32_t to, uint32_t from)
{
    return oracle_key(s->oracle, party, to) > oracle_key(s->oracle, party, from);
}

static bool permits(const specimen *s, size_t option, uint32_t state)
{
    uint8_t from = s->model.start[option];
    uint8_t to = oracle_levels(s->oracle, state)[option];
    ent_moves moves = s->model.options.items[option].moves;
    return from == to || moves == ENT_MOVES_ANY || (moves == ENT_MOVES_UP && to > from) ||
           (moves == ENT_MOVES_DOWN && to < from);
}

static bool changes(const specimen *s, uint32_t mover, uint32_t state)
{
    for (size_t i = 0; i < s->model.options.count; i++)
        if (s->model.options.items[i].mover == mover &&
            oracle_levels(s->oracle, state)[i] != s->model.start[i])
            return true;
    return false;
}

static bool accepts(const specimen *s, uint32_t mover, uint32_t state, const bool *consents)
{
    if (!changes(s, mover, state))
        return true;
    return mover < s->model.parties.count
               ? consents[mover]
               : decides(s, mover - s->model.parties.count, s->model.start, consents);
}

/* Whether these consents are all that it takes. */
static bool carried(const specimen *s, uint32_t state, const bool *consents)
{
    for (uint32_t m = 0; m < s->model.parties.count + s->model.bodies.count; m++)
        if (!accepts(s, m, state, consents))
            return false;
    return true;
}

static bool names(const ent_shortfall *shortfall, uint32_t party)
{
    for (size_t i = 0; i < shortfall->refusal.count; i++)
        if (shortfall->refusal.items[i].party == party)
            return true;
    return false;
}

static bool names_member(const specimen *s, const ent_shortfall *shortfall, size_t body)
{
    const ent_body *of = &s->model.bodies.items[body];
    for (size_t i = 0; i < of->members.count; i++)
        if (names(shortfall, of->members.items[i]))
            return true;
    return false;
}

static void check_undecided(const specimen *s, const ent_shortfall *shortfall, uint32_t state,
                            const bool *consents)
{
    size_t undecided = 0;
    for (size_t b = 0; b < s->model.bodies.count && !shortfall->any_refusal; b++)
        undecided += !accepts(s, (uint32_t)(s->model.parties.count + b), state, consents) &&
                     !names_member(s, shortfall, b);
    expect(s, "undecided bodies", shortfall->undecided.count, undecided);
}

static void check_refusal(const specimen *s, const ent_shortfall *shortfall, uint32_t state)
{
    bool consents[PARTIES_MOST];
    bool blocks[PARTIES_MOST];
    size_t stuck = 0;
    bool any = false;
    for (size_t i = 0; i < s->model.options.count; i++)
        stuck += !permits(s, i, state);
    expect(s, "options that cannot change", shortfall->stuck.count, stuck);
    if (stuck > 0)
        return;
    for (uint32_t p = 0; p < s->model.parties.count; p++)
        consents[p] = prefers(s, p, state, s->start);
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        bool own = consents[p];
        consents[p] = true;
        blocks[p] = !own && carried(s, state, consents);
        consents[p] = own;
        any = any || blocks[p];
    }
    expect(s, "any one would do", shortfall->any_refusal, any);
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        bool others[PARTIES_MOST];
        memset(others, true, sizeof others);
        others[p] = false;
        bool refuses = !consents[p] && !carried(s, state, others);
        expect(s, "refuses", names(shortfall, p), any ? blocks[p] : refuses);
    }
    for (size_t i = 0; i < shortfall->refusal.count; i++)
        expect(s, "loses something", shortfall->refusal.items[i].want != NULL,
               prefers(s, shortfall->refusal.items[i].party, s->start, state));
    check_undecided(s, shortfall, state, consents);
    assert_true(shortfall->refusal.count + shortfall->undecided.count > 0);
}

static bool has_idle(const specimen *s, const ent_shortfall *shortfall, size_t body, uint32_t state)
{
    for (size_t i = 0; i < shortfall->idle.count; i++)
        if (shortfall->idle.items[i].guard->body == s->model.parties.count + body) {
            expect(s, "blocked", shortfall->idle.items[i].blocked,
                   acts_without(s, body, state, ENT_NOBODY));
            return true;
        }
    return false;
}

static void check_idle(const specimen *s, const ent_shortfall *shortfall, uint32_t state)
{
    uint64_t alike = 0;
    for (size_t b = 0; b < s->model.bodies.count; b++)
        expect(s, "cannot act", has_idle(s, shortfall, b, state),
               aim_of(s, b) != ENT_NOBODY && !acts_without(s, b, state, aim_of(s, b)));
    for (uint32_t t = 1; t <= s->states; t++) {
        bool same = is_aimed(s, t) && t != s->start &&
                    mask_of(s, t) == (ENT_ALL_DEMANDS & ~(1u << ENT_CAN_ACT));
        for (size_t b = 0; b < s->model.bodies.count; b++)
            if (aim_of(s, b) != ENT_NOBODY)
                same = same && acts_without(s, b, t, aim_of(s, b)) ==
                                   acts_without(s, b, state, aim_of(s, b));
        alike += same;
    }
    expect(s, "alike", shortfall->count, alike);
}

static void check_leaver(const specimen *s, const ent_leaver *leaver, uint32_t state)
{
    uint32_t to = state_of(s, leaver->opinion.leaves.to);
    bool consents[PARTIES_MOST] = {false};
    expect(s, "a move", oracle_moves(s->oracle, leaver->mover, state, to), true);
    for (uint32_t p = 0; p < s->model.parties.count; p++)
        consents[p] = oracle_secure(s->oracle, s->concept, p, to) > oracle_key(s->oracle, p, state);
    expect(s, "a departure",
           leaver->mover < s->model.parties.count
               ? consents[leaver->mover]
               : decides(s, leaver->mover - s->model.parties.count, oracle_levels(s->oracle, state),
                         consents),
           true);
}

static void check_leavers(const specimen *s, const ent_shortfall *shortfall, uint32_t state)
{
    size_t next = 0;
    for (uint32_t m = 0; m < s->model.parties.count + s->model.bodies.count; m++) {
        if (oracle_stable(s->oracle, s->concept, m, state))
            continue;
        assert_true(next < shortfall->leavers.count);
        expect(s, "leaves", shortfall->leavers.items[next].mover, m);
        check_leaver(s, &shortfall->leavers.items[next++], state);
    }
    expect(s, "leavers", shortfall->leavers.count, next);
}

/* Every shortfall is given: each fails what it says, and together they are all that fail one. */
static void check_nearest(const specimen *s, const ent_design *design)
{
    uint64_t single[ENT_DEMANDS] = {0};
    uint64_t told[ENT_DEMANDS] = {0};
    for (uint32_t t = 1; t <= s->states; t++)
        for (uint32_t d = 0; d < ENT_DEMANDS; d++)
            single[d] +=
                is_aimed(s, t) && t != s->start && mask_of(s, t) == (ENT_ALL_DEMANDS & ~(1u << d));
    for (size_t i = 0; i < design->nearest.count; i++) {
        const ent_shortfall *shortfall = &design->nearest.items[i];
        uint32_t state = state_of(s, shortfall->code);
        told[shortfall->failed] += shortfall->count;
        expect(s, "fails one", mask_of(s, state), ENT_ALL_DEMANDS & ~(1u << shortfall->failed));
        assert_true(is_aimed(s, state) && state != s->start);
        if (i > 0)
            assert_true(design->nearest.items[i - 1].obstacles <= shortfall->obstacles);
        if (shortfall->failed == ENT_CAN_AGREE)
            check_refusal(s, shortfall, state);
        else if (shortfall->failed == ENT_CAN_ACT)
            check_idle(s, shortfall, state);
        else
            check_leavers(s, shortfall, state);
    }
    for (int d = 0; d < ENT_DEMANDS; d++) {
        expect(s, "fail one only", design->single[d], single[d]);
        expect(s, "told", told[d], single[d]);
    }
}

static bool is_regime(const specimen *s, const ent_design *design, const ent_regime *regime,
                      uint32_t state)
{
    for (size_t i = 0; i < design->request.vary.count; i++)
        if (oracle_levels(s->oracle, state)[design->request.vary.items[i]] != regime->levels[i])
            return false;
    return is_aimed(s, state);
}

static void check_regimes(const specimen *s, const ent_design *design)
{
    uint64_t arrangements = 0;
    for (size_t i = 0; i < design->regimes.count; i++) {
        const ent_regime *regime = &design->regimes.items[i];
        ent_regime right = {0};
        for (uint32_t t = 1; t <= s->states; t++) {
            if (!is_regime(s, design, regime, t))
                continue;
            right.arrangements++;
            right.all += mask_of(s, t) == ENT_ALL_DEMANDS;
            for (int d = 0; d < ENT_DEMANDS; d++)
                right.meets[d] += s->meets[t][d];
        }
        expect(s, "of a regime", regime->arrangements, right.arrangements);
        expect(s, "all of a regime", regime->all, right.all);
        for (int d = 0; d < ENT_DEMANDS; d++)
            expect(s, "met in a regime", regime->meets[d], right.meets[d]);
        assert_true(regime->arrangements > 0);
        arrangements += regime->arrangements;
    }
    expect(s, "of all regimes", arrangements, design->counts[0]);
}

static void show(const specimen *s, const ent_design *design)
{
    for (size_t width = 60; width <= 120; width += 60) {
        ent_text out = ent_text_new(design->game->memory);
        ent_show_design(&out, &(ent_style){.width = width}, design);
        assert_false(out.exhausted);
        for (const char *line = ent_text_string(&out); *line != '\0'; line++) {
            size_t length = strcspn(line, "\n");
            if (memchr(line, ' ', length) != NULL && ent_display_width(line, length) > width)
                fail_msg("seed %llu: too wide: %.*s", (unsigned long long)s->seed, (int)length,
                         line);
            line += length;
        }
        assert_int_equal(ent_design_json(&out, design), ENT_OK);
        ent_text_free(&out);
    }
}

TEST(arrangements_are_what_the_definitions_say)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    size_t viable = 0;
    size_t guarded = 0;
    size_t near[ENT_DEMANDS] = {0};
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        ent_design design;
        begin(&s, seed);
        uint32_t varied[] = {0, (uint32_t)s.model.options.count - 1};
        const ent_design_request request = {
            .concept = s.concept,
            .vary = {.items = varied, .count = s.model.options.count > 1 ? 2 : 1},
            .listed_most = seed % 3 * 4,
            .patterns_most = 3,
            .nearest_most = SIZE_MAX};
        assert_int_equal(ent_ask_design(&design, &s.game, &s.solution, &request, &s.report),
                         ENT_OK);
        find_all(&s);
        check_sets(&s, &design);
        check_shown(&s, &design);
        if (design.counts[ENT_ALL_DEMANDS] == 0)
            check_nearest(&s, &design);
        check_regimes(&s, &design);
        show(&s, &design);
        viable += design.counts[ENT_ALL_DEMANDS] > 0;
        guarded += design.guards.count > 0;
        for (int d = 0; d < ENT_DEMANDS; d++)
            near[d] += design.single[d] > 0;
        ent_design_free(&design);
        end(&s);
    }
    if (seeds.end - seeds.first >= MODELS)
        assert_true(viable > 100 && guarded > 300 && near[ENT_CAN_AGREE] > 100 &&
                    near[ENT_CAN_ACT] > 10 && near[ENT_WILL_HOLD] > 10);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(arrangements_are_what_the_definitions_say));
}
