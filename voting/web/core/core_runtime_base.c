/*
 * core_runtime_base.c - the multiples of the base point that libsodium
 * multiplies by, computed when the module starts. WebAssembly only.
 *
 * libsodium has them as a table of 30 KB, a quarter of what a phone would have
 * to fetch and nothing that compresses. Makefile lets libsodium's file use the
 * table below in its place; it holds the same points,
 *
 *     core_base[i][j] = (j + 1) * 256^i * B,  as (y + x, y - x, 2 d x y)
 *
 * made by libsodium's own functions. All of it is public.
 */
#include <private/ed25519_ref10.h>

#include "voting/web/core/core_call.h"

enum { ROWS = 32, COLUMNS = 8, DOUBLINGS = 8 };

ge25519_precomp core_base[ROWS][COLUMNS];

/* The curve's d, times two, little-endian. */
static const unsigned char d2_bytes[32] = {
    0x59, 0xf1, 0xb2, 0x26, 0x94, 0x9b, 0xd6, 0xeb, 0x56, 0xb1, 0x83,
    0x82, 0x9a, 0x14, 0xe0, 0x00, 0x30, 0xd1, 0xf3, 0xee, 0xf2, 0x80,
    0x8e, 0x19, 0xe7, 0xfc, 0xdf, 0x56, 0xdc, 0xd9, 0x06, 0x24,
};

/* The limbs that reading the number's bytes gives, which are small. */
static void
reduce(fe25519 out, const fe25519 value)
{
    unsigned char bytes[32];

    fe25519_tobytes(bytes, value);
    fe25519_frombytes(out, bytes);
}

static void
write_entry(ge25519_precomp *out, const ge25519_p3 *p, const fe25519 d2)
{
    fe25519 inverse;
    fe25519 x;
    fe25519 y;
    fe25519 value;

    fe25519_invert(inverse, p->Z);
    fe25519_mul(x, p->X, inverse);
    fe25519_mul(y, p->Y, inverse);
    fe25519_add(value, y, x);
    reduce(out->yplusx, value);
    fe25519_sub(value, y, x);
    reduce(out->yminusx, value);
    fe25519_mul(value, x, y);
    fe25519_mul(value, value, d2);
    reduce(out->xy2d, value);
}

static void
add(ge25519_p3 *p, const ge25519_p3 *q)
{
    ge25519_cached cached;
    ge25519_p1p1 sum;

    ge25519_p3_to_cached(&cached, q);
    ge25519_add(&sum, p, &cached);
    ge25519_p1p1_to_p3(p, &sum);
}

void
core_prepare(void)
{
    static const unsigned char base[32] = {
        0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
        0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
        0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    };
    static bool is_ready;
    ge25519_p3 row;
    fe25519 d2;

    if (is_ready)
        return;
    if (ge25519_frombytes(&row, base))
        __builtin_trap();
    fe25519_frombytes(d2, d2_bytes);
    for (int i = 0; i < ROWS; i++) {
        ge25519_p3 entry = row;

        for (int j = 0; j < COLUMNS; j++) {
            write_entry(&core_base[i][j], &entry, d2);
            add(&entry, &row);
        }
        for (int k = 0; k < DOUBLINGS; k++)
            add(&row, &row);
    }
    is_ready = true;
}
