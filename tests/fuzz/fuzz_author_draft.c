/*
 * Goal: no file makes the reader of drafts fault, and a draft that it accepts
 * is what its head, its signers and its note say.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "voting/ctl/author_draft.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct author_draft *draft = malloc(sizeof *draft);
    size_t count = 0;

    assert(draft);
    if (author_draft_read(draft, span_of(data, size), "test.example/7") == OK) {
        struct text_writer w;
        char *bytes = malloc(size);

        assert(bytes);
        text_writer_start(&w, bytes, size);
        text_writer_text(&w, "congress-draft/v1\nsigners");
        for (size_t i = 0; i < draft->signer_count; i++) {
            char name[POST_TEXT_BYTES];

            post_format(name, draft->signers[i]);
            text_writer_text(&w, " ");
            text_writer_text(&w, name);
            count += draft->signed_by[i];
        }
        text_writer_text(&w, "\n");
        if (draft->with.len > 0)
            part_write(&w, span_text("with"), &draft->with, 1);
        text_writer_text(&w, "\n");
        text_writer_span(&w, draft->note);
        fuzz_same(&w, data, size);
        assert(count == draft->signed_count);
        assert(count == draft->parsed.line_count);
        free(bytes);
    }
    free(draft);
    return 0;
}
