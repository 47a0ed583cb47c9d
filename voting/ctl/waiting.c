#include "voting/ctl/waiting.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/part.h"
#include "crypto/decimal.h"
#include "voting/ctl/author.h"
#include "voting/fetch/fetch.h"
#include "voting/log/log_remote.h"
#include "voting/server/draft_note.h"

enum { POSTS_LOOKED_FOR = 1000 };

static const char head[] = "congress-drafts/v1\n";

/* ---- Asking ---------------------------------------------------------------*/

static enum ctl_status
need_server(struct ctl *ctl)
{
    return fetch_is_address(ctl->open_log)
               ? CTL_DONE
               : ctl_fail(ctl, CTL_USAGE, MESSAGE_BOX_SERVER, ctl->open_log,
                          NULL, NULL);
}

/* The first officer whose key is here and current. */
static enum ctl_status
find_officer(struct ctl *ctl, struct post *post)
{
    static const enum post_kind kinds[] = {POST_CHAIR, POST_DESK,
                                           POST_SCRUTINEER};
    struct ed25519_public key;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (uint32_t n = 1; n <= POSTS_LOOKED_FOR; n++) {
            *post = (struct post){kinds[i], n};
            if (keyring_has(ctl->keys, *post, KEYRING_SIGNING) &&
                conference_key(ctl_conference(ctl), *post, false, &key))
                return CTL_DONE;
        }
    return ctl_fail(ctl, CTL_FAILED, MESSAGE_BOX_NO_OFFICER, NULL, NULL, NULL);
}

static enum ctl_status
find_asker(struct ctl *ctl, struct log_remote_asker *asker)
{
    struct post posts[OPTIONS_POSTS_MAX];
    enum ctl_status status;
    size_t count;

    *asker = (struct log_remote_asker){0};
    if (options_posts(&ctl->options, "as", posts, &count))
        return ctl_bad_options(ctl);
    if (count > 1)
        return ctl_bad_value(ctl, options_text(&ctl->options, "as"));
    status = count ? CTL_DONE : find_officer(ctl, &posts[0]);
    if (status)
        return status;
    asker->signer.post = posts[0];
    return author_secret(ctl, &asker->secret, posts[0]);
}

static enum ctl_status
say_answer(struct ctl *ctl, enum err e)
{
    switch (e) {
    case OK:
        return CTL_DONE;
    case ERR_STATE:
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_BOX_OVER, NULL, NULL, NULL);
    case ERR_INPUT:
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_BOX_REFUSED, NULL, NULL,
                        NULL);
    case ERR_AUTH:
    case ERR_NOTFOUND:
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_BOX_NOT_YOURS, NULL, NULL,
                        NULL);
    default:
        return ctl_fail_err(ctl, e, ctl->open_log);
    }
}

enum ctl_status
waiting_open(struct ctl *ctl, struct waiting_list *list)
{
    struct log_remote_asker asker = {0};
    enum ctl_status status = need_server(ctl);
    size_t len = 0;

    *list = (struct waiting_list){0};
    if (!status)
        status = find_asker(ctl, &asker);
    if (!status)
        status = say_answer(
            ctl, log_remote_drafts(ctl->log, &list->bytes, &len, &asker));
    ed25519_wipe(&asker.secret);
    if (status)
        return status;
    list->rest = span_of(list->bytes, len);
    return span_take_prefix(&list->rest, head)
               ? ctl_fail_err(ctl, ERR_PROOF, ctl->open_log)
               : CTL_DONE;
}

void
waiting_close(struct waiting_list *list)
{
    free(list->bytes);
    *list = (struct waiting_list){0};
}

/* ---- Reading --------------------------------------------------------------*/

bool
waiting_is_digits(const char *word)
{
    size_t len = strspn(word, "0123456789abcdef");

    return word[len] == '\0' && len >= WAITING_DIGITS_LEAST &&
           len <= (size_t)2 * HASH_BYTES;
}

static enum err
take_post(struct post *post, struct span *words)
{
    size_t len = span_find(*words, ' ');
    enum err e = post_parse(post, words->ptr, len);

    *words = span_from(*words, len < words->len ? len + 1 : len);
    return e;
}

/* "waiting chair/1 1800" or "declined chair/1 desk/1". */
static enum err
read_words(struct waiting *out, struct span words)
{
    enum err e;

    out->declined = !span_take_prefix(&words, "declined ");
    if (!out->declined && span_take_prefix(&words, "waiting "))
        return ERR_PROOF;
    e = take_post(&out->author, &words);
    if (!e)
        e = out->declined ? take_post(&out->by, &words)
                          : decimal_parse(&out->left_s, words, UINT32_MAX);
    return e ? ERR_PROOF : OK;
}

