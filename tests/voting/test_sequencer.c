/*
 * A step answers what is on disk, goes by its clock, and proves what it takes.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "tests/support/bad_disk.h"
#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/log/sequencer.h"

enum { KEPT_MAX = 8, ROWS = 2 };

struct fixture {
    struct stored_hall *hall;
    struct bad_disk *disk;
    struct sequencer *sequencer; /* in place of the log, once started */
    char *kept[KEPT_MAX];
};

/* A log on a disk that can fail. */
static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->disk = bad_disk_install();
    f->hall = stored_hall_new(7);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    bad_disk_install();
    sequencer_close(f->sequencer);
    stored_hall_free(f->hall);
    for (size_t i = 0; i < KEPT_MAX; i++)
        free(f->kept[i]);
    free(f);
    return 0;
}

/* A log of two entries. */
static void
begin(struct fixture *f)
{
    hall_do_genesis(f->hall->hall, NULL);
    hall_do_post(f->hall->hall, f->hall->hall->desks[0].post);
    stored_hall_feed(f->hall);
}

/* And two more entries of the hall, as notes to be submitted. */
static void
make_two(struct fixture *f)
{
    struct stored_hall *h = f->hall;

    begin(f);
    hall_do_enrol(h->hall, h->hall->desks[0].post);
    hall_do_post(h->hall, h->hall->desks[1].post);
    h->notes[0] = stored_hall_note(h, h->fed);
    h->notes[1] = stored_hall_note(h, h->fed + 1);
}

static void
assert_two_are_in(struct fixture *f)
{
    struct stored_hall *h = f->hall;

    for (size_t i = 0; i < 2; i++) {
        assert_refused(h->outcomes[i].refusal, REFUSED_NOTHING);
        assert_int_equal(h->outcomes[i].index, h->fed + i);
    }
    h->fed += 2;
    stored_hall_assert_same(h);
    stored_hall_open(h);
    stored_hall_assert_same(h);
    h->fed -= 2;
}

/* ---- A store that does not say "done" -------------------------------------*/

static void
what_was_not_stored_is_refused_and_can_be_sent_again(void **state)
{
    struct fixture *f = *state;
    struct stored_hall *h = f->hall;

    make_two(f);
    f->disk->bad_writes = 1;
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 2));
    for (size_t i = 0; i < 2; i++) {
        assert_refused(h->outcomes[i].refusal, REFUSED_STORE);
        assert_int_equal(h->outcomes[i].index, CONFERENCE_NO_ENTRY);
        assert_true(h->outcomes[i].note_len > 0);
    }
    stored_hall_assert_same(h);
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 2));
    assert_two_are_in(f);
}

static void
what_is_there_after_a_failed_commit_gets_its_receipt(void **state)
{
    struct fixture *f = *state;
    struct stored_hall *h = f->hall;

    make_two(f);
    /* The flush of the commit fails, and that of closing: so that the journal
     * stays, and is found when the store is opened again. */
    f->disk->bad_syncs = 2;
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 2));
    assert_int_equal(f->disk->bad_syncs, 0);
    assert_false(h->outcomes[0].again);
    assert_false(h->outcomes[1].again);
    assert_two_are_in(f);
}

static void
what_nobody_knows_is_not_answered_until_it_is_known(void **state)
{
    struct fixture *f = *state;
    struct stored_hall *h = f->hall;

    make_two(f);
    f->disk->bad_syncs = 1000;
    assert_err(log_submit(h->log, h->outcomes, h->notes, 2), ERR_IO);
    assert_int_equal(log_fault(h->log), LOG_FAULT_STORE);
    assert_true(log_size(h->log) <= h->fed);
    assert_err(log_submit(h->log, h->outcomes, h->notes, 2), ERR_STATE);
    f->disk->bad_syncs = 0;
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 2));
    assert_int_equal(log_fault(h->log), LOG_SOUND);
    assert_two_are_in(f);
}

static void
a_refusal_that_knew_of_what_was_not_stored_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct stored_hall *h = f->hall;
    struct span two[2];

    make_two(f);
    two[0] = h->notes[0];
    two[1] = h->notes[1];
    h->notes[0] = span_text("no event\n");
    h->notes[1] = two[0];
    h->notes[2] = two[0]; /* again, of what is not there yet */
    h->notes[3] = span_text("no event\n");
    f->disk->bad_writes = 1;
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 4));
    assert_refused(h->outcomes[0].refusal, REFUSED_FORM);
    assert_refused(h->outcomes[1].refusal, REFUSED_STORE);
    assert_refused(h->outcomes[2].refusal, REFUSED_STORE);
    assert_refused(h->outcomes[3].refusal, REFUSED_STORE);
    stored_hall_assert_same(h);
}

