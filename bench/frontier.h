/* Time and memory of finding the Pareto frontier where it is hardest: all points are on it. */
#ifndef BENCH_FRONTIER_H
#define BENCH_FRONTIER_H

#include <stdint.h>

enum { BENCH_FRONTIER_PARTIES = 8 };

typedef struct {
    uint32_t points;
    int threads;
    double seconds; /* the least of some repetitions, fewer for many points … */
    double user;    /* … and what the processors spent in it */
    uint64_t peak;  /* bytes */
} bench_frontier;

/* Ends the program when there is no memory, or a point is missing. */
bench_frontier bench_measure_frontier(uint32_t points);

#endif
