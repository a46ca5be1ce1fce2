/* Sweeping over what is uncertain, against solving every case from scratch. */
#ifndef BENCH_SWEEP_H
#define BENCH_SWEEP_H

#include <stdint.h>

enum { BENCH_SWEEP_RUNS = 2 /* on 1 thread, and on 2 */ };

typedef struct {
    int threads;
    double seconds;
    double
        user; /* of processor time, of all threads: what other work on the machine changes least */
} bench_sweep_run;

typedef struct {
    uint32_t doubts;
    uint64_t draws;
    double cases;   /* that a draw takes: itself, and one for each doubt that is drawn anew */
    double scratch; /* user seconds for making the game of a case and solving it */
    bench_sweep_run runs[BENCH_SWEEP_RUNS];
} bench_sweep;

/* Draws of the Ukraine model, every other entry of which is made uncertain. Ends the program when
 * the model cannot be swept. */
bench_sweep bench_measure_sweep(uint64_t draws);

#endif
