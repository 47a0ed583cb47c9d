/*
 * Goal: all that waits goes into the log in one step and is published before
 * it is answered; the queues are bounded; and nothing that was queued is left
 * without an answer.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "crypto/tlog_proof.h"
#include "tests/support/bad_disk.h"
#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/server/committer.h"

enum { SEATS = 12, VOTERS = SEATS - 1, FOR_EVER = 100000 };

struct fixture {
    struct stored_hall *stored;
    struct bad_disk *disk;
    struct committer *committer;
    struct published *now;
    sem_t woken;
    struct event_ref open;
    size_t note_count;
    char *notes[SEATS + 8];
    size_t done; /* jobs, as they were collected */
};

/* An intake of one note, and what is told of it. */
struct one {
    struct intake intake; /* first, so that one is the other */
    struct fixture *f;
    struct span note;
    struct intake_result result;
};

static void
wake(void *context)
{
    struct fixture *f = context;

    sem_post(&f->woken);
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct event_ref paper;

    assert_non_null(f);
    f->disk = bad_disk_install();
    f->now = calloc(1, sizeof *f->now);
    assert_non_null(f->now);
    assert_int_equal(sem_init(&f->woken, 0, 0), 0);
    f->stored = stored_hall_new(SEATS);
    paper = hall_prepare(f->stored->hall, 1);
    hall_convene(f->stored->hall);
    hall_lock(f->stored->hall);
    f->open = hall_do_open(f->stored->hall, paper);
    stored_hall_feed(f->stored);
    assert_ok(committer_open(
        &f->committer, &(struct committer_options){f->stored->log, wake, f}));
    assert_true(committer_published(f->committer, f->now));
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    bad_disk_mend();
    committer_close(f->committer);
    stored_hall_free(f->stored);
    for (size_t i = 0; i < f->note_count; i++)
        free(f->notes[i]);
    sem_destroy(&f->woken);
    free(f->now);
    free(f);
    return 0;
}

/* Collects until this many jobs are done in all. */
static void
collect(struct fixture *f, size_t count)
{
    while (f->done < count) {
        sem_wait(&f->woken);
        committer_published(f->committer, f->now);
        f->done += committer_collect(f->committer);
    }
    assert_int_equal(f->done, count);
}

static struct span
keep_note(struct fixture *f)
{
    struct hall *h = f->stored->hall;
    char **note = &f->notes[f->note_count++];

    *note = malloc(h->note_len);
    assert_non_null(*note);
    memcpy(*note, h->note, h->note_len);
    return span_of(*note, h->note_len);
}

static struct span
make_ballot(struct fixture *f, unsigned seat)
{
    hall_draft_cast(f->stored->hall, f->open, seat, &(uint8_t){0});
    hall_sign(f->stored->hall, HALL_BY(HALL_SEAT(seat)));
    return keep_note(f);
}

static void
one_done(struct committer_job *job)
{
    struct one *one = (struct one *)job;

    /* What is answered is published already. */
    committer_published(one->f->committer, one->f->now);
    if (!one->intake.error && !one->result.refusal) {
        struct tlog_proof proof;

        assert_ok(tlog_proof_parse(&proof, one->result.bytes));
        assert_true(proof.index < one->f->now->size);
    }
}

static enum err
submit(struct fixture *f, struct one *one, struct span note)
{
    *one = (struct one){.f = f, .note = note};
    one->intake.job.done = one_done;
    one->intake.notes = &one->note;
    one->intake.count = 1;
    one->intake.results = &one->result;
    return committer_submit(f->committer, &one->intake);
}

/* ---- A reading that waits -------------------------------------------------*/

struct barrier {
    struct reading reading; /* first, so that one is the other */
    sem_t begun;
    sem_t go_on;
    uint64_t size;
};

static void
barrier_read(struct reading *reading, struct log *log,
             const struct published *now)
{
    struct barrier *b = (struct barrier *)reading;

    b->size = now ? now->size : log_size(log);
    sem_post(&b->begun);
    sem_wait(&b->go_on);
}

static void
nothing_done(struct committer_job *job)
{
    (void)job;
}

/* From now on the committer waits. */
static void
barrier_shut(struct fixture *f, struct barrier *b)
{
    *b = (struct barrier){
        .reading = {.job.done = nothing_done, .read = barrier_read}};
    assert_int_equal(sem_init(&b->begun, 0, 0), 0);
    assert_int_equal(sem_init(&b->go_on, 0, 0), 0);
    assert_ok(committer_read(f->committer, &b->reading));
    sem_wait(&b->begun);
}

static void
barrier_open(struct barrier *b)
{
    sem_post(&b->go_on);
}

/* ---- Steps ----------------------------------------------------------------*/

