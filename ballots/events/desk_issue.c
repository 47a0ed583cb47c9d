/*
 * desk-issue - a seat takes a paper sheet, and can no longer vote by phone.
 */
#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/signers.h"

enum { SCRUTINEERS = 2 };

static void
fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "open", &event->desk_issue.open);
    field_line_post(io, "seat", &event->desk_issue.seat);
}

static bool
has_recusal(const struct paper *paper, struct post seat)
{
    for (uint32_t i = 0; i < paper->recusal_count; i++)
        if (post_eq(paper->recusals[i].seat, seat))
            return true;
    return false;
}

/* Whether as many sheets as must come back at once fit one entry. */
static bool
can_return(const struct paper *paper)
{
    size_t sheet = ballot_bytes((unsigned)paper->options.count, paper->cap,
                                paper->row_count);

    return CONFERENCE_DESK_SHEETS_MIN * sheet <= BALLOT_BYTES_MAX;
}

static enum refusal
check_seat(const struct conference *c, const struct event *event,
           const struct opening *op, struct admission *adm)
{
    const struct post post = event->desk_issue.seat;
    struct seat_vote *seat = round_seat(c, op, post);

    if (!seat)
        return REFUSED_NOT_ON_ROLL;
    adm->seat = seat;
    if (!seat->present)
        return REFUSED_NOT_PRESENT_VOTE;
    if (!seat->present_at_open && !round_takes_late(c, op, &adm->cause))
        return REFUSED_HEADCOUNT;
    if (seat->has_sheet)
        return REFUSED_HAS_SHEET;
    if (seat->attempts > 0) {
        adm->cause = seat->last_cast;
        return REFUSED_SHEET_VOTED;
    }
    return has_recusal(state_paper_of(c, op), post) ? REFUSED_SHEET_RECUSED
                                                    : REFUSED_NOTHING;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_desk_issue *p = &event->desk_issue;
    const struct opening *op;
    enum refusal r;

    if (!signers_scrutineers(c, event, SCRUTINEERS))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_OPEN, adm, &r);
    if (!op)
        return r;
    if (state_paper_of(c, op)->ballot != EVENT_SECRET)
        return REFUSED_BALLOT_KIND;
    if (!can_return(state_paper_of(c, op)))
        return REFUSED_SHEETS_FEW;
    return check_seat(c, event, op, adm);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;
    struct seat_vote *seat = adm->seat;

    (void)c;
    (void)event;
    seat->has_sheet = true;
    seat->issued = true;
    op->sheets_issued++;
}

const struct handler handler_desk_issue = {
    "desk-issue", false, fields, check, NULL, NULL, apply, NULL,
};
