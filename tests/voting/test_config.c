/*
 * Goal: a file of settings means exactly what it says; whatever is not said
 * rightly is refused with its line, and an unsafe whole is refused too.
 */
#include <stdio.h>

#include "tests/test.h"
#include "voting/server/config.h"

static enum err
read_text(struct config *config, struct config_faults *faults, const char *text)
{
    *faults = (struct config_faults){0};
    config_start(config);
    return config_read(config, faults, span_text(text));
}

static void
every_setting_is_taken(void **state)
{
    struct config_faults faults;
    struct config config;

    (void)state;
    assert_ok(read_text(&config, &faults,
                        "\xEF\xBB\xBF# 注释\r\n"
                        "\n"
                        "  listen = [2001:db8::5]:8443\r\n"
                        "log=/var/lib/ballotd/log.db\n"
                        "log-key =/etc/key\n"
                        "\tcertificate = /etc/a b.pem \t\n"
                        "certificate-key = /etc/钥匙=1.pem\n"
                        "behind-proxy = no\n"
                        "connections = 300\n"
                        "connections-per-address = 200\n"
                        "workers = 3\n"
                        "prove = yes\n"
                        "language = zh"));
    assert_int_equal(faults.count, 0);
    assert_string_equal(config.address, "2001:db8::5");
    assert_int_equal(config.port, 8443);
    assert_string_equal(config.log, "/var/lib/ballotd/log.db");
    assert_string_equal(config.log_key, "/etc/key");
    assert_string_equal(config.certificate, "/etc/a b.pem");
    assert_string_equal(config.certificate_key, "/etc/钥匙=1.pem");
    assert_false(config.behind_proxy);
    assert_false(config.plain_open);
    assert_int_equal(config.connections, 300);
    assert_int_equal(config.connections_per_address, 200);
    assert_int_equal(config.workers, 3);
    assert_true(config.prove);
    assert_true(config.has_lang);
    assert_int_equal(config.lang, LANG_ZH);
    assert_ok(config_check(&config, &faults));
}

static void
an_empty_file_changes_nothing(void **state)
{
    struct config_faults faults;
    struct config config;
    struct config start;

    (void)state;
    config_start(&start);
    assert_ok(read_text(&config, &faults, ""));
    assert_memory_equal(&config, &start, sizeof config);
    assert_ok(read_text(&config, &faults, "# nothing\n\n   \n#log = /x"));
    assert_memory_equal(&config, &start, sizeof config);
}

