/*
 * A sweep's file with any bytes changed: four bytes say where, with what, or where it is cut short.
 * It is refused, or gone on with to the sums that an unharmed one comes to.
 */
#include "test.h"

#include "support/sweep_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOCKS_BEGUN = 1, EDIT_BYTES = 4, CUT = 0xFF };

/* Made once, and left to the end of the program. */
static ent_test_files files;
static ent_test_sweep whole;
static char *begun;
static size_t begun_length;

static void need(bool holds)
{
    if (!holds)
        abort();
}

static void remove_files(void)
{
    ent_test_files_unmake(&files);
    ent_test_sweep_unmake(&whole);
    free(begun);
}

static void begin(void)
{
    ent_test_files_make(&files);
    need(ent_test_sweep_run(files.path, false, BLOCKS_BEGUN) == ENT_OK);
    begun = ent_test_bytes(files.path, &begun_length);
    ent_test_sweep_make(&whole, files.path, ENT_TEST_DRAWS);
    need(ent_test_sweep_go(&whole, true, UINT64_MAX) == ENT_OK);
    need(atexit(remove_files) == 0);
}

static void write_changed(const uint8_t *data, size_t size)
{
    size_t length = begun_length;
    char *bytes = malloc(begun_length);
    need(bytes != NULL);
    memcpy(bytes, begun, begun_length);
    for (size_t i = 0; i + EDIT_BYTES <= size; i += EDIT_BYTES) {
        size_t at = (data[i] | (size_t)data[i + 1] << 8 | (size_t)(data[i + 2] & 0x0F) << 16) %
                    begun_length;
        if ((data[i + 2] & 0xF0) == 0xF0 && data[i + 3] == CUT)
            length = at;
        else
            bytes[at] = (char)data[i + 3];
    }
    ent_test_files_clear(&files);
    ent_test_write_bytes(files.path, bytes, length);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_test_sweep sweep;
    if (begun == NULL)
        begin();
    if (size > 4096)
        return 0;
    write_changed(data, size);
    ent_test_sweep_make(&sweep, files.path, ENT_TEST_DRAWS);
    ent_status status = ent_test_sweep_go(&sweep, true, UINT64_MAX);
    need(status == ENT_OK || status == ENT_WRONG_USE || status == ENT_NO_RESOURCE);
    need((status == ENT_OK) == (sweep.reading.report.errors == 0));
    for (uint32_t i = 0; i < ENT_TEST_STATES && status == ENT_OK; i++)
        for (int k = 0; k < ENT_SUMS; k++)
            need(sweep.total.sums[i][k] == whole.total.sums[i][k]);
    ent_test_sweep_unmake(&sweep);
    return 0;
}
