/*
 * Goal: a command line is read exactly as its table says, and everything else
 * is refused with its reason.
 */
#include <stdio.h>

#include "tests/test.h"
#include "voting/ctl/options.h"

static const struct option_line lines[] = {
    {"count", "N", true, "数", "number"},
    {"who", "POST,...", false, "谁", "who"},
    {"quietly", NULL, false, "静", "quiet"},
    {NULL, NULL, false, NULL, NULL},
};

static const struct usage usage = {
    "try", "ONE [TWO]", 1, 2, lines, "试", "try", NULL, NULL,
};

/* Reads up to eight words behind the command's name. */
static enum err
read_words(struct options *options, const char *const words[8])
{
    static char copies[9][64];
    static char *argv[10]; /* borrowed by the options */
    int argc = 1;

    argv[0] = memcpy(copies[0], "try", 4);
    for (int i = 0; i < 8 && words[i]; i++) {
        (void)snprintf(copies[argc], sizeof copies[argc], "%s", words[i]);
        argv[argc] = copies[argc];
        argc++;
    }
    argv[argc] = NULL;
    return options_read(options, &usage, argc, argv);
}

static void
options_and_arguments_may_stand_in_any_order(void **state)
{
    static const char *const words[8] = {
        "first", "--count", "7", "--quietly", "second", "--log", "x.db"};
    struct options options;
    uint64_t count = 0;

    (void)state;
    assert_ok(read_words(&options, words));
    assert_int_equal(options.argument_count, 2);
    assert_string_equal(options.arguments[0], "first");
    assert_string_equal(options.arguments[1], "second");
    assert_ok(options_number(&options, "count", &count, 10));
    assert_int_equal(count, 7);
    assert_true(options_flag(&options, "quietly"));
    assert_string_equal(options_text(&options, "log"), "x.db");
    assert_null(options_text(&options, "keys"));
}

static void
a_line_that_its_table_does_not_allow_is_refused(void **state)
{
    static const struct {
        const char *what;
        const char *words[8];
        enum options_fault want;
    } cases[] = {
        {"unknown", {"a", "--count", "1", "--colour", "red"}, OPTIONS_UNKNOWN},
        {"short", {"a", "--count", "1", "-q"}, OPTIONS_UNKNOWN},
        {"no value", {"a", "--count"}, OPTIONS_NO_VALUE},
        {"twice", {"a", "--count", "1", "--count", "1"}, OPTIONS_TWICE},
        {"a flag twice",
         {"a", "--count", "1", "--json", "--json"},
         OPTIONS_TWICE},
        {"a flag with a value",
         {"a", "--count", "1", "--quietly=yes"},
         OPTIONS_UNKNOWN},
        {"required", {"a"}, OPTIONS_REQUIRED},
        {"no argument", {"--count", "1"}, OPTIONS_FEW},
        {"too many", {"a", "b", "c", "--count", "1"}, OPTIONS_MANY},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options options;

        if (read_words(&options, cases[i].words) != ERR_INPUT ||
            options.fault != cases[i].want)
            fail_msg("%s: fault %u", cases[i].what, (unsigned)options.fault);
    }
}

static void
help_asks_for_nothing_else(void **state)
{
    static const char *const words[8] = {"--help"};
    struct options options;

    (void)state;
    assert_ok(read_words(&options, words));
    assert_true(options_flag(&options, "help"));
}

static void
a_value_of_another_kind_is_refused(void **state)
{
    static const char *const numbers[] = {"", "x", "-1", "01", "11", "1 "};
    static const char *const lists[] = {"", "seat/1", "seat/001,", "a",
                                        "seat/001;seat/002"};
    struct post posts[OPTIONS_POSTS_MAX];
    struct options options;
    uint64_t number = 5;
    size_t count;

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *const words[8] = {"a", "--count", numbers[i]};

        assert_ok(read_words(&options, words));
        if (options_number(&options, "count", &number, 10) != ERR_INPUT ||
            options.fault != OPTIONS_VALUE)
            fail_msg("'%s' is a number", numbers[i]);
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *const words[8] = {"a", "--count", "1", "--who", lists[i]};

        assert_ok(read_words(&options, words));
        if (options_posts(&options, "who", posts, &count) != ERR_INPUT)
            fail_msg("'%s' is a list", lists[i]);
    }
}

static void
a_list_of_posts_keeps_its_order(void **state)
{
    static const char *const words[8] = {"a", "--count", "1", "--who",
                                         "scrutineer/2,chair/1"};
    struct post posts[OPTIONS_POSTS_MAX];
    struct options options;
    size_t count;

    (void)state;
    assert_ok(read_words(&options, words));
    assert_ok(options_posts(&options, "who", posts, &count));
    assert_int_equal(count, 2);
    assert_int_equal(posts[0].kind, POST_SCRUTINEER);
    assert_int_equal(posts[1].kind, POST_CHAIR);
}

static void
a_time_is_read_in_its_forms_and_no_other(void **state)
{
    static const struct {
        const char *text;
        uint64_t want; /* 0: refused */
    } cases[] = {
        {"1773392400", 1773392400},
        {"2026-03-13T09:00Z", 1773392400},
        {"2026-03-13 09:00:30Z", 1773392430},
        {"2026-02-30T09:00Z", 0},
        {"2026-03-13", 0},
        {"2026-03-13T25:00Z", 0},
        {"2026-03-13T09:00Zulu", 0},
        {"tomorrow at nine", 0},
        {"-5", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const words[8] = {"a", "--count", "1", "--at",
                                      cases[i].text};
        struct options options;
        uint64_t time_s = 0;
        enum err e;

        assert_ok(read_words(&options, words));
        e = options_time(&options, "at", &time_s);
        if (e != (cases[i].want ? OK : ERR_INPUT) ||
            (!e && time_s != cases[i].want))
            fail_msg("'%s': %s", cases[i].text, err_name(e));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_arguments_may_stand_in_any_order),
        cmocka_unit_test(a_line_that_its_table_does_not_allow_is_refused),
        cmocka_unit_test(help_asks_for_nothing_else),
        cmocka_unit_test(a_value_of_another_kind_is_refused),
        cmocka_unit_test(a_list_of_posts_keeps_its_order),
        cmocka_unit_test(a_time_is_read_in_its_forms_and_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
