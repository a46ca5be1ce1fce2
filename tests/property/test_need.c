/*
 * What would have to be true, on small random models. Every change that is reported, written into a
 * file and read back, makes the oracle find the equilibrium that it promises; and every change that
 * the oracle finds to suffice, up to the size that was reached, is reported, or is a smaller one in
 * other words, or does more than a smaller one.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "ask/need.h"
#include "property/guards.h"
#include "property/oracle.h"
#include "property/random_model.h"
#include "support/seeds.h"

enum { MODELS = 600, STATES_MOST = 40, TRIES = 1000000 };

typedef struct {
    uint64_t seed;
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_set wanted;
    ent_concept concept;
    bool viable; /* more is wanted than that it holds */
    ent_need need;
    uint64_t sufficing;
} specimen;

static _Noreturn void give_up(const specimen *s, const char *what)
{
    fprintf(stderr, "%s\n%s, concept %s\nto see this again:\n    ENT_SEED=%llu ENT_MODELS=1 %s\n",
            s->text, what, ent_concept_id(s->concept), (unsigned long long)s->seed,
            "build-gcc/tests/property-test_need");
    fail_msg("seed %llu: %s", (unsigned long long)s->seed, what);
    abort();
}

static void begin(specimen *s, uint64_t seed, char *text)
{
    *s = (specimen){.seed = seed, .memory = ent_memory_system()};
    s->text = text;
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    for (uint32_t b = 0; b < s->model.bodies.count && seed / ENT_CONCEPTS % 4 != 0; b++)
        guards_demand_all(&s->model, b, &s->report);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    assert_int_equal(ent_set_new(&s->wanted, &s->memory, s->game.space.codes), ENT_OK);
}

static void end(specimen *s)
{
    ent_need_free(&s->need);
    ent_set_free(&s->wanted);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    free(s->text);
    assert_int_equal(s->memory.live, 0);
}

/* Asks for more than that a state holds: with a start, and bodies that are to act. */
static void want_viable(specimen *s)
{
    dice d = {s->seed + 1};
    s->viable = true;
    guards_draw(&s->model, &d, &s->report);
    guards_draw_start(&s->model, &d);
}

/* One state, or a few. */
static void draw_wanted(specimen *s)
{
    dice d = {s->seed};
    uint32_t states = (uint32_t)s->game.space.states;
    uint32_t count = dice_below(&d, 3) < 2 ? 1 : 1 + dice_below(&d, 4);
    for (uint32_t i = 0; i < count; i++)
        ent_set_add(&s->wanted, ent_code_of_number(&s->game.space, 1 + dice_below(&d, states)));
}

/* Nothing has to be agreed for the start. */
static bool is_agreed(const oracle *o, const ent_model *model, uint32_t number)
{
    return oracle_find(o, model->start) == number || oracle_agreeable(o, number);
}

/* How many of the wanted states are as they should be; the first of them. */
static uint64_t holding(const specimen *s, const oracle *o, const ent_model *model, uint64_t *first)
{
    uint64_t count = 0;
    for (uint32_t number = 1; number <= oracle_states(o); number++) {
        uint64_t code = ent_code_of_number(&s->game.space, number);
        if (!ent_set_has(&s->wanted, code) || !oracle_equilibrium(o, s->concept, number) ||
            (s->viable &&
             !(is_agreed(o, model, number) && guards_act(model, oracle_levels(o, number)))))
            continue;
        *first = count == 0 ? code : *first;
        count++;
    }
    return count;
}

/* --- What is reported is true -------------------------------------------------------------- */

static void check_reported(const specimen *s, const ent_needed *needed)
{
    ent_memory memory = ent_memory_system();
    ent_report report = ent_report_new(&memory);
    ent_arena arena = ent_arena_new(&memory);
    ent_text yaml = ent_text_new(&memory);
    ent_model changed;
    ent_model again;
    ent_model_init(&again, &memory);
    assert_int_equal(ent_changed_model(&s->model, &needed->change, &arena, &changed), ENT_OK);
    for (size_t p = 0; p < changed.parties.count; p++) /* write what is in force */
        changed.parties.items[p].types.count = 0;
    assert_int_equal(ent_write_yaml(&changed, &yaml, &report), ENT_OK);
    const ent_source source = {"changed.yaml", ent_text_string(&yaml), yaml.length};
    if (ent_read_model(&again, &source, &report) != ENT_OK) {
        ent_report_write(&report, &yaml);
        give_up(s, ent_text_string(&yaml));
    }
    oracle *o = oracle_new(&again);
    uint64_t first = 0;
    if (holding(s, o, &again, &first) != needed->count || needed->count == 0 ||
        first != needed->code)
        give_up(s, ent_text_string(&yaml));
    oracle_free(o);
    ent_model_free(&again);
    ent_text_free(&yaml);
    ent_arena_free(&arena);
    ent_report_free(&report);
    assert_int_equal(memory.live, 0);
}

