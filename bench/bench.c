/*
 * Times the solver on growing random models, measuring power on bodies and random weights, and the
 * program on small models and a large one: `make bench`. docs/performance.md says how to read what
 * it prints.
 */
#include <argp.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "traffic.h"

#include "base/machine.h"

enum { LEAST = 10, STEP = 2, MOST = 26, QUICK = 20, LARGE = 24 };

static const bench_family families[] = {
    {"3", "3 parties", 3, 8, false, false, false},
    {"3c", "3 parties, constraints", 3, 8, true, false, false},
    {"3b", "3 parties, 2 bodies", 3, 8, false, true, false},
    {"3cb", "3 parties, constraints, 2 bodies", 3, 8, true, true, false},
    {"6", "6 parties", 6, 8, false, false, false},
    {"6c", "6 parties, constraints", 6, 8, true, false, false},
    {"6b", "6 parties, 2 bodies", 6, 8, false, true, false},
    {"6cb", "6 parties, constraints, 2 bodies", 6, 8, true, true, false},
    {"3l", "3 parties, options of 4 levels, directions", 3, 8, false, false, true},
    {"3w", "3 parties, 20 priorities each", 3, 20, false, false, false},
};

#define INSTITUTIONS BENCH_ROOT "/models/institutions/"
#define GOVERNORS INSTITUTIONS "imf-governors.yaml"
#define GIBIBYTES (UINT64_C(1) << 30)

static const bench_rule rules[] = {
    {.id = "nice",
     .title = "EU Council (Nice), 3 quotas",
     .file = INSTITUTIONS "eu-council-nice.yaml",
     .when = "not unproposed",
     .every = true,
     .seconds = 0.2},
    {.id = "college",
     .title = "US electoral college 2012",
     .file = INSTITUTIONS "us-electoral-college-2012.yaml"},
    {.id = "imf-50",
     .title = "IMF governors, over 50 %",
     .file = GOVERNORS,
     .when = "needed = 50",
     .least = QUICK,
     .seconds = 2},
    {.id = "imf-70",
     .title = "IMF governors, 70 %",
     .file = GOVERNORS,
     .when = "needed = 70",
     .least = QUICK,
     .seconds = 2},
    {.id = "imf-85",
     .title = "IMF governors, 85 %",
     .file = GOVERNORS,
     .when = "needed = 85",
     .least = QUICK,
     .seconds = 2},
    {.id = "50",
     .title = "weights from 1 to 1,000",
     .members = 50,
     .heaviest = 1000,
     .least = QUICK},
    {.id = "100",
     .title = "weights from 1 to 1,000",
     .members = 100,
     .heaviest = 1000,
     .least = QUICK},
    {.id = "200",
     .title = "weights from 1 to 1,000",
     .members = 200,
     .heaviest = 1000,
     .least = QUICK},
    {.id = "400",
     .title = "weights from 1 to 1,000",
     .members = 400,
     .heaviest = 1000,
     .least = QUICK},
    {.id = "1000",
     .title = "weights from 1 to 10,000",
     .members = 1000,
     .heaviest = 10000,
     .least = LARGE,
     .seconds = 30,
     .peak_most = 4 * GIBIBYTES},
};

typedef struct {
    uint32_t most;
    double seconds; /* for a family */
    const char *json;
    const char *family; /* NULL: all */
} settings;

