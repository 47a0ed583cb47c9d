/*
 * Cosignatures are kept if they are of the policy's witnesses and of this log,
 * and the largest checkpoint that satisfies the policy is found.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/witness_policy.h"
#include "tests/support/stored_hall.h"
#include "tests/support/values.h"
#include "tests/test.h"
#include "voting/log/log_local.h"

enum { NOTE_ROOM = 8192 };

/* A log of ten entries whose policy asks for two of three witnesses. */
static int
set_up(void **state)
{
    struct stored_hall *f = stored_hall_new(7);
    char policy[4096];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_do_genesis(f->hall, policy);
    for (size_t i = 0; i < 2; i++) {
        hall_do_post(f->hall, f->hall->desks[i].post);
        hall_do_enrol(f->hall, f->hall->desks[i].post);
    }
    for (size_t i = 0; i < 5; i++)
        hall_do_post(f->hall, f->hall->seats[i].post);
    stored_hall_feed(f);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    stored_hall_free(*state);
    return 0;
}

/* Appends the line of a witness, over the text at the start of the note. */
static void
cosign(struct text_writer *w, unsigned witness, uint64_t time_s,
       struct span text)
{
    struct ed25519_secret secret;
    uint8_t seed[ED25519_SEED_BYTES];
    char name[32];

    snprintf(name, sizeof name, "witness.example/%u", witness);
    value_bytes(seed, sizeof seed, name);
    ed25519_from_seed(&secret, seed);
    cosignature_sign_line(w, span_text(name), &secret, time_s, text);
}

/* The body of the checkpoint of this size. */
static struct span
body_of(struct stored_hall *f, struct text_writer *w, uint64_t size)
{
    struct note note;

    hall_checkpoint(f->hall, w, size);
    assert_ok(note_parse(&note, text_writer_written(w)));
    return note.text;
}

/* Gives the log the lines of the witnesses first..last on this size. */
static enum err
give(struct stored_hall *f, size_t *taken, uint64_t size, unsigned first,
     unsigned last, uint64_t time_s)
{
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct span body;

    text_writer_start(&w, bytes, sizeof bytes);
    body = body_of(f, &w, size);
    for (unsigned i = first; i <= last; i++)
        cosign(&w, i, time_s, body);
    return log_cosign(f->log, taken, text_writer_written(&w));
}

static void
give_good(struct stored_hall *f, uint64_t size, unsigned first, unsigned last,
          uint64_t time_s)
{
    size_t taken;

    assert_ok(give(f, &taken, size, first, last, time_s));
    assert_int_equal(taken, last - first + 1);
}

/* The size of the checkpoint that the policy is satisfied with; 0: none. */
static uint64_t
witnessed(struct stored_hall *f)
{
    struct witness_policy *policy = malloc(sizeof *policy);
    char policy_text[4096];
    char bytes[NOTE_ROOM];
    struct checkpoint checkpoint = {0};
    struct text_writer w;
    struct note note;
    enum err e;

    assert_non_null(policy);
    text_writer_start(&w, bytes, sizeof bytes);
    e = log_witnessed(f->log, &w);
    if (e) {
        assert_err(e, ERR_NOTFOUND);
    } else {
        hall_policy(policy_text, sizeof policy_text, 3, 2);
        assert_ok(witness_policy_parse(policy, span_text(policy_text)));
        assert_ok(note_parse(&note, text_writer_written(&w)));
        assert_ok(witness_policy_check(policy, &note));
        assert_ok(checkpoint_parse_body(&checkpoint, note.text));
    }
    free(policy);
    return checkpoint.size;
}

static void
the_largest_tree_that_enough_witnesses_saw_is_found(void **state)
{
    struct stored_hall *f = *state;

    assert_int_equal(witnessed(f), 0);
    give_good(f, 4, 1, 1, 100);
    assert_int_equal(witnessed(f), 0);
    give_good(f, 4, 2, 2, 100);
    assert_int_equal(witnessed(f), 4);
    give_good(f, 7, 1, 1, 100);
    give_good(f, 9, 2, 2, 100);
    assert_int_equal(witnessed(f), 4);
    give_good(f, 7, 3, 3, 100);
    assert_int_equal(witnessed(f), 7);
    stored_hall_open(f);
    assert_int_equal(witnessed(f), 7);
    /* A smaller one that has enough later changes nothing. */
    give_good(f, 5, 1, 2, 100);
    assert_int_equal(witnessed(f), 7);
    give_good(f, 9, 3, 3, 100);
    assert_int_equal(witnessed(f), 9);
    give_good(f, f->fed, 1, 3, 100);
    assert_int_equal(witnessed(f), f->fed);
}

/* While a witness is away the others go on: no tree has enough, and the next
 * who asks must not have all of them looked at again. */
static void
trees_that_had_too_few_are_not_looked_at_again(void **state)
{
    struct stored_hall *f = *state;
    const struct log_local_known *known = &log_local_of(f->log)->known;

    give_good(f, 4, 1, 2, 100);
    assert_int_equal(known->changed, 0);
    assert_int_equal(witnessed(f), 4);
    assert_int_equal(known->size, 4);
    for (uint64_t size = 5; size < 9; size++) {
        give_good(f, size, 1, 1, 100);
        assert_int_equal(known->changed, size);
        assert_int_equal(witnessed(f), 4);
        assert_true(known->changed == UINT64_MAX);
    }
    /* Those that get another line are. */
    give_good(f, 8, 1, 1, 200);
    give_good(f, 6, 2, 2, 200);
    assert_int_equal(known->changed, 6);
    assert_int_equal(witnessed(f), 6);
    give_good(f, 5, 2, 2, 200);
    assert_int_equal(witnessed(f), 6);
    assert_int_equal(known->size, 6);
}

