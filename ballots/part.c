#include "ballots/part.h"

#include <string.h>

#include "crypto/decimal.h"

/* Where the last space of the line is, or its length. */
static size_t
last_space(struct span line)
{
    size_t at = line.len;

    while (at > 0 && line.ptr[at - 1] != ' ')
        at--;
    return at > 0 ? at - 1 : line.len;
}

enum err
part_take(struct span *head, struct span *bytes, struct span *rest)
{
    struct span after = *rest;
    struct span line;
    uint64_t length;
    size_t space;

    *head = *bytes = (struct span){0};
    if (span_take_line(&line, &after) || line.len >= PART_FRAME_MAX)
        return ERR_INPUT;
    space = last_space(line);
    if (space == 0 || space == line.len || space > PART_HEAD_MAX ||
        decimal_parse(&length, span_from(line, space + 1), after.len) ||
        length == after.len || after.ptr[length] != '\n')
        return ERR_INPUT;
    *head = span_head(line, space);
    *bytes = span_head(after, (size_t)length);
    *rest = span_from(after, (size_t)length + 1);
    return OK;
}

void
part_write(struct text_writer *w, struct span head, const struct span *pieces,
           size_t count)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += pieces[i].len;
    if (head.len == 0 || head.len > PART_HEAD_MAX ||
        span_find(head, '\n') != head.len)
        text_writer_fail(w, ERR_INPUT);
    text_writer_span(w, head);
    text_writer_text(w, " ");
    text_writer_decimal(w, length);
    text_writer_text(w, "\n");
    for (size_t i = 0; i < count; i++)
        text_writer_span(w, pieces[i]);
    text_writer_text(w, "\n");
}
