/* Goal: a witness's answer is believed only if it verifies, and alarms sound.
 */
#include <sodium.h>

#include "crypto/add_checkpoint.h"
#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "tests/test.h"

#define SIZE 7
#define OLD 3
#define TIME UINT64_C(1700000000)

/* A checkpoint that was sent, and the witness it was sent to. */
struct fixture {
    struct ed25519_secret secret; /* of the witness */
    struct note_key witness;
    char checkpoint[CHECKPOINT_SIGNED_MAX];
    struct add_checkpoint request;
    char body[2048];
};

static const char body_text[] =
    "example.org/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

static void
fixture_make(struct fixture *f)
{
    uint8_t seed[ED25519_SEED_BYTES] = {6};
    struct ed25519_public public;
    struct checkpoint checkpoint = {.origin = span_text("example.org/log"),
                                    .size = SIZE};
    struct text_writer w;

    ed25519_from_seed(&f->secret, seed);
    text_writer_start(&w, f->checkpoint, sizeof f->checkpoint);
    checkpoint_sign(&w, &checkpoint, &f->secret);
    f->request = (struct add_checkpoint){.old = OLD};
    assert_ok(text_writer_finish(&w, &f->request.checkpoint));
    seed[0]++;
    ed25519_from_seed(&f->secret, seed);
    ed25519_public(&public, &f->secret);
    assert_ok(note_key_make(&f->witness, span_text("witness.example"),
                            NOTE_KEY_COSIGNATURE, &public));
}

static void
read_answer(struct add_checkpoint_reading *out, const struct fixture *f,
            int status, const char *type, struct span body)
{
    struct add_checkpoint_response response = {
        .status = status, .content_type = span_text(type), .body = body};

    add_checkpoint_read(out, &response, &f->request, SIZE, &f->witness);
}

static void
every_status_has_its_meaning(void **state)
{
    static const struct {
        const char *what;
        const char *type;
        const char *body;
        int status;
        enum add_checkpoint_outcome want;
        uint64_t witness_size;
    } cases[] = {
        {"behind", "text/x.tlog.size", "2\n", 409, ADD_CHECKPOINT_RETRY, 2},
        {"equal", "text/x.tlog.size", "7\n", 409, ADD_CHECKPOINT_RETRY, 7},
        {"a charset", "text/x.tlog.size;charset=utf-8", "2\n", 409,
         ADD_CHECKPOINT_RETRY, 2},
        {"ahead", "text/x.tlog.size", "8\n", 409, ADD_CHECKPOINT_ROLLBACK, 8},
        {"a leading zero", "text/x.tlog.size", "02\n", 409,
         ADD_CHECKPOINT_NONSENSE, 0},
        {"no LF", "text/x.tlog.size", "2", 409, ADD_CHECKPOINT_NONSENSE, 0},
        {"two lines", "text/x.tlog.size", "2\n2\n", 409,
         ADD_CHECKPOINT_NONSENSE, 0},
        {"no type", "", "2\n", 409, ADD_CHECKPOINT_NONSENSE, 0},
        {"another type", "text/x.tlog.sizes", "2\n", 409,
         ADD_CHECKPOINT_NONSENSE, 0},
        {"proof wrong", "", "", 422, ADD_CHECKPOINT_BAD_PROOF, 0},
        {"malformed", "", "", 400, ADD_CHECKPOINT_REFUSED, 0},
        {"no signature", "", "", 403, ADD_CHECKPOINT_REFUSED, 0},
        {"unknown", "", "", 404, ADD_CHECKPOINT_REFUSED, 0},
        {"too many", "", "", 429, ADD_CHECKPOINT_BUSY, 0},
        {"broken", "", "", 500, ADD_CHECKPOINT_BUSY, 0},
        {"overloaded", "", "", 503, ADD_CHECKPOINT_BUSY, 0},
        {"no answer", "", "", 0, ADD_CHECKPOINT_BUSY, 0},
        {"moved", "", "", 301, ADD_CHECKPOINT_NONSENSE, 0},
        {"created", "", "", 201, ADD_CHECKPOINT_NONSENSE, 0},
        {"nothing", "", "", 200, ADD_CHECKPOINT_NONSENSE, 0},
        {"no line", "", "thanks\n", 200, ADD_CHECKPOINT_NONSENSE, 0},
    };
    struct fixture f;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct add_checkpoint_reading reading;

        read_answer(&reading, &f, cases[i].status, cases[i].type,
                    span_text(cases[i].body));
        if (reading.outcome != cases[i].want ||
            reading.witness_size != cases[i].witness_size)
            fail_msg("%s: %d", cases[i].what, (int)reading.outcome);
        assert_true(reading.line.len == 0 && reading.time_s == 0);
    }
}

static void
another_root_is_reported_only_at_the_same_size(void **state)
{
    struct fixture f;
    struct add_checkpoint_reading reading;

    (void)state;
    fixture_make(&f);
    for (uint64_t old = 0; old <= SIZE; old++) {
        f.request.old = old;
        read_answer(&reading, &f, 409, "", span_text(""));
        assert_int_equal(reading.outcome, old == SIZE
                                              ? ADD_CHECKPOINT_SPLIT
                                              : ADD_CHECKPOINT_NONSENSE);
    }
}

static void
a_newer_witness_reports_a_split_as_422(void **state)
{
    struct fixture f;
    struct add_checkpoint_reading reading;

    (void)state;
    fixture_make(&f);
    f.request.old = SIZE;
    read_answer(&reading, &f, 422, "", span_text(""));
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_SPLIT);
}