/* --- What suffices is reported ------------------------------------------------------------- */

/* A change that the oracle found to suffice, and the party's keys under it. */
typedef struct {
    ent_change change;
    uint32_t keys[STATES_MOST];
    bool covered;
} candidate;

typedef struct {
    specimen *s;
    ent_need_sort sort;
    candidate *items;
    size_t count;
} candidates;

static bool is_larger(ent_change_size a, ent_change_size b)
{
    return a.entries != b.entries ? a.entries > b.entries : a.places > b.places;
}

/* Whether a change of this size had to be tried. */
static bool is_due(const candidates *c, ent_change_size size)
{
    const ent_need *need = &c->s->need;
    size_t found = need->found[c->sort].count;
    return found < need->request.top ||
           !is_larger(size, need->found[c->sort].items[found - 1].change.size);
}

static bool is_same(const ent_change *a, const ent_change *b)
{
    return a->kind == b->kind && a->mover == b->mover && a->member == b->member &&
           a->least == b->least && a->part == b->part && a->option == b->option &&
           a->moves == b->moves && a->moved == b->moved &&
           memcmp(a->entry, b->entry, sizeof a->entry) == 0 &&
           memcmp(a->to, b->to, sizeof a->to) == 0;
}

static bool is_reported(const candidates *c, const ent_change *change)
{
    const ent_need *need = &c->s->need;
    for (size_t i = 0; i < need->found[c->sort].count; i++) {
        const ent_change *found = &need->found[c->sort].items[i].change;
        if (is_same(found, change) || ent_change_exceeds(change, found))
            return true;
    }
    return false;
}

/* Solves the changed model the slow way; keeps the change when it suffices. */
static void weigh(candidates *c, const ent_change *change, const ent_model *changed)
{
    uint64_t first = 0;
    if (!is_due(c, change->size))
        return;
    oracle *o = oracle_new(changed);
    if (holding(c->s, o, changed, &first) > 0) {
        c->items = realloc(c->items, (c->count + 1) * sizeof *c->items);
        assert_non_null(c->items);
        candidate *item = &c->items[c->count++];
        *item = (candidate){.change = *change, .covered = is_reported(c, change)};
        for (uint32_t n = 1; change->mover < c->s->game.party_count && n <= oracle_states(o); n++)
            item->keys[n - 1] = oracle_key(o, change->mover, n);
        c->s->sufficing++;
    }
    oracle_free(o);
}

static bool same_mind(const candidate *a, const candidate *b)
{
    return a->change.mover == b->change.mover && !is_larger(a->change.size, b->change.size) &&
           memcmp(a->keys, b->keys, sizeof a->keys) == 0;
}

static void check_covered(candidates *c)
{
    for (size_t i = 0; i < c->count; i++) {
        bool covered = c->items[i].covered;
        for (size_t k = 0; k < c->count && !covered && c->sort == ENT_NEED_MINDS; k++)
            covered = c->items[k].covered && same_mind(&c->items[k], &c->items[i]);
        if (!covered)
            give_up(c->s, "a change that suffices was overlooked");
    }
    free(c->items);
}

static void weigh_preference(candidates *c, ent_change *change, const ent_preference *preference)
{
    ent_model changed = c->s->model;
    ent_party parties[16];
    memcpy(parties, c->s->model.parties.items, c->s->model.parties.count * sizeof *parties);
    changed.parties.items = parties;
    parties[change->mover].preference = *preference;
    weigh(c, change, &changed);
}

static uint32_t away(uint32_t a, uint32_t b)
{
    return a < b ? b - a : a - b;
}

/* The entries of the change at their new places, the rest around them. */
static void weigh_order(candidates *c, ent_change *change, const ent_preference *old)
{
    ent_want wants[16];
    ent_preference new = *old;
    new.wants.items = wants;
    uint32_t from = 0;
    for (uint32_t to = 0; to < old->wants.count; to++) {
        if (to == change->to[0] || (change->moved == 2 && to == change->to[1])) {
            wants[to] = old->wants.items[change->entry[to != change->to[0]]];
            continue;
        }
        while (from == change->entry[0] || (change->moved == 2 && from == change->entry[1]))
            from++;
        wants[to] = old->wants.items[from++];
    }
    weigh_preference(c, change, &new);
}

