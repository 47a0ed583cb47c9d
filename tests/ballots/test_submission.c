/*
 * A submission and its outcomes are read back as they were written, and nothing
 * that is not exactly of their form is read.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/outcomes.h"
#include "tests/test.h"

#define HEADER "congress-submission/v1\n"
#define OUTCOMES "congress-outcomes/v1\n"

static const struct post seat_17 = {POST_SEAT, 17};

static const struct submission_part parts[] = {
    {.kind = SUBMISSION_SETUP, .bytes = {"12345", 5}},
    {.kind = SUBMISSION_PUBLIC, .bytes = {"a\n", 2}},
    {.kind = SUBMISSION_MEMBERS, .bytes = {"end\n", 4}},
    {.kind = SUBMISSION_PUBLIC, .bytes = {"\0", 1}},
    {.kind = SUBMISSION_NAME, .post = {POST_SEAT, 17}, .bytes = {"zh x\n", 5}},
    {.kind = SUBMISSION_NOTE, .bytes = {"one", 3}},
    {.kind = SUBMISSION_NOTE, .bytes = {"two", 3}},
    {.kind = SUBMISSION_END},
};

enum { PARTS = sizeof parts / sizeof *parts };

static void
parts_are_read_back_in_their_order(void **state)
{
    static const char want[] = HEADER "setup 5\n12345\n"
                                      "public 2\na\n\n"
                                      "members 4\nend\n\n"
                                      "public 1\n\0\n"
                                      "name seat/017 5\nzh x\n\n"
                                      "note 3\none\nnote 3\ntwo\nend\n";
    struct submission_writer writer;
    struct submission_reader reader;
    struct submission_part part;
    struct text_writer w;
    struct span written;
    char bytes[512];

    (void)state;
    text_writer_start(&w, bytes, sizeof bytes);
    submission_writer_start(&writer, &w);
    for (size_t i = 0; i < PARTS; i++)
        submission_write(&writer, &parts[i]);
    assert_ok(text_writer_finish(&w, &written));
    assert_true(span_eq(written, span_of(want, sizeof want - 1)));
    assert_true(submission_is_one(written));
    submission_reader_start(&reader, written);
    for (size_t i = 0; i < PARTS; i++) {
        assert_ok(submission_read(&reader, &part));
        assert_int_equal(part.kind, parts[i].kind);
        assert_true(span_eq(part.bytes, parts[i].bytes));
        if (part.kind == SUBMISSION_NAME)
            assert_true(post_eq(part.post, seat_17));
    }
    assert_ok(submission_read(&reader, &part));
    assert_int_equal(part.kind, SUBMISSION_END);
}

static void
its_parts_are_counted(void **state)
{
    struct submission_counts counts;

    (void)state;
    assert_ok(submission_check(
        &counts, span_text(HEADER "public 1\na\nmembers 1\nb\npublic 1\nc\n"
                                  "note 1\nd\nend\n")));
    assert_int_equal(counts.of[SUBMISSION_PUBLIC], 2);
    assert_int_equal(counts.of[SUBMISSION_MEMBERS], 1);
    assert_int_equal(counts.of[SUBMISSION_NAME], 0);
    assert_int_equal(counts.of[SUBMISSION_NOTE], 1);
    assert_ok(submission_check(&counts, span_text(HEADER "end\n")));
    assert_int_equal(counts.of[SUBMISSION_NOTE], 0);
    assert_err(submission_check(&counts, span_text(HEADER)), ERR_INPUT);
    assert_int_equal(counts.of[SUBMISSION_END], 0);
}

static void
other_forms_are_not_read(void **state)
{
    static const struct {
        const char *what;
        const char *body;
    } cases[] = {
        {"nothing", ""},
        {"a header alone", HEADER},
        {"another header", "congress-submission/v2\nend\n"},
        {"a header without its LF", "congress-submission/v1"},
        {"carriage returns", "congress-submission/v1\r\nend\r\n"},
        {"no end", HEADER "note 1\na\n"},
        {"more after the end", HEADER "end\nend\n"},
        {"a byte after the end", HEADER "end\n\n"},
        {"an end with a length", HEADER "end 0\n\n"},
        {"two set-up codes", HEADER "setup 1\na\nsetup 1\nb\nend\n"},
        {"a set-up code behind a text",
         HEADER "public 1\na\nsetup 1\nb\nend\n"},
        {"a text behind a note", HEADER "note 1\na\npublic 1\nb\nend\n"},
        {"a text behind a name",
         HEADER "name seat/017 1\na\npublic 1\nb\nend\n"},
        {"a name behind a note", HEADER "note 1\na\nname seat/017 1\nb\nend\n"},
        {"an empty note", HEADER "note 0\n\nend\n"},
        {"an empty text", HEADER "public 0\n\nend\n"},
        {"no length", HEADER "note\na\nend\n"},
        {"a length with a zero before", HEADER "note 01\na\nend\n"},
        {"a length with a sign", HEADER "note +1\na\nend\n"},
        {"two spaces", HEADER "note  1\na\nend\n"},
        {"a length too short", HEADER "note 1\nab\nend\n"},
        {"a length too long", HEADER "note 5\na\nend\n"},
        {"a length beyond all", HEADER "note 99999999999999999999\na\nend\n"},
        {"no LF behind the bytes", HEADER "note 1\naend\n"},
        {"an unknown part", HEADER "blob 1\na\nend\n"},
        {"capitals", HEADER "Note 1\na\nend\n"},
        {"a post that is none", HEADER "name seat/17 1\na\nend\n"},
        {"a name without a post", HEADER "name 1\na\nend\n"},
        {"a note with a post", HEADER "note seat/017 1\na\nend\n"},
        {"a part without a word", HEADER " 1\na\nend\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span body = span_text(cases[i].body);
        struct submission_reader reader;
        struct submission_part part;

        if (submission_check(NULL, body) != ERR_INPUT)
            fail_msg("read: %s", cases[i].what);
        /* Once bad, it stays so. */
        submission_reader_start(&reader, body);
        while (submission_read(&reader, &part) == OK)
            assert_int_not_equal(part.kind, SUBMISSION_END);
        assert_err(submission_read(&reader, &part), ERR_INPUT);
        assert_int_equal(part.kind, SUBMISSION_NONE);
    }
}

