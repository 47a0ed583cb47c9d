/* Goal: a key is what its name, type and bytes say, in one form only. */
#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/note_key.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

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
the_published_keys_are_derived_and_written(void **state)
{
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "valid_keys"), i, item)
    {
        struct ed25519_secret secret;
        struct ed25519_public public;
        struct note_key key;
        struct note_key parsed;
        char buffer[NOTE_KEY_VKEY_MAX];
        struct text_writer w;
        struct span vkey;
        uint8_t seed[ED25519_SEED_BYTES];

        if (json_object_get(item, "skey")) {
            secret_of(&secret, vectors_span(item, "skey"));
        } else {
            vectors_hex_exact(seed, sizeof seed, item, "skey_seed_hex");
            ed25519_from_seed(&secret, seed);
        }
        ed25519_public(&public, &secret);
        assert_ok(note_key_make(&key, vectors_span(item, "name"),
                                NOTE_KEY_ED25519, &public));
        text_writer_start(&w, buffer, sizeof buffer);
        note_key_write(&w, &key);
        assert_ok(text_writer_finish(&w, &vkey));
        assert_true(span_eq(vkey, vectors_span(item, "vkey")));
        assert_ok(note_key_parse(&parsed, vkey));
        assert_true(span_eq(parsed.name, key.name));
        assert_true(ed25519_public_eq(&parsed.key, &key.key));
        assert_true(note_key_id_eq(parsed.id, key.id));
    }
    assert_int_equal(i, 2);
    json_decref(root);
}

static void
every_changed_or_cut_key_is_refused(void **state)
{
    static const char vkey[] =
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    char changed[sizeof vkey];
    struct note_key key;
    json_t *root = vectors_load("signed_notes.json");
    json_t *item;
    size_t i;

    (void)state;
    assert_ok(note_key_parse(&key, span_text(vkey)));
    for (size_t from = 0; from < sizeof vkey - 1; from++) {
        for (size_t to = from; to < sizeof vkey - 1; to++) {
            if (to - from < sizeof vkey - 1)
                assert_err(
                    note_key_parse(&key, span_of(vkey + from, to - from)),
                    ERR_INPUT);
        }
    }
    memcpy(changed, vkey, sizeof vkey);
    for (size_t n = 0; n < sizeof vkey - 1; n++) {
        changed[n]++;
        assert_err(note_key_parse(&key, span_text(changed)), ERR_INPUT);
        changed[n] = vkey[n];
    }
    json_array_foreach(vectors_get(root, "invalid_vkeys"), i, item)
        assert_err(note_key_parse(&key, vectors_value_span(item)), ERR_INPUT);
    assert_err(
        note_key_parse(&key, span_text("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwx"
                                       "bzhKqiBfsVkmqq/LDE4izWy10TW")),
        ERR_INPUT);
    json_decref(root);
}

static void
a_key_name_has_no_space_plus_or_control(void **state)
{
    static const struct {
        const char *name;
        enum err want;
    } cases[] = {
        {"a", OK},
        {"example.org/seat/017", OK},
        {"\xE6\x95\x99", OK},
        {"", ERR_INPUT},
        {"a b", ERR_INPUT},
        {"a+b", ERR_INPUT},
        {"a\nb", ERR_INPUT},
        {"a\x01", ERR_INPUT},
        {"a\xC2\xA0"
         "b",
         ERR_INPUT}, /* no-break space */
        {"a\xE3\x80\x80"
         "b",
         ERR_INPUT}, /* ideographic space */
        {"a\xFF", ERR_INPUT},
    };
    struct ed25519_public public = {{1}};
    struct note_key key;
    char long_name[NOTE_KEY_NAME_MAX + 1];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (note_key_make(&key, span_text(cases[i].name), NOTE_KEY_ED25519,
                          &public) != cases[i].want)
            fail_msg("\"%s\"", cases[i].name);
    }
    memset(long_name, 'n', sizeof long_name);
    assert_ok(note_key_check_name(span_of(long_name, NOTE_KEY_NAME_MAX)));
    assert_err(note_key_check_name(span_of(long_name, sizeof long_name)),
               ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_keys_are_derived_and_written),
        cmocka_unit_test(every_changed_or_cut_key_is_refused),
        cmocka_unit_test(a_key_name_has_no_space_plus_or_control),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
