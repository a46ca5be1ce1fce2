/* Beginning a file, adding blocks to it, and ending it. */
#include "sweep/store.h"

#include <string.h>
#include <unistd.h>

#include "sweep/store_parts.h"

enum { COLUMNS_BEFORE_DOUBTS = 11, COUNTS_FROM = 3, REDRAWN = 11, STATE_SUMS_FROM = 3 };

uint64_t ent_store_code(const ent_store *store, uint32_t number)
{
    const ent_space *space = store->run->space;
    return ent_shown_code(space, ent_code_of_number(space, number));
}

/* FNV-1a, by Fowler, Noll and Vo. */
static uint64_t mix(uint64_t mark, const uint8_t *bytes, size_t length)
{
    static const uint64_t prime = UINT64_C(0x100000001B3);
    for (size_t i = 0; i < length; i++)
        mark = (mark ^ bytes[i]) * prime;
    return mark;
}

static const uint64_t first_mark = UINT64_C(0xCBF29CE484222325);

ent_status ent_store_mark_rows(ent_store *store, const ent_block *block, uint64_t *mark)
{
    ent_block rows = *block;
    rows.state_count = 0;
    size_t size = ent_block_bytes(&rows);
    uint8_t *bytes = ent_allocate(store->database.memory, size);
    if (bytes == NULL)
        return ent_out_of_memory(store->database.report);
    ent_block_pack(&rows, bytes);
    *mark = mix(first_mark, bytes, size);
    ent_release(store->database.memory, bytes, size);
    return ENT_OK;
}

uint64_t ent_store_mark_sums(const ent_state_sums *state)
{
    uint8_t bytes[sizeof state->number + sizeof state->sums];
    memcpy(bytes, &state->number, sizeof state->number);
    memcpy(bytes + sizeof state->number, state->sums, sizeof state->sums);
    return mix(first_mark, bytes, sizeof bytes);
}

/* "INSERT INTO cases VALUES (?, …)". */
static ent_status prepare_cases(ent_store *store)
{
    ENT_AUTO_TEXT sql = ent_text_new(store->database.memory);
    ent_text_add(&sql, "INSERT INTO cases VALUES (?");
    ent_text_add_repeated(&sql, ", ?", COLUMNS_BEFORE_DOUBTS - 1 + store->run->plan->doubt_count);
    ent_text_add(&sql, ")");
    if (sql.exhausted)
        return ent_out_of_memory(store->database.report);
    return ent_database_prepare(&store->database, ent_text_string(&sql),
                                &store->statements[ENT_STORE_ADD_CASE]);
}

static ent_status prepare(ent_store *store)
{
    static const char change_state[] =
        "UPDATE state SET nash = ?3, gmr = ?4, smr = ?5, seq = ?6, agreeable = ?7, "
        "viable = ?8 WHERE number = ?1 AND code = ?2";
    static const char *const texts[ENT_STORE_STATEMENTS] = {
        [ENT_STORE_ADD_BLOCK] = "INSERT INTO block VALUES (?, ?, ?, ?)",
        [ENT_STORE_FIND_STATE] =
            "SELECT nash, gmr, smr, seq, agreeable, viable FROM state WHERE number = ?",
        [ENT_STORE_ADD_STATE] = "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [ENT_STORE_CHANGE_STATE] = change_state,
    };
    ent_status status = prepare_cases(store);
    for (int i = ENT_STORE_ADD_BLOCK; i < ENT_STORE_STATEMENTS && status == ENT_OK; i++)
        status = ent_database_prepare(&store->database, texts[i], &store->statements[i]);
    return status;
}

/* The transaction in which the file is made ends with what it begins with. */
static ent_status begin_file(ent_store *store, bool again)
{
    ent_status status = ent_database_create(&store->database, &store->shape, again);
    if (status != ENT_OK)
        return status;
    status = ent_store_write_run(store);
    if (status == ENT_OK)
        status = ent_database_commit(&store->database);
    if (status != ENT_OK)
        ent_database_discard(&store->database);
    return status;
}

