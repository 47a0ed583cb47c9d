#include "voting/web/core/core_seal.h"

#include <string.h>

#include <sodium.h>

#include "ballots/json.h"
#include "voting/web/core/core_ballot.h"
#include "voting/web/core/core_draft.h"
#include "voting/web/core/core_key.h"

static enum err
copy_id(char out[EVENT_ID_BYTES], const char *id, uint32_t len)
{
    if (len > CORE_DRAFT_ID_MAX)
        return ERR_INPUT;
    memcpy(out, id, len);
    out[len] = '\0';
    return OK;
}

/* ---- What there is to mark ------------------------------------------------*/

static void
put_words(struct json_writer *w, const char *key,
          const char words[][EVENT_ID_BYTES], size_t count)
{
    json_put_list(w, key);
    for (size_t i = 0; i < count; i++)
        json_put_text(w, NULL, words[i]);
    json_put_list_end(w);
}

static void
write_form(struct text_writer *out, const void *context)
{
    const struct draft_ballot *ballot = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_bool(&w, "secret", ballot->secret);
    json_put_number(&w, "attempt", ballot->attempt);
    json_put_number(&w, "cap", ballot->form.cap);
    put_words(&w, "options", ballot->options, ballot->option_count);
    put_words(&w, "rows", ballot->rows, ballot->form.rows);
    json_put_object_end(&w);
}

uint32_t
web_ballot_form(uint32_t handle, const char *paper, uint32_t paper_len,
                const char *seat, uint32_t seat_len)
{
    const struct core_log *log = core_log_of(handle);
    char id[EVENT_ID_BYTES];
    struct draft_ballot *ballot;
    struct post post;
    enum refusal r;
    enum err e;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (copy_id(id, paper, paper_len) ||
        (seat_len > 0 && post_parse(&post, seat, seat_len)))
        return core_status(ERR_INPUT);
    ballot = core_new(sizeof *ballot);
    if (!ballot)
        return core_status(ERR_NOMEM);
    r = draft_ballot(ballot, log->conference, id, seat_len > 0 ? &post : NULL);
    e = r ? OK : core_answer_text(write_form, ballot);
    core_free(&ballot, sizeof *ballot);
    return r ? core_refused(r) : core_status(e);
}

/* ---- Sealing --------------------------------------------------------------*/

/* What the ballot must say; choices have one byte for each row of it. */
static enum refusal
fill(struct core_ballot *b, const struct core_log *log, const uint8_t *choices,
     uint32_t choices_len, const uint8_t *secret)
{
    struct test_ballot *test = &b->test;
    enum refusal r =
        draft_ballot(&test->ballot, log->conference, test->paper, &test->seat);

    if (r)
        return r;
    if (choices_len != test->ballot.form.rows)
        return REFUSED_BALLOT_LENGTH;
    test->attempt = test->ballot.attempt;
    memcpy(test->previous, test->ballot.previous.leaf.bytes,
           sizeof test->previous);
    memcpy(test->key, b->key, sizeof test->key);
    memcpy(test->choices, choices, choices_len);
    memcpy(test->secret, secret, sizeof test->secret);
    return REFUSED_NOTHING;
}

/* Seals by the same call as every other program, into the event's text. */
static enum refusal
seal(struct core_ballot *b, struct core_log *log)
{
    const struct test_ballot *test = &b->test;
    enum refusal r = draft_begin(&log->event, log->conference, EVENT_CAST, 0);

    if (!r)
        r = draft_cast(&log->event, log->conference, test->paper, test->seat,
                       test->key, test->choices, test->secret);
    if (!r && event_encode(&log->event, b->text, sizeof b->text, &b->text_len))
        r = REFUSED_FORM;
    return r;
}

uint32_t
web_ballot_seal(uint32_t handle, const char *paper, uint32_t paper_len,
                const char *seat, uint32_t seat_len, uint32_t key_handle,
                const uint8_t *choices, uint32_t choices_len,
                const uint8_t *secret, uint32_t secret_len)
{
    struct core_log *log = core_log_of(handle);
    const struct core_key *key = core_key_of(key_handle);
    struct ed25519_public half;
    struct core_ballot *b;
    uint32_t status;
    enum refusal r;

    if (!log || !key)
        return core_status(ERR_NOTFOUND);
    b = core_new(sizeof *b);
    if (!b)
        return core_status(ERR_NOMEM);
    if (copy_id(b->test.paper, paper, paper_len) ||
        post_parse(&b->test.seat, seat, seat_len) ||
        secret_len != BALLOT_SECRET_BYTES) {
        core_free(&b, sizeof *b);
        return core_status(ERR_INPUT);
    }
    ed25519_public(&half, &key->secret);
    memcpy(b->key, half.bytes, sizeof b->key);
    r = fill(b, log, choices, choices_len, secret);
    if (!r)
        r = seal(b, log);
    status = r ? core_refused(r) : core_ballot_keep(b, &log->event.cast);
    sodium_memzero(&log->event, sizeof log->event);
    if (r)
        core_free(&b, sizeof *b);
    return status;
}

uint32_t
web_test_ballot(uint32_t handle, const char *text, uint32_t len)
{
    const struct core_log *log = core_log_of(handle);
    struct test_ballot *test;
    uint32_t status;
    enum err e;

    if (!log)
        return core_status(ERR_NOTFOUND);
    test = core_new(sizeof *test);
    if (!test)
        return core_status(ERR_NOMEM);
    e = test_ballot_read(test, log->conference, span_of(text, len));
    status =
        e ? core_status(e)
          : core_ballot_answer_test(test, conference_origin(log->conference));
    core_free(&test, sizeof *test);
    return status;
}

uint32_t
web_draft_sheets(uint32_t handle, const char *paper, uint32_t paper_len,
                 uint32_t spoiled, const uint8_t *choices, uint32_t choices_len,
                 const uint8_t *secrets, uint32_t secrets_len)
{
    struct core_log *log = core_log_of(handle);
    size_t count = secrets_len / BALLOT_SECRET_BYTES;
    struct draft_ballot *ballot;
    char id[EVENT_ID_BYTES];
    enum refusal r;
    uint32_t status;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (copy_id(id, paper, paper_len) || secrets_len % BALLOT_SECRET_BYTES ||
        count > EVENT_SHEETS_MAX)
        return core_status(ERR_INPUT);
    ballot = core_new(sizeof *ballot);
    if (!ballot)
        return core_status(ERR_NOMEM);
    r = draft_ballot(ballot, log->conference, id, NULL);
    if (!r && choices_len != count * ballot->form.rows)
        r = REFUSED_BALLOT_LENGTH;
    core_free(&ballot, sizeof *ballot);
    if (!r)
        r = draft_begin(&log->event, log->conference, EVENT_DESK_BALLOTS, 0);
    if (!r)
        r = draft_sheets(&log->event, log->conference, id, count, spoiled,
                         choices, secrets);
    status = r ? core_refused(r) : core_draft_answer(log);
    return status;
}
