/* Goal: a witness answers as published and never cosigns a fork. */
#include <sodium.h>

#include "crypto/add_checkpoint.h"
#include "crypto/checkpoint.h"
#include "crypto/witness.h"
#include "tests/support/heap.h"
#include "tests/support/small_tree.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define NOW UINT64_C(1700000000)

/* A witness of one log. */
struct fixture {
    struct witness_log log;
    struct witness witness;
    struct note_key key; /* of the witness */
};

static void
fixture_make(struct fixture *f, struct span name)
{
    uint8_t seed[ED25519_SEED_BYTES] = {77};
    struct ed25519_public public;

    *f = (struct fixture){.witness = {.name = name, .log_count = 1}};
    f->witness.logs = &f->log;
    ed25519_from_seed(&f->witness.secret, seed);
    ed25519_public(&public, &f->witness.secret);
    assert_ok(note_key_make(&f->key, name, NOTE_KEY_COSIGNATURE, &public));
}

/* Runs a step and remembers what it says, as a witness program would. */
static void
step(struct witness_answer *answer, struct fixture *f, struct span body)
{
    witness_add_checkpoint(answer, &f->witness, body, NOW);
    if (answer->status != 200)
        return;
    assert_int_equal(answer->log, 0);
    f->log.size = answer->size;
    f->log.root = answer->root;
}

static bool
contains(const struct witness_answer *answer, struct span part)
{
    for (size_t i = 0; i + part.len <= answer->body_len; i++) {
        if (span_eq(span_of(answer->body + i, part.len), part))
            return true;
    }
    return false;
}

/* The log of the published sequences. */
static void
published_log(struct fixture *f, const json_t *root)
{
    struct ed25519_public public;

    fixture_make(f, vectors_span(root, "witness_name"));
    vectors_hex_exact(public.bytes, sizeof public.bytes, root,
                      "log_pubkey_hex");
    f->log.origin = vectors_span(root, "log_origin");
    assert_ok(
        note_key_make(&f->log.key, f->log.origin, NOTE_KEY_ED25519, &public));
}

/* What the log's own client makes of a cosignature. */
static void
assert_cosigned(const struct fixture *f, const struct witness_answer *answer,
                struct span body)
{
    struct add_checkpoint request;
    struct add_checkpoint_reading reading;
    struct add_checkpoint_response response = {
        .status = answer->status,
        .body = span_of(answer->body, answer->body_len)};

    assert_ok(add_checkpoint_parse(&request, body));
    add_checkpoint_read(&reading, &response, &request, answer->size, &f->key);
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_COSIGNED);
    assert_int_equal(reading.time_s, NOW);
    assert_true(span_eq(reading.line, response.body));
}

static void
run_sequence(const char *list, const char *status_key, size_t want_count)
{
    json_t *root = vectors_load("witness_add_checkpoint.json");
    struct fixture f;
    json_t *item;
    size_t i;

    published_log(&f, root);
    json_array_foreach(vectors_get(root, list), i, item)
    {
        struct witness_answer answer;
        int want = (int)vectors_number(item, status_key);
        bool has_part = json_object_get(item, "body_contains") != NULL;

        step(&answer, &f, vectors_span(item, "body"));
        /* The older witness says 403 where the standard says 404. */
        if (want == 403 && has_part &&
            span_eq(vectors_span(item, "body_contains"),
                    span_text("unknown log")))
            want = 404;
        if (answer.status != want)
            fail_msg("%s %zu: %d, not %d", list, i, answer.status, want);
        if (has_part)
            assert_true(contains(&answer, vectors_span(item, "body_contains")));
        else
            assert_true(span_eq(span_of(answer.body, answer.body_len),
                                vectors_span(item, "body_equals")));
        assert_true(answer.is_size == (answer.status == 409));
        if (answer.status == 200)
            assert_cosigned(&f, &answer, vectors_span(item, "body"));
    }
    assert_int_equal(i, want_count);
    assert_int_equal(f.log.size, 5);
    json_decref(root);
}

static void
the_published_sequence_is_answered_as_published(void **state)
{
    (void)state;
    run_sequence("steps_sunlight_HEAD", "want_status", 11);
}

static void
the_older_sequence_is_answered_alike(void **state)
{
    (void)state;
    run_sequence("steps_litewitness", "litewitness_status", 9);
}

