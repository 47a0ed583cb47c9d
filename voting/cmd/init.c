/*
 * ballotctl init - founds a conference: a log of its own, and the conveners.
 */
#include <string.h>

#include <sodium.h>

#include "voting/author.h"
#include "voting/ctl_open.h"
#include "voting/input_file.h"
#include "voting/json_paper.h"

static const struct option_line lines[] = {
    {"policy", "FILE", false, "校外存证方案（C2SP tlog-policy）",
     "who keeps copies outside (C2SP tlog-policy)"},
    {"setup-code-file", "FILE", false,
     "在服务器上开篇：首次启动时服务器显示的初始码所在文件（- 为标准输入）",
     "on a server: the file with the set-up code that it showed when it was "
     "first started (-: standard input)"},
    {NULL, NULL, false, NULL, NULL},
};

/* A convener's key, kept before anything is logged. */
static enum ctl_status
make_key(struct ctl *ctl, const char *origin, uint32_t number,
         uint8_t public_key[32])
{
    struct post post = {POST_CHAIR, number};
    struct ed25519_secret secret;
    struct ed25519_public half;
    uint8_t seed[KEYRING_SEED_BYTES];
    enum err e;

    randombytes_buf(seed, sizeof seed);
    e = keyring_put(ctl->keys, origin, post, KEYRING_SIGNING, seed, false);
    ed25519_from_seed(&secret, seed);
    ed25519_public(&half, &secret);
    memcpy(public_key, half.bytes, sizeof half.bytes);
    ed25519_wipe(&secret);
    sodium_memzero(seed, sizeof seed);
    if (e == ERR_EXISTS)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_KEY_EXISTS,
                        number == 1 ? "chair/1" : "chair/2", NULL, NULL);
    return e ? ctl_fail_err(ctl, e, "key") : CTL_DONE;
}

static enum ctl_status
put_policy(struct ctl *ctl, struct event_blob *blob)
{
    const char *path = options_text(&ctl->options, "policy");
    struct input_file file;
    struct witness_policy policy;
    enum err e;

    if (!path)
        return CTL_DONE;
    if (input_file_read(&file, path, WITNESS_POLICY_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = witness_policy_parse(&policy, input_file_span(&file));
    if (!e)
        e = author_give_text(ctl, blob, input_file_span(&file), false);
    input_file_free(&file);
    return e ? ctl_refuse(ctl, REFUSED_POLICY, CONFERENCE_NO_ENTRY) : CTL_DONE;
}

/* The log does not know the keys that were made for it: the next attempt may
 * make others. */
static enum ctl_status
take_back_keys(struct ctl *ctl)
{
    enum err e = OK;

    for (uint32_t n = 1; n <= 2 && !e; n++)
        e = keyring_erase(ctl->keys, (struct post){POST_CHAIR, n},
                          KEYRING_SIGNING);
    return e ? ctl_fail_err(ctl, e, ctl->open_keys) : CTL_REFUSED;
}

static enum ctl_status
found(struct ctl *ctl, const struct json_paper *paper)
{
    struct event_genesis *g = &ctl->event->genesis;
    const char *origin = paper->event.origin;
    struct ed25519_public key;
    enum ctl_status status = author_begin(ctl, EVENT_GENESIS);

    memcpy(ctl->event->origin, origin, sizeof ctl->event->origin);
    g->specification = 1;
    log_key(ctl->log, &key);
    memcpy(g->log_key, key.bytes, sizeof key.bytes);
    if (!status)
        status = author_put_lines(ctl, &g->title, paper->title, false);
    if (!status)
        status = put_policy(ctl, &g->policy);
    if (!status)
        status = make_key(ctl, origin, 1, g->convener_keys[0]);
    if (!status)
        status = make_key(ctl, origin, 2, g->convener_keys[1]);
    if (status)
        return status;
    status = author_finish(ctl);
    return status == CTL_REFUSED ? take_back_keys(ctl) : status;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct json_paper *paper = json_paper_new();
    struct input_file file;
    enum ctl_status status;
    enum err e;

    if (!paper)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    e = input_file_read(&file, path, JSON_PAPER_BYTES_MAX);
    if (e)
        status = ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    else if (json_paper_conference(paper, input_file_span(&file)))
        status = ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_FORM, path,
                          paper->fault.why, NULL);
    else
        status = ctl_open_needs(ctl, CTL_KEYS | CTL_EMPTY);
    if (!e)
        input_file_free(&file);
    if (!status)
        status = found(ctl, paper);
    json_paper_free(paper);
    return status;
}

const struct command command_init = {
    {"init", "CONFERENCE.json", 1, 1, lines, "开篇：新建日志和两位召集人的密钥",
     "found a conference: a new log, and the conveners' keys",
     "文件：{\"origin\": \"example.edu/congress-7\", \"title\": {\"zh\": ..., "
     "\"en\": ...}}",
     "The file: {\"origin\": \"example.edu/congress-7\", \"title\": {\"zh\": "
     "..., \"en\": ...}}"},
    CTL_NOTHING,
    run,
};
