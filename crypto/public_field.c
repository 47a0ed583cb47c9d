#include "crypto/public_field.h"

const struct public_field public_field_zero = {{0}};
const struct public_field public_field_one = {{1}};
const struct public_field public_field_sqrt_m1 = PUBLIC_FIELD_CONSTANT(
    PUBLIC_FIELD_FORM(0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60,
                      0x78595a6804c9e, 0x2b8324804fc1d),
    PUBLIC_FIELD_FORM(0x20ea0b0, 0x186c9d2, 0x8f189d, 0x35697f, 0xbd0c60,
                      0x1fbd7a7, 0x2804c9e, 0x1e16569, 0x4fc1d, 0xae0c92));

static bool
bytes_eq(const uint8_t *a, const uint8_t *b)
{
    unsigned different = 0;

    for (unsigned i = 0; i < PUBLIC_FIELD_BYTES; i++)
        different |= (unsigned)(a[i] ^ b[i]);
    return different == 0;
}

bool
public_field_is_negative(const struct public_field *a)
{
    uint8_t bytes[PUBLIC_FIELD_BYTES];

    public_field_to_bytes(bytes, a);
    return bytes[0] & 1;
}

bool
public_field_is_zero(const struct public_field *a)
{
    return public_field_eq(a, &public_field_zero);
}

bool
public_field_eq(const struct public_field *a, const struct public_field *b)
{
    uint8_t left[PUBLIC_FIELD_BYTES];
    uint8_t right[PUBLIC_FIELD_BYTES];

    public_field_to_bytes(left, a);
    public_field_to_bytes(right, b);
    return bytes_eq(left, right);
}

void
public_field_abs(struct public_field *out, const struct public_field *a)
{
    if (!public_field_is_negative(a)) {
        *out = *a;
        return;
    }
    public_field_negate(out, a);
    /* Multiplied by 1 to be carried. */
    public_field_mul(out, out, &public_field_one);
}

/* out = a^(2^times) */
static void
square_times(struct public_field *out, const struct public_field *a,
             unsigned times)
{
    public_field_square(out, a);
    while (--times > 0)
        public_field_square(out, out);
}

/*
 * a^((p - 5) / 8) = a^(2^252 - 3). xN stands for a^(2^N - 1), and
 * xM+N = xM^(2^N) * xN.
 */
static void
power(struct public_field *out, const struct public_field *a)
{
    struct public_field x2;
    struct public_field x5;
    struct public_field x10;
    struct public_field x50;
    struct public_field t;

    public_field_square(&x2, a);
    public_field_mul(&x2, &x2, a);
    square_times(&t, &x2, 2);
    public_field_mul(&t, &t, &x2); /* x4 */
    public_field_square(&t, &t);
    public_field_mul(&x5, &t, a);
    square_times(&t, &x5, 5);
    public_field_mul(&x10, &t, &x5);
    square_times(&t, &x10, 10);
    public_field_mul(&x50, &t, &x10); /* x20 */
    square_times(&t, &x50, 20);
    public_field_mul(&t, &t, &x50); /* x40 */
    square_times(&t, &t, 10);
    public_field_mul(&x50, &t, &x10);
    square_times(&t, &x50, 50);
    public_field_mul(&x10, &t, &x50); /* x100 */
    square_times(&t, &x10, 100);
    public_field_mul(&t, &t, &x10); /* x200 */
    square_times(&t, &t, 50);
    public_field_mul(&t, &t, &x50); /* x250 */
    square_times(&t, &t, 2);
    public_field_mul(out, &t, a);
}

/*
 * r = v^3 (v^7)^((p - 5) / 8); then v r^2 is 1, -1, i or -i. In the first two
 * cases r or i*r is the root of 1/v, in the others r or i*r that of i/v.
 */
bool
public_field_inverse_sqrt(struct public_field *out,
                          const struct public_field *v)
{
    struct public_field v3;
    struct public_field r;
    struct public_field check;
    struct public_field minus;
    bool is_one;
    bool is_minus_one;

    public_field_square(&v3, v);
    public_field_mul(&v3, &v3, v);
    public_field_square(&r, &v3);
    public_field_mul(&r, &r, v);
    power(&r, &r);
    public_field_mul(&r, &r, &v3);
    public_field_square(&check, &r);
    public_field_mul(&check, &check, v);

    is_one = public_field_eq(&check, &public_field_one);
    public_field_negate(&minus, &public_field_one);
    is_minus_one = !is_one && public_field_eq(&check, &minus);
    public_field_negate(&minus, &public_field_sqrt_m1);
    if (is_minus_one || (!is_one && public_field_eq(&check, &minus)))
        public_field_mul(&r, &r, &public_field_sqrt_m1);
    public_field_abs(out, &r);
    return is_one || is_minus_one;
}
