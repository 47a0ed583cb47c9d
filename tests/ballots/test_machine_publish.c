/* Goal: a result is signed off, declared and published, in this order, once.
 */
#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7 };

static const uint8_t choices[] = {0};

struct fixture {
    struct hall *h;
    struct event_ref open;
    struct event_ref result;
};

static int
set_up(void **state)
{
    static struct fixture f;

    f.h = hall_new(SEATS);
    f.open = hall_prepare(f.h, 1);
    hall_convene(f.h);
    hall_lock(f.h);
    f.open = hall_do_open(f.h, f.open);
    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(f.h, f.open, seat, choices);
    hall_do_close(f.h, f.open);
    hall_do_share(f.h, f.open, 1);
    hall_do_share(f.h, f.open, 2);
    f.result = hall_do_result(f.h, f.open);
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

static void
draft(struct fixture *f, enum event_type type)
{
    hall_draft(f->h, type)->endorsement.result = f->result;
}

static void
sign_off(struct fixture *f, unsigned scrutineer)
{
    draft(f, EVENT_SIGN_OFF);
    hall_do_submit(f->h, HALL_BY(HALL_SCRUTINEER(scrutineer)));
}

static void
refuse_by_chair(struct fixture *f, enum event_type type, const char *what,
                enum refusal want)
{
    draft(f, type);
    hall_refuse(f->h, what, want, HALL_BY(HALL_CHAIR));
}

static void
a_result_is_declared_when_enough_have_signed_it(void **state)
{
    struct fixture *f = *state;
    uint32_t entry;

    refuse_by_chair(f, EVENT_DECLARE, "nobody signed", REFUSED_SIGN_OFFS_FEW);
    sign_off(f, 3);
    entry = hall_last(f->h).index;
    draft(f, EVENT_SIGN_OFF);
    hall_refuse(f->h, "signed twice", REFUSED_SIGN_OFF_TWICE,
                HALL_BY(HALL_SCRUTINEER(3)));
    assert_int_equal(f->h->cause, entry);
    refuse_by_chair(f, EVENT_DECLARE, "one signed", REFUSED_SIGN_OFFS_FEW);
    sign_off(f, 1);
    draft(f, EVENT_DECLARE);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
}

static void
each_step_comes_after_the_one_before_and_once(void **state)
{
    struct fixture *f = *state;

    refuse_by_chair(f, EVENT_PUBLISH, "not declared", REFUSED_NOT_COUNTED);
    sign_off(f, 1);
    sign_off(f, 2);
    refuse_by_chair(f, EVENT_PUBLISH, "signed only", REFUSED_NOT_COUNTED);
    draft(f, EVENT_DECLARE);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
    hall_wait(f->h, 1);
    refuse_by_chair(f, EVENT_DECLARE, "declared", REFUSED_NOT_COUNTED);
    draft(f, EVENT_SIGN_OFF);
    hall_refuse(f->h, "too late", REFUSED_NOT_COUNTED,
                HALL_BY(HALL_SCRUTINEER(3)));
    draft(f, EVENT_PUBLISH);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
    hall_wait(f->h, 1);
    refuse_by_chair(f, EVENT_PUBLISH, "published", REFUSED_NOT_COUNTED);
    refuse_by_chair(f, EVENT_DECLARE, "published", REFUSED_NOT_COUNTED);
}

/* The entries of a round that are not its result. */
static void
only_a_result_is_endorsed(void **state)
{
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);
    uint32_t entries[] = {op->entry, op->close_entry, op->shares[0].entry};

    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        f->result = hall_ref(f->h, entries[i]);
        refuse_by_chair(f, EVENT_DECLARE, "no result", REFUSED_NOT_COUNTED);
        refuse_by_chair(f, EVENT_PUBLISH, "no result", REFUSED_NOT_COUNTED);
        draft(f, EVENT_SIGN_OFF);
        hall_refuse(f->h, "no result", REFUSED_NOT_COUNTED,
                    HALL_BY(HALL_SCRUTINEER(1)));
    }
}

/* The meeting goes home; the notice board can wait until tomorrow. */
static void
a_result_can_be_published_after_the_session(void **state)
{
    struct fixture *f = *state;
    struct event *e = hall_draft(f->h, EVENT_SESSION_END);

    memcpy(e->mark.session, HALL_SESSION, sizeof HALL_SESSION);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
    hall_do_publish(f->h, f->result);
    assert_int_equal(state_opening(f->h->conference, &f->open)->stage,
                     OPENING_PUBLISHED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_result_is_declared_when_enough_have_signed_it),
        TEST(each_step_comes_after_the_one_before_and_once),
        TEST(only_a_result_is_endorsed),
        TEST(a_result_can_be_published_after_the_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
