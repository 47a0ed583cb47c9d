#include "tests/support/audited.h"

#include <stdlib.h>

#include "tests/test.h"

struct audit *
audited(struct heap *heap, const char *bundle, size_t len,
        const struct audit_pin *pin)
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
