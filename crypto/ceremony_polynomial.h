/*
 * ceremony_polynomial.h - the trustees' polynomials f_i(x) = sum a_ik x^k, in
 * clear and in the exponent, for the files of the ceremony.
 */
#ifndef CRYPTO_CEREMONY_POLYNOMIAL_H
#define CRYPTO_CEREMONY_POLYNOMIAL_H

#include "crypto/ceremony.h"

/* f_dealer(index), from the dealer's seed; secret. */
void ceremony_polynomial_value(struct scalar *out,
                               const struct ceremony *ceremony, unsigned dealer,
                               unsigned index,
                               const uint8_t seed[CEREMONY_SEED_BYTES]);

/* sum_k index^k F_k = f(index) B; public. */
void ceremony_polynomial_point(struct point *out,
                               const struct ceremony *ceremony,
                               const struct point *coefficients,
                               unsigned index);

/* ERR_INPUT unless all t coefficients are points and none is the identity. */
MUST_USE enum err ceremony_polynomial_check(const struct ceremony *ceremony,
                                            const struct point *coefficients);

#endif
