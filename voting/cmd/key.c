/*
 * ballotctl key - locks the ballot box: the key ceremony.
 */
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/author.h"
#include "voting/ctl/seed_page.h"
#include "voting/machine/input_file.h"
#include "voting/machine/private_file.h"

static const struct option_line lines[] = {
    {"threshold", "N", false, "start：几名监票人即可开箱",
     "start: how many scrutineers open the box"},
    {"reason", "TEXT", false, "start：重锁的理由（文字、@文件或 -）",
     "start: why the box is locked anew (a text, @FILE or -)"},
    {"against", "N", false, "complain：份额有误的监票人序号",
     "complain: the number of the scrutineer whose share is bad"},
    {"seed-file", "FILE", false,
     "restore：从备份页录入的数字，从文件读取（- 为标准输入）",
     "restore: the digits of the page, read from a file (-: standard input)"},
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
start(struct ctl *ctl)
{
    const char *reason = options_text(&ctl->options, "reason");
    uint64_t threshold = 2;
    enum ctl_status status = author_begin(ctl, EVENT_KEY_START);
    enum refusal r;

    if (status)
        return status;
    if (options_number(&ctl->options, "threshold", &threshold,
                       CEREMONY_TRUSTEES_MAX))
        return ctl_bad_options(ctl);
    r = draft_key_start(ctl->event, ctl_conference(ctl), (uint32_t)threshold);
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    if (reason)
        status =
            author_put_text(ctl, &ctl->event->key_start.reason, reason, false);
    return status ? status : author_finish(ctl);
}

/* The scrutineer's counting seed; the first step makes it. Secret. */
static enum ctl_status
load_seed(struct ctl *ctl, struct post post, bool make,
          uint8_t seed[KEYRING_SEED_BYTES])
{
    const char *origin = conference_origin(ctl_conference(ctl));
    char name[POST_TEXT_BYTES];
    enum err e = keyring_get(seed, ctl->keys, origin, post, KEYRING_COUNTING);

    post_format(name, post);
    if (e == ERR_NOTFOUND && make) {
        randombytes_buf(seed, KEYRING_SEED_BYTES);
        e = keyring_put(ctl->keys, origin, post, KEYRING_COUNTING, seed, false);
    }
    if (e == ERR_NOTFOUND)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_MISSING, name, NULL, NULL);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEYS_MODE, name, NULL, NULL);
    return CTL_DONE;
}

static enum refusal
take_step(struct ctl *ctl, enum event_type type, struct post post,
          const uint8_t *seed, uint32_t against)
{
    const struct conference *c = ctl_conference(ctl);
    char number[CTL_NUMBER_BYTES];
    uint32_t bad = 0;
    enum refusal r;

    if (type == EVENT_KEY_COMMIT)
        return draft_key_commit(ctl->event, c, post, seed);
    if (type == EVENT_KEY_DEAL)
        return draft_key_deal(ctl->event, c, post, seed);
    if (type == EVENT_KEY_COMPLAIN)
        return draft_key_complain(ctl->event, c, post, seed, against);
    r = draft_key_accept(ctl->event, c, post, seed, &bad);
    if (bad)
        message_say(ctl->err, ctl->lang, MESSAGE_SHARE_BAD,
                    ctl_number(number, bad), NULL, NULL, NULL);
    return r;
}

