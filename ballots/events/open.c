/*
 * open - voting begins. Every gate must hold; the machine recomputes them all.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/roll_hash.h"
#include "ballots/round.h"
#include "ballots/sealed.h"
#include "ballots/signers.h"

enum { SECONDS_A_DAY = 86400 };

static void
fields(struct field_io *io, struct event *event)
{
    struct event_open *p = &event->open;

    event_line_ref(io, "paper", &p->paper);
    field_line_hash(io, "roll", &p->roll);
    field_line(io, "key");
    field_optional(io, &p->sealed);
    if (p->sealed) {
        field_hash(io, &p->transcript);
        field_bytes(io, p->key, sizeof p->key);
    }
    field_end(io);
    event_line_optional_blob(io, "short-notice", &p->short_notice);
}

static struct paper *
find_paper(const struct conference *c, const struct event_ref *ref)
{
    for (size_t i = c->paper_count; i-- > 0;)
        if (c->papers[i]->entry == ref->index)
            return c->papers[i];
    return NULL;
}

/* Seats on the paper's roll, and those of them that are present. */
static void
count_roll(const struct conference *c, const struct paper *paper,
           uint32_t *roll, uint32_t *present)
{
    const struct holders *seats = &c->holders[POST_SEAT];

    *roll = *present = 0;
    for (size_t i = 0; i < seats->count; i++) {
        if (!state_is_on_roll(paper, &seats->items[i]))
            continue;
        *roll += 1;
        *present += seats->items[i].present;
    }
}

/* The same less the seats that are recused from a row. */
static void
count_row(const struct conference *c, const struct paper *paper, uint32_t row,
          uint32_t *roll, uint32_t *present)
{
    for (uint32_t i = 0; i < paper->recusal_count; i++) {
        const struct holder *seat = state_holder(c, paper->recusals[i].seat);

        if (paper->recusals[i].row != row + 1 || !seat ||
            !state_is_on_roll(paper, seat))
            continue;
        *roll -= 1;
        *present -= seat->present;
    }
}

static bool
quorum_holds(const struct paper *paper, const struct rule *rule, uint32_t roll,
             uint32_t present)
{
    const struct row_counts counts = {.unissued = present,
                                      .absent = roll - present,
                                      .present_at_open = present};
    const struct rule_row row = {.options = &paper->options, .counts = &counts};

    for (unsigned i = 0; i < rule->quorum.count; i++) {
        const struct rule_clause *clause =
            &rule->clause[rule->quorum.first + i];
        bool holds;

        /* A quorum of ballots returned shows only at the count. */
        if (clause->measured_base != RULE_BASE_PRESENT)
            continue;
        if (rule_clause_holds(&holds, clause, &row) || !holds)
            return false;
    }
    return true;
}

static enum refusal
check_rows(const struct conference *c, const struct paper *paper)
{
    uint32_t whole_roll;
    uint32_t whole_present;

    count_roll(c, paper, &whole_roll, &whole_present);
    for (uint32_t i = 0; i < paper->row_count; i++) {
        uint32_t roll = whole_roll;
        uint32_t present = whole_present;
        struct rule rule;

        count_row(c, paper, i, &roll, &present);
        if (roll == 0 ||
            (paper->ballot == EVENT_SECRET && roll < RULE_SECRET_ROLL_MIN))
            return REFUSED_ROLL_SMALL;
        round_rule(&rule, paper, i);
        if (!quorum_holds(paper, &rule, roll, present))
            return REFUSED_QUORUM;
    }
    return REFUSED_NOTHING;
}

static enum refusal
check_notice(const struct paper *paper, const struct event_open *p,
             uint64_t time_s)
{
    uint64_t days = 0;

    for (uint32_t i = 0; i < paper->rule_count; i++)
        if (paper->rules[i].notice_days > days)
            days = paper->rules[i].notice_days;
    if (paper->practice || p->short_notice.present ||
        time_s - paper->made_s >= days * SECONDS_A_DAY)
        return REFUSED_NOTHING;
    return REFUSED_NOTICE;
}

/* The key is the session's, complete, and the one the phones are told. */
static enum refusal
check_key(const struct conference *c, const struct event *event,
          const struct session *session)
{
    const struct event_open *p = &event->open;
    const struct key_ceremony *k;

    if (!p->sealed || session->ceremony == CONFERENCE_NO_ENTRY)
        return REFUSED_KEY_NOT_READY;
    k = c->ceremonies[session->ceremony];
    if (k->stage != CEREMONY_READY)
        return REFUSED_KEY_NOT_READY;
    if (!hash_eq(&p->transcript, &k->transcript) ||
        memcmp(p->key, k->key.bytes, sizeof p->key) != 0)
        return REFUSED_KEY_OTHER;
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        if (k->accept_entries[i] >= event->seen_size)
            return REFUSED_SEEN_SHORT;
    return REFUSED_NOTHING;
}

