/* What a file holds already, read as if whoever wrote it meant harm. */
#include <math.h>

#include "sweep/store_parts.h"

enum { COUNTS = 8, COLUMNS_BEFORE_COUNTS = 2, REDRAWN = 10, COLUMNS_BEFORE_DOUBTS = 11 };

/* The statements that go through the tables side by side, and a block to fill. */
typedef struct {
    ent_store *store;
    ent_total *total;
    sqlite3_stmt *blocks;
    sqlite3_stmt *cases;
    ent_block block;
    uint64_t marks; /* of the sums, as the last block tells it */
} restoring;

static ent_status refuse_case(const restoring *r, uint64_t number, const char *what)
{
    return ent_database_refuse(&r->store->database, "has a case %llu %s",
                               (unsigned long long)number + 1, what);
}

/* A whole number from 0 to `most`. */
static bool take_number(sqlite3_stmt *row, int column, uint64_t most, uint64_t *number)
{
    if (sqlite3_column_type(row, column) != SQLITE_INTEGER)
        return false;
    sqlite3_int64 value = sqlite3_column_int64(row, column);
    *number = (uint64_t)value;
    return value >= 0 && *number <= most;
}

static bool take_double(sqlite3_stmt *row, int column, double *number)
{
    if (sqlite3_column_type(row, column) != SQLITE_FLOAT)
        return false;
    *number = sqlite3_column_double(row, column);
    return true;
}

static bool take_counts(sqlite3_stmt *row, ent_case_row *counts)
{
    uint32_t *const places[COUNTS] = {&counts->agreeable,
                                      &counts->agreed,
                                      &counts->holding,
                                      &counts->viable,
                                      &counts->equilibria[ENT_NASH],
                                      &counts->equilibria[ENT_GMR],
                                      &counts->equilibria[ENT_SMR],
                                      &counts->equilibria[ENT_SEQ]};
    for (int i = 0; i < COUNTS; i++) {
        uint64_t number = 0;
        if (!take_number(row, COLUMNS_BEFORE_COUNTS + i, UINT32_MAX, &number))
            return false;
        *places[i] = (uint32_t)number;
    }
    return true;
}

/* What the plan says of the case must stand there to the last bit. */
static bool is_planned(const restoring *r, uint64_t number)
{
    const ent_plan *plan = r->store->run->plan;
    ent_plan_outcomes(plan, number, r->store->outcomes);
    double planned = ent_plan_weight(plan, r->store->outcomes);
    double weight = 0;
    if (!take_double(r->cases, 1, &weight) || weight != planned ||
        (signbit(weight) != 0) != (signbit(planned) != 0))
        return false;
    for (uint32_t i = 0; i < plan->doubt_count; i++) {
        uint64_t outcome = 0;
        if (!take_number(r->cases, COLUMNS_BEFORE_DOUBTS + (int)i, UINT32_MAX, &outcome) ||
            outcome != (uint64_t)r->store->outcomes[i] + 1)
            return false;
    }
    return true;
}

static bool take_redrawn(restoring *r, uint32_t row)
{
    size_t doubts = r->block.doubt_count;
    int type = sqlite3_column_type(r->cases, REDRAWN);
    if (r->block.redrawn == NULL)
        return type == SQLITE_NULL;
    if (type != SQLITE_BLOB ||
        (size_t)sqlite3_column_bytes(r->cases, REDRAWN) != doubts * ENT_COUNTS_BYTES)
        return false;
    const void *bytes = sqlite3_column_blob(r->cases, REDRAWN);
    if (bytes != NULL)
        ent_counts_unpack(r->block.redrawn + row * doubts, doubts, bytes);
    return doubts == 0 || bytes != NULL;
}

