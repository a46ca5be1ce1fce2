/*
 * What a sweep answers: small models in which the answer is a known function of the doubts, told as
 * text, as JSON and as CSV, and while the n-th allocation fails, for every n.
 */
#include "test.h"

#include <jansson.h>
#include <math.h>

#include "show/sweep.h"
#include "support/failing.h"
#include "support/model_text.h"

/* A body decides on an option; each of its members wants it by chance. So it can be agreed just
 * when the rule holds of those that do. */
static const char by_rule[] = "entente: 1\n"
                              "title: By rule\n"
                              "parties: {a: A, b: B, c: C}\n"
                              "bodies: {x: {members: [a, b, c], rule: %s}}\n"
                              "options: {o: x}\n"
                              "start: {}\n"
                              "target: o\n"
                              "preferences:\n"
                              "  a: [{want: o, probability: 0.5}]\n"
                              "  b: [{want: o, probability: 0.5}]\n"
                              "  c: [{want: o, probability: 0.5}]\n";

/* Both have to want the same side. */
static const char same_side[] = "entente: 1\n"
                                "title: The same side\n"
                                "parties: {a: A, b: B}\n"
                                "bodies: {x: {members: [a, b], rule: all}}\n"
                                "options: {o: {by: x, levels: [none, left, right]}}\n"
                                "start: {}\n"
                                "target: o != none\n"
                                "preferences:\n"
                                "  a:\n"
                                "    types:\n"
                                "      l: {probability: 0.5, priorities: [o = left, o = none]}\n"
                                "      r: {priorities: [o = right, o = none]}\n"
                                "  b:\n"
                                "    types:\n"
                                "      l: {probability: 0.5, priorities: [o = left, o = none]}\n"
                                "      r: {priorities: [o = right, o = none]}\n";

/* Each keeps its option when it wants it, and else does not mind: (2 - a) (2 - b) of the four
 * states hold, so that some state always does. */
static const char number_only[] = "entente: 1\n"
                                  "title: Only the number\n"
                                  "parties: {a: A, b: B}\n"
                                  "options: {o: a, p: b}\n"
                                  "preferences:\n"
                                  "  a: [{want: o, probability: 0.5}]\n"
                                  "  b: [{want: p, probability: 0.25}]\n";

/* Everything that there is to tell: types with uncertain entries, a guard, states that never hold.
 */
static const char rich[] =
    "entente: 1\n"
    "title: A rich model\n"
    "parties: {ra: Ravonia, sel: Selland, tor: Torland}\n"
    "bodies: {council: {members: [ra, sel, tor], rule: if consensus then all else majority, "
    "trigger: attack}}\n"
    "options:\n"
    "  attack: ra\n"
    "  respond: council\n"
    "  consensus: {by: council, moves: fixed}\n"
    "  troops: {by: tor, levels: [none, training, frontline], moves: up}\n"
    "constraints: [if respond then attack]\n"
    "start: {attack: yes}\n"
    "target: not attack\n"
    "preferences:\n"
    "  ra:\n"
    "    types:\n"
    "      bold: {name: It is bold, probability: 0.25, priorities: [not respond, {want: attack, "
    "probability: 0.875}]}\n"
    "      meek: {priorities: [not attack, not respond]}\n"
    "  sel: {weights: {not attack: 2, respond: 1.5}}\n"
    "  tor: {ranking: [not attack, {want: respond, probability: 0.5}]}\n";

typedef struct {
    ent_test_reading reading;
    ent_game game;
    ent_sweep_job *job;
    ent_total total;
    ent_sweep_answer answer;
} swept;

static void sweep(swept *s, const char *text, uint64_t draws)
{
    uint64_t next = 0;
    const ent_sweep_request request = {.concept = ENT_SEQ, .draws = draws, .seed = 1};
    const ent_sweep_orders orders = {.threads = 1};
    ent_report *report = &s->reading.report;
    ent_test_read(&s->reading, "model.yaml", text);
    ent_test_show(report);
    assert_int_equal(s->reading.status, ENT_OK);
    assert_int_equal(ent_game_init(&s->game, &s->reading.model, 1, report), ENT_OK);
    assert_int_equal(ent_sweep_job_new(&s->job, &s->game, &request, report), ENT_OK);
    assert_int_equal(
        ent_total_init(&s->total, ent_sweep_plan(s->job), s->game.space.states, &s->reading.memory),
        ENT_OK);
    assert_int_equal(ent_sweep_run(s->job, &orders, &s->total, &next, report), ENT_OK);
    assert_int_equal(ent_sweep_answer_init(&s->answer, s->job, &s->total, 3, report), ENT_OK);
}

