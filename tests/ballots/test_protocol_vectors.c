/*
 * Goal: the worked examples of docs/protocol.md are what the programs compute,
 * anybody gets the same from the parts that they list, every transcript has
 * one, and the recorded conference is what its secrets make.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "crypto/token.h"
#include "tests/support/document.h"
#include "tests/support/protocol_vectors.h"
#include "tests/support/recorded.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

enum { PART_MAX = 65536, WIDE_BYTES = 64, ROWS = 2, OPTIONS = 3 };

static struct recorded *recorded;
static json_t *vectors;

static int
load(void **state)
{
    (void)state;
    recorded = recorded_load();
    vectors = vectors_load("protocol.json");
    return 0;
}

static int
unload(void **state)
{
    (void)state;
    json_decref(vectors);
    recorded_free(recorded);
    return 0;
}

static void
the_file_is_what_the_programs_compute(void **state)
{
    json_t *again = protocol_vectors(recorded);
    const json_t *vector;
    size_t i;

    (void)state;
    assert_int_equal(json_array_size(again), json_array_size(vectors));
    json_array_foreach(
        vectors, i, vector) if (!json_equal(vector, json_array_get(again, i)))
        fail_msg("%s", json_string_value(json_object_get(vector, "name")));
    json_decref(again);
}

/* ---- Section 1.2, written once more ----------------------------------------
 */

static void
add_length(crypto_hash_sha512_state *state, size_t n)
{
    const uint8_t bytes[4] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
                              (uint8_t)(n >> 8), (uint8_t)n};

    crypto_hash_sha512_update(state, bytes, sizeof bytes);
}

/* SHA-512 over the count and each part behind its length, the tag first. */
static void
hash_parts(uint8_t out[WIDE_BYTES], const json_t *vector)
{
    static uint8_t bytes[PART_MAX];
    const struct span tag = vectors_span(vector, "tag");
    const json_t *parts = vectors_get(vector, "parts");
    const json_t *part;
    crypto_hash_sha512_state state;
    size_t i;

    crypto_hash_sha512_init(&state);
    add_length(&state, json_array_size(parts) + 1);
    add_length(&state, tag.len);
    crypto_hash_sha512_update(&state, (const uint8_t *)tag.ptr, tag.len);
    json_array_foreach(parts, i, part)
    {
        size_t len =
            vectors_hex(bytes, sizeof bytes, vectors_span(part, "hex"));

        add_length(&state, len);
        crypto_hash_sha512_update(&state, bytes, len);
    }
    crypto_hash_sha512_final(&state, out);
}

/* Whether the parts of a transcript give its output. */
static bool
follows_from_parts(const json_t *vector)
{
    const struct span as = vectors_span(vector, "as");
    uint8_t wide[WIDE_BYTES];
    uint8_t got[WIDE_BYTES];
    uint8_t want[WIDE_BYTES];
    size_t len = vectors_hex(want, sizeof want, vectors_span(vector, "output"));

    hash_parts(wide, vector);
    memcpy(got, wide, sizeof got);
    if (span_eq(as, span_text("scalar")))
        crypto_core_ristretto255_scalar_reduce(got, wide);
    else if (!span_eq(as, span_text("hash")))
        assert_true(span_eq(as, span_text("digest")));
    assert_int_equal(len, span_eq(as, span_text("digest")) ? WIDE_BYTES : 32);
    return memcmp(got, want, len) == 0;
}

static void
every_transcript_follows_from_its_parts(void **state)
{
    const json_t *vector;
    size_t found = 0;
    size_t i;

    (void)state;
    json_array_foreach(vectors, i, vector)
    {
        if (!json_object_get(vector, "tag"))
            continue;
        found++;
        if (!follows_from_parts(vector))
            fail_msg("%s", json_string_value(json_object_get(vector, "name")));
    }
    assert_true(found > 30);
}

