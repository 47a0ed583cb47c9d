/*
 * digest.h - a hash of all that a conference knows, for tests that ask whether
 * anything has changed or whether two machines are in the same state.
 *
 * It is over the fields themselves, with no padding and no address in it.
 */
#ifndef TESTS_SUPPORT_DIGEST_H
#define TESTS_SUPPORT_DIGEST_H

#include "ballots/conference.h"

struct hash32 digest_state(const struct conference *c);

#endif
