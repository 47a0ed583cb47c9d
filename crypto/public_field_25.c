#include "crypto/public_field.h"

#ifdef PUBLIC_FIELD_25

enum { LIMBS = 10 };

/* Bits of limb i, and where it begins. */
static unsigned
bits_of(unsigned i)
{
    return 26 - i % 2;
}

static unsigned
place_of(unsigned i)
{
    return (51 * i + 1) / 2;
}

void
public_field_add(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    for (unsigned i = 0; i < LIMBS; i++)
        out->limb[i] = a->limb[i] + b->limb[i];
}

/* a + 2p - b: the limbs of 2p are above those of a carried b. */
void
public_field_sub(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    out->limb[0] = a->limb[0] + (UINT32_C(0x7ffffda) - b->limb[0]);
    for (unsigned i = 1; i < LIMBS; i++)
        out->limb[i] =
            a->limb[i] + ((UINT32_C(2) << bits_of(i)) - 2) - b->limb[i];
}

void
public_field_negate(struct public_field *out, const struct public_field *a)
{
    const struct public_field zero = {{0}};

    public_field_sub(out, &zero, a);
}

/*
 * Carries ten columns into limbs. Where both factors have weight 5, column 0
 * is the largest: f0*g0, five products of odd limbs times 38 and four of even
 * ones times 19, which is 124.5 times 2^52, times 25 (1 + 2^-7)^2: at most
 * 2^63.7. What is carried in, at most 2^39, fits as well. Column 9 has no
 * factor 19: at most 2^60, it carries 2^35, and 19 times that is small.
 */
static void
carry(struct public_field *out, uint64_t column[LIMBS])
{
    for (unsigned i = 0; i < LIMBS - 1; i++) {
        column[i + 1] += column[i] >> bits_of(i);
        column[i] &= (UINT64_C(1) << bits_of(i)) - 1;
    }
    /* 2^255 = 19; limb 1 ends below 2^25 + 2^14. */
    column[0] += 19 * (column[9] >> 25);
    column[9] &= (UINT64_C(1) << 25) - 1;
    column[1] += column[0] >> 26;
    column[0] &= (UINT64_C(1) << 26) - 1;
    for (unsigned i = 0; i < LIMBS; i++)
        out->limb[i] = (uint32_t)column[i];
}

/*
 * Two odd limbs i and j make 2^(ceil(25.5 i) + ceil(25.5 j)), which is twice
 * the place of limb i + j: d is 2f. What passes 2^255 counts 19 times: h = 19g.
 */
void
public_field_mul(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    uint64_t f[LIMBS];
    uint64_t d[LIMBS];
    uint64_t g[LIMBS];
    uint64_t h[LIMBS];
    uint64_t column[LIMBS];

    for (unsigned i = 0; i < LIMBS; i++) {
        f[i] = a->limb[i];
        d[i] = 2 * f[i];
        g[i] = b->limb[i];
        h[i] = 19 * g[i];
    }
    column[0] = f[0] * g[0] + d[1] * h[9] + f[2] * h[8] + d[3] * h[7] +
                f[4] * h[6] + d[5] * h[5] + f[6] * h[4] + d[7] * h[3] +
                f[8] * h[2] + d[9] * h[1];
    column[1] = f[0] * g[1] + f[1] * g[0] + f[2] * h[9] + f[3] * h[8] +
                f[4] * h[7] + f[5] * h[6] + f[6] * h[5] + f[7] * h[4] +
                f[8] * h[3] + f[9] * h[2];
    column[2] = f[0] * g[2] + d[1] * g[1] + f[2] * g[0] + d[3] * h[9] +
                f[4] * h[8] + d[5] * h[7] + f[6] * h[6] + d[7] * h[5] +
                f[8] * h[4] + d[9] * h[3];
    column[3] = f[0] * g[3] + f[1] * g[2] + f[2] * g[1] + f[3] * g[0] +
                f[4] * h[9] + f[5] * h[8] + f[6] * h[7] + f[7] * h[6] +
                f[8] * h[5] + f[9] * h[4];
    column[4] = f[0] * g[4] + d[1] * g[3] + f[2] * g[2] + d[3] * g[1] +
                f[4] * g[0] + d[5] * h[9] + f[6] * h[8] + d[7] * h[7] +
                f[8] * h[6] + d[9] * h[5];
    column[5] = f[0] * g[5] + f[1] * g[4] + f[2] * g[3] + f[3] * g[2] +
                f[4] * g[1] + f[5] * g[0] + f[6] * h[9] + f[7] * h[8] +
                f[8] * h[7] + f[9] * h[6];
    column[6] = f[0] * g[6] + d[1] * g[5] + f[2] * g[4] + d[3] * g[3] +
                f[4] * g[2] + d[5] * g[1] + f[6] * g[0] + d[7] * h[9] +
                f[8] * h[8] + d[9] * h[7];
    column[7] = f[0] * g[7] + f[1] * g[6] + f[2] * g[5] + f[3] * g[4] +
                f[4] * g[3] + f[5] * g[2] + f[6] * g[1] + f[7] * g[0] +
                f[8] * h[9] + f[9] * h[8];
    column[8] = f[0] * g[8] + d[1] * g[7] + f[2] * g[6] + d[3] * g[5] +
                f[4] * g[4] + d[5] * g[3] + f[6] * g[2] + d[7] * g[1] +
                f[8] * g[0] + d[9] * h[9];
    column[9] = f[0] * g[9] + f[1] * g[8] + f[2] * g[7] + f[3] * g[6] +
                f[4] * g[5] + f[5] * g[4] + f[6] * g[3] + f[7] * g[2] +
                f[8] * g[1] + f[9] * g[0];
    carry(out, column);
}

