/* Giving out blocks: each is handed on once, in order, whoever dies, comes back, or is slow. */
#include "test.h"

#include "support/failing.h"
#include "sweep/desk.h"

enum { BLOCKS = 200, WORKERS = 5 };

TEST(blocks_are_given_in_order_within_the_window)
{
    ent_memory memory = ent_memory_system();
    ent_desk desk;
    uint64_t block = 0;
    assert_int_equal(ent_desk_init(&desk, 3, 10, 4, &memory), ENT_OK);
    for (uint64_t b = 3; b < 7; b++) {
        assert_true(ent_desk_give(&desk, 1, &block));
        assert_int_equal(block, b);
    }
    assert_false(ent_desk_give(&desk, 1, &block));
    assert_true(ent_desk_done(&desk, 4));
    assert_false(ent_desk_has_next(&desk));
    assert_false(ent_desk_give(&desk, 1, &block));
    assert_true(ent_desk_done(&desk, 3));
    assert_true(ent_desk_has_next(&desk));
    ent_desk_hand_on(&desk);
    assert_true(ent_desk_has_next(&desk));
    ent_desk_hand_on(&desk);
    assert_false(ent_desk_has_next(&desk));
    assert_true(ent_desk_give(&desk, 1, &block));
    assert_int_equal(block, 7);
    ent_desk_free(&desk);
    assert_int_equal(memory.live, 0);
}

TEST(what_a_lost_worker_had_is_given_again_and_counts_once)
{
    ent_memory memory = ent_memory_system();
    ent_desk desk;
    uint64_t block = 0;
    assert_int_equal(ent_desk_init(&desk, 0, 6, 6, &memory), ENT_OK);
    for (uint32_t worker = 1; worker <= 3; worker++)
        assert_true(ent_desk_give(&desk, worker, &block));
    assert_int_equal(ent_desk_lose(&desk, 2), 1);
    assert_int_equal(ent_desk_lose(&desk, 2), 0);
    assert_true(ent_desk_give(&desk, 3, &block));
    assert_int_equal(block, 1);
    /* It was slow, and not dead. */
    assert_true(ent_desk_done(&desk, 1));
    assert_false(ent_desk_done(&desk, 1));
    assert_true(ent_desk_give(&desk, 3, &block));
    assert_int_equal(block, 3);
    ent_desk_free(&desk);
}

TEST(a_closed_desk_ends_what_was_begun)
{
    ent_memory memory = ent_memory_system();
    ent_desk desk;
    uint64_t block = 0;
    assert_int_equal(ent_desk_init(&desk, 0, 6, 6, &memory), ENT_OK);
    assert_true(ent_desk_give(&desk, 1, &block));
    assert_true(ent_desk_give(&desk, 2, &block));
    ent_desk_close(&desk);
    assert_false(ent_desk_give(&desk, 1, &block));
    assert_false(ent_desk_is_over(&desk));
    assert_true(ent_desk_done(&desk, 1));
    assert_int_equal(ent_desk_lose(&desk, 1), 1);
    assert_true(ent_desk_give(&desk, 2, &block));
    assert_int_equal(block, 0);
    assert_true(ent_desk_done(&desk, 0));
    ent_desk_hand_on(&desk);
    ent_desk_hand_on(&desk);
    assert_true(ent_desk_is_over(&desk));
    ent_desk_free(&desk);
}

TEST(numbers_that_cannot_be_are_passed_over)
{
    ent_memory memory = ent_memory_system();
    ent_desk desk;
    uint64_t block = 0;
    assert_int_equal(ent_desk_init(&desk, 2, 9, 4, &memory), ENT_OK);
    assert_true(ent_desk_give(&desk, 1, &block));
    assert_false(ent_desk_done(&desk, 1));
    assert_false(ent_desk_done(&desk, 3));
    assert_false(ent_desk_done(&desk, UINT64_MAX));
    assert_true(ent_desk_done(&desk, 2));
    ent_desk_free(&desk);
}

TEST(no_memory_is_told)
{
    ent_test_failing failing = {.memory = ent_memory_system(), .left = 0};
    ent_memory memory = {.hook = ent_test_fail_once, .context = &failing};
    ent_desk desk;
    assert_int_equal(ent_desk_init(&desk, 0, 9, 4, &memory), ENT_NO_RESOURCE);
    ent_desk_free(&desk);
}

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

/* Workers that take, finish, die and come back at random. */
static void muddle(uint32_t seed)
{
    ent_memory memory = ent_memory_system();
    ent_desk desk;
    uint64_t has[WORKERS] = {0};
    bool busy[WORKERS] = {false};
    uint64_t handed_on = 0;
    assert_int_equal(ent_desk_init(&desk, 0, BLOCKS, 1 + seed % 9, &memory), ENT_OK);
    for (int step = 0; step < 1000000 && !ent_desk_is_over(&desk); step++) {
        uint32_t worker = draw(&seed) % WORKERS;
        uint32_t what = draw(&seed) % 10;
        if (!busy[worker])
            busy[worker] = ent_desk_give(&desk, worker, &has[worker]);
        else if (what == 0)
            (void)ent_desk_lose(&desk, worker);
        else if (what == 1)
            busy[worker] = false; /* it dies without a word … */
        else {
            (void)ent_desk_done(&desk, has[worker]);
            busy[worker] = false;
        }
        if (what == 1) /* … which is noticed */
            (void)ent_desk_lose(&desk, worker);
        for (; ent_desk_has_next(&desk); ent_desk_hand_on(&desk))
            assert_int_equal(desk.taken, handed_on++);
    }
    assert_int_equal(handed_on, BLOCKS);
    ent_desk_free(&desk);
}

TEST(every_block_is_handed_on_whatever_happens)
{
    for (uint32_t seed = 0; seed < 200; seed++)
        muddle(seed);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(blocks_are_given_in_order_within_the_window),
              cmocka_unit_test(what_a_lost_worker_had_is_given_again_and_counts_once),
              cmocka_unit_test(a_closed_desk_ends_what_was_begun),
              cmocka_unit_test(numbers_that_cannot_be_are_passed_over),
              cmocka_unit_test(no_memory_is_told),
              cmocka_unit_test(every_block_is_handed_on_whatever_happens));
}
