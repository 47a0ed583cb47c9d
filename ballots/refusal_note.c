#include "ballots/refusal_note.h"

#include <stdio.h>
#include <string.h>

#include "ballots/field.h"
#include "crypto/note.h"

static const char first_line[] = "congress-refusal/v1";

/* Reads or writes everything behind the first line. */
static void
fields(struct field_io *io, struct refusal_note *n, char *code)
{
    uint64_t index = n->cause.index;

    field_line(io, "log");
    field_text(io, n->origin, sizeof n->origin);
    field_end(io);
    field_line_hash(io, "submitted", &n->submitted);
    field_line(io, "refused");
    field_word(io, code, REFUSAL_NOTE_CODE_MAX + 1);
    field_end(io);
    field_line(io, "tree");
    field_u64(io, &n->size, UINT32_MAX);
    field_hash(io, &n->root);
    field_end(io);
    field_line(io, "cause");
    field_optional(io, &n->cause.present);
    if (n->cause.present) {
        field_u64(io, &index, n->size ? n->size - 1 : 0);
        field_hash(io, &n->cause.leaf);
        n->cause.index = (uint32_t)index;
    }
    field_end(io);
}

/* What neither reader nor writer of a line can know. */
static bool
is_sound(const struct refusal_note *n)
{
    return post_origin_is_valid(n->origin, strlen(n->origin)) &&
           n->refusal != REFUSED_NOTHING && n->size > 0;
}

void
refusal_note_sign(struct text_writer *w, const struct refusal_note *note,
                  const struct ed25519_secret *secret)
{
    struct refusal_note copy = *note;
    char code[REFUSAL_NOTE_CODE_MAX + 1] = "";
    char text[REFUSAL_NOTE_MAX];
    struct field_io io;

    snprintf(code, sizeof code, "%s", refusal_code(note->refusal));
    field_writer(&io, text, sizeof text);
    field_line(&io, first_line);
    field_end(&io);
    fields(&io, &copy, code);
    if (io.bad || !is_sound(note)) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    note_write_text(w, span_of(text, io.at));
    note_sign_line(w, span_text(note->origin), secret, span_of(text, io.at));
}

static enum err
read_text(struct refusal_note *out, struct span text)
{
    char code[REFUSAL_NOTE_CODE_MAX + 1];
    struct field_io io;

    field_reader(&io, text.ptr, text.len);
    field_line(&io, first_line);
    field_end(&io);
    fields(&io, out, code);
    if (!field_is_done(&io) || refusal_find(&out->refusal, span_text(code)) ||
        !is_sound(out))
        return ERR_INPUT;
    return OK;
}

enum err
refusal_note_open(struct refusal_note *out, struct span bytes,
                  struct span origin, const struct ed25519_public *key)
{
    struct note_key signer;
    struct note note;
    enum err e;

    *out = (struct refusal_note){0};
    if (bytes.len > REFUSAL_NOTE_MAX)
        return ERR_INPUT;
    e = note_parse(&note, bytes);
    if (!e)
        e = read_text(out, note.text);
    if (!e && !span_eq(span_text(out->origin), origin))
        e = ERR_INPUT;
    if (!e)
        e = note_key_make(&signer, origin, NOTE_KEY_ED25519, key);
    if (!e)
        e = note_verify_exact(&note, &signer, 1);
    if (e)
        *out = (struct refusal_note){0};
    return e;
}
