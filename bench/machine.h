/* What the machine can do at best, and how it is called. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <stddef.h>
#include <stdint.h>

enum { BENCH_TEXT = 128 };

typedef struct {
    char processor[BENCH_TEXT];
    char compiler[BENCH_TEXT];
    char commit[BENCH_TEXT];
    char date[BENCH_TEXT];
    int threads;
    uint64_t memory; /* bytes that are free for us */
    double load;     /* average over the last minute, before we began */
    double copy;     /* bytes a second, read and written, by all threads */
    double triad;
} bench_machine;

/* Seconds on a clock that never goes back. */
double bench_now(void);

/* Looks at the machine; the bandwidth is measured on arrays of `bytes` each. */
void bench_look(bench_machine *machine, size_t bytes);

#endif