static void
a_transcript_with_any_part_changed_does_not_follow(void **state)
{
    const json_t *vector;
    size_t i;

    (void)state;
    json_array_foreach(vectors, i, vector)
    {
        const json_t *parts = json_object_get(vector, "parts");

        for (size_t p = 0; p < json_array_size(parts); p++) {
            json_t *changed = json_deep_copy(vector);
            json_t *part = json_array_get(json_object_get(changed, "parts"), p);
            char *hex = strdup(json_string_value(json_object_get(part, "hex")));

            assert_non_null(hex);
            hex[0] = hex[0] == '0' ? '1' : '0';
            json_object_set_new(part, "hex", json_string(hex));
            if (follows_from_parts(changed))
                fail_msg("%s: part %zu",
                         json_string_value(json_object_get(vector, "name")), p);
            free(hex);
            json_decref(changed);
        }
    }
}

static void
every_sha256_follows_from_its_bytes(void **state)
{
    static uint8_t bytes[PART_MAX];
    const json_t *vector;
    size_t found = 0;
    size_t i;

    (void)state;
    json_array_foreach(vectors, i, vector)
    {
        const json_t *text = json_object_get(vector, "text");
        uint8_t got[crypto_hash_sha256_BYTES];
        uint8_t want[crypto_hash_sha256_BYTES];
        size_t len;

        if (!json_object_get(vector, "sha256"))
            continue;
        found++;
        len = vectors_hex(bytes, sizeof bytes, vectors_span(vector, "sha256"));
        crypto_hash_sha256(got, bytes, len);
        vectors_hex_exact(want, sizeof want, vector, "output");
        assert_memory_equal(got, want, sizeof want);
        if (text) {
            assert_int_equal(json_string_length(text), len);
            assert_memory_equal(json_string_value(text), bytes, len);
        }
    }
    assert_true(found >= 6);
}

static void
every_tag_of_the_document_has_an_example(void **state)
{
    char *document = document_read("docs/protocol.md");
    char *tags = document_section(document, "### 1.2");
    size_t rows = 0;

    (void)state;
    for (char *row = tags; (row = strstr(row, "\n| `")) != NULL; row++) {
        const struct span tag = span_of(row + 4, strcspn(row + 4, "`"));
        const json_t *vector;
        bool found = false;
        size_t i;

        json_array_foreach(vectors, i,
                           vector) if (json_object_get(vector, "tag")) found =
            found || span_eq(vectors_span(vector, "tag"), tag);
        if (!found)
            fail_msg("no example of the tag %.*s", (int)tag.len, tag.ptr);
        rows++;
    }
    assert_true(rows > 15);
    free(tags);
    free(document);
}

/* ---- The recorded conference ----------------------------------------------
 */

/* Tokens make the invitation keys that the log has, and seeds the keys. */
static void
tokens_and_seeds_make_the_keys_in_the_log(void **state)
{
    const uint8_t *genesis = audit_leaf(recorded->audit, 0)->bytes;
    size_t found = 0;

    (void)state;
    for (size_t i = 0; i < recorded->entry_count; i++) {
        struct event *e = recorded_event(recorded, i);
        const bool invites = e->type == EVENT_POST;
        uint8_t token[TOKEN_BYTES];
        uint8_t seed[ED25519_SEED_BYTES];
        char name[POST_TEXT_BYTES];
        struct ed25519_secret secret;
        struct ed25519_public public;

        if (invites || e->type == EVENT_ENROL) {
            const json_t *person;

            post_format(name, invites ? e->post.post : e->enrol.post);
            person = recorded_post(recorded, name);
            vectors_hex_exact(token, sizeof token, person, "token");
            token_seed(seed, genesis, token);
            if (!invites)
                vectors_hex_exact(seed, sizeof seed, person, "key_seed");
            ed25519_from_seed(&secret, seed);
            ed25519_public(&public, &secret);
            assert_memory_equal(public.bytes,
                                invites ? e->post.invitation : e->enrol.key,
                                sizeof public.bytes);
            found++;
        }
        free(e);
    }
    assert_int_equal(found, 2 * (2 + 3 + 7));
}

