#include "voting/log/log_restore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "ballots/event_blobs.h"
#include "crypto/checkpoint.h"
#include "voting/log/store.h"
#include "voting/machine/key_file.h"
#include "voting/machine/private_file.h"

enum { KEY_FILE_MAX = 512, BATCH = 128 };

struct restoring {
    struct log *from;
    struct store *store;
    struct ed25519_secret secret;
    struct event *event;
    uint64_t size; /* entries that have been written */
    size_t count;  /* of the batch */
    struct span entries[BATCH];
    char *bytes; /* of the batch's entries */
    size_t len;
    char *text;
};

static enum err
done(enum store_verdict verdict)
{
    return verdict == STORE_DONE ? OK : ERR_IO;
}

/* ---- Entries --------------------------------------------------------------*/

static enum err
sign(const struct restoring *r, struct text_writer *w, uint64_t size)
{
    const struct conference *c = log_conference(r->from);
    struct checkpoint checkpoint = {
        .origin = span_text(conference_origin(c)),
        .size = size,
    };
    enum err e = merkle_root_at(&checkpoint.root, conference_tree(c), size);

    if (!e)
        checkpoint_sign(w, &checkpoint, &r->secret);
    return e ? e : w->error;
}

static enum err
write_batch(struct restoring *r)
{
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    struct span checkpoint = {0};
    enum err e;

    if (r->count == 0)
        return OK;
    text_writer_start(&w, bytes, sizeof bytes);
    e = sign(r, &w, r->size + r->count);
    if (!e)
        e = text_writer_finish(&w, &checkpoint);
    if (!e)
        e = done(store_append(r->store, r->size, r->entries, r->count,
                              checkpoint, NULL));
    r->size += r->count;
    r->count = 0;
    r->len = 0;
    return e;
}

static enum err
take_entry(void *context, uint64_t index, struct span entry)
{
    struct restoring *r = context;
    enum err e = r->count == BATCH ? write_batch(r) : OK;

    (void)index;
    if (e)
        return e;
    memcpy(r->bytes + r->len, entry.ptr, entry.len);
    r->entries[r->count++] = span_of(r->bytes + r->len, entry.len);
    r->len += entry.len;
    return OK;
}

/* ---- Texts and names ------------------------------------------------------*/

static enum err
take_text(struct restoring *r, const struct event_blob *blob)
{
    const struct store_text text = {&blob->sha256, blob->members,
                                    span_of(r->text, blob->length)};
    const struct store_extras extras = {.texts = &text, .text_count = 1};
    enum err e = log_get_blob(r->from, r->text, blob);

    /* What the copy lacks stays away; a public text would have been missed. */
    if (e)
        return e == ERR_NOTFOUND ? OK : e;
    return done(store_put(r->store, &extras));
}

static enum err
take_name(struct restoring *r, struct post post)
{
    char text[POST_TEXT_BYTES];
    struct log_name name;
    struct store_name stored;
    const struct store_extras extras = {.names = &stored, .name_count = 1};
    enum err e = log_get_name(r->from, &name, post);

    if (e)
        return e == ERR_NOTFOUND ? OK : e;
    post_format(text, post);
    stored = (struct store_name){span_text(text), name.salt,
                                 span_of(name.record, name.len)};
    return done(store_put(r->store, &extras));
}

static enum err
take_belongings(void *context, uint64_t index, struct span entry)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    struct restoring *r = context;
    struct span note;
    uint64_t time_s;
    size_t count;
    enum err e = OK;

    (void)index;
    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(r->event, note))
        return ERR_PROOF;
    count = event_blobs(blobs, r->event);
    for (size_t i = 0; i < count && !e; i++)
        e = take_text(r, blobs[i]);
    if (!e && r->event->type == EVENT_POST)
        e = take_name(r, r->event->post.post);
    return e;
}

/* ---- The files ------------------------------------------------------------*/

static enum err
check_key(const struct restoring *r)
{
    struct ed25519_public ours;
    struct ed25519_public named;

    ed25519_public(&ours, &r->secret);
    log_key(r->from, &named);
    return memcmp(ours.bytes, named.bytes, sizeof ours.bytes) == 0 ? OK
                                                                   : ERR_AUTH;
}

