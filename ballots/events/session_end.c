/*
 * session-end - the meeting is over; scrutineers erase their keys.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    field_line_id(io, "session", event->mark.session,
                  sizeof event->mark.session);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    struct session *session = state_session(c, event->mark.session);

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    adm->session = session;
    if (!session || session != state_running(c))
        return REFUSED_SESSION_NOT_RUNNING;
    /* An excerpt has a round's beginning and not its end. */
    for (size_t i = 0; i < c->opening_count && !c->excerpt; i++) {
        const struct opening *op = c->openings[i];

        if (op->stage == OPENING_OPEN || op->stage == OPENING_CLOSED) {
            adm->cause = op->entry;
            return REFUSED_SESSION_BALLOTS;
        }
    }
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct session *session = adm->session;

    (void)event;
    session->stage = SESSION_ENDED;
    session->end_entry = adm->index;
    c->running = CONFERENCE_NO_ENTRY;
    for (int k = 0; k < POST_KINDS_; k++)
        for (size_t i = 0; i < c->holders[k].count; i++)
            c->holders[k].items[i].session_reissues = 0;
}

const struct handler handler_session_end = {
    "session-end", true, fields, check, NULL, NULL, apply, NULL,
};
