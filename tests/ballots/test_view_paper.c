/*
 * Goal: before a question is opened, its view says what opening it will ask
 * for, and what a later paper needs to ask the same again; and the conference's
 * view says what the chair has to know: quorum, procedure, officers, padlocks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ballots/view.h"
#include "tests/support/hall.h"
#include "tests/support/locking.h"
#include "tests/test.h"

enum { SEATS = 7, ROWS = 2, ROOM = 256 * 1024 };

static char bytes[ROOM];

static json_t *
parse(const struct text_writer *w)
{
    struct span text = text_writer_written(w);
    json_error_t error;
    json_t *json =
        json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);

    if (!json)
        fail_msg("%s at %d: %.*s", error.text, error.position, (int)text.len,
                 text.ptr);
    return json;
}

static json_t *
paper_json(const struct hall *h, uint32_t entry)
{
    struct text_writer out;
    struct json_writer w;

    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    assert_ok(view_paper(&w, h->conference, entry));
    return parse(&out);
}

static json_t *
conference_json(const struct hall *h)
{
    struct text_writer out;
    struct json_writer w;

    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    view_conference(&w, h->conference);
    return parse(&out);
}

/* A value by a path of keys and list places, parted by points. */
static const json_t *
at(const json_t *json, const char *path)
{
    while (json && *path) {
        const size_t len = strcspn(path, ".");
        char key[32];

        snprintf(key, sizeof key, "%.*s", (int)len, path);
        json = json_is_array(json)
                   ? json_array_get(json, strtoul(key, NULL, 10))
                   : json_object_get(json, key);
        path += len + (path[len] == '.');
    }
    return json;
}

/* The value at a path, as JSON writes it. */
static void
assert_at(const json_t *json, const char *path, const char *want)
{
    const json_t *value = at(json, path);
    char *text =
        value
            ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS)
            : NULL;

    if (!text || strcmp(text, want) != 0)
        fail_msg("%s is %s, not %s", path, text ? text : "not there", want);
    free(text);
}