static error_t take_option(int key, char *argument, struct argp_state *state)
{
    settings *s = state->input;
    switch (key) {
    case 'q':
        s->most = QUICK;
        return 0;
    case 'm':
        s->most = (uint32_t)strtoul(argument, NULL, 10);
        if (s->most < LEAST || s->most > 28)
            argp_error(state, "--most takes a number from %d to 28", LEAST);
        return 0;
    case 's':
        s->seconds = strtod(argument, NULL);
        return 0;
    case 'f':
        s->family = argument;
        return 0;
    case 'j':
        s->json = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static settings read_settings(int count, char **arguments)
{
    static const struct argp_option options[] = {
        {"quick", 'q', NULL, 0, "Up to 2^20 codes", 0},
        {"most", 'm', "BITS", 0, "Up to 2^BITS codes (26)", 0},
        {"seconds", 's', "SECONDS", 0, "For each family of models; larger ones are left out (90)",
         0},
        {"family", 'f', "ID", 0,
         "Only this one: 3 or 6 parties, and then c, b, cb, l or w; or power, frontier, or sweep",
         0},
        {"json", 'j', "FILE", 0, "Write the numbers to FILE, too", 0},
        {0},
    };
    static const struct argp how = {
        .options = options,
        .parser = take_option,
        .doc = "Times the solver on growing random models, measuring power and finding frontiers."};
    settings s = {.most = MOST, .seconds = 90};
    if (argp_parse(&how, count, arguments, 0, NULL, &s) != 0)
        exit(EXIT_FAILURE);
    return s;
}

/* Seconds to measure a sample once: what the next size, which is not repeated, takes a multiple of.
 */
static double seconds_once(const bench_sample *sample)
{
    double seconds = 2 * sample->make + sample->all;
    for (int c = 0; c < ENT_CONCEPTS; c++)
        seconds += sample->concepts[c];
    return seconds;
}

/* Why the next model of a family is left out; NULL when it is not. The next takes about as many
 * times longer as it has more states. */
static const char *obstacle(const bench_series *series, uint32_t bits, double spent,
                            const settings *s)
{
    if (series->count > 0 &&
        spent + seconds_once(&series->samples[series->count - 1]) * (1 << STEP) > s->seconds)
        return "the next size would take longer than the time for a family";
    if (bench_predict(series->family, bits) > ent_memory_available() / 10 * 9)
        return "the next size needs more memory than there is";
    return NULL;
}

static void measure_series(bench_series *series, const bench_machine *machine, const settings *s)
{
    double spent = 0;
    bench_show_heads(series, stdout);
    for (uint32_t bits = LEAST; bits <= s->most; bits += STEP) {
        series->stopped = obstacle(series, bits, spent, s);
        if (series->stopped != NULL)
            break;
        bench_sample *sample = &series->samples[series->count++];
        *sample = bench_measure(series->family, bits);
        spent += sample->spent;
        bench_show_sample(series, sample, machine, stdout);
    }
    bench_fit(series);
    bench_show_fit(series, stdout);
}

static void measure_power(bench_results *results, const settings *s)
{
    if (s->family != NULL && strcmp(s->family, "power") != 0)
        return;
    bench_show_power_heads(stdout);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].least > s->most)
            continue;
        bench_power *sample = &results->powers[results->power_count++];
        *sample = bench_measure_power(&rules[i]);
        bench_show_power(sample, stdout);
    }
}

static void measure_frontiers(bench_results *results, const settings *s)
{
    static const uint32_t sizes[BENCH_FRONTIERS] = {1000, 10000, 100000, 1000000};
    if (s->family != NULL && strcmp(s->family, "frontier") != 0)
        return;
    bench_show_frontier_heads(stdout);
    for (int i = 0; i < BENCH_FRONTIERS; i++) {
        if (sizes[i] >> s->most != 0)
            continue;
        bench_frontier *sample = &results->frontiers[results->frontier_count++];
        *sample = bench_measure_frontier(sizes[i]);
        bench_show_frontier(sample, stdout);
    }
}

static void measure_sweep(bench_results *results, const settings *s)
{
    enum { DRAWS = 102400, DRAWS_QUICK = 2560, DRAWS_LEAST = 256 };
    if (s->family != NULL && strcmp(s->family, "sweep") != 0)
        return;
    results->sweep = bench_measure_sweep(s->most < QUICK    ? DRAWS_LEAST
                                         : s->most == QUICK ? DRAWS_QUICK
                                                            : DRAWS);
    bench_show_sweep(&results->sweep, stdout);
}

static void measure_runs(bench_results *results, const settings *s)
{
    enum { SMALL_TIMES = 20, LARGE_TIMES = 3 };
    static const char small[] = BENCH_ROOT "/models/ukraine-2025.yaml";
    bench_runs *runs = &results->runs;
    runs->json = bench_run_hold(small, true, SMALL_TIMES);
    runs->brief = bench_run_brief(small, SMALL_TIMES);
    runs->need = bench_run_need(small, "1001", SMALL_TIMES);
    runs->act = bench_run_act(rules[0].file, "council", SMALL_TIMES);
    runs->bits = s->most < LARGE ? s->most : LARGE;
    const bench_sample *alike = bench_find(results, families[0].id, runs->bits);
    if (alike == NULL)
        return;
    runs->solved = alike->make + alike->all;
    runs->hold = bench_run_drawn(&families[0], runs->bits, LARGE_TIMES);
}

static void measure_all_series(bench_results *results, const settings *s)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (s->family != NULL && strcmp(s->family, families[i].id) != 0)
            continue;
        bench_series *series = &results->series[results->count++];
        series->family = &families[i];
        measure_series(series, &results->machine, s);
    }
}

int main(int count, char **arguments)
{
    static bench_results results;
    settings s = read_settings(count, arguments);
    double started = bench_now();
    size_t array = s.most > QUICK ? 512u << 20 : s.most == QUICK ? 128u << 20 : 4u << 20;
    bench_traffic_begin();
    bench_look(&results.machine, array);
    bench_show_machine(&results.machine, stdout);
    printf("up to 2^%u codes, %.0f s for a family\n", s.most, s.seconds);
    measure_all_series(&results, &s);
    measure_power(&results, &s);
    measure_frontiers(&results, &s);
    measure_sweep(&results, &s);
    measure_runs(&results, &s);
    results.spent = bench_now() - started;
    bench_show_targets(&results, stdout);
    if (s.json != NULL && !bench_write_json(&results, s.json)) {
        fprintf(stderr, "bench: cannot write %s\n", s.json);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
