/*
 * Goal: the texts that an event names are found, all of them and in the order
 * in which its lines name them, since a bundle has them in that order; and the
 * examples from which the fuzzer starts are events of every type.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/event_blobs.h"

#define CORPUS "tests/fuzz/corpus/event/"

static struct event_blob
blob(uint8_t n)
{
    struct event_blob b = {.present = true, .length = n};

    memset(b.sha256.bytes, n, sizeof b.sha256.bytes);
    return b;
}

/* Where the text names it: the offset of its hash in base64. */
static size_t
place_of(const char *text, const struct event_blob *b)
{
    char hash[64];
    const char *found;

    sodium_bin2base64(hash, sizeof hash, b->sha256.bytes,
                      sizeof b->sha256.bytes, sodium_base64_VARIANT_ORIGINAL);
    found = strstr(text, hash);
    if (!found)
        fail_msg("%s is not in\n%s", hash, text);
    return (size_t)(found - text);
}

static void
expect_listed(struct event *e, size_t want)
{
    static char text[EVENT_ENTRY_MAX + 1];
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    size_t count = event_blobs(blobs, e);
    size_t mentions = 0;
    size_t before = 0;
    size_t len;

    snprintf(e->origin, sizeof e->origin, "example.edu/x");
    assert_ok(event_encode(e, text, EVENT_ENTRY_MAX, &len));
    text[len] = 0;
    if (count != want)
        fail_msg("%s: %zu texts, not %zu", event_type_name(e->type), count,
                 want);
    for (size_t i = 0; i < count; i++) {
        size_t at = place_of(text, blobs[i]);

        if (at <= before)
            fail_msg("%s: text %zu is out of order", event_type_name(e->type),
                     i);
        before = at;
    }
    for (const char *p = text; (p = strstr(p, " public ")); p++)
        mentions++;
    assert_int_equal(mentions, want);
}

static struct event *
event_of(enum event_type type)
{
    struct event *e = calloc(1, sizeof *e);

    assert_non_null(e);
    e->type = type;
    return e;
}

static void
texts_are_listed_in_the_order_of_the_lines(void **state)
{
    (void)state;
    struct event *e = event_of(EVENT_GENESIS);
    struct event_paper *p = &e->paper;

    e->genesis.specification = 1;
    e->genesis.title = blob(1);
    expect_listed(e, 1);
    e->genesis.policy = blob(2);
    expect_listed(e, 2);
    memset(e, 0, sizeof *e);
    e->type = EVENT_POLICY;
    e->policy.policy = blob(1);
    expect_listed(e, 1);
    memset(e, 0, sizeof *e);
    e->type = EVENT_SESSION;
    snprintf(e->session.id, sizeof e->session.id, "7-1");
    snprintf(e->session.date, sizeof e->session.date, "2026-03-21");
    e->session.title = blob(1);
    expect_listed(e, 1);
    memset(e, 0, sizeof *e);
    e->type = EVENT_OPEN;
    expect_listed(e, 0);
    e->open.short_notice = blob(1);
    expect_listed(e, 1);
    memset(e, 0, sizeof *e);
    e->type = EVENT_KEY_START;
    snprintf(e->key_start.session, sizeof e->key_start.session, "7-1");
    expect_listed(e, 0);
    e->key_start.reason = blob(1);
    expect_listed(e, 1);
    memset(e, 0, sizeof *e);
    e->type = EVENT_PAPER;
    snprintf(p->id, sizeof p->id, "P1");
    snprintf(p->session, sizeof p->session, "7-1");
    p->title = blob(200);
    p->row_count = BALLOT_ROWS_MAX;
    for (size_t i = 0; i < p->row_count; i++) {
        snprintf(p->rows[i].id, sizeof p->rows[i].id, "P1.%zu", i);
        p->rows[i].text = blob((uint8_t)(i + 1));
    }
    expect_listed(e, EVENT_BLOBS_MAX);
    free(e);
}

static void
endings_and_statements_name_their_texts(void **state)
{
    (void)state;
    static const enum event_type endings[] = {EVENT_VOID, EVENT_UNCOUNTABLE};
    static const enum event_type statements[] = {
        EVENT_INCIDENT, EVENT_COMPLAINT, EVENT_OBJECTION, EVENT_REPLY};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct event *e = event_of(endings[i]);

        e->ending.reason = blob(1);
        expect_listed(e, 1);
        free(e);
    }
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        struct event *e = event_of(statements[i]);

        e->statement.text = blob(1);
        expect_listed(e, 1);
        if (statements[i] == EVENT_COMPLAINT) {
            e->statement.refusal = blob(2);
            expect_listed(e, 2);
        }
        free(e);
    }
}

static void
only_a_policy_is_one(void **state)
{
    (void)state;
    struct event *e = event_of(EVENT_GENESIS);

    e->genesis.title = blob(1);
    e->genesis.policy = blob(1); /* the same text, by another name */
    assert_false(event_blob_is_policy(e, &e->genesis.title));
    assert_true(event_blob_is_policy(e, &e->genesis.policy));
    e->type = EVENT_POLICY;
    assert_true(event_blob_is_policy(e, &e->policy.policy));
    e->type = EVENT_SESSION;
    assert_false(event_blob_is_policy(e, &e->session.title));
    free(e);
}

static void
there_is_an_example_of_every_type(void **state)
{
    (void)state;
    static char bytes[EVENT_ENTRY_MAX];
    struct event *e = event_of(EVENT_GENESIS);

    for (unsigned type = 0; type < EVENT_TYPES_; type++) {
        const char *name = event_type_name((enum event_type)type);
        char path[128];
        struct span note;
        uint64_t time_s;
        FILE *in;
        size_t len;

        snprintf(path, sizeof path, CORPUS "%s", name);
        in = fopen(path, "rb");
        if (!in)
            fail_msg("%s is not there", path);
        len = fread(bytes, 1, sizeof bytes, in);
        fclose(in);
        if (event_split_entry(&time_s, &note, span_of(bytes, len)))
            note = span_of(bytes, len);
        if (event_decode(e, note) || e->type != type)
            fail_msg("%s is no event of its type", path);
    }
    free(e);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_listed_in_the_order_of_the_lines),
        cmocka_unit_test(endings_and_statements_name_their_texts),
        cmocka_unit_test(only_a_policy_is_one),
        cmocka_unit_test(there_is_an_example_of_every_type),
    };

    return cmocka_run_group_tests_name("event blobs", tests, NULL, NULL);
}
