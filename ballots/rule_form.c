#include "ballots/rule_form.h"

#include <string.h>

const char *const rule_kind_words[RULE_KIND_COUNT_] = {
    [RULE_MOTION] = "motion",
    [RULE_ELECTION] = "election",
    [RULE_APPRAISAL] = "appraisal",
    [RULE_PETITION] = "petition",
};

const char *const rule_tie_words[RULE_TIE_COUNT_] = {
    [RULE_TIE_REVOTE] = "revote",
    [RULE_TIE_FEWER_AGAINST_THEN_REVOTE] = "fewer_against_then_revote",
    [RULE_TIE_BOTH_OUT] = "both_out",
};

const char *const rule_shortfall_words[RULE_SHORTFALL_COUNT_] = {
    [RULE_SHORTFALL_VACANT] = "vacant",
    [RULE_SHORTFALL_RUNOFF] = "runoff",
};

const char *const rule_write_in_words[RULE_WRITE_IN_COUNT_] = {
    [RULE_WRITE_IN_NONE] = "none",
    [RULE_WRITE_IN_WHEN_AGAINST] = "when_against",
    [RULE_WRITE_IN_ANY] = "any",
};

static uint32_t
greatest_divisor(uint32_t a, uint32_t b)
{
    while (b > 0) {
        uint32_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static bool
is_lowest_terms(uint32_t p, uint32_t q)
{
    return q > 0 && q <= RULE_FRACTION_MAX && p <= q &&
           greatest_divisor(p, q) == 1;
}

/* A word with nothing behind its end, so equal words are equal bytes. */
static bool
is_word(const struct rule_word *word)
{
    struct rule_word again;

    if (word->text[RULE_WORD_MAX] != '\0' ||
        rule_word_make(&again, span_text(word->text)))
        return false;
    return memcmp(word, &again, sizeof again) == 0;
}

static bool
is_blank(const struct rule_word *word)
{
    static const struct rule_word blank;

    return memcmp(word, &blank, sizeof blank) == 0;
}

/* Whether the i-th option of the measure is a word, and not there before. */
static bool
option_is_sound(const struct rule_clause *clause, size_t i)
{
    const struct rule_word *id = &clause->option[i];

    if (i >= clause->option_count)
        return is_blank(id);
    for (size_t k = 0; k < i; k++)
        if (rule_word_equals(id, clause->option[k].text))
            return false;
    return is_word(id) && !rule_word_is_reserved(id);
}

static bool
measure_is_sound(const struct rule_clause *clause)
{
    if (clause->option_count > RULE_MEASURE_MAX ||
        (unsigned)clause->measured_base >= RULE_BASE_COUNT_)
        return false;
    if (clause->option_count > 0 && clause->measured_base != RULE_BASE_ROLL)
        return false;
    for (size_t i = 0; i < RULE_MEASURE_MAX; i++)
        if (!option_is_sound(clause, i))
            return false;
    return true;
}

static bool
clause_is_sound(const struct rule_clause *clause)
{
    return measure_is_sound(clause) &&
           (unsigned)clause->base < RULE_BASE_COUNT_ &&
           is_lowest_terms(clause->p, clause->q) &&
           !(clause->more_than && clause->p == clause->q) &&
           (is_blank(&clause->weight) || is_word(&clause->weight)) &&
           clause->min <= RULE_FRACTION_MAX;
}

/* What a section's clauses measure. */
enum measures { MEASURES_BASES, MEASURES_OPTIONS };

/* Goes on from *next, where the section before ended. */
static bool
section_is_sound(const struct rule *rule, struct rule_section section,
                 enum measures measures, size_t *next)
{
    if (section.count == 0)
        return section.first == 0;
    if (section.first != *next || *next + section.count > RULE_CLAUSES_MAX)
        return false;
    for (size_t i = 0; i < section.count; i++) {
        const struct rule_clause *clause = &rule->clause[*next + i];
        bool of_options = clause->option_count > 0;

        if (!clause_is_sound(clause) ||
            of_options != (measures == MEASURES_OPTIONS))
            return false;
    }
    *next += section.count;
    return true;
}

static bool
outcomes_are_sound(const struct rule *rule, size_t *next)
{
    size_t count = rule->outcome_count;

    if (count > RULE_OUTCOMES_MAX)
        return false;
    for (size_t i = 0; i < RULE_OUTCOMES_MAX; i++) {
        const struct rule_outcome *outcome = &rule->outcome[i];
        bool is_used = i < count;
        bool has_clauses = outcome->when.count > 0;

        if (!section_is_sound(rule, outcome->when, MEASURES_OPTIONS, next))
            return false;
        if (is_used ? !is_word(&outcome->label) : !is_blank(&outcome->label))
            return false;
        if (has_clauses ? !is_used : i + 1 < count)
            return false;
    }
    return true;
}

static bool
election_is_sound(const struct rule *rule)
{
    bool has_margin = rule->margin_p > 0;

    if (rule->seats == 0 || rule->seats > RULE_CANDIDATES_MAX)
        return false;
    if ((unsigned)rule->tie >= RULE_TIE_COUNT_ ||
        (unsigned)rule->shortfall >= RULE_SHORTFALL_COUNT_ ||
        (unsigned)rule->write_in >= RULE_WRITE_IN_COUNT_)
        return false;
    if (has_margin ? !is_lowest_terms(rule->margin_p, rule->margin_q)
                   : rule->margin_q != 0)
        return false;
    return (rule->runoff.count > 0) ==
           (rule->shortfall == RULE_SHORTFALL_RUNOFF);
}

static bool
has_nothing_of_elections(const struct rule *rule)
{
    return rule->seats == 0 && rule->tie == 0 && rule->shortfall == 0 &&
           rule->write_in == 0 && rule->margin_p == 0 && rule->margin_q == 0 &&
           rule->runoff.count == 0;
}

static bool
kind_is_sound(const struct rule *rule)
{
    bool grades = rule->kind == RULE_APPRAISAL;

    if ((rule->outcome_count > 0) != grades ||
        (rule->pass.count == 0) != grades)
        return false;
    return rule->kind == RULE_ELECTION ? election_is_sound(rule)
                                       : has_nothing_of_elections(rule);
}

static bool
days_are_sound(const struct rule *rule)
{
    return rule->notice_days <= RULE_DAYS_MAX &&
           rule->publish_days <= RULE_DAYS_MAX &&
           rule->post_days <= RULE_DAYS_MAX;
}

enum err
rule_check_form(const struct rule *rule)
{
    size_t next = 0;

    if ((unsigned)rule->kind >= RULE_KIND_COUNT_ || !kind_is_sound(rule) ||
        !days_are_sound(rule))
        return ERR_INPUT;
    if (!section_is_sound(rule, rule->quorum, MEASURES_BASES, &next) ||
        !section_is_sound(rule, rule->pass, MEASURES_OPTIONS, &next) ||
        !section_is_sound(rule, rule->runoff, MEASURES_OPTIONS, &next) ||
        !outcomes_are_sound(rule, &next))
        return ERR_INPUT;
    return next == rule->clause_count ? OK : ERR_INPUT;
}
