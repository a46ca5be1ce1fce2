/*
 * Every file in tests/bad/ is refused with the words that stand beside it in NAME.expected. After a
 * change of words, ENTENTE_ACCEPT=1 writes them anew; read them before you commit.
 */
#include <dirent.h>

#include "model/model.h"
#include "test.h"

enum { LONGEST_PATH = 4096 };

static void path_of(char *path, const char *name, const char *ending)
{
    const char *root = getenv("ENTENTE_ROOT");
    int length =
        snprintf(path, LONGEST_PATH, "%s/tests/bad/%s%s", root == NULL ? "." : root, name, ending);
    assert_in_range(length, 1, LONGEST_PATH - 1);
}

/* The bytes of a file, ended by NUL; NULL when there is none. The caller frees them. */
static char *read_bytes(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    enum { MOST = 1 << 20 };
    char *bytes = malloc(MOST);
    assert_non_null(bytes);
    *length = fread(bytes, 1, MOST - 1, file);
    bytes[*length] = '\0';
    (void)fclose(file);
    return bytes;
}

static void accept(const char *path, const ent_text *said)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(said->data, 1, said->length, file), said->length);
    assert_int_equal(fclose(file), 0);
}

/* Reads a file and gives what was said about it. Fails where the file is fine, or memory is left.
 */
static void complain(const char *name, ent_memory *memory, ent_text *said)
{
    char path[LONGEST_PATH];
    size_t length = 0;
    path_of(path, name, "");
    char *bytes = read_bytes(path, &length);
    assert_non_null(bytes);
    ent_source source = {.name = name, .text = bytes, .length = length};
    ent_report report = ent_report_new(memory);
    ent_model model;
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &source, &report);
    if (status != ENT_WRONG_MODEL)
        print_error("%s: status %d\n", name, (int)status);
    assert_int_equal(status, ENT_WRONG_MODEL);
    ent_report_write(&report, said);
    ent_model_free(&model);
    ent_report_free(&report);
    free(bytes);
}

static bool check(const char *name)
{
    char path[LONGEST_PATH];
    ent_memory memory = ent_memory_system();
    ent_text said = ent_text_new(&memory);
    complain(name, &memory, &said);
    path_of(path, name, ".expected");
    if (getenv("ENTENTE_ACCEPT") != NULL)
        accept(path, &said);
    size_t length = 0;
    char *expected = read_bytes(path, &length);
    bool same = expected != NULL && strcmp(expected, ent_text_string(&said)) == 0;
    if (!same)
        print_error("%s: expected\n%s\nbut was told\n%s\n", name,
                    expected == NULL ? "(there is no such file)" : expected,
                    ent_text_string(&said));
    free(expected);
    ent_text_free(&said);
    assert_int_equal(memory.live, 0);
    return same;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    return length >= strlen(ending) && strcmp(name + length - strlen(ending), ending) == 0;
}

TEST(every_bad_file_is_refused_with_its_words)
{
    char path[LONGEST_PATH];
    path_of(path, "", "");
    DIR *folder = opendir(path);
    assert_non_null(folder);
    size_t files = 0;
    size_t wrong = 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] == '.' || ends_with(entry->d_name, ".expected"))
            continue;
        files++;
        wrong += !check(entry->d_name);
    }
    (void)closedir(folder);
    assert_int_equal(wrong, 0);
    assert_true(files > 50);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_bad_file_is_refused_with_its_words));
}
