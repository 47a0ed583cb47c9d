/*
 * ballotctl post - opens one post and makes its card.
 */
#include <sodium.h>

#include "voting/ctl/invite.h"

static const struct option_line lines[] = {
    {"name-zh", "NAME", true, "姓名", "name in Chinese, or the only one"},
    {"name-en", "NAME", false, "英文姓名", "name in English"},
    {"group", "GROUP", false, "代表团", "delegation"},
    INVITE_OPTIONS,
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    struct invite invite = {
        .fields = {[NAME_ZH] = options_text(&ctl->options, "name-zh"),
                   [NAME_EN] = options_text(&ctl->options, "name-en"),
                   [NAME_GROUP] = options_text(&ctl->options, "group")}};
    char number[CTL_NUMBER_BYTES];
    size_t before = 0;
    enum ctl_status status;

    if (options_post_argument(&ctl->options, 0, &invite.post))
        return ctl_bad_options(ctl);
    invite.voting = invite.post.kind == POST_SEAT;
    status =
        options_text(&ctl->options, "out") || options_flag(&ctl->options, "ask")
            ? invite_draft(ctl, &invite)
            : invite_log(ctl, &invite, 1, false, &before);
    sodium_memzero(invite.token, sizeof invite.token);
    if (!status && before > 0)
        ctl_say(ctl, MESSAGE_ROLL_WENT_ON, ctl_number(number, before), NULL,
                NULL);
    if (!status)
        ctl_say(ctl, MESSAGE_ROLL_DONE, ctl_number(number, 1),
                invite.voting ? "1" : "0", NULL);
    return status;
}

const struct command command_post = {
    {"post", "POST", 1, 1, lines, "开设一个职务或席位，并制作代表证",
     "open one post and make its card",
     "职务：chair/2 desk/1 scrutineer/1 observer/1 seat/017。席位有表决权。",
     "Posts: chair/2 desk/1 scrutineer/1 observer/1 seat/017. Seats vote."},
    CTL_LOG | CTL_KEYS,
    run,
};
