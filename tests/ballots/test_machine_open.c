/* Goal: no ballot opens unless every gate holds. */
#include <stdio.h>

#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, SECONDS_A_DAY = 86400 };

#define TWO_SCRUTINEERS HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2))

static void
refuse_open(struct hall *h, const char *what, struct event_ref paper,
            enum refusal want)
{
    hall_draft_open(h, paper);
    hall_refuse(h, what, want, HALL_BY(HALL_CHAIR));
}

static void
session_mark(struct hall *h, enum event_type type, const char *id)
{
    struct event *e = hall_draft(h, type);

    snprintf(e->mark.session, sizeof e->mark.session, "%s", id);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

static void
make_session(struct hall *h, const char *id)
{
    struct event *e = hall_draft(h, EVENT_SESSION);

    snprintf(e->session.id, sizeof e->session.id, "%s", id);
    e->session.term = 7;
    e->session.number = 2;
    e->session.title = hall_text(h, id, false);
    snprintf(e->session.date, sizeof e->session.date, "2026-09-01");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

static void
ceremony(struct hall *h, struct event *(*draft)(struct hall *, unsigned))
{
    for (unsigned i = 1; i <= HALL_SCRUTINEERS; i++) {
        draft(h, i);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
}

/* Everything that a secret ballot needs, one after the other. */
static void
a_secret_ballot_waits_for_each_gate_in_turn(void **state)
{
    static const enum event_settles settles[] = {EVENT_SETTLES_AGENDA,
                                                 EVENT_SETTLES_SCRUTINEERS,
                                                 EVENT_SETTLES_MEASURES};
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, 1);

    (void)state;
    refuse_open(h, "no session", paper, REFUSED_SESSION_NOT_RUNNING);
    hall_wait(h, UINT64_C(7) * SECONDS_A_DAY - 1);
    session_mark(h, EVENT_SESSION_START, HALL_SESSION);
    for (unsigned seat = 1; seat <= 4; seat++)
        hall_do_present(h, seat);
    refuse_open(h, "four of seven", paper, REFUSED_QUORUM);
    hall_do_present(h, 5);
    refuse_open(h, "a second too soon", paper, REFUSED_NOTICE);
    hall_wait(h, 1);
    refuse_open(h, "no ceremony", paper, REFUSED_KEY_NOT_READY);
    hall_enrol_scrutineers(h);
    hall_do_key_start(h);
    refuse_open(h, "begun", paper, REFUSED_KEY_NOT_READY);
    ceremony(h, hall_draft_commit);
    refuse_open(h, "all have committed", paper, REFUSED_KEY_NOT_READY);
    ceremony(h, hall_draft_deal);
    refuse_open(h, "all have dealt", paper, REFUSED_KEY_NOT_READY);
    ceremony(h, hall_draft_accept);
    for (size_t i = 0; i < sizeof settles / sizeof *settles; i++) {
        char id[] = {'A', (char)('1' + i), '\0'};

        refuse_open(h, "procedure", paper, REFUSED_PROCEDURE);
        hall_do_procedure(h, id, settles[i]);
    }
    refuse_open(h, "nobody counted", paper, REFUSED_HEADCOUNT);
    hall_draft_headcount(h)->headcount.counted = 4;
    hall_do_submit(h, TWO_SCRUTINEERS);
    refuse_open(h, "four counted, five present", paper, REFUSED_HEADCOUNT);
    hall_draft_headcount(h);
    hall_do_submit(h, TWO_SCRUTINEERS);
    hall_do_open(h, paper);
    refuse_open(h, "twice", paper, REFUSED_OPEN_ALREADY);
    hall_free(h);
}

/* What the open event itself says. */
static void
an_open_that_names_another_roll_or_key_is_refused(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref named;
    struct event *e;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    hall_draft_open(h, paper)->open.roll.bytes[0] ^= 1;
    hall_refuse(h, "roll", REFUSED_ROLL_HASH, HALL_BY(HALL_CHAIR));
    hall_draft_open(h, paper)->open.transcript.bytes[0] ^= 1;
    hall_refuse(h, "transcript", REFUSED_KEY_OTHER, HALL_BY(HALL_CHAIR));
    hall_draft_open(h, paper)->open.key[0] ^= 1;
    hall_refuse(h, "key", REFUSED_KEY_OTHER, HALL_BY(HALL_CHAIR));
    hall_draft_open(h, paper)->open.sealed = false;
    hall_refuse(h, "no key", REFUSED_KEY_NOT_READY, HALL_BY(HALL_CHAIR));
    /* It must have seen the last scrutineer accept, just before the count. */
    e = hall_draft_open(h, paper);
    e->seen_size -= 2;
    assert_ok(merkle_root_at(&e->seen_root, conference_tree(h->conference),
                             e->seen_size));
    hall_refuse(h, "before all accepted", REFUSED_SEEN_SHORT,
                HALL_BY(HALL_CHAIR));
    hall_do_open(h, paper);
    named = hall_do_paper(h, "N1", 1, EVENT_BY_HANDS);
    hall_draft_open(h, named)->open.sealed = true;
    hall_refuse(h, "a key for a show of hands", REFUSED_KEY_OTHER,
                HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
only_the_current_version_of_a_paper_opens(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref first = hall_prepare(h, 1);
    struct event_ref second;

    (void)state;
    hall_draft_paper(h, "P1", 2, EVENT_SECRET);
    hall_refuse(h, "version 1 again", REFUSED_PAPER_VERSION,
                HALL_BY(HALL_CHAIR));
    assert_int_equal(h->cause, first.index);
    hall_draft_paper(h, "P1", 2, EVENT_SECRET)->paper.version = 3;
    hall_refuse(h, "version 3", REFUSED_PAPER_VERSION, HALL_BY(HALL_CHAIR));
    hall_draft_paper(h, "P2", 2, EVENT_SECRET)->paper.version = 2;
    hall_refuse(h, "no version 1", REFUSED_PAPER_VERSION, HALL_BY(HALL_CHAIR));
    hall_draft_paper(h, "P2", 2, EVENT_SECRET)->paper.version = 0;
    hall_refuse(h, "version 0", REFUSED_PAPER_VERSION, HALL_BY(HALL_CHAIR));
    hall_draft_paper(h, "P1", 2, EVENT_SECRET)->paper.version = 2;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    second = hall_last(h);
    hall_convene(h);
    hall_lock(h);
    refuse_open(h, "version 1", first, REFUSED_OPEN_ALREADY);
    hall_do_open(h, second);
    hall_draft_paper(h, "P1", 2, EVENT_SECRET)->paper.version = 3;
    hall_refuse(h, "after it was opened", REFUSED_PAPER_EXISTS,
                HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
a_paper_opens_in_its_own_session_only(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, 1);
    struct event *e;

    (void)state;
    make_session(h, "7-2");
    hall_wait(h, UINT64_C(8) * SECONDS_A_DAY);
    session_mark(h, EVENT_SESSION_START, "7-2");
    refuse_open(h, "another session runs", paper, REFUSED_SESSION_NOT_RUNNING);
    session_mark(h, EVENT_SESSION_END, "7-2");
    e = hall_draft_paper(h, "P2", 1, EVENT_SECRET);
    snprintf(e->paper.session, sizeof e->paper.session, "7-2");
    hall_refuse(h, "ended", REFUSED_SESSION_ENDED, HALL_BY(HALL_CHAIR));
    snprintf(e->paper.session, sizeof e->paper.session, "7-3");
    hall_refuse(h, "unknown", REFUSED_SESSION_UNKNOWN, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
sixteen_ballots_are_open_at_most(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref papers[CONFERENCE_OPEN_MAX + 1];
    struct event_ref first;

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    for (size_t i = 0; i <= CONFERENCE_OPEN_MAX; i++) {
        char id[] = {'H', (char)('a' + i), '\0'};

        papers[i] = hall_do_paper(h, id, 1, EVENT_BY_HANDS);
    }
    first = hall_do_open(h, papers[0]);
    for (size_t i = 1; i < CONFERENCE_OPEN_MAX; i++)
        hall_do_open(h, papers[i]);
    refuse_open(h, "a seventeenth", papers[CONFERENCE_OPEN_MAX],
                REFUSED_OPEN_MANY);
    hall_draft(h, EVENT_VOID)->ending.open = first;
    h->draft->ending.reason = hall_text(h, "mistake", false);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_do_open(h, papers[CONFERENCE_OPEN_MAX]);
    assert_int_equal(h->conference->open_count, CONFERENCE_OPEN_MAX);
    hall_free(h);
}

/* Seats 1 to 6 of 7 are present. */
static void
quorum_and_smallest_roll_are_asked_of_each_row(void **state)
{
    static const struct {
        const char *what;
        unsigned recused_from; /* seats so many .. */
        unsigned recused_to;   /* .. to so many are recused from row 2 */
        enum event_ballot ballot;
        enum refusal want;
    } cases[] = {
        {"six of seven", 1, 0, EVENT_SECRET, REFUSED_NOTHING},
        {"four of five", 1, 2, EVENT_SECRET, REFUSED_NOTHING},
        {"a roll of four", 1, 3, EVENT_SECRET, REFUSED_ROLL_SMALL},
        {"one of two, by name", 1, 5, EVENT_NAMED, REFUSED_QUORUM},
        {"nobody", 1, 7, EVENT_NAMED, REFUSED_ROLL_SMALL},
        {"two of three, by name", 1, 4, EVENT_NAMED, REFUSED_NOTHING},
    };
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    hall_lock(h);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char id[] = {'Q', (char)('1' + i), '\0'};
        struct event *e = hall_draft_paper(h, id, 2, cases[i].ballot);
        enum refusal got;

        for (unsigned n = cases[i].recused_from; n <= cases[i].recused_to; n++)
            e->paper.recusals[e->paper.recusal_count++] =
                (struct event_recusal){2, {POST_SEAT, n}};
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        e = hall_draft_open(h, hall_last(h));
        e->open.short_notice = hall_text(h, "urgent", false);
        got = hall_submit(h, HALL_BY(HALL_CHAIR));
        if (got != cases[i].want)
            fail_msg("%s: %s", cases[i].what, refusal_code(got));
    }
    hall_free(h);
}

/* A rehearsal, with three in the hall and nothing adopted. */
static void
a_practice_waives_quorum_notice_and_procedure(void **state)
{
    static const uint8_t choices[] = {0};
    struct hall *h = hall_new(SEATS);
    struct event_ref open;
    struct event_ref result;
    const struct opening *op;

    (void)state;
    hall_prepare(h, 1);
    hall_draft_paper(h, "R1", 1, EVENT_SECRET)->paper.practice = true;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    session_mark(h, EVENT_SESSION_START, HALL_SESSION);
    hall_do_present_by_desk(h, 1);
    hall_do_present(h, 2);
    hall_do_present(h, 3);
    refuse_open(h, "a practice needs the key", open, REFUSED_KEY_NOT_READY);
    hall_enrol_scrutineers(h);
    hall_do_key_start(h);
    ceremony(h, hall_draft_commit);
    ceremony(h, hall_draft_deal);
    ceremony(h, hall_draft_accept);
    open = hall_do_open(h, open);
    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(h, open, seat, choices);
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    result = hall_do_result(h, open);
    op = state_result(h->conference, &result);
    assert_int_equal(op->counts[0].option[0], 3);
    assert_int_equal(op->verdicts[0].outcome, VERDICT_REJECTED);
    for (unsigned i = 1; i <= 2; i++) {
        hall_draft(h, EVENT_SIGN_OFF)->endorsement.result = result;
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
    hall_draft(h, EVENT_DECLARE)->endorsement.result = result;
    hall_refuse(h, "declared", REFUSED_PRACTICE, HALL_BY(HALL_CHAIR));
    hall_draft(h, EVENT_PUBLISH)->endorsement.result = result;
    hall_refuse(h, "published", REFUSED_NOT_COUNTED, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_ballot_waits_for_each_gate_in_turn),
        cmocka_unit_test(an_open_that_names_another_roll_or_key_is_refused),
        cmocka_unit_test(only_the_current_version_of_a_paper_opens),
        cmocka_unit_test(a_paper_opens_in_its_own_session_only),
        cmocka_unit_test(sixteen_ballots_are_open_at_most),
        cmocka_unit_test(quorum_and_smallest_roll_are_asked_of_each_row),
        cmocka_unit_test(a_practice_waives_quorum_notice_and_procedure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
