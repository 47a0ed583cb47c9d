#include "ballots/name_opening.h"

#include "ballots/blob_text.h"
#include "crypto/transcript.h"

_Static_assert((int)NAME_OPENING_SALT_BYTES == (int)BLOB_TEXT_SALT_BYTES,
               "one form of salt line");

enum err
name_opening_read(struct name_opening *out, struct span bytes)
{
    *out = (struct name_opening){0};
    if (bytes.len > NAME_OPENING_MAX || blob_text_take_salt(out->salt, &bytes))
        return ERR_INPUT;
    out->record = bytes;
    return OK;
}

void
name_opening_write(struct text_writer *w, const struct name_opening *opening)
{
    blob_text_write_salt(w, opening->salt);
    text_writer_span(w, opening->record);
}

void
name_opening_commit(struct hash32 *commitment,
                    const struct name_opening *opening)
{
    struct transcript t;

    transcript_begin(&t, "name", 2);
    transcript_part(&t, opening->salt, sizeof opening->salt);
    transcript_part(&t, opening->record.ptr, opening->record.len);
    transcript_hash(&t, commitment->bytes);
}
