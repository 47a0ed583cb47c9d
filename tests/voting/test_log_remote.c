/* Goal: of what a server says about our note, only what is proved is believed;
 * and a log that contradicts itself takes nothing in any more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tests/support/canned_log.h"
#include "tests/test.h"
#include "voting/log/offers.h"

static enum err
submit(struct canned_log *r, struct span note, struct log_outcome *outcome)
{
    return log_submit(r->log, outcome, &note, 1);
}

/* ---- What is true ---------------------------------------------------------*/

static void
test_a_receipt_that_holds_is_believed(void **state)
{
    struct log_outcome outcome;
    struct canned_log *r = *state;

    canned_log_open(r, r->receipt);
    assert_int_equal(log_fault(r->log), LOG_SOUND);
    assert_int_equal(log_size(r->log), r->before);
    assert_ok(submit(r, r->note, &outcome));
    assert_int_equal(outcome.refusal, REFUSED_NOTHING);
    assert_int_equal(outcome.index, r->before);
    assert_false(outcome.again);
    /* And it is replayed here, so that the next event can be made. */
    assert_int_equal(log_size(r->log), r->before + 1);
    assert_ok(submit(r, r->note, &outcome));
    assert_true(outcome.again);
    canned_log_close(r);
}

static void
test_a_refusal_that_the_log_signed_is_believed(void **state)
{
    struct log_outcome outcome;
    struct canned_log *r = *state;

    canned_log_open(r, r->refusal);
    assert_ok(submit(r, r->refused, &outcome));
    assert_true(outcome.refusal != REFUSED_NOTHING);
    assert_int_equal(outcome.index, CONFERENCE_NO_ENTRY);
    assert_true(span_eq(span_of(outcome.note, outcome.note_len), r->refusal));
    canned_log_close(r);
}

static void
test_the_same_bytes_are_sent_until_an_answer_holds(void **state)
{
    static const char busy[] =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 8\r\n"
        "Connection: close\r\n\r\nunknown\n";
    const struct log_remote_options options = {.attempts = 4};
    struct canned_answer answers[8];
    struct log_outcome outcome;
    struct canned_log *r = *state;

    answers[0] = r->answers[0];
    answers[1] = r->answers[1];
    answers[2] = (struct canned_answer){.path = "/event", .raw = busy};
    answers[3] = (struct canned_answer){.path = "/event", .raw = ""};
    answers[4] =
        (struct canned_answer){.path = "/event", .body = span_text("words\n")};
    answers[5] = (struct canned_answer){.path = "/event", .body = r->receipt};
    answers[6] = r->answers[3];
    answers[7] = r->answers[4];
    r->canned = canned_start(answers, 8);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    assert_ok(submit(r, r->note, &outcome));
    assert_int_equal(outcome.index, r->before);
    assert_int_equal(canned_count(r->canned, "/event"), 4);
    canned_log_close(r);
}

/* ---- What is not ----------------------------------------------------------*/

static void
assert_unknown(struct canned_log *r, const char *what, size_t at,
               struct span note, struct span answer)
{
    struct log_outcome outcome = {.index = CONFERENCE_NO_ENTRY};
    enum err e;

    canned_log_open(r, answer);
    e = submit(r, note, &outcome);
    if (e != ERR_IO)
        fail_msg("%s, byte %zu: %s", what, at, err_name(e));
    assert_int_equal(log_size(r->log), r->before);
    canned_log_close(r);
}

static void
test_a_receipt_with_any_line_changed_is_unknown(void **state)
{
    struct canned_log *r = *state;
    char *bytes = malloc(r->receipt.len);
    size_t begin = 0;

    assert_non_null(bytes);
    /* One byte in the middle of each line that is not empty. */
    while (begin < r->receipt.len) {
        size_t len = span_find(span_from(r->receipt, begin), '\n');
        size_t at = begin + len / 2;

        if (len > 0) {
            memcpy(bytes, r->receipt.ptr, r->receipt.len);
            bytes[at] = bytes[at] == 'A' ? 'B' : 'A';
            assert_unknown(r, "a receipt", at, r->note,
                           span_of(bytes, r->receipt.len));
        }
        begin += len + 1;
    }
    free(bytes);
}

static void
test_what_proves_nothing_about_this_note_is_unknown(void **state)
{
    struct canned_log *r = *state;
    struct span other = canned_log_receipt(r, 3);

    assert_unknown(r, "another entry's receipt", 0, r->note, other);
    assert_unknown(r, "another note's refusal", 0, r->note, r->refusal);
    assert_unknown(r, "half a receipt", 0, r->note,
                   span_head(r->receipt, r->receipt.len / 2));
    assert_unknown(r, "words", 0, r->note, span_text("ok\n"));
    assert_unknown(r, "nothing", 0, r->note, span_text(""));
    assert_unknown(r, "a checkpoint", 0, r->note, r->answers[1].body);
}

