/*
 * ballotctl test-check - does a test ballot's code come from its choices?
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/choices.h"
#include "ballots/record_code.h"
#include "ballots/test_ballot.h"
#include "voting/ctl/ctl.h"
#include "voting/machine/input_file.h"

static const struct option_line lines[] = {
    {"code", "CODE", true, "那台设备先显示的校验码",
     "the code that the other device showed first"},
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
check(struct ctl *ctl, struct test_ballot *test, struct span text)
{
    const char *typed = options_text(&ctl->options, "code");
    char choices[BALLOT_ROWS_MAX * EVENT_ID_BYTES];
    char code[RECORD_CODE_BYTES];
    struct hash32 hash;
    struct text_writer w;

    if (test_ballot_read(test, ctl_conference(ctl), text) ||
        test_ballot_code(&hash, conference_origin(ctl_conference(ctl)), test))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_FORM, ctl_argument(ctl, 0),
                        refusal_words(REFUSED_FORM, ctl->lang), NULL);
    text_writer_start(&w, choices, sizeof choices - 1);
    choices_write(&w, &test->ballot, test->choices);
    choices[w.len] = '\0';
    ctl_say(ctl, MESSAGE_PLAIN, choices, NULL, NULL);
    if (!record_code_matches(&hash, span_text(typed)))
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_TEST_BAD, NULL, NULL, NULL);
    record_code_format(code, &hash);
    ctl_say(ctl, MESSAGE_TEST_GOOD, code, NULL, NULL);
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct test_ballot *test = calloc(1, sizeof *test);
    struct input_file file;
    enum ctl_status status;

    if (!test)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    if (input_file_read(&file, path, EVENT_ENTRY_MAX)) {
        free(test);
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    }
    status = check(ctl, test, input_file_span(&file));
    input_file_free(&file);
    free(test);
    return status;
}

const struct command command_test_check = {
    {"test-check", "FILE", 1, 1, lines,
     "在另一台设备上核对抽查票（投票结束之前）",
     "check a test ballot on another device, while the question is open", NULL,
     NULL},
    CTL_LOG,
    run,
};
