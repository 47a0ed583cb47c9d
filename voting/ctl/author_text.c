/*
 * author_text.c - texts that events name, salted.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/blob_text.h"
#include "voting/ctl/author.h"
#include "voting/machine/input_file.h"

enum { TEXT_MAX = 1024 * 1024, OVERHEAD = 64 };

enum err
author_give_text(struct ctl *ctl, struct event_blob *out, struct span bytes,
                 bool members)
{
    enum err e = offers_describe(out, bytes, members);

    if (!e)
        e = offers_text(&ctl->offers, out, bytes);
    if (e)
        *out = (struct event_blob){0};
    return e;
}

/* Gives what was written; the writer is finished here. */
static enum ctl_status
give(struct ctl *ctl, struct event_blob *blob, struct text_writer *w,
     const char *what, bool members)
{
    struct blob_text check;
    struct span written;
    enum err e = text_writer_finish(w, &written);

    if (!e)
        e = blob_text_read(&check, written);
    if (e)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_OPTION_VALUE, what, NULL, NULL);
    e = author_give_text(ctl, blob, written, members);
    return e ? ctl_fail_err(ctl, e, "text") : CTL_DONE;
}

static void
start(struct text_writer *w, char *buffer, size_t room)
{
    uint8_t salt[BLOB_TEXT_SALT_BYTES];

    randombytes_buf(salt, sizeof salt);
    text_writer_start(w, buffer, room);
    blob_text_write_salt(w, salt);
}

enum ctl_status
author_put_lines(struct ctl *ctl, struct event_blob *blob, const char *lines,
                 bool members)
{
    size_t room = strlen(lines) + OVERHEAD;
    char *buffer = malloc(room);
    struct text_writer w;
    enum ctl_status status;

    if (!buffer)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    start(&w, buffer, room);
    text_writer_text(&w, lines);
    status = give(ctl, blob, &w, lines, members);
    free(buffer);
    return status;
}

static enum ctl_status
put_span(struct ctl *ctl, struct event_blob *blob, struct span text,
         bool members)
{
    /* Every byte may be a line of its own, with "zh " and LF. */
    size_t room = 5 * text.len + OVERHEAD;
    char *buffer = malloc(room);
    struct text_writer w;
    enum ctl_status status;

    if (!buffer)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    start(&w, buffer, room);
    while (text.len > 0) {
        size_t len = span_find(text, '\n');

        blob_text_write_line(&w, ctl->lang, span_head(text, len));
        text = span_from(text, len < text.len ? len + 1 : len);
    }
    status = give(ctl, blob, &w, "text", members);
    free(buffer);
    return status;
}

enum ctl_status
author_put_text(struct ctl *ctl, struct event_blob *blob, const char *value,
                bool members)
{
    struct input_file file;
    enum ctl_status status;
    const char *path = value[0] == '@' ? value + 1 : value;

    if (value[0] != '@' && strcmp(value, "-") != 0)
        return put_span(ctl, blob, span_text(value), members);
    if (input_file_read(&file, path, TEXT_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    status = put_span(ctl, blob, input_file_span(&file), members);
    input_file_free(&file);
    return status;
}
