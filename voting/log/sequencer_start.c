/*
 * sequencer_start.c - the start-up path: the state out of the store, and
 * whether everything that was ever signed agrees with it.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/event_blobs.h"
#include "crypto/witness_policy.h"
#include "voting/log/sequencer_state.h"
#include "voting/machine/process_memory.h"

/* ---- The witness policy ---------------------------------------------------*/

/* The text of the policy that comes into force with this event, or NULL. */
static const struct event_blob *
named_policy(const struct event *event)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    size_t count = event_blobs(blobs, event);

    for (size_t i = 0; i < count; i++)
        if (event_blob_is_policy(event, blobs[i]))
            return blobs[i];
    return NULL;
}

/* The text's bytes, whose hash is checked. */
static enum refusal
read_text(struct sequencer *s, const struct offers *offers, char *bytes,
          const struct event_blob *blob)
{
    const struct offered_text *offered =
        offers ? offers_find(offers, blob) : NULL;
    struct hash32 sha256;

    if (offered)
        memcpy(bytes, offered->bytes, blob->length);
    else if (store_get_blob(s->store, bytes, blob->length, &blob->sha256,
                            blob->members))
        return REFUSED_BLOB;
    hash_sha256(&sha256, bytes, blob->length);
    return hash_eq(&sha256, &blob->sha256) ? REFUSED_NOTHING : REFUSED_BLOB;
}

enum refusal
sequencer_policy(struct sequencer *s, const struct offers *offers, char **text,
                 size_t *len, const struct event *event)
{
    const struct event_blob *blob = named_policy(event);
    struct witness_policy *policy;
    enum refusal refusal;

    *text = NULL;
    *len = 0;
    if (!blob)
        return REFUSED_NOTHING;
    if (blob->length == 0 || blob->length > WITNESS_POLICY_MAX)
        return REFUSED_POLICY;
    *text = malloc(blob->length);
    policy = malloc(sizeof *policy);
    refusal =
        *text && policy ? read_text(s, offers, *text, blob) : REFUSED_NO_MEMORY;
    if (!refusal && witness_policy_parse(policy, span_of(*text, blob->length)))
        refusal = REFUSED_POLICY;
    free(policy);
    if (refusal) {
        free(*text);
        *text = NULL;
        return refusal;
    }
    *len = blob->length;
    return REFUSED_NOTHING;
}

/* ---- Replay ---------------------------------------------------------------*/

/* ERR_IO and ERR_NOMEM end the attempt; everything else is a fault. */
static enum err
fault(struct sequencer *s, enum log_fault what)
{
    s->fault = what;
    return OK;
}

static enum err
replay_policy(struct sequencer *s)
{
    char *text;
    size_t len;
    enum refusal refusal = sequencer_policy(s, NULL, &text, &len, s->event);
    enum err e = OK;

    if (refusal == REFUSED_NO_MEMORY)
        return ERR_NOMEM;
    if (refusal)
        return fault(s, LOG_FAULT_TEXT);
    if (text)
        e = conference_give_policy(s->conference, span_of(text, len));
    free(text);
    return e;
}

static enum err
replay_entry(struct sequencer *s, struct span entry)
{
    struct admission adm;
    struct hash32 leaf;
    struct span note;
    uint64_t time_s;
    enum err e;

    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(s->event, note) ||
        event_check(s->conference, s->event, time_s, &adm))
        return fault(s, LOG_FAULT_ENTRY);
    if (s->prove && proof_verify(s->event, &adm))
        return fault(s, LOG_FAULT_ENTRY);
    hash_leaf(&leaf, entry.ptr, entry.len);
    e = event_apply(s->conference, s->event, &adm, &leaf);
    return e ? e : replay_policy(s);
}

static enum err
replay(struct sequencer *s)
{
    uint64_t size;
    enum err e = store_size(s->store, &size);

    if (e == ERR_PROOF)
        return fault(s, LOG_FAULT_ENTRY);
    for (uint64_t i = 0; i < size && !e && !s->fault; i++) {
        struct span entry;

        e = store_entry(s->store, &entry, i);
        if (!e)
            e = replay_entry(s, entry);
    }
    return e;
}

/* ---- What was signed ------------------------------------------------------*/

static struct note_key
log_note_key(const struct sequencer *s)
{
    struct span origin = span_text(conference_origin(s->conference));
    struct ed25519_public public;
    struct note_key key;

    memcpy(public.bytes, conference_log_key(s->conference),
           sizeof public.bytes);
    if (note_key_make(&key, origin, NOTE_KEY_ED25519, &public))
        key = (struct note_key){0}; /* no checkpoint names such an origin */
    return key;
}

/* Whether the first size entries have this root. */
static bool
has_root(const struct sequencer *s, uint64_t size, const struct hash32 *root)
{
    struct hash32 ours;

    return !merkle_root_at(&ours, conference_tree(s->conference), size) &&
           hash_eq(&ours, root);
}

static enum err
check_key(struct sequencer *s)
{
    const uint8_t *named = conference_log_key(s->conference);
    struct ed25519_public ours;

    ed25519_public(&ours, s->secret);
    if (named && memcmp(named, ours.bytes, sizeof ours.bytes) != 0)
        return fault(s, LOG_FAULT_KEY);
    return OK;
}

