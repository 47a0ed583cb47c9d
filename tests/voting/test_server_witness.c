/*
 * Goal: a server takes in what the witnesses of its log's policy sign, shows it
 * at once, and takes no other word on its log.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/cosignature.h"
#include "tests/support/served_hall.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { NOTE_ROOM = 8192, WITNESSES = 3, ENOUGH = 2 };

static int
set_up(void **state)
{
    struct served_hall *f = served_hall_new(3);
    char policy[4096];

    hall_policy(policy, sizeof policy, WITNESSES, ENOUGH);
    hall_do_genesis(f->hall, policy);
    hall_do_post(f->hall, f->hall->seats[0].post);
    served_hall_start(f);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    served_hall_free(*state);
    return 0;
}

/* Appends the line of a witness to a checkpoint. */
static void
cosign(struct text_writer *w, unsigned witness)
{
    struct ed25519_secret secret;
    uint8_t seed[ED25519_SEED_BYTES];
    struct note note;
    char name[32];

    assert_ok(note_parse(&note, text_writer_written(w)));
    snprintf(name, sizeof name, "witness.example/%u", witness);
    value_bytes(seed, sizeof seed, name);
    ed25519_from_seed(&secret, seed);
    cosignature_sign_line(w, span_text(name), &secret, served_hall_time_s(),
                          note.text);
}

/* The server's checkpoint, into bytes. */
static void
fetch(struct served_hall *f, struct text_writer *w, char bytes[NOTE_ROOM])
{
    struct http_client_reply reply;

    served_hall_get(f, &reply, "/checkpoint", 200);
    text_writer_start(w, bytes, NOTE_ROOM);
    text_writer_span(w, reply.body);
    free(reply.bytes);
}

static void
what_enough_witnesses_signed_is_shown_at_once(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    struct http_client_reply before;
    char bytes[NOTE_ROOM];
    struct text_writer w;

    served_hall_get(f, &reply, "/checkpoint/witnessed", 404);
    free(reply.bytes);
    served_hall_get(f, &before, "/proof/0", 200);
    fetch(f, &w, bytes);
    for (unsigned i = 1; i <= ENOUGH; i++)
        cosign(&w, i);
    http_client_ask(&reply, f->port, "/cosign", text_writer_written(&w));
    assert_int_equal(reply.status, 200);
    assert_true(span_eq(reply.body, span_text("2\n")));
    free(reply.bytes);
    served_hall_get(f, &reply, "/checkpoint", 200);
    assert_true(span_eq(reply.body, text_writer_written(&w)));
    free(reply.bytes);
    served_hall_get(f, &reply, "/checkpoint/witnessed", 200);
    assert_true(span_eq(reply.body, text_writer_written(&w)));
    free(reply.bytes);
    /* Proofs from now on have the lines, too. */
    served_hall_get(f, &reply, "/proof/0", 200);
    assert_true(reply.body.len > before.body.len);
    served_hall_assert_receipt(f, &reply, stored_hall_note(f->stored, 0));
    free(reply.bytes);
    free(before.bytes);
}

static void
a_line_that_does_not_verify_is_refused(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char bytes[NOTE_ROOM];
    struct text_writer w;
    char *digit;

    fetch(f, &w, bytes);
    cosign(&w, 1);
    /* Of the signature, not of the key's id or the time before it. */
    digit = &bytes[w.len - 20];
    *digit = *digit == 'A' ? 'B' : 'A';
    http_client_ask(&reply, f->port, "/cosign", text_writer_written(&w));
    assert_int_equal(reply.status, 409);
    assert_true(span_starts_with(reply.body, "cosignature\n"));
    free(reply.bytes);
    served_hall_get(f, &reply, "/checkpoint/witnessed", 404);
    free(reply.bytes);
}

static void
a_stranger_is_no_witness(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct span before;

    fetch(f, &w, bytes);
    before = text_writer_written(&w);
    cosign(&w, WITNESSES + 1);
    http_client_ask(&reply, f->port, "/cosign", text_writer_written(&w));
    assert_int_equal(reply.status, 200);
    assert_true(span_eq(reply.body, span_text("0\n")));
    free(reply.bytes);
    served_hall_get(f, &reply, "/checkpoint", 200);
    assert_true(span_eq(reply.body, before));
    free(reply.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_enough_witnesses_signed_is_shown_at_once),
        TEST(a_line_that_does_not_verify_is_refused),
        TEST(a_stranger_is_no_witness),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
