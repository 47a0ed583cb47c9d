/*
 * headcount - two scrutineers counted the hall: a gate for secret ballots.
 */
#include "ballots/handler.h"
#include "ballots/roll_hash.h"
#include "ballots/signers.h"

enum { SCRUTINEERS = 2 };

static void
fields(struct field_io *io, struct event *event)
{
    struct event_headcount *p = &event->headcount;

    field_line_id(io, "session", p->session, sizeof p->session);
    field_line_hash(io, "roll", &p->roll);
    field_line_u32(io, "counted", &p->counted, POST_NUMBER_MAX);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_headcount *p = &event->headcount;
    const struct session *session = state_session(c, p->session);
    struct hash32 roll;

    (void)adm;
    if (!signers_scrutineers(c, event, SCRUTINEERS))
        return REFUSED_SIGNERS;
    if (!session || session != state_running(c))
        return REFUSED_SESSION_NOT_RUNNING;
    roll_hash(&roll, c);
    return hash_eq(&roll, &p->roll) ? REFUSED_NOTHING : REFUSED_ROLL_HASH;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct session *session = state_running(c);

    session->headcount_entry = adm->index;
    session->headcount = event->headcount.counted;
}

const struct handler handler_headcount = {
    "headcount", true, fields, check, NULL, NULL, apply, NULL,
};
