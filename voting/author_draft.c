#include "voting/author_draft.h"

#include <string.h>

#include "voting/author.h"
#include "voting/private_file.h"

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
        read_signers(out, line) || span_take_prefix(&bytes, "\n"))
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

enum ctl_status
author_draft_write(struct ctl *ctl, const char *path,
                   const struct post *signers, size_t count, struct span note,
                   bool replace)
{
    char text[AUTHOR_NOTE_MAX + 1024];
    struct text_writer w;
    struct span written;
    enum err e;

    text_writer_start(&w, text, sizeof text);
    text_writer_text(&w, head);
    text_writer_text(&w, "signers");
    for (size_t i = 0; i < count; i++) {
        char name[POST_TEXT_BYTES];

        post_format(name, signers[i]);
        text_writer_text(&w, " ");
        text_writer_text(&w, name);
    }
    text_writer_text(&w, "\n\n");
    text_writer_span(&w, note);
    if (text_writer_finish(&w, &written))
        return ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY);
    e = replace ? private_file_replace(path, written)
                : private_file_create(path, written);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    say_draft(ctl, path, note);
    return CTL_DONE;
}
