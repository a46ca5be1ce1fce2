/*
 * Evidence on random models. What a removal changes is what changes when the model is written
 * without those entries, read again and judged by the oracle; statements contradict each other when
 * trying all states and coalitions says so.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "ask/evidence.h"
#include "ask/viable.h"
#include "property/oracle.h"
#include "property/random_model.h"
#include "property/reading.h"
#include "show/evidence.h"
#include "support/seeds.h"

enum { MODELS = 150, STATEMENTS_MOST = 5, PARTIES_MOST = 16, BODIES_MOST = 8 };

typedef struct {
    uint64_t seed;
    dice dice;
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    oracle *oracle;
    ent_concept concept;
    ent_set able;
    size_t turned;
    size_t contradictions;
} specimen;

static void give_up(const specimen *s, const char *what)
{
    fail_msg("seed %llu: %s\n%s", (unsigned long long)s->seed, what, s->text);
}

static bool chance(specimen *s, uint32_t percent)
{
    return dice_below(&s->dice, 100) < percent;
}

/* --- Models with statements ----------------------------------------------------------------- */

static const ent_condition *some_condition(specimen *s)
{
    const ent_party *party =
        &s->model.parties.items[dice_below(&s->dice, (uint32_t)s->model.parties.count)];
    if (party->preference.wants.count == 0)
        return &s->model.target;
    uint32_t count = (uint32_t)party->preference.wants.count;
    return &party->preference.wants.items[dice_below(&s->dice, count)].condition;
}

static void add_claim(specimen *s, ent_statement *statement)
{
    ent_claim *claim = ENT_PUSH(&s->model.arena, &statement->claims);
    assert_non_null(claim);
    *claim = (ent_claim){.body = ENT_NOBODY, .rejected = chance(s, 40)};
    if (s->model.bodies.count == 0 || chance(s, 60)) {
        claim->condition = *some_condition(s);
        return;
    }
    /* its own rule, or another form of it that may be the same */
    uint32_t index = dice_below(&s->dice, (uint32_t)s->model.bodies.count);
    const ent_body *body = &s->model.bodies.items[index];
    const ent_scope scope = {.vocabulary = &s->model.vocabulary,
                             .body = body->id,
                             .members = body->members.items,
                             .member_count = body->members.count};
    static const char *const rules[] = {"all", "count >= 2", "majority", "any", "count >= 1"};
    static ent_source sources[5];
    uint32_t which = dice_below(&s->dice, 5);
    claim->body = (uint32_t)s->model.parties.count + index;
    claim->condition = body->rule;
    if (chance(s, 20))
        return;
    sources[which] = (ent_source){"rule", rules[which], strlen(rules[which])};
    claim->condition.text = rules[which];
    assert_int_equal(ent_parse(&scope, ent_phrase_of(&sources[which], 0, sources[which].length),
                               &claim->condition.expression, &s->report),
                     ENT_OK);
}

static void add_statements(specimen *s)
{
    uint32_t count = dice_below(&s->dice, STATEMENTS_MOST + 1);
    for (uint32_t i = 0; i < count; i++) {
        ent_statement *statement = ENT_PUSH(&s->model.arena, &s->model.statements);
        assert_non_null(statement);
        *statement = (ent_statement){.id = "s", .name = "s", .by = dice_below(&s->dice, 2)};
        statement->later = chance(s, 15);
        for (uint32_t claims = dice_below(&s->dice, 4); claims > 0; claims--)
            add_claim(s, statement);
    }
    for (size_t p = 0; p < s->model.parties.count && count > 0; p++)
        for (size_t i = 0; i < s->model.parties.items[p].preference.wants.count; i++) {
            ent_want *want = &s->model.parties.items[p].preference.wants.items[i];
            for (uint32_t named = dice_below(&s->dice, 3); named > 0; named--) {
                uint32_t *slot = ENT_PUSH(&s->model.arena, &want->because);
                if (slot != NULL)
                    *slot = dice_below(&s->dice, count);
            }
        }
}

static void begin(specimen *s, uint64_t seed)
{
    *s = (specimen){.seed = seed,
                    .dice = {~seed},
                    .text = random_model(seed, 0),
                    .memory = ent_memory_system()};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    s->concept = (ent_concept)dice_below(&s->dice, ENT_CONCEPTS);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    for (size_t p = 0; p < s->model.parties.count; p++)
        s->model.parties.items[p].types.count = 0; /* what is in force is all there is */
    s->model.doubts.count = 0;
    add_statements(s);
    for (size_t b = 0; b < s->model.bodies.count; b++)
        if (chance(s, 70))
            s->model.bodies.items[b].trigger = *some_condition(s);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    s->oracle = oracle_new(&s->model);
}

