#include <stdio.h>
#include <stdlib.h>

#include "ballots/sealed.h"
#include "ballots/state.h"
#include "crypto/ceremony_hash.h"
#include "tests/support/protocol_vectors.h"
#include "tests/support/values.h"
#include "tests/support/vector_writer.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

enum { DEALER = 1, RECEIVER = 2 };

static void
add_numbers(json_t *vector, const struct ceremony *n, unsigned index)
{
    vector_part(vector, "start", n->start, sizeof n->start);
    vector_part_u32(vector, "i", index);
    vector_part_u32(vector, "n", n->trustees);
    vector_part_u32(vector, "t", n->threshold);
}

static void
add_point(json_t *vector, const char *name, const struct point *p)
{
    vector_part(vector, name, p->bytes, POINT_BYTES);
}

/* Ends the challenge of a proof and shows by its equation that it is that one:
 * s*B = A + c*X. */
static void
end_challenge(json_t *vector, const struct point *x, const struct point *a,
              const struct scalar *s)
{
    uint8_t out[TRANSCRIPT_DIGEST_BYTES];
    struct scalar c;
    struct point left;

    vector_output_of_parts(vector, "scalar", out);
    memcpy(c.bytes, out, SCALAR_BYTES);
    point_mul_base(&left, s);
    assert_true(proof_equation_holds(&left, a, &c, x));
}

static void
add_log_challenge(json_t *array, const char *name, const char *tag,
                  const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                  const struct point *x, const struct proof_log *proof)
{
    json_t *vector = vector_transcript(array, name, tag);

    vector_part(vector, "statement", statement, TRANSCRIPT_DIGEST_BYTES);
    add_point(vector, "X", x);
    add_point(vector, "A", &proof->a);
    end_challenge(vector, x, &proof->a, &proof->s);
}

static void
add_equal_challenge(json_t *array, const char *name, const char *tag,
                    const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                    const struct point *const points[3],
                    const struct proof_equal *proof)
{
    json_t *vector = vector_transcript(array, name, tag);

    vector_part(vector, "statement", statement, TRANSCRIPT_DIGEST_BYTES);
    add_point(vector, "X", points[0]);
    add_point(vector, "M", points[1]);
    add_point(vector, "Z", points[2]);
    add_point(vector, "A", &proof->a);
    add_point(vector, "D", &proof->d);
    end_challenge(vector, points[0], &proof->a, &proof->s);
}

/* The nonce of a proof is shown to be the one by A = k*B. */
void
protocol_vectors_proof(json_t *array)
{
    static const char tag[] = "example";
    const struct scalar x = value_scalar("x");
    const struct point m = value_point("m");
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];

    value_bytes(statement, sizeof statement, "statement");
    for (unsigned equality = 0; equality < 2; equality++) {
        json_t *vector =
            vector_transcript(array,
                              equality ? "nonce of a proof of equality"
                                       : "nonce of a proof of knowledge",
                              "proof-nonce");
        uint8_t out[TRANSCRIPT_DIGEST_BYTES];
        struct proof_log log;
        struct proof_equal equal;
        struct scalar k;
        struct point a;

        vector_part(vector, "x", x.bytes, SCALAR_BYTES);
        vector_part(vector, "tag", tag, strlen(tag));
        vector_part(vector, "statement", statement, sizeof statement);
        if (equality)
            add_point(vector, "M", &m);
        vector_output_of_parts(vector, "scalar", out);
        memcpy(k.bytes, out, SCALAR_BYTES);
        point_mul_base(&a, &k);
        proof_log_make(&log, tag, statement, &x);
        proof_equal_make(&equal, tag, statement, &x, &m);
        assert_true(point_eq(&a, equality ? &equal.a : &log.a));
    }
}

/* ---- Ceremony ------------------------------------------------------------ */

static const struct key_ceremony *
ceremony_of(const struct recorded *r)
{
    return audit_conference(r->audit)->ceremonies[0];
}

static void
seed_of(uint8_t seed[CEREMONY_SEED_BYTES], const struct recorded *r,
        const char *post)
{
    vectors_hex_exact(seed, CEREMONY_SEED_BYTES, recorded_post(r, post),
                      "counting_seed");
}

static void
add_secrets(json_t *array, const struct ceremony *n,
            const uint8_t seed[CEREMONY_SEED_BYTES])
{
    static const char *const purposes[] = {"ephemeral", "coefficient"};

    for (unsigned i = 0; i < 2; i++) {
        json_t *vector = vector_transcript(
            array, i ? "coefficient a_11" : "ephemeral secret eps_1",
            "key-secret");
        struct scalar secret;

        vector_part(vector, "seed", seed, CEREMONY_SEED_BYTES);
        vector_part(vector, "start", n->start, sizeof n->start);
        vector_part_u32(vector, "i", DEALER);
        vector_part(vector, "purpose", purposes[i], strlen(purposes[i]));
        if (i) {
            vector_part_u32(vector, "k", 1);
            ceremony_hash_coefficient(&secret, n, DEALER, 1, seed);
        } else {
            ceremony_hash_ephemeral(&secret, n, DEALER, seed);
        }
        vector_output(vector, "scalar", secret.bytes);
    }
}

