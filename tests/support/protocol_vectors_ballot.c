#include <stdio.h>
#include <stdlib.h>

#include "crypto/ballot_hash.h"
#include "tests/support/protocol_vectors.h"
#include "tests/support/sample.h"
#include "tests/support/values.h"
#include "tests/support/vector_writer.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

/* One sealing, with all that it was made of. */
struct sealing {
    const char *name;
    struct ballot_form form;
    struct ballot_voter voter;
    uint8_t choices[BALLOT_ROWS_MAX];
    uint8_t secret[BALLOT_SECRET_BYTES];
    uint8_t *ballot;
    size_t len;
    struct ballot_layout layout;
    uint8_t seed[TRANSCRIPT_DIGEST_BYTES];
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
};

static json_t *
start(json_t *array, const struct sealing *s, const char *what, const char *tag)
{
    char name[128];

    snprintf(name, sizeof name, "%s: %s", s->name, what);
    return vector_transcript(array, name, tag);
}

static void
add_rows(json_t *vector, const struct ballot_form *form)
{
    uint8_t rows[2 * BALLOT_ROWS_MAX];

    for (unsigned i = 0; i < form->rows; i++) {
        rows[2 * i] = (uint8_t)(form->row[i] >> 8);
        rows[2 * i + 1] = (uint8_t)form->row[i];
    }
    vector_part(vector, "rows", rows, 2 * (size_t)form->rows);
}

static void
add_voter(json_t *vector, const struct ballot_voter *voter)
{
    vector_part(vector, "voter's key", voter->key, sizeof voter->key);
    vector_part(vector, "voter's name", voter->name, strlen(voter->name));
    vector_part_u32(vector, "attempt", voter->attempt);
    vector_part(vector, "previous", voter->previous, sizeof voter->previous);
}

/* Bytes of every row, and of the cap, that the layout counts as these. */
static void
add_pieces(json_t *vector, const struct sealing *s, const char *name,
           bool commitments)
{
    unsigned places = commitments ? s->layout.proofs : s->layout.rows;
    uint8_t *bytes = malloc(s->len);
    size_t len = 0;

    assert_non_null(bytes);
    for (unsigned place = 0; place < places; place++) {
        const struct ballot_proof p = ballot_layout_proof(&s->layout, place);
        size_t from = commitments
                          ? p.commitments
                          : ballot_layout_ciphertext(&s->layout, place, 0);
        size_t to = commitments ? p.challenges : p.commitments;

        memcpy(bytes + len, s->ballot + from, to - from);
        len += to - from;
    }
    vector_part(vector, name, bytes, len);
    free(bytes);
}

static void
add_seed(json_t *array, struct sealing *s)
{
    json_t *vector = start(array, s, "seed of the nonces", "nonces");

    ballot_hash_seed(s->seed, &s->layout, &s->form, &s->voter, s->choices,
                     s->secret);
    vector_part(vector, "secret", s->secret, sizeof s->secret);
    vector_part(vector, "context", s->form.context, sizeof s->form.context);
    vector_part(vector, "Y", s->form.key.bytes, POINT_BYTES);
    add_voter(vector, &s->voter);
    vector_part_u32(vector, "K", s->form.options);
    vector_part_u32(vector, "N", s->form.cap);
    add_rows(vector, &s->form);
    vector_part(vector, "choices", s->choices, s->form.rows);
    vector_output(vector, "digest", s->seed);
}

static void
add_nonce(json_t *array, const struct sealing *s, unsigned row, char kind)
{
    char what[64];
    struct scalar nonce;
    json_t *vector;

    snprintf(what, sizeof what, "nonce %c of %s, index 1", kind,
             row ? "the first row" : "the cap");
    vector = start(array, s, what, "nonce");
    ballot_hash_nonce(&nonce, s->seed, row, 1, kind);
    vector_part(vector, "seed", s->seed, sizeof s->seed);
    vector_part_u32(vector, "row number", row);
    vector_part_u32(vector, "slot or branch", 1);
    vector_part(vector, "kind", &kind, 1);
    vector_output(vector, "scalar", nonce.bytes);
}

