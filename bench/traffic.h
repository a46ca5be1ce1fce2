/*
 * Counts the bytes of columns that the solver reads and writes. The linker puts this between the
 * solver and its kernels (see meson.build), so that the solver itself knows nothing of it. What
 * stays in a thread's local memory is not counted, nor are sets of states (an eighth of a byte a
 * state).
 */
#ifndef BENCH_TRAFFIC_H
#define BENCH_TRAFFIC_H

#include <stdint.h>

/* To be called before anything is solved. */
void bench_traffic_begin(void);

/* Bytes since the last call. */
uint64_t bench_traffic_take(void);

#endif
