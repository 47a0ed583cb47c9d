/*
 * roll_csv.h - reads the roll of representatives from a CSV file.
 *
 * Source: RFC 4180, read strictly: a quote stands only around a whole field or
 * doubled inside one; lines end in CRLF or LF. UTF-8, a byte order mark at the
 * start allowed. The first line names the columns, in any order, in English or
 * Chinese; id, name_zh and voting must be there, any other name is refused:
 *
 *     id 编号            sex 性别 (F M 女 男)        title_zh 职务
 *     name_zh 姓名       birth_year 出生年           title_en 英文职务
 *     name_en 英文名     delegation 代表团           surname_strokes 姓氏笔画
 *     voting 表决权 (1 0 是 否)                      category 类别
 *
 * All or nothing: one bad row and the roll is refused, but every bad row is
 * reported. Two people of one name are reported and accepted. Nothing here
 * allocates; the rows are the caller's array.
 */
#ifndef BALLOTS_ROLL_CSV_H
#define BALLOTS_ROLL_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/words.h"
#include "crypto/err.h"
#include "crypto/span.h"

#define ROLL_CSV_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define ROLL_CSV_ROWS_MAX 10000
#define ROLL_ID_MAX 32    /* bytes of [A-Za-z0-9._-] */
#define ROLL_NAME_MAX 96  /* bytes of a name in either language */
#define ROLL_TEXT_MAX 128 /* bytes of a delegation, category or title */

enum roll_column {
    ROLL_ID,
    ROLL_NAME_ZH,
    ROLL_NAME_EN,
    ROLL_SEX,
    ROLL_BIRTH_YEAR,
    ROLL_DELEGATION,
    ROLL_CATEGORY,
    ROLL_TITLE_ZH,
    ROLL_TITLE_EN,
    ROLL_SURNAME_STROKES,
    ROLL_VOTING,
    ROLL_COLUMN_COUNT_
};

/* "name_zh" or "姓名". NULL for a value out of range. */
const char *roll_column_name(enum lang lang, enum roll_column column);

/* One person. Texts end in a zero and are empty where the file is. */
struct roll_row {
    uint32_t line; /* where the row begins, from 1 */
    char id[ROLL_ID_MAX + 1];
    char name_zh[ROLL_NAME_MAX + 1];
    char name_en[ROLL_NAME_MAX + 1];
    char delegation[ROLL_TEXT_MAX + 1];
    char category[ROLL_TEXT_MAX + 1];
    char title_zh[ROLL_TEXT_MAX + 1];
    char title_en[ROLL_TEXT_MAX + 1];
    char sex;                /* 'F', 'M' or 0 */
    uint16_t birth_year;     /* 1900 .. 2100 or 0 */
    uint8_t surname_strokes; /* 1 .. 64 or 0 */
    bool voting;

    /* The reader's own hash chains, which find what occurs twice. */
    uint32_t first_id;
    uint32_t next_id;
    uint32_t first_name;
    uint32_t next_name;
};

enum roll_fault_code {
    ROLL_FAULT_NONE = 0,
    ROLL_FAULT_EMPTY,          /* no bytes, or a byte order mark only */
    ROLL_FAULT_TOO_BIG,        /* more than ROLL_CSV_BYTES_MAX */
    ROLL_FAULT_NO_ROWS,        /* a header and nothing more */
    ROLL_FAULT_TOO_MANY_ROWS,  /* more than the array holds */
    ROLL_FAULT_NOT_UTF8,       /* perhaps GB18030: convert and try again */
    ROLL_FAULT_UNCLOSED_QUOTE, /* the file ends inside a quoted field */
    ROLL_FAULT_STRAY_QUOTE,    /* a quote inside a field, text after one */
    ROLL_FAULT_FIELD_COUNT,    /* not as many fields as the header */
    ROLL_FAULT_UNKNOWN_COLUMN, /* header; value is the name */
    ROLL_FAULT_COLUMN_TWICE,   /* header */
    ROLL_FAULT_NO_COLUMN,      /* header: a required column is not there */
    ROLL_FAULT_NO_ID,
    ROLL_FAULT_BAD_ID,
    ROLL_FAULT_DUPLICATE_ID, /* other_line has it too */
    ROLL_FAULT_NO_NAME,
    ROLL_FAULT_TOO_LONG,
    ROLL_FAULT_CONTROL, /* control, bidirectional, line break in a field */
    ROLL_FAULT_SPACE,   /* white space at either end */
    ROLL_FAULT_BAD_SEX,
    ROLL_FAULT_BAD_NUMBER,
    ROLL_FAULT_BAD_VOTING,
    ROLL_NOTICE_SAME_NAME, /* not a fault: other_line has the same name */
    ROLL_FAULT_COUNT_
};

/* "no_name" ...; stable; NULL for a value out of range. */
const char *roll_fault_name(enum roll_fault_code code);

/* What is wrong and how to mend it; NULL for a value out of range. */
const char *roll_fault_words(enum lang lang, enum roll_fault_code code);

/* One thing found. */
struct roll_fault {
    enum roll_fault_code code;
    uint32_t line;           /* from 1; 0: the file as a whole */
    enum roll_column column; /* ROLL_COLUMN_COUNT_: the whole row */
    uint32_t other_line;     /* see the code; otherwise 0 */
    struct span value;       /* the field as it stands in the file, raw: it may
                                hold control characters; valid until found()
                                returns */
};

/*
 * "第7行，姓名：姓名为空。" / "Line 7, name_zh: There is no name." Names an
 * unknown column; otherwise without the value.
 */
void roll_fault_say(struct text_writer *out, enum lang lang,
                    const struct roll_fault *fault);

/* Where faults and notices go, in the order of the file. */
struct roll_report {
    void (*found)(void *context, const struct roll_fault *fault);
    void *context; /* borrowed */
};

struct roll_summary {
    size_t rows;    /* people accepted, or 0 after any fault */
    size_t voting;  /* of them */
    size_t faults;  /* reported; 0 is success */
    size_t notices; /* reported; same names */
    bool not_utf8;  /* some fault was ROLL_FAULT_NOT_UTF8 */
};

/*
 * Reads the whole file.
 *
 * summary  out: what was found, also on error
 * rows     out: the people, in the order of the file; capacity of them, of
 *               which never more than ROLL_CSV_ROWS_MAX are used. On error
 *               what they hold means nothing
 * text     in:  the file
 * report   in:  called for every fault and notice; found may be NULL
 *
 * ERR_INPUT: at least one fault was reported.
 */
MUST_USE enum err roll_csv_read(struct roll_summary *summary,
                                struct roll_row *rows, size_t capacity,
                                struct span text,
                                const struct roll_report *report);

#endif
