/*
 * ballotctl countersign - adds a signature to a draft made elsewhere: in a
 * file, or waiting on the server.
 */
#include <string.h>
#include <unistd.h>

#include "voting/ctl/author.h"
#include "voting/ctl/author_draft.h"
#include "voting/ctl/waiting.h"
#include "voting/machine/input_file.h"
#include "voting/server/draft_note.h"

static const struct option_line lines[] = {
    {"as", "POST", false, "以此职务签名；不写则只显示内容",
     "sign for this post; without it, only show what would be signed"},
    {"out", "FILE", false, "另存为；默认写回原文件",
     "write elsewhere; by default over the draft"},
    {NULL, NULL, false, NULL, NULL},
};

static void
copy_line(struct text_writer *w, const struct note_line *line)
{
    text_writer_text(w, "\xe2\x80\x94 ");
    text_writer_span(w, line->name);
    text_writer_text(w, " ");
    text_writer_span(w, line->base64);
    text_writer_text(w, "\n");
}

/* The signature lines there are, with the new one in its place. */
static enum ctl_status
add_line(struct ctl *ctl, const struct author_draft *draft, size_t place,
         struct text_writer *w)
{
    struct ed25519_secret secret;
    char name[POST_KEY_NAME_BYTES];
    size_t line = 0;
    enum ctl_status status = author_secret(ctl, &secret, draft->signers[place]);

    if (status)
        return status;
    post_key_name(name, conference_origin(ctl_conference(ctl)),
                  draft->signers[place], false);
    note_write_text(w, draft->parsed.text);
    for (size_t i = 0; i < draft->signer_count; i++) {
        if (i == place) {
            note_sign_line(w, span_text(name), &secret, draft->parsed.text);
        } else if (draft->signed_by[i]) {
            copy_line(w, &draft->parsed.lines[line++]);
        }
    }
    ed25519_wipe(&secret);
    return CTL_DONE;
}

static enum ctl_status
sign(struct ctl *ctl, const struct author_draft *draft, struct post post)
{
    const char *out = options_text(&ctl->options, "out");
    char name[POST_TEXT_BYTES];
    struct text_writer w;
    struct span note;
    size_t place = 0;
    enum ctl_status status;

    post_format(name, post);
    while (place < draft->signer_count && !post_eq(draft->signers[place], post))
        place++;
    if (place == draft->signer_count)
        return ctl_bad_value(ctl, name);
    if (draft->signed_by[place])
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_DRAFT_SIGNED_BEFORE, name, NULL,
                        NULL);
    text_writer_start(&w, ctl->scratch, AUTHOR_NOTE_MAX);
    status = add_line(ctl, draft, place, &w);
    if (status)
        return status;
    if (text_writer_finish(&w, &note))
        return ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY);
    return author_draft_write(ctl, out ? out : ctl_argument(ctl, 0),
                              draft->signers, draft->signer_count, note, !out);
}

static enum ctl_status
read_and_sign(struct ctl *ctl, struct span bytes)
{
    struct author_draft draft;
    struct post posts[OPTIONS_POSTS_MAX];
    size_t count;

    if (options_posts(&ctl->options, "as", posts, &count))
        return ctl_bad_options(ctl);
    if (count > 1)
        return ctl_bad_value(ctl, options_text(&ctl->options, "as"));
    if (author_draft_read(&draft, bytes,
                          conference_origin(ctl_conference(ctl))) ||
        author_draft_take(ctl, &draft) ||
        event_decode(ctl->event, draft.note) == REFUSED_FORM)
        return ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
    if (!ctl->json)
        fwrite(draft.parsed.text.ptr, 1, draft.parsed.text.len, ctl->out);
    return count ? sign(ctl, &draft, posts[0]) : CTL_DONE;
}

/* ---- On the server --------------------------------------------------------*/

/* The event's note with one line more, where it belongs among the others. */
static enum ctl_status
add_waiting_line(struct ctl *ctl, struct text_writer *w, struct post post)
{
    const struct event *event = ctl->event;
    struct post posts[EVENT_SIGNERS_MAX];
    struct ed25519_secret secret;
    char name[POST_KEY_NAME_BYTES];
    size_t count = draft_note_signers(posts, event, ctl_conference(ctl), post);
    enum ctl_status status;

    if (count == 0)
        return ctl_refuse(ctl, REFUSED_SIGNERS, CONFERENCE_NO_ENTRY);
    status = author_secret(ctl, &secret, post);
    if (status)
        return status;
    post_key_name(name, event->origin, post, false);
    note_write_text(w, event->note.text);
    for (size_t i = 0; i < count; i++) {
        if (post_eq(posts[i], post))
            note_sign_line(w, span_text(name), &secret, event->note.text);
        for (size_t n = 0; n < event->signer_count; n++)
            if (post_eq(event->signers[n].post, posts[i]))
                copy_line(w, &event->note.lines[n]);
    }
    ed25519_wipe(&secret);
    return CTL_DONE;
}

/* Hands it in, or lets it wait on for a third signature. */
static enum ctl_status
sign_waiting(struct ctl *ctl, struct post post)
{
    char name[POST_TEXT_BYTES];
    struct text_writer w;
    struct span note = {0};
    enum ctl_status status;

    post_format(name, post);
    if (draft_note_has_signed(ctl->event, post))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_DRAFT_SIGNED_BEFORE, name, NULL,
                        NULL);
    text_writer_start(&w, ctl->scratch, AUTHOR_NOTE_MAX);
    status = add_waiting_line(ctl, &w, post);
    if (status)
        return status;
    if (text_writer_finish(&w, &note))
        return ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY);
    if (draft_note_read(ctl->event, ctl_conference(ctl), note))
        return ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
    return draft_note_waits(ctl->event, ctl_conference(ctl))
               ? waiting_ask(ctl, note)
               : author_submit(ctl, note);
}

static enum ctl_status
find_and_sign(struct ctl *ctl, const char *digits)
{
    struct waiting_list list = {0};
    struct waiting found;
    struct post posts[OPTIONS_POSTS_MAX];
    size_t count = 0;
    enum ctl_status status = waiting_open(ctl, &list);

    if (!status)
        status = waiting_find(ctl, &list, &found, digits);
    if (!status && options_posts(&ctl->options, "as", posts, &count))
        status = ctl_bad_options(ctl);
    if (!status && !ctl->json)
        fwrite(ctl->event->note.text.ptr, 1, ctl->event->note.text.len,
               ctl->out);
    if (!status && count > 0)
        status = sign_waiting(ctl, posts[0]);
    waiting_close(&list);
    offers_forget(&ctl->offers);
    return status;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct input_file file;
    enum ctl_status status;

    if (waiting_is_digits(path) && access(path, F_OK) != 0)
        return options_text(&ctl->options, "out") ? ctl_bad_value(ctl, "--out")
                                                  : find_and_sign(ctl, path);
    if (input_file_read(&file, path, AUTHOR_DRAFT_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    status = read_and_sign(ctl, input_file_span(&file));
    input_file_free(&file);
    return status;
}

const struct command command_countersign = {
    {"countersign", "FILE|HASH", 1, 1, lines,
     "会签另一台设备做的文件，或服务器上等待的一份（drafts 列出）",
     "show a draft made on another device, in a file or waiting on the server "
     "(see drafts), and add one's signature",
     "先不加 --as 看清内容，再签。",
     "First look at it without --as, then sign."},
    CTL_LOG | CTL_KEYS,
    run,
};
