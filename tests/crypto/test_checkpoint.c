/* Goal: a checkpoint is three lines signed by its log, and nothing more. */
#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/checkpoint.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

static void
the_published_body_is_written_and_read(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item = json_array_get(vectors_get(root, "checkpoint_body"), 0);
    struct span record = vectors_span(item, "root_of_record");
    struct checkpoint checkpoint = {.origin = vectors_span(item, "origin"),
                                    .size = vectors_number(item, "size")};
    struct checkpoint parsed;
    char buffer[CHECKPOINT_BODY_MAX];
    struct text_writer w;
    struct span body;

    (void)state;
    hash_leaf(&checkpoint.root, record.ptr, record.len);
    text_writer_start(&w, buffer, sizeof buffer);
    checkpoint_write_body(&w, &checkpoint);
    assert_ok(text_writer_finish(&w, &body));
    assert_true(span_eq(body, vectors_span(item, "body")));
    assert_ok(checkpoint_parse_body(&parsed, body));
    assert_true(span_eq(parsed.origin, checkpoint.origin));
    assert_int_equal(parsed.size, checkpoint.size);
    assert_true(hash_eq(&parsed.root, &checkpoint.root));
    json_decref(root);
}

static void
a_body_has_one_form(void **state)
{
#define ROOT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    static const struct {
        const char *what;
        const char *body;
        enum err want;
    } cases[] = {
        {"the least", "o\n0\n" ROOT "\n", OK},
        {"the largest size", "o\n9223372036854775807\n" ROOT "\n", OK},
        {"a size of 2^63", "o\n9223372036854775808\n" ROOT "\n", ERR_INPUT},
        {"an extension line", "o\n0\n" ROOT "\nmore\n", ERR_INPUT},
        {"an empty extension line", "o\n0\n" ROOT "\n\n", ERR_INPUT},
        {"no last LF", "o\n0\n" ROOT, ERR_INPUT},
        {"no root", "o\n0\n", ERR_INPUT},
        {"no size", "o\n" ROOT "\n", ERR_INPUT},
        {"no origin", "0\n" ROOT "\n", ERR_INPUT},
        {"an empty origin", "\n0\n" ROOT "\n", ERR_INPUT},
        {"an origin with TAB", "o\tp\n0\n" ROOT "\n", ERR_INPUT},
        {"an origin that is no UTF-8", "\xFF\n0\n" ROOT "\n", ERR_INPUT},
        {"a leading zero", "o\n00\n" ROOT "\n", ERR_INPUT},
        {"a sign", "o\n+1\n" ROOT "\n", ERR_INPUT},
        {"a root of 31 bytes",
         "o\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n", ERR_INPUT},
        {"a root of 33 bytes",
         "o\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", ERR_INPUT},
        {"unused bits", "o\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
         ERR_INPUT},
        {"carriage returns", "o\r\n0\r\n" ROOT "\r\n", ERR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct checkpoint checkpoint = {.size = 1};
        enum err e =
            checkpoint_parse_body(&checkpoint, span_text(cases[i].body));

        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
        if (e)
            assert_true(checkpoint.origin.len == 0 && checkpoint.size == 0);
    }
}

static void
what_is_no_checkpoint_is_not_written(void **state)
{
    static char long_origin[CHECKPOINT_ORIGIN_MAX + 1];
    const struct checkpoint cases[] = {
        {.origin = span_text("")},
        {.origin = span_text("a\nb")},
        {.origin = span_of(long_origin, sizeof long_origin)},
        {.origin = span_text("o"), .size = CHECKPOINT_SIZE_MAX + 1},
        /* A body may have it, but no key may be called so. */
        {.origin = span_text("two words")},
    };
    uint8_t seed[ED25519_SEED_BYTES] = {1};
    struct ed25519_secret secret;

    (void)state;
    memset(long_origin, 'o', sizeof long_origin);
    ed25519_from_seed(&secret, seed);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char buffer[CHECKPOINT_SIGNED_MAX];
        struct text_writer w;
        struct span out;

        text_writer_start(&w, buffer, sizeof buffer);
        checkpoint_sign(&w, &cases[i], &secret);
        assert_err(text_writer_finish(&w, &out), ERR_INPUT);
    }
}

