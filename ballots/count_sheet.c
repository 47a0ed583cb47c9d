#include "ballots/count_sheet.h"

#include <string.h>

#include "ballots/text_width.h"
#include "crypto/decimal.h"

#define RULER_COLUMNS 72
#define GAP 2 /* columns between two of the table */

/* Columns of the table beside the options. */
enum extra {
    EXTRA_INVALID,
    EXTRA_UNCOUNTED,
    EXTRA_UNRETURNED,
    EXTRA_UNISSUED,
    EXTRA_ABSENT,
    EXTRA_NEEDED,
    EXTRA_COUNT_
};

static const char *const extra_ids[EXTRA_NEEDED] = {
    [EXTRA_INVALID] = "invalid",       [EXTRA_UNCOUNTED] = "uncounted",
    [EXTRA_UNRETURNED] = "unreturned", [EXTRA_UNISSUED] = "unissued",
    [EXTRA_ABSENT] = "absent",
};

static void
either(struct text_writer *out, enum lang lang, const char *zh, const char *en)
{
    text_writer_text(out, lang == LANG_ZH ? zh : en);
}

static const char *
in_language(enum lang lang, const struct count_sheet_text *text)
{
    const char *first = lang == LANG_ZH ? text->zh : text->en;
    const char *second = lang == LANG_ZH ? text->en : text->zh;

    return first ? first : second ? second : "";
}

static void
line(struct text_writer *out, const char *text)
{
    text_writer_text(out, text);
    text_writer_text(out, "\n");
}

static void
ruler(struct text_writer *out)
{
    for (size_t i = 0; i < RULER_COLUMNS; i++)
        text_writer_text(out, "-");
    text_writer_text(out, "\n");
}

static void
heading(struct text_writer *out, enum lang lang,
        const struct count_sheet *sheet)
{
    static const char *const ballots[COUNT_SHEET_BALLOTS_][LANG_COUNT_] = {
        [COUNT_SHEET_SECRET] = {"无记名投票", "secret ballot"},
        [COUNT_SHEET_NAMED] = {"记名投票", "recorded vote"},
        [COUNT_SHEET_HANDS] = {"举手表决", "show of hands"},
    };

    line(out, in_language(lang, &sheet->conference));
    line(out, in_language(lang, &sheet->session));
    either(out, lang, "计票单", "Count sheet");
    text_writer_text(out, "  ");
    text_writer_text(out, sheet->paper_id);
    either(out, lang, "  第", "  round ");
    text_writer_decimal(out, sheet->round);
    either(out, lang, "轮  ", "  ");
    line(out, ballots[sheet->ballot][lang]);
    line(out, in_language(lang, &sheet->title));
    if (sheet->practice) {
        words_practice(out, lang);
        text_writer_text(out, "\n");
    }
    ruler(out);
}

static void
attendance(struct text_writer *out, enum lang lang,
           const struct count_sheet *sheet)
{
    static const char *const labels[4][LANG_COUNT_] = {
        {"应到 ", "due "},
        {"    实到 ", "    present "},
        {"    发出 ", "    issued "},
        {"    收回 ", "    returned "},
    };
    const uint32_t numbers[4] = {sheet->due, sheet->present, sheet->issued,
                                 sheet->returned};

    bool hands = sheet->ballot == COUNT_SHEET_HANDS;

    for (size_t i = 0; i < (hands ? 2 : 4); i++) {
        text_writer_text(out, labels[i][lang]);
        text_writer_decimal(out, numbers[i]);
    }
    text_writer_text(out, "\n");
    if (hands)
        return;
    words_returned(out, lang, sheet->rows[0].rule->kind, sheet->issued,
                   sheet->returned);
    text_writer_text(out, "\n");
}

static void
paper_sheets(struct text_writer *out, enum lang lang,
             const struct count_sheet *sheet)
{
    if (sheet->paper_sheets == 0)
        return;
    either(out, lang, "其中纸质票", "Of these on paper: ");
    text_writer_decimal(out, sheet->paper_sheets);
    either(out, lang, "张，作废", ", of which spoiled: ");
    text_writer_decimal(out, sheet->spoiled_sheets);
    either(out, lang, "张。\n", ".\n");
}

static struct span
number_text(char digits[DECIMAL_DIGITS_MAX], uint64_t n)
{
    return span_of(digits, decimal_format(digits, n));
}

/* One cell of the table, its number or heading at the right. */
static void
cell(struct text_writer *out, struct span text, size_t columns)
{
    text_width_pad_left(out, text, columns + GAP);
}

