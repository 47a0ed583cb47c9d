/* Goal: of what a server says about our note, only what is proved is believed;
 * and a log that contradicts itself takes nothing in any more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/tile.h"
#include "tests/support/canned.h"
#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/key_file.h"
#include "voting/log_remote.h"
#include "voting/offers.h"

enum { BYTES = 4 * 1024 * 1024, BEFORE_MAX = 100 };

/* A log that is known up to `before`, and the next note with its receipt. */
struct remote {
    struct stored_hall *hall;
    uint64_t before;
    struct span note;
    struct span receipt;
    struct span refusal; /* of another note */
    struct span refused; /* that note */
    struct canned_answer answers[8];
    char checkpoint_path[2][64];
    char *bytes; /* all of the above */
    size_t len;
    struct canned *canned;
    struct log *log;
};

static struct span
keep(struct remote *r, const void *bytes, size_t len)
{
    struct span kept = span_of(r->bytes + r->len, len);

    assert_true(r->len + len < BYTES);
    memcpy(r->bytes + r->len, bytes, len);
    r->len += len;
    return kept;
}

static struct span
keep_checkpoint(struct remote *r)
{
    char bytes[LOG_CHECKPOINT_MAX];
    struct text_writer w;

    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(log_checkpoint(r->hall->log, &w));
    return keep(r, bytes, w.len);
}

/* Entries first..end-1 as a bundle. */
static struct span
keep_bundle(struct remote *r, uint64_t end)
{
    char *entry = malloc(EVENT_ENTRY_MAX);
    size_t from = r->len;
    struct text_writer w;
    size_t len;

    assert_non_null(entry);
    text_writer_start(&w, r->bytes + r->len, BYTES - r->len);
    for (uint64_t i = 0; i < end; i++) {
        struct span whole;

        assert_ok(log_entry(r->hall->log, i, entry, EVENT_ENTRY_MAX, &len));
        whole = span_of(entry, len);
        tile_write_entry(&w, &whole, 1);
    }
    assert_ok(w.error);
    r->len += w.len;
    free(entry);
    return span_of(r->bytes + from, w.len);
}

static struct span
keep_receipt(struct remote *r, uint64_t index)
{
    char *bytes = malloc(LOG_RECEIPT_MAX);
    struct text_writer w;
    struct span kept;

    assert_non_null(bytes);
    text_writer_start(&w, bytes, LOG_RECEIPT_MAX);
    assert_ok(log_receipt(r->hall->log, &w, index));
    kept = keep(r, bytes, w.len);
    free(bytes);
    return kept;
}

static void
name_bundle(struct remote *r, size_t i, uint64_t size)
{
    (void)snprintf(r->checkpoint_path[i], sizeof r->checkpoint_path[i],
                   "/tile/entries/000.p/%u", (unsigned)size);
    r->answers[3 + i].path = r->checkpoint_path[i];
    r->answers[3 + i].body = keep_bundle(r, size);
}

/* A note of the hall that was logged before, with its last byte other. */
static struct span
spoilt_note(struct remote *r)
{
    struct span note = stored_hall_note(r->hall, 3);
    char *bytes = malloc(note.len);
    struct span kept;

    assert_non_null(bytes);
    memcpy(bytes, note.ptr, note.len);
    bytes[note.len - 4] ^= 1;
    kept = keep(r, bytes, note.len);
    free(bytes);
    return kept;
}

static int
set_up(void **state)
{
    struct remote *r = calloc(1, sizeof *r);
    const struct log_outcome *outcome;

    assert_non_null(r);
    r->bytes = malloc(BYTES);
    assert_non_null(r->bytes);
    r->hall = stored_hall_new(7);
    hall_prepare(r->hall->hall, 2);
    stored_hall_feed(r->hall);
    r->before = r->hall->fed;
    assert_true(r->before < BEFORE_MAX);
    r->answers[0] = (struct canned_answer){.path = "/checkpoint",
                                           .body = keep_checkpoint(r)};
    name_bundle(r, 0, r->before);
    hall_convene(r->hall->hall);
    stored_hall_put_texts(r->hall);
    stored_hall_open(r->hall);
    r->note = stored_hall_note(r->hall, (size_t)r->before);
    outcome = stored_hall_submit(r->hall, r->note);
    assert_int_equal(outcome->refusal, REFUSED_NOTHING);
    r->answers[1] = (struct canned_answer){.path = "/checkpoint",
                                           .body = keep_checkpoint(r)};
    name_bundle(r, 1, r->before + 1);
    r->receipt = keep_receipt(r, r->before);
    r->refused = spoilt_note(r);
    outcome = stored_hall_submit(r->hall, r->refused);
    assert_true(outcome->refusal != REFUSED_NOTHING);
    r->refusal = keep(r, outcome->note, outcome->note_len);
    *state = r;
    return 0;
}

static int
tear_down(void **state)
{
    struct remote *r = *state;

    stored_hall_free(r->hall);
    free(r->bytes);
    free(r);
    return 0;
}

/* Serves what there was before, and this answer to the note. */
static void
open_remote(struct remote *r, struct span answer)
{
    const struct log_remote_options options = {.attempts = 1};

    r->answers[2] = (struct canned_answer){.path = "/event", .body = answer};
    r->canned = canned_start(r->answers, 5);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
}

