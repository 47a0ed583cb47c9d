/*
 * trustees.h - a key ceremony that everybody has gone through, for tests.
 */
#ifndef TESTS_SUPPORT_TRUSTEES_H
#define TESTS_SUPPORT_TRUSTEES_H

#include "crypto/ceremony.h"

struct trustees {
    struct ceremony ceremony;
    uint8_t seeds[CEREMONY_TRUSTEES_MAX][CEREMONY_SEED_BYTES];
    struct ceremony_commit commits[CEREMONY_TRUSTEES_MAX];
    struct ceremony_deal deals[CEREMONY_TRUSTEES_MAX];
    struct point key;                               /* Y */
    struct scalar shares[CEREMONY_TRUSTEES_MAX];    /* x_j at [j - 1] */
    struct point share_keys[CEREMONY_TRUSTEES_MAX]; /* Y_j at [j - 1] */
};

/* n trustees, any t of whom count; fails the test on an error. */
void trustees_meet(struct trustees *trustees, unsigned n, unsigned t);

#endif
