/* What a file belongs to: the model, the request, and what is uncertain, in words. */
#include <string.h>

#include "model/model.h"
#include "sweep/store_parts.h"

static const char *number_text(ent_arena *arena, uint64_t number)
{
    return ent_arena_print(arena, "%llu", (unsigned long long)number);
}

static const char *text_or_none(const char *text)
{
    return text == NULL ? "" : text;
}

ent_status ent_store_keys(const ent_store_run *run, ent_arena *arena,
                          ent_store_key keys[ENT_STORE_KEYS])
{
    const ent_plan *plan = run->plan;
    const ent_store_key filled[ENT_STORE_KEYS] = {
        {"entente", ent_version(), NULL},
        {"title", text_or_none(run->title), NULL},
        {"model", run->model, NULL},
        {"where", text_or_none(run->where), "--where"},
        {"type", text_or_none(run->type), "--type"},
        {"as-of", text_or_none(run->as_of), "--as-of"},
        {"concept", ent_concept_id(run->concept), "--concept"},
        {"mode", plan->exact ? "combinations" : "draws", "--draws"},
        {"cases", number_text(arena, plan->cases), "--draws"},
        {"seed", number_text(arena, plan->seed), "--seed"},
        {"block", number_text(arena, ENT_BLOCK_CASES), NULL},
        {"blocks", number_text(arena, plan->blocks), NULL},
        {"states", number_text(arena, run->space->states), NULL},
    };
    memcpy(keys, filled, sizeof filled);
    return arena->exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

/* The keys of this run, or a report that there is no memory for them. */
static ent_status find_keys(ent_store *store, ent_store_key keys[ENT_STORE_KEYS])
{
    ent_status status = ent_store_keys(store->run, &store->arena, keys);
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(store->database.report);
}

static ent_status write_keys(ent_store *store)
{
    ent_store_key keys[ENT_STORE_KEYS];
    sqlite3_stmt *insert = NULL;
    ent_status status = find_keys(store, keys);
    if (status == ENT_OK)
        status = ent_database_prepare(&store->database, "INSERT INTO run VALUES (?, ?)", &insert);
    for (size_t i = 0; i < ENT_STORE_KEYS && status == ENT_OK; i++) {
        int bound = sqlite3_bind_text(insert, 1, keys[i].key, -1, SQLITE_STATIC) |
                    sqlite3_bind_text(insert, 2, keys[i].value, -1, SQLITE_STATIC);
        status = ent_database_write(&store->database, insert, bound);
    }
    (void)sqlite3_finalize(insert);
    return status;
}

/* Writes a row, or looks whether it is there as it would be written: both bind the same values. */
static ent_status pass(ent_store *store, sqlite3_stmt *statement, int bound)
{
    if (sqlite3_stmt_readonly(statement) == 0)
        return ent_database_write(&store->database, statement, bound);
    int code = bound == SQLITE_OK ? sqlite3_step(statement) : bound;
    (void)sqlite3_reset(statement);
    if (code == SQLITE_DONE)
        return ent_database_refuse(&store->database, "speaks of other things that are uncertain");
    return code == SQLITE_ROW ? ENT_OK : ent_database_failed(&store->database, code);
}

static ent_status pass_outcomes(ent_store *store, sqlite3_stmt *statement, uint32_t doubt)
{
    const ent_chances *chances = &store->run->plan->doubts[doubt];
    ent_status status = ENT_OK;
    for (uint32_t k = 0; k < chances->outcomes && status == ENT_OK; k++) {
        const char *name = store->run->doubts[doubt].outcomes[k];
        int bound = sqlite3_bind_int64(statement, 1, (sqlite3_int64)doubt + 1) |
                    sqlite3_bind_int64(statement, 2, (sqlite3_int64)k + 1) |
                    sqlite3_bind_text(statement, 3, name, -1, SQLITE_STATIC) |
                    sqlite3_bind_double(statement, 4, chances->chances[k]);
        status = pass(store, statement, bound);
    }
    return status;
}

static ent_status pass_doubts(ent_store *store, const char *doubt_sql, const char *outcome_sql)
{
    sqlite3_stmt *doubt = NULL;
    sqlite3_stmt *outcome = NULL;
    ent_status status = ent_database_prepare(&store->database, doubt_sql, &doubt);
    if (status == ENT_OK)
        status = ent_database_prepare(&store->database, outcome_sql, &outcome);
    for (uint32_t i = 0; i < store->run->plan->doubt_count && status == ENT_OK; i++) {
        const ent_store_doubt *words = &store->run->doubts[i];
        int bound = sqlite3_bind_int64(doubt, 1, (sqlite3_int64)i + 1) |
                    sqlite3_bind_text(doubt, 2, words->party, -1, SQLITE_STATIC) |
                    sqlite3_bind_text(doubt, 3, words->name, -1, SQLITE_STATIC);
        status = pass(store, doubt, bound);
        if (status == ENT_OK)
            status = pass_outcomes(store, outcome, i);
    }
    (void)sqlite3_finalize(doubt);
    (void)sqlite3_finalize(outcome);
    return status;
}

ent_status ent_store_write_run(ent_store *store)
{
    ent_status status = write_keys(store);
    return status == ENT_OK ? pass_doubts(store, "INSERT INTO doubt VALUES (?, ?, ?)",
                                          "INSERT INTO outcome VALUES (?, ?, ?, ?)")
                            : status;
}

/* The line of a text that begins at this offset, as far as it can be shown. */
static const char *line_at(ent_store *store, const char *text, size_t offset)
{
    size_t length = strcspn(text + offset, "\n");
    return ent_arena_copy(&store->arena, text + offset,
                          ent_display_prefix(text + offset, length, 60));
}

static ent_status other_model(ent_store *store, const char *there)
{
    const char *here = store->run->model;
    size_t start = 0;
    size_t line = 1;
    for (size_t i = 0; here[i] == there[i]; i++)
        if (here[i] == '\n') {
            start = i + 1;
            line++;
        }
    const char *old = line_at(store, there, start);
    const char *now = line_at(store, here, start);
    if (old == NULL || now == NULL)
        return ent_out_of_memory(store->database.report);
    (void)ent_database_refuse(&store->database,
                              "belongs to another model: line %zu of it is \"%s\", and now \"%s\"",
                              line, old, now);
    ent_hint(store->database.report,
             "go on with the model, --set, --start and --target as they were "
             "(the model stands in the file: SELECT value FROM run WHERE key "
             "= 'model'), or begin another file");
    return ENT_WRONG_USE;
}

static ent_status other_value(ent_store *store, const ent_store_key *key, const char *there)
{
    if (strcmp(key->key, "model") == 0)
        return other_model(store, there);
    if (strcmp(key->key, "entente") == 0) {
        (void)ent_database_refuse(&store->database,
                                  "was begun by Entente %.40s, and this is Entente %s", there,
                                  key->value);
        ent_hint(store->database.report, "go on with that version, or begin another file");
        return ENT_WRONG_USE;
    }
    (void)ent_database_refuse(&store->database, "has %s '%.40s', and this run has '%s'", key->key,
                              there, key->value);
    ent_hint(store->database.report, "%s%s%s, or begin another file",
             key->option == NULL ? "" : "give ",
             key->option == NULL ? "go on with the same model" : key->option,
             key->option == NULL ? "" : " as it was given when the file was begun");
    return ENT_WRONG_USE;
}

static ent_status check_key(ent_store *store, sqlite3_stmt *select, const ent_store_key *key)
{
    int bound = sqlite3_bind_text(select, 1, key->key, -1, SQLITE_STATIC);
    int code = bound == SQLITE_OK ? sqlite3_step(select) : bound;
    ent_status status = ENT_OK;
    if (code == SQLITE_DONE ||
        (code == SQLITE_ROW && sqlite3_column_type(select, 0) != SQLITE_TEXT)) {
        status = ent_database_refuse(&store->database, "does not say its %s", key->key);
    } else if (code != SQLITE_ROW) {
        status = ent_database_failed(&store->database, code);
    } else {
        const char *there = (const char *)sqlite3_column_text(select, 0);
        if (there == NULL)
            status = ent_out_of_memory(store->database.report);
        else if (strlen(there) != (size_t)sqlite3_column_bytes(select, 0))
            status = ent_database_refuse(&store->database, "has an odd %s", key->key);
        else if (strcmp(there, key->value) != 0)
            status = other_value(store, key, there);
    }
    (void)sqlite3_reset(select);
    return status;
}

static ent_status check_keys(ent_store *store)
{
    ent_store_key keys[ENT_STORE_KEYS];
    sqlite3_stmt *select = NULL;
    ent_status status = find_keys(store, keys);
    if (status == ENT_OK)
        status =
            ent_database_prepare(&store->database, "SELECT value FROM run WHERE key = ?", &select);
    for (size_t i = 0; i < ENT_STORE_KEYS && status == ENT_OK; i++)
        status = check_key(store, select, &keys[i]);
    (void)sqlite3_finalize(select);
    return status;
}

/* Whether there is nothing besides what was looked at. */
static ent_status check_counts(ent_store *store)
{
    static const char counting[] =
        "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM doubt), "
        "(SELECT count(*) FROM outcome)";
    const ent_plan *plan = store->run->plan;
    sqlite3_int64 outcomes = 0;
    for (uint32_t i = 0; i < plan->doubt_count; i++)
        outcomes += plan->doubts[i].outcomes;
    sqlite3_stmt *select = NULL;
    ent_status status = ent_database_prepare(&store->database, counting, &select);
    if (status != ENT_OK)
        return status;
    int code = sqlite3_step(select);
    if (code != SQLITE_ROW)
        status = ent_database_failed(&store->database, code);
    else if (sqlite3_column_int64(select, 0) != ENT_STORE_KEYS ||
             sqlite3_column_int64(select, 1) != plan->doubt_count ||
             sqlite3_column_int64(select, 2) != outcomes)
        status = ent_database_refuse(&store->database, "has other rows than it was begun with");
    (void)sqlite3_finalize(select);
    return status;
}

ent_status ent_store_check_run(ent_store *store)
{
    ent_status status = check_keys(store);
    if (status == ENT_OK)
        status =
            pass_doubts(store, "SELECT 1 FROM doubt WHERE number = ? AND party IS ? AND name IS ?",
                        "SELECT 1 FROM outcome WHERE doubt = ? AND number = ? AND name IS ? "
                        "AND probability IS ?");
    return status == ENT_OK ? check_counts(store) : status;
}
