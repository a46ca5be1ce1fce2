/*
 * Looking from one state with one change says what solving the whole changed game says: for every
 * state of small random models, every concept, and changes of minds, rules and terms. Where it may
 * look at a few states only it says the same, or that this is too far.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include <string.h>

#include "ask/local.h"
#include "property/random_model.h"
#include "support/seeds.h"

enum { MODELS = 900, STATES_MOST = 200, CHANGES = 12, PLENTY = 1000000 };

typedef struct {
    uint64_t seed;
    dice dice;
    ent_concept concept;
    ent_memory memory;
    ent_report report;
    ent_model model;
    ent_game game;
    ent_local local;
    ent_arena arena;
    const uint64_t *rows[16];
    bool cramped; /* not all moves may be kept */
    uint64_t verdicts[3];
    uint64_t spared;  /* states that hold with an obliging mind … */
    uint64_t obliged; /* … of so many that were asked about */
} specimen;

static void begin(specimen *s, uint64_t seed, const char *text)
{
    const ent_source source = {"random.yaml", text, strlen(text)};
    s->seed = seed;
    s->dice = (dice){seed};
    s->concept = (ent_concept)(seed % ENT_CONCEPTS);
    s->memory = ent_memory_system();
    s->report = ent_report_new(&s->memory);
    s->arena = ent_arena_new(&s->memory);
    memset(s->rows, 0, sizeof s->rows);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &source, &s->report), ENT_OK);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    assert_int_equal(ent_local_init(&s->local, &s->game, s->concept), ENT_OK);
    s->cramped = seed % 3 == 0;
    if (s->cramped)
        s->local.book.room = dice_below(&s->dice, 300);
    if (seed % 5 == 0)
        s->local.held_most = dice_below(&s->dice, 5000);
}

static void end(specimen *s)
{
    ent_local_free(&s->local);
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_arena_free(&s->arena);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
}

static void give_up(const specimen *s, uint64_t code)
{
    fail_msg("to see this again: ENT_SEED=%llu ENT_MODELS=1; concept %s, code %llu",
             (unsigned long long)s->seed, ent_concept_id(s->concept), (unsigned long long)code);
}

static ent_verdict judge(specimen *s, const ent_mind *mind, uint64_t code, uint64_t steps)
{
    ent_verdict verdict = ENT_TOO_FAR;
    s->local.steps = steps;
    assert_int_equal(ent_judge_state(&s->local, mind, code, &verdict), ENT_OK);
    assert_true(s->local.steps <= steps);
    s->verdicts[verdict]++;
    return verdict;
}

/* Compares with the changed model, solved. The local has been turned to it. */
static void compare(specimen *s, const ent_mind *mind, const ent_game *changed)
{
    const ent_mind obliging = {.party = mind != NULL ? mind->party : 0, .obliging = true};
    ent_solve_options options = {0};
    options.concepts[s->concept] = true;
    ENT_AUTO_SOLUTION solution = {0};
    assert_int_equal(ent_solve(&solution, changed, &options, &s->report), ENT_OK);
    uint64_t steps = dice_below(&s->dice, 12);
    for (uint64_t code = ent_set_next(&s->game.space.feasible, 0); code != UINT64_MAX;
         code = ent_set_next(&s->game.space.feasible, code + 1)) {
        bool holds = ent_set_has(&solution.equilibria[s->concept], code);
        ent_verdict right = holds ? ENT_STAYS : ENT_LEFT;
        ent_verdict short_sighted = judge(s, mind, code, steps);
        if (short_sighted != ENT_TOO_FAR && short_sighted != right)
            give_up(s, code);
        ent_verdict verdict = judge(s, mind, code, PLENTY);
        if (verdict != right && !(s->cramped && verdict == ENT_TOO_FAR))
            give_up(s, code);
        if (mind == NULL)
            continue;
        bool spared = judge(s, &obliging, code, PLENTY) != ENT_LEFT;
        if (holds && !spared)
            give_up(s, code);
        s->spared += spared;
        s->obliged++;
    }
}

static void compare_mind(specimen *s, const ent_change *change)
{
    ent_arena scratch = ent_arena_new(&s->memory);
    ent_model model;
    ent_game changed = {0};
    assert_int_equal(ent_changed_model(&s->model, change, &scratch, &model), ENT_OK);
    assert_int_equal(ent_game_init(&changed, &model, 1, &s->report), ENT_OK);
    uint32_t party = change->mover;
    const ent_preference *preference = &s->model.parties.items[party].preference;
    ent_mind mind = {.party = party, .keys = &changed.keys[party]};
    compare(s, &mind, &changed);
    if (ent_mind_has_rows(preference)) {
        if (s->rows[party] == NULL)
            assert_int_equal(ent_mind_rows(&s->game, party, &s->arena, &s->rows[party]), ENT_OK);
        mind = ent_mind_from_rows(change, (uint32_t)preference->wants.count, s->rows[party]);
        compare(s, &mind, &changed);
    }
    ent_game_free(&changed);
    ent_arena_free(&scratch);
}

