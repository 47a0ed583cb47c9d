#include "voting/ctl/author.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/author_draft.h"
#include "voting/ctl/waiting.h"
#include "voting/machine/private_file.h"

/* Without --as, a key of a higher number than this is not found by itself. */
enum { POSTS_LOOKED_FOR = 1000 };

enum ctl_status
author_begin(struct ctl *ctl, enum event_type type)
{
    uint64_t now_s;
    enum err e = log_now_s(ctl->log, &now_s);
    enum refusal r;

    offers_forget(&ctl->offers);
    if (e)
        return ctl_fail_err(ctl, e, "clock");
    r = draft_begin(ctl->event, ctl_conference(ctl), type, now_s);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : CTL_DONE;
}

static bool
holds(void *context, struct post post)
{
    const struct ctl *ctl = context;

    return ctl->keys && keyring_has(ctl->keys, post, KEYRING_SIGNING);
}

static enum ctl_status
choose_signers(struct ctl *ctl, struct post posts[EVENT_SIGNERS_MAX],
               size_t *count)
{
    const struct draft_keys keys = {holds, ctl};

    if (options_posts(&ctl->options, "as", posts, count))
        return ctl_bad_options(ctl);
    if (*count == 0)
        *count = draft_signers(posts, ctl_conference(ctl), ctl->event, &keys);
    return CTL_DONE;
}

enum ctl_status
author_one(struct ctl *ctl, enum post_kind kind, struct post *post)
{
    struct post posts[OPTIONS_POSTS_MAX];
    char name[POST_TEXT_BYTES];
    size_t count;

    if (options_posts(&ctl->options, "as", posts, &count))
        return ctl_bad_options(ctl);
    if (count > 1)
        return ctl_bad_value(ctl, options_text(&ctl->options, "as"));
    if (count == 1) {
        *post = posts[0];
        return CTL_DONE;
    }
    for (uint32_t n = 1; n <= POSTS_LOOKED_FOR; n++) {
        *post = (struct post){kind, n};
        if (holds(ctl, *post))
            return CTL_DONE;
    }
    post_format(name, (struct post){kind, 1});
    return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_MISSING, name, NULL, NULL);
}

/* A post's key. `missing` says whether its file is simply not there. */
static enum ctl_status
load_secret(struct ctl *ctl, struct ed25519_secret *secret, struct post post,
            bool *missing)
{
    const char *origin = conference_origin(ctl_conference(ctl));
    char name[POST_TEXT_BYTES];
    enum err e;

    if (!*origin) /* a genesis names its log itself */
        origin = ctl->event->origin;
    post_format(name, post);
    e = keyring_secret(secret, ctl->keys, origin, post);
    *missing = e == ERR_NOTFOUND;
    if (e == ERR_AUTH)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEYS_MODE, name, NULL, NULL);
    if (e && !*missing)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_FILE, name, NULL, NULL);
    return CTL_DONE;
}

enum ctl_status
author_secret(struct ctl *ctl, struct ed25519_secret *out, struct post post)
{
    char name[POST_TEXT_BYTES];
    bool missing;
    enum ctl_status status = load_secret(ctl, out, post, &missing);

    post_format(name, post);
    if (status || !missing)
        return status;
    return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_MISSING, name, NULL, NULL);
}

static enum ctl_status
load_signer(struct ctl *ctl, struct author_signer *signer, struct post post,
            bool *missing)
{
    post_key_name(signer->name, ctl->event->origin, post, false);
    return load_secret(ctl, &signer->secret, post, missing);
}

/* Encodes the event into the scratch memory as a note without lines. */
static enum ctl_status
start_note(struct ctl *ctl, struct text_writer *w, struct span *text)
{
    size_t len;
    enum err e = event_encode(ctl->event, ctl->scratch, AUTHOR_NOTE_MAX, &len);

    if (e == ERR_NOMEM)
        return ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY);
    if (e)
        return ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
    *text = span_of(ctl->scratch, len);
    text_writer_start(w, ctl->scratch + AUTHOR_NOTE_MAX, AUTHOR_NOTE_MAX);
    note_write_text(w, *text);
    return CTL_DONE;
}