static void weigh_orders(candidates *c, uint32_t party)
{
    const ent_preference *old = &c->s->model.parties.items[party].preference;
    uint32_t n = (uint32_t)old->wants.count;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t to = 0; to < n; to++) {
            ent_change one = {.kind = ENT_CHANGE_ORDER,
                              .size = {1, 1, away(i, to)},
                              .mover = party,
                              .moved = 1,
                              .entry = {i},
                              .to = {to}};
            if (i == to)
                continue;
            weigh_order(c, &one, old);
            for (uint32_t j = i + 1; j < n; j++)
                for (uint32_t other = 0; other < n; other++) {
                    ent_change two = one;
                    two.moved = 2;
                    two.entry[1] = j;
                    two.to[1] = other;
                    two.size = (ent_change_size){1, 2, away(i, to) + away(j, other)};
                    if (other != j && other != to)
                        weigh_order(c, &two, old);
                }
        }
}

/* Places between two weights, counted on their list in order. */
static uint32_t apart_by_weight(const ent_preference *preference, uint32_t i, uint32_t j)
{
    long double a = preference->wants.items[i].weight.value;
    long double b = preference->wants.items[j].weight.value;
    for (uint32_t k = 0; k < preference->wants.items[i].weight.places; k++)
        a /= 10;
    for (uint32_t k = 0; k < preference->wants.items[j].weight.places; k++)
        b /= 10;
    uint32_t between = 0;
    for (size_t k = 0; k < preference->wants.count; k++) {
        long double c = preference->wants.items[k].weight.value;
        for (uint32_t p = 0; p < preference->wants.items[k].weight.places; p++)
            c /= 10;
        between += (c > a && c < b) || (c > b && c < a);
    }
    return a == b ? 0 : between + 1;
}

static void weigh_swaps(candidates *c, uint32_t party)
{
    const ent_preference *old = &c->s->model.parties.items[party].preference;
    for (uint32_t i = 0; i < old->wants.count; i++)
        for (uint32_t j = i + 1; j < old->wants.count; j++) {
            ent_want wants[16];
            ent_preference new = *old;
            uint32_t apart = old->kind == ENT_BY_RANKING ? j - i : apart_by_weight(old, i, j);
            ent_change change = {.kind = ENT_CHANGE_SWAP,
                                 .size = {1, apart == 1 ? 1 : 2, apart == 1 ? 1 : 2 * apart},
                                 .mover = party,
                                 .moved = 2,
                                 .entry = {i, j},
                                 .to = {j, i}};
            memcpy(wants, old->wants.items, old->wants.count * sizeof *wants);
            new.wants.items = wants;
            wants[i].condition = old->wants.items[j].condition;
            wants[j].condition = old->wants.items[i].condition;
            if (apart > 0)
                weigh_preference(c, &change, &new);
        }
}

static void weigh_reversals(candidates *c, uint32_t party)
{
    const ent_preference *old = &c->s->model.parties.items[party].preference;
    for (uint32_t i = 0; i < old->wants.count; i++) {
        ent_want wants[16];
        ent_preference new = *old;
        ent_expression *children[] = {old->wants.items[i].condition.expression};
        ent_expression negation = {.kind = ENT_NOT, .children = children, .child_count = 1};
        ent_change change = {.kind = ENT_CHANGE_REVERSAL,
                             .size = {1, 1, (uint32_t)old->wants.count},
                             .mover = party,
                             .moved = 1,
                             .entry = {i},
                             .to = {i}};
        memcpy(wants, old->wants.items, old->wants.count * sizeof *wants);
        new.wants.items = wants;
        wants[i].condition.expression = &negation;
        weigh_preference(c, &change, &new);
    }
}

static void check_minds(specimen *s)
{
    candidates c = {.s = s, .sort = ENT_NEED_MINDS};
    for (uint32_t p = 0; p < s->model.parties.count; p++) {
        ent_preference_kind kind = s->model.parties.items[p].preference.kind;
        if (kind == ENT_INDIFFERENT)
            continue;
        if (kind == ENT_BY_PRIORITIES)
            weigh_orders(&c, p);
        else
            weigh_swaps(&c, p);
        weigh_reversals(&c, p);
    }
    check_covered(&c);
}

