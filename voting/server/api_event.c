/*
 * api_event.c - POST /event: notes on their way into the log.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/name_opening.h"
#include "ballots/outcomes.h"
#include "ballots/submission.h"
#include "crypto/note.h"
#include "voting/server/server_log.h"
#include "voting/server/server_state.h"

enum {
    /* Beyond this no refusal is signed: its hash would cost too much. */
    SINGLE_MAX = 2 * EVENT_ENTRY_MAX,
    NAMES_MAX = 1024,
    REFUSED_AGAIN_S = 2, /* the disk is full, or the memory */
    TEXTS_MAX = 1024,
};

struct event_job {
    struct intake intake; /* first, so that one is the other */
    struct server *server;
    struct http_request *request;
    struct limits_ticket ticket;
    bool single;
    struct span only_note; /* of a single one, */
    struct intake_result only_result;
    struct span *notes; /* or of a submission */
    struct intake_result *results;
    struct intake_text *texts;
    struct log_name *names;
};

static void
job_free(struct event_job *job)
{
    free(job->intake.bytes);
    free(job->notes);
    free(job->results);
    free(job->texts);
    free(job->names);
    free(job);
}

/* ---- Answering ------------------------------------------------------------*/

static void
answer_text(struct event_job *job, unsigned status, struct span body)
{
    struct http_content content = {
        .status = status,
        .type = "text/plain; charset=utf-8",
        .open = true,
        .retry_after_s = status == 503 ? REFUSED_AGAIN_S : 0,
        .body = body,
    };

    api_answer(job->server, job->request, &content);
}

/* In the form of an error, as there is no log yet that could sign it. */
static void
answer_unsigned(struct event_job *job, enum refusal refusal)
{
    char bytes[API_ERROR_TEXT_MAX];
    struct text_writer w;
    struct span body;

    text_writer_start(&w, bytes, sizeof bytes);
    api_error_write_refusal(&w, refusal);
    if (text_writer_finish(&w, &body))
        api_answer_error(job->server, job->request, API_INTERNAL);
    else
        answer_text(job, api_error_refusal_status(refusal), body);
}

/* The first result without a word of the log, or NULL. */
static const struct intake_result *
find_unsigned(const struct event_job *job)
{
    for (size_t i = 0; i < job->intake.count; i++)
        if (job->intake.results[i].refusal &&
            job->intake.results[i].bytes.len == 0)
            return &job->intake.results[i];
    return NULL;
}

static void
answer_outcomes(struct event_job *job)
{
    size_t room = OUTCOMES_FRAME_BYTES;
    struct outcomes_part part;
    struct text_writer w;
    struct span body;
    char *bytes;

    for (size_t i = 0; i < job->intake.count; i++)
        room += job->intake.results[i].bytes.len + PART_FRAME_MAX;
    bytes = malloc(room);
    if (!bytes) {
        api_answer_error(job->server, job->request, API_INTERNAL);
        return;
    }
    text_writer_start(&w, bytes, room);
    outcomes_write_start(&w);
    for (size_t i = 0; i < job->intake.count; i++) {
        part = (struct outcomes_part){
            .kind =
                job->results[i].refusal ? OUTCOMES_REFUSED : OUTCOMES_RECEIPT,
            .bytes = job->results[i].bytes,
        };
        outcomes_write(&w, &part);
    }
    part = (struct outcomes_part){.kind = OUTCOMES_END};
    outcomes_write(&w, &part);
    if (text_writer_finish(&w, &body))
        api_answer_error(job->server, job->request, API_INTERNAL);
    else
        answer_text(job, 200, body);
    free(bytes);
}

static void
answer_results(struct event_job *job)
{
    const struct intake_result *mute = find_unsigned(job);
    const struct intake_result *result = &job->only_result;

    /* With entries, only a fault keeps the log from signing: then nobody may
     * take a refusal for the last word. */
    if (mute && job->server->now->size > 0)
        api_answer_error(job->server, job->request, API_UNKNOWN);
    else if (mute)
        answer_unsigned(job, mute->refusal);
    else if (!job->single)
        answer_outcomes(job);
    else
        answer_text(job,
                    result->refusal ? api_error_refusal_status(result->refusal)
                                    : 200,
                    result->bytes);
}

static void
answer_failure(struct event_job *job)
{
    struct server *s = job->server;

    switch (job->intake.error) {
    case ERR_IO:
        api_answer_error(s, job->request, API_UNKNOWN);
        break;
    case ERR_STATE:
        api_answer_fault(s, job->request, job->intake.fault);
        break;
    case ERR_INPUT:
        api_answer_error(s, job->request, API_REQUEST);
        break;
    default:
        server_log(SERVER_LINE_INTERNAL, "event", err_name(job->intake.error),
                   NULL);
        api_answer_error(s, job->request, API_INTERNAL);
        break;
    }
}

static void
job_done(struct committer_job *base)
{
    struct event_job *job = (struct event_job *)base;

    limits_leave(job->server->limits, &job->ticket);
    if (job->intake.error)
        answer_failure(job);
    else
        answer_results(job);
    job_free(job);
}

/* ---- Reading the body -----------------------------------------------------*/

/* The key name in the last signature line; empty if there is none. */
static struct span
claimed_name(struct span note)
{
    struct note_line line;
    size_t start;

    if (note.len == 0)
        return note;
    for (start = note.len - 1; start > 0 && note.ptr[start - 1] != '\n';)
        start--;
    note = span_from(note, start);
    return note_take_line(&line, &note) ? span_of(NULL, 0) : line.name;
}

