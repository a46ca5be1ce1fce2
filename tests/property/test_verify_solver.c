/*
 * What `design` and `need` answer on random models: the verifier accepts it, and rejects it as soon
 * as one figure or flag of it is changed, or an item of a list taken out.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include <jansson.h>

#include "ask/design.h"
#include "ask/find.h"
#include "ask/need.h"
#include "property/guards.h"
#include "property/random_model.h"
#include "show/design.h"
#include "show/need.h"
#include "support/model_text.h"
#include "support/seeds.h"
#include "verify/verify.h"

enum { MODELS = 300, SPOILT_EACH = 12, STATES_MOST = 40 };

typedef struct {
    uint64_t seed;
    ent_test_reading reading;
    ent_game game;
    ent_concept concept;
} specimen;

static void begin(specimen *s, uint64_t seed)
{
    dice d = {seed};
    char *text = random_model(seed, 0);
    *s = (specimen){.seed = seed};
    ent_test_read(&s->reading, "random.yaml", text);
    assert_int_equal(s->reading.status, ENT_OK);
    free(text);
    for (uint32_t b = 0; b < s->reading.model.bodies.count && seed % 3 != 0; b++)
        guards_demand_all(&s->reading.model, b, &s->reading.report);
    guards_draw(&s->reading.model, &d, &s->reading.report);
    guards_draw_start(&s->reading.model, &d);
    s->concept = (ent_concept)dice_below(&d, ENT_CONCEPTS);
    assert_int_equal(ent_game_init(&s->game, &s->reading.model, 1, &s->reading.report), ENT_OK);
}

static void end(specimen *s)
{
    ent_game_free(&s->game);
    ent_test_forget(&s->reading);
}

/* --- What the solver answers -------------------------------------------------------------- */

static json_t *read(const ent_text *text)
{
    json_t *answer = json_loads(ent_text_string(text), 0, NULL);
    assert_non_null(answer);
    return answer;
}

static json_t *design_answer(specimen *s)
{
    ent_design design;
    ENT_AUTO_SOLUTION solution = {0};
    ENT_AUTO_TEXT out = ent_text_new(&s->reading.memory);
    const ent_solve_options options = {.concepts = {true, true, true, true}};
    uint32_t varied[] = {0, (uint32_t)s->reading.model.options.count - 1};
    const ent_design_request request = {.concept = s->concept,
                                        .vary = {.items = varied,
                                                 .count = s->seed % 4 == 0                     ? 0
                                                          : s->reading.model.options.count > 1 ? 2
                                                                                               : 1},
                                        .listed_most = s->seed % 3 * 4,
                                        .patterns_most = 3,
                                        .nearest_most = s->seed % 5 == 0 ? 2 : SIZE_MAX};
    assert_int_equal(ent_solve(&solution, &s->game, &options, &s->reading.report), ENT_OK);
    assert_int_equal(ent_ask_design(&design, &s->game, &solution, &request, &s->reading.report),
                     ENT_OK);
    assert_int_equal(ent_design_json(&out, &design), ENT_OK);
    ent_design_free(&design);
    return read(&out);
}

/* A number, or the target where some state satisfies it. */
static void name_wanted(specimen *s, char *wanted, size_t size, ent_set *set)
{
    dice d = {s->seed + 1};
    const ent_condition *target = &s->reading.model.target;
    if (s->seed % 3 == 0)
        (void)snprintf(wanted, size, "%s", target->text);
    ent_source source = {"STATE", wanted, strlen(wanted)};
    if (s->seed % 3 == 0 &&
        ent_find_states(&s->game, &s->reading.model, &source, set, &s->reading.report) == ENT_OK)
        return;
    ent_set_free(set);
    (void)snprintf(wanted, size, "%u", 1 + dice_below(&d, (uint32_t)s->game.space.states));
    source.length = strlen(wanted);
    assert_int_equal(ent_find_states(&s->game, &s->reading.model, &source, set, &s->reading.report),
                     ENT_OK);
}

static json_t *need_answer(specimen *s, uint64_t changes[ENT_NEED_SORTS])
{
    char wanted[4096] = "";
    ENT_AUTO_SET set = {0};
    ENT_AUTO_NEED need = {0};
    ENT_AUTO_TEXT out = ent_text_new(&s->reading.memory);
    name_wanted(s, wanted, sizeof wanted, &set);
    const ent_need_request request = {
        .concept = s->concept, .wanted = &set, .viable = s->seed % 4 == 1, .top = 20};
    assert_int_equal(ent_ask_need(&need, &s->game, &request, &s->reading.report), ENT_OK);
    assert_int_equal(ent_need_json(&out, &need, wanted), ENT_OK);
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
        changes[sort] += need.found[sort].count;
    return read(&out);
}

