/*
 * session-start - the meeting is called to order; the roll is frozen.
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
    if (!session)
        return REFUSED_SESSION_UNKNOWN;
    if (c->running != CONFERENCE_NO_ENTRY) {
        adm->cause = c->sessions[c->running].start_entry;
        return REFUSED_SESSION_RUNNING;
    }
    if (session->stage != SESSION_PLANNED)
        return REFUSED_SESSION_ENDED;
    /* An excerpt does not have the seats. */
    return c->voting_seats || c->excerpt ? REFUSED_NOTHING : REFUSED_NO_VOTERS;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct session *session = adm->session;

    (void)event;
    session->stage = SESSION_RUNNING;
    session->start_entry = adm->index;
    c->running = (uint32_t)(session - c->sessions);
    c->present = 0;
    for (int k = 0; k < POST_KINDS_; k++) {
        for (size_t i = 0; i < c->holders[k].count; i++) {
            struct holder *holder = &c->holders[k].items[i];

            holder->present = false;
            holder->presence_entry = CONFERENCE_NO_ENTRY;
        }
    }
}

const struct handler handler_session_start = {
    "session-start", true, fields, check, NULL, NULL, apply, NULL,
};
