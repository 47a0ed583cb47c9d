/*
 * log_remote_replay.c - from what a server says to a conference that was
 * replayed here.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/event_blobs.h"
#include "crypto/base64.h"
#include "voting/log/log_remote_parts.h"
#include "voting/machine/process_memory.h"

enum { SETUP_ANSWER_MAX = 64 };

enum err
log_remote_note_key(const struct log_remote *r, struct note_key *key)
{
    const char *origin = conference_origin(r->conference);

    *key = (struct note_key){0};
    if (!*origin)
        return ERR_STATE;
    return note_key_make(key, span_text(origin), NOTE_KEY_ED25519, &r->key);
}

/* ERR_IO and ERR_NOMEM may pass; a fault stays. */
static enum err
fault(struct log_remote *r, enum log_fault what)
{
    r->fault = what;
    return ERR_PROOF;
}

/* ---- One entry ------------------------------------------------------------*/

static enum err
give_policy(struct log_remote *r, const struct event_blob *blob)
{
    char *text;
    enum err e;

    if (blob->length == 0 || blob->length > WITNESS_POLICY_MAX)
        return fault(r, LOG_FAULT_TEXT);
    text = malloc(blob->length);
    if (!text)
        return ERR_NOMEM;
    e = log_get_blob(&r->log, text, blob);
    if (!e)
        e = conference_give_policy(r->conference, span_of(text, blob->length));
    free(text);
    return e && e != ERR_IO && e != ERR_NOMEM ? fault(r, LOG_FAULT_TEXT) : e;
}

/* The text of the policy that comes into force with this event, if any. */
static enum err
replay_policy(struct log_remote *r)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    size_t count = event_blobs(blobs, r->event);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        if (event_blob_is_policy(r->event, blobs[i]))
            e = give_policy(r, blobs[i]);
    return e;
}

static enum err
replay_entry(struct log_remote *r, struct span entry)
{
    struct admission adm;
    struct hash32 leaf;
    struct span note;
    uint64_t time_s;
    enum err e;

    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(r->event, note) ||
        event_check(r->conference, r->event, time_s, &adm))
        return fault(r, LOG_FAULT_ENTRY);
    if (r->options.prove && adm.index >= r->options.proved.size &&
        proof_verify(r->event, &adm))
        return fault(r, LOG_FAULT_ENTRY);
    hash_leaf(&leaf, entry.ptr, entry.len);
    e = event_apply(r->conference, r->event, &adm, &leaf);
    return e ? e : replay_policy(r);
}

static enum err
replay(struct log_remote *r, uint64_t size)
{
    enum err e = OK;

    for (uint64_t i = log_size(&r->log); i < size && !e; i++) {
        struct span entry;

        e = log_copy_entry(r->copy, &entry, i);
        if (!e)
            e = replay_entry(r, entry);
    }
    if (!e && size > 0)
        memcpy(r->key.bytes, conference_log_key(r->conference),
               sizeof r->key.bytes);
    return e == ERR_NOTFOUND ? ERR_IO : e;
}

/* ---- Against the checkpoint -----------------------------------------------*/

/* What it says of size, before anybody has verified it. */
static enum err
read_size(struct span bytes, uint64_t *size)
{
    struct note *note = malloc(sizeof *note);
    struct checkpoint checkpoint = {0};
    enum err e = note ? note_parse(note, bytes) : ERR_NOMEM;

    if (!e)
        e = checkpoint_parse_body(&checkpoint, note->text);
    if (!e && (checkpoint.size == 0 ||
               checkpoint.size > (uint64_t)EVENT_INDEX_MAX + 1))
        e = ERR_INPUT;
    *size = checkpoint.size;
    free(note);
    return e;
}

static enum err
check_signed(struct log_remote *r, struct span bytes)
{
    struct note *note = malloc(sizeof *note);
    struct checkpoint checkpoint;
    struct note_key key;
    struct hash32 root;
    enum err e = note ? OK : ERR_NOMEM;

    if (!e && (log_remote_note_key(r, &key) ||
               checkpoint_open(&checkpoint, note, bytes, key.name, &key)))
        e = fault(r, LOG_FAULT_SIGNATURE);
    if (!e && (checkpoint.size != log_size(&r->log) ||
               merkle_root_at(&root, conference_tree(r->conference),
                              checkpoint.size) ||
               !hash_eq(&root, &checkpoint.root)))
        e = fault(r, LOG_FAULT_ROOT);
    free(note);
    return e;
}

