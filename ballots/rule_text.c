#include "ballots/rule_text.h"

#include "ballots/rule_form.h"
#include "crypto/decimal.h"

/* The tokens of a line that are not read yet. */
struct tokens {
    struct span rest;
    bool at_end; /* nothing follows, not even an empty token */
};

/*
 * The next token, without taking it. Empty at the end, and for two spaces in a
 * row or one at either end: no rule of the grammar takes an empty token.
 */
static struct span
token_peek(const struct tokens *t)
{
    return span_head(t->rest, span_find(t->rest, ' '));
}

static struct span
token_take(struct tokens *t)
{
    struct span token = token_peek(t);

    if (token.len == t->rest.len)
        t->at_end = true;
    t->rest = span_from(t->rest, t->at_end ? token.len : token.len + 1);
    return token;
}

static bool
token_is(const struct tokens *t, const char *keyword)
{
    return !t->at_end && span_eq(token_peek(t), span_text(keyword));
}

static enum err
take_keyword(struct tokens *t, const char *keyword)
{
    if (!token_is(t, keyword))
        return ERR_INPUT;
    token_take(t);
    return OK;
}

static enum err
take_number(struct tokens *t, uint16_t *out, uint16_t max)
{
    uint64_t value;
    enum err e;

    if (t->at_end)
        return ERR_INPUT;
    e = decimal_parse(&value, token_take(t), max);
    *out = (uint16_t)value;
    return e;
}

/* One of count names; *choice is its place. */
static enum err
take_choice(struct tokens *t, size_t *choice, const char *const *names,
            size_t count)
{
    *choice = 0;
    for (size_t i = 0; i < count; i++) {
        if (token_is(t, names[i])) {
            *choice = i;
            token_take(t);
            return OK;
        }
    }
    return ERR_INPUT;
}

/* Cuts s at the first such byte; both parts are without it. */
static enum err
split(struct span *before, struct span *after, struct span s, char byte)
{
    size_t at = span_find(s, byte);

    if (at == s.len)
        return ERR_INPUT;
    *before = span_head(s, at);
    *after = span_from(s, at + 1);
    return OK;
}

static enum err
read_fraction(uint32_t *p, uint32_t *q, struct span s)
{
    struct span numerator;
    struct span denominator;
    uint64_t value;
    enum err e;

    e = split(&numerator, &denominator, s, '/');
    if (e)
        return e;
    e = decimal_parse(&value, numerator, RULE_FRACTION_MAX);
    if (e)
        return e;
    *p = (uint32_t)value;
    e = decimal_parse(&value, denominator, RULE_FRACTION_MAX);
    *q = (uint32_t)value;
    return e;
}

static enum err
read_base(enum rule_base *base, struct span s)
{
    for (int i = 0; i < RULE_BASE_COUNT_; i++) {
        *base = (enum rule_base)i;
        if (span_eq(s, span_text(rule_base_name(*base))))
            return OK;
    }
    return ERR_INPUT;
}

/* A base, or options joined by plus signs. */
static enum err
read_measure(struct rule_clause *clause, struct span s)
{
    bool more = true;

    if (!read_base(&clause->measured_base, s))
        return OK;
    clause->measured_base = (enum rule_base)0;
    while (more) {
        size_t end = span_find(s, '+');
        enum err e;

        if (clause->option_count == RULE_MEASURE_MAX)
            return ERR_INPUT;
        e = rule_word_make(&clause->option[clause->option_count],
                           span_head(s, end));
        if (e)
            return e;
        clause->option_count++;
        more = end < s.len;
        s = span_from(s, more ? end + 1 : end);
    }
    return OK;
}

/* "[,weight=word][,min=number]", from the first comma on. */
static enum err
read_extras(struct rule_clause *clause, struct span s)
{
    enum err e;

    if (span_starts_with(s, ",weight=")) {
        size_t end;

        s = span_from(s, sizeof ",weight=" - 1);
        end = span_find(s, ',');
        e = rule_word_make(&clause->weight, span_head(s, end));
        if (e)
            return e;
        s = span_from(s, end);
    }
    if (span_starts_with(s, ",min=")) {
        uint64_t min;

        e = decimal_parse(&min, span_from(s, sizeof ",min=" - 1),
                          RULE_FRACTION_MAX);
        clause->min = (uint32_t)min;
        return e ? e : clause->min > 0 ? OK : ERR_INPUT;
    }
    return s.len == 0 ? OK : ERR_INPUT;
}

static enum err
read_clause(struct rule_clause *clause, struct span s)
{
    struct span measure;
    struct span base;
    struct span bound;
    size_t comma;
    enum err e;

    e = split(&measure, &bound, s, '/');
    if (e)
        return e;
    e = split(&base, &bound, bound, '>');
    if (e)
        return e;
    e = read_measure(clause, measure);
    if (e)
        return e;
    e = read_base(&clause->base, base);
    if (e)
        return e;
    clause->more_than = !span_starts_with(bound, "=");
    bound = span_from(bound, clause->more_than ? 0 : 1);
    comma = span_find(bound, ',');
    e = read_fraction(&clause->p, &clause->q, span_head(bound, comma));
    if (e)
        return e;
    return read_extras(clause, span_from(bound, comma));
}