static void
the_longest_checkpoint_fits(void **state)
{
    static char origin[CHECKPOINT_ORIGIN_MAX];
    uint8_t seed[ED25519_SEED_BYTES] = {1};
    struct ed25519_secret secret;
    struct checkpoint checkpoint = {.origin = span_of(origin, sizeof origin),
                                    .size = CHECKPOINT_SIZE_MAX};
    char buffer[CHECKPOINT_SIGNED_MAX];
    char again[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    struct span out;

    (void)state;
    memset(origin, 'o', sizeof origin);
    ed25519_from_seed(&secret, seed);
    text_writer_start(&w, buffer, sizeof buffer);
    checkpoint_sign(&w, &checkpoint, &secret);
    assert_ok(text_writer_finish(&w, &out));
    assert_int_equal(out.len, sizeof buffer);
    /* The same checkpoint is always the same bytes. */
    text_writer_start(&w, again, sizeof again);
    checkpoint_sign(&w, &checkpoint, &secret);
    assert_ok(text_writer_finish(&w, &out));
    assert_memory_equal(buffer, again, sizeof buffer);
}

/* The Ed25519 key of a vector: the last 32 bytes of an SPKI in base64. */
static void
vector_log_key(struct note_key *out, const json_t *log)
{
    uint8_t spki[64];
    size_t len = vectors_base64(spki, sizeof spki, log, "spki_b64");
    struct span url = vectors_span(log, "base_url");
    struct ed25519_public key;

    memcpy(key.bytes, spki + len - sizeof key.bytes, sizeof key.bytes);
    assert_ok(span_take_prefix(&url, "https://"));
    assert_ok(note_key_make(out, url, NOTE_KEY_ED25519, &key));
}

static void
real_checkpoints_are_accepted_and_broken_ones_refused(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    json_t *log;
    size_t i;
    size_t k;
    size_t accepted = 0;

    (void)state;
    json_array_foreach(vectors_get(root, "sigstore_rekor_v2"), i, item)
    {
        struct span want = vectors_span(item, "expect_upstream");
        struct span bytes = vectors_span(item, "checkpoint");
        struct checkpoint checkpoint;
        bool any = false;

        json_array_foreach(vectors_get(item, "ed25519_logs"), k, log)
        {
            struct note_key key;
            struct note note;

            vector_log_key(&key, log);
            if (checkpoint_open(&checkpoint, &note, bytes, key.name, &key))
                continue;
            any = true;
            assert_int_equal(checkpoint.size,
                             vectors_number(item, "tree_size"));
        }
        if (any != span_eq(want, span_text("accept")))
            fail_msg("%s", json_string_value(vectors_get(item, "case")));
        accepted += any;
    }
    assert_int_equal(i, 12);
    assert_int_equal(accepted, 7);
    json_decref(root);
}

static void
a_log_may_be_known_by_another_key_name(void **state)
{
    json_t *root = vectors_load("witness_add_checkpoint.json");
    json_t *step = vectors_get(root, "sumdb_single_step");
    struct span body = vectors_span(step, "body");
    struct note_key key;
    struct checkpoint checkpoint;
    struct note note;

    (void)state;
    assert_ok(span_take_prefix(&body, "old 0\n\n"));
    assert_ok(note_key_parse(&key, vectors_span(step, "log_vkey")));
    assert_ok(checkpoint_open(&checkpoint, &note, body,
                              vectors_span(step, "log_origin"), &key));
    assert_int_equal(checkpoint.size, 35225469);
    assert_err(checkpoint_open(&checkpoint, &note, body, key.name, &key),
               ERR_INPUT);
    assert_true(checkpoint.size == 0 && note.line_count == 0);
    json_decref(root);
}

static void
no_bit_of_a_checkpoint_can_be_changed(void **state)
{
    uint8_t seed[ED25519_SEED_BYTES] = {3};
    struct ed25519_secret secret;
    struct ed25519_public public;
    struct note_key key;
    struct span origin = span_text("example.org/log");
    struct checkpoint checkpoint = {
        .origin = origin, .size = 70000, .root = {{0xAB}}};
    struct checkpoint got;
    struct note note;
    char buffer[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    struct span bytes;

    (void)state;
    ed25519_from_seed(&secret, seed);
    ed25519_public(&public, &secret);
    assert_ok(note_key_make(&key, origin, NOTE_KEY_ED25519, &public));
    text_writer_start(&w, buffer, sizeof buffer);
    checkpoint_sign(&w, &checkpoint, &secret);
    assert_ok(text_writer_finish(&w, &bytes));
    assert_ok(checkpoint_open(&got, &note, bytes, origin, &key));
    assert_int_equal(got.size, 70000);
    for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
        buffer[bit / 8] = (char)(buffer[bit / 8] ^ 1 << bit % 8);
        assert_true(checkpoint_open(&got, &note, bytes, origin, &key) != OK);
        assert_int_equal(got.size, 0);
        buffer[bit / 8] = (char)(buffer[bit / 8] ^ 1 << bit % 8);
    }
    assert_err(checkpoint_open(&got, &note, bytes, span_text("x"), &key),
               ERR_INPUT);
    key.key.bytes[0] ^= 1;
    assert_err(checkpoint_open(&got, &note, bytes, origin, &key), ERR_PROOF);
    key.key.bytes[0] ^= 1;
    key.id[0] ^= 1;
    assert_err(checkpoint_open(&got, &note, bytes, origin, &key), ERR_PROOF);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_body_is_written_and_read),
        cmocka_unit_test(a_body_has_one_form),
        cmocka_unit_test(what_is_no_checkpoint_is_not_written),
        cmocka_unit_test(the_longest_checkpoint_fits),
        cmocka_unit_test(real_checkpoints_are_accepted_and_broken_ones_refused),
        cmocka_unit_test(a_log_may_be_known_by_another_key_name),
        cmocka_unit_test(no_bit_of_a_checkpoint_can_be_changed),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