static ent_status go_on(ent_store *store, ent_total *total)
{
    bool empty = false;
    ent_status status = ent_database_open(&store->database, &store->shape, &empty);
    if (status == ENT_OK && empty) {
        ent_database_close(&store->database);
        return begin_file(store, true);
    }
    /* One transaction, so that nobody changes what was looked at. */
    if (status == ENT_OK)
        status = ent_database_run(&store->database, "BEGIN");
    if (status == ENT_OK)
        status = ent_store_check_run(store);
    if (status == ENT_OK)
        status = ent_store_restore(store, total);
    if (status == ENT_OK)
        status = ent_database_commit(&store->database);
    return status;
}

ent_status ent_store_open(ent_store *store, const ent_store_run *run, const char *path, bool resume,
                          ent_total *total, ent_report *report)
{
    *store = (ent_store){.database = ent_database_at(path, report->arena.memory, report),
                         .arena = ent_arena_new(report->arena.memory),
                         .run = run};
    store->outcomes = ent_arena_array(&store->arena, run->plan->doubt_count, 1);
    store->redrawn = ent_arena_array(&store->arena, run->plan->doubt_count, ENT_COUNTS_BYTES);
    if (store->outcomes == NULL || store->redrawn == NULL)
        return ent_out_of_memory(report);
    ent_status status = ent_store_shape(store);
    if (status == ENT_OK)
        status = resume && access(path, F_OK) == 0 ? go_on(store, total) : begin_file(store, false);
    return status == ENT_OK ? prepare(store) : status;
}

void ent_store_close(ent_store *store)
{
    for (int i = 0; i < ENT_STORE_STATEMENTS; i++)
        (void)sqlite3_finalize(store->statements[i]);
    ent_database_close(&store->database);
    ent_arena_free(&store->arena);
    *store = (ent_store){0};
}

static int bind_counts(sqlite3_stmt *insert, const ent_case_row *row)
{
    const uint32_t counts[] = {row->agreeable,
                               row->agreed,
                               row->holding,
                               row->viable,
                               row->equilibria[ENT_NASH],
                               row->equilibria[ENT_GMR],
                               row->equilibria[ENT_SMR],
                               row->equilibria[ENT_SEQ]};
    int bound = SQLITE_OK;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        bound |= sqlite3_bind_int64(insert, COUNTS_FROM + (int)i, counts[i]);
    return bound;
}

static ent_status add_case(ent_store *store, const ent_block *block, uint32_t row)
{
    const ent_plan *plan = store->run->plan;
    sqlite3_stmt *insert = store->statements[ENT_STORE_ADD_CASE];
    uint64_t number = ent_block_first(block->block) + row;
    ent_plan_outcomes(plan, number, store->outcomes);
    int bound = sqlite3_bind_int64(insert, 1, (sqlite3_int64)number + 1) |
                sqlite3_bind_double(insert, 2, ent_plan_weight(plan, store->outcomes)) |
                bind_counts(insert, &block->rows[row]);
    if (block->redrawn != NULL) {
        ent_counts_pack(block->redrawn + (size_t)row * plan->doubt_count, plan->doubt_count,
                        store->redrawn);
        bound |= sqlite3_bind_blob(insert, REDRAWN, store->redrawn,
                                   (int)plan->doubt_count * ENT_COUNTS_BYTES, SQLITE_STATIC);
    }
    for (uint32_t i = 0; i < plan->doubt_count; i++)
        bound |= sqlite3_bind_int64(insert, COLUMNS_BEFORE_DOUBTS + 1 + (int)i,
                                    (sqlite3_int64)store->outcomes[i] + 1);
    return ent_database_write(&store->database, insert, bound);
}

