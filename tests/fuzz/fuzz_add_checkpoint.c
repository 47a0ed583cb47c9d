/*
 * Goal: what is read as a request to a witness is written again as the same
 * bytes, and nothing but a signed one is cosigned.
 */
#include <stdlib.h>

#include "crypto/add_checkpoint.h"
#include "crypto/witness.h"
#include "tests/fuzz/fuzz.h"

/* The log's key is the identity, under which no signature verifies. */
static void
ask(const uint8_t *data, size_t size)
{
    static const uint8_t seed[ED25519_SEED_BYTES] = {1};
    const struct ed25519_public none = {{1}};
    struct witness_log log = {.origin = span_text("log.example"), .size = 3};
    struct witness witness = {
        .name = span_text("witness.example"), .logs = &log, .log_count = 1};
    struct witness_answer answer;
    enum err e = note_key_make(&log.key, log.origin, NOTE_KEY_ED25519, &none);

    assert(!e);
    ed25519_from_seed(&witness.secret, seed);
    witness_add_checkpoint(&answer, &witness, span_of(data, size), 1);
    assert(answer.status == 400 || answer.status == 403 ||
           answer.status == 404);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct add_checkpoint request;
    struct text_writer w;
    char *buffer = malloc(size + 1);

    assert(buffer);
    if (!add_checkpoint_parse(&request, span_of(data, size))) {
        text_writer_start(&w, buffer, size);
        add_checkpoint_write(&w, &request);
        fuzz_same(&w, data, size);
    }
    free(buffer);
    ask(data, size);
    return 0;
}
