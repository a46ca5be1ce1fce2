/* What the project wants to reach, and whether it does. */
#include "report.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

static const double exponent_most = 1.1;
static const double seconds_most = 4;
static const double memory_most = 1.5 * 1024 * 1024 * 1024;
static const double small_seconds_most = 0.02;
static const double brief_seconds_most = 0.5;
static const double need_seconds_most = 0.2;
static const double frontier_seconds_most = 5;
static const double efficiency_least = 0.9;
static const double hold_factor_most = 1.25; /* against making and solving alone */
enum {
    LARGE_BITS = 24,
    FRONTIER_POINTS = 1000000,
    SWEEP_DRAWS = 100000,
    PROCESS_BITS = 20 /* below, starting a process is most of its time */
};

static void show_head(FILE *out, const char *name)
{
    fprintf(out, "  %-62s ", name);
}

static void show_end(FILE *out, bool measured, bool reached, const char *format, ...)
    ENT_PRINTF(4, 5);

static void show_end(FILE *out, bool measured, bool reached, const char *format, ...)
{
    char text[BENCH_TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(out, "%16s   %s\n", measured ? text : "-",
            !measured ? "not measured"
            : reached ? "reached"
                      : "MISSED");
}

const bench_sample *bench_find(const bench_results *results, const char *family, uint32_t bits)
{
    for (uint32_t i = 0; i < results->count; i++)
        for (uint32_t k = 0; k < results->series[i].count; k++)
            if (strcmp(results->series[i].family->id, family) == 0 &&
                results->series[i].samples[k].bits == bits)
                return &results->series[i].samples[k];
    return NULL;
}

static void show_exponents(const bench_results *results, FILE *out)
{
    for (uint32_t i = 0; i < results->count; i++) {
        const bench_series *series = &results->series[i];
        char name[BENCH_TEXT];
        snprintf(name, sizeof name, "growth at most %.1f: %s", exponent_most,
                 series->family->title);
        show_head(out, name);
        show_end(out, !isnan(series->exponent), series->exponent <= exponent_most, "%.2f",
                 series->exponent);
    }
}

static void show_large(const bench_results *results, FILE *out)
{
    const bench_sample *sample = bench_find(results, "3", LARGE_BITS);
    double seconds = sample == NULL ? NAN : sample->make + sample->all;
    show_head(out, "3 parties, 2^24 states: make and four concepts under 4 s");
    show_end(out, sample != NULL, seconds < seconds_most, "%.2f s", seconds);
    double peak = sample == NULL ? NAN : (double)sample->peak;
    show_head(out, "the same: under 1.5 GiB");
    show_end(out, sample != NULL, peak < memory_most, "%.2f GiB", peak / 1024 / 1024 / 1024);
}

static void show_runs(const bench_runs *runs, FILE *out)
{
    show_head(out, "models/ukraine-2025.yaml, hold --json: process under 20 ms");
    show_end(out, runs->json.done, runs->json.seconds < small_seconds_most, "%.1f ms",
             runs->json.seconds * 1e3);
    show_head(out, "the same, brief: process under 500 ms");
    show_end(out, runs->brief.done, runs->brief.seconds < brief_seconds_most, "%.1f ms",
             runs->brief.seconds * 1e3);
    show_head(out, "the same, need of one state: process under 200 ms");
    show_end(out, runs->need.done, runs->need.seconds < need_seconds_most, "%.1f ms",
             runs->need.seconds * 1e3);
    char name[BENCH_TEXT];
    double factor = runs->hold.seconds / runs->solved;
    snprintf(name, sizeof name, "hold on 2^%u states: process at most %.2f x make and solve",
             runs->bits, hold_factor_most);
    show_head(out, name);
    show_end(out, runs->hold.done && runs->bits >= PROCESS_BITS, factor <= hold_factor_most, "%.2f",
             factor);
    if (runs->hold.done)
        fprintf(out,
                "    (%.2f s against %.2f s; %llu bytes printed, %.2f GiB resident at the peak)\n",
                runs->hold.seconds, runs->solved, (unsigned long long)runs->hold.printed,
                (double)runs->hold.peak / 1024 / 1024 / 1024);
}

/* A target is missed, too, where something was left out that it asks for. */
static void show_power_end(const bench_power *sample, FILE *out, bool reached, const char *unit,
                           double value)
{
    show_end(out, sample->done, sample->enough && reached, "%.2f %s", value, unit);
    if (sample->done && !sample->enough)
        fputs("    (something was left out that is asked for)\n", out);
}

static void show_power(const bench_power *sample, FILE *out)
{
    const double gibibyte = 1024.0 * 1024.0 * 1024.0;
    const bench_rule *rule = sample->rule;
    char name[BENCH_TEXT];
    if (rule->seconds > 0) {
        snprintf(name, sizeof name, "power of %u members: %s: under %g s", sample->members,
                 rule->title, rule->seconds);
        show_head(out, name);
        bool small = rule->seconds < 1;
        show_power_end(sample, out, sample->seconds < rule->seconds, small ? "ms" : "s",
                       sample->seconds * (small ? 1e3 : 1));
    }
    if (rule->peak_most > 0) {
        snprintf(name, sizeof name, "the same: under %g GiB", (double)rule->peak_most / gibibyte);
        show_head(out, name);
        show_power_end(sample, out, sample->peak < rule->peak_most, "GiB",
                       (double)sample->peak / gibibyte);
    }
}

static void show_frontier(const bench_results *results, FILE *out)
{
    const bench_frontier *sample = NULL;
    for (uint32_t i = 0; i < results->frontier_count; i++)
        if (results->frontiers[i].points == FRONTIER_POINTS)
            sample = &results->frontiers[i];
    double seconds = sample == NULL ? NAN : sample->seconds;
    show_head(out, "frontier of 10^6 points, 8 parties, all on it: under 5 s");
    show_end(out, sample != NULL, seconds < frontier_seconds_most, "%.2f s", seconds);
}

static void show_sweep(const bench_sweep *sweep, FILE *out)
{
    const bench_sweep_run *last = &sweep->runs[BENCH_SWEEP_RUNS - 1];
    bool measured = sweep->draws >= SWEEP_DRAWS; /* fewer are found out anew, for the most part */
    double efficiency =
        measured ? sweep->runs[0].seconds / last->seconds / last->threads : (double)NAN;
    show_head(out, "a sweep on 2 threads: efficiency at least 90 %");
    show_end(out, measured, efficiency >= efficiency_least, "%.0f %%", 100 * efficiency);
}

static void show_act(const bench_run *act, FILE *out)
{
    if (act->done)
        fprintf(out,
                "    (models/institutions/eu-council-nice.yaml, act --json: process %.1f ms)\n",
                act->seconds * 1e3);
}

void bench_show_targets(const bench_results *results, FILE *out)
{
    fputs("\nTargets\n", out);
    show_exponents(results, out);
    show_large(results, out);
    show_runs(&results->runs, out);
    for (uint32_t i = 0; i < results->power_count; i++)
        show_power(&results->powers[i], out);
    show_frontier(results, out);
    show_sweep(&results->sweep, out);
    show_act(&results->runs.act, out);
    fprintf(out, "\n%.0f s in all\n", results->spent);
}
