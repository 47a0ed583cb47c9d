#include "voting/ctl/author_draft.h"

#include <stdlib.h>
#include <string.h>

#include "voting/ctl/author.h"
#include "voting/machine/private_file.h"

static const char head[] = "congress-draft/v1\n";

static enum err
read_signers(struct author_draft *out, struct span line)
{
    if (span_take_prefix(&line, "signers "))
        return ERR_INPUT;
    for (;;) {
        size_t len = span_find(line, ' ');

        if (out->signer_count == EVENT_SIGNERS_MAX ||
            post_parse(&out->signers[out->signer_count], line.ptr, len))
            return ERR_INPUT;
        out->signer_count++;
        if (len == line.len)
            return OK;
        line = span_from(line, len + 1);
    }
}

/* What belongs to the note, if anything does. */
static enum err
take_with(struct author_draft *out, struct span *rest)
{
    struct span word;

    if (!span_starts_with(*rest, "with "))
        return OK;
    if (part_take(&word, &out->with, rest) || !span_eq(word, span_text("with")))
        return ERR_INPUT;
    return submission_check(NULL, out->with);
}

/* Marks who has signed: the lines follow the order of the signers. */
static enum err
match_lines(struct author_draft *out, const char *origin)
{
    size_t next = 0;

    for (size_t i = 0; i < out->parsed.line_count; i++) {
        const struct span name = out->parsed.lines[i].name;
        struct post post;
        bool invitation;

        if (post_from_key_name(&post, &invitation, origin, name.ptr,
                               name.len) ||
            invitation)
            return ERR_INPUT;
        while (next < out->signer_count && !post_eq(out->signers[next], post))
            next++;
        if (next == out->signer_count)
            return ERR_INPUT;
        out->signed_by[next++] = true;
        out->signed_count++;
    }
    return OK;
}

enum err
author_draft_read(struct author_draft *out, struct span bytes,
                  const char *origin)
{
    struct span line;
    enum err e;

    memset(out, 0, sizeof *out);
    if (span_take_prefix(&bytes, head) || span_take_line(&line, &bytes) ||
        read_signers(out, line) || take_with(out, &bytes) ||
        span_take_prefix(&bytes, "\n"))
        return ERR_INPUT;
    out->note = bytes;
    e = note_parse(&out->parsed, bytes);
    return e ? e : match_lines(out, origin);
}

static void
say_draft(struct ctl *ctl, const char *path, struct span note)
{
    struct note parsed;
    char names[1024];
    struct text_writer w;

    text_writer_start(&w, names, sizeof names - 1);
    if (note_parse(&parsed, note) == OK) {
        for (size_t i = 0; i < parsed.line_count; i++) {
            text_writer_text(&w, i ? ", " : "");
            text_writer_span(&w, parsed.lines[i].name);
        }
    }
    names[w.len] = '\0';
    ctl_say(ctl, MESSAGE_DRAFT_DONE, path, names, NULL);
    if (ctl->json) {
        struct json_writer json;

        ctl_json_begin(ctl, &json);
        json_put_object(&json, NULL);
        json_put_text(&json, "draft", path);
        json_put_text(&json, "signed_by", names);
        json_put_object_end(&json);
        ctl_json_end(ctl, &json);
    }
}

enum err
author_draft_take(struct ctl *ctl, const struct author_draft *draft)
{
    struct span note = {0};
    enum err e = OK;

    offers_forget(&ctl->offers);
    if (draft->with.len > 0)
        e = offers_read(&ctl->offers, &note, draft->with);
    return !e && note.len > 0 ? ERR_INPUT : e;
}

static void
write_signers(struct text_writer *w, const struct post *signers, size_t count)
{
    text_writer_text(w, head);
    text_writer_text(w, "signers");
    for (size_t i = 0; i < count; i++) {
        char name[POST_TEXT_BYTES];

        post_format(name, signers[i]);
        text_writer_text(w, " ");
        text_writer_text(w, name);
    }
    text_writer_text(w, "\n");
}

/* The offers, in a buffer of their own. */
static enum err
write_with(struct text_writer *w, const struct offers *offers)
{
    size_t room = offers_room(offers, NULL, 0);
    struct text_writer inner;
    struct span with;
    char *bytes;
    enum err e;

    if (offers->bytes == 0)
        return OK;
    bytes = malloc(room);
    if (!bytes)
        return ERR_NOMEM;
    text_writer_start(&inner, bytes, room);
    offers_write(offers, &inner, NULL, 0);
    e = text_writer_finish(&inner, &with);
    if (!e)
        part_write(w, span_text("with"), &with, 1);
    free(bytes);
    return e;
}

enum ctl_status
author_draft_write(struct ctl *ctl, const char *path,
                   const struct post *signers, size_t count, struct span note,
                   bool replace)
{
    size_t room = offers_room(&ctl->offers, &note, 1) + 1024;
    char *text = malloc(room);
    struct text_writer w;
    struct span written;
    enum err e;

    if (!text)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    text_writer_start(&w, text, room);
    write_signers(&w, signers, count);
    e = write_with(&w, &ctl->offers);
    text_writer_text(&w, "\n");
    text_writer_span(&w, note);
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e)
        e = replace ? private_file_replace(path, written)
                    : private_file_create(path, written);
    free(text);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    say_draft(ctl, path, note);
    return CTL_DONE;
}
