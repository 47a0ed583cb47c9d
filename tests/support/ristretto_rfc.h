/*
 * ristretto_rfc.h - the test vectors of RFC 9496, in hexadecimal.
 */
#ifndef TESTS_SUPPORT_RISTRETTO_RFC_H
#define TESTS_SUPPORT_RISTRETTO_RFC_H

enum { RISTRETTO_RFC_MULTIPLES = 16, RISTRETTO_RFC_INVALID = 29 };

/* 0*B, 1*B, 2*B, ... */
extern const char *const ristretto_rfc_multiples[RISTRETTO_RFC_MULTIPLES];

/* What no element is encoded as. */
extern const char *const ristretto_rfc_invalid[RISTRETTO_RFC_INVALID];

#endif
