/*
 * A sweep in an SQLite file (docs/sweep-file.md). Blocks go into it in order, each in a transaction
 * of its own; so a run that was killed goes on after its last whole block, and what stands in the
 * file in the end depends on the model and the request only: neither on how often it was killed,
 * nor on threads and machines.
 */
#ifndef ENT_SWEEP_STORE_H
#define ENT_SWEEP_STORE_H

#include "game/space.h"
#include "model/doubt.h"
#include "sweep/database.h"
#include "sweep/effects.h"

/* A doubt in words. */
typedef struct {
    const char *party;
    const char *name;
    const char *const *outcomes; /* by outcome, as many as the plan says */
} ent_store_doubt;

/* The doubts of a model in words, which live in the arena; NULL when there is no memory. */
const ent_store_doubt *ent_store_describe(const ent_model *model, const ent_doubt_list *doubts,
                                          ent_arena *arena);

/* What a file belongs to. It must outlive the store. */
typedef struct {
    const ent_plan *plan;
    const ent_space *space;
    ent_concept concept;
    const char *title;
    const char *where; /* the condition of --where; NULL for none, as below */
    const char *type;  /* what --type said, and --as-of: they change what is uncertain */
    const char *as_of;
    const char *model; /* as YAML, with all settings in it */
    const ent_store_doubt *doubts;
} ent_store_run;

/* Where a table's statement stands in ent_store. */
enum {
    ENT_STORE_ADD_CASE,
    ENT_STORE_ADD_BLOCK,
    ENT_STORE_FIND_STATE,
    ENT_STORE_ADD_STATE,
    ENT_STORE_CHANGE_STATE,
    ENT_STORE_STATEMENTS
};

typedef struct {
    ent_database database;
    ent_arena arena;
    const ent_store_run *run;
    ent_database_shape shape;
    sqlite3_stmt *statements[ENT_STORE_STATEMENTS];
    uint64_t done;  /* blocks in the file */
    uint64_t marks; /* the marks of all states' sums, added up */
    uint8_t *outcomes;
    uint8_t *redrawn; /* scratch: the bytes of one case */
} ent_store;

/*
 * Begins a file at this path, or with `resume` goes on with one, which may be none yet. The blocks
 * that are there already are added to `total`, and counted in store->done. A file that cannot be
 * one of this run's is refused with what is different (ENT_WRONG_USE). `store` is to be closed in
 * every case.
 */
ent_status ent_store_open(ent_store *store, const ent_store_run *run, const char *path, bool resume,
                          ent_total *total, ent_report *report);
void ent_store_close(ent_store *store);

/* Adds the next block. On failure nothing of it is in the file. */
ent_status ent_store_add(ent_store *store, const ent_block *block);

/* Writes what was measured into a file that has all blocks; this ends the run. */
ent_status ent_store_finish(ent_store *store, const ent_measured measured[ENT_QUANTITIES]);

/* A number that is another for another run. */
ent_status ent_store_fingerprint(const ent_store_run *run, ent_memory *memory,
                                 uint64_t *fingerprint);

#endif
