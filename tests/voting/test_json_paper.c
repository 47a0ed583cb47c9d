/*
 * Goal: a set-up file is read as written or refused with the place; no member
 * is guessed, repeated or ignored.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/test.h"
#include "voting/ctl/json_paper.h"

#define TITLE "\"title\": {\"zh\": \"章程\", \"en\": \"Constitution\"}"
#define ROW "{\"id\": \"R1\", \"text\": {\"zh\": [\"一\", \"全文\"]}}"
#define HEAD                                                                   \
    "\"id\": \"P1\", \"session\": \"7-1\", \"kind\": \"motion\", "             \
    "\"ballot\": \"secret\", "
#define RULE "\"rule\": \"school.default\""

static enum err
read_question(struct json_paper **out, const char *text)
{
    *out = json_paper_new();
    assert_non_null(*out);
    return json_paper_question(*out, span_text(text));
}

static void
a_motion_is_read_with_its_defaults(void **state)
{
    struct json_paper *paper;
    const struct event_paper *p;

    (void)state;
    assert_ok(read_question(&paper,
                            "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW "]}"));
    p = &paper->event.paper;
    assert_string_equal(p->id, "P1");
    assert_string_equal(p->session, "7-1");
    assert_int_equal(p->kind, EVENT_MOTION);
    assert_int_equal(p->ballot, EVENT_SECRET);
    assert_true(p->last_counts);
    assert_false(p->advise || p->practice || p->filtered);
    assert_int_equal(p->cap, 0);
    assert_int_equal(p->option_count, 3);
    assert_string_equal(p->options[2], "abstain");
    assert_int_equal(p->rule_count, 1);
    assert_int_equal(p->rows[0].rule, 1);
    assert_string_equal(paper->title, "zh 章程\nen Constitution\n");
    assert_string_equal(paper->rows[0], "zh 一\nzh 全文\n");
    json_paper_free(paper);
}

static void
rows_with_different_rules_share_one_paper(void **state)
{
    struct json_paper *paper;

    (void)state;
    assert_ok(read_question(
        &paper,
        "{" HEAD TITLE ", \"rows\": ["
        "{\"id\": \"A\", \"text\": {\"zh\": \"一\"}, \"rule\": "
        "\"school.default\"}, "
        "{\"id\": \"B\", \"text\": {\"zh\": \"二\"}, \"rule\": "
        "\"school.charter.local\"}, "
        "{\"id\": \"C\", \"text\": {\"zh\": \"三\"}, \"members\": true, "
        "\"rule\": {\"preset\": \"school.default\"}}]}"));
    assert_int_equal(paper->event.paper.rule_count, 2);
    assert_int_equal(paper->event.paper.rows[0].rule, 1);
    assert_int_equal(paper->event.paper.rows[1].rule, 2);
    assert_int_equal(paper->event.paper.rows[2].rule, 1);
    assert_true(paper->row_members[2]);
    json_paper_free(paper);
}

static void
an_election_takes_its_cap_from_its_seats(void **state)
{
    struct json_paper *paper;

    (void)state;
    assert_ok(read_question(
        &paper,
        "{\"id\": \"E1\", \"session\": \"7-1\", \"kind\": "
        "\"election\", \"ballot\": \"secret\", " TITLE
        ", \"rule\": {\"preset\": \"union.election\", \"seats\": 5, "
        "\"write_in\": \"none\", \"notice_days\": 3}, \"rows\": [" ROW "]}"));
    assert_int_equal(paper->event.paper.cap, 5);
    assert_non_null(strstr(paper->event.paper.rules[0], "write-in none"));
    assert_non_null(strstr(paper->event.paper.rules[0], "notice 3 "));
    json_paper_free(paper);
}

static void
recusals_are_put_in_the_order_of_the_log(void **state)
{
    struct json_paper *paper;
    const struct event_recusal *r;

    (void)state;
    assert_ok(read_question(
        &paper,
        "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW
        ", {\"id\": \"R2\", \"text\": {\"en\": \"Two\"}}], \"recusals\": ["
        "{\"row\": \"R2\", \"seat\": \"seat/004\"}, "
        "{\"row\": \"R1\", \"seat\": \"seat/009\"}, "
        "{\"row\": \"R1\", \"seat\": \"seat/002\"}]}"));
    r = paper->event.paper.recusals;
    assert_int_equal(paper->event.paper.recusal_count, 3);
    assert_int_equal(r[0].seat.number, 2);
    assert_int_equal(r[1].seat.number, 9);
    assert_int_equal(r[2].row, 2);
    json_paper_free(paper);
}

static void
a_file_that_is_not_exactly_a_paper_is_refused(void **state)
{
    static const struct {
        const char *what;
        const char *text;
    } cases[] = {
        {"nothing", ""},
        {"not JSON", "paper"},
        {"a list", "[]"},
        {"a number", "7"},
        {"a member twice",
         "{" HEAD "\"id\": \"P2\", " TITLE ", " RULE ", \"rows\": [" ROW "]}"},
        {"a member too many", "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW
                              "], \"colour\": \"red\"}"},
        {"a row's member too many",
         "{" HEAD TITLE ", " RULE ", \"rows\": [{\"id\": \"R1\", \"text\": "
         "{\"zh\": \"一\"}, \"weight\": 2}]}"},
        {"no title", "{" HEAD RULE ", \"rows\": [" ROW "]}"},
        {"an empty title",
         "{" HEAD "\"title\": {\"zh\": \"\"}, " RULE ", \"rows\": [" ROW "]}"},
        {"another language",
         "{" HEAD "\"title\": {\"fr\": \"x\"}, " RULE ", \"rows\": [" ROW "]}"},
        {"a title that is no object",
         "{" HEAD "\"title\": \"x\", " RULE ", \"rows\": [" ROW "]}"},
        {"an override in a title",
         "{" HEAD "\"title\": {\"zh\": \"a\\u202eb\"}, " RULE
         ", \"rows\": [" ROW "]}"},
        {"a NUL", "{" HEAD "\"title\": {\"zh\": \"a\\u0000b\"}, " RULE
                  ", \"rows\": [" ROW "]}"},
        {"no rows", "{" HEAD TITLE ", " RULE ", \"rows\": []}"},
        {"a row twice",
         "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW ", " ROW "]}"},
        {"no rule", "{" HEAD TITLE ", \"rows\": [" ROW "]}"},
        {"an unknown preset",
         "{" HEAD TITLE ", \"rule\": \"school.x\", \"rows\": [" ROW "]}"},
        {"a rule that is not canonical",
         "{" HEAD TITLE ", \"rule\": \"motion pass for/roll > 1/2\", "
         "\"rows\": [" ROW "]}"},
        {"seats of a motion",
         "{" HEAD TITLE ", \"rule\": {\"preset\": \"school.default\", "
         "\"seats\": 2}, \"rows\": [" ROW "]}"},
        {"an election without seats",
         "{" HEAD TITLE ", \"rule\": \"union.election\", \"rows\": [" ROW "]}"},
        {"a follow-up of nothing",
         "{" HEAD TITLE ", \"rule\": \"follow-up\", \"rows\": [" ROW "]}"},
        {"an unknown reason to follow",
         "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW
         "], \"follows\": {\"paper\": \"P0\", \"why\": \"boredom\"}}"},
        {"a recusal of no row",
         "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW
         "], \"recusals\": [{\"row\": \"R9\", \"seat\": \"seat/001\"}]}"},
        {"a recusal twice",
         "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW
         "], \"recusals\": [{\"row\": \"R1\", \"seat\": \"seat/001\"}, "
         "{\"row\": \"R1\", \"seat\": \"seat/001\"}]}"},
        {"a seat that is none",
         "{" HEAD TITLE ", " RULE ", \"rows\": [" ROW
         "], \"recusals\": [{\"row\": \"R1\", \"seat\": \"seat/1\"}]}"},
        {"an id with a space",
         "{\"id\": \"P 1\", \"session\": \"7-1\", \"kind\": \"motion\", "
         "\"ballot\": \"secret\", " TITLE ", " RULE ", \"rows\": [" ROW "]}"},
        {"an unknown kind",
         "{\"id\": \"P1\", \"session\": \"7-1\", \"kind\": \"lottery\", "
         "\"ballot\": \"secret\", " TITLE ", " RULE ", \"rows\": [" ROW "]}"},
        {"an appraisal without grades",
         "{\"id\": \"P1\", \"session\": \"7-1\", \"kind\": \"appraisal\", "
         "\"ballot\": \"secret\", " TITLE ", " RULE ", \"rows\": [" ROW "]}"},
        {"a cap that is negative",
         "{" HEAD TITLE ", " RULE ", \"cap\": -5, \"rows\": [" ROW "]}"},
        {"an option that is no word",
         "{" HEAD TITLE ", " RULE ", \"options\": [\"For\", \"abstain\"], "
         "\"rows\": [" ROW "]}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_paper *paper;
        enum err got = read_question(&paper, cases[i].text);

        if (got != ERR_INPUT)
            fail_msg("%s: %s", cases[i].what, err_name(got));
        if (!*paper->fault.why)
            fail_msg("%s: no reason", cases[i].what);
        json_paper_free(paper);
    }
}

static void
deep_nesting_is_refused_before_it_is_parsed(void **state)
{
    struct json_paper *paper = json_paper_new();
    char text[256];

    (void)state;
    assert_non_null(paper);
    memset(text, '[', sizeof text);
    assert_err(json_paper_question(paper, span_of(text, sizeof text)),
               ERR_INPUT);
    assert_string_equal(paper->fault.why, "nested too deeply");
    json_paper_free(paper);
}

static void
a_conference_and_a_session_are_read(void **state)
{
    struct json_paper *paper = json_paper_new();

    (void)state;
    assert_non_null(paper);
    assert_ok(json_paper_conference(
        paper, span_text("{\"origin\": \"example.edu/7\", " TITLE "}")));
    assert_string_equal(paper->event.origin, "example.edu/7");
    json_paper_free(paper);
    paper = json_paper_new();
    assert_ok(json_paper_session(
        paper, span_text("{\"id\": \"7-1\", \"term\": 7, \"number\": 1, "
                         "\"date\": \"2026-03-13\", " TITLE "}")));
    assert_string_equal(paper->event.session.date, "2026-03-13");
    assert_int_equal(paper->event.session.term, 7);
    json_paper_free(paper);
}

static void
a_bad_conference_or_session_is_refused(void **state)
{
    static const char *const conferences[] = {
        "{" TITLE "}",
        "{\"origin\": \"a b\", " TITLE "}",
        "{\"origin\": \"\", " TITLE "}",
        "{\"origin\": \"x\", " TITLE ", \"more\": 1}",
    };
    static const char *const sessions[] = {
        "{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": "
        "\"2026-02-30\", " TITLE "}",
        "{\"id\": \"7-1\", \"term\": 0, \"number\": 1, \"date\": "
        "\"2026-03-13\", " TITLE "}",
        "{\"id\": \"7-1\", \"term\": \"7\", \"number\": 1, \"date\": "
        "\"2026-03-13\", " TITLE "}",
        "{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": "
        "\"13 March\", " TITLE "}",
    };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct json_paper *paper = json_paper_new();

        assert_non_null(paper);
        assert_err(json_paper_conference(paper, span_text(conferences[i])),
                   ERR_INPUT);
        json_paper_free(paper);
        paper = json_paper_new();
        assert_err(json_paper_session(paper, span_text(sessions[i])),
                   ERR_INPUT);
        json_paper_free(paper);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_motion_is_read_with_its_defaults),
        cmocka_unit_test(rows_with_different_rules_share_one_paper),
        cmocka_unit_test(an_election_takes_its_cap_from_its_seats),
        cmocka_unit_test(recusals_are_put_in_the_order_of_the_log),
        cmocka_unit_test(a_file_that_is_not_exactly_a_paper_is_refused),
        cmocka_unit_test(deep_nesting_is_refused_before_it_is_parsed),
        cmocka_unit_test(a_conference_and_a_session_are_read),
        cmocka_unit_test(a_bad_conference_or_session_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
