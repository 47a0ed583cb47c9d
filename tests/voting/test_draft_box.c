/*
 * Goal: what one officer has signed waits for those who could complete it, and
 * for nobody else; nobody pushes out what others have in the box; and it ends
 * in time.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/draft_case.h"
#include "tests/test.h"

static const struct post chair = {POST_CHAIR, 1};
static const struct post desk = {POST_DESK, 1};
static const struct post scrutineer_1 = {POST_SCRUTINEER, 1};
static const struct post scrutineer_2 = {POST_SCRUTINEER, 2};
static const struct post scrutineer_3 = {POST_SCRUTINEER, 3};

static int
set_up(void **state)
{
    *state = draft_case_new();
    return 0;
}

static int
tear_down(void **state)
{
    draft_case_free(*state);
    return 0;
}

/* ---- Whom it concerns -----------------------------------------------------*/

static void
a_draft_waits_for_whoever_could_complete_it(void **state)
{
    static const struct {
        struct post who;
        bool sees;
    } cases[] = {
        {{POST_DESK, 1}, true}, /* its own */
        {{POST_SCRUTINEER, 1}, true}, {{POST_SCRUTINEER, 2}, true},
        {{POST_SCRUTINEER, 3}, true}, /* any one of them */
        {{POST_CHAIR, 1}, false},     {{POST_CHAIR, 2}, false},
        {{POST_DESK, 2}, false},      {{POST_SCRUTINEER, 4}, false},
    };
    struct draft_case *f = *state;
    struct draft_seen seen;

    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(draft_case_waiting(f, cases[i].who), cases[i].sees);
    seen = draft_case_see(f, scrutineer_2);
    assert_string_equal(seen.head, "waiting desk/1 301");
    assert_non_null(strstr(seen.body, "\npost seat/007\n"));
    assert_non_null(strstr(seen.body, HALL_ORIGIN "/desk/1 "));
}

static void
before_there_are_scrutineers_it_waits_for_another_officer(void **state)
{
    struct draft_case *f = *state;

    hall_free(f->hall);
    f->hall = hall_new(DRAFT_CASE_SEATS);
    hall_prepare(f->hall, 1);
    hall_convene(f->hall);
    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
    assert_int_equal(draft_case_waiting(f, chair), 1);
}

static void
two_of_three_scrutineers_may_be_any_two(void **state)
{
    struct draft_case *f = *state;

    hall_draft_headcount(f->hall)->headcount.counted = 3;
    hall_sign(f->hall, HALL_BY(HALL_SCRUTINEER(3)));
    assert_ok(draft_case_put(f));
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 1);
    assert_int_equal(draft_case_waiting(f, scrutineer_2), 1);
    assert_int_equal(draft_case_waiting(f, chair), 0);
    assert_int_equal(draft_case_waiting(f, desk), 0);
}

static void
what_comes_out_and_one_line_more_is_taken_in_and_then_gone(void **state)
{
    struct draft_case *f = *state;
    uint64_t changes = draft_box_changes(f->box);

    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
    assert_true(draft_box_changes(f->box) > changes);
    hall_sign(f->hall, HALL_BY(HALL_DESK, HALL_SCRUTINEER(2)));
    assert_refused(hall_take(f->hall), REFUSED_NOTHING);
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 0);
    assert_int_equal(draft_case_waiting(f, desk), 0);
    assert_err(draft_case_put(f), ERR_EXISTS);
}

/* ---- More lines -----------------------------------------------------------*/

