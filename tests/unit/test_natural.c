/* Whole numbers of any size: decimal text, and ratios that are rounded to the nearest double. */
#include "test.h"

#include <math.h>

#include "vote/residues.h"

static ent_memory memory;
static ent_arena arena;

static int begin(void **state)
{
    (void)state;
    memory = ent_memory_system();
    arena = ent_arena_new(&memory);
    return 0;
}

static int end(void **state)
{
    (void)state;
    ent_arena_free(&arena);
    return memory.live == 0 ? 0 : -1;
}

/* factor^exponent * times + more */
static ent_natural number(uint64_t factor, uint32_t exponent, uint64_t times, uint64_t more)
{
    ent_natural made;
    ent_tally tally = ent_tally_new(&arena, exponent + 4);
    ent_tally_scale(&tally, 0, 1);
    for (uint32_t i = 0; i < exponent; i++)
        ent_tally_scale(&tally, factor, 0);
    ent_tally_scale(&tally, times, more);
    assert_true(ent_tally_read(&tally, &arena, &made));
    return made;
}

static double ratio(ent_natural a, ent_natural b)
{
    double value = -1;
    assert_int_equal(ent_natural_ratio(&arena, a, b, &value), ENT_OK);
    return value;
}

TEST(text_is_decimal)
{
    assert_string_equal(ent_natural_text(&arena, (ent_natural){0}), "0");
    assert_string_equal(ent_natural_text(&arena, number(10, 0, 7, 0)), "7");
    assert_string_equal(ent_natural_text(&arena, number(10, 19, 1, 0)), "10000000000000000000");
    assert_string_equal(ent_natural_text(&arena, number(2, 64, 1, 0)), "18446744073709551616");
    assert_string_equal(ent_natural_text(&arena, number(10, 40, 12, 34)),
                        "120000000000000000000000000000000000000034");
}

TEST(numbers_compare)
{
    ent_natural small = number(2, 10, 1, 0);
    ent_natural large = number(2, 100, 1, 0);
    uint64_t value = 0;
    assert_int_equal(ent_natural_compare(small, large), -1);
    assert_int_equal(ent_natural_compare(large, small), 1);
    assert_int_equal(ent_natural_compare(large, number(2, 99, 2, 0)), 0);
    assert_int_equal(ent_natural_compare((ent_natural){0}, (ent_natural){0}), 0);
    assert_true(ent_natural_fits(small, &value) && value == 1024);
    assert_true(ent_natural_fits((ent_natural){0}, &value) && value == 0);
    assert_false(ent_natural_fits(large, &value));
}

TEST(ratios_of_small_numbers_are_what_division_gives)
{
    for (uint64_t a = 0; a < 60; a++)
        for (uint64_t b = 1; b < 60; b++)
            assert_true(ratio(number(2, 0, a, 0), number(2, 0, b, 0)) == (double)a / (double)b);
}

/* Between two doubles the even one is taken, and the smallest bit beyond decides otherwise. */
TEST(ratios_round_to_the_nearest_and_ties_to_even)
{
    const uint64_t two53 = UINT64_C(1) << 53;
    ent_natural one = number(2, 0, 1, 0);
    assert_true(ratio(number(2, 0, two53 + 1, 0), one) == 9007199254740992.0);
    assert_true(ratio(number(2, 0, two53 + 3, 0), one) == 9007199254740996.0);
    for (uint32_t k = 1; k < 300; k += 7) {
        ent_natural power = number(2, k, 1, 0);
        assert_true(ratio(number(2, k, two53 + 1, 0), power) == 9007199254740992.0);
        assert_true(ratio(number(2, k, two53 + 1, 1), power) == 9007199254740994.0);
        assert_true(ratio(number(2, k, two53 + 3, 0), power) == 9007199254740996.0);
        assert_true(ratio(power, number(2, k, 3, 0)) == 1.0 / 3.0);
        assert_true(ratio(one, power) == ldexp(1, -(int)k));
        assert_true(ratio(power, one) == ldexp(1, (int)k));
    }
}

