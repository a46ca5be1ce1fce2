/*
 * The power goes while a run writes its file. What was written since the last fsync is then there
 * or not, in any mixture: here it is taken back, all or by chance, before each call that changes a
 * file.
 */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/seeds.h"
#include "support/sweep_file.h"

enum { WRITES_MOST = 512, WRITE_BYTES = 8192, NAME_BYTES = 160 };

static ent_test_files files;

/* A write that the disk may not have yet, and what stood there before. */
typedef struct {
    char name[NAME_BYTES];
    off_t offset;
    size_t length;
    size_t there; /* bytes of `old` that were in the file */
    char old[WRITE_BYTES];
} write_back;

static struct {
    bool on;
    long left; /* calls until the power goes */
    uint32_t seed;
    bool all; /* all is lost; else each write by chance */
    size_t count;
    write_back writes[WRITES_MOST];
    char removed[NAME_BYTES]; /* a file that was unlinked, while its folder is not synchronised */
    char kept[NAME_BYTES];    /* … and where it is kept */
} outage;

static void name_of(int file, char name[NAME_BYTES])
{
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, NAME_BYTES - 1);
    name[length < 0 ? 0 : length] = '\0';
}

static void take_back(const write_back *w)
{
    static const char zeros[WRITE_BYTES];
    int file = open(w->name, O_WRONLY);
    if (file < 0)
        return;
    (void)!pwrite(file, w->old, w->there, w->offset);
    (void)!pwrite(file, zeros, w->length - w->there, w->offset + (off_t)w->there);
    if (outage.all && w->there < w->length)
        (void)!ftruncate(file, w->offset + (off_t)w->there);
    (void)close(file);
}

static void go_out(void)
{
    if (outage.removed[0] != '\0' && (outage.all || outage.seed % 2 == 0))
        (void)rename(outage.kept, outage.removed);
    (void)unlink(outage.kept);
    for (size_t i = outage.count; i-- > 0;)
        if (outage.all || ent_test_hash(outage.seed, i, 0) % 2 == 0)
            take_back(&outage.writes[i]);
    (void)raise(SIGKILL);
}

static void count_down(void)
{
    if (outage.on && outage.left-- == 0)
        go_out();
}

/* Remembers what stands where something will be written. */
static void remember(int file, off_t offset, size_t length)
{
    if (!outage.on)
        return;
    if (outage.count == WRITES_MOST || length > WRITE_BYTES)
        abort();
    write_back *w = &outage.writes[outage.count++];
    *w = (write_back){.offset = offset, .length = length};
    name_of(file, w->name);
    int other = open(w->name, O_RDONLY);
    ssize_t there = other < 0 ? 0 : pread(other, w->old, length, offset);
    w->there = there < 0 ? 0 : (size_t)there;
    (void)close(other);
}

static ssize_t write_unsafe(int file, const void *bytes, size_t length)
{
    count_down();
    remember(file, lseek(file, 0, SEEK_CUR), length);
    return write(file, bytes, length);
}

static ssize_t pwrite_unsafe(int file, const void *bytes, size_t length, off_t offset)
{
    count_down();
    remember(file, offset, length);
    return pwrite(file, bytes, length, offset);
}

static int unlink_unsafe(const char *name)
{
    count_down();
    if (!outage.on)
        return unlink(name);
    (void)snprintf(outage.removed, sizeof outage.removed, "%s", name);
    (void)snprintf(outage.kept, sizeof outage.kept, "%s/kept", files.folder);
    return rename(name, outage.kept);
}

static int synchronise(int file, long call)
{
    char name[NAME_BYTES];
    struct stat about;
    count_down();
    name_of(file, name);
    if (outage.on && fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
        (void)unlink(outage.kept);
        outage.removed[0] = '\0';
    }
    size_t left = 0;
    for (size_t i = 0; i < outage.count; i++)
        if (strcmp(outage.writes[i].name, name) != 0)
            outage.writes[left++] = outage.writes[i];
    outage.count = left;
    return (int)syscall(call, file);
}

/* These two stand in place of the system's, for SQLite as well; so their parameters are called
 * alike.
 */
int fsync(int __fd)
{
    return synchronise(__fd, SYS_fsync);
}

int fdatasync(int __fildes)
{
    return synchronise(__fildes, SYS_fdatasync);
}

static void plant(long calls, uint32_t seed)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    outage.on = true;
    outage.left = calls;
    outage.seed = seed;
    outage.all = seed == 0;
    outage.count = 0;
    (void)system->xSetSystemCall(system, "write", (sqlite3_syscall_ptr)write_unsafe);
    (void)system->xSetSystemCall(system, "pwrite", (sqlite3_syscall_ptr)pwrite_unsafe);
    (void)system->xSetSystemCall(system, "pwrite64", (sqlite3_syscall_ptr)pwrite_unsafe);
    (void)system->xSetSystemCall(system, "unlink", (sqlite3_syscall_ptr)unlink_unsafe);
}

/* Whether the run came to its end before the power went. */
static bool run_until_outage(long calls, uint32_t seed)
{
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        plant(calls, seed);
        ent_status status = ent_test_sweep_run(files.path, true, UINT64_MAX);
        outage.on = false;
        (void)unlink(outage.kept);
        _exit((int)status);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended) ? WTERMSIG(ended) == SIGKILL : WEXITSTATUS(ended) == ENT_OK);
    return !WIFSIGNALED(ended);
}

TEST(a_run_goes_on_to_the_same_bytes_when_the_power_is_back)
{
    long outages = 0;
    for (uint32_t seed = 0; seed < 2; seed++)
        for (long calls = seed;; calls += (long)ent_test_part(), outages++) {
            ent_test_files_clear(&files);
            bool whole = run_until_outage(calls, seed);
            /* Where it was finished before it ended, there is nothing to go on with. */
            if (!whole)
                (void)ent_test_sweep_run(files.path, true, UINT64_MAX);
            ent_test_files_assert_sound(&files, files.path);
            if (whole)
                break;
        }
    assert_true(outages * (long)ent_test_part() > 150);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_goes_on_to_the_same_bytes_when_the_power_is_back),
    };
    return cmocka_run_group_tests(tests, prepare, clean_up);
}
