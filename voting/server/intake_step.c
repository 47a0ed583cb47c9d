#include "voting/server/intake_step.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/tlog_proof.h"

/* A receipt without its checkpoint: lines for extra, index and hashes. */
enum {
    RECEIPT_HEAD_MAX = 256 + DECIMAL_DIGITS_MAX +
                       MERKLE_PROOF_MAX * (BASE64_LEN(HASH_BYTES) + 1),
};

struct intake_step {
    struct log *log;
    struct published now;
    bool settled;    /* now is what the log was after the last change */
    uint64_t looked; /* entries whose type counts in now.stage */
    size_t count;    /* notes of this step */
    struct span notes[LOG_BATCH_MAX];
    struct log_outcome outcomes[LOG_BATCH_MAX];
    char entry[EVENT_ENTRY_MAX];
};

enum err
intake_step_new(struct intake_step **out, struct log *log)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ERR_NOMEM;
    (*out)->log = log;
    return OK;
}

void
intake_step_free(struct intake_step *step)
{
    free(step);
}

/* ---- The stage ------------------------------------------------------------*/

/* What a crowd sends, and no phone has to look for. */
static bool
is_of_a_crowd(enum event_type type)
{
    switch (type) {
    case EVENT_CAST:
    case EVENT_PRESENT:
    case EVENT_LEAVE:
    case EVENT_ENROL:
    case EVENT_INCIDENT:
    case EVENT_COMPLAINT:
    case EVENT_OBJECTION:
    case EVENT_REPLY:
        return true;
    default:
        return false;
    }
}

/* By the first line of a note that the log has taken in. */
static bool
note_moves_the_stage(struct span note)
{
    enum event_type type;
    struct span line;

    if (span_take_line(&line, &note) ||
        span_take_prefix(&line, "congress/v1 ") || event_type_find(&type, line))
        return true;
    return !is_of_a_crowd(type);
}

/* The last entry of first..end-1 that moves the stage, plus one; else old. */
static enum err
find_stage(struct intake_step *step, uint64_t *stage, uint64_t first,
           uint64_t end)
{
    for (uint64_t i = end; i > first; i--) {
        struct span note;
        uint64_t time_s;
        size_t len;
        enum err e =
            log_entry(step->log, i - 1, step->entry, sizeof step->entry, &len);

        if (!e)
            e = event_split_entry(&time_s, &note, span_of(step->entry, len));
        if (e)
            return e;
        if (note_moves_the_stage(note)) {
            *stage = i;
            break;
        }
    }
    return OK;
}

/* The same from the notes of the step that has just been made, if all new
 * entries are from it. */
static bool
find_stage_in_step(const struct intake_step *step, uint64_t *stage,
                   uint64_t size)
{
    uint64_t found = *stage;
    uint64_t fresh = 0;

    for (size_t i = 0; i < step->count; i++) {
        const struct log_outcome *outcome = &step->outcomes[i];

        if (outcome->refusal || outcome->again || outcome->index < step->looked)
            continue;
        fresh++;
        if (outcome->index >= found && note_moves_the_stage(step->notes[i]))
            found = (uint64_t)outcome->index + 1;
    }
    if (fresh != size - step->looked)
        return false;
    *stage = found;
    return true;
}

/* ---- Publishing -----------------------------------------------------------*/

static enum err
read_log(struct intake_step *step, struct published *next)
{
    const struct conference *c = log_conference(step->log);
    struct text_writer w;
    enum err e;

    next->size = log_size(step->log);
    next->checkpoint_len = 0;
    if (next->size == 0)
        return OK;
    text_writer_start(&w, next->checkpoint, sizeof next->checkpoint);
    e = log_checkpoint(step->log, &w);
    if (!e)
        e = merkle_root_at(&next->root, conference_tree(c), next->size);
    if (!e && !find_stage_in_step(step, &next->stage, next->size))
        e = find_stage(step, &next->stage, step->looked, next->size);
    next->checkpoint_len = text_writer_written(&w).len;
    return e;
}

static bool
same(const struct published *a, const struct published *b)
{
    return a->size == b->size && a->stage == b->stage && a->fault == b->fault &&
           a->checkpoint_len == b->checkpoint_len &&
           memcmp(a->checkpoint, b->checkpoint, a->checkpoint_len) == 0;
}

const struct published *
intake_step_look(struct intake_step *step)
{
    struct published *next;

    if (step->settled)
        return &step->now;
    next = malloc(sizeof *next);
    if (!next)
        return &step->now;
    next->stage = step->now.stage;
    next->root = step->now.root;
    /* What cannot be read now, or has shrunk, leaves what was published as it
     * was; only the fault is told. */
    if (log_size(step->log) < step->now.size || read_log(step, next)) {
        *next = step->now;
    } else {
        next->version = step->now.version;
        step->looked = next->size;
        step->settled = true;
    }
    next->fault = log_fault(step->log);
    if (!same(next, &step->now) || step->now.version == 0) {
        next->version++;
        step->now = *next;
    }
    free(next);
    step->count = 0;
    return &step->now;
}

void
intake_step_unsettle(struct intake_step *step)
{
    step->settled = false;
}

bool
intake_step_is_current(const struct intake_step *step)
{
    return log_size(step->log) == step->now.size;
}

