/*
 * public_field_25.h - the field in ten limbs of 26 and 25 bits by turns; public
 * data only.
 *
 * Include crypto/public_field.h, which says what is public and what weights
 * are. Limb i stands for l_i 2^ceil(25.5 i). Weight k means limbs of at most
 * k (1 + 2^-7) 2^26 where i is even and k (1 + 2^-7) 2^25 where it is odd.
 *
 * For machines that multiply to 64 bits only. Functions are not inlined: code
 * for a browser should be small.
 */
#ifndef CRYPTO_PUBLIC_FIELD_25_H
#define CRYPTO_PUBLIC_FIELD_25_H

#include <stdint.h>

struct public_field {
    uint32_t limb[10];
};

/* The limbs of a constant in either form, each a PUBLIC_FIELD_FORM(...). */
#define PUBLIC_FIELD_FORM(...) __VA_ARGS__
#define PUBLIC_FIELD_CONSTANT(form51, form25)                                  \
    {                                                                          \
        {                                                                      \
            form25                                                             \
        }                                                                      \
    }

void public_field_add(struct public_field *out, const struct public_field *a,
                      const struct public_field *b);
void public_field_sub(struct public_field *out, const struct public_field *a,
                      const struct public_field *b);
void public_field_negate(struct public_field *out,
                         const struct public_field *a);
void public_field_mul(struct public_field *out, const struct public_field *a,
                      const struct public_field *b);
void public_field_square(struct public_field *out,
                         const struct public_field *a);
void public_field_from_bytes(struct public_field *out, const uint8_t in[32]);
void public_field_to_bytes(uint8_t out[32], const struct public_field *a);

#endif
