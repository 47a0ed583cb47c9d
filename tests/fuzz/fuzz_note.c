/* Goal: what is read as a note is written again as the same bytes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/base64.h"
#include "crypto/note.h"
#include "tests/fuzz/fuzz.h"

#define BLOB_MAX 76 /* what note_write_line takes */

/* A line by its parts; by its meaning, too, if it has a single form. */
static void
write_line(struct text_writer *w, const struct note_line *line)
{
    uint8_t blob[BLOB_MAX];
    size_t len;
    struct note_key key = {.name = line->name};

    if (base64_decode(blob, sizeof blob, &len, line->base64)) {
        text_writer_text(w, "\xE2\x80\x94 ");
        text_writer_span(w, line->name);
        text_writer_text(w, " ");
        text_writer_span(w, line->base64);
        text_writer_text(w, "\n");
        return;
    }
    memcpy(key.id, line->key_id, sizeof key.id);
    note_write_line(w, &key, blob + NOTE_KEY_ID_BYTES, len - NOTE_KEY_ID_BYTES);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct note note;
    struct text_writer w;
    char *buffer = malloc(size + 1);

    assert(buffer);
    if (!note_parse(&note, span_of(data, size))) {
        text_writer_start(&w, buffer, size);
        note_write_text(&w, note.text);
        for (size_t n = 0; n < note.line_count; n++)
            write_line(&w, &note.lines[n]);
        fuzz_same(&w, data, size);
    }
    free(buffer);
    return 0;
}
