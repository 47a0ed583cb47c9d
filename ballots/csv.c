#include "ballots/csv.h"

void
csv_start(struct csv *csv, struct span text)
{
    *csv = (struct csv){text, 1};
}

/*
 * A quote opens a quoted part only at the start of a field; within one, a
 * doubled quote closes and opens again, so it needs no case of its own.
 */
void
csv_record_next(struct csv_record *record, struct csv *csv)
{
    struct span text = csv->rest;
    bool quoted = false;
    bool at_start = true;
    size_t n;

    *record = (struct csv_record){.line = csv->line};
    for (n = 0; n < text.len; n++) {
        char c = text.ptr[n];

        if (c == '\n')
            csv->line++;
        if (c == '\n' && !quoted)
            break;
        if (c == '"' && (quoted || at_start))
            quoted = !quoted;
        /* Behind a closing quote another one goes on with the same field. */
        at_start = !quoted && (c == ',' || c == '"');
    }
    record->unclosed = quoted;
    csv->rest = span_from(text, n < text.len ? n + 1 : n);
    if (n < text.len && n > 0 && text.ptr[n - 1] == '\r')
        n--;
    record->raw = span_head(text, n);
    record->rest = record->raw;
    record->ended = record->unclosed;
}

/* Where the quotes of a field that begins with one close, or the length. */
static size_t
closing_quote(struct span s)
{
    size_t n = 1;

    while (n < s.len) {
        if (s.ptr[n] != '"')
            n++;
        else if (n + 1 < s.len && s.ptr[n + 1] == '"')
            n += 2;
        else
            break;
    }
    return n;
}

bool
csv_field_next(struct csv_field *field, struct csv_record *record)
{
    struct span s = record->rest;
    size_t inside;
    size_t end;

    *field = (struct csv_field){0};
    if (record->ended)
        return false;
    field->quoted = span_starts_with(s, "\"");
    inside = field->quoted ? closing_quote(s) : 0;
    end = inside + span_find(span_from(s, inside), ',');
    if (field->quoted) {
        field->raw = span_from(span_head(s, inside), 1);
        field->fault = inside + 1 != end;
    } else {
        field->raw = span_head(s, end);
        field->fault = span_find(field->raw, '"') < field->raw.len;
    }
    record->ended = end == s.len;
    record->rest = span_from(s, record->ended ? end : end + 1);
    return true;
}

enum err
csv_field_copy(char *out, size_t capacity, const struct csv_field *field)
{
    size_t length = 0;

    out[0] = '\0';
    for (size_t i = 0; i < field->raw.len; i++) {
        char c = field->raw.ptr[i];

        if (c == '\0' || length + 1 >= capacity) {
            out[0] = '\0';
            return ERR_INPUT;
        }
        out[length++] = c;
        if (field->quoted && c == '"')
            i++; /* the second of two */
    }
    out[length] = '\0';
    return OK;
}
