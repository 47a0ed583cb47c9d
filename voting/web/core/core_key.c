#include "voting/web/core/core_key.h"

#include <string.h>

#include <sodium.h>

#include "ballots/event.h"
#include "ballots/request_note.h"
#include "crypto/token.h"
#include "voting/web/core/core_table.h"

static struct core_table keys;

const struct core_key *
core_key_of(uint32_t handle)
{
    return core_table_get(&keys, handle);
}

/* A new key of a seed, which is secret. */
static enum err
keep(const uint8_t seed[ED25519_SEED_BYTES])
{
    struct core_key *key = core_new(sizeof *key);
    uint32_t handle;
    enum err e;

    if (!key)
        return ERR_NOMEM;
    memcpy(key->seed, seed, sizeof key->seed);
    ed25519_from_seed(&key->secret, seed);
    e = core_table_add(&keys, &handle, key);
    if (e)
        core_free(&key, sizeof *key);
    core_answer_number(handle);
    return e;
}

uint32_t
web_key_make(const uint8_t *seed, uint32_t seed_len)
{
    if (seed_len != ED25519_SEED_BYTES)
        return core_status(ERR_INPUT);
    return core_status(keep(seed));
}

uint32_t
web_key_of_card(const uint8_t *genesis, uint32_t genesis_len,
                const uint8_t *token, uint32_t token_len)
{
    uint8_t seed[TOKEN_SEED_BYTES];
    enum err e;

    if (genesis_len != HASH_BYTES || token_len != TOKEN_BYTES)
        return core_status(ERR_INPUT);
    token_seed(seed, genesis, token);
    e = keep(seed);
    sodium_memzero(seed, sizeof seed);
    return core_status(e);
}

uint32_t
web_key_public(uint32_t handle)
{
    const struct core_key *key = core_key_of(handle);
    struct ed25519_public half;

    if (!key)
        return core_status(ERR_NOTFOUND);
    ed25519_public(&half, &key->secret);
    return core_status(core_answer_bytes(half.bytes, sizeof half.bytes));
}

uint32_t
web_key_seed(uint32_t handle)
{
    const struct core_key *key = core_key_of(handle);

    if (!key)
        return core_status(ERR_NOTFOUND);
    return core_status(core_answer_bytes(key->seed, sizeof key->seed));
}

uint32_t
web_key_close(uint32_t handle)
{
    struct core_key *key = core_table_take(&keys, handle);

    if (!key)
        return core_status(ERR_NOTFOUND);
    core_free(&key, sizeof *key);
    return core_status(OK);
}

/* The origin that an event's text names on its second line. */
static enum err
find_origin(char origin[POST_ORIGIN_MAX + 1], struct span text)
{
    struct span line;

    if (span_take_line(&line, &text) || span_take_prefix(&text, "log ") ||
        span_take_line(&line, &text) ||
        !post_origin_is_valid(line.ptr, line.len))
        return ERR_INPUT;
    memcpy(origin, line.ptr, line.len);
    origin[line.len] = '\0';
    return OK;
}

/* Whether a note of one line reads as an event. */
static enum err
read_back(struct span note)
{
    struct event *event = core_new(sizeof *event);
    enum refusal r;

    if (!event)
        return ERR_NOMEM;
    r = event_decode(event, note);
    core_free(&event, sizeof *event);
    return r ? ERR_INPUT : OK;
}

enum err
core_key_sign(struct text_writer *w, struct span *line,
              const struct core_key *key, struct post post, bool invitation,
              struct span text)
{
    char origin[POST_ORIGIN_MAX + 1];
    char name[POST_KEY_NAME_BYTES];
    struct span note = {0};
    enum err e = find_origin(origin, text);

    if (e)
        return e;
    post_key_name(name, origin, post, invitation);
    note_write_text(w, text);
    note_sign_line(w, span_text(name), &key->secret, text);
    e = text_writer_finish(w, &note);
    if (!e)
        e = read_back(note);
    if (!e)
        *line = span_from(note, text.len + 1);
    return e;
}

uint32_t
web_sign_event(uint32_t handle, const char *post_text, uint32_t post_len,
               uint32_t invitation, const char *text, uint32_t text_len)
{
    const struct core_key *key = core_key_of(handle);
    size_t room = (size_t)text_len + NOTE_LINE_MAX + 1;
    struct text_writer w;
    struct span line = {0};
    struct post post;
    char *bytes;
    enum err e;

    if (!key)
        return core_status(ERR_NOTFOUND);
    if (text_len > EVENT_ENTRY_MAX || post_parse(&post, post_text, post_len))
        return core_status(ERR_INPUT);
    bytes = core_new(room);
    if (!bytes)
        return core_status(ERR_NOMEM);
    text_writer_start(&w, bytes, room);
    e = core_key_sign(&w, &line, key, post, invitation != 0,
                      span_of(text, text_len));
    if (!e)
        e = core_answer_bytes(line.ptr, line.len);
    core_free(&bytes, room);
    return core_status(e);
}

/* What a member asks the server for. */
struct asking {
    struct request_note note;
    struct request_signer signer;
    const struct core_key *key;
};

static void
write_request(struct text_writer *w, const void *context)
{
    const struct asking *asking = context;

    request_note_sign(w, &asking->note, &asking->signer, &asking->key->secret);
}

static bool
wants_hash(uint32_t want)
{
    return want == REQUEST_TEXT || want == REQUEST_DECLINE;
}

uint32_t
web_sign_request(uint32_t handle, const char *origin, uint32_t origin_len,
                 const char *post, uint32_t post_len, uint32_t invitation,
                 uint32_t at_s, const uint8_t *nonce, uint32_t nonce_len,
                 uint32_t want, const char *about, uint32_t about_len,
                 const uint8_t *hash, uint32_t hash_len, uint32_t length)
{
    struct asking asking = {.key = core_key_of(handle)};

    if (!asking.key)
        return core_status(ERR_NOTFOUND);
    if (!post_origin_is_valid(origin, origin_len) ||
        post_parse(&asking.signer.post, post, post_len) ||
        nonce_len != REQUEST_NOTE_NONCE_BYTES || want >= REQUEST_WANTS_ ||
        (want == REQUEST_NAME &&
         post_parse(&asking.note.post, about, about_len)) ||
        (wants_hash(want) && hash_len != HASH_BYTES))
        return core_status(ERR_INPUT);
    asking.signer.invitation = invitation != 0;
    asking.note.want = (enum request_want)want;
    asking.note.at_s = at_s;
    asking.note.length = length;
    memcpy(asking.note.origin, origin, origin_len);
    memcpy(asking.note.nonce, nonce, nonce_len);
    if (wants_hash(want))
        memcpy(asking.note.sha256.bytes, hash, HASH_BYTES);
    return core_status(core_answer_text(write_request, &asking));
}