static void
what_waits_goes_in_together_and_is_published_once(void **state)
{
    struct fixture *f = *state;
    struct one ones[VOTERS];
    struct barrier barrier;
    uint64_t version = f->now->version;

    barrier_shut(f, &barrier);
    for (unsigned i = 0; i < VOTERS; i++)
        assert_ok(submit(f, &ones[i], make_ballot(f, i + 1)));
    barrier_open(&barrier);
    collect(f, VOTERS + 1);
    assert_int_equal(f->now->size, f->stored->fed + VOTERS);
    assert_int_equal(f->now->version, version + 1);
    assert_int_equal(f->now->stage, f->stored->fed);
    for (unsigned i = 0; i < VOTERS; i++) {
        assert_ok(ones[i].intake.error);
        assert_refused(ones[i].result.refusal, REFUSED_NOTHING);
        free(ones[i].intake.bytes);
    }
}

static void
a_receipt_is_that_of_the_log(void **state)
{
    struct fixture *f = *state;
    char *bytes = malloc(LOG_RECEIPT_MAX);
    struct text_writer w;
    struct one one;

    assert_non_null(bytes);
    for (unsigned again = 0; again < 2; again++) {
        assert_ok(submit(f, &one, make_ballot(f, 3)));
        collect(f, again + 1);
        assert_ok(one.intake.error);
        text_writer_start(&w, bytes, LOG_RECEIPT_MAX);
        assert_ok(log_receipt(f->stored->log, &w, f->stored->fed));
        assert_true(span_eq(one.result.bytes, text_writer_written(&w)));
        free(one.intake.bytes);
    }
    free(bytes);
}

static void
another_event_moves_the_stage(void **state)
{
    struct fixture *f = *state;
    struct hall *h = f->stored->hall;
    struct one ones[3];
    struct barrier barrier;

    assert_int_equal(f->now->stage, f->stored->fed);
    barrier_shut(f, &barrier);
    assert_ok(submit(f, &ones[0], make_ballot(f, 1)));
    hall_draft(h, EVENT_ANNOUNCE)->announce.open = f->open;
    h->draft->announce.what = 1;
    hall_sign(h, HALL_BY(HALL_CHAIR));
    assert_ok(submit(f, &ones[1], keep_note(f)));
    assert_ok(submit(f, &ones[2], make_ballot(f, 2)));
    barrier_open(&barrier);
    collect(f, 4);
    assert_int_equal(f->now->size, f->stored->fed + 3);
    assert_int_equal(f->now->stage, f->stored->fed + 2);
    for (unsigned i = 0; i < 3; i++)
        free(ones[i].intake.bytes);
}

static void
a_reading_sees_what_is_published(void **state)
{
    struct fixture *f = *state;
    struct barrier barrier;
    struct one one;

    assert_ok(submit(f, &one, make_ballot(f, 1)));
    collect(f, 1);
    barrier_shut(f, &barrier);
    assert_int_equal(barrier.size, f->now->size);
    barrier_open(&barrier);
    collect(f, 2);
    free(one.intake.bytes);
}

/* ---- Bounds ---------------------------------------------------------------*/

static void
more_work_than_can_be_done_soon_is_turned_away(void **state)
{
    enum { MANY = 400, NOTE = 60000 };
    struct fixture *f = *state;
    struct one *ones = calloc(MANY, sizeof *ones);
    char *text = calloc(1, NOTE);
    struct committer_load load;
    struct barrier barrier;
    size_t taken = 0;

    assert_true(ones && text);
    barrier_shut(f, &barrier);
    while (taken < MANY && !submit(f, &ones[taken], span_of(text, NOTE)))
        taken++;
    committer_load(f->committer, &load);
    assert_in_range(taken, 2, MANY - 1);
    assert_int_equal(load.notes, taken);
    assert_in_range(load.work_us, 1, COMMITTER_WORK_US);
    barrier_open(&barrier);
    collect(f, taken + 1);
    for (size_t i = 0; i < taken; i++) {
        assert_ok(ones[i].intake.error);
        assert_refused(ones[i].result.refusal, REFUSED_FORM);
        free(ones[i].intake.bytes);
    }
    /* Nothing is left of it. */
    assert_ok(submit(f, &ones[0], span_of(text, NOTE)));
    collect(f, taken + 2);
    free(ones[0].intake.bytes);
    free(text);
    free(ones);
}

static void
too_many_readings_are_turned_away(void **state)
{
    struct fixture *f = *state;
    struct barrier barrier;
    struct barrier *more = calloc(COMMITTER_READINGS_MAX + 1, sizeof *more);
    size_t taken;

    assert_non_null(more);
    barrier_shut(f, &barrier);
    for (taken = 0; taken <= COMMITTER_READINGS_MAX; taken++) {
        more[taken].reading.job.done = nothing_done;
        more[taken].reading.read = barrier_read;
        sem_init(&more[taken].begun, 0, 0);
        sem_init(&more[taken].go_on, 0, 1);
        if (committer_read(f->committer, &more[taken].reading))
            break;
    }
    assert_int_equal(taken, COMMITTER_READINGS_MAX);
    barrier_open(&barrier);
    collect(f, taken + 1);
    free(more);
}

