#include "ballots/round.h"

#include <string.h>

struct opening *
round_find(const struct conference *c, const struct event *event,
           const struct event_ref *ref, enum opening_stage stage,
           struct admission *adm, enum refusal *r)
{
    struct opening *op = state_opening(c, ref);

    *r = state_ref_check(c, event, ref);
    if (*r)
        return NULL;
    if (!op) {
        *r = REFUSED_REF;
        return NULL;
    }
    if (op->stage == stage) {
        adm->opening = op;
        adm->paper = state_paper_of(c, op);
        return op;
    }
    adm->cause =
        op->end_entry != CONFERENCE_NO_ENTRY ? op->end_entry : op->close_entry;
    *r = stage == OPENING_OPEN ? REFUSED_NOT_OPEN : REFUSED_NOT_CLOSED;
    return NULL;
}

void
round_leave_open(struct conference *c, const struct opening *op)
{
    for (size_t i = 0; i < c->open_count; i++) {
        if (c->open_now[i] != op->number)
            continue;
        c->open_now[i] = c->open_now[--c->open_count];
        return;
    }
}

uint32_t
round_keys_left(const struct conference *c, const struct opening *op)
{
    const struct key_ceremony *k;
    uint32_t count = 0;

    if (op->ceremony == CONFERENCE_NO_ENTRY)
        return 0;
    k = c->ceremonies[op->ceremony];
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        count += op->shares[i].entry != CONFERENCE_NO_ENTRY ||
                 !state_holder(c, k->trustees[i])->retired;
    return count;
}

bool
round_is_countable(const struct conference *c, const struct opening *op)
{
    return op->shared_count == 0 ||
           round_keys_left(c, op) >=
               c->ceremonies[op->ceremony]->numbers.threshold;
}

void
round_forget(struct opening *op)
{
    op->kept = NULL;
    for (size_t i = 0; i < CEREMONY_TRUSTEES_MAX; i++)
        op->shares[i].partials = NULL;
    op->shared_sums = NULL;
    arena_free(&op->working);
}

struct seat_vote *
round_seat(const struct conference *c, const struct opening *op,
           struct post seat)
{
    const struct holder *holder = state_holder(c, seat);
    size_t at;

    if (seat.kind != POST_SEAT || !holder)
        return NULL;
    at = (size_t)(holder - c->holders[POST_SEAT].items);
    if (at >= op->seat_count || !op->seats[at].on_roll)
        return NULL;
    return &op->seats[at];
}

void
round_note_presence(struct conference *c, const struct holder *holder)
{
    for (size_t i = 0; i < c->open_count; i++) {
        struct opening *op = c->openings[c->open_now[i]];
        struct seat_vote *seat = round_seat(c, op, holder->post);

        if (!seat)
            continue;
        if (holder->present)
            seat->present = true;
        if (seat->present && holder->enrolled)
            seat->issued = true;
    }
}

bool
round_takes_late(const struct conference *c, const struct opening *op,
                 uint32_t *entry)
{
    const struct paper *paper = state_paper_of(c, op);
    const struct session *session = &c->sessions[paper->session];
    uint32_t count = 0;

    if (paper->ballot != EVENT_SECRET || paper->practice)
        return true;
    for (size_t i = 0; i < op->seat_count; i++) {
        const struct holder *holder = &c->holders[POST_SEAT].items[i];
        const struct seat_vote *seat = &op->seats[i];

        count += holder->voting &&
                 (holder->present || seat->attempts > 0 || seat->has_sheet);
    }
    if (count <= session->headcount)
        return true;
    *entry = session->headcount_entry;
    return false;
}

static void
start_form(struct ballot_form *form, const struct conference *c,
           const struct opening *op)
{
    const struct paper *paper = state_paper_of(c, op);

    memset(form, 0, sizeof *form);
    if (op->ceremony != CONFERENCE_NO_ENTRY)
        form->key = c->ceremonies[op->ceremony]->key;
    memcpy(form->context, state_leaf(c, op->entry)->bytes,
           sizeof form->context);
    form->options = (uint16_t)paper->options.count;
    form->cap = paper->cap;
}

void
round_form(struct ballot_form *form, const struct conference *c,
           const struct opening *op, struct post seat)
{
    const struct paper *paper = state_paper_of(c, op);

    start_form(form, c, op);
    for (uint32_t row = 0; row < paper->row_count; row++)
        if (!state_is_recused(paper, row, seat))
            form->row[form->rows++] = (uint16_t)(row + 1);
    /* A cap above the rows that are left forbids nothing more. */
    if (form->cap > form->rows)
        form->cap = form->rows;
}