static void end(specimen *s)
{
    oracle_free(s->oracle);
    ent_set_free(&s->able);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    free(s->text);
    assert_int_equal(s->memory.live, 0);
}

/* --- The answers, by the oracle ------------------------------------------------------------- */

static void find_able(specimen *s)
{
    ent_guards guards = {0};
    ent_arena arena = ent_arena_new(&s->memory);
    assert_int_equal(ent_set_new(&s->able, &s->memory, s->game.space.codes), ENT_OK);
    ent_set_copy(&s->able, &s->game.space.feasible);
    assert_int_equal(ent_find_guards(&s->game, &arena, &guards), ENT_OK);
    for (size_t i = 0; i < guards.count; i++)
        ent_set_and(&s->able, &guards.items[i].acts);
    ent_guards_free(&guards);
    ent_arena_free(&arena);
}

static bool is_aimed(const specimen *s, uint32_t state)
{
    return s->model.target.expression == NULL ||
           oracle_holds(s->oracle, s->model.target.expression, state);
}

/* Whether the body would make this move: it raises an option of it, and the members that prefer it
 * decide. */
static bool makes(const specimen *s, const oracle *o, const ent_body *body, uint32_t from,
                  uint32_t to)
{
    bool consents[PARTIES_MOST] = {false};
    bool raises = false;
    for (size_t i = 0; i < s->model.options.count; i++)
        raises = raises || oracle_levels(o, to)[i] > oracle_levels(o, from)[i];
    for (size_t m = 0; m < body->members.count; m++) {
        uint32_t p = body->members.items[m];
        consents[p] = oracle_key(o, p, to) > oracle_key(o, p, from);
    }
    const reading in = {
        .model = &s->model, .levels = oracle_levels(o, from), .body = body, .consents = consents};
    return raises && reading_holds(&in, body->rule.expression);
}

static bool acts(const specimen *s, const oracle *o, size_t b, uint32_t from)
{
    const ent_body *body = &s->model.bodies.items[b];
    uint32_t mover = (uint32_t)(s->model.parties.count + b);
    if (body->trigger.expression == NULL || !oracle_holds(o, body->trigger.expression, from))
        return false;
    for (uint32_t to = 1; to <= oracle_states(o); to++)
        if (oracle_moves(o, mover, from, to) && makes(s, o, body, from, to))
            return true;
    return false;
}

/* Whether a state is in one of the four sets; of acting, for one body. */
static bool is_in(const specimen *s, const oracle *o, ent_carry_question question, size_t body,
                  uint32_t state)
{
    bool holds = is_aimed(s, state) && oracle_equilibrium(o, s->concept, state);
    switch (question) {
    case ENT_CARRY_AGREE:
        return oracle_agreeable(o, state);
    case ENT_CARRY_ACT:
        return acts(s, o, body, state);
    case ENT_CARRY_HOLD:
        return holds;
    case ENT_CARRY_ALL:
        return holds && oracle_agreeable(o, state) &&
               ent_set_has(&s->able, ent_code_of_number(&s->game.space, state));
    }
    return false;
}

static void compare(const specimen *s, const oracle *other, ent_carry_question question,
                    size_t body, ent_carry_change *change)
{
    bool before = false;
    bool after = false;
    for (uint32_t n = 1; n <= oracle_states(other); n++) {
        bool was = is_in(s, s->oracle, question, body, n);
        bool is = is_in(s, other, question, body, n);
        bool counts = question != ENT_CARRY_AGREE || is_aimed(s, n);
        change->enter += is && !was;
        change->leave += was && !is;
        before = before || (was && counts);
        after = after || (is && counts);
    }
    change->turns = change->turns || before != after;
}

static bool is_asked(const specimen *s, ent_carry_question question)
{
    bool triggered = false;
    for (size_t b = 0; b < s->model.bodies.count; b++)
        triggered = triggered || s->model.bodies.items[b].trigger.expression != NULL;
    return question == ENT_CARRY_HOLD || (question == ENT_CARRY_ACT && triggered) ||
           (s->model.start != NULL &&
            (question == ENT_CARRY_AGREE ||
             (question == ENT_CARRY_ALL && s->model.target.expression != NULL)));
}

/* --- Removals ------------------------------------------------------------------------------- */

