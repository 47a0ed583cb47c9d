/*
 * Goal: a proof holds for its own statement and for nothing else, whatever
 * part of it or of the statement is changed.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/proof.h"
#include "tests/support/values.h"

/* All that a proof speaks of, and the proof; a case changes one thing. */
struct subject {
    const char *tag;
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct point x;
    struct point m;
    struct point z;
    struct proof_log log;
    struct proof_equal equal;
};

static struct subject
good_subject(void)
{
    const struct scalar x = value_scalar("x");
    struct subject s = {.tag = "test"};

    value_bytes(s.statement, sizeof s.statement, "statement");
    point_mul_base(&s.x, &x);
    s.m = value_point("m");
    point_mul(&s.z, &x, &s.m);
    proof_log_make(&s.log, s.tag, s.statement, &x);
    proof_equal_make(&s.equal, s.tag, s.statement, &x, &s.m);
    return s;
}

static enum err
verify_log(const struct subject *s)
{
    return proof_log_verify(&s->log, s->tag, s->statement, &s->x);
}

static enum err
verify_equal(const struct subject *s)
{
    return proof_equal_verify(&s->equal, s->tag, s->statement, &s->x, &s->m,
                              &s->z);
}

static void
another_tag(struct subject *s)
{
    s->tag = "tess";
}

static void
another_statement(struct subject *s)
{
    s->statement[TRANSCRIPT_DIGEST_BYTES - 1] ^= 1;
}

static void
another_x(struct subject *s)
{
    value_change_point(&s->x);
}

static void
x_is_the_identity(struct subject *s)
{
    point_identity(&s->x);
}

static void
another_m(struct subject *s)
{
    value_change_point(&s->m);
}

static void
another_z(struct subject *s)
{
    value_change_point(&s->z);
}

static void
m_and_z_are_the_identity(struct subject *s)
{
    point_identity(&s->m);
    point_identity(&s->z);
}

static void
another_a(struct subject *s)
{
    value_change_point(&s->log.a);
    value_change_point(&s->equal.a);
}

static void
another_d(struct subject *s)
{
    value_change_point(&s->equal.d);
}

static void
another_s(struct subject *s)
{
    value_change_scalar(&s->log.s);
    value_change_scalar(&s->equal.s);
}

static void
s_is_zero(struct subject *s)
{
    s->log.s = value_number(0);
    s->equal.s = value_number(0);
}

static void
s_plus_q(struct subject *s)
{
    static const uint8_t q[SCALAR_BYTES] = {
        0xed,
        0xd3,
        0xf5,
        0x5c,
        0x1a,
        0x63,
        0x12,
        0x58,
        0xd6,
        0x9c,
        0xf7,
        0xa2,
        0xde,
        0xf9,
        0xde,
        0x14,
        [SCALAR_BYTES - 1] = 0x10,
    };

    sodium_add(s->log.s.bytes, q, sizeof q);
    sodium_add(s->equal.s.bytes, q, sizeof q);
}

static void
x_is_no_point(struct subject *s)
{
    s->x.bytes[0] ^= 1;
}

static void
z_is_no_point(struct subject *s)
{
    s->z.bytes[0] ^= 1;
}

static void
m_is_no_point(struct subject *s)
{
    s->m.bytes[0] ^= 1;
}

static void
a_is_no_point(struct subject *s)
{
    s->log.a.bytes[0] ^= 1;
    s->equal.a.bytes[0] ^= 1;
}

static void
d_is_no_point(struct subject *s)
{
    s->equal.d.bytes[0] ^= 1;
}

