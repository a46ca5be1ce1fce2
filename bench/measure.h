/* Time and memory of one model, and of one run of the program. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "draw.h"
#include "model/model.h"

/* Seconds are the least of several repetitions, fewer where one takes long. */
typedef struct {
    uint32_t bits;
    uint64_t codes;
    uint64_t states;
    double make; /* from the model to the game: states and keys */
    double concepts[ENT_CONCEPTS];
    double all;     /* the four concepts in one call */
    uint64_t moved; /* bytes of columns read and written for `all` */
    uint64_t peak;
    uint64_t predicted;
    double spent; /* on the measurement itself */
} bench_sample;

/* Ends the program when the model cannot be solved. */
bench_sample bench_measure(const bench_family *family, uint32_t bits);

/* What the solver is predicted to need for such a model. */
uint64_t bench_predict(const bench_family *family, uint32_t bits);

typedef struct {
    bool done; /* false: it could not be run, or failed */
    double seconds;
    uint64_t peak;    /* resident bytes */
    uint64_t printed; /* bytes */
} bench_run;

/* `entente hold [--json] FILE`, the fastest of `times`. */
bench_run bench_run_hold(const char *file, bool json, int times);

/* The same of the brief, `entente FILE`. */
bench_run bench_run_brief(const char *file, int times);

/* Asking what would have to be true for a state, as JSON. */
bench_run bench_run_need(const char *file, const char *state, int times);

/* The same of `entente act FILE BODY --json`. */
bench_run bench_run_act(const char *file, const char *body, int times);

/* The same of `hold` on a drawn model. */
bench_run bench_run_drawn(const bench_family *family, uint32_t bits, int times);

#endif
