/*
 * ballotctl sheets - seals returned paper sheets into the box.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/author.h"
#include "voting/ctl/choices_option.h"
#include "voting/machine/input_file.h"

enum { SHEETS_FILE_MAX = 1024 * 1024 };

static const struct option_line lines[] = {
    {"spoiled", "N", false, "废票张数", "how many sheets are spoiled"},
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

/* The sheets as marked; secret until they are sealed. */
struct sheets {
    size_t count;
    uint8_t choices[EVENT_SHEETS_MAX][BALLOT_ROWS_MAX];
    uint8_t packed[EVENT_SHEETS_MAX * BALLOT_ROWS_MAX];
    uint8_t secrets[EVENT_SHEETS_MAX * BALLOT_SECRET_BYTES];
};

static enum err
read_sheets(struct sheets *sheets, const struct draft_ballot *ballot,
            struct span text)
{
    struct span line;

    while (span_take_line(&line, &text) == OK) {
        if (line.len == 0)
            continue;
        if (sheets->count == EVENT_SHEETS_MAX ||
            choices_parse(sheets->choices[sheets->count], ballot, line))
            return ERR_INPUT;
        sheets->count++;
    }
    return text.len == 0 ? OK : ERR_INPUT;
}

/* Fisher and Yates: no order of handing in survives. */
static void
shuffle(struct sheets *sheets, size_t rows)
{
    for (size_t i = sheets->count; i > 1; i--) {
        size_t j = randombytes_uniform((uint32_t)i);
        uint8_t kept[BALLOT_ROWS_MAX];

        memcpy(kept, sheets->choices[i - 1], sizeof kept);
        memcpy(sheets->choices[i - 1], sheets->choices[j], sizeof kept);
        memcpy(sheets->choices[j], kept, sizeof kept);
        sodium_memzero(kept, sizeof kept);
    }
    for (size_t i = 0; i < sheets->count; i++)
        memcpy(sheets->packed + i * rows, sheets->choices[i], rows);
    randombytes_buf(sheets->secrets, sizeof sheets->secrets);
}

static enum ctl_status
seal(struct ctl *ctl, struct sheets *sheets, struct draft_ballot *ballot,
     uint32_t spoiled)
{
    const char *paper = ctl_argument(ctl, 0);
    const char *path = ctl_argument(ctl, 1);
    struct input_file file;
    enum refusal r = draft_ballot(ballot, ctl_conference(ctl), paper, NULL);
    enum err e;

    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    if (input_file_read(&file, path, SHEETS_FILE_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = read_sheets(sheets, ballot, input_file_span(&file));
    input_file_free(&file);
    if (e)
        return ctl_bad_value(ctl, path);
    shuffle(sheets, ballot->form.rows);
    r = draft_sheets(ctl->event, ctl_conference(ctl), paper, sheets->count,
                     spoiled, sheets->packed, sheets->secrets);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : CTL_DONE;
}

static enum ctl_status
draft(struct ctl *ctl, struct sheets *sheets, struct draft_ballot *ballot)
{
    uint64_t spoiled = 0;
    enum ctl_status status;

    if (options_number(&ctl->options, "spoiled", &spoiled, POST_NUMBER_MAX))
        return ctl_bad_options(ctl);
    status = author_begin(ctl, EVENT_DESK_BALLOTS);
    return status ? status : seal(ctl, sheets, ballot, (uint32_t)spoiled);
}

static enum ctl_status
run(struct ctl *ctl)
{
    struct sheets *sheets = calloc(1, sizeof *sheets);
    struct draft_ballot *ballot = calloc(1, sizeof *ballot);
    enum ctl_status status;

    if (sheets && ballot)
        status = draft(ctl, sheets, ballot);
    else
        status = ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    if (sheets)
        sodium_memzero(sheets, sizeof *sheets);
    free(sheets);
    free(ballot);
    return status ? status : author_finish(ctl);
}

const struct command command_sheets = {
    {"sheets", "PAPER FILE", 2, 2, lines,
     "把收回的纸质票打乱后封入票箱（两名监票人）",
     "shuffle the paper sheets and seal them into the box (two scrutineers)",
     "每行一张票，选项按分项顺序以逗号分隔；至少三张；- 为标准输入。",
     "One sheet on a line, options by comma in the order of the rows; at least "
     "three; - is standard input."},
    CTL_LOG | CTL_KEYS | CTL_PROVED,
    run,
};
