#include "voting/log/log_remote.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "voting/log/log_remote_parts.h"
#include "voting/machine/process_memory.h"

struct log_remote *
log_remote_of(struct log *log)
{
    return (struct log_remote *)log;
}

const struct log_remote *
log_remote_of_const(const struct log *log)
{
    return (const struct log_remote *)log;
}

struct log_copy *
log_remote_copy(struct log *log)
{
    return log_remote_of(log)->copy;
}

void
log_remote_trouble(const struct log_remote *r, bool again)
{
    if (r->served && r->options.trouble)
        r->options.trouble(r->options.context, served_trouble(r->served),
                           again);
}

/* ---- Reading --------------------------------------------------------------*/

static void
remote_close(struct log *log)
{
    struct log_remote *r = log_remote_of(log);

    offers_forget(&r->offers);
    conference_free(r->conference);
    log_copy_close(r->copy);
    served_close(r->served);
    free(r->given_bytes);
    free(r->event);
    free(r);
}

static enum log_fault
remote_fault(const struct log *log)
{
    return log_remote_of_const(log)->fault;
}

static void
remote_stop(struct log *log, enum log_fault fault)
{
    struct log_remote *r = log_remote_of(log);

    if (!r->fault)
        r->fault = fault;
}

static enum err
remote_refresh(struct log *log)
{
    return log_remote_refresh(log_remote_of(log));
}

static const struct conference *
remote_conference(const struct log *log)
{
    return log_remote_of_const(log)->conference;
}

static void
remote_key(const struct log *log, struct ed25519_public *out)
{
    *out = log_remote_of_const(log)->key;
}

static enum err
remote_now_s(const struct log *log, uint64_t *time_s)
{
    struct timespec now;

    (void)log;
    *time_s = 0;
    if (clock_gettime(CLOCK_REALTIME, &now) || now.tv_sec < 0)
        return ERR_IO;
    *time_s = (uint64_t)now.tv_sec;
    return OK;
}

static enum err
remote_entry(struct log *log, struct span *entry, uint64_t index)
{
    enum err e = log_copy_entry(log_remote_of(log)->copy, entry, index);

    return e == ERR_NOTFOUND ? ERR_IO : e;
}

static enum err
remote_checkpoint(struct log *log, struct text_writer *w)
{
    const struct log_remote *r = log_remote_of(log);

    if (r->fault || r->checkpoint_len == 0)
        return ERR_STATE;
    text_writer_span(w, span_of(r->checkpoint, r->checkpoint_len));
    return w->error;
}

/* ---- What the witnesses have cosigned -------------------------------------*/

static enum err
fetch_witnessed(struct log_remote *r, size_t *len)
{
    const struct served_request request = {
        .path = "checkpoint/witnessed",
        .answer_max = sizeof r->fetched,
        .attempts = SERVED_ATTEMPTS,
    };
    struct fetch_answer answer;
    enum err e;

    *len = 0;
    if (!r->served) {
        if (r->witnessed.len == 0 || r->witnessed.len > sizeof r->fetched)
            return ERR_NOTFOUND;
        memcpy(r->fetched, r->witnessed.ptr, r->witnessed.len);
        *len = r->witnessed.len;
        return OK;
    }
    e = served_ask(r->served, &answer, &request);
    if (e)
        return e;
    if (answer.status == 404)
        return ERR_NOTFOUND;
    if (answer.status != 200)
        return served_unwanted(r->served, &answer, request.path);
    if (answer.body.len > 0)
        memcpy(r->fetched, answer.body.ptr, answer.body.len);
    *len = answer.body.len;
    return OK;
}

/* Whether it is of this log, and the policy in force is satisfied. */
static enum err
check_witnessed(struct log_remote *r, struct span bytes, struct note *note,
                struct witness_policy *policy)
{
    const struct event_blob *blob = conference_policy_blob(r->conference);
    struct checkpoint checkpoint = {0};
    struct note_key key;
    struct hash32 root;
    char *text;
    enum err e = log_remote_note_key(r, &key);

    if (!e)
        e = checkpoint_open(&checkpoint, note, bytes, key.name, &key);
    if (e ||
        merkle_root_at(&root, conference_tree(r->conference),
                       checkpoint.size) ||
        !hash_eq(&root, &checkpoint.root))
        return ERR_PROOF;
    text = malloc(blob->length);
    if (!text)
        return ERR_NOMEM;
    e = log_get_blob(&r->log, text, blob);
    if (!e)
        e = witness_policy_parse(policy, span_of(text, blob->length));
    if (!e)
        e = witness_policy_check(policy, note);
    free(text);
    return e == ERR_INPUT ? ERR_PROOF : e;
}

