/* Goal: witnesses' cosignatures are those of C2SP, with their times. */
#include <sodium.h>

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

static void
a_real_witness_of_a_real_log_verifies(void **state)
{
    json_t *root = vectors_load("cosignatures.json");
    json_t *real = vectors_get(root, "sigsum_real");
    struct span body = vectors_span(real, "checkpoint_body");
    struct note_key witness;
    struct note_key log;
    struct ed25519_public public;
    uint8_t blob[COSIGNATURE_BYTES] = {0};
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    uint64_t want = vectors_number(real, "cosign_time");
    uint64_t time_s;
    char buffer[1024];
    struct text_writer w;
    struct span bytes;
    struct note note;

    (void)state;
    vectors_hex_exact(public.bytes, sizeof public.bytes, real,
                      "witness_pubkey_hex");
    assert_ok(note_key_make(&witness, span_text("witness.example"),
                            NOTE_KEY_COSIGNATURE, &public));
    vectors_hex_exact(public.bytes, sizeof public.bytes, real,
                      "log_pubkey_hex");
    assert_ok(note_key_make(&log, vectors_span(real, "origin"),
                            NOTE_KEY_ED25519, &public));
    for (size_t i = 0; i < 8; i++)
        blob[i] = (uint8_t)(want >> (56 - 8 * i));
    vectors_hex_exact(blob + 8, ED25519_SIGNATURE_BYTES, real,
                      "cosignature_ed25519_hex");
    vectors_hex_exact(signature, sizeof signature, real, "log_signature_hex");
    text_writer_start(&w, buffer, sizeof buffer);
    note_write_text(&w, body);
    note_write_line(&w, &log, signature, sizeof signature);
    note_write_line(&w, &witness, blob, sizeof blob);
    assert_ok(text_writer_finish(&w, &bytes));
    assert_ok(note_parse(&note, bytes));
    assert_ok(note_verify(NULL, &note, &log, 1));
    assert_ok(cosignature_find(&time_s, &note, &witness));
    assert_int_equal(time_s, want);
    json_decref(root);
}

