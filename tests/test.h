/*
 * What every test program includes first: cmocka with the headers that it wants before it, and the
 * little that our tests say often.
 */
#ifndef ENT_TESTS_TEST_H
#define ENT_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Begins a test: TEST(arena_gives_zeroed_memory) { ... } */
#define TEST(name) static void name(__attribute__((unused)) void **state)

/* Runs the tests of a program: int main(void) { RUN_TESTS(cmocka_unit_test(a), ...); } */
#define RUN_TESTS(...)                                                                             \
    do {                                                                                           \
        const struct CMUnitTest tests_[] = {__VA_ARGS__};                                          \
        return cmocka_run_group_tests(tests_, NULL, NULL);                                         \
    } while (0)

#endif
