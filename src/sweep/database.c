/* Opening SQLite with its safeguards on, transactions, and what its failures mean. */
#include "sweep/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATIENCE = 10000,         /* milliseconds that another program may hold the file */
    VALUE_MOST = 192 << 20,   /* bytes of one value; a model's text is the largest */
    STATEMENT_MOST = 1 << 20, /* bytes of SQL */
    PAGE = 4096,
    CHANGE_COUNTER = 24, /* where it stands in the file */
    CHANGE_COUNTER_BYTES = 4,
};

/* The shape of the file's pages must not depend on how SQLite was built. */
static const char *const layout[] = {"PRAGMA page_size = 4096", "PRAGMA encoding = 'UTF-8'",
                                     "PRAGMA auto_vacuum = NONE"};
static const char *const conduct[] = {
    "PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA",  "PRAGMA locking_mode = NORMAL",
    "PRAGMA secure_delete = ON",    "PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0",
    "PRAGMA trusted_schema = OFF",  "PRAGMA temp_store = MEMORY",
};

ent_database ent_database_at(const char *path, ent_memory *memory, ent_report *report)
{
    return (ent_database){.path = path, .memory = memory, .report = report};
}

void ent_database_close(ent_database *database)
{
    (void)sqlite3_close(database->handle);
    database->handle = NULL;
}

ent_status ent_database_refuse(ent_database *database, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *words = ent_arena_vprint(&database->report->arena, format, arguments);
    va_end(arguments);
    if (words == NULL)
        return ent_out_of_memory(database->report);
    (void)ent_error(database->report, (ent_place){0}, "'%s' %s", database->path, words);
    return ENT_WRONG_USE;
}

static ent_status cannot(ent_database *database, const char *what, const char *why)
{
    (void)ent_error(database->report, (ent_place){0}, "cannot %s '%s': %s", what, database->path,
                    why);
    return ENT_NO_RESOURCE;
}

static ent_status no_room(ent_database *database, const char *why)
{
    (void)cannot(database, "write", why);
    ent_hint(database->report,
             "what was finished stands in the file; when the disk takes more, go on "
             "with it by --resume");
    return ENT_NO_RESOURCE;
}

/* SQLite does not always keep what the system said, as of a file that has grown beyond a limit. */
static ent_status broken(ent_database *database)
{
    int cause = sqlite3_system_errno(database->handle);
    if (cause != 0)
        return no_room(database, strerror(cause));
    return no_room(database, sqlite3_extended_errcode(database->handle) == SQLITE_IOERR_WRITE
                                 ? "the disk took no more (it has a fault, or a limit on files)"
                                 : sqlite3_errmsg(database->handle));
}

static ent_status cannot_use(ent_database *database, int code)
{
    int cause = database->handle == NULL ? 0 : sqlite3_system_errno(database->handle);
    if (cause != 0)
        return cannot(database, "use", strerror(cause));
    return cannot(database, "use",
                  database->handle == NULL ? sqlite3_errstr(code)
                                           : sqlite3_errmsg(database->handle));
}

ent_status ent_database_failed(ent_database *database, int code)
{
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return ent_out_of_memory(database->report);
    case SQLITE_FULL:
        return no_room(database, strerror(ENOSPC));
    case SQLITE_IOERR:
        return broken(database);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return cannot(database, "write", "another program is using it");
    case SQLITE_NOTADB:
        return ent_database_refuse(database, "is no file of 'entente sweep': it is not an SQLite "
                                             "database");
    case SQLITE_CORRUPT:
    case SQLITE_TOOBIG:
        return ent_database_refuse(database, "is damaged (%s)", sqlite3_errmsg(database->handle));
    default:
        return cannot_use(database, code);
    }
}

ent_status ent_database_prepare(ent_database *database, const char *sql, sqlite3_stmt **statement)
{
    int code = sqlite3_prepare_v2(database->handle, sql, -1, statement, NULL);
    return code == SQLITE_OK ? ENT_OK : ent_database_failed(database, code);
}

ent_status ent_database_run(ent_database *database, const char *sql)
{
    int code = sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? ENT_OK : ent_database_failed(database, code);
}

ent_status ent_database_write(ent_database *database, sqlite3_stmt *statement, int bound)
{
    int code = bound == SQLITE_OK ? sqlite3_step(statement) : bound;
    ent_status status = code == SQLITE_DONE ? ENT_OK : ent_database_failed(database, code);
    (void)sqlite3_reset(statement);
    return status;
}

static ent_status run_each(ent_database *database, const char *const *statements, size_t count)
{
    ent_status status = ENT_OK;
    for (size_t i = 0; i < count && status == ENT_OK; i++)
        status = ent_database_run(database, statements[i]);
    return status;
}

