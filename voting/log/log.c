#include "voting/log/log.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/tlog_proof.h"
#include "voting/log/log_ops.h"
#include "voting/log/offers.h"

void
log_close(struct log *log)
{
    if (log)
        log->ops->close(log);
}

enum log_fault
log_fault(const struct log *log)
{
    return log->ops->fault(log);
}

void
log_stop(struct log *log, enum log_fault fault)
{
    log->ops->stop(log, fault);
}

const char *
log_fault_words(enum log_fault fault, enum lang lang)
{
    static const char *const words[LOG_FAULT_COUNT_][2] = {
        [LOG_SOUND] = {"日志完好。", "The log is sound."},
        [LOG_FAULT_STORE] = {"存储失败，正在重试。",
                             "The disk failed; it is being tried again."},
        [LOG_FAULT_ENTRY] = {"日志中有记录缺失或无效。",
                             "An entry of the log is missing or not valid."},
        [LOG_FAULT_TEXT] = {"存证方案的正文缺失或损坏。",
                            "The text of the witness policy is missing or "
                            "damaged."},
        [LOG_FAULT_KEY] = {"密钥与开篇记录所载的日志密钥不符。",
                           "The key is not the one that the first entry "
                           "names."},
        [LOG_FAULT_SIGNATURE] = {"所存的记录码没有有效的签名。",
                                 "The stored checkpoint is not signed by the "
                                 "log's key."},
        [LOG_FAULT_ROOT] = {"日志内容与已签名的记录码不一致。",
                            "The entries are not those of the signed "
                            "checkpoint."},
        [LOG_FAULT_COPY_MISSING] = {"数据库旁的记录码副本不见了。",
                                    "The copy of the checkpoint beside the "
                                    "database is missing."},
        [LOG_FAULT_COPY] = {"数据库旁的记录码副本与日志不一致。",
                            "The copy of the checkpoint beside the database "
                            "is not of this log."},
        [LOG_FAULT_OLD] = {"数据库比记录码副本旧：恢复的可能是旧备份。",
                           "The database is older than the copy of its "
                           "checkpoint: an old one was put back."},
        [LOG_FAULT_WITNESS] = {"日志内容与校外存证不一致。",
                               "A witness has cosigned other entries than "
                               "these."},
    };

    return (unsigned)fault < LOG_FAULT_COUNT_ ? words[fault][lang] : "?";
}

enum err
log_refresh(struct log *log)
{
    return log->ops->refresh(log);
}

const struct conference *
log_conference(const struct log *log)
{
    return log->ops->conference(log);
}

uint64_t
log_size(const struct log *log)
{
    return conference_tree(log_conference(log))->size;
}

void
log_key(const struct log *log, struct ed25519_public *out)
{
    log->ops->key(log, out);
}

enum err
log_now_s(const struct log *log, uint64_t *time_s)
{
    return log->ops->now_s(log, time_s);
}

enum err
log_entry(struct log *log, uint64_t index, char *bytes, size_t room,
          size_t *len)
{
    struct span entry;
    enum err e;

    *len = 0;
    if (index >= log_size(log))
        return ERR_NOTFOUND;
    e = log->ops->entry(log, &entry, index);
    if (e)
        return e;
    if (entry.len > room)
        return ERR_NOMEM;
    memcpy(bytes, entry.ptr, entry.len);
    *len = entry.len;
    return OK;
}

enum err
log_each(struct log *log, uint64_t first, uint64_t end,
         const struct log_visitor *visitor)
{
    /* A copy, so that the visitor may use the log. */
    char *bytes;
    size_t len;
    enum err e = OK;

    if (end < first || end > log_size(log))
        return ERR_INPUT;
    bytes = malloc(EVENT_ENTRY_MAX);
    if (!bytes)
        return ERR_NOMEM;
    for (uint64_t i = first; i < end && !e; i++) {
        e = log_entry(log, i, bytes, EVENT_ENTRY_MAX, &len);
        if (!e)
            e = visitor->visit(visitor->context, i, span_of(bytes, len));
    }
    free(bytes);
    return e;
}

enum err
log_checkpoint(struct log *log, struct text_writer *w)
{
    return log_size(log) ? log->ops->checkpoint(log, w) : ERR_NOTFOUND;
}

enum err
log_witnessed(struct log *log, struct text_writer *w)
{
    return log_size(log) ? log->ops->witnessed(log, w) : ERR_NOTFOUND;
}

