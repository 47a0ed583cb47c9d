/*
 * csv.h - cuts a CSV file into records and fields.
 *
 * Source: RFC 4180, with lines that end in CRLF or LF. Nothing is copied:
 * records and fields lie in the file, and a quoted field is freed of doubled
 * quotes by csv_field_copy(). A comma or line break within quotes is data.
 */
#ifndef BALLOTS_CSV_H
#define BALLOTS_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct csv {
    struct span rest; /* what is not cut off yet */
    uint32_t line;    /* where it begins, from 1 */
};

struct csv_record {
    struct span raw;  /* without its line end */
    struct span rest; /* fields not taken yet */
    uint32_t line;    /* where the record begins, from 1 */
    bool unclosed;    /* the file ends inside quotes: it has no fields */
    bool ended;       /* the last field was taken */
};

struct csv_field {
    struct span raw; /* inside the quotes, if quoted */
    bool quoted;
    bool fault; /* a quote inside an unquoted field, or text after one */
};

void csv_start(struct csv *csv, struct span text);

/* Cuts off the next record; the caller has seen that rest is not empty. */
void csv_record_next(struct csv_record *record, struct csv *csv);

/* Takes the next field. False: there is none. A record has at least one. */
bool csv_field_next(struct csv_field *field, struct csv_record *record);

/*
 * Copies a field's text, with a terminating zero.
 *
 * ERR_INPUT, and out is empty: it does not fit, or has a zero byte in it.
 */
MUST_USE enum err csv_field_copy(char *out, size_t capacity,
                                 const struct csv_field *field);

#endif
