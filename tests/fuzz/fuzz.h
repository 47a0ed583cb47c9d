/*
 * fuzz.h - what the fuzzers of text formats share.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/span.h"
#include "crypto/text_writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The property of a format that has one form: written as it was read. */
static inline void
fuzz_same(const struct text_writer *w, const uint8_t *data, size_t size)
{
    assert(!w->error);
    assert(span_eq(text_writer_written(w), span_of(data, size)));
}

#endif