/* Adds what the file has of this state, and says whether it has any. */
static ent_status find_state(ent_store *store, ent_state_sums *state, bool *there)
{
    sqlite3_stmt *find = store->statements[ENT_STORE_FIND_STATE];
    int code = sqlite3_bind_int64(find, 1, state->number);
    if (code == SQLITE_OK)
        code = sqlite3_step(find);
    *there = code == SQLITE_ROW;
    ent_state_sums old = {.number = state->number};
    for (int k = 0; k < ENT_SUMS && *there; k++)
        old.sums[k] = sqlite3_column_double(find, k);
    (void)sqlite3_reset(find);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return ent_database_failed(&store->database, code);
    if (*there)
        store->marks -= ent_store_mark_sums(&old);
    for (int k = 0; k < ENT_SUMS; k++)
        state->sums[k] = old.sums[k] + state->sums[k];
    return ENT_OK;
}

static ent_status add_state(ent_store *store, ent_state_sums state)
{
    bool there = false;
    ent_status status = find_state(store, &state, &there);
    if (status != ENT_OK)
        return status;
    sqlite3_stmt *write = store->statements[there ? ENT_STORE_CHANGE_STATE : ENT_STORE_ADD_STATE];
    int bound = sqlite3_bind_int64(write, 1, state.number) |
                sqlite3_bind_int64(write, 2, (sqlite3_int64)ent_store_code(store, state.number));
    for (int k = 0; k < ENT_SUMS; k++)
        bound |= sqlite3_bind_double(write, STATE_SUMS_FROM + k, state.sums[k]);
    store->marks += ent_store_mark_sums(&state);
    return ent_database_write(&store->database, write, bound);
}

static ent_status add_block(ent_store *store, const ent_block *block)
{
    uint64_t mark = 0;
    ent_status status = ent_store_mark_rows(store, block, &mark);
    for (uint32_t i = 0; i < block->row_count && status == ENT_OK; i++)
        status = add_case(store, block, i);
    for (uint32_t i = 0; i < block->state_count && status == ENT_OK; i++)
        status = add_state(store, block->states[i]);
    if (status != ENT_OK)
        return status;
    sqlite3_stmt *insert = store->statements[ENT_STORE_ADD_BLOCK];
    int bound = sqlite3_bind_int64(insert, 1, (sqlite3_int64)block->block + 1) |
                sqlite3_bind_int64(insert, 2, block->row_count) |
                sqlite3_bind_int64(insert, 3, (sqlite3_int64)mark) |
                sqlite3_bind_int64(insert, 4, (sqlite3_int64)store->marks);
    return ent_database_write(&store->database, insert, bound);
}

/* Begins a transaction and makes sure that no other run wrote into the file since the last one. */
static ent_status begin_alone(ent_store *store)
{
    uint32_t changes = 0;
    ent_status status = ent_database_begin(&store->database);
    if (status == ENT_OK)
        status = ent_database_count_changes(&store->database, &changes);
    if (status == ENT_OK && changes != (uint32_t)(store->done + 1))
        status = ent_database_refuse(&store->database, "was changed by another program meanwhile");
    return status;
}

ent_status ent_store_add(ent_store *store, const ent_block *block)
{
    uint64_t marks = store->marks;
    ent_status status = begin_alone(store);
    if (status == ENT_OK)
        status = add_block(store, block);
    if (status == ENT_OK)
        status = ent_database_commit(&store->database);
    if (status == ENT_OK) {
        store->done++;
        return ENT_OK;
    }
    ent_database_rollback(&store->database);
    store->marks = marks;
    return status;
}

static int bind_number(sqlite3_stmt *insert, int place, bool known, double value)
{
    return known ? sqlite3_bind_double(insert, place, value) : sqlite3_bind_null(insert, place);
}

static int bind_estimate(sqlite3_stmt *insert, int place, const ent_figure *estimate)
{
    bool bounded = estimate->known && estimate->bounded;
    return bind_number(insert, place, estimate->known, estimate->value) |
           bind_number(insert, place + 1, bounded, estimate->low) |
           bind_number(insert, place + 2, bounded, estimate->high);
}