/* As above, and each product of two different limbs twice: q is 4f. */
void
public_field_square(struct public_field *out, const struct public_field *a)
{
    uint64_t f[LIMBS];
    uint64_t d[LIMBS];
    uint64_t q[LIMBS];
    uint64_t h[LIMBS];
    uint64_t column[LIMBS];

    for (unsigned i = 0; i < LIMBS; i++) {
        f[i] = a->limb[i];
        d[i] = 2 * f[i];
        q[i] = 4 * f[i];
        h[i] = 19 * f[i];
    }
    column[0] = f[0] * f[0] + q[1] * h[9] + d[2] * h[8] + q[3] * h[7] +
                d[4] * h[6] + d[5] * h[5];
    column[1] =
        d[0] * f[1] + d[2] * h[9] + d[3] * h[8] + d[4] * h[7] + d[5] * h[6];
    column[2] = d[0] * f[2] + d[1] * f[1] + q[3] * h[9] + d[4] * h[8] +
                q[5] * h[7] + f[6] * h[6];
    column[3] =
        d[0] * f[3] + d[1] * f[2] + d[4] * h[9] + d[5] * h[8] + d[6] * h[7];
    column[4] = d[0] * f[4] + q[1] * f[3] + f[2] * f[2] + q[5] * h[9] +
                d[6] * h[8] + d[7] * h[7];
    column[5] =
        d[0] * f[5] + d[1] * f[4] + d[2] * f[3] + d[6] * h[9] + d[7] * h[8];
    column[6] = d[0] * f[6] + q[1] * f[5] + d[2] * f[4] + d[3] * f[3] +
                q[7] * h[9] + f[8] * h[8];
    column[7] =
        d[0] * f[7] + d[1] * f[6] + d[2] * f[5] + d[3] * f[4] + d[8] * h[9];
    column[8] = d[0] * f[8] + q[1] * f[7] + d[2] * f[6] + q[3] * f[5] +
                f[4] * f[4] + d[9] * h[9];
    column[9] =
        d[0] * f[9] + d[1] * f[8] + d[2] * f[7] + d[3] * f[6] + d[4] * f[5];
    carry(out, column);
}

void
public_field_from_bytes(struct public_field *out, const uint8_t in[32])
{
    for (unsigned i = 0; i < LIMBS; i++) {
        unsigned place = place_of(i);
        uint64_t n = 0;

        for (unsigned k = 0; k < 5 && place / 8 + k < 32; k++)
            n |= (uint64_t)in[place / 8 + k] << (8 * k);
        n = n >> place % 8 & ((UINT64_C(1) << bits_of(i)) - 1);
        out->limb[i] = (uint32_t)n;
    }
}

/* Carries from limb to limb and returns what leaves the last. */
static uint32_t
carry_through(uint32_t *limb)
{
    uint32_t over = 0;

    for (unsigned i = 0; i < LIMBS; i++) {
        limb[i] += over;
        over = limb[i] >> bits_of(i);
        limb[i] &= (UINT32_C(1) << bits_of(i)) - 1;
    }
    return over;
}

void
public_field_to_bytes(uint8_t out[32], const struct public_field *a)
{
    struct public_field t = *a;
    uint32_t over;

    /*
     * 2^255 = 19. The second time round at most 1 is carried out, so that the
     * number ends below 2^255 + 19 * 2: less than 2p.
     */
    over = carry_through(t.limb);
    t.limb[0] += 19 * over;
    over = carry_through(t.limb);
    t.limb[0] += 19 * over;
    /* t + 19 carries out of its 255 bits if and only if t is p or more. */
    over = 19;
    for (unsigned i = 0; i < LIMBS; i++)
        over = (t.limb[i] + over) >> bits_of(i);
    /* Then t - p = t + 19 - 2^255, which is t + 19 without what carries out. */
    t.limb[0] += 19 * over;
    (void)carry_through(t.limb);
    for (unsigned i = 0; i < 32; i++)
        out[i] = 0;
    for (unsigned i = 0; i < LIMBS; i++) {
        unsigned place = place_of(i);
        uint64_t n = (uint64_t)t.limb[i] << place % 8;

        for (unsigned k = 0; k < 5 && place / 8 + k < 32; k++)
            out[place / 8 + k] |= (uint8_t)(n >> (8 * k));
    }
}

#endif