/* All tokens that have a slash: keywords and words have none. */
static enum err
take_clauses(struct tokens *t, struct rule *rule, struct rule_section *section)
{
    section->first = rule->clause_count;
    while (!t->at_end) {
        struct span token = token_peek(t);
        enum err e;

        if (span_find(token, '/') == token.len)
            break;
        if (rule->clause_count == RULE_CLAUSES_MAX)
            return ERR_INPUT;
        e = read_clause(&rule->clause[rule->clause_count], token);
        if (e)
            return e;
        rule->clause_count++;
        section->count++;
        token_take(t);
    }
    return section->count > 0 ? OK : ERR_INPUT;
}

static enum err
take_section(struct tokens *t, struct rule *rule, struct rule_section *section,
             const char *keyword)
{
    enum err e = take_keyword(t, keyword);

    return e ? e : take_clauses(t, rule, section);
}

static enum err
take_quorum(struct tokens *t, struct rule *rule)
{
    if (!token_is(t, "quorum"))
        return OK;
    return take_section(t, rule, &rule->quorum, "quorum");
}

static enum err
take_election_head(struct tokens *t, struct rule *rule)
{
    size_t tie = 0;
    size_t shortfall = 0;
    size_t write_in = 0;
    enum err e;

    e = take_keyword(t, "seats");
    if (!e)
        e = take_number(t, &rule->seats, RULE_CANDIDATES_MAX);
    if (!e)
        e = take_keyword(t, "tie");
    if (!e)
        e = take_choice(t, &tie, rule_tie_words, RULE_TIE_COUNT_);
    if (!e)
        e = take_keyword(t, "shortfall");
    if (!e)
        e = take_choice(t, &shortfall, rule_shortfall_words,
                        RULE_SHORTFALL_COUNT_);
    if (!e)
        e = take_keyword(t, "write-in");
    if (!e)
        e = take_choice(t, &write_in, rule_write_in_words,
                        RULE_WRITE_IN_COUNT_);
    rule->tie = (enum rule_tie)tie;
    rule->shortfall = (enum rule_shortfall)shortfall;
    rule->write_in = (enum rule_write_in)write_in;
    if (e || !token_is(t, "margin"))
        return e;
    token_take(t);
    return t->at_end
               ? ERR_INPUT
               : read_fraction(&rule->margin_p, &rule->margin_q, token_take(t));
}

static enum err
take_election(struct tokens *t, struct rule *rule)
{
    enum err e = take_election_head(t, rule);

    if (!e)
        e = take_quorum(t, rule);
    if (!e)
        e = take_section(t, rule, &rule->pass, "pass");
    if (!e && token_is(t, "runoff"))
        e = take_section(t, rule, &rule->runoff, "runoff");
    return e;
}

static enum err
take_outcome(struct tokens *t, struct rule *rule)
{
    struct rule_outcome *outcome = &rule->outcome[rule->outcome_count];
    enum err e;

    e = take_keyword(t, "outcome");
    if (e)
        return e;
    if (t->at_end || rule->outcome_count == RULE_OUTCOMES_MAX)
        return ERR_INPUT;
    rule->outcome_count++;
    e = rule_word_make(&outcome->label, token_take(t));
    if (e)
        return e;
    if (!token_is(t, "always"))
        return take_clauses(t, rule, &outcome->when);
    return take_keyword(t, "always");
}

static enum err
take_appraisal(struct tokens *t, struct rule *rule)
{
    enum err e = take_quorum(t, rule);

    if (e)
        return e;
    do {
        /* The loop ends: at most RULE_OUTCOMES_MAX outcomes are taken. */
        e = take_outcome(t, rule);
    } while (!e && token_is(t, "outcome"));
    return e;
}

static enum err
take_passing(struct tokens *t, struct rule *rule)
{
    enum err e = take_quorum(t, rule);

    return e ? e : take_section(t, rule, &rule->pass, "pass");
}

static enum err
take_days(struct tokens *t, struct rule *rule)
{
    enum err e = take_keyword(t, "notice");

    if (!e)
        e = take_number(t, &rule->notice_days, RULE_DAYS_MAX);
    if (!e)
        e = take_keyword(t, "publish");
    if (!e)
        e = take_number(t, &rule->publish_days, RULE_DAYS_MAX);
    if (!e)
        e = take_keyword(t, "post");
    if (!e)
        e = take_number(t, &rule->post_days, RULE_DAYS_MAX);
    return e;
}

static enum err
take_rule(struct tokens *t, struct rule *rule)
{
    size_t kind;
    enum err e = take_choice(t, &kind, rule_kind_words, RULE_KIND_COUNT_);

    if (e)
        return e;
    rule->kind = (enum rule_kind)kind;
    if (rule->kind == RULE_ELECTION)
        e = take_election(t, rule);
    else if (rule->kind == RULE_APPRAISAL)
        e = take_appraisal(t, rule);
    else
        e = take_passing(t, rule);
    if (!e)
        e = take_days(t, rule);
    return e;
}

enum err
rule_decode(struct rule *rule, struct span text)
{
    struct tokens t = {text, false};
    enum err e;

    *rule = (struct rule){0};
    if (text.len > RULE_TEXT_MAX)
        return ERR_INPUT;
    e = take_rule(&t, rule);
    if (!e && !t.at_end)
        e = ERR_INPUT;
    if (!e)
        e = rule_check_form(rule);
    if (e)
        *rule = (struct rule){0};
    return e;
}