static void
proofs_hold_for_nothing_but_their_statement(void **state)
{
    static const struct {
        const char *what;
        void (*change)(struct subject *);
        enum err log;
        enum err equal;
    } cases[] = {
        {"another tag", another_tag, ERR_PROOF, ERR_PROOF},
        {"another statement", another_statement, ERR_PROOF, ERR_PROOF},
        {"another X", another_x, ERR_PROOF, ERR_PROOF},
        {"X is the identity", x_is_the_identity, ERR_PROOF, ERR_PROOF},
        {"another M", another_m, OK, ERR_PROOF},
        {"another Z", another_z, OK, ERR_PROOF},
        {"M, Z the identity", m_and_z_are_the_identity, OK, ERR_PROOF},
        {"another A", another_a, ERR_PROOF, ERR_PROOF},
        {"another D", another_d, OK, ERR_PROOF},
        {"another s", another_s, ERR_PROOF, ERR_PROOF},
        {"s is zero", s_is_zero, ERR_PROOF, ERR_PROOF},
        {"s + q", s_plus_q, ERR_INPUT, ERR_INPUT},
        {"X is no point", x_is_no_point, ERR_INPUT, ERR_INPUT},
        {"M is no point", m_is_no_point, OK, ERR_INPUT},
        {"Z is no point", z_is_no_point, OK, ERR_INPUT},
        {"A is no point", a_is_no_point, ERR_INPUT, ERR_INPUT},
        {"D is no point", d_is_no_point, OK, ERR_INPUT},
    };
    const struct subject good = good_subject();

    (void)state;
    assert_ok(verify_log(&good));
    assert_ok(verify_equal(&good));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct subject s = good;
        enum err log;
        enum err equal;

        cases[i].change(&s);
        log = verify_log(&s);
        equal = verify_equal(&s);
        if (log != cases[i].log || equal != cases[i].equal)
            fail_msg("%s: knowledge %s, equality %s", cases[i].what,
                     err_name(log), err_name(equal));
    }
}

/* Equality of each half alone must not be enough. */
static void
different_logarithms_have_no_proof(void **state)
{
    const struct scalar other = value_scalar("another x");
    struct subject s = good_subject();

    (void)state;
    point_mul(&s.z, &other, &s.m);
    assert_err(verify_equal(&s), ERR_PROOF);
    proof_equal_make(&s.equal, s.tag, s.statement, &other, &s.m);
    assert_err(verify_equal(&s), ERR_PROOF);
}

/*
 * Were X left out of the hash, anybody could pick A and s first and solve
 * s*B = A + c*X for an X whose logarithm nobody knows.
 */
static void
a_key_made_to_fit_a_proof_is_refused(void **state)
{
    struct subject s = good_subject();
    struct scalar c;
    struct transcript t;

    (void)state;
    s.log.a = value_point("a");
    s.log.s = value_scalar("s");
    transcript_begin(&t, s.tag, 2);
    transcript_part(&t, s.statement, sizeof s.statement);
    transcript_part(&t, s.log.a.bytes, POINT_BYTES);
    transcript_scalar(&t, &c);
    assert_ok(scalar_invert(&c, &c));
    point_mul_base(&s.x, &s.log.s);
    point_sub(&s.x, &s.x, &s.log.a);
    point_mul(&s.x, &c, &s.x);
    assert_err(verify_log(&s), ERR_PROOF);
}

/* The equations of proof.h, computed here from its text alone. */
static void
the_equations_are_those_the_header_says(void **state)
{
    const struct scalar x = value_scalar("x");
    const struct subject good = good_subject();
    const struct proof_equal *proof = &good.equal;
    struct scalar k;
    struct scalar c;
    struct point p;
    struct transcript t;

    (void)state;
    transcript_begin(&t, "proof-nonce", 4);
    transcript_part(&t, x.bytes, sizeof x.bytes);
    transcript_part(&t, good.tag, strlen(good.tag));
    transcript_part(&t, good.statement, sizeof good.statement);
    transcript_part(&t, good.m.bytes, POINT_BYTES);
    transcript_scalar(&t, &k);
    point_mul_base(&p, &k);
    assert_true(point_eq(&proof->a, &p));
    point_mul(&p, &k, &good.m);
    assert_true(point_eq(&proof->d, &p));

    transcript_begin(&t, good.tag, 6);
    transcript_part(&t, good.statement, sizeof good.statement);
    transcript_part(&t, good.x.bytes, POINT_BYTES);
    transcript_part(&t, good.m.bytes, POINT_BYTES);
    transcript_part(&t, good.z.bytes, POINT_BYTES);
    transcript_part(&t, proof->a.bytes, POINT_BYTES);
    transcript_part(&t, proof->d.bytes, POINT_BYTES);
    transcript_scalar(&t, &c);
    scalar_mul(&c, &c, &x);
    scalar_add(&c, &c, &k);
    assert_true(scalar_eq(&proof->s, &c));
}

