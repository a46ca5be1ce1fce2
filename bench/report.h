/* What was measured, as text and as JSON. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdio.h>

#include "frontier.h"
#include "machine.h"
#include "measure.h"
#include "power.h"
#include "sweep.h"

enum {
    BENCH_SAMPLES_MOST = 16,
    BENCH_FAMILIES_MOST = 16,
    BENCH_RULES_MOST = 16,
    BENCH_FRONTIERS = 4
};

typedef struct {
    const bench_family *family;
    bench_sample samples[BENCH_SAMPLES_MOST];
    uint32_t count;
    const char *stopped; /* why larger models were left out; NULL where they were not */
    double exponent;     /* from 2^12 codes on */
    double exponent_all; /* over all sizes */
} bench_series;

typedef struct {
    bench_run json;  /* of a small model */
    bench_run brief; /* of the same */
    bench_run need;  /* of one state of the same */
    bench_run act;   /* of the EU Council's rule (Nice) */
    bench_run hold;  /* of a large one … */
    uint32_t bits;   /* … with so many options */
    double solved;   /* seconds that making and solving it took in this process */
} bench_runs;

typedef struct {
    bench_machine machine;
    bench_series series[BENCH_FAMILIES_MOST];
    uint32_t count;
    bench_power powers[BENCH_RULES_MOST];
    uint32_t power_count;
    bench_frontier frontiers[BENCH_FRONTIERS];
    uint32_t frontier_count;
    bench_runs runs;
    bench_sweep sweep; /* no draws: not measured */
    double spent;
} bench_results;

/* Least squares of log seconds on log states; NaN where there are fewer than three sizes. */
void bench_fit(bench_series *series);

/* The sample of a family and size; NULL where there is none. */
const bench_sample *bench_find(const bench_results *results, const char *family, uint32_t bits);

/* Nanoseconds for each state and party, the four concepts together. */
double bench_rate(const bench_series *series, const bench_sample *sample);

/* The part of the machine's bandwidth that the four concepts used. */
double bench_share(const bench_sample *sample, const bench_machine *machine);

void bench_show_machine(const bench_machine *machine, FILE *out);
void bench_show_heads(const bench_series *series, FILE *out);
void bench_show_sample(const bench_series *series, const bench_sample *sample,
                       const bench_machine *machine, FILE *out);
void bench_show_fit(const bench_series *series, FILE *out);
void bench_show_power_heads(FILE *out);
void bench_show_power(const bench_power *sample, FILE *out);
void bench_show_frontier_heads(FILE *out);
void bench_show_frontier(const bench_frontier *sample, FILE *out);
void bench_show_sweep(const bench_sweep *sweep, FILE *out);
void bench_show_targets(const bench_results *results, FILE *out);

/* False when the file could not be written. */
bool bench_write_json(const bench_results *results, const char *file);

#endif
