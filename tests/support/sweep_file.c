/* Runs whose figures follow from the numbers of their blocks, into files. */
#include "test.h"

#include "support/sweep_file.h"

#include <unistd.h>

enum { TOUCHED = 60, DOUBTS = 3 };

static const char model_text[] = "entente: 1\n"
                                 "title: Nine switches\n"
                                 "parties: {a: A, b: B}\n"
                                 "options: {o1: a, o2: a, o3: a, o4: a, o5: b, o6: b, o7: b, o8: b,"
                                 " o9: b}\n"
                                 "preferences: {a: [o1], b: [o2]}\n";

static const double halves[] = {0.5, 0.5};
static const double thirds[] = {0.2, 0.3, 0.5};
static const ent_chances chances[DOUBTS] = {{2, halves}, {3, thirds}, {2, halves}};
static const char *const names[] = {"one", "two", "three"};
static const ent_store_doubt in_words[DOUBTS] = {
    {"a", "kind of a", names}, {"b", "kind of b", names}, {"b", "o2", names}};
static ent_effect effects[DOUBTS] = {
    {.first = {true, true, 0.125, 0.1, 0.2}, .total = {true, true, 0.5, 0.4, 0.6}},
    {.first = {.known = true, .value = 0}, .total = {.known = true, .value = 0.5}}};
static const ent_measured measured[ENT_QUANTITIES] = {
    {.mean = {true, true, 0.25, 0.2, 0.3}, .effects = effects},
    {.mean = {.known = true, .value = 1}, .effects = effects},
    {.mean = {.known = false}, .effects = effects},
    {.mean = {true, true, 5.5, 5, 6}, .deviation = 1.5, .most = 9, .effects = effects},
    {.mean = {.known = true, .value = 7}, .least = 7, .most = 7, .effects = effects},
    {.mean = {.known = false}, .effects = effects}};

void ent_test_sweep_make(ent_test_sweep *sweep, const char *path, uint64_t draws)
{
    *sweep = (ent_test_sweep){.path = path};
    ent_test_read(&sweep->reading, "nine.yaml", model_text);
    assert_int_equal(sweep->reading.status, ENT_OK);
    assert_int_equal(
        ent_space_init(&sweep->space, &sweep->reading.model, 1, &sweep->reading.report), ENT_OK);
    assert_int_equal(sweep->space.states, ENT_TEST_STATES);
    sweep->arena = ent_arena_new(&sweep->reading.memory);
    assert_int_equal(ent_plan_init(&sweep->plan, chances, DOUBTS, draws, 1, &sweep->arena), ENT_OK);
    sweep->run = (ent_store_run){.plan = &sweep->plan,
                                 .space = &sweep->space,
                                 .concept = ENT_SEQ,
                                 .title = "Nine switches",
                                 .model = model_text,
                                 .doubts = in_words};
    assert_int_equal(
        ent_total_init(&sweep->total, &sweep->plan, ENT_TEST_STATES, &sweep->reading.memory),
        ENT_OK);
}

void ent_test_sweep_unmake(ent_test_sweep *sweep)
{
    ent_total_free(&sweep->total);
    ent_arena_free(&sweep->arena);
    ent_space_free(&sweep->space);
    ent_test_forget(&sweep->reading);
}

uint32_t ent_test_hash(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t h = a * UINT64_C(0x9E3779B97F4A7C15) + b * UINT64_C(0xBF58476D1CE4E5B9) + c;
    h = (h ^ h >> 29) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(h >> 33);
}

static double sum_of(const ent_plan *plan, uint64_t block, uint32_t state, uint64_t k)
{
    uint32_t drawn = 1 + ent_test_hash(block, state, k) % 100;
    return plan->exact ? drawn / 700.0 : drawn;
}

static ent_counts redrawn_of(uint32_t drawn)
{
    return (ent_counts){{20 + drawn % 400, 20 + drawn % 300, drawn % 20}};
}

static void fill_rows(ent_block *block, const ent_plan *plan)
{
    for (uint32_t i = 0; i < block->row_count; i++) {
        uint32_t drawn = ent_test_hash(block->block, i, 99);
        block->rows[i] = (ent_case_row){.agreeable = 20 + drawn % 9,
                                        .agreed = drawn % 20,
                                        .holding = drawn % 20,
                                        .viable = drawn % 20 / 2,
                                        .equilibria = {10, 30, 20, 15 + drawn % 16}};
        for (uint32_t d = 0; d < DOUBTS && !plan->exact; d++)
            block->redrawn[i * DOUBTS + d] = redrawn_of(ent_test_hash(block->block, i, d));
    }
}