/* ERR_AUTH: not by the officers that it says. */
static enum err
read_note(struct ctl *ctl, struct waiting *out)
{
    char hex[2 * HASH_BYTES + 1];
    enum err e;

    offers_forget(&ctl->offers);
    e = offers_read(&ctl->offers, &out->note, out->submission);
    if (e)
        return e == ERR_INPUT ? ERR_PROOF : e;
    e = draft_note_read(ctl->event, ctl_conference(ctl), out->note);
    if (e)
        return ERR_AUTH;
    sodium_bin2hex(hex, sizeof hex, ctl->event->text_hash.bytes, HASH_BYTES);
    memcpy(out->digits, hex, WAITING_DIGITS);
    out->digits[WAITING_DIGITS] = '\0';
    return OK;
}

enum err
waiting_next(struct ctl *ctl, struct waiting_list *list, struct waiting *out)
{
    struct span words;
    enum err e;

    do {
        *out = (struct waiting){0};
        if (span_eq(list->rest, span_text("end\n")))
            return ERR_NOTFOUND;
        e = part_take(&words, &out->submission, &list->rest);
        if (e)
            return ERR_PROOF;
        e = read_words(out, words);
        if (!e)
            e = read_note(ctl, out);
    } while (e == ERR_AUTH);
    return e;
}

static bool
begins_with(const struct ctl *ctl, const char *digits)
{
    char hex[2 * HASH_BYTES + 1];

    sodium_bin2hex(hex, sizeof hex, ctl->event->text_hash.bytes, HASH_BYTES);
    return strncmp(hex, digits, strlen(digits)) == 0;
}

enum ctl_status
waiting_find(struct ctl *ctl, struct waiting_list *list, struct waiting *out,
             const char *digits)
{
    struct span found = {0};
    struct waiting next;
    size_t count = 0;
    enum err e;

    while (!(e = waiting_next(ctl, list, &next)))
        if (!next.declined && begins_with(ctl, digits)) {
            *out = next;
            found = next.submission;
            count++;
        }
    if (e != ERR_NOTFOUND)
        return ctl_fail_err(ctl, e, ctl->open_log);
    if (count != 1)
        return ctl_fail(ctl, CTL_REFUSED,
                        count ? MESSAGE_BOX_MANY : MESSAGE_BOX_NONE, digits,
                        NULL, NULL);
    /* Others were read after it. */
    out->submission = found;
    e = read_note(ctl, out);
    return e ? ctl_fail_err(ctl, e, ctl->open_log) : CTL_DONE;
}

/* ---- Giving ---------------------------------------------------------------*/

enum ctl_status
waiting_decline(struct ctl *ctl, const struct waiting *found)
{
    struct log_remote_asker asker = {0};
    enum ctl_status status = find_asker(ctl, &asker);

    if (!status)
        status = say_answer(
            ctl, log_remote_decline(ctl->log, &ctl->event->text_hash, &asker));
    ed25519_wipe(&asker.secret);
    if (!status)
        ctl_say(ctl, MESSAGE_BOX_DECLINED, found->digits, NULL, NULL);
    return status;
}

static void
say_asked(struct ctl *ctl, struct span note)
{
    char hex[2 * HASH_BYTES + 1];
    struct json_writer json;

    if (event_decode(ctl->event, note))
        return;
    sodium_bin2hex(hex, sizeof hex, ctl->event->text_hash.bytes, HASH_BYTES);
    hex[WAITING_DIGITS] = '\0';
    ctl_say(ctl, MESSAGE_BOX_ASKED, hex, event_type_name(ctl->event->type),
            NULL);
    if (!ctl->json)
        return;
    ctl_json_begin(ctl, &json);
    json_put_object(&json, NULL);
    json_put_text(&json, "waiting", hex);
    json_put_text(&json, "type", event_type_name(ctl->event->type));
    json_put_object_end(&json);
    ctl_json_end(ctl, &json);
}

enum ctl_status
waiting_ask(struct ctl *ctl, struct span note)
{
    size_t room = offers_room(&ctl->offers, &note, 1);
    enum ctl_status status = need_server(ctl);
    char *bytes = status ? NULL : malloc(room);
    struct text_writer w;
    struct span written = {0};
    enum err e;

    if (status)
        return status;
    if (!bytes)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    text_writer_start(&w, bytes, room);
    offers_write(&ctl->offers, &w, &note, 1);
    e = text_writer_finish(&w, &written);
    if (!e)
        e = log_remote_ask(ctl->log, written);
    free(bytes);
    status = say_answer(ctl, e);
    if (!status)
        say_asked(ctl, note);
    return status;
}
