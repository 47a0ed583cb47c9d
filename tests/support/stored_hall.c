#include "tests/support/stored_hall.h"

#include <stdlib.h>

#include "crypto/checkpoint.h"
#include "tests/test.h"
#include "voting/machine/key_file.h"

struct stored_hall *
stored_hall_new(unsigned seats)
{
    struct stored_hall *f = calloc(1, sizeof *f);
    struct log_options options = {.create = true, .at = true};

    assert_non_null(f);
    f->outcomes = calloc(LOG_BATCH_MAX, sizeof *f->outcomes);
    assert_non_null(f->outcomes);
    folder_make(&f->folder);
    folder_file(f->path, &f->folder, "log");
    folder_file(f->key_path, &f->folder, "log.key");
    folder_file(f->copy_path, &f->folder, "log.checkpoint");
    f->hall = hall_new(seats);
    options.at_s = f->hall->time_s;
    assert_ok(log_open_local(&f->log, f->path, NULL, &options));
    assert_ok(key_file_read(&f->hall->log_key, f->key_path));
    return f;
}

void
stored_hall_free(struct stored_hall *f)
{
    stored_hall_shut(f);
    hall_free(f->hall);
    folder_remove(&f->folder);
    free(f->outcomes);
    free(f);
}

void
stored_hall_shut(struct stored_hall *f)
{
    log_close(f->log);
    f->log = NULL;
}

static void
open_at(struct stored_hall *f, uint64_t at_s)
{
    struct log_options options = {.at = true, .at_s = at_s};

    stored_hall_shut(f);
    assert_ok(log_open_local(&f->log, f->path, NULL, &options));
}

void
stored_hall_open(struct stored_hall *f)
{
    open_at(f, f->hall->time_s);
}

void
stored_hall_put_texts(struct stored_hall *f)
{
    for (size_t i = 0; i < f->hall->text_count; i++) {
        const struct hall_text *text = &f->hall->texts[i];
        struct event_blob blob;

        assert_ok(log_put_blob(f->log, &blob,
                               span_of(text->bytes, text->blob.length),
                               text->blob.members));
        assert_true(hash_eq(&blob.sha256, &text->blob.sha256));
    }
}

struct span
stored_hall_note(const struct stored_hall *f, size_t index)
{
    const struct hall_entry *entry = &f->hall->entries[index];
    struct span note;
    uint64_t time_s;

    assert_ok(
        event_split_entry(&time_s, &note, span_of(entry->bytes, entry->len)));
    return note;
}

/* As many entries of one time as a batch holds. */
static void
feed_batch(struct stored_hall *f)
{
    uint64_t time_s = f->hall->entries[f->fed].time_s;
    uint64_t now_s;
    size_t count = 0;

    assert_ok(log_now_s(f->log, &now_s));
    if (now_s != time_s)
        open_at(f, time_s);
    stored_hall_put_texts(f);
    while (count < LOG_BATCH_MAX && f->fed + count < f->hall->entry_count &&
           f->hall->entries[f->fed + count].time_s == time_s) {
        f->notes[count] = stored_hall_note(f, f->fed + count);
        count++;
    }
    assert_ok(log_submit(f->log, f->outcomes, f->notes, count));
    for (size_t i = 0; i < count; i++) {
        if (f->outcomes[i].refusal)
            fail_msg("entry %zu: %s", f->fed + i,
                     refusal_code(f->outcomes[i].refusal));
        assert_int_equal(f->outcomes[i].index, f->fed + i);
        assert_false(f->outcomes[i].again);
        assert_int_equal(f->outcomes[i].note_len, 0);
    }
    f->fed += count;
}

void
stored_hall_feed(struct stored_hall *f)
{
    while (f->fed < f->hall->entry_count)
        feed_batch(f);
}

struct log_outcome *
stored_hall_submit(struct stored_hall *f, struct span note)
{
    assert_ok(log_submit(f->log, f->outcomes, &note, 1));
    return f->outcomes;
}

void
stored_hall_assert_same(struct stored_hall *f)
{
    char *bytes = malloc(EVENT_ENTRY_MAX);
    char signed_bytes[CHECKPOINT_SIGNED_MAX];
    char want_bytes[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    struct text_writer want;
    size_t len;

    assert_non_null(bytes);
    assert_int_equal(log_fault(f->log), LOG_SOUND);
    assert_int_equal(log_size(f->log), f->fed);
    for (size_t i = 0; i < f->fed; i++) {
        assert_ok(log_entry(f->log, i, bytes, EVENT_ENTRY_MAX, &len));
        assert_true(
            span_eq(span_of(bytes, len), span_of(f->hall->entries[i].bytes,
                                                 f->hall->entries[i].len)));
    }
    text_writer_start(&w, signed_bytes, sizeof signed_bytes);
    text_writer_start(&want, want_bytes, sizeof want_bytes);
    if (f->fed == 0) {
        assert_err(log_checkpoint(f->log, &w), ERR_NOTFOUND);
    } else {
        assert_ok(log_checkpoint(f->log, &w));
        hall_checkpoint(f->hall, &want, f->fed);
        assert_true(
            span_eq(text_writer_written(&w), text_writer_written(&want)));
    }
    free(bytes);
}

void
stored_hall_assert_fault(struct stored_hall *f, enum log_fault want)
{
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct event_blob blob;
    struct text_writer w;
    struct span note = span_text("anything");

    stored_hall_open(f);
    if (log_fault(f->log) != want)
        fail_msg("%s", log_fault_words(log_fault(f->log), LANG_EN));
    assert_err(log_submit(f->log, f->outcomes, &note, 1), ERR_STATE);
    assert_err(log_put_blob(f->log, &blob, note, false), ERR_STATE);
    text_writer_start(&w, bytes, sizeof bytes);
    if (log_size(f->log) > 0)
        assert_err(log_checkpoint(f->log, &w), ERR_STATE);
    assert_int_equal(text_writer_written(&w).len, 0);
    assert_non_null(log_conference(f->log));
}
