#include "voting/web/core/core_log.h"

#include <string.h>

#include "ballots/name_opening.h"
#include "crypto/checkpoint.h"
#include "voting/web/core/core_table.h"

static struct core_table logs;

struct core_log *
core_log_of(uint32_t handle)
{
    return core_table_get(&logs, handle);
}

static void
discard(struct core_log *log)
{
    conference_free(log->followed);
    if (log->end_audit)
        log->end_audit(log);
    core_texts_free(&log->texts);
    core_free(&log, sizeof *log);
}

enum err
core_log_keep(struct core_log *log)
{
    uint32_t handle;
    enum err e = core_table_add(&logs, &handle, log);

    if (e)
        discard(log);
    core_answer_number(handle);
    return e;
}

uint32_t
web_log_open(void)
{
    struct core_log *log = core_new(sizeof *log);
    enum err e;

    if (!log)
        return core_status(ERR_NOMEM);
    e = conference_new(&log->followed, core_memory());
    log->conference = log->followed;
    if (e) {
        discard(log);
        return core_status(e);
    }
    return core_status(core_log_keep(log));
}

uint32_t
web_log_close(uint32_t handle)
{
    struct core_log *log = core_table_take(&logs, handle);

    if (!log)
        return core_status(ERR_NOTFOUND);
    discard(log);
    return core_status(OK);
}

/* The three steps of conference.h, the last only if asked. */
static uint32_t
take(struct core_log *log, uint64_t time_s, struct span note, bool prove)
{
    enum refusal r;

    log->admission.cause = CONFERENCE_NO_ENTRY;
    r = event_decode(&log->event, note);
    if (!r)
        r = event_check(log->conference, &log->event, time_s, &log->admission);
    if (!r && prove)
        r = proof_verify(&log->event, &log->admission);
    core_answer_number(log->admission.cause);
    return core_refused(r);
}

uint32_t
web_log_take(uint32_t handle, const char *entry, uint32_t len, uint32_t prove)
{
    struct core_log *log = core_log_of(handle);
    struct span note;
    struct hash32 leaf;
    uint64_t time_s;
    uint32_t status;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (!log->followed)
        return core_status(ERR_STATE);
    if (event_split_entry(&time_s, &note, span_of(entry, len)))
        return core_refused(REFUSED_FORM);
    status = take(log, time_s, note, prove != 0);
    if (status)
        return status;
    hash_leaf(&leaf, entry, len);
    return core_status(
        event_apply(log->followed, &log->event, &log->admission, &leaf));
}

uint32_t
web_log_try(uint32_t handle, const char *note, uint32_t len, uint32_t time_s)
{
    struct core_log *log = core_log_of(handle);

    if (!log)
        return core_status(ERR_NOTFOUND);
    return take(log, time_s, span_of(note, len), true);
}

/* The policy's text goes to the state too. */
static enum err
give_policy(struct core_log *log, struct span text)
{
    const struct event_blob *blob = conference_policy_blob(log->conference);
    struct hash32 hash;
    enum err e;

    hash_sha256(&hash, text.ptr, text.len);
    if (!log->followed || !blob || !blob->present || blob->length != text.len ||
        !hash_eq(&blob->sha256, &hash))
        return OK;
    e = conference_give_policy(log->followed, text);
    return e;
}

uint32_t
web_log_give_text(uint32_t handle, const char *text, uint32_t len)
{
    struct core_log *log = core_log_of(handle);
    enum err e;

    if (!log)
        return core_status(ERR_NOTFOUND);
    e = give_policy(log, span_of(text, len));
    if (!e)
        e = core_texts_add(&log->texts, span_of(text, len));
    return core_status(e);
}

/* The post of which this is the name, or false. */
static bool
find_named(struct post *out, const struct conference *c,
           const struct hash32 *commitment)
{
    for (unsigned k = 0; k < POST_KINDS_; k++) {
        const enum post_kind kind = (enum post_kind)k;
        const size_t count = conference_post_count(c, kind);

        for (size_t i = 0; i < count; i++) {
            const struct hash32 *named;

            *out = conference_post(c, kind, i);
            named = conference_name(c, *out);
            if (named && hash_eq(named, commitment))
                return true;
        }
    }
    return false;
}

