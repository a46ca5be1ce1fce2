/* What is no file of this sweep, or was one and is spoilt, is refused with what is wrong with it.
 */
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "support/seeds.h"
#include "support/sweep_file.h"

static ent_test_files files;

static int prepare(__attribute__((unused)) void **state)
{
    ent_test_files_make(&files);
    return 0;
}

static int clean_up(__attribute__((unused)) void **state)
{
    ent_test_files_unmake(&files);
    return 0;
}

static const struct {
    const char *sql;
    const char *words;
} changes[] = {
    {"CREATE TABLE more (x)", "has other tables than it should: CREATE TABLE more (x)"},
    {"CREATE VIEW more AS SELECT 1", "has other tables than it should: CREATE VIEW"},
    {"CREATE INDEX more ON cases (viable)", "has other tables than it should: CREATE INDEX"},
    {"CREATE TRIGGER more AFTER INSERT ON cases BEGIN DELETE FROM run; END",
     "has other tables than it should: CREATE TRIGGER"},
    {"ALTER TABLE cases ADD COLUMN more", "has other tables than it should: CREATE TABLE cases"},
    {"DROP TABLE figure", "has other tables than it should"},
    {"DROP TABLE cases", "lacks CREATE TABLE cases"},
    {"PRAGMA application_id = 7", "is no file of 'entente sweep'"},
    {"PRAGMA user_version = 1", "is of format 1"},
    {"PRAGMA journal_mode = WAL", "was put into another journal mode: wal"},
    {"UPDATE run SET value = '0.0.0' WHERE key = 'entente'", "was begun by Entente 0.0.0"},
    {"UPDATE run SET value = '2' WHERE key = 'seed'", "has seed '2', and this run has '1'"},
    {"UPDATE run SET value = '512' WHERE key = 'block'", "has block '512'"},
    {"UPDATE run SET value = 7 WHERE key = 'seed'", "has seed '7', and this run has '1'"},
    {"UPDATE run SET value = x'31' WHERE key = 'seed'", "does not say its seed"},
    {"UPDATE run SET value = '1' || char(0) WHERE key = 'seed'", "has an odd seed"},
    {"DELETE FROM run WHERE key = 'states'", "does not say its states"},
    {"INSERT INTO run VALUES ('more', '1')", "has other rows than it was begun with"},
    {"UPDATE doubt SET name = 'another' WHERE number = 2", "speaks of other things"},
    {"UPDATE outcome SET probability = 0.4 WHERE doubt = 2 AND number = 2",
     "speaks of other things"},
    {"INSERT INTO outcome VALUES (2, 4, 'four', 0)", "has other rows"},
    {"DELETE FROM cases WHERE number = 7", "lacks case 7"},
    {"DELETE FROM cases WHERE number = 256", "lacks case 256"},
    {"INSERT INTO cases SELECT 300, weight, agreeable, agreed, holding, viable, nash, gmr, "
     "smr, "
     "seq, redrawn, d1, d2, d3 FROM cases WHERE number = 3",
     "has cases that belong to no block"},
    {"UPDATE cases SET d2 = d2 % 3 + 1 WHERE number = 9", "has a case 9 that is another"},
    {"UPDATE cases SET d2 = x'01' WHERE number = 9", "has a case 9 that is another"},
    {"UPDATE cases SET weight = 0.5 WHERE number = 9", "has a case 9 that is another"},
    {"UPDATE cases SET agreed = x'00' WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET agreed = -1 WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET agreed = 4294967296 WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET agreed = NULL WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET agreed = 0.5 WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET agreed = 'x' WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET redrawn = NULL WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET redrawn = x'0101' WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET redrawn = x'010101' WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET redrawn = zeroblob(37) WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET redrawn = printf('%036d', 0) WHERE number = 9", "has a case 9 with values"},
    {"UPDATE cases SET redrawn = x'000200000000000000000000' || zeroblob(24) WHERE number = 9",
     "has a case 9 with values"},
    {"UPDATE cases SET redrawn = CAST(x'000200000000000000000000' || zeroblob(24) AS BLOB) "
     "WHERE number = 9",
     "has values in block 1"},
    {"UPDATE cases SET redrawn = CAST(x'000000000102000000000000' || zeroblob(24) AS BLOB) "
     "WHERE number = 9",
     "has values in block 1"},
    {"UPDATE cases SET redrawn = CAST(x'010000000200000002000000' || zeroblob(24) AS BLOB) "
     "WHERE number = 9",
     "has values in block 1"},
    {"UPDATE cases SET redrawn = zeroblob(36) WHERE number = 9", "was changed in block 1"},
    {"UPDATE cases SET viable = agreed + 1 WHERE number = 9", "has values in block 1"},
    {"UPDATE cases SET gmr = 31 WHERE number = 9", "was changed in block 1"},
    {"DELETE FROM block", "has cases that belong to no block"},
    {"UPDATE block SET number = 2", "has blocks that do not follow each other"},
    {"UPDATE block SET cases = 255", "has a block 1 of another size"},
    {"UPDATE block SET case_mark = 1", "was changed in block 1"},
    {"UPDATE block SET case_mark = x'00'", "was changed in block 1"},
    {"UPDATE block SET state_mark = 1", "was changed in its table 'state'"},
    {"UPDATE state SET seq = seq + 1 WHERE number = (SELECT max(number) FROM state)",
     "was changed in its table 'state'"},
    {"DELETE FROM state WHERE number = (SELECT max(number) FROM state)",
     "was changed in its table 'state'"},
    {"UPDATE state SET seq = -1 WHERE number = (SELECT min(number) FROM state)",
     "has values after state 0"},
    {"UPDATE state SET seq = 1e300", "has values after state 0"},
    {"UPDATE state SET seq = NULL", "has values after state 0"},
    {"UPDATE state SET seq = x'00'", "has values after state 0"},
    {"UPDATE state SET code = code + 1", "has values after state 0"},
    {"UPDATE state SET number = 513 WHERE number = (SELECT max(number) FROM state)",
     "has values after state"},
    {"VACUUM", "was changed by another program"},
    {"INSERT INTO figure VALUES ('agree', 0, 'probability', 1, 1, 1)", "is finished"},
};

