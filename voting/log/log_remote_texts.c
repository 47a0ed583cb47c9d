/*
 * log_remote_texts.c - texts and names of a remote log.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/event_blobs.h"
#include "ballots/name_opening.h"
#include "voting/log/log_remote_parts.h"

/* ---- Asking as a member ---------------------------------------------------*/

enum { MEMBER_TIME_MS = 120000 };

enum err
log_remote_as_member(struct log_remote *r, struct fetch_answer *answer,
                     const struct request_note *wanted, size_t answer_max,
                     const struct log_remote_asker *asker)
{
    struct request_note request = *wanted;
    char bytes[REQUEST_NOTE_MAX];
    struct served_request how = {
        .path = "member",
        .post = true,
        .answer_max = answer_max,
        .time_ms = MEMBER_TIME_MS,
    };
    struct text_writer w;
    enum err e = log_now_s(&r->log, &request.at_s);

    (void)snprintf(request.origin, sizeof request.origin, "%s",
                   conference_origin(r->conference));
    randombytes_buf(request.nonce, sizeof request.nonce);
    text_writer_start(&w, bytes, sizeof bytes);
    request_note_sign(&w, &request, &asker->signer, &asker->secret);
    if (!e)
        e = text_writer_finish(&w, &how.body);
    if (!e)
        e = served_ask(r->served, answer, &how);
    if (e)
        return e;
    if (answer->status == 200 || answer->status == 204)
        return OK;
    (void)served_unwanted(r->served, answer, how.path);
    if (answer->status == 404)
        return ERR_NOTFOUND;
    return answer->status == 403 ? ERR_AUTH : ERR_IO;
}

static enum err
find_asker(const struct log_remote *r, struct log_remote_asker *asker)
{
    *asker = (struct log_remote_asker){0};
    if (!r->served || r->fault || !r->options.asker)
        return ERR_AUTH;
    return r->options.asker(r->options.context, asker);
}

/* ---- Texts ----------------------------------------------------------------*/

enum err
log_remote_put_blob(struct log *log, const struct event_blob *blob,
                    struct span bytes)
{
    struct log_remote *r = log_remote_of(log);
    enum err e = r->fault || !r->served ? ERR_STATE
                                        : offers_text(&r->offers, blob, bytes);

    if (!e && conference_names_text(r->conference, &blob->sha256, blob->members,
                                    NULL))
        e = log_remote_flush(r);
    return e;
}

static enum err
get_members_text(struct log_remote *r, char *bytes,
                 const struct event_blob *which)
{
    const struct request_note wanted = {
        .want = REQUEST_TEXT,
        .sha256 = which->sha256,
        .length = which->length,
    };
    struct log_remote_asker asker;
    struct fetch_answer answer = {0};
    enum err e = find_asker(r, &asker);

    if (!e)
        e = log_remote_as_member(r, &answer, &wanted, which->length, &asker);
    ed25519_wipe(&asker.secret);
    if (e)
        return e == ERR_AUTH ? ERR_NOTFOUND : e;
    if (answer.body.len != which->length)
        return ERR_PROOF;
    memcpy(bytes, answer.body.ptr, answer.body.len);
    return OK;
}

enum err
log_remote_get_blob(struct log *log, char *bytes,
                    const struct event_blob *which)
{
    struct log_remote *r = log_remote_of(log);
    struct hash32 hash;
    enum err e = log_copy_text(r->copy, bytes, which);

    if (!e)
        hash_sha256(&hash, bytes, which->length);
    if (!e && hash_eq(&hash, &which->sha256))
        return OK;
    if (e == ERR_IO || !r->served)
        return e;
    e = which->members ? get_members_text(r, bytes, which)
                       : served_text(r->served, bytes, which);
    if (e)
        return e;
    hash_sha256(&hash, bytes, which->length);
    if (!hash_eq(&hash, &which->sha256))
        return ERR_PROOF;
    return log_copy_add_text(r->copy, span_of(bytes, which->length));
}

enum err
log_remote_find_blob(struct log *log, struct event_blob *out,
                     const struct hash32 *sha256, bool members)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    struct log_remote *r = log_remote_of(log);
    struct span entry;
    struct span note;
    uint64_t time_s;
    uint32_t index;
    size_t count;
    enum err e;

    if (!conference_names_text(r->conference, sha256, members, &index))
        return ERR_NOTFOUND;
    e = log_copy_entry(r->copy, &entry, index);
    if (e || event_split_entry(&time_s, &note, entry) ||
        event_decode(r->event, note))
        return ERR_IO;
    count = event_blobs(blobs, r->event);
    for (size_t i = 0; i < count; i++)
        if (hash_eq(&blobs[i]->sha256, sha256) && blobs[i]->members == members)
            out->length = blobs[i]->length;
    return OK;
}

