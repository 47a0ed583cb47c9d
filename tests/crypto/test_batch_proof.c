/*
 * Goal: a batch says of key proofs and of shares what the check of a single one
 * says, whatever of them is changed.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/batch.h"
#include "tests/support/heap.h"
#include "tests/support/trustees.h"
#include "tests/support/values.h"

static void
verify(struct batch *b, bool *holds)
{
    uint8_t seed[BATCH_SEED_BYTES];

    randombytes_buf(seed, sizeof seed);
    assert_ok(batch_verify(b, holds, seed));
}

struct proofs {
    struct proof_log log;
    struct proof_equal equal;
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct point x;
    struct point m;
    struct point z;
};

static struct proofs
make_proofs(const char *label)
{
    const struct scalar secret = value_scalar(label);
    struct proofs p = {.x = value_point(label), .m = value_point("m")};

    value_bytes(p.digest, sizeof p.digest, label);
    proof_log_make(&p.log, "log", p.digest, &secret);
    proof_equal_make(&p.equal, "equal", p.digest, &secret, &p.m);
    point_mul(&p.z, &secret, &p.m);
    return p;
}

/* The verdicts on both proofs, single and in a batch with good ones. */
static void
compare_proofs(const struct proofs *p, const char *what, bool good)
{
    const struct proofs other = make_proofs("other");
    struct heap heap = {0};
    struct batch b;
    bool holds[4] = {0};
    enum err log = proof_log_verify(&p->log, "log", p->digest, &p->x);
    enum err equal =
        proof_equal_verify(&p->equal, "equal", p->digest, &p->x, &p->m, &p->z);
    enum err e;

    batch_init(&b, heap_memory(&heap));
    assert_ok(batch_add_log(&b, &other.log, "log", other.digest, &other.x));
    assert_ok(batch_add_equal(&b, &other.equal, "equal", other.digest, &other.x,
                              &other.m, &other.z));
    e = batch_add_log(&b, &p->log, "log", p->digest, &p->x);
    assert_int_equal(e == ERR_INPUT, log == ERR_INPUT);
    if (!e) {
        verify(&b, holds);
        if (!holds[0] || !holds[1] || holds[2] != (log == OK))
            fail_msg("%s, log", what);
    }
    e = batch_add_equal(&b, &p->equal, "equal", p->digest, &p->x, &p->m, &p->z);
    assert_int_equal(e == ERR_INPUT, equal == ERR_INPUT);
    if (!e) {
        verify(&b, holds);
        if (!holds[0] || !holds[1] ||
            holds[batch_used(&b)->statements - 1] != (equal == OK))
            fail_msg("%s, equal", what);
    }
    if (good != (equal == OK))
        fail_msg("%s: %s", what, err_name(equal));
    batch_free(&b);
    assert_int_equal(heap.in_use, 0);
}

