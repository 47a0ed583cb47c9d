#include "crypto/public_sum.h"

enum {
    BITS_MAX = 8 * SCALAR_BYTES,
    FEW = 64, /* up to so many points, sharing doublings is faster */
    MULTIPLES = 8,
    WORDS = 5, /* of a recoded scalar: up to 267 bits */
    WIDTH_MAX = 15,
};

/* ---- Few points: Straus ---------------------------------------------------*/

struct interleaved {
    struct public_point odd[MULTIPLES]; /* 1, 3, 5, ... 15 times the point */
    int16_t digit[BITS_MAX + 1];        /* odd or 0, between -15 and 15 */
};

/* Takes the number n off the scalar's bits from this place on, or adds -n. */
static void
take_off(uint8_t *bit, unsigned place, int n)
{
    if (n > 0) {
        for (unsigned i = 0; i < 5 && place + i <= BITS_MAX; i++)
            bit[place + i] = 0;
        return;
    }
    /* 32 + n was there: it becomes n, and 32 is carried. */
    for (unsigned i = 0; i < 5 && place + i <= BITS_MAX; i++)
        bit[place + i] = 0;
    for (place += 5; place <= BITS_MAX && bit[place]; place++)
        bit[place] = 0;
    if (place <= BITS_MAX)
        bit[place] = 1;
}

/* The width-5 non-adjacent form. A scalar is below 2^253, so none is lost. */
static void
recode(int16_t digit[BITS_MAX + 1], const struct scalar *s)
{
    uint8_t bit[BITS_MAX + 1] = {0};

    for (unsigned i = 0; i < BITS_MAX; i++)
        bit[i] = s->bytes[i / 8] >> i % 8 & 1;
    for (unsigned i = 0; i <= BITS_MAX; i++) {
        int n = 0;

        digit[i] = 0;
        if (!bit[i])
            continue;
        for (unsigned k = 0; k < 5 && i + k <= BITS_MAX; k++)
            n += bit[i + k] << k;
        if (n > 15)
            n -= 32;
        digit[i] = (int16_t)n;
        take_off(bit, i, n);
    }
}

static void
make_multiples(struct public_point odd[MULTIPLES],
               const struct public_summand *point)
{
    struct public_point twice;

    public_summand_add(&odd[0], &public_point_identity, point);
    public_point_double(&twice, &odd[0]);
    for (unsigned i = 1; i < MULTIPLES; i++)
        public_point_add(&odd[i], &odd[i - 1], &twice);
}

static void
add_digit(struct public_point *out, const struct interleaved *term, unsigned i)
{
    int digit = term->digit[i];

    if (digit > 0)
        public_point_add(out, out, &term->odd[digit / 2]);
    else if (digit < 0)
        public_point_sub(out, out, &term->odd[-digit / 2]);
}

static enum err
sum_few(struct public_point *out, const struct public_summand *points,
        const struct scalar *scalars, size_t count, struct memory memory)
{
    size_t bytes = count * sizeof(struct interleaved);
    struct interleaved *terms = memory.resize(memory.context, NULL, 0, bytes);

    if (!terms)
        return ERR_NOMEM;
    for (size_t k = 0; k < count; k++) {
        make_multiples(terms[k].odd, &points[k]);
        recode(terms[k].digit, &scalars[k]);
    }
    for (unsigned i = BITS_MAX + 1; i-- > 0;) {
        public_point_double(out, out);
        for (size_t k = 0; k < count; k++)
            add_digit(out, &terms[k], i);
    }
    memory.resize(memory.context, terms, bytes, 0);
    return OK;
}

/* ---- Many points: Pippenger -----------------------------------------------*/

/* How the digits lie: `digits` of `width` bits each. */
struct positions {
    unsigned width;
    unsigned digits;
};

/*
 * Digits are signed, from -2^(width-1) to 2^(width-1) - 1: below the last
 * position, 2^(width-1) is added at each beforehand, so that each digit is read
 * on its own and 2^(width-1) taken off again. The last digit is not signed. It
 * is at most 2^(width-1): either it has a bit less than the others, and 1 may
 * be carried in; or the scalar is q - 1 or little less, 2^252 and an n below
 * 2^125, and nothing is carried up from there.
 */
static struct positions
lay_out(unsigned width, unsigned bits)
{
    return (struct positions){width, (bits + 1 + width - 1) / width};
}

/* Bits of the longest, in whole bytes; and a scalar of 2^252 or more has 252.
 */
static unsigned
bit_length(const struct scalar *scalars, size_t count)
{
    unsigned top = SCALAR_BYTES;

    for (; top > 1; top--)
        for (size_t k = 0; k < count; k++)
            if (scalars[k].bytes[top - 1])
                return top == SCALAR_BYTES ? 252 : 8 * top;
    return 8 * top;
}

