/* Goal: a show of hands is recorded once, by those who saw it, and not above
 * those who were there. */
#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROWS = 2, OPTIONS = 3 };

struct fixture {
    struct hall *h;
    struct event_ref open;
};

static int
set_up(void **state)
{
    static struct fixture f;

    f.h = hall_new(SEATS);
    hall_prepare(f.h, 1);
    hall_convene(f.h);
    f.open = hall_do_open(f.h, hall_do_paper(f.h, "H1", ROWS, EVENT_BY_HANDS));
    *state = &f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    hall_free(f->h);
    return 0;
}

static struct event_hands *
draft(struct fixture *f, uint32_t in_favour, uint32_t against)
{
    struct event_hands *p = &hall_draft(f->h, EVENT_HANDS)->hands;

    p->open = f->open;
    p->row_count = ROWS;
    p->option_count = OPTIONS;
    p->counts[ROWS - 1][0] = in_favour;
    p->counts[ROWS - 1][1] = against;
    return p;
}

static void
refuse(struct fixture *f, const char *what, enum refusal want)
{
    hall_refuse(f->h, what, want, HALL_BY(HALL_CHAIR, HALL_DESK));
}

static void
more_hands_than_members_present_are_refused(void **state)
{
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);

    draft(f, 7, 0);
    refuse(f, "seven of six", REFUSED_HANDS);
    draft(f, 4, 3);
    refuse(f, "four and three", REFUSED_HANDS);
    draft(f, POST_NUMBER_MAX, POST_NUMBER_MAX);
    refuse(f, "the highest counts", REFUSED_HANDS);
    hall_do_leave(f->h, 2);
    hall_do_present(f->h, 7);
    draft(f, 8, 0);
    refuse(f, "eight, one left and one came", REFUSED_HANDS);
    draft(f, 4, 3);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR, HALL_DESK));
    assert_int_equal(op->row_returned[0], 0);
    assert_int_equal(op->row_returned[1], 7);
    hall_wait(f->h, 1);
    draft(f, 0, 0);
    refuse(f, "recorded already", REFUSED_HANDS);
}

static void
hands_that_do_not_fit_the_paper_are_refused(void **state)
{
    struct fixture *f = *state;

    draft(f, 1, 0)->row_count = ROWS - 1;
    refuse(f, "a row missing", REFUSED_RESULT_FORM);
    draft(f, 1, 0)->row_count = BALLOT_ROWS_MAX;
    refuse(f, "the most rows", REFUSED_RESULT_FORM);
    draft(f, 1, 0)->option_count = OPTIONS - 1;
    refuse(f, "an option missing", REFUSED_RESULT_FORM);
    draft(f, 1, 0)->option_count = BALLOT_OPTIONS_MAX;
    refuse(f, "the most options", REFUSED_RESULT_FORM);
}

static void
nobody_casts_where_hands_are_shown(void **state)
{
    struct fixture *f = *state;
    struct event *e = hall_draft(f->h, EVENT_CAST);

    e->cast.open = f->open;
    e->cast.attempt = 1;
    e->cast.mark_count = ROWS;
    e->cast.marks[0] = e->cast.marks[1] = 1;
    hall_refuse(f->h, "marks", REFUSED_BALLOT_KIND, HALL_BY(HALL_SEAT(1)));
}

static void
scrutineers_count_hands_as_soon_as_there_are_any(void **state)
{
    struct fixture *f = *state;

    hall_enrol_scrutineers(f->h);
    draft(f, 1, 0);
    refuse(f, "chair and desk", REFUSED_SIGNERS);
    hall_refuse(f->h, "one scrutineer", REFUSED_SIGNERS,
                HALL_BY(HALL_SCRUTINEER(1)));
    hall_refuse(f->h, "chair and scrutineer", REFUSED_SIGNERS,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_do_submit(f->h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
}

static void
a_procedure_is_settled_only_when_every_row_is_adopted(void **state)
{
    static const struct {
        uint32_t in_favour[ROWS];
        bool settled;
    } cases[] = {{{6, 3}, false}, {{3, 6}, false}, {{4, 4}, true}};
    struct fixture *f = *state;
    struct hall *h = f->h;
    const struct session *session = state_running(h->conference);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char id[] = {'S', (char)('1' + i), '\0'};
        struct event *e = hall_draft_paper(h, id, ROWS, EVENT_BY_HANDS);

        e->paper.settles = EVENT_SETTLES_MEASURES;
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        f->open = hall_do_open(h, hall_last(h));
        /* The hall has settled it before; look at this paper alone. */
        h->conference->sessions[h->conference->running]
            .settled[EVENT_SETTLES_MEASURES] = false;
        draft(f, cases[i].in_favour[1], 0)->counts[0][0] =
            cases[i].in_favour[0];
        hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
        hall_draft(h, EVENT_CLOSE)->close.open = f->open;
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        hall_do_result(h, f->open);
        assert_int_equal(session->settled[EVENT_SETTLES_MEASURES],
                         cases[i].settled);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(more_hands_than_members_present_are_refused),
        TEST(hands_that_do_not_fit_the_paper_are_refused),
        TEST(nobody_casts_where_hands_are_shown),
        TEST(scrutineers_count_hands_as_soon_as_there_are_any),
        TEST(a_procedure_is_settled_only_when_every_row_is_adopted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
