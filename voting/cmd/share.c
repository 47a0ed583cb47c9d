/*
 * ballotctl share - verifies the whole log, then uses one's key on a count.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/author.h"
#include "voting/ctl/self_audit.h"
#include "voting/ctl/witness_lines.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
make_share(struct ctl *ctl, struct post post)
{
    const struct conference *c = ctl_conference(ctl);
    uint8_t seed[KEYRING_SEED_BYTES];
    char name[POST_TEXT_BYTES];
    enum refusal r;
    enum err e = keyring_get(seed, ctl->keys, conference_origin(c), post,
                             KEYRING_COUNTING);

    post_format(name, post);
    if (e == ERR_NOTFOUND)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_MISSING, name, NULL, NULL);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEYS_MODE, name, NULL, NULL);
    r = draft_share(ctl->event, c, ctl_argument(ctl, 0), post, seed);
    sodium_memzero(seed, sizeof seed);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    struct post post;
    enum ctl_status status = author_one(ctl, POST_SCRUTINEER, &post);

    if (!status)
        status = self_audit(ctl);
    if (!status)
        status = author_begin(ctl, EVENT_SHARE);
    if (!status)
        status = make_share(ctl, post);
    if (!status)
        status = witness_lines_add(ctl);
    return status ? status : author_finish(ctl);
}

const struct command command_share = {
    {"share", "PAPER", 1, 1, lines, "核对整本日志，然后用我的钥匙开箱",
     "verify the whole log, then use my key",
     "日志有任何不符都不会开箱。只解开合计，绝不解开单张选票。",
     "If anything in the log does not verify, no key is used. Only sums are "
     "opened, never a single ballot."},
    CTL_LOG | CTL_KEYS,
    run,
};
