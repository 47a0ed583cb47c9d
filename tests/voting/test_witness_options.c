/*
 * Goal: a witness's command line and its file are read as strictly as the
 * server's: nothing unknown, nothing twice but logs, nothing missing, and each
 * fault in words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/ed25519.h"
#include "tests/test.h"
#include "voting/server/witness_options.h"

enum { WORDS_MAX = 12, WORD_BYTES = 400 };

#define BASE "--name", "w", "--key", "k", "--state", "s"

static char file_name[] = "/tmp/test_witness_options.XXXXXX";
static char vkeys[3][NOTE_KEY_VKEY_MAX + 1];

/* Of three logs, the last under the name of the first. */
static int
set_up(void **state)
{
    static const char *const origins[] = {"a.example/1", "b.example/1",
                                          "a.example/1"};
    int descriptor = mkstemp(file_name);

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        uint8_t seed[ED25519_SEED_BYTES] = {(uint8_t)i};
        struct ed25519_secret secret;
        struct ed25519_public public;
        struct note_key key;
        struct text_writer w;

        ed25519_from_seed(&secret, seed);
        ed25519_public(&public, &secret);
        if (note_key_make(&key, span_text(origins[i]), NOTE_KEY_ED25519,
                          &public))
            return -1;
        text_writer_start(&w, vkeys[i], sizeof vkeys[i] - 1);
        note_key_write(&w, &key);
    }
    return descriptor < 0 || close(descriptor);
}

static int
tear_down(void **state)
{
    (void)state;
    return unlink(file_name);
}

/* Writes text, in which {0} to {2} stand for the logs. */
static void
fill_in(char out[WORD_BYTES], const char *text)
{
    size_t len = 0;

    while (*text) {
        if (text[0] == '{') {
            const char *vkey = vkeys[text[1] - '0'];

            len += (size_t)snprintf(out + len, WORD_BYTES - len, "%s", vkey);
            text += 3;
        } else {
            out[len++] = *text++;
        }
        assert_true(len < WORD_BYTES);
    }
    out[len] = '\0';
}

/* "FILE" stands for a file with this text. */
static enum err
read_all(struct witness_options *options, const char *const words[WORDS_MAX],
         const char *text)
{
    static char copies[WORDS_MAX + 2][WORD_BYTES];
    static char *argv[WORDS_MAX + 3]; /* borrowed by the options */
    char filled[WORD_BYTES];
    FILE *file = fopen(file_name, "w");
    int argc = 2;

    assert_non_null(file);
    fill_in(filled, text ? text : "");
    assert_true(fputs(filled, file) >= 0);
    assert_int_equal(fclose(file), 0);
    fill_in(copies[0], "ballotd");
    fill_in(copies[1], "--witness");
    for (int i = 0; i < WORDS_MAX && words[i]; i++)
        fill_in(copies[argc++],
                strcmp(words[i], "FILE") == 0 ? file_name : words[i]);
    for (int i = 0; i < argc; i++)
        argv[i] = copies[i];
    argv[argc] = NULL;
    return witness_options_read(options, argc, argv);
}

/* What is said of it in English. */
static void
say(char *out, size_t room, struct witness_options *options)
{
    FILE *stream = fmemopen(out, room, "w");

    assert_non_null(stream);
    options->lang = LANG_EN;
    witness_options_say(stream, options);
    assert_int_equal(fclose(stream), 0);
}

static void
a_command_line_with_all_that_is_needed_is_taken(void **state)
{
    const char *const words[WORDS_MAX] = {BASE, "--log", "{0}", "--log", "{1}"};
    struct witness_options *o = calloc(1, sizeof *o);

    (void)state;
    assert_non_null(o);
    assert_ok(read_all(o, words, NULL));
    assert_string_equal(o->settings.name, "w");
    assert_string_equal(o->settings.key, "k");
    assert_string_equal(o->settings.state, "s");
    assert_string_equal(o->settings.address, "127.0.0.1");
    assert_int_equal(o->settings.port, 8090);
    assert_int_equal(o->settings.log_count, 2);
    assert_string_equal(o->settings.logs[0], vkeys[0]);
    assert_string_equal(o->settings.logs[1], vkeys[1]);
    free(o);
}

