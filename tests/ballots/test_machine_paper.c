/* Goal: no paper is made that cannot be voted on as it stands. */
#include <stdio.h>

#include "tests/support/hall.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { SEATS = 7, NO_VOTE = 8 };

#define RECUSAL_1_2 "recusals 1\nrecusal 1 seat/002\n"
#define ELECTION                                                               \
    "election seats 2 tie revote shortfall runoff write-in none "              \
    "margin 1/2 quorum present/roll>=2/3 pass for/roll>1/2 "                   \
    "runoff for/roll>=1/3 notice 7 publish 3 post 15"

/* What stands in a good paper, and what would stand there instead. */
struct change {
    const char *what;
    const char *from;
    const char *to;
    enum refusal want;
};

static int
set_up(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event *e;

    hall_prepare(h, 2);
    e = hall_draft(h, EVENT_POST);
    e->post.post = (struct post){POST_SEAT, NO_VOTE};
    value_bytes(e->post.invitation, sizeof e->post.invitation, "no vote");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft(h, EVENT_RETIRE);
    e->retire.post = (struct post){POST_SEAT, SEATS};
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    *state = h;
    return 0;
}

static int
tear_down(void **state)
{
    hall_free(*state);
    return 0;
}

/* Each change to the draft is refused, and the draft itself is not. */
static void
try_changes(struct hall *h, const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum refusal got;

        hall_sign_edited(h, changes[i].from, changes[i].to,
                         HALL_BY(HALL_CHAIR));
        got = hall_take(h);
        if (got != changes[i].want)
            fail_msg("%s: %s", changes[i].what, refusal_code(got));
    }
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

static void
lines_that_no_paper_has_are_refused(void **state)
{
    static const struct change changes[] = {
        {"version 0 written twice", "version 1", "version 01", REFUSED_FORM},
        {"a version too high", "version 1", "version 10000", REFUSED_FORM},
        {"a kind there is not", "kind motion", "kind petition", REFUSED_FORM},
        {"a ballot there is not", "ballot secret", "ballot open", REFUSED_FORM},
        {"a count there is not", "counts first", "counts best", REFUSED_FORM},
        {"a cap beyond all rows", "cap 0", "cap 167", REFUSED_FORM},
        {"a power there is not", "power adopt", "power impose", REFUSED_FORM},
        {"fewer rows than there are", "rows 2", "rows 1", REFUSED_FORM},
        {"more rows than there are", "rows 2", "rows 3", REFUSED_FORM},
        {"more rows than a ballot", "rows 2", "rows 167", REFUSED_FORM},
        {"more rules than a paper has", "rules 1", "rules 17", REFUSED_FORM},
        {"nine options", "options 3 for", "options 9 for", REFUSED_FORM},
        {"an option in capitals", " against ", " Against ", REFUSED_FORM},
        {"a recusal missing", "recusals 0", "recusals 1", REFUSED_FORM},
        {"too many recusals", "recusals 0", "recusals 257", REFUSED_FORM},
        {"a recusal of seat 0", "recusals 0\n",
         "recusals 1\nrecusal 1 seat/000\n", REFUSED_FORM},
        {"follows without an entry", "follows nothing", "follows void",
         REFUSED_FORM},
        {"an empty filter", "filter none", "filter ", REFUSED_FORM},
        {"a line twice", "cap 0\n", "cap 0\ncap 0\n", REFUSED_FORM},
        {"a line more", "recusals 0\n", "recusals 0\nseats 1\n", REFUSED_FORM},
    };
    struct hall *h = *state;

    hall_draft_paper(h, "P2", 2, EVENT_SECRET);
    try_changes(h, changes, sizeof changes / sizeof *changes);
}