/* Nothing that a file says about itself may run anything. */
static int guard(sqlite3 *handle)
{
    static const struct {
        int option;
        int value;
    } guards[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
    };
    int code = SQLITE_OK;
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        code |= sqlite3_db_config(handle, guards[i].option, guards[i].value, NULL);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, VALUE_MOST);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, STATEMENT_MOST);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0);
    return code | sqlite3_busy_timeout(handle, PATIENCE);
}

/* A relative path begins with a dot, so that SQLite takes no name for something else than a file.
 */
static ent_status connect(ent_database *database)
{
    ENT_AUTO_TEXT name = ent_text_new(database->memory);
    ent_text_print(&name, "%s%s", database->path[0] == '/' ? "" : "./", database->path);
    if (name.exhausted)
        return ent_out_of_memory(database->report);
    int code = sqlite3_open_v2(ent_text_string(&name), &database->handle,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (code == SQLITE_OK)
        code = guard(database->handle);
    return code == SQLITE_OK ? ENT_OK : ent_database_failed(database, code);
}

static ent_status make_file(ent_database *database, bool again)
{
    int file = open(database->path, O_CREAT | O_CLOEXEC | O_RDWR | (again ? 0 : O_EXCL), 0666);
    if (file >= 0) {
        (void)close(file);
        return ENT_OK;
    }
    if (errno != EEXIST)
        return cannot(database, "write", strerror(errno));
    (void)ent_database_refuse(database, "exists already");
    ent_hint(database->report, "give another name, or go on with this file by --resume");
    return ENT_WRONG_USE;
}

static ent_status set_number(ent_database *database, const char *name, uint32_t value)
{
    ENT_AUTO_TEXT sql = ent_text_new(database->memory);
    ent_text_print(&sql, "PRAGMA %s = %lu", name, (unsigned long)value);
    return sql.exhausted ? ent_out_of_memory(database->report)
                         : ent_database_run(database, ent_text_string(&sql));
}

/* The first column of a statement's first row, as a number. */
static ent_status ask_number(ent_database *database, const char *sql, int64_t *number)
{
    sqlite3_stmt *statement = NULL;
    ent_status status = ent_database_prepare(database, sql, &statement);
    if (status != ENT_OK)
        return status;
    int code = sqlite3_step(statement);
    *number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    if (code != SQLITE_ROW)
        status = ent_database_failed(database, code);
    (void)sqlite3_finalize(statement);
    return status;
}

static ent_status is_empty(ent_database *database, bool *empty)
{
    int64_t pages = 0;
    ent_status status = ask_number(database, "PRAGMA page_count", &pages);
    *empty = pages == 0;
    return status;
}

static ent_status make_tables(ent_database *database, const ent_database_shape *shape)
{
    int64_t things = 0;
    ent_status status = ask_number(database, "SELECT count(*) FROM sqlite_schema", &things);
    if (status == ENT_OK && things > 0)
        status = ent_database_refuse(database, "was made by another program meanwhile");
    if (status == ENT_OK)
        status = set_number(database, "application_id", shape->application);
    if (status == ENT_OK)
        status = set_number(database, "user_version", shape->version);
    return status == ENT_OK ? run_each(database, shape->tables, shape->table_count) : status;
}

ent_status ent_database_create(ent_database *database, const ent_database_shape *shape, bool again)
{
    ent_status status = make_file(database, again);
    if (status != ENT_OK)
        return status;
    status = connect(database);
    if (status == ENT_OK)
        status = run_each(database, layout, sizeof layout / sizeof *layout);
    if (status == ENT_OK)
        status = run_each(database, conduct, sizeof conduct / sizeof *conduct);
    if (status == ENT_OK)
        status = ent_database_begin(database);
    if (status == ENT_OK)
        status = make_tables(database, shape);
    if (status == ENT_NO_RESOURCE)
        ent_database_discard(database);
    return status;
}

void ent_database_discard(ent_database *database)
{
    if (database->handle != NULL)
        ent_database_rollback(database);
    ent_database_close(database);
    (void)unlink(database->path);
}

static ent_status check_numbers(ent_database *database, const ent_database_shape *shape)
{
    int64_t application = 0;
    int64_t version = 0;
    ent_status status = ask_number(database, "PRAGMA application_id", &application);
    if (status == ENT_OK)
        status = ask_number(database, "PRAGMA user_version", &version);
    if (status != ENT_OK)
        return status;
    if ((uint32_t)application != shape->application)
        return ent_database_refuse(database, "is no file of 'entente sweep'");
    if ((uint32_t)version == shape->version)
        return ENT_OK;
    return ent_database_refuse(database, "is of format %lld, and this program writes format %lu",
                               (long long)version, (unsigned long)shape->version);
}

static bool is_text(sqlite3_stmt *statement, int column, const char *text)
{
    const unsigned char *there = sqlite3_column_text(statement, column);
    return there != NULL && strcmp((const char *)there, text) == 0;
}

/* SQLite's check of a file tells a failure to read it as one of the things that are wrong. */
static ent_status other_text(ent_database *database, const char *complaint, const char *found)
{
    static const char mark[] = "error code=";
    const char *code = found == NULL ? NULL : strstr(found, mark);
    if (code != NULL)
        return ent_database_failed(database, (int)strtol(code + strlen(mark), NULL, 10));
    return ent_database_refuse(database, "%s: %.200s", complaint, found == NULL ? "?" : found);
}

/* Whether a statement gives exactly these texts, one a row; the first other one is shown. */
static ent_status expect_texts(ent_database *database, const char *sql, const char *const *texts,
                               size_t count, const char *complaint)
{
    sqlite3_stmt *statement = NULL;
    ent_status status = ent_database_prepare(database, sql, &statement);
    if (status != ENT_OK)
        return status;
    size_t row = 0;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW && row < count && is_text(statement, 0, texts[row]); row++)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        status = other_text(database, complaint, (const char *)sqlite3_column_text(statement, 0));
    } else if (code != SQLITE_DONE) {
        status = ent_database_failed(database, code);
    } else if (row < count) {
        status = ent_database_refuse(database, "%s: it lacks %.200s", complaint, texts[row]);
    }
    (void)sqlite3_finalize(statement);
    return status;
}