/* A submission of one part of this length, `count` times. */
static enum err
check_length(const char *head, size_t length, size_t count)
{
    size_t room = count * (length + PART_FRAME_MAX) + SUBMISSION_FRAME_BYTES;
    struct span bytes = {calloc(1, length), length};
    char *body = malloc(room);
    struct text_writer w;
    struct span written;
    enum err e;

    assert_non_null(bytes.ptr);
    assert_non_null(body);
    text_writer_start(&w, body, room);
    text_writer_text(&w, HEADER);
    for (size_t i = 0; i < count; i++)
        part_write(&w, span_text(head), &bytes, 1);
    text_writer_text(&w, "end\n");
    assert_ok(text_writer_finish(&w, &written));
    e = submission_check(NULL, written);
    free(body);
    free((void *)(uintptr_t)bytes.ptr);
    return e;
}

static void
every_limit_holds_to_the_byte(void **state)
{
    static const struct {
        const char *head;
        size_t max;
    } cases[] = {
        {"setup", SUBMISSION_SETUP_MAX},  {"public", SUBMISSION_TEXT_MAX},
        {"members", SUBMISSION_TEXT_MAX}, {"name desk/1", SUBMISSION_NAME_MAX},
        {"note", SUBMISSION_NOTE_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (check_length(cases[i].head, cases[i].max, 1))
            fail_msg("not read: %s", cases[i].head);
        if (check_length(cases[i].head, cases[i].max + 1, 1) != ERR_INPUT)
            fail_msg("too long, and read: %s", cases[i].head);
    }
    assert_ok(check_length("note", 1, SUBMISSION_NOTES_MAX));
    assert_err(check_length("note", 1, SUBMISSION_NOTES_MAX + 1), ERR_INPUT);
    /* The whole has one too. */
    assert_err(check_length("public", SUBMISSION_MAX / 2, 2), ERR_INPUT);
}

static void
what_cannot_stand_is_not_written(void **state)
{
    static const struct submission_part bad[] = {
        {.kind = SUBMISSION_NONE, .bytes = {"a", 1}},
        {.kind = SUBMISSION_SETUP, .bytes = {"a", 1}},
        {.kind = SUBMISSION_PUBLIC, .bytes = {"a", 1}},
        {.kind = SUBMISSION_NOTE, .bytes = {"", 0}},
        {.kind = SUBMISSION_KINDS_, .bytes = {"a", 1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct submission_writer writer;
        struct text_writer w;
        char bytes[128];

        text_writer_start(&w, bytes, sizeof bytes);
        submission_writer_start(&writer, &w);
        submission_write(&writer, &parts[5]);
        assert_ok(w.error);
        submission_write(&writer, &bad[i]);
        assert_err(w.error, ERR_INPUT);
    }
}

/* ---- Outcomes -------------------------------------------------------------*/

static void
outcomes_are_read_back(void **state)
{
    static const struct outcomes_part all[] = {
        {OUTCOMES_RECEIPT, {"first", 5}},
        {OUTCOMES_REFUSED, {"second", 6}},
        {OUTCOMES_RECEIPT, {"end\n", 4}},
        {OUTCOMES_END, {NULL, 0}},
    };
    struct outcomes_reader reader;
    struct outcomes_part part;
    struct text_writer w;
    struct span written;
    char bytes[256];

    (void)state;
    text_writer_start(&w, bytes, sizeof bytes);
    outcomes_write_start(&w);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        outcomes_write(&w, &all[i]);
    assert_ok(text_writer_finish(&w, &written));
    assert_true(span_eq(written, span_text(OUTCOMES "receipt 5\nfirst\n"
                                                    "refused 6\nsecond\n"
                                                    "receipt 4\nend\n\n"
                                                    "end\n")));
    outcomes_reader_start(&reader, written);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_ok(outcomes_read(&reader, &part));
        assert_int_equal(part.kind, all[i].kind);
        assert_true(span_eq(part.bytes, all[i].bytes));
    }
    assert_ok(outcomes_read(&reader, &part));
    assert_int_equal(part.kind, OUTCOMES_END);
}

static void
other_outcomes_are_not_read(void **state)
{
    static const char *const bad[] = {
        "",
        OUTCOMES,
        HEADER "end\n",
        OUTCOMES "receipt 0\n\nend\n",
        OUTCOMES "refused 641\na\nend\n",
        OUTCOMES "receipt 2\na\nend\n",
        OUTCOMES "refusal 1\na\nend\n",
        OUTCOMES "receipt 1\na\nend\nreceipt 1\na\nend\n",
        OUTCOMES "end",
        OUTCOMES "end 0\n\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct outcomes_reader reader;
        struct outcomes_part part;
        enum err e;

        outcomes_reader_start(&reader, span_text(bad[i]));
        do
            e = outcomes_read(&reader, &part);
        while (!e && part.kind != OUTCOMES_END);
        if (e != ERR_INPUT)
            fail_msg("read: %s", bad[i]);
        assert_err(outcomes_read(&reader, &part), ERR_INPUT);
    }
}

static void
there_are_no_more_outcomes_than_notes(void **state)
{
    static char bytes[16 * 1024];
    const struct outcomes_part one = {OUTCOMES_REFUSED, {"a", 1}};

    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct outcomes_reader reader;
        struct outcomes_part part;
        struct text_writer w;
        enum err e = OK;

        text_writer_start(&w, bytes, sizeof bytes);
        outcomes_write_start(&w);
        for (size_t i = 0; i < SUBMISSION_NOTES_MAX + more; i++)
            outcomes_write(&w, &one);
        outcomes_write(&w, &(const struct outcomes_part){OUTCOMES_END, {0}});
        outcomes_reader_start(&reader, text_writer_written(&w));
        do
            e = outcomes_read(&reader, &part);
        while (!e && part.kind != OUTCOMES_END);
        assert_err(e, more ? ERR_INPUT : OK);
    }
}

static void
an_outcome_that_is_none_is_not_written(void **state)
{
    static char large[OUTCOMES_REFUSED_MAX + 1];
    static const struct outcomes_part bad[] = {
        {OUTCOMES_RECEIPT, {"", 0}},
        {OUTCOMES_REFUSED, {large, sizeof large}},
        {OUTCOMES_END + 1, {"a", 1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct text_writer w;
        char bytes[1024];

        text_writer_start(&w, bytes, sizeof bytes);
        outcomes_write(&w, &bad[i]);
        assert_err(w.error, ERR_INPUT);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_read_back_in_their_order),
        cmocka_unit_test(its_parts_are_counted),
        cmocka_unit_test(other_forms_are_not_read),
        cmocka_unit_test(every_limit_holds_to_the_byte),
        cmocka_unit_test(what_cannot_stand_is_not_written),
        cmocka_unit_test(outcomes_are_read_back),
        cmocka_unit_test(other_outcomes_are_not_read),
        cmocka_unit_test(there_are_no_more_outcomes_than_notes),
        cmocka_unit_test(an_outcome_that_is_none_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
