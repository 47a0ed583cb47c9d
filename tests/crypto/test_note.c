/* Goal: notes are read, signed and verified as C2SP says, and no otherwise. */
#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/note.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define KEYS_MAX 4

/* The bytes of a vector's note, decoded into buffer if need be. */
static struct span
vector_note(const json_t *item, uint8_t *buffer, size_t cap)
{
    if (!json_object_get(item, "note_b64"))
        return vectors_span(item, "note");
    return span_of(buffer, vectors_base64(buffer, cap, item, "note_b64"));
}

static size_t
vector_keys(struct note_key keys[KEYS_MAX], const json_t *item)
{
    json_t *vkey;
    size_t i;

    json_array_foreach(json_object_get(item, "vkeys"), i, vkey)
    {
        assert_true(i < KEYS_MAX);
        assert_ok(note_key_parse(&keys[i], vectors_value_span(vkey)));
    }
    return i;
}

/* The seed in a secret key in Go's form: the last field is base64(01 || seed).
 */
static void
secret_of(struct ed25519_secret *out, struct span skey)
{
    uint8_t blob[1 + ED25519_SEED_BYTES];
    size_t at = skey.len - BASE64_LEN(sizeof blob);

    assert_ok(base64_decode_exact(blob, sizeof blob, span_from(skey, at)));
    assert_int_equal(blob[0], 1);
    ed25519_from_seed(out, blob + 1);
}

static void
signing_gives_the_published_bytes(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "sign"), i, item)
    {
        struct ed25519_secret secret;
        struct text_writer w;
        char buffer[1024];
        struct span note;
        struct span text = vectors_span(item, "text");

        secret_of(&secret, vectors_span(item, "skey"));
        text_writer_start(&w, buffer, sizeof buffer);
        note_write_text(&w, text);
        note_sign_line(&w, span_text("PeterNeumann"), &secret, text);
        assert_ok(text_writer_finish(&w, &note));
        assert_true(span_eq(note, vectors_span(item, "signed_note")));
    }
    assert_int_equal(i, 1);
    json_decref(root);
}

/* The only vector that gives a seed instead of keys. */
static size_t
keys_of_seed(struct note_key keys[KEYS_MAX], const json_t *item)
{
    uint8_t seed[ED25519_SEED_BYTES];
    struct ed25519_secret secret;
    struct ed25519_public public;
    json_t *name = json_array_get(vectors_get(item, "verified"), 0);

    vectors_hex_exact(seed, sizeof seed, item, "seed_hex");
    ed25519_from_seed(&secret, seed);
    ed25519_public(&public, &secret);
    assert_ok(note_key_make(&keys[0], vectors_value_span(name),
                            NOTE_KEY_ED25519, &public));
    return 1;
}

static void
the_published_notes_are_accepted(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "verify_ok"), i, item)
    {
        uint8_t buffer[4096];
        struct note note;
        struct note_key keys[KEYS_MAX];
        bool verified[KEYS_MAX];
        json_t *names = vectors_get(item, "verified");
        size_t key_count = json_object_get(item, "seed_hex")
                               ? keys_of_seed(keys, item)
                               : vector_keys(keys, item);

        assert_ok(note_parse(&note, vector_note(item, buffer, sizeof buffer)));
        assert_ok(note_verify(verified, &note, keys, key_count));
        assert_int_equal(json_array_size(names), key_count);
        for (size_t k = 0; k < key_count; k++) {
            assert_true(verified[k]);
            assert_true(span_eq(keys[k].name,
                                vectors_value_span(json_array_get(names, k))));
        }
    }
    assert_int_equal(i, 7);
    json_decref(root);
}

static void
the_published_bad_notes_are_refused(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "reject"), i, item)
    {
        uint8_t buffer[4096];
        struct note note;
        struct note_key keys[KEYS_MAX];
        size_t key_count = vector_keys(keys, item);
        struct span why = vectors_span(item, "why");
        bool malformed = span_starts_with(why, "malformed");
        enum err e =
            note_parse(&note, vector_note(item, buffer, sizeof buffer));

        if ((e == ERR_INPUT) != malformed)
            fail_msg("%.*s: %s", (int)why.len, why.ptr, err_name(e));
        if (!e)
            assert_err(note_verify(NULL, &note, keys, key_count), ERR_PROOF);
    }
    assert_int_equal(i, 9);
    json_decref(root);
}

static void
a_blank_line_may_stand_in_the_text(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "parse_only"), i, item)
    {
        struct note note;
        struct span bytes = vectors_span(item, "note");

        assert_ok(note_parse(&note, bytes));
        assert_int_equal(note.line_count, 1);
        assert_int_equal(note.text.len + 1 + 4 + note.lines[0].name.len + 1 +
                             note.lines[0].base64.len + 1,
                         bytes.len);
    }
    assert_int_equal(i, 2);
    json_decref(root);
}