static void
test_a_refusal_with_any_line_changed_is_unknown(void **state)
{
    struct canned_log *r = *state;
    char *bytes = malloc(r->refusal.len);
    size_t begin = 0;

    assert_non_null(bytes);
    while (begin < r->refusal.len) {
        size_t len = span_find(span_from(r->refusal, begin), '\n');
        size_t at = begin + len / 2;

        if (len > 0) {
            memcpy(bytes, r->refusal.ptr, r->refusal.len);
            bytes[at] = bytes[at] == 'A' ? 'B' : 'A';
            assert_unknown(r, "a refusal", at, r->refused,
                           span_of(bytes, r->refusal.len));
        }
        begin += len + 1;
    }
    free(bytes);
}

static enum err
ask_as_anybody(void *context, struct log_remote_asker *out)
{
    static const uint8_t seed[32] = {7};

    (void)context;
    out->signer = (struct request_signer){.post = {POST_CHAIR, 1}};
    ed25519_from_seed(&out->secret, seed);
    return OK;
}

/* A name that opens nothing in the log, as an answer to whoever asks. */
static struct span
false_name(struct canned_log *r, struct post post)
{
    struct log_name name = {.post = post, .len = 7};
    struct offers offers = {0};
    char bytes[1024];
    struct text_writer w;

    memcpy(name.record, "zh 甲\n", name.len);
    assert_ok(offers_name(&offers, &name));
    text_writer_start(&w, bytes, sizeof bytes);
    offers_write(&offers, &w, NULL, 0);
    assert_ok(w.error);
    offers_forget(&offers);
    return canned_log_keep(r, bytes, w.len);
}

static void
test_a_name_that_opens_nothing_is_no_name(void **state)
{
    const struct log_remote_options options = {.asker = ask_as_anybody};
    const struct post post = {POST_SEAT, 1};
    struct canned_answer answers[6];
    struct canned_log *r = *state;
    struct log_name name;

    memcpy(answers, r->answers, 5 * sizeof *answers);
    answers[2] = (struct canned_answer){.path = "/event"};
    answers[5] =
        (struct canned_answer){.path = "/member", .body = false_name(r, post)};
    r->canned = canned_start(answers, 6);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    assert_non_null(conference_name(log_conference(r->log), post));
    assert_err(log_get_name(r->log, &name, post), ERR_PROOF);
    assert_int_equal(canned_count(r->canned, "/member"), 1);
    assert_err(log_get_name(r->log, &name, (struct post){POST_SEAT, 999}),
               ERR_PROOF);
    canned_log_close(r);
}

static void
test_a_text_that_is_another_is_no_text(void **state)
{
    struct canned_log *r = *state;
    struct canned_answer answers[6];
    const struct log_remote_options options = {.attempts = 1};
    struct event_blob blob = {.present = true, .length = 4};
    char hex[65];
    char path[80];
    char bytes[8];

    hash_sha256(&blob.sha256, "true", 4);
    assert_non_null(sodium_bin2hex(hex, sizeof hex, blob.sha256.bytes,
                                   sizeof blob.sha256.bytes));
    (void)snprintf(path, sizeof path, "/text/%s", hex);
    memcpy(answers, r->answers, 5 * sizeof *answers);
    answers[2] =
        (struct canned_answer){.path = path, .body = span_text("lies")};
    answers[5] =
        (struct canned_answer){.path = path, .body = span_text("true")};
    r->canned = canned_start(answers, 6);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    assert_err(log_get_blob(r->log, bytes, &blob), ERR_PROOF);
    canned_log_close(r);
    answers[2].body = span_text("true");
    r->canned = canned_start(answers, 6);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    assert_ok(log_get_blob(r->log, bytes, &blob));
    assert_memory_equal(bytes, "true", 4);
    canned_log_close(r);
}

/* ---- Logs that contradict themselves --------------------------------------*/

static void
assert_fault(struct canned_log *r, enum log_fault want)
{
    struct log_outcome outcome;

    canned_log_open(r, r->receipt);
    if (log_fault(r->log) != want)
        fail_msg("fault %u, not %u", (unsigned)log_fault(r->log),
                 (unsigned)want);
    assert_err(submit(r, r->note, &outcome), ERR_STATE);
    assert_err(log_refresh(r->log), ERR_PROOF);
    assert_int_equal(canned_count(r->canned, "/event"), 0);
    canned_log_close(r);
}

