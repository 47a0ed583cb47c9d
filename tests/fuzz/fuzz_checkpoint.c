/* Goal: what is read as a checkpoint's body is written as the same bytes. */
#include "crypto/checkpoint.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct checkpoint checkpoint;
    struct text_writer w;
    char buffer[CHECKPOINT_BODY_MAX];

    if (checkpoint_parse_body(&checkpoint, span_of(data, size)))
        return 0;
    text_writer_start(&w, buffer, sizeof buffer);
    checkpoint_write_body(&w, &checkpoint);
    fuzz_same(&w, data, size);
    return 0;
}
