/* The tables of a sweep's file. */
#include "sweep/store_parts.h"

/* "Ent1", by which the program 'file' could tell it, and the version of these tables. */
enum { APPLICATION = 0x456E7431, VERSION = 2, TABLES = 7, DOUBTS_MOST = 1900 };

static const char *const tables[TABLES] = {
    "CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "CREATE TABLE doubt (number INTEGER PRIMARY KEY, party TEXT, name TEXT)",
    "CREATE TABLE outcome (doubt INTEGER, number INTEGER, name TEXT, probability REAL, "
    "PRIMARY KEY (doubt, number)) WITHOUT ROWID",
    "CREATE TABLE block (number INTEGER PRIMARY KEY, cases INTEGER, case_mark INTEGER, "
    "state_mark INTEGER)",
    "CREATE TABLE state (number INTEGER PRIMARY KEY, code INTEGER, nash REAL, gmr REAL, smr REAL, "
    "seq REAL, agreeable REAL, viable REAL)",
    "CREATE TABLE figure (answer TEXT, doubt INTEGER, measure TEXT, value REAL, low REAL, "
    "high REAL, PRIMARY KEY (answer, doubt, measure)) WITHOUT ROWID",
    NULL, /* cases, with a column for each doubt */
};

static ent_status too_many(ent_store *store)
{
    (void)ent_error(store->database.report, (ent_place){0},
                    "%lu things are uncertain, and a file has room for %d",
                    (unsigned long)store->run->plan->doubt_count, DOUBTS_MOST);
    return ENT_NO_RESOURCE;
}

ent_status ent_store_shape(ent_store *store)
{
    if (store->run->plan->doubt_count > DOUBTS_MOST)
        return too_many(store);
    ENT_AUTO_TEXT cases = ent_text_new(store->database.memory);
    ent_text_add(&cases, "CREATE TABLE cases (number INTEGER PRIMARY KEY, weight REAL, "
                         "agreeable INTEGER, agreed INTEGER, holding INTEGER, viable INTEGER, "
                         "nash INTEGER, gmr INTEGER, smr INTEGER, seq INTEGER, redrawn BLOB");
    for (uint32_t i = 0; i < store->run->plan->doubt_count; i++)
        ent_text_print(&cases, ", d%lu INTEGER", (unsigned long)i + 1);
    ent_text_add(&cases, ")");
    const char **all = ent_arena_array(&store->arena, TABLES, sizeof *all);
    if (cases.exhausted || all == NULL)
        return ent_out_of_memory(store->database.report);
    for (size_t i = 0; i < TABLES; i++)
        all[i] = tables[i];
    all[TABLES - 1] = ent_arena_copy(&store->arena, cases.data, cases.length);
    store->shape = (ent_database_shape){.application = APPLICATION,
                                        .version = VERSION,
                                        .tables = (const char *const *)all,
                                        .table_count = TABLES};
    return all[TABLES - 1] == NULL ? ent_out_of_memory(store->database.report) : ENT_OK;
}
