/*
 * Goal: a batch's line is split as a shell would without expanding anything,
 * and a line that is not whole is refused.
 */
#include <stdlib.h>

#include "tests/test.h"
#include "voting/ctl/command_line.h"

static void
a_line_is_split_at_spaces_outside_quotes(void **state)
{
    static const struct {
        const char *line;
        int count;
        const char *words[4];
    } cases[] = {
        {"", 0, {NULL}},
        {"   \t ", 0, {NULL}},
        {"# open P1", 0, {NULL}},
        {"open P1", 2, {"open", "P1"}},
        {"  open\tP1 # now\r", 2, {"open", "P1"}},
        {"a#b", 1, {"a#b"}},
        {"say \"two words\" 'and three'", 3, {"say", "two words", "and three"}},
        {"a\"b c\"d", 1, {"ab cd"}},
        {"x \"\" y", 3, {"x", "", "y"}},
        {"\"a\\\"b\\\\c\" '\\n' $HOME", 3, {"a\"b\\c", "\\n", "$HOME"}},
        {"选举 '公 开'", 2, {"选举", "公 开"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command_line out;

        assert_ok(command_line_split(&out, span_text(cases[i].line)));
        if (out.count != cases[i].count)
            fail_msg("%s: %d words", cases[i].line, out.count);
        for (int k = 0; k < out.count; k++)
            assert_string_equal(out.words[k], cases[i].words[k]);
        assert_null(out.words[out.count]);
    }
}

static void
a_line_that_is_not_whole_is_refused(void **state)
{
    struct command_line out;
    char *long_line = malloc(COMMAND_LINE_BYTES);

    (void)state;
    assert_non_null(long_line);
    assert_err(command_line_split(&out, span_text("say \"hello")), ERR_INPUT);
    assert_err(command_line_split(&out, span_text("say 'hello")), ERR_INPUT);
    assert_err(command_line_split(&out, span_of("a\0b", 3)), ERR_INPUT);
    memset(long_line, 'x', COMMAND_LINE_BYTES);
    assert_err(command_line_split(&out, span_of(long_line, COMMAND_LINE_BYTES)),
               ERR_INPUT);
    for (size_t i = 1; i < COMMAND_LINE_BYTES; i += 2)
        long_line[i] = ' ';
    assert_err(command_line_split(
                   &out, span_of(long_line, COMMAND_LINE_BYTES / 2 - 1)),
               ERR_INPUT);
    free(long_line);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_split_at_spaces_outside_quotes),
        cmocka_unit_test(a_line_that_is_not_whole_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
