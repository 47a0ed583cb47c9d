/*
 * ballotctl enrol - uses a card: makes this device's key for its post.
 */
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/invite.h"

static const struct option_line lines[] = {
    {"token-file", "FILE", true,
     "代表证号码所在文件（- 为标准输入）：号码、数字或 tokens 文件",
     "file with the card's token (-: standard input): text, digits, or a "
     "tokens file"},
    {"replace", NULL, false, "换证后替换旧密钥",
     "replace this folder's old key of the post, after a re-issue"},
    {NULL, NULL, false, NULL, NULL},
};

/* Signed by both keys: the card's, and the one made here. */
static enum ctl_status
sign(struct ctl *ctl, struct post post, const uint8_t token[TOKEN_BYTES],
     const uint8_t seed[KEYRING_SEED_BYTES])
{
    struct author_signer signers[2];
    char number[CTL_NUMBER_BYTES];
    uint32_t index;
    enum ctl_status status;

    post_key_name(signers[0].name, ctl->event->origin, post, true);
    invite_secret(&signers[0].secret, ctl_conference(ctl), token);
    post_key_name(signers[1].name, ctl->event->origin, post, false);
    ed25519_from_seed(&signers[1].secret, seed);
    status = author_sign(ctl, signers, 2, &index);
    sodium_memzero(signers, sizeof signers);
    if (!status)
        ctl_say(ctl, MESSAGE_RECORDED, ctl_number(number, index), "enrol",
                NULL);
    return status;
}

static enum ctl_status
make_key(struct ctl *ctl, struct post post, const uint8_t token[TOKEN_BYTES])
{
    bool replace = options_flag(&ctl->options, "replace");
    uint8_t seed[KEYRING_SEED_BYTES];
    struct ed25519_secret secret;
    struct ed25519_public key;
    char name[POST_TEXT_BYTES];
    enum ctl_status status = CTL_DONE;
    enum refusal r;
    enum err e;

    post_format(name, post);
    randombytes_buf(seed, sizeof seed);
    ed25519_from_seed(&secret, seed);
    ed25519_public(&key, &secret);
    ed25519_wipe(&secret);
    r = draft_enrol(ctl->event, ctl_conference(ctl), post, key.bytes);
    e = r ? OK
          : keyring_put(ctl->keys, ctl->event->origin, post, KEYRING_SIGNING,
                        seed, replace);
    if (r)
        status = ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    else if (e == ERR_EXISTS)
        status = ctl_fail(ctl, CTL_USAGE, MESSAGE_KEY_EXISTS, name, NULL, NULL);
    else if (e)
        status = ctl_fail_err(ctl, e, name);
    else
        status = sign(ctl, post, token, seed);
    sodium_memzero(seed, sizeof seed);
    /* Only a refusal is sure not to have made this key current. */
    if (!r && !e && status && status != CTL_UNCERTAIN &&
        keyring_undo(ctl->keys, post, KEYRING_SIGNING))
        return ctl_fail_err(ctl, ERR_IO, name);
    return status;
}

static enum ctl_status
run(struct ctl *ctl)
{
    uint8_t token[TOKEN_BYTES];
    struct post post;
    enum ctl_status status;

    if (options_post_argument(&ctl->options, 0, &post))
        return ctl_bad_options(ctl);
    status = author_begin(ctl, EVENT_ENROL);
    if (!status)
        status = invite_read_token(
            ctl, token, options_text(&ctl->options, "token-file"), post);
    if (!status)
        status = make_key(ctl, post, token);
    sodium_memzero(token, sizeof token);
    return status;
}

const struct command command_enrol = {
    {"enrol", "POST", 1, 1, lines, "在这台设备上启用代表证",
     "use a card: make this device's key for its post", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
