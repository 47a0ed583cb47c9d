/*
 * close - voting ends. An entry, not a time: what stands before it counts.
 */
#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/sealed.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "open", &event->close.open);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct opening *op;
    enum refusal r;
    bool called;

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &event->close.open, OPENING_OPEN, adm, &r);
    if (!op)
        return r;
    if (state_paper_of(c, op)->ballot == EVENT_BY_HANDS)
        return op->has_hands ? REFUSED_NOTHING : REFUSED_HANDS_MISSING;
    called = op->last_call_s != 0 &&
             adm->time_s >= op->last_call_s + CONFERENCE_LAST_CALL_S &&
             adm->time_s <= op->last_call_s + CONFERENCE_LAST_CALL_MAX_S;
    return called || round_all_voted(op) ? REFUSED_NOTHING
                                         : REFUSED_CLOSE_EARLY;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    struct opening *op = adm->opening;
    const struct paper *paper = adm->paper;

    (void)c;
    (void)event;
    if (!op->sums)
        return OK;
    op->shared_sums =
        arena_take(&op->working, (size_t)paper->row_count * paper->slots,
                   sizeof *op->shared_sums);
    return op->shared_sums ? OK : ERR_NOMEM;
}

/* The sums that will be opened: of rows that have enough ballots. */
static void
choose_sums(struct opening *op, const struct paper *paper)
{
    for (uint32_t row = 0; row < paper->row_count; row++) {
        if (op->row_returned[row] < RULE_SECRET_BALLOTS_MIN)
            continue;
        for (unsigned slot = 0; slot < paper->slots; slot++)
            sealed_sum_encode(&op->shared_sums[op->shared_count++],
                              &op->sums[row * paper->slots + slot]);
    }
}

/* Who came in by their own phone, whom the desk brought in, and new cards. */
static void
note_procedure(const struct conference *c, struct opening *op)
{
    for (size_t i = 0; i < op->seat_count; i++) {
        const struct holder *holder = &c->holders[POST_SEAT].items[i];

        if (!op->seats[i].on_roll)
            continue;
        op->reissued += holder->session_reissues;
        if (!op->seats[i].present)
            continue;
        if (holder->present_by_desk)
            op->signed_in_desk++;
        else
            op->signed_in++;
    }
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)event;
    op->stage = OPENING_CLOSED;
    op->close_entry = adm->index;
    op->closed_s = adm->time_s;
    round_leave_open(c, op);
    note_procedure(c, op);
    if (op->sums)
        choose_sums(op, adm->paper);
    seen_set_free(&op->points);
}

const struct handler handler_close = {
    "close", true, fields, check, NULL, reserve, apply, NULL,
};
