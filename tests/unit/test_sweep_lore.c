/* What workers know together: many threads find and add the same things at once; nothing is lost,
 * everybody gets the same, and a lore goes when the last one has let go of it. */
#include "test.h"

#include <pthread.h>
#include <string.h>

#include "sweep/lore.h"

enum { KEYS = 3000, THREADS = 4, ROUNDS = 3 };

/* Keys of several lengths, one of them empty. */
static size_t write_key(uint32_t number, uint8_t key[40])
{
    size_t length = number == 0 ? 0 : 4 + number % 37;
    memset(key, (int)(number % 7), 40);
    memcpy(key, &number, sizeof number);
    return length;
}

/* --- Memos ----------------------------------------------------------------------------------- */

typedef struct {
    ent_memo *memo;
    pthread_t thread;
    uint32_t values[KEYS]; /* what this thread would have stand there */
    void *found[KEYS];     /* what stands there */
} adder;

static void *add_all(void *context)
{
    adder *a = context;
    uint8_t key[40];
    for (uint32_t round = 0; round < ROUNDS; round++)
        for (uint32_t k = 0; k < KEYS; k++) {
            size_t length = write_key(k, key);
            void *known = ent_memo_find(a->memo, key, length);
            if (known == NULL)
                known = ent_memo_add(a->memo, key, length, &a->values[k]);
            a->found[k] = round == 0 || a->found[k] == known ? known : NULL;
        }
    return NULL;
}

TEST(threads_that_add_the_same_get_the_same)
{
    static adder adders[THREADS];
    ent_memory memory = ent_memory_system();
    ent_shelf shelf;
    ent_shelf_init(&shelf, &memory);
    ent_memo memo = {.shelf = &shelf};
    for (int t = 0; t < THREADS; t++) {
        adders[t].memo = &memo;
        assert_int_equal(pthread_create(&adders[t].thread, NULL, add_all, &adders[t]), 0);
    }
    for (int t = 0; t < THREADS; t++)
        assert_int_equal(pthread_join(adders[t].thread, NULL), 0);
    for (uint32_t k = 0; k < KEYS; k++) {
        uint8_t key[40];
        size_t length = write_key(k, key);
        void *known = ent_memo_find(&memo, key, length);
        bool somebodys = false;
        assert_non_null(known);
        for (int t = 0; t < THREADS; t++) {
            assert_ptr_equal(adders[t].found[k], known);
            somebodys = somebodys || known == &adders[t].values[k];
        }
        assert_true(somebodys);
    }
    uint8_t unknown[40];
    assert_null(ent_memo_find(&memo, unknown, write_key(KEYS, unknown)));
    assert_true(atomic_load(&shelf.bytes) > KEYS * sizeof(void *));
    ent_shelf_free(&shelf);
}

/* --- Contents -------------------------------------------------------------------------------- */

TEST(equal_bytes_are_kept_once_and_have_one_number)
{
    static const ent_content *contents[KEYS];
    ent_memory memory = ent_memory_system();
    ent_library library;
    ent_lore *lore = NULL;
    ent_library_init(&library, &memory, SIZE_MAX);
    assert_int_equal(ent_library_take(&library, &lore), ENT_OK);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t k = 0; k < KEYS; k++) {
            uint8_t bytes[40];
            size_t length = write_key(k, bytes);
            const ent_content *content = ent_lore_keep(lore, bytes, length);
            assert_non_null(content);
            assert_memory_equal(content->bytes, bytes, length);
            if (round == 0)
                contents[k] = content;
            assert_ptr_equal(contents[k], content);
        }
    for (uint32_t k = 1; k < KEYS; k++)
        assert_true(contents[k]->number > contents[k - 1]->number);
    ent_library_leave(&library, &lore);
    assert_null(lore);
    ent_library_free(&library);
}

/* --- The library ----------------------------------------------------------------------------- */

static void fill(ent_lore *lore, uint8_t with)
{
    uint8_t bytes[1000] = {with};
    assert_non_null(ent_lore_keep(lore, bytes, sizeof bytes));
}

TEST(a_full_lore_gets_no_new_holders_and_goes_with_the_last)
{
    ent_memory memory = ent_memory_system();
    ent_library library;
    ent_lore *first = NULL;
    ent_lore *second = NULL;
    ent_library_init(&library, &memory, 100);
    assert_int_equal(ent_library_take(&library, &first), ENT_OK);
    assert_int_equal(ent_library_take(&library, &second), ENT_OK);
    assert_ptr_equal(first, second);
    assert_false(ent_library_is_full(&library, first));
    fill(first, 1);
    assert_true(ent_library_is_full(&library, first));

    ent_lore *full = second;
    assert_int_equal(ent_library_take(&library, &first), ENT_OK);
    assert_ptr_not_equal(first, full);
    assert_int_equal(full->holders, 1);
    assert_int_equal(atomic_load(&first->numbers), 0);
    assert_int_equal(first->generation, full->generation + 1);
    assert_true(ent_library_is_full(&library, first)); /* the retired one counts */
    fill(second, 2);                                   /* who still holds it may add to it */
    assert_int_equal(ent_library_take(&library, &second), ENT_OK);
    assert_int_equal(atomic_load(&library.retired), 0);
    assert_false(ent_library_is_full(&library, second));
    assert_int_equal(ent_library_take(&library, &first), ENT_OK);
    assert_ptr_equal(second, first);
    assert_int_equal(first->holders, 2);
    ent_library_leave(&library, &first);
    ent_library_leave(&library, &second);

    /* What nobody holds stays for the next one, unless it is full. */
    assert_int_equal(ent_library_take(&library, &first), ENT_OK);
    fill(first, 1);
    ent_library_leave(&library, &first);
    assert_int_equal(ent_library_take(&library, &first), ENT_OK);
    assert_false(ent_library_is_full(&library, first));
    ent_library_empty(&library); /* somebody holds it */
    assert_ptr_equal(library.current, first);
    ent_library_leave(&library, &first);
    ent_library_empty(&library);
    assert_null(library.current);
    assert_int_equal(library.memory.live, 0);
    ent_library_free(&library);
    assert_int_equal(library.memory.live, 0);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(threads_that_add_the_same_get_the_same),
              cmocka_unit_test(equal_bytes_are_kept_once_and_have_one_number),
              cmocka_unit_test(a_full_lore_gets_no_new_holders_and_goes_with_the_last));
}
