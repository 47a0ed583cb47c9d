#include "voting/ctl/choices_option.h"

#include "voting/machine/input_file.h"

enum { CHOICES_MAX = 16 * 1024 };

static enum ctl_status
explain(struct ctl *ctl, const struct draft_ballot *ballot)
{
    char options[BALLOT_OPTIONS_MAX * EVENT_ID_BYTES];
    char number[CTL_NUMBER_BYTES];
    struct text_writer w;

    text_writer_start(&w, options, sizeof options - 1);
    for (size_t k = 0; k < ballot->option_count; k++) {
        text_writer_text(&w, k ? " " : "");
        text_writer_text(&w, ballot->options[k]);
    }
    options[w.len] = '\0';
    return ctl_fail(ctl, CTL_USAGE, MESSAGE_CHOICES_BAD,
                    ctl_number(number, ballot->form.rows), options, NULL);
}

enum ctl_status
choices_option_read(struct ctl *ctl, uint8_t *choices,
                    const struct draft_ballot *ballot)
{
    const char *text = options_text(&ctl->options, "choices");
    const char *path = options_text(&ctl->options, "choices-file");
    struct input_file file;
    enum err e;

    if (!text == !path)
        return explain(ctl, ballot);
    if (text) {
        e = choices_parse(choices, ballot, span_text(text));
        return e ? explain(ctl, ballot) : CTL_DONE;
    }
    if (input_file_read(&file, path, CHOICES_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = choices_parse(choices, ballot, input_file_span(&file));
    input_file_free(&file);
    return e ? explain(ctl, ballot) : CTL_DONE;
}