void
round_sheet_form(struct ballot_form *form, const struct conference *c,
                 const struct opening *op)
{
    const struct paper *paper = state_paper_of(c, op);

    start_form(form, c, op);
    for (uint32_t row = 0; row < paper->row_count; row++)
        form->row[form->rows++] = (uint16_t)(row + 1);
}

bool
round_all_voted(const struct opening *op)
{
    if (op->sheets_returned + op->sheets_spoiled != op->sheets_issued)
        return false;
    for (size_t i = 0; i < op->seat_count; i++) {
        const struct seat_vote *seat = &op->seats[i];

        if (seat->present && !seat->barred && seat->attempts == 0 &&
            !seat->has_sheet)
            return false;
    }
    return true;
}

bool
round_row_is_sealed(const struct paper *paper, const struct opening *op,
                    uint32_t row)
{
    return paper->ballot == EVENT_SECRET && op->row_returned[row] > 0 &&
           op->row_returned[row] < RULE_SECRET_BALLOTS_MIN;
}

/* Of a row's roll: how many were present at open, at all, and with a ballot. */
static void
count_door(const struct conference *c, const struct opening *op, uint32_t row,
           uint32_t *at_open, uint32_t *present, uint32_t *issued)
{
    const struct paper *paper = state_paper_of(c, op);

    *at_open = *present = *issued = 0;
    for (size_t i = 0; i < op->seat_count; i++) {
        const struct seat_vote *seat = &op->seats[i];

        if (!seat->on_roll || !seat->present)
            continue;
        if (paper->recusal_count &&
            state_is_recused(paper, row, c->holders[POST_SEAT].items[i].post))
            continue;
        *present += 1;
        *at_open += seat->present_at_open;
        *issued += seat->issued;
    }
}

void
round_row_counts(struct row_counts *counts, const struct conference *c,
                 const struct opening *op, uint32_t row)
{
    const struct paper *paper = state_paper_of(c, op);
    uint32_t present;
    uint32_t issued;

    *counts = (struct row_counts){0};
    count_door(c, op, row, &counts->present_at_open, &present, &issued);
    counts->recused = op->roll_size - op->row_roll[row];
    counts->invalid = op->sheets_spoiled;
    if (op->marks)
        memcpy(counts->option, op->marks + (size_t)row * paper->options.count,
               paper->options.count * sizeof *counts->option);
    if (paper->ballot == EVENT_BY_HANDS)
        issued = op->row_returned[row]; /* nobody takes a ballot */
    if (paper->ballot == EVENT_SECRET)
        counts->uncounted = op->row_returned[row]; /* until they are opened */
    /* The machine keeps issued <= present <= roll. */
    if (row_counts_complete(counts, op->row_roll[row], present, issued))
        *counts = (struct row_counts){0};
}

void
round_rule(struct rule *out, const struct paper *paper, uint32_t row)
{
    *out = paper->rules[paper->rows[row].rule];
    if (paper->practice)
        out->quorum.count = 0;
}

static enum err
judge_election(struct election_verdict *election, const struct paper *paper,
               const struct row_counts *counts)
{
    struct rule_row rows[BALLOT_ROWS_MAX];
    struct rule rule;

    for (uint32_t i = 0; i < paper->row_count; i++)
        rows[i] =
            (struct rule_row){.options = &paper->options, .counts = &counts[i]};
    round_rule(&rule, paper, 0);
    return rule_verdict_election(election, &rule, rows, paper->row_count);
}

enum err
round_judge(struct verdict *verdicts, struct election_verdict *election,
            const struct paper *paper, const struct row_counts *counts)
{
    enum err e = OK;

    if (paper->kind == EVENT_ELECTION)
        return judge_election(election, paper, counts);
    for (uint32_t i = 0; !e && i < paper->row_count; i++) {
        struct rule_row row = {.options = &paper->options,
                               .counts = &counts[i]};
        struct rule rule;

        round_rule(&rule, paper, i);
        e = paper->kind == EVENT_MOTION
                ? rule_verdict_motion(&verdicts[i], &rule, &row)
                : rule_verdict_appraisal(&verdicts[i], &rule, &row);
    }
    return e;
}