static void
options_and_rules_that_do_not_fit_are_refused(void **state)
{
    static const char options[] = "options 3 for against abstain";
    static const struct change changes[] = {
        {"no options", options, "options 0", REFUSED_PAPER_OPTIONS},
        {"one option", options, "options 1 for", REFUSED_PAPER_OPTIONS},
        {"an option twice", options, "options 3 for against for",
         REFUSED_PAPER_OPTIONS},
        {"abstain is not the last", options, "options 3 for abstain against",
         REFUSED_PAPER_OPTIONS},
        {"a bucket's name", options, "options 3 for absent abstain",
         REFUSED_PAPER_OPTIONS},
        {"a base's name", options, "options 3 for roll abstain",
         REFUSED_PAPER_OPTIONS},
        {"no word of a rule", options, "options 3 for a.b abstain",
         REFUSED_PAPER_OPTIONS},
        {"nobody can be in favour", options, "options 3 aye nay abstain",
         REFUSED_PAPER_RULE},
        {"another spelling", "rule motion ", "rule motion  ",
         REFUSED_PAPER_RULE},
        {"a petition's rule", "rule motion quorum present/roll>=2/3 pass for",
         "rule petition pass for", REFUSED_PAPER_RULE},
        {"a motion's rule on an election", "kind motion", "kind election",
         REFUSED_PAPER_RULE},
        {"an option there is not", "pass for/", "pass for+aye/",
         REFUSED_PAPER_RULE},
        {"nothing asks for votes in favour", "pass for/", "pass against/",
         REFUSED_PAPER_RULE},
        {"weighted votes", "for/roll>1/2", "for/roll>1/2,weight=area",
         REFUSED_PAPER_WEIGHTS},
    };
    struct hall *h = *state;

    hall_draft_paper(h, "P2", 2, EVENT_SECRET);
    try_changes(h, changes, sizeof changes / sizeof *changes);
}

static void
rows_and_recusals_that_do_not_fit_are_refused(void **state)
{
    static const char none[] = "recusals 0\n";
    static const struct change changes[] = {
        {"a row twice", "row P2.2", "row P2.1", REFUSED_PAPER_ROWS},
        {"no rule", "row P2.1 1", "row P2.1 0", REFUSED_PAPER_ROWS},
        {"a rule there is not", "row P2.2 1", "row P2.2 2", REFUSED_PAPER_ROWS},
        {"the highest rule", "row P2.2 1", "row P2.2 16", REFUSED_PAPER_ROWS},
        {"a rule that no row has", "rules 1\n",
         "rules 2\nrule motion pass for/roll>1/2 notice 0 publish 3 post 15\n",
         REFUSED_PAPER_ROWS},
        {"a cap above the rows", "cap 0", "cap 3", REFUSED_PAPER_CAP},
        {"row 0", none, "recusals 1\nrecusal 0 seat/002\n",
         REFUSED_PAPER_RECUSALS},
        {"row 3", none, "recusals 1\nrecusal 3 seat/002\n",
         REFUSED_PAPER_RECUSALS},
        {"the highest row", none, "recusals 1\nrecusal 166 seat/002\n",
         REFUSED_PAPER_RECUSALS},
        {"no seat", none, "recusals 1\nrecusal 1 desk/1\n",
         REFUSED_PAPER_RECUSALS},
        {"a seat there is not", none, "recusals 1\nrecusal 1 seat/009\n",
         REFUSED_PAPER_RECUSALS},
        {"the highest seat", none, "recusals 1\nrecusal 1 seat/99999\n",
         REFUSED_PAPER_RECUSALS},
        {"a seat without a vote", none, "recusals 1\nrecusal 1 seat/008\n",
         REFUSED_PAPER_RECUSALS},
        {"a seat that has retired", none, "recusals 1\nrecusal 1 seat/007\n",
         REFUSED_PAPER_RECUSALS},
        {"a recusal twice", none,
         "recusals 2\nrecusal 1 seat/002\nrecusal 1 seat/002\n",
         REFUSED_PAPER_RECUSALS},
        {"seats not ascending", none,
         "recusals 2\nrecusal 1 seat/003\nrecusal 1 seat/002\n",
         REFUSED_PAPER_RECUSALS},
        {"rows not ascending", none,
         "recusals 2\nrecusal 2 seat/002\nrecusal 1 seat/003\n",
         REFUSED_PAPER_RECUSALS},
    };
    struct hall *h = *state;

    hall_draft_paper(h, "P2", 2, EVENT_SECRET);
    try_changes(h, changes, sizeof changes / sizeof *changes);
}

/* Agenda, scrutineers and measures are for the whole conference to adopt. */
static void
a_show_of_hands_and_a_procedure_are_plain_motions(void **state)
{
    static const struct change hands[] = {
        {"the last counts", "counts first", "counts last", REFUSED_PAPER_HANDS},
        {"a cap", "cap 0", "cap 1", REFUSED_PAPER_HANDS},
        {"a part of the roll", "filter none", "filter women",
         REFUSED_PAPER_HANDS},
        {"a recusal", "recusals 0\n", RECUSAL_1_2, REFUSED_PAPER_HANDS},
    };
    static const struct change procedure[] = {
        {"in secret", "ballot named", "ballot secret", REFUSED_PAPER_HANDS},
        {"as a practice", "practice no", "practice yes", REFUSED_PAPER_HANDS},
        {"by a part of the roll", "filter none", "filter women",
         REFUSED_PAPER_HANDS},
        {"as advice", "power adopt", "power advise", REFUSED_PAPER_HANDS},
    };
    struct hall *h = *state;

    hall_draft_paper(h, "H1", 1, EVENT_BY_HANDS);
    try_changes(h, hands, sizeof hands / sizeof *hands);
    hall_draft_paper(h, "N1", 1, EVENT_NAMED)->paper.settles =
        EVENT_SETTLES_SCRUTINEERS;
    try_changes(h, procedure, sizeof procedure / sizeof *procedure);
}