static void
add_commit(json_t *array, const struct key_ceremony *k)
{
    const struct ceremony *n = &k->numbers;
    const struct ceremony_commit *commit = &k->commits[DEALER - 1];
    const struct point *f = k->deals[DEALER - 1].coefficients;
    json_t *vector =
        vector_transcript(array, "commitment of trustee 1", "key-commitment");
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];

    add_numbers(vector, n, DEALER);
    vector_part(vector, "F_10, F_11", f, (size_t)n->threshold * POINT_BYTES);
    vector_output(vector, "hash", commit->commitment);

    vector =
        vector_transcript(array, "statement on E_1", "key-ephemeral-statement");
    ceremony_hash_ephemeral_statement(statement, n, DEALER);
    add_numbers(vector, n, DEALER);
    vector_output(vector, "digest", statement);
    add_log_challenge(array, "challenge on E_1", "key-ephemeral", statement,
                      &commit->ephemeral, &commit->possession);

    vector =
        vector_transcript(array, "statement on F_10", "key-constant-statement");
    ceremony_hash_constant_statement(statement, n, DEALER, f);
    add_numbers(vector, n, DEALER);
    vector_part(vector, "F_10, F_11", f, (size_t)n->threshold * POINT_BYTES);
    vector_output(vector, "digest", statement);
    add_log_challenge(array, "challenge on F_10", "key-constant", statement,
                      &f[0], &k->deals[DEALER - 1].possession);
}

static void
add_mask(json_t *array, const struct key_ceremony *k,
         const uint8_t seed[CEREMONY_SEED_BYTES])
{
    json_t *vector = vector_transcript(array, "mask of trustee 1's share for 2",
                                       "key-share");
    struct scalar ephemeral;
    struct scalar mask;
    struct point shared;

    ceremony_hash_ephemeral(&ephemeral, &k->numbers, DEALER, seed);
    point_mul(&shared, &ephemeral, &k->commits[RECEIVER - 1].ephemeral);
    ceremony_hash_mask(&mask, &k->numbers, DEALER, RECEIVER, k->commits,
                       &shared);
    vector_part(vector, "start", k->numbers.start, sizeof k->numbers.start);
    vector_part_u32(vector, "i", DEALER);
    vector_part_u32(vector, "j", RECEIVER);
    add_point(vector, "E_1", &k->commits[DEALER - 1].ephemeral);
    add_point(vector, "E_2", &k->commits[RECEIVER - 1].ephemeral);
    add_point(vector, "eps_1 E_2", &shared);
    vector_output(vector, "scalar", mask.bytes);
}

/* A complaint that would be false: its proof holds, the share is good. */
static void
add_complaint(json_t *array, const struct key_ceremony *k,
              const uint8_t seed[CEREMONY_SEED_BYTES])
{
    json_t *vector = vector_transcript(array, "statement of 2 complaining of 1",
                                       "key-complaint-statement");
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct ceremony_complaint complaint;
    const struct point *const points[] = {&k->commits[RECEIVER - 1].ephemeral,
                                          &k->commits[DEALER - 1].ephemeral,
                                          &complaint.shared};

    assert_ok(ceremony_complaint_make(&complaint, &k->numbers, RECEIVER, DEALER,
                                      k->commits, seed));
    ceremony_hash_complaint_statement(statement, &k->numbers, RECEIVER, DEALER);
    vector_part(vector, "start", k->numbers.start, sizeof k->numbers.start);
    vector_part_u32(vector, "j", RECEIVER);
    vector_part_u32(vector, "i", DEALER);
    vector_output(vector, "digest", statement);
    add_equal_challenge(array, "challenge of 2 complaining of 1",
                        "key-complaint", statement, points, &complaint.proof);
}

static void
add_transcript(json_t *array, const struct recorded *r,
               const struct key_ceremony *k)
{
    json_t *vector = vector_transcript(array, "transcript of the ceremony",
                                       "key-transcript");
    char name[32];

    vector_part(vector, "start", k->numbers.start, sizeof k->numbers.start);
    for (unsigned i = 0; i < k->numbers.trustees; i++) {
        snprintf(name, sizeof name, "commit %u", i + 1);
        vector_part(vector, name,
                    audit_leaf(r->audit, k->commit_entries[i])->bytes,
                    HASH_BYTES);
    }
    for (unsigned i = 0; i < k->numbers.trustees; i++) {
        snprintf(name, sizeof name, "deal %u", i + 1);
        vector_part(vector, name,
                    audit_leaf(r->audit, k->deal_entries[i])->bytes,
                    HASH_BYTES);
    }
    vector_output(vector, "hash", k->transcript.bytes);
}