static enum err
take_name(struct event_job *job, const struct submission_part *part)
{
    struct log_name *name = &job->names[job->intake.name_count];
    struct name_opening opening;

    if (name_opening_read(&opening, part->bytes) || opening.record.len == 0 ||
        opening.record.len > sizeof name->record)
        return ERR_INPUT;
    *name = (struct log_name){.post = part->post, .len = opening.record.len};
    memcpy(name->salt, opening.salt, sizeof name->salt);
    memcpy(name->record, opening.record.ptr, opening.record.len);
    job->intake.name_count++;
    return OK;
}

static enum err
take_part(struct event_job *job, const struct submission_part *part)
{
    struct intake *intake = &job->intake;

    switch (part->kind) {
    case SUBMISSION_PUBLIC:
    case SUBMISSION_MEMBERS:
        job->texts[intake->text_count++] = (struct intake_text){
            .bytes = part->bytes,
            .members = part->kind == SUBMISSION_MEMBERS,
        };
        return OK;
    case SUBMISSION_NAME:
        return take_name(job, part);
    case SUBMISSION_NOTE:
        job->notes[intake->count++] = part->bytes;
        return OK;
    default:
        return OK;
    }
}

static enum err
make_room(struct event_job *job, size_t notes, size_t texts, size_t names)
{
    job->notes = calloc(notes + 1, sizeof *job->notes);
    job->results = calloc(notes + 1, sizeof *job->results);
    job->texts = calloc(texts + 1, sizeof *job->texts);
    job->names = calloc(names + 1, sizeof *job->names);
    job->intake.notes = job->notes;
    job->intake.results = job->results;
    job->intake.texts = job->texts;
    job->intake.names = job->names;
    return job->notes && job->results && job->texts && job->names ? OK
                                                                  : ERR_NOMEM;
}

/* Takes a submission apart. setup is its set-up code, or empty. */
static enum err
read_submission(struct event_job *job, struct span *setup, struct span body)
{
    struct submission_counts counts;
    struct submission_reader reader;
    struct submission_part part = {0};
    size_t texts;
    enum err e = submission_check(&counts, body);

    if (e)
        return e;
    texts = counts.of[SUBMISSION_PUBLIC] + counts.of[SUBMISSION_MEMBERS];
    if (texts > TEXTS_MAX || counts.of[SUBMISSION_NAME] > NAMES_MAX)
        return ERR_INPUT;
    e = make_room(job, counts.of[SUBMISSION_NOTE], texts,
                  counts.of[SUBMISSION_NAME]);
    submission_reader_start(&reader, body);
    while (!e && part.kind != SUBMISSION_END) {
        e = submission_read(&reader, &part);
        if (!e && part.kind == SUBMISSION_SETUP)
            *setup = part.bytes;
        if (!e)
            e = take_part(job, &part);
    }
    return e;
}

static enum err
read_body(struct event_job *job, struct span *setup, struct span body)
{
    *setup = span_of(NULL, 0);
    if (!submission_is_one(body)) {
        job->single = true;
        job->only_note = body;
        job->intake.notes = &job->only_note;
        job->intake.results = &job->only_result;
        job->intake.count = 1;
        return OK;
    }
    return read_submission(job, setup, body);
}

/* ---- Handing it over ------------------------------------------------------*/

/* Whether who founds may: API_ERROR_COUNT_ if so, or nobody is asked. */
static enum api_error
check_setup(struct server *s, struct span given)
{
    if (!server_is_empty(s))
        return API_ERROR_COUNT_;
    switch (setup_code_try(&s->setup, given, server_clock_ms())) {
    case OK:
        return API_ERROR_COUNT_;
    case ERR_STATE:
        return API_TOO_MANY;
    default:
        return API_SET_UP_CODE;
    }
}

/* API_ERROR_COUNT_: it waits now. */
static enum api_error
hand_over(struct event_job *job, struct span body)
{
    struct server *s = job->server;
    enum api_error error;
    struct span setup;
    enum err e = read_body(job, &setup, body);

    if (e)
        return e == ERR_NOMEM ? API_INTERNAL : API_REQUEST;
    job->intake.job.done = job_done;
    error = check_setup(s, setup);
    if (error != API_ERROR_COUNT_)
        return error;
    if (!limits_enter(s->limits, &job->ticket, http_address(job->request),
                      job->single ? claimed_name(body) : span_of(NULL, 0)))
        return API_TOO_MANY;
    if (committer_submit(s->committer, &job->intake)) {
        limits_leave(s->limits, &job->ticket);
        return API_BUSY;
    }
    return API_ERROR_COUNT_;
}

void
api_event(struct server *s, struct http_request *request)
{
    struct span body = http_body(request);
    enum log_fault fault = s->now->fault;
    struct event_job *job;
    enum api_error error;

    /* A disk that failed is tried again by each step. */
    if (fault && fault != LOG_FAULT_STORE) {
        api_answer_fault(s, request, fault);
        return;
    }
    if (!submission_is_one(body) && body.len > SINGLE_MAX) {
        api_answer_error(s, request, API_TOO_LARGE);
        return;
    }
    job = calloc(1, sizeof *job);
    if (!job) {
        api_answer_error(s, request, API_INTERNAL);
        return;
    }
    job->server = s;
    job->request = request;
    error = hand_over(job, body);
    if (error == API_ERROR_COUNT_)
        return;
    job_free(job);
    api_answer_error(s, request, error);
}
