/*
 * vector_writer.h - builds the worked examples of docs/protocol.md, section 15.
 *
 * Every example is an object in one array; bytes are written as hex.
 */
#ifndef TESTS_SUPPORT_VECTOR_WRITER_H
#define TESTS_SUPPORT_VECTOR_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

/*
 * Starts the example of one transcript; its parts follow in order. Returns the
 * example, borrowed from the array.
 */
json_t *vector_transcript(json_t *array, const char *name, const char *tag);

/* Adds one part. */
void vector_part(json_t *vector, const char *name, const void *bytes,
                 size_t len);
void vector_part_u32(json_t *vector, const char *name, uint32_t n);

/* Ends it: `as` is "digest", "hash" or "scalar", of 64, 32 and 32 bytes. */
void vector_output(json_t *vector, const char *as, const void *output);

/*
 * Ends it with what crypto/transcript.h makes of its parts, for hashes that no
 * function of the programs gives away; the caller shows in another way that
 * they make the same. out: 64 bytes of room.
 */
void vector_output_of_parts(json_t *vector, const char *as, uint8_t out[64]);

/* One SHA-256. text: whether the bytes are shown as text too. */
enum vector_shown { VECTOR_HEX, VECTOR_TEXT };
void vector_sha256(json_t *array, const char *name, const void *bytes,
                   size_t len, enum vector_shown shown,
                   const uint8_t output[32]);

/* Any other computation: inputs, then outputs. */
json_t *vector_other(json_t *array, const char *name, const char *about);
void vector_in(json_t *vector, const char *name, const void *bytes, size_t len);
void vector_in_number(json_t *vector, const char *name, uint64_t n);
void vector_in_text(json_t *vector, const char *name, const char *text);
void vector_out(json_t *vector, const char *name, const void *bytes,
                size_t len);
void vector_out_text(json_t *vector, const char *name, const char *text);

/* A string of hex digits; the caller owns it. */
json_t *vector_hex(const void *bytes, size_t len);

#endif
