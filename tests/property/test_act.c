/*
 * What bodies can do, against the definitions read a second time: the variants of each rule, who it
 * can do without, and what is decided in the states of a trigger, on random models.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "ask/act.h"
#include "ask/find.h"
#include "property/oracle.h"
#include "property/random_model.h"
#include "property/reading.h"
#include "show/act_words.h"
#include "support/seeds.h"

enum { MODELS = 1500, PARTIES_MOST = 32 };

typedef struct {
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    oracle *oracle;
    uint64_t seed;
} specimen;

static void begin(specimen *s, uint64_t seed)
{
    *s = (specimen){.text = random_model(seed, 0), .memory = ent_memory_system(), .seed = seed};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    s->oracle = oracle_new(&s->model);
}

static void end(specimen *s)
{
    oracle_free(s->oracle);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
    free(s->text);
}

/* Reports a difference with what is needed to see it again. */
static void expect(const specimen *s, const char *what, uint64_t found, uint64_t right)
{
    if (found == right)
        return;
    fprintf(stderr, "%s\nENT_SEED=%llu ENT_MODELS=1\n", s->text, (unsigned long long)s->seed);
    fail_msg("%s: %llu, not %llu", what, (unsigned long long)found, (unsigned long long)right);
}

static bool decides(const specimen *s, const ent_act_body *body, uint32_t state,
                    const bool *consents)
{
    const reading in = {.model = &s->model,
                        .levels = oracle_levels(s->oracle, state),
                        .body = body->body,
                        .consents = consents};
    return reading_holds(&in, body->body->rule.expression);
}

static bool has_terms(const specimen *s, const ent_act_body *body, const ent_act_variant *variant,
                      uint32_t state)
{
    for (size_t c = 0; c < body->condition_count; c++)
        if (oracle_holds(s->oracle, body->switches[c], state) != variant->holds[c])
            return false;
    return true;
}

/* Every coalition wins in a variant's game exactly when the rule is met in a state like that. */
static void check_game(const specimen *s, const ent_act_body *body, const ent_act_variant *variant,
                       uint32_t state)
{
    for (uint64_t coalition = 0; coalition < UINT64_C(1) << body->member_count; coalition++) {
        bool consents[PARTIES_MOST] = {false};
        for (uint32_t m = 0; m < body->member_count; m++)
            consents[body->members[m]] = (coalition >> m) & 1u;
        expect(s, "a coalition", ent_wins(&variant->game, &coalition),
               decides(s, body, state, consents));
    }
}

static void check_variant(const specimen *s, const ent_act_body *body,
                          const ent_act_variant *variant)
{
    uint64_t states = 0;
    uint32_t example = 0;
    for (uint32_t state = 1; state <= oracle_states(s->oracle); state++)
        if (has_terms(s, body, variant, state)) {
            example = example == 0 ? state : example;
            states++;
        }
    expect(s, "states of a variant", variant->states, states);
    assert_true(example != 0);
    check_game(s, body, variant, example);
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        bool consents[PARTIES_MOST];
        memset(consents, true, sizeof consents);
        consents[p] = false;
        expect(s, "acts without", variant->acts_without[p], decides(s, body, example, consents));
    }
}

static void check_variants(const specimen *s, const ent_act_body *body)
{
    uint64_t states = 0;
    for (size_t v = 0; v < body->variants.count; v++) {
        check_variant(s, body, &body->variants.items[v]);
        states += body->variants.items[v].states;
        if (v > 0)
            assert_true(body->variants.items[v - 1].states >= body->variants.items[v].states);
    }
    expect(s, "states of all variants", states, oracle_states(s->oracle));
}

/* Whether the move from one state to another makes this change. */
static bool makes(const specimen *s, const ent_act_move *move, uint32_t from, uint32_t to)
{
    const uint8_t *before = oracle_levels(s->oracle, from);
    const uint8_t *after = oracle_levels(s->oracle, to);
    for (size_t i = 0; i < s->model.options.count; i++)
        if (move->levels[i] != (before[i] == after[i] ? ENT_UNCHANGED : after[i]))
            return false;
    return true;
}