static struct span
option_heading(enum lang lang, const struct rule_word *id)
{
    const char *name = words_option(lang, id->text);

    return span_text(name ? name : id->text);
}

static struct span
extra_heading(enum lang lang, size_t extra)
{
    if (extra == EXTRA_NEEDED)
        return span_text(lang == LANG_ZH ? "须" : "needed");
    return span_text(words_option(lang, extra_ids[extra]));
}

/* Room for the heading and for the largest count, 2^32 - 1, if it must be. */
static size_t
columns_for(struct span head, uint64_t largest)
{
    char digits[DECIMAL_DIGITS_MAX];
    size_t of_head = text_width(head);
    size_t of_number = number_text(digits, largest).len;

    return of_head > of_number ? of_head : of_number;
}

/* false: there is no such number, which only EXTRA_NEEDED knows. */
static bool
extra_count(uint64_t *n, const struct count_sheet_row *row, size_t extra)
{
    const struct row_counts *counts = row->row->counts;
    const uint32_t numbers[EXTRA_NEEDED] = {
        [EXTRA_INVALID] = counts->invalid,
        [EXTRA_UNCOUNTED] = counts->uncounted,
        [EXTRA_UNRETURNED] = counts->unreturned,
        [EXTRA_UNISSUED] = counts->unissued,
        [EXTRA_ABSENT] = counts->absent,
    };

    if (extra == EXTRA_NEEDED)
        return row->rule->kind != RULE_APPRAISAL &&
               rule_needed(n, row->rule, row->row);
    *n = numbers[extra];
    return true;
}

/* Widths of all columns, the options first. */
static void
measure(size_t *widths, enum lang lang, const struct count_sheet *sheet)
{
    const struct rule_options *options = sheet->rows[0].row->options;
    size_t column = 0;

    for (size_t k = 0; k < options->count; k++, column++) {
        uint64_t largest = 0;

        for (size_t i = 0; i < sheet->row_count; i++) {
            uint64_t n = sheet->rows[i].row->counts->option[k];

            largest = n > largest ? n : largest;
        }
        widths[column] =
            columns_for(option_heading(lang, &options->id[k]), largest);
    }
    for (size_t k = 0; k < EXTRA_COUNT_; k++, column++) {
        uint64_t largest = 0;

        for (size_t i = 0; i < sheet->row_count; i++) {
            uint64_t n;

            if (extra_count(&n, &sheet->rows[i], k) && n > largest)
                largest = n;
        }
        widths[column] = columns_for(extra_heading(lang, k), largest);
    }
}

static void
table_head(struct text_writer *out, enum lang lang,
           const struct count_sheet *sheet, const size_t *widths)
{
    const struct rule_options *options = sheet->rows[0].row->options;

    text_width_pad(out, span_text(lang == LANG_ZH ? "序号" : "No."), 4);
    for (size_t k = 0; k < options->count; k++)
        cell(out, option_heading(lang, &options->id[k]), widths[k]);
    for (size_t k = 0; k < EXTRA_COUNT_; k++)
        cell(out, extra_heading(lang, k), widths[options->count + k]);
    text_writer_text(out, "\n");
}

static void
table_row(struct text_writer *out, const struct count_sheet_row *row,
          size_t number, const size_t *widths)
{
    size_t count = row->row->options->count;
    char digits[DECIMAL_DIGITS_MAX];

    text_width_pad(out, number_text(digits, number), 4);
    for (size_t k = 0; k < count; k++)
        cell(out, number_text(digits, row->row->counts->option[k]), widths[k]);
    for (size_t k = 0; k < EXTRA_COUNT_; k++) {
        uint64_t n;
        bool has = extra_count(&n, row, k);

        cell(out, has ? number_text(digits, n) : span_text("-"),
             widths[count + k]);
    }
    text_writer_text(out, "\n");
}

static void
table(struct text_writer *out, enum lang lang, const struct count_sheet *sheet)
{
    size_t widths[RULE_OPTIONS_MAX + EXTRA_COUNT_];

    measure(widths, lang, sheet);
    ruler(out);
    table_head(out, lang, sheet, widths);
    for (size_t i = 0; i < sheet->row_count; i++)
        table_row(out, &sheet->rows[i], i + 1, widths);
    ruler(out);
}

