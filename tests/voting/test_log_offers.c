/*
 * A log keeps the texts that its entries name, with them and no others.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "tests/support/bad_disk.h"
#include "tests/support/stored_hall.h"
#include "tests/support/tamper.h"
#include "tests/test.h"

static int
set_up(void **state)
{
    bad_disk_install();
    *state = stored_hall_new(7);
    return 0;
}

static int
tear_down(void **state)
{
    bad_disk_install();
    stored_hall_free(*state);
    return 0;
}

static struct span
text_bytes(const struct stored_hall *f, size_t i)
{
    return span_of(f->hall->texts[i].bytes, f->hall->texts[i].blob.length);
}

/* Whether the log has this text of the hall, as its entries name it. */
static bool
has_text(struct stored_hall *f, size_t i)
{
    const struct event_blob *blob = &f->hall->texts[i].blob;
    char *bytes = malloc(blob->length);
    struct event_blob found;
    enum err e;
    enum err find;

    assert_non_null(bytes);
    e = log_get_blob(f->log, bytes, blob);
    find = log_find_blob(f->log, &found, &blob->sha256, blob->members);
    if (e == OK) {
        assert_memory_equal(bytes, f->hall->texts[i].bytes, blob->length);
        assert_ok(find);
        assert_true(found.present && found.members == blob->members);
        assert_int_equal(found.length, blob->length);
    } else {
        assert_err(e, ERR_NOTFOUND);
        assert_err(find, ERR_NOTFOUND);
        assert_false(found.present);
    }
    free(bytes);
    return e == OK;
}

static void
offer_text(struct stored_hall *f, size_t i)
{
    struct event_blob blob;

    assert_ok(log_put_blob(f->log, &blob, text_bytes(f, i),
                           f->hall->texts[i].blob.members));
    assert_true(hash_eq(&blob.sha256, &f->hall->texts[i].blob.sha256));
}

static enum refusal
submit(struct stored_hall *f, size_t index)
{
    return stored_hall_submit(f, stored_hall_note(f, index))->refusal;
}

static void
forget(struct stored_hall *f)
{
    assert_ok(log_submit(f->log, NULL, NULL, 0));
}

/* ---- Texts ----------------------------------------------------------------*/

static void
an_event_waits_for_its_texts(void **state)
{
    struct stored_hall *f = *state;
    struct event_blob blob;

    hall_do_genesis(f->hall, NULL);
    assert_refused(submit(f, 0), REFUSED_BLOB);
    /* For another audience is not enough, nor is another text. */
    assert_ok(log_put_blob(f->log, &blob, text_bytes(f, 0), true));
    assert_ok(log_put_blob(f->log, &blob, span_text("other"), false));
    assert_refused(submit(f, 0), REFUSED_BLOB);
    offer_text(f, 0);
    assert_refused(submit(f, 0), REFUSED_NOTHING);
    assert_true(has_text(f, 0));
    stored_hall_open(f);
    assert_true(has_text(f, 0));
}

static void
what_waits_is_not_there(void **state)
{
    struct stored_hall *f = *state;

    hall_do_genesis(f->hall, NULL);
    offer_text(f, 0);
    offer_text(f, 0);
    assert_false(has_text(f, 0));
    forget(f);
    assert_false(has_text(f, 0));
    assert_refused(submit(f, 0), REFUSED_BLOB);
}

static void
a_text_that_no_entry_names_is_forgotten(void **state)
{
    struct stored_hall *f = *state;
    struct event_blob blob;
    struct event_blob found;
    char bytes[5];

    hall_do_genesis(f->hall, NULL);
    offer_text(f, 0);
    assert_ok(log_put_blob(f->log, &blob, span_text("other"), false));
    assert_refused(submit(f, 0), REFUSED_NOTHING);
    assert_true(has_text(f, 0));
    assert_err(log_get_blob(f->log, bytes, &blob), ERR_NOTFOUND);
    assert_err(log_find_blob(f->log, &found, &blob.sha256, false),
               ERR_NOTFOUND);
    stored_hall_open(f);
    assert_err(log_get_blob(f->log, bytes, &blob), ERR_NOTFOUND);
}

/* A session with a title of its own, still to be signed. */
static struct event *
draft_session(struct stored_hall *f)
{
    struct event *draft = hall_draft(f->hall, EVENT_SESSION);

    snprintf(draft->session.id, sizeof draft->session.id, "7-1");
    snprintf(draft->session.date, sizeof draft->session.date, "2026-03-21");
    draft->session.title = hall_text(f->hall, "a title", false);
    return draft;
}

/* Whether the title of the session that was drafted last is there. */
static bool
has_session_title(struct stored_hall *f)
{
    return has_text(f, f->hall->text_count - 1);
}

