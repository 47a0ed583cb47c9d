/*
 * witness_round.c - what is asked of witnesses, and what follows from their
 * answers. No network and no clock.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/checkpoint.h"
#include "voting/witness/witness_client.h"

enum { AWAY_FIRST_MS = 2000 };

/* ---- Preparing ------------------------------------------------------------*/

static bool
copy_span(char *out, size_t room, struct span text)
{
    if (text.len == 0 || text.len >= room)
        return false;
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return true;
}

/* A witness with an address that can be asked. */
static bool
take_mate(struct witness_mate *mate, const struct witness_policy_voter *voter)
{
    *mate = (struct witness_mate){.size = 0};
    if (voter->is_group ||
        !copy_span(mate->name, sizeof mate->name, voter->key.name) ||
        !copy_span(mate->address, sizeof mate->address, voter->url) ||
        fetch_address_kind(mate->address) == FETCH_ADDRESS_NONE)
        return false;
    mate->key = voter->key;
    mate->key.name = span_text(mate->name);
    return true;
}

static enum err
read_policy(struct witness_round *round, struct log *log,
            const struct event_blob *blob)
{
    struct witness_policy *policy = malloc(sizeof *policy);
    char *text = malloc(blob->length ? blob->length : 1);
    enum err e = policy && text ? log_get_blob(log, text, blob) : ERR_NOMEM;

    if (!e)
        e = witness_policy_parse(policy, span_of(text, blob->length));
    round->mate_count = 0;
    for (size_t i = 0;
         !e && i < policy->voter_count && round->mate_count < WITNESS_ROUND_MAX;
         i++)
        round->mate_count +=
            take_mate(&round->mates[round->mate_count], &policy->voters[i]);
    if (!e)
        round->policy = blob->sha256;
    free(text);
    free(policy);
    return e;
}

/* The signed checkpoint without the lines of others, which may be many. */
static enum err
take_checkpoint(struct witness_round *round, struct log *log)
{
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    struct note *note = malloc(sizeof *note);
    struct text_writer w;
    struct span written = {0};
    enum err e = bytes && note ? OK : ERR_NOMEM;

    if (!e) {
        text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
        e = log_checkpoint(log, &w);
    }
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e)
        e = note_parse(note, written);
    if (!e) {
        /* The log's own line comes first, behind the text and an empty line. */
        const char *end = note->lines[0].base64.ptr + note->lines[0].base64.len;
        size_t len = (size_t)(end - bytes) + 1;

        if (len <= sizeof round->checkpoint)
            memcpy(round->checkpoint, bytes, len);
        round->checkpoint_len = len;
        e = len <= sizeof round->checkpoint ? OK : ERR_NOMEM;
    }
    free(note);
    free(bytes);
    return e;
}

/* Whether it lacks what there is, and may be asked now. */
static bool
is_due(const struct witness_mate *mate, uint64_t size, uint64_t now_ms)
{
    return mate->cosigned < size && now_ms >= mate->due_ms;
}

enum err
witness_round_prepare(struct witness_round *round, struct log *log,
                      uint64_t now_ms)
{
    const struct event_blob *blob = conference_policy_blob(log_conference(log));
    enum err e = OK;

    round->asked = 0;
    round->size = log_size(log);
    for (size_t i = 0; i < WITNESS_ROUND_MAX; i++)
        round->mates[i].asked = false;
    if (round->size == 0 || log_fault(log) || !blob || !blob->present)
        return OK;
    if (!hash_eq(&blob->sha256, &round->policy))
        e = read_policy(round, log, blob);
    for (size_t i = 0; i < round->mate_count && !e; i++) {
        struct witness_mate *mate = &round->mates[i];

        mate->asked = is_due(mate, round->size, now_ms);
        if (mate->asked && mate->size > round->size)
            mate->size = 0;
        if (mate->asked)
            e = log_consistency(log, &mate->proof, mate->size, round->size);
        round->asked += mate->asked;
    }
    if (!e && round->asked > 0)
        e = take_checkpoint(round, log);
    if (e)
        round->asked = 0;
    return e;
}

/* ---- Settling -------------------------------------------------------------*/