uint32_t
web_log_give_name(uint32_t handle, const char *record, uint32_t len)
{
    struct core_log *log = core_log_of(handle);
    char text[POST_TEXT_BYTES] = "";
    struct name_opening opening;
    struct hash32 commitment;
    struct post post;
    enum err e;

    if (!log)
        return core_status(ERR_NOTFOUND);
    e = core_texts_add_name(&log->texts, span_of(record, len));
    if (!e)
        e = name_opening_read(&opening, span_of(record, len));
    if (e)
        return core_status(e);
    name_opening_commit(&commitment, &opening);
    if (find_named(&post, log->conference, &commitment))
        post_format(text, post);
    return core_status(core_answer_bytes(text, strlen(text)));
}

uint32_t
web_log_find_text(uint32_t handle, const uint8_t *hash, uint32_t len)
{
    struct core_log *log = core_log_of(handle);
    struct span bytes;
    struct hash32 wanted;
    enum err e;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (len != HASH_BYTES)
        return core_status(ERR_INPUT);
    memcpy(wanted.bytes, hash, sizeof wanted.bytes);
    e = core_texts_find(&bytes, &log->texts, &wanted);
    return core_status(e ? e : core_answer_bytes(bytes.ptr, bytes.len));
}

uint32_t
web_log_compare(uint32_t handle, const char *bytes, uint32_t len)
{
    const struct core_log *log = core_log_of(handle);
    const uint8_t *key_bytes = log ? conference_log_key(log->conference) : NULL;
    struct ed25519_public public_key;
    struct checkpoint checkpoint;
    struct note_key key;
    struct note note;
    struct hash32 root;
    struct span origin;
    enum err e;

    if (!key_bytes)
        return core_status(log ? ERR_STATE : ERR_NOTFOUND);
    origin = span_text(conference_origin(log->conference));
    memcpy(public_key.bytes, key_bytes, sizeof public_key.bytes);
    e = note_key_make(&key, origin, NOTE_KEY_ED25519, &public_key);
    if (!e)
        e = checkpoint_open(&checkpoint, &note, span_of(bytes, len), origin,
                            &key);
    if (e)
        return core_status(e);
    core_answer_number((uint32_t)checkpoint.size);
    if (checkpoint.size > conference_size(log->conference))
        return core_status(ERR_STATE);
    e = merkle_root_at(&root, conference_tree(log->conference),
                       checkpoint.size);
    if (!e && !hash_eq(&root, &checkpoint.root))
        return core_refused(REFUSED_ROOT);
    return core_status(e);
}

uint32_t
web_log_root(uint32_t handle)
{
    const struct core_log *log = core_log_of(handle);
    struct hash32 root;

    if (!log)
        return core_status(ERR_NOTFOUND);
    core_answer_number((uint32_t)conference_size(log->conference));
    conference_root(log->conference, &root);
    return core_status(core_answer_bytes(root.bytes, sizeof root.bytes));
}

uint32_t
web_log_leaf(uint32_t handle, uint32_t index)
{
    const struct core_log *log = core_log_of(handle);
    const struct hash32 *leaf =
        log && index < conference_size(log->conference)
            ? merkle_leaf(conference_tree(log->conference), index)
            : NULL;

    if (!leaf)
        return core_status(ERR_NOTFOUND);
    return core_status(core_answer_bytes(leaf->bytes, sizeof leaf->bytes));
}

uint32_t
web_log_entry_of(uint32_t handle, const uint8_t *hash, uint32_t len)
{
    const struct core_log *log = core_log_of(handle);
    struct hash32 text_hash;
    uint32_t index;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (len != sizeof text_hash.bytes)
        return core_status(ERR_INPUT);
    memcpy(text_hash.bytes, hash, len);
    if (!conference_find_act(log->conference, &text_hash, &index))
        index = (uint32_t)conference_tree(log->conference)->size;
    core_answer_number(index);
    return core_status(OK);
}

uint32_t
web_log_origin(uint32_t handle)
{
    const struct core_log *log = core_log_of(handle);
    const char *origin;

    if (!log)
        return core_status(ERR_NOTFOUND);
    origin = conference_origin(log->conference);
    return core_status(core_answer_bytes(origin, strlen(origin)));
}

uint32_t
web_log_key(uint32_t handle)
{
    const struct core_log *log = core_log_of(handle);
    const uint8_t *key = log ? conference_log_key(log->conference) : NULL;

    if (!key)
        return core_status(ERR_NOTFOUND);
    return core_status(core_answer_bytes(key, ED25519_PUBLIC_BYTES));
}