static enum err
remote_witnessed(struct log *log, struct text_writer *w)
{
    struct log_remote *r = log_remote_of(log);
    const struct event_blob *blob = conference_policy_blob(r->conference);
    struct witness_policy *policy = malloc(sizeof *policy);
    struct note *note = malloc(sizeof *note);
    size_t len = 0;
    enum err e = policy && note ? OK : ERR_NOMEM;

    if (!e && r->fault)
        e = ERR_STATE;
    if (!e && (!blob || !blob->present))
        e = ERR_NOTFOUND;
    if (!e)
        e = fetch_witnessed(r, &len);
    if (!e)
        e = check_witnessed(r, span_of(r->fetched, len), note, policy);
    if (!e)
        text_writer_span(w, span_of(r->fetched, len));
    free(note);
    free(policy);
    return e ? e : w->error;
}

/* ---- Opening --------------------------------------------------------------*/

static const struct log_ops remote_ops = {
    .close = remote_close,
    .fault = remote_fault,
    .stop = remote_stop,
    .refresh = remote_refresh,
    .conference = remote_conference,
    .key = remote_key,
    .now_s = remote_now_s,
    .entry = remote_entry,
    .checkpoint = remote_checkpoint,
    .witnessed = remote_witnessed,
    .submit = log_remote_submit,
    .cosign = log_remote_cosign,
    .put_blob = log_remote_put_blob,
    .get_blob = log_remote_get_blob,
    .find_blob = log_remote_find_blob,
    .put_names = log_remote_put_names,
    .get_name = log_remote_get_name,
};

static enum err
allocate(struct log_remote **out)
{
    struct log_remote *r = calloc(1, sizeof *r);
    enum err e;

    *out = NULL;
    if (!r)
        return ERR_NOMEM;
    r->log.ops = &remote_ops;
    r->event = malloc(sizeof *r->event);
    e = conference_new(&r->conference, process_memory());
    if (!e && !r->event)
        e = ERR_NOMEM;
    if (e)
        remote_close(&r->log);
    else
        *out = r;
    return e;
}

/* Where it is to be kept; or nowhere, while another command has it there. */
static enum err
open_copy(struct log_remote *r, const char *path)
{
    enum err e = ERR_STATE;

    if (path)
        e = log_copy_open(&r->copy, path);
    if (e == ERR_STATE)
        e = log_copy_open(&r->copy, NULL);
    if (!e)
        r->copy_is_old = log_copy_size(r->copy) > 0;
    return e;
}

/* A mirror is kept where it is or not at all. */
static enum err
open_mirror(struct log_remote *r)
{
    enum err e = log_copy_open(&r->copy, r->options.copy_path);

    return e ? e : log_copy_cut(r->copy, r->options.mirrored);
}

enum err
log_open_remote(struct log **out, const char *address,
                const struct log_remote_options *options)
{
    const struct served_options how = {
        .ca_file = options->ca_file,
        .progress = options->progress,
        .context = options->context,
    };
    struct log_remote *r;
    enum err e = allocate(&r);

    *out = NULL;
    if (e)
        return e;
    r->options = *options;
    e = served_open(&r->served, address, &how);
    if (!e)
        e = options->mirrored ? open_mirror(r)
                              : open_copy(r, options->copy_path);
    if (!e)
        e = log_remote_refresh(r);
    /* What is wrong with the log is a fault of it, not an error. */
    if (e && e != ERR_PROOF)
        remote_close(&r->log);
    else
        *out = &r->log;
    return e == ERR_PROOF ? OK : e;
}

enum err
log_open_copy(struct log **out, struct log_copy *copy, struct span checkpoint,
              struct span witnessed, bool prove)
{
    struct log_remote *r;
    enum err e = allocate(&r);

    *out = NULL;
    if (e) {
        log_copy_close(copy);
        return e;
    }
    r->copy = copy;
    r->options.prove = prove;
    r->given_bytes = malloc(checkpoint.len + witnessed.len + 1);
    if (r->given_bytes) {
        memcpy(r->given_bytes, checkpoint.ptr, checkpoint.len);
        if (witnessed.len > 0)
            memcpy(r->given_bytes + checkpoint.len, witnessed.ptr,
                   witnessed.len);
        r->given = span_of(r->given_bytes, checkpoint.len);
        r->witnessed = span_of(r->given_bytes + checkpoint.len, witnessed.len);
    }
    e = r->given_bytes ? log_remote_refresh(r) : ERR_NOMEM;
    if (e && e != ERR_PROOF)
        remote_close(&r->log);
    else
        *out = &r->log;
    return e == ERR_PROOF ? OK : e;
}