static ent_status take_case(restoring *r, uint32_t row)
{
    uint64_t number = ent_block_first(r->block.block) + row;
    int code = sqlite3_step(r->cases);
    uint64_t found = 0;
    if (code == SQLITE_DONE)
        return ent_database_refuse(&r->store->database, "lacks case %llu",
                                   (unsigned long long)number + 1);
    if (code != SQLITE_ROW)
        return ent_database_failed(&r->store->database, code);
    if (!take_number(r->cases, 0, INT64_MAX, &found) || found != number + 1)
        return ent_database_refuse(&r->store->database, "lacks case %llu",
                                   (unsigned long long)number + 1);
    if (!is_planned(r, number))
        return refuse_case(r, number, "that is another than the seed and the model give");
    if (!take_counts(r->cases, &r->block.rows[row]) || !take_redrawn(r, row))
        return refuse_case(r, number, "with values that cannot be");
    return ENT_OK;
}

static ent_status check_mark(restoring *r)
{
    const ent_plan *plan = r->store->run->plan;
    uint64_t mark = 0;
    unsigned long long name = (unsigned long long)r->block.block + 1;
    if (!ent_block_is_sound(&r->block, plan, r->store->run->space->states))
        return ent_database_refuse(&r->store->database, "has values in block %llu that cannot be",
                                   name);
    ent_status status = ent_store_mark_rows(r->store, &r->block, &mark);
    if (status != ENT_OK)
        return status;
    if (sqlite3_column_type(r->blocks, 2) == SQLITE_INTEGER &&
        sqlite3_column_type(r->blocks, 3) == SQLITE_INTEGER &&
        (uint64_t)sqlite3_column_int64(r->blocks, 2) == mark) {
        r->marks = (uint64_t)sqlite3_column_int64(r->blocks, 3);
        return ENT_OK;
    }
    return ent_database_refuse(&r->store->database,
                               "was changed in block %llu since it was written", name);
}

static ent_status take_block(restoring *r)
{
    const ent_plan *plan = r->store->run->plan;
    uint64_t number = 0;
    uint64_t cases = 0;
    r->block.block = r->store->done;
    if (r->block.block >= plan->blocks || !take_number(r->blocks, 0, plan->blocks, &number) ||
        number != r->block.block + 1)
        return ent_database_refuse(&r->store->database, "has blocks that do not follow each other");
    r->block.row_count = ent_block_cases(plan, r->block.block);
    if (!take_number(r->blocks, 1, ENT_BLOCK_CASES, &cases) || cases != r->block.row_count)
        return ent_database_refuse(&r->store->database, "has a block %llu of another size",
                                   (unsigned long long)number);
    ent_status status = ENT_OK;
    for (uint32_t row = 0; row < r->block.row_count && status == ENT_OK; row++)
        status = take_case(r, row);
    if (status == ENT_OK)
        status = check_mark(r);
    if (status != ENT_OK)
        return status;
    ent_total_add_rows(r->total, &r->block);
    r->store->done++;
    return ENT_OK;
}

static ent_status prepare_block(restoring *r)
{
    const ent_plan *plan = r->store->run->plan;
    r->block.doubt_count = plan->doubt_count;
    r->block.rows = ent_arena_array(&r->store->arena, ENT_BLOCK_CASES, sizeof *r->block.rows);
    if (!plan->exact)
        r->block.redrawn =
            ent_arena_array(&r->store->arena, (size_t)ENT_BLOCK_CASES * plan->doubt_count,
                            sizeof *r->block.redrawn);
    return r->store->arena.exhausted ? ent_out_of_memory(r->store->database.report) : ENT_OK;
}

static ent_status take_blocks(restoring *r)
{
    ent_database *database = &r->store->database;
    ent_status status = prepare_block(r);
    if (status == ENT_OK)
        status = ent_database_prepare(database, "SELECT * FROM block ORDER BY number", &r->blocks);
    if (status == ENT_OK)
        status = ent_database_prepare(database, "SELECT * FROM cases ORDER BY number", &r->cases);
    if (status != ENT_OK)
        return status;
    int code = sqlite3_step(r->blocks);
    for (; code == SQLITE_ROW && status == ENT_OK; code = sqlite3_step(r->blocks))
        status = take_block(r);
    if (status == ENT_OK && code != SQLITE_DONE)
        return ent_database_failed(database, code);
    if (status != ENT_OK)
        return status;
    code = sqlite3_step(r->cases);
    if (code == SQLITE_ROW)
        return ent_database_refuse(database, "has cases that belong to no block");
    return code == SQLITE_DONE ? ENT_OK : ent_database_failed(database, code);
}

