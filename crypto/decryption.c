#include "crypto/decryption.h"

#include <sodium.h>

#include "crypto/ceremony.h"
#include "crypto/transcript.h"

/* "share-statement", open, close, index, Y_index, sums, partials. */
void
decryption_digest(uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                  const struct decryption_statement *st,
                  const struct point *partials)
{
    struct transcript t;

    transcript_begin(&t, "share-statement", 6);
    transcript_part(&t, st->open, sizeof st->open);
    transcript_part(&t, st->close, sizeof st->close);
    transcript_u32(&t, st->index);
    transcript_part(&t, st->share_key.bytes, POINT_BYTES);
    transcript_part_begin(&t, st->count * ELGAMAL_CT_BYTES);
    for (size_t l = 0; l < st->count; l++) {
        transcript_more(&t, st->sums[l].r.bytes, POINT_BYTES);
        transcript_more(&t, st->sums[l].c.bytes, POINT_BYTES);
    }
    transcript_part_begin(&t, st->count * POINT_BYTES);
    for (size_t l = 0; l < st->count; l++)
        transcript_more(&t, partials[l].bytes, POINT_BYTES);
    transcript_digest(&t, digest);
}

/* w_l: "share-weight", digest, l. */
void
decryption_weight(struct scalar *weight,
                  const uint8_t digest[TRANSCRIPT_DIGEST_BYTES], size_t l)
{
    struct transcript t;

    transcript_begin(&t, "share-weight", 2);
    transcript_part(&t, digest, TRANSCRIPT_DIGEST_BYTES);
    transcript_u32(&t, (uint32_t)l);
    transcript_scalar(&t, weight);
}

/* M = sum w_l R_l and, where z is not NULL, Z = sum w_l D_l. */
static void
weigh(struct point *m, struct point *z,
      const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
      const struct decryption_statement *st, const struct point *partials)
{
    struct scalar weight;
    struct point p;

    point_identity(m);
    if (z)
        point_identity(z);
    for (size_t l = 0; l < st->count; l++) {
        decryption_weight(&weight, digest, l);
        point_mul(&p, &weight, &st->sums[l].r);
        point_add(m, m, &p);
        if (!z)
            continue;
        point_mul(&p, &weight, &partials[l]);
        point_add(z, z, &p);
    }
}

enum err
decryption_check_numbers(const struct decryption_statement *st)
{
    if (st->index < 1 || st->index > CEREMONY_TRUSTEES_MAX || st->count < 1 ||
        st->count > DECRYPTION_SUMS_MAX)
        return ERR_INPUT;
    return OK;
}

static enum err
check_statement(const struct decryption_statement *st)
{
    struct point p;
    enum err e = decryption_check_numbers(st);

    if (e)
        return e;
    e = point_decode(&p, st->share_key.bytes);
    for (size_t l = 0; l < st->count && !e; l++) {
        e = point_decode_any(&p, st->sums[l].r.bytes);
        if (!e)
            e = point_decode_any(&p, st->sums[l].c.bytes);
    }
    return e;
}

enum err
decryption_share_make(struct point *partials, struct proof_equal *proof,
                      const struct decryption_statement *st,
                      const struct scalar *share)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct point m;
    enum err e = check_statement(st);

    for (size_t l = 0; l < st->count; l++)
        point_identity(&partials[l]);
    *proof = (struct proof_equal){0};
    if (e)
        return e;
    for (size_t l = 0; l < st->count; l++)
        point_mul(&partials[l], share, &st->sums[l].r);
    decryption_digest(digest, st, partials);
    weigh(&m, NULL, digest, st, partials);
    /* Z = x*M is what the weighted partials add up to. */
    proof_equal_make(proof, "share", digest, share, &m);
    return OK;
}

enum err
decryption_share_verify(const struct point *partials,
                        const struct proof_equal *proof,
                        const struct decryption_statement *st)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct point m;
    struct point z;
    enum err e = check_statement(st);

    for (size_t l = 0; l < st->count && !e; l++)
        e = point_decode_any(&m, partials[l].bytes);
    if (e)
        return e;
    decryption_digest(digest, st, partials);
    weigh(&m, &z, digest, st, partials);
    return proof_equal_verify(proof, "share", digest, &st->share_key, &m, &z);
}

/* lambda_i = product over the others of j / (j - i). */
static enum err
lagrange(struct scalar *lambda, const uint16_t *index, size_t trustees,
         size_t at)
{
    struct scalar numerator;
    struct scalar denominator;
    struct scalar i;
    struct scalar j;
    enum err e;

    scalar_from_u64(&numerator, 1);
    denominator = numerator;
    scalar_from_u64(&i, index[at]);
    for (size_t k = 0; k < trustees; k++) {
        if (k == at)
            continue;
        scalar_from_u64(&j, index[k]);
        scalar_mul(&numerator, &numerator, &j);
        scalar_sub(&j, &j, &i);
        scalar_mul(&denominator, &denominator, &j);
    }
    e = scalar_invert(lambda, &denominator);
    if (!e)
        scalar_mul(lambda, lambda, &numerator);
    return e;
}

static enum err
check_indexes(const uint16_t *index, size_t trustees)
{
    if (trustees < 1 || trustees > CEREMONY_TRUSTEES_MAX)
        return ERR_INPUT;
    for (size_t i = 0; i < trustees; i++) {
        if (index[i] < 1 || index[i] > CEREMONY_TRUSTEES_MAX)
            return ERR_INPUT;
        for (size_t k = 0; k < i; k++)
            if (index[k] == index[i])
                return ERR_INPUT;
    }
    return OK;
}

enum err
decryption_combine(struct point *opened, const struct elgamal_ct *sum,
                   const uint16_t *index, const struct point *partials,
                   size_t trustees)
{
    struct point result;
    enum err e = check_indexes(index, trustees);

    point_identity(opened);
    if (!e)
        e = point_decode_any(&result, sum->c.bytes);
    for (size_t i = 0; i < trustees && !e; i++) {
        struct scalar lambda;
        struct point p;

        e = point_decode_any(&p, partials[i].bytes);
        if (!e)
            e = lagrange(&lambda, index, trustees, i);
        if (e)
            return e;
        point_mul(&p, &lambda, &p);
        point_sub(&result, &result, &p);
    }
    if (!e)
        *opened = result;
    return e;
}
