/*
 * Goal: every sentence is there in both languages with the same places, and no
 * text that is filled in can disturb a terminal.
 */
#include <stdlib.h>

#include "tests/test.h"
#include "voting/machine/messages.h"

static unsigned
places(const char *sentence)
{
    unsigned found = 0;

    for (const char *at = sentence; (at = strchr(at, '{')); at++) {
        if (at[1] < '1' || at[1] > '4' || at[2] != '}')
            fail_msg("%s", sentence);
        found |= 1u << (at[1] - '1');
    }
    return found;
}

static void
every_sentence_has_the_same_places_in_both_languages(void **state)
{
    (void)state;
    for (int m = 0; m < MESSAGE_COUNT_; m++) {
        const char *zh = message_text((enum message)m, LANG_ZH);
        const char *en = message_text((enum message)m, LANG_EN);

        assert_true(*zh && *en);
        if (places(zh) != places(en))
            fail_msg("%s / %s", zh, en);
    }
}

static void
what_is_filled_in_cannot_move_the_cursor_or_the_text(void **state)
{
    char out[256];

    (void)state;
    message_format(out, sizeof out, LANG_EN, MESSAGE_NO_PAPER,
                   "P1\x1b[2J\r\n\xe2\x80\xae\xff{2}", NULL, NULL, NULL);
    assert_string_equal(out, "There is no question \"P1?[2J????{2}\".");
}

static void
a_sentence_never_outgrows_its_buffer(void **state)
{
    char out[8];

    (void)state;
    message_format(out, sizeof out, LANG_EN, MESSAGE_NO_PAPER, "P1", NULL, NULL,
                   NULL);
    assert_true(strlen(out) < sizeof out);
}

static void
the_language_follows_the_locale(void **state)
{
    static const struct {
        const char *all;
        const char *messages;
        const char *lang;
        enum lang want;
    } cases[] = {
        {"zh_CN.UTF-8", "en_GB", "en_GB", LANG_ZH},
        {"", "zh_CN", "en_GB", LANG_ZH},
        {"", "", "zh_TW", LANG_ZH},
        {"C", "zh_CN", "zh_CN", LANG_EN},
        {"", "", "", LANG_EN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("LC_ALL", cases[i].all, 1);
        setenv("LC_MESSAGES", cases[i].messages, 1);
        setenv("LANG", cases[i].lang, 1);
        if (message_lang() != cases[i].want)
            fail_msg("case %zu", i);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_has_the_same_places_in_both_languages),
        cmocka_unit_test(what_is_filled_in_cannot_move_the_cursor_or_the_text),
        cmocka_unit_test(a_sentence_never_outgrows_its_buffer),
        cmocka_unit_test(the_language_follows_the_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
