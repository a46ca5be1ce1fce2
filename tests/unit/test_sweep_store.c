/*
 * A sweep's file, and runs that end early: killed before any of its writes, without disk, without
 * memory, or stopped. Going on gives the bytes of a run that nothing happened to.
 */
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/failing.h"
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

/* What happens to the system's calls of SQLite that change a file, in a child process. */
typedef enum { NOTHING, KILL, KILL_HALFWAY, FAIL } fate;

static struct {
    fate fate;
    int errno_given;
    long left; /* calls until it happens */
} plot;

static bool strikes(void)
{
    return plot.fate != NOTHING && plot.left-- == 0;
}

static void die(void)
{
    (void)raise(SIGKILL);
}

static ssize_t struck_write(int file, const void *bytes, size_t length)
{
    if (!strikes())
        return write(file, bytes, length);
    if (plot.fate == FAIL) {
        errno = plot.errno_given;
        return -1;
    }
    if (plot.fate == KILL_HALFWAY)
        (void)!write(file, bytes, length / 2);
    die();
    return -1;
}

static ssize_t struck_pwrite(int file, const void *bytes, size_t length, off_t offset)
{
    if (!strikes())
        return pwrite(file, bytes, length, offset);
    if (plot.fate == FAIL) {
        errno = plot.errno_given;
        return -1;
    }
    if (plot.fate == KILL_HALFWAY)
        (void)!pwrite(file, bytes, length / 2, offset);
    die();
    return -1;
}

static int struck_truncate(int file, off_t length)
{
    if (!strikes())
        return ftruncate(file, length);
    if (plot.fate != FAIL)
        die();
    errno = plot.errno_given;
    return -1;
}

static int struck_unlink(const char *name)
{
    if (!strikes())
        return unlink(name);
    if (plot.fate != FAIL)
        die();
    errno = plot.errno_given;
    return -1;
}

static void plant(fate end, long calls, int errno_given)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    plot.fate = end;
    plot.left = calls;
    plot.errno_given = errno_given;
    (void)system->xSetSystemCall(system, "write", (sqlite3_syscall_ptr)struck_write);
    (void)system->xSetSystemCall(system, "pwrite", (sqlite3_syscall_ptr)struck_pwrite);
    (void)system->xSetSystemCall(system, "pwrite64", (sqlite3_syscall_ptr)struck_pwrite);
    (void)system->xSetSystemCall(system, "ftruncate", (sqlite3_syscall_ptr)struck_truncate);
    (void)system->xSetSystemCall(system, "unlink", (sqlite3_syscall_ptr)struck_unlink);
}

/* Runs in a child to which something happens at the call with this number; gives how it ended: its
 * status, or 128 + 9 when it was killed. */
static int run_struck(fate end, long calls, int errno_given, bool resume)
{
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        plant(end, calls, errno_given);
        ent_status status = ent_test_sweep_run(files.path, resume, UINT64_MAX);
        _exit((int)status);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    return WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended);
}

static bool was_begun(void)
{
    struct stat file;
    return stat(files.path, &file) == 0 && file.st_size > 0;
}

TEST(a_stopped_run_goes_on_to_the_same_bytes_and_sums)
{
    ent_test_sweep whole;
    ent_test_sweep_make(&whole, files.sound_path, ENT_TEST_DRAWS);
    (void)unlink(files.sound_path);
    assert_int_equal(ent_test_sweep_go(&whole, false, UINT64_MAX), ENT_OK);
    for (uint64_t stop = 0; stop <= ENT_TEST_BLOCKS; stop++) {
        ent_test_files_clear(&files);
        assert_int_equal(ent_test_sweep_run(files.path, false, stop), ENT_OK);
        if (stop == ENT_TEST_BLOCKS)
            break;
        ent_test_sweep b;
        ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
        assert_int_equal(ent_test_sweep_go(&b, true, UINT64_MAX), ENT_OK);
        assert_memory_equal(b.total.sums, whole.total.sums,
                            ENT_TEST_STATES * sizeof *whole.total.sums);
        assert_memory_equal(b.total.answers, whole.total.answers, sizeof whole.total.answers);
        assert_int_equal(b.total.cases, whole.total.cases);
        ent_test_sweep_unmake(&b);
        ent_test_files_assert_sound(&files, files.path);
    }
    ent_test_files_assert_sound(&files, files.path);
    ent_test_sweep_unmake(&whole);
}

