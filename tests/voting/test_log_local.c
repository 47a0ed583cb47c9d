/*
 * A log of one's own takes in what the machine accepts, once, and proves it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/tlog_proof.h"
#include "tests/support/stored_hall.h"
#include "tests/test.h"

static int
set_up(void **state)
{
    *state = stored_hall_new(7);
    return 0;
}

static int
tear_down(void **state)
{
    stored_hall_free(*state);
    return 0;
}

static void
what_goes_in_comes_out_and_is_there_after_reopening(void **state)
{
    struct stored_hall *f = *state;

    hall_prepare(f->hall, 2);
    hall_convene(f->hall);
    stored_hall_feed(f);
    assert_true(f->fed > 40);
    stored_hall_assert_same(f);
    stored_hall_open(f);
    stored_hall_assert_same(f);
}

static void
a_replay_with_all_proofs_comes_to_the_same(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.prove = true};

    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    stored_hall_shut(f);
    assert_ok(log_open_local(&f->log, f->path, NULL, &options));
    stored_hall_assert_same(f);
}

static enum err
count_visit(void *context, uint64_t index, struct span entry)
{
    uint64_t *next = context;

    assert_int_equal(index, *next);
    assert_true(entry.len > 0);
    ++*next;
    return index == 5 ? ERR_NOTFOUND : OK;
}

static void
a_range_is_visited_in_order_until_the_visitor_has_enough(void **state)
{
    struct stored_hall *f = *state;
    uint64_t next = 2;
    struct log_visitor visitor = {count_visit, &next};

    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    assert_ok(log_each(f->log, 2, 5, &visitor));
    assert_int_equal(next, 5);
    assert_err(log_each(f->log, 5, f->fed, &visitor), ERR_NOTFOUND);
    assert_int_equal(next, 6);
    assert_err(log_each(f->log, 0, f->fed + 1, &visitor), ERR_INPUT);
    assert_err(log_each(f->log, 2, 1, &visitor), ERR_INPUT);
}

static void
every_entry_has_a_receipt_that_verifies(void **state)
{
    struct stored_hall *f = *state;
    char *bytes = malloc(LOG_RECEIPT_MAX);
    struct ed25519_public public;
    struct note_key key;
    struct text_writer w;

    assert_non_null(bytes);
    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    log_key(f->log, &public);
    assert_ok(
        note_key_make(&key, span_text(HALL_ORIGIN), NOTE_KEY_ED25519, &public));
    for (size_t i = 0; i < f->fed; i++) {
        struct event_ref ref = hall_ref(f->hall, i);
        struct event_ref other = hall_ref(f->hall, (i + 1) % f->fed);
        struct checkpoint checkpoint;
        struct tlog_proof proof;
        struct note note;

        text_writer_start(&w, bytes, LOG_RECEIPT_MAX);
        assert_ok(log_receipt(f->log, &w, i));
        assert_ok(tlog_proof_parse(&proof, text_writer_written(&w)));
        assert_int_equal(proof.index, i);
        assert_ok(tlog_proof_verify(&checkpoint, &note, &proof, &ref.leaf,
                                    span_text(HALL_ORIGIN), &key));
        assert_int_equal(checkpoint.size, f->fed);
        assert_err(tlog_proof_verify(&checkpoint, &note, &proof, &other.leaf,
                                     span_text(HALL_ORIGIN), &key),
                   ERR_PROOF);
    }
    text_writer_start(&w, bytes, LOG_RECEIPT_MAX);
    assert_err(log_receipt(f->log, &w, f->fed), ERR_NOTFOUND);
    free(bytes);
}

static void
every_size_is_proved_to_be_a_beginning_of_the_last(void **state)
{
    struct stored_hall *f = *state;
    const struct merkle_tree *tree;
    struct merkle_proof proof;
    struct hash32 old;
    struct hash32 root;

    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    tree = conference_tree(log_conference(f->log));
    assert_ok(merkle_root_at(&root, tree, f->fed));
    for (uint64_t i = 1; i <= f->fed; i++) {
        assert_ok(log_consistency(f->log, &proof, i, f->fed));
        assert_ok(merkle_root_at(&old, tree, i));
        assert_ok(merkle_verify_consistency(&proof, i, &old, f->fed, &root));
    }
    assert_err(log_consistency(f->log, &proof, 1, f->fed + 1), ERR_INPUT);
}

/* ---- Once -----------------------------------------------------------------*/

