/*
 * log_remote_submit.c - handing in, and believing only what is proved.
 *
 * The same bytes are sent again, with pauses, until each note has its receipt
 * or its refusal, or patience ends: then the outcome is unknown.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "ballots/outcomes.h"
#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/tlog_proof.h"
#include "voting/fetch/fetch_retry.h"
#include "voting/log/log_remote_parts.h"

enum {
    SUBMIT_TIME_MS = 60000,
    SETUP_ROOM = SUBMISSION_SETUP_MAX + PART_FRAME_MAX,
    COSIGN_ANSWER_MAX = 4096,
};

static const char refusal_line[] = "congress-refusal/v1\n";

/* ---- One note's answer ----------------------------------------------------*/

/* Where the receipt says that a note is, and the leaf there. */
struct placed {
    uint64_t index;
    struct hash32 leaf;
};

/* The log's key; of a log that is founded now, the one that genesis names. */
static enum err
key_for(struct log_remote *r, struct note_key *key, struct span note)
{
    if (log_size(&r->log) > 0)
        return log_remote_note_key(r, key);
    if (event_decode(r->event, note) || r->event->type != EVENT_GENESIS ||
        memcmp(r->event->genesis.log_key, r->key.bytes, sizeof r->key.bytes) !=
            0)
        return ERR_STATE;
    return note_key_make(key, span_text(r->event->origin), NOTE_KEY_ED25519,
                         &r->key);
}

/* The leaf of the entry that the receipt's server line and this note make. */
static enum err
leaf_of(struct hash32 *leaf, const struct tlog_proof *proof, struct span note)
{
    char *entry = malloc(EVENT_ENTRY_MAX);
    char line[EVENT_SERVER_LINE_MAX + 3];
    struct span split;
    uint64_t time_s;
    size_t len = 0;
    enum err e = entry ? OK : ERR_NOMEM;

    if (!e)
        e = base64_decode((uint8_t *)line, sizeof line, &len,
                          proof->extra_base64);
    if (!e && len + note.len > EVENT_ENTRY_MAX)
        e = ERR_PROOF;
    if (!e) {
        memcpy(entry, line, len);
        memcpy(entry + len, note.ptr, note.len);
        e = event_split_entry(&time_s, &split, span_of(entry, len + note.len));
        if (!e && !span_eq(split, note))
            e = ERR_PROOF;
    }
    if (!e)
        hash_leaf(leaf, entry, len + note.len);
    free(entry);
    return e && e != ERR_NOMEM ? ERR_PROOF : e;
}

static enum err
believe_receipt(struct log_remote *r, struct placed *placed, struct span note,
                struct span bytes)
{
    struct note *signed_tree = malloc(sizeof *signed_tree);
    struct checkpoint checkpoint;
    struct tlog_proof proof;
    struct note_key key;
    enum err e = signed_tree ? key_for(r, &key, note) : ERR_NOMEM;

    if (!e)
        e = tlog_proof_parse(&proof, bytes);
    if (!e)
        e = leaf_of(&placed->leaf, &proof, note);
    if (!e)
        e = tlog_proof_verify(&checkpoint, signed_tree, &proof, &placed->leaf,
                              key.name, &key);
    if (!e && proof.index > EVENT_INDEX_MAX)
        e = ERR_PROOF;
    if (!e)
        placed->index = proof.index;
    free(signed_tree);
    return e && e != ERR_NOMEM ? ERR_PROOF : e;
}

static enum err
believe_refusal(struct log_remote *r, struct log_outcome *outcome,
                struct span note, struct span bytes)
{
    struct refusal_note refusal;
    struct hash32 submitted;
    struct note_key key;
    enum err e = key_for(r, &key, note);

    if (!e && bytes.len > sizeof outcome->note)
        e = ERR_PROOF;
    if (!e)
        e = refusal_note_open(&refusal, bytes, key.name, &key.key);
    hash_sha256(&submitted, note.ptr, note.len);
    if (e || !hash_eq(&submitted, &refusal.submitted))
        return ERR_PROOF;
    *outcome = (struct log_outcome){
        .refusal = refusal.refusal,
        .index = CONFERENCE_NO_ENTRY,
        .cause =
            refusal.cause.present ? refusal.cause.index : CONFERENCE_NO_ENTRY,
        .note_len = bytes.len,
    };
    memcpy(outcome->note, bytes.ptr, bytes.len);
    return OK;
}

/* ---- All of them ----------------------------------------------------------*/

struct handing_in {
    struct log_outcome *outcomes;
    const struct span *notes;
    size_t count;
    struct placed *placed; /* count of them; of refused ones unused */
};

