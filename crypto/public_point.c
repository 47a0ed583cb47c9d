#include "crypto/public_point.h"

/* d = -121665/121666, and 2d. */
static const struct public_field d_constant = PUBLIC_FIELD_CONSTANT(
    PUBLIC_FIELD_FORM(0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029,
                      0x739c663a03cbb, 0x52036cee2b6ff),
    PUBLIC_FIELD_FORM(0x35978a3, 0xd37284, 0x3156ebd, 0x6a0a0e, 0x1c029,
                      0x179e898, 0x3a03cbb, 0x1ce7198, 0x2e2b6ff, 0x1480db3));
static const struct public_field d2_constant = PUBLIC_FIELD_CONSTANT(
    PUBLIC_FIELD_FORM(0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052,
                      0x6738cc7407977, 0x2406d9dc56dff),
    PUBLIC_FIELD_FORM(0x2b2f159, 0x1a6e509, 0x22add7a, 0xd4141d, 0x38052,
                      0xf3d130, 0x3407977, 0x19ce331, 0x1c56dff, 0x901b67));

/* 1/sqrt(-1 - d), even. */
static const struct public_field invsqrt_a_minus_d = PUBLIC_FIELD_CONSTANT(
    PUBLIC_FIELD_FORM(0xfdaa805d40ea, 0x2eb482e57d339, 0x7610274bc58,
                      0x6510b613dc8ff, 0x786c8905cfaff),
    PUBLIC_FIELD_FORM(0x5d40ea, 0x3f6aa0, 0x257d339, 0xbad20b, 0x274bc58,
                      0x1d840, 0x13dc8ff, 0x19442d8, 0x5cfaff, 0x1e1b224));

const struct public_point public_point_identity = {
    .x = {{0}}, .y = {{1}}, .z = {{1}}, .t = {{0}}};

/* RFC 7748: y = 4/5 and the even x. */
const struct public_point public_point_base = {
    .x = PUBLIC_FIELD_CONSTANT(
        PUBLIC_FIELD_FORM(0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d,
                          0x1ff60527118fe, 0x216936d3cd6e5),
        PUBLIC_FIELD_FORM(0x325d51a, 0x18b5823, 0xf6592a, 0x104a92d, 0x1a4b31d,
                          0x1d6dc5c, 0x27118fe, 0x7fd814, 0x13cd6e5, 0x85a4db)),
    .y = PUBLIC_FIELD_CONSTANT(
        PUBLIC_FIELD_FORM(0x6666666666658, 0x4cccccccccccc, 0x1999999999999,
                          0x3333333333333, 0x6666666666666),
        PUBLIC_FIELD_FORM(0x2666658, 0x1999999, 0xcccccc, 0x1333333, 0x1999999,
                          0x666666, 0x3333333, 0xcccccc, 0x2666666, 0x1999999)),
    .z = {{1}},
    .t = PUBLIC_FIELD_CONSTANT(
        PUBLIC_FIELD_FORM(0x68ab3a5b7dda3, 0xeea2a5eadbb, 0x2af8df483c27e,
                          0x332b375274732, 0x67875f0fd78b7),
        PUBLIC_FIELD_FORM(0x1b7dda3, 0x1a2ace9, 0x25eadbb, 0x3ba8a, 0x83c27e,
                          0xabe37d, 0x1274732, 0xccacdd, 0xfd78b7, 0x19e1d7c)),
};

/* Canonical: below p, and even. */
static bool
is_canonical(const struct public_field *s, const uint8_t in[PUBLIC_POINT_BYTES])
{
    uint8_t back[PUBLIC_POINT_BYTES];
    unsigned different = in[0] & 1u;

    public_field_to_bytes(back, s);
    for (unsigned i = 0; i < PUBLIC_POINT_BYTES; i++)
        different |= (unsigned)(back[i] ^ in[i]);
    return different == 0;
}

/*
 * RFC 9496, section 4.3.1, names as there. In square brackets, here and below,
 * the weight of what was not multiplied last.
 */
