#include "ballots/roll_csv.h"

#include <string.h>

#include "ballots/csv.h"
#include "ballots/roll_field.h"
#include "crypto/utf8.h"

struct reader {
    struct roll_summary *summary;
    struct roll_row *rows;
    size_t capacity;
    size_t stored; /* rows with an id, those with faults too */
    const struct roll_report *report;
    struct csv csv;
    enum roll_column columns[ROLL_COLUMN_COUNT_]; /* by place in the file */
    size_t column_count;
};

static void
found(struct reader *r, const struct roll_fault *fault)
{
    if (fault->code == ROLL_NOTICE_SAME_NAME)
        r->summary->notices++;
    else
        r->summary->faults++;
    if (fault->code == ROLL_FAULT_NOT_UTF8)
        r->summary->not_utf8 = true;
    if (r->report->found)
        r->report->found(r->report->context, fault);
}

static void
found_in_row(struct reader *r, enum roll_fault_code code, uint32_t line)
{
    const struct roll_fault fault = {
        .code = code, .line = line, .column = ROLL_COLUMN_COUNT_};

    found(r, &fault);
}

static enum roll_column
column_named(const struct csv_field *field)
{
    char name[ROLL_TEXT_MAX + 1];

    if (csv_field_copy(name, sizeof name, field))
        return ROLL_COLUMN_COUNT_;
    for (int i = 0; i < ROLL_COLUMN_COUNT_; i++)
        for (int lang = 0; lang < LANG_COUNT_; lang++)
            if (strcmp(name, roll_column_name((enum lang)lang,
                                              (enum roll_column)i)) == 0)
                return (enum roll_column)i;
    return ROLL_COLUMN_COUNT_;
}

static bool
has_column(const struct reader *r, enum roll_column column)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i] == column)
            return true;
    return false;
}

static void
read_name(struct reader *r, const struct csv_field *field)
{
    struct roll_fault fault = {
        .line = 1, .column = column_named(field), .value = field->raw};

    if (field->fault)
        fault.code = ROLL_FAULT_STRAY_QUOTE;
    else if (fault.column == ROLL_COLUMN_COUNT_)
        fault.code = ROLL_FAULT_UNKNOWN_COLUMN;
    else if (has_column(r, fault.column))
        fault.code = ROLL_FAULT_COLUMN_TWICE;
    else
        r->columns[r->column_count++] = fault.column;
    if (fault.code)
        found(r, &fault);
}

static void
read_header(struct reader *r)
{
    static const enum roll_column required[] = {ROLL_ID, ROLL_NAME_ZH,
                                                ROLL_VOTING};
    struct csv_record record;
    struct csv_field field;

    csv_record_next(&record, &r->csv);
    if (record.unclosed) {
        found_in_row(r, ROLL_FAULT_UNCLOSED_QUOTE, 1);
        return;
    }
    if (utf8_check(record.raw)) {
        found_in_row(r, ROLL_FAULT_NOT_UTF8, 1);
        return;
    }
    while (csv_field_next(&field, &record))
        read_name(r, &field);
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        const struct roll_fault fault = {
            .code = ROLL_FAULT_NO_COLUMN, .line = 1, .column = required[i]};

        if (!has_column(r, required[i]))
            found(r, &fault);
    }
}

/* FNV-1a: only spreads the rows, nothing rests on it. */
static size_t
slot_of(const struct reader *r, const char *text)
{
    uint32_t hash = 2166136261u;

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash % r->capacity;
}

/* The line where this id stands already, or 0. */
static uint32_t
line_of_id(const struct reader *r, const char *id)
{
    uint32_t i = r->rows[slot_of(r, id)].first_id;

    while (i > 0 && strcmp(r->rows[i - 1].id, id) != 0)
        i = r->rows[i - 1].next_id;
    return i > 0 ? r->rows[i - 1].line : 0;
}

static uint32_t
line_of_name(const struct reader *r, const char *name)
{
    uint32_t i = r->rows[slot_of(r, name)].first_name;

    while (i > 0 && strcmp(r->rows[i - 1].name_zh, name) != 0)
        i = r->rows[i - 1].next_name;
    return i > 0 ? r->rows[i - 1].line : 0;
}

