/*
 * sample.h - a made-up paper and voter for tests of ballots.
 */
#ifndef TESTS_SUPPORT_SAMPLE_H
#define TESTS_SUPPORT_SAMPLE_H

#include "crypto/ballot.h"

/* x, and the election key Y = x*B of every sample form. */
struct scalar sample_secret_key(void);

/*
 * A form of rows 3, 5, 7, ...: the seat is recused from those between. K
 * options, cap N or 0.
 */
struct ballot_form sample_form(unsigned options, unsigned cap, unsigned rows);

/* Seat 17 on its second attempt. */
struct ballot_voter sample_voter(void);

/* ballot_bytes() of a form. */
size_t sample_bytes(const struct ballot_form *form);

/* Seals with a fixed secret; fails the test on an error. */
void sample_seal(uint8_t *out, const struct ballot_form *form,
                 const struct ballot_voter *voter, const uint8_t *choices);

#endif