/* The stored checkpoint is signed, and is that of all entries there are. */
static enum err
check_stored(struct sequencer *s)
{
    uint64_t size = conference_tree(s->conference)->size;
    struct checkpoint checkpoint;
    struct text_writer w;
    struct note_key key;
    struct note note;
    struct span bytes;
    uint64_t stored;
    enum err e;

    text_writer_start(&w, s->checkpoint, sizeof s->checkpoint);
    e = store_checkpoint(s->store, &stored, &w);
    if (e)
        return e;
    if (text_writer_finish(&w, &bytes))
        return fault(s, LOG_FAULT_SIGNATURE);
    if (size == 0 || stored != size)
        return stored == size && bytes.len == 0 ? OK : fault(s, LOG_FAULT_ROOT);
    key = log_note_key(s);
    if (checkpoint_open(&checkpoint, &note, bytes, key.name, &key))
        return fault(s, LOG_FAULT_SIGNATURE);
    if (checkpoint.size != size || !has_root(s, size, &checkpoint.root))
        return fault(s, LOG_FAULT_ROOT);
    s->checkpoint_len = bytes.len;
    return OK;
}

/*
 * The copy is of these entries, or of the first of them: a crash between the
 * commit and the copy leaves an older one, which is then brought up to date.
 */
static enum err
check_copy(struct sequencer *s)
{
    uint64_t size = conference_tree(s->conference)->size;
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct checkpoint copy = {0};
    struct note_key key;
    struct note note;
    size_t len;
    enum err e = private_file_read(bytes, sizeof bytes, &len, s->copy_path);

    if (e == ERR_IO || e == ERR_AUTH)
        return e;
    if (e == ERR_NOTFOUND)
        return fault(s, LOG_FAULT_COPY_MISSING);
    if (e)
        return fault(s, LOG_FAULT_COPY);
    if (size == 0)
        return len == 0 ? OK : fault(s, LOG_FAULT_OLD);
    key = log_note_key(s);
    if (len > 0 &&
        checkpoint_open(&copy, &note, span_of(bytes, len), key.name, &key))
        return fault(s, LOG_FAULT_COPY);
    if (copy.size > size)
        return fault(s, LOG_FAULT_OLD);
    if (len > 0 && !has_root(s, copy.size, &copy.root))
        return fault(s, LOG_FAULT_COPY);
    return copy.size < size ? sequencer_write_copy(s) : OK;
}

static enum err
check_witnesses(struct sequencer *s)
{
    uint64_t below = INT64_MAX;
    struct hash32 root;
    enum err e;

    for (;;) {
        e = store_cosigned_tree(s->store, &below, &root, below);
        if (e)
            return e == ERR_NOTFOUND ? OK : e;
        if (!has_root(s, below, &root))
            return fault(s, LOG_FAULT_WITNESS);
    }
}

enum err
sequencer_write_copy(struct sequencer *s)
{
    return private_file_replace(s->copy_path, sequencer_checkpoint(s));
}

/* ---- Opening --------------------------------------------------------------*/

/*
 * An empty conference in place of the one there is. It lies ready since the
 * last start, so that want of memory never leaves a state that is not stored.
 */
static enum err
start_over(struct sequencer *s)
{
    if (!s->spare && conference_new(&s->spare, process_memory()))
        return ERR_NOMEM;
    conference_free(s->conference);
    s->conference = s->spare;
    s->spare = NULL;
    s->checkpoint_len = 0;
    s->fault = LOG_SOUND;
    return conference_new(&s->spare, process_memory());
}

static enum err
start(struct sequencer *s)
{
    static enum err (*const steps[])(struct sequencer *) = {
        replay, check_key, check_stored, check_copy, check_witnesses,
    };
    enum err e;

    store_close(s->store);
    s->store = NULL;
    e = start_over(s);
    if (!e)
        e = store_open(&s->store, s->path);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !e && !s->fault; i++)
        e = steps[i](s);
    if (!e && !s->fault)
        s->fault = s->stopped;
    return e;
}

enum err
sequencer_rebuild(struct sequencer *s)
{
    enum err e = start(s);

    if (e)
        s->fault = LOG_FAULT_STORE;
    return e ? ERR_IO : OK;
}

enum err
sequencer_open(struct sequencer **out, const struct sequencer_options *options)
{
    struct sequencer *s = calloc(1, sizeof *s);
    enum err e;

    *out = NULL;
    if (!s)
        return ERR_NOMEM;
    s->secret = options->secret;
    s->prove = options->prove;
    s->prover = options->prover;
    s->event = malloc(sizeof *s->event);
    e = s->event ? flood_new(&s->flood) : ERR_NOMEM;
    if (!e)
        e = private_file_beside(s->path, options->path, "");
    if (!e)
        e = private_file_beside(s->copy_path, options->copy_path, "");
    if (!e)
        e = start(s);
    if (e) {
        sequencer_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void
sequencer_close(struct sequencer *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < LOG_BATCH_MAX; i++) {
        if (s->slots[i])
            free(s->slots[i]->points);
        free(s->slots[i]);
    }
    offers_forget(&s->offers);
    flood_free(s->flood);
    store_close(s->store);
    conference_free(s->conference);
    conference_free(s->spare);
    free(s->event);
    free(s);
}
