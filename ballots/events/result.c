/*
 * result - the counts. Anybody may state them; the machine checks them, and the
 * verdict stands from here.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/signers.h"

enum { SIGN_OFFS_WITHOUT_KEY = 2 };

static void
fields_rows(struct field_io *io, struct event_result *p)
{
    field_line_count(io, "options", &p->option_count, BALLOT_OPTIONS_MAX);
    field_line_count(io, "rows", &p->row_count, BALLOT_ROWS_MAX);
    for (size_t i = 0; i < p->row_count; i++) {
        static const char *const words[] = {"counted", "too-few"};
        unsigned too_few = p->too_few[i];

        field_line(io, "row");
        field_choice(io, &too_few, words, 2);
        p->too_few[i] = too_few == 1;
        for (size_t k = 0; !p->too_few[i] && k < p->option_count; k++)
            field_u32(io, &p->counts[i][k], POST_NUMBER_MAX);
        field_end(io);
    }
}

static void
fields(struct field_io *io, struct event *event)
{
    struct event_result *p = &event->result;

    event_line_ref(io, "open", &p->open);
    field_line(io, "shares");
    field_count(io, &p->share_count, CEREMONY_TRUSTEES_MAX);
    for (size_t i = 0; i < p->share_count; i++)
        field_u32(io, &p->shares[i], CEREMONY_TRUSTEES_MAX);
    field_end(io);
    fields_rows(io, p);
}

/* Exactly t shares that are logged, ascending; none where none are needed. */
static enum refusal
check_shares(const struct conference *c, const struct event *event,
             const struct opening *op)
{
    const struct event_result *p = &event->result;
    size_t needed =
        op->shared_count ? c->ceremonies[op->ceremony]->numbers.threshold : 0;

    if (p->share_count != needed)
        return REFUSED_RESULT_SHARES;
    for (size_t i = 0; i < needed; i++) {
        uint32_t entry;

        if (p->shares[i] < 1 || (i && p->shares[i] <= p->shares[i - 1]))
            return REFUSED_RESULT_SHARES;
        entry = op->shares[p->shares[i] - 1].entry;
        if (entry == CONFERENCE_NO_ENTRY)
            return REFUSED_RESULT_SHARES;
        if (entry >= event->seen_size)
            return REFUSED_SEEN_SHORT;
    }
    return REFUSED_NOTHING;
}

/* What is known without opening: marks in clear, and rows without ballots. */
static enum refusal
check_row(const struct event_result *p, const struct opening *op,
          const struct paper *paper, uint32_t row)
{
    uint64_t sum = 0;

    if (p->too_few[row] != round_row_is_sealed(paper, op, row))
        return REFUSED_RESULT_TOO_FEW;
    if (p->too_few[row])
        return REFUSED_NOTHING;
    for (size_t k = 0; k < p->option_count; k++) {
        sum += p->counts[row][k];
        if (op->marks &&
            p->counts[row][k] != op->marks[row * p->option_count + k])
            return REFUSED_RESULT_COUNTS;
    }
    return sum == op->row_returned[row] ? REFUSED_NOTHING
                                        : REFUSED_RESULT_COUNTS;
}

static void
fill_counts(struct row_counts *counts, const struct conference *c,
            const struct opening *op, const struct event_result *p)
{
    for (uint32_t row = 0; row < p->row_count; row++) {
        round_row_counts(&counts[row], c, op, row);
        if (p->too_few[row])
            continue;
        counts[row].uncounted = 0;
        memcpy(counts[row].option, p->counts[row],
               p->option_count * sizeof *counts[row].option);
    }
}

static enum refusal
check_verdict(const struct conference *c, const struct opening *op,
              const struct event_result *p)
{
    struct row_counts counts[BALLOT_ROWS_MAX];
    struct verdict verdicts[BALLOT_ROWS_MAX];
    struct election_verdict election;

    fill_counts(counts, c, op, p);
    return round_judge(verdicts, &election, state_paper_of(c, op), counts)
               ? REFUSED_RESULT_VERDICT
               : REFUSED_NOTHING;
}