static enum err
write_store(struct restoring *r, const char *path)
{
    const struct log_visitor entries = {take_entry, r};
    const struct log_visitor belongings = {take_belongings, r};
    uint64_t size = log_size(r->from);
    enum err e = store_open(&r->store, path);

    if (!e)
        e = log_each(r->from, 0, size, &entries);
    if (!e)
        e = write_batch(r);
    if (!e)
        e = log_each(r->from, 0, size, &belongings);
    store_close(r->store);
    return e;
}

static enum err
copy_key(const char *to, const char *from)
{
    char bytes[KEY_FILE_MAX];
    size_t len = 0;
    enum err e = private_file_read(bytes, sizeof bytes, &len, from);

    if (!e)
        e = private_file_create(to, span_of(bytes, len));
    sodium_memzero(bytes, sizeof bytes);
    return e;
}

static enum err
write_checkpoint(const struct restoring *r, const char *path)
{
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    struct span written = {0};
    enum err e;

    text_writer_start(&w, bytes, sizeof bytes);
    e = sign(r, &w, log_size(r->from));
    if (!e)
        e = text_writer_finish(&w, &written);
    return e ? e : private_file_create(path, written);
}

/* What was written is opened as a server would, and takes the cosignatures. */
static enum err
try_out(const struct restoring *r, const char *path)
{
    struct log *log;
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    struct text_writer w;
    struct span note = {0};
    size_t taken;
    enum err e = bytes ? log_open_local(&log, path, NULL, NULL) : ERR_NOMEM;

    if (e) {
        free(bytes);
        return e;
    }
    if (log_fault(log) || log_size(log) != log_size(r->from))
        e = ERR_PROOF;
    if (!e) {
        text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
        e = log_checkpoint(r->from, &w);
    }
    if (!e)
        e = text_writer_finish(&w, &note);
    if (!e)
        e = log_cosign(log, &taken, note);
    if (e == ERR_NOTFOUND) /* there is no policy */
        e = OK;
    log_close(log);
    free(bytes);
    return e;
}

/* Database and copy, or neither. */
static enum err
make_log(struct restoring *r, const char *path, const char *copy)
{
    enum err e = access(copy, F_OK) == 0 ? ERR_EXISTS : store_create(path);

    if (e)
        return e;
    e = write_store(r, path);
    if (!e)
        e = write_checkpoint(r, copy);
    if (!e)
        e = try_out(r, path);
    if (e) {
        (void)unlink(path);
        (void)unlink(copy);
    }
    return e;
}

/* Removes what it made itself, if it fails. */
static enum err
make_files(struct restoring *r, const char *path, const char *key_from)
{
    char key[PRIVATE_FILE_PATH_MAX];
    char copy[PRIVATE_FILE_PATH_MAX];
    bool own_key;
    enum err e = private_file_beside(key, path, ".key");

    if (!e)
        e = private_file_beside(copy, path, ".checkpoint");
    if (!e)
        e = private_file_make_folder(path);
    if (e)
        return e;
    own_key = strcmp(key, key_from) == 0;
    if (!own_key)
        e = copy_key(key, key_from);
    if (e)
        return e;
    e = make_log(r, path, copy);
    if (e && !own_key)
        (void)unlink(key);
    return e;
}

enum err
log_restore(struct log *from, const char *path, const char *key_path)
{
    struct restoring r = {.from = from};
    enum err e = key_file_read(&r.secret, key_path);

    if (!e)
        e = check_key(&r);
    r.event = malloc(sizeof *r.event);
    r.bytes = malloc((size_t)BATCH * EVENT_ENTRY_MAX);
    r.text = malloc(EVENT_BLOB_MAX);
    if (!e && (!r.event || !r.bytes || !r.text))
        e = ERR_NOMEM;
    if (!e)
        e = make_files(&r, path, key_path);
    ed25519_wipe(&r.secret);
    free(r.event);
    free(r.bytes);
    free(r.text);
    return e;
}