static void
a_refused_event_leaves_no_text(void **state)
{
    struct stored_hall *f = *state;

    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    draft_session(f);
    /* Signed by one who does not preside. */
    hall_sign(f->hall, HALL_BY(HALL_CHAIR_2));
    offer_text(f, f->hall->text_count - 1);
    assert_refused(
        stored_hall_submit(f, span_of(f->hall->note, f->hall->note_len))
            ->refusal,
        REFUSED_SIGNERS);
    assert_false(has_session_title(f));
    stored_hall_open(f);
    assert_false(has_session_title(f));
    /* By who does: then it is. */
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    offer_text(f, f->hall->text_count - 1);
    assert_refused(
        stored_hall_submit(f, span_of(f->hall->note, f->hall->note_len))
            ->refusal,
        REFUSED_NOTHING);
    assert_true(has_session_title(f));
}

static void
a_text_that_the_log_names_and_lacks_is_stored_at_once(void **state)
{
    struct stored_hall *f = *state;

    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    stored_hall_shut(f);
    assert_int_equal(tamper(f->path, "DELETE FROM blob"), SQLITE_OK);
    stored_hall_open(f);
    assert_false(has_text(f, 0));
    offer_text(f, 0);
    assert_true(has_text(f, 0));
    stored_hall_open(f);
    assert_true(has_text(f, 0));
    offer_text(f, 0);
    assert_true(has_text(f, 0));
}

static void
a_text_stored_at_once_is_not_said_to_be_when_the_disk_fails(void **state)
{
    struct stored_hall *f = *state;
    struct event_blob blob;

    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    stored_hall_shut(f);
    assert_int_equal(tamper(f->path, "DELETE FROM blob"), SQLITE_OK);
    stored_hall_open(f);
    bad_disk_install()->bad_syncs = 1;
    assert_err(log_put_blob(f->log, &blob, text_bytes(f, 0), false), ERR_IO);
    assert_false(blob.present);
    offer_text(f, 0);
    assert_true(has_text(f, 0));
    stored_hall_assert_same(f);
}

static void
a_text_named_for_members_is_not_found_as_public(void **state)
{
    struct stored_hall *f = *state;
    struct event_blob found;
    size_t members = 0;

    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    for (size_t i = 0; i < f->hall->text_count; i++) {
        const struct event_blob *blob = &f->hall->texts[i].blob;

        assert_true(has_text(f, i));
        if (!blob->members)
            continue;
        members++;
        assert_err(log_find_blob(f->log, &found, &blob->sha256, false),
                   ERR_NOTFOUND);
    }
    assert_true(members > 0);
}

static void
a_text_named_both_ways_is_public_and_members_too(void **state)
{
    struct stored_hall *f = *state;
    struct event_blob found;
    struct event_blob title;
    struct event *draft;

    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    draft = draft_session(f);
    title = f->hall->texts[0].blob;
    title.members = true;
    draft->session.title = title;
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    assert_err(log_find_blob(f->log, &found, &title.sha256, true),
               ERR_NOTFOUND);
    assert_ok(log_put_blob(f->log, &found, text_bytes(f, 0), true));
    assert_refused(
        stored_hall_submit(f, span_of(f->hall->note, f->hall->note_len))
            ->refusal,
        REFUSED_NOTHING);
    assert_ok(log_find_blob(f->log, &found, &title.sha256, true));
    assert_true(found.members);
    assert_ok(log_find_blob(f->log, &found, &title.sha256, false));
    assert_false(found.members);
}

