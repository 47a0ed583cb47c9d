/*
 * desk-ballots - paper sheets, shuffled and sealed by two scrutineers.
 *
 * Nothing links a sheet to a seat: its voter is `desk/<paper>/<serial>` with a
 * key of zeros. A handful at a time, for one alone would be known.
 */
#include <stdio.h>

#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/sealed.h"
#include "ballots/signers.h"

enum { SCRUTINEERS = 2 };

static void
fields(struct field_io *io, struct event *event)
{
    struct event_desk_ballots *p = &event->desk_ballots;
    size_t used = 0;

    event_line_ref(io, "open", &p->open);
    field_line_u32(io, "first", &p->first_serial, POST_NUMBER_MAX);
    field_line_u32(io, "spoiled", &p->spoiled, POST_NUMBER_MAX);
    field_line_count(io, "sheets", &p->sheet_count, EVENT_SHEETS_MAX);
    for (size_t i = 0; i < p->sheet_count; i++) {
        size_t len = p->sheet_len;

        field_line(io, "sheet");
        field_blob(io, p->sheets + used, &len, sizeof p->sheets - used);
        field_end(io);
        if (i > 0 && len != p->sheet_len)
            io->bad = true;
        p->sheet_len = len;
        used += len;
    }
}

static enum refusal
check_serials(const struct opening *op, const struct event_desk_ballots *p)
{
    if (p->first_serial != op->sheets_returned + 1)
        return REFUSED_SHEETS_SERIAL;
    if (p->sheet_count == 0 && p->spoiled == 0)
        return REFUSED_SHEETS_FEW;
    if (p->sheet_count > 0 && p->sheet_count < CONFERENCE_DESK_SHEETS_MIN)
        return REFUSED_SHEETS_FEW;
    if ((uint64_t)op->sheets_returned + op->sheets_spoiled + p->sheet_count +
            p->spoiled >
        op->sheets_issued)
        return REFUSED_SHEETS_MANY;
    return REFUSED_NOTHING;
}

static enum refusal
check_sheets(const struct opening *op, const struct event_desk_ballots *p,
             struct admission *adm)
{
    const struct ballot_form *form = &adm->form;

    if (p->sheet_count > 0 &&
        p->sheet_len != ballot_bytes(form->options, form->cap, form->rows))
        return REFUSED_BALLOT_LENGTH;
    if (!sealed_are_distinct(p->sheets, p->sheet_count, p->sheet_len, form))
        return REFUSED_BALLOT_COPY;
    for (size_t i = 0; i < p->sheet_count; i++)
        if (sealed_is_copy(op, p->sheets + i * p->sheet_len, form, &adm->cause))
            return REFUSED_BALLOT_COPY;
    return REFUSED_NOTHING;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_desk_ballots *p = &event->desk_ballots;
    const struct opening *op;
    enum refusal r;

    if (!signers_scrutineers(c, event, SCRUTINEERS))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_OPEN, adm, &r);
    if (!op)
        return r;
    if (state_paper_of(c, op)->ballot != EVENT_SECRET)
        return REFUSED_BALLOT_KIND;
    round_sheet_form(&adm->form, c, op);
    r = check_serials(op, p);
    return r ? r : check_sheets(op, p, adm);
}

/* The voter of a sheet, by its place among those of the event. */
static void
fill_voter(struct ballot_voter *voter, char name[BALLOT_NAME_MAX],
           const struct event *event, const struct admission *adm, size_t i)
{
    *voter = (struct ballot_voter){.name = name, .attempt = 1};
    snprintf(name, BALLOT_NAME_MAX, "desk/%s/%u", adm->paper->id,
             (unsigned)(event->desk_ballots.first_serial + i));
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_desk_ballots *p = &event->desk_ballots;

    for (size_t i = 0; i < p->sheet_count; i++) {
        char name[BALLOT_NAME_MAX];
        struct ballot_voter voter;
        enum err e;

        fill_voter(&voter, name, event, adm, i);
        e = ballot_verify(p->sheets + i * p->sheet_len, p->sheet_len,
                          &adm->form, &voter);
        if (e)
            return e == ERR_INPUT ? REFUSED_BALLOT_FORM : REFUSED_BALLOT_PROOF;
    }
    return REFUSED_NOTHING;
}

static enum err
gather(const struct event *event, const struct admission *adm,
       struct batch *batch)
{
    const struct event_desk_ballots *p = &event->desk_ballots;
    enum err e = OK;

    for (size_t i = 0; i < p->sheet_count && !e; i++) {
        char name[BALLOT_NAME_MAX];
        struct ballot_voter voter;

        fill_voter(&voter, name, event, adm, i);
        e = batch_add_ballot(batch, p->sheets + i * p->sheet_len, p->sheet_len,
                             &adm->form, &voter);
    }
    return e;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)c;
    return sealed_reserve(op, &adm->form, event->desk_ballots.sheet_count);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_desk_ballots *p = &event->desk_ballots;
    struct opening *op = adm->opening;
    const struct paper *paper = adm->paper;

    (void)c;
    for (size_t i = 0; i < p->sheet_count; i++)
        sealed_add(op, paper, p->sheets + i * p->sheet_len, &adm->form, NULL,
                   adm->index, NULL);
    op->sheets_returned += (uint32_t)p->sheet_count;
    op->sheets_spoiled += p->spoiled;
}

const struct handler handler_desk_ballots = {
    "desk-ballots", false, fields, check, prove, reserve, apply, gather,
};
