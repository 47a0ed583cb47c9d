/*
 * Goal: docs/api.md lists each error with its status and code, and no error
 * that the server does not have; each has words in both languages, and each
 * refusal a status.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/document.h"
#include "tests/test.h"
#include "voting/server/api_error.h"

enum { ROW_ROOM = 128 };

static char *section;

static int
load(void **state)
{
    char *document = document_read("docs/api.md");

    (void)state;
    section = document_section(document, "## 2.");
    free(document);
    return 0;
}

static int
unload(void **state)
{
    (void)state;
    free(section);
    return 0;
}

/* The first error that the document does not list as the code has it. */
static unsigned
first_unlisted(const char *table)
{
    for (unsigned i = 0; i < API_ERROR_COUNT_; i++) {
        enum api_error error = (enum api_error)i;
        char row[ROW_ROOM];

        snprintf(row, sizeof row, "\n| %u | `%s` | ", api_error_status(error),
                 api_error_code(error));
        if (!document_has(table, row))
            return i;
    }
    return API_ERROR_COUNT_;
}

static void
every_error_is_listed_with_its_status_and_no_other(void **state)
{
    unsigned i = first_unlisted(section);

    (void)state;
    if (i != API_ERROR_COUNT_)
        fail_msg("not listed: %s", api_error_code((enum api_error)i));
    assert_int_equal(document_count(section, "` | "), API_ERROR_COUNT_);
}

static void
an_error_with_another_status_is_noticed(void **state)
{
    char *row = strstr(section, "| 429 | `too-many`");

    (void)state;
    assert_non_null(row);
    row[strlen("| 4")] = '3';
    assert_int_equal(first_unlisted(section), API_TOO_MANY);
    row[strlen("| 4")] = '2';
}

static void
every_error_is_three_lines_in_two_languages(void **state)
{
    char bytes[API_ERROR_TEXT_MAX];

    (void)state;
    for (unsigned i = 0; i < API_ERROR_COUNT_; i++) {
        enum api_error error = (enum api_error)i;
        struct text_writer w;
        struct span rest;
        struct span line;

        text_writer_start(&w, bytes, sizeof bytes);
        api_error_write(&w, error);
        assert_ok(text_writer_finish(&w, &rest));
        assert_ok(span_take_line(&line, &rest));
        assert_true(span_eq(line, span_text(api_error_code(error))));
        assert_ok(span_take_line(&line, &rest));
        assert_true((unsigned char)line.ptr[0] >= 0x80);
        assert_ok(span_take_line(&line, &rest));
        assert_true(line.ptr[0] >= 'A' && line.ptr[0] <= 'Z');
        assert_int_equal(rest.len, 0);
    }
}

static void
a_stopped_log_says_why_in_two_more_lines(void **state)
{
    char bytes[API_ERROR_TEXT_MAX + 1] = {0};

    (void)state;
    for (unsigned i = 1; i < LOG_FAULT_COUNT_; i++) {
        enum log_fault fault = (enum log_fault)i;
        struct text_writer w;
        struct span text;

        text_writer_start(&w, bytes, API_ERROR_TEXT_MAX);
        api_error_write_fault(&w, fault);
        assert_ok(text_writer_finish(&w, &text));
        bytes[text.len] = '\0';
        assert_int_equal(document_count(bytes, "\n"), 5);
        assert_non_null(strstr(bytes, log_fault_words(fault, LANG_ZH)));
        assert_non_null(strstr(bytes, log_fault_words(fault, LANG_EN)));
    }
}

static void
every_refusal_has_the_status_that_the_document_gives_it(void **state)
{
    static const struct {
        enum refusal refusal;
        unsigned status;
    } cases[] = {
        {REFUSED_FORM, 400},      {REFUSED_TYPE, 400},
        {REFUSED_TOO_LARGE, 413}, {REFUSED_SIGNERS, 403},
        {REFUSED_NO_KEY, 403},    {REFUSED_SIGNATURE, 403},
        {REFUSED_BUSY, 503},      {REFUSED_NO_MEMORY, 503},
        {REFUSED_STORE, 503},
    };

    (void)state;
    for (unsigned r = 1; r < REFUSAL_COUNT_; r++) {
        unsigned want = 409;

        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            if (cases[i].refusal == (enum refusal)r)
                want = cases[i].status;
        if (api_error_refusal_status((enum refusal)r) != want)
            fail_msg("%s", refusal_code((enum refusal)r));
    }
}

static void
a_status_that_http_found_has_its_error(void **state)
{
    (void)state;
    assert_int_equal(api_error_of_status(400), API_REQUEST);
    assert_int_equal(api_error_of_status(413), API_TOO_LARGE);
    assert_int_equal(api_error_of_status(431), API_HEAD_TOO_LARGE);
    assert_int_equal(api_error_of_status(418), API_REQUEST);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_is_listed_with_its_status_and_no_other),
        cmocka_unit_test(an_error_with_another_status_is_noticed),
        cmocka_unit_test(every_error_is_three_lines_in_two_languages),
        cmocka_unit_test(a_stopped_log_says_why_in_two_more_lines),
        cmocka_unit_test(
            every_refusal_has_the_status_that_the_document_gives_it),
        cmocka_unit_test(a_status_that_http_found_has_its_error),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
