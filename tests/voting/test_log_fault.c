/*
 * A log that is not what was signed opens for reading only, and says why.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/checkpoint.h"
#include "tests/support/stored_hall.h"
#include "tests/support/tamper.h"
#include "tests/support/values.h"
#include "tests/test.h"
#include "voting/log/store.h"
#include "voting/machine/key_file.h"
#include "voting/machine/private_file.h"

/* A log with a policy and some entries, closed. */
static int
set_up(void **state)
{
    struct stored_hall *f = stored_hall_new(7);
    char policy[4096];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_do_genesis(f->hall, policy);
    for (size_t i = 0; i < 2; i++) {
        hall_do_post(f->hall, f->hall->desks[i].post);
        hall_do_enrol(f->hall, f->hall->desks[i].post);
    }
    stored_hall_feed(f);
    stored_hall_shut(f);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    stored_hall_free(*state);
    return 0;
}

/* ---- The database ---------------------------------------------------------*/

static void
a_database_that_was_changed_is_found_out(void **state)
{
    static const struct {
        const char *what;
        const char *sql;
        enum log_fault want;
    } cases[] = {
        {"the last signature",
         "UPDATE entry SET bytes = CAST(substr(bytes, 1, length(bytes) - 12) "
         "|| 'AAA' || substr(bytes, -9) AS BLOB) WHERE idx = 4",
         LOG_FAULT_ROOT},
        {"a signature that a later event has seen",
         "UPDATE entry SET bytes = CAST(substr(bytes, 1, length(bytes) - 12) "
         "|| 'AAA' || substr(bytes, -9) AS BLOB) WHERE idx = 3",
         LOG_FAULT_ENTRY},
        {"an entry's time",
         "UPDATE entry SET bytes = CAST(replace(bytes, 'congress-entry/v1 1', "
         "'congress-entry/v1 2') AS BLOB) WHERE idx = 4",
         LOG_FAULT_ROOT},
        {"an entry's form",
         "UPDATE entry SET bytes = CAST(replace(bytes, 'congress/v1', "
         "'congress/v2') AS BLOB) WHERE idx = 3",
         LOG_FAULT_ENTRY},
        {"an entry that is another's",
         "UPDATE entry SET bytes = (SELECT bytes "
         "FROM entry WHERE idx = 2) "
         "WHERE idx = 3",
         LOG_FAULT_ENTRY},
        {"the last entry gone", "DELETE FROM entry WHERE idx = 4",
         LOG_FAULT_ROOT},
        {"an entry gone in between", "DELETE FROM entry WHERE idx = 2",
         LOG_FAULT_ENTRY},
        {"all entries gone", "DELETE FROM entry", LOG_FAULT_ROOT},
        {"an entry more", "INSERT INTO entry VALUES(5, x'00')",
         LOG_FAULT_ENTRY},
        {"another size", "UPDATE checkpoint SET size = 4", LOG_FAULT_ROOT},
        {"no checkpoint", "UPDATE checkpoint SET note = x''",
         LOG_FAULT_SIGNATURE},
        {"a checkpoint's signature",
         "UPDATE checkpoint SET note = CAST(substr(note, 1, length(note) - 12) "
         "|| 'AAA' || substr(note, -9) AS BLOB)",
         LOG_FAULT_SIGNATURE},
        {"a policy's text gone", "DELETE FROM blob", LOG_FAULT_TEXT},
        {"a policy's text",
         "UPDATE blob SET bytes = CAST(replace(bytes, 'quorum', 'Quorum') "
         "AS BLOB)",
         LOG_FAULT_TEXT},
        {"a witness that saw another tree",
         "INSERT INTO cosignature VALUES(3, 'w', zeroblob(32), 1, x'00')",
         LOG_FAULT_WITNESS},
        {"a witness that saw more",
         "INSERT INTO cosignature VALUES(9, 'w', zeroblob(32), 1, x'00')",
         LOG_FAULT_WITNESS},
    };
    struct stored_hall *f = *state;
    char whole[FOLDER_PATH_MAX];

    folder_file(whole, &f->folder, "whole");
    assert_true(folder_copy_file(f->path, whole));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tamper_freely(f->path, cases[i].sql);
        stored_hall_open(f);
        if (log_fault(f->log) != cases[i].want)
            fail_msg("%s: %s", cases[i].what,
                     log_fault_words(log_fault(f->log), LANG_EN));
        stored_hall_assert_fault(f, cases[i].want);
        stored_hall_shut(f);
        assert_true(folder_copy_file(whole, f->path));
    }
    stored_hall_open(f);
    stored_hall_assert_same(f);
}