/* ---- Answers --------------------------------------------------------------*/

/* The time of an entry; those that are new have the time of the last. */
static enum err
entry_time(struct intake_step *step, uint64_t *time_s, uint32_t index,
           bool again)
{
    struct span note;
    size_t len;
    enum err e;

    if (!again) {
        *time_s = conference_time_s(log_conference(step->log));
        return OK;
    }
    e = log_entry(step->log, index, step->entry, sizeof step->entry, &len);
    if (!e && event_split_entry(time_s, &note, span_of(step->entry, len)))
        e = ERR_IO;
    return e;
}

/* The receipt of an entry under what is published. */
static void
write_receipt(struct intake_step *step, struct text_writer *w,
              const struct log_outcome *outcome)
{
    const struct published *now = &step->now;
    struct tlog_proof proof = {
        .index = outcome->index,
        .checkpoint = span_of(now->checkpoint, now->checkpoint_len),
    };
    char line[EVENT_SERVER_LINE_MAX];
    uint64_t time_s;
    enum err e = entry_time(step, &time_s, outcome->index, outcome->again);

    if (!e)
        e = merkle_prove_inclusion(&proof.inclusion,
                                   conference_tree(log_conference(step->log)),
                                   outcome->index, now->size);
    if (e)
        text_writer_fail(w, e);
    else
        tlog_proof_write(w, &proof,
                         span_of(line, event_server_line(line, time_s)));
}

static enum err
write_result(struct intake_step *step, struct intake_result *result,
             struct text_writer *w, const struct log_outcome *outcome)
{
    size_t start = w->len;

    result->refusal = outcome->refusal;
    if (outcome->refusal)
        text_writer_span(w, span_of(outcome->note, outcome->note_len));
    else
        write_receipt(step, w, outcome);
    result->bytes = span_of(w->bytes + start, w->len - start);
    return w->error;
}

/*
 * What became of an intake's notes, whose outcomes begin here. An entry that
 * is in the log but not yet under a published checkpoint has no receipt: that
 * is unknown to whoever asks.
 */
static enum err
write_results(struct intake_step *step, struct intake *intake,
              const struct log_outcome *outcomes)
{
    size_t each = step->now.checkpoint_len + RECEIPT_HEAD_MAX;
    size_t room = intake->count * each;
    struct text_writer w;
    enum err e = OK;
    char *bytes;

    if (intake->count == 0)
        return OK;
    if (!intake_step_is_current(step))
        return ERR_IO;
    if (room < intake->count * REFUSAL_NOTE_MAX)
        room = intake->count * REFUSAL_NOTE_MAX;
    bytes = malloc(room);
    if (!bytes)
        return ERR_NOMEM;
    text_writer_start(&w, bytes, room);
    for (size_t i = 0; i < intake->count && !e; i++)
        e = write_result(step, &intake->results[i], &w, &outcomes[i]);
    if (e)
        free(bytes);
    else
        intake->bytes = bytes;
    return e;
}

/* ---- The step -------------------------------------------------------------*/

/* Names, of which those that open nothing are passed over. */
static enum err
put_names(struct intake_step *step, const struct log_name *names, size_t count)
{
    enum err e = log_put_names(step->log, names, count);

    if (e != ERR_PROOF)
        return e;
    for (size_t i = 0; i < count; i++) {
        e = log_put_name(step->log, &names[i]);
        if (e && e != ERR_PROOF)
            return e;
    }
    return OK;
}

static enum err
put_texts_and_names(struct intake_step *step, const struct intake *intake)
{
    enum err e = OK;

    for (size_t i = 0; i < intake->text_count && !e; i++) {
        struct event_blob blob;

        e = log_put_blob(step->log, &blob, intake->texts[i].bytes,
                         intake->texts[i].members);
    }
    for (size_t i = 0; i < intake->name_count && !e; i += LOG_BATCH_MAX) {
        size_t left = intake->name_count - i;

        e = put_names(step, intake->names + i,
                      left < LOG_BATCH_MAX ? left : LOG_BATCH_MAX);
    }
    return e;
}

static void
gather(struct intake_step *step, struct intake *intake)
{
    intake->bytes = NULL;
    intake->error = put_texts_and_names(step, intake);
    for (size_t i = 0; i < intake->count && !intake->error; i++)
        step->notes[step->count++] = intake->notes[i];
}

static void
answer(struct intake_step *step, struct intake *intake, size_t *next,
       enum err e)
{
    if (!intake->error) {
        intake->error = e;
        if (!e)
            intake->error = write_results(step, intake, &step->outcomes[*next]);
        *next += intake->count;
    }
    intake->fault = step->now.fault;
}

void
intake_step_run(struct intake_step *step, struct intake *const *intakes,
                size_t count)
{
    size_t next = 0;
    size_t taken;
    enum err e;

    step->count = 0;
    step->settled = false;
    for (size_t i = 0; i < count; i++)
        gather(step, intakes[i]);
    taken = step->count;
    e = log_submit(step->log, step->outcomes, step->notes, taken);
    /* Outcomes of a step that failed say nothing. */
    if (e)
        step->count = 0;
    intake_step_look(step);
    for (size_t i = 0; i < count; i++)
        answer(step, intakes[i], &next, e);
}