/* In multiplications: a point 7, a bucket two sums of 9, a doubling 8. */
static struct positions
choose(size_t count, unsigned bits)
{
    struct positions best = lay_out(2, bits);
    uint64_t least = UINT64_MAX;

    for (unsigned width = 2; width <= WIDTH_MAX; width++) {
        struct positions p = lay_out(width, bits);
        uint64_t cost = p.digits * (7 * (uint64_t)count +
                                    (UINT64_C(18) << (width - 1)) + 8 * width);

        if (cost < least) {
            least = cost;
            best = p;
        }
    }
    return best;
}

struct digits {
    uint64_t word[WORDS];
};

static void
add_bit(struct digits *d, unsigned place)
{
    uint64_t carry = UINT64_C(1) << place % 64;

    for (unsigned i = place / 64; i < WORDS && carry; i++) {
        d->word[i] += carry;
        carry = d->word[i] < carry;
    }
}

static void
read_scalar(struct digits *d, const struct scalar *s, struct positions p)
{
    *d = (struct digits){{0}};
    for (unsigned i = 0; i < SCALAR_BYTES; i++)
        d->word[i / 8] |= (uint64_t)s->bytes[i] << (8 * (i % 8));
    for (unsigned i = 0; i + 1 < p.digits; i++)
        add_bit(d, i * p.width + p.width - 1);
}

static int
digit_of(const struct digits *d, struct positions p, unsigned i)
{
    unsigned place = i * p.width;
    unsigned within = place % 64;
    uint64_t n = d->word[place / 64] >> within;

    if (within + p.width > 64 && place / 64 + 1 < WORDS)
        n |= d->word[place / 64 + 1] << (64 - within);
    n &= (UINT64_C(1) << p.width) - 1;
    return i + 1 < p.digits ? (int)n - (1 << (p.width - 1)) : (int)n;
}

/* sum of k * bucket[k - 1] for k = 1..count */
static void
sum_buckets(struct public_point *out, const struct public_point *bucket,
            size_t count)
{
    struct public_point running = public_point_identity;

    *out = public_point_identity;
    for (size_t k = count; k-- > 0;) {
        public_point_add(&running, &running, &bucket[k]);
        public_point_add(out, out, &running);
    }
}

static void
fill_buckets(struct public_point *bucket, struct positions p, unsigned i,
             const struct public_summand *points, const struct digits *digits,
             size_t count)
{
    for (size_t k = 0; k < (size_t)1 << (p.width - 1); k++)
        bucket[k] = public_point_identity;
    for (size_t k = 0; k < count; k++) {
        int digit = digit_of(&digits[k], p, i);

        if (digit > 0)
            public_summand_add(&bucket[digit - 1], &bucket[digit - 1],
                               &points[k]);
        else if (digit < 0)
            public_summand_sub(&bucket[-digit - 1], &bucket[-digit - 1],
                               &points[k]);
    }
}

static enum err
sum_many(struct public_point *out, const struct public_summand *points,
         const struct scalar *scalars, size_t count, struct memory memory)
{
    const struct positions p = choose(count, bit_length(scalars, count));
    const size_t buckets = (size_t)1 << (p.width - 1);
    const size_t bytes =
        buckets * sizeof(struct public_point) + count * sizeof(struct digits);
    struct public_point *bucket = memory.resize(memory.context, NULL, 0, bytes);
    struct digits *digits;

    if (!bucket)
        return ERR_NOMEM;
    digits = (struct digits *)(void *)(bucket + buckets);
    for (size_t k = 0; k < count; k++)
        read_scalar(&digits[k], &scalars[k], p);
    for (unsigned i = p.digits; i-- > 0;) {
        struct public_point part;

        for (unsigned k = 0; k < p.width; k++)
            public_point_double(out, out);
        fill_buckets(bucket, p, i, points, digits, count);
        sum_buckets(&part, bucket, buckets);
        public_point_add(out, out, &part);
    }
    memory.resize(memory.context, bucket, bytes, 0);
    return OK;
}

enum err
public_sum(struct public_point *out, const struct public_summand *points,
           const struct scalar *scalars, size_t count, struct memory memory)
{
    *out = public_point_identity;
    if (count == 0)
        return OK;
    if (count <= FEW)
        return sum_few(out, points, scalars, count, memory);
    if (count > SIZE_MAX / 2 / sizeof(struct interleaved))
        return ERR_NOMEM;
    return sum_many(out, points, scalars, count, memory);
}
