#include "crypto/public_field.h"

#ifndef PUBLIC_FIELD_25

static uint64_t
load(const uint8_t *in)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < 8; i++)
        n |= (uint64_t)in[i] << (8 * i);
    return n;
}

void
public_field_from_bytes(struct public_field *out, const uint8_t in[32])
{
    out->limb[0] = load(in) & PUBLIC_FIELD_MASK;
    out->limb[1] = (load(in + 6) >> 3) & PUBLIC_FIELD_MASK;
    out->limb[2] = (load(in + 12) >> 6) & PUBLIC_FIELD_MASK;
    out->limb[3] = (load(in + 19) >> 1) & PUBLIC_FIELD_MASK;
    out->limb[4] = (load(in + 24) >> 12) & PUBLIC_FIELD_MASK;
}

/* Carries all around once, 2^255 = 19. */
static void
carry_around(uint64_t *limb)
{
    for (unsigned i = 0; i < 4; i++) {
        limb[i + 1] += limb[i] >> 51;
        limb[i] &= PUBLIC_FIELD_MASK;
    }
    limb[0] += 19 * (limb[4] >> 51);
    limb[4] &= PUBLIC_FIELD_MASK;
}

void
public_field_to_bytes(uint8_t out[32], const struct public_field *a)
{
    struct public_field t = *a;
    uint64_t word[4];
    uint64_t over = 19;

    /*
     * The second time round little can be carried out of limb 4, so that the
     * number ends below 2^255 + 19 * 2: less than 2p.
     */
    carry_around(t.limb);
    carry_around(t.limb);
    /* t + 19 carries out of its 255 bits if and only if t is p or more. */
    for (unsigned i = 0; i < 5; i++)
        over = (t.limb[i] + over) >> 51;
    /* Then t - p = t + 19 - 2^255, which is t + 19 without what carries out. */
    t.limb[0] += 19 * over;
    for (unsigned i = 0; i < 4; i++) {
        t.limb[i + 1] += t.limb[i] >> 51;
        t.limb[i] &= PUBLIC_FIELD_MASK;
    }
    t.limb[4] &= PUBLIC_FIELD_MASK;
    word[0] = t.limb[0] | t.limb[1] << 51;
    word[1] = t.limb[1] >> 13 | t.limb[2] << 38;
    word[2] = t.limb[2] >> 26 | t.limb[3] << 25;
    word[3] = t.limb[3] >> 39 | t.limb[4] << 12;
    for (unsigned i = 0; i < 32; i++)
        out[i] = (uint8_t)(word[i / 8] >> (8 * (i % 8)));
}

#endif