/* Combinations have weights that are no whole numbers, and no redraws. */
TEST(combinations_are_kept_as_well)
{
    ent_test_sweep whole, first, second;
    ent_test_files_clear(&files);
    ent_test_sweep_make(&whole, files.path, 0);
    assert_int_equal(ent_test_sweep_go(&whole, false, UINT64_MAX), ENT_OK);
    size_t length = 0;
    size_t length_again = 0;
    char *bytes = ent_test_bytes(files.path, &length);
    ent_test_files_clear(&files);
    ent_test_sweep_make(&first, files.path, 0);
    assert_int_equal(ent_test_sweep_go(&first, false, 0), ENT_OK);
    ent_test_sweep_make(&second, files.path, 0);
    assert_int_equal(ent_test_sweep_go(&second, true, UINT64_MAX), ENT_OK);
    char *again = ent_test_bytes(files.path, &length_again);
    assert_int_equal(length, length_again);
    assert_memory_equal(bytes, again, length);
    assert_memory_equal(whole.total.sums, second.total.sums,
                        ENT_TEST_STATES * sizeof *whole.total.sums);
    free(bytes);
    free(again);
    ent_test_sweep_unmake(&whole);
    ent_test_sweep_unmake(&first);
    ent_test_sweep_unmake(&second);
}

/* Killed before each of its calls in turn, whole or in the middle of a write; then killed again as
 * soon as it goes on, and then let go on. */
static long kill_everywhere(fate end)
{
    long calls = 0;
    long hot = 0;
    for (;; calls += (long)ent_test_part()) {
        ent_test_files_clear(&files);
        int ended = run_struck(end, calls, 0, false);
        if (ended == ENT_OK)
            break;
        assert_int_equal(ended, 128 + SIGKILL);
        hot += access(files.journal, F_OK) == 0;
        ended = run_struck(end, calls % 7, 0, true);
        assert_true(ended == 128 + SIGKILL || ended == ENT_OK);
        if (ended != ENT_OK)
            assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
        ent_test_files_assert_sound(&files, files.path);
    }
    ent_test_files_assert_sound(&files, files.path);
    assert_true(hot * (long)ent_test_part() > 20);
    return calls;
}

TEST(a_run_killed_anywhere_goes_on_to_the_same_bytes)
{
    assert_true(kill_everywhere(KILL) > 60);
    assert_true(kill_everywhere(KILL_HALFWAY) > 60);
}

/* Without its journal, a file that was being changed is refused, unless nothing was changed yet. */
TEST(a_file_without_its_journal_is_refused_or_unharmed)
{
    int refused = 0;
    for (long calls = 0;; calls += (long)ent_test_part()) {
        ent_test_files_clear(&files);
        int ended = run_struck(KILL, calls, 0, false);
        if (ended == ENT_OK)
            break;
        (void)unlink(files.journal);
        ended = run_struck(NOTHING, 0, 0, true);
        if (ended == ENT_OK)
            ent_test_files_assert_sound(&files, files.path);
        else
            assert_int_equal(ended, ENT_WRONG_USE);
        refused += ended == ENT_WRONG_USE;
    }
    assert_true(refused * (int)ent_test_part() > 10);
}

static void spoil_journal(uint32_t seed)
{
    size_t length = 0;
    if (access(files.journal, F_OK) != 0)
        return;
    char *bytes = ent_test_bytes(files.journal, &length);
    for (uint32_t k = 0; k < 4 && length > 0; k++)
        bytes[ent_test_hash(seed, k, 5) % (k == 0 ? 28 : length) % length] ^= 0x55;
    ent_test_write_bytes(files.journal, bytes, length);
    free(bytes);
}

/* With a spoilt journal, too, its header first of all: what it is taken for adds up to the same. */
TEST(a_file_with_a_spoilt_journal_is_refused_or_unharmed)
{
    ent_test_sweep whole;
    ent_test_files_clear(&files);
    ent_test_sweep_make(&whole, files.path, ENT_TEST_DRAWS);
    assert_int_equal(ent_test_sweep_go(&whole, false, UINT64_MAX), ENT_OK);
    for (long calls = 0;; calls += (long)ent_test_part()) {
        ent_test_sweep b;
        ent_test_files_clear(&files);
        if (run_struck(KILL, calls, 0, false) == ENT_OK)
            break;
        spoil_journal((uint32_t)calls);
        ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
        ent_status status = ent_test_sweep_go(&b, true, UINT64_MAX);
        assert_true(status == ENT_OK || status == ENT_WRONG_USE);
        if (status == ENT_OK)
            assert_memory_equal(b.total.sums, whole.total.sums,
                                ENT_TEST_STATES * sizeof *b.total.sums);
        ent_test_sweep_unmake(&b);
    }
    ent_test_sweep_unmake(&whole);
}