/* What only a real secret ballot asks for: the hall, and the procedure. */
static enum refusal
check_hall(const struct conference *c, const struct session *session,
           struct admission *adm)
{
    for (unsigned i = EVENT_SETTLES_AGENDA; i <= EVENT_SETTLES_MEASURES; i++)
        if (!session->settled[i])
            return REFUSED_PROCEDURE;
    adm->cause = session->headcount_entry;
    if (session->headcount_entry == CONFERENCE_NO_ENTRY ||
        c->present > session->headcount)
        return REFUSED_HEADCOUNT;
    adm->cause = CONFERENCE_NO_ENTRY;
    return REFUSED_NOTHING;
}

/*
 * The round that a paper in the end takes the place of: a round that came to
 * nothing stands for the one it followed itself.
 */
static uint32_t
root_of(const struct conference *c, const struct paper *paper)
{
    uint32_t root = paper->followed;

    for (;;) {
        const struct opening *op = c->openings[root];
        const struct paper *before = state_paper_of(c, op);

        if (before->follows == EVENT_FOLLOWS_NOTHING ||
            (op->stage != OPENING_VOID && op->stage != OPENING_UNCOUNTABLE))
            return root;
        root = before->followed;
    }
}

/* A round is voted on again once, unless that came to nothing as well. */
static enum refusal
check_followed(const struct conference *c, const struct paper *paper,
               struct admission *adm)
{
    if (paper->follows == EVENT_FOLLOWS_NOTHING)
        return REFUSED_NOTHING;
    for (size_t i = 0; i < c->opening_count; i++) {
        const struct opening *op = c->openings[i];
        const struct paper *other = state_paper_of(c, op);

        if (other->follows == EVENT_FOLLOWS_NOTHING ||
            root_of(c, other) != root_of(c, paper) ||
            op->stage == OPENING_VOID || op->stage == OPENING_UNCOUNTABLE)
            continue;
        adm->cause = op->entry;
        return REFUSED_FOLLOWED_TWICE;
    }
    return REFUSED_NOTHING;
}

static enum refusal
check_paper(const struct conference *c, const struct event *event,
            const struct paper *paper, struct admission *adm)
{
    enum refusal r = state_ref_check(c, event, &event->open.paper);

    if (r)
        return r;
    if (!paper)
        return REFUSED_REF;
    if (paper->replaced || paper->opening != CONFERENCE_NO_ENTRY)
        return REFUSED_OPEN_ALREADY;
    if (c->running != paper->session)
        return REFUSED_SESSION_NOT_RUNNING;
    if (c->open_count == CONFERENCE_OPEN_MAX)
        return REFUSED_OPEN_MANY;
    return c->excerpt ? REFUSED_NOTHING : check_followed(c, paper, adm);
}

/* What needs the roll, which an excerpt does not have. */
static enum refusal
check_gates(const struct conference *c, const struct event_open *p,
            const struct paper *paper, uint64_t time_s)
{
    struct hash32 roll;
    enum refusal r;

    if (c->excerpt)
        return REFUSED_NOTHING;
    roll_hash_paper(&roll, c, paper);
    if (!hash_eq(&roll, &p->roll))
        return REFUSED_ROLL_HASH;
    r = check_rows(c, paper);
    return r ? r : check_notice(paper, p, time_s);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_open *p = &event->open;
    struct paper *paper = find_paper(c, &p->paper);
    const struct session *session;
    enum refusal r;

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    adm->paper = paper;
    r = check_paper(c, event, paper, adm);
    if (r)
        return r;
    session = &c->sessions[paper->session];
    r = check_gates(c, p, paper, adm->time_s);
    if (paper->ballot != EVENT_SECRET)
        return !r && p->sealed ? REFUSED_KEY_OTHER : r;
    if (!r)
        r = check_key(c, event, session);
    if (!r && !paper->practice && !c->excerpt)
        r = check_hall(c, session, adm);
    return r;
}