static void
a_file_says_the_same_and_the_command_line_wins(void **state)
{
    static const char text[] = "# a witness\n"
                               "name = from.file\r\n"
                               "key=/k\n"
                               "state  =  /s\n"
                               "listen = [::1]:1\n"
                               "log = {0}\n"
                               "log = {1}\n";
    const char *const all[WORDS_MAX] = {"--config", "FILE"};
    const char *const over[WORDS_MAX] = {"--config", "FILE",  "--name",
                                         "x",        "--log", "{1}"};
    struct witness_options *o = calloc(1, sizeof *o);

    (void)state;
    assert_non_null(o);
    assert_ok(read_all(o, all, text));
    assert_string_equal(o->settings.name, "from.file");
    assert_string_equal(o->settings.key, "/k");
    assert_string_equal(o->settings.state, "/s");
    assert_string_equal(o->settings.address, "::1");
    assert_int_equal(o->settings.port, 1);
    assert_int_equal(o->settings.log_count, 2);
    assert_ok(read_all(o, over, text));
    assert_string_equal(o->settings.name, "x");
    assert_string_equal(o->settings.key, "/k");
    assert_int_equal(o->settings.log_count, 1);
    assert_string_equal(o->settings.logs[0], vkeys[1]);
    free(o);
}

static void
what_is_wrong_is_refused_in_words(void **state)
{
    static const struct {
        const char *words[WORDS_MAX];
        const char *text; /* of FILE */
        const char *said;
    } cases[] = {
        {{BASE}, NULL, "missing: The setting \"log\" is missing."},
        {{"--log", "{0}"}, NULL, "missing: The setting \"name\" is missing."},
        {{BASE, "--log", "{0}", "--name", "v"}, NULL, "twice: "},
        {{BASE, "--log", "{0}", "--log", "{0}"}, NULL, "twice: "},
        {{BASE, "--log", "{0}", "--log", "{2}"}, NULL, "twice: "},
        {{BASE, "--log", "{0}", "--lisen", "x"}, NULL, "no option --lisen"},
        {{BASE, "--log", "{0}", "--listen"}, NULL, "no option --listen"},
        {{BASE, "--log", "{0}", "more"}, NULL, "no option more"},
        {{BASE, "--log", "a.example/1+00000000+AQ=="}, NULL, "vkey: "},
        {{BASE, "--log", "{0}", "--listen", "localhost:1"}, NULL, "listen: "},
        {{BASE, "--log", "{0}", "--listen", "127.0.0.1:x"}, NULL, "listen: "},
        {{BASE, "--log", "{0}", "--listen", "10.0.0.1:1"}, NULL, "plain-http"},
        {{BASE, "--log", "{0}", "--certificate", "c"}, NULL, "certificate"},
        {{"--name", "a b", "--key", "k", "--state", "s", "--log", "{0}"},
         NULL,
         "name: \"a b\""},
        {{"--name", "", "--key", "k", "--state", "s", "--log", "{0}"},
         NULL,
         "name: "},
        {{BASE, "--config", "/nowhere"}, NULL, "/nowhere"},
        {{BASE, "--config", "FILE", "--config", "FILE"}, "", "--config"},
        {{BASE, "--config", "FILE"},
         "log = {0}\nlgo = {1}\n",
         ":2: unknown-setting: There is no setting \"lgo\"."},
        {{BASE, "--config", "FILE"},
         "log = {0}\nkey = /k\nkey = /k\n",
         ":3: twice: "},
        {{BASE, "--config", "FILE"}, "log = {0}\nlog = {2}\n", ":2: twice: "},
        {{BASE, "--config", "FILE"}, "log = {0}\nlisten\n", ":2: no-equals: "},
        {{BASE, "--config", "FILE"}, "log = {0}\nlisten =\n", ":2: no-value: "},
        {{BASE, "--config", "FILE"}, "log = {0} # ours\n", ":1: comment: "},
        {{BASE, "--config", "FILE"}, "log = \"{0}\"\n", ":1: quoted: "},
        {{BASE, "--config", "FILE"}, "log = {0}\nstate = s\n", ":2: path: "},
        {{BASE, "--config", "FILE"}, "log = {0}\nhelp = yes\n", ":2: unknown-"},
    };
    struct witness_options *o = calloc(1, sizeof *o);

    (void)state;
    assert_non_null(o);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char said[4096];

        if (read_all(o, cases[i].words, cases[i].text) != ERR_INPUT)
            fail_msg("case %zu was taken: %s", i, cases[i].said);
        say(said, sizeof said, o);
        if (!strstr(said, cases[i].said))
            fail_msg("case %zu: not \"%s\" but %s", i, cases[i].said, said);
    }
    free(o);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_line_with_all_that_is_needed_is_taken),
        cmocka_unit_test(a_file_says_the_same_and_the_command_line_wins),
        cmocka_unit_test(what_is_wrong_is_refused_in_words),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
