/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test.h - what cmocka needs before it, and one test per row of a table. */
#ifndef DM_TESTS_TEST_H
#define DM_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define TEST_LEN(a) (sizeof(a) / sizeof(a)[0])

/* Every row becomes a test of its own, named by the row: all failing rows are
 * reported, and one can be picked by its name. */
#define TEST_CASES(tests, n, rows, run)                        \
    for (size_t i_ = 0; i_ < TEST_LEN(rows); i_++)             \
        (tests)[(n)++] = (struct CMUnitTest)                   \
        {                                                      \
            .name = (rows)[i_].name, .test_func = (run),       \
            .initial_state = (void *)(uintptr_t) & (rows)[i_], \
        }

#define TEST_ONE(tests, n, fn) \
    ((tests)[(n)++] = (struct CMUnitTest){.name = #fn, .test_func = (fn)})

#endif
