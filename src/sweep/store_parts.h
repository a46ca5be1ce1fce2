/* What the files of the store share. */
#ifndef ENT_SWEEP_STORE_PARTS_H
#define ENT_SWEEP_STORE_PARTS_H

#include "sweep/store.h"

/* Fills store->shape: the tables, of which one has a column a doubt (store_shape.c). */
ent_status ent_store_shape(ent_store *store);

/* What stands in the table 'run', and in which words a difference is told. */
typedef struct {
    const char *key;
    const char *value;
    const char *option; /* of the command line that it was given by; NULL where there is none */
} ent_store_key;

enum { ENT_STORE_KEYS = 13 };

/* Numbers are written in the arena. */
ent_status ent_store_keys(const ent_store_run *run, ent_arena *arena,
                          ent_store_key keys[ENT_STORE_KEYS]);

/* Writes what a file begins with, and holds what it began with against the run (store_run.c). */
ent_status ent_store_write_run(ent_store *store);
ent_status ent_store_check_run(ent_store *store);

/* Reads all blocks and sums of the file, checks them, and adds them up (store_restore.c). */
ent_status ent_store_restore(ent_store *store, ent_total *total);

/* The code of a state, as users see it. */
uint64_t ent_store_code(const ent_store *store, uint32_t number);

/* A number that is another when any value of a block's rows, or of a state's sums, is. */
ent_status ent_store_mark_rows(ent_store *store, const ent_block *block, uint64_t *mark);
uint64_t ent_store_mark_sums(const ent_state_sums *state);

#endif
