/*
 * api_draft.c - POST /draft: an event that waits for a colleague's signature.
 */
#include <stdlib.h>

#include "voting/server/server_state.h"

struct draft_job {
    struct reading reading; /* first, so that one is the other */
    struct server *server;
    struct http_request *http;
    struct limits_ticket ticket;
    struct span body; /* the request's */
    bool readable;    /* else there is no log to read */
    enum err error;
    enum log_fault fault;
    uint64_t changes;
};

/* On the committer's thread. */
static void
read_log(struct reading *reading, struct log *log, const struct published *now)
{
    struct draft_job *job = (struct draft_job *)reading;
    struct draft_box *box = job->server->drafts;
    uint64_t now_s;

    job->fault = log_fault(log);
    if (!now || log_now_s(log, &now_s))
        return;
    job->readable = true;
    job->error = draft_box_put(box, log_conference(log), job->body, now_s);
    job->changes = draft_box_changes(box);
}

static enum api_error
put_error(enum err e)
{
    switch (e) {
    case ERR_INPUT:
        return API_REQUEST;
    case ERR_AUTH:
        return API_MEMBER;
    case ERR_STATE:
        return API_REQUEST_TIME;
    case ERR_EXISTS:
        return API_DRAFT_OVER;
    default:
        return API_INTERNAL;
    }
}

static void
job_done(struct committer_job *base)
{
    struct draft_job *job = (struct draft_job *)base;
    struct http_content nothing = {.status = 204};
    struct server *s = job->server;

    limits_leave(s->limits, &job->ticket);
    if (job->readable)
        s->draft_changes = job->changes;
    if (!job->readable && job->fault)
        api_answer_fault(s, job->http, job->fault);
    else if (!job->readable)
        api_answer_error(s, job->http, API_BUSY);
    else if (job->error)
        api_answer_error(s, job->http, put_error(job->error));
    else
        api_answer(s, job->http, &nothing);
    free(job);
}

void
api_draft(struct server *s, struct http_request *request)
{
    struct draft_job *job = calloc(1, sizeof *job);

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
