/*
 * vectors.h - reads tests/vectors/ (JSON), failing the test on anything odd.
 *
 * Tests run from the top of the tree.
 */
#ifndef TESTS_SUPPORT_VECTORS_H
#define TESTS_SUPPORT_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "crypto/hash.h"
#include "crypto/span.h"

/* The file of that name in tests/vectors/; the caller owns the value. */
json_t *vectors_load(const char *file);

/* A member that must be there; borrowed from object. */
json_t *vectors_get(const json_t *object, const char *key);

/* A string member, without a NUL; borrowed from object. */
struct span vectors_span(const json_t *object, const char *key);

/* A string value, borrowed. */
struct span vectors_value_span(const json_t *string);

/* An integer member that is not negative. */
uint64_t vectors_number(const json_t *object, const char *key);

/* Decodes a hexadecimal string of at most cap bytes and returns how many. */
size_t vectors_hex(uint8_t *out, size_t cap, struct span text);

/* Decodes a hexadecimal member of exactly len bytes. */
void vectors_hex_exact(uint8_t *out, size_t len, const json_t *object,
                       const char *key);

/* Decodes a canonical base64 member of at most cap bytes. */
size_t vectors_base64(uint8_t *out, size_t cap, const json_t *object,
                      const char *key);

#endif
