#include "tests/crowd/batch.h"

#include <stdio.h>
#include <time.h>

#include "tests/crowd/clock.h"
#include "tests/test.h"

/* ---- Asking ---------------------------------------------------------------*/

static void
pause_a_little(void)
{
    const struct timespec t = {.tv_nsec = 20000000};

    (void)nanosleep(&t, NULL);
}

/* What was said instead of an answer: its status and its first words. */
static void
mark_later(struct assembly *a, const struct http_client_answer *answer)
{
    char words[64];
    struct span line = span_head(answer->body, span_find(answer->body, '\n'));

    (void)snprintf(words, sizeof words, "later %u %.*s", answer->status,
                   line.len < 40 ? (int)line.len : 40,
                   line.len > 0 ? line.ptr : "");
    journal_mark(a->journal, words);
    journal_flush(a->journal);
}

struct http_client_answer
batch_ask(struct assembly *a, const char *path, struct span sent)
{
    const uint64_t end_us = clock_us() + UINT64_C(1000) * a->give_up_ms;

    for (;;) {
        struct http_client_answer answer =
            http_client_ask(a->client, path, sent, a->answer, BATCH_BYTES);
        bool later = answer.lost || answer.status == 429 ||
                     answer.status == 500 || answer.status == 503;

        if (!later)
            return answer;
        mark_later(a, &answer);
        if (clock_us() > end_us)
            fail_msg("%s: no answer, the last was %u", path, answer.status);
        pause_a_little();
    }
}

/* ---- Submissions ----------------------------------------------------------*/

static void
add_part(struct text_writer *w, const char *what, struct span bytes)
{
    text_writer_text(w, what);
    text_writer_text(w, " ");
    text_writer_decimal(w, bytes.len);
    text_writer_text(w, "\n");
    text_writer_span(w, bytes);
    text_writer_text(w, "\n");
}

/* Texts that the server has not seen; without an entry it keeps none, so they
 * go with the next. */
static void
add_texts(struct assembly *a, struct text_writer *w)
{
    for (; a->texts_sent < a->hall->text_count; a->texts_sent++) {
        const struct hall_text *text = &a->hall->texts[a->texts_sent];

        add_part(w, text->blob.members ? "members" : "public",
                 span_of(text->bytes, text->blob.length));
    }
}

/* The length's digits and the bytes of an outcome's part, off *rest. */
static struct span
take_part(struct span *rest, const char *what)
{
    struct span line;
    size_t len = 0;
    struct span part;

    assert_ok(span_take_prefix(rest, what));
    assert_ok(span_take_line(&line, rest));
    for (size_t i = 0; i < line.len; i++)
        len = 10 * len + (size_t)(line.ptr[i] - '0');
    assert_true(len < rest->len);
    part = span_head(*rest, len);
    *rest = span_from(*rest, len + 1);
    return part;
}

/* The next outcome of a submission. */
static struct reply
take_outcome(struct assembly *a, struct span *rest, struct span note,
             unsigned number)
{
    struct reply v;
    struct span part;

    if (span_starts_with(*rest, "receipt ")) {
        part = take_part(rest, "receipt ");
        v = reply_of_receipt(&a->log, note, part);
        if (v.kind == REPLY_RECEIPT)
            journal_receipt(a->journal, number, part);
        else
            journal_wrong(a->journal, number, 200, part);
    } else {
        part = take_part(rest, "refused ");
        v = reply_of_refusal(&a->log, note, part);
        if (v.kind == REPLY_REFUSED)
            journal_refused(a->journal, number, refusal_code(v.refusal), part);
    }
    return v;
}

static struct span
write_submission(struct assembly *a, const struct batch *b)
{
    struct text_writer w;
    struct span sent;
    char post[POST_TEXT_BYTES];
    char what[64];

    text_writer_start(&w, a->sent, BATCH_BYTES);
    text_writer_text(&w, "congress-submission/v1\n");
    if (a->hall->entry_count == 0)
        add_part(&w, "setup", span_text(a->setup_code));
    add_texts(a, &w);
    for (size_t i = 0; b->named && i < b->count; i++) {
        post_format(post, b->named[i].post);
        (void)snprintf(what, sizeof what, "name %s", post);
        add_part(&w, what, span_of(b->named[i].record, b->named[i].record_len));
    }
    for (size_t i = 0; i < b->count; i++)
        add_part(&w, "note", b->notes[i]);
    text_writer_text(&w, "end\n");
    assert_ok(text_writer_finish(&w, &sent));
    return sent;
}

/* Whether every note has its receipt; else the same must be sent again. */
static bool
read_outcomes(struct assembly *a, struct batch *b,
              const struct http_client_answer *answer)
{
    struct span rest = answer->body;
    bool all = true;

    if (answer->status != 200)
        fail_msg("%u: %.*s", answer->status, (int)rest.len, rest.ptr);
    assert_ok(span_take_prefix(&rest, "congress-outcomes/v1\n"));
    for (size_t i = 0; i < b->count; i++) {
        b->replies[i] = take_outcome(a, &rest, b->notes[i], b->numbers[i]);
        if (b->replies[i].kind == REPLY_REFUSED)
            fail_msg("refused: %s", refusal_code(b->replies[i].refusal));
        if (b->replies[i].kind == REPLY_WRONG)
            fail_msg("an answer that proves nothing");
        all = all && b->replies[i].kind == REPLY_RECEIPT;
    }
    assert_true(span_eq(rest, span_text("end\n")));
    return all;
}

void
batch_submit(struct assembly *a, struct batch *b, const char *who)
{
    struct span sent;
    struct http_client_answer answer;

    for (size_t i = 0; i < b->count; i++) {
        b->numbers[i] = journal_note(a->journal, who, b->notes[i]);
        journal_sent(a->journal, b->numbers[i]);
    }
    sent = write_submission(a, b);
    do {
        answer = batch_ask(a, "/event", sent);
    } while (!read_outcomes(a, b, &answer));
    journal_flush(a->journal);
}