static void
assert_again(struct stored_hall *f, size_t index)
{
    const struct log_outcome *outcome =
        stored_hall_submit(f, stored_hall_note(f, index));

    assert_refused(outcome->refusal, REFUSED_NOTHING);
    assert_int_equal(outcome->index, index);
    assert_true(outcome->again);
    assert_int_equal(log_size(f->log), f->fed);
}

static void
the_same_bytes_again_get_the_same_index_also_after_a_restart(void **state)
{
    struct stored_hall *f = *state;

    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    for (size_t i = 0; i < f->fed; i++)
        assert_again(f, i);
    stored_hall_open(f);
    for (size_t i = 0; i < f->fed; i++)
        assert_again(f, i);
    stored_hall_assert_same(f);
}

static void
the_same_bytes_twice_in_one_batch_are_one_entry(void **state)
{
    struct stored_hall *f = *state;

    hall_do_genesis(f->hall, NULL);
    stored_hall_put_texts(f);
    f->notes[0] = f->notes[1] = stored_hall_note(f, 0);
    assert_ok(log_submit(f->log, f->outcomes, f->notes, 2));
    for (size_t i = 0; i < 2; i++) {
        assert_refused(f->outcomes[i].refusal, REFUSED_NOTHING);
        assert_int_equal(f->outcomes[i].index, 0);
    }
    assert_false(f->outcomes[0].again);
    assert_true(f->outcomes[1].again);
    f->fed = 1;
    stored_hall_assert_same(f);
}

/* The log's signed word on the first outcome is what the outcome says. */
static void
assert_refusal_is_signed(struct stored_hall *f,
                         const struct log_outcome *outcome,
                         struct span submitted)
{
    struct refusal_note note;
    struct ed25519_public key;
    struct hash32 sha256;

    log_key(f->log, &key);
    assert_ok(refusal_note_open(&note,
                                span_of(outcome->note, outcome->note_len),
                                span_text(HALL_ORIGIN), &key));
    hash_sha256(&sha256, submitted.ptr, submitted.len);
    assert_true(hash_eq(&note.submitted, &sha256));
    assert_int_equal(note.refusal, outcome->refusal);
    assert_int_equal(note.size, log_size(f->log));
    assert_int_equal(note.cause.present, outcome->cause != CONFERENCE_NO_ENTRY);
    if (note.cause.present) {
        struct event_ref cause = hall_ref(f->hall, outcome->cause);

        assert_int_equal(note.cause.index, outcome->cause);
        assert_true(hash_eq(&note.cause.leaf, &cause.leaf));
    }
}

/* A bit of the last signature's base64, so that the text stays the same. */
static struct span
with_other_signature(struct span note, char *bytes)
{
    memcpy(bytes, note.ptr, note.len);
    bytes[note.len - 10] = bytes[note.len - 10] == 'A' ? 'B' : 'A';
    return span_of(bytes, note.len);
}

static void
the_same_text_in_other_bytes_is_refused_and_the_entry_named(void **state)
{
    struct stored_hall *f = *state;
    char *bytes = malloc(EVENT_ENTRY_MAX);

    assert_non_null(bytes);
    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    for (int restarted = 0; restarted < 2; restarted++) {
        struct span forged =
            with_other_signature(stored_hall_note(f, 3), bytes);
        const struct log_outcome *outcome = stored_hall_submit(f, forged);

        assert_refused(outcome->refusal, REFUSED_REPLAY);
        assert_int_equal(outcome->cause, 3);
        assert_int_equal(outcome->index, CONFERENCE_NO_ENTRY);
        assert_refusal_is_signed(f, outcome, forged);
        stored_hall_open(f);
    }
    stored_hall_assert_same(f);
    free(bytes);
}