static bool raises(const specimen *s, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < s->model.options.count; i++)
        if (oracle_levels(s->oracle, to)[i] > oracle_levels(s->oracle, from)[i])
            return true;
    return false;
}

/* Counts one move as the definition says. */
static bool count_move(const specimen *s, const ent_act_body *body, uint32_t from, uint32_t to,
                       ent_act_move *count)
{
    bool consents[PARTIES_MOST] = {false};
    for (uint32_t m = 0; m < body->member_count; m++) {
        uint32_t p = body->members[m];
        consents[p] = oracle_key(s->oracle, p, to) > oracle_key(s->oracle, p, from);
    }
    bool decided = decides(s, body, from, consents);
    count->possible++;
    count->decided += decided;
    count->acting += decided && raises(s, from, to);
    for (uint32_t m = 0; m < body->member_count; m++) {
        if (consents[body->members[m]])
            continue;
        count->withholds[m]++;
        consents[body->members[m]] = true;
        count->sole_blocker[m] += !decided && decides(s, body, from, consents);
        consents[body->members[m]] = false;
    }
    return decided;
}

static void check_move(const specimen *s, const ent_act_body *body, const ent_condition *when,
                       const ent_act_move *move)
{
    uint64_t withholds[PARTIES_MOST] = {0};
    uint64_t blocks[PARTIES_MOST] = {0};
    ent_act_move count = {.withholds = withholds, .sole_blocker = blocks};
    for (uint32_t from = 1; from <= oracle_states(s->oracle); from++)
        for (uint32_t to = 1; to <= oracle_states(s->oracle); to++)
            if (makes(s, move, from, to) && oracle_moves(s->oracle, body->mover, from, to) &&
                oracle_holds(s->oracle, when->expression, from))
                (void)count_move(s, body, from, to, &count);
    expect(s, "possible", move->possible, count.possible);
    expect(s, "decided", move->decided, count.decided);
    expect(s, "decided steps up", move->acting, count.acting);
    for (uint32_t m = 0; m < body->member_count; m++) {
        expect(s, "withholds", move->withholds[m], withholds[m]);
        expect(s, "sole blocker", move->sole_blocker[m], blocks[m]);
    }
}

static void check_trigger(const specimen *s, const ent_act_body *body, const ent_condition *when)
{
    const ent_act_trigger *trigger = &body->trigger;
    uint64_t states = 0;
    uint64_t acting = 0;
    uint64_t possible = 0;
    uint64_t unused[2][PARTIES_MOST] = {{0}};
    ent_act_move all = {.withholds = unused[0], .sole_blocker = unused[1]};
    for (uint32_t from = 1; from <= oracle_states(s->oracle); from++) {
        bool acts = false;
        if (!oracle_holds(s->oracle, when->expression, from))
            continue;
        for (uint32_t to = 1; to <= oracle_states(s->oracle); to++)
            if (oracle_moves(s->oracle, body->mover, from, to))
                acts = (count_move(s, body, from, to, &all) && raises(s, from, to)) || acts;
        states++;
        acting += acts;
    }
    expect(s, "states of the trigger", trigger->states, states);
    expect(s, "acting", trigger->acting, acting);
    for (size_t i = 0; i < trigger->moves.count; i++) {
        possible += trigger->moves.items[i].possible;
        check_move(s, body, when, &trigger->moves.items[i]);
    }
    expect(s, "moves", possible, all.possible);
}

/* Whether the state's variant has the game of the variant `index`. */
static bool has_game(const specimen *s, const ent_act_body *body, size_t index, uint32_t state)
{
    for (size_t v = 0; v < body->variants.count; v++)
        if (has_terms(s, body, &body->variants.items[v], state))
            return body->variants.items[v].same_as == index;
    fail_msg("seed %llu: a state without variant", (unsigned long long)s->seed);
    return false;
}