/* The checkpoint of the first size entries as this log, or a liar, signs it. */
static struct span
sign(struct stored_hall *f, char *bytes, uint64_t size, bool other_root,
     bool other_key)
{
    struct checkpoint checkpoint = {
        .origin = span_text(HALL_ORIGIN),
        .size = size,
    };
    struct ed25519_secret secret = f->hall->log_key;
    uint8_t seed[ED25519_SEED_BYTES];
    struct text_writer w;
    struct span out;

    assert_ok(merkle_root_at(&checkpoint.root,
                             conference_tree(f->hall->conference),
                             size < f->fed ? size : f->fed));
    if (other_root)
        checkpoint.root.bytes[0] ^= 1;
    if (other_key) {
        value_bytes(seed, sizeof seed, "another log's key");
        ed25519_from_seed(&secret, seed);
    }
    text_writer_start(&w, bytes, CHECKPOINT_SIGNED_MAX);
    checkpoint_sign(&w, &checkpoint, &secret);
    assert_ok(text_writer_finish(&w, &out));
    return out;
}

static void
put_checkpoint(struct stored_hall *f, struct span note)
{
    char sql[4 * CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    struct span text;

    text_writer_start(&w, sql, sizeof sql);
    text_writer_text(&w, "UPDATE checkpoint SET note = x'");
    text_writer_hex(&w, (const uint8_t *)note.ptr, note.len);
    text_writer_span(&w, span_of("'\0", 2));
    assert_ok(text_writer_finish(&w, &text));
    tamper_freely(f->path, sql);
}

static void
a_checkpoint_that_does_not_sign_these_entries_is_found_out(void **state)
{
    struct stored_hall *f = *state;
    char bytes[CHECKPOINT_SIGNED_MAX];

    put_checkpoint(f, sign(f, bytes, f->fed, true, false));
    stored_hall_assert_fault(f, LOG_FAULT_ROOT);
    stored_hall_shut(f);
    put_checkpoint(f, sign(f, bytes, f->fed - 1, false, false));
    stored_hall_assert_fault(f, LOG_FAULT_ROOT);
    stored_hall_shut(f);
    put_checkpoint(f, sign(f, bytes, f->fed, false, true));
    stored_hall_assert_fault(f, LOG_FAULT_SIGNATURE);
    stored_hall_shut(f);
    put_checkpoint(f, sign(f, bytes, f->fed, false, false));
    stored_hall_open(f);
    stored_hall_assert_same(f);
}

static void
another_key_cannot_go_on_with_the_log(void **state)
{
    struct stored_hall *f = *state;

    assert_int_equal(unlink(f->key_path), 0);
    assert_ok(key_file_create(f->key_path));
    stored_hall_assert_fault(f, LOG_FAULT_KEY);
}

/* ---- The copy -------------------------------------------------------------*/

static void
put_copy(struct stored_hall *f, struct span bytes)
{
    stored_hall_shut(f);
    assert_ok(private_file_replace(f->copy_path, bytes));
}

static void
a_copy_that_is_not_of_these_entries_is_found_out(void **state)
{
    struct stored_hall *f = *state;
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct span good = sign(f, bytes, f->fed, false, false);
    char other[CHECKPOINT_SIGNED_MAX];

    put_copy(f, span_head(good, good.len - 1));
    stored_hall_assert_fault(f, LOG_FAULT_COPY);
    put_copy(f, span_text("garbage"));
    stored_hall_assert_fault(f, LOG_FAULT_COPY);
    put_copy(f, sign(f, other, f->fed, true, false));
    stored_hall_assert_fault(f, LOG_FAULT_COPY);
    put_copy(f, sign(f, other, 2, true, false));
    stored_hall_assert_fault(f, LOG_FAULT_COPY);
    put_copy(f, sign(f, other, f->fed, false, true));
    stored_hall_assert_fault(f, LOG_FAULT_COPY);
    put_copy(f, sign(f, other, f->fed + 1, false, false));
    stored_hall_assert_fault(f, LOG_FAULT_OLD);
    put_copy(f, good);
    assert_int_equal(chmod(f->copy_path, 0644), 0);
    assert_err(log_open_local(&f->log, f->path, NULL, NULL), ERR_AUTH);
    assert_null(f->log);
    put_copy(f, good);
    stored_hall_open(f);
    stored_hall_assert_same(f);
}

static void
a_missing_copy_is_not_made_up(void **state)
{
    struct stored_hall *f = *state;

    assert_int_equal(unlink(f->copy_path), 0);
    stored_hall_assert_fault(f, LOG_FAULT_COPY_MISSING);
    assert_int_equal(access(f->copy_path, F_OK), -1);
}

static void
a_copy_that_is_behind_after_a_crash_is_mended(void **state)
{
    struct stored_hall *f = *state;
    char bytes[CHECKPOINT_SIGNED_MAX];
    char found[CHECKPOINT_SIGNED_MAX];
    const uint64_t behind[] = {1, 2, f->fed - 1};
    size_t len;

    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        put_copy(f, sign(f, bytes, behind[i], false, false));
        stored_hall_open(f);
        stored_hall_assert_same(f);
        assert_ok(private_file_read(found, sizeof found, &len, f->copy_path));
        assert_true(
            span_eq(span_of(found, len), sign(f, bytes, f->fed, false, false)));
    }
    put_copy(f, span_text(""));
    stored_hall_open(f);
    stored_hall_assert_same(f);
}

