/* Measuring the library call, as often as its time is short. */
#include "power.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/find.h"
#include "draw.h"
#include "machine.h"
#include "ways.h"

enum { TIMES_MOST = 20 };
static const double seconds_enough = 1; /* of repetitions */

/* A rule as a simple game, and what it lives in. */
typedef struct {
    ent_memory memory;
    ent_report report;
    ent_arena arena;
    char *text;
    ent_source source;
    ent_model model;
    ent_game game;
    ent_simple_game simple;
} settling;

static void give_up(const settling *s)
{
    ENT_AUTO_TEXT text = ent_text_new(s->report.arena.memory);
    ent_report_write(&s->report, &text);
    fprintf(stderr, "bench: %s\n", ent_text_string(&text));
    exit(EXIT_FAILURE);
}

static void check(const settling *s, ent_status status)
{
    if (status != ENT_OK)
        give_up(s);
}

static void read_text(settling *s, const char *name)
{
    size_t room = 0;
    FILE *file = fopen(name, "r");
    if (file == NULL || getdelim(&s->text, &room, '\0', file) < 0) {
        fprintf(stderr, "bench: cannot read %s\n", name);
        exit(EXIT_FAILURE);
    }
    fclose(file);
    s->source = (ent_source){.name = name, .text = s->text, .length = strlen(s->text)};
}

/* The code of a state in which the variant's condition holds. */
static uint64_t find_state(settling *s, const char *when)
{
    ent_space *space = &s->game.space;
    ENT_AUTO_SET states = {0};
    check(s, ent_set_new(&states, &s->memory, space->codes));
    ent_set_copy(&states, &space->feasible);
    if (when != NULL) {
        const ent_source source = {.name = "when", .text = when, .length = strlen(when)};
        ent_condition condition;
        check(s, ent_ask_condition(&s->model, &source, &condition, &s->report));
        check(s, ent_select(space, condition.expression, &states));
    }
    return ent_set_next(&states, 0);
}

static void settle_body(settling *s, const bench_rule *rule)
{
    read_text(s, rule->file);
    check(s, ent_read_model(&s->model, &s->source, &s->report));
    check(s, ent_game_init(&s->game, &s->model, 1, &s->report));
    const ent_rule *settled = &s->game.rules[0];
    uint64_t code = find_state(s, rule->when);
    bool *holds = ent_arena_array(&s->arena, settled->switches.count, sizeof *holds);
    if (holds == NULL || code == UINT64_MAX)
        give_up(s);
    for (size_t i = 0; i < settled->switches.count; i++)
        holds[i] = ent_set_has(&settled->switch_sets[i], code);
    const ent_settled_rule body = {.rule = settled->body->rule.expression,
                                   .switches = settled->switches.items,
                                   .holds = holds,
                                   .switch_count = settled->switches.count,
                                   .members = settled->body->members.items,
                                   .member_count = (uint32_t)settled->body->members.count};
    check(s, ent_simple_game_make(&s->simple, &body, &s->arena));
}

static void draw_weights(settling *s, const bench_rule *rule)
{
    static const ent_formula sole_quota;
    uint64_t state = rule->members;
    int64_t total = 0;
    int64_t *weights = ent_arena_array(&s->arena, rule->members, sizeof *weights);
    s->simple = (ent_simple_game){.members = rule->members, .formula = &sole_quota};
    ent_quota *quota = ENT_PUSH(&s->arena, &s->simple.quotas);
    if (weights == NULL || quota == NULL)
        give_up(s);
    for (uint32_t i = 0; i < rule->members; i++) {
        weights[i] = 1 + (int64_t)bench_below(&state, rule->heaviest);
        total += weights[i];
    }
    *quota = (ent_quota){.weights = weights, .least = total / 2 + 1};
}

static void begin_settling(settling *s, const bench_rule *rule)
{
    *s = (settling){.memory = ent_memory_system()};
    s->report = ent_report_new(&s->memory);
    s->arena = ent_arena_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    if (rule->file != NULL)
        settle_body(s, rule);
    else
        draw_weights(s, rule);
}

static void end_settling(settling *s)
{
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    free(s->text);
    ent_arena_free(&s->arena);
    ent_report_free(&s->report);
}

/* Votes of all members; 0 where several quotas decide. */
static uint64_t sum_votes(const ent_simple_game *game)
{
    uint64_t votes = 0;
    for (uint32_t i = 0; i < game->members && game->quotas.count == 1; i++)
        votes += (uint64_t)game->quotas.items[0].weights[i];
    return votes;
}

/* What was left out, and whether the target can do without it. */
static void note_left_out(bench_power *sample, const ent_power *power)
{
    sample->minimal_left_out = !power->minimal_known;
    sample->enough = power->minimal_known;
    for (int i = 0; i < ENT_INDICES; i++) {
        bool asked = sample->rule->every || i <= ENT_COLEMAN_INITIATE;
        sample->left_out[i] = power->index[i] == NULL;
        sample->enough = sample->enough && !(asked && sample->left_out[i]);
    }
}

/* Once; seconds, or NAN where there is not enough memory. */
static double time_once(const ent_simple_game *game, bench_power *sample)
{
    static const ent_power_options options = {0};
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_report report = ent_report_new(&memory);
    ent_power power;
    (void)bench_ways_take();
    double started = bench_now();
    ent_status status = ent_measure_power(&power, game, &options, &arena, &report);
    double seconds = bench_now() - started;
    sample->ways = bench_ways_take();
    sample->peak = memory.peak;
    if (status == ENT_OK)
        note_left_out(sample, &power);
    ent_report_free(&report);
    ent_arena_free(&arena);
    return status == ENT_OK ? seconds : NAN;
}

bench_power bench_measure_power(const bench_rule *rule)
{
    settling s;
    begin_settling(&s, rule);
    bench_power sample = {.rule = rule, .members = s.simple.members, .votes = sum_votes(&s.simple)};
    sample.seconds = time_once(&s.simple, &sample);
    sample.done = !isnan(sample.seconds);
    double total = sample.seconds;
    for (int i = 1; i < TIMES_MOST && total < seconds_enough; i++) {
        double seconds = time_once(&s.simple, &sample);
        sample.seconds = seconds < sample.seconds ? seconds : sample.seconds;
        total += seconds;
    }
    end_settling(&s);
    return sample;
}
