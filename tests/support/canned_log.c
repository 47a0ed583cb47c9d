#include "tests/support/canned_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/tile.h"
#include "tests/test.h"

enum { BYTES = 4 * 1024 * 1024, BEFORE_MAX = 100 };

struct span
canned_log_keep(struct canned_log *r, const void *bytes, size_t len)
{
    struct span kept = span_of(r->bytes + r->len, len);

    assert_true(r->len + len < BYTES);
    memcpy(r->bytes + r->len, bytes, len);
    r->len += len;
    return kept;
}

static struct span
keep_checkpoint(struct canned_log *r)
{
    char bytes[LOG_CHECKPOINT_MAX];
    struct text_writer w;

    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(log_checkpoint(r->hall->log, &w));
    return canned_log_keep(r, bytes, w.len);
}

/* Entries first..end-1 as a bundle. */
static struct span
keep_bundle(struct canned_log *r, uint64_t end)
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

struct span
canned_log_receipt(struct canned_log *r, uint64_t index)
{
    char *bytes = malloc(LOG_RECEIPT_MAX);
    struct text_writer w;
    struct span kept;

    assert_non_null(bytes);
    text_writer_start(&w, bytes, LOG_RECEIPT_MAX);
    assert_ok(log_receipt(r->hall->log, &w, index));
    kept = canned_log_keep(r, bytes, w.len);
    free(bytes);
    return kept;
}

static void
name_bundle(struct canned_log *r, size_t i, uint64_t size)
{
    (void)snprintf(r->checkpoint_path[i], sizeof r->checkpoint_path[i],
                   "/tile/entries/000.p/%u", (unsigned)size);
    r->answers[3 + i].path = r->checkpoint_path[i];
    r->answers[3 + i].body = keep_bundle(r, size);
}

/* A note of the hall that was logged before, with its last byte other. */
static struct span
spoilt_note(struct canned_log *r)
{
    struct span note = stored_hall_note(r->hall, 3);
    char *bytes = malloc(note.len);
    struct span kept;

    assert_non_null(bytes);
    memcpy(bytes, note.ptr, note.len);
    bytes[note.len - 4] ^= 1;
    kept = canned_log_keep(r, bytes, note.len);
    free(bytes);
    return kept;
}

int
canned_log_set_up(void **state)
{
    struct canned_log *r = calloc(1, sizeof *r);
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
    r->receipt = canned_log_receipt(r, r->before);
    r->refused = spoilt_note(r);
    outcome = stored_hall_submit(r->hall, r->refused);
    assert_true(outcome->refusal != REFUSED_NOTHING);
    r->refusal = canned_log_keep(r, outcome->note, outcome->note_len);
    *state = r;
    return 0;
}

int
canned_log_tear_down(void **state)
{
    struct canned_log *r = *state;

    stored_hall_free(r->hall);
    free(r->bytes);
    free(r);
    return 0;
}

void
canned_log_open(struct canned_log *r, struct span answer)
{
    const struct log_remote_options options = {.attempts = 1};

    r->answers[2] = (struct canned_answer){.path = "/event", .body = answer};
    r->canned = canned_start(r->answers, 5);
    assert_ok(log_open_remote(&r->log, canned_address(r->canned), &options));
}

void
canned_log_close(struct canned_log *r)
{
    log_close(r->log);
    canned_stop(r->canned);
}