static enum ctl_status
step(struct ctl *ctl, enum event_type type)
{
    uint8_t seed[KEYRING_SEED_BYTES];
    uint64_t against = 0;
    struct post post;
    enum refusal r;
    enum ctl_status status = author_one(ctl, POST_SCRUTINEER, &post);

    if (!status)
        status = author_begin(ctl, type);
    if (!status && options_number(&ctl->options, "against", &against,
                                  CEREMONY_TRUSTEES_MAX))
        status = ctl_bad_options(ctl);
    if (!status)
        status = load_seed(ctl, post, type == EVENT_KEY_COMMIT, seed);
    if (status)
        return status;
    r = take_step(ctl, type, post, seed, (uint32_t)against);
    sodium_memzero(seed, sizeof seed);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

/* Writes the seed's page, for a sealed envelope. */
static enum ctl_status
backup(struct ctl *ctl)
{
    const char *path = options_text(&ctl->options, "out");
    uint8_t seed[KEYRING_SEED_BYTES];
    char name[POST_TEXT_BYTES];
    struct text_writer w;
    struct span written = {0};
    struct post post;
    enum ctl_status status = author_one(ctl, POST_SCRUTINEER, &post);
    enum err e;

    if (!status && !path)
        status = ctl_fail(ctl, CTL_USAGE, MESSAGE_OPTION_REQUIRED, "out", NULL,
                          NULL);
    if (!status)
        status = load_seed(ctl, post, false, seed);
    if (status)
        return status;
    text_writer_start(&w, ctl->scratch, SEED_PAGE_MAX);
    seed_page_write(&w, conference_origin(ctl_conference(ctl)), post, seed);
    sodium_memzero(seed, sizeof seed);
    e = text_writer_finish(&w, &written);
    if (!e)
        e = private_file_create(path, written);
    sodium_memzero(ctl->scratch, SEED_PAGE_MAX);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    post_format(name, post);
    ctl_say(ctl, MESSAGE_BACKUP_DONE, name, path, NULL);
    return CTL_DONE;
}

/* What was typed from a page. Secret. */
static enum ctl_status
read_typed(struct ctl *ctl, uint8_t seed[KEYRING_SEED_BYTES])
{
    const char *path = options_text(&ctl->options, "seed-file");
    struct input_file file;
    char number[CTL_NUMBER_BYTES];
    unsigned group;
    enum err e;

    if (!path)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_OPTION_REQUIRED, "seed-file",
                        NULL, NULL);
    if (input_file_read(&file, path, SEED_PAGE_TYPED))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = seed_page_read(seed, &group, input_file_span(&file));
    input_file_free(&file);
    if (e && group)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_SEED_BAD,
                        ctl_number(number, group), NULL, NULL);
    if (e)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_SEED_FORM, path, NULL, NULL);
    return CTL_DONE;
}

/* Keeps a seed from its page, if it is the one that this log knows. */
static enum ctl_status
restore(struct ctl *ctl)
{
    const struct conference *c = ctl_conference(ctl);
    uint8_t seed[KEYRING_SEED_BYTES] = {0};
    char name[POST_TEXT_BYTES];
    struct post post;
    bool known;
    enum ctl_status status = author_one(ctl, POST_SCRUTINEER, &post);
    enum err e = OK;

    if (!status)
        status = read_typed(ctl, seed);
    if (status)
        return status;
    known = draft_key_is_of(c, post, seed);
    if (known)
        e = keyring_put(ctl->keys, conference_origin(c), post, KEYRING_COUNTING,
                        seed, false);
    sodium_memzero(seed, sizeof seed);
    post_format(name, post);
    if (!known)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_SEED_OTHER, name, NULL, NULL);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, name, NULL, NULL);
    ctl_say(ctl, MESSAGE_BACKUP_READ, name, NULL, NULL);
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    static const struct {
        const char *word;
        enum event_type type;
    } steps[] = {
        {"commit", EVENT_KEY_COMMIT},
        {"deal", EVENT_KEY_DEAL},
        {"accept", EVENT_KEY_ACCEPT},
        {"complain", EVENT_KEY_COMPLAIN},
    };
    const char *word = ctl_argument(ctl, 0);

    if (strcmp(word, "start") == 0)
        return start(ctl);
    if (strcmp(word, "backup") == 0)
        return backup(ctl);
    if (strcmp(word, "restore") == 0)
        return restore(ctl);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(word, steps[i].word) == 0)
            return step(ctl, steps[i].type);
    return ctl_bad_value(ctl, word);
}

const struct command command_key = {
    {"key", "start|commit|deal|accept|complain|backup|restore", 1, 1, lines,
     "锁票箱：主持人 start，然后每名监票人依次 commit、deal、accept",
     "lock the ballot box: the chair starts, then every scrutineer commits, "
     "deals and accepts",
     "开箱密钥由手头的种子得出：backup --out 文件 打印备份页，密封保存；"
     "restore 从备份页恢复。任何几名（threshold）监票人"
     "合起来都能看到选票。",
     "The counting key derives from a seed in the folder of keys: backup --out "
     "FILE makes a page of it, to print and seal; restore reads it back. Any "
     "`threshold` scrutineers together could read votes."},
    CTL_LOG | CTL_KEYS | CTL_PROVED,
    run,
};
