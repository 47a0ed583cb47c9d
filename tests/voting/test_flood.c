/*
 * Goal: no member can fill the log by themselves, and none is kept waiting for
 * what others do, nor for a ballot.
 */
#include <stdlib.h>

#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/log/flood.h"

enum { SEATS = 7, NOW_S = 1000000 };

/* ---- The count itself -----------------------------------------------------*/

struct fixture {
    struct flood *flood;
    struct event *event;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    assert_ok(flood_new(&f->flood));
    f->event = calloc(1, sizeof *f->event);
    assert_non_null(f->event);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    flood_free(f->flood);
    free(f->event);
    free(f);
    return 0;
}

static const struct event *
by(struct fixture *f, enum event_type type, uint32_t seat)
{
    f->event->type = type;
    f->event->signer_count = 1;
    f->event->signers[0].post = (struct post){POST_SEAT, seat};
    return f->event;
}

static void
so_much_may_come_in_ten_minutes_and_then_more(void **state)
{
    struct fixture *f = *state;
    const struct event *e = by(f, EVENT_LEAVE, 3);

    for (uint64_t i = 0; i < FLOOD_ENTRIES_MAX; i++) {
        assert_refused(flood_look(f->flood, e, NOW_S + i), REFUSED_NOTHING);
        flood_note(f->flood, e, NOW_S + i);
    }
    assert_refused(flood_look(f->flood, e, NOW_S + FLOOD_ENTRIES_MAX),
                   REFUSED_BUSY);
    assert_refused(flood_look(f->flood, e, NOW_S + FLOOD_WINDOW_S - 1),
                   REFUSED_BUSY);
    /* One for each that is ten minutes ago. */
    assert_refused(flood_look(f->flood, e, NOW_S + FLOOD_WINDOW_S),
                   REFUSED_NOTHING);
    flood_note(f->flood, e, NOW_S + FLOOD_WINDOW_S);
    assert_refused(flood_look(f->flood, e, NOW_S + FLOOD_WINDOW_S),
                   REFUSED_BUSY);
    assert_refused(flood_look(f->flood, e, NOW_S + FLOOD_WINDOW_S + 1),
                   REFUSED_NOTHING);
}

static void
what_others_do_and_what_a_conference_needs_is_not_counted(void **state)
{
    static const enum event_type free_types[] = {
        EVENT_CAST, EVENT_ENROL, EVENT_SHARE, EVENT_SIGN_OFF, EVENT_REPLY,
    };
    struct fixture *f = *state;

    for (unsigned i = 0; i < FLOOD_ENTRIES_MAX; i++)
        flood_note(f->flood, by(f, EVENT_OBJECTION, 3), NOW_S);
    assert_refused(flood_look(f->flood, by(f, EVENT_PRESENT, 3), NOW_S),
                   REFUSED_BUSY);
    assert_refused(flood_look(f->flood, by(f, EVENT_PRESENT, 4), NOW_S),
                   REFUSED_NOTHING);
    /* The same bucket. */
    assert_refused(flood_look(f->flood, by(f, EVENT_PRESENT, 3 + 1024), NOW_S),
                   REFUSED_NOTHING);
    for (size_t i = 0; i < sizeof free_types / sizeof *free_types; i++)
        assert_refused(flood_look(f->flood, by(f, free_types[i], 3), NOW_S),
                       REFUSED_NOTHING);
    /* A desk and a second officer. */
    (void)by(f, EVENT_PRESENT, 3);
    f->event->signer_count = 2;
    assert_refused(flood_look(f->flood, f->event, NOW_S), REFUSED_NOTHING);
}

static void
a_statements_text_has_a_bound(void **state)
{
    static const enum event_type types[] = {EVENT_INCIDENT, EVENT_COMPLAINT,
                                            EVENT_OBJECTION};
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        (void)by(f, types[i], 3);
        f->event->statement.text.length = FLOOD_TEXT_MAX;
        assert_refused(flood_look(f->flood, f->event, NOW_S), REFUSED_NOTHING);
        f->event->statement.text.length = FLOOD_TEXT_MAX + 1;
        assert_refused(flood_look(f->flood, f->event, NOW_S),
                       REFUSED_TOO_LARGE);
        f->event->statement.text.length = 1;
    }
    (void)by(f, EVENT_COMPLAINT, 3);
    f->event->statement.refusal.length = FLOOD_TEXT_MAX + 1;
    assert_refused(flood_look(f->flood, f->event, NOW_S), REFUSED_TOO_LARGE);
}

/* ---- In a log -------------------------------------------------------------*/

static void
a_member_who_comes_and_goes_all_the_time_is_told_to_wait(void **state)
{
    struct stored_hall *f = stored_hall_new(SEATS);
    struct hall *h = f->hall;
    size_t first;

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    stored_hall_feed(f);
    hall_wait(h, 1);
    stored_hall_open(f);
    first = h->entry_count;
    for (unsigned i = 0; i < FLOOD_ENTRIES_MAX / 2; i++) {
        hall_do_leave(h, 2);
        hall_do_present(h, 2);
    }
    hall_do_leave(h, 3);
    hall_do_leave(h, 2);
    assert_int_equal(h->entries[first].time_s, h->time_s);
    for (size_t i = first; i < h->entry_count - 1; i++)
        assert_refused(stored_hall_submit(f, stored_hall_note(f, i))->refusal,
                       REFUSED_NOTHING);
    assert_refused(
        stored_hall_submit(f, stored_hall_note(f, h->entry_count - 1))->refusal,
        REFUSED_BUSY);
    assert_true(f->outcomes[0].note_len > 0);
    /* What is in the log already still gets its receipt. */
    assert_refused(
        stored_hall_submit(f, stored_hall_note(f, h->entry_count - 3))->refusal,
        REFUSED_NOTHING);
    assert_true(f->outcomes[0].again);
    stored_hall_free(f);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(so_much_may_come_in_ten_minutes_and_then_more),
        TEST(what_others_do_and_what_a_conference_needs_is_not_counted),
        TEST(a_statements_text_has_a_bound),
        cmocka_unit_test(
            a_member_who_comes_and_goes_all_the_time_is_told_to_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