static void
the_published_cosigners_are_reproduced_byte_for_byte(void **state)
{
    json_t *root = vectors_load("cosignatures.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "fixed_seed_cosigners"), i, item)
    {
        uint8_t seed[ED25519_SEED_BYTES];
        struct ed25519_secret secret;
        struct ed25519_public public;
        struct note_key key;
        struct note_key parsed;
        struct note note;
        uint64_t time_s;
        char buffer[COSIGNATURE_LINE_MAX];
        struct text_writer w;
        struct span line;
        struct span checkpoint = vectors_span(item, "checkpoint");

        vectors_hex_exact(seed, sizeof seed, item, "seed_hex");
        ed25519_from_seed(&secret, seed);
        ed25519_public(&public, &secret);
        assert_ok(note_key_make(&key, vectors_span(item, "name"),
                                NOTE_KEY_COSIGNATURE, &public));
        assert_ok(note_key_parse(&parsed, vectors_span(item, "vkey")));
        assert_int_equal(parsed.type, NOTE_KEY_COSIGNATURE);
        assert_true(ed25519_public_eq(&parsed.key, &public));
        assert_ok(note_parse(&note, checkpoint));
        assert_ok(cosignature_find(&time_s, &note, &parsed));
        text_writer_start(&w, buffer, sizeof buffer);
        cosignature_sign_line(&w, key.name, &secret, time_s, note.text);
        assert_ok(text_writer_finish(&w, &line));
        /* The witness's line is the last one in these files. */
        assert_true(
            span_eq(line, span_from(checkpoint, checkpoint.len - line.len)));
    }
    assert_int_equal(i, 3);
    json_decref(root);
}

static void
a_real_witness_has_a_key_of_its_type(void **state)
{
    json_t *root = vectors_load("cosignatures.json");
    json_t *keys = vectors_get(root, "cosigner_vkeys");
    struct note_key key;

    (void)state;
    assert_ok(
        note_key_parse(&key, vectors_span(json_array_get(keys, 0), "vkey")));
    assert_int_equal(key.type, NOTE_KEY_COSIGNATURE);
    assert_ok(
        note_key_parse(&key, vectors_span(json_array_get(keys, 1), "vkey")));
    assert_int_equal(key.type, NOTE_KEY_ED25519);
    json_decref(root);
}

static void
the_published_lines_are_read(void **state)
{
    json_t *root = vectors_load("cosignatures.json");
    json_t *timed = vectors_get(root, "parse_timestamp");
    json_t *untimed = vectors_get(root, "not_a_cosignature");
    json_t *example = vectors_get(root, "c2sp_example");
    json_t *text_line = vectors_get(root, "text_line");
    struct note note;
    struct note_line line = {.base64 = vectors_span(timed, "base64")};
    struct cosignature cosignature;
    char buffer[512];
    struct text_writer w;
    char hex[2 * NOTE_KEY_ID_BYTES + 1];

    (void)state;
    assert_ok(cosignature_read_line(&cosignature, &line));
    assert_int_equal(cosignature.time_s, vectors_number(timed, "time"));
    line.base64 = vectors_span(untimed, "base64");
    assert_err(cosignature_read_line(&cosignature, &line), ERR_INPUT);

    assert_ok(note_parse(&note, vectors_span(example, "note")));
    assert_int_equal(note.line_count, 2);
    assert_err(cosignature_read_line(&cosignature, &note.lines[0]), ERR_INPUT);
    assert_ok(cosignature_read_line(&cosignature, &note.lines[1]));
    assert_int_equal(cosignature.time_s, 1679315147);

    text_writer_start(&w, buffer, sizeof buffer);
    note_write_text(&w, span_text("a\n"));
    text_writer_span(&w, vectors_span(text_line, "line"));
    assert_ok(note_parse(&note, text_writer_written(&w)));
    assert_true(
        span_eq(note.lines[0].name, vectors_span(text_line, "key_name")));
    sodium_bin2hex(hex, sizeof hex, note.lines[0].key_id, NOTE_KEY_ID_BYTES);
    assert_true(span_eq(span_text(hex), vectors_span(text_line, "key_id_hex")));
    assert_err(cosignature_read_line(&cosignature, &note.lines[0]), ERR_INPUT);
    assert_int_equal(cosignature.time_s, 0);
    json_decref(root);
}

/* A witness and a checkpoint that it cosigns, for the tests below. */
struct fixture {
    struct ed25519_secret secret;
    struct note_key key;
    char buffer[1024];
    struct text_writer w;
};

static const char body[] =
    "example.org/log\n5\nQrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=\n";

static void
fixture_make(struct fixture *f)
{
    uint8_t seed[ED25519_SEED_BYTES] = {42};
    struct ed25519_public public;

    ed25519_from_seed(&f->secret, seed);
    ed25519_public(&public, &f->secret);
    assert_ok(note_key_make(&f->key, span_text("witness.example.org/w"),
                            NOTE_KEY_COSIGNATURE, &public));
    text_writer_start(&f->w, f->buffer, sizeof f->buffer);
    note_write_text(&f->w, span_text(body));
}

static void
fixture_cosign(struct fixture *f, uint64_t time_s)
{
    cosignature_sign_line(&f->w, f->key.name, &f->secret, time_s,
                          span_text(body));
}

static void
the_latest_of_several_times_counts(void **state)
{
    struct fixture f;
    struct note note;
    uint64_t time_s;

    (void)state;
    fixture_make(&f);
    fixture_cosign(&f, 1000);
    fixture_cosign(&f, COSIGNATURE_TIME_MAX);
    fixture_cosign(&f, 0);
    assert_ok(note_parse(&note, text_writer_written(&f.w)));
    assert_ok(cosignature_find(&time_s, &note, &f.key));
    assert_int_equal(time_s, COSIGNATURE_TIME_MAX);
    assert_ok(cosignature_verify_line(&time_s, &note, 0, &f.key));
    assert_int_equal(time_s, 1000);
}

static void
a_time_beyond_its_range_is_refused(void **state)
{
    json_t *root = vectors_load("cosignatures.json");
    struct span line = vectors_span(vectors_get(root, "text_line"), "line");
    struct fixture f;
    struct note note;
    struct note_key key;
    uint64_t time_s;

    (void)state;
    fixture_make(&f);
    text_writer_span(&f.w, line);
    assert_ok(note_parse(&note, text_writer_written(&f.w)));
    /* Its key is not published: any key with its name and id will do. */
    key = f.key;
    key.name = note.lines[0].name;
    memcpy(key.id, note.lines[0].key_id, sizeof key.id);
    assert_err(cosignature_find(&time_s, &note, &key), ERR_PROOF);

    fixture_make(&f);
    fixture_cosign(&f, COSIGNATURE_TIME_MAX + 1);
    assert_err(text_writer_finish(&f.w, &line), ERR_INPUT);
    json_decref(root);
}

static void
no_bit_of_a_cosignature_can_be_changed(void **state)
{
    struct fixture f;
    struct note note;
    struct span bytes;
    uint64_t time_s;

    (void)state;
    fixture_make(&f);
    fixture_cosign(&f, 1700000000);
    assert_ok(text_writer_finish(&f.w, &bytes));
    assert_ok(note_parse(&note, bytes));
    assert_ok(cosignature_find(&time_s, &note, &f.key));
    for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
        enum err e;

        f.buffer[bit / 8] = (char)(f.buffer[bit / 8] ^ 1 << bit % 8);
        e = note_parse(&note, bytes);
        if (!e)
            e = cosignature_find(&time_s, &note, &f.key);
        assert_true(e == ERR_INPUT || e == ERR_PROOF || e == ERR_NOTFOUND);
        assert_true(e == ERR_INPUT || time_s == 0);
        f.buffer[bit / 8] = (char)(f.buffer[bit / 8] ^ 1 << bit % 8);
    }
}

