/* The machine's name, and its memory bandwidth by long copies and triads (after McCalpin 1995). */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/machine.h"
#include "base/threads.h"

enum { ROUNDS = 5 };

double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void copy(double *restrict to, const double *restrict from, size_t count)
{
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < count; i++)
        to[i] = from[i];
}

static void triad(double *restrict to, const double *restrict a, const double *restrict b,
                  size_t count)
{
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < count; i++)
        to[i] = a[i] + 3.0 * b[i];
}

static void keep_best(double *best, double bytes, double started)
{
    double rate = bytes / (bench_now() - started);
    *best = rate > *best ? rate : *best;
}

static void measure_bandwidth(bench_machine *machine, size_t bytes)
{
    size_t count = bytes / sizeof(double);
    double *a = malloc(bytes);
    double *b = malloc(bytes);
    double *c = malloc(bytes);
    for (int round = 0; a != NULL && b != NULL && c != NULL && round <= ROUNDS; round++) {
        if (round == 0) { /* each thread touches its pages first */
            triad(a, memset(b, 0, bytes), memset(c, 0, bytes), count);
            continue;
        }
        double started = bench_now();
        copy(c, a, count);
        keep_best(&machine->copy, 2.0 * (double)bytes, started);
        started = bench_now();
        triad(a, b, c, count);
        keep_best(&machine->triad, 3.0 * (double)bytes, started);
    }
    free(a);
    free(b);
    free(c);
}

/* The first line that a command prints; "unknown" where it fails. */
static void first_line(const char *command, char *line)
{
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): fixed words */
    if (pipe == NULL || fgets(line, BENCH_TEXT, pipe) == NULL || *line == '\n')
        snprintf(line, BENCH_TEXT, "unknown");
    line[strcspn(line, "\n")] = '\0';
    if (pipe != NULL)
        pclose(pipe);
}

void bench_look(bench_machine *machine, size_t bytes)
{
    *machine = (bench_machine){.threads = ent_threads_most(), .memory = ent_memory_available()};
    if (getloadavg(&machine->load, 1) != 1)
        machine->load = 0;
    first_line("sed -n 's/^model name.*: //p' /proc/cpuinfo", machine->processor);
    first_line("git -C '" BENCH_ROOT "' describe --always --dirty 2>/dev/null", machine->commit);
    snprintf(machine->compiler, BENCH_TEXT, "%s %s",
#ifdef __clang__
             "clang",
#else
             "gcc",
#endif
             __VERSION__);
    time_t now = time(NULL);
    strftime(machine->date, BENCH_TEXT, "%Y-%m-%d", gmtime(&now));
    measure_bandwidth(machine, bytes);
}