/* Links are places from 1; the newest row stands first in its chains. */
static void
store(struct reader *r, const struct roll_row *row)
{
    struct roll_row *at = &r->rows[r->stored++];
    struct roll_row *id_slot = &r->rows[slot_of(r, row->id)];
    struct roll_row *name_slot = &r->rows[slot_of(r, row->name_zh)];
    uint32_t first_id = at->first_id;
    uint32_t first_name = at->first_name;

    *at = *row;
    at->first_id = first_id;
    at->first_name = first_name;
    at->next_id = id_slot->first_id;
    at->next_name = name_slot->first_name;
    id_slot->first_id = (uint32_t)r->stored;
    name_slot->first_name = (uint32_t)r->stored;
}

static void
check_twice(struct reader *r, const struct roll_row *row)
{
    struct roll_fault fault = {.line = row->line};
    uint32_t line = line_of_id(r, row->id);

    if (line > 0) {
        fault.code = ROLL_FAULT_DUPLICATE_ID;
        fault.column = ROLL_ID;
        fault.other_line = line;
        fault.value = span_text(row->id);
        found(r, &fault);
    }
    line = row->name_zh[0] ? line_of_name(r, row->name_zh) : 0;
    if (line > 0) {
        fault.code = ROLL_NOTICE_SAME_NAME;
        fault.column = ROLL_NAME_ZH;
        fault.other_line = line;
        fault.value = span_text(row->name_zh);
        found(r, &fault);
    }
}

static void
read_fields(struct reader *r, struct roll_row *row, struct csv_record *record)
{
    struct csv_field field;

    for (size_t i = 0; csv_field_next(&field, record); i++) {
        struct roll_fault fault = {
            .line = row->line, .column = r->columns[i], .value = field.raw};

        fault.code = field.fault ? ROLL_FAULT_STRAY_QUOTE
                                 : roll_field_read(row, r->columns[i], &field);
        if (fault.code)
            found(r, &fault);
    }
}

static size_t
count_fields(struct csv_record record)
{
    struct csv_field field;
    size_t n = 0;

    while (csv_field_next(&field, &record))
        n++;
    return n;
}

static void
read_row(struct reader *r, struct csv_record *record)
{
    struct roll_row row = {.line = record->line};

    if (record->unclosed) {
        found_in_row(r, ROLL_FAULT_UNCLOSED_QUOTE, row.line);
        return;
    }
    if (utf8_check(record->raw)) {
        found_in_row(r, ROLL_FAULT_NOT_UTF8, row.line);
        return;
    }
    if (count_fields(*record) != r->column_count) {
        found_in_row(r, ROLL_FAULT_FIELD_COUNT, row.line);
        return;
    }
    read_fields(r, &row, record);
    if (row.id[0] == '\0')
        return; /* without an id there is nothing to find again */
    check_twice(r, &row);
    store(r, &row);
    r->summary->voting += row.voting;
}

static void
read_rows(struct reader *r)
{
    struct csv_record record;
    size_t n = 0;

    while (r->csv.rest.len > 0) {
        if (n == r->capacity) {
            found_in_row(r, ROLL_FAULT_TOO_MANY_ROWS, r->csv.line);
            return;
        }
        n++;
        csv_record_next(&record, &r->csv);
        read_row(r, &record);
    }
    if (n == 0)
        found_in_row(r, ROLL_FAULT_NO_ROWS, 0);
}

enum err
roll_csv_read(struct roll_summary *summary, struct roll_row *rows,
              size_t capacity, struct span text,
              const struct roll_report *report)
{
    struct reader r = {.summary = summary,
                       .rows = rows,
                       .capacity = capacity,
                       .report = report};

    *summary = (struct roll_summary){0};
    if (capacity > ROLL_CSV_ROWS_MAX)
        r.capacity = ROLL_CSV_ROWS_MAX;
    for (size_t i = 0; i < r.capacity; i++)
        rows[i] = (struct roll_row){0};
    if (span_starts_with(text, "\xef\xbb\xbf"))
        text = span_from(text, 3);
    csv_start(&r.csv, text);
    if (text.len > ROLL_CSV_BYTES_MAX)
        found_in_row(&r, ROLL_FAULT_TOO_BIG, 0);
    else if (text.len == 0)
        found_in_row(&r, ROLL_FAULT_EMPTY, 0);
    else
        read_header(&r);
    if (summary->faults == 0)
        read_rows(&r);
    if (summary->faults > 0) {
        summary->voting = 0;
        return ERR_INPUT;
    }
    summary->rows = r.stored;
    return OK;
}