/* The message of what a run that must fail says. */
static void expect(ent_status status, const char *words, bool resume)
{
    ent_test_sweep b;
    ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
    ent_status found = ent_test_sweep_go(&b, resume, UINT64_MAX);
    if (found != status || !ent_test_says(&b.reading.report, ENT_ERROR, words)) {
        print_error("expected status %d: %s\n", (int)status, words);
        ent_test_show(&b.reading.report);
    }
    assert_int_equal(found, status);
    assert_true(ent_test_says(&b.reading.report, ENT_ERROR, words));
    ent_test_sweep_unmake(&b);
}

static void change(const char *sql)
{
    sqlite3 *handle = NULL;
    char *complaint = NULL;
    assert_int_equal(sqlite3_open(files.path, &handle), SQLITE_OK);
    (void)sqlite3_exec(handle, sql, NULL, NULL, &complaint);
    if (complaint != NULL)
        fail_msg("%s: %s", sql, complaint);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

TEST(files_that_were_changed_are_refused)
{
    ent_test_files_clear(&files);
    assert_int_equal(ent_test_sweep_run(files.path, false, 1), ENT_OK);
    size_t length = 0;
    char *begun = ent_test_bytes(files.path, &length);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        ent_test_files_clear(&files);
        ent_test_write_bytes(files.path, begun, length);
        change(changes[i].sql);
        expect(ENT_WRONG_USE, changes[i].words, true);
    }
    ent_test_files_clear(&files);
    free(begun);
}