TEST(a_full_disk_leaves_nothing_half_written)
{
    static const int errors[] = {ENOSPC, EIO};
    for (int e = 0; e < 2; e++)
        for (long calls = 0;; calls += (long)ent_test_part()) {
            ent_test_files_clear(&files);
            int ended = run_struck(FAIL, calls, errors[e], false);
            if (ended == ENT_OK)
                break;
            assert_int_equal(ended, ENT_NO_RESOURCE);
            assert_true(was_begun() || access(files.path, F_OK) != 0);
            assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
            ent_test_files_assert_sound(&files, files.path);
        }
}

TEST(a_limit_on_files_is_told)
{
    (void)fflush(NULL);
    ent_test_files_clear(&files);
    assert_int_equal(ent_test_sweep_run(files.path, false, 1), ENT_OK);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = {32768, 32768};
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        ent_test_sweep b;
        ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
        ent_status status = ent_test_sweep_go(&b, true, UINT64_MAX);
        bool told = ent_test_says(&b.reading.report, ENT_ERROR, "a limit on files");
        if (!told)
            ent_test_show(&b.reading.report);
        ent_test_sweep_unmake(&b);
        _exit(told ? (int)status : 99);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), ENT_NO_RESOURCE);
    assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
    ent_test_files_assert_sound(&files, files.path);
}

TEST(memory_that_runs_out_is_told)
{
    for (size_t left = 0;; left++) {
        ent_test_sweep b;
        ent_test_files_clear(&files);
        assert_int_equal(ent_test_sweep_run(files.path, false, 1), ENT_OK);
        ent_test_sweep_make(&b, files.path, ENT_TEST_DRAWS);
        ent_test_failing failing = {.memory = ent_memory_system(), .left = left};
        ent_memory memory = {.hook = ent_test_fail_once, .context = &failing};
        ent_report report = ent_report_new(&memory);
        ent_store store;
        ent_block block;
        ent_test_sweep_fill(&b, &block, 1, &b.arena);
        ent_status status = ent_store_open(&store, &b.run, files.path, true, &b.total, &report);
        if (status == ENT_OK)
            status = ent_store_add(&store, &block);
        ent_store_close(&store);
        assert_int_equal(status, failing.failed ? ENT_NO_RESOURCE : ENT_OK);
        ent_report_free(&report);
        assert_int_equal(memory.live, 0);
        ent_test_sweep_unmake(&b);
        assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
        ent_test_files_assert_sound(&files, files.path);
        if (!failing.failed)
            break;
    }
}

/* SQLite has memory of its own. */
TEST(memory_that_sqlite_lacks_is_told)
{
    int lacking = 0;
    for (int limit = 20; limit < 600; limit += 20) {
        ent_test_files_clear(&files);
        assert_int_equal(ent_test_sweep_run(files.path, false, 1), ENT_OK);
        (void)sqlite3_hard_heap_limit64(limit * 1024);
        ent_status status = ent_test_sweep_run(files.path, true, UINT64_MAX);
        (void)sqlite3_hard_heap_limit64(0);
        assert_true(status == ENT_OK || status == ENT_NO_RESOURCE);
        lacking += status == ENT_NO_RESOURCE;
        if (status != ENT_OK)
            assert_int_equal(ent_test_sweep_run(files.path, true, UINT64_MAX), ENT_OK);
        ent_test_files_assert_sound(&files, files.path);
    }
    assert_true(lacking > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stopped_run_goes_on_to_the_same_bytes_and_sums),
        cmocka_unit_test(combinations_are_kept_as_well),
        cmocka_unit_test(a_run_killed_anywhere_goes_on_to_the_same_bytes),
        cmocka_unit_test(a_file_without_its_journal_is_refused_or_unharmed),
        cmocka_unit_test(a_file_with_a_spoilt_journal_is_refused_or_unharmed),
        cmocka_unit_test(a_full_disk_leaves_nothing_half_written),
        cmocka_unit_test(a_limit_on_files_is_told),
        cmocka_unit_test(memory_that_runs_out_is_told),
        cmocka_unit_test(memory_that_sqlite_lacks_is_told),
    };
    return cmocka_run_group_tests(tests, prepare, clean_up);
}