static void
a_line_that_is_not_right_is_refused_with_its_number(void **state)
{
    static const struct {
        const char *text;
        enum config_fault want;
        unsigned line;
    } cases[] = {
        {"listen 127.0.0.1:1", CONFIG_NO_EQUALS, 1},
        {"\n\n[server]", CONFIG_NO_EQUALS, 3},
        {"lisen = 127.0.0.1:1", CONFIG_UNKNOWN, 1},
        {"Listen = 127.0.0.1:1", CONFIG_UNKNOWN, 1},
        {"= 127.0.0.1:1", CONFIG_UNKNOWN, 1},
        {"log = /a\nlog = /a", CONFIG_TWICE, 2},
        {"log = /a\n# log\nlog = ", CONFIG_TWICE, 3},
        {"log =", CONFIG_NO_VALUE, 1},
        {"log = /a # here", CONFIG_COMMENT, 1},
        {"log = /a#b", CONFIG_COMMENT, 1},
        {"log = \"/a\"", CONFIG_QUOTED, 1},
        {"log = '/a'", CONFIG_QUOTED, 1},
        {"log = a.db", CONFIG_PATH, 1},
        {"log = ./a.db", CONFIG_PATH, 1},
        {"log = ~/a.db", CONFIG_PATH, 1},
        {"log = /a\r\n\x01", CONFIG_NOT_TEXT, 2},
        {"log = /a\rlog-key = /b", CONFIG_NOT_TEXT, 1},
        {"log = /a\xFF", CONFIG_NOT_TEXT, 1},
        {"# \xC3", CONFIG_NOT_TEXT, 1},
        {"log = /a\xE2\x80\xAE"
         "b",
         CONFIG_NOT_TEXT, 1},
        {"listen = 8080", CONFIG_LISTEN, 1},
        {"listen = :8080", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.1", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.1:", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.1:65536", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.1:080", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.1:+80", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.1:80 80", CONFIG_LISTEN, 1},
        {"listen = 127.1:80", CONFIG_LISTEN, 1},
        {"listen = 127.0.0.256:80", CONFIG_LISTEN, 1},
        {"listen = localhost:80", CONFIG_LISTEN, 1},
        {"listen = vote.example.edu:80", CONFIG_LISTEN, 1},
        {"listen = ::1:80", CONFIG_LISTEN, 1},
        {"listen = [::1]", CONFIG_LISTEN, 1},
        {"listen = [::1]80", CONFIG_LISTEN, 1},
        {"listen = [::1:80", CONFIG_LISTEN, 1},
        {"listen = [127.0.0.1]:80", CONFIG_LISTEN, 1},
        {"listen = []:80", CONFIG_LISTEN, 1},
        {"listen = *:80", CONFIG_LISTEN, 1},
        {"behind-proxy = 1", CONFIG_YES_NO, 1},
        {"behind-proxy = Yes", CONFIG_YES_NO, 1},
        {"prove = true", CONFIG_YES_NO, 1},
        {"workers = many", CONFIG_NUMBER, 1},
        {"workers = -1", CONFIG_NUMBER, 1},
        {"workers = 65", CONFIG_NUMBER, 1},
        {"workers = 3 ,", CONFIG_NUMBER, 1},
        {"connections = 0", CONFIG_NUMBER, 1},
        {"connections = 100001", CONFIG_NUMBER, 1},
        {"connections = 99999999999999999999", CONFIG_NUMBER, 1},
        {"connections-per-address = 0", CONFIG_NUMBER, 1},
        {"language = fr", CONFIG_LANGUAGE, 1},
        {"plain-http = yes", CONFIG_SENTENCE, 1},
        {"plain-http = i-know-that-anyone-on-this-network-can-read",
         CONFIG_SENTENCE, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config_faults faults;
        struct config config;

        if (read_text(&config, &faults, cases[i].text) != ERR_INPUT)
            fail_msg("taken: %s", cases[i].text);
        if (faults.count != 1 || faults.list[0].fault != cases[i].want ||
            faults.list[0].line != cases[i].line)
            fail_msg("%s: %zu faults, %s in line %u", cases[i].text,
                     faults.count, config_fault_code(faults.list[0].fault),
                     faults.list[0].line);
    }
}

static void
a_nul_does_not_end_a_file_early(void **state)
{
    static const char text[] = "log = /a\0\nlisten = nonsense\n";
    struct config_faults faults = {0};
    struct config config;

    (void)state;
    config_start(&config);
    assert_err(config_read(&config, &faults, span_of(text, sizeof text - 1)),
               ERR_INPUT);
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.list[0].fault, CONFIG_NOT_TEXT);
    assert_int_equal(faults.list[1].fault, CONFIG_LISTEN);
    assert_int_equal(faults.list[1].line, 2);
}

static void
a_path_that_is_too_long_is_refused(void **state)
{
    char text[CONFIG_PATH_MAX + 16] = "log = /";
    struct config_faults faults;
    struct config config;
    size_t len = strlen("log = ") + CONFIG_PATH_MAX;

    (void)state;
    memset(text + strlen(text), 'x', sizeof text - strlen(text) - 1);
    text[len] = '\0';
    assert_err(read_text(&config, &faults, text), ERR_INPUT);
    assert_int_equal(faults.list[0].fault, CONFIG_PATH);
    text[len - 1] = '\0';
    assert_ok(read_text(&config, &faults, text));
    assert_int_equal(strlen(config.log), CONFIG_PATH_MAX - 1);
}