static void
add_hashes(json_t *array, struct sealing *s)
{
    json_t *vector = start(array, s, "digest of ciphertexts", "ciphertexts");
    struct scalar challenge;
    uint8_t code[BALLOT_CODE_BYTES];

    ballot_hash_ciphertexts(s->digest, &s->layout, &s->form, s->ballot);
    vector_part(vector, "context", s->form.context, sizeof s->form.context);
    vector_part(vector, "Y", s->form.key.bytes, POINT_BYTES);
    vector_part_u32(vector, "K", s->form.options);
    vector_part_u32(vector, "N", s->form.cap);
    add_rows(vector, &s->form);
    add_pieces(vector, s, "ciphertexts", false);
    vector_output(vector, "digest", s->digest);

    vector = start(array, s, "challenge", "ballot");
    ballot_hash_challenge(&challenge, &s->layout, &s->form, &s->voter,
                          s->digest, s->ballot);
    vector_part(vector, "context", s->form.context, sizeof s->form.context);
    add_voter(vector, &s->voter);
    vector_part(vector, "digest of ciphertexts", s->digest, sizeof s->digest);
    add_pieces(vector, s, "commitments", true);
    vector_output(vector, "scalar", challenge.bytes);

    vector = start(array, s, "code", "ballot-code");
    ballot_code(code, s->ballot, s->len);
    vector_part(vector, "ballot", s->ballot, s->len);
    vector_output(vector, "hash", code);
}

static void
add_weight(json_t *array, const struct sealing *s)
{
    json_t *vector = start(array, s, "weight of slot 1", "weight");
    struct scalar weight;

    ballot_hash_weight(&weight, s->digest, s->form.row[0], 1);
    vector_part(vector, "digest of ciphertexts", s->digest, sizeof s->digest);
    vector_part_u32(vector, "row number", s->form.row[0]);
    vector_part_u32(vector, "slot", 1);
    vector_output(vector, "scalar", weight.bytes);
}

static void
add_sealing(json_t *array, struct sealing *s)
{
    assert_ok(ballot_layout_init(&s->layout, s->form.options, s->form.cap,
                                 s->form.rows));
    s->len = s->layout.bytes;
    s->ballot = malloc(s->len);
    assert_non_null(s->ballot);
    assert_ok(ballot_seal(s->ballot, s->len, &s->form, &s->voter, s->choices,
                          s->secret));
    assert_ok(ballot_verify(s->ballot, s->len, &s->form, &s->voter));
    add_seed(array, s);
    add_nonce(array, s, s->form.row[0], 'r');
    add_nonce(array, s, s->form.row[0], 'w');
    add_nonce(array, s, s->form.row[0], 'c');
    if (s->form.cap)
        add_nonce(array, s, 0, 'w');
    add_hashes(array, s);
    if (s->layout.slots > 1)
        add_weight(array, s);
    free(s->ballot);
}

/* The first ballot of the recorded conference, as its log has it. */
static void
add_recorded(json_t *array, const struct recorded *r)
{
    const json_t *ballot =
        json_array_get(vectors_get(r->secrets, "ballots"), 0);
    size_t entry = (size_t)vectors_number(ballot, "entry");
    struct event *cast = recorded_event(r, entry);
    struct event *open = recorded_event(r, cast->cast.open.index);
    char name[POST_KEY_NAME_BYTES];
    struct ed25519_secret key;
    uint8_t key_seed[ED25519_SEED_BYTES];
    struct sealing s = {.name = "first cast of the conference",
                        .form = {.options = 3, .rows = 2, .row = {1, 2}},
                        .voter = {.name = name, .attempt = 1}};

    memcpy(s.form.key.bytes, open->open.key, POINT_BYTES);
    memcpy(s.form.context, cast->cast.open.leaf.bytes, sizeof s.form.context);
    post_key_name(name, cast->origin, cast->signers[0].post, false);
    vectors_hex_exact(key_seed, sizeof key_seed, recorded_post(r, "seat/001"),
                      "key_seed");
    ed25519_from_seed(&key, key_seed);
    memcpy(s.voter.key, key.bytes + ED25519_SEED_BYTES, sizeof s.voter.key);
    vectors_hex_exact(s.choices, s.form.rows, ballot, "choices");
    vectors_hex_exact(s.secret, sizeof s.secret, ballot, "secret");
    add_sealing(array, &s);
    free(cast);
    free(open);
}

void
protocol_vectors_ballot(json_t *array, const struct recorded *r)
{
    struct sealing grades = {.name = "four options, rows 3 and 5",
                             .form = sample_form(4, 0, 2),
                             .voter = sample_voter(),
                             .choices = {2, 3}};
    struct sealing election = {.name = "cap of 1, rows 3, 5 and 7",
                               .form = sample_form(3, 1, 3),
                               .voter = sample_voter(),
                               .choices = {1, 0, 2}};

    value_bytes(grades.secret, sizeof grades.secret, "sealing");
    value_bytes(election.secret, sizeof election.secret, "sealing");
    add_recorded(array, r);
    add_sealing(array, &grades);
    add_sealing(array, &election);
}