static void
a_copy_that_cannot_be_written_stops_the_next_step(void **state)
{
    struct fixture *f = *state;
    struct stored_hall *h = f->hall;
    char fresh[FOLDER_PATH_MAX];

    make_two(f);
    folder_file(fresh, &h->folder, "log.checkpoint.new");
    assert_int_equal(mkdir(fresh, 0700), 0);
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 1));
    assert_refused(h->outcomes[0].refusal, REFUSED_NOTHING);
    assert_int_equal(log_fault(h->log), LOG_FAULT_STORE);
    assert_err(log_submit(h->log, h->outcomes, h->notes, 2), ERR_STATE);
    assert_int_equal(rmdir(fresh), 0);
    assert_ok(log_submit(h->log, h->outcomes, h->notes, 2));
    assert_true(h->outcomes[0].again);
    assert_false(h->outcomes[1].again);
    assert_two_are_in(f);
}

static void
what_may_be_in_the_log_is_not_refused_when_it_cannot_be_read(void **state)
{
    struct fixture *f = *state;
    struct hall *hall = f->hall->hall;
    size_t large = 0;
    struct span note;

    hall_prepare(hall, 40);
    stored_hall_feed(f->hall);
    for (size_t i = 0; i < hall->entry_count; i++)
        if (hall->entries[i].len > hall->entries[large].len)
            large = i;
    note = stored_hall_note(f->hall, large);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 1);
    assert_err(log_submit(f->hall->log, f->hall->outcomes, &note, 1), ERR_IO);
    sqlite3_hard_heap_limit64(0);
    assert_ok(log_submit(f->hall->log, f->hall->outcomes, &note, 1));
    assert_refused(f->hall->outcomes[0].refusal, REFUSED_NOTHING);
    assert_int_equal(f->hall->outcomes[0].index, large);
}

/* ---- The clock ------------------------------------------------------------*/

static void
start(struct fixture *f, struct proof_prover prover)
{
    struct sequencer_options options = {
        .path = f->hall->path,
        .copy_path = f->hall->copy_path,
        .secret = &f->hall->hall->log_key,
        .prover = prover,
    };

    stored_hall_shut(f->hall);
    assert_ok(sequencer_open(&f->sequencer, &options));
    assert_int_equal(sequencer_fault(f->sequencer), LOG_SOUND);
}

/* The outcome of one note at a clock this far from the last entry's time. */
static const struct log_outcome *
step_at(struct fixture *f, int64_t from_last_s, struct span note)
{
    const struct conference *c = sequencer_conference(f->sequencer);
    struct sequencer_time time = {
        .now_s = (uint64_t)((int64_t)conference_time_s(c) + from_last_s),
        .back_s = SEQUENCER_BACK_S,
    };

    assert_ok(sequencer_step(f->sequencer, f->hall->outcomes, &note, 1, &time));
    return f->hall->outcomes;
}

static void
a_clock_that_is_behind_repeats_the_last_time_for_two_minutes(void **state)
{
    struct fixture *f = *state;
    const struct log_outcome *outcome;
    uint64_t last_s = f->hall->hall->time_s;

    make_two(f);
    start(f, (struct proof_prover){0});
    outcome = step_at(f, -SEQUENCER_BACK_S - 1, f->hall->notes[0]);
    assert_refused(outcome->refusal, REFUSED_TIME_BACK);
    assert_int_equal(outcome->cause, f->hall->fed - 1);
    assert_true(outcome->note_len > 0);
    outcome = step_at(f, -SEQUENCER_BACK_S, f->hall->notes[0]);
    assert_refused(outcome->refusal, REFUSED_NOTHING);
    assert_int_equal(conference_time_s(sequencer_conference(f->sequencer)),
                     last_s);
    outcome = step_at(f, 7, f->hall->notes[1]);
    assert_refused(outcome->refusal, REFUSED_NOTHING);
    assert_int_equal(conference_time_s(sequencer_conference(f->sequencer)),
                     last_s + 7);
}

