/* Goal: a vote is voted on again only as its outcome calls for, and once. */
#include <stdio.h>

#include "ballots/round.h"
#include "ballots/rule_text.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, CANDIDATES = 3 };

#define TIES                                                                   \
    "election seats 1 tie revote shortfall runoff write-in none "              \
    "quorum present/roll>=2/3 pass for/roll>=1/3 "                             \
    "runoff for/roll>=1/7 notice 0 publish 3 post 15"

struct change {
    const char *what;
    const char *from;
    const char *to;
};

static int
set_up(void **state)
{
    struct hall *h = hall_new(SEATS);

    hall_prepare(h, 1);
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

static struct event *
draft_election(struct hall *h, const char *id, const char *rule)
{
    struct event *e = hall_draft_paper(h, id, CANDIDATES, EVENT_SECRET);

    e->paper.kind = EVENT_ELECTION;
    e->paper.cap = 1;
    snprintf(e->paper.rules[0], sizeof e->paper.rules[0], "%s", rule);
    return e;
}

static void
do_count(struct hall *h, struct event_ref open)
{
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
}

/* An election in which each candidate has so many of six votes; its round. */
static struct event_ref
elect(struct hall *h, const char *id, const unsigned votes[CANDIDATES])
{
    struct event_ref open;
    unsigned seat = 1;

    draft_election(h, id, TIES);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_do_open(h, hall_last(h));
    for (unsigned k = 0; k < CANDIDATES; k++) {
        uint8_t choices[CANDIDATES] = {1, 1, 1};

        choices[k] = 0;
        for (unsigned i = 0; i < votes[k]; i++)
            hall_do_cast(h, open, seat++, choices);
    }
    do_count(h, open);
    return open;
}

/* The paper that a round's verdict calls for, with these of its rows. */
static struct event *
draft_next(struct hall *h, const char *id, struct event_ref open,
           enum event_follows follows, const unsigned *rows, size_t count)
{
    const struct opening *op = state_opening(h->conference, &open);
    const struct paper *paper = state_paper_of(h->conference, op);
    struct event *e = draft_election(h, id, TIES);
    struct text_writer w;
    struct span text;
    struct rule rule;

    assert_ok(rule_follow_up(&rule, paper->rules, op->election));
    text_writer_start(&w, e->paper.rules[0], sizeof e->paper.rules[0] - 1);
    rule_encode(&w, &rule);
    assert_ok(text_writer_finish(&w, &text));
    e->paper.rules[0][text.len] = '\0';
    e->paper.follows = follows;
    e->paper.followed = open;
    e->paper.row_count = count;
    for (size_t i = 0; i < count; i++)
        memcpy(e->paper.rows[i].id, paper->rows[rows[i]].id, EVENT_ID_BYTES);
    return e;
}

/* Each is refused; then the draft itself is not. */
static void
try_changes(struct hall *h, const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum refusal got;

        hall_sign_edited(h, changes[i].from, changes[i].to,
                         HALL_BY(HALL_CHAIR));
        got = hall_take(h);
        if (got != REFUSED_PAPER_FOLLOWS)
            fail_msg("%s: %s", changes[i].what, refusal_code(got));
    }
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

static void
a_tie_is_voted_on_again_between_the_tied(void **state)
{
    static const unsigned votes[] = {3, 0, 3};
    static const unsigned tied[] = {2, 0};
    static const struct change changes[] = {
        {"as a run-off", "follows tie", "follows shortfall"},
        {"as if void", "follows tie", "follows void"},
        {"before it is published", "follows tie", "follows supersede"},
        {"with somebody else", "row E1.3", "row E1.2"},
        {"with a stranger", "row E1.3", "row E9.3"},
        {"by the rule before", "pass for/roll>0/1", "pass for/roll>=1/3"},
        {"as a practice", "practice no", "practice yes"},
        {"by name", "ballot secret", "ballot named"},
        {"by a part of the roll", "filter none", "filter women"},
    };
    struct hall *h = *state;
    struct event_ref open = elect(h, "E1", votes);
    unsigned one_more[] = {0, 1, 2};

    draft_next(h, "E2", open, EVENT_FOLLOWS_TIE, one_more, 3);
    hall_refuse(h, "with all", REFUSED_PAPER_FOLLOWS, HALL_BY(HALL_CHAIR));
    draft_next(h, "E2", open, EVENT_FOLLOWS_TIE, tied, 1);
    hall_refuse(h, "with one", REFUSED_PAPER_FOLLOWS, HALL_BY(HALL_CHAIR));
    draft_next(h, "E2", open, EVENT_FOLLOWS_TIE, tied, 2);
    try_changes(h, changes, sizeof changes / sizeof *changes);
}

static void
a_run_off_is_among_those_who_fell_short(void **state)
{
    static const unsigned votes[] = {2, 2, 2};
    static const unsigned two[] = {1, 2};
    static const struct change changes[] = {
        {"as a tie", "follows shortfall", "follows tie"},
        {"with a stranger", "row E1.3", "row E9.3"},
        {"by the rule before", "pass for/roll>=1/7", "pass for/roll>=1/3"},
        {"as a practice", "practice no", "practice yes"},
        {"by name", "ballot secret", "ballot named"},
    };
    struct hall *h = *state;
    struct event_ref open = elect(h, "E1", votes);

    draft_next(h, "E2", open, EVENT_FOLLOWS_SHORTFALL, two, 2);
    try_changes(h, changes, sizeof changes / sizeof *changes);
}

static void
an_election_that_is_over_is_not_voted_on_again(void **state)
{
    static const unsigned votes[] = {4, 1, 1};
    struct hall *h = *state;
    struct event_ref open = elect(h, "E1", votes);
    struct event *e;

    for (int follows = EVENT_FOLLOWS_VOID; follows <= EVENT_FOLLOWS_SUPERSEDE;
         follows++) {
        e = draft_election(h, "E2", TIES);
        e->paper.follows = (unsigned)follows;
        e->paper.followed = open;
        hall_refuse(h, "elected", REFUSED_PAPER_FOLLOWS, HALL_BY(HALL_CHAIR));
    }
}

static struct event *
draft_follow(struct hall *h, const char *id, enum event_follows follows,
             struct event_ref followed)
{
    struct event *e = hall_draft_paper(h, id, 1, EVENT_BY_HANDS);

    e->paper.follows = follows;
    e->paper.followed = followed;
    return e;
}

static void
do_void(struct hall *h, struct event_ref open)
{
    struct event *e = hall_draft(h, EVENT_VOID);

    e->ending.open = open;
    e->ending.reason = hall_text(h, "power cut", false);
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

static void
only_a_void_round_is_followed_as_void(void **state)
{
    static const struct change changes[] = {
        {"as a tie", "follows void", "follows tie"},
        {"as a run-off", "follows void", "follows shortfall"},
        {"as if published", "follows void", "follows supersede"},
        {"as a practice", "practice no", "practice yes"},
    };
    struct hall *h = *state;
    struct event_ref open =
        hall_do_open(h, hall_do_paper(h, "H1", 1, EVENT_BY_HANDS));

    draft_follow(h, "H2", EVENT_FOLLOWS_VOID, open);
    hall_refuse(h, "while open", REFUSED_PAPER_FOLLOWS, HALL_BY(HALL_CHAIR));
    do_void(h, open);
    draft_follow(h, "H2", EVENT_FOLLOWS_VOID, open);
    try_changes(h, changes, sizeof changes / sizeof *changes);
}

static void
only_a_published_round_is_superseded(void **state)
{
    struct hall *h = *state;
    struct event *e = hall_draft_paper(h, "H1", 1, EVENT_BY_HANDS);
    struct event_ref open;
    struct event_ref result;

    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_do_open(h, hall_last(h));
    e = hall_draft(h, EVENT_HANDS);
    e->hands.open = open;
    e->hands.row_count = 1;
    e->hands.option_count = 3;
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    hall_do_close(h, open);
    draft_follow(h, "H2", EVENT_FOLLOWS_SUPERSEDE, open);
    hall_refuse(h, "closed", REFUSED_PAPER_FOLLOWS, HALL_BY(HALL_CHAIR));
    result = hall_do_result(h, open);
    draft_follow(h, "H2", EVENT_FOLLOWS_SUPERSEDE, open);
    hall_refuse(h, "counted", REFUSED_PAPER_FOLLOWS, HALL_BY(HALL_CHAIR));
    hall_do_publish(h, result);
    draft_follow(h, "H2", EVENT_FOLLOWS_TIE, open);
    hall_refuse(h, "a motion has no tie", REFUSED_PAPER_FOLLOWS,
                HALL_BY(HALL_CHAIR));
    draft_follow(h, "H2", EVENT_FOLLOWS_SUPERSEDE, open);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

static void
a_round_is_followed_once_unless_that_came_to_nothing(void **state)
{
    struct hall *h = *state;
    struct event_ref papers[2];
    struct event_ref first =
        hall_do_open(h, hall_do_paper(h, "H1", 1, EVENT_BY_HANDS));
    struct event_ref second;

    do_void(h, first);
    for (int i = 0; i < 2; i++) {
        draft_follow(h, i ? "H3" : "H2", EVENT_FOLLOWS_VOID, first);
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        papers[i] = hall_last(h);
    }
    second = hall_do_open(h, papers[0]);
    hall_draft_open(h, papers[1]);
    hall_refuse(h, "twice", REFUSED_FOLLOWED_TWICE, HALL_BY(HALL_CHAIR));
    assert_int_equal(h->cause, second.index);
    do_void(h, second);
    draft_follow(h, "H4", EVENT_FOLLOWS_VOID, second);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    papers[0] = hall_last(h);
    hall_do_open(h, papers[1]);
    hall_draft_open(h, papers[0]);
    hall_refuse(h, "by a detour", REFUSED_FOLLOWED_TWICE, HALL_BY(HALL_CHAIR));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tie_is_voted_on_again_between_the_tied),
        TEST(a_run_off_is_among_those_who_fell_short),
        TEST(an_election_that_is_over_is_not_voted_on_again),
        TEST(only_a_void_round_is_followed_as_void),
        TEST(only_a_published_round_is_superseded),
        TEST(a_round_is_followed_once_unless_that_came_to_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
