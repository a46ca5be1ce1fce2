/* Random models and sweeps of them: what the tests of sweeps share. */
#ifndef ENT_TESTS_PROPERTY_SWEPT_H
#define ENT_TESTS_PROPERTY_SWEPT_H

#include "sweep/sweep.h"

enum { SWEPT_DOUBTS_MOST = 32 };

typedef struct {
    uint64_t seed;
    char *text;
    uint64_t cases;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_game game;
} swept_model;

void swept_begin(swept_model *s, uint64_t seed);
void swept_end(swept_model *s);

/* Fails the test, and prints the model, where the two are not equal but for rounding. */
void swept_expect(const swept_model *s, const char *what, double found, double right);

/* The concept under which arrangements have to hold: one after the other. */
ent_concept swept_concept(const swept_model *s);

/* All bytes of all blocks. */
typedef struct {
    uint8_t *bytes;
    size_t length;
    uint64_t next;
} swept_record;

/* An ent_block_take, into a swept_record. */
ent_status swept_write_down(void *context, const ent_block *block, ent_report *report);

typedef struct {
    ent_sweep_job *job;
    ent_total total;
    swept_record record;
} swept;

/* A whole sweep; its workers may keep so many bytes of what they know. */
void swept_run_within(swept *w, swept_model *s, ent_sweep_request request, int threads,
                      size_t known);
void swept_run(swept *w, swept_model *s, ent_sweep_request request, int threads);
void swept_finish(swept *w);

/* Fails the test unless both came to the same, to the last bit. */
void swept_expect_same(const swept_model *s, const swept *a, const swept *b);

#endif
