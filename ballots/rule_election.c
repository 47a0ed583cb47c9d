#include "ballots/rule.h"

#include "ballots/rule_verdict.h"

static const char *const next_codes[VERDICT_NEXT_COUNT_] = {
    [VERDICT_NEXT_NOTHING] = "nothing",
    [VERDICT_NEXT_REVOTE] = "revote",
    [VERDICT_NEXT_RUNOFF] = "runoff",
    [VERDICT_NEXT_VACANT] = "vacant",
};

const char *
verdict_next_code(enum verdict_next next)
{
    return (unsigned)next < VERDICT_NEXT_COUNT_ ? next_codes[next] : NULL;
}

/* A candidate who is to be ranked. */
struct candidate {
    uint16_t row;
    bool passes;
    uint32_t votes;
    uint32_t against; /* 0 unless ties are broken by it */
};

static bool
is_before(const struct candidate *a, const struct candidate *b)
{
    if (a->votes != b->votes)
        return a->votes > b->votes;
    return a->against < b->against;
}

static bool
is_level(const struct candidate *a, const struct candidate *b)
{
    return a->votes == b->votes && a->against == b->against;
}

/* Insertion sort: stable, so equals stay in the order of the paper. */
static void
rank(struct candidate *c, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct candidate moved = c[i];
        size_t k = i;

        for (; k > 0 && is_before(&moved, &c[k - 1]); k--)
            c[k] = c[k - 1];
        c[k] = moved;
    }
}

static enum err
candidate_read(struct candidate *c, const struct rule *rule,
               const struct rule_row *row)
{
    const struct rule_options *options = row->options;
    size_t votes = rule_options_find(options, "for");
    size_t against = rule_options_find(options, "against");
    enum err e;

    if (votes == options->count)
        return ERR_INPUT;
    c->votes = row->counts->option[votes];
    c->against = 0;
    if (rule->tie == RULE_TIE_FEWER_AGAINST_THEN_REVOTE) {
        if (against == options->count)
            return ERR_INPUT;
        c->against = row->counts->option[against];
    }
    e = rule_section_holds(&c->passes, rule, rule->pass, row);
    if (e)
        return e;
    c->passes = c->passes && c->votes > 0;
    return OK;
}

/* What stops any row stops the election, the gravest reason first. */
static enum err
gate_all(enum verdict_outcome *stopped, const struct rule *rule,
         const struct rule_row *rows, size_t count)
{
    static const enum verdict_outcome gravest_first[] = {
        VERDICT_VOID, VERDICT_NO_QUORUM, VERDICT_TOO_FEW};
    bool seen[VERDICT_OUTCOME_COUNT_] = {false};

    for (size_t i = 0; i < count; i++) {
        enum verdict_outcome one;
        enum err e = rule_verdict_gate(&one, rule, &rows[i]);

        if (e)
            return e;
        seen[one] = true;
    }
    *stopped = VERDICT_NONE;
    for (size_t i = 0; i < 3 && *stopped == VERDICT_NONE; i++)
        if (seen[gravest_first[i]])
            *stopped = gravest_first[i];
    return OK;
}

static void
list_add(uint16_t *list, uint16_t *count, uint16_t row)
{
    list[*count] = row;
    (*count)++;
}

/* Where the last seats fall among candidates in the order of their rank. */
struct seating {
    size_t safe;  /* so many are elected without dispute */
    size_t level; /* from here on they rank behind the last seat */
};

/*
 * Those who are level with the first one left out share that one's fate, so
 * nobody is elected by the order of names.
 */
static struct seating
seat(const struct candidate *passing, size_t count, size_t seats)
{
    struct seating s = {seats, seats};
    const struct candidate *last;

    if (count <= seats)
        return (struct seating){count, count};
    last = &passing[seats - 1];
    if (!is_level(last, &passing[seats]))
        return s;
    while (s.safe > 0 && is_level(&passing[s.safe - 1], last))
        s.safe--;
    while (s.level < count && is_level(&passing[s.level], last))
        s.level++;
    return s;
}

static void
fill_lists(struct election_verdict *v, const struct rule *rule,
           const struct candidate *passing, size_t count)
{
    struct seating s = seat(passing, count, rule->seats);

    for (size_t i = 0; i < count; i++) {
        if (i < s.safe)
            list_add(v->elected, &v->elected_count, passing[i].row);
        else if (i >= s.level)
            list_add(v->outvoted, &v->outvoted_count, passing[i].row);
        else if (rule->tie == RULE_TIE_BOTH_OUT)
            list_add(v->tied_out, &v->tied_out_count, passing[i].row);
        else
            list_add(v->tied, &v->tied_count, passing[i].row);
    }
    v->open_seats = (uint16_t)(rule->seats - v->elected_count);
}

