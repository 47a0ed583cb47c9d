/*
 * Goal: a submission, or its outcomes, that is read is written back to the same
 * bytes; nothing else happens to any input.
 */
#include <stdlib.h>

#include "ballots/outcomes.h"
#include "tests/fuzz/fuzz.h"

static void
copy_submission(const uint8_t *data, size_t size)
{
    struct submission_counts counts;
    struct submission_reader reader;
    struct submission_writer writer;
    struct submission_part part;
    struct text_writer w;
    char *bytes = malloc(size + 1);
    size_t parts = 0;
    size_t counted = 0;

    assert(bytes);
    text_writer_start(&w, bytes, size + 1);
    submission_reader_start(&reader, span_of(data, size));
    submission_writer_start(&writer, &w);
    do {
        if (submission_read(&reader, &part)) {
            assert(submission_check(&counts, span_of(data, size)));
            free(bytes);
            return;
        }
        submission_write(&writer, &part);
        parts++;
    } while (part.kind != SUBMISSION_END);
    fuzz_same(&w, data, size);
    assert(!submission_check(&counts, span_of(data, size)));
    for (int kind = 0; kind < SUBMISSION_KINDS_; kind++)
        counted += counts.of[kind];
    assert(counted == parts);
    free(bytes);
}

static void
copy_outcomes(const uint8_t *data, size_t size)
{
    struct outcomes_reader reader;
    struct outcomes_part part;
    struct text_writer w;
    char *bytes = malloc(size + 1);

    assert(bytes);
    text_writer_start(&w, bytes, size + 1);
    outcomes_reader_start(&reader, span_of(data, size));
    outcomes_write_start(&w);
    do {
        if (outcomes_read(&reader, &part)) {
            free(bytes);
            return;
        }
        outcomes_write(&w, &part);
    } while (part.kind != OUTCOMES_END);
    fuzz_same(&w, data, size);
    free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    copy_submission(data, size);
    copy_outcomes(data, size);
    return 0;
}
