/*
 * Goal: the JSON views are JSON, say what the log says, and show no count of a
 * ballot before its result.
 */
#include <stdlib.h>

#include <jansson.h>

#include "ballots/view.h"
#include "tests/support/hall.h"
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
round_json(const struct hall *h, size_t round)
{
    struct text_writer out;
    struct json_writer w;

    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    assert_ok(view_round(&w, h->conference, round));
    return parse(&out);
}

static json_t *
seat_json(const struct hall *h, unsigned seat)
{
    struct text_writer out;
    struct json_writer w;

    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    assert_ok(view_seat(&w, h->conference, (struct post){POST_SEAT, seat}));
    return parse(&out);
}

static json_t *
whole_json(const struct hall *h,
           void (*view)(struct json_writer *, const struct conference *))
{
    struct text_writer out;
    struct json_writer w;

    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    view(&w, h->conference);
    return parse(&out);
}

static json_int_t
number(const json_t *json, const char *key)
{
    const json_t *value = json_object_get(json, key);

    if (!json_is_integer(value))
        fail_msg("%s is no number", key);
    return json_integer_value(value);
}

static const char *
text(const json_t *json, const char *key)
{
    const json_t *value = json_object_get(json, key);

    if (!json_is_string(value))
        fail_msg("%s is no text", key);
    return json_string_value(value);
}

/* Up to the open secret paper; the last seat is absent. */
static struct event_ref
open_paper(struct hall *h)
{
    struct event_ref paper = hall_prepare(h, ROWS);

    hall_convene(h);
    hall_lock(h);
    return hall_do_open(h, paper);
}

static void
an_open_round_shows_turnout_and_no_counts(void **state)
{
    static const uint8_t choices[ROWS] = {0, 1};
    struct hall *h = hall_new(SEATS);
    struct event_ref open = open_paper(h);
    json_t *json;

    (void)state;
    hall_do_cast(h, open, 1, choices);
    hall_do_cast(h, open, 2, choices);
    json = round_json(h, 3);
    assert_string_equal(text(json, "stage"), "open");
    assert_int_equal(number(json, "roll"), SEATS);
    assert_int_equal(number(json, "present"), SEATS - 1);
    assert_int_equal(number(json, "returned"), 2);
    for (size_t i = 0; i < ROWS; i++) {
        const json_t *row = json_array_get(json_object_get(json, "rows"), i);

        assert_null(json_object_get(row, "counts"));
        assert_null(json_object_get(row, "outcome"));
        assert_int_equal(number(row, "needed"), 4);
    }
    json_decref(json);
    hall_free(h);
}

static void
a_result_shows_what_was_counted(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref open = open_paper(h);
    struct event_ref result;
    json_t *json;
    const json_t *row;

    (void)state;
    for (unsigned seat = 1; seat < SEATS; seat++) {
        uint8_t choices[ROWS] = {seat <= 4 ? 0 : 1, seat <= 3 ? 0 : 2};

        hall_do_cast(h, open, seat, choices);
    }
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    json = whole_json(h, view_conference);
    row = json_array_get(json_object_get(json, "papers"), 0);
    assert_true(json_is_null(json_object_get(row, "result_entry")));
    json_decref(json);
    hall_do_result(h, open);
    result = hall_last(h);
    json = whole_json(h, view_conference);
    row = json_array_get(json_object_get(json, "papers"), 0);
    assert_int_equal(number(row, "result_entry"), result.index);
    json_decref(json);
    json = round_json(h, 3);
    row = json_array_get(json_object_get(json, "rows"), 0);
    assert_string_equal(text(row, "outcome"), "adopted");
    assert_int_equal(number(json_object_get(row, "counts"), "for"), 4);
    assert_int_equal(number(json_object_get(row, "counts"), "against"), 2);
    assert_int_equal(number(json_object_get(row, "counts"), "absent"), 1);
    row = json_array_get(json_object_get(json, "rows"), 1);
    assert_string_equal(text(row, "outcome"), "rejected");
    assert_int_equal(number(json_object_get(row, "counts"), "abstain"), 3);
    assert_non_null(
        strstr(text(json_object_get(row, "sentence"), "en"), "Not adopted"));
    json_decref(json);
    hall_free(h);
}

static void
a_seat_is_told_where_it_stands(void **state)
{
    static const uint8_t choices[ROWS] = {0, 1};
    static const struct {
        unsigned seat;
        const char *standing;
    } cases[] = {{1, "voted"}, {2, "may-vote"}, {SEATS, "not-present"}};
    struct hall *h = hall_new(SEATS);
    struct event_ref open = open_paper(h);

    (void)state;
    hall_do_cast(h, open, 1, choices);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *json = seat_json(h, cases[i].seat);
        const json_t *round = json_array_get(json_object_get(json, "open"), 0);

        assert_string_equal(text(round, "standing"), cases[i].standing);
        json_decref(json);
    }
    hall_free(h);
}

/* What the view of a key says; NULL if it is nobody's. */
static json_t *
owner_json(const struct hall *h, const struct ed25519_public *key)
{
    struct text_writer out;
    struct json_writer w;
    enum err e;

    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    e = view_key_owner(&w, h->conference, key->bytes);
    if (e)
        assert_err(e, ERR_NOTFOUND);
    return e ? NULL : parse(&out);
}