/* The words for the terms of a game are a condition that is true exactly where it is played. */
static void check_terms(specimen *s, const ent_act_body *body, size_t index)
{
    ent_text words = ent_text_new(&s->memory);
    (void)ent_add_terms_of_game(&words, body, index);
    const char *text = ent_text_string(&words);
    bool unless = strncmp(text, "unless ", 7) == 0;
    if (unless || strncmp(text, "if ", 3) == 0) {
        const char *from = text + (unless ? 7 : 3);
        const ent_source source = {"terms", from, strlen(from)};
        ent_condition condition;
        if (ent_ask_condition(&s->model, &source, &condition, &s->report) != ENT_OK)
            fail_msg("seed %llu: %s", (unsigned long long)s->seed, text);
        for (uint32_t state = 1; state <= oracle_states(s->oracle); state++)
            expect(s, text, oracle_holds(s->oracle, condition.expression, state) != unless,
                   has_game(s, body, index, state));
    } else if (strcmp(text, "on any terms") == 0) {
        for (uint32_t state = 1; state <= oracle_states(s->oracle); state++)
            expect(s, text, has_game(s, body, index, state), true);
    } else {
        assert_int_equal(strncmp(text, "in ", 3), 0);
    }
    ent_text_free(&words);
}

/* Every view can be shown, and fits its width but for long words. */
static void show(const specimen *s, const ent_act *act)
{
    for (size_t view = 0; view < 8; view++) {
        ent_text out = ent_text_new(act->game->memory);
        const ent_style style = {.width = view < 4 ? 60 : 120};
        ent_show_act(
            &out, &style, act,
            &(ent_act_view){.compare = view % 2 == 1, .brief = view % 4 >= 2, .top = view / 2});
        assert_false(out.exhausted);
        for (const char *line = ent_text_string(&out); *line != '\0'; line++) {
            size_t length = strcspn(line, "\n");
            if (memchr(line, ' ', length) != NULL && ent_display_width(line, length) > style.width)
                fail_msg("seed %llu: too wide: %.*s", (unsigned long long)s->seed, (int)length,
                         line);
            line += length;
        }
        assert_int_equal(ent_act_json(&out, act, view % 2 == 0), ENT_OK);
        ent_text_free(&out);
    }
}

/* Some condition that the model has. */
static const ent_condition *some_condition(const specimen *s)
{
    if (s->model.target.expression != NULL)
        return &s->model.target;
    for (size_t p = 0; p < s->model.parties.count; p++)
        if (s->model.parties.items[p].preference.wants.count > 0)
            return &s->model.parties.items[p].preference.wants.items[0].condition;
    return s->model.constraints.count > 0 ? &s->model.constraints.items[0] : NULL;
}

TEST(bodies_can_do_what_the_definitions_say)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    size_t bodies = 0;
    size_t moves = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed);
        double chance[PARTIES_MOST] = {0.25, 0.5, 0.75, 1};
        bool given[PARTIES_MOST] = {true};
        const ent_consents consents = {.of_party = chance, .given = given, .other = 0.5};
        const ent_act_request request = {.body = ENT_NOBODY,
                                         .when = some_condition(&s),
                                         .minimal_most = 100,
                                         .consents = &consents,
                                         .draws = seed % 8 == 0 ? 10 : 0};
        ent_act act;
        assert_int_equal(ent_ask_act(&act, &s.game, &request, &s.report), ENT_OK);
        for (size_t b = 0; b < act.bodies.count; b++) {
            const ent_act_body *body = &act.bodies.items[b];
            check_variants(&s, body);
            for (size_t v = 0; v < body->variants.count; v++)
                if (body->variants.items[v].same_as == v)
                    check_terms(&s, body, v);
            if (request.when != NULL)
                check_trigger(&s, body, request.when);
            moves += body->trigger.moves.count;
            bodies++;
        }
        if (act.bodies.count > 0)
            show(&s, &act);
        ent_act_free(&act);
        end(&s);
    }
    assert_true(seeds.end - seeds.first < MODELS || (bodies > 500 && moves > 1000));
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(bodies_can_do_what_the_definitions_say));
}
