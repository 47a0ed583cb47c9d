/*
 * Goal: every member may speak, and be answered, about what is in the log:
 * incident, complaint, objection, reply.
 */
#include "ballots/state.h"
#include "ballots/statement.h"
#include "tests/support/attack.h"
#include "tests/test.h"

enum { SEATS = 7 };

static struct event *
draft(struct hall *h, enum event_type type, struct event_ref about)
{
    struct event *e = hall_draft(h, type);

    e->statement.about = about;
    e->statement.text = h->texts[0].blob;
    return e;
}

static struct hall *
hall_with_result(struct event_ref *result)
{
    struct hall *h = hall_new(SEATS);

    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    *result = hall_ref(h, h->conference->openings[0]->result_entry);
    return h;
}

static void
an_objection_is_to_a_result(void **state)
{
    struct event_ref result;
    struct hall *h = hall_with_result(&result);
    const struct opening *op = h->conference->openings[0];
    const uint32_t others[] = {0, op->entry, op->close_entry, op->declare_entry,
                               op->publish_entry};
    const struct statement *said;

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        draft(h, EVENT_OBJECTION, hall_ref(h, others[i]));
        attack_refuse(h, "no result", REFUSED_REF, HALL_BY(HALL_SEAT(3)));
    }
    draft(h, EVENT_OBJECTION, result);
    attack_refuse(h, "by the chair", REFUSED_SIGNERS, HALL_BY(HALL_CHAIR));
    attack_refuse(h, "by a desk", REFUSED_SIGNERS, HALL_BY(HALL_DESK));
    attack_refuse(h, "by two", REFUSED_SIGNERS,
                  HALL_BY(HALL_SEAT(3), HALL_SEAT(4)));
    hall_do_submit(h, HALL_BY(HALL_SEAT(3)));
    /* A member without a phone speaks through a scrutineer. */
    draft(h, EVENT_OBJECTION, result);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(2)));
    result = hall_last(h);
    said = statement_find(h->conference, &result);
    assert_non_null(said);
    assert_int_equal(said->type, EVENT_OBJECTION);
    assert_true(post_eq(said->author, h->scrutineers[1].post));
    hall_free(h);
}

static void
a_reply_is_to_a_statement(void **state)
{
    struct event_ref result;
    struct hall *h = hall_with_result(&result);
    struct event_ref said;

    (void)state;
    draft(h, EVENT_REPLY, result);
    attack_refuse(h, "to a result", REFUSED_REF, HALL_BY(HALL_CHAIR));
    draft(h, EVENT_COMPLAINT, result);
    hall_do_submit(h, HALL_BY(HALL_SEAT(3)));
    said = hall_last(h);
    draft(h, EVENT_REPLY, said);
    attack_refuse(h, "by the deputy", REFUSED_SIGNERS, HALL_BY(HALL_CHAIR_2));
    attack_refuse(h, "by who complained", REFUSED_SIGNERS,
                  HALL_BY(HALL_SEAT(3)));
    said.leaf.bytes[0] ^= 1;
    draft(h, EVENT_REPLY, said);
    attack_refuse(h, "to another log's", REFUSED_REF, HALL_BY(HALL_CHAIR));
    said.leaf.bytes[0] ^= 1;
    draft(h, EVENT_REPLY, said);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
a_complaint_may_be_about_nothing_in_the_log(void **state)
{
    struct event_ref result;
    struct hall *h = hall_with_result(&result);
    const struct event_ref nothing = {.present = false};

    (void)state;
    draft(h, EVENT_COMPLAINT, nothing)->statement.refusal = h->texts[1].blob;
    attack_refuse(h, "by a desk", REFUSED_SIGNERS, HALL_BY(HALL_DESK));
    hall_do_submit(h, HALL_BY(HALL_SEAT(3)));
    draft(h, EVENT_INCIDENT, nothing);
    attack_refuse(h, "by a seat", REFUSED_SIGNERS, HALL_BY(HALL_SEAT(3)));
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1)));
    assert_int_equal(h->conference->statement_count, 2);
    assert_null(statement_find(h->conference, &nothing));
    hall_free(h);
}

/* Whoever lost their card may not speak with it, nor for it. */
static void
who_has_no_key_speaks_through_a_scrutineer(void **state)
{
    struct event_ref result;
    struct hall *h = hall_with_result(&result);

    (void)state;
    hall_draft_reissue(h, h->seats[2].post);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    draft(h, EVENT_COMPLAINT, result);
    attack_refuse(h, "a lost card", REFUSED_NO_KEY, HALL_BY(HALL_SEAT(3)));
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(2)));
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_objection_is_to_a_result),
        cmocka_unit_test(a_reply_is_to_a_statement),
        cmocka_unit_test(a_complaint_may_be_about_nothing_in_the_log),
        cmocka_unit_test(who_has_no_key_speaks_through_a_scrutineer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