static void
an_election_that_its_rule_does_not_fit_is_refused(void **state)
{
    static const char rule[] = "rules 1\nrule " ELECTION "\n";
    static const struct change changes[] = {
        {"a cap below the seats", "cap 2", "cap 1", REFUSED_PAPER_CAP},
        {"no cap", "cap 2", "cap 0", REFUSED_PAPER_CAP},
        {"more seats than candidates", "seats 2", "seats 4",
         REFUSED_PAPER_MARGIN},
        {"no seats", "seats 2", "seats 0", REFUSED_PAPER_RULE},
        {"the margin not kept", "margin 1/2", "margin 1/1",
         REFUSED_PAPER_MARGIN},
        {"write-ins", "write-in none", "write-in any", REFUSED_PAPER_WRITE_IN},
        {"for is not the first", "options 3 for against",
         "options 3 against for", REFUSED_PAPER_RULE},
        {"ties by votes that are not asked for",
         "options 3 for against abstain\nrules 1\nrule election seats 2 tie "
         "revote",
         "options 2 for abstain\nrules 1\nrule election seats 2 tie "
         "fewer_against_then_revote",
         REFUSED_PAPER_RULE},
        {"a motion", "kind election", "kind motion", REFUSED_PAPER_RULE},
        {"two rules", rule, "rules 2\nrule " ELECTION "\nrule " ELECTION "\n",
         REFUSED_PAPER_ROWS},
    };
    struct hall *h = *state;
    struct event *e = hall_draft_paper(h, "E1", 3, EVENT_SECRET);

    e->paper.kind = EVENT_ELECTION;
    e->paper.cap = 2;
    snprintf(e->paper.rules[0], sizeof e->paper.rules[0], "%s", ELECTION);
    try_changes(h, changes, sizeof changes / sizeof *changes);
    e = hall_draft_paper(h, "E2", 3, EVENT_SECRET);
    e->paper.kind = EVENT_ELECTION;
    e->paper.cap = 2;
    e->paper.rule_count = 2;
    e->paper.rows[2].rule = 2;
    snprintf(e->paper.rules[0], sizeof e->paper.rules[0], "%s", ELECTION);
    snprintf(e->paper.rules[1], sizeof e->paper.rules[1], "%s", ELECTION);
    hall_refuse(h, "two rules, both used", REFUSED_PAPER_RULE,
                HALL_BY(HALL_CHAIR));
}

static void
a_paper_without_rows_or_with_too_many_is_refused(void **state)
{
    struct hall *h = *state;
    struct event *e = hall_draft_paper(h, "P2", 1, EVENT_SECRET);
    unsigned rows = 0;

    e->paper.row_count = 0;
    hall_refuse(h, "no rows", REFUSED_PAPER_ROWS, HALL_BY(HALL_CHAIR));
    e->paper.rule_count = 0;
    hall_refuse(h, "no rules either", REFUSED_PAPER_ROWS, HALL_BY(HALL_CHAIR));
    e->paper.rule_count = 1;
    while (ballot_bytes(3, 0, rows + 1) > 0)
        rows++;
    for (unsigned row = 0; row <= rows; row++) {
        e->paper.rows[row] = e->paper.rows[0];
        snprintf(e->paper.rows[row].id, sizeof e->paper.rows[row].id, "P2.%u",
                 row + 1);
    }
    e->paper.row_count = rows + 1;
    hall_refuse(h, "one row too many", REFUSED_PAPER_TOO_LARGE,
                HALL_BY(HALL_CHAIR));
    e->paper.row_count = rows;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_that_no_paper_has_are_refused),
        TEST(options_and_rules_that_do_not_fit_are_refused),
        TEST(rows_and_recusals_that_do_not_fit_are_refused),
        TEST(a_show_of_hands_and_a_procedure_are_plain_motions),
        TEST(an_election_that_its_rule_does_not_fit_is_refused),
        TEST(a_paper_without_rows_or_with_too_many_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