static void
add_keys(json_t *array, const struct key_ceremony *k,
         const uint8_t seed[CEREMONY_SEED_BYTES])
{
    json_t *vector =
        vector_other(array, "keys and trustee 1's share", "7.2, 7.5");
    struct scalar share;

    assert_ok(ceremony_share_secret(&share, &k->numbers, DEALER, k->commits,
                                    k->deals, seed));
    vector_in(vector, "start", k->numbers.start, sizeof k->numbers.start);
    vector_in(vector, "counting seed", seed, CEREMONY_SEED_BYTES);
    vector_out(vector, "Y", k->key.bytes, POINT_BYTES);
    vector_out(vector, "Y_1", k->share_keys[0].bytes, POINT_BYTES);
    vector_out(vector, "x_1", share.bytes, SCALAR_BYTES);
}

void
protocol_vectors_ceremony(json_t *array, const struct recorded *r)
{
    const struct key_ceremony *k = ceremony_of(r);
    uint8_t dealer[CEREMONY_SEED_BYTES];
    uint8_t receiver[CEREMONY_SEED_BYTES];

    seed_of(dealer, r, "scrutineer/1");
    seed_of(receiver, r, "scrutineer/2");
    add_secrets(array, &k->numbers, dealer);
    add_commit(array, k);
    add_mask(array, k, dealer);
    add_complaint(array, k, receiver);
    add_transcript(array, r, k);
    add_keys(array, k, dealer);
}

/* ---- Shares -------------------------------------------------------------- */

/* Statement, weights and challenge of the share in the log; its own proof shows
 * that they are the ones. */
enum { SUMS_MAX = 8 };

static void
add_share(json_t *array, const struct key_ceremony *k, const struct opening *op,
          const struct event_share *p)
{
    json_t *vector =
        vector_transcript(array, "statement of a share", "share-statement");
    const size_t count = p->partials_len / POINT_BYTES;
    const uint8_t *partials = p->partials;
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct point m;
    struct point z;
    struct proof_equal proof;
    const struct point *const points[] = {&k->share_keys[p->index - 1], &m, &z};
    struct elgamal_ct sums[SUMS_MAX];

    assert_in_range(count, 1, SUMS_MAX);
    for (size_t l = 0; l < count; l++)
        sealed_sum_encode(&sums[l], &op->sums[l]);
    vector_part(vector, "leaf hash of open", p->open.leaf.bytes, HASH_BYTES);
    vector_part(vector, "leaf hash of close", p->close.leaf.bytes, HASH_BYTES);
    vector_part_u32(vector, "i", p->index);
    add_point(vector, "Y_i", points[0]);
    vector_part(vector, "sums", sums, count * ELGAMAL_CT_BYTES);
    vector_part(vector, "partials", partials, p->partials_len);
    vector_output_of_parts(vector, "digest", statement);
    point_identity(&m);
    point_identity(&z);
    for (uint32_t l = 0; l < count; l++) {
        uint8_t out[TRANSCRIPT_DIGEST_BYTES];
        struct scalar weight;
        struct point partial;
        struct point weighted;

        vector = vector_transcript(
            array, l ? "weight of sum 1" : "weight of sum 0", "share-weight");
        vector_part(vector, "statement", statement, sizeof statement);
        vector_part_u32(vector, "l", l);
        vector_output_of_parts(vector, "scalar", out);
        memcpy(weight.bytes, out, SCALAR_BYTES);
        point_mul(&weighted, &weight, &sums[l].r);
        point_add(&m, &m, &weighted);
        assert_ok(
            point_decode_any(&partial, partials + (size_t)l * POINT_BYTES));
        point_mul(&weighted, &weight, &partial);
        point_add(&z, &z, &weighted);
    }
    assert_ok(proof_equal_decode(&proof, p->proof));
    assert_ok(
        proof_equal_verify(&proof, "share", statement, points[0], &m, &z));
    add_equal_challenge(array, "challenge of a share", "share", statement,
                        points, &proof);
}

/* Both shares, combined. */
static void
add_opened(json_t *array, const struct recorded *r, const struct opening *op)
{
    static const uint16_t index[] = {1, 2};
    struct point partials[2];
    struct point opened;
    struct elgamal_ct sum;
    json_t *vector = vector_other(array, "first sum opened", "8.3");

    sealed_sum_encode(&sum, &op->sums[0]);
    vector_in(vector, "R", sum.r.bytes, POINT_BYTES);
    vector_in(vector, "C", sum.c.bytes, POINT_BYTES);
    for (size_t i = 0; i < 2; i++) {
        struct event *share =
            recorded_event(r, recorded_find(r, EVENT_SHARE, i + 1));

        assert_ok(point_decode_any(&partials[i], share->share.partials));
        free(share);
    }
    vector_in(vector, "D of trustee 1", partials[0].bytes, POINT_BYTES);
    vector_in(vector, "D of trustee 2", partials[1].bytes, POINT_BYTES);
    assert_ok(decryption_combine(&opened, &sum, index, partials, 2));
    vector_out(vector, "m B", opened.bytes, POINT_BYTES);
}

void
protocol_vectors_share(json_t *array, const struct recorded *r)
{
    struct event *share = recorded_event(r, recorded_find(r, EVENT_SHARE, 1));
    const struct opening *op =
        state_opening(audit_conference(r->audit), &share->share.open);

    assert_non_null(op);
    add_share(array, ceremony_of(r), op, &share->share);
    add_opened(array, r, op);
    free(share);
}