/* ERR_PROOF: not to be believed. */
static enum err
believe(struct log_remote *r, const struct handing_in *h, size_t i,
        struct span bytes, bool refused)
{
    enum err e;

    if (refused)
        return believe_refusal(r, &h->outcomes[i], h->notes[i], bytes);
    e = believe_receipt(r, &h->placed[i], h->notes[i], bytes);
    if (!e)
        h->outcomes[i] = (struct log_outcome){
            .refusal = REFUSED_NOTHING,
            .index = (uint32_t)h->placed[i].index,
            .cause = CONFERENCE_NO_ENTRY,
            .again = h->placed[i].index < log_size(&r->log),
        };
    return e;
}

static enum err
read_outcomes(struct log_remote *r, const struct handing_in *h,
              struct span answer)
{
    struct outcomes_reader reader;
    struct outcomes_part part;
    enum err e = OK;

    outcomes_reader_start(&reader, answer);
    for (size_t i = 0; i < h->count && !e; i++) {
        e = outcomes_read(&reader, &part);
        if (!e && part.kind == OUTCOMES_END)
            e = ERR_PROOF;
        if (!e)
            e = believe(r, h, i, part.bytes, part.kind == OUTCOMES_REFUSED);
    }
    if (!e)
        e = outcomes_read(&reader, &part);
    if (!e && part.kind != OUTCOMES_END)
        e = ERR_PROOF;
    return e == ERR_INPUT ? ERR_PROOF : e;
}

/* ERR_IO: an error of the server, which says nothing of the notes. */
static enum err
read_answer(struct log_remote *r, const struct handing_in *h, bool is_note,
            const struct fetch_answer *answer)
{
    bool refused = span_starts_with(answer->body, refusal_line);

    if (is_note && (answer->status == 200 || refused))
        return believe(r, h, 0, answer->body, refused);
    if (!is_note && answer->status == 200)
        return read_outcomes(r, h, answer->body);
    return ERR_IO;
}

/* Whether another answer may come if it is asked again. */
static bool
may_pass(const struct log_remote *r, const struct fetch_answer *answer)
{
    if (strcmp(served_trouble(r->served)->code, "log-stopped") == 0)
        return false;
    return answer->fault != FETCH_ANSWERED || answer->status == 503 ||
           answer->status == 429 || answer->status == 408 ||
           (answer->status >= 500 && answer->status <= 504) ||
           answer->status == 200;
}

/* A founder is told by the server alone, since no log is there to sign it. */
static bool
needs_code(const struct log_remote *r, const struct fetch_answer *answer)
{
    return log_size(&r->log) == 0 && answer->status == 403 &&
           strcmp(served_trouble(r->served)->code, "set-up-code") == 0;
}

/* A refusal that is about the moment, not about the event. */
static bool
is_passing(const struct handing_in *h)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->outcomes[i].refusal == REFUSED_BUSY)
            return true;
    return false;
}