static ent_status add_figure(ent_store *store, sqlite3_stmt *insert, uint32_t doubt,
                             const char *measure, const ent_figure *estimate)
{
    int bound = sqlite3_bind_int64(insert, 2, doubt) |
                sqlite3_bind_text(insert, 3, measure, -1, SQLITE_STATIC) |
                bind_estimate(insert, 4, estimate);
    return ent_database_write(&store->database, insert, bound);
}

/* Figures of the effects of all doubts, under these two names. */
static ent_status add_effects(ent_store *store, sqlite3_stmt *insert, const ent_effect *effects,
                              const char *first, const char *total)
{
    ent_status status = ENT_OK;
    for (uint32_t i = 0; i < store->run->plan->doubt_count && status == ENT_OK; i++) {
        status = add_figure(store, insert, i + 1, first, &effects[i].first);
        if (status == ENT_OK)
            status = add_figure(store, insert, i + 1, total, &effects[i].total);
    }
    return status;
}

static ent_status add_answer(ent_store *store, sqlite3_stmt *insert, const ent_measured *answer)
{
    ent_status status = add_figure(store, insert, 0, "probability", &answer->mean);
    return status == ENT_OK ? add_effects(store, insert, answer->effects, "first", "total")
                            : status;
}

static ent_status add_number(ent_store *store, sqlite3_stmt *insert, const ent_measured *number)
{
    const struct {
        const char *measure;
        ent_figure figure;
    } figures[] = {{"mean", number->mean},
                   {"deviation", {.known = true, .value = number->deviation}},
                   {"least", {.known = true, .value = number->least}},
                   {"most", {.known = true, .value = number->most}}};
    ent_status status = ENT_OK;
    for (size_t i = 0; i < sizeof figures / sizeof *figures && status == ENT_OK; i++)
        status = add_figure(store, insert, 0, figures[i].measure, &figures[i].figure);
    return status == ENT_OK
               ? add_effects(store, insert, number->effects, "number_first", "number_total")
               : status;
}

static ent_status add_measured(ent_store *store, const ent_measured measured[ENT_QUANTITIES])
{
    static const char *const ids[ENT_ANSWERS] = {"agree", "hold", "viable"};
    sqlite3_stmt *insert = NULL;
    ent_status status = ent_database_prepare(
        &store->database, "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?)", &insert);
    for (int a = 0; a < ENT_ANSWERS && status == ENT_OK; a++) {
        int bound = sqlite3_bind_text(insert, 1, ids[a], -1, SQLITE_STATIC);
        status = bound == SQLITE_OK ? add_answer(store, insert, &measured[a])
                                    : ent_database_failed(&store->database, bound);
        if (status == ENT_OK)
            status = add_number(store, insert, &measured[ENT_NUMBERS + a]);
    }
    (void)sqlite3_finalize(insert);
    return status;
}

ent_status ent_store_finish(ent_store *store, const ent_measured measured[ENT_QUANTITIES])
{
    ent_status status = begin_alone(store);
    if (status == ENT_OK)
        status = add_measured(store, measured);
    if (status == ENT_OK)
        status = ent_database_commit(&store->database);
    if (status != ENT_OK)
        ent_database_rollback(&store->database);
    return status;
}

ent_status ent_store_fingerprint(const ent_store_run *run, ent_memory *memory,
                                 uint64_t *fingerprint)
{
    ent_store_key keys[ENT_STORE_KEYS];
    ent_arena arena = ent_arena_new(memory);
    ent_status status = ent_store_keys(run, &arena, keys);
    *fingerprint = first_mark;
    for (size_t i = 0; i < ENT_STORE_KEYS && status == ENT_OK; i++)
        *fingerprint = mix(*fingerprint, (const uint8_t *)keys[i].value, strlen(keys[i].value) + 1);
    ent_arena_free(&arena);
    return status;
}