static void finish(swept *s)
{
    ent_sweep_answer_free(&s->answer);
    ent_total_free(&s->total);
    ent_sweep_job_free(s->job);
    ent_game_free(&s->game);
    ent_test_forget(&s->reading);
}

/* The probability that something can be agreed, and the effects on it of the first three doubts. */
static void expect(const char *text, double mean, uint32_t doubts, const double *first,
                   const double *total)
{
    swept s;
    sweep(&s, text, 0);
    const ent_effect *effects = s.answer.measured[ENT_ANSWER_AGREE].effects;
    assert_true(fabs(s.answer.measured[ENT_ANSWER_AGREE].mean.value - mean) < 1e-12);
    assert_int_equal(s.answer.plan->doubt_count, doubts);
    for (uint32_t i = 0; i < doubts; i++) {
        assert_true(effects[i].first.known && effects[i].total.known);
        assert_true(fabs(effects[i].first.value - first[i]) < 1e-12);
        assert_true(fabs(effects[i].total.value - total[i]) < 1e-12);
    }
    finish(&s);
}

static void expect_rule(const char *rule, double mean, const double *first, const double *total)
{
    char text[1000];
    (void)snprintf(text, sizeof text, by_rule, rule);
    expect(text, mean, 3, first, total);
}

TEST(effects_in_models_are_those_of_the_function_that_they_are)
{
    expect_rule("a", 0.5, (double[]){1, 0, 0}, (double[]){1, 0, 0});
    expect_rule("a or b", 0.75, (double[]){1.0 / 3, 1.0 / 3, 0}, (double[]){2.0 / 3, 2.0 / 3, 0});
    expect_rule("majority", 0.5, (double[]){0.25, 0.25, 0.25}, (double[]){0.5, 0.5, 0.5});
    expect_rule("all", 0.125, (double[]){1.0 / 7, 1.0 / 7, 1.0 / 7},
                (double[]){4.0 / 7, 4.0 / 7, 4.0 / 7});
    expect(same_side, 0.5, 2, (double[]){0, 0}, (double[]){1, 1});
}

TEST(states_that_do_all_three_most_often_come_first)
{
    swept s;
    sweep(&s, rich, 0);
    assert_int_equal(s.answer.plan->cases, 8);
    assert_true(s.answer.states.count == 3);
    for (size_t i = 1; i < s.answer.states.count; i++) {
        const ent_figure *before = s.answer.states.items[i - 1].shares;
        const ent_figure *after = s.answer.states.items[i].shares;
        assert_true(before[ENT_SUM_VIABLE].value >= after[ENT_SUM_VIABLE].value);
        assert_true(before[ENT_SUM_VIABLE].value > after[ENT_SUM_VIABLE].value ||
                    before[ENT_SUM_AGREEABLE].value >= after[ENT_SUM_AGREEABLE].value);
    }
    /* None that is left out is better than the last. */
    const double least = s.answer.states.items[2].shares[ENT_SUM_VIABLE].value;
    uint64_t better = 0;
    for (uint64_t n = 0; n < s.total.states; n++)
        better += s.total.sums[n][ENT_SUM_VIABLE] > least;
    assert_true(better <= 2);
    finish(&s);
}

static bool has(const ent_text *out, const char *words)
{
    return strstr(ent_text_string(out), words) != NULL;
}

static void show(const swept *s, size_t width, ent_text *out)
{
    const ent_style style = {.width = width};
    ent_show_sweep(out, &style, &s->answer, 12);
    assert_false(out->exhausted);
}

TEST(the_text_says_what_was_looked_at)
{
    swept s;
    sweep(&s, rich, 0);
    ENT_AUTO_TEXT exact = ent_text_new(&s.reading.memory);
    ENT_AUTO_TEXT drawn = ent_text_new(&s.reading.memory);
    show(&s, 100, &exact);
    assert_true(has(&exact, "all 8 combinations of 3 doubts"));
    assert_true(has(&exact, "Ravonia: It is bold (25 %) or meek (75 %)"));
    assert_true(has(&exact, "Ravonia, if It is bold, wants “attack” (87.5 %)"));
    assert_true(has(&exact, "Torland wants “respond” (50 %)"));
    ent_text_free(&exact);
    finish(&s);
    sweep(&s, rich, 700);
    drawn = ent_text_new(&s.reading.memory);
    show(&s, 100, &drawn);
    assert_true(has(&drawn, "700 random draws (seed 1) of 3 doubts"));
    ent_text_free(&drawn);
    finish(&s);
}

