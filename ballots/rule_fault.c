#include "ballots/rule.h"

static const char *const fault_codes[RULE_FAULT_COUNT_] = {
    [RULE_FAULT_NONE] = "none",
    [RULE_FAULT_OPTION_COUNT] = "option_count",
    [RULE_FAULT_OPTION_WORD] = "option_word",
    [RULE_FAULT_OPTION_RESERVED] = "option_reserved",
    [RULE_FAULT_OPTION_TWICE] = "option_twice",
    [RULE_FAULT_OPTION_UNKNOWN] = "option_unknown",
    [RULE_FAULT_WEIGHT] = "weight",
    [RULE_FAULT_WRITE_IN] = "write_in",
    [RULE_FAULT_NO_FOR] = "no_for",
    [RULE_FAULT_NO_FOR_CLAUSE] = "no_for_clause",
    [RULE_FAULT_FOR_NOT_FIRST] = "for_not_first",
    [RULE_FAULT_NO_AGAINST] = "no_against",
    [RULE_FAULT_NO_SIGNED] = "no_signed",
    [RULE_FAULT_NO_SIGNED_CLAUSE] = "no_signed_clause",
    [RULE_FAULT_CANDIDATES] = "candidates",
    [RULE_FAULT_SEATS] = "seats",
    [RULE_FAULT_MARGIN] = "margin",
};

const char *
rule_fault_code(enum rule_fault fault)
{
    return (unsigned)fault < RULE_FAULT_COUNT_ ? fault_codes[fault] : NULL;
}

static bool
has_option(const struct rule_options *options, const char *id)
{
    return rule_options_find(options, id) < options->count;
}

static enum rule_fault
options_fault(const struct rule_options *options)
{
    if (options->count < RULE_OPTIONS_MIN || options->count > RULE_OPTIONS_MAX)
        return RULE_FAULT_OPTION_COUNT;
    for (size_t i = 0; i < options->count; i++) {
        const struct rule_word *id = &options->id[i];
        struct rule_word word;

        if (id->text[RULE_WORD_MAX] != '\0' ||
            rule_word_make(&word, span_text(id->text)))
            return RULE_FAULT_OPTION_WORD;
        if (rule_word_is_reserved(id))
            return RULE_FAULT_OPTION_RESERVED;
        if (rule_options_find(options, id->text) != i)
            return RULE_FAULT_OPTION_TWICE;
    }
    return RULE_FAULT_NONE;
}

static enum rule_fault
clause_fault(const struct rule_clause *clause,
             const struct rule_options *options)
{
    if (clause->weight.text[0] != '\0')
        return RULE_FAULT_WEIGHT;
    for (size_t i = 0; i < clause->option_count; i++)
        if (!has_option(options, clause->option[i].text))
            return RULE_FAULT_OPTION_UNKNOWN;
    return RULE_FAULT_NONE;
}

/* Whether some clause of the section counts this option. */
static bool
section_measures(const struct rule *rule, struct rule_section section,
                 const char *id)
{
    for (size_t i = 0; i < section.count; i++) {
        const struct rule_clause *clause = &rule->clause[section.first + i];

        for (size_t k = 0; k < clause->option_count; k++)
            if (rule_word_equals(&clause->option[k], id))
                return true;
    }
    return false;
}

static enum rule_fault
motion_fault(const struct rule *rule, const struct rule_options *options)
{
    if (!has_option(options, "for"))
        return RULE_FAULT_NO_FOR;
    if (!section_measures(rule, rule->pass, "for"))
        return RULE_FAULT_NO_FOR_CLAUSE;
    return RULE_FAULT_NONE;
}

static enum rule_fault
petition_fault(const struct rule *rule, const struct rule_options *options)
{
    if (!has_option(options, "signed"))
        return RULE_FAULT_NO_SIGNED;
    if (!section_measures(rule, rule->pass, "signed"))
        return RULE_FAULT_NO_SIGNED_CLAUSE;
    return RULE_FAULT_NONE;
}

/* candidates - seats >= seats*p/q, in whole numbers. */
static bool
margin_is_kept(const struct rule *rule, size_t candidates)
{
    uint64_t spare = candidates - rule->seats;

    return spare * rule->margin_q >= (uint64_t)rule->seats * rule->margin_p;
}

static enum rule_fault
election_fault(const struct rule *rule, const struct rule_options *options,
               size_t candidates)
{
    enum rule_fault fault;

    if (rule->write_in != RULE_WRITE_IN_NONE)
        return RULE_FAULT_WRITE_IN;
    fault = motion_fault(rule, options);
    if (fault)
        return fault;
    if (!rule_word_equals(&options->id[0], "for"))
        return RULE_FAULT_FOR_NOT_FIRST;
    if (rule->tie == RULE_TIE_FEWER_AGAINST_THEN_REVOTE &&
        !has_option(options, "against"))
        return RULE_FAULT_NO_AGAINST;
    if (rule->runoff.count > 0 && !section_measures(rule, rule->runoff, "for"))
        return RULE_FAULT_NO_FOR_CLAUSE;
    if (candidates == 0 || candidates > RULE_CANDIDATES_MAX)
        return RULE_FAULT_CANDIDATES;
    if (rule->seats > candidates)
        return RULE_FAULT_SEATS;
    if (!margin_is_kept(rule, candidates))
        return RULE_FAULT_MARGIN;
    return RULE_FAULT_NONE;
}

enum rule_fault
rule_find_fault(const struct rule *rule, const struct rule_options *options,
                size_t candidates)
{
    enum rule_fault fault = options_fault(options);

    for (size_t i = 0; !fault && i < rule->clause_count; i++)
        fault = clause_fault(&rule->clause[i], options);
    if (fault)
        return fault;
    switch (rule->kind) {
    case RULE_ELECTION:
        return election_fault(rule, options, candidates);
    case RULE_PETITION:
        return petition_fault(rule, options);
    case RULE_MOTION:
        return motion_fault(rule, options);
    default:
        /* An appraisal needs nothing but the options that it names. */
        return RULE_FAULT_NONE;
    }
}
