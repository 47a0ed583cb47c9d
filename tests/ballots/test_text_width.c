/* Goal: columns line up in a terminal, whatever script a name is in. */
#include "ballots/text_width.h"

#include "tests/support/written.h"
#include "tests/test.h"

static void
chinese_takes_two_columns_and_marks_none(void **state)
{
    static const struct {
        const char *text;
        size_t want;
    } cases[] = {
        {"", 0},
        {"abc", 3},
        {"赞成", 4},
        {"高𬭎", 4},
        {"，。（）：", 10},
        {"阿依努尔·图尔荪", 15}, /* the middle dot is ambiguous: one */
        {"ＡＢ", 4},
        {"e\u0301", 1},
        {"Łódź", 4},
        {"가", 2},
        {"a\xff"
         "b",
         3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (text_width(span_text(cases[i].text)) != cases[i].want)
            fail_msg("%s: %zu", cases[i].text,
                     text_width(span_text(cases[i].text)));
}

static void
padding_fills_up_and_never_cuts(void **state)
{
    char buffer[64];
    struct text_writer w;

    (void)state;
    text_writer_start(&w, buffer, sizeof buffer);
    text_width_pad(&w, span_text("赞成"), 6);
    text_writer_text(&w, "|");
    text_width_pad_left(&w, span_text("赞成"), 6);
    text_writer_text(&w, "|");
    text_width_pad(&w, span_text("反对票"), 5);
    text_writer_text(&w, "|");
    text_width_pad_left(&w, span_text("7"), 3);
    written_check("padding", &w, "赞成  |  赞成|反对票|  7");
    text_writer_start(&w, buffer, 5);
    text_width_pad(&w, span_text("赞"), 6);
    assert_int_equal(w.error, ERR_NOMEM);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_takes_two_columns_and_marks_none),
        cmocka_unit_test(padding_fills_up_and_never_cuts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
