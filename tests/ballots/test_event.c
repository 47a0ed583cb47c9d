/*
 * Goal: one event has one text: whatever is not exactly that is refused, and
 * what decodes encodes back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/event.h"
#include "tests/support/hall.h"
#include "tests/test.h"

/* A leave: each kind of line that every event has, and a reference. */
#define HEAD                                                                   \
    "congress/v1 leave\n"                                                      \
    "log example.edu/congress-7\n" SEEN AT
#define SEEN "seen 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define AT "at 1773360000\n"
#define SESSION "session 7-1\n"
#define POST "post seat/002\n"
#define PREVIOUS "previous 0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define BODY SESSION POST PREVIOUS
#define SIGNATURE                                                              \
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"             \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define DASH "\xE2\x80\x94 "
#define LINE DASH "example.edu/congress-7/seat/002 " SIGNATURE "\n"
#define NOTE HEAD BODY "\n" LINE

struct reading {
    const char *what;
    const char *note;
    enum refusal want;
};

static enum refusal
decode(const char *note, size_t len)
{
    struct event *e = malloc(sizeof *e);
    char *copy = malloc(len ? len : 1); /* so that ASan sees its end */
    enum refusal r;

    assert_true(e && copy);
    memcpy(copy, note, len);
    r = event_decode(e, span_of(copy, len));
    free(copy);
    free(e);
    return r;
}

static void
check_readings(const struct reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum refusal got = decode(readings[i].note, strlen(readings[i].note));

        if (got != readings[i].want)
            fail_msg("%s: %s, not %s", readings[i].what, refusal_code(got),
                     refusal_code(readings[i].want));
    }
}

#define CHECK_READINGS(list) check_readings(list, sizeof(list) / sizeof *(list))

static void
the_head_of_an_event_has_one_form(void **state)
{
    static const struct reading readings[] = {
        {"as it is", NOTE, REFUSED_NOTHING},
        {"nothing", "", REFUSED_FORM},
        {"a line feed", "\n", REFUSED_FORM},
        {"another version", "congress/v2 leave\n\n" LINE, REFUSED_FORM},
        {"no type", "congress/v1\n\n" LINE, REFUSED_FORM},
        {"an empty type", "congress/v1 \n\n" LINE, REFUSED_TYPE},
        {"an unknown type", "congress/v1 depart\n\n" LINE, REFUSED_TYPE},
        {"a capital", "congress/v1 Leave\n\n" LINE, REFUSED_TYPE},
        {"a space behind", "congress/v1 leave \n\n" LINE, REFUSED_TYPE},
        {"two spaces", "congress/v1  leave\n\n" LINE, REFUSED_TYPE},
        {"a line before", "\n" NOTE, REFUSED_FORM},
        {"a byte order mark", "\xEF\xBB\xBF" NOTE, REFUSED_FORM},
        {"type only", "congress/v1 leave\n\n" LINE, REFUSED_FORM},
        {"no origin", "congress/v1 leave\n" SEEN AT BODY "\n" LINE,
         REFUSED_FORM},
        {"nothing seen",
         "congress/v1 leave\nlog example.edu/congress-7\n" AT BODY "\n" LINE,
         REFUSED_FORM},
        {"no date",
         "congress/v1 leave\nlog example.edu/congress-7\n" SEEN BODY "\n" LINE,
         REFUSED_FORM},
        {"two dates", HEAD AT BODY "\n" LINE, REFUSED_FORM},
    };

    (void)state;
    CHECK_READINGS(readings);
}

