/*
 * hands - the numbers of a show of hands, on procedural motions only.
 */
#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/signers.h"

enum { SCRUTINEERS = 2 };

static void
fields(struct field_io *io, struct event *event)
{
    struct event_hands *p = &event->hands;

    event_line_ref(io, "open", &p->open);
    field_line_count(io, "options", &p->option_count, BALLOT_OPTIONS_MAX);
    field_line_count(io, "rows", &p->row_count, BALLOT_ROWS_MAX);
    for (size_t i = 0; i < p->row_count; i++) {
        field_line(io, "row");
        for (size_t k = 0; k < p->option_count; k++)
            field_u32(io, &p->counts[i][k], POST_NUMBER_MAX);
        field_end(io);
    }
}

static uint32_t
row_sum(const struct event_hands *p, size_t row)
{
    uint32_t sum = 0;

    for (size_t k = 0; k < p->option_count; k++)
        sum += p->counts[row][k];
    return sum;
}

/* Not more hands than seats that were present at any time. */
static enum refusal
check_counts(const struct opening *op, const struct paper *paper,
             const struct event_hands *p)
{
    uint32_t present = 0;

    if (p->row_count != paper->row_count ||
        p->option_count != paper->options.count)
        return REFUSED_RESULT_FORM;
    for (size_t i = 0; i < op->seat_count; i++)
        present += op->seats[i].present;
    for (size_t i = 0; i < p->row_count; i++)
        if (row_sum(p, i) > present)
            return REFUSED_HANDS;
    return REFUSED_NOTHING;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_hands *p = &event->hands;
    const struct opening *op;
    enum refusal r;

    if (c->scrutineers >= SCRUTINEERS
            ? !signers_scrutineers(c, event, SCRUTINEERS)
            : !signers_chair_and_desk(c, event))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_OPEN, adm, &r);
    if (!op)
        return r;
    if (state_paper_of(c, op)->ballot != EVENT_BY_HANDS)
        return REFUSED_BALLOT_KIND;
    if (op->has_hands)
        return REFUSED_HANDS;
    return check_counts(op, state_paper_of(c, op), p);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_hands *p = &event->hands;
    struct opening *op = adm->opening;

    (void)c;
    op->has_hands = true;
    for (size_t i = 0; i < p->row_count; i++) {
        op->row_returned[i] = row_sum(p, i);
        for (size_t k = 0; k < p->option_count; k++)
            op->marks[i * p->option_count + k] = p->counts[i][k];
    }
}

const struct handler handler_hands = {
    "hands", false, fields, check, NULL, NULL, apply, NULL,
};