/* Writes a note, with the texts and names that belong to it as a submission. */
static enum err
write_unsent(struct ctl *ctl, const char *path, struct span note)
{
    size_t room = offers_room(&ctl->offers, &note, 1);
    struct text_writer w;
    struct span written;
    char *bytes;
    enum err e;

    if (ctl->offers.bytes == 0)
        return private_file_create(path, note);
    bytes = malloc(room);
    if (!bytes)
        return ERR_NOMEM;
    text_writer_start(&w, bytes, room);
    offers_write(&ctl->offers, &w, &note, 1);
    e = text_writer_finish(&w, &written);
    if (!e)
        e = private_file_create(path, written);
    free(bytes);
    return e;
}

/* Keeps a note whose fate is unknown, so that it can be submitted again. */
static enum ctl_status
keep_unsent(struct ctl *ctl, struct span note)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char name[32];
    struct hash32 hash;
    enum err e;

    hash_sha256(&hash, note.ptr, note.len);
    (void)snprintf(name, sizeof name, "/unsent-%02x%02x%02x%02x.note",
                   hash.bytes[0], hash.bytes[1], hash.bytes[2], hash.bytes[3]);
    e = ctl->keys ? private_file_beside(path, ctl->open_keys, name)
                  : ERR_NOTFOUND;
    if (!e)
        e = write_unsent(ctl, path, note);
    offers_forget(&ctl->offers);
    return ctl_fail(ctl, CTL_UNCERTAIN, MESSAGE_UNCERTAIN,
                    e && e != ERR_EXISTS ? "-" : path, NULL, NULL);
}

static enum ctl_status
submit(struct ctl *ctl, struct span note, struct log_outcome *outcome)
{
    enum err e = offers_put(&ctl->offers, ctl->log);

    if (e == ERR_INPUT)
        return ctl_fail_err(ctl, e, "texts");
    if (!e)
        e = log_submit(ctl->log, outcome, &note, 1);
    ctl->note = note;
    if (e == ERR_IO)
        return keep_unsent(ctl, note);
    if (e == ERR_AUTH)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_SETUP_CODE, ctl->open_log,
                        NULL, NULL);
    offers_forget(&ctl->offers);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, ctl->open_log,
                        log_fault_words(log_fault(ctl->log), ctl->lang), NULL);
    if (outcome->refusal)
        return ctl_refuse(ctl, outcome->refusal, outcome->cause);
    return CTL_DONE;
}

static void
report(struct ctl *ctl, const struct log_outcome *outcome, const char *type)
{
    char number[CTL_NUMBER_BYTES];
    struct json_writer w;

    ctl_say(ctl, outcome->again ? MESSAGE_RECORDED_BEFORE : MESSAGE_RECORDED,
            ctl_number(number, outcome->index), type, NULL);
    if (!ctl->json)
        return;
    ctl_json_begin(ctl, &w);
    json_put_object(&w, NULL);
    json_put_text(&w, "type", type);
    json_put_number(&w, "index", outcome->index);
    json_put_hash(
        &w, "leaf",
        merkle_leaf(conference_tree(ctl_conference(ctl)), outcome->index));
    json_put_bool(&w, "again", outcome->again);
    json_put_object_end(&w);
    ctl_json_end(ctl, &w);
}

enum ctl_status
author_submit(struct ctl *ctl, struct span note)
{
    struct log_outcome outcome = {.index = CONFERENCE_NO_ENTRY};
    enum event_type type;
    struct span rest = note;
    struct span line;
    enum ctl_status status;

    if (span_take_prefix(&rest, "congress/v1 ") ||
        span_take_line(&line, &rest) || event_type_find(&type, line))
        return ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
    status = submit(ctl, note, &outcome);
    if (!status)
        report(ctl, &outcome, event_type_name(type));
    return status;
}

enum ctl_status
author_signers(struct ctl *ctl, struct author_signer signers[EVENT_SIGNERS_MAX],
               size_t *count)
{
    struct post posts[EVENT_SIGNERS_MAX];
    enum ctl_status status = choose_signers(ctl, posts, count);

    for (size_t i = 0; i < *count && !status; i++) {
        post_key_name(signers[i].name, ctl->event->origin, posts[i], false);
        status = author_secret(ctl, &signers[i].secret, posts[i]);
    }
    return status;
}

