/*
 * api_cosign.c - POST /cosign: what witnesses say about this log.
 */
#include <stdlib.h>

#include "crypto/decimal.h"
#include "voting/server/server_state.h"

struct cosign_job {
    struct reading reading; /* first, so that one is the other */
    struct server *server;
    struct http_request *request;
    struct limits_ticket ticket;
    struct span note; /* the request's body */
    size_t taken;
    enum err error;
    enum log_fault fault;
};

static void
take_in(struct reading *reading, struct log *log, const struct published *now)
{
    struct cosign_job *job = (struct cosign_job *)reading;

    job->error = now ? log_cosign(log, &job->taken, job->note) : ERR_STATE;
    job->fault = log_fault(log);
}

static void
answer_taken(struct cosign_job *job)
{
    char digits[DECIMAL_DIGITS_MAX + 1];
    size_t len = decimal_format(digits, job->taken);
    struct http_content content = {
        .status = 200,
        .type = "text/plain; charset=utf-8",
        .open = true,
    };

    digits[len++] = '\n';
    content.body = span_of(digits, len);
    api_answer(job->server, job->request, &content);
}

static void
job_done(struct committer_job *base)
{
    struct cosign_job *job = (struct cosign_job *)base;
    struct server *s = job->server;

    limits_leave(s->limits, &job->ticket);
    switch (job->error) {
    case OK:
        answer_taken(job);
        break;
    case ERR_INPUT:
        api_answer_error(s, job->request, API_REQUEST);
        break;
    case ERR_PROOF:
        api_answer_error(s, job->request, API_COSIGNATURE);
        break;
    case ERR_NOTFOUND:
        api_answer_error(s, job->request, API_NOT_THERE);
        break;
    case ERR_STATE:
        api_answer_fault(s, job->request, job->fault);
        break;
    case ERR_IO:
        api_answer_error(s, job->request, API_UNKNOWN);
        break;
    default:
        api_answer_error(s, job->request, API_INTERNAL);
        break;
    }
    free(job);
}

void
api_cosign(struct server *s, struct http_request *request)
{
    struct cosign_job *job = calloc(1, sizeof *job);

    if (!job) {
        api_answer_error(s, request, API_INTERNAL);
        return;
    }
    *job = (struct cosign_job){
        .reading = {.job.done = job_done, .read = take_in, .cosigns = true},
        .server = s,
        .request = request,
        .note = http_body(request),
    };
    if (!api_queue(s, request, &job->reading, &job->ticket))
        free(job);
}
