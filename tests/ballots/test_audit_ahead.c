/*
 * Goal: a log that is verified ahead, in slices while it grows, is bound to the
 * checkpoint of its close: who shows one history while a vote is open and
 * another afterwards is found out, nothing is a finding before the end, and
 * what is kept does not grow by the ballots' bytes.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "ballots/audit.h"
#include "tests/support/audited.h"
#include "tests/support/hall.h"

enum {
    SEATS = 9,
    ROWS = 1,
    PARTS_MAX = 512,
    CROWD = 256,
    SLICE = 64,
    OTHERS = 2
};

/* ---- A log, part by part --------------------------------------------------*/

struct parts {
    size_t count;
    size_t checkpoint; /* which of them */
    struct bundle_part part[PARTS_MAX];
    char *bytes[PARTS_MAX]; /* theirs */
};

static struct parts *
parts_of(struct hall *h)
{
    const struct hall_bundle_options members = {.members = true};
    struct parts *p = calloc(1, sizeof *p);
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;
    size_t len;
    char *bundle = hall_bundle(h, &members, &len);
    struct span input = span_of(bundle, len);

    assert_non_null(p);
    assert_non_null(buffer);
    bundle_reader_start(&reader, buffer);
    while (input.len > 0) {
        struct bundle_part part;
        char **copy = p->bytes + p->count;

        assert_ok(bundle_read(&reader, &part, &input));
        if (part.kind == BUNDLE_NONE)
            continue;
        assert_true(p->count < PARTS_MAX);
        *copy = malloc(part.bytes.len + 1);
        assert_non_null(*copy);
        if (part.bytes.len > 0) /* the last part has none */
            memcpy(*copy, part.bytes.ptr, part.bytes.len);
        if (part.kind == BUNDLE_CHECKPOINT)
            p->checkpoint = p->count;
        p->part[p->count++] =
            (struct bundle_part){part.kind, span_of(*copy, part.bytes.len)};
    }
    free(buffer);
    free(bundle);
    return p;
}

static void
parts_free(struct parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->bytes[i]);
    free(p);
}

/* Where entry number `entry` stands among them; behind the last: their end. */
static size_t
place_of(const struct parts *p, size_t entry)
{
    size_t seen = 0;

    for (size_t i = 0; i < p->count; i++)
        if (p->part[i].kind == BUNDLE_ENTRY && seen++ == entry)
            return i;
    return p->count;
}

/* Hands in the entries from one on up to before another, and their texts. */
static void
feed(struct audit *a, const struct parts *p, size_t from, size_t to)
{
    for (size_t i = place_of(p, from); i < place_of(p, to); i++)
        if (i != p->checkpoint)
            assert_ok(audit_take(a, &p->part[i]));
}

static void
finish_with(struct audit *a, const struct parts *p)
{
    assert_ok(audit_take(a, &p->part[p->checkpoint]));
    assert_ok(audit_finish(a));
}

/* ---- A vote ---------------------------------------------------------------*/

static struct event_ref
opened_vote(struct hall *h)
{
    const struct event_ref paper = hall_prepare(h, ROWS);

    hall_convene(h);
    hall_lock(h);
    return hall_do_open(h, paper);
}

/* All seats but the last vote; one of them something else, and one not. */
static struct hall *
voted(unsigned other, unsigned absent)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref open;

    open = opened_vote(h);
    for (unsigned seat = 1; seat < SEATS; seat++) {
        const uint8_t choices[ROWS] = {seat == other};

        if (seat != absent)
            hall_do_cast(h, open, seat, choices);
    }
    hall_do_close(h, open);
    return h;
}

/* Entries of the vote: ballots, last call and close come last. */
static size_t
opened(const struct hall *h)
{
    return h->entry_count - (SEATS - 1) - 2;
}

static struct audit *
begin(struct heap *heap, struct proof_batch *batch)
{
    struct audit *a;

    *batch = (struct proof_batch){{7}, heap_memory(heap)};
    assert_ok(audit_new(&a, heap_memory(heap)));
    audit_prove_by(a, (struct proof_prover){proof_batch_prove, batch});
    return a;
}

