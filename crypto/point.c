#include "crypto/point.h"

#include <assert.h>

#include <sodium.h>

enum err
point_decode(struct point *out, const uint8_t in[POINT_BYTES])
{
    enum err e = point_decode_any(out, in);

    if (!e && point_is_identity(out))
        e = ERR_INPUT;
    return e;
}

enum err
point_decode_any(struct point *out, const uint8_t in[POINT_BYTES])
{
    *out = (struct point){{0}};
    /* libsodium 1.0.18 ignores the top bit: it would be a second encoding. */
    if ((in[POINT_BYTES - 1] & 0x80) != 0 ||
        !crypto_core_ristretto255_is_valid_point(in))
        return ERR_INPUT;
    for (unsigned i = 0; i < POINT_BYTES; i++)
        out->bytes[i] = in[i];
    return OK;
}

void
point_identity(struct point *out)
{
    *out = (struct point){{0}};
}

void
point_base(struct point *out)
{
    struct scalar one;

    scalar_from_u64(&one, 1);
    point_mul_base(out, &one);
}

void
point_add(struct point *out, const struct point *a, const struct point *b)
{
    int failed = crypto_core_ristretto255_add(out->bytes, a->bytes, b->bytes);

    assert(!failed);
    (void)failed;
}

void
point_sub(struct point *out, const struct point *a, const struct point *b)
{
    int failed = crypto_core_ristretto255_sub(out->bytes, a->bytes, b->bytes);

    assert(!failed);
    (void)failed;
}

/*
 * libsodium says -1 when a product is the identity, but has then written the
 * identity's encoding, which is the right answer. The result is not looked at:
 * whether a product is the identity may be secret.
 */
void
point_mul_base(struct point *out, const struct scalar *s)
{
    int is_identity = crypto_scalarmult_ristretto255_base(out->bytes, s->bytes);

    (void)is_identity;
}

void
point_mul(struct point *out, const struct scalar *s, const struct point *p)
{
    /*
     * Here -1 can also mean that p is no valid point, a caller's mistake. The
     * product is then no valid point either, so that it cannot pass for the
     * identity and the next addition asserts.
     */
    struct point product = {{0x01}};
    int is_identity =
        crypto_scalarmult_ristretto255(product.bytes, s->bytes, p->bytes);

    (void)is_identity;
    *out = product;
    sodium_memzero(&product, sizeof product);
}

bool
point_eq(const struct point *a, const struct point *b)
{
    return sodium_memcmp(a->bytes, b->bytes, POINT_BYTES) == 0;
}

bool
point_is_identity(const struct point *p)
{
    return sodium_is_zero(p->bytes, POINT_BYTES) != 0;
}