/* With f = (2 - a) (2 - b): E (2 - a) = 1.5, E (2 - a)² = 2.5, E (2 - b) = 1.75, E (2 - b)² = 3.25.
 */
TEST(numbers_vary_where_answers_do_not)
{
    swept s;
    sweep(&s, number_only, 0);
    const double variance = 2.5 * 3.25 - 2.625 * 2.625;
    const ent_measured *answer = &s.answer.measured[ENT_ANSWER_HOLD];
    const ent_measured *number = &s.answer.measured[ENT_NUMBERS + ENT_ANSWER_HOLD];
    assert_false(answer->effects[0].total.known);
    assert_int_equal(number->least, 1);
    assert_int_equal(number->most, 4);
    assert_true(fabs(number->mean.value - 2.625) < 1e-12);
    assert_true(fabs(number->deviation - sqrt(variance)) < 1e-12);
    assert_true(fabs(number->effects[0].first.value - 0.25 * 1.75 * 1.75 / variance) < 1e-12);
    assert_true(fabs(number->effects[0].total.value - 0.25 * 3.25 / variance) < 1e-12);
    assert_true(fabs(number->effects[1].first.value - 0.1875 * 1.5 * 1.5 / variance) < 1e-12);
    assert_true(fabs(number->effects[1].total.value - 0.1875 * 2.5 / variance) < 1e-12);
    ENT_AUTO_TEXT out = ent_text_new(&s.reading.memory);
    show(&s, 100, &out);
    assert_true(has(&out, "hold              1 to 4, on average 2.62, standard deviation 1.11"));
    assert_true(has(&out, "not how many states make them so"));
    assert_true(has(&out,
                    "How many hold depends most on whether A wants “o”: on average 1.75 if it "
                    "does, 3.50 if not."));
    assert_false(has(&out, "None:"));
    ent_text_free(&out);
    finish(&s);
}

TEST(a_model_without_doubts_has_one_case)
{
    swept s;
    sweep(&s,
          "entente: 1\nparties: {a: A}\noptions: {o: a}\nstart: {}\ntarget: o\n"
          "preferences: {a: [o]}\n",
          0);
    ENT_AUTO_TEXT out = ent_text_new(&s.reading.memory);
    show(&s, 100, &out);
    assert_true(has(&out, "Yes: whatever turns out"));
    assert_true(has(&out, "Nothing in this model is uncertain"));
    assert_true(has(&out, "'probability:'"));
    assert_false(has(&out, "Which doubts matter"));
    ent_text_free(&out);
    finish(&s);
}

TEST(no_line_is_wider_than_the_page)
{
    swept s;
    sweep(&s, rich, 300);
    for (size_t width = 40; width <= 120; width += 8) {
        ENT_AUTO_TEXT out = ent_text_new(&s.reading.memory);
        show(&s, width, &out);
        for (const char *line = ent_text_string(&out); *line != '\0';) {
            size_t length = strcspn(line, "\n");
            assert_true(ent_display_width(line, length) <= width);
            line += length + (line[length] == '\n');
        }
    }
    finish(&s);
}

static bool write_down(void *context, const char *bytes, size_t length)
{
    ent_text_add_bytes(context, bytes, length);
    return true;
}

/* JSON and CSV have the figures of the answer, to the last digit. */
TEST(other_programs_get_the_same_figures)
{
    swept s;
    sweep(&s, rich, 0);
    ent_text out = ent_text_new(&s.reading.memory);
    assert_int_equal(ent_sweep_json(&out, &s.answer), ENT_OK);
    json_t *json = json_loads(ent_text_string(&out), 0, NULL);
    assert_non_null(json);
    json_t *viable = json_object_get(json_object_get(json, "answers"), "viable");
    assert_true(json_real_value(json_object_get(viable, "probability")) ==
                s.answer.measured[ENT_ANSWER_VIABLE].mean.value);
    assert_null(json_object_get(viable, "interval"));
    json_t *number = json_object_get(json_object_get(json, "numbers"), "viable");
    assert_true(json_real_value(json_object_get(number, "mean")) ==
                s.answer.measured[ENT_NUMBERS + ENT_ANSWER_VIABLE].mean.value);
    json_t *doubt = json_array_get(json_object_get(json, "doubts"), 0);
    json_t *effect = json_object_get(json_object_get(doubt, "number_effects"), "viable");
    assert_true(json_real_value(json_object_get(effect, "total")) ==
                s.answer.measured[ENT_NUMBERS + ENT_ANSWER_VIABLE].effects[0].total.value);
    assert_int_equal(json_array_size(json_object_get(json, "doubts")), 3);
    json_decref(json);
    ent_text_free(&out);
    ent_text table = ent_text_new(&s.reading.memory);
    ent_sink sink = {
        .text = ent_text_new(&s.reading.memory), .write = write_down, .context = &table};
    assert_int_equal(ent_sweep_csv(&sink, &s.answer, &s.game.space.feasible), ENT_OK);
    assert_int_equal(ent_sink_flush(&sink), ENT_OK);
    const char *row = strchr(ent_text_string(&table), '\n') + 1;
    for (uint64_t n = 0; n < s.total.states; n++, row = strchr(row, '\n') + 1) {
        const char *cell = row;
        assert_int_equal(strtoull(row, NULL, 10), n + 1);
        for (uint32_t skipped = 0; skipped < 3 + s.game.space.digit_count; skipped++)
            cell = strchr(cell, ',') + 1;
        for (int k = 0; k < ENT_SUMS; k++, cell = strpbrk(cell, ",\n") + 1)
            assert_true(strtod(cell, NULL) == s.total.sums[n][k]);
    }
    assert_int_equal(*row, '\0');
    ent_text_free(&sink.text);
    ent_text_free(&table);
    finish(&s);
}

