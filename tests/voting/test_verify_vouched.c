/*
 * Goal: how long a log is counts as vouched for only when a key that is known
 * from elsewhere has signed it.
 */
#include <stdlib.h>

#include "crypto/base64.h"
#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/verify/verify_vouched.h"

enum { GENESIS_BYTES = 64 };

struct fixture {
    struct stored_hall *stored;
    struct verify_options options;
    struct verify_run run;
    char checkpoint[LOG_CHECKPOINT_MAX];
    size_t checkpoint_len;
    char first[EVENT_ENTRY_MAX];
    size_t first_len;
    char genesis[GENESIS_BYTES]; /* of the first entry, in base64 */
    char vkey[NOTE_KEY_VKEY_MAX + 1];
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct text_writer w;
    struct ed25519_public public;
    struct note_key key;
    struct hash32 leaf;

    assert_non_null(f);
    f->stored = stored_hall_new(3);
    hall_prepare(f->stored->hall, 1);
    stored_hall_feed(f->stored);
    text_writer_start(&w, f->checkpoint, sizeof f->checkpoint);
    assert_ok(log_checkpoint(f->stored->log, &w));
    f->checkpoint_len = w.len;
    assert_ok(
        log_entry(f->stored->log, 0, f->first, sizeof f->first, &f->first_len));
    hash_leaf(&leaf, f->first, f->first_len);
    text_writer_start(&w, f->genesis, sizeof f->genesis - 1);
    text_writer_base64(&w, leaf.bytes, sizeof leaf.bytes);
    log_key(f->stored->log, &public);
    assert_ok(
        note_key_make(&key, span_text(HALL_ORIGIN), NOTE_KEY_ED25519, &public));
    text_writer_start(&w, f->vkey, sizeof f->vkey - 1);
    note_key_write(&w, &key);
    assert_ok(w.error);
    f->run.options = &f->options;
    f->run.event = calloc(1, sizeof *f->run.event);
    assert_non_null(f->run.event);
    f->run.pin.genesis = leaf;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    stored_hall_free(f->stored);
    free(f->run.event);
    free(f);
    return 0;
}

static bool
is_vouched(const struct fixture *f)
{
    return verify_vouched(&f->run, span_of(f->checkpoint, f->checkpoint_len),
                          span_of(f->first, f->first_len));
}

static void
nobody_vouches_for_what_the_server_alone_says(void **state)
{
    struct fixture *f = *state;

    assert_false(verify_vouched_asks(&f->run));
    assert_false(is_vouched(f));
}

static void
the_key_that_the_user_gave_vouches(void **state)
{
    struct fixture *f = *state;

    f->options.vkey = f->vkey;
    f->first_len = 0;
    assert_true(is_vouched(f));
    /* A digit of the size, behind the signature's back. */
    f->checkpoint[strlen(HALL_ORIGIN) + 1] ^= 1;
    assert_false(is_vouched(f));
    f->checkpoint[strlen(HALL_ORIGIN) + 1] ^= 1;
    f->vkey[strlen(f->vkey) - 2] ^= 1;
    assert_false(is_vouched(f));
    f->options.vkey = "no key";
    assert_false(is_vouched(f));
}

static void
the_first_entry_that_the_user_named_vouches(void **state)
{
    struct fixture *f = *state;

    f->options.genesis = f->genesis;
    assert_true(verify_vouched_asks(&f->run));
    assert_true(is_vouched(f));
    f->checkpoint[strlen(HALL_ORIGIN) + 1] ^= 1;
    assert_false(is_vouched(f));
    f->checkpoint[strlen(HALL_ORIGIN) + 1] ^= 1;
    f->first[f->first_len - 5] ^= 1;
    assert_false(is_vouched(f));
    f->first[f->first_len - 5] ^= 1;
    f->genesis[0] ^= 1;
    assert_false(is_vouched(f));
}

static void
the_first_entry_of_an_earlier_run_vouches(void **state)
{
    struct fixture *f = *state;

    f->run.pin.size = 1;
    assert_true(verify_vouched_asks(&f->run));
    assert_true(is_vouched(f));
    f->run.pin.genesis.bytes[0] ^= 1;
    assert_false(is_vouched(f));
}

/* The second entry of the same log names no key, whoever asked for it. */
static void
another_entry_does_not_vouch(void **state)
{
    struct fixture *f = *state;

    f->run.pin.size = 1;
    assert_ok(
        log_entry(f->stored->log, 1, f->first, sizeof f->first, &f->first_len));
    hash_leaf(&f->run.pin.genesis, f->first, f->first_len);
    assert_false(is_vouched(f));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_vouches_for_what_the_server_alone_says),
        TEST(the_key_that_the_user_gave_vouches),
        TEST(the_first_entry_that_the_user_named_vouches),
        TEST(the_first_entry_of_an_earlier_run_vouches),
        TEST(another_entry_does_not_vouch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