/* Whether what was not proved now is what was proved before. */
static enum err
check_proved(struct log_remote *r)
{
    const struct audit_pin *pin = &r->options.proved;
    struct hash32 root;

    if (!r->options.prove || pin->size == 0)
        return OK;
    if (strcmp(pin->origin, conference_origin(r->conference)) != 0 ||
        merkle_root_at(&root, conference_tree(r->conference), pin->size) ||
        !hash_eq(&root, &pin->root))
        return fault(r, LOG_FAULT_ROOT);
    return OK;
}

/* Forgets the copy and what was replayed from it. */
static enum err
start_anew(struct log_remote *r)
{
    struct conference *empty;
    enum err e = conference_new(&empty, process_memory());

    if (e)
        return e;
    conference_free(r->conference);
    r->conference = empty;
    r->fault = LOG_SOUND;
    r->copy_is_old = false;
    return log_copy_clear(r->copy);
}

static enum err
catch_up(struct log_remote *r, struct span checkpoint, uint64_t size)
{
    enum err e = OK;

    if (r->served) {
        e = served_entries(r->served, r->copy, size);
        if (e == ERR_PROOF)
            return fault(r, LOG_FAULT_ENTRY);
    } else if (log_copy_size(r->copy) < size) {
        return fault(r, LOG_FAULT_ENTRY);
    }
    if (!e)
        e = replay(r, size);
    if (!e)
        e = check_signed(r, checkpoint);
    return e ? e : check_proved(r);
}

/* ---- All of it ------------------------------------------------------------*/

/* The key of a log that nobody has founded yet. */
static enum err
ask_key(struct log_remote *r)
{
    const struct served_request request = {
        .path = "log-key",
        .answer_max = SETUP_ANSWER_MAX,
        .attempts = SERVED_ATTEMPTS_FIRST,
    };
    struct fetch_answer answer;
    struct span line;
    struct span rest;
    enum err e = served_ask(r->served, &answer, &request);

    if (e)
        return e;
    rest = answer.body;
    if (answer.status != 200)
        return served_unwanted(r->served, &answer, request.path);
    if (span_take_line(&line, &rest))
        line = rest;
    return base64_decode_exact(r->key.bytes, sizeof r->key.bytes, line)
               ? served_unwanted(r->served, &answer, request.path)
               : OK;
}

static enum err
fetch_checkpoint(struct log_remote *r, size_t *len)
{
    if (r->served)
        return served_checkpoint(r->served, r->fetched, len);
    if (r->given.len > sizeof r->fetched)
        return ERR_INPUT;
    memcpy(r->fetched, r->given.ptr, r->given.len);
    *len = r->given.len;
    return OK;
}

static enum err
refresh(struct log_remote *r)
{
    uint64_t size;
    size_t len = 0;
    enum err e = fetch_checkpoint(r, &len);

    if (e == ERR_NOTFOUND && r->served)
        return log_size(&r->log) > 0 ? fault(r, LOG_FAULT_ROOT) : ask_key(r);
    if (e)
        return e;
    e = read_size(span_of(r->fetched, len), &size);
    if (e)
        return e == ERR_NOMEM ? e : fault(r, LOG_FAULT_SIGNATURE);
    if (size < r->options.mirrored)
        return fault(r, LOG_FAULT_OLD);
    if (size < log_size(&r->log))
        return fault(r, LOG_FAULT_ROOT);
    e = catch_up(r, span_of(r->fetched, len), size);
    /* The copy may be of another log, or damaged: then all is fetched anew. If
     * the fault is the server's it comes again. */
    if (e == ERR_PROOF && r->served && r->copy_is_old &&
        r->options.mirrored == 0) {
        e = start_anew(r);
        if (!e)
            e = catch_up(r, span_of(r->fetched, len), size);
    }
    if (e)
        return e;
    memcpy(r->checkpoint, r->fetched, len);
    r->checkpoint_len = len;
    r->copy_is_old = false;
    return OK;
}

enum err
log_remote_refresh(struct log_remote *r)
{
    enum err e = r->fault ? ERR_PROOF : refresh(r);

    if (e == ERR_IO && r->served)
        log_remote_trouble(r, false);
    return e;
}