/* Writes a line of the witness for some body text. */
static struct span
answer_line(struct fixture *f, struct text_writer *w, const char *name,
            const char *text)
{
    text_writer_start(w, f->body, sizeof f->body);
    cosignature_sign_line(w, span_text(name), &f->secret, TIME,
                          span_text(text));
    return text_writer_written(w);
}

static void
only_the_line_of_the_configured_witness_is_kept(void **state)
{
    struct fixture f;
    struct add_checkpoint_reading reading;
    struct text_writer w;
    struct span lines;
    size_t first;

    (void)state;
    fixture_make(&f);
    lines = answer_line(&f, &w, "another.example", body_text);
    first = lines.len;
    read_answer(&reading, &f, 200, "", lines);
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_NONSENSE);
    cosignature_sign_line(&w, f.witness.name, &f.secret, TIME,
                          span_text(body_text));
    lines = text_writer_written(&w);
    read_answer(&reading, &f, 200, "", lines);
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_COSIGNED);
    assert_int_equal(reading.time_s, TIME);
    assert_true(span_eq(reading.line, span_from(lines, first)));
}

static void
no_bit_of_an_answer_can_be_changed(void **state)
{
    struct fixture f;
    struct add_checkpoint_reading reading;
    struct text_writer w;
    struct span line;

    (void)state;
    fixture_make(&f);
    line = answer_line(&f, &w, "witness.example", body_text);
    read_answer(&reading, &f, 200, "", line);
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_COSIGNED);
    for (size_t bit = 0; bit < 8 * line.len; bit++) {
        f.body[bit / 8] = (char)(f.body[bit / 8] ^ 1 << bit % 8);
        read_answer(&reading, &f, 200, "", line);
        assert_int_equal(reading.outcome, ADD_CHECKPOINT_NONSENSE);
        assert_true(reading.line.len == 0 && reading.time_s == 0);
        f.body[bit / 8] = (char)(f.body[bit / 8] ^ 1 << bit % 8);
    }
    f.witness.key.bytes[0] ^= 1;
    read_answer(&reading, &f, 200, "", line);
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_NONSENSE);
    f.witness.key.bytes[0] ^= 1;
    line = answer_line(
        &f, &w, "witness.example",
        "example.org/log\n6\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    read_answer(&reading, &f, 200, "", line);
    assert_int_equal(reading.outcome, ADD_CHECKPOINT_NONSENSE);
}

static void
a_request_is_read_as_it_was_written(void **state)
{
    static const char checkpoint[] = "a checkpoint\n";
    struct add_checkpoint request = {.old = 12,
                                     .checkpoint = span_text(checkpoint)};
    struct add_checkpoint parsed;
    char buffer[4096];
    struct text_writer w;

    (void)state;
    for (size_t count = 0; count <= MERKLE_PROOF_MAX; count++) {
        request.proof.count = count;
        text_writer_start(&w, buffer, sizeof buffer);
        add_checkpoint_write(&w, &request);
        assert_ok(add_checkpoint_parse(&parsed, text_writer_written(&w)));
        assert_int_equal(parsed.old, 12);
        assert_int_equal(parsed.proof.count, count);
        assert_true(span_eq(parsed.checkpoint, span_text(checkpoint)));
        if (count < MERKLE_PROOF_MAX)
            request.proof.hashes[count].bytes[0] = (uint8_t)count;
    }
    assert_memory_equal(parsed.proof.hashes, request.proof.hashes,
                        sizeof parsed.proof.hashes);
}

static void
a_request_beyond_its_limits_is_refused(void **state)
{
    static char buffer[ADD_CHECKPOINT_REQUEST_MAX + 1];
    struct add_checkpoint request = {.old = 1, .checkpoint = span_text("c")};
    struct add_checkpoint parsed = {.old = 9};
    struct text_writer w;
    struct span out;

    (void)state;
    text_writer_start(&w, buffer, sizeof buffer);
    text_writer_text(&w, "old 1\n");
    for (size_t i = 0; i <= MERKLE_PROOF_MAX; i++)
        text_writer_text(&w, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    text_writer_text(&w, "\nc");
    assert_err(add_checkpoint_parse(&parsed, text_writer_written(&w)),
               ERR_INPUT);
    assert_int_equal(parsed.old, 0);
    assert_err(add_checkpoint_parse(&parsed, span_text("old 1\n\n")),
               ERR_INPUT);

    memset(buffer, 'c', sizeof buffer);
    text_writer_start(&w, buffer, sizeof buffer);
    text_writer_text(&w, "old 1\n\n");
    assert_ok(add_checkpoint_parse(
        &parsed, span_of(buffer, ADD_CHECKPOINT_REQUEST_MAX)));
    assert_err(add_checkpoint_parse(&parsed, span_of(buffer, sizeof buffer)),
               ERR_INPUT);

    request.proof.count = MERKLE_PROOF_MAX + 1;
    text_writer_start(&w, buffer, sizeof buffer);
    add_checkpoint_write(&w, &request);
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_meaning),
        cmocka_unit_test(another_root_is_reported_only_at_the_same_size),
        cmocka_unit_test(a_newer_witness_reports_a_split_as_422),
        cmocka_unit_test(only_the_line_of_the_configured_witness_is_kept),
        cmocka_unit_test(no_bit_of_an_answer_can_be_changed),
        cmocka_unit_test(a_request_is_read_as_it_was_written),
        cmocka_unit_test(a_request_beyond_its_limits_is_refused),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