static void
the_last_checkpoint_comes_with_its_cosignatures(void **state)
{
    struct stored_hall *f = *state;
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct note note;

    give_good(f, f->fed - 1, 1, 3, 100);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(log_checkpoint(f->log, &w));
    assert_ok(note_parse(&note, text_writer_written(&w)));
    assert_int_equal(note.line_count, 1);
    give_good(f, f->fed, 1, 2, 100);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(log_checkpoint(f->log, &w));
    assert_ok(note_parse(&note, text_writer_written(&w)));
    assert_int_equal(note.line_count, 3);
}

static void
a_later_line_of_the_same_witness_takes_the_place_of_the_earlier(void **state)
{
    struct stored_hall *f = *state;
    const uint64_t times[] = {100, 300, 200};
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct note note;

    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        give_good(f, f->fed, 1, 1, times[i]);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(log_checkpoint(f->log, &w));
    assert_ok(note_parse(&note, text_writer_written(&w)));
    assert_int_equal(note.line_count, 2);
    {
        struct ed25519_secret secret;
        struct ed25519_public public;
        uint8_t seed[ED25519_SEED_BYTES];
        struct note_key key;
        uint64_t time_s;

        value_bytes(seed, sizeof seed, "witness.example/1");
        ed25519_from_seed(&secret, seed);
        ed25519_public(&public, &secret);
        assert_ok(note_key_make(&key, span_text("witness.example/1"),
                                NOTE_KEY_COSIGNATURE, &public));
        assert_ok(cosignature_verify_line(&time_s, &note, 1, &key));
        assert_int_equal(time_s, 300);
    }
}

static void
lines_of_strangers_are_passed_over(void **state)
{
    struct stored_hall *f = *state;
    size_t taken;

    assert_ok(give(f, &taken, f->fed, 4, 9, 100));
    assert_int_equal(taken, 0);
    assert_ok(give(f, &taken, f->fed, 3, 9, 100));
    assert_int_equal(taken, 1);
}

static void
what_is_not_of_this_log_is_refused_whole(void **state)
{
    struct stored_hall *f = *state;
    struct checkpoint checkpoint = {.origin = span_text(HALL_ORIGIN)};
    const struct {
        const char *origin;
        uint64_t size;
        bool other_root;
    } cases[] = {
        {HALL_ORIGIN, f->fed, true},
        {HALL_ORIGIN, 1, true},
        {HALL_ORIGIN, f->fed + 1, false},
        {"example.edu/congress-8", f->fed, false},
    };
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct note note;
    size_t taken;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t size = cases[i].size < f->fed ? cases[i].size : f->fed;

        checkpoint.origin = span_text(cases[i].origin);
        checkpoint.size = cases[i].size;
        assert_ok(merkle_root_at(&checkpoint.root,
                                 conference_tree(f->hall->conference), size));
        checkpoint.root.bytes[9] ^= cases[i].other_root;
        text_writer_start(&w, bytes, sizeof bytes);
        checkpoint_sign(&w, &checkpoint, &f->hall->log_key);
        assert_ok(note_parse(&note, text_writer_written(&w)));
        cosign(&w, 1, 100, note.text);
        cosign(&w, 2, 100, note.text);
        assert_err(log_cosign(f->log, &taken, text_writer_written(&w)),
                   ERR_PROOF);
        assert_int_equal(taken, 0);
    }
    assert_err(log_cosign(f->log, &taken, span_text("nonsense\n")), ERR_INPUT);
    assert_int_equal(witnessed(f), 0);
}

static void
one_bad_line_of_a_witness_refuses_them_all(void **state)
{
    struct stored_hall *f = *state;
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct span body;
    size_t taken;

    text_writer_start(&w, bytes, sizeof bytes);
    body = body_of(f, &w, f->fed);
    cosign(&w, 1, 100, body);
    cosign(&w, 2, 100, body);
    bytes[w.len - 20] = bytes[w.len - 20] == 'A' ? 'B' : 'A';
    assert_err(log_cosign(f->log, &taken, text_writer_written(&w)), ERR_PROOF);
    assert_int_equal(taken, 0);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(log_checkpoint(f->log, &w));
    hall_checkpoint(f->hall, &w, f->fed);
    /* The log's own line alone: the same bytes twice. */
    assert_int_equal(w.len % 2, 0);
    assert_memory_equal(bytes, bytes + w.len / 2, w.len / 2);
}

static void
a_log_without_a_policy_takes_no_cosignatures(void **state)
{
    struct stored_hall *f = stored_hall_new(1);
    char bytes[NOTE_ROOM];
    struct text_writer w;
    size_t taken;

    (void)state;
    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    assert_err(give(f, &taken, 1, 1, 3, 100), ERR_NOTFOUND);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_err(log_witnessed(f->log, &w), ERR_NOTFOUND);
    stored_hall_free(f);
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(the_largest_tree_that_enough_witnesses_saw_is_found),
        WITH_LOG(trees_that_had_too_few_are_not_looked_at_again),
        WITH_LOG(the_last_checkpoint_comes_with_its_cosignatures),
        WITH_LOG(
            a_later_line_of_the_same_witness_takes_the_place_of_the_earlier),
        WITH_LOG(lines_of_strangers_are_passed_over),
        WITH_LOG(what_is_not_of_this_log_is_refused_whole),
        WITH_LOG(one_bad_line_of_a_witness_refuses_them_all),
        cmocka_unit_test(a_log_without_a_policy_takes_no_cosignatures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
