/*
 * public_field_51.h - the field in five limbs of 51 bits; public data only.
 *
 * Include crypto/public_field.h, which says what is public and what weights
 * are. The limbs l0..l4 stand for l0 + 2^51 l1 + 2^102 l2 + 2^153 l3 + 2^204
 * l4. Weight k means limbs of at most k (1 + 2^-7) 2^51.
 */
#ifndef CRYPTO_PUBLIC_FIELD_51_H
#define CRYPTO_PUBLIC_FIELD_51_H

#include <stdint.h>

struct public_field {
    uint64_t limb[5];
};

/* The limbs of a constant in either form, each a PUBLIC_FIELD_FORM(...). */
#define PUBLIC_FIELD_FORM(...) __VA_ARGS__
#define PUBLIC_FIELD_CONSTANT(form51, form25)                                  \
    {                                                                          \
        {                                                                      \
            form51                                                             \
        }                                                                      \
    }

#define PUBLIC_FIELD_MASK ((UINT64_C(1) << 51) - 1)

/* A GNU extension, but every compiler that has the type takes it. */
__extension__ typedef unsigned __int128 public_field_wide;

static inline void
public_field_add(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    for (unsigned i = 0; i < 5; i++)
        out->limb[i] = a->limb[i] + b->limb[i];
}

/* a + 2p - b: the limbs of 2p are above those of a carried b. */
static inline void
public_field_sub(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    out->limb[0] = a->limb[0] + (UINT64_C(0xfffffffffffda) - b->limb[0]);
    for (unsigned i = 1; i < 5; i++)
        out->limb[i] = a->limb[i] + (UINT64_C(0xffffffffffffe) - b->limb[i]);
}

static inline void
public_field_negate(struct public_field *out, const struct public_field *a)
{
    const struct public_field zero = {{0}};

    public_field_sub(out, &zero, a);
}

/*
 * Carries five columns into limbs. Where both factors have weight 5, a limb is
 * at most 2^53.34. Column 4 has five products: at most 2^109.1, so what it
 * carries is at most 2^58.1 and 19 times that fits in 64 bits. Column 0 has one
 * product and four that are multiplied by 19, 77 in all: at most 2^113, and
 * what is carried from one column to the next is at most 2^62.
 */
static inline void
public_field_carry(struct public_field *out, public_field_wide column0,
                   public_field_wide column1, public_field_wide column2,
                   public_field_wide column3, public_field_wide column4)
{
    uint64_t l0;
    uint64_t l1;

    column1 += (uint64_t)(column0 >> 51);
    column2 += (uint64_t)(column1 >> 51);
    column3 += (uint64_t)(column2 >> 51);
    column4 += (uint64_t)(column3 >> 51);
    /* 2^255 = 19: at most 2^62.4, so limb 1 ends below 2^51 + 2^12. */
    l0 = ((uint64_t)column0 & PUBLIC_FIELD_MASK) +
         19 * (uint64_t)(column4 >> 51);
    l1 = ((uint64_t)column1 & PUBLIC_FIELD_MASK) + (l0 >> 51);
    out->limb[0] = l0 & PUBLIC_FIELD_MASK;
    out->limb[1] = l1;
    out->limb[2] = (uint64_t)column2 & PUBLIC_FIELD_MASK;
    out->limb[3] = (uint64_t)column3 & PUBLIC_FIELD_MASK;
    out->limb[4] = (uint64_t)column4 & PUBLIC_FIELD_MASK;
}

/* In line always: a call costs a tenth of it. */
__attribute__((always_inline)) static inline void
public_field_mul(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    const uint64_t f0 = a->limb[0];
    const uint64_t f1 = a->limb[1];
    const uint64_t f2 = a->limb[2];
    const uint64_t f3 = a->limb[3];
    const uint64_t f4 = a->limb[4];
    const uint64_t g0 = b->limb[0];
    const uint64_t g1 = b->limb[1];
    const uint64_t g2 = b->limb[2];
    const uint64_t g3 = b->limb[3];
    const uint64_t g4 = b->limb[4];
    /* 19 times a limb of weight 5 is at most 2^57.6. */
    const uint64_t h1 = 19 * g1;
    const uint64_t h2 = 19 * g2;
    const uint64_t h3 = 19 * g3;
    const uint64_t h4 = 19 * g4;
    public_field_wide column0;
    public_field_wide column1;
    public_field_wide column2;
    public_field_wide column3;
    public_field_wide column4;

    column0 = (public_field_wide)f0 * g0 + (public_field_wide)f1 * h4 +
              (public_field_wide)f2 * h3 + (public_field_wide)f3 * h2 +
              (public_field_wide)f4 * h1;
    column1 = (public_field_wide)f0 * g1 + (public_field_wide)f1 * g0 +
              (public_field_wide)f2 * h4 + (public_field_wide)f3 * h3 +
              (public_field_wide)f4 * h2;
    column2 = (public_field_wide)f0 * g2 + (public_field_wide)f1 * g1 +
              (public_field_wide)f2 * g0 + (public_field_wide)f3 * h4 +
              (public_field_wide)f4 * h3;
    column3 = (public_field_wide)f0 * g3 + (public_field_wide)f1 * g2 +
              (public_field_wide)f2 * g1 + (public_field_wide)f3 * g0 +
              (public_field_wide)f4 * h4;
    column4 = (public_field_wide)f0 * g4 + (public_field_wide)f1 * g3 +
              (public_field_wide)f2 * g2 + (public_field_wide)f3 * g1 +
              (public_field_wide)f4 * g0;
    public_field_carry(out, column0, column1, column2, column3, column4);
}

static inline void
public_field_square(struct public_field *out, const struct public_field *a)
{
    const uint64_t f0 = a->limb[0];
    const uint64_t f1 = a->limb[1];
    const uint64_t f2 = a->limb[2];
    const uint64_t f3 = a->limb[3];
    const uint64_t f4 = a->limb[4];
    const uint64_t d0 = 2 * f0;
    const uint64_t d1 = 2 * f1;
    /* 38 times a limb of weight 5 is at most 2^58.6. */
    const uint64_t h3 = 19 * f3;
    const uint64_t h4 = 19 * f4;
    public_field_wide column0;
    public_field_wide column1;
    public_field_wide column2;
    public_field_wide column3;
    public_field_wide column4;

    column0 = (public_field_wide)f0 * f0 + (public_field_wide)d1 * h4 +
              (public_field_wide)(2 * f2) * h3;
    column1 = (public_field_wide)d0 * f1 + (public_field_wide)(2 * f2) * h4 +
              (public_field_wide)f3 * h3;
    column2 = (public_field_wide)d0 * f2 + (public_field_wide)f1 * f1 +
              (public_field_wide)(2 * f3) * h4;
    column3 = (public_field_wide)d0 * f3 + (public_field_wide)d1 * f2 +
              (public_field_wide)f4 * h4;
    column4 = (public_field_wide)d0 * f4 + (public_field_wide)d1 * f3 +
              (public_field_wide)f2 * f2;
    public_field_carry(out, column0, column1, column2, column3, column4);
}

void public_field_from_bytes(struct public_field *out, const uint8_t in[32]);
void public_field_to_bytes(uint8_t out[32], const struct public_field *a);

#endif
