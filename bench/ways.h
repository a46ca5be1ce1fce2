/*
 * Which way power is counted. The linker puts this between measuring and its two engines, as
 * traffic.h does with kernels.
 */
#ifndef BENCH_WAYS_H
#define BENCH_WAYS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint64_t nodes; /* of the decision diagram that was built; 0 where it had too many */
    bool tables;    /* one quota was counted by sums of weights */
} bench_ways;

/* What was done since the last call. */
bench_ways bench_ways_take(void);

#endif
