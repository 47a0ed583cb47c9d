#include "ballots/bundle.h"

#include <string.h>

#include "crypto/decimal.h"
#include "crypto/text_writer.h"

static const char header[] = "congress-bundle/v1\n";

static const struct {
    const char *word;
    size_t max;      /* bytes */
    unsigned before; /* bit k: may come after a part of kind k */
} kinds[BUNDLE_KINDS_] = {
    [BUNDLE_CHECKPOINT] = {"checkpoint", BUNDLE_CHECKPOINT_MAX,
                           1u << BUNDLE_NONE},
    [BUNDLE_ENTRY] = {"entry", BUNDLE_ENTRY_MAX,
                      1u << BUNDLE_CHECKPOINT | 1u << BUNDLE_ENTRY |
                          1u << BUNDLE_BLOB | 1u << BUNDLE_NAME},
    [BUNDLE_BLOB] = {"blob", BUNDLE_BLOB_MAX,
                     1u << BUNDLE_ENTRY | 1u << BUNDLE_BLOB},
    [BUNDLE_NAME] = {"name", BUNDLE_NAME_MAX,
                     1u << BUNDLE_ENTRY | 1u << BUNDLE_BLOB},
    [BUNDLE_END] = {"end", 0,
                    1u << BUNDLE_ENTRY | 1u << BUNDLE_BLOB | 1u << BUNDLE_NAME},
};

static bool
may_follow(enum bundle_kind last, enum bundle_kind kind)
{
    return (kinds[kind].before >> last & 1u) != 0;
}

void
bundle_reader_start(struct bundle_reader *reader, char *buffer)
{
    *reader = (struct bundle_reader){.buffer = buffer};
}

static enum err
read_header(struct bundle_reader *reader, struct span line)
{
    if (!span_eq(line, span_of(header, sizeof header - 2)))
        return ERR_INPUT;
    reader->started = true;
    return OK;
}

/* A line of the frame is complete: what does it announce? */
static enum err
read_line(struct bundle_reader *reader, struct span line)
{
    size_t space = span_find(line, ' ');
    struct span word = span_head(line, space);
    enum bundle_kind kind = BUNDLE_CHECKPOINT;
    uint64_t length = 0;

    if (!reader->started)
        return read_header(reader, line);
    while (kind < BUNDLE_KINDS_ && !span_eq(word, span_text(kinds[kind].word)))
        kind++;
    if (kind == BUNDLE_KINDS_ || !may_follow(reader->last, kind))
        return ERR_INPUT;
    if (kind == BUNDLE_END) {
        if (space != line.len)
            return ERR_INPUT;
        reader->last = BUNDLE_END;
        return OK;
    }
    if (space == line.len ||
        decimal_parse(&length, span_from(line, space + 1), kinds[kind].max) ||
        (length == 0 && kind != BUNDLE_BLOB))
        return ERR_INPUT;
    reader->kind = kind;
    reader->length = (size_t)length;
    return OK;
}

/* Takes one byte of a line; the line is looked at when it is complete. */
static enum err
take_line_byte(struct bundle_reader *reader, struct span *input)
{
    char byte = input->ptr[0];
    struct span line = span_of(reader->line, reader->have);

    *input = span_from(*input, 1);
    if (byte == '\n') {
        reader->have = 0;
        return read_line(reader, line);
    }
    if (reader->have == sizeof reader->line)
        return ERR_INPUT;
    reader->line[reader->have++] = byte;
    return OK;
}

/* Takes a part's bytes and the LF behind them. */
static enum err
take_bytes(struct bundle_reader *reader, struct bundle_part *part,
           struct span *input)
{
    size_t missing = reader->length + 1 - reader->have;
    size_t n = missing < input->len ? missing : input->len;

    memcpy(reader->buffer + reader->have, input->ptr, n);
    reader->have += n;
    *input = span_from(*input, n);
    if (n < missing)
        return OK;
    if (reader->buffer[reader->length] != '\n')
        return ERR_INPUT;
    part->kind = reader->kind;
    part->bytes = span_of(reader->buffer, reader->length);
    reader->last = reader->kind;
    reader->kind = BUNDLE_NONE;
    reader->have = 0;
    return OK;
}

/* One step: a byte of a line or what there is of a part. */
static enum err
take(struct bundle_reader *reader, struct bundle_part *part, struct span *input)
{
    enum err e;

    if (reader->last == BUNDLE_END)
        return ERR_INPUT;
    if (reader->kind != BUNDLE_NONE)
        return take_bytes(reader, part, input);
    e = take_line_byte(reader, input);
    if (!e && reader->last == BUNDLE_END)
        part->kind = BUNDLE_END;
    return e;
}

enum err
bundle_read(struct bundle_reader *reader, struct bundle_part *part,
            struct span *input)
{
    *part = (struct bundle_part){.kind = BUNDLE_NONE};
    while (!reader->bad && input->len > 0 && part->kind == BUNDLE_NONE) {
        if (take(reader, part, input))
            reader->bad = true;
    }
    return reader->bad ? ERR_INPUT : OK;
}

enum err
bundle_reader_finish(const struct bundle_reader *reader)
{
    return reader->bad || reader->last != BUNDLE_END ? ERR_INPUT : OK;
}

enum err
bundle_writer_start(struct bundle_writer *writer, struct bundle_sink sink)
{
    *writer = (struct bundle_writer){.sink = sink, .last = BUNDLE_NONE};
    return sink.put(sink.context, span_of(header, sizeof header - 1));
}

static enum err
put_line(const struct bundle_writer *writer, enum bundle_kind kind,
         size_t length)
{
    char buffer[BUNDLE_LINE_MAX + 1];
    struct text_writer w;
    struct span line;
    enum err e;

    text_writer_start(&w, buffer, sizeof buffer);
    text_writer_text(&w, kinds[kind].word);
    if (kind != BUNDLE_END) {
        text_writer_text(&w, " ");
        text_writer_decimal(&w, length);
    }
    text_writer_text(&w, "\n");
    e = text_writer_finish(&w, &line);
    return e ? e : writer->sink.put(writer->sink.context, line);
}

enum err
bundle_write(struct bundle_writer *writer, enum bundle_kind kind,
             const struct span *pieces, size_t count)
{
    size_t length = 0;
    enum err e;

    if (kind <= BUNDLE_NONE || kind >= BUNDLE_KINDS_ ||
        !may_follow(writer->last, kind))
        return ERR_STATE;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].len > kinds[kind].max - length)
            return ERR_INPUT;
        length += pieces[i].len;
    }
    if (length == 0 && kind != BUNDLE_END && kind != BUNDLE_BLOB)
        return ERR_INPUT;
    e = put_line(writer, kind, length);
    for (size_t i = 0; i < count && !e; i++) {
        if (pieces[i].len > 0)
            e = writer->sink.put(writer->sink.context, pieces[i]);
    }
    if (!e && kind != BUNDLE_END)
        e = writer->sink.put(writer->sink.context, span_text("\n"));
    writer->last = kind;
    return e;
}
