/* Draws of the Ukraine model. */
#include "sweep.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "machine.h"
#include "measure.h"

#include "model/doubt.h"
#include "sweep/sweep.h"

enum { SCRATCH_CASES = 40 };

static const char file_name[] = BENCH_ROOT "/models/ukraine-2025.yaml";

static void need(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "bench: cannot sweep: %s\n", what);
    exit(EXIT_FAILURE);
}

/* The file's text with a probability under every other entry, in place of its own. */
static char *doubtful_text(void)
{
    FILE *in = fopen(file_name, "re");
    char *text = NULL;
    char *line = NULL;
    size_t size = 0;
    size_t room = 0;
    uint32_t entries = 0;
    FILE *out = open_memstream(&text, &size);
    need(in != NULL && out != NULL, file_name);
    while (getline(&line, &room, in) >= 0) {
        if (strncmp(line, "      probability: ", 19) != 0)
            fputs(line, out);
        if (strncmp(line, "    - want: ", 12) == 0 && entries++ % 2 == 0)
            fprintf(out, "      probability: 0.%u\n", 2 + entries % 7);
    }
    free(line);
    (void)fclose(in);
    need(fclose(out) == 0 && text != NULL, "no memory");
    return text;
}

static double user_seconds(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
}

typedef struct {
    ent_memory memory;
    ent_report report;
    ent_source source;
    ent_model model;
} bed;

static void read_bed(bed *b, char *text)
{
    *b = (bed){.memory = ent_memory_system()};
    b->source = (ent_source){file_name, text, strlen(text)};
    b->report = ent_report_new(&b->memory);
    ent_model_init(&b->model, &b->memory);
    need(ent_read_model(&b->model, &b->source, &b->report) == ENT_OK, "the model is wrong");
}

/* A case as if it were a model of its own. */
static void solve_case(bed *b, const uint8_t *outcomes)
{
    static const ent_solve_options all = {.concepts = {true, true, true, true}};
    ent_game game;
    ent_solution solution;
    need(ent_settle(&b->model, &b->model.doubts, outcomes) == ENT_OK &&
             ent_game_init(&game, &b->model, 1, &b->report) == ENT_OK &&
             ent_solve(&solution, &game, &all, &b->report) == ENT_OK,
         "a case cannot be solved");
    ent_solution_free(&solution);
    ent_game_free(&game);
}

static double measure_scratch(bed *b, const ent_plan *plan)
{
    uint8_t *outcomes = malloc(plan->doubt_count);
    need(outcomes != NULL, "no memory");
    double began = user_seconds();
    for (uint64_t k = 0; k < SCRATCH_CASES; k++) {
        ent_plan_outcomes(plan, k, outcomes);
        solve_case(b, outcomes);
    }
    double spent = user_seconds() - began;
    free(outcomes);
    return spent / SCRATCH_CASES;
}

static double count_cases(const ent_plan *plan)
{
    uint64_t cases = 0;
    uint8_t *outcomes = malloc(plan->doubt_count);
    need(outcomes != NULL, "no memory");
    for (uint64_t k = 0; k < plan->cases; k++) {
        ent_plan_outcomes(plan, k, outcomes);
        cases++;
        for (uint32_t i = 0; i < plan->doubt_count; i++)
            cases += ent_plan_redraw(plan, k, i) != outcomes[i];
    }
    free(outcomes);
    return (double)cases / (double)plan->cases;
}

/* A job of its own, as what workers find out stays with the job. */
static bench_sweep_run run(bed *b, const ent_game *game, const ent_sweep_request *request,
                           int threads)
{
    ent_total total;
    ent_sweep_job *job = NULL;
    uint64_t next = 0;
    const ent_sweep_orders orders = {.threads = threads};
    need(ent_sweep_job_new(&job, game, request, &b->report) == ENT_OK &&
             ent_total_init(&total, ent_sweep_plan(job), game->space.states, &b->memory) == ENT_OK,
         "no memory");
    double user = user_seconds();
    double began = bench_now();
    need(ent_sweep_run(job, &orders, &total, &next, &b->report) == ENT_OK, "a draw failed");
    const bench_sweep_run result = {
        .threads = threads, .seconds = bench_now() - began, .user = user_seconds() - user};
    ent_total_free(&total);
    ent_sweep_job_free(job);
    return result;
}

bench_sweep bench_measure_sweep(uint64_t draws)
{
    const ent_sweep_request request = {.concept = ENT_SEQ, .draws = draws, .seed = 1};
    char *text = doubtful_text();
    bed b;
    ent_game game;
    ent_sweep_job *job = NULL;
    read_bed(&b, text);
    need(ent_game_init(&game, &b.model, 1, &b.report) == ENT_OK &&
             ent_sweep_job_new(&job, &game, &request, &b.report) == ENT_OK,
         "no memory");
    const ent_plan *plan = ent_sweep_plan(job);
    bench_sweep result = {.doubts = plan->doubt_count, .draws = draws, .cases = count_cases(plan)};
    for (int i = 0; i < BENCH_SWEEP_RUNS; i++)
        result.runs[i] = run(&b, &game, &request, i + 1);
    result.scratch = measure_scratch(&b, plan);
    ent_sweep_job_free(job);
    ent_game_free(&game);
    ent_model_free(&b.model);
    ent_report_free(&b.report);
    free(text);
    return result;
}
