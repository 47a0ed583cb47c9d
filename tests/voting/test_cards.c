/*
 * Goal: a card shows what is on it and nothing that a name could smuggle into
 * the page; a QR code is one.
 */
#include <stdlib.h>

#include "tests/test.h"
#include "voting/ctl/cards.h"
#include "voting/ctl/qr.h"
#include "voting/log/name_record.h"

/* The page of one card; the caller frees it. */
static char *
page_of(const char *name, const char *group, const char *address, enum err want)
{
    struct card card = {.post = {POST_SEAT, 17}, .token = {1, 2, 3}};
    struct cards cards = {.lang = LANG_ZH,
                          .conference = span_text("大会 <7>"),
                          .address = address,
                          .items = &card,
                          .count = 1};
    char *page = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&page, &len);

    assert_non_null(out);
    card.name = span_text(name);
    card.group = span_text(group);
    assert_err(cards_write(out, &cards), want);
    fclose(out);
    return page;
}

static void
a_name_stands_in_the_page_as_text_only(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } cases[] = {
        {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"\"><img src=x onerror=x>", "&quot;&gt;&lt;img src=x onerror=x&gt;"},
        {"O'Brien & Söhne", "O&#39;Brien &amp; Söhne"},
        {"高𬭎", "<bdi>高𬭎</bdi>"},
        {"a\xe2\x80\xae"
         "b",
         "a\xef\xbf\xbd"
         "b"},
        {"a\x1b[0m", "a\xef\xbf\xbd[0m"},
        {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"&lt;", "&amp;lt;"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *page = page_of(cases[i].name, cases[i].name, NULL, OK);

        if (!strstr(page, cases[i].want))
            fail_msg("%s is not there", cases[i].want);
        assert_null(strstr(page, "<script"));
        assert_null(strstr(page, "<img"));
        assert_null(strstr(page, "\xe2\x80\xae"));
        free(page);
    }
}

static void
the_page_loads_nothing_and_shows_the_digits(void **state)
{
    static const uint8_t token[TOKEN_BYTES] = {1, 2, 3};
    char digits[TOKEN_DIGITS_BYTES];
    char *page = page_of("丁婉晴", "D1", "https://vote.example/", OK);

    (void)state;
    token_to_digits(digits, token);
    assert_non_null(strstr(page, digits));
    assert_non_null(strstr(page, "seat/017"));
    assert_non_null(strstr(page, "大会 &lt;7&gt;"));
    assert_non_null(strstr(page, "default-src 'none'"));
    assert_null(strstr(page, "http-equiv=\"refresh\""));
    assert_null(strstr(page, " src="));
    assert_null(strstr(page, " href="));
    free(page);
}

static void
an_address_that_is_none_is_refused(void **state)
{
    static const char *const addresses[] = {
        "",
        "vote.example",
        "javascript:alert(1)",
        "https://a b",
        "https://a\"b",
        "https://a#b",
        "https://a?b",
    };
    char long_address[600] = "https://";

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        free(page_of("x", "", addresses[i], ERR_INPUT));
    memset(long_address + 8, 'a', sizeof long_address - 9);
    free(page_of("x", "", long_address, ERR_INPUT));
}

static void
a_qr_code_is_a_drawing_of_its_text(void **state)
{
    char *svg = malloc(QR_SVG_MAX);
    char *other = malloc(QR_SVG_MAX);
    char long_text[QR_TEXT_MAX + 2];
    struct text_writer w;
    struct text_writer v;

    (void)state;
    assert_true(svg && other);
    text_writer_start(&w, svg, QR_SVG_MAX);
    assert_ok(qr_svg(&w, "congress:AQIDAAAAAAAAAAAAAAAAAA", "x"));
    text_writer_start(&v, other, QR_SVG_MAX);
    assert_ok(qr_svg(&v, "congress:AQIDAAAAAAAAAAAAAAAAAB", "x"));
    assert_true(span_starts_with(text_writer_written(&w), "<svg "));
    assert_false(span_eq(text_writer_written(&w), text_writer_written(&v)));
    assert_err(qr_svg(&w, "", "x"), ERR_INPUT);
    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    assert_err(qr_svg(&w, long_text, "x"), ERR_INPUT);
    text_writer_start(&w, svg, 100);
    assert_err(qr_svg(&w, "a", "x"), ERR_NOMEM);
    free(svg);
    free(other);
}

static void
a_name_record_has_its_lines_and_commits_to_them(void **state)
{
    const char *fields[NAME_FIELDS_] = {"丁婉晴", "Ding Wanqing", "D1", "",
                                        NULL};
    const struct post seat = {POST_SEAT, 1};
    struct log_name name;
    struct hash32 commitment;
    struct hash32 again;

    (void)state;
    assert_ok(name_record_make(&name, &commitment, seat, fields));
    assert_true(span_eq(span_of(name.record, name.len),
                        span_text("zh 丁婉晴\nen Ding Wanqing\ngroup D1\n")));
    assert_true(
        span_eq(name_record_field(&name, NAME_EN), span_text("Ding Wanqing")));
    assert_int_equal(name_record_field(&name, NAME_TITLE_ZH).len, 0);
    name_record_commit(&again, &name);
    assert_true(hash_eq(&commitment, &again));
    name.salt[0] ^= 1;
    name_record_commit(&again, &name);
    assert_false(hash_eq(&commitment, &again));
    name.salt[0] ^= 1;
    name.record[3] ^= 1;
    name_record_commit(&again, &name);
    assert_false(hash_eq(&commitment, &again));
}

static void
a_name_that_could_forge_a_line_is_refused(void **state)
{
    static const char *const names[] = {"", "甲\nen 乙",
                                        "a\xe2\x80\xae"
                                        "b",
                                        "\xff"};
    const struct post seat = {POST_SEAT, 1};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *fields[NAME_FIELDS_] = {names[i]};
        struct log_name name;
        struct hash32 commitment;

        assert_err(name_record_make(&name, &commitment, seat, fields),
                   ERR_INPUT);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_stands_in_the_page_as_text_only),
        cmocka_unit_test(the_page_loads_nothing_and_shows_the_digits),
        cmocka_unit_test(an_address_that_is_none_is_refused),
        cmocka_unit_test(a_qr_code_is_a_drawing_of_its_text),
        cmocka_unit_test(a_name_record_has_its_lines_and_commits_to_them),
        cmocka_unit_test(a_name_that_could_forge_a_line_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