/* ---- Names ----------------------------------------------------------------*/

enum err
log_remote_put_names(struct log *log, const struct log_name *names,
                     size_t count)
{
    struct log_remote *r = log_remote_of(log);
    bool at_once = false;
    enum err e = r->fault || !r->served ? ERR_STATE : OK;

    for (size_t i = 0; i < count && !e; i++) {
        e = offers_name(&r->offers, &names[i]);
        at_once = at_once || conference_name(r->conference, names[i].post);
    }
    return !e && at_once ? log_remote_flush(r) : e;
}

/* Whether it opens the post's commitment; then it is kept. */
static enum err
keep_name(struct log_remote *r, struct post post, struct span bytes)
{
    const struct hash32 *named = conference_name(r->conference, post);
    struct name_opening opening;
    struct hash32 commitment;

    if (!named) /* of an entry that is newer than what was replayed */
        return OK;
    if (name_opening_read(&opening, bytes))
        return ERR_PROOF;
    name_opening_commit(&commitment, &opening);
    return hash_eq(&commitment, named) ? log_copy_add_name(r->copy, post, bytes)
                                       : ERR_PROOF;
}

static enum err
keep_names(struct log_remote *r, struct span body)
{
    struct submission_reader reader;
    struct submission_part part;
    enum err e;

    submission_reader_start(&reader, body);
    do {
        e = submission_read(&reader, &part);
        if (!e && part.kind == SUBMISSION_NAME)
            e = keep_name(r, part.post, part.bytes);
    } while (!e && part.kind != SUBMISSION_END);
    return e == ERR_INPUT ? ERR_PROOF : e;
}

/* All names, or with a card's key that of its post. */
static enum err
ask_names(struct log_remote *r)
{
    struct request_note wanted = {.want = REQUEST_NAMES};
    struct log_remote_asker asker;
    struct fetch_answer answer = {0};
    enum err e = find_asker(r, &asker);

    if (!e && asker.signer.invitation) {
        wanted.want = REQUEST_NAME;
        wanted.post = asker.signer.post;
    }
    if (!e)
        e = log_remote_as_member(r, &answer, &wanted, SUBMISSION_MAX, &asker);
    if (!e && asker.signer.invitation)
        e = keep_name(r, asker.signer.post, answer.body);
    else if (!e)
        e = keep_names(r, answer.body);
    ed25519_wipe(&asker.secret);
    return e;
}

enum err
log_remote_names(struct log *log)
{
    struct log_remote *r = log_remote_of(log);
    enum err e = ask_names(r);

    r->names_asked = !e;
    return e;
}

/* What is in the copy, if it still opens the commitment. */
static enum err
name_in_copy(struct log_remote *r, struct log_name *out, struct post post)
{
    const struct hash32 *named = conference_name(r->conference, post);
    char bytes[NAME_OPENING_MAX];
    struct name_opening opening;
    struct hash32 commitment;
    size_t len;
    enum err e =
        named ? log_copy_name(r->copy, bytes, &len, post) : ERR_NOTFOUND;

    if (e)
        return e;
    if (name_opening_read(&opening, span_of(bytes, len)) ||
        opening.record.len > sizeof out->record)
        return ERR_NOTFOUND;
    name_opening_commit(&commitment, &opening);
    if (!hash_eq(&commitment, named))
        return ERR_NOTFOUND;
    memcpy(out->salt, opening.salt, sizeof out->salt);
    memcpy(out->record, opening.record.ptr, opening.record.len);
    out->len = opening.record.len;
    return OK;
}

enum err
log_remote_get_name(struct log *log, struct log_name *out, struct post post)
{
    struct log_remote *r = log_remote_of(log);
    enum err e = name_in_copy(r, out, post);

    if (e != ERR_NOTFOUND || r->names_asked || !r->served)
        return e;
    e = log_remote_names(log);
    if (e == ERR_AUTH)
        return ERR_NOTFOUND;
    return e ? e : name_in_copy(r, out, post);
}
