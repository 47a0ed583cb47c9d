/*
 * protocol_vectors.h - a worked example of every hash of docs/protocol.md, by
 * the functions that the programs use.
 *
 * tests/vectors/make_vectors.c writes them to tests/vectors/protocol.json;
 * tests/ballots/test_protocol_vectors.c makes them anew, compares, and works
 * them out once more from the parts that they list.
 */
#ifndef TESTS_SUPPORT_PROTOCOL_VECTORS_H
#define TESTS_SUPPORT_PROTOCOL_VECTORS_H

#include <jansson.h>

#include "tests/support/recorded.h"

/* All of them; the caller owns the array. */
json_t *protocol_vectors(const struct recorded *r);

/* Its parts, which append to the array. */
void protocol_vectors_log(json_t *array, const struct recorded *r);
void protocol_vectors_roll(json_t *array, const struct recorded *r);
void protocol_vectors_card(json_t *array, const struct recorded *r);
void protocol_vectors_proof(json_t *array);
void protocol_vectors_ballot(json_t *array, const struct recorded *r);
void protocol_vectors_ceremony(json_t *array, const struct recorded *r);
void protocol_vectors_share(json_t *array, const struct recorded *r);

#endif
