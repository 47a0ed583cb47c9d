#include "tests/support/values.h"

#include <assert.h>
#include <string.h>

#include "crypto/transcript.h"

struct scalar
value_number(uint64_t n)
{
    struct scalar s;

    scalar_from_u64(&s, n);
    return s;
}

struct scalar
value_scalar(const char *label)
{
    uint8_t bytes[TRANSCRIPT_DIGEST_BYTES];
    struct scalar s;

    value_bytes(bytes, sizeof bytes, label);
    scalar_reduce(&s, bytes);
    return s;
}

struct point
value_point(const char *label)
{
    const struct scalar s = value_scalar(label);
    struct point p;

    point_mul_base(&p, &s);
    return p;
}

void
value_change_point(struct point *p)
{
    struct point base;

    point_base(&base);
    point_add(p, p, &base);
}

void
value_change_scalar(struct scalar *s)
{
    const struct scalar one = value_number(1);

    scalar_add(s, s, &one);
}

void
value_bytes(uint8_t *out, size_t len, const char *label)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct transcript t;

    assert(len <= sizeof digest);
    transcript_begin(&t, "test value", 1);
    transcript_part(&t, label, strlen(label));
    transcript_digest(&t, digest);
    memcpy(out, digest, len);
}
