/*
 * Goal: a bundle that is read is written back to the same bytes, whatever
 * pieces it came in; nothing else happens to any input.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ballots/bundle.h"

struct text {
    char *bytes;
    size_t len;
    size_t capacity;
};

static enum err
put(void *context, struct span bytes)
{
    struct text *text = context;

    if (bytes.len > text->capacity - text->len)
        abort();
    memcpy(text->bytes + text->len, bytes.ptr, bytes.len);
    text->len += bytes.len;
    return OK;
}

/* Reads in pieces of this size, writing what is read. */
static enum err
copy(struct text *out, const uint8_t *data, size_t size, size_t piece)
{
    static char buffer[BUNDLE_BUFFER_BYTES];
    struct bundle_reader reader;
    struct bundle_writer writer;
    struct bundle_part part;

    bundle_reader_start(&reader, buffer);
    if (bundle_writer_start(&writer, (struct bundle_sink){put, out}))
        abort();
    for (size_t at = 0; at < size; at += piece) {
        struct span input =
            span_of(data + at, piece < size - at ? piece : size - at);

        while (input.len > 0) {
            if (bundle_read(&reader, &part, &input))
                return ERR_INPUT;
            if (part.kind != BUNDLE_NONE &&
                bundle_write(&writer, part.kind, &part.bytes, 1))
                abort();
        }
    }
    return bundle_reader_finish(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text out = {malloc(size + 64), 0, size + 64};
    enum err whole;

    if (!out.bytes)
        abort();
    whole = copy(&out, data, size, size + 1);
    if (!whole && (out.len != size || memcmp(out.bytes, data, size) != 0))
        abort();
    out.len = 0;
    if (copy(&out, data, size, 3) != whole)
        abort();
    free(out.bytes);
    return 0;
}
