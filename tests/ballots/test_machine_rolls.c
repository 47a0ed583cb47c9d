/* Goal: each row is voted on by its own roll, judged by its own rule. */
#include <stdio.h>

#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 12, WOMEN = 6 };

#define ELECTION                                                               \
    "election seats 2 tie revote shortfall vacant write-in none "              \
    "pass for/roll>=1/3 notice 0 publish 3 post 15"

/* Even seats have the tag `women`; seats 9 to 12 `part-time` as well. */
static void
post_seats(struct hall *h)
{
    for (unsigned n = 1; n <= SEATS; n++) {
        struct post post = {POST_SEAT, n};
        struct event_post *p = &hall_draft_post(h, post)->post;

        if (n >= 9)
            snprintf(p->tags[p->tag_count++], EVENT_ID_BYTES, "part-time");
        if (n % 2 == 0)
            snprintf(p->tags[p->tag_count++], EVENT_ID_BYTES, "women");
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        hall_person(h, post)->invited = hall_last(h);
        hall_do_enrol(h, post);
    }
}

static int
set_up(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event *e;

    hall_do_genesis(h, NULL);
    for (size_t i = 0; i < 2; i++) {
        hall_do_post(h, h->desks[i].post);
        hall_do_enrol(h, h->desks[i].post);
    }
    post_seats(h);
    e = hall_draft(h, EVENT_SESSION);
    snprintf(e->session.id, sizeof e->session.id, HALL_SESSION);
    e->session.title = hall_text(h, "session", false);
    snprintf(e->session.date, sizeof e->session.date, "2026-03-21");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_convene(h);
    hall_lock(h);
    *state = h;
    return 0;
}

static int
tear_down(void **state)
{
    hall_free(*state);
    return 0;
}

/* Logs the draft and drafts its opening. */
static struct event *
log_and_open(struct hall *h)
{
    struct event *e;

    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft_open(h, hall_last(h));
    e->open.short_notice = hall_text(h, "urgent", false);
    return e;
}

static struct event *
draft_filtered(struct hall *h, const char *id, enum event_ballot ballot,
               const char *tag)
{
    struct event *e = hall_draft_paper(h, id, 1, ballot);

    e->paper.filtered = true;
    snprintf(e->paper.filter, sizeof e->paper.filter, "%s", tag);
    return e;
}