static void
test_entries_other_than_what_was_signed_are_a_fault(void **state)
{
    struct canned_log *r = *state;
    char *bytes = malloc(r->answers[3].body.len);

    /* The time of the second entry, one second later: a true event still. */
    const char *second;

    assert_non_null(bytes);
    memcpy(bytes, r->answers[3].body.ptr, r->answers[3].body.len);
    second = strstr(r->answers[3].body.ptr + 40, "congress-entry/v1 ");
    assert_non_null(second);
    bytes[second - r->answers[3].body.ptr + 27]++;
    r->answers[3].body.ptr = bytes;
    canned_log_open(r, r->receipt);
    assert_true(log_fault(r->log) == LOG_FAULT_ROOT ||
                log_fault(r->log) == LOG_FAULT_ENTRY);
    canned_log_close(r);
    free(bytes);
}

static void
test_a_checkpoint_by_another_key_is_a_fault(void **state)
{
    struct canned_log *r = *state;
    char *bytes = malloc(r->answers[0].body.len);

    assert_non_null(bytes);
    memcpy(bytes, r->answers[0].body.ptr, r->answers[0].body.len);
    bytes[r->answers[0].body.len - 10] ^= 1;
    r->answers[0].body.ptr = bytes;
    r->answers[1] = r->answers[0];
    assert_fault(r, LOG_FAULT_SIGNATURE);
    free(bytes);
}

static void
test_a_receipt_and_then_another_history_is_a_fault(void **state)
{
    struct log_outcome outcome;
    struct canned_log *r = *state;

    /* The log that signed the receipt goes on as if it had never been: its
     * next checkpoint is the one before. */
    r->answers[1] = r->answers[0];
    canned_log_open(r, r->receipt);
    assert_err(submit(r, r->note, &outcome), ERR_STATE);
    assert_int_equal(log_fault(r->log), LOG_FAULT_ROOT);
    assert_err(submit(r, r->note, &outcome), ERR_STATE);
    canned_log_close(r);
}

static enum log_fault
fault_with_pin(struct canned_log *r, const struct audit_pin *pin)
{
    const struct log_remote_options options = {.prove = true, .proved = *pin};
    enum log_fault fault;

    r->answers[2] =
        (struct canned_answer){.path = "/event", .body = r->receipt};
    r->canned = canned_start(r->answers, 5);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    fault = log_fault(r->log);
    canned_log_close(r);
    return fault;
}

static void
test_what_was_proved_before_must_be_what_there_is(void **state)
{
    struct canned_log *r = *state;
    const struct merkle_tree *tree =
        conference_tree(log_conference(r->hall->log));
    struct audit_pin pin = {.size = r->before - 1};
    struct audit_pin bad;

    (void)snprintf(pin.origin, sizeof pin.origin, "%s",
                   conference_origin(log_conference(r->hall->log)));
    assert_ok(merkle_root_at(&pin.root, tree, pin.size));
    assert_int_equal(fault_with_pin(r, &pin), LOG_SOUND);
    bad = pin;
    bad.root.bytes[7] ^= 1;
    assert_int_equal(fault_with_pin(r, &bad), LOG_FAULT_ROOT);
    bad = pin;
    bad.size--;
    assert_int_equal(fault_with_pin(r, &bad), LOG_FAULT_ROOT);
    bad = pin;
    bad.size = r->before + 5;
    assert_int_equal(fault_with_pin(r, &bad), LOG_FAULT_ROOT);
    bad = pin;
    bad.origin[0] ^= 1;
    assert_int_equal(fault_with_pin(r, &bad), LOG_FAULT_ROOT);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, canned_log_set_up,                   \
                                    canned_log_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_receipt_that_holds_is_believed),
        CASE(test_a_refusal_that_the_log_signed_is_believed),
        CASE(test_the_same_bytes_are_sent_until_an_answer_holds),
        CASE(test_a_receipt_with_any_line_changed_is_unknown),
        CASE(test_what_proves_nothing_about_this_note_is_unknown),
        CASE(test_a_refusal_with_any_line_changed_is_unknown),
        CASE(test_a_name_that_opens_nothing_is_no_name),
        CASE(test_a_text_that_is_another_is_no_text),
        CASE(test_entries_other_than_what_was_signed_are_a_fault),
        CASE(test_a_checkpoint_by_another_key_is_a_fault),
        CASE(test_a_receipt_and_then_another_history_is_a_fault),
        CASE(test_what_was_proved_before_must_be_what_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
