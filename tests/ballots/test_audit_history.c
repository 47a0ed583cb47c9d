/*
 * Goal: what an earlier run has pinned and what a receipt promises are compared
 * with the log itself, so that another history is found out by either.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "crypto/text_writer.h"
#include "tests/support/audited.h"
#include "tests/support/hall.h"

enum { SEATS = 5 };

static const struct hall_bundle_options public_only = {.members = false};

/* The log as it stands, audited; the bundle is gone afterwards. */
static struct audit *
audit_hall(struct heap *heap, struct hall *h,
           const struct hall_bundle_options *options,
           const struct audit_pin *pin)
{
    size_t len;
    char *bundle = hall_bundle(h, options, &len);
    struct audit *a = audited(heap, bundle, len, pin);

    free(bundle);
    return a;
}

static struct hall *
prepared(void)
{
    struct hall *h = hall_new(SEATS);

    hall_prepare(h, 2);
    return h;
}

static struct audit_pin
pin_of(struct hall *h)
{
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only, NULL);
    struct audit_pin pin;

    assert_ok(audit_make_pin(a, &pin));
    audit_free(a);
    return pin;
}

/* ---- What an earlier run has pinned ---------------------------------------
 */

static void
a_log_that_went_on_is_recognised(void **state)
{
    (void)state;
    struct hall *h = prepared();
    const struct audit_pin pin = pin_of(h);
    struct heap heap = {0};
    struct audit *a;

    hall_convene(h);
    a = audit_hall(&heap, h, &public_only, &pin);
    assert_int_equal(audit_history(a), AUDIT_HISTORY_CONTINUES);
    assert_int_equal(audit_size_pinned(a), pin.size);
    assert_true(audit_size(a) > pin.size);
    assert_true(audit_passed(a));
    audit_free(a);
    a = audit_hall(&heap, h, &public_only, NULL);
    assert_int_equal(audit_history(a), AUDIT_HISTORY_NEW);
    assert_int_equal(audit_size_pinned(a), 0);
    audit_free(a);
    hall_free(h);
}

static void
the_same_log_again_is_recognised(void **state)
{
    (void)state;
    struct hall *h = prepared();
    const struct audit_pin pin = pin_of(h);
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only, &pin);

    assert_int_equal(audit_history(a), AUDIT_HISTORY_CONTINUES);
    assert_true(audit_passed(a));
    audit_free(a);
    hall_free(h);
}

/* Where the history is another, nothing else is said to be right. */
static void
expect_history(struct hall *h, const struct audit_pin *pin,
               enum audit_history history)
{
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only, pin);
    struct audit_pin next;

    assert_int_equal(audit_history(a), history);
    audited_expect(a, 1, AUDIT_FAILED);
    for (unsigned n = 2; n <= REFUSAL_CHECKS; n++)
        audited_expect(a, n, AUDIT_NOT_REACHED);
    assert_false(audit_passed(a));
    assert_err(audit_make_pin(a, &next), ERR_STATE);
    audit_free(a);
}

static void
another_history_than_the_pinned_one_is_refused(void **state)
{
    (void)state;
    struct hall *h = prepared();
    const struct audit_pin pin = pin_of(h);
    struct audit_pin other = pin;

    other.genesis.bytes[7] ^= 1;
    expect_history(h, &other, AUDIT_HISTORY_OTHER_LOG);
    other = pin;
    other.root.bytes[7] ^= 1;
    expect_history(h, &other, AUDIT_HISTORY_REWRITTEN);
    other = pin;
    other.size--;
    expect_history(h, &other, AUDIT_HISTORY_REWRITTEN);
    other = pin;
    other.size++;
    expect_history(h, &other, AUDIT_HISTORY_SHRUNK);
    hall_free(h);
}

static void
only_what_is_new_is_proved_again(void **state)
{
    (void)state;
    const struct hall_signer forger[] = {{{POST_CHAIR, 1}, false, NULL}};
    struct hall_signer signer = forger[0];
    struct heap heap = {0};
    struct hall *h = prepared();
    struct audit_pin pin = pin_of(h);
    struct audit *a;

    /* A forged signature below the pin: the root vouches for that entry. */
    hall_draft_post(h, h->observer.post);
    signer.key = &h->log_key;
    hall_sign(h, &signer, 1);
    hall_force(h);
    a = audit_hall(&heap, h, &public_only, &pin);
    audited_expect(a, 3, AUDIT_FAILED);
    assert_int_equal(audit_finding(a, 3)->entry, pin.size);
    audit_root(a, &pin.root);
    audit_free(a);
    pin.size++;
    a = audit_hall(&heap, h, &public_only, &pin);
    audited_expect(a, 3, AUDIT_PASSED);
    audit_free(a);
    hall_free(h);
}