static void
each_note_of_a_batch_is_judged_by_itself(void **state)
{
    struct stored_hall *f = *state;
    char *bytes = malloc(EVENT_ENTRY_MAX);

    assert_non_null(bytes);
    hall_do_genesis(f->hall, NULL);
    hall_do_post(f->hall, f->hall->desks[0].post);
    hall_do_enrol(f->hall, f->hall->desks[0].post);
    stored_hall_put_texts(f);
    f->notes[0] = stored_hall_note(f, 2); /* not yet: its post is not there */
    f->notes[1] = stored_hall_note(f, 0);
    f->notes[2] = with_other_signature(stored_hall_note(f, 1), bytes);
    f->notes[3] = span_text("no event\n");
    f->notes[4] = stored_hall_note(f, 1);
    f->notes[5] = span_text("");
    f->notes[6] = stored_hall_note(f, 2);
    assert_ok(log_submit(f->log, f->outcomes, f->notes, 7));
    assert_refused(f->outcomes[0].refusal, REFUSED_GENESIS);
    assert_refused(f->outcomes[1].refusal, REFUSED_NOTHING);
    assert_refused(f->outcomes[2].refusal, REFUSED_SIGNATURE);
    assert_refused(f->outcomes[3].refusal, REFUSED_FORM);
    assert_refused(f->outcomes[4].refusal, REFUSED_NOTHING);
    assert_refused(f->outcomes[5].refusal, REFUSED_FORM);
    assert_refused(f->outcomes[6].refusal, REFUSED_NOTHING);
    f->fed = 3;
    stored_hall_assert_same(f);
    for (size_t i = 0; i < 7; i++)
        if (f->outcomes[i].refusal)
            assert_refusal_is_signed(f, &f->outcomes[i], f->notes[i]);
    free(bytes);
}

static void
nothing_is_said_of_a_refusal_by_a_log_without_genesis(void **state)
{
    struct stored_hall *f = *state;
    const struct log_outcome *outcome =
        stored_hall_submit(f, span_text("no event\n"));

    assert_refused(outcome->refusal, REFUSED_FORM);
    assert_int_equal(outcome->note_len, 0);
    stored_hall_assert_same(f);
}

static void
a_note_that_is_too_large_is_refused(void **state)
{
    struct stored_hall *f = *state;
    char *bytes = malloc(70000);

    assert_non_null(bytes);
    memset(bytes, 'x', 70000);
    assert_refused(stored_hall_submit(f, span_of(bytes, 70000))->refusal,
                   REFUSED_TOO_LARGE);
    assert_refused(stored_hall_submit(f, span_of(bytes, 65535))->refusal,
                   REFUSED_TOO_LARGE);
    assert_refused(stored_hall_submit(f, span_of(bytes, 65400))->refusal,
                   REFUSED_FORM);
    free(bytes);
}

static void
more_than_a_batch_is_not_looked_at(void **state)
{
    struct stored_hall *f = *state;

    assert_err(log_submit(f->log, f->outcomes, f->notes, LOG_BATCH_MAX + 1),
               ERR_INPUT);
    assert_ok(log_submit(f->log, f->outcomes, f->notes, 0));
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(what_goes_in_comes_out_and_is_there_after_reopening),
        WITH_LOG(a_replay_with_all_proofs_comes_to_the_same),
        WITH_LOG(a_range_is_visited_in_order_until_the_visitor_has_enough),
        WITH_LOG(every_entry_has_a_receipt_that_verifies),
        WITH_LOG(every_size_is_proved_to_be_a_beginning_of_the_last),
        WITH_LOG(the_same_bytes_again_get_the_same_index_also_after_a_restart),
        WITH_LOG(the_same_bytes_twice_in_one_batch_are_one_entry),
        WITH_LOG(the_same_text_in_other_bytes_is_refused_and_the_entry_named),
        WITH_LOG(each_note_of_a_batch_is_judged_by_itself),
        WITH_LOG(nothing_is_said_of_a_refusal_by_a_log_without_genesis),
        WITH_LOG(a_note_that_is_too_large_is_refused),
        WITH_LOG(more_than_a_batch_is_not_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