static void
more_lines_take_the_place_of_fewer_and_texts_stay(void **state)
{
    struct draft_case *f = *state;
    struct event *e = hall_draft(f->hall, EVENT_POLICY);
    struct draft_seen seen;
    uint64_t changes;

    e->policy.policy = hall_policy_text(f->hall, "no witness\n");
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    assert_ok(draft_case_put_with(f, "no witness\n", strlen("no witness\n")));
    assert_int_equal(draft_case_waiting(f, scrutineer_3), 1);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(2)));
    assert_ok(
        draft_case_put_with(f, "another text\n", strlen("another text\n")));
    seen = draft_case_see(f, scrutineer_3);
    assert_int_equal(seen.waiting, 1);
    assert_non_null(strstr(seen.body, "no witness\n"));
    assert_null(strstr(seen.body, "another text\n"));
    assert_non_null(strstr(seen.body, HALL_ORIGIN "/scrutineer/2 "));
    /* Fewer are no change. */
    changes = draft_box_changes(f->box);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    assert_ok(draft_case_put(f));
    assert_int_equal(draft_box_changes(f->box), changes);
    assert_non_null(strstr(draft_case_see(f, scrutineer_3).body,
                           HALL_ORIGIN "/scrutineer/2 "));
}

static void
nobody_keeps_a_draft_from_others_by_a_line_of_their_own(void **state)
{
    struct draft_case *f = *state;
    uint64_t changes;

    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
    changes = draft_box_changes(f->box);
    /* It is complete, and in the wrong order: not for the log, nor the box. */
    hall_sign(f->hall, HALL_BY(HALL_SCRUTINEER(3), HALL_DESK));
    assert_err(draft_case_put(f), ERR_AUTH);
    /* Or by somebody whom it does not need. */
    hall_sign(f->hall, HALL_BY(HALL_DESK, HALL_CHAIR));
    assert_err(draft_case_put(f), ERR_AUTH);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR_2));
    assert_err(draft_case_put(f), ERR_AUTH);
    assert_int_equal(draft_box_changes(f->box), changes);
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 1);
    assert_int_equal(draft_case_waiting(f, scrutineer_2), 1);
    assert_int_equal(draft_case_waiting(f, desk), 1);
}

/* ---- Time -----------------------------------------------------------------*/

static void
a_draft_is_kept_as_long_as_the_log_would_take_it(void **state)
{
    struct draft_case *f = *state;
    uint64_t now_s = f->hall->time_s;

    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
    assert_int_equal(draft_case_see_at(f, desk, now_s + 300).waiting, 1);
    assert_int_equal(draft_case_see_at(f, desk, now_s + 301).waiting, 0);
    hall_draft(f->hall, EVENT_HANDOVER)->handover.to =
        (struct post){POST_CHAIR, 2};
    hall_sign(f->hall, HALL_BY(HALL_CHAIR_2));
    assert_ok(draft_case_put(f));
    assert_int_equal(draft_case_see_at(f, scrutineer_1, now_s + 1799).waiting,
                     1);
    assert_int_equal(draft_case_see_at(f, scrutineer_1, now_s + 1800).waiting,
                     0);
}

/* ---- Declining ------------------------------------------------------------*/

static void
who_declines_takes_it_from_all_and_who_asked_sees_who(void **state)
{
    struct draft_case *f = *state;
    struct draft_seen seen;
    uint64_t changes;

    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
    assert_err(draft_case_decline(f, chair), ERR_NOTFOUND);
    changes = draft_box_changes(f->box);
    assert_ok(draft_case_decline(f, scrutineer_2));
    assert_true(draft_box_changes(f->box) > changes);
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 0);
    assert_int_equal(draft_case_waiting(f, scrutineer_2), 0);
    seen = draft_case_see(f, desk);
    assert_int_equal(seen.declined, 1);
    assert_int_equal(seen.waiting, 0);
    assert_string_equal(seen.head, "declined desk/1 scrutineer/2");
    /* Nobody else can, and it does not come back by itself. */
    assert_err(draft_case_decline(f, scrutineer_1), ERR_NOTFOUND);
    assert_err(draft_case_put(f), ERR_EXISTS);
    hall_sign(f->hall, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    assert_err(draft_case_put(f), ERR_EXISTS);
    /* The author puts it away. */
    assert_ok(draft_case_decline(f, desk));
    assert_int_equal(draft_case_see(f, desk).declined, 0);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(draft_case_put(f));
}

