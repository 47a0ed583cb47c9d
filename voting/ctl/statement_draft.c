#include "voting/ctl/statement_draft.h"

#include "ballots/draft.h"

enum ctl_status
statement_draft(struct ctl *ctl, enum event_type type)
{
    uint64_t about = UINT64_MAX;
    enum refusal r = REFUSED_NOTHING;
    enum ctl_status status = author_begin(ctl, type);

    if (status)
        return status;
    if (options_number(&ctl->options, "about", &about, EVENT_INDEX_MAX))
        return ctl_bad_options(ctl);
    if (about != UINT64_MAX)
        r = draft_about(ctl->event, ctl_conference(ctl), about);
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    return author_put_text(ctl, &ctl->event->statement.text,
                           options_text(&ctl->options, "text"),
                           options_flag(&ctl->options, "members"));
}