/* A file that something was left behind in, or added to, is longer than it says. */
static ent_status check_length(ent_database *database)
{
    int64_t pages = 0;
    sqlite3_int64 length = 0;
    sqlite3_file *file = NULL;
    ent_status status = ask_number(database, "PRAGMA page_count", &pages);
    if (status != ENT_OK)
        return status;
    int code = sqlite3_file_control(database->handle, NULL, SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, &length);
    if (code != SQLITE_OK)
        return ent_database_failed(database, code);
    return length == pages * PAGE ? ENT_OK
                                  : ent_database_refuse(database,
                                                        "is damaged: it has a length of "
                                                        "%lld bytes, and should have %lld",
                                                        (long long)length, (long long)pages * PAGE);
}

static ent_status check_shape(ent_database *database, const ent_database_shape *shape)
{
    static const char *const sound[] = {"ok"};
    static const char *const rollback[] = {"delete"};
    ent_status status = check_numbers(database, shape);
    if (status == ENT_OK)
        status = expect_texts(database, "PRAGMA journal_mode", rollback, 1,
                              "was put into another journal mode");
    if (status == ENT_OK)
        status = expect_texts(database,
                              "SELECT ifnull(sql, type || ' ' || name) FROM sqlite_schema "
                              "ORDER BY rowid",
                              shape->tables, shape->table_count, "has other tables than it should");
    if (status == ENT_OK)
        status = check_length(database);
    if (status == ENT_OK)
        status = expect_texts(database, "PRAGMA quick_check(1)", sound, 1, "is damaged");
    return status;
}

static ent_status check_file(ent_database *database)
{
    struct stat file;
    if (stat(database->path, &file) != 0) {
        (void)cannot(database, "read", strerror(errno));
        return ENT_WRONG_USE;
    }
    return S_ISREG(file.st_mode) ? ENT_OK : ent_database_refuse(database, "is no file");
}

ent_status ent_database_open(ent_database *database, const ent_database_shape *shape, bool *empty)
{
    *empty = false;
    ent_status status = check_file(database);
    if (status == ENT_OK)
        status = connect(database);
    if (status == ENT_OK)
        status = is_empty(database, empty);
    if (status == ENT_OK && !*empty)
        status = check_shape(database, shape);
    /* After the journal mode was looked at, which the first of these would change. */
    if (status == ENT_OK && !*empty)
        status = run_each(database, conduct, sizeof conduct / sizeof *conduct);
    return status;
}

ent_status ent_database_begin(ent_database *database)
{
    return ent_database_run(database, "BEGIN IMMEDIATE");
}

ent_status ent_database_commit(ent_database *database)
{
    return ent_database_run(database, "COMMIT");
}

void ent_database_rollback(ent_database *database)
{
    if (sqlite3_get_autocommit(database->handle) == 0)
        (void)sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
}

ent_status ent_database_count_changes(ent_database *database, uint32_t *changes)
{
    sqlite3_file *file = NULL;
    unsigned char bytes[CHANGE_COUNTER_BYTES] = {0};
    int code = sqlite3_file_control(database->handle, NULL, SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK)
        code = file->pMethods->xRead(file, bytes, sizeof bytes, CHANGE_COUNTER);
    if (code != SQLITE_OK)
        return ent_database_failed(database, code);
    *changes =
        (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    return ENT_OK;
}