static bool take_state(const restoring *r, sqlite3_stmt *row, uint32_t before,
                       ent_state_sums *state)
{
    static const double slack = 1e-9; /* for rounding */
    const ent_plan *plan = r->store->run->plan;
    double most = plan->exact ? 1 + slack : (double)ent_block_first(r->store->done);
    uint64_t number = 0;
    uint64_t code = 0;
    if (!take_number(row, 0, r->store->run->space->states, &number) || number <= before ||
        !take_number(row, 1, INT64_MAX, &code) ||
        code != ent_store_code(r->store, (uint32_t)number))
        return false;
    state->number = (uint32_t)number;
    for (int k = 0; k < ENT_SUMS; k++)
        if (!take_double(row, 2 + k, &state->sums[k]) ||
            !(state->sums[k] >= 0 && state->sums[k] <= most))
            return false;
    return true;
}

static ent_status take_states(restoring *r, sqlite3_stmt *states)
{
    ent_state_sums state = {0};
    const ent_block sums = {.state_count = 1, .states = &state};
    int code = sqlite3_step(states);
    for (; code == SQLITE_ROW; code = sqlite3_step(states)) {
        uint32_t before = state.number;
        if (!take_state(r, states, before, &state))
            return ent_database_refuse(&r->store->database,
                                       "has values after state %lu that cannot be",
                                       (unsigned long)before);
        r->store->marks += ent_store_mark_sums(&state);
        ent_total_add_states(r->total, &sums);
    }
    if (code != SQLITE_DONE)
        return ent_database_failed(&r->store->database, code);
    if (r->store->marks != r->marks)
        return ent_database_refuse(&r->store->database,
                                   "was changed in its table 'state' since it was written");
    return ENT_OK;
}

/* A run that has written its figures has nothing to go on with. */
static ent_status check_unfinished(ent_store *store)
{
    sqlite3_stmt *figures = NULL;
    ent_status status =
        ent_database_prepare(&store->database, "SELECT 1 FROM figure LIMIT 1", &figures);
    if (status != ENT_OK)
        return status;
    int code = sqlite3_step(figures);
    if (code == SQLITE_ROW) {
        status = ent_database_refuse(&store->database, "is finished: nothing of it is left to do");
        ent_hint(store->database.report, "to do it again, give another name");
    } else if (code != SQLITE_DONE) {
        status = ent_database_failed(&store->database, code);
    }
    (void)sqlite3_finalize(figures);
    return status;
}

/* The file has seen a transaction for its beginning and one for each block, and no other. */
static ent_status check_changes(ent_store *store)
{
    uint32_t changes = 0;
    ent_status status = ent_database_count_changes(&store->database, &changes);
    if (status == ENT_OK && changes != (uint32_t)(store->done + 1))
        status = ent_database_refuse(&store->database, "was changed by another program, or lacks "
                                                       "its journal");
    return status;
}

static ent_status restore(restoring *r)
{
    sqlite3_stmt *states = NULL;
    ent_status status = check_unfinished(r->store);
    if (status == ENT_OK)
        status = take_blocks(r);
    if (status == ENT_OK)
        status = ent_database_prepare(&r->store->database, "SELECT * FROM state ORDER BY number",
                                      &states);
    if (status == ENT_OK)
        status = take_states(r, states);
    (void)sqlite3_finalize(states);
    return status == ENT_OK ? check_changes(r->store) : status;
}

ent_status ent_store_restore(ent_store *store, ent_total *total)
{
    restoring r = {.store = store, .total = total};
    ent_status status = restore(&r);
    (void)sqlite3_finalize(r.blocks);
    (void)sqlite3_finalize(r.cases);
    return status;
}
