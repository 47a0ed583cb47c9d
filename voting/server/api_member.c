/*
 * api_member.c - POST /member: names, members' texts, heartbeats, and drafts
 * that wait for a signature.
 */
#include <stdlib.h>

#include "ballots/name_opening.h"
#include "ballots/submission.h"
#include "voting/server/log_reading.h"
#include "voting/server/server_log.h"
#include "voting/server/server_state.h"

enum { FIRST_BYTES = 4096 };

struct member_job {
    struct reading reading; /* first, so that one is the other */
    struct server *server;
    struct http_request *http;
    struct limits_ticket ticket;
    struct span body; /* the request's */
    struct request_note request;
    struct request_signer signer;
    bool let_in;
    enum err error; /* of the door, or if let in of the reading */
    enum log_fault fault;
    uint64_t now_s; /* the log's clock when it was let in */
    uint64_t draft_changes;
    char *bytes;
    size_t len;
};

/* ---- On the committer's thread --------------------------------------------*/

static enum err
write_name(struct text_writer *w, struct log *log, struct post post)
{
    struct name_opening opening = {0};
    struct log_name name;
    enum err e = log_get_name(log, &name, post);

    if (e)
        return e;
    opening.record = span_of(name.record, name.len);
    for (size_t i = 0; i < sizeof opening.salt; i++)
        opening.salt[i] = name.salt[i];
    name_opening_write(w, &opening);
    return w->error;
}

static enum err
write_name_part(struct submission_writer *writer, struct log *log,
                struct post post)
{
    char bytes[NAME_OPENING_MAX];
    struct submission_part part = {.kind = SUBMISSION_NAME, .post = post};
    struct text_writer w;
    enum err e;

    text_writer_start(&w, bytes, sizeof bytes);
    e = write_name(&w, log, post);
    if (e == ERR_NOTFOUND)
        return OK;
    if (!e)
        e = text_writer_finish(&w, &part.bytes);
    if (e)
        return e;
    submission_write(writer, &part);
    return writer->w->error;
}

static enum err
write_names(struct text_writer *w, struct log *log)
{
    const struct conference *c = log_conference(log);
    struct submission_part end = {.kind = SUBMISSION_END};
    struct submission_writer writer;
    enum err e = OK;

    submission_writer_start(&writer, w);
    for (unsigned k = 0; k < POST_KINDS_ && !e; k++) {
        enum post_kind kind = (enum post_kind)k;
        size_t count = conference_post_count(c, kind);

        for (size_t i = 0; i < count && !e; i++)
            e = write_name_part(&writer, log, conference_post(c, kind, i));
    }
    if (!e)
        submission_write(&writer, &end);
    return e ? e : w->error;
}

/* As members' text, or as a public one. */
static enum err
write_text(struct text_writer *w, struct log *log,
           const struct request_note *request)
{
    struct event_blob blob = {
        .present = true,
        .members = true,
        .length = request->length,
        .sha256 = request->sha256,
    };
    enum err e;

    if (blob.length > w->capacity - w->len)
        return blob.length > LOG_BLOB_MAX ? ERR_NOTFOUND : ERR_NOMEM;
    e = log_get_blob(log, w->bytes + w->len, &blob);
    if (e == ERR_NOTFOUND) {
        blob.members = false;
        e = log_get_blob(log, w->bytes + w->len, &blob);
    }
    if (!e)
        w->len += blob.length;
    return e;
}

static enum err
write_wanted(struct member_job *job, struct text_writer *w, struct log *log)
{
    const struct request_note *request = &job->request;

    switch (request->want) {
    case REQUEST_NAME:
        return write_name(w, log, request->post);
    case REQUEST_NAMES:
        return write_names(w, log);
    case REQUEST_TEXT:
        return write_text(w, log, request);
    case REQUEST_DRAFTS:
        draft_box_write(job->server->drafts, w, log_conference(log),
                        job->signer.post, job->now_s);
        return w->error;
    default:
        return OK; /* the loop knows */
    }
}

/* In room that grows until it is enough. */
static enum err
write_answer(struct member_job *job, struct log *log)
{
    struct text_writer w;
    enum err e = ERR_NOMEM;

    for (size_t room = FIRST_BYTES; room <= LOG_READING_MAX && e == ERR_NOMEM;
         room *= 4) {
        free(job->bytes);
        job->bytes = malloc(room);
        if (!job->bytes)
            return ERR_NOMEM;
        text_writer_start(&w, job->bytes, room);
        e = write_wanted(job, &w, log);
        job->len = w.len;
    }
    return e;
}