static void fill_states(ent_block *block, const ent_plan *plan)
{
    static const uint32_t step = ENT_TEST_STATES / TOUCHED;
    for (uint32_t i = 0; i < TOUCHED; i++) {
        ent_state_sums *state = &block->states[i];
        state->number = 1 + i * step + ent_test_hash(block->block, i, 7) % step;
        for (uint64_t k = 0; k < ENT_SUMS; k++)
            state->sums[k] = sum_of(plan, block->block, state->number, k);
        state->sums[ENT_SUM_VIABLE] = state->sums[ENT_SUM_AGREEABLE];
    }
}

void ent_test_sweep_fill(const ent_test_sweep *sweep, ent_block *block, uint64_t number,
                         ent_arena *arena)
{
    const ent_plan *plan = &sweep->plan;
    uint32_t rows = ent_block_cases(plan, number);
    *block = (ent_block){.block = number,
                         .row_count = rows,
                         .doubt_count = DOUBTS,
                         .state_count = TOUCHED,
                         .rows = ent_arena_array(arena, rows, sizeof *block->rows),
                         .states = ent_arena_array(arena, TOUCHED, sizeof *block->states)};
    if (!plan->exact)
        block->redrawn = ent_arena_array(arena, (size_t)rows * DOUBTS, sizeof *block->redrawn);
    fill_rows(block, plan);
    fill_states(block, plan);
    assert_true(ent_block_is_sound(block, plan, ENT_TEST_STATES));
}

ent_status ent_test_sweep_go(ent_test_sweep *sweep, bool resume, uint64_t most)
{
    ent_store store;
    ent_report *report = &sweep->reading.report;
    ent_status status =
        ent_store_open(&store, &sweep->run, sweep->path, resume, &sweep->total, report);
    for (; status == ENT_OK && store.done < sweep->plan.blocks && most > 0; most--) {
        ent_arena arena = ent_arena_new(&sweep->reading.memory);
        ent_block block;
        ent_test_sweep_fill(sweep, &block, store.done, &arena);
        status = ent_store_add(&store, &block);
        if (status == ENT_OK)
            ent_total_add(&sweep->total, &block);
        ent_arena_free(&arena);
    }
    if (status == ENT_OK && store.done == sweep->plan.blocks)
        status = ent_store_finish(&store, measured);
    ent_store_close(&store);
    return status;
}

ent_status ent_test_sweep_run(const char *path, bool resume, uint64_t most)
{
    ent_test_sweep sweep;
    ent_test_sweep_make(&sweep, path, ENT_TEST_DRAWS);
    ent_status status = ent_test_sweep_go(&sweep, resume, most);
    ent_test_sweep_unmake(&sweep);
    return status;
}

char *ent_test_bytes(const char *path, size_t *length)
{
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    assert_int_equal(fseek(stream, 0, SEEK_END), 0);
    *length = (size_t)ftell(stream);
    rewind(stream);
    char *bytes = malloc(*length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *length, stream), *length);
    (void)fclose(stream);
    return bytes;
}

void ent_test_write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

void ent_test_files_make(ent_test_files *files)
{
    /* In memory where that can be: what is tested is that nothing is lost, not the disk. */
    const char *place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(files->folder, sizeof files->folder, "%s/entente-XXXXXX", place);
    assert_non_null(mkdtemp(files->folder));
    (void)snprintf(files->path, sizeof files->path, "%s/run.db", files->folder);
    (void)snprintf(files->journal, sizeof files->journal, "%s-journal", files->path);
    (void)snprintf(files->sound_path, sizeof files->sound_path, "%s/sound.db", files->folder);
    assert_int_equal(ent_test_sweep_run(files->sound_path, false, UINT64_MAX), ENT_OK);
    files->sound = ent_test_bytes(files->sound_path, &files->sound_length);
}

void ent_test_files_clear(const ent_test_files *files)
{
    (void)unlink(files->path);
    (void)unlink(files->journal);
}

void ent_test_files_unmake(ent_test_files *files)
{
    ent_test_files_clear(files);
    free(files->sound);
    assert_int_equal(unlink(files->sound_path), 0);
    assert_int_equal(rmdir(files->folder), 0);
}

void ent_test_files_assert_sound(const ent_test_files *files, const char *path)
{
    size_t length = 0;
    char *bytes = ent_test_bytes(path, &length);
    assert_int_equal(length, files->sound_length);
    assert_memory_equal(bytes, files->sound, length);
    free(bytes);
    assert_int_equal(access(files->journal, F_OK), -1);
}