static void
a_policy_that_cannot_be_read_is_refused(void **state)
{
    struct stored_hall *f = *state;

    hall_do_genesis(f->hall, NULL);
    stored_hall_put_texts(f);
    assert_ok(log_put_blob(f->log, &f->hall->draft->genesis.policy,
                           span_text("quorum nobody\n"), false));
    hall_sign(f->hall, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    assert_refused(
        stored_hall_submit(f, span_of(f->hall->note, f->hall->note_len))
            ->refusal,
        REFUSED_POLICY);
    stored_hall_assert_same(f);
}

static void
a_policy_is_kept_with_the_event_that_puts_it_in_force(void **state)
{
    struct stored_hall *f = *state;

    hall_do_genesis(f->hall, "quorum none\n");
    stored_hall_feed(f);
    stored_hall_open(f);
    stored_hall_assert_same(f);
    for (size_t i = 0; i < f->hall->text_count; i++)
        assert_true(has_text(f, i));
}

static void
a_text_is_found_by_its_hash_and_length_alone(void **state)
{
    struct stored_hall *f = *state;
    struct event_blob other;
    char bytes[512];

    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    other = f->hall->texts[0].blob;
    assert_true(other.length < sizeof bytes);
    assert_ok(log_get_blob(f->log, bytes, &other));
    other.length--;
    assert_err(log_get_blob(f->log, bytes, &other), ERR_NOTFOUND);
    other = f->hall->texts[0].blob;
    other.members = true;
    assert_err(log_get_blob(f->log, bytes, &other), ERR_NOTFOUND);
    other = f->hall->texts[0].blob;
    other.sha256.bytes[0] ^= 1;
    assert_err(log_get_blob(f->log, bytes, &other), ERR_NOTFOUND);
}

static void
no_more_may_wait_than_the_limits_say(void **state)
{
    struct stored_hall *f = *state;
    char *large = calloc(1, LOG_BLOB_MAX + 1);
    struct event_blob blob;
    char text[16];

    assert_non_null(large);
    assert_err(log_put_blob(f->log, &blob, span_text(""), true), ERR_INPUT);
    assert_false(blob.present);
    assert_err(
        log_put_blob(f->log, &blob, span_of(large, LOG_BLOB_MAX + 1), true),
        ERR_INPUT);
    assert_ok(log_put_blob(f->log, &blob, span_of(large, LOG_BLOB_MAX), true));
    assert_err(log_put_blob(f->log, &blob, span_of(large, LOG_BLOB_MAX), false),
               ERR_INPUT);
    assert_ok(log_put_blob(f->log, &blob, span_text("small"), false));
    forget(f);
    assert_ok(log_put_blob(f->log, &blob, span_of(large, LOG_BLOB_MAX), false));
    forget(f);
    for (int i = 0; i < LOG_OFFERED_MAX; i++) {
        snprintf(text, sizeof text, "%d", i);
        assert_ok(log_put_blob(f->log, &blob, span_text(text), false));
    }
    assert_err(log_put_blob(f->log, &blob, span_text("one more"), false),
               ERR_INPUT);
    free(large);
}

/* ---- What the disk does ---------------------------------------------------*/

/* A log with genesis, and a session that waits with its text. */
static struct span
offer_session(struct stored_hall *f)
{
    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    draft_session(f);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    offer_text(f, f->hall->text_count - 1);
    return span_of(f->hall->note, f->hall->note_len);
}

static void
what_was_not_stored_leaves_no_text(void **state)
{
    struct stored_hall *f = *state;
    struct span note = offer_session(f);

    bad_disk_install()->bad_writes = 1;
    assert_refused(stored_hall_submit(f, note)->refusal, REFUSED_STORE);
    assert_false(has_session_title(f));
    stored_hall_open(f);
    assert_false(has_session_title(f));
    stored_hall_assert_same(f);
    /* Who submits again offers again. */
    assert_refused(stored_hall_submit(f, note)->refusal, REFUSED_BLOB);
    offer_text(f, f->hall->text_count - 1);
    assert_refused(stored_hall_submit(f, note)->refusal, REFUSED_NOTHING);
    assert_true(has_session_title(f));
}

static void
after_a_failed_commit_entry_and_text_are_there_together(void **state)
{
    struct stored_hall *f = *state;
    struct span note = offer_session(f);

    /* The flush of the commit fails, and that of closing, so that the journal
     * is found when the store is opened again. */
    bad_disk_install()->bad_syncs = 2;
    assert_refused(stored_hall_submit(f, note)->refusal, REFUSED_NOTHING);
    assert_true(has_session_title(f));
    stored_hall_open(f);
    assert_int_equal(log_size(f->log), 2);
    assert_true(has_session_title(f));
}

static void
what_nobody_knows_has_its_text_or_is_not_there(void **state)
{
    struct stored_hall *f = *state;
    struct span note = offer_session(f);

    bad_disk_install()->bad_syncs = 1000;
    assert_err(log_submit(f->log, f->outcomes, &note, 1), ERR_IO);
    bad_disk_install();
    stored_hall_open(f);
    assert_int_equal(log_size(f->log), has_session_title(f) ? 2 : 1);
    offer_text(f, f->hall->text_count - 1);
    assert_refused(stored_hall_submit(f, note)->refusal, REFUSED_NOTHING);
    assert_true(has_session_title(f));
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(an_event_waits_for_its_texts),
        WITH_LOG(what_waits_is_not_there),
        WITH_LOG(a_text_that_no_entry_names_is_forgotten),
        WITH_LOG(a_refused_event_leaves_no_text),
        WITH_LOG(a_text_that_the_log_names_and_lacks_is_stored_at_once),
        WITH_LOG(a_text_stored_at_once_is_not_said_to_be_when_the_disk_fails),
        WITH_LOG(a_text_named_for_members_is_not_found_as_public),
        WITH_LOG(a_text_named_both_ways_is_public_and_members_too),
        WITH_LOG(a_policy_that_cannot_be_read_is_refused),
        WITH_LOG(a_policy_is_kept_with_the_event_that_puts_it_in_force),
        WITH_LOG(a_text_is_found_by_its_hash_and_length_alone),
        WITH_LOG(no_more_may_wait_than_the_limits_say),
        WITH_LOG(what_was_not_stored_leaves_no_text),
        WITH_LOG(after_a_failed_commit_entry_and_text_are_there_together),
        WITH_LOG(what_nobody_knows_has_its_text_or_is_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