static void
the_author_withdraws_and_nothing_is_left(void **state)
{
    struct draft_case *f = *state;

    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_err(draft_case_decline(f, desk), ERR_NOTFOUND);
    assert_ok(draft_case_put(f));
    assert_ok(draft_case_decline(f, desk));
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 0);
    assert_int_equal(draft_case_waiting(f, desk), 0);
    assert_ok(draft_case_put(f));
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 1);
}

/* ---- Room -----------------------------------------------------------------*/

static void
fill(struct draft_case *f, unsigned from, unsigned count,
     const struct hall_signer *signers, size_t signer_count)
{
    for (unsigned i = 0; i < count; i++) {
        draft_case_new_card(f, from + i, signers, signer_count);
        assert_ok(draft_case_put(f));
    }
}

static void
whoever_has_most_makes_room(void **state)
{
    struct draft_case *f = *state;

    fill(f, 1, 2, HALL_BY(HALL_DESK));
    fill(f, 100, DRAFT_BOX_MAX, HALL_BY(HALL_CHAIR));
    /* The chair's own oldest went. */
    assert_int_equal(draft_case_waiting(f, desk), 2);
    assert_int_equal(draft_case_waiting(f, chair), DRAFT_BOX_MAX - 2);
    draft_case_new_card(f, 100, HALL_BY(HALL_CHAIR));
    assert_err(draft_case_decline(f, chair), ERR_NOTFOUND);
    draft_case_new_card(f, 102, HALL_BY(HALL_CHAIR));
    assert_ok(draft_case_decline(f, chair));
    fill(f, 102, 1, HALL_BY(HALL_CHAIR));
    /* A third comes in, and nobody but the chair has less. */
    fill(f, 300, 1, HALL_BY(HALL_SCRUTINEER(1)));
    assert_int_equal(draft_case_waiting(f, desk), 3); /* it could sign that */
    draft_case_new_card(f, 103, HALL_BY(HALL_CHAIR));
    assert_err(draft_case_decline(f, chair), ERR_NOTFOUND);
    draft_case_new_card(f, 104, HALL_BY(HALL_CHAIR));
    assert_ok(draft_case_decline(f, chair));
}

static void
bytes_are_bounded_too(void **state)
{
    enum { EACH = DRAFT_BOX_WITH_MAX - 1024, FIT = DRAFT_BOX_BYTES_MAX / EACH };
    struct draft_case *f = *state;
    char *text = malloc(EACH);

    assert_non_null(text);
    memset(text, 'a', EACH);
    fill(f, 1, 1, HALL_BY(HALL_DESK));
    for (unsigned i = 0; i < FIT + 8; i++) {
        draft_case_new_card(f, 100 + i, HALL_BY(HALL_CHAIR));
        assert_ok(draft_case_put_with(f, text, EACH));
    }
    assert_int_equal(draft_case_waiting(f, desk), 1);
    assert_int_equal(draft_case_waiting(f, chair), FIT);
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_draft_waits_for_whoever_could_complete_it),
        TEST(before_there_are_scrutineers_it_waits_for_another_officer),
        TEST(two_of_three_scrutineers_may_be_any_two),
        TEST(what_comes_out_and_one_line_more_is_taken_in_and_then_gone),
        TEST(more_lines_take_the_place_of_fewer_and_texts_stay),
        TEST(nobody_keeps_a_draft_from_others_by_a_line_of_their_own),
        TEST(a_draft_is_kept_as_long_as_the_log_would_take_it),
        TEST(who_declines_takes_it_from_all_and_who_asked_sees_who),
        TEST(the_author_withdraws_and_nothing_is_left),
        TEST(whoever_has_most_makes_room),
        TEST(bytes_are_bounded_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