static void
all_faults_of_a_file_are_told_and_too_many_are_counted(void **state)
{
    struct config_faults faults;
    struct config config;

    (void)state;
    assert_err(
        read_text(&config, &faults, "log\nworkers = x\nlog = b\nfoo = 1"),
        ERR_INPUT);
    assert_int_equal(faults.count, 4);
    assert_int_equal(faults.list[3].line, 4);
    assert_string_equal(faults.list[3].culprit, "foo");
    assert_err(read_text(&config, &faults,
                         "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n"
                         "a\na\na\n"),
               ERR_INPUT);
    assert_int_equal(faults.count, 20);
}

static void
the_command_line_wins_over_the_file(void **state)
{
    struct config_faults faults = {0};
    struct config config;

    (void)state;
    config_start(&config);
    assert_ok(config_set(&config, &faults, "listen", "[::1]:0"));
    assert_ok(config_set(&config, &faults, "log", "here.db"));
    assert_ok(config_read(&config, &faults,
                          span_text("listen = 10.0.0.1:80\nlog = /a\n"
                                    "workers = 2")));
    assert_string_equal(config.address, "::1");
    assert_int_equal(config.port, 0);
    assert_string_equal(config.log, "here.db");
    assert_int_equal(config.workers, 2);
    /* A wrong line is wrong although another value is used. */
    assert_err(config_read(&config, &faults, span_text("listen = nowhere")),
               ERR_INPUT);
    assert_int_equal(faults.list[0].fault, CONFIG_LISTEN);
}

