#include "crypto/proof.h"

#include <string.h>

#include <sodium.h>

/* k = Hs("proof-nonce", x, tag, statement) or, with m, (..., statement, M). */
static void
make_nonce(struct scalar *k, const struct scalar *x, const char *tag,
           const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
           const struct point *m)
{
    struct transcript t;

    transcript_begin(&t, "proof-nonce", m ? 4 : 3);
    transcript_part(&t, x->bytes, SCALAR_BYTES);
    transcript_part(&t, tag, strlen(tag));
    transcript_part(&t, statement, TRANSCRIPT_DIGEST_BYTES);
    if (m)
        transcript_part(&t, m->bytes, POINT_BYTES);
    transcript_scalar(&t, k);
}

/* c = Hs(tag, statement, points...), one part a point. */
static void
make_challenge(struct scalar *c, const char *tag,
               const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
               const struct point *const *points, uint32_t count)
{
    struct transcript t;

    transcript_begin(&t, tag, 1 + count);
    transcript_part(&t, statement, TRANSCRIPT_DIGEST_BYTES);
    for (uint32_t i = 0; i < count; i++)
        transcript_part(&t, points[i]->bytes, POINT_BYTES);
    transcript_scalar(&t, c);
}

/* s = k + c*x */
static void
respond(struct scalar *s, const struct scalar *k, const struct scalar *c,
        const struct scalar *x)
{
    struct scalar cx;

    scalar_mul(&cx, c, x);
    scalar_add(s, k, &cx);
    sodium_memzero(&cx, sizeof cx);
}

bool
proof_equation_holds(const struct point *left, const struct point *commitment,
                     const struct scalar *c, const struct point *image)
{
    struct point right;

    point_mul(&right, c, image);
    point_add(&right, commitment, &right);
    return point_eq(left, &right);
}

/* A caller may hand over structs it filled itself: look before computing. */
static enum err
check_form(const struct point *const *points, size_t count,
           const struct scalar *s)
{
    struct point point;
    struct scalar scalar;
    enum err e = scalar_decode(&scalar, s->bytes);

    for (size_t i = 0; i < count && !e; i++)
        e = point_decode_any(&point, points[i]->bytes);
    return e;
}

void
proof_log_make(struct proof_log *out, const char *tag,
               const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
               const struct scalar *x)
{
    struct scalar k;
    struct scalar c;
    struct point public_key;
    const struct point *const points[] = {&public_key, &out->a};

    make_nonce(&k, x, tag, statement, NULL);
    point_mul_base(&public_key, x);
    point_mul_base(&out->a, &k);
    make_challenge(&c, tag, statement, points, 2);
    respond(&out->s, &k, &c, x);
    sodium_memzero(&k, sizeof k);
}

void
proof_log_challenge(struct scalar *c, const struct proof_log *proof,
                    const char *tag,
                    const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                    const struct point *public_key)
{
    const struct point *const points[] = {public_key, &proof->a};

    make_challenge(c, tag, statement, points, 2);
}

enum err
proof_log_verify(const struct proof_log *proof, const char *tag,
                 const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                 const struct point *public_key)
{
    const struct point *const points[] = {public_key, &proof->a};
    struct scalar c;
    struct point left;
    enum err e = check_form(points, 2, &proof->s);

    if (e)
        return e;
    proof_log_challenge(&c, proof, tag, statement, public_key);
    point_mul_base(&left, &proof->s);
    return proof_equation_holds(&left, &proof->a, &c, public_key) ? OK
                                                                  : ERR_PROOF;
}

void
proof_equal_make(struct proof_equal *out, const char *tag,
                 const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                 const struct scalar *x, const struct point *m)
{
    struct scalar k;
    struct scalar c;
    struct point public_key;
    struct point z;
    const struct point *const points[] = {&public_key, m, &z, &out->a, &out->d};

    make_nonce(&k, x, tag, statement, m);
    point_mul_base(&public_key, x);
    point_mul(&z, x, m);
    point_mul_base(&out->a, &k);
    point_mul(&out->d, &k, m);
    make_challenge(&c, tag, statement, points, 5);
    respond(&out->s, &k, &c, x);
    sodium_memzero(&k, sizeof k);
}

void
proof_equal_challenge(struct scalar *c, const struct proof_equal *proof,
                      const char *tag,
                      const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                      const struct point *public_key, const struct point *m,
                      const struct point *z)
{
    const struct point *const points[] = {public_key, m, z, &proof->a,
                                          &proof->d};

    make_challenge(c, tag, statement, points, 5);
}

enum err
proof_equal_verify(const struct proof_equal *proof, const char *tag,
                   const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                   const struct point *public_key, const struct point *m,
                   const struct point *z)
{
    const struct point *const points[] = {public_key, m, z, &proof->a,
                                          &proof->d};
    struct scalar c;
    struct point left;
    enum err e = check_form(points, 5, &proof->s);

    if (e)
        return e;
    proof_equal_challenge(&c, proof, tag, statement, public_key, m, z);
    point_mul_base(&left, &proof->s);
    if (!proof_equation_holds(&left, &proof->a, &c, public_key))
        return ERR_PROOF;
    point_mul(&left, &proof->s, m);
    return proof_equation_holds(&left, &proof->d, &c, z) ? OK : ERR_PROOF;
}

void
proof_log_encode(uint8_t out[PROOF_LOG_BYTES], const struct proof_log *p)
{
    memcpy(out, p->a.bytes, POINT_BYTES);
    memcpy(out + POINT_BYTES, p->s.bytes, SCALAR_BYTES);
}

enum err
proof_log_decode(struct proof_log *out, const uint8_t in[PROOF_LOG_BYTES])
{
    enum err e = point_decode_any(&out->a, in);

    if (!e)
        e = scalar_decode(&out->s, in + POINT_BYTES);
    if (e)
        *out = (struct proof_log){0};
    return e;
}

void
proof_equal_encode(uint8_t out[PROOF_EQUAL_BYTES], const struct proof_equal *p)
{
    memcpy(out, p->a.bytes, POINT_BYTES);
    memcpy(out + POINT_BYTES, p->d.bytes, POINT_BYTES);
    memcpy(out + 2 * POINT_BYTES, p->s.bytes, SCALAR_BYTES);
}

enum err
proof_equal_decode(struct proof_equal *out, const uint8_t in[PROOF_EQUAL_BYTES])
{
    enum err e = point_decode_any(&out->a, in);

    if (!e)
        e = point_decode_any(&out->d, in + POINT_BYTES);
    if (!e)
        e = scalar_decode(&out->s, in + 2 * POINT_BYTES);
    if (e)
        *out = (struct proof_equal){0};
    return e;
}