static void
key_proofs_hold_as_they_do_alone(void **state)
{
    const struct proofs good = make_proofs("x");
    struct proofs p = good;

    (void)state;
    compare_proofs(&p, "good", true);
    for (size_t bit = 0; bit < 8 * sizeof p.equal; bit += 7) {
        ((uint8_t *)&p.equal)[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (bit / 8 < sizeof p.log)
            ((uint8_t *)&p.log)[bit / 8] ^= (uint8_t)(1u << bit % 8);
        compare_proofs(&p, "a bit", false);
        p = good;
    }
    p.digest[0] ^= 1;
    compare_proofs(&p, "the statement", false);
    p = good;
    value_change_point(&p.x);
    compare_proofs(&p, "the key", false);
    p = good;
    value_change_point(&p.m);
    compare_proofs(&p, "M", false);
    p = good;
    value_change_point(&p.z);
    compare_proofs(&p, "Z", false);
    p = good;
    value_change_point(&p.equal.d);
    compare_proofs(&p, "D", false);
    p = good;
    value_change_scalar(&p.equal.s);
    compare_proofs(&p, "s", false);
}

/* Proofs of the secret 0, or about M = 0: with nothing but the identity. */
static void
the_identity_is_judged_as_alone(void **state)
{
    const struct proofs good = make_proofs("x");
    const struct scalar zero = {{0}};
    struct proofs p = good;

    (void)state;
    proof_log_make(&p.log, "log", p.digest, &zero);
    proof_equal_make(&p.equal, "equal", p.digest, &zero, &p.m);
    point_identity(&p.x);
    point_identity(&p.z);
    compare_proofs(&p, "x = 0", true);
    value_change_scalar(&p.equal.s);
    value_change_scalar(&p.log.s);
    compare_proofs(&p, "x = 0, s", false);
    p.equal = (struct proof_equal){.s = zero};
    p.log = (struct proof_log){.s = zero};
    compare_proofs(&p, "all 0", true);
    p.x = good.x;
    compare_proofs(&p, "all 0 for a key", false);
    p = good;
    point_identity(&p.m);
    point_identity(&p.z);
    point_identity(&p.equal.d);
    compare_proofs(&p, "M = 0 and another proof", false);
}

/* Other ways to write the same points and numbers, and what is none. */
static void
what_is_not_canonical_is_refused_as_alone(void **state)
{
    static const uint8_t order[SCALAR_BYTES] = {
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
        0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    static const uint8_t prime[POINT_BYTES] = {
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
    const struct proofs good = make_proofs("x");
    struct proofs p = good;
    unsigned carry = 0;

    (void)state;
    for (unsigned i = 0; i < SCALAR_BYTES; i++) {
        carry += (unsigned)p.equal.s.bytes[i] + order[i];
        p.equal.s.bytes[i] = (uint8_t)carry;
        carry >>= 8;
    }
    compare_proofs(&p, "s + q", false);
    memcpy(p.equal.s.bytes, order, sizeof order);
    memcpy(p.log.s.bytes, order, sizeof order);
    compare_proofs(&p, "s = q", false);
    p = good;
    p.x.bytes[31] |= 0x80;
    compare_proofs(&p, "a top bit", false);
    p = good;
    memcpy(p.z.bytes, prime, sizeof prime);
    memcpy(p.log.a.bytes, prime, sizeof prime);
    compare_proofs(&p, "the prime for 0", false);
    p = good;
    for (unsigned i = 0; i < POINT_BYTES; i++)
        p.equal.a.bytes[i] = 0xff;
    compare_proofs(&p, "no field element", false);
}

enum { SUMS = 5 };

struct share_case {
    struct decryption_statement st;
    struct elgamal_ct sums[SUMS];
    struct point partials[SUMS];
    struct proof_equal proof;
};

static void
compare_share(struct share_case *s, const char *what, enum err want)
{
    struct heap heap = {0};
    struct batch b;
    bool holds[1] = {false};
    enum err e;

    s->st.sums = s->sums;
    assert_err(decryption_share_verify(s->partials, &s->proof, &s->st), want);
    batch_init(&b, heap_memory(&heap));
    e = batch_add_share(&b, s->partials, &s->proof, &s->st);
    if (e != (want == ERR_INPUT ? ERR_INPUT : OK))
        fail_msg("%s: %s", what, err_name(e));
    verify(&b, holds);
    if (holds[0] != (want == OK))
        fail_msg("%s", what);
    batch_free(&b);
    assert_int_equal(heap.in_use, 0);
}

static void
shares_hold_as_they_do_alone(void **state)
{
    static struct trustees hall;
    struct share_case good = {.st = {.index = 2, .count = SUMS}};
    struct share_case s;

    (void)state;
    trustees_meet(&hall, 3, 2);
    good.st.share_key = hall.share_keys[1];
    for (unsigned i = 0; i < SUMS - 1; i++) {
        const struct scalar mark = value_number(i);
        const struct scalar r = value_number(1000 + i);

        elgamal_encrypt(&good.sums[i], &hall.key, &mark, &r);
    }
    elgamal_zero(&good.sums[SUMS - 1]);
    good.st.sums = good.sums;
    assert_ok(decryption_share_make(good.partials, &good.proof, &good.st,
                                    &hall.shares[1]));
    s = good;
    compare_share(&s, "good", OK);
    value_change_point(&s.partials[3]);
    compare_share(&s, "a partial", ERR_PROOF);
    s = good;
    s.partials[0].bytes[0] ^= 1;
    compare_share(&s, "no partial", ERR_INPUT);
    s = good;
    value_change_point(&s.sums[1].r);
    compare_share(&s, "a sum's R", ERR_PROOF);
    s = good;
    value_change_point(&s.sums[1].c);
    compare_share(&s, "a sum's C", ERR_PROOF);
    s = good;
    s.sums[2].c.bytes[31] ^= 0x80;
    compare_share(&s, "a sum that is none", ERR_INPUT);
    s = good;
    s.st.index = 3;
    compare_share(&s, "another trustee", ERR_PROOF);
    s = good;
    s.st.index = 0;
    compare_share(&s, "no trustee", ERR_INPUT);
    s = good;
    s.st.open[0] ^= 1;
    compare_share(&s, "another opening", ERR_PROOF);
    s = good;
    point_identity(&s.st.share_key);
    compare_share(&s, "no key", ERR_INPUT);
    s = good;
    value_change_point(&s.st.share_key);
    compare_share(&s, "another key", ERR_PROOF);
    s = good;
    value_change_scalar(&s.proof.s);
    compare_share(&s, "another proof", ERR_PROOF);
    s = good;
    s.st.count = 0;
    compare_share(&s, "no sums", ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_proofs_hold_as_they_do_alone),
        cmocka_unit_test(the_identity_is_judged_as_alone),
        cmocka_unit_test(what_is_not_canonical_is_refused_as_alone),
        cmocka_unit_test(shares_hold_as_they_do_alone),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
