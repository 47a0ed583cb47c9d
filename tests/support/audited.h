/*
 * audited.h - a bundle run through an audit, for tests.
 */
#ifndef TESTS_SUPPORT_AUDITED_H
#define TESTS_SUPPORT_AUDITED_H

#include "ballots/audit.h"
#include "tests/support/heap.h"

/*
 * Audits a bundle that must be well-formed, up to audit_finish(); pin may be
 * NULL. The caller frees the audit before the heap goes.
 */
struct audit *audited(struct heap *heap, const char *bundle, size_t len,
                      const struct audit_pin *pin);

/* Fails the test unless check V<number> says this. */
void audited_expect(const struct audit *a, unsigned number,
                    enum audit_verdict verdict);

#endif
