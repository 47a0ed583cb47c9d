/*
 * draft_ballot.c - sealing votes and paper sheets.
 */
#include <stdio.h>
#include <string.h>

#include "ballots/draft.h"
#include "ballots/draft_entry.h"
#include "ballots/round.h"

static void
copy_words(struct draft_ballot *out, const struct paper *paper)
{
    out->option_count = paper->options.count;
    for (size_t k = 0; k < paper->options.count; k++)
        memcpy(out->options[k], paper->options.id[k].text,
               sizeof out->options[k]);
    for (unsigned i = 0; i < out->form.rows; i++)
        memcpy(out->rows[i], paper->rows[out->form.row[i] - 1].id,
               sizeof out->rows[i]);
}

enum refusal
draft_ballot(struct draft_ballot *out, const struct conference *c,
             const char *id, const struct post *seat)
{
    const struct opening *round = draft_current_round(c, id);
    const struct paper *paper;
    const struct seat_vote *vote = NULL;

    memset(out, 0, sizeof *out);
    out->attempt = 1;
    if (!round || round->stage != OPENING_OPEN)
        return REFUSED_NOT_OPEN;
    paper = state_paper_of(c, round);
    out->secret = paper->ballot == EVENT_SECRET;
    if (seat) {
        vote = round_seat(c, round, *seat);
        if (!vote || vote->barred)
            return REFUSED_NOT_ON_ROLL;
        round_form(&out->form, c, round, *seat);
    } else {
        round_sheet_form(&out->form, c, round);
    }
    copy_words(out, paper);
    if (!vote || vote->attempts == 0)
        return REFUSED_NOTHING;
    out->attempt = vote->attempts + 1u;
    draft_ref(&out->previous, c, vote->last_cast);
    return REFUSED_NOTHING;
}

void
draft_voter(struct ballot_voter *voter, char name[POST_KEY_NAME_BYTES],
            const struct conference *c, const struct draft_ballot *ballot,
            struct post seat, const uint8_t key[32])
{
    post_key_name(name, c->origin, seat, false);
    *voter = (struct ballot_voter){.name = name, .attempt = ballot->attempt};
    memcpy(voter->key, key, sizeof voter->key);
    memcpy(voter->previous, ballot->previous.leaf.bytes,
           sizeof voter->previous);
}

enum refusal
draft_cast(struct event *event, const struct conference *c, const char *id,
           struct post seat, const uint8_t key[32], const uint8_t *choices,
           const uint8_t *secret)
{
    struct event_cast *p = &event->cast;
    struct draft_ballot ballot;
    char name[POST_KEY_NAME_BYTES];
    struct ballot_voter voter = {.name = name};
    enum refusal r = draft_ballot(&ballot, c, id, &seat);

    if (r)
        return r;
    draft_ref(&p->open, c, draft_current_round(c, id)->entry);
    p->attempt = ballot.attempt;
    p->previous = ballot.previous;
    p->sealed = ballot.secret;
    if (!p->sealed) {
        p->mark_count = ballot.form.rows;
        for (size_t i = 0; i < p->mark_count; i++)
            p->marks[i] = (uint8_t)(choices[i] + 1);
        return REFUSED_NOTHING;
    }
    draft_voter(&voter, name, c, &ballot, seat, key);
    p->ballot_len =
        ballot_bytes(ballot.form.options, ballot.form.cap, ballot.form.rows);
    return ballot_seal(p->ballot, p->ballot_len, &ballot.form, &voter, choices,
                       secret)
               ? REFUSED_BALLOT_MARKS
               : REFUSED_NOTHING;
}

enum refusal
draft_sheets(struct event *event, const struct conference *c, const char *id,
             size_t count, uint32_t spoiled, const uint8_t *choices,
             const uint8_t *secrets)
{
    struct event_desk_ballots *p = &event->desk_ballots;
    const struct opening *round = draft_current_round(c, id);
    struct draft_ballot ballot;
    enum refusal r = draft_ballot(&ballot, c, id, NULL);

    if (r)
        return r;
    if (!ballot.secret)
        return REFUSED_BALLOT_KIND;
    draft_ref(&p->open, c, round->entry);
    p->first_serial = round->sheets_returned + 1;
    p->spoiled = spoiled;
    p->sheet_count = count;
    p->sheet_len =
        ballot_bytes(ballot.form.options, ballot.form.cap, ballot.form.rows);
    if (count > EVENT_SHEETS_MAX || count * p->sheet_len > sizeof p->sheets)
        return REFUSED_TOO_LARGE;
    for (size_t i = 0; i < count; i++) {
        char name[BALLOT_NAME_MAX];
        struct ballot_voter voter = {.name = name, .attempt = 1};

        (void)snprintf(name, sizeof name, "desk/%s/%u", id,
                       (unsigned)(p->first_serial + i));
        if (ballot_seal(p->sheets + i * p->sheet_len, p->sheet_len,
                        &ballot.form, &voter, choices + i * ballot.form.rows,
                        secrets + i * BALLOT_SECRET_BYTES))
            return REFUSED_BALLOT_MARKS;
    }
    return REFUSED_NOTHING;
}
