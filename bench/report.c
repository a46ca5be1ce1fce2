/* Tables of 100 columns. */
#include "report.h"

#include <math.h>
#include <string.h>

enum { FITTED_FROM = 12 /* bits; below, starting threads and allocating is most of the time */ };

/* The slope of y on x. */
static double slope(const double *x, const double *y, uint32_t count)
{
    double n = count;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (uint32_t i = 0; i < count; i++) {
        sx += x[i];
        sy += y[i];
        sxx += x[i] * x[i];
        sxy += x[i] * y[i];
    }
    return count < 3 ? NAN : (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

static double fit_from(const bench_series *series, uint32_t bits)
{
    double x[BENCH_SAMPLES_MOST];
    double y[BENCH_SAMPLES_MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < series->count; i++) {
        const bench_sample *sample = &series->samples[i];
        if (sample->bits < bits)
            continue;
        x[count] = log((double)sample->states);
        y[count++] = log(sample->make + sample->all);
    }
    return slope(x, y, count);
}

void bench_fit(bench_series *series)
{
    series->exponent = fit_from(series, FITTED_FROM);
    series->exponent_all = fit_from(series, 0);
}

/* Three digits or so, and a unit: "12.3 ms". */
static const char *with_unit(char *text, double value, double base, const char *const *units)
{
    while (value >= base * 0.9995 && units[1] != NULL) {
        value /= base;
        units++;
    }
    int places = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    snprintf(text, BENCH_TEXT, "%.*f %s", places, value, *units);
    return text;
}

static const char *show_seconds(char *text, double seconds)
{
    static const char *const units[] = {"us", "ms", "s", NULL};
    return with_unit(text, seconds * 1e6, 1e3, units);
}

static const char *show_bytes(char *text, double bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", NULL};
    return with_unit(text, bytes / 1024, 1024, units);
}

static const char *decimal_bytes(char *text, double bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB", NULL};
    return with_unit(text, bytes / 1e3, 1e3, units);
}

void bench_show_machine(const bench_machine *machine, FILE *out)
{
    char text[BENCH_TEXT];
    fprintf(out, "entente %s, %s\n", machine->commit, machine->date);
    fprintf(out, "%s, %d threads, %s free; %s\n", machine->processor, machine->threads,
            show_bytes(text, (double)machine->memory), machine->compiler);
    fprintf(out, "memory: copy %.1f GB/s, triad %.1f GB/s (read + written, all threads)\n",
            machine->copy * 1e-9, machine->triad * 1e-9);
    fprintf(out, "load before: %.2f%s\n", machine->load,
            machine->load > 0.5 ? " - other processes were busy, so times are too long" : "");
}

void bench_show_heads(const bench_series *series, FILE *out)
{
    fprintf(out, "\n%s\n", series->family->title);
    fprintf(out, "codes     states     make     nash      gmr      smr      seq     four   ns  "
                 "moved  band  peak MiB    of\n");
}

double bench_rate(const bench_series *series, const bench_sample *sample)
{
    return sample->all * 1e9 / (double)sample->states / series->family->parties;
}

double bench_share(const bench_sample *sample, const bench_machine *machine)
{
    double most = machine->copy > machine->triad ? machine->copy : machine->triad;
    return (double)sample->moved / sample->all / most;
}

void bench_show_sample(const bench_series *series, const bench_sample *sample,
                       const bench_machine *machine, FILE *out)
{
    char text[BENCH_TEXT];
    fprintf(out, "2^%-3u %10llu ", sample->bits, (unsigned long long)sample->states);
    fprintf(out, "%8s ", show_seconds(text, sample->make));
    for (int c = 0; c < ENT_CONCEPTS; c++)
        fprintf(out, "%8s ", show_seconds(text, sample->concepts[c]));
    fprintf(out, "%8s ", show_seconds(text, sample->all));
    fprintf(out, "%4.0f ", bench_rate(series, sample));
    fprintf(out, "%7s ", decimal_bytes(text, (double)sample->moved));
    fprintf(out, "%3.0f %% ", 100 * bench_share(sample, machine));
    fprintf(out, "%8.1f %3.0f %%\n", (double)sample->peak / 1048576,
            100 * (double)sample->peak / (double)sample->predicted);
    fflush(out);
}

void bench_show_fit(const bench_series *series, FILE *out)
{
    if (series->stopped != NULL)
        fprintf(out, "stopped: %s\n", series->stopped);
    if (!isnan(series->exponent_all))
        fprintf(out, "growth: make + four ~ states^%.2f over all sizes", series->exponent_all);
    if (!isnan(series->exponent))
        fprintf(out, ", states^%.2f from 2^%d codes on", series->exponent, FITTED_FROM);
    if (!isnan(series->exponent_all))
        fputs("\n", out);
}

void bench_show_power_heads(FILE *out)
{
    fputs("\nPower\n"
          "rule                         members      votes     time peak MiB  way"
          "                    left out\n",
          out);
}

static const char *show_way(char *text, const bench_ways *ways)
{
    char nodes[BENCH_TEXT] = "";
    if (ways->nodes > 0)
        snprintf(nodes, sizeof nodes, "%llu nodes", (unsigned long long)ways->nodes);
    snprintf(text, BENCH_TEXT, "%s%s%s", ways->tables ? "tables" : "",
             ways->tables && ways->nodes > 0 ? ", " : "", nodes);
    return text;
}

/* An index is known by its first author; "minimal" is the number of minimal winning coalitions. */
static void show_left_out(const bench_power *sample, FILE *out)
{
    for (int i = 0; i < ENT_INDICES; i++) {
        const char *id = ent_measure_id((ent_measure)i);
        if (sample->done && sample->left_out[i])
            fprintf(out, " %.*s", (int)strcspn(id, "-"), id);
    }
    fputs(sample->done && sample->minimal_left_out ? " minimal" : "", out);
    fputs(sample->done ? "\n" : " all: not enough memory\n", out);
}

void bench_show_power(const bench_power *sample, FILE *out)
{
    char text[BENCH_TEXT] = "-";
    fprintf(out, "%-28s %7u ", sample->rule->title, sample->members);
    if (sample->votes > 0)
        snprintf(text, sizeof text, "%llu", (unsigned long long)sample->votes);
    fprintf(out, "%10s ", text);
    fprintf(out, "%8s ", sample->done ? show_seconds(text, sample->seconds) : "-");
    fprintf(out, "%8.1f  ", (double)sample->peak / 1048576);
    fprintf(out, "%-21s ", show_way(text, &sample->ways));
    show_left_out(sample, out);
    fflush(out);
}

void bench_show_frontier_heads(FILE *out)
{
    fputs("\nPareto frontier, all points on it\n"
          "   points parties threads     time     user peak MiB  us a point\n",
          out);
}

void bench_show_frontier(const bench_frontier *sample, FILE *out)
{
    char time[BENCH_TEXT];
    char user[BENCH_TEXT];
    fprintf(out, "%9u %7d %7d %8s %8s %8.1f %11.2f\n", sample->points, BENCH_FRONTIER_PARTIES,
            sample->threads, show_seconds(time, sample->seconds), show_seconds(user, sample->user),
            (double)sample->peak / 1048576, sample->seconds * 1e6 / sample->points);
}

void bench_show_sweep(const bench_sweep *sweep, FILE *out)
{
    const bench_sweep_run *one = &sweep->runs[0];
    double draws = (double)sweep->draws;
    fprintf(out, "\nsweep: the Ukraine model with %u doubts, %u draws; a draw takes %.1f cases\n",
            sweep->doubts, (unsigned)sweep->draws, sweep->cases);
    fputs(
        "threads   seconds      user   draws/s   draws/user s   efficiency (user)   from scratch\n",
        out);
    for (int i = 0; i < BENCH_SWEEP_RUNS; i++) {
        const bench_sweep_run *run = &sweep->runs[i];
        fprintf(out, "%7d  %8.2f  %8.2f  %8.0f  %13.0f  %9.0f %% (%3.0f %%)  %7.1f times\n",
                run->threads, run->seconds, run->user, draws / run->seconds, draws / run->user,
                100 * one->seconds / run->seconds / run->threads, 100 * one->user / run->user,
                sweep->scratch * sweep->cases * draws / run->user);
    }
}