/* The lines that came, behind the checkpoint. */
static enum err
hand_in(const struct witness_round *round, struct log *log)
{
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    struct text_writer w;
    struct span note;
    size_t taken = 0;
    size_t lines = 0;
    enum err e = bytes ? OK : ERR_NOMEM;

    if (!e) {
        text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
        text_writer_span(&w, span_of(round->checkpoint, round->checkpoint_len));
        for (size_t i = 0; i < round->mate_count; i++) {
            const struct witness_mate *mate = &round->mates[i];

            if (!mate->asked ||
                mate->reading.outcome != ADD_CHECKPOINT_COSIGNED)
                continue;
            text_writer_span(&w, mate->reading.line);
            lines++;
        }
        e = text_writer_finish(&w, &note);
    }
    if (!e && lines > 0)
        e = log_cosign(log, &taken, note);
    free(bytes);
    return e;
}

static uint64_t
pause_ms(unsigned away)
{
    uint64_t pause =
        away < 10 ? (uint64_t)AWAY_FIRST_MS << away : WITNESS_AWAY_MAX_MS;

    return pause < WITNESS_AWAY_MAX_MS ? pause : WITNESS_AWAY_MAX_MS;
}

/*
 * Larger than what we asked for, and no larger than what there is by now:
 * somebody else brought it a later checkpoint of ours.
 */
static bool
is_only_ahead(const struct witness_mate *mate, const struct log *log)
{
    return mate->reading.outcome == ADD_CHECKPOINT_ROLLBACK &&
           mate->reading.witness_size <= log_size(log);
}

/* Whether nobody between could have made up the answer. */
static bool
came_safely(const struct witness_mate *mate)
{
    return fetch_address_kind(mate->address) != FETCH_ADDRESS_PLAIN;
}

/* Notes what the answer means for the next round. */
static void
note_answer(struct witness_mate *mate, const struct witness_round *round,
            struct witness_report *report, const struct log *log,
            uint64_t now_ms)
{
    unsigned away = mate->away;

    if (is_only_ahead(mate, log))
        report->outcome = ADD_CHECKPOINT_RETRY;
    mate->away = 0;
    mate->due_ms = now_ms;
    switch (report->outcome) {
    case ADD_CHECKPOINT_COSIGNED:
        mate->size = round->size;
        mate->cosigned = round->size;
        report->first = away > 0;
        break;
    case ADD_CHECKPOINT_RETRY:
        /* Once at once; a witness that never agrees on a size is not asked
         * all the time. */
        mate->size = mate->reading.witness_size;
        mate->away = away + 1;
        mate->due_ms = away > 1 ? now_ms + pause_ms(away) : now_ms;
        report->first = false;
        break;
    case ADD_CHECKPOINT_ROLLBACK:
    case ADD_CHECKPOINT_SPLIT:
        report->stops = came_safely(mate);
        report->first = away == 0;
        mate->away = away + 1;
        mate->due_ms = now_ms + pause_ms(away);
        break;
    case ADD_CHECKPOINT_REFUSED:
        report->first = away == 0;
        mate->away = away + 1;
        mate->due_ms = now_ms + WITNESS_REFUSED_MS;
        break;
    default:
        /* From nothing the next time: what is known of it may be wrong. */
        if (report->outcome == ADD_CHECKPOINT_BAD_PROOF)
            mate->size = 0;
        report->first = away == 0;
        mate->away = away + 1;
        mate->due_ms = now_ms + pause_ms(away);
        break;
    }
}

enum err
witness_round_settle(struct witness_round *round, struct log *log,
                     uint64_t now_ms,
                     void (*report)(void *context,
                                    const struct witness_report *report),
                     void *context)
{
    enum err e = hand_in(round, log);

    round->again = false;
    for (size_t i = 0; i < round->mate_count; i++) {
        struct witness_mate *mate = &round->mates[i];
        struct witness_report said = {
            .mate = mate,
            .outcome = mate->reading.outcome,
        };

        if (!mate->asked)
            continue;
        mate->asked = false;
        /* A line that was not stored is asked for again. */
        if (e && said.outcome == ADD_CHECKPOINT_COSIGNED)
            said.outcome = ADD_CHECKPOINT_BUSY;
        note_answer(mate, round, &said, log, now_ms);
        round->again = round->again || (said.outcome == ADD_CHECKPOINT_RETRY &&
                                        mate->due_ms <= now_ms);
        if (said.stops)
            log_stop(log, LOG_FAULT_WITNESS);
        if (report)
            report(context, &said);
    }
    return e;
}