static bool goes(const specimen *s, const ent_carrier *carrier, uint32_t party, uint32_t entry)
{
    const ent_want *want = &s->model.parties.items[party].preference.wants.items[entry];
    bool named = false;
    if (carrier->statement == ENT_NOBODY)
        return party == carrier->party && entry == carrier->entry;
    for (size_t i = 0; i < want->because.count; i++) {
        named = named || want->because.items[i] == carrier->statement;
        if (want->because.items[i] != carrier->statement &&
            !s->model.statements.items[want->because.items[i]].later)
            return false;
    }
    return named;
}

/* The text of the model without what goes; gives how many entries that were. */
static char *text_without(specimen *s, const ent_carrier *carrier, uint32_t *gone)
{
    ent_model less = s->model;
    ent_party parties[PARTIES_MOST];
    ent_arena arena = ent_arena_new(&s->memory);
    ent_text out = ent_text_new(&s->memory);
    memcpy(parties, s->model.parties.items, s->model.parties.count * sizeof *parties);
    less.parties.items = parties;
    less.statements.count = 0;
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        const ent_want_list *all = &s->model.parties.items[p].preference.wants;
        parties[p].preference.wants = (ent_want_list){0};
        for (uint32_t i = 0; i < all->count; i++) {
            bool stays = !goes(s, carrier, p, i);
            ent_want *slot = stays ? ENT_PUSH(&arena, &parties[p].preference.wants) : NULL;
            *gone += !stays;
            if (slot == NULL)
                continue;
            *slot = all->items[i];
            slot->because.count = 0;
            slot->uncertain = false;
        }
    }
    assert_false(arena.exhausted);
    assert_int_equal(ent_write_yaml(&less, &out, &s->report), ENT_OK);
    char *text = strdup(ent_text_string(&out));
    ent_text_free(&out);
    ent_arena_free(&arena);
    return text;
}

static void check_carrier(specimen *s, const ent_carrier *carrier)
{
    uint32_t gone = 0;
    char *text = text_without(s, carrier, &gone);
    const ent_source source = {"less.yaml", text, strlen(text)};
    ent_model model;
    uint32_t turns = 0;
    uint64_t states = 0;
    ent_model_init(&model, &s->memory);
    assert_int_equal(ent_read_model(&model, &source, &s->report), ENT_OK);
    oracle *o = oracle_new(&model);
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++) {
        const ent_carry_change *found = &carrier->changes[q];
        ent_carry_change right = {0};
        size_t bodies = q == ENT_CARRY_ACT ? s->model.bodies.count : 1;
        for (size_t b = 0; b < bodies && is_asked(s, (ent_carry_question)q); b++)
            compare(s, o, (ent_carry_question)q, b, &right);
        if (found->enter != right.enter || found->leave != right.leave ||
            found->turns != right.turns)
            give_up(s, text);
        turns += right.turns;
        states += right.enter + right.leave;
    }
    if (carrier->entries != gone || carrier->turns != turns || carrier->states != states)
        give_up(s, "a removal is summed up wrongly");
    s->turned += turns;
    oracle_free(o);
    ent_model_free(&model);
    free(text);
}

static void check_carriers(specimen *s, const ent_carriers *carriers)
{
    size_t expected = 0;
    for (size_t i = 0; i < s->model.statements.count; i++)
        expected += !s->model.statements.items[i].later;
    for (size_t p = 0; p < s->model.parties.count; p++)
        for (size_t i = 0; i < s->model.parties.items[p].preference.wants.count; i++)
            expected += s->model.parties.items[p].preference.wants.items[i].because.count == 0;
    assert_int_equal(carriers->list.count, expected);
    for (size_t i = 0; i < carriers->list.count; i++) {
        const ent_carrier *carrier = &carriers->list.items[i];
        check_carrier(s, carrier);
        assert_true((carrier->states > 0 || carrier->turns > 0) == (i < carriers->carrying));
        if (i > 0)
            assert_true(
                carrier[-1].turns > carrier->turns ||
                (carrier[-1].turns == carrier->turns && carrier[-1].states >= carrier->states));
    }
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++)
        assert_int_equal(carriers->answers[q].asked, is_asked(s, (ent_carry_question)q));
}

/* --- Contradictions ------------------------------------------------------------------------- */

static bool is_so(const specimen *s, const ent_claim *claim, uint32_t state)
{
    return oracle_holds(s->oracle, claim->condition.expression, state) != claim->rejected;
}