/* Two statements with one nonce would give x away. */
static void
nonces_differ_between_statements(void **state)
{
    const struct scalar x = value_scalar("x");
    const struct scalar y = value_scalar("y");
    const struct point m = value_point("another m");
    struct subject s = good_subject();
    struct proof_log log;
    struct proof_equal equal;

    (void)state;
    proof_log_make(&log, "other", s.statement, &x);
    assert_false(point_eq(&log.a, &s.log.a));
    proof_log_make(&log, s.tag, s.statement, &y);
    assert_false(point_eq(&log.a, &s.log.a));
    proof_equal_make(&equal, s.tag, s.statement, &x, &m);
    assert_false(point_eq(&equal.a, &s.equal.a));
    assert_false(point_eq(&s.equal.a, &s.log.a));
    s.statement[0] ^= 1;
    proof_log_make(&log, s.tag, s.statement, &x);
    assert_false(point_eq(&log.a, &s.log.a));
    proof_equal_make(&equal, s.tag, s.statement, &x, &s.m);
    assert_false(point_eq(&equal.a, &s.equal.a));
}

static void
equality_is_provable_for_the_identity(void **state)
{
    const struct scalar x = value_scalar("x");
    struct subject s = good_subject();

    (void)state;
    m_and_z_are_the_identity(&s);
    proof_equal_make(&s.equal, s.tag, s.statement, &x, &s.m);
    assert_ok(verify_equal(&s));
    assert_true(point_is_identity(&s.equal.d));
    s.z = s.x;
    assert_err(verify_equal(&s), ERR_PROOF);
}

static void
encoded_proofs_come_back(void **state)
{
    const struct subject good = good_subject();
    uint8_t log_bytes[PROOF_LOG_BYTES];
    uint8_t equal_bytes[PROOF_EQUAL_BYTES];
    struct subject s = good;

    (void)state;
    proof_log_encode(log_bytes, &good.log);
    proof_equal_encode(equal_bytes, &good.equal);
    memset(&s.log, 0, sizeof s.log);
    memset(&s.equal, 0, sizeof s.equal);
    assert_ok(proof_log_decode(&s.log, log_bytes));
    assert_ok(proof_equal_decode(&s.equal, equal_bytes));
    assert_ok(verify_log(&s));
    assert_ok(verify_equal(&s));
}

static void
every_flipped_bit_of_an_encoded_proof_is_refused(void **state)
{
    const struct subject good = good_subject();
    uint8_t log_bytes[PROOF_LOG_BYTES];
    uint8_t equal_bytes[PROOF_EQUAL_BYTES];

    (void)state;
    proof_log_encode(log_bytes, &good.log);
    for (size_t bit = 0; bit < 8 * sizeof log_bytes; bit++) {
        struct subject s = good;

        log_bytes[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        if (!proof_log_decode(&s.log, log_bytes) && !verify_log(&s))
            fail_msg("bit %zu of a proof of knowledge", bit);
        log_bytes[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
    proof_equal_encode(equal_bytes, &good.equal);
    for (size_t bit = 0; bit < 8 * sizeof equal_bytes; bit++) {
        struct subject s = good;

        equal_bytes[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        if (!proof_equal_decode(&s.equal, equal_bytes) && !verify_equal(&s))
            fail_msg("bit %zu of a proof of equality", bit);
        equal_bytes[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
}

static void
what_is_not_canonical_is_not_decoded(void **state)
{
    uint8_t bytes[PROOF_EQUAL_BYTES];
    const struct subject good = good_subject();

    (void)state;
    for (size_t part = 0; part < PROOF_LOG_BYTES / 32; part++) {
        struct proof_log out = good.log;

        proof_log_encode(bytes, &good.log);
        memset(bytes + 32 * part, 0xff, 32);
        assert_err(proof_log_decode(&out, bytes), ERR_INPUT);
        assert_true(sodium_is_zero((const uint8_t *)&out, sizeof out));
    }
    for (size_t part = 0; part < PROOF_EQUAL_BYTES / 32; part++) {
        struct proof_equal out = good.equal;

        proof_equal_encode(bytes, &good.equal);
        memset(bytes + 32 * part, 0xff, 32);
        assert_err(proof_equal_decode(&out, bytes), ERR_INPUT);
        assert_true(sodium_is_zero((const uint8_t *)&out, sizeof out));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proofs_hold_for_nothing_but_their_statement),
        cmocka_unit_test(different_logarithms_have_no_proof),
        cmocka_unit_test(a_key_made_to_fit_a_proof_is_refused),
        cmocka_unit_test(the_equations_are_those_the_header_says),
        cmocka_unit_test(nonces_differ_between_statements),
        cmocka_unit_test(equality_is_provable_for_the_identity),
        cmocka_unit_test(encoded_proofs_come_back),
        cmocka_unit_test(every_flipped_bit_of_an_encoded_proof_is_refused),
        cmocka_unit_test(what_is_not_canonical_is_not_decoded),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("proof", tests, NULL, NULL);
}
