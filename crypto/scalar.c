#include "crypto/scalar.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

enum err
scalar_decode(struct scalar *out, const uint8_t in[SCALAR_BYTES])
{
    uint8_t wide[2 * SCALAR_BYTES] = {0};
    enum err e = OK;

    /* Only a number below q stays as it is when it is reduced. */
    memcpy(wide, in, SCALAR_BYTES);
    scalar_reduce(out, wide);
    if (sodium_memcmp(out->bytes, in, SCALAR_BYTES) != 0) {
        *out = (struct scalar){{0}};
        e = ERR_INPUT;
    }
    sodium_memzero(wide, sizeof wide);
    return e;
}

void
scalar_reduce(struct scalar *out, const uint8_t in[2 * SCALAR_BYTES])
{
    crypto_core_ristretto255_scalar_reduce(out->bytes, in);
}

void
scalar_from_u64(struct scalar *out, uint64_t n)
{
    *out = (struct scalar){{0}};
    for (unsigned i = 0; i < 8; i++)
        out->bytes[i] = (uint8_t)(n >> (8 * i));
}

void
scalar_power_of_two(struct scalar *out, unsigned exponent)
{
    assert(exponent <= 251);
    *out = (struct scalar){{0}};
    out->bytes[exponent / 8] = (uint8_t)(1u << (exponent % 8));
}

void
scalar_add(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
    crypto_core_ristretto255_scalar_add(out->bytes, a->bytes, b->bytes);
}

void
scalar_sub(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
    crypto_core_ristretto255_scalar_sub(out->bytes, a->bytes, b->bytes);
}

void
scalar_mul(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
    crypto_core_ristretto255_scalar_mul(out->bytes, a->bytes, b->bytes);
}

enum err
scalar_invert(struct scalar *out, const struct scalar *a)
{
    struct scalar inverse;

    if (crypto_core_ristretto255_scalar_invert(inverse.bytes, a->bytes) != 0) {
        *out = (struct scalar){{0}};
        return ERR_INPUT;
    }
    *out = inverse;
    sodium_memzero(&inverse, sizeof inverse);
    return OK;
}

void
scalar_select(struct scalar *out, const struct scalar *a,
              const struct scalar *b, uint8_t choose)
{
    uint8_t mask = (uint8_t)(0u - choose);

    for (unsigned i = 0; i < SCALAR_BYTES; i++)
        out->bytes[i] = (uint8_t)((a->bytes[i] & mask) | (b->bytes[i] & ~mask));
}

bool
scalar_eq(const struct scalar *a, const struct scalar *b)
{
    return sodium_memcmp(a->bytes, b->bytes, SCALAR_BYTES) == 0;
}

bool
scalar_is_zero(const struct scalar *a)
{
    return sodium_is_zero(a->bytes, SCALAR_BYTES) != 0;
}
