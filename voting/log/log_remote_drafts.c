/*
 * log_remote_drafts.c - the server's box of drafts, for who has an officer's
 * key.
 */
#include <stdlib.h>
#include <string.h>

#include "voting/log/log_remote_parts.h"

enum {
    /* The box holds 8 MiB, and each is written with a frame. */
    DRAFTS_MAX = 16 * 1024 * 1024,
    CONFLICT = 409,
};

enum err
log_remote_ask(struct log *log, struct span submission)
{
    struct log_remote *r = log_remote_of(log);
    const struct served_request how = {
        .path = "draft",
        .post = true,
        .body = submission,
        .answer_max = SERVED_ERROR_MAX,
    };
    struct fetch_answer answer;
    enum err e = r->served && !r->fault ? OK : ERR_IO;

    if (!e)
        e = served_ask(r->served, &answer, &how);
    if (e)
        return e;
    if (answer.status == 204)
        return OK;
    (void)served_unwanted(r->served, &answer, how.path);
    if (answer.status == CONFLICT)
        return ERR_STATE;
    if (answer.status == 400 || answer.status == 403 || answer.status == 413)
        return ERR_INPUT;
    log_remote_trouble(r, false);
    return ERR_IO;
}

enum err
log_remote_drafts(struct log *log, char **out, size_t *len,
                  const struct log_remote_asker *asker)
{
    const struct request_note wanted = {.want = REQUEST_DRAFTS};
    struct log_remote *r = log_remote_of(log);
    struct fetch_answer answer = {0};
    enum err e = r->served && !r->fault ? OK : ERR_IO;

    *out = NULL;
    *len = 0;
    if (!e)
        e = log_remote_as_member(r, &answer, &wanted, DRAFTS_MAX, asker);
    if (e)
        return e;
    *out = malloc(answer.body.len + 1);
    if (!*out)
        return ERR_NOMEM;
    if (answer.body.len > 0)
        memcpy(*out, answer.body.ptr, answer.body.len);
    *len = answer.body.len;
    return OK;
}

enum err
log_remote_decline(struct log *log, const struct hash32 *text,
                   const struct log_remote_asker *asker)
{
    const struct request_note wanted = {.want = REQUEST_DECLINE,
                                        .sha256 = *text};
    struct log_remote *r = log_remote_of(log);
    struct fetch_answer answer = {0};

    if (!r->served || r->fault)
        return ERR_IO;
    return log_remote_as_member(r, &answer, &wanted, SERVED_ERROR_MAX, asker);
}