enum err
public_point_decode(struct public_point *out,
                    const uint8_t in[PUBLIC_POINT_BYTES])
{
    struct public_field s;
    struct public_field u1;
    struct public_field u2;
    struct public_field u2_square;
    struct public_field v;
    struct public_field root;
    struct public_field den_x;
    bool was_square;

    public_field_from_bytes(&s, in);
    *out = public_point_identity;
    if (!is_canonical(&s, in))
        return ERR_INPUT;
    public_field_square(&u2, &s);
    public_field_sub(&u1, &public_field_one, &u2); /* [3] */
    public_field_add(&u2, &public_field_one, &u2); /* [2] */
    public_field_square(&u2_square, &u2);
    public_field_square(&v, &u1);
    public_field_mul(&v, &v, &d_constant);
    public_field_negate(&v, &v);          /* [2] */
    public_field_sub(&v, &v, &u2_square); /* [4] */
    public_field_mul(&root, &v, &u2_square);
    was_square = public_field_inverse_sqrt(&root, &root);

    public_field_mul(&den_x, &root, &u2);
    public_field_mul(&v, &v, &den_x);
    public_field_mul(&v, &v, &root); /* den_y */
    public_field_add(&s, &s, &s);    /* [2] */
    public_field_mul(&s, &s, &den_x);
    public_field_abs(&s, &s);
    public_field_mul(&v, &v, &u1);
    public_field_mul(&u1, &s, &v);
    if (!was_square || public_field_is_negative(&u1) ||
        public_field_is_zero(&v))
        return ERR_INPUT;
    *out = (struct public_point){s, v, public_field_one, u1};
    return OK;
}

/* RFC 9496, section 4.3.2, names as there. */
void
public_point_encode(uint8_t out[PUBLIC_POINT_BYTES],
                    const struct public_point *p)
{
    struct public_field u1;
    struct public_field u2;
    struct public_field root;
    struct public_field den1;
    struct public_field den2;
    struct public_field z_inv;
    struct public_field x = p->x;
    struct public_field y = p->y;

    public_field_add(&u1, &p->z, &p->y);   /* [2] */
    public_field_sub(&den1, &p->z, &p->y); /* [3] */
    public_field_mul(&u1, &u1, &den1);
    public_field_mul(&u2, &p->x, &p->y);
    public_field_square(&root, &u2);
    public_field_mul(&root, &root, &u1);
    /* No square only for the identity's coset, where root is 0, as it should.
     */
    (void)public_field_inverse_sqrt(&root, &root);
    public_field_mul(&den1, &root, &u1);
    public_field_mul(&den2, &root, &u2);
    public_field_mul(&z_inv, &den1, &den2);
    public_field_mul(&z_inv, &z_inv, &p->t);

    public_field_mul(&u1, &p->t, &z_inv);
    if (public_field_is_negative(&u1)) { /* rotate */
        public_field_mul(&x, &p->y, &public_field_sqrt_m1);
        public_field_mul(&y, &p->x, &public_field_sqrt_m1);
        public_field_mul(&den2, &den1, &invsqrt_a_minus_d);
    }
    public_field_mul(&u1, &x, &z_inv);
    /* z - y, or z + y where y is to be negated. */
    if (public_field_is_negative(&u1))
        public_field_add(&u1, &p->z, &y); /* [2] */
    else
        public_field_sub(&u1, &p->z, &y); /* [3] */
    public_field_mul(&u1, &u1, &den2);
    public_field_abs(&u1, &u1);
    public_field_to_bytes(out, &u1);
}

/* x1 y2 = y1 x2 or y1 y2 = x1 x2: RFC 9496, section 4.3.3. */
bool
public_point_eq(const struct public_point *a, const struct public_point *b)
{
    struct public_field left;
    struct public_field right;

    public_field_mul(&left, &a->x, &b->y);
    public_field_mul(&right, &a->y, &b->x);
    if (public_field_eq(&left, &right))
        return true;
    public_field_mul(&left, &a->y, &b->y);
    public_field_mul(&right, &a->x, &b->x);
    return public_field_eq(&left, &right);
}

bool
public_point_is_identity(const struct public_point *p)
{
    return public_field_is_zero(&p->x) || public_field_is_zero(&p->y);
}

/*
 * The end of every sum: with e, f, g, h as in the paper,
 * (X : Y : Z : T) = (ef : gh : fg : eh).
 */
static inline void
finish(struct public_point *out, const struct public_field *e,
       const struct public_field *f, const struct public_field *g,
       const struct public_field *h)
{
    public_field_mul(&out->x, e, f);
    public_field_mul(&out->y, g, h);
    public_field_mul(&out->z, f, g);
    public_field_mul(&out->t, e, h);
}

