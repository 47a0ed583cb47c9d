/*
 * transcript.h - hashing a list of byte strings without ambiguity.
 *
 * A transcript is one SHA-512 over
 *
 *     u32(number of parts) || u32(length) part || u32(length) part || ...
 *
 * with big-endian u32. The first part is the tag, one per use, so that no hash
 * made for one purpose can stand for another; the number counts the tag too.
 * Numbers are parts of four (u32) or eight (u64) bytes, big-endian. The 64-byte
 * output is used whole (digest), cut to its first 32 bytes (hash), or reduced
 * modulo q (scalar): with 512 bits the reduction is uniform to within 2^-259.
 *
 * Constant time in the bytes of the parts, not in their lengths.
 */
#ifndef CRYPTO_TRANSCRIPT_H
#define CRYPTO_TRANSCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include <sodium.h>

#include "crypto/scalar.h"

enum { TRANSCRIPT_DIGEST_BYTES = 64, TRANSCRIPT_HASH_BYTES = 32 };

struct transcript {
    crypto_hash_sha512_state state;
    uint32_t parts_left; /* announced, not yet begun */
    size_t bytes_left;   /* of the part being streamed */
};

/* Starts a transcript of this tag and exactly `parts` parts after it. */
void transcript_begin(struct transcript *t, const char *tag, uint32_t parts);

/* Adds one part. len must fit a u32; a caller that breaks this asserts. */
void transcript_part(struct transcript *t, const void *bytes, size_t len);
void transcript_u32(struct transcript *t, uint32_t n);
void transcript_u64(struct transcript *t, uint64_t n);

/* Adds one part of `len` bytes that comes in pieces by transcript_more(). */
void transcript_part_begin(struct transcript *t, size_t len);
void transcript_more(struct transcript *t, const void *bytes, size_t len);

/*
 * The three endings; each wipes t. It is a caller's mistake (assert) to end
 * before every announced part was given in full.
 */
void transcript_digest(struct transcript *t,
                       uint8_t out[TRANSCRIPT_DIGEST_BYTES]);
void transcript_hash(struct transcript *t, uint8_t out[TRANSCRIPT_HASH_BYTES]);
void transcript_scalar(struct transcript *t, struct scalar *out);

#endif
