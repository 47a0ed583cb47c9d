#include "crypto/elgamal.h"

#include <string.h>

#include <sodium.h>

void
elgamal_encrypt(struct elgamal_ct *ct, const struct point *key,
                const struct scalar *mark, const struct scalar *r)
{
    struct point mask; /* r*Y: whoever knows it can read the mark */
    struct point message;

    point_mul_base(&ct->r, r);
    point_mul(&mask, r, key);
    point_mul_base(&message, mark);
    point_add(&ct->c, &message, &mask);
    sodium_memzero(&mask, sizeof mask);
    sodium_memzero(&message, sizeof message);
}

void
elgamal_zero(struct elgamal_ct *ct)
{
    point_identity(&ct->r);
    point_identity(&ct->c);
}

void
elgamal_add(struct elgamal_ct *sum, const struct elgamal_ct *a,
            const struct elgamal_ct *b)
{
    point_add(&sum->r, &a->r, &b->r);
    point_add(&sum->c, &a->c, &b->c);
}

void
elgamal_sub(struct elgamal_ct *difference, const struct elgamal_ct *a,
            const struct elgamal_ct *b)
{
    point_sub(&difference->r, &a->r, &b->r);
    point_sub(&difference->c, &a->c, &b->c);
}

void
elgamal_encode(uint8_t out[ELGAMAL_CT_BYTES], const struct elgamal_ct *ct)
{
    memcpy(out, ct->r.bytes, POINT_BYTES);
    memcpy(out + POINT_BYTES, ct->c.bytes, POINT_BYTES);
}

enum err
elgamal_decode(struct elgamal_ct *ct, const uint8_t in[ELGAMAL_CT_BYTES])
{
    enum err e = point_decode(&ct->r, in);

    if (!e)
        e = point_decode(&ct->c, in + POINT_BYTES);
    if (e)
        elgamal_zero(ct);
    return e;
}