static void
a_key_and_a_card_lead_to_their_post(void **state)
{
    const struct post post = {POST_SEAT, 3};
    struct hall *h = hall_new(SEATS);
    struct ed25519_public key;
    json_t *json;

    (void)state;
    open_paper(h);
    assert_true(conference_key(h->conference, post, false, &key));
    json = owner_json(h, &key);
    assert_non_null(json);
    assert_string_equal(text(json, "post"), "seat/003");
    assert_true(json_is_string(json_object_get(json, "key")));
    /* The card is used. */
    assert_true(json_is_null(json_object_get(json, "invitation")));
    assert_int_equal(number(json, "post_entry"), number(json, "card_entry"));
    assert_true(number(json, "presence_entry") > number(json, "card_entry"));
    json_decref(json);
    hall_draft_reissue(h, post);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    assert_null(owner_json(h, &key));
    assert_true(conference_key(h->conference, post, true, &key));
    json = owner_json(h, &key);
    assert_non_null(json);
    assert_string_equal(text(json, "post"), "seat/003");
    assert_true(json_is_null(json_object_get(json, "key")));
    assert_true(number(json, "post_entry") < number(json, "card_entry"));
    json_decref(json);
    key.bytes[0] ^= 1;
    assert_null(owner_json(h, &key));
    hall_free(h);
}

static void
the_whole_and_the_wall_show_the_same_attendance(void **state)
{
    struct hall *h = hall_new(SEATS);
    json_t *whole;
    json_t *wall;

    (void)state;
    open_paper(h);
    whole = whole_json(h, view_conference);
    wall = whole_json(h, view_wall);
    assert_true(json_equal(json_object_get(whole, "attendance"),
                           json_object_get(wall, "attendance")));
    assert_true(json_equal(json_object_get(whole, "log"),
                           json_object_get(wall, "log")));
    assert_int_equal(number(json_object_get(wall, "attendance"), "present"),
                     SEATS - 1);
    assert_int_equal(json_array_size(json_object_get(wall, "rounds")), 4);
    assert_string_equal(text(json_object_get(wall, "ballot_box"), "stage"),
                        "ready");
    json_decref(whole);
    json_decref(wall);
    hall_free(h);
}

static void
all_seats_are_listed_by_number_each_as_it_is_seen_alone(void **state)
{
    struct hall *h = hall_new(SEATS);
    json_t *list;

    (void)state;
    open_paper(h);
    list = whole_json(h, view_seats);
    assert_int_equal(json_array_size(json_object_get(list, "seats")), SEATS);
    for (unsigned i = 0; i < SEATS; i++) {
        json_t *alone = seat_json(h, i + 1);

        assert_true(json_equal(
            json_array_get(json_object_get(list, "seats"), i), alone));
        json_decref(alone);
    }
    json_decref(list);
    hall_free(h);
}

static void
what_does_not_exist_is_not_found_and_nothing_is_written(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct text_writer out;
    struct json_writer w;

    (void)state;
    text_writer_start(&out, bytes, sizeof bytes);
    json_put_start(&w, &out);
    assert_err(view_round(&w, h->conference, 0), ERR_NOTFOUND);
    assert_err(view_seat(&w, h->conference, (struct post){POST_SEAT, 1}),
               ERR_NOTFOUND);
    assert_int_equal(out.len, 0);
    hall_free(h);
}

static void
a_buffer_that_is_too_small_is_an_error_and_not_half_a_view(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct text_writer out;
    struct json_writer w;
    struct span written;

    (void)state;
    open_paper(h);
    text_writer_start(&out, bytes, 500);
    json_put_start(&w, &out);
    view_conference(&w, h->conference);
    assert_err(text_writer_finish(&out, &written), ERR_NOMEM);
    hall_free(h);
}

static void
texts_are_escaped_so_that_no_page_trips_on_them(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        {"plain 赞成", "\"plain 赞成\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"</script>", "\"\\u003c/script\\u003e\""},
        {"line\nfeed\x01", "\"line\\u000afeed\\u0001\""},
        {"bad \xff byte", "\"bad \xEF\xBF\xBD byte\""},
        {"\xF0\xA0\x82\x89", "\"\xF0\xA0\x82\x89\""},
        {"", "\"\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_writer out;
        struct json_writer w;

        text_writer_start(&out, bytes, sizeof bytes);
        json_put_start(&w, &out);
        json_put_text(&w, NULL, cases[i].text);
        if (!span_eq(text_writer_written(&out), span_text(cases[i].want)))
            fail_msg("%s: %.*s", cases[i].text, (int)out.len, out.bytes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_open_round_shows_turnout_and_no_counts),
        cmocka_unit_test(a_result_shows_what_was_counted),
        cmocka_unit_test(a_seat_is_told_where_it_stands),
        cmocka_unit_test(a_key_and_a_card_lead_to_their_post),
        cmocka_unit_test(
            all_seats_are_listed_by_number_each_as_it_is_seen_alone),
        cmocka_unit_test(the_whole_and_the_wall_show_the_same_attendance),
        cmocka_unit_test(
            what_does_not_exist_is_not_found_and_nothing_is_written),
        cmocka_unit_test(
            a_buffer_that_is_too_small_is_an_error_and_not_half_a_view),
        cmocka_unit_test(texts_are_escaped_so_that_no_page_trips_on_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