TEST(another_model_or_request_is_refused)
{
    ent_test_sweep b;
    ent_test_files_clear(&files);
    assert_int_equal(ent_test_sweep_run(files.path, false, 1), ENT_OK);
    ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
    b.run.model = "entente: 1\ntitle: Ten switches\n";
    assert_int_equal(ent_test_sweep_go(&b, true, 1), ENT_WRONG_USE);
    assert_true(ent_test_says(&b.reading.report, ENT_ERROR,
                              "line 2 of it is \"title: Nine switches\", and now \"title: Ten"));
    ent_test_sweep_unmake(&b);
    ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
    b.run.concept = ENT_GMR;
    assert_int_equal(ent_test_sweep_go(&b, true, 1), ENT_WRONG_USE);
    assert_true(
        ent_test_says(&b.reading.report, ENT_ERROR, "has concept 'seq', and this run has 'gmr'"));
    ent_test_sweep_unmake(&b);
    ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS + 1);
    assert_int_equal(ent_test_sweep_go(&b, true, 1), ENT_WRONG_USE);
    assert_true(
        ent_test_says(&b.reading.report, ENT_ERROR, "has cases '700', and this run has '701'"));
    ent_test_sweep_unmake(&b);
    ent_test_sweep_make(&b, files.path, 0);
    assert_int_equal(ent_test_sweep_go(&b, true, 1), ENT_WRONG_USE);
    assert_true(
        ent_test_says(&b.reading.report, ENT_ERROR, "has mode 'draws', and this run has 'comb"));
    ent_test_sweep_unmake(&b);
    assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
    ent_test_files_assert_sound(&files, files.path);
}

static const char letter[] =
    "This is a letter, and not a short one: it goes on for more than a hundred bytes, "
    "because a header of SQLite is that long.\n";

TEST(other_files_are_refused)
{
    ent_test_files_clear(&files);
    ent_test_write_bytes(files.path, letter, strlen(letter));
    expect(ENT_WRONG_USE, "exists already", false);
    expect(ENT_WRONG_USE, "it is not an SQLite database", true);
    ent_test_files_clear(&files);
    assert_int_equal(mkdir(files.path, 0700), 0);
    expect(ENT_WRONG_USE, "exists already", false);
    expect(ENT_WRONG_USE, "is no file", true);
    assert_int_equal(rmdir(files.path), 0);
    assert_int_equal(ent_test_sweep_run(files.path, false, UINT64_MAX), ENT_OK);
    expect(ENT_WRONG_USE, "exists already", false);
    expect(ENT_WRONG_USE, "is finished: nothing of it is left to do", true);
    ent_test_files_assert_sound(&files, files.path);
    ent_test_files_clear(&files);
    ent_test_write_bytes(files.path, "", 0);
    expect(ENT_WRONG_USE, "exists already", false);
    assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
    ent_test_files_assert_sound(&files, files.path);
}

/* Writes the file with a few bytes changed, and sometimes cut short. */
static void spoil(const char *bytes, size_t length, uint64_t trial)
{
    char *spoilt = malloc(length);
    assert_non_null(spoilt);
    memcpy(spoilt, bytes, length);
    size_t within = trial % 3 == 0 ? 200 : length; /* the header, or anywhere */
    for (uint64_t k = 0; k < 1 + trial % 8; k++)
        spoilt[ent_test_hash(trial, k, 1) % within] ^= (char)(1 + ent_test_hash(trial, k, 2) % 255);
    ent_test_files_clear(&files);
    ent_test_write_bytes(files.path, spoilt,
                         trial % 5 == 0 ? ent_test_hash(trial, 0, 3) % length : length);
    free(spoilt);
}

