/*
 * test.h - cmocka, with assertions that print an error's name.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/err.h"

/* Fails with the error's name and the expression unless the result is OK. */
#define assert_ok(expr)                                                        \
    do {                                                                       \
        enum err assert_ok_e = (expr);                                         \
        if (assert_ok_e)                                                       \
            fail_msg("%s: %s", #expr, err_name(assert_ok_e));                  \
    } while (0)

/* Fails unless the expression gives exactly this error. */
#define assert_err(expr, want)                                                 \
    do {                                                                       \
        enum err assert_err_e = (expr);                                        \
        if (assert_err_e != (want))                                            \
            fail_msg("%s: %s, not %s", #expr, err_name(assert_err_e),          \
                     err_name(want));                                          \
    } while (0)

#endif
