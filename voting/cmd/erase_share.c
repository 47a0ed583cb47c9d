/*
 * ballotctl erase-share - destroys a counting key after the session.
 */
#include "ballots/draft.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    {"as", "SCRUTINEER", false, "监票人", "the scrutineer"},
    {"force", NULL, false, "会议未结束也销毁",
     "even if a session is planned or running"},
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    char name[POST_TEXT_BYTES];
    struct post post;
    enum ctl_status status = author_one(ctl, POST_SCRUTINEER, &post);
    enum err e;

    if (status)
        return status;
    post_format(name, post);
    if (!options_flag(&ctl->options, "force") &&
        !draft_is_over(ctl_conference(ctl)))
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_ERASE_EARLY, NULL, NULL,
                        NULL);
    e = keyring_erase(ctl->keys, post, KEYRING_COUNTING);
    if (e == ERR_NOTFOUND)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEY_MISSING, name, NULL, NULL);
    if (e)
        return ctl_fail_err(ctl, e, name);
    ctl_say(ctl, MESSAGE_ERASED, name, NULL, NULL);
    return CTL_DONE;
}

const struct command command_erase_share = {
    {"erase-share", "", 0, 0, lines, "会议结束后销毁开箱钥匙",
     "destroy one's counting key after the session",
     "抄存的种子也要销毁。存储介质可能留有副本。",
     "Destroy the copy on paper too. The disk may keep traces."},
    CTL_LOG | CTL_KEYS,
    run,
};
