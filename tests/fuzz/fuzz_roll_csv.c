/*
 * Goal: no file makes the reader of rolls fault, and a roll that it accepts
 * keeps every promise of its header.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/roll_csv.h"
#include "crypto/utf8.h"

#define CAPACITY 16

#define MUST(condition)                                                        \
    do {                                                                       \
        if (!(condition))                                                      \
            abort();                                                           \
    } while (0)

struct seen {
    size_t faults;
    size_t notices;
};

static void
see(void *context, const struct roll_fault *fault)
{
    struct seen *seen = context;
    char buffer[512];
    struct text_writer w;
    struct span said;

    MUST(fault->code != ROLL_FAULT_NONE);
    text_writer_start(&w, buffer, sizeof buffer);
    roll_fault_say(&w, LANG_ZH, fault);
    roll_fault_say(&w, LANG_EN, fault);
    MUST(text_writer_finish(&w, &said) == OK);
    MUST(utf8_check_plain(said) == OK);
    if (fault->code == ROLL_NOTICE_SAME_NAME)
        seen->notices++;
    else
        seen->faults++;
}

static void
check_row(const struct roll_row *rows, size_t i)
{
    const struct roll_row *row = &rows[i];

    MUST(row->id[0] && row->name_zh[0] && row->line > 1);
    MUST(utf8_check_plain(span_text(row->name_zh)) == OK);
    MUST(utf8_check_plain(span_text(row->name_en)) == OK);
    MUST(utf8_check_plain(span_text(row->title_zh)) == OK);
    MUST(utf8_check_plain(span_text(row->delegation)) == OK);
    for (size_t k = 0; k < i; k++)
        MUST(strcmp(rows[k].id, row->id) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct roll_row rows[CAPACITY];
    struct seen seen = {0};
    const struct roll_report report = {see, &seen};
    struct roll_summary s;
    enum err e =
        roll_csv_read(&s, rows, CAPACITY, span_of(data, size), &report);

    MUST(s.faults == seen.faults && s.notices == seen.notices);
    MUST((e == OK) == (seen.faults == 0));
    MUST(e || s.rows > 0);
    MUST(!e || (s.rows == 0 && s.voting == 0));
    for (size_t i = 0; i < s.rows; i++)
        check_row(rows, i);
    return 0;
}
