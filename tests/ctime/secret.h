/*
 * secret.h - marks bytes secret or public, for valgrind.
 *
 * A secret is "undefined" to valgrind's memcheck, which then reports every
 * branch and every index that depends on it, as it would for memory that was
 * never written.
 */
#ifndef TESTS_CTIME_SECRET_H
#define TESTS_CTIME_SECRET_H

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>
#include <valgrind/memcheck.h>

#include "crypto/err.h"

#define SECRET(object) VALGRIND_MAKE_MEM_UNDEFINED(&(object), sizeof(object))
#define PUBLIC(object) VALGRIND_MAKE_MEM_DEFINED(&(object), sizeof(object))

/* A run that computes the wrong thing shows nothing. */
static inline void
must(enum err e, const char *what)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, err_name(e));
    exit(1);
}

#endif
