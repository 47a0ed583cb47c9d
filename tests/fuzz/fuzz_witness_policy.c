/*
 * Goal: a policy means the same in its plain form, and more cosignatures never
 * undo a quorum.
 */
#include "crypto/witness_policy.h"
#include "tests/fuzz/fuzz.h"

/* The plain form of a policy that was read is never much longer. */
#define PLAIN_MAX (2 * WITNESS_POLICY_MAX)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char buffer[PLAIN_MAX];
    static char buffer_again[PLAIN_MAX];
    static struct witness_policy policy;
    static struct witness_policy again;
    struct text_writer w;
    struct span plain;
    uint64_t all = 0;
    enum err e;

    if (witness_policy_parse(&policy, span_of(data, size)))
        return 0;
    text_writer_start(&w, buffer, sizeof buffer);
    witness_policy_write(&w, &policy);
    assert(!w.error);
    plain = text_writer_written(&w);
    e = witness_policy_parse(&again, plain);
    assert(!e);
    text_writer_start(&w, buffer_again, sizeof buffer_again);
    witness_policy_write(&w, &again);
    fuzz_same(&w, (const uint8_t *)plain.ptr, plain.len);
    for (size_t i = 0; i < policy.voter_count; i++) {
        uint64_t more = all | UINT64_C(1) << i;
        bool before = witness_policy_reached(&policy, all);
        bool after = witness_policy_reached(&policy, more);

        assert(after || !before);
        assert(after == witness_policy_reached(&again, more));
        all = more;
    }
    assert(witness_policy_reached(&policy, all));
    return 0;
}
