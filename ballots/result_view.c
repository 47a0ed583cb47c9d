#include "ballots/result_view.h"

#include "ballots/round.h"

enum { SECONDS_A_DAY = 86400 };

const char *
result_stage_code(enum result_stage stage)
{
    static const char *const codes[RESULT_STAGES_] = {
        "open",    "closed",   "void",      "uncountable",
        "counted", "declared", "published",
    };

    return (unsigned)stage < RESULT_STAGES_ ? codes[stage] : NULL;
}

_Static_assert((int)OPENING_OPEN == RESULT_OPEN &&
                   (int)OPENING_CLOSED == RESULT_CLOSED &&
                   (int)OPENING_VOID == RESULT_VOID &&
                   (int)OPENING_UNCOUNTABLE == RESULT_UNCOUNTABLE &&
                   (int)OPENING_COUNTED == RESULT_COUNTED &&
                   (int)OPENING_DECLARED == RESULT_DECLARED &&
                   (int)OPENING_PUBLISHED == RESULT_PUBLISHED,
               "the stages of a round have one order");

size_t
result_view_count(const struct conference *c)
{
    return c->opening_count;
}

/* How many rounds this one goes back to, itself included. */
static uint32_t
round_of(const struct conference *c, const struct paper *paper)
{
    uint32_t round = 1;

    while (paper->follows != EVENT_FOLLOWS_NOTHING) {
        paper = state_paper_of(c, c->openings[paper->followed]);
        round++;
    }
    return round;
}

static void
read_paper(struct result_view *out, const struct conference *c,
           const struct paper *paper)
{
    out->paper_id = paper->id;
    out->version = paper->version;
    out->round = round_of(c, paper);
    out->session_id = c->sessions[paper->session].id;
    out->session_title = &c->sessions[paper->session].title;
    out->title = &paper->title;
    out->kind = paper->kind;
    out->ballot = paper->ballot;
    out->settles = paper->settles;
    out->practice = paper->practice;
    out->advise = paper->advise;
    out->last_counts = paper->last_counts;
    out->cap = paper->cap;
    out->options = &paper->options;
    out->paper_entry = paper->entry;
    out->row_count = paper->row_count;
    out->recusal_count = paper->recusal_count;
    out->recusals = paper->recusals;
}

static void
read_steps(struct result_view *out, const struct opening *op)
{
    out->stage = (enum result_stage)op->stage;
    out->open_entry = op->entry;
    out->close_entry = op->close_entry;
    out->end_entry = op->end_entry;
    out->result_entry = op->result_entry;
    out->declare_entry = op->declare_entry;
    out->publish_entry = op->publish_entry;
    out->opened_s = op->opened_s;
    out->closed_s = op->closed_s;
    out->result_s = op->result_s;
    out->published_s = op->published_s;
    out->sign_offs_needed = op->sign_offs_needed;
    out->sign_off_count = op->sign_off_count;
    out->sign_offs = op->sign_offs;
}

static void
read_door(struct result_view *out, const struct opening *op)
{
    out->roll = op->roll_size;
    out->present_at_open = op->present_at_open;
    for (size_t i = 0; i < op->seat_count; i++) {
        const struct seat_vote *seat = &op->seats[i];

        if (!seat->on_roll || !seat->present)
            continue;
        out->present++;
        out->issued += seat->issued;
    }
    out->returned = op->cast_count + op->sheets_returned + op->sheets_spoiled;
    /* Nobody takes a ballot to a show of hands. */
    if (out->ballot == EVENT_BY_HANDS)
        out->issued = out->returned = op->row_returned[0];
    out->sheets_issued = op->sheets_issued;
    out->sheets_returned = op->sheets_returned;
    out->sheets_spoiled = op->sheets_spoiled;
    out->signed_in = op->signed_in;
    out->signed_in_desk = op->signed_in_desk;
    out->reissued = op->reissued;
}

/* The earliest day by which one of its rules wants the result published. */
static uint64_t
publish_by(const struct paper *paper, uint64_t result_s)
{
    uint64_t days = UINT64_MAX;

    for (uint32_t i = 0; i < paper->rule_count; i++) {
        if (paper->rules[i].publish_days < days)
            days = paper->rules[i].publish_days;
    }
    return result_s + days * SECONDS_A_DAY;
}

static bool
is_counted(const struct opening *op)
{
    return op->result_entry != CONFERENCE_NO_ENTRY;
}

void
result_view_read(struct result_view *out, const struct conference *c, size_t n)
{
    const struct opening *op = c->openings[n];
    const struct paper *paper = state_paper_of(c, op);

    *out = (struct result_view){.stage = RESULT_OPEN};
    read_paper(out, c, paper);
    read_steps(out, op);
    read_door(out, op);
    if (!is_counted(op))
        return;
    if (!paper->practice)
        out->publish_by_s = publish_by(paper, op->result_s);
    if (paper->kind == EVENT_ELECTION)
        out->election = op->election;
}

void
result_view_read_row(struct result_row_view *out, const struct conference *c,
                     size_t n, size_t row)
{
    const struct opening *op = c->openings[n];
    const struct paper *paper = state_paper_of(c, op);

    *out = (struct result_row_view){
        .id = paper->rows[row].id,
        .text = &paper->rows[row].text,
        .roll = op->row_roll[row],
        .recused = op->roll_size - op->row_roll[row],
        .returned = op->row_returned[row],
    };
    round_rule(&out->rule, paper, (uint32_t)row);
    if (!is_counted(op))
        return;
    out->counts = &op->counts[row];
    if (paper->kind != EVENT_ELECTION)
        out->verdict = &op->verdicts[row];
}
