/*
 * Goal: an audit believes no text that it is handed, reads anything without
 * harm, and takes no lack of memory for a finding. test_tampered.c has a log
 * for each check.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "tests/support/audited.h"
#include "tests/support/hall.h"

enum { SEATS = 5 };

static const struct hall_bundle_options public_only = {.members = false};

/* The log as it stands, audited; the bundle is gone afterwards. */
static struct audit *
audit_hall(struct heap *heap, struct hall *h,
           const struct hall_bundle_options *options)
{
    size_t len;
    char *bundle = hall_bundle(h, options, &len);
    struct audit *a = audited(heap, bundle, len, NULL);

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

/* ---- Texts -----------------------------------------------------------------
 */

static void
members_texts_may_be_left_out(void **state)
{
    (void)state;
    const struct hall_bundle_options members = {.members = true};
    struct hall *h = prepared();
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only);
    struct audit_texts texts;

    audit_texts(a, &texts);
    assert_int_equal(texts.left_out, 1);
    assert_int_equal(texts.names, 0);
    assert_true(audit_passed(a));
    audit_free(a);
    a = audit_hall(&heap, h, &members);
    audit_texts(a, &texts);
    assert_int_equal(texts.left_out, 0);
    assert_int_equal(texts.names, SEATS + 2);
    assert_true(audit_passed(a));
    audit_free(a);
    hall_free(h);
}

/* Hands an audit the parts of a bundle, changed by a test on the way. */
struct changed {
    size_t at;             /* the part that is changed, from 0 */
    struct bundle_part by; /* put in its place */
    bool twice;            /* or, the part is handed in twice */
};

static void
expect_texts_fail(struct hall *h, const struct changed *change, uint32_t entry)
{
    const struct hall_bundle_options members = {.members = true};
    struct heap heap = {0};
    size_t len;
    char *bundle = hall_bundle(h, &members, &len);
    struct span input = span_of(bundle, len);
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;
    struct audit *a;

    assert_non_null(buffer);
    assert_ok(audit_new(&a, heap_memory(&heap)));
    bundle_reader_start(&reader, buffer);
    for (size_t n = 0; input.len > 0; n++) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        if (n == change->at && change->twice)
            assert_ok(audit_take(a, &part));
        if (n == change->at && !change->twice)
            part = change->by;
        assert_ok(audit_take(a, &part));
    }
    assert_ok(audit_finish(a));
    for (unsigned n = 1; n < 17; n++)
        audited_expect(a, n, AUDIT_PASSED);
    audited_expect(a, 17, AUDIT_FAILED);
    assert_int_equal(audit_finding(a, 17)->entry, entry);
    audit_free(a);
    free(buffer);
    free(bundle);
}

static void
a_text_or_name_that_does_not_belong_is_seen(void **state)
{
    (void)state;
    /* checkpoint, genesis, its title, post, its name, ... */
    enum { TITLE = 2, NAME = 4 };
    struct hall *h = prepared();
    char other[64];
    char name[HALL_NAME_BYTES];
    const struct hall_person *desk = &h->desks[0];
    const struct changed cases[] = {
        {TITLE, {BUNDLE_BLOB, span_text("salt")}, false},
        {TITLE, {BUNDLE_BLOB, span_of(NULL, 0)}, false},
        {TITLE, {BUNDLE_NAME, span_of(h->seats[0].record, 8)}, false},
        {TITLE, {.kind = BUNDLE_NONE}, true},
        {NAME, {BUNDLE_NAME, span_of(name, desk->record_len)}, false},
        {NAME,
         {BUNDLE_NAME, span_of(h->seats[0].record, h->seats[0].record_len)},
         false},
        {NAME,
         {BUNDLE_NAME, span_of(desk->record, desk->record_len - 1)},
         false},
        {NAME, {BUNDLE_BLOB, span_of(other, sizeof other)}, false},
        {NAME, {.kind = BUNDLE_NONE}, true},
    };

    memset(other, 'a', sizeof other);
    memcpy(name, desk->record, desk->record_len);
    name[8] ^= 1; /* a digit of the salt */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_texts_fail(h, &cases[i], cases[i].at == TITLE ? 0 : 1);
    hall_free(h);
}

static void
a_policy_follows_every_event_that_names_it(void **state)
{
    (void)state;
    const struct hall_bundle_options cosigned = {.witness_count = 2};
    struct hall *h = hall_new(SEATS);
    struct audit_witnesses witnesses;
    struct heap heap = {0};
    struct audit *a;
    char policy[1024];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_do_genesis(h, policy);
    hall_do_post(h, h->desks[0].post);
    a = audit_hall(&heap, h, &cosigned);
    assert_true(audit_passed(a));
    audit_witnesses(a, &witnesses);
    assert_int_equal(witnesses.named, 3);
    assert_int_equal(witnesses.cosigned, 2);
    assert_true(witnesses.demanded);
    audit_free(a);
    for (unsigned i = 0; i < 2; i++) {
        hall_do_post(h, h->scrutineers[i].post);
        hall_do_enrol(h, h->scrutineers[i].post);
    }
    hall_draft(h, EVENT_POLICY)->policy.policy = h->texts[1].blob;
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    a = audit_hall(&heap, h, &cosigned);
    assert_true(audit_passed(a));
    audit_free(a);
    /* The same log without them: the policy is known, and not met. */
    a = audit_hall(&heap, h, &public_only);
    audited_expect(a, 2, AUDIT_FAILED);
    audited_expect(a, 17, AUDIT_PASSED);
    audit_free(a);
    hall_free(h);
}