static bool
is_signed(const struct event *event)
{
    return signers_one(event, POST_CHAIR) || signers_one(event, POST_DESK) ||
           signers_one(event, POST_SCRUTINEER);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_result *p = &event->result;
    const struct opening *op;
    const struct paper *paper;
    enum refusal r;

    if (!is_signed(event))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_CLOSED, adm, &r);
    if (!op)
        return r;
    paper = state_paper_of(c, op);
    if (op->close_entry >= event->seen_size)
        return REFUSED_SEEN_SHORT;
    if (p->row_count != paper->row_count ||
        p->option_count != paper->options.count)
        return REFUSED_RESULT_FORM;
    r = check_shares(c, event, op);
    for (uint32_t row = 0; !r && row < p->row_count; row++)
        r = check_row(p, op, paper, row);
    if (r)
        return r;
    return check_verdict(c, op, p);
}

/* Opens one row's slots with the shares that the result names. */
static enum err
open_row(struct point *opened, const struct event_result *p,
         const struct opening *op, size_t first, unsigned slots)
{
    uint16_t index[CEREMONY_TRUSTEES_MAX];
    struct point partials[CEREMONY_TRUSTEES_MAX];
    enum err e = OK;

    for (unsigned slot = 0; !e && slot < slots; slot++) {
        for (size_t i = 0; i < p->share_count; i++) {
            index[i] = (uint16_t)p->shares[i];
            partials[i] = op->shares[p->shares[i] - 1].partials[first + slot];
        }
        e = decryption_combine(&opened[slot], &op->shared_sums[first + slot],
                               index, partials, p->share_count);
    }
    return e;
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_result *p = &event->result;
    const struct opening *op = adm->opening;
    const struct paper *paper = adm->paper;
    size_t first = 0;

    for (uint32_t row = 0; op->shared_count && row < p->row_count; row++) {
        struct point opened[BALLOT_SLOTS_MAX];

        if (op->row_returned[row] < RULE_SECRET_BALLOTS_MIN)
            continue;
        if (open_row(opened, p, op, first, paper->slots) ||
            decryption_check_row(p->counts[row], (unsigned)paper->options.count,
                                 paper->cap, op->row_returned[row], opened))
            return REFUSED_RESULT_COUNTS;
        first += paper->slots;
    }
    return REFUSED_NOTHING;
}

/* An adopted procedural paper opens the way to secret ballots. */
static void
settle(struct conference *c, const struct opening *op,
       const struct paper *paper)
{
    for (uint32_t row = 0; row < paper->row_count; row++)
        if (op->verdicts[row].outcome != VERDICT_ADOPTED)
            return;
    c->sessions[paper->session].settled[paper->settles] = true;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_result *p = &event->result;
    struct opening *op = adm->opening;
    const struct paper *paper = adm->paper;

    op->stage = OPENING_COUNTED;
    op->result_entry = adm->index;
    op->result_s = adm->time_s;
    fill_counts(op->counts, c, op, p);
    /* event_check has judged the same counts before. */
    if (round_judge(op->verdicts, op->election, paper, op->counts))
        memset(op->verdicts, 0, paper->row_count * sizeof *op->verdicts);
    if (op->ceremony != CONFERENCE_NO_ENTRY)
        op->sign_offs_needed = c->ceremonies[op->ceremony]->numbers.threshold;
    else if (c->scrutineers >= SIGN_OFFS_WITHOUT_KEY)
        op->sign_offs_needed = SIGN_OFFS_WITHOUT_KEY;
    if (paper->settles != EVENT_SETTLES_NOTHING)
        settle(c, op, paper);
    round_forget(op);
}

const struct handler handler_result = {
    "result", false, fields, check, prove, NULL, apply, NULL,
};