static bool add(void *context, const ent_change *change)
{
    specimen *s = ((void **)context)[0];
    ent_change_list *list = ((void **)context)[1];
    ent_change *slot = ENT_PUSH(&s->arena, list);
    if (slot != NULL)
        *slot = *change;
    return slot != NULL;
}

static void compare_minds(specimen *s)
{
    ent_change_list list = {0};
    void *context[] = {s, &list};
    for (uint32_t p = 0; p < s->model.parties.count; p++)
        for (uint32_t places = 1; places <= ent_mind_places_most(&s->model, p); places++)
            for (uint32_t entries = 1; entries <= 2; entries++)
                assert_true(ent_each_mind_change(&s->model, p, entries, places, add, context));
    for (uint32_t i = 0; list.count > 0 && i < CHANGES; i++)
        compare_mind(s, &list.items[dice_below(&s->dice, (uint32_t)list.count)]);
}

static void compare_model(specimen *s, const ent_change *change)
{
    ent_arena scratch = ent_arena_new(&s->memory);
    ent_model model;
    ent_game changed = {0};
    assert_int_equal(ent_changed_model(&s->model, change, &scratch, &model), ENT_OK);
    assert_int_equal(ent_game_init(&changed, &model, 1, &s->report), ENT_OK);
    bool rules = change->kind != ENT_CHANGE_MOVES;
    const ent_digit *bound = rules ? NULL : &changed.space.digits[change->option];
    assert_int_equal(ent_local_turn(&s->local, rules ? changed.rules : s->game.rules, bound),
                     ENT_OK);
    compare(s, NULL, &changed);
    assert_int_equal(ent_local_turn(&s->local, s->game.rules, NULL), ENT_OK);
    ent_game_free(&changed);
    ent_arena_free(&scratch);
}

static void compare_models(specimen *s)
{
    ent_change_list rules = {0};
    ent_change_list terms = {0};
    assert_int_equal(ent_list_rule_changes(&s->model, &s->arena, &rules), ENT_OK);
    assert_int_equal(ent_list_term_changes(&s->model, &s->arena, &terms), ENT_OK);
    for (size_t i = 0; i < rules.count; i++)
        compare_model(s, &rules.items[i]);
    for (size_t i = 0; i < terms.count; i++)
        compare_model(s, &terms.items[i]);
}

TEST(one_state_is_judged_as_all_are_solved)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    specimen s = {0};
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        char *text = random_model(seed, 0);
        begin(&s, seed, text);
        if (s.game.space.states <= STATES_MOST) {
            compare(&s, NULL, &s.game);
            compare_minds(&s);
            compare_models(&s);
            compare_minds(&s);
        }
        end(&s);
        free(text);
    }
    print_message("%llu stay, %llu are left, %llu are too far; obliging minds: %llu of %llu\n",
                  (unsigned long long)s.verdicts[ENT_STAYS],
                  (unsigned long long)s.verdicts[ENT_LEFT],
                  (unsigned long long)s.verdicts[ENT_TOO_FAR], (unsigned long long)s.spared,
                  (unsigned long long)s.obliged);
    if (seeds.end - seeds.first >= MODELS)
        assert_true(s.verdicts[ENT_STAYS] > 0 && s.verdicts[ENT_LEFT] > 0 &&
                    s.verdicts[ENT_TOO_FAR] > 0 && s.spared > 0 && s.obliged > s.spared);
}

/* Positions of bits at both ends of a row, and rows of one entry and of as many as fit. */
TEST(rows_move_as_entries_do)
{
    dice d = {1};
    for (int i = 0; i < 20000; i++) {
        uint32_t count = i % 2 == 0 ? ENT_MIND_ENTRIES : 2 + dice_below(&d, ENT_MIND_ENTRIES - 1);
        uint64_t row = dice_roll(&d) >> (ENT_MIND_ENTRIES - count);
        ent_change change = {.kind = ENT_CHANGE_ORDER, .moved = 1 + dice_below(&d, 2)};
        change.entry[0] = dice_below(&d, count - 1);
        change.entry[1] = change.entry[0] + 1 + dice_below(&d, count - 1 - change.entry[0]);
        change.to[0] = dice_below(&d, count);
        change.to[1] = (change.to[0] + 1 + dice_below(&d, count - 1)) % count;
        const ent_mind mind = ent_mind_from_rows(&change, count, &row);
        uint64_t value = 0;
        uint32_t next = 0;
        for (uint32_t place = 0; place < count; place++) {
            uint32_t entry = change.entry[place != change.to[0]];
            if (place != change.to[0] && (change.moved == 1 || place != change.to[1])) {
                while (next == change.entry[0] || (change.moved == 2 && next == change.entry[1]))
                    next++;
                entry = next++;
            }
            value = value << 1 | ((row >> (count - 1 - entry)) & 1u);
        }
        assert_true(ent_mind_value(&mind, 0) == value);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(rows_move_as_entries_do),
              cmocka_unit_test(one_state_is_judged_as_all_are_solved));
}
