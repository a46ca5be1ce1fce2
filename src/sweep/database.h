/*
 * An SQLite file of a known shape. A file that exists is opened as if whoever wrote it meant harm;
 * each failure of SQLite becomes a message that names the file and says what to do.
 */
#ifndef ENT_SWEEP_DATABASE_H
#define ENT_SWEEP_DATABASE_H

#include <sqlite3.h>

#include "base/diagnostic.h"

/* What tells files of one kind: two numbers in the file's header, and each table as it was made. */
typedef struct {
    uint32_t application;
    uint32_t version;
    const char *const *tables; /* CREATE TABLE …, in this order */
    size_t table_count;
} ent_database_shape;

typedef struct {
    sqlite3 *handle;
    const char *path; /* as the user wrote it */
    ent_memory *memory;
    ent_report *report;
} ent_database;

ent_database ent_database_at(const char *path, ent_memory *memory, ent_report *report);
void ent_database_close(ent_database *database);
#define ENT_AUTO_DATABASE ENT_AUTO(ent_database_close) ent_database

/* Makes the file, with the tables and nothing in them; the transaction is left open, so that what
 * belongs to the beginning is there whole or not at all. A file that exists is ENT_WRONG_USE; with
 * `again`, one without content (left by a run that was killed at once) is taken. */
ent_status ent_database_create(ent_database *database, const ent_database_shape *shape, bool again);

/* Removes what ent_database_create made, when what followed it failed. */
void ent_database_discard(ent_database *database);

/* Opens a file that exists: takes back what a killed run had half written, and refuses what is not
 * a sound database of this shape, word by word. `empty` says that nothing was begun. */
ent_status ent_database_open(ent_database *database, const ent_database_shape *shape, bool *empty);

/* Begins a transaction that nobody else can write beside; ends it, so that it outlives a loss of
 * power; or takes it back. */
ent_status ent_database_begin(ent_database *database);
ent_status ent_database_commit(ent_database *database);
void ent_database_rollback(ent_database *database);

/* The number of transactions that the file has seen, from its header. */
ent_status ent_database_count_changes(ent_database *database, uint32_t *changes);

/* A statement of SQL, which its caller finalizes; and one that gives nothing. */
ent_status ent_database_prepare(ent_database *database, const char *sql, sqlite3_stmt **statement);
ent_status ent_database_run(ent_database *database, const char *sql);

/* Runs a statement whose values were bound with the result `bound`, and makes it ready for others.
 */
ent_status ent_database_write(ent_database *database, sqlite3_stmt *statement, int bound);

/* Says what SQLite complains of; ENT_NO_RESOURCE, or ENT_WRONG_USE where the file is at fault. */
ent_status ent_database_failed(ent_database *database, int code);

/* Refuses the file: "'FILE' …". Gives ENT_WRONG_USE. */
ent_status ent_database_refuse(ent_database *database, const char *format, ...) ENT_PRINTF(2, 3);

#endif
