/* Measuring in this process. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "solve/solve.h"
#include "traffic.h"

enum { TIMES_MOST = 200 };
static const double seconds_enough = 0.15; /* of repetitions of one measurement … */
static const double seconds_most = 1; /* … or this, where another process may have disturbed */

/* A drawn model as it was read. */
typedef struct {
    ent_memory memory;
    char *text;
    ent_source source;
    ent_report report;
    ent_model model;
} reading;

static void give_up(const reading *r)
{
    ENT_AUTO_TEXT text = ent_text_new(r->report.arena.memory);
    ent_report_write(&r->report, &text);
    fprintf(stderr, "bench: %s\n%s", ent_text_string(&text), r->text);
    exit(EXIT_FAILURE);
}

static void begin_reading(reading *r, const bench_family *family, uint32_t bits)
{
    r->memory = ent_memory_system();
    r->text = bench_draw(family, bits);
    r->source = (ent_source){.name = family->id, .text = r->text, .length = strlen(r->text)};
    r->report = ent_report_new(&r->memory);
    ent_model_init(&r->model, &r->memory);
    if (ent_read_model(&r->model, &r->source, &r->report) != ENT_OK)
        give_up(r);
}

static void end_reading(reading *r)
{
    ent_model_free(&r->model);
    ent_report_free(&r->report);
    free(r->text);
}

static void make(reading *r, ent_game *game)
{
    if (ent_game_init(game, &r->model, 0, &r->report) != ENT_OK)
        give_up(r);
}

/* Whether one measurement has been repeated enough for its least time to mean something. */
static bool is_enough(int times, double total)
{
    enum { TIMES_LEAST = 4 };
    return times >= TIMES_MOST || total >= seconds_most ||
           (times >= TIMES_LEAST && total >= seconds_enough);
}

static double time_make(reading *r)
{
    double best = 1e9;
    double total = 0;
    for (int i = 0; !is_enough(i, total); i++) {
        ENT_AUTO_GAME game = {0};
        double started = bench_now();
        make(r, &game);
        double seconds = bench_now() - started;
        best = seconds < best ? seconds : best;
        total += seconds;
    }
    return best;
}

static double time_solve(reading *r, const ent_game *game, const ent_solve_options *options)
{
    double best = 1e9;
    double total = 0;
    for (int i = 0; !is_enough(i, total); i++) {
        ENT_AUTO_SOLUTION solution = {0};
        double started = bench_now();
        if (ent_solve(&solution, game, options, &r->report) != ENT_OK)
            give_up(r);
        double seconds = bench_now() - started;
        best = seconds < best ? seconds : best;
        total += seconds;
        (void)bench_traffic_take();
    }
    return best;
}

/* All four, with the bytes that one repetition moves. */
static void measure_all(reading *r, const ent_game *game, bench_sample *sample)
{
    ent_solve_options options = {.concepts = {true, true, true, true}};
    ENT_AUTO_SOLUTION solution = {0};
    (void)bench_traffic_take();
    double started = bench_now();
    if (ent_solve(&solution, game, &options, &r->report) != ENT_OK)
        give_up(r);
    sample->all = bench_now() - started;
    sample->moved = bench_traffic_take();
    sample->peak = r->memory.peak;
    ent_solution_free(&solution);
    double again = sample->all < seconds_most ? time_solve(r, game, &options) : sample->all;
    sample->all = again < sample->all ? again : sample->all;
}

bench_sample bench_measure(const bench_family *family, uint32_t bits)
{
    static const ent_solve_options four = {.concepts = {true, true, true, true}};
    double started = bench_now();
    bench_sample sample = {.bits = bits};
    reading r;
    begin_reading(&r, family, bits);
    sample.predicted = ent_predict_memory(&r.model, &four, 0).total;
    sample.make = time_make(&r);
    {
        ENT_AUTO_GAME game = {0};
        make(&r, &game);
        sample.codes = game.space.codes;
        sample.states = game.space.states;
        measure_all(&r, &game, &sample);
        for (int c = 0; c < ENT_CONCEPTS; c++) {
            ent_solve_options options = {0};
            options.concepts[c] = true;
            sample.concepts[c] = time_solve(&r, &game, &options);
        }
    }
    end_reading(&r);
    sample.spent = bench_now() - started;
    return sample;
}

uint64_t bench_predict(const bench_family *family, uint32_t bits)
{
    static const ent_solve_options four = {.concepts = {true, true, true, true}};
    reading r;
    begin_reading(&r, family, bits);
    uint64_t total = ent_predict_memory(&r.model, &four, 0).total;
    end_reading(&r);
    return total;
}