/* The form and voter of a cast, from the events alone. */
static void
read_cast(struct ballot_form *form, struct ballot_voter *voter,
          char name[POST_KEY_NAME_BYTES], const struct event *cast,
          const json_t *person)
{
    struct event *open = recorded_event(recorded, cast->cast.open.index);
    struct ed25519_secret secret;
    struct ed25519_public public;
    uint8_t seed[ED25519_SEED_BYTES];

    *form = (struct ballot_form){.options = OPTIONS, .row = {1, 2}};
    form->rows = cast->signers[0].post.number == 3 ? 1 : ROWS;
    memcpy(form->key.bytes, open->open.key, POINT_BYTES);
    memcpy(form->context, cast->cast.open.leaf.bytes, sizeof form->context);
    post_key_name(name, cast->origin, cast->signers[0].post, false);
    *voter = (struct ballot_voter){.name = name, .attempt = cast->cast.attempt};
    memcpy(voter->previous, cast->cast.previous.leaf.bytes,
           sizeof voter->previous);
    vectors_hex_exact(seed, sizeof seed, person, "key_seed");
    ed25519_from_seed(&secret, seed);
    ed25519_public(&public, &secret);
    memcpy(voter->key, public.bytes, sizeof voter->key);
    free(open);
}

static void
choices_and_secrets_make_the_ballots_in_the_log(void **state)
{
    const json_t *ballots = vectors_get(recorded->secrets, "ballots");
    const json_t *ballot;
    size_t i;

    (void)state;
    assert_int_equal(json_array_size(ballots), 7);
    json_array_foreach(ballots, i, ballot)
    {
        struct event *cast =
            recorded_event(recorded, (size_t)vectors_number(ballot, "entry"));
        const char *seat = json_string_value(vectors_get(ballot, "seat"));
        char name[POST_KEY_NAME_BYTES];
        struct ballot_form form;
        struct ballot_voter voter;
        uint8_t choices[ROWS];
        uint8_t secret[BALLOT_SECRET_BYTES];
        uint8_t code[BALLOT_CODE_BYTES];
        uint8_t logged[BALLOT_CODE_BYTES];

        read_cast(&form, &voter, name, cast, recorded_post(recorded, seat));
        vectors_hex_exact(choices, form.rows, ballot, "choices");
        vectors_hex_exact(secret, sizeof secret, ballot, "secret");
        vectors_hex_exact(code, sizeof code, ballot, "code");
        ballot_code(logged, cast->cast.ballot, cast->cast.ballot_len);
        assert_memory_equal(logged, code, sizeof code);
        assert_ok(ballot_rederive(code, &form, &voter, choices, secret));
        choices[0] = choices[0] ? 0 : 1;
        assert_err(ballot_rederive(code, &form, &voter, choices, secret),
                   ERR_PROOF);
        free(cast);
    }
}

/* The last ballot of each seat, added up in the clear. */
static void
the_result_in_the_log_is_what_was_voted(void **state)
{
    const json_t *ballots = vectors_get(recorded->secrets, "ballots");
    struct event *result =
        recorded_event(recorded, recorded_find(recorded, EVENT_RESULT, 4));
    size_t n = json_array_size(ballots);
    uint32_t counts[ROWS][OPTIONS] = {{0}};

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const json_t *ballot = json_array_get(ballots, i);
        uint8_t choices[ROWS];
        bool last = true;
        size_t rows = vectors_hex(choices, sizeof choices,
                                  vectors_span(ballot, "choices"));

        for (size_t k = i + 1; k < n; k++)
            if (json_equal(json_object_get(ballot, "seat"),
                           json_object_get(json_array_get(ballots, k), "seat")))
                last = false;
        for (size_t row = 0; last && row < rows; row++)
            counts[row][choices[row]]++;
    }
    for (size_t row = 0; row < ROWS; row++)
        for (size_t k = 0; k < OPTIONS; k++) {
            assert_int_equal(result->result.counts[row][k], counts[row][k]);
            assert_int_equal(
                json_integer_value(json_array_get(
                    json_array_get(vectors_get(recorded->secrets, "counts"),
                                   row),
                    k)),
                counts[row][k]);
        }
    free(result);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_what_the_programs_compute),
        cmocka_unit_test(every_transcript_follows_from_its_parts),
        cmocka_unit_test(a_transcript_with_any_part_changed_does_not_follow),
        cmocka_unit_test(every_sha256_follows_from_its_bytes),
        cmocka_unit_test(every_tag_of_the_document_has_an_example),
        cmocka_unit_test(tokens_and_seeds_make_the_keys_in_the_log),
        cmocka_unit_test(choices_and_secrets_make_the_ballots_in_the_log),
        cmocka_unit_test(the_result_in_the_log_is_what_was_voted),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