/* A secret paper of two rows; seat 2 has nothing to say in the second. */
static struct event_ref
recused_paper(struct hall *h)
{
    struct event_paper *p =
        &hall_draft_paper(h, "A1X", ROWS, EVENT_SECRET)->paper;

    p->recusal_count = 1;
    p->recusals[0].row = 2;
    p->recusals[0].seat = (struct post){POST_SEAT, 2};
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

static void
a_question_says_before_it_is_opened_who_votes_and_what_it_needs(void **state)
{
    static const char *const wanted[][2] = {
        {"stage", "\"ready\""},
        {"round", "null"},
        {"replaced", "false"},
        {"filter", "null"},
        {"settles", "\"nothing\""},
        {"follows", "\"nothing\""},
        {"followed", "null"},
        {"notice_days", "7"},
        {"recusals", "[{\"row\":2,\"seat\":\"seat/002\"}]"},
        {"rows.0.id", "\"A1X.1\""},
        {"rows.0.rule_number", "1"},
        {"rows.0.roll", "7"},
        {"rows.0.present", "6"},
        {"rows.0.recused", "0"},
        {"rows.0.needed", "4"},
        {"rows.0.quorum", "5"},
        {"rows.1.roll", "6"},
        {"rows.1.present", "5"},
        {"rows.1.recused", "1"},
        {"rows.1.quorum", "4"},
        {"rows.1.text.class", "\"members\""},
    };
    struct hall *h = hall_new(SEATS);
    struct event_ref paper;
    json_t *json;

    (void)state;
    hall_prepare(h, ROWS);
    paper = recused_paper(h);
    hall_convene(h);
    json = paper_json(h, paper.index);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_at(json, wanted[i][0], wanted[i][1]);
    assert_non_null(
        strstr(json_string_value(at(json, "rules.0")), "motion quorum "));
    assert_non_null(strstr(json_string_value(at(json, "rows.0.rule.en")), "4"));
    json_decref(json);
    hall_free(h);
}

static void
a_paper_that_was_replaced_says_so_and_no_other_entry_is_one(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct text_writer out;
    struct json_writer w;
    json_t *json;

    (void)state;
    hall_draft_paper(h, "P1", ROWS, EVENT_SECRET)->paper.version = 2;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    json = paper_json(h, paper.index);
    assert_at(json, "replaced", "true");
    assert_at(json, "version", "1");
    json_decref(json);
    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    assert_err(view_paper(&w, h->conference, 0), ERR_NOTFOUND);
    assert_err(view_paper(&w, h->conference, UINT32_MAX), ERR_NOTFOUND);
    assert_int_equal(out.len, 0);
    hall_free(h);
}

static void
the_quorum_is_told_while_a_session_runs(void **state)
{
    struct hall *h = hall_new(SEATS);
    json_t *json;

    (void)state;
    hall_prepare(h, ROWS);
    json = conference_json(h);
    assert_at(json, "attendance.quorum", "null");
    json_decref(json);
    hall_convene(h);
    json = conference_json(h);
    assert_at(json, "attendance.quorum", "5");
    assert_at(json, "attendance.present", "6");
    json_decref(json);
    hall_free(h);
}

static void
procedure_officers_and_padlocks_are_told_one_by_one(void **state)
{
    static const char *const before[][2] = {
        {"sessions.0.settled",
         "{\"agenda\":false,\"measures\":false,\"scrutineers\":false}"},
        {"sessions.0.ballot_box", "null"},
        {"officers.0",
         "{\"enrolled\":true,\"post\":\"chair/1\",\"retired\":false}"},
        {"officers.2.post", "\"desk/1\""},
        {"officers.4", NULL},
    };
    static const char *const after[][2] = {
        {"sessions.0.settled",
         "{\"agenda\":true,\"measures\":true,\"scrutineers\":true}"},
        {"sessions.0.ballot_box.locks.0",
         "{\"post\":\"scrutineer/1\",\"shut\":true}"},
        {"sessions.0.ballot_box.locks.2.shut", "true"},
        {"sessions.0.ballot_box.complaint", "null"},
        {"sessions.0.barred", "[]"},
        {"officers.4",
         "{\"enrolled\":true,\"post\":\"scrutineer/1\",\"retired\":false}"},
    };
    struct hall *h = hall_new(SEATS);
    json_t *json;

    (void)state;
    hall_prepare(h, ROWS);
    json = conference_json(h);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (before[i][1])
            assert_at(json, before[i][0], before[i][1]);
        else
            assert_null(at(json, before[i][0]));
    }
    json_decref(json);
    hall_convene(h);
    hall_lock(h);
    json = conference_json(h);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        assert_at(json, after[i][0], after[i][1]);
    json_decref(json);
    hall_free(h);
}

static void
a_bad_deal_is_told_with_who_proved_it_of_whom(void **state)
{
    static const char *const after[][2] = {
        {"sessions.0.ballot_box.stage", "\"dead\""},
        {"sessions.0.ballot_box.complaint",
         "{\"against\":\"scrutineer/3\",\"by\":\"scrutineer/1\"}"},
        {"sessions.0.barred", "[\"scrutineer/3\"]"},
    };
    static const unsigned three[] = {1, 2, 3};
    struct hall *h = hall_new(SEATS);
    json_t *json;

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    locking_do_start(h, three, 3);
    locking_do_all(h, locking_draft_commit);
    for (unsigned i = 1; i <= 3; i++) {
        struct event *e = locking_draft_deal(h, i);

        if (i == 3)
            locking_spoil_share(e, 1);
        locking_do(h, i);
    }
    locking_draft_complaint(h, 1, 3);
    locking_do(h, 1);
    json = conference_json(h);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        assert_at(json, after[i][0], after[i][1]);
    json_decref(json);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_question_says_before_it_is_opened_who_votes_and_what_it_needs),
        cmocka_unit_test(
            a_paper_that_was_replaced_says_so_and_no_other_entry_is_one),
        cmocka_unit_test(the_quorum_is_told_while_a_session_runs),
        cmocka_unit_test(procedure_officers_and_padlocks_are_told_one_by_one),
        cmocka_unit_test(a_bad_deal_is_told_with_who_proved_it_of_whom),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