static void
a_log_is_found_by_its_origin_and_not_by_its_key_name(void **state)
{
    json_t *root = vectors_load("witness_add_checkpoint.json");
    json_t *single = vectors_get(root, "sumdb_single_step");
    struct fixture f;
    struct witness_answer answer;

    (void)state;
    fixture_make(&f, vectors_span(root, "witness_name"));
    f.log.origin = vectors_span(single, "log_origin");
    assert_ok(note_key_parse(&f.log.key, vectors_span(single, "log_vkey")));
    step(&answer, &f, vectors_span(single, "body"));
    assert_int_equal(answer.status, 200);
    assert_int_equal(f.log.size, 35225469);
    json_decref(root);
}

/* A log of our own, of which a test makes any request it likes. */
struct our_log {
    struct heap heap;
    struct merkle_tree tree;
    struct ed25519_secret secret;
    char checkpoint[CHECKPOINT_SIGNED_MAX];
    char body[ADD_CHECKPOINT_REQUEST_MAX];
};

static const char origin[] = "example.org/log";

static void
our_log_make(struct our_log *log, struct fixture *f, unsigned leaves)
{
    uint8_t seed[ED25519_SEED_BYTES] = {5};
    struct ed25519_public public;

    *log = (struct our_log){0};
    merkle_init(&log->tree, heap_memory(&log->heap));
    small_tree_grow(&log->tree, 0, leaves);
    ed25519_from_seed(&log->secret, seed);
    ed25519_public(&public, &log->secret);
    fixture_make(f, span_text("witness.example"));
    f->log.origin = span_text(origin);
    assert_ok(
        note_key_make(&f->log.key, f->log.origin, NOTE_KEY_ED25519, &public));
}

static struct span
signed_checkpoint(struct our_log *log, uint64_t size,
                  const struct hash32 *other_root)
{
    struct checkpoint checkpoint = {.origin = span_text(origin), .size = size};
    struct text_writer w;
    struct span out;

    if (other_root)
        checkpoint.root = *other_root;
    else
        assert_ok(merkle_root_at(&checkpoint.root, &log->tree, size));
    text_writer_start(&w, log->checkpoint, sizeof log->checkpoint);
    checkpoint_sign(&w, &checkpoint, &log->secret);
    assert_ok(text_writer_finish(&w, &out));
    return out;
}

/* The request from old to size; with another root if that is not NULL. */
static struct span
request(struct our_log *log, uint64_t old, uint64_t size,
        const struct hash32 *other_root)
{
    struct add_checkpoint add = {
        .old = old, .checkpoint = signed_checkpoint(log, size, other_root)};
    struct text_writer w;
    struct span body;

    if (old <= size)
        assert_ok(merkle_prove_consistency(&add.proof, &log->tree, old, size));
    text_writer_start(&w, log->body, sizeof log->body);
    add_checkpoint_write(&w, &add);
    assert_ok(text_writer_finish(&w, &body));
    return body;
}

static void
assert_status(struct fixture *f, struct span body, int want)
{
    struct witness_answer answer;

    step(&answer, f, body);
    assert_int_equal(answer.status, want);
    assert_true(want == 200 || (answer.size == 0 &&
                                sodium_is_zero(answer.root.bytes, HASH_BYTES)));
}

static void
the_empty_tree_comes_first_and_has_one_root(void **state)
{
    struct our_log log;
    struct fixture f;
    struct hash32 zeros = {{0}};

    (void)state;
    our_log_make(&log, &f, 9);
    assert_status(&f, request(&log, 0, 0, &zeros), 422);
    assert_status(&f, request(&log, 0, 0, NULL), 200);
    assert_status(&f, request(&log, 0, 0, &zeros), 422);
    assert_status(&f, request(&log, 0, 7, NULL), 200);
    assert_int_equal(f.log.size, 7);
    merkle_free(&log.tree);
}

static void
a_cosignature_may_be_renewed_at_the_same_size(void **state)
{
    struct our_log log;
    struct fixture f;

    (void)state;
    our_log_make(&log, &f, 9);
    assert_status(&f, request(&log, 0, 5, NULL), 200);
    assert_status(&f, request(&log, 5, 5, NULL), 200);
    assert_status(&f, request(&log, 5, 9, NULL), 200);
    merkle_free(&log.tree);
}