static void
only_a_cosigner_of_a_checkpoint_cosigns(void **state)
{
    struct fixture f;
    struct note note;
    struct note_key other;
    struct span bytes;
    uint64_t time_s = 1;

    (void)state;
    fixture_make(&f);
    note_sign_line(&f.w, f.key.name, &f.secret, span_text(body));
    assert_ok(note_parse(&note, text_writer_written(&f.w)));
    /* A plain signature of the same name and key is another key id. */
    assert_err(cosignature_find(&time_s, &note, &f.key), ERR_NOTFOUND);
    assert_int_equal(time_s, 0);
    other = f.key;
    other.type = NOTE_KEY_ED25519;
    assert_err(cosignature_find(&time_s, &note, &other), ERR_INPUT);
    /* And under its key id it is 68 bytes, not 76. */
    memcpy(other.id, note.lines[0].key_id, sizeof other.id);
    other.type = NOTE_KEY_COSIGNATURE;
    assert_err(cosignature_find(&time_s, &note, &other), ERR_PROOF);
    assert_err(cosignature_verify_line(&time_s, &note, 1, &f.key), ERR_PROOF);

    cosignature_sign_line(&f.w, f.key.name, &f.secret, 1, span_text("a\n"));
    assert_err(text_writer_finish(&f.w, &bytes), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_real_witness_of_a_real_log_verifies),
        cmocka_unit_test(the_published_cosigners_are_reproduced_byte_for_byte),
        cmocka_unit_test(a_real_witness_has_a_key_of_its_type),
        cmocka_unit_test(the_published_lines_are_read),
        cmocka_unit_test(the_latest_of_several_times_counts),
        cmocka_unit_test(a_time_beyond_its_range_is_refused),
        cmocka_unit_test(no_bit_of_a_cosignature_can_be_changed),
        cmocka_unit_test(only_a_cosigner_of_a_checkpoint_cosigns),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
