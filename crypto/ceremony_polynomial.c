#include "crypto/ceremony_polynomial.h"

#include <sodium.h>

#include "crypto/ceremony_hash.h"

/* By Horner's rule, from the highest coefficient down. */
void
ceremony_polynomial_value(struct scalar *out, const struct ceremony *ceremony,
                          unsigned dealer, unsigned index,
                          const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct scalar x;
    struct scalar coefficient;

    scalar_from_u64(&x, index);
    scalar_from_u64(out, 0);
    for (unsigned k = ceremony->threshold; k-- > 0;) {
        ceremony_hash_coefficient(&coefficient, ceremony, dealer, k, seed);
        scalar_mul(out, out, &x);
        scalar_add(out, out, &coefficient);
    }
    sodium_memzero(&coefficient, sizeof coefficient);
}

void
ceremony_polynomial_point(struct point *out, const struct ceremony *ceremony,
                          const struct point *coefficients, unsigned index)
{
    struct scalar x;

    scalar_from_u64(&x, index);
    point_identity(out);
    for (unsigned k = ceremony->threshold; k-- > 0;) {
        point_mul(out, &x, out);
        point_add(out, out, &coefficients[k]);
    }
}

enum err
ceremony_polynomial_check(const struct ceremony *ceremony,
                          const struct point *coefficients)
{
    struct point p;
    enum err e = OK;

    for (unsigned k = 0; k < ceremony->threshold && !e; k++)
        e = point_decode(&p, coefficients[k].bytes);
    return e;
}
