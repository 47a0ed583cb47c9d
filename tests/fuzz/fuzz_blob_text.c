/*
 * Goal: a text that is read is written back line by line to the same bytes,
 * and its titles are never empty.
 */
#include <stdlib.h>

#include "ballots/blob_text.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span whole = span_of(data, size);
    struct blob_text text;
    struct text_writer w;
    struct span line;
    char *bytes;

    if (blob_text_read(&text, whole))
        return 0;
    bytes = malloc(size);
    assert(bytes);
    text_writer_start(&w, bytes, size);
    assert(span_take_line(&line, &whole) == OK);
    text_writer_span(&w, line);
    text_writer_text(&w, "\n");
    for (int lang = 0; lang < LANG_COUNT_; lang++) {
        struct span rest = text.lines[lang];

        assert(blob_text_title(&text, (enum lang)lang).len > 0);
        while (rest.len > 0) {
            assert(blob_text_line(&line, &rest) == OK);
            blob_text_write_line(&w, (enum lang)lang, line);
        }
    }
    fuzz_same(&w, data, size);
    free(bytes);
    return 0;
}