static void
row_notes(struct text_writer *out, enum lang lang,
          const struct count_sheet_row *row)
{
    const struct row_counts *counts = row->row->counts;

    if (counts->recused == 0)
        return;
    text_writer_text(out, "   ");
    words_recusal(out, lang,
                  rule_base_size(row->row->options, counts, RULE_BASE_ROLL),
                  counts->recused);
    text_writer_text(out, "\n");
}

static void
results(struct text_writer *out, enum lang lang,
        const struct count_sheet *sheet)
{
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct count_sheet_row *row = &sheet->rows[i];

        text_writer_decimal(out, i + 1);
        text_writer_text(out, ". ");
        line(out, in_language(lang, &row->title));
        text_writer_text(out, "   ");
        words_result(out, lang, row->rule, row->row, row->verdict);
        text_writer_text(out, "\n");
        row_notes(out, lang, row);
    }
}

static void
election_results(struct text_writer *out, enum lang lang,
                 const struct count_sheet *sheet)
{
    struct rule_row rows[RULE_CANDIDATES_MAX];
    const char *names[RULE_CANDIDATES_MAX];

    for (size_t i = 0; i < sheet->row_count; i++) {
        rows[i] = *sheet->rows[i].row;
        names[i] = in_language(lang, &sheet->rows[i].title);
    }
    for (size_t i = 0; i < sheet->row_count; i++) {
        text_writer_decimal(out, i + 1);
        text_writer_text(out, ". ");
        words_candidate(out, lang, sheet->rows[i].rule, rows, sheet->election,
                        i, names[i]);
        text_writer_text(out, "\n");
        row_notes(out, lang, &sheet->rows[i]);
    }
    words_election(out, lang, sheet->rows[0].rule, rows, sheet->row_count,
                   sheet->election, names);
    text_writer_text(out, "\n");
}

/* A line to sign on, for each scrutineer or, without names, for two. */
static void
signatures(struct text_writer *out, enum lang lang,
           const struct count_sheet *sheet)
{
    size_t count = sheet->scrutineers ? sheet->scrutineer_count : 2;
    size_t widest = 0;

    for (size_t i = 0; sheet->scrutineers && i < count; i++) {
        size_t width = text_width(span_text(sheet->scrutineers[i]));

        widest = width > widest ? width : widest;
    }
    ruler(out);
    if (sheet->record_code) {
        either(out, lang, "大会记录码：", "Record code: ");
        line(out, sheet->record_code);
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = sheet->scrutineers ? sheet->scrutineers[i] : "";

        either(out, lang, "监票人：", "Scrutineer: ");
        text_width_pad(out, span_text(name), widest);
        either(out, lang, "  签名：____________________\n",
               "  signed: ____________________\n");
    }
    either(out, lang, "日期：____________________            （盖章）\n",
           "Date: ____________________            (stamp)\n");
}

static void
write_in(struct text_writer *out, const struct count_sheet *sheet,
         enum lang lang)
{
    heading(out, lang, sheet);
    attendance(out, lang, sheet);
    paper_sheets(out, lang, sheet);
    table(out, lang, sheet);
    if (sheet->election)
        election_results(out, lang, sheet);
    else
        results(out, lang, sheet);
    signatures(out, lang, sheet);
}

static bool
row_is_sound(const struct count_sheet *sheet, const struct count_sheet_row *row)
{
    const struct rule_options *first = sheet->rows[0].row->options;
    const struct rule_options *options = row->row->options;
    bool elects = row->rule->kind == RULE_ELECTION;

    if (options->count != first->count || options->count > RULE_OPTIONS_MAX)
        return false;
    for (size_t k = 0; k < options->count; k++)
        if (!rule_word_equals(&options->id[k], first->id[k].text))
            return false;
    return elects == (sheet->election != NULL) &&
           elects == (row->verdict == NULL);
}

void
count_sheet_write(struct text_writer *out, const struct count_sheet *sheet,
                  enum count_sheet_language language)
{
    bool sound =
        sheet->row_count > 0 && sheet->row_count <= RULE_CANDIDATES_MAX;

    for (size_t i = 0; sound && i < sheet->row_count; i++)
        sound = row_is_sound(sheet, &sheet->rows[i]);
    if (!sound) {
        text_writer_fail(out, ERR_INPUT);
        return;
    }
    if (language != COUNT_SHEET_EN)
        write_in(out, sheet, LANG_ZH);
    if (language == COUNT_SHEET_BOTH)
        text_writer_text(out, "\n");
    if (language != COUNT_SHEET_ZH)
        write_in(out, sheet, LANG_EN);
}