/* Nothing that could be taken for a verdict. */
static void
expect_nothing_said(const struct audit *a)
{
    struct audit_pin pin;

    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++)
        audited_expect(a, n, AUDIT_NOT_REACHED);
    assert_false(audit_passed(a));
    assert_err(audit_make_pin(a, &pin), ERR_STATE);
}

/* ---- Tests ----------------------------------------------------------------*/

static void
what_was_verified_ahead_is_found_good_at_the_end(void **state)
{
    (void)state;
    struct hall *h = voted(0, 0);
    struct parts *p = parts_of(h);
    struct heap heap = {0};
    struct proof_batch batch;
    struct audit *a = begin(&heap, &batch);
    struct audit_pin pin;

    for (size_t at = 0; at < h->entry_count; at += 3) {
        feed(a, p, at, at + 3 < h->entry_count ? at + 3 : h->entry_count);
        assert_ok(audit_serve(a));
        assert_int_equal(conference_size(audit_conference(a)), audit_size(a));
        expect_nothing_said(a);
    }
    assert_err(audit_finish(a), ERR_STATE); /* without a checkpoint */
    expect_nothing_said(a);
    finish_with(a, p);
    assert_true(audit_passed(a));
    assert_ok(audit_make_pin(a, &pin));
    assert_int_equal(pin.size, h->entry_count);
    audit_free(a);
    assert_int_equal(heap.in_use, 0);
    parts_free(p);
    hall_free(h);
}

/*
 * One history up to an entry, verified ahead, and what comes then of another,
 * with the checkpoint that the log's own key has signed for that.
 */
static void
expect_caught(const struct parts *open, size_t ahead,
              const struct parts *closed, size_t from, size_t to)
{
    struct heap heap = {0};
    struct proof_batch batch;
    struct audit *a = begin(&heap, &batch);
    const struct audit_check *check;
    struct audit_pin pin;

    for (size_t at = 0; at < ahead; at++) {
        feed(a, open, at, at + 1);
        if (at % 5 == 4)
            assert_ok(audit_serve(a));
    }
    assert_false(audit_has_ended(a));
    feed(a, closed, from, to);
    finish_with(a, closed);
    check = audit_finding(a, 1);
    assert_int_equal(check->verdict, AUDIT_FAILED);
    assert_refused(check->why, REFUSED_ROOT);
    audited_expect(a, 2, AUDIT_NOT_REACHED);
    assert_false(audit_passed(a));
    assert_err(audit_make_pin(a, &pin), ERR_STATE);
    audit_free(a);
    assert_int_equal(heap.in_use, 0);
}

static void
another_history_at_the_close_is_caught(void **state)
{
    (void)state;
    struct hall *h = voted(0, 0);
    struct hall *others[OTHERS] = {voted(3, 0), voted(0, 3)};
    struct parts *p = parts_of(h);
    const size_t first = opened(h);

    for (size_t i = 0; i < OTHERS; i++) {
        struct parts *q = parts_of(others[i]);
        const size_t size = others[i]->entry_count;

        /* A ballot changed or left out, before or after what was verified. */
        for (size_t ahead = first + 3; ahead < first + SEATS - 1; ahead += 2)
            expect_caught(p, ahead, q, ahead, size);
        /* All is as it was shown, and something else is signed. */
        expect_caught(p, h->entry_count, q, size, size);
        /* What comes behind is the log's, and what was shown ahead is not. */
        expect_caught(q, size - 2, p, size - 2, h->entry_count);
        expect_caught(q, size, p, size, h->entry_count);
        parts_free(q);
        hall_free(others[i]);
    }
    /* One entry is left out, given twice, or not there in the end. */
    expect_caught(p, first + 4, p, first + 5, h->entry_count);
    expect_caught(p, first + 4, p, first + 3, h->entry_count);
    expect_caught(p, h->entry_count - 1, p, h->entry_count, h->entry_count);
    parts_free(p);
    hall_free(h);
}

static void
the_same_history_is_not_caught(void **state)
{
    (void)state;
    struct hall *h = voted(3, 0);
    struct hall *again = voted(3, 0);
    struct parts *p = parts_of(h);
    struct parts *q = parts_of(again);
    struct heap heap = {0};
    struct proof_batch batch;
    struct audit *a = begin(&heap, &batch);

    feed(a, p, 0, opened(h) + 4);
    assert_ok(audit_serve(a));
    feed(a, q, opened(h) + 4, h->entry_count);
    finish_with(a, q);
    assert_true(audit_passed(a));
    audit_free(a);
    parts_free(p);
    parts_free(q);
    hall_free(h);
    hall_free(again);
}