/* --- Verifying and spoiling ---------------------------------------------------------------- */

static ent_status verify(specimen *s, const json_t *answer)
{
    char *text = json_dumps(answer, JSON_COMPACT);
    assert_non_null(text);
    const ent_source source = {"answer.json", text, strlen(text)};
    ent_report report = ent_report_new(&s->reading.memory);
    ent_verdict verdict;
    ent_status status = ent_verify(&s->reading.model, &source, &verdict, &report);
    ent_report_free(&report);
    free(text);
    return status;
}

/* What nobody can tell from the answer: how many changes were tried, and where --top ended a list.
 */
static bool is_open(const char *key, const json_t *value, size_t item)
{
    static const char *const open[] = {"tried", "complete"};
    static const char *const ended[] = {"rules", "terms", "minds"};
    for (size_t i = 0; key != NULL && json_is_array(value) && i < 3; i++)
        if (strcmp(ended[i], key) == 0)
            return true;
    if (key != NULL && strcmp(key, "nearest") == 0)
        return item + 1 == json_array_size(value) && item > 0;
    return key != NULL && !json_is_array(value) &&
           (strcmp(open[0], key) == 0 || strcmp(open[1], key) == 0);
}

/* The value itself spoilt; NULL where it has no such spot. */
static json_t *spoilt_value(const json_t *value)
{
    if (json_is_boolean(value))
        return json_boolean(!json_is_true(value));
    return json_is_integer(value) ? json_integer(json_integer_value(value) + 1) : NULL;
}

/* Counts `spot` down over all figures, flags and items, and spoils the one where it is 0. */
static void spoil(json_t *value, const char *key, uint32_t *spot)
{
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++) {
        json_t *item = json_array_get(value, i);
        json_t *other = spoilt_value(item);
        if (other != NULL && (*spot)-- == 0) {
            (void)json_array_set_new(value, i, other);
            return;
        }
        json_decref(other);
        if (!is_open(key, value, i) && (*spot)-- == 0) {
            (void)json_array_remove(value, i);
            return;
        }
        spoil(item, NULL, spot);
    }
    const char *inner = NULL;
    json_t *member = NULL;
    json_object_foreach(value, inner, member)
    {
        json_t *other =
            is_open(inner, member, 0) && !json_is_array(member) ? NULL : spoilt_value(member);
        if (other != NULL && (*spot)-- == 0) {
            (void)json_object_set_new(value, inner, other);
            return;
        }
        json_decref(other);
        spoil(member, inner, spot);
    }
}

static uint32_t count_spots(const json_t *answer)
{
    json_t *copy = json_deep_copy(answer);
    uint32_t spot = UINT32_MAX;
    spoil(copy, NULL, &spot);
    json_decref(copy);
    return UINT32_MAX - spot;
}

static _Noreturn void give_up(const specimen *s, const char *what, const json_t *answer)
{
    char *text = json_dumps(answer, 0);
    fprintf(stderr, "%s\n%s\nto see this again: ENT_SEED=%llu ENT_MODELS=1\n", s->reading.text,
            text, (unsigned long long)s->seed);
    free(text);
    fail_msg("seed %llu: %s", (unsigned long long)s->seed, what);
    abort();
}

static void check_answer(specimen *s, json_t *answer)
{
    dice d = {s->seed};
    uint32_t spots = count_spots(answer);
    if (verify(s, answer) != ENT_OK)
        give_up(s, "a true answer is rejected", answer);
    for (int i = 0; i < SPOILT_EACH; i++) {
        json_t *spoilt = json_deep_copy(answer);
        uint32_t spot = dice_below(&d, spots);
        spoil(spoilt, NULL, &spot);
        if (verify(s, spoilt) != ENT_WRONG_MODEL)
            give_up(s, "a false answer is accepted", spoilt);
        json_decref(spoilt);
    }
    json_decref(answer);
}

TEST(designs_are_accepted_when_true_only)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed);
        check_answer(&s, design_answer(&s));
        end(&s);
    }
}

TEST(needs_are_accepted_when_true_only)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t changes[ENT_NEED_SORTS] = {0};
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed);
        if (s.game.space.states <= STATES_MOST)
            check_answer(&s, need_answer(&s, changes));
        end(&s);
    }
    if (seeds.end - seeds.first >= MODELS)
        assert_true(changes[ENT_NEED_RULES] > 0 && changes[ENT_NEED_TERMS] > 0 &&
                    changes[ENT_NEED_MINDS] > 0);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(designs_are_accepted_when_true_only),
              cmocka_unit_test(needs_are_accepted_when_true_only));
}
