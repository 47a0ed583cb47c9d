#include "ballots/request_note.h"

#include <string.h>

#include "ballots/event.h"
#include "ballots/field.h"
#include "crypto/note.h"

static const char first_line[] = "congress-request/v1";

static const char *const words[REQUEST_WANTS_] = {
    [REQUEST_NAME] = "name",       [REQUEST_NAMES] = "names",
    [REQUEST_TEXT] = "text",       [REQUEST_HERE] = "here",
    [REQUEST_PHONES] = "phones",   [REQUEST_DRAFTS] = "drafts",
    [REQUEST_DECLINE] = "decline",
};

/* Who may ask besides an enrolled post of one of these kinds. */
enum invited { INVITED_NO, INVITED_SELF, INVITED_ANY };

#define EVERY_KIND ((1u << POST_KINDS_) - 1)
#define OFFICERS (1u << POST_CHAIR | 1u << POST_DESK | 1u << POST_SCRUTINEER)

static const struct {
    unsigned kinds; /* bit k: whoever holds a post of kind k */
    enum invited invited;
} asking[REQUEST_WANTS_] = {
    [REQUEST_NAME] = {EVERY_KIND, INVITED_SELF},
    [REQUEST_NAMES] = {EVERY_KIND, INVITED_NO},
    [REQUEST_TEXT] = {EVERY_KIND, INVITED_ANY},
    [REQUEST_HERE] = {EVERY_KIND, INVITED_NO},
    [REQUEST_PHONES] = {OFFICERS, INVITED_NO},
    [REQUEST_DRAFTS] = {OFFICERS, INVITED_NO},
    [REQUEST_DECLINE] = {OFFICERS, INVITED_NO},
};

const char *
request_want_word(enum request_want want)
{
    return (unsigned)want < REQUEST_WANTS_ ? words[want] : "?";
}

bool
request_note_is_allowed(const struct request_note *note,
                        const struct request_signer *signer)
{
    if ((unsigned)note->want >= REQUEST_WANTS_ ||
        (unsigned)signer->post.kind >= POST_KINDS_)
        return false;
    if (!signer->invitation)
        return (asking[note->want].kinds >> signer->post.kind & 1u) != 0;
    return asking[note->want].invited == INVITED_ANY ||
           (asking[note->want].invited == INVITED_SELF &&
            post_eq(note->post, signer->post));
}

/* Reads or writes everything behind the first line. */
static void
fields(struct field_io *io, struct request_note *n)
{
    unsigned want = n->want;

    field_line(io, "log");
    field_text(io, n->origin, sizeof n->origin);
    field_end(io);
    field_line_u64(io, "at", &n->at_s, EVENT_TIME_MAX);
    field_line_bytes(io, "nonce", n->nonce, sizeof n->nonce);
    field_line(io, "want");
    field_choice(io, &want, words, REQUEST_WANTS_);
    n->want = (enum request_want)want;
    if (n->want == REQUEST_NAME) {
        field_post(io, &n->post);
    } else if (n->want == REQUEST_TEXT) {
        field_hash(io, &n->sha256);
        field_u32(io, &n->length, EVENT_BLOB_MAX);
    } else if (n->want == REQUEST_DECLINE) {
        field_hash(io, &n->sha256);
    }
    field_end(io);
}

/* What neither reader nor writer of a line can know. */
static bool
is_sound(const struct request_note *n)
{
    return post_origin_is_valid(n->origin, strlen(n->origin)) &&
           (n->want != REQUEST_TEXT || n->length > 0);
}

void
request_note_sign(struct text_writer *w, const struct request_note *note,
                  const struct request_signer *signer,
                  const struct ed25519_secret *secret)
{
    struct request_note copy = *note;
    char name[POST_KEY_NAME_BYTES];
    char text[REQUEST_NOTE_MAX];
    struct field_io io;

    if ((unsigned)note->want >= REQUEST_WANTS_ ||
        (unsigned)signer->post.kind >= POST_KINDS_) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    field_writer(&io, text, sizeof text);
    field_line(&io, first_line);
    field_end(&io);
    fields(&io, &copy);
    if (io.bad || !is_sound(note)) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    post_key_name(name, note->origin, signer->post, signer->invitation);
    note_write_text(w, span_of(text, io.at));
    note_sign_line(w, span_text(name), secret, span_of(text, io.at));
}

static enum err
read_text(struct request_note *out, struct span text)
{
    struct field_io io;

    field_reader(&io, text.ptr, text.len);
    field_line(&io, first_line);
    field_end(&io);
    fields(&io, out);
    return field_is_done(&io) && is_sound(out) ? OK : ERR_INPUT;
}

enum err
request_note_read(struct request_note *out, struct request_signer *signer,
                  struct span bytes, struct span origin)
{
    struct note note;
    enum err e;

    *out = (struct request_note){0};
    *signer = (struct request_signer){0};
    if (bytes.len > REQUEST_NOTE_MAX)
        return ERR_INPUT;
    e = note_parse(&note, bytes);
    if (!e && note.line_count != 1)
        e = ERR_INPUT;
    if (!e)
        e = read_text(out, note.text);
    if (!e && !span_eq(span_text(out->origin), origin))
        e = ERR_INPUT;
    if (!e)
        e = post_from_key_name(&signer->post, &signer->invitation, out->origin,
                               note.lines[0].name.ptr, note.lines[0].name.len);
    if (e) {
        *out = (struct request_note){0};
        *signer = (struct request_signer){0};
    }
    return e;
}

enum err
request_note_verify(struct span bytes, const struct request_note *note,
                    const struct request_signer *signer,
                    const struct ed25519_public *key)
{
    char name[POST_KEY_NAME_BYTES];
    struct note_key note_key;
    struct note parsed;
    enum err e = note_parse(&parsed, bytes);

    if (e)
        return e;
    post_key_name(name, note->origin, signer->post, signer->invitation);
    e = note_key_make(&note_key, span_text(name), NOTE_KEY_ED25519, key);
    return e ? ERR_PROOF : note_verify_exact(&parsed, &note_key, 1);
}