/* A ballot of whose proof one bit is another, logged by a dishonest server. */
static void
force_a_bad_ballot(struct hall *h, struct event_ref open)
{
    static const uint8_t choices[ROWS] = {0};
    struct event *e = hall_draft_cast(h, open, 2, choices);

    e->cast.ballot[e->cast.ballot_len - 1] ^= 1;
    hall_sign(h, HALL_BY(HALL_SEAT(2)));
    hall_force(h);
}

static void
a_bad_ballot_is_named_at_the_end_and_not_before(void **state)
{
    (void)state;
    static const uint8_t choices[ROWS] = {0};
    struct hall *h = hall_new(SEATS);
    struct heap heap = {0};
    struct proof_batch batch;
    struct audit *a = begin(&heap, &batch);
    const struct audit_check *check;
    struct event_ref open;
    struct parts *p;

    open = opened_vote(h);
    hall_do_cast(h, open, 1, choices);
    force_a_bad_ballot(h, open);
    p = parts_of(h);
    feed(a, p, 0, h->entry_count - 1);
    assert_ok(audit_serve(a));
    assert_false(audit_has_ended(a));
    feed(a, p, h->entry_count - 1, h->entry_count);
    assert_ok(audit_serve(a));
    assert_true(audit_has_ended(a));
    assert_int_equal(conference_size(audit_conference(a)), h->entry_count - 1);
    expect_nothing_said(a);
    finish_with(a, p);
    audited_expect(a, 1, AUDIT_PASSED);
    check = audit_finding(a, 10);
    assert_int_equal(check->verdict, AUDIT_FAILED);
    assert_int_equal(check->entry, h->entry_count - 1);
    assert_false(audit_passed(a));
    audit_free(a);
    parts_free(p);
    hall_free(h);
}

/* Says yes, and counts what it was asked. */
static void
say_yes(void *context, struct proof_item *items, size_t count)
{
    size_t *casts = context;

    for (size_t i = 0; i < count; i++) {
        *casts += items[i].event->type == EVENT_CAST;
        items[i].refusal = REFUSED_NOTHING;
    }
}

static void
after_the_close_only_the_last_entries_are_left_to_prove(void **state)
{
    (void)state;
    static const uint8_t choices[ROWS] = {0};
    struct hall *h = hall_new(CROWD + 1);
    struct heap heap = {0};
    struct event_ref open;
    size_t casts = 0;
    size_t ahead;
    size_t before;
    struct audit *a;

    h->timed = true; /* what ballots prove is not what is asked here */
    open = opened_vote(h);
    assert_ok(audit_new(&a, heap_memory(&heap)));
    audit_prove_by(a, (struct proof_prover){say_yes, &casts});
    ahead = 0;
    before = 0;
    for (unsigned seat = 1; seat <= CROWD; seat++) {
        hall_do_cast(h, open, seat, choices);
        if (h->entry_count - ahead < SLICE)
            continue;
        for (; ahead < h->entry_count; ahead++)
            assert_ok(audit_take(
                a, &(struct bundle_part){BUNDLE_ENTRY,
                                         span_of(h->entries[ahead].bytes,
                                                 h->entries[ahead].len)}));
        assert_ok(audit_serve(a));
        assert_int_equal(conference_size(audit_conference(a)), ahead);
        if (before == 0)
            before = heap.in_use;
    }
    assert_in_range(casts, CROWD - SLICE, CROWD);
    assert_true(ahead + SLICE > h->entry_count);
    /* A cast is 880 bytes and more; what is kept of it is a tenth. */
    assert_true(heap.in_use - before < (size_t)CROWD * 256);
    audit_free(a);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_verified_ahead_is_found_good_at_the_end),
        cmocka_unit_test(another_history_at_the_close_is_caught),
        cmocka_unit_test(the_same_history_is_not_caught),
        cmocka_unit_test(a_bad_ballot_is_named_at_the_end_and_not_before),
        cmocka_unit_test(
            after_the_close_only_the_last_entries_are_left_to_prove),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