static void
what_is_in_the_log_keeps_its_place_whatever_the_clock_says(void **state)
{
    struct fixture *f = *state;
    const struct log_outcome *outcome;

    begin(f);
    start(f, (struct proof_prover){0});
    outcome = step_at(f, -100000, stored_hall_note(f->hall, 1));
    assert_refused(outcome->refusal, REFUSED_NOTHING);
    assert_true(outcome->again);
    assert_int_equal(outcome->index, 1);
}

/* ---- The prover -----------------------------------------------------------*/

struct counting {
    size_t calls;
    size_t proofs;
    enum refusal verdict; /* of the one, in place of the true one */
    size_t only;
};

static void
count_proofs(void *context, struct proof_item *proofs, size_t count)
{
    struct counting *c = context;

    c->calls++;
    c->proofs += count;
    for (size_t i = 0; i < count; i++)
        proofs[i].refusal =
            c->verdict && i == c->only
                ? c->verdict
                : proof_verify(proofs[i].event, proofs[i].admission);
}

static void
step_all(struct fixture *f, size_t count)
{
    struct sequencer_time time = {.now_s = f->hall->hall->time_s};

    assert_ok(sequencer_step(f->sequencer, f->hall->outcomes, f->hall->notes,
                             count, &time));
}

static void
what_may_be_proved_is_handed_over_at_once(void **state)
{
    struct fixture *f = *state;
    struct counting counting = {0};

    make_two(f);
    hall_do_enrol(f->hall->hall, f->hall->hall->desks[1].post);
    start(f, (struct proof_prover){count_proofs, &counting});
    f->hall->notes[2] = stored_hall_note(f->hall, f->hall->fed + 2);
    f->hall->notes[3] = span_text("no event\n");
    step_all(f, 4);
    for (size_t i = 0; i < 3; i++)
        assert_refused(f->hall->outcomes[i].refusal, REFUSED_NOTHING);
    assert_int_equal(counting.calls, 1);
    /* The hall's later events have seen the earlier: only the first can. */
    assert_int_equal(counting.proofs, 1);
}

static void
the_provers_no_is_a_refusal(void **state)
{
    struct fixture *f = *state;
    struct counting counting = {.verdict = REFUSED_SIGNATURE};

    make_two(f);
    start(f, (struct proof_prover){count_proofs, &counting});
    step_all(f, 1);
    assert_refused(f->hall->outcomes[0].refusal, REFUSED_SIGNATURE);
    counting.verdict = REFUSED_NOTHING;
    step_all(f, 1);
    assert_refused(f->hall->outcomes[0].refusal, REFUSED_NOTHING);
}

/* Keeps the hall's last note, which it has not taken in itself. */
static struct span
keep_note(struct fixture *f, size_t i)
{
    struct hall *hall = f->hall->hall;

    assert_true(i < KEPT_MAX);
    free(f->kept[i]);
    f->kept[i] = malloc(hall->note_len);
    assert_non_null(f->kept[i]);
    memcpy(f->kept[i], hall->note, hall->note_len);
    return span_of(f->kept[i], hall->note_len);
}

/* Two key-commits; the prover's no to the second is about another state. */
static void
others_are_proved_again_when_the_state_has_moved_on(void **state)
{
    struct fixture *f = *state;
    struct hall *hall = f->hall->hall;
    struct counting counting = {.verdict = REFUSED_CEREMONY_PROOF, .only = 1};

    hall_prepare(hall, ROWS);
    hall_convene(hall);
    hall_enrol_scrutineers(hall);
    hall_do_key_start(hall);
    stored_hall_feed(f->hall);
    for (uint32_t i = 0; i < 2; i++) {
        hall_draft_commit(hall, i + 1);
        hall_sign(hall, HALL_BY(HALL_SCRUTINEER(i + 1)));
        f->hall->notes[i] = keep_note(f, i);
    }
    start(f, (struct proof_prover){count_proofs, &counting});
    step_all(f, 2);
    assert_int_equal(counting.proofs, 2);
    assert_refused(f->hall->outcomes[0].refusal, REFUSED_NOTHING);
    assert_refused(f->hall->outcomes[1].refusal, REFUSED_NOTHING);
}