/* Cut short or spoilt anywhere, a file is refused, or is taken for what it was. */
TEST(spoilt_files_are_refused_or_unharmed)
{
    ent_test_sweep whole;
    size_t length = 0;
    uint64_t refused = 0;
    ent_test_files_clear(&files);
    assert_int_equal(ent_test_sweep_run(files.path, false, 2), ENT_OK);
    char *begun = ent_test_bytes(files.path, &length);
    ent_test_sweep_make(&whole, files.path, ENT_TEST_DRAWS);
    assert_int_equal(ent_test_sweep_go(&whole, true, UINT64_MAX), ENT_OK);
    ent_test_seeds trials = ent_test_seeds_for(300);
    for (uint64_t trial = trials.first; trial < trials.end; trial++) {
        ent_test_sweep b;
        spoil(begun, length, trial);
        ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
        ent_status status = ent_test_sweep_go(&b, true, UINT64_MAX);
        assert_true(status == ENT_OK || status == ENT_WRONG_USE || status == ENT_NO_RESOURCE);
        if (status == ENT_OK)
            assert_memory_equal(b.total.sums, whole.total.sums,
                                ENT_TEST_STATES * sizeof *b.total.sums);
        refused += status != ENT_OK;
        ent_test_sweep_unmake(&b);
    }
    assert_true(2 * refused > trials.end - trials.first);
    free(begun);
    ent_test_sweep_unmake(&whole);
}

TEST(two_runs_on_one_file_do_not_mix)
{
    ent_test_sweep a, b;
    ent_store first, second;
    ent_block block;
    ent_test_files_clear(&files);
    ent_test_sweep_make(&a, files.path, ENT_TEST_DRAWS);
    ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
    ent_test_sweep_fill(&a, &block, 0, &a.arena);
    assert_int_equal(ent_store_open(&first, &a.run, files.path, false, &a.total, &a.reading.report),
                     ENT_OK);
    assert_int_equal(ent_store_open(&second, &b.run, files.path, true, &b.total, &b.reading.report),
                     ENT_OK);
    assert_int_equal(ent_store_add(&first, &block), ENT_OK);
    assert_int_equal(ent_store_add(&second, &block), ENT_WRONG_USE);
    assert_true(
        ent_test_says(&b.reading.report, ENT_ERROR, "changed by another program meanwhile"));
    assert_int_equal(sqlite3_busy_timeout(second.database.handle, 1), SQLITE_OK);
    assert_int_equal(ent_database_begin(&first.database), ENT_OK);
    assert_int_equal(ent_store_add(&second, &block), ENT_NO_RESOURCE);
    assert_true(ent_test_says(&b.reading.report, ENT_ERROR, "another program is using it"));
    ent_store_close(&first);
    ent_store_close(&second);
    ent_test_sweep_unmake(&a);
    ent_test_sweep_unmake(&b);
    assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
    ent_test_files_assert_sound(&files, files.path);
}

TEST(a_file_that_is_longer_than_it_says_is_refused)
{
    size_t length = 0;
    ent_test_files_clear(&files);
    assert_int_equal(ent_test_sweep_run(files.path, false, 1), ENT_OK);
    char *begun = ent_test_bytes(files.path, &length);
    char *longer = calloc(length + 4096, 1);
    assert_non_null(longer);
    memcpy(longer, begun, length);
    ent_test_write_bytes(files.path, longer, length + 4096);
    free(longer);
    free(begun);
    expect(ENT_WRONG_USE, "is damaged: it has a length of", true);
}

/* Names that SQLite would take for something else are names of files. */
TEST(odd_names_are_names)
{
    static const char *const odd[] = {":memory:", "file:x?mode=memory", "-x", "ü ß.db"};
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(files.folder), 0);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_int_equal(ent_test_sweep_run(odd[i], false, UINT64_MAX), ENT_OK);
        ent_test_files_assert_sound(&files, odd[i]);
        assert_int_equal(unlink(odd[i]), 0);
    }
    assert_int_equal(chdir(here), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_were_changed_are_refused),
        cmocka_unit_test(another_model_or_request_is_refused),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(spoilt_files_are_refused_or_unharmed),
        cmocka_unit_test(a_file_that_is_longer_than_it_says_is_refused),
        cmocka_unit_test(two_runs_on_one_file_do_not_mix),
        cmocka_unit_test(odd_names_are_names),
    };
    return cmocka_run_group_tests(tests, prepare, clean_up);
}