/* ---- Ends -----------------------------------------------------------------*/

static void
stopping_answers_what_was_queued_and_takes_no_more(void **state)
{
    struct fixture *f = *state;
    struct one ones[VOTERS];
    struct one late;

    for (unsigned i = 0; i < VOTERS; i++)
        assert_ok(submit(f, &ones[i], make_ballot(f, i + 1)));
    committer_stop(f->committer);
    f->done += committer_collect(f->committer);
    assert_int_equal(f->done, VOTERS);
    for (unsigned i = 0; i < VOTERS; i++) {
        assert_ok(ones[i].intake.error);
        free(ones[i].intake.bytes);
    }
    assert_err(submit(f, &late, span_text("late\n")), ERR_STATE);
    assert_int_equal(log_size(f->stored->log), f->stored->fed + VOTERS);
}

static void
what_is_unknown_is_neither_acknowledged_nor_refused(void **state)
{
    struct fixture *f = *state;
    uint64_t version;
    struct one one;
    struct span ballot;

    assert_ok(submit(f, &one, make_ballot(f, 1)));
    collect(f, 1);
    free(one.intake.bytes);
    version = f->now->version;
    ballot = make_ballot(f, 2);
    f->disk->bad_syncs = FOR_EVER;
    assert_ok(submit(f, &one, ballot));
    collect(f, 2);
    assert_err(one.intake.error, ERR_IO);
    assert_null(one.intake.bytes);
    assert_int_equal(f->now->fault, LOG_FAULT_STORE);
    assert_int_equal(f->now->size, f->stored->fed + 1);
    assert_int_equal(f->now->version, version + 1);
    assert_ok(submit(f, &one, ballot));
    collect(f, 3);
    assert_err(one.intake.error, ERR_STATE);
    assert_int_equal(one.intake.fault, LOG_FAULT_STORE);
    bad_disk_mend();
    assert_ok(submit(f, &one, ballot));
    collect(f, 4);
    assert_ok(one.intake.error);
    assert_refused(one.result.refusal, REFUSED_NOTHING);
    assert_int_equal(f->now->fault, LOG_SOUND);
    assert_int_equal(f->now->size, f->stored->fed + 2);
    free(one.intake.bytes);
}

static void
a_disk_that_is_back_is_found_without_a_submission(void **state)
{
    struct fixture *f = *state;
    struct span ballot = make_ballot(f, 1);
    struct one one;

    f->disk->bad_syncs = FOR_EVER;
    assert_ok(submit(f, &one, ballot));
    collect(f, 1);
    assert_err(one.intake.error, ERR_IO);
    assert_int_equal(f->now->fault, LOG_FAULT_STORE);
    bad_disk_mend();
    while (f->now->fault) {
        sem_wait(&f->woken);
        committer_published(f->committer, f->now);
    }
    /* What it was about is there once or not at all. */
    assert_in_range(f->now->size, f->stored->fed, f->stored->fed + 1);
    assert_ok(submit(f, &one, ballot));
    collect(f, 2);
    assert_ok(one.intake.error);
    assert_refused(one.result.refusal, REFUSED_NOTHING);
    assert_int_equal(f->now->size, f->stored->fed + 1);
    free(one.intake.bytes);
}

static void
a_log_that_is_wrong_is_not_tried_again(void **state)
{
    struct fixture *f = *state;
    struct barrier barrier;
    struct one one;

    /* On the committer's thread, as a witness's word would be. */
    barrier_shut(f, &barrier);
    log_stop(f->stored->log, LOG_FAULT_WITNESS);
    barrier_open(&barrier);
    f->disk->bad_syncs = FOR_EVER;
    assert_ok(submit(f, &one, make_ballot(f, 1)));
    collect(f, 2);
    assert_err(one.intake.error, ERR_STATE);
    assert_int_equal(f->now->fault, LOG_FAULT_WITNESS);
    bad_disk_mend();
    assert_ok(submit(f, &one, make_ballot(f, 2)));
    collect(f, 3);
    assert_err(one.intake.error, ERR_STATE);
    assert_int_equal(f->now->fault, LOG_FAULT_WITNESS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_waits_goes_in_together_and_is_published_once),
        TEST(a_receipt_is_that_of_the_log),
        TEST(another_event_moves_the_stage),
        TEST(a_reading_sees_what_is_published),
        TEST(more_work_than_can_be_done_soon_is_turned_away),
        TEST(too_many_readings_are_turned_away),
        TEST(stopping_answers_what_was_queued_and_takes_no_more),
        TEST(what_is_unknown_is_neither_acknowledged_nor_refused),
        TEST(a_disk_that_is_back_is_found_without_a_submission),
        TEST(a_log_that_is_wrong_is_not_tried_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
