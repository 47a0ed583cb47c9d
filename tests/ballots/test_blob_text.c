/*
 * Goal: the texts that entries name are read in one form only, and give the
 * title in the language asked for or in the one there is.
 */
#include "ballots/blob_text.h"
#include "tests/test.h"

#define SALT "salt AAECAwQFBgcICQoLDA0ODw==\n"

static void
a_text_is_refused_unless_it_has_its_one_form(void **state)
{
    static const struct {
        const char *what;
        const char *text;
        enum err want;
    } cases[] = {
        {"Chinese and English", SALT "zh 标题\nzh 一\nzh\nen Title\n", OK},
        {"English alone", SALT "en Title\n", OK},
        {"a table", SALT "zh 标题\nzh 甲\t乙\n", OK},
        {"no salt", "zh 标题\n", ERR_INPUT},
        {"a short salt", "salt AAECAw==\nzh 标题\n", ERR_INPUT},
        {"no text", SALT, ERR_INPUT},
        {"nothing", "", ERR_INPUT},
        {"an empty title", SALT "zh\nzh 一\n", ERR_INPUT},
        {"English first", SALT "en Title\nzh 标题\n", ERR_INPUT},
        {"Chinese again", SALT "zh 标题\nen Title\nzh 二\n", ERR_INPUT},
        {"another language", SALT "fr Titre\n", ERR_INPUT},
        {"a space and nothing", SALT "zh 标题\nzh \n", ERR_INPUT},
        {"a prefix that goes on", SALT "zhong\n", ERR_INPUT},
        {"no line end", SALT "zh 标题", ERR_INPUT},
        {"an override",
         SALT "zh a\xe2\x80\xae"
              "b\n",
         ERR_INPUT},
        {"a control", SALT "zh a\x1b[31m\n", ERR_INPUT},
        {"bad UTF-8", SALT "zh \xff\n", ERR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct blob_text text;
        enum err got = blob_text_read(&text, span_text(cases[i].text));

        if (got != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(got));
        if (got)
            assert_false(blob_text_has(&text, LANG_ZH) ||
                         blob_text_has(&text, LANG_EN));
    }
}

static void
assert_title(const char *text, enum lang lang, const char *want)
{
    struct blob_text read;
    struct span title;

    assert_ok(blob_text_read(&read, span_text(text)));
    title = blob_text_title(&read, lang);
    assert_true(span_eq(title, span_text(want)));
}

static void
the_title_is_in_the_language_asked_for_or_the_one_there_is(void **state)
{
    (void)state;
    assert_title(SALT "zh 标题\nzh 一\nen Title\n", LANG_ZH, "标题");
    assert_title(SALT "zh 标题\nzh 一\nen Title\n", LANG_EN, "Title");
    assert_title(SALT "zh 标题\n", LANG_EN, "标题");
    assert_title(SALT "en Title\n", LANG_ZH, "Title");
}

static void
what_is_written_reads_back_line_by_line(void **state)
{
    static const uint8_t salt[BLOB_TEXT_SALT_BYTES] = {1, 2, 3};
    char bytes[256];
    struct text_writer w;
    struct blob_text text;
    struct span written;
    struct span rest;
    struct span line;

    (void)state;
    text_writer_start(&w, bytes, sizeof bytes);
    blob_text_write_salt(&w, salt);
    blob_text_write_line(&w, LANG_ZH, span_text("标题"));
    blob_text_write_line(&w, LANG_ZH, span_text(""));
    blob_text_write_line(&w, LANG_EN, span_text("Title"));
    assert_ok(text_writer_finish(&w, &written));
    assert_ok(blob_text_read(&text, written));
    rest = text.lines[LANG_ZH];
    assert_ok(blob_text_line(&line, &rest));
    assert_true(span_eq(line, span_text("标题")));
    assert_ok(blob_text_line(&line, &rest));
    assert_int_equal(line.len, 0);
    assert_err(blob_text_line(&line, &rest), ERR_INPUT);
}

static void
a_line_that_could_not_be_read_is_not_written(void **state)
{
    static const char *const lines[] = {"two\nlines", "\xe2\x80\xae", "\x07"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char bytes[64];
        struct text_writer w;
        struct span written;

        text_writer_start(&w, bytes, sizeof bytes);
        blob_text_write_line(&w, LANG_ZH, span_text(lines[i]));
        assert_err(text_writer_finish(&w, &written), ERR_INPUT);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_refused_unless_it_has_its_one_form),
        cmocka_unit_test(
            the_title_is_in_the_language_asked_for_or_the_one_there_is),
        cmocka_unit_test(what_is_written_reads_back_line_by_line),
        cmocka_unit_test(a_line_that_could_not_be_read_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