static void
what_has_only_signatures_is_not_proved_again(void **state)
{
    struct fixture *f = *state;
    struct counting counting = {.verdict = REFUSED_SIGNATURE, .only = 1};

    begin(f);
    for (uint32_t i = 0; i < 2; i++) {
        hall_draft_post(f->hall->hall, (struct post){POST_SEAT, i + 1});
        hall_sign(f->hall->hall, HALL_BY(HALL_CHAIR));
        f->hall->notes[i] = keep_note(f, i);
    }
    start(f, (struct proof_prover){count_proofs, &counting});
    step_all(f, 2);
    assert_int_equal(counting.proofs, 2);
    assert_refused(f->hall->outcomes[0].refusal, REFUSED_NOTHING);
    assert_refused(f->hall->outcomes[1].refusal, REFUSED_SIGNATURE);
}

/* Up to an open secret paper; the log has it all. */
static struct event_ref
open_paper(struct fixture *f)
{
    struct hall *hall = f->hall->hall;
    struct event_ref paper;
    struct event_ref open;

    paper = hall_prepare(hall, ROWS);
    hall_convene(hall);
    hall_lock(hall);
    open = hall_do_open(hall, paper);
    stored_hall_feed(f->hall);
    return open;
}

/* A ballot of this seat, which has seen nothing of the others. */
static void
make_cast(struct fixture *f, struct event_ref open, size_t i, unsigned seat,
          uint8_t choice, bool spoiled)
{
    const uint8_t choices[ROWS] = {choice, choice};
    struct event *cast = hall_draft_cast(f->hall->hall, open, seat, choices);

    if (spoiled)
        cast->cast.ballot[cast->cast.ballot_len - 32] ^= 1;
    hall_sign(f->hall->hall, HALL_BY(HALL_SEAT(seat)));
    f->hall->notes[i] = keep_note(f, i);
}

static void
ballots_that_wait_together_are_proved_at_once_and_judged_in_order(void **state)
{
    struct fixture *f = *state;
    struct counting counting = {.verdict = REFUSED_BALLOT_PROOF, .only = 3};
    struct event_ref open = open_paper(f);
    const struct log_outcome *outcomes = f->hall->outcomes;

    make_cast(f, open, 0, 1, 0, false);
    make_cast(f, open, 1, 2, 1, true); /* its proof does not hold */
    make_cast(f, open, 2, 2, 1, false);
    make_cast(f, open, 3, 3, 2, false); /* the prover says no */
    make_cast(f, open, 4, 2, 0, false); /* of the same seat, a second first */
    make_cast(f, open, 5, 4, 0, false);
    start(f, (struct proof_prover){count_proofs, &counting});
    step_all(f, 6);
    assert_int_equal(counting.calls, 1);
    assert_int_equal(counting.proofs, 6);
    assert_refused(outcomes[0].refusal, REFUSED_NOTHING);
    assert_refused(outcomes[1].refusal, REFUSED_BALLOT_PROOF);
    assert_refused(outcomes[2].refusal, REFUSED_NOTHING);
    assert_refused(outcomes[3].refusal, REFUSED_BALLOT_PROOF);
    assert_refused(outcomes[4].refusal, REFUSED_VOTED);
    assert_refused(outcomes[5].refusal, REFUSED_NOTHING);
    assert_int_equal(outcomes[0].index, f->hall->fed);
    assert_int_equal(outcomes[2].index, f->hall->fed + 1);
    assert_int_equal(outcomes[5].index, f->hall->fed + 2);
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(what_was_not_stored_is_refused_and_can_be_sent_again),
        WITH_LOG(what_is_there_after_a_failed_commit_gets_its_receipt),
        WITH_LOG(what_nobody_knows_is_not_answered_until_it_is_known),
        WITH_LOG(a_refusal_that_knew_of_what_was_not_stored_is_taken_back),
        WITH_LOG(a_copy_that_cannot_be_written_stops_the_next_step),
        WITH_LOG(what_may_be_in_the_log_is_not_refused_when_it_cannot_be_read),
        WITH_LOG(a_clock_that_is_behind_repeats_the_last_time_for_two_minutes),
        WITH_LOG(what_is_in_the_log_keeps_its_place_whatever_the_clock_says),
        WITH_LOG(what_may_be_proved_is_handed_over_at_once),
        WITH_LOG(the_provers_no_is_a_refusal),
        WITH_LOG(others_are_proved_again_when_the_state_has_moved_on),
        WITH_LOG(what_has_only_signatures_is_not_proved_again),
        WITH_LOG(
            ballots_that_wait_together_are_proved_at_once_and_judged_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