static void
close_remote(struct remote *r)
{
    log_close(r->log);
    canned_stop(r->canned);
}

static enum err
submit(struct remote *r, struct span note, struct log_outcome *outcome)
{
    return log_submit(r->log, outcome, &note, 1);
}

/* ---- What is true ---------------------------------------------------------*/

static void
test_a_receipt_that_holds_is_believed(void **state)
{
    struct log_outcome outcome;
    struct remote *r = *state;

    open_remote(r, r->receipt);
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
    close_remote(r);
}

static void
test_a_refusal_that_the_log_signed_is_believed(void **state)
{
    struct log_outcome outcome;
    struct remote *r = *state;

    open_remote(r, r->refusal);
    assert_ok(submit(r, r->refused, &outcome));
    assert_true(outcome.refusal != REFUSED_NOTHING);
    assert_int_equal(outcome.index, CONFERENCE_NO_ENTRY);
    assert_true(span_eq(span_of(outcome.note, outcome.note_len), r->refusal));
    close_remote(r);
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
    struct remote *r = *state;

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
    close_remote(r);
}

/* ---- What is not ----------------------------------------------------------*/

static void
assert_unknown(struct remote *r, const char *what, size_t at, struct span note,
               struct span answer)
{
    struct log_outcome outcome = {.index = CONFERENCE_NO_ENTRY};
    enum err e;

    open_remote(r, answer);
    e = submit(r, note, &outcome);
    if (e != ERR_IO)
        fail_msg("%s, byte %zu: %s", what, at, err_name(e));
    assert_int_equal(log_size(r->log), r->before);
    close_remote(r);
}

static void
test_a_receipt_with_any_line_changed_is_unknown(void **state)
{
    struct remote *r = *state;
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
    struct remote *r = *state;
    struct span other = keep_receipt(r, 3);

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
    struct remote *r = *state;
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
false_name(struct remote *r, struct post post)
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
    return keep(r, bytes, w.len);
}

static void
test_a_name_that_opens_nothing_is_no_name(void **state)
{
    const struct log_remote_options options = {.asker = ask_as_anybody};
    const struct post post = {POST_SEAT, 1};
    struct canned_answer answers[6];
    struct remote *r = *state;
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
    close_remote(r);
}

static void
test_a_text_that_is_another_is_no_text(void **state)
{
    struct remote *r = *state;
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
    close_remote(r);
    answers[2].body = span_text("true");
    r->canned = canned_start(answers, 6);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    assert_ok(log_get_blob(r->log, bytes, &blob));
    assert_memory_equal(bytes, "true", 4);
    close_remote(r);
}

/* ---- Logs that contradict themselves --------------------------------------*/

static void
assert_fault(struct remote *r, enum log_fault want)
{
    struct log_outcome outcome;

    open_remote(r, r->receipt);
    if (log_fault(r->log) != want)
        fail_msg("fault %u, not %u", (unsigned)log_fault(r->log),
                 (unsigned)want);
    assert_err(submit(r, r->note, &outcome), ERR_STATE);
    assert_err(log_refresh(r->log), ERR_PROOF);
    assert_int_equal(canned_count(r->canned, "/event"), 0);
    close_remote(r);
}

static void
test_entries_other_than_what_was_signed_are_a_fault(void **state)
{
    struct remote *r = *state;
    char *bytes = malloc(r->answers[3].body.len);

    /* The time of the second entry, one second later: a true event still. */
    const char *second;

    assert_non_null(bytes);
    memcpy(bytes, r->answers[3].body.ptr, r->answers[3].body.len);
    second = strstr(r->answers[3].body.ptr + 40, "congress-entry/v1 ");
    assert_non_null(second);
    bytes[second - r->answers[3].body.ptr + 27]++;
    r->answers[3].body.ptr = bytes;
    open_remote(r, r->receipt);
    assert_true(log_fault(r->log) == LOG_FAULT_ROOT ||
                log_fault(r->log) == LOG_FAULT_ENTRY);
    close_remote(r);
    free(bytes);
}

static void
test_a_checkpoint_by_another_key_is_a_fault(void **state)
{
    struct remote *r = *state;
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
    struct remote *r = *state;

    /* The log that signed the receipt goes on as if it had never been: its
     * next checkpoint is the one before. */
    r->answers[1] = r->answers[0];
    open_remote(r, r->receipt);
    assert_err(submit(r, r->note, &outcome), ERR_STATE);
    assert_int_equal(log_fault(r->log), LOG_FAULT_ROOT);
    assert_err(submit(r, r->note, &outcome), ERR_STATE);
    close_remote(r);
}

static enum log_fault
fault_with_pin(struct remote *r, const struct audit_pin *pin)
{
    const struct log_remote_options options = {.prove = true, .proved = *pin};
    enum log_fault fault;

    r->answers[2] =
        (struct canned_answer){.path = "/event", .body = r->receipt};
    r->canned = canned_start(r->answers, 5);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
    fault = log_fault(r->log);
    close_remote(r);
    return fault;
}

static void
test_what_was_proved_before_must_be_what_there_is(void **state)
{
    struct remote *r = *state;
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

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

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
