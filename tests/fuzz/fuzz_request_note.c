/*
 * Goal: of any bytes the reader of requests says either nothing or exactly what
 * a request of the same fields says; and no bytes are verified by chance.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/request_note.h"
#include "crypto/note.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t seed[ED25519_SEED_BYTES] = {1};
    struct span bytes = span_of(data, size);
    char again[REQUEST_NOTE_MAX];
    struct ed25519_secret secret;
    struct ed25519_public key;
    struct request_signer signer;
    struct request_note note;
    struct note parsed;
    struct note written;
    struct text_writer w;

    if (request_note_read(&note, &signer, bytes,
                          span_text("example.edu/congress-7")))
        return 0;
    ed25519_from_seed(&secret, seed);
    ed25519_public(&key, &secret);
    assert(request_note_verify(bytes, &note, &signer, &key));
    text_writer_start(&w, again, sizeof again);
    request_note_sign(&w, &note, &signer, &secret);
    assert(!w.error);
    assert(!request_note_verify(text_writer_written(&w), &note, &signer, &key));
    assert(!note_parse(&parsed, bytes));
    assert(!note_parse(&written, text_writer_written(&w)));
    assert(span_eq(parsed.text, written.text));
    assert(span_eq(parsed.lines[0].name, written.lines[0].name));
    (void)request_note_is_allowed(&note, &signer);
    return 0;
}