static void
pause_for(const struct fetch_answer *answer, unsigned attempt)
{
    struct fetch_answer now = *answer;
    struct timespec t;
    int64_t ms;

    now.attempts = attempt;
    ms = fetch_retry_pause_ms(&now);
    t = (struct timespec){ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

/* One attempt. *again: another may say more. */
static enum err
send_once(struct log_remote *r, const struct handing_in *h,
          const struct served_request *request, bool *again,
          struct fetch_answer *answer)
{
    enum err e = served_ask(r->served, answer, request);

    if (!e)
        e = read_answer(r, h, request->answer_max == LOG_RECEIPT_MAX, answer);
    if (e == ERR_IO || e == ERR_PROOF)
        (void)served_unwanted(r->served, answer, request->path);
    *again = e ? e != ERR_NOMEM && may_pass(r, answer) : is_passing(h);
    return e && needs_code(r, answer) ? ERR_AUTH : e;
}

static enum err
send_until_known(struct log_remote *r, const struct handing_in *h,
                 struct span body, bool is_note)
{
    const struct served_request request = {
        .path = "event",
        .post = true,
        .body = body,
        .answer_max = is_note ? LOG_RECEIPT_MAX : OUTCOMES_MAX,
        .time_ms = SUBMIT_TIME_MS,
    };
    unsigned most =
        r->options.attempts ? r->options.attempts : LOG_REMOTE_ATTEMPTS;
    struct fetch_answer answer = {0};
    bool again = true;
    enum err e = ERR_IO;

    for (unsigned attempt = 1; again; attempt++) {
        e = send_once(r, h, &request, &again, &answer);
        again = again && attempt < most;
        if (e == ERR_IO || e == ERR_PROOF)
            log_remote_trouble(r, again);
        if (again)
            pause_for(&answer, attempt);
    }
    return e == ERR_PROOF ? ERR_IO : e;
}

/* What was taken in is in the log as it is replayed here, at these places. */
static enum err
find_placed(struct log_remote *r, const struct handing_in *h)
{
    const struct merkle_tree *tree;
    enum err e = OK;

    for (size_t i = 0; i < h->count && !e; i++)
        if (!h->outcomes[i].refusal && h->placed[i].index >= log_size(&r->log))
            e = log_remote_refresh(r);
    tree = conference_tree(r->conference);
    for (size_t i = 0; i < h->count && !e; i++) {
        const struct hash32 *leaf = merkle_leaf(tree, h->placed[i].index);

        if (h->outcomes[i].refusal)
            continue;
        if (!leaf || !hash_eq(leaf, &h->placed[i].leaf)) {
            /* It has signed two histories: nothing it says counts now. */
            r->fault = LOG_FAULT_ROOT;
            e = ERR_STATE;
        }
    }
    return e == ERR_PROOF ? ERR_STATE : e;
}

static enum err
hand_in(struct log_remote *r, const struct handing_in *h)
{
    struct span setup =
        log_size(&r->log) == 0 ? r->options.setup : (struct span){0};
    bool is_note = h->count == 1 && r->offers.text_count == 0 &&
                   r->offers.name_count == 0 && setup.len == 0;
    size_t room = offers_room(&r->offers, h->notes, h->count) + SETUP_ROOM;
    struct text_writer w;
    struct span body;
    char *bytes;
    enum err e;

    if (is_note)
        return send_until_known(r, h, h->notes[0], true);
    bytes = malloc(room);
    if (!bytes)
        return ERR_NOMEM;
    text_writer_start(&w, bytes, room);
    offers_write_with(&r->offers, &w, setup, h->notes, h->count);
    e = text_writer_finish(&w, &body);
    if (!e && body.len > SUBMISSION_MAX)
        e = ERR_INPUT;
    if (!e)
        e = send_until_known(r, h, body, false);
    sodium_memzero(bytes, room);
    free(bytes);
    return e;
}

enum err
log_remote_submit(struct log *log, struct log_outcome *outcomes,
                  const struct span *notes, size_t count)
{
    struct log_remote *r = log_remote_of(log);
    struct handing_in h = {
        .outcomes = outcomes, .notes = notes, .count = count};
    enum err e = OK;

    if (count > 0 && (r->fault || !r->served))
        e = ERR_STATE;
    if (!e && count > 0) {
        h.placed = calloc(count, sizeof *h.placed);
        e = h.placed ? hand_in(r, &h) : ERR_NOMEM;
        if (!e)
            e = find_placed(r, &h);
    }
    offers_forget(&r->offers);
    free(h.placed);
    return e;
}

/* ---- Texts and names alone; cosignatures ----------------------------------*/

enum err
log_remote_flush(struct log_remote *r)
{
    const struct handing_in nothing = {.count = 0};
    enum err e = r->fault || !r->served ? ERR_STATE : hand_in(r, &nothing);

    offers_forget(&r->offers);
    return e;
}

enum err
log_remote_cosign(struct log *log, size_t *taken, struct span note)
{
    struct log_remote *r = log_remote_of(log);
    const struct served_request request = {
        .path = "cosign",
        .post = true,
        .body = note,
        .answer_max = COSIGN_ANSWER_MAX,
        .attempts = SERVED_ATTEMPTS,
    };
    struct fetch_answer answer;
    struct span rest;
    struct span line;
    uint64_t number = 0;
    enum err e = r->fault || !r->served ? ERR_STATE : OK;

    if (!e)
        e = served_ask(r->served, &answer, &request);
    if (e)
        return e;
    rest = answer.body;
    if (answer.status == 200 &&
        (span_take_line(&line, &rest) ||
         decimal_parse(&number, line, WITNESS_POLICY_VOTERS_MAX)))
        return ERR_PROOF;
    if (answer.status != 200)
        (void)served_unwanted(r->served, &answer, request.path);
    *taken = (size_t)number;
    switch (answer.status) {
    case 200:
        return log_remote_refresh(r);
    case 400:
        return ERR_INPUT;
    case 404:
        return ERR_NOTFOUND;
    case 409:
        return ERR_PROOF;
    default:
        log_remote_trouble(r, false);
        return ERR_IO;
    }
}