enum ctl_status
author_note(struct ctl *ctl, const struct author_signer *signers, size_t count,
            struct span *note)
{
    struct text_writer w;
    struct span text = {0};
    enum ctl_status status = start_note(ctl, &w, &text);

    if (status)
        return status;
    for (size_t i = 0; i < count; i++)
        note_sign_line(&w, span_text(signers[i].name), &signers[i].secret,
                       text);
    return text_writer_finish(&w, note)
               ? ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY)
               : CTL_DONE;
}

enum ctl_status
author_sign(struct ctl *ctl, const struct author_signer *signers, size_t count,
            uint32_t *index)
{
    struct log_outcome outcome = {.index = CONFERENCE_NO_ENTRY};
    struct span note = {0};
    enum ctl_status status = author_note(ctl, signers, count, &note);

    if (!status)
        status = submit(ctl, note, &outcome);
    if (!status)
        *index = outcome.index;
    return status;
}

/* Signs for every post whose key is at hand; says which are not. */
static enum ctl_status
sign_held(struct ctl *ctl, struct text_writer *w, struct span text,
          const struct post *posts, size_t count, struct post *absent,
          size_t *missing_count)
{
    *missing_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct author_signer signer;
        bool missing;
        enum ctl_status status = load_signer(ctl, &signer, posts[i], &missing);

        if (!status && !missing)
            note_sign_line(w, span_text(signer.name), &signer.secret, text);
        ed25519_wipe(&signer.secret);
        if (status)
            return status;
        if (missing) {
            *absent = posts[i];
            ++*missing_count;
        }
    }
    return CTL_DONE;
}

static enum ctl_status
finish(struct ctl *ctl, struct log_outcome *outcome, bool *is_draft)
{
    const char *out = options_text(&ctl->options, "out");
    const bool ask = options_flag(&ctl->options, "ask");
    struct post posts[EVENT_SIGNERS_MAX];
    struct post absent = {0};
    char name[POST_TEXT_BYTES];
    size_t missing = 0;
    size_t count = 0;
    struct text_writer w;
    struct span text = {0};
    struct span note = {0};
    enum ctl_status status = out && ask ? ctl_bad_value(ctl, "--out")
                                        : choose_signers(ctl, posts, &count);

    *is_draft = out || ask;
    if (!status)
        status = start_note(ctl, &w, &text);
    if (!status)
        status = sign_held(ctl, &w, text, posts, count, &absent, &missing);
    if (status)
        return status;
    post_format(name, absent);
    if (missing > 0 && (!*is_draft || missing == count))
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_MISSING, name, NULL, NULL);
    if (text_writer_finish(&w, &note))
        return ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY);
    if (out)
        return author_draft_write(ctl, out, posts, count, note, false);
    if (ask)
        return waiting_ask(ctl, note);
    return submit(ctl, note, outcome);
}

enum ctl_status
author_finish(struct ctl *ctl)
{
    struct log_outcome outcome = {.index = CONFERENCE_NO_ENTRY};
    bool is_draft;
    enum ctl_status status = finish(ctl, &outcome, &is_draft);

    if (!status && !is_draft)
        report(ctl, &outcome, event_type_name(ctl->event->type));
    return status;
}

enum ctl_status
author_finish_quietly(struct ctl *ctl, uint32_t *index)
{
    struct log_outcome outcome = {.index = CONFERENCE_NO_ENTRY};
    bool is_draft;
    enum ctl_status status = finish(ctl, &outcome, &is_draft);

    *index = !status && !is_draft ? outcome.index : CONFERENCE_NO_ENTRY;
    return status;
}

enum ctl_status
author_finish_by(struct ctl *ctl, struct post post, uint32_t *index)
{
    struct author_signer signer;
    enum ctl_status status = author_secret(ctl, &signer.secret, post);

    if (status)
        return status;
    post_key_name(signer.name, ctl->event->origin, post, false);
    status = author_sign(ctl, &signer, 1, index);
    ed25519_wipe(&signer.secret);
    return status;
}
