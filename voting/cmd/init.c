/*
 * ballotctl init - founds a conference: a log of its own, and the conveners.
 */
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "voting/ctl/author.h"
#include "voting/ctl/ctl_open.h"
#include "voting/ctl/json_paper.h"
#include "voting/log/log_mirror.h"
#include "voting/machine/input_file.h"

static const struct option_line lines[] = {
    {"policy", "FILE", false, "校外存证方案（C2SP tlog-policy）",
     "who keeps copies outside (C2SP tlog-policy)"},
    {"continues", "MIRROR|BUNDLE", false,
     "接续一份已丢失记录的日志：它最后的完整副本（须用新的 origin）",
     "succeed a log of which entries were lost for good: its last whole copy "
     "(under another origin)"},
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

/* The log that this one takes the place of. */
struct predecessor {
    bool present;
    char origin[POST_ORIGIN_MAX + 1];
    uint64_t size;
    struct hash32 root;
};

static enum ctl_status
read_old(struct ctl *ctl, struct predecessor *out, struct log *old,
         const char *new_origin)
{
    const struct merkle_tree *tree = conference_tree(log_conference(old));
    const char *origin = conference_origin(log_conference(old));
    enum log_fault fault = log_fault(old);
    enum err e;

    if (fault || tree->size == 0)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_LOG_OPEN,
                        options_text(&ctl->options, "continues"),
                        log_fault_words(fault, ctl->lang), NULL);
    if (strcmp(origin, new_origin) == 0)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_SUCCESSOR_ORIGIN, origin, NULL,
                        NULL);
    out->present = true;
    out->size = tree->size;
    memcpy(out->origin, origin, strlen(origin) + 1);
    e = merkle_root_at(&out->root, tree, tree->size);
    return e ? ctl_fail_err(ctl, e, "root") : CTL_DONE;
}

/* Every signature and proof of the old log is checked: a name is given to it
 * that stays. */
static enum ctl_status
find_old(struct ctl *ctl, struct predecessor *out, const char *new_origin)
{
    const char *path = options_text(&ctl->options, "continues");
    enum ctl_status status;
    struct stat about;
    struct log *old;
    enum err e;

    *out = (struct predecessor){.present = false};
    if (!path)
        return CTL_DONE;
    if (stat(path, &about))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = S_ISDIR(about.st_mode) ? log_mirror_open(&old, path, true)
                               : log_mirror_from_bundle(&old, path, true);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path, err_name(e),
                        NULL);
    status = read_old(ctl, out, old, new_origin);
    log_close(old);
    return status;
}

static enum ctl_status
found(struct ctl *ctl, const struct json_paper *paper,
      const struct predecessor *old)
{
    struct event_genesis *g = &ctl->event->genesis;
    const char *origin = paper->event.origin;
    struct ed25519_public key;
    enum ctl_status status = author_begin(ctl, EVENT_GENESIS);

    memcpy(ctl->event->origin, origin, sizeof ctl->event->origin);
    g->specification = 1;
    g->continues = old->present;
    g->old_size = old->size;
    g->old_root = old->root;
    memcpy(g->old_origin, old->origin, sizeof g->old_origin);
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
    struct predecessor old = {.present = false};
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
        status = find_old(ctl, &old, paper->event.origin);
    if (!e)
        input_file_free(&file);
    if (!status)
        status = ctl_open_needs(ctl, CTL_KEYS | CTL_EMPTY);
    if (!status)
        status = found(ctl, paper, &old);
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
