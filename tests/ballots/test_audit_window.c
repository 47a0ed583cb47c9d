/*
 * Goal: an audit whose entries wait proves ballots together even where each has
 * seen the one before, believes nothing that its prover was not asked about the
 * present state, and ends at the very entry that is wrong.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "ballots/audit.h"
#include "tests/support/audited.h"
#include "tests/support/hall.h"

enum { SEATS = 300, ROWS = 1 };

/* A divider that begins at the end, as other threads might. */
static void
each_backwards(void *context, void (*one)(void *work, size_t i), void *work,
               size_t count)
{
    size_t *calls = context;

    for (size_t i = count; i-- > 0;)
        one(work, i);
    *calls += count;
}

/* A prover that counts, and says no to one cast. */
struct counting {
    size_t calls;
    size_t casts;
    size_t largest; /* casts in one call */
    bool divided;   /* the rest by each_backwards, */
    size_t looks;   /* and for how many entries */
    unsigned seat;  /* whose casts are refused, or 0 */
};

static void
count_casts(void *context, struct proof_item *items, size_t count)
{
    struct counting *c = context;
    size_t casts = 0;

    c->calls++;
    for (size_t i = 0; i < count; i++) {
        const bool cast = items[i].event->type == EVENT_CAST;

        casts += cast;
        items[i].refusal =
            cast && c->seat && items[i].event->signers[0].post.number == c->seat
                ? REFUSED_BALLOT_PROOF
                : REFUSED_NOTHING;
    }
    c->casts += casts;
    c->largest = casts > c->largest ? casts : c->largest;
}

/* A hall in which all seats have cast one ballot, each after the other. */
static struct hall *
voted(bool last_counts, unsigned again)
{
    static const uint8_t choices[ROWS] = {0};
    struct hall *h = hall_new(SEATS + 1);
    struct event_ref open;
    struct event *paper;

    h->timed = true; /* what each of them proves is not what is asked here */
    hall_prepare(h, ROWS);
    hall_convene(h);
    hall_lock(h);
    paper = hall_draft_paper(h, "L1", ROWS, EVENT_SECRET);
    paper->paper.last_counts = last_counts;
    paper->paper.practice = true;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_do_open(h, hall_last(h));
    for (unsigned seat = 1; seat <= SEATS; seat++)
        hall_do_cast(h, open, seat, choices);
    for (unsigned seat = 1; seat <= again; seat++)
        hall_do_cast(h, open, seat, choices);
    return h;
}

static struct audit *
audit_with(struct heap *heap, struct hall *h, struct counting *c)
{
    const struct hall_bundle_options members = {.members = true};
    size_t len;
    char *bundle = hall_bundle(h, &members, &len);
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct span input = span_of(bundle, len);
    struct bundle_reader reader;
    struct audit *a;

    assert_non_null(buffer);
    assert_ok(audit_new(&a, heap_memory(heap)));
    audit_prove_by(a, (struct proof_prover){count_casts, c});
    if (c->divided)
        audit_divide_by(a, (struct audit_divider){each_backwards, &c->looks});
    bundle_reader_start(&reader, buffer);
    while (input.len > 0) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        assert_ok(audit_take(a, &part));
    }
    assert_ok(audit_finish(a));
    free(buffer);
    free(bundle);
    return a;
}

static void
ballots_that_saw_each_other_are_proved_together(void **state)
{
    struct hall *h = voted(false, 0);
    struct heap heap = {0};
    struct counting c = {0};
    struct audit *a = audit_with(&heap, h, &c);

    (void)state;
    assert_true(audit_passed(a));
    assert_int_equal(c.casts, SEATS); /* none of them twice */
    assert_in_range(c.largest, AUDIT_WINDOW / 2, AUDIT_WINDOW);
    audit_free(a);
    assert_int_equal(heap.in_use, 0);
    hall_free(h);
}

static void
a_divided_audit_finds_the_same(void **state)
{
    struct hall *h = voted(true, 40);
    struct heap heap = {0};
    struct counting c = {.divided = true};
    struct audit *a = audit_with(&heap, h, &c);

    (void)state;
    assert_true(audit_passed(a));
    assert_int_equal(c.casts, SEATS + 40);
    assert_true(c.looks >= h->entry_count);
    audit_free(a);
    hall_free(h);
}

