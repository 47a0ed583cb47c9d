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
 * the place of limb i + j. What passes 2^255 counts 19 times.
 */
void
public_field_mul(struct public_field *out, const struct public_field *a,
                 const struct public_field *b)
{
    const uint64_t f0 = a->limb[0], f1 = a->limb[1], f2 = a->limb[2],
                   f3 = a->limb[3], f4 = a->limb[4], f5 = a->limb[5],
                   f6 = a->limb[6], f7 = a->limb[7], f8 = a->limb[8],
                   f9 = a->limb[9];
    const uint64_t g0 = b->limb[0], g1 = b->limb[1], g2 = b->limb[2],
                   g3 = b->limb[3], g4 = b->limb[4], g5 = b->limb[5],
                   g6 = b->limb[6], g7 = b->limb[7], g8 = b->limb[8],
                   g9 = b->limb[9];
    uint64_t column[LIMBS];

    column[0] = f0 * g0 + 19 * (f2 * g8 + f4 * g6 + f6 * g4 + f8 * g2) +
                38 * (f1 * g9 + f3 * g7 + f5 * g5 + f7 * g3 + f9 * g1);
    column[1] = f0 * g1 + f1 * g0 +
                19 * (f2 * g9 + f3 * g8 + f4 * g7 + f5 * g6 + f6 * g5 +
                      f7 * g4 + f8 * g3 + f9 * g2);
    column[2] = f0 * g2 + f2 * g0 + 2 * (f1 * g1) +
                19 * (f4 * g8 + f6 * g6 + f8 * g4) +
                38 * (f3 * g9 + f5 * g7 + f7 * g5 + f9 * g3);
    column[3] =
        f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 +
        19 * (f4 * g9 + f5 * g8 + f6 * g7 + f7 * g6 + f8 * g5 + f9 * g4);
    column[4] = f0 * g4 + f2 * g2 + f4 * g0 + 2 * (f1 * g3 + f3 * g1) +
                19 * (f6 * g8 + f8 * g6) + 38 * (f5 * g9 + f7 * g7 + f9 * g5);
    column[5] = f0 * g5 + f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1 + f5 * g0 +
                19 * (f6 * g9 + f7 * g8 + f8 * g7 + f9 * g6);
    column[6] = f0 * g6 + f2 * g4 + f4 * g2 + f6 * g0 +
                2 * (f1 * g5 + f3 * g3 + f5 * g1) + 19 * (f8 * g8) +
                38 * (f7 * g9 + f9 * g7);
    column[7] = f0 * g7 + f1 * g6 + f2 * g5 + f3 * g4 + f4 * g3 + f5 * g2 +
                f6 * g1 + f7 * g0 + 19 * (f8 * g9 + f9 * g8);
    column[8] = f0 * g8 + f2 * g6 + f4 * g4 + f6 * g2 + f8 * g0 +
                2 * (f1 * g7 + f3 * g5 + f5 * g3 + f7 * g1) + 38 * (f9 * g9);
    column[9] = f0 * g9 + f1 * g8 + f2 * g7 + f3 * g6 + f4 * g5 + f5 * g4 +
                f6 * g3 + f7 * g2 + f8 * g1 + f9 * g0;
    carry(out, column);
}

/* As above, and each product of two different limbs twice. */
void
public_field_square(struct public_field *out, const struct public_field *a)
{
    const uint64_t f0 = a->limb[0], f1 = a->limb[1], f2 = a->limb[2],
                   f3 = a->limb[3], f4 = a->limb[4], f5 = a->limb[5],
                   f6 = a->limb[6], f7 = a->limb[7], f8 = a->limb[8],
                   f9 = a->limb[9];
    uint64_t column[LIMBS];

    column[0] =
        f0 * f0 + 38 * (f2 * f8 + f4 * f6 + f5 * f5) + 76 * (f1 * f9 + f3 * f7);
    column[1] = 2 * (f0 * f1) + 38 * (f2 * f9 + f3 * f8 + f4 * f7 + f5 * f6);
    column[2] = 2 * (f0 * f2 + f1 * f1) + 19 * (f6 * f6) + 38 * (f4 * f8) +
                76 * (f3 * f9 + f5 * f7);
    column[3] = 2 * (f0 * f3 + f1 * f2) + 38 * (f4 * f9 + f5 * f8 + f6 * f7);
    column[4] = f2 * f2 + 2 * (f0 * f4) + 4 * (f1 * f3) +
                38 * (f6 * f8 + f7 * f7) + 76 * (f5 * f9);
    column[5] = 2 * (f0 * f5 + f1 * f4 + f2 * f3) + 38 * (f6 * f9 + f7 * f8);
    column[6] = 2 * (f0 * f6 + f2 * f4 + f3 * f3) + 4 * (f1 * f5) +
                19 * (f8 * f8) + 76 * (f7 * f9);
    column[7] = 2 * (f0 * f7 + f1 * f6 + f2 * f5 + f3 * f4) + 38 * (f8 * f9);
    column[8] = f4 * f4 + 2 * (f0 * f8 + f2 * f6) + 4 * (f1 * f7 + f3 * f5) +
                38 * (f9 * f9);
    column[9] = 2 * (f0 * f9 + f1 * f8 + f2 * f7 + f3 * f6 + f4 * f5);
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