static void check_terms(specimen *s)
{
    candidates c = {.s = s, .sort = ENT_NEED_TERMS};
    for (uint32_t i = 0; i < s->model.options.count; i++)
        for (ent_moves moves = ENT_MOVES_UP; moves <= ENT_MOVES_FIXED; moves++) {
            ent_option *option = &s->model.options.items[i];
            ent_moves before = option->moves;
            bool any = before == ENT_MOVES_ANY;
            ent_change change = {.kind = ENT_CHANGE_MOVES,
                                 .size = {0, 1, any && moves == ENT_MOVES_FIXED ? 2 : 1},
                                 .mover = option->mover,
                                 .option = i,
                                 .moves = moves};
            if (moves == before || (!any && moves != ENT_MOVES_FIXED))
                continue;
            option->moves = moves;
            weigh(&c, &change, &s->model);
            option->moves = before;
        }
    check_covered(&c);
}

/* The rules that can be had are tested in tests/unit/test_change.c; here, that none is passed over.
 */
static void check_rules(specimen *s)
{
    candidates c = {.s = s, .sort = ENT_NEED_RULES};
    ent_arena arena = ent_arena_new(&s->memory);
    ent_change_list rules = {0};
    assert_int_equal(ent_list_rule_changes(&s->model, &arena, &rules), ENT_OK);
    for (size_t i = 0; i < rules.count; i++) {
        ent_model changed;
        assert_int_equal(ent_changed_model(&s->model, &rules.items[i], &arena, &changed), ENT_OK);
        weigh(&c, &rules.items[i], &changed);
    }
    ent_arena_free(&arena);
    check_covered(&c);
}

/* --- Tests --------------------------------------------------------------------------------- */

static void check_all(specimen *s)
{
    oracle *o = oracle_new(&s->model);
    uint64_t first = 0;
    uint64_t count = holding(s, o, &s->model, &first);
    oracle_free(o);
    if (s->need.holding_count != count || (count > 0 && s->need.holding_first != first))
        give_up(s, "what holds already was not seen");
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++) {
        assert_true(count == 0 || s->need.found[sort].count == 0);
        for (size_t i = 0; i < s->need.found[sort].count; i++)
            check_reported(s, &s->need.found[sort].items[i]);
    }
    if (count > 0)
        return;
    check_rules(s);
    check_terms(s);
    check_minds(s);
}

static void ask(specimen *s, ent_concept concept, size_t top)
{
    s->concept = concept;
    const ent_need_request request = {.concept = concept,
                                      .wanted = &s->wanted,
                                      .viable = s->viable,
                                      .top = top,
                                      .tries_most = TRIES};
    assert_int_equal(ent_ask_need(&s->need, &s->game, &request, &s->report), ENT_OK);
    assert_false(s->need.capped);
    check_all(s);
}

static void look_for_the_smallest(bool viable)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t reported[ENT_NEED_SORTS] = {0};
    uint64_t sufficing = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed, random_model(seed, 0));
        if (viable)
            want_viable(&s);
        if (s.game.space.states <= STATES_MOST) {
            draw_wanted(&s);
            ask(&s, seed % 3 == 0 ? ENT_SEQ : (ent_concept)(seed % ENT_CONCEPTS),
                1 + seed / 16 % 3 * 20);
        }
        for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
            reported[sort] += s.need.found[sort].count;
        sufficing += s.sufficing;
        end(&s);
    }
    print_message("%llu rules, %llu terms and %llu minds reported; %llu changes suffice\n",
                  (unsigned long long)reported[ENT_NEED_RULES],
                  (unsigned long long)reported[ENT_NEED_TERMS],
                  (unsigned long long)reported[ENT_NEED_MINDS], (unsigned long long)sufficing);
    if (seeds.end - seeds.first >= MODELS)
        assert_true(reported[ENT_NEED_RULES] > 0 && reported[ENT_NEED_TERMS] > 0 &&
                    reported[ENT_NEED_MINDS] > 0);
}

TEST(the_smallest_changes_are_found_and_suffice)
{
    look_for_the_smallest(false);
}

TEST(so_are_those_that_make_a_state_viable)
{
    look_for_the_smallest(true);
}

/* Deterrence that hangs on a third party's mind; and a body that its member keeps from moving once
 * that member has nowhere to escape to. Random models have such things too rarely. */
