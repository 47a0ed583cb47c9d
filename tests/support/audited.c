#include "tests/support/audited.h"

#include <stdlib.h>

#include "tests/support/digest.h"
#include "tests/test.h"

enum { SLICE_PARTS = 7 };

static struct audit *
audit_all(struct heap *heap, const char *bundle, size_t len,
          const struct audit_pin *pin, struct proof_batch *batch)
{
    struct span input = span_of(bundle, len);
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;
    struct bundle_part part;
    struct audit *a;

    assert_non_null(buffer);
    assert_ok(audit_new(&a, heap_memory(heap)));
    if (pin)
        audit_pin(a, pin);
    if (batch)
        audit_prove_by(a, (struct proof_prover){proof_batch_prove, batch});
    bundle_reader_start(&reader, buffer);
    while (input.len > 0) {
        assert_ok(bundle_read(&reader, &part, &input));
        assert_ok(audit_take(a, &part));
    }
    assert_ok(bundle_reader_finish(&reader));
    assert_ok(audit_finish(a));
    free(buffer);
    return a;
}

/* As somebody who verifies ahead: a few parts at a time, checkpoint last. */
static struct audit *
audit_ahead(struct heap *heap, const char *bundle, size_t len,
            const struct audit_pin *pin, struct proof_batch *batch)
{
    struct span input = span_of(bundle, len);
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    char *checkpoint = malloc(BUNDLE_CHECKPOINT_MAX);
    struct bundle_part last = {BUNDLE_NONE, {0}};
    struct bundle_reader reader;
    struct audit *a;

    assert_non_null(buffer);
    assert_non_null(checkpoint);
    assert_ok(audit_new(&a, heap_memory(heap)));
    if (pin)
        audit_pin(a, pin);
    audit_prove_by(a, (struct proof_prover){proof_batch_prove, batch});
    bundle_reader_start(&reader, buffer);
    for (size_t i = 0; input.len > 0; i++) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        if (part.kind == BUNDLE_CHECKPOINT) {
            memcpy(checkpoint, part.bytes.ptr, part.bytes.len);
            last = (struct bundle_part){part.kind,
                                        span_of(checkpoint, part.bytes.len)};
            continue;
        }
        assert_ok(audit_take(a, &part));
        if (i % SLICE_PARTS == 0)
            assert_ok(audit_serve(a));
        assert_false(audit_passed(a));
    }
    assert_ok(audit_take(a, &last));
    assert_ok(audit_finish(a));
    assert_err(audit_serve(a), ERR_STATE);
    free(buffer);
    free(checkpoint);
    return a;
}

static void
expect_the_same(const struct audit *a, const struct audit *b)
{
    const struct hash32 state_a = digest_state(audit_conference(a));
    const struct hash32 state_b = digest_state(audit_conference(b));
    struct audit_texts texts_a;
    struct audit_texts texts_b;

    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++) {
        const struct audit_check *x = audit_finding(a, n);
        const struct audit_check *y = audit_finding(b, n);

        if (x->verdict != y->verdict || x->why != y->why ||
            x->entry != y->entry || x->cause != y->cause)
            fail_msg("V%u in a batch: %s, %s, entry %u", n,
                     audit_verdict_code(y->verdict), refusal_code(y->why),
                     y->entry);
    }
    assert_true(hash_eq(&state_a, &state_b));
    assert_int_equal(audit_history(a), audit_history(b));
    assert_int_equal(audit_has_ended(a), audit_has_ended(b));
    assert_int_equal(audit_size(a), audit_size(b));
    assert_int_equal(!audit_refused(a), !audit_refused(b));
    if (audit_refused(a))
        assert_int_equal(audit_refused(a)->type, audit_refused(b)->type);
    audit_texts(a, &texts_a);
    audit_texts(b, &texts_b);
    assert_memory_equal(&texts_a, &texts_b, sizeof texts_a);
}

/* Once as it is, once with its proofs in batches, and once ahead: no finding
 * may differ. */
struct audit *
audited(struct heap *heap, const char *bundle, size_t len,
        const struct audit_pin *pin)
{
    struct heap other = {0};
    struct proof_batch batch = {{1}, heap_memory(&other)};
    struct audit *a = audit_all(heap, bundle, len, pin, NULL);
    struct audit *b = audit_all(&other, bundle, len, pin, &batch);

    expect_the_same(a, b);
    audit_free(b);
    b = audit_ahead(&other, bundle, len, pin, &batch);
    expect_the_same(a, b);
    audit_free(b);
    assert_int_equal(other.in_use, 0);
    return a;
}

void
audited_expect(const struct audit *a, unsigned number,
               enum audit_verdict verdict)
{
    const struct audit_check *check = audit_finding(a, number);

    if (check->verdict != verdict)
        fail_msg("V%u %s, not %s (%s, entry %u)", number,
                 audit_verdict_code(check->verdict),
                 audit_verdict_code(verdict), refusal_code(check->why),
                 check->entry);
}