/* ---- Receipts --------------------------------------------------------------
 */

struct receipt {
    char bytes[4096];
    size_t len;
};

static struct receipt
receipt_of(const struct hall *h, size_t index)
{
    struct receipt r;
    struct text_writer w;
    struct span text;

    text_writer_start(&w, r.bytes, sizeof r.bytes);
    hall_receipt(h, &w, index);
    assert_ok(text_writer_finish(&w, &text));
    r.len = text.len;
    return r;
}

static void
expect_receipt(struct audit *a, const struct receipt *r,
               enum audit_receipt verdict, enum audit_verdict check)
{
    uint32_t index;

    assert_int_equal(audit_check_receipt(a, &index, span_of(r->bytes, r->len)),
                     verdict);
    audited_expect(a, 18, check);
}

static void
a_receipt_is_found_in_its_log_and_in_longer_ones(void **state)
{
    (void)state;
    struct hall *h = prepared();
    const struct receipt early = receipt_of(h, 3);
    struct receipt late;
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only, NULL);

    expect_receipt(a, &early, AUDIT_RECEIPT_HOLDS, AUDIT_PASSED);
    hall_convene(h);
    late = receipt_of(h, h->entry_count - 1);
    expect_receipt(a, &late, AUDIT_RECEIPT_NEWER, AUDIT_NOT_REACHED);
    audit_free(a);
    a = audit_hall(&heap, h, &public_only, NULL);
    expect_receipt(a, &early, AUDIT_RECEIPT_HOLDS, AUDIT_PASSED);
    expect_receipt(a, &late, AUDIT_RECEIPT_HOLDS, AUDIT_PASSED);
    assert_true(audit_passed(a));
    audit_free(a);
    hall_free(h);
}

static void
a_receipt_with_any_byte_changed_does_not_hold(void **state)
{
    (void)state;
    struct hall *h = prepared();
    const struct receipt good = receipt_of(h, 3);
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only, NULL);
    const char *extra = strstr(good.bytes, "extra ");
    size_t extra_from = (size_t)(extra - good.bytes) + strlen("extra ");
    size_t extra_to = extra_from + strcspn(extra + strlen("extra "), "\n");

    for (size_t i = 0; i < good.len; i++) {
        struct receipt bad = good;
        uint32_t index;

        if (i >= extra_from && i < extra_to)
            continue; /* nothing authenticates extra, and nothing uses it */
        bad.bytes[i] ^= 1;
        if (audit_check_receipt(a, &index, span_of(bad.bytes, bad.len)) ==
            AUDIT_RECEIPT_HOLDS)
            fail_msg("byte %zu of\n%.*s", i, (int)good.len, good.bytes);
    }
    audit_free(a);
    hall_free(h);
}

static void
a_receipt_of_another_history_is_the_proof_of_it(void **state)
{
    (void)state;
    struct hall *ours = prepared();
    struct hall *theirs = prepared();
    struct receipt receipt;
    struct heap heap = {0};
    struct audit *a;

    hall_do_post(ours, ours->observer.post);
    hall_do_post(theirs, theirs->scrutineers[0].post);
    receipt = receipt_of(theirs, theirs->entry_count - 1);
    a = audit_hall(&heap, ours, &public_only, NULL);
    expect_receipt(a, &receipt, AUDIT_RECEIPT_MISSING, AUDIT_FAILED);
    assert_false(audit_passed(a));
    audit_free(a);
    hall_free(ours);
    hall_free(theirs);
}

static void
what_is_no_receipt_is_not_found(void **state)
{
    (void)state;
    struct hall *h = prepared();
    struct receipt foreign = receipt_of(h, 3);
    struct receipt none = {.bytes = "", .len = 0};
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only, NULL);

    expect_receipt(a, &none, AUDIT_RECEIPT_FORM, AUDIT_FAILED);
    h->log_key = h->chairs[0].key;
    foreign = receipt_of(h, 3);
    expect_receipt(a, &foreign, AUDIT_RECEIPT_UNSIGNED, AUDIT_FAILED);
    audit_free(a);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_that_went_on_is_recognised),
        cmocka_unit_test(the_same_log_again_is_recognised),
        cmocka_unit_test(another_history_than_the_pinned_one_is_refused),
        cmocka_unit_test(only_what_is_new_is_proved_again),
        cmocka_unit_test(a_receipt_is_found_in_its_log_and_in_longer_ones),
        cmocka_unit_test(a_receipt_with_any_byte_changed_does_not_hold),
        cmocka_unit_test(a_receipt_of_another_history_is_the_proof_of_it),
        cmocka_unit_test(what_is_no_receipt_is_not_found),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("audit history", tests, NULL, NULL);
}
