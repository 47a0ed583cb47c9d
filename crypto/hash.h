/*
 * hash.h - SHA-256, and the two hashes of an RFC 6962 tree.
 *
 *     leaf(d)    = SHA-256(00 || d)
 *     node(l, r) = SHA-256(01 || l || r)
 *
 * Source: RFC 6962, section 2.1; FIPS 180-4. Public data only. Nothing here
 * can fail, allocate or keep state.
 */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/span.h"

#define HASH_BYTES 32

struct hash32 {
    uint8_t bytes[HASH_BYTES];
};

void hash_sha256(struct hash32 *out, const void *data, size_t len);

/* SHA-256 over the concatenation of count parts. */
void hash_sha256_parts(struct hash32 *out, const struct span *parts,
                       size_t count);

void hash_leaf(struct hash32 *out, const void *data, size_t len);

/*
 * The leaf hash of the concatenation of count parts: a log entry is a server
 * line and then a note, which need not stand in one buffer.
 */
void hash_leaf_parts(struct hash32 *out, const struct span *parts,
                     size_t count);

/* out may be the same object as left or right. */
void hash_node(struct hash32 *out, const struct hash32 *left,
               const struct hash32 *right);

bool hash_eq(const struct hash32 *a, const struct hash32 *b);

#endif