static void
read_log(struct reading *reading, struct log *log, const struct published *now)
{
    struct member_job *job = (struct member_job *)reading;
    struct draft_box *drafts = job->server->drafts;

    job->fault = log_fault(log);
    job->error = ERR_IO;
    if (!now || log_now_s(log, &job->now_s))
        return;
    job->error =
        member_door_open(job->server->door, &job->request, &job->signer,
                         log_conference(log), job->body, job->now_s);
    if (job->error)
        return;
    job->let_in = true;
    if (job->request.want == REQUEST_DECLINE)
        job->error =
            draft_box_decline(drafts, log_conference(log), &job->request.sha256,
                              job->signer.post, job->now_s);
    else
        job->error = write_answer(job, log);
    job->draft_changes = draft_box_changes(drafts);
}

/* ---- On the loop ----------------------------------------------------------*/

/* Why the door stayed shut. */
static enum api_error
door_error(enum err e)
{
    switch (e) {
    case ERR_INPUT:
        return API_REQUEST;
    case ERR_AUTH:
        return API_MEMBER;
    case ERR_STATE:
        return API_REQUEST_TIME;
    case ERR_EXISTS:
        return API_REQUEST_AGAIN;
    case ERR_NOMEM:
        return API_TOO_MANY;
    default:
        return API_BUSY;
    }
}

static void
answer_bytes(struct member_job *job, const char *type, struct span body)
{
    struct http_content content = {.status = 200, .type = type, .body = body};

    api_answer(job->server, job->http, &content);
}

static void
answer_nothing(struct member_job *job)
{
    struct http_content nothing = {.status = 204};

    api_answer(job->server, job->http, &nothing);
}

static void
answer_here(struct member_job *job, uint64_t now_s)
{
    /* A beat that is not noted comes again. */
    if (heartbeats_note(job->server->heartbeats, job->signer.post, now_s))
        server_log(SERVER_LINE_NO_MEMORY, "heartbeats", NULL, NULL);
    answer_nothing(job);
}

static void
answer_phones(struct member_job *job, uint64_t now_s)
{
    size_t room =
        heartbeats_count(job->server->heartbeats, now_s) * POST_TEXT_BYTES + 1;
    char *bytes = malloc(room);
    struct text_writer w;
    struct span body;

    if (!bytes) {
        api_answer_error(job->server, job->http, API_INTERNAL);
        return;
    }
    text_writer_start(&w, bytes, room);
    heartbeats_write(job->server->heartbeats, &w, now_s);
    if (text_writer_finish(&w, &body))
        api_answer_error(job->server, job->http, API_INTERNAL);
    else
        answer_bytes(job, "text/plain; charset=utf-8", body);
    free(bytes);
}

static void
answer_wanted(struct member_job *job)
{
    uint64_t now_s = server_clock_ms() / 1000;

    switch (job->request.want) {
    case REQUEST_HERE:
        answer_here(job, now_s);
        break;
    case REQUEST_PHONES:
        answer_phones(job, now_s);
        break;
    case REQUEST_DECLINE:
        answer_nothing(job);
        break;
    case REQUEST_TEXT:
        answer_bytes(job, "application/octet-stream",
                     span_of(job->bytes, job->len));
        break;
    default:
        answer_bytes(job, "text/plain; charset=utf-8",
                     span_of(job->bytes, job->len));
        break;
    }
}

static void
job_done(struct committer_job *base)
{
    struct member_job *job = (struct member_job *)base;
    struct server *s = job->server;

    limits_leave(s->limits, &job->ticket);
    if (job->let_in)
        s->draft_changes = job->draft_changes;
    if (!job->let_in && job->error == ERR_IO && job->fault)
        api_answer_fault(s, job->http, job->fault);
    else if (!job->let_in)
        api_answer_error(s, job->http, door_error(job->error));
    else if (!job->error)
        answer_wanted(job);
    else
        api_answer_error(s, job->http,
                         job->error == ERR_NOTFOUND ? API_NOT_THERE
                                                    : API_INTERNAL);
    free(job->bytes);
    free(job);
}

void
api_member(struct server *s, struct http_request *request)
{
    struct member_job *job = calloc(1, sizeof *job);

    if (!job) {
        api_answer_error(s, request, API_INTERNAL);
        return;
    }
    job->reading.job.done = job_done;
    job->reading.read = read_log;
    job->server = s;
    job->http = request;
    job->body = http_body(request);
    if (!api_queue(s, request, &job->reading, &job->ticket))
        free(job);
}
