/*
 * session - a meeting of the conference is announced.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/signers.h"

enum { NUMBER_MAX = 9999 };

static void
fields(struct field_io *io, struct event *event)
{
    struct event_session *p = &event->session;

    field_line_id(io, "session", p->id, sizeof p->id);
    field_line_u32(io, "term", &p->term, NUMBER_MAX);
    field_line_u32(io, "number", &p->number, NUMBER_MAX);
    event_line_blob(io, "title", &p->title);
    field_line(io, "date");
    field_date(io, p->date);
    field_end(io);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct session *session = state_session(c, event->session.id);

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    if (session) {
        adm->cause = session->entry;
        return REFUSED_SESSION_EXISTS;
    }
    return REFUSED_NOTHING;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    (void)event;
    (void)adm;
    return array_reserve(&c->memory, &c->sessions, &c->session_capacity,
                         c->session_count + 1, sizeof *c->sessions);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_session *p = &event->session;
    struct session *session = &c->sessions[c->session_count++];

    *session = (struct session){.term = p->term,
                                .number = p->number,
                                .title = p->title,
                                .stage = SESSION_PLANNED,
                                .entry = adm->index,
                                .start_entry = CONFERENCE_NO_ENTRY,
                                .end_entry = CONFERENCE_NO_ENTRY,
                                .headcount_entry = CONFERENCE_NO_ENTRY,
                                .ceremony = CONFERENCE_NO_ENTRY};
    memcpy(session->id, p->id, sizeof session->id);
    memcpy(session->date, p->date, sizeof session->date);
}

const struct handler handler_session = {
    "session", false, fields, check, NULL, reserve, apply, NULL,
};
