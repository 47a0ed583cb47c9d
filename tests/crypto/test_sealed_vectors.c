/*
 * Goal: ballots, the key ceremony and shares of a count have exactly the bytes
 * that a second implementation, in another language, gives them.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ballot.h"
#include "crypto/ceremony.h"
#include "crypto/decryption.h"
#include "tests/support/vectors.h"

static json_t *vectors; /* sealed.json, written by make_sealed.py */

static int
load(void **state)
{
    (void)state;
    vectors = vectors_load("sealed.json");
    return 0;
}

static int
unload(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

/* A member in hexadecimal must be these bytes. */
static void
assert_hex(const json_t *object, const char *key, const void *got, size_t len)
{
    uint8_t want[4096];

    assert_in_range(len, 1, sizeof want);
    vectors_hex_exact(want, len, object, key);
    if (memcmp(got, want, len) != 0)
        fail_msg("%s is another", key);
}

/* An array of numbers; returns how many. */
static size_t
read_numbers(uint16_t *out, size_t cap, const json_t *object, const char *key)
{
    const json_t *array = vectors_get(object, key);
    size_t count = json_array_size(array);

    assert_in_range(count, 1, cap);
    for (size_t i = 0; i < count; i++)
        out[i] = (uint16_t)json_integer_value(json_array_get(array, i));
    return count;
}

static void
check_ballot(const json_t *v)
{
    static uint8_t ballot[4096];
    char name[BALLOT_NAME_MAX + 1] = {0};
    const struct span voter_name = vectors_span(v, "voter_name");
    struct ballot_form form = {
        .options = (uint16_t)vectors_number(v, "options"),
        .cap = (uint16_t)vectors_number(v, "cap"),
    };
    struct ballot_voter voter = {
        .name = name,
        .attempt = (uint32_t)vectors_number(v, "attempt"),
    };
    uint16_t numbers[8] = {0};
    uint8_t choices[8];
    uint8_t secret[BALLOT_SECRET_BYTES];
    uint8_t code[BALLOT_CODE_BYTES];
    size_t len;

    assert_in_range(voter_name.len, 1, BALLOT_NAME_MAX);
    memcpy(name, voter_name.ptr, voter_name.len);
    vectors_hex_exact(form.key.bytes, POINT_BYTES, v, "key");
    vectors_hex_exact(form.context, sizeof form.context, v, "context");
    vectors_hex_exact(voter.key, sizeof voter.key, v, "voter_key");
    vectors_hex_exact(voter.previous, sizeof voter.previous, v, "previous");
    vectors_hex_exact(secret, sizeof secret, v, "secret");
    form.rows = (uint16_t)read_numbers(form.row, BALLOT_ROWS_MAX, v, "rows");
    assert_int_equal(read_numbers(numbers, 8, v, "choices"), form.rows);
    for (unsigned place = 0; place < form.rows; place++)
        choices[place] = (uint8_t)numbers[place];

    len = ballot_bytes(form.options, form.cap, form.rows);
    assert_in_range(len, 1, sizeof ballot);
    assert_ok(ballot_seal(ballot, len, &form, &voter, choices, secret));
    assert_hex(v, "ballot", ballot, len);
    assert_ok(ballot_verify(ballot, len, &form, &voter));
    ballot_code(code, ballot, len);
    assert_hex(v, "code", code, sizeof code);
}

static void
ballots_have_the_published_bytes(void **state)
{
    const json_t *ballots = vectors_get(vectors, "ballots");

    (void)state;
    assert_int_equal(json_array_size(ballots), 3);
    for (size_t i = 0; i < json_array_size(ballots); i++)
        check_ballot(json_array_get(ballots, i));
}

enum { TRUSTEES = 3, THRESHOLD = 2 };

struct hall {
    struct ceremony ceremony;
    uint8_t seeds[TRUSTEES][CEREMONY_SEED_BYTES];
    struct ceremony_commit commits[TRUSTEES];
    struct ceremony_deal deals[TRUSTEES];
};

static void
check_commit(const json_t *v, const struct ceremony_commit *commit)
{
    uint8_t proof[PROOF_LOG_BYTES];

    assert_hex(v, "ephemeral", commit->ephemeral.bytes, POINT_BYTES);
    proof_log_encode(proof, &commit->possession);
    assert_hex(v, "ephemeral_proof", proof, sizeof proof);
    assert_hex(v, "commitment", commit->commitment, CEREMONY_HASH_BYTES);
}

static void
check_deal(const json_t *v, const struct ceremony_deal *deal)
{
    uint8_t proof[PROOF_LOG_BYTES];

    assert_hex(v, "coefficients", deal->coefficients,
               THRESHOLD * sizeof *deal->coefficients);
    proof_log_encode(proof, &deal->possession);
    assert_hex(v, "constant_proof", proof, sizeof proof);
    assert_hex(v, "masked", deal->masked, TRUSTEES * sizeof *deal->masked);
}

static void
check_complaint(const json_t *v, const struct hall *h)
{
    struct ceremony_complaint complaint;
    uint8_t proof[PROOF_EQUAL_BYTES];

    assert_ok(ceremony_complaint_make(&complaint, &h->ceremony, 3, 1,
                                      h->commits, h->seeds[2]));
    assert_hex(v, "shared", complaint.shared.bytes, POINT_BYTES);
    proof_equal_encode(proof, &complaint.proof);
    assert_hex(v, "proof", proof, sizeof proof);
}

static void
the_ceremony_has_the_published_bytes(void **state)
{
    const json_t *v = vectors_get(vectors, "ceremony");
    const json_t *of = vectors_get(v, "of");
    struct hall h = {
        .ceremony = {.trustees = TRUSTEES, .threshold = THRESHOLD},
    };
    struct ceremony *c = &h.ceremony;
    struct point key;
    struct scalar share;

    (void)state;
    assert_int_equal(vectors_number(v, "trustees"), TRUSTEES);
    assert_int_equal(vectors_number(v, "threshold"), THRESHOLD);
    vectors_hex_exact(c->start, sizeof c->start, v, "start");
    for (unsigned i = 0; i < TRUSTEES; i++) {
        const json_t *trustee = json_array_get(of, i);

        vectors_hex_exact(h.seeds[i], CEREMONY_SEED_BYTES, trustee, "seed");
        assert_ok(ceremony_commit_make(&h.commits[i], c, i + 1, h.seeds[i]));
        check_commit(trustee, &h.commits[i]);
    }
    for (unsigned i = 0; i < TRUSTEES; i++) {
        assert_ok(
            ceremony_deal_make(&h.deals[i], c, i + 1, h.commits, h.seeds[i]));
        check_deal(json_array_get(of, i), &h.deals[i]);
    }
    assert_ok(ceremony_key(&key, c, h.deals));
    assert_hex(v, "key", key.bytes, POINT_BYTES);
    for (unsigned i = 0; i < TRUSTEES; i++) {
        assert_ok(ceremony_share_secret(&share, c, i + 1, h.commits, h.deals,
                                        h.seeds[i]));
        assert_hex(json_array_get(of, i), "share", share.bytes, SCALAR_BYTES);
    }
    check_complaint(vectors_get(v, "complaint_of_3_about_1"), &h);
}

static void
a_share_has_the_published_bytes(void **state)
{
    enum { SUMS = 3 };
    const json_t *v = vectors_get(vectors, "share");
    struct elgamal_ct sums[SUMS];
    struct decryption_statement st = {
        .index = (uint16_t)vectors_number(v, "index"),
        .sums = sums,
        .count = SUMS,
    };
    struct scalar share;
    struct point partials[SUMS];
    struct proof_equal proof;
    uint8_t wire[PROOF_EQUAL_BYTES];

    (void)state;
    vectors_hex_exact(st.open, sizeof st.open, v, "open");
    vectors_hex_exact(st.close, sizeof st.close, v, "close");
    vectors_hex_exact(st.share_key.bytes, POINT_BYTES, v, "share_key");
    vectors_hex_exact(share.bytes, SCALAR_BYTES, v, "share");
    vectors_hex_exact((uint8_t *)sums, sizeof sums, v, "sums");
    assert_ok(decryption_share_make(partials, &proof, &st, &share));
    assert_hex(v, "partials", partials, sizeof partials);
    proof_equal_encode(wire, &proof);
    assert_hex(v, "proof", wire, sizeof wire);
    assert_ok(decryption_share_verify(partials, &proof, &st));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ballots_have_the_published_bytes),
        cmocka_unit_test(the_ceremony_has_the_published_bytes),
        cmocka_unit_test(a_share_has_the_published_bytes),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("sealed_vectors", tests, load, unload);
}
