/* Goal: what is read as a receipt is written again as the same bytes. */
#include <stdlib.h>

#include "crypto/base64.h"
#include "crypto/tlog_proof.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tlog_proof proof;
    struct text_writer w;
    char *buffer = malloc(size + 1);
    uint8_t *extra = malloc(size + 1);
    size_t extra_len;

    assert(buffer && extra);
    if (!tlog_proof_parse(&proof, span_of(data, size))) {
        enum err e = base64_decode(extra, size, &extra_len, proof.extra_base64);

        assert(!e);
        text_writer_start(&w, buffer, size);
        tlog_proof_write(&w, &proof, span_of(extra, extra_len));
        fuzz_same(&w, data, size);
    }
    free(extra);
    free(buffer);
    return 0;
}
