#include "crypto/transcript.h"

#include <assert.h>
#include <string.h>

static void
hash_u32(struct transcript *t, uint32_t n)
{
    const uint8_t bytes[4] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
                              (uint8_t)(n >> 8), (uint8_t)n};

    crypto_hash_sha512_update(&t->state, bytes, sizeof bytes);
}

void
transcript_begin(struct transcript *t, const char *tag, uint32_t parts)
{
    assert(parts < UINT32_MAX);
    crypto_hash_sha512_init(&t->state);
    t->parts_left = parts + 1;
    t->bytes_left = 0;
    hash_u32(t, parts + 1);
    transcript_part(t, tag, strlen(tag));
}

void
transcript_part_begin(struct transcript *t, size_t len)
{
    assert(t->parts_left > 0 && t->bytes_left == 0);
    assert(len <= UINT32_MAX);
    t->parts_left--;
    t->bytes_left = len;
    hash_u32(t, (uint32_t)len);
}

void
transcript_more(struct transcript *t, const void *bytes, size_t len)
{
    assert(len <= t->bytes_left);
    t->bytes_left -= len;
    crypto_hash_sha512_update(&t->state, bytes, len);
}

void
transcript_part(struct transcript *t, const void *bytes, size_t len)
{
    transcript_part_begin(t, len);
    transcript_more(t, bytes, len);
}

void
transcript_u32(struct transcript *t, uint32_t n)
{
    transcript_part_begin(t, 4);
    hash_u32(t, n);
    t->bytes_left = 0;
}

void
transcript_u64(struct transcript *t, uint64_t n)
{
    transcript_part_begin(t, 8);
    hash_u32(t, (uint32_t)(n >> 32));
    hash_u32(t, (uint32_t)n);
    t->bytes_left = 0;
}

void
transcript_digest(struct transcript *t, uint8_t out[TRANSCRIPT_DIGEST_BYTES])
{
    assert(t->parts_left == 0 && t->bytes_left == 0);
    crypto_hash_sha512_final(&t->state, out);
    sodium_memzero(t, sizeof *t);
}

void
transcript_hash(struct transcript *t, uint8_t out[TRANSCRIPT_HASH_BYTES])
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];

    transcript_digest(t, digest);
    memcpy(out, digest, TRANSCRIPT_HASH_BYTES);
    sodium_memzero(digest, sizeof digest);
}

void
transcript_scalar(struct transcript *t, struct scalar *out)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];

    transcript_digest(t, digest);
    scalar_reduce(out, digest);
    sodium_memzero(digest, sizeof digest);
}