/* The entry's server line, into at most EVENT_SERVER_LINE_MAX bytes. */
static enum err
server_line(struct log *log, uint64_t index, char *line, size_t *len)
{
    struct span entry;
    struct span note;
    uint64_t time_s;
    enum err e = log->ops->entry(log, &entry, index);

    if (!e && event_split_entry(&time_s, &note, entry))
        e = ERR_IO;
    if (!e)
        *len = event_server_line(line, time_s);
    return e;
}

enum err
log_receipt(struct log *log, struct text_writer *w, uint64_t index)
{
    const struct merkle_tree *tree = conference_tree(log_conference(log));
    struct tlog_proof proof = {.index = index};
    char line[EVENT_SERVER_LINE_MAX];
    struct text_writer signed_tree;
    size_t line_len = 0;
    char *checkpoint;
    enum err e;

    if (index >= tree->size)
        return ERR_NOTFOUND;
    checkpoint = malloc(LOG_CHECKPOINT_MAX);
    if (!checkpoint)
        return ERR_NOMEM;
    text_writer_start(&signed_tree, checkpoint, LOG_CHECKPOINT_MAX);
    e = log_checkpoint(log, &signed_tree);
    if (!e)
        e = text_writer_finish(&signed_tree, &proof.checkpoint);
    if (!e)
        e = server_line(log, index, line, &line_len);
    if (!e)
        e = merkle_prove_inclusion(&proof.inclusion, tree, index, tree->size);
    if (!e) {
        tlog_proof_write(w, &proof, span_of(line, line_len));
        e = w->error;
    }
    free(checkpoint);
    return e;
}

enum err
log_consistency(const struct log *log, struct merkle_proof *out, uint64_t old,
                uint64_t size)
{
    return merkle_prove_consistency(out, conference_tree(log_conference(log)),
                                    old, size);
}

enum err
log_submit(struct log *log, struct log_outcome *outcomes,
           const struct span *notes, size_t count)
{
    if (count > LOG_BATCH_MAX)
        return ERR_INPUT;
    return log->ops->submit(log, outcomes, notes, count);
}

enum err
log_cosign(struct log *log, size_t *taken, struct span note)
{
    *taken = 0;
    return log->ops->cosign(log, taken, note);
}

enum err
log_put_blob(struct log *log, struct event_blob *out, struct span bytes,
             bool members)
{
    struct event_blob blob;
    enum err e = offers_describe(&blob, bytes, members);

    *out = (struct event_blob){0};
    if (e)
        return e;
    e = log->ops->put_blob(log, &blob, bytes);
    if (!e)
        *out = blob;
    return e;
}

enum err
log_get_blob(struct log *log, char *bytes, const struct event_blob *which)
{
    struct hash32 sha256;
    enum err e;

    if (!which->present || which->length == 0 || which->length > LOG_BLOB_MAX)
        return ERR_NOTFOUND;
    e = log->ops->get_blob(log, bytes, which);
    if (e)
        return e;
    hash_sha256(&sha256, bytes, which->length);
    return hash_eq(&sha256, &which->sha256) ? OK : ERR_PROOF;
}

enum err
log_find_blob(struct log *log, struct event_blob *out,
              const struct hash32 *sha256, bool members)
{
    struct event_blob blob = {
        .present = true, .members = members, .sha256 = *sha256};
    enum err e = log->ops->find_blob(log, &blob, sha256, members);

    if (e)
        blob = (struct event_blob){0};
    *out = blob;
    return e;
}

static bool
is_post(struct post post)
{
    return post.kind < POST_KINDS_ && post.number >= 1 &&
           post.number <= POST_NUMBER_MAX;
}

enum err
log_put_names(struct log *log, const struct log_name *names, size_t count)
{
    if (count > LOG_BATCH_MAX)
        return ERR_INPUT;
    for (size_t i = 0; i < count; i++)
        if (!is_post(names[i].post) || names[i].len == 0 ||
            names[i].len > LOG_NAME_MAX)
            return ERR_INPUT;
    return count > 0 ? log->ops->put_names(log, names, count) : OK;
}

enum err
log_put_name(struct log *log, const struct log_name *name)
{
    return log_put_names(log, name, 1);
}

enum err
log_get_name(struct log *log, struct log_name *out, struct post post)
{
    *out = (struct log_name){.post = post};
    return is_post(post) ? log->ops->get_name(log, out, post) : ERR_NOTFOUND;
}
