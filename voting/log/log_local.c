/*
 * log_local.c - a log of one's own: a sequencer, a file and the log's key.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "voting/log/log_create.h"
#include "voting/log/log_local.h"
#include "voting/machine/key_file.h"
#include "voting/machine/private_file.h"

struct log_local *
log_local_of(struct log *log)
{
    return (struct log_local *)log;
}

const struct log_local *
log_local_of_const(const struct log *log)
{
    return (const struct log_local *)log;
}

enum err
log_local_reading(struct log *log, struct store **store)
{
    *store = sequencer_store(log_local_of(log)->sequencer);
    return *store ? OK : ERR_IO;
}

enum err
log_local_may_speak(const struct log *log)
{
    enum log_fault fault = log_fault(log);

    return fault == LOG_SOUND || fault == LOG_FAULT_STORE ? OK : ERR_STATE;
}

enum err
log_local_writing(struct log *log, struct store **store)
{
    struct sequencer *sequencer = log_local_of(log)->sequencer;
    enum err e = OK;

    if (log_fault(log) == LOG_FAULT_STORE)
        e = sequencer_rebuild(sequencer);
    if (!e && log_fault(log))
        e = ERR_STATE;
    *store = e ? NULL : sequencer_store(sequencer);
    return e;
}

enum err
log_local_written(struct log *log, enum store_verdict verdict)
{
    if (verdict == STORE_UNKNOWN)
        sequencer_distrust(log_local_of(log)->sequencer);
    return verdict == STORE_DONE ? OK : ERR_IO;
}

/* ---- Reading --------------------------------------------------------------*/

static void
local_close(struct log *log)
{
    struct log_local *local = log_local_of(log);

    sequencer_close(local->sequencer);
    sodium_munlock(&local->secret, sizeof local->secret);
    free(local);
}

static enum log_fault
local_fault(const struct log *log)
{
    return sequencer_fault(log_local_of_const(log)->sequencer);
}

static void
local_stop(struct log *log, enum log_fault fault)
{
    sequencer_stop(log_local_of(log)->sequencer, fault);
}

static enum err
local_refresh(struct log *log)
{
    (void)log;
    return OK;
}

static const struct conference *
local_conference(const struct log *log)
{
    return sequencer_conference(log_local_of_const(log)->sequencer);
}

static void
local_key(const struct log *log, struct ed25519_public *out)
{
    ed25519_public(out, &log_local_of_const(log)->secret);
}

static enum err
local_now_s(const struct log *log, uint64_t *time_s)
{
    const struct log_local *local = log_local_of_const(log);
    struct timespec now;

    *time_s = local->at_s;
    if (local->at)
        return OK;
    if (clock_gettime(CLOCK_REALTIME, &now) || now.tv_sec < 0)
        return ERR_IO;
    *time_s = (uint64_t)now.tv_sec;
    return OK;
}

static enum err
local_entry(struct log *log, struct span *entry, uint64_t index)
{
    struct store *store;
    enum err e = log_local_reading(log, &store);

    if (!e && store_entry(store, entry, index))
        e = ERR_IO;
    return e;
}

static enum err
local_checkpoint(struct log *log, struct text_writer *w)
{
    struct span bytes = sequencer_checkpoint(log_local_of(log)->sequencer);
    struct store *store;
    enum err e = log_local_may_speak(log);

    if (!e && bytes.len == 0)
        e = ERR_STATE;
    if (!e)
        e = log_local_reading(log, &store);
    if (e)
        return e;
    text_writer_span(w, bytes);
    e = store_cosignatures(store, w, log_size(log));
    return e ? e : w->error;
}

/* ---- Writing --------------------------------------------------------------*/

static enum err
local_submit(struct log *log, struct log_outcome *outcomes,
             const struct span *notes, size_t count)
{
    struct log_local *local = log_local_of(log);
    struct sequencer_time time = {
        .back_s = local->at ? 0 : SEQUENCER_BACK_S,
    };
    enum err e = local_now_s(log, &time.now_s);

    return e ? e
             : sequencer_step(local->sequencer, outcomes, notes, count, &time);
}

/* ---- Opening --------------------------------------------------------------*/

static const struct log_ops local_ops = {
    .close = local_close,
    .fault = local_fault,
    .stop = local_stop,
    .refresh = local_refresh,
    .conference = local_conference,
    .key = local_key,
    .now_s = local_now_s,
    .entry = local_entry,
    .checkpoint = local_checkpoint,
    .witnessed = log_local_witnessed,
    .submit = local_submit,
    .cosign = log_local_cosign,
    .put_blob = log_local_put_blob,
    .get_blob = log_local_get_blob,
    .find_blob = log_local_find_blob,
    .put_names = log_local_put_names,
    .get_name = log_local_get_name,
};

static enum err
open_files(struct log_local *local, const char *path, const char *key_path,
           const struct log_options *options)
{
    char beside[PRIVATE_FILE_PATH_MAX];
    char copy_path[PRIVATE_FILE_PATH_MAX];
    struct sequencer_options how = {
        .path = path,
        .copy_path = copy_path,
        .secret = &local->secret,
        .prove = options->prove,
    };
    enum err e = private_file_beside(copy_path, path, ".checkpoint");

    if (options->prover)
        how.prover = *options->prover;
    if (!e && !key_path) {
        e = private_file_beside(beside, path, ".key");
        key_path = beside;
    }
    if (!e && options->create)
        e = log_create(path, key_path, copy_path);
    if (!e)
        e = key_file_read(&local->secret, key_path);
    if (!e)
        e = sequencer_open(&local->sequencer, &how);
    return e;
}

enum err
log_open_local(struct log **out, const char *path, const char *key_path,
               const struct log_options *options)
{
    static const struct log_options none = {0};
    struct log_local *local;
    enum err e;

    *out = NULL;
    if (sodium_init() < 0)
        return ERR_IO;
    local = calloc(1, sizeof *local);
    if (!local)
        return ERR_NOMEM;
    /* Best effort: where the limit on locked memory is 0, keys may be paged
     * out, and everything else works. */
    sodium_mlock(&local->secret, sizeof local->secret);
    if (!options)
        options = &none;
    local->log.ops = &local_ops;
    local->at = options->at;
    local->at_s = options->at_s;
    e = open_files(local, path, key_path, options);
    if (e) {
        local_close(&local->log);
        return e;
    }
    *out = &local->log;
    return OK;
}
