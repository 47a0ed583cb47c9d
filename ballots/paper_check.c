#include "ballots/paper_check.h"

#include <string.h>

#include "ballots/rule_text.h"

enum refusal
paper_check_options(struct rule_options *out, const struct event_paper *p)
{
    *out = (struct rule_options){.count = p->option_count};
    if (p->option_count < BALLOT_OPTIONS_MIN)
        return REFUSED_PAPER_OPTIONS;
    for (size_t i = 0; i < p->option_count; i++) {
        if (rule_word_make(&out->id[i], span_text(p->options[i])))
            return REFUSED_PAPER_OPTIONS;
        /* The last option is "none of these", and only the last can be. */
        if (rule_word_equals(&out->id[i], "abstain") &&
            i + 1 != p->option_count)
            return REFUSED_PAPER_OPTIONS;
    }
    return REFUSED_NOTHING;
}

static enum refusal
refusal_of_fault(enum rule_fault fault)
{
    switch (fault) {
    case RULE_FAULT_NONE:
        return REFUSED_NOTHING;
    case RULE_FAULT_OPTION_COUNT:
    case RULE_FAULT_OPTION_WORD:
    case RULE_FAULT_OPTION_RESERVED:
    case RULE_FAULT_OPTION_TWICE:
        return REFUSED_PAPER_OPTIONS;
    case RULE_FAULT_WEIGHT:
        return REFUSED_PAPER_WEIGHTS;
    case RULE_FAULT_WRITE_IN:
        return REFUSED_PAPER_WRITE_IN;
    case RULE_FAULT_CANDIDATES:
    case RULE_FAULT_SEATS:
    case RULE_FAULT_MARGIN:
        return REFUSED_PAPER_MARGIN;
    default:
        return REFUSED_PAPER_RULE;
    }
}

static enum rule_kind
rule_kind_of(unsigned kind)
{
    static const enum rule_kind kinds[] = {
        [EVENT_MOTION] = RULE_MOTION,
        [EVENT_ELECTION] = RULE_ELECTION,
        [EVENT_APPRAISAL] = RULE_APPRAISAL,
    };

    return kinds[kind];
}

/* An election has one rule, and marks no more rows than it has seats. */
static enum refusal
check_election(const struct event_paper *p, const struct rule *rule)
{
    if (p->rule_count != 1)
        return REFUSED_PAPER_RULE;
    if (p->cap != rule->seats)
        return REFUSED_PAPER_CAP;
    return REFUSED_NOTHING;
}

static enum refusal
check_rules(const struct event_paper *p)
{
    struct rule_options options;
    struct rule rule;
    enum refusal r = paper_check_options(&options, p);

    for (size_t i = 0; !r && i < p->rule_count; i++) {
        if (rule_decode(&rule, span_text(p->rules[i])) ||
            rule.kind != rule_kind_of(p->kind))
            return REFUSED_PAPER_RULE;
        r = refusal_of_fault(rule_find_fault(&rule, &options, p->row_count));
        if (!r && p->kind == EVENT_ELECTION)
            r = check_election(p, &rule);
    }
    return r;
}

/* Every rule is used, in the order of the rows that use it first. */
static enum refusal
check_rows(const struct event_paper *p)
{
    uint32_t used = 0;

    if (p->row_count == 0 || p->rule_count == 0)
        return REFUSED_PAPER_ROWS;
    for (size_t i = 0; i < p->row_count; i++) {
        if (p->rows[i].rule < 1 || p->rows[i].rule > used + 1)
            return REFUSED_PAPER_ROWS;
        if (p->rows[i].rule > used)
            used = p->rows[i].rule;
        for (size_t j = 0; j < i; j++)
            if (strcmp(p->rows[i].id, p->rows[j].id) == 0)
                return REFUSED_PAPER_ROWS;
    }
    return used == p->rule_count ? REFUSED_NOTHING : REFUSED_PAPER_ROWS;
}

static enum refusal
check_recusal_order(const struct event_paper *p)
{
    for (size_t i = 0; i < p->recusal_count; i++) {
        const struct event_recusal *a = i ? &p->recusals[i - 1] : NULL;
        const struct event_recusal *b = &p->recusals[i];

        if (b->row < 1 || b->row > p->row_count || b->seat.kind != POST_SEAT)
            return REFUSED_PAPER_RECUSALS;
        if (a && (a->row > b->row ||
                  (a->row == b->row && post_compare(a->seat, b->seat) >= 0)))
            return REFUSED_PAPER_RECUSALS;
    }
    return REFUSED_NOTHING;
}

static enum refusal
check_hands(const struct event_paper *p)
{
    if (p->ballot == EVENT_BY_HANDS &&
        (p->kind != EVENT_MOTION || p->cap || p->last_counts || p->filtered ||
         p->recusal_count))
        return REFUSED_PAPER_HANDS;
    /* What opens the way to secret ballots the whole conference adopts. */
    if (p->settles != EVENT_SETTLES_NOTHING &&
        (p->kind != EVENT_MOTION || p->ballot == EVENT_SECRET || p->practice ||
         p->filtered || p->advise))
        return REFUSED_PAPER_HANDS;
    return REFUSED_NOTHING;
}