static enum verdict_next
next_of(const struct election_verdict *v, const struct rule *rule)
{
    if (v->open_seats == 0)
        return VERDICT_NEXT_NOTHING;
    if (v->tied_count > 0)
        return VERDICT_NEXT_REVOTE;
    /* A seat lost to equal votes is left vacant by the tie rule itself. */
    if (v->tied_out_count > 0 || rule->shortfall == RULE_SHORTFALL_VACANT)
        return VERDICT_NEXT_VACANT;
    return VERDICT_NEXT_RUNOFF;
}

static enum err
judge_election(struct election_verdict *v, const struct rule *rule,
               const struct rule_row *rows, size_t count)
{
    struct candidate c[RULE_CANDIDATES_MAX];
    struct candidate passing[RULE_CANDIDATES_MAX];
    size_t passing_count = 0;

    for (size_t i = 0; i < count; i++) {
        enum err e = candidate_read(&c[i], rule, &rows[i]);

        if (e)
            return e;
        c[i].row = (uint16_t)i;
    }
    rank(c, count);
    for (size_t i = 0; i < count; i++) {
        if (c[i].passes)
            passing[passing_count++] = c[i];
        else
            list_add(v->below_threshold, &v->below_threshold_count, c[i].row);
    }
    fill_lists(v, rule, passing, passing_count);
    v->next = next_of(v, rule);
    v->outcome = VERDICT_COUNTED;
    return OK;
}

enum err
rule_verdict_election(struct election_verdict *verdict, const struct rule *rule,
                      const struct rule_row *rows, size_t count)
{
    enum verdict_outcome stopped;
    enum err e;

    *verdict = (struct election_verdict){0};
    if (rule->kind != RULE_ELECTION || count == 0 ||
        count > RULE_CANDIDATES_MAX || rule->seats == 0 ||
        rule->seats > RULE_CANDIDATES_MAX || rule->pass.count == 0)
        return ERR_INPUT;
    e = gate_all(&stopped, rule, rows, count);
    if (!e && stopped == VERDICT_NONE)
        e = judge_election(verdict, rule, rows, count);
    else if (!e)
        verdict->outcome = stopped;
    if (e)
        *verdict = (struct election_verdict){0};
    return e;
}

/* ERR_INPUT: the next rule has no room for these clauses. */
static enum err
append_section(struct rule *next, struct rule_section *section,
               const struct rule_clause *clauses, uint8_t count)
{
    if (next->clause_count + count > RULE_CLAUSES_MAX)
        return ERR_INPUT;
    section->first = next->clause_count;
    section->count = count;
    for (size_t i = 0; i < count; i++)
        next->clause[next->clause_count++] = clauses[i];
    return OK;
}

/* More than none of the roll: among the tied, most votes decide. */
static const struct rule_clause by_most_votes = {.option_count = 1,
                                                 .option = {{"for"}},
                                                 .base = RULE_BASE_ROLL,
                                                 .more_than = true,
                                                 .p = 0,
                                                 .q = 1};

enum err
rule_follow_up(struct rule *next, const struct rule *rule,
               const struct election_verdict *verdict)
{
    const struct rule_clause *runoff = &rule->clause[rule->runoff.first];
    bool revote = verdict->next == VERDICT_NEXT_REVOTE;
    enum err e;

    *next = (struct rule){0};
    if (rule->kind != RULE_ELECTION)
        return ERR_INPUT;
    if (verdict->outcome != VERDICT_COUNTED || verdict->open_seats == 0 ||
        (!revote && verdict->next != VERDICT_NEXT_RUNOFF))
        return ERR_STATE;
    next->kind = RULE_ELECTION;
    next->seats = verdict->open_seats;
    next->tie = rule->tie;
    next->shortfall = rule->shortfall;
    next->write_in = rule->write_in;
    next->notice_days = rule->notice_days;
    next->publish_days = rule->publish_days;
    next->post_days = rule->post_days;
    e = append_section(next, &next->quorum, &rule->clause[rule->quorum.first],
                       rule->quorum.count);
    if (!e && revote)
        e = append_section(next, &next->pass, &by_most_votes, 1);
    else if (!e)
        e = append_section(next, &next->pass, runoff, rule->runoff.count);
    if (!e && rule->runoff.count > 0)
        e = append_section(next, &next->runoff, runoff, rule->runoff.count);
    if (e)
        *next = (struct rule){0};
    return e;
}
