/*
 * cast - a ballot.
 *
 * On a secret paper the sealed ballot; on a named paper the marks in clear, one
 * option number a row of the seat's ballot.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/sealed.h"
#include "ballots/signers.h"

static void
fields_marks(struct field_io *io, struct event_cast *p)
{
    field_line(io, "marks");
    field_count(io, &p->mark_count, BALLOT_ROWS_MAX);
    for (size_t i = 0; i < p->mark_count; i++) {
        uint32_t mark = p->marks[i];

        field_u32(io, &mark, BALLOT_OPTIONS_MAX);
        p->marks[i] = (uint8_t)mark;
    }
    field_end(io);
}

static void
fields_ballot(struct field_io *io, struct event_cast *p)
{
    field_line(io, "ballot");
    field_blob(io, p->ballot, &p->ballot_len, sizeof p->ballot);
    field_end(io);
}

static void
fields(struct field_io *io, struct event *event)
{
    static const char *const kinds[] = {"marks", "sealed"};
    struct event_cast *p = &event->cast;
    unsigned kind = p->sealed;

    event_line_ref(io, "open", &p->open);
    field_line_u32(io, "attempt", &p->attempt, CONFERENCE_ATTEMPTS_MAX);
    event_line_optional_ref(io, "previous", &p->previous);
    field_line_choice(io, "kind", &kind, kinds, 2);
    p->sealed = kind == 1;
    if (p->sealed)
        fields_ballot(io, p);
    else
        fields_marks(io, p);
}

/* May this seat vote now, and is this its next ballot? */
static enum refusal
check_seat(const struct conference *c, const struct event *event,
           struct admission *adm)
{
    const struct event_cast *p = &event->cast;
    const struct seat_vote *seat = adm->seat;

    if (!seat->present)
        return REFUSED_NOT_PRESENT_VOTE;
    if (!seat->present_at_open &&
        !round_takes_late(c, adm->opening, &adm->cause))
        return REFUSED_HEADCOUNT;
    if (seat->has_sheet)
        return REFUSED_HAS_SHEET;
    adm->cause = seat->last_cast;
    if (seat->attempts > 0 && !adm->paper->last_counts)
        return REFUSED_VOTED;
    if (seat->attempts > 0 && seat->cast_key != adm->holder->enrol_entry)
        return REFUSED_VOTED_OLD_KEY;
    if (seat->attempts >= CONFERENCE_ATTEMPTS_MAX)
        return REFUSED_ATTEMPTS_MANY;
    if (p->attempt != seat->attempts + 1u ||
        p->previous.present != (seat->attempts > 0))
        return REFUSED_ATTEMPT;
    if (p->previous.present && p->previous.index != seat->last_cast)
        return REFUSED_ATTEMPT;
    adm->cause = CONFERENCE_NO_ENTRY;
    return p->previous.present ? state_ref_check(c, event, &p->previous)
                               : REFUSED_NOTHING;
}

static enum refusal
check_marks(const struct paper *paper, const struct event_cast *p,
            const struct ballot_form *form)
{
    unsigned first = 0;

    if (p->mark_count != form->rows)
        return REFUSED_BALLOT_LENGTH;
    for (size_t i = 0; i < p->mark_count; i++) {
        if (p->marks[i] < 1 || p->marks[i] > paper->options.count)
            return REFUSED_BALLOT_MARKS;
        first += p->marks[i] == 1;
    }
    return form->cap && first > form->cap ? REFUSED_BALLOT_MARKS
                                          : REFUSED_NOTHING;
}

static void
fill_voter(struct admission *adm, const struct event *event)
{
    const struct event_cast *p = &event->cast;

    post_key_name(adm->voter_name, event->origin, event->signers[0].post,
                  false);
    memcpy(adm->voter.key, adm->keys[0].key.bytes, sizeof adm->voter.key);
    adm->voter.name = adm->voter_name;
    adm->voter.attempt = p->attempt;
    if (p->previous.present)
        memcpy(adm->voter.previous, p->previous.leaf.bytes,
               sizeof adm->voter.previous);
}