static ent_status tell_all(const ent_sweep_answer *answer, ent_memory *memory)
{
    ent_text out = ent_text_new(memory);
    ent_text table = ent_text_new(memory);
    ent_sink sink = {.text = ent_text_new(memory), .write = write_down, .context = &table};
    for (size_t width = 50; width <= 100; width += 50)
        ent_show_sweep(&out, &(ent_style){.width = width, .color = true}, answer, 12);
    ent_status status = ent_sweep_json(&out, answer);
    if (status == ENT_OK)
        status = ent_sweep_csv(&sink, answer, &answer->game->space.feasible);
    if (status == ENT_OK)
        status = ent_sink_flush(&sink);
    if (out.exhausted || table.exhausted)
        status = ENT_NO_RESOURCE;
    ent_text_free(&sink.text);
    ent_text_free(&table);
    ent_text_free(&out);
    return status;
}

static ent_status try_all(ent_memory *memory, uint64_t draws)
{
    static const ent_source source = {"rich.yaml", rich, sizeof rich - 1};
    const ent_sweep_request request = {.concept = ENT_SEQ, .draws = draws, .seed = 1};
    const ent_sweep_orders orders = {.threads = 1};
    ent_report report = ent_report_new(memory);
    ent_model model;
    ent_game game = {0};
    ent_sweep_job *job = NULL;
    ent_total total = {0};
    ent_sweep_answer answer = {0};
    uint64_t next = 0;
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &source, &report);
    if (status == ENT_OK)
        status = ent_game_init(&game, &model, 1, &report);
    if (status == ENT_OK)
        status = ent_sweep_job_new(&job, &game, &request, &report);
    if (status == ENT_OK)
        status = ent_total_init(&total, ent_sweep_plan(job), game.space.states, memory);
    if (status == ENT_OK)
        status = ent_sweep_run(job, &orders, &total, &next, &report);
    if (status == ENT_OK)
        status = ent_sweep_answer_init(&answer, job, &total, 3, &report);
    if (status == ENT_OK)
        status = tell_all(&answer, memory);
    ent_sweep_answer_free(&answer);
    ent_total_free(&total);
    ent_sweep_job_free(job);
    ent_game_free(&game);
    ent_model_free(&model);
    ent_report_free(&report);
    return status;
}

TEST(running_out_of_memory_is_an_error_like_any_other)
{
    for (uint64_t draws = 0; draws <= 130; draws += 130) {
        size_t n = 0;
        for (bool failed = true; failed; n++) {
            ent_test_failing failing = {.left = n};
            failing.memory = (ent_memory){.hook = ent_test_fail_once, .context = &failing};
            ent_status status = try_all(&failing.memory, draws);
            failed = failing.failed;
            assert_int_equal(failing.memory.live, 0);
            assert_int_equal(status, failed ? ENT_NO_RESOURCE : ENT_OK);
        }
        assert_true(n > 300);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(effects_in_models_are_those_of_the_function_that_they_are),
              cmocka_unit_test(states_that_do_all_three_most_often_come_first),
              cmocka_unit_test(the_text_says_what_was_looked_at),
              cmocka_unit_test(numbers_vary_where_answers_do_not),
              cmocka_unit_test(a_model_without_doubts_has_one_case),
              cmocka_unit_test(no_line_is_wider_than_the_page),
              cmocka_unit_test(other_programs_get_the_same_figures),
              cmocka_unit_test(running_out_of_memory_is_an_error_like_any_other));
}