/* Two keys and a note that both have signed, for the tests below. */
struct fixture {
    struct ed25519_secret secret[2];
    struct note_key keys[2];
    char buffer[1024];
    struct span bytes;
};

static const char text[] = "congress/v1 cast\n\nfor\n";

static void
fixture_make(struct fixture *f)
{
    static const char *const names[] = {"example.org/chair/1",
                                        "example.org/desk/1"};
    struct text_writer w;

    text_writer_start(&w, f->buffer, sizeof f->buffer);
    note_write_text(&w, span_text(text));
    for (size_t i = 0; i < 2; i++) {
        uint8_t seed[ED25519_SEED_BYTES];
        struct ed25519_public public;

        memset(seed, (int)i + 1, sizeof seed);
        ed25519_from_seed(&f->secret[i], seed);
        ed25519_public(&public, &f->secret[i]);
        assert_ok(note_key_make(&f->keys[i], span_text(names[i]),
                                NOTE_KEY_ED25519, &public));
        note_sign_line(&w, span_text(names[i]), &f->secret[i], span_text(text));
    }
    assert_ok(text_writer_finish(&w, &f->bytes));
}

static void
the_exact_reading_wants_its_lines_in_order(void **state)
{
    struct fixture f;
    struct note note;
    struct note_key swapped[2];
    struct note_key thrice[3];

    (void)state;
    fixture_make(&f);
    assert_ok(note_parse(&note, f.bytes));
    assert_true(span_eq(note.text, span_text(text)));
    assert_ok(note_verify_exact(&note, f.keys, 2));
    swapped[0] = f.keys[1];
    swapped[1] = f.keys[0];
    assert_err(note_verify_exact(&note, swapped, 2), ERR_PROOF);
    assert_ok(note_verify(NULL, &note, swapped, 2));
    /* A stray line, a missing one, one too many, none at all. */
    assert_err(note_verify_exact(&note, f.keys, 1), ERR_PROOF);
    assert_ok(note_verify(NULL, &note, f.keys, 1));
    assert_err(note_verify_exact(&note, f.keys + 1, 1), ERR_PROOF);
    thrice[0] = f.keys[0];
    thrice[1] = thrice[2] = f.keys[1];
    assert_err(note_verify_exact(&note, thrice, 3), ERR_PROOF);
    assert_err(note_verify_exact(&note, f.keys, 0), ERR_PROOF);
    assert_err(note_verify(NULL, &note, f.keys, 0), ERR_PROOF);
    assert_err(note_verify_exact(&(struct note){0}, f.keys, 0), ERR_PROOF);
    assert_err(note_verify_line(&note, 2, &f.keys[1]), ERR_PROOF);
}

static void
no_byte_of_an_exact_note_can_be_changed(void **state)
{
    struct fixture f;
    struct note note;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < f.bytes.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            f.buffer[i] = (char)(f.buffer[i] ^ 1 << bit);
            if (!note_parse(&note, f.bytes))
                assert_err(note_verify_exact(&note, f.keys, 2), ERR_PROOF);
            f.buffer[i] = (char)(f.buffer[i] ^ 1 << bit);
        }
    }
    assert_ok(note_parse(&note, f.bytes));
    assert_ok(note_verify_exact(&note, f.keys, 2));
}

static void
a_key_of_another_kind_verifies_nothing(void **state)
{
    struct fixture f;
    struct note note;

    (void)state;
    fixture_make(&f);
    assert_ok(note_parse(&note, f.bytes));
    f.keys[1].type = NOTE_KEY_COSIGNATURE;
    assert_err(note_verify_line(&note, 1, &f.keys[1]), ERR_INPUT);
    assert_err(note_verify_exact(&note, f.keys, 2), ERR_INPUT);
    assert_err(note_verify(NULL, &note, f.keys, 2), ERR_INPUT);
}

static void
a_known_key_that_fails_rejects_the_whole_note(void **state)
{
    struct fixture f;
    struct note note;
    bool verified[2] = {true, true};

    (void)state;
    fixture_make(&f);
    assert_ok(note_parse(&note, f.bytes));
    /* The second line with the first's base64: its key id is another's. */
    note.lines[1].base64 = note.lines[0].base64;
    assert_err(note_verify(verified, &note, f.keys, 2), ERR_PROOF);
    assert_false(verified[0] || verified[1]);
    assert_ok(note_verify(verified, &note, f.keys, 1));
    assert_true(verified[0]);
}