/* What is less than the least normal double has fewer places, and is rounded once. */
TEST(tiny_ratios_are_rounded_once)
{
    const uint64_t two53 = UINT64_C(1) << 53;
    ent_natural one = number(2, 0, 1, 0);
    assert_true(ratio(one, number(2, 1074, 1, 0)) == ldexp(1, -1074));
    assert_true(ratio(one, number(2, 1075, 1, 0)) == 0);
    assert_true(ratio(number(2, 0, 3, 0), number(2, 1075, 1, 0)) == ldexp(2, -1074));
    assert_true(ratio(number(2, 90, 1, 1), number(2, 1165, 1, 0)) == ldexp(1, -1074));
    assert_true(ratio(one, number(2, 3000, 1, 0)) == 0);
    ent_natural step = number(2, 1074 + 60, 1, 0);
    ent_natural below = number(2, 58, two53 - 1, (UINT64_C(1) << 58) - 1);
    assert_true(ratio(below, step) == ldexp(1, 51 - 1074));
    below = number(2, 58, 4 * 5 + 2, 0);
    assert_true(ratio(below, step) == ldexp(6, -1074)); /* 5.5: to the even one */
    below = number(2, 58, 4 * 5 + 1, (UINT64_C(1) << 58) - 1);
    assert_true(ratio(below, step) == ldexp(5, -1074));
}

TEST(tallies_add_subtract_multiply_and_divide)
{
    ent_natural a = number(3, 50, 1, 1);
    ent_natural b = number(7, 30, 1, 2);
    ent_natural result;
    ent_tally tally = ent_tally_new(&arena, 8);
    ent_tally_add_product(&tally, a, b);
    ent_tally_add_product(&tally, b, (ent_natural){0});
    ent_tally_add(&tally, a);
    ent_tally_subtract(&tally, a);
    assert_true(ent_tally_read(&tally, &arena, &result));
    assert_true(ratio(result, a) == ratio(b, number(2, 0, 1, 0)));
    ent_tally_scale(&tally, 12, 0);
    ent_tally_divide(&tally, 12);
    assert_int_equal(ent_natural_compare(ent_tally_view(&tally), result), 0);
    ent_tally_clear(&tally);
    assert_true(ent_natural_is_zero(ent_tally_view(&tally)));
}

/* Of numbers just below a product of primes, of small ones, and of 0, with a stride. */
TEST(numbers_come_back_from_their_remainders)
{
    enum { STRIDE = 3, PRIMES_MOST = 40 };
    for (uint64_t bits = 1; bits <= 1200; bits += 109) {
        ent_primes primes;
        assert_true(ent_primes_make(&primes, bits, &arena));
        assert_true(primes.count <= PRIMES_MOST);
        ent_tally tally = ent_tally_new(&arena, ent_residues_limbs(&primes));
        for (uint32_t less = 0; less <= 3; less++) {
            uint32_t residues[STRIDE * PRIMES_MOST] = {0};
            ent_natural expected = primes.product;
            for (uint32_t i = 0; i < primes.count; i++)
                residues[STRIDE * i] = less == 0 ? 0 : less == 3 ? 3 : primes.items[i] - less;
            ent_residues_join(&primes, residues, STRIDE, &tally);
            if (less == 1 || less == 2)
                ent_tally_scale(&tally, 1, less);
            else
                expected = number(2, 0, less, 0);
            assert_int_equal(ent_natural_compare(ent_tally_view(&tally), expected), 0);
        }
    }
}

int main(void)
{
    RUN_TESTS(
        cmocka_unit_test_setup_teardown(text_is_decimal, begin, end),
        cmocka_unit_test_setup_teardown(numbers_compare, begin, end),
        cmocka_unit_test_setup_teardown(ratios_of_small_numbers_are_what_division_gives, begin,
                                        end),
        cmocka_unit_test_setup_teardown(tiny_ratios_are_rounded_once, begin, end),
        cmocka_unit_test_setup_teardown(numbers_come_back_from_their_remainders, begin, end),
        cmocka_unit_test_setup_teardown(ratios_round_to_the_nearest_and_ties_to_even, begin, end),
        cmocka_unit_test_setup_teardown(tallies_add_subtract_multiply_and_divide, begin, end));
}