enum refusal
paper_check_form(const struct event_paper *p)
{
    enum refusal r = check_rows(p);

    if (!r)
        r = check_rules(p);
    if (!r && p->cap > p->row_count)
        r = REFUSED_PAPER_CAP;
    if (!r && p->ballot == EVENT_SECRET &&
        ballot_bytes((unsigned)p->option_count, p->cap,
                     (unsigned)p->row_count) == 0)
        r = REFUSED_PAPER_TOO_LARGE;
    if (!r)
        r = check_recusal_order(p);
    return r ? r : check_hands(p);
}

struct paper *
paper_check_find(const struct conference *c, const char *id)
{
    for (size_t i = c->paper_count; i-- > 0;)
        if (!c->papers[i]->replaced && strcmp(c->papers[i]->id, id) == 0)
            return c->papers[i];
    return NULL;
}

static bool
same_rule(const struct rule *a, const char *text)
{
    char bytes[RULE_TEXT_MAX];
    struct text_writer w;
    struct span written;

    text_writer_start(&w, bytes, sizeof bytes);
    rule_encode(&w, a);
    return text_writer_finish(&w, &written) == OK &&
           span_eq(written, span_text(text));
}

static bool
has_row(const struct event_paper *p, const char *id)
{
    for (size_t i = 0; i < p->row_count; i++)
        if (strcmp(p->rows[i].id, id) == 0)
            return true;
    return false;
}

/* By the same people, in secret or by name as before. */
static bool
has_same_voters(const struct event_paper *p, const struct paper *before)
{
    return p->ballot == before->ballot && p->filtered == before->filtered &&
           strcmp(p->filter, before->filter) == 0;
}

/* A second vote is between exactly the tied, by the rule that follows. */
static bool
fits_election(const struct event_paper *p, const struct paper *before,
              const struct election_verdict *verdict, enum verdict_next next)
{
    const uint16_t *list =
        next == VERDICT_NEXT_REVOTE ? verdict->tied : verdict->below_threshold;
    size_t count = next == VERDICT_NEXT_REVOTE ? verdict->tied_count
                                               : verdict->below_threshold_count;
    size_t found = 0;
    struct rule rule;

    if (verdict->next != next || p->kind != EVENT_ELECTION ||
        !has_same_voters(p, before) ||
        rule_follow_up(&rule, &before->rules[0], verdict) ||
        !same_rule(&rule, p->rules[0]))
        return false;
    for (size_t i = 0; i < count; i++)
        found += has_row(p, before->rows[list[i]].id);
    if (next == VERDICT_NEXT_REVOTE)
        return found == count && p->row_count == count;
    return found == p->row_count;
}

static enum refusal
check_follows(const struct conference *c, const struct event *event,
              struct admission *adm)
{
    const struct event_paper *p = &event->paper;
    struct opening *op = state_opening(c, &p->followed);
    enum refusal r;
    bool fits = false;

    if (p->follows == EVENT_FOLLOWS_NOTHING)
        return REFUSED_NOTHING;
    r = state_ref_check(c, event, &p->followed);
    if (r)
        return r;
    if (!op)
        return REFUSED_REF;
    adm->opening = op;
    adm->cause = op->entry;
    /* Else a practice could stand in the way of the vote itself. */
    if (p->practice != state_paper_of(c, op)->practice)
        return REFUSED_PAPER_FOLLOWS;
    if (p->follows == EVENT_FOLLOWS_VOID)
        fits = op->stage == OPENING_VOID || op->stage == OPENING_UNCOUNTABLE;
    else if (p->follows == EVENT_FOLLOWS_SUPERSEDE)
        fits = op->stage == OPENING_PUBLISHED;
    else if (op->election)
        fits = fits_election(p, state_paper_of(c, op), op->election,
                             p->follows == EVENT_FOLLOWS_TIE
                                 ? VERDICT_NEXT_REVOTE
                                 : VERDICT_NEXT_RUNOFF);
    return fits ? REFUSED_NOTHING : REFUSED_PAPER_FOLLOWS;
}

static enum refusal
check_recused_seats(const struct conference *c, const struct event_paper *p)
{
    for (size_t i = 0; i < p->recusal_count; i++) {
        const struct holder *seat = state_holder(c, p->recusals[i].seat);

        if (!seat || !seat->voting || seat->retired)
            return REFUSED_PAPER_RECUSALS;
    }
    return REFUSED_NOTHING;
}

enum refusal
paper_check_place(const struct conference *c, const struct event *event,
                  struct admission *adm)
{
    const struct event_paper *p = &event->paper;
    struct session *session = state_session(c, p->session);
    const struct paper *before = paper_check_find(c, p->id);
    enum refusal r;

    if (!session)
        return REFUSED_SESSION_UNKNOWN;
    adm->session = session;
    if (session->stage == SESSION_ENDED)
        return REFUSED_SESSION_ENDED;
    /* It has neither earlier versions nor other rounds and seats. */
    if (c->excerpt)
        return REFUSED_NOTHING;
    if (before && before->opening != CONFERENCE_NO_ENTRY) {
        adm->cause = c->openings[before->opening]->entry;
        return REFUSED_PAPER_EXISTS;
    }
    if (p->version != (before ? before->version + 1 : 1)) {
        adm->cause = before ? before->entry : CONFERENCE_NO_ENTRY;
        return REFUSED_PAPER_VERSION;
    }
    r = check_recused_seats(c, p);
    return r ? r : check_follows(c, event, adm);
}
