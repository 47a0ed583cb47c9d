/*
 * ballotctl reissue - a new card in place of a lost one.
 */
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/invite.h"

static const struct option_line lines[] = {
    {"reason", "lost|broken|unused|mistake", false, "原因；默认 lost",
     "why; by default lost"},
    INVITE_OPTIONS,
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    static const char *const reasons[] = {"lost", "broken", "unused",
                                          "mistake"};
    const char *reason = options_text(&ctl->options, "reason");
    struct invite invite = {.voting = false};
    enum ctl_status status = author_begin(ctl, EVENT_REISSUE);
    enum refusal r;

    if (status)
        return status;
    if (options_post_argument(&ctl->options, 0, &invite.post))
        return ctl_bad_options(ctl);
    while (reason && strcmp(reasons[ctl->event->reissue.reason], reason) != 0)
        if (++ctl->event->reissue.reason == sizeof reasons / sizeof *reasons)
            return ctl_bad_value(ctl, reason);
    r = draft_reissue(ctl->event, ctl_conference(ctl), invite.post);
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    invite_draw_tokens(&invite, 1);
    status = invite_write_tokens(ctl, &invite, 1);
    invite_public(ctl->event->reissue.invitation, ctl_conference(ctl),
                  invite.token);
    sodium_memzero(invite.token, sizeof invite.token);
    return status ? status : author_finish(ctl);
}

const struct command command_reissue = {
    {"reissue", "POST", 1, 1, lines, "换发代表证，旧证作废",
     "give out a new card; the old one is void", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