static void
the_command_line_is_as_strict(void **state)
{
    static const struct {
        const char *key;
        const char *value;
        enum config_fault want;
    } cases[] = {
        {"listen", "8080", CONFIG_LISTEN},   {"log", "", CONFIG_PATH},
        {"lisen", "8080", CONFIG_UNKNOWN},   {"prove", "", CONFIG_YES_NO},
        {"plain-http", "", CONFIG_SENTENCE}, {"workers", "0x2", CONFIG_NUMBER},
        {"language", "", CONFIG_LANGUAGE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config_faults faults = {0};
        struct config config;

        config_start(&config);
        assert_err(config_set(&config, &faults, cases[i].key, cases[i].value),
                   ERR_INPUT);
        assert_int_equal(faults.list[0].fault, cases[i].want);
        assert_int_equal(faults.list[0].line, 0);
    }
}

static void
only_a_safe_whole_is_accepted(void **state)
{
#define LOG "log = /a\n"
#define TLS "certificate = /c\ncertificate-key = /k\n"
#define PLAIN "plain-http = " CONFIG_PLAIN_SENTENCE "\n"
    static const struct {
        const char *what;
        const char *text;
        enum config_fault want; /* CONFIG_FINE: it is accepted */
    } cases[] = {
        {"loopback by default", LOG, CONFIG_FINE},
        {"all of 127 is loopback", LOG "listen = 127.9.9.9:80", CONFIG_FINE},
        {"IPv6 loopback", LOG "listen = [::1]:80", CONFIG_FINE},
        {"mapped loopback", LOG "listen = [::ffff:127.0.0.1]:80", CONFIG_FINE},
        {"a certificate", LOG TLS "listen = [::]:443", CONFIG_FINE},
        {"a certificate on loopback", LOG TLS, CONFIG_FINE},
        {"a proxy", LOG "behind-proxy = yes", CONFIG_FINE},
        {"the sentence", LOG PLAIN "listen = 0.0.0.0:80", CONFIG_FINE},
        {"no log", "", CONFIG_NO_LOG},
        {"plain to all", LOG "listen = 0.0.0.0:80", CONFIG_PLAIN},
        {"plain to all, IPv6", LOG "listen = [::]:80", CONFIG_PLAIN},
        {"plain to the LAN", LOG "listen = 192.168.1.5:80", CONFIG_PLAIN},
        {"plain to a mapped address", LOG "listen = [::ffff:10.0.0.1]:80",
         CONFIG_PLAIN},
        {"a proxy elsewhere", LOG "behind-proxy = yes\nlisten = 10.0.0.1:80",
         CONFIG_PROXY},
        {"a proxy elsewhere, with the sentence",
         LOG PLAIN "behind-proxy = yes\nlisten = 10.0.0.1:80", CONFIG_PROXY},
        {"a certificate without key", LOG "certificate = /c", CONFIG_PAIR},
        {"a key without certificate", LOG "certificate-key = /c", CONFIG_PAIR},
        {"certificate and sentence", LOG TLS PLAIN, CONFIG_CONTRADICTION},
        {"limits", LOG "connections = 10\nconnections-per-address = 11",
         CONFIG_LIMITS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config_faults faults;
        struct config config;
        enum err e;

        assert_ok(read_text(&config, &faults, cases[i].text));
        e = config_check(&config, &faults);
        if (cases[i].want == CONFIG_FINE
                ? e != OK
                : e != ERR_INPUT || faults.list[0].fault != cases[i].want)
            fail_msg("%s: %s, %s", cases[i].what, err_name(e),
                     config_fault_code(faults.list[0].fault));
    }
}

static void
each_fault_is_printed_with_its_line_in_both_languages(void **state)
{
    char text[8192] = "";
    struct config_faults faults = {0};

    (void)state;
    for (int i = 1; i < CONFIG_FAULT_COUNT_; i++) {
        const char *code = config_fault_code((enum config_fault)i);

        for (int k = 0; k < i; k++)
            assert_string_not_equal(code,
                                    config_fault_code((enum config_fault)k));
        faults.count = 1;
        faults.list[0].fault = (enum config_fault)i;
        faults.list[0].line = 7;
        (void)snprintf(faults.list[0].culprit, CONFIG_CULPRIT_MAX, "\033[2J");
        for (int lang = 0; lang < LANG_COUNT_; lang++) {
            FILE *out = fmemopen(text, sizeof text, "w");
            char begin[128];

            assert_non_null(out);
            config_faults_say(out, &faults, "x.conf", (enum lang)lang);
            assert_int_equal(fclose(out), 0);
            (void)snprintf(begin, sizeof begin, "x.conf:7: %s: ", code);
            assert_int_equal(strncmp(text, begin, strlen(begin)), 0);
            assert_true(strlen(text) > strlen(begin) + 5);
            assert_null(strchr(text, '\033'));
            assert_null(strchr(text, '{'));
        }
    }
}

static void
every_setting_has_its_help(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; config_settings[i].key; i++) {
        assert_non_null(config_settings[i].value);
        assert_true(strlen(config_settings[i].zh) > 6);
        assert_true(strlen(config_settings[i].en) > 6);
    }
    assert_int_equal(i, CONFIG_KEY_COUNT_);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_taken),
        cmocka_unit_test(an_empty_file_changes_nothing),
        cmocka_unit_test(a_line_that_is_not_right_is_refused_with_its_number),
        cmocka_unit_test(a_nul_does_not_end_a_file_early),
        cmocka_unit_test(a_path_that_is_too_long_is_refused),
        cmocka_unit_test(
            all_faults_of_a_file_are_told_and_too_many_are_counted),
        cmocka_unit_test(the_command_line_wins_over_the_file),
        cmocka_unit_test(the_command_line_is_as_strict),
        cmocka_unit_test(only_a_safe_whole_is_accepted),
        cmocka_unit_test(each_fault_is_printed_with_its_line_in_both_languages),
        cmocka_unit_test(every_setting_has_its_help),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
