#include "crypto/hash.h"

#include <sodium.h>

static void
update(crypto_hash_sha256_state *state, const void *data, size_t len)
{
    if (len)
        crypto_hash_sha256_update(state, data, len);
}

void
hash_sha256(struct hash32 *out, const void *data, size_t len)
{
    struct span part = span_of(data, len);

    hash_sha256_parts(out, &part, 1);
}

void
hash_sha256_parts(struct hash32 *out, const struct span *parts, size_t count)
{
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++)
        update(&state, parts[i].ptr, parts[i].len);
    crypto_hash_sha256_final(&state, out->bytes);
}

void
hash_leaf(struct hash32 *out, const void *data, size_t len)
{
    struct span part = span_of(data, len);

    hash_leaf_parts(out, &part, 1);
}

void
hash_leaf_parts(struct hash32 *out, const struct span *parts, size_t count)
{
    static const uint8_t prefix = 0x00;
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    update(&state, &prefix, sizeof prefix);
    for (size_t i = 0; i < count; i++)
        update(&state, parts[i].ptr, parts[i].len);
    crypto_hash_sha256_final(&state, out->bytes);
}

void
hash_node(struct hash32 *out, const struct hash32 *left,
          const struct hash32 *right)
{
    static const uint8_t prefix = 0x01;
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    update(&state, &prefix, sizeof prefix);
    update(&state, left->bytes, sizeof left->bytes);
    update(&state, right->bytes, sizeof right->bytes);
    crypto_hash_sha256_final(&state, out->bytes);
}

bool
hash_eq(const struct hash32 *a, const struct hash32 *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}