static enum refusal
check_ballot(const struct conference *c, const struct event *event,
             const struct opening *op, struct admission *adm)
{
    const struct event_cast *p = &event->cast;
    const struct paper *paper = state_paper_of(c, op);

    if (p->sealed != (paper->ballot == EVENT_SECRET) ||
        paper->ballot == EVENT_BY_HANDS)
        return REFUSED_BALLOT_KIND;
    round_form(&adm->form, c, op, event->signers[0].post);
    if (!p->sealed)
        return check_marks(paper, p, &adm->form);
    if (p->ballot_len !=
        ballot_bytes(adm->form.options, adm->form.cap, adm->form.rows))
        return REFUSED_BALLOT_LENGTH;
    fill_voter(adm, event);
    return sealed_is_copy(op, p->ballot, &adm->form, &adm->cause)
               ? REFUSED_BALLOT_COPY
               : REFUSED_NOTHING;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_cast *p = &event->cast;
    const struct opening *op;
    enum refusal r;

    if (!signers_one(event, POST_SEAT))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_OPEN, adm, &r);
    if (!op)
        return r;
    adm->holder = state_holder(c, event->signers[0].post);
    adm->seat = round_seat(c, op, event->signers[0].post);
    if (!adm->seat || adm->seat->barred)
        return REFUSED_NOT_ON_ROLL;
    r = check_seat(c, event, adm);
    return r ? r : check_ballot(c, event, op, adm);
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_cast *p = &event->cast;
    enum err e;

    if (!p->sealed)
        return REFUSED_NOTHING;
    e = ballot_verify(p->ballot, p->ballot_len, &adm->form, &adm->voter);
    if (e == ERR_INPUT)
        return REFUSED_BALLOT_FORM;
    return e ? REFUSED_BALLOT_PROOF : REFUSED_NOTHING;
}

static enum err
gather(const struct event *event, const struct admission *adm,
       struct batch *batch)
{
    const struct event_cast *p = &event->cast;

    if (!p->sealed)
        return OK;
    return batch_add_ballot(batch, p->ballot, p->ballot_len, &adm->form,
                            &adm->voter);
}

/* What is kept of the seat's ballot, or NULL where the first one counts. */
static struct seat_kept *
kept_of(const struct admission *adm)
{
    struct opening *op = adm->opening;

    return op->kept ? &op->kept[adm->seat - op->seats] : NULL;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    struct opening *op = adm->opening;
    struct seat_kept *kept = kept_of(adm);
    const struct paper *paper = adm->paper;

    (void)c;
    (void)event;
    if (kept && op->sums && !kept->sealed)
        kept->sealed =
            arena_take(&op->working, (size_t)paper->row_count * paper->slots,
                       sizeof *kept->sealed);
    if (kept && op->marks && !kept->marks)
        kept->marks = arena_take(&op->working, paper->row_count, 1);
    if (kept && !kept->sealed && !kept->marks)
        return ERR_NOMEM;
    return op->sums ? sealed_reserve(op, &adm->form, 1) : OK;
}

/* Adds (by 1) or takes back (by -1) the marks of a named ballot. */
static void
count_marks(struct opening *op, const struct paper *paper,
            const struct ballot_form *form, const uint8_t *marks, int by)
{
    for (unsigned i = 0; i < form->rows; i++) {
        uint32_t row = form->row[i] - 1u;

        op->marks[row * paper->options.count + marks[i] - 1u] += (uint32_t)by;
        op->row_returned[row] += (uint32_t)by;
    }
}

static void
apply_sealed(const struct event_cast *p, const struct admission *adm)
{
    struct elgamal_ct *kept = kept_of(adm) ? kept_of(adm)->sealed : NULL;

    if (kept && adm->seat->attempts > 0)
        sealed_take_back(adm->opening, adm->paper, &adm->form, kept);
    sealed_add(adm->opening, adm->paper, p->ballot, &adm->form, adm->points,
               adm->index, kept);
}

static void
apply_marks(const struct event_cast *p, const struct admission *adm)
{
    uint8_t *kept = kept_of(adm) ? kept_of(adm)->marks : NULL;

    if (kept && adm->seat->attempts > 0)
        count_marks(adm->opening, adm->paper, &adm->form, kept, -1);
    count_marks(adm->opening, adm->paper, &adm->form, p->marks, 1);
    if (kept)
        memcpy(kept, p->marks, p->mark_count);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct seat_vote *seat = adm->seat;

    (void)c;
    if (event->cast.sealed)
        apply_sealed(&event->cast, adm);
    else
        apply_marks(&event->cast, adm);
    if (seat->attempts == 0)
        adm->opening->cast_count++;
    seat->attempts++;
    seat->last_cast = adm->index;
    seat->cast_key = adm->holder->enrol_entry;
}

const struct handler handler_cast = {
    "cast", false, fields, check, prove, reserve, apply, gather,
};