static void
a_second_attempt_is_proved_once_the_first_has_been_replayed(void **state)
{
    struct hall *h = voted(true, 40);
    struct heap heap = {0};
    struct counting c = {0};
    struct audit *a = audit_with(&heap, h, &c);

    (void)state;
    assert_true(audit_passed(a));
    assert_int_equal(c.casts, SEATS + 40);
    audit_free(a);
    hall_free(h);
}

static void
the_provers_no_ends_the_replay_there(void **state)
{
    struct hall *h = voted(false, 0);
    const unsigned seats[] = {1, 2, 257, SEATS};

    (void)state;
    for (size_t i = 0; i < sizeof seats / sizeof *seats; i++) {
        struct heap heap = {0};
        struct counting c = {.seat = seats[i], .divided = i % 2 == 1};
        struct audit *a = audit_with(&heap, h, &c);
        const struct audit_check *check = audit_finding(a, 10);
        const uint32_t entry =
            (uint32_t)(h->entry_count - SEATS + seats[i] - 1);

        audited_expect(a, 10, AUDIT_FAILED);
        assert_refused(check->why, REFUSED_BALLOT_PROOF);
        assert_int_equal(check->entry, entry);
        assert_true(audit_has_ended(a));
        assert_int_equal(conference_size(audit_conference(a)), entry);
        assert_int_equal(audit_refused(a)->signers[0].post.number, seats[i]);
        assert_int_equal(audit_size(a), h->entry_count);
        audit_free(a);
        assert_int_equal(heap.in_use, 0);
    }
    hall_free(h);
}

/* Signs a paper that has seen the log with these changes. */
static void
sign_with_view(struct hall *h, uint64_t more, uint8_t flip)
{
    struct event *e = hall_draft_paper(h, "L2", ROWS, EVENT_SECRET);

    e->seen_size += more;
    e->seen_root.bytes[0] ^= flip;
    hall_sign(h, HALL_BY(HALL_CHAIR));
}

static void
a_false_view_of_the_log_ends_the_replay(void **state)
{
    static const struct {
        uint64_t more;
        uint8_t flip;
    } views[] = {{1, 0}, {0, 1}, {2, 1}};

    (void)state;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        struct hall *h = voted(false, 0);
        struct heap heap = {0};
        struct counting c = {.divided = i % 2 == 1};
        const struct audit_check *check;
        struct audit *a;

        sign_with_view(h, views[i].more, views[i].flip);
        hall_force(h);
        a = audit_with(&heap, h, &c);
        check = audit_finding(a, refusal_check(REFUSED_SEEN));
        assert_int_equal(check->verdict, AUDIT_FAILED);
        assert_refused(check->why, REFUSED_SEEN);
        assert_int_equal(check->entry, h->entry_count - 1);
        audit_free(a);
        hall_free(h);
    }
}

static void
asking_again_takes_nothing_that_was_not_logged_for_seen(void **state)
{
    struct hall *h = voted(false, 0);
    struct event *e = malloc(sizeof *e);
    struct admission *adm = malloc(sizeof *adm);

    (void)state;
    assert_non_null(e);
    assert_non_null(adm);
    for (uint64_t more = 0; more < 3; more++) {
        sign_with_view(h, more, 0);
        assert_refused(event_decode(e, span_of(h->note, h->note_len)),
                       REFUSED_NOTHING);
        assert_refused(event_check_again(h->conference, e, h->time_s, adm),
                       more ? REFUSED_SEEN : REFUSED_NOTHING);
    }
    free(adm);
    free(e);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ballots_that_saw_each_other_are_proved_together),
        cmocka_unit_test(
            a_second_attempt_is_proved_once_the_first_has_been_replayed),
        cmocka_unit_test(a_divided_audit_finds_the_same),
        cmocka_unit_test(the_provers_no_ends_the_replay_there),
        cmocka_unit_test(a_false_view_of_the_log_ends_the_replay),
        cmocka_unit_test(
            asking_again_takes_nothing_that_was_not_logged_for_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