/*
 * Section 3.1 of the paper. For a difference y + x and y - x of b change
 * places, and 2d T1 T2 its sign.
 */
static void
combine(struct public_point *out, const struct public_point *a,
        const struct public_point *b, bool subtract)
{
    struct public_field s;
    struct public_field t;
    struct public_field e;
    struct public_field f;
    struct public_field g;
    struct public_field h;

    public_field_add(&s, &b->y, &b->x); /* [2] */
    public_field_sub(&t, &b->y, &b->x); /* [3] */
    public_field_sub(&e, &a->y, &a->x); /* [3] */
    public_field_add(&h, &a->y, &a->x); /* [2] */
    public_field_mul(&e, &e, subtract ? &s : &t);
    public_field_mul(&h, &h, subtract ? &t : &s);
    public_field_mul(&s, &a->t, &b->t);
    public_field_mul(&s, &s, &d2_constant);
    public_field_mul(&t, &a->z, &b->z);
    public_field_add(&t, &t, &t); /* [2] */
    public_field_sub(&f, &t, &s); /* [4] */
    public_field_add(&g, &t, &s); /* [3] */
    public_field_sub(&t, &h, &e); /* [3] */
    public_field_add(&h, &h, &e); /* [2] */
    finish(out, &t, subtract ? &g : &f, subtract ? &f : &g, &h);
}

void
public_point_add(struct public_point *out, const struct public_point *a,
                 const struct public_point *b)
{
    combine(out, a, b, false);
}

void
public_point_sub(struct public_point *out, const struct public_point *a,
                 const struct public_point *b)
{
    combine(out, a, b, true);
}

/* Section 3.3 of the paper, with a = -1 and all signs changed. */
void
public_point_double(struct public_point *out, const struct public_point *p)
{
    struct public_field a;
    struct public_field b;
    struct public_field c;
    struct public_field e;
    struct public_field g;
    struct public_field h;

    public_field_square(&a, &p->x);
    public_field_square(&b, &p->y);
    public_field_square(&c, &p->z);
    public_field_add(&c, &c, &c);       /* [2] */
    public_field_add(&h, &a, &b);       /* [2] */
    public_field_add(&e, &p->x, &p->y); /* [2] */
    public_field_square(&e, &e);
    public_field_sub(&e, &h, &e); /* [4] */
    public_field_sub(&g, &a, &b); /* [3] */
    public_field_add(&c, &c, &g); /* f [5] */
    finish(out, &e, &c, &g, &h);
}

void
public_summand_make(struct public_summand *out, const struct public_point *p)
{
    public_field_add(&out->sum, &p->y, &p->x);
    public_field_sub(&out->difference, &p->y, &p->x);
    public_field_mul(&out->product, &p->t, &d2_constant);
}

/* As combine(), but b is prepared and has Z = 1. */
static inline void
combine_summand(struct public_point *out, const struct public_point *a,
                const struct public_field *sum,
                const struct public_field *difference,
                const struct public_field *product, bool subtract)
{
    struct public_field s;
    struct public_field t;
    struct public_field e;
    struct public_field f;
    struct public_field g;
    struct public_field h;

    public_field_sub(&e, &a->y, &a->x); /* [3] */
    public_field_add(&h, &a->y, &a->x); /* [2] */
    public_field_mul(&e, &e, difference);
    public_field_mul(&h, &h, sum);
    public_field_mul(&s, &a->t, product);
    public_field_add(&t, &a->z, &a->z); /* [2] */
    public_field_sub(&f, &t, &s);       /* [4] */
    public_field_add(&g, &t, &s);       /* [3] */
    public_field_sub(&t, &h, &e);       /* [3] */
    public_field_add(&h, &h, &e);       /* [2] */
    finish(out, &t, subtract ? &g : &f, subtract ? &f : &g, &h);
}

void
public_summand_add(struct public_point *out, const struct public_point *a,
                   const struct public_summand *b)
{
    combine_summand(out, a, &b->sum, &b->difference, &b->product, false);
}

void
public_summand_sub(struct public_point *out, const struct public_point *a,
                   const struct public_summand *b)
{
    combine_summand(out, a, &b->difference, &b->sum, &b->product, true);
}