static void
without_a_policy_the_witnesses_are_said_to_be_none(void **state)
{
    (void)state;
    struct hall *h = prepared();
    struct heap heap = {0};
    struct audit *a = audit_hall(&heap, h, &public_only);
    struct audit_witnesses witnesses;

    audited_expect(a, 2, AUDIT_PASSED);
    audit_witnesses(a, &witnesses);
    assert_int_equal(witnesses.named, 0);
    assert_false(witnesses.demanded);
    audit_free(a);
    hall_free(h);
}

static void
a_policy_that_cannot_be_read_fails(void **state)
{
    (void)state;
    struct hall *h = hall_new(SEATS);
    struct heap heap = {0};
    struct audit *a;

    hall_draft_genesis(h, "quorum nobody\n");
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    a = audit_hall(&heap, h, &public_only);
    audited_expect(a, 2, AUDIT_FAILED);
    assert_int_equal(audit_finding(a, 2)->why, REFUSED_POLICY);
    assert_int_equal(audit_finding(a, 2)->entry, 0);
    audit_free(a);
    hall_free(h);
}

/* ---- Odd input, and no memory ----------------------------------------------
 */

static void
an_audit_needs_a_checkpoint_and_ends_once(void **state)
{
    (void)state;
    const struct bundle_part end = {.kind = BUNDLE_END};
    struct heap heap = {0};
    struct hall *h = prepared();
    struct audit *a;

    assert_ok(audit_new(&a, heap_memory(&heap)));
    assert_err(audit_finish(a), ERR_STATE);
    audit_free(a);
    a = audit_hall(&heap, h, &public_only);
    assert_err(audit_finish(a), ERR_STATE);
    assert_err(audit_take(a, &end), ERR_STATE);
    audit_free(a);
    assert_int_equal(heap.in_use, 0);
    hall_free(h);
}

static void
entries_that_are_none_fail_as_such(void **state)
{
    (void)state;
    static const char *const entries[] = {
        "", "congress-entry/v1 1\n", "congress-entry/v2 1\ncongress/v1 genesis",
        "congress-entry/v1 01\nx\n", "\xff\xfe"};

    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        const struct bundle_part parts[] = {
            {BUNDLE_CHECKPOINT, span_text("not even a note")},
            {BUNDLE_ENTRY, span_text(entries[i])},
        };
        struct heap heap = {0};
        struct audit *a;

        assert_ok(audit_new(&a, heap_memory(&heap)));
        assert_ok(audit_take(a, &parts[0]));
        assert_ok(audit_take(a, &parts[1]));
        assert_ok(audit_finish(a));
        audited_expect(a, 1, AUDIT_FAILED);
        audited_expect(a, 3, AUDIT_FAILED);
        assert_int_equal(audit_finding(a, 3)->entry, 0);
        audited_expect(a, 4, AUDIT_NOT_REACHED);
        assert_false(audit_passed(a));
        audit_free(a);
        assert_int_equal(heap.in_use, 0);
    }
}

/* Feeds the bundle with this many allocations; whether memory ran out. */
static bool
runs_out(const char *bundle, size_t len, size_t allocations, bool together)
{
    struct heap heap = {.limited = true, .left = allocations};
    struct span input = span_of(bundle, len);
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;
    struct audit *a = NULL;
    struct proof_batch batch = {{0}, heap_memory(&heap)};
    enum err e = audit_new(&a, heap_memory(&heap));

    assert_non_null(buffer);
    if (!e && together)
        audit_prove_by(a, (struct proof_prover){proof_batch_prove, &batch});
    bundle_reader_start(&reader, buffer);
    while (!e && input.len > 0) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        e = audit_take(a, &part);
    }
    if (!e)
        e = audit_finish(a);
    if (!e)
        assert_true(audit_passed(a));
    else
        assert_err(e, ERR_NOMEM);
    audit_free(a);
    assert_int_equal(heap.in_use, 0);
    free(buffer);
    return e != OK;
}

static void
no_memory_is_never_a_finding(void **state)
{
    (void)state;
    struct hall *h = prepared();
    size_t len;
    char *bundle = hall_bundle(h, &public_only, &len);
    for (int together = 0; together < 2; together++) {
        size_t allocations = 0;

        while (runs_out(bundle, len, allocations, together))
            allocations++;
        assert_true(allocations > 10);
    }
    free(bundle);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_texts_may_be_left_out),
        cmocka_unit_test(a_text_or_name_that_does_not_belong_is_seen),
        cmocka_unit_test(a_policy_follows_every_event_that_names_it),
        cmocka_unit_test(without_a_policy_the_witnesses_are_said_to_be_none),
        cmocka_unit_test(a_policy_that_cannot_be_read_fails),
        cmocka_unit_test(an_audit_needs_a_checkpoint_and_ends_once),
        cmocka_unit_test(entries_that_are_none_fail_as_such),
        cmocka_unit_test(no_memory_is_never_a_finding),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