/* Whether all that a statement says of the terms is so. */
static bool all_so(const specimen *s, const ent_statement *statement, uint32_t state)
{
    for (size_t i = 0; i < statement->claims.count; i++)
        if (statement->claims.items[i].body == ENT_NOBODY &&
            !is_so(s, &statement->claims.items[i], state))
            return false;
    return true;
}

static bool clash_in_terms(const specimen *s, const ent_statement *a, const ent_statement *b)
{
    bool of_a = false;
    bool of_b = false;
    for (uint32_t n = 1; n <= oracle_states(s->oracle); n++) {
        if (all_so(s, a, n) && all_so(s, b, n))
            return false;
        of_a = of_a || all_so(s, a, n);
        of_b = of_b || all_so(s, b, n);
    }
    return of_a && of_b;
}

static bool same_rule(const specimen *s, const ent_claim *x, const ent_claim *y)
{
    const ent_body *body = ent_mover_body(&s->model, x->body);
    for (uint32_t n = 1; n <= oracle_states(s->oracle); n++)
        for (uint32_t coalition = 0; coalition >> body->members.count == 0; coalition++) {
            bool consents[PARTIES_MOST] = {false};
            for (size_t m = 0; m < body->members.count; m++)
                consents[body->members.items[m]] = (coalition >> m) & 1u;
            const reading in = {.model = &s->model,
                                .levels = oracle_levels(s->oracle, n),
                                .body = body,
                                .consents = consents};
            if (reading_holds(&in, x->condition.expression) !=
                reading_holds(&in, y->condition.expression))
                return false;
        }
    return true;
}

static size_t clashes_in_rules(const specimen *s, const ent_statement *a, const ent_statement *b)
{
    size_t count = 0;
    for (size_t i = 0; i < a->claims.count; i++)
        for (size_t k = 0; k < b->claims.count; k++) {
            const ent_claim *x = &a->claims.items[i];
            const ent_claim *y = &b->claims.items[k];
            count += x->body != ENT_NOBODY && x->body == y->body && x->rejected != y->rejected &&
                     same_rule(s, x, y);
        }
    return count;
}

/* The claims that are named exclude each other. */
static void check_claims(const specimen *s, const ent_contradiction *one)
{
    const ent_claim *x = one->claims[0];
    const ent_claim *y = one->claims[1];
    assert_int_equal(x == NULL, y == NULL);
    if (x == NULL || y == NULL)
        return;
    assert_int_equal(x->body, y->body);
    for (uint32_t n = 1; n <= oracle_states(s->oracle) && x->body == ENT_NOBODY; n++)
        if (is_so(s, x, n) && is_so(s, y, n))
            give_up(s, "two claims do not exclude each other");
}

static void check_contradictions(specimen *s, const ent_evidence *evidence)
{
    size_t expected = 0;
    for (size_t a = 0; a < s->model.statements.count; a++)
        for (size_t b = a + 1; b < s->model.statements.count; b++) {
            const ent_statement *x = &s->model.statements.items[a];
            const ent_statement *y = &s->model.statements.items[b];
            if (x->by == y->by && !x->later && !y->later)
                expected += clash_in_terms(s, x, y) + clashes_in_rules(s, x, y);
        }
    if (evidence->contradictions.count != expected)
        give_up(s, "contradictions are missing, or too many");
    for (size_t i = 0; i < evidence->contradictions.count; i++)
        check_claims(s, &evidence->contradictions.items[i]);
    s->contradictions += expected;
}

/* --- All of it ------------------------------------------------------------------------------ */

static void show(specimen *s, const ent_evidence *evidence)
{
    for (size_t width = 40; width <= 120; width += 40) {
        const ent_style style = {.width = width};
        ent_text out = ent_text_new(&s->memory);
        ent_show_evidence(&out, &style, evidence, 5);
        assert_int_equal(ent_evidence_json(&out, evidence, SIZE_MAX), ENT_OK);
        ent_text_free(&out);
    }
}

TEST(evidence_is_what_trying_says)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    size_t turned = 0;
    size_t contradictions = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        ent_evidence evidence;
        begin(&s, seed);
        find_able(&s);
        assert_int_equal(ent_ask_evidence(&evidence, &s.game, s.concept, NULL, NULL, &s.report),
                         ENT_OK);
        check_carriers(&s, &evidence.carriers);
        check_contradictions(&s, &evidence);
        show(&s, &evidence);
        ent_evidence_free(&evidence);
        turned += s.turned;
        contradictions += s.contradictions;
        end(&s);
    }
    if (seeds.end - seeds.first >= MODELS)
        assert_true(turned > 0 && contradictions > 0);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(evidence_is_what_trying_says));
}