static enum err
take_rows(struct opening *op, const struct paper *paper)
{
    size_t rows = paper->row_count;

    op->row_roll = arena_take(&op->arena, rows, sizeof *op->row_roll);
    op->row_returned = arena_take(&op->arena, rows, sizeof *op->row_returned);
    op->counts = arena_take(&op->arena, rows, sizeof *op->counts);
    op->verdicts = arena_take(&op->arena, rows, sizeof *op->verdicts);
    if (!op->row_roll || !op->row_returned || !op->counts || !op->verdicts)
        return ERR_NOMEM;
    if (paper->kind == EVENT_ELECTION)
        op->election = arena_take(&op->arena, 1, sizeof *op->election);
    if (paper->kind == EVENT_ELECTION && !op->election)
        return ERR_NOMEM;
    if (paper->ballot == EVENT_SECRET)
        op->sums =
            arena_take(&op->arena, rows * paper->slots, sizeof *op->sums);
    else
        op->marks = arena_take(&op->arena, rows * paper->options.count,
                               sizeof *op->marks);
    return op->sums || op->marks ? OK : ERR_NOMEM;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    const struct paper *paper = adm->paper;
    struct opening *op = arena_take(&c->arena, 1, sizeof *op);
    enum err e;

    (void)event;
    if (!op)
        return ERR_NOMEM;
    arena_init(&op->arena, c->memory);
    arena_init(&op->working, c->memory);
    seen_set_init(&op->points, c->memory);
    op->seat_count = c->holders[POST_SEAT].count;
    op->seats = arena_take(&op->arena, op->seat_count, sizeof *op->seats);
    if (paper->last_counts)
        op->kept = arena_take(&op->working, op->seat_count, sizeof *op->kept);
    e = op->seats && (op->kept || !paper->last_counts) ? take_rows(op, paper)
                                                       : ERR_NOMEM;
    if (!e)
        e = array_reserve(&c->memory, &c->openings, &c->opening_capacity,
                          c->opening_count + 1, ARRAY_POINTER_BYTES);
    if (e) {
        arena_free(&op->arena);
        arena_free(&op->working);
        return e;
    }
    c->reserved = op;
    return OK;
}

/* Recused from every row; recusals name each row and seat once. */
static bool
is_barred(const struct paper *paper, struct post seat)
{
    uint32_t rows = 0;

    for (uint32_t i = 0; i < paper->recusal_count; i++)
        rows += post_eq(paper->recusals[i].seat, seat);
    return rows == paper->row_count;
}

static void
take_seats(const struct conference *c, struct opening *op,
           const struct paper *paper)
{
    for (size_t i = 0; i < op->seat_count; i++) {
        const struct holder *holder = &c->holders[POST_SEAT].items[i];
        struct seat_vote *seat = &op->seats[i];

        seat->last_cast = CONFERENCE_NO_ENTRY;
        seat->on_roll = state_is_on_roll(paper, holder);
        if (!seat->on_roll)
            continue;
        seat->barred = is_barred(paper, holder->post);
        seat->present = seat->present_at_open = holder->present;
        seat->issued = holder->present && holder->enrolled;
    }
    count_roll(c, paper, &op->roll_size, &op->present_at_open);
    for (uint32_t row = 0; row < paper->row_count; row++) {
        uint32_t present = op->present_at_open;

        op->row_roll[row] = op->roll_size;
        count_row(c, paper, row, &op->row_roll[row], &present);
    }
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct paper *paper = adm->paper;
    struct opening *op = c->reserved;

    (void)event;
    op->number = (uint32_t)c->opening_count;
    for (size_t i = 0; i < c->paper_count; i++)
        if (c->papers[i] == paper)
            op->paper = (uint32_t)i;
    op->entry = adm->index;
    op->opened_s = adm->time_s;
    op->stage = OPENING_OPEN;
    op->ceremony = paper->ballot == EVENT_SECRET
                       ? c->sessions[paper->session].ceremony
                       : CONFERENCE_NO_ENTRY;
    op->close_entry = op->end_entry = op->result_entry = CONFERENCE_NO_ENTRY;
    op->declare_entry = op->publish_entry = CONFERENCE_NO_ENTRY;
    for (size_t i = 0; i < CEREMONY_TRUSTEES_MAX; i++)
        op->shares[i].entry = CONFERENCE_NO_ENTRY;
    take_seats(c, op, paper);
    for (uint32_t i = 0; op->sums && i < paper->row_count * paper->slots; i++)
        sealed_sum_clear(&op->sums[i]);
    paper->opening = op->number;
    c->openings[c->opening_count++] = op;
    c->open_now[c->open_count++] = op->number;
}

const struct handler handler_open = {
    "open", true, fields, check, NULL, reserve, apply, NULL,
};