static void
fields_come_each_once_and_in_order(void **state)
{
    static const struct reading readings[] = {
        {"one missing", HEAD SESSION PREVIOUS "\n" LINE, REFUSED_FORM},
        {"the last missing", HEAD SESSION POST "\n" LINE, REFUSED_FORM},
        {"all missing", HEAD "\n" LINE, REFUSED_FORM},
        {"one twice", HEAD SESSION POST POST PREVIOUS "\n" LINE, REFUSED_FORM},
        {"the last twice", HEAD BODY PREVIOUS "\n" LINE, REFUSED_FORM},
        {"swapped", HEAD POST SESSION PREVIOUS "\n" LINE, REFUSED_FORM},
        {"the head twice", HEAD HEAD BODY "\n" LINE, REFUSED_FORM},
        {"an unknown field", HEAD BODY "how phone\n\n" LINE, REFUSED_FORM},
        {"an empty line between", HEAD SESSION "\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"a comment", HEAD "# here\n" BODY "\n" LINE, REFUSED_FORM},
        {"a key longer", HEAD "sessions 7-1\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"a capital key", HEAD "Session 7-1\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"two spaces", HEAD "session  7-1\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"a tab", HEAD "session\t7-1\n" POST PREVIOUS "\n" LINE, REFUSED_FORM},
        {"a space before", HEAD " session 7-1\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"a space behind", HEAD "session 7-1 \n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"a value more", HEAD "session 7-1 7-2\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"no value", HEAD "session\n" POST PREVIOUS "\n" LINE, REFUSED_FORM},
        {"carriage returns", HEAD "session 7-1\r\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"a no-break space",
         HEAD "session 7\xC2\xA0-1\n" POST PREVIOUS "\n" LINE, REFUSED_FORM},
        {"text turned round",
         HEAD "session 7-\xE2\x80\xAE"
              "1\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
        {"bad UTF-8", HEAD "session 7-\xFF\n" POST PREVIOUS "\n" LINE,
         REFUSED_FORM},
    };

    (void)state;
    CHECK_READINGS(readings);
}

static void
signature_lines_have_one_form(void **state)
{
    static const struct reading readings[] = {
        {"no empty line", HEAD BODY LINE, REFUSED_FORM},
        {"no line", HEAD BODY "\n", REFUSED_FORM},
        {"no lines at all", HEAD BODY, REFUSED_FORM},
        {"no line feed at the end",
         HEAD BODY "\n" DASH "example.edu/congress-7/seat/002 " SIGNATURE,
         REFUSED_FORM},
        {"a line feed behind", NOTE "\n", REFUSED_FORM},
        {"text behind", NOTE "x", REFUSED_FORM},
        {"a line of another post",
         NOTE DASH "example.edu/congress-7/seat/2 " SIGNATURE "\n",
         REFUSED_SIGNERS},
        {"a line of the log itself",
         NOTE DASH "example.edu/congress-7 " SIGNATURE "\n", REFUSED_SIGNERS},
        {"a line of a witness", NOTE DASH "witness.example/w1 " SIGNATURE "\n",
         REFUSED_SIGNERS},
        {"another log's",
         HEAD BODY "\n" DASH "example.edu/congress-8/seat/002 " SIGNATURE "\n",
         REFUSED_SIGNERS},
        {"a longer origin",
         HEAD BODY "\n" DASH "example.edu/congress-7//seat/002 " SIGNATURE "\n",
         REFUSED_SIGNERS},
        {"an origin before",
         HEAD BODY "\n" DASH "x/example.edu/congress-7/seat/002 " SIGNATURE
                   "\n",
         REFUSED_SIGNERS},
        {"seat 0",
         HEAD BODY "\n" DASH "example.edu/congress-7/seat/000 " SIGNATURE "\n",
         REFUSED_SIGNERS},
        {"an invitation's invitation",
         HEAD BODY
         "\n" DASH
         "example.edu/congress-7/seat/002/invitation/invitation " SIGNATURE
         "\n",
         REFUSED_SIGNERS},
        {"an invitation",
         HEAD BODY "\n" DASH
                   "example.edu/congress-7/seat/002/invitation " SIGNATURE "\n",
         REFUSED_NOTHING},
        {"a hyphen for the dash",
         HEAD BODY "\n- example.edu/congress-7/seat/002 " SIGNATURE "\n",
         REFUSED_FORM},
        {"two spaces",
         HEAD BODY "\n" DASH "example.edu/congress-7/seat/002  " SIGNATURE "\n",
         REFUSED_FORM},
        {"no signature",
         HEAD BODY "\n" DASH "example.edu/congress-7/seat/002\n", REFUSED_FORM},
        {"no base64",
         HEAD BODY "\n" DASH "example.edu/congress-7/seat/002 AAAA*AAA\n",
         REFUSED_FORM},
    };

    (void)state;
    CHECK_READINGS(readings);
}

static void
an_event_is_refused_where_it_is_cut(void **state)
{
    size_t len = strlen(NOTE);

    (void)state;
    for (size_t cut = 0; cut < len; cut++)
        if (decode(NOTE, cut) == REFUSED_NOTHING)
            fail_msg("cut behind %zu bytes", cut);
    assert_refused(decode(NOTE, len), REFUSED_NOTHING);
    /* The NUL, too, is a byte. */
    assert_int_not_equal(decode(NOTE, len + 1), REFUSED_NOTHING);
}

static void
an_event_as_large_as_an_entry_is_not_read(void **state)
{
    enum { LIMIT = EVENT_ENTRY_MAX - EVENT_SERVER_LINE_MAX };
    char *large = malloc(LIMIT + 1);

    (void)state;
    assert_non_null(large);
    memset(large, 'x', LIMIT + 1);
    assert_refused(decode(large, LIMIT), REFUSED_FORM);
    assert_refused(decode(large, LIMIT + 1), REFUSED_TOO_LARGE);
    free(large);
}

static void
every_type_has_a_word_of_its_own(void **state)
{
    enum event_type type;

    (void)state;
    for (int i = 0; i < EVENT_TYPES_; i++) {
        assert_ok(event_type_find(
            &type, span_text(event_type_name((enum event_type)i))));
        assert_int_equal(type, i);
    }
    assert_err(event_type_find(&type, span_text("")), ERR_NOTFOUND);
    assert_err(event_type_find(&type, span_text("pos")), ERR_NOTFOUND);
    assert_string_equal(event_type_name(EVENT_TYPES_), "?");
}

/* Out of range, or no room: the two are told apart. */
static void
an_event_that_cannot_be_written_says_why(void **state)
{
    struct hall *h = hall_new(2);
    char text[512];
    size_t len;
    size_t full;

    (void)state;
    hall_draft_present(h, 1);
    assert_ok(event_encode(h->draft, text, sizeof text, &full));
    for (size_t room = 0; room < full; room++) {
        len = 1;
        assert_err(event_encode(h->draft, text, room, &len), ERR_NOMEM);
        assert_int_equal(len, 0);
    }
    assert_ok(event_encode(h->draft, text, full, &len));
    assert_int_equal(len, full);
    snprintf(h->draft->presence.session, 8, "a b");
    assert_err(event_encode(h->draft, text, sizeof text, &len), ERR_INPUT);
    hall_draft_present(h, 1)->presence.how = 3;
    assert_err(event_encode(h->draft, text, sizeof text, &len), ERR_INPUT);
    hall_draft_present(h, 1)->origin[0] = '\0';
    assert_err(event_encode(h->draft, text, sizeof text, &len), ERR_INPUT);
    hall_draft_present(h, 1)->type = EVENT_TYPES_;
    assert_err(event_encode(h->draft, text, sizeof text, &len), ERR_INPUT);
    hall_free(h);
}

static void
an_entry_is_a_time_and_a_note(void **state)
{
    static const struct {
        const char *entry;
        enum err want;
        uint64_t time_s;
        const char *note;
    } cases[] = {
        {"congress-entry/v1 0\n", OK, 0, ""},
        {"congress-entry/v1 1773360000\nx\n", OK, 1773360000, "x\n"},
        {"congress-entry/v1 253402300799\n\n", OK, EVENT_TIME_MAX, "\n"},
        {"congress-entry/v1 253402300800\n", ERR_INPUT, 0, ""},
        {"congress-entry/v1 01\n", ERR_INPUT, 0, ""},
        {"congress-entry/v1 -1\n", ERR_INPUT, 0, ""},
        {"congress-entry/v1  1\n", ERR_INPUT, 0, ""},
        {"congress-entry/v1 1 \n", ERR_INPUT, 0, ""},
        {"congress-entry/v1 1\r\n", ERR_INPUT, 0, ""},
        {"congress-entry/v1 \n", ERR_INPUT, 0, ""},
        {"congress-entry/v1 1", ERR_INPUT, 0, ""},
        {"congress-entry/v2 1\n", ERR_INPUT, 0, ""},
        {"", ERR_INPUT, 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span note;
        uint64_t time_s = 1;

        assert_err(event_split_entry(&time_s, &note, span_text(cases[i].entry)),
                   cases[i].want);
        assert_int_equal(time_s, cases[i].time_s);
        assert_true(span_eq(note, span_text(cases[i].note)));
    }
}

static void
a_server_line_reads_back(void **state)
{
    static const uint64_t times[] = {0, 9, 10, HALL_START_S, EVENT_TIME_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char line[EVENT_SERVER_LINE_MAX];
        size_t len = event_server_line(line, times[i]);
        struct span note;
        uint64_t time_s;

        assert_ok(event_split_entry(&time_s, &note, span_of(line, len)));
        assert_int_equal(time_s, times[i]);
        assert_int_equal(note.len, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_of_an_event_has_one_form),
        cmocka_unit_test(fields_come_each_once_and_in_order),
        cmocka_unit_test(signature_lines_have_one_form),
        cmocka_unit_test(an_event_is_refused_where_it_is_cut),
        cmocka_unit_test(an_event_as_large_as_an_entry_is_not_read),
        cmocka_unit_test(every_type_has_a_word_of_its_own),
        cmocka_unit_test(an_event_that_cannot_be_written_says_why),
        cmocka_unit_test(an_entry_is_a_time_and_a_note),
        cmocka_unit_test(a_server_line_reads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
