/*
 * ballot_check.h - what a ballot must fulfil beside points and equations, for
 * the files that check one ballot and many.
 */
#ifndef CRYPTO_BALLOT_CHECK_H
#define CRYPTO_BALLOT_CHECK_H

#include "crypto/ballot_layout.h"

/* ERR_INPUT unless every scalar is canonical and no R stands there twice. */
MUST_USE enum err ballot_check_values(const struct ballot_layout *layout,
                                      const uint8_t *ballot);

#endif