static const char *const drawn_by_hand[] = {
    "entente: 1\n"
    "parties: {ra: Ravonia, sel: Selland, tor: Torland}\n"
    "bodies: {council: {members: [ra, sel, tor], rule: if consensus then all else "
    "majority}}\n"
    "options: {attack: ra, respond: council, consensus: {by: council, moves: fixed}}\n"
    "constraints: [if respond then attack]\n"
    "preferences: {ra: [not respond, attack], sel: [not attack, respond], tor: [not respond, "
    "not attack, consensus]}\n",
    "entente: 1\n"
    "parties: {x: X, z: Z}\n"
    "bodies: {y: {members: [x], rule: all}}\n"
    "options: {b: y, c: z, e: x}\n"
    "preferences: {x: [not c or e, b]}\n",
};

static char *copy_of(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, text, size);
    return copy;
}

TEST(other_minds_and_lost_escapes_count)
{
    for (size_t i = 0; i < sizeof drawn_by_hand / sizeof *drawn_by_hand; i++)
        for (int concept = 0; concept < ENT_CONCEPTS; concept ++)
            for (uint64_t number = 1; number <= 6; number++) {
                specimen s;
                begin(&s, 0, copy_of(drawn_by_hand[i]));
                ent_set_add(&s.wanted, ent_code_of_number(&s.game.space, number));
                ask(&s, (ent_concept) concept, 1000);
                end(&s);
            }
}

/* A bound on what is tried ends the search, and is told; what was found before is true. */
TEST(the_search_is_bounded)
{
    enum { TRIES_NEEDED = 5 };
    bool capped = true;
    for (uint64_t tries = 1; tries <= 20; tries++) {
        specimen s;
        begin(&s, 0, copy_of(drawn_by_hand[0]));
        ent_set_add(&s.wanted, ent_code_of_number(&s.game.space, 4));
        s.concept = ENT_SEQ;
        const ent_need_request request = {
            .concept = ENT_SEQ, .wanted = &s.wanted, .top = 1000, .tries_most = tries};
        assert_int_equal(ent_ask_need(&s.need, &s.game, &request, &s.report), ENT_OK);
        assert_true(capped || !s.need.capped);
        capped = s.need.capped;
        assert_true(capped ? s.need.tried == tries : s.need.tried <= tries);
        assert_true(capped || tries >= TRIES_NEEDED);
        for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
            for (size_t i = 0; i < s.need.found[sort].count; i++)
                check_reported(&s, &s.need.found[sort].items[i]);
        end(&s);
    }
    assert_false(capped);
}

/* Who asks for changes of one entry only gets those, and is not told that there are more. */
TEST(changes_of_one_entry_can_be_asked_for)
{
    uint64_t left_out = 0;
    ent_test_seeds seeds = ent_test_seeds_for(100);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed, random_model(seed, 0));
        ent_set_add(&s.wanted, ent_code_of_number(&s.game.space, 1));
        ent_need_request request = {.concept = ENT_SEQ, .wanted = &s.wanted, .top = 1000};
        ent_need all;
        assert_int_equal(ent_ask_need(&all, &s.game, &request, &s.report), ENT_OK);
        request.entries_most = 1;
        assert_int_equal(ent_ask_need(&s.need, &s.game, &request, &s.report), ENT_OK);
        assert_false(s.need.capped || all.capped);
        size_t count = 0;
        while (count < all.found[ENT_NEED_MINDS].count &&
               all.found[ENT_NEED_MINDS].items[count].change.size.entries == 1)
            count++;
        assert_int_equal(s.need.found[ENT_NEED_MINDS].count, count);
        left_out += all.found[ENT_NEED_MINDS].count - count;
        assert_int_equal(s.need.found[ENT_NEED_RULES].count, all.found[ENT_NEED_RULES].count);
        assert_int_equal(s.need.found[ENT_NEED_TERMS].count, all.found[ENT_NEED_TERMS].count);
        ent_need_free(&all);
        end(&s);
    }
    if (seeds.end - seeds.first >= 100)
        assert_true(left_out > 0);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(the_search_is_bounded),
              cmocka_unit_test(changes_of_one_entry_can_be_asked_for),
              cmocka_unit_test(other_minds_and_lost_escapes_count),
              cmocka_unit_test(the_smallest_changes_are_found_and_suffice),
              cmocka_unit_test(so_are_those_that_make_a_state_viable));
}
