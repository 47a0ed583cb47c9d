/*
 * roll_hash.h - the voter roll, pinned by a hash.
 *
 * SHA-256 over the text
 *
 *     congress-roll/v1 LF
 *     <seat> SP <base64 of the name commitment> SP <tags> LF      each seat
 *
 * of all voting seats in ascending order; tags are joined by commas, or `none`.
 * A paper's roll begins congress-paper-roll/v1, has only the seats that vote on
 * the paper, and each line ends with SP and the numbers of the rows from which
 * the seat is recused, ascending and joined by commas, or `none`.
 */
#ifndef BALLOTS_ROLL_HASH_H
#define BALLOTS_ROLL_HASH_H

#include "ballots/state.h"

void roll_hash(struct hash32 *out, const struct conference *c);
void roll_hash_paper(struct hash32 *out, const struct conference *c,
                     const struct paper *paper);

#endif