static void
a_filtered_paper_is_voted_on_by_those_with_the_tag(void **state)
{
    static const uint8_t choices[] = {0};
    struct hall *h = *state;
    struct event_ref open;
    const struct opening *op;

    draft_filtered(h, "W1", EVENT_SECRET, "women");
    log_and_open(h);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    op = state_opening(h->conference, &open);
    assert_int_equal(op->roll_size, WOMEN);
    assert_int_equal(op->present_at_open, WOMEN - 1);
    hall_draft_cast(h, open, 1, choices);
    hall_refuse(h, "no such tag", REFUSED_NOT_ON_ROLL, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(h, open, 9, choices);
    hall_refuse(h, "another tag", REFUSED_NOT_ON_ROLL, HALL_BY(HALL_SEAT(9)));
    for (unsigned n = 2; n <= 10; n += 2)
        hall_do_cast(h, open, n, choices);
    hall_do_headcount(h, SEATS);
    hall_do_present(h, 12);
    hall_do_cast(h, open, 12, choices);
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    assert_int_equal(op->counts[0].option[0], WOMEN);
    assert_int_equal(op->counts[0].absent, 0);
    assert_int_equal(op->counts[0].present_at_open, WOMEN - 1);
}

/* Of the part-time seats 9 to 12 all but the last are here. */
static void
a_part_of_the_roll_has_its_own_size_and_quorum(void **state)
{
    struct hall *h = *state;

    draft_filtered(h, "W1", EVENT_NAMED, "nobody");
    log_and_open(h);
    hall_refuse(h, "nobody", REFUSED_ROLL_SMALL, HALL_BY(HALL_CHAIR));
    draft_filtered(h, "W2", EVENT_SECRET, "part-time");
    log_and_open(h);
    hall_refuse(h, "four", REFUSED_ROLL_SMALL, HALL_BY(HALL_CHAIR));
    draft_filtered(h, "W3", EVENT_NAMED, "part-time");
    log_and_open(h);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_do_leave(h, 9);
    draft_filtered(h, "W4", EVENT_NAMED, "part-time");
    log_and_open(h);
    hall_refuse(h, "two of four", REFUSED_QUORUM, HALL_BY(HALL_CHAIR));
    hall_draft_paper(h, "W5", 1, EVENT_NAMED);
    log_and_open(h);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

/* The seat is a candidate itself in two of three rows. */
static void
a_recusal_takes_rows_away_and_lowers_the_cap(void **state)
{
    static const uint8_t two[] = {0, 0, 1};
    static const uint8_t one[] = {0};
    struct hall *h = *state;
    struct event *e = hall_draft_paper(h, "E1", 3, EVENT_SECRET);
    struct event_ref open;
    const struct opening *op;

    e->paper.kind = EVENT_ELECTION;
    e->paper.cap = 2;
    snprintf(e->paper.rules[0], sizeof e->paper.rules[0], "%s", ELECTION);
    e->paper.recusal_count = 2;
    e->paper.recusals[0] = (struct event_recusal){1, {POST_SEAT, 3}};
    e->paper.recusals[1] = (struct event_recusal){2, {POST_SEAT, 3}};
    log_and_open(h);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    op = state_opening(h->conference, &open);
    hall_do_cast(h, open, 3, one);
    assert_int_equal(h->admission.form.rows, 1);
    assert_int_equal(h->admission.form.cap, 1);
    for (unsigned n = 4; n <= 8; n++)
        hall_do_cast(h, open, n, two);
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    assert_int_equal(op->row_roll[0], SEATS - 1);
    assert_int_equal(op->row_roll[2], SEATS);
    assert_int_equal(op->counts[0].recused, 1);
    assert_int_equal(op->counts[0].option[0], 5);
    assert_int_equal(op->counts[2].option[0], 1);
    assert_int_equal(op->counts[2].option[1], 5);
    assert_int_equal(op->election->outcome, VERDICT_COUNTED);
    assert_int_equal(op->election->elected_count, 2);
}

struct judged {
    const char *what;
    enum event_kind kind;
    const char *options; /* the words apart by one space */
    const char *rule;
    uint8_t votes[6]; /* options from 1, of seats 1 to 6 */
    enum verdict_outcome want;
    int label;
};

static void
set_options(struct event_paper *p, const char *words)
{
    p->option_count = 0;
    while (*words) {
        size_t len = strcspn(words, " ");

        snprintf(p->options[p->option_count++], EVENT_ID_BYTES, "%.*s",
                 (int)len, words);
        words += len + (words[len] == ' ');
    }
}

static const struct opening *
vote_by_name(struct hall *h, const char *id, const struct judged *judged)
{
    struct event *e = hall_draft_paper(h, id, 1, EVENT_NAMED);
    struct event_ref open;

    e->paper.kind = judged->kind;
    e->paper.cap = judged->kind == EVENT_ELECTION;
    set_options(&e->paper, judged->options);
    snprintf(e->paper.rules[0], sizeof e->paper.rules[0], "%s", judged->rule);
    log_and_open(h);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    for (unsigned i = 0; i < 6; i++) {
        uint8_t choice = (uint8_t)(judged->votes[i] - 1);

        if (judged->votes[i])
            hall_do_cast(h, open, i + 1, &choice);
    }
    hall_do_close(h, open);
    hall_do_result(h, open);
    return state_opening(h->conference, &open);
}

/* A roll of 12 of whom 11 are here. */
static void
each_kind_of_verdict_comes_out_of_the_log(void **state)
{
    static const struct judged cases[] = {
        {"six of twelve are half",
         EVENT_MOTION,
         "for against abstain",
         "motion pass for/roll>=1/2 notice 0 publish 3 post 15",
         {1, 1, 1, 1, 1, 1},
         VERDICT_ADOPTED,
         VERDICT_NO_LABEL},
        {"six of twelve are not more than half",
         EVENT_MOTION,
         "for against abstain",
         "motion pass for/roll>1/2 notice 0 publish 3 post 15",
         {1, 1, 1, 1, 1, 1},
         VERDICT_REJECTED,
         VERDICT_NO_LABEL},
        {"four of six expressed",
         EVENT_MOTION,
         "for against",
         "motion pass for/expressed>=2/3 notice 0 publish 3 post 15",
         {1, 1, 1, 1, 2, 2},
         VERDICT_ADOPTED,
         VERDICT_NO_LABEL},
        {"too few returned",
         EVENT_MOTION,
         "for against",
         "motion quorum returned/roll>1/2 pass for/expressed>1/2 notice 0 "
         "publish 3 post 15",
         {1, 1, 1, 1, 1, 1},
         VERDICT_NO_QUORUM,
         VERDICT_NO_LABEL},
        {"nobody voted",
         EVENT_MOTION,
         "for against",
         "motion pass for/expressed>=0/1 notice 0 publish 3 post 15",
         {0},
         VERDICT_REJECTED,
         VERDICT_NO_LABEL},
        {"a good grade",
         EVENT_APPRAISAL,
         "good fair poor",
         "appraisal outcome excellent good/valid>=2/3 outcome competent "
         "good+fair/valid>=2/3 outcome wanting always notice 0 publish 3 post "
         "15",
         {1, 1, 2, 2, 2, 3},
         VERDICT_GRADED,
         1},
        {"the last grade",
         EVENT_APPRAISAL,
         "good fair poor",
         "appraisal outcome excellent good/valid>=2/3 outcome wanting always "
         "notice 0 publish 3 post 15",
         {3, 3, 3, 3, 3, 3},
         VERDICT_GRADED,
         1},
        {"an election",
         EVENT_ELECTION,
         "for against",
         "election seats 1 tie revote shortfall vacant write-in none pass "
         "for/roll>=1/3 notice 0 publish 3 post 15",
         {1, 1, 1, 1, 2, 2},
         VERDICT_COUNTED,
         0},
    };
    struct hall *h = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char id[] = {'V', (char)('1' + i), '\0'};
        const struct opening *op = vote_by_name(h, id, &cases[i]);
        bool election = cases[i].kind == EVENT_ELECTION;
        enum verdict_outcome got =
            election ? op->election->outcome : op->verdicts[0].outcome;

        if (got != cases[i].want ||
            (!election && op->verdicts[0].label != cases[i].label))
            fail_msg("%s: %s", cases[i].what, verdict_outcome_code(got));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_filtered_paper_is_voted_on_by_those_with_the_tag),
        TEST(a_part_of_the_roll_has_its_own_size_and_quorum),
        TEST(a_recusal_takes_rows_away_and_lowers_the_cap),
        TEST(each_kind_of_verdict_comes_out_of_the_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
