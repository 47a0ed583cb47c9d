/*
 * Goal: the server's command line is read strictly, with its file below it,
 * and a server that could not be safe does not get as far as starting.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/test.h"
#include "voting/server/ballotd_options.h"

static char file_name[] = "/tmp/test_ballotd_options.XXXXXX";

static int
make_file(void **state)
{
    static const char text[] = "log = /from/file\nlisten = 10.1.2.3:80\n";
    int descriptor = mkstemp(file_name);

    (void)state;
    return descriptor < 0 ||
           write(descriptor, text, sizeof text - 1) != sizeof text - 1 ||
           close(descriptor);
}

static int
remove_file(void **state)
{
    (void)state;
    return unlink(file_name);
}

/* Reads up to eight words; "FILE" stands for the file above. */
static enum err
read_words(struct ballotd_options *options, const char *const words[8])
{
    static char copies[9][128];
    static char *argv[10]; /* borrowed by the options */
    int argc = 1;

    (void)snprintf(copies[0], sizeof copies[0], "ballotd");
    argv[0] = copies[0];
    for (int i = 0; i < 8 && words[i]; i++) {
        (void)snprintf(copies[argc], sizeof copies[argc], "%s",
                       strcmp(words[i], "FILE") == 0 ? file_name : words[i]);
        argv[argc] = copies[argc];
        argc++;
    }
    argv[argc] = NULL;
    return ballotd_options_read(options, argc, argv);
}

static void
a_line_is_accepted_or_refused_for_what_it_says(void **state)
{
    static const struct {
        const char *what;
        const char *words[8];
        enum err want;
        const char *said; /* in English; "" for nothing */
    } cases[] = {
        {"a log on loopback", {"--log", "a.db"}, OK, ""},
        {"help", {"--help"}, OK, ""},
        {"version, whatever else",
         {"--version", "--listen", "10.0.0.1:1"},
         OK,
         ""},
        {"check", {"--check", "--log", "a.db"}, OK, ""},
        {"no log", {NULL}, ERR_INPUT, "no-log: "},
        {"an option that is none", {"--colour", "red"}, ERR_INPUT, "--colour"},
        {"a short option", {"-l", "a.db"}, ERR_INPUT, "-l"},
        {"a witness that does not stand first",
         {"--log", "a.db", "--witness"},
         ERR_INPUT,
         "--witness"},
        {"an argument", {"--log", "a.db", "now"}, ERR_INPUT, "now"},
        {"no value", {"--log"}, ERR_INPUT, "--log"},
        {"twice", {"--log", "a", "--log", "b"}, ERR_INPUT, "twice: "},
        {"two files",
         {"--config", "FILE", "--config", "FILE"},
         ERR_INPUT,
         "--config"},
        {"a language", {"--lang", "fr", "--log", "a"}, ERR_INPUT, "fr"},
        {"a file that is not there",
         {"--config", "/nowhere"},
         ERR_INPUT,
         "/nowhere"},
        {"plain http beyond loopback",
         {"--log", "a.db", "--listen", "0.0.0.0:80"},
         ERR_INPUT,
         "plain-http: "},
        {"plain http beyond loopback by the file",
         {"--config", "FILE"},
         ERR_INPUT,
         "plain-http: "},
        {"the line wins over the file",
         {"--config", "FILE", "--listen", "127.0.0.1:80"},
         OK,
         ""},
        {"said outright",
         {"--config", "FILE", "--plain-http", CONFIG_PLAIN_SENTENCE},
         OK,
         ""},
        {"not said outright",
         {"--config", "FILE", "--plain-http", "yes"},
         ERR_INPUT,
         "sentence: "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char said[8192] = "";
        struct ballotd_options options;
        enum err e = read_words(&options, cases[i].words);
        FILE *out = fmemopen(said, sizeof said, "w");

        assert_non_null(out);
        if (strcmp(cases[i].what, "a language") != 0)
            options.lang = LANG_EN;
        ballotd_options_say(out, &options);
        assert_int_equal(fclose(out), 0);
        if (e != cases[i].want || !strstr(said, cases[i].said) ||
            (*cases[i].said == '\0') != (*said == '\0'))
            fail_msg("%s: %s, %s", cases[i].what, err_name(e), said);
    }
}

static void
the_file_gives_what_the_line_does_not(void **state)
{
    static const char *const words[8] = {"--config", "FILE",   "--listen",
                                         "[::1]:0",  "--lang", "zh"};
    struct ballotd_options options;

    (void)state;
    assert_ok(read_words(&options, words));
    assert_string_equal(options.config.log, "/from/file");
    assert_string_equal(options.config.address, "::1");
    assert_int_equal(options.lang, LANG_ZH);
    assert_false(options.check || options.help || options.version);
}

static void
the_help_names_every_setting(void **state)
{
    char text[16384] = "";

    (void)state;
    for (int lang = 0; lang < LANG_COUNT_; lang++) {
        FILE *out = fmemopen(text, sizeof text, "w");

        assert_non_null(out);
        ballotd_options_help(out, (enum lang)lang);
        assert_int_equal(fclose(out), 0);
        for (int i = 0; config_settings[i].key; i++) {
            char option[64];

            (void)snprintf(option, sizeof option, "\n  --%s ",
                           config_settings[i].key);
            assert_non_null(strstr(text, option));
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_accepted_or_refused_for_what_it_says),
        cmocka_unit_test(the_file_gives_what_the_line_does_not),
        cmocka_unit_test(the_help_names_every_setting),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}