static void
the_form_of_a_note_is_checked_to_the_byte(void **state)
{
#define DASH "\xE2\x80\x94"
#define SIGNATURE "AAAAAAA="
    static const struct {
        const char *what;
        const char *bytes;
        enum err want;
    } cases[] = {
        {"the least note", "a\n\n" DASH " k " SIGNATURE "\n", OK},
        {"an empty first line", "\n\n" DASH " k " SIGNATURE "\n", OK},
        {"unused bits of an unknown key", "a\n\n" DASH " k AAAAAAB=\n", OK},
        {"no text", "\n" DASH " k " SIGNATURE "\n", ERR_INPUT},
        {"nothing", "", ERR_INPUT},
        {"only empty lines", "\n\n\n", ERR_INPUT},
        {"no blank line", "a\n" DASH " k " SIGNATURE "\n", ERR_INPUT},
        {"no key id", "a\n\n" DASH " k AAA=\n", ERR_INPUT},
        {"nothing after the key id", "a\n\n" DASH " k AAAAAA==\n", ERR_INPUT},
        {"no base64", "a\n\n" DASH " k \n", ERR_INPUT},
        {"no second space", "a\n\n" DASH " k\n", ERR_INPUT},
        {"no name", "a\n\n" DASH "  " SIGNATURE "\n", ERR_INPUT},
        {"plus in the name", "a\n\n" DASH " k+ " SIGNATURE "\n", ERR_INPUT},
        {"two spaces", "a\n\n" DASH " k  " SIGNATURE "\n", ERR_INPUT},
        {"a space behind", "a\n\n" DASH " k " SIGNATURE " \n", ERR_INPUT},
        {"a hyphen", "a\n\n- k " SIGNATURE "\n", ERR_INPUT},
        {"an en dash", "a\n\n\xE2\x80\x93 k " SIGNATURE "\n", ERR_INPUT},
        {"no padding", "a\n\n" DASH " k AAAAAAA\n", ERR_INPUT},
        {"carriage return", "a\n\n" DASH " k " SIGNATURE "\r\n", ERR_INPUT},
        {"TAB in the text", "a\tb\n\n" DASH " k " SIGNATURE "\n", ERR_INPUT},
        {"a line that is none", "a\n\n" DASH " k " SIGNATURE "\nb\n",
         ERR_INPUT},
        {"a line without its end",
         "a\n\n" DASH " k " SIGNATURE "\n" DASH " k " SIGNATURE, ERR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct note note;
        enum err e = note_parse(&note, span_text(cases[i].bytes));

        if (e != cases[i].want || (e && note.line_count != 0))
            fail_msg("%s: %s", cases[i].what, err_name(e));
    }
}

static void
limits_are_kept(void **state)
{
    static const char line[] = DASH " k " SIGNATURE "\n";
    static char bytes[NOTE_MAX + 1];
    static struct note note;
    struct text_writer w;
    struct span whole;

    (void)state;
    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_text(&w, "a\n\n");
    for (size_t i = 0; i < NOTE_LINES_MAX; i++)
        text_writer_text(&w, line);
    assert_ok(note_parse(&note, text_writer_written(&w)));
    assert_int_equal(note.line_count, NOTE_LINES_MAX);
    text_writer_text(&w, line);
    assert_err(note_parse(&note, text_writer_written(&w)), ERR_INPUT);

    memset(bytes, 'a', sizeof bytes);
    memcpy(bytes + NOTE_MAX - sizeof line + 1, line, sizeof line - 1);
    bytes[NOTE_MAX - sizeof line - 1] = '\n';
    bytes[NOTE_MAX - sizeof line] = '\n';
    whole = span_of(bytes, NOTE_MAX);
    assert_ok(note_parse(&note, whole));
    memmove(bytes + 1, bytes, NOTE_MAX);
    assert_err(note_parse(&note, span_of(bytes, NOTE_MAX + 1)), ERR_INPUT);
}

static void
what_cannot_be_a_note_is_not_written(void **state)
{
    static const char *const bad[] = {"", "a", "a\rb\n", "a\xFF\n", "\x01\n"};
    struct fixture f;
    char buffer[512];
    struct text_writer w;
    struct span out;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        text_writer_start(&w, buffer, sizeof buffer);
        note_write_text(&w, span_text(bad[i]));
        assert_err(text_writer_finish(&w, &out), ERR_INPUT);
    }
    text_writer_start(&w, buffer, sizeof buffer);
    note_sign_line(&w, span_text("two words"), &f.secret[0], span_text(text));
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
    text_writer_start(&w, buffer, sizeof buffer);
    note_write_line(&w, &f.keys[0], (const uint8_t *)buffer, 0);
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
    text_writer_start(&w, buffer, 30);
    note_sign_line(&w, f.keys[0].name, &f.secret[0], span_text(text));
    assert_err(text_writer_finish(&w, &out), ERR_NOMEM);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signing_gives_the_published_bytes),
        cmocka_unit_test(the_published_notes_are_accepted),
        cmocka_unit_test(the_published_bad_notes_are_refused),
        cmocka_unit_test(a_blank_line_may_stand_in_the_text),
        cmocka_unit_test(the_exact_reading_wants_its_lines_in_order),
        cmocka_unit_test(no_byte_of_an_exact_note_can_be_changed),
        cmocka_unit_test(a_key_of_another_kind_verifies_nothing),
        cmocka_unit_test(a_known_key_that_fails_rejects_the_whole_note),
        cmocka_unit_test(the_form_of_a_note_is_checked_to_the_byte),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_cannot_be_a_note_is_not_written),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