static void
an_old_database_that_was_put_back_is_found_out(void **state)
{
    struct stored_hall *f = *state;
    char old[FOLDER_PATH_MAX];
    char before[CHECKPOINT_SIGNED_MAX];
    char after[CHECKPOINT_SIGNED_MAX];
    size_t before_len;
    size_t after_len;

    folder_file(old, &f->folder, "old");
    assert_true(folder_copy_file(f->path, old));
    hall_do_post(f->hall, (struct post){POST_SEAT, 1});
    stored_hall_open(f);
    stored_hall_feed(f);
    stored_hall_shut(f);
    assert_ok(
        private_file_read(before, sizeof before, &before_len, f->copy_path));
    assert_true(folder_copy_file(old, f->path));
    stored_hall_assert_fault(f, LOG_FAULT_OLD);
    assert_int_equal(log_size(f->log), f->fed - 1);
    /* It does not even touch the copy, which is the evidence. */
    assert_ok(private_file_read(after, sizeof after, &after_len, f->copy_path));
    assert_true(
        span_eq(span_of(before, before_len), span_of(after, after_len)));
}

static void
a_new_database_beside_an_old_copy_is_found_out(void **state)
{
    struct stored_hall *f = *state;

    assert_int_equal(unlink(f->path), 0);
    assert_ok(store_create(f->path));
    stored_hall_assert_fault(f, LOG_FAULT_OLD);
}

/* ---- Proofs ---------------------------------------------------------------*/

/* What a server does that takes in what it should not: a forged signature,
 * with everything that it signs in order. */
static void
put_forged_entry(struct stored_hall *f)
{
    struct ed25519_secret other;
    uint8_t seed[ED25519_SEED_BYTES];
    const struct hall_signer forger[] = {{{POST_CHAIR, 1}, false, &other}};
    char line[EVENT_SERVER_LINE_MAX];
    char bytes[CHECKPOINT_SIGNED_MAX];
    char *entry = malloc(EVENT_ENTRY_MAX);
    size_t len = event_server_line(line, f->hall->time_s);
    struct store *store;
    struct span whole;

    assert_non_null(entry);
    value_bytes(seed, sizeof seed, "a forger");
    ed25519_from_seed(&other, seed);
    hall_draft_post(f->hall, (struct post){POST_SEAT, 1});
    hall_sign(f->hall, forger, 1);
    memcpy(entry, line, len);
    memcpy(entry + len, f->hall->note, f->hall->note_len);
    whole = span_of(entry, len + f->hall->note_len);
    assert_refused(hall_take_unproved(f->hall), REFUSED_NOTHING);
    assert_ok(store_open(&store, f->path));
    f->fed++;
    assert_int_equal(store_append(store, f->fed - 1, &whole, 1,
                                  sign(f, bytes, f->fed, false, false), NULL),
                     STORE_DONE);
    store_close(store);
    free(entry);
}

static void
a_replay_with_proofs_finds_what_one_without_trusts(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.prove = true};

    put_forged_entry(f);
    stored_hall_open(f);
    assert_int_equal(log_fault(f->log), LOG_SOUND);
    stored_hall_shut(f);
    assert_ok(log_open_local(&f->log, f->path, NULL, &options));
    assert_int_equal(log_fault(f->log), LOG_FAULT_ENTRY);
    assert_int_equal(log_size(f->log), f->fed - 1);
}

static void
every_fault_has_words_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < LOG_FAULT_COUNT_; i++)
        for (int lang = 0; lang < LANG_COUNT_; lang++)
            assert_true(strlen(log_fault_words((enum log_fault)i,
                                               (enum lang)lang)) > 5);
    assert_string_equal(log_fault_words(LOG_FAULT_COUNT_, LANG_EN), "?");
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(a_database_that_was_changed_is_found_out),
        WITH_LOG(a_checkpoint_that_does_not_sign_these_entries_is_found_out),
        WITH_LOG(another_key_cannot_go_on_with_the_log),
        WITH_LOG(a_copy_that_is_not_of_these_entries_is_found_out),
        WITH_LOG(a_missing_copy_is_not_made_up),
        WITH_LOG(a_copy_that_is_behind_after_a_crash_is_mended),
        WITH_LOG(an_old_database_that_was_put_back_is_found_out),
        WITH_LOG(a_new_database_beside_an_old_copy_is_found_out),
        WITH_LOG(a_replay_with_proofs_finds_what_one_without_trusts),
        cmocka_unit_test(every_fault_has_words_in_both_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