static void
a_fork_or_a_rollback_is_never_cosigned(void **state)
{
    struct our_log log;
    struct fixture f;
    struct witness_answer answer;
    struct hash32 fork = {{1}};

    (void)state;
    our_log_make(&log, &f, 9);
    assert_status(&f, request(&log, 0, 5, NULL), 200);
    assert_status(&f, request(&log, 5, 9, &fork), 422);
    assert_status(&f, request(&log, 0, 9, &fork), 409);
    assert_status(&f, request(&log, 4, 9, NULL), 409);
    assert_status(&f, request(&log, 6, 9, NULL), 409);
    assert_status(&f, request(&log, 4, 4, NULL), 409);
    assert_status(&f, request(&log, 9, 4, NULL), 400);
    step(&answer, &f, request(&log, 5, 5, &fork));
    assert_int_equal(answer.status, 409);
    assert_false(answer.is_size);
    assert_int_equal(f.log.size, 5);
    merkle_free(&log.tree);
}

static void
a_proof_where_none_belongs_is_refused(void **state)
{
    struct our_log log;
    struct fixture f;
    struct add_checkpoint add = {.old = 0, .proof = {.count = 1}};
    struct text_writer w;

    (void)state;
    our_log_make(&log, &f, 9);
    add.checkpoint = signed_checkpoint(&log, 5, NULL);
    text_writer_start(&w, log.body, sizeof log.body);
    add_checkpoint_write(&w, &add);
    assert_status(&f, text_writer_written(&w), 422);
    assert_status(&f, request(&log, 0, 5, NULL), 200);
    add.old = 5;
    text_writer_start(&w, log.body, sizeof log.body);
    add_checkpoint_write(&w, &add);
    assert_status(&f, text_writer_written(&w), 422);
    merkle_free(&log.tree);
}

static void
a_malformed_request_is_answered_400(void **state)
{
    static const char *const heads[] = {
        "",
        "old 05\n\n",
        "old\n\n",
        "old 5 \n\n",
        "Old 5\n\n",
        "old 5\n",
        "old -5\n\n",
        "old 5\nAAAA\n\n",
        "old 5\r\n\n",
        "old 9223372036854775808\n\n",
    };
    struct our_log log;
    struct fixture f;
    struct text_writer w;
    struct span checkpoint;

    (void)state;
    our_log_make(&log, &f, 9);
    assert_status(&f, request(&log, 0, 5, NULL), 200);
    checkpoint = signed_checkpoint(&log, 5, NULL);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        text_writer_start(&w, log.body, sizeof log.body);
        text_writer_text(&w, heads[i]);
        text_writer_span(&w, checkpoint);
        assert_status(&f, text_writer_written(&w), 400);
    }
    text_writer_start(&w, log.body, sizeof log.body);
    text_writer_text(&w, "old 5\n\n");
    text_writer_span(&w, checkpoint);
    assert_status(&f, text_writer_written(&w), 200);
    merkle_free(&log.tree);
}

static void
extension_lines_are_not_cosigned(void **state)
{
    struct our_log log;
    struct fixture f;
    struct text_writer w;
    struct span text;
    char buffer[512];
    struct text_writer text_w;

    (void)state;
    our_log_make(&log, &f, 9);
    text_writer_start(&text_w, buffer, sizeof buffer);
    text_writer_text(&text_w, origin);
    text_writer_text(&text_w,
                     "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
                     "an extension\n");
    text = text_writer_written(&text_w);
    text_writer_start(&w, log.body, sizeof log.body);
    text_writer_text(&w, "old 0\n\n");
    note_write_text(&w, text);
    note_sign_line(&w, span_text(origin), &log.secret, text);
    assert_status(&f, text_writer_written(&w), 400);
    merkle_free(&log.tree);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_sequence_is_answered_as_published),
        cmocka_unit_test(the_older_sequence_is_answered_alike),
        cmocka_unit_test(a_log_is_found_by_its_origin_and_not_by_its_key_name),
        cmocka_unit_test(the_empty_tree_comes_first_and_has_one_root),
        cmocka_unit_test(a_cosignature_may_be_renewed_at_the_same_size),
        cmocka_unit_test(a_fork_or_a_rollback_is_never_cosigned),
        cmocka_unit_test(a_proof_where_none_belongs_is_refused),
        cmocka_unit_test(a_malformed_request_is_answered_400),
        cmocka_unit_test(extension_lines_are_not_cosigned),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
