#include <string.h>

#include "ballots/rule.h"
#include "ballots/rule_verdict.h"

static const char *const outcome_codes[VERDICT_OUTCOME_COUNT_] = {
    [VERDICT_NONE] = "none",         [VERDICT_ADOPTED] = "adopted",
    [VERDICT_REJECTED] = "rejected", [VERDICT_COUNTED] = "counted",
    [VERDICT_GRADED] = "graded",     [VERDICT_NO_QUORUM] = "no_quorum",
    [VERDICT_VOID] = "void",         [VERDICT_TOO_FEW] = "too_few",
};

const char *
verdict_outcome_code(enum verdict_outcome outcome)
{
    if ((unsigned)outcome >= VERDICT_OUTCOME_COUNT_)
        return NULL;
    return outcome_codes[outcome];
}

/* Whether these counts of the row can have come about. */
static bool
counts_are_sound(const struct rule_options *options,
                 const struct row_counts *counts)
{
    uint64_t present = rule_base_size(options, counts, RULE_BASE_PRESENT);
    uint64_t marked = 0;
    uint64_t returned;

    for (size_t i = 0; i < options->count; i++)
        marked += counts->option[i];
    if (counts->uncounted > 0 && marked > 0)
        return false;
    returned = marked + counts->invalid + counts->uncounted;
    if (counts->excess > 0 &&
        (counts->unreturned > 0 || counts->excess > returned))
        return false;
    return counts->present_at_open <= present;
}

/*
 * Every clause is looked at, also those that the verdict would not come to, so
 * that a rule that does not fit its row never gets by unseen.
 */
static enum err
check_row(const struct rule *rule, const struct rule_row *row)
{
    if (row->options->count > RULE_OPTIONS_MAX ||
        rule->clause_count > RULE_CLAUSES_MAX)
        return ERR_INPUT;
    if (!counts_are_sound(row->options, row->counts))
        return ERR_INPUT;
    for (size_t i = 0; i < row->weighted_count; i++)
        if (!counts_are_sound(row->options, &row->weighted[i].counts))
            return ERR_INPUT;
    for (size_t i = 0; i < rule->clause_count; i++) {
        bool holds;
        enum err e = rule_clause_holds(&holds, &rule->clause[i], row);

        if (e)
            return e;
    }
    return OK;
}

enum err
rule_section_holds(bool *holds, const struct rule *rule,
                   struct rule_section section, const struct rule_row *row)
{
    *holds = false;
    if (section.first + section.count > rule->clause_count)
        return ERR_INPUT;
    for (size_t i = 0; i < section.count; i++) {
        bool one;
        enum err e =
            rule_clause_holds(&one, &rule->clause[section.first + i], row);

        if (e || !one)
            return e;
    }
    *holds = true;
    return OK;
}

enum err
rule_verdict_gate(enum verdict_outcome *stopped, const struct rule *rule,
                  const struct rule_row *row)
{
    bool quorate;
    enum err e;

    *stopped = VERDICT_NONE;
    e = check_row(rule, row);
    if (e)
        return e;
    e = rule_section_holds(&quorate, rule, rule->quorum, row);
    if (e)
        return e;
    if (row->counts->excess > 0)
        *stopped = VERDICT_VOID;
    else if (!quorate)
        *stopped = VERDICT_NO_QUORUM;
    else if (row->counts->uncounted > 0)
        *stopped = VERDICT_TOO_FEW;
    return OK;
}

/* Starts a verdict, which stays VERDICT_NONE if the kind is to judge. */
static enum err
verdict_start(struct verdict *verdict, const struct rule *rule,
              enum rule_kind kind, const struct rule_row *row)
{
    enum verdict_outcome stopped;
    enum err e;

    *verdict = (struct verdict){.label = VERDICT_NO_LABEL};
    if (rule->kind != kind)
        return ERR_INPUT;
    e = rule_verdict_gate(&stopped, rule, row);
    if (e)
        return e;
    verdict->outcome = stopped;
    if (kind != RULE_APPRAISAL)
        verdict->has_needed = rule_needed(&verdict->needed, rule, row);
    return OK;
}

/*
 * A motion or petition: all pass clauses hold, and somebody is in favour. The
 * second is asked apart, since a clause may add other options to `for`.
 */
static enum err
judge_passing(struct verdict *verdict, const struct rule *rule,
              const struct rule_row *row, const char *favour)
{
    size_t k = rule_options_find(row->options, favour);
    bool passes;
    enum err e;

    if (k == row->options->count || rule->pass.count == 0)
        return ERR_INPUT;
    e = rule_section_holds(&passes, rule, rule->pass, row);
    if (e)
        return e;
    passes = passes && row->counts->option[k] > 0;
    verdict->outcome = passes ? VERDICT_ADOPTED : VERDICT_REJECTED;
    return OK;
}

static enum err
verdict_passing(struct verdict *verdict, const struct rule *rule,
                const struct rule_row *row, enum rule_kind kind,
                const char *favour)
{
    enum err e = verdict_start(verdict, rule, kind, row);

    if (!e && verdict->outcome == VERDICT_NONE)
        e = judge_passing(verdict, rule, row, favour);
    if (e)
        *verdict = (struct verdict){.label = VERDICT_NO_LABEL};
    return e;
}

enum err
rule_verdict_motion(struct verdict *verdict, const struct rule *rule,
                    const struct rule_row *row)
{
    return verdict_passing(verdict, rule, row, RULE_MOTION, "for");
}

enum err
rule_verdict_petition(struct verdict *verdict, const struct rule *rule,
                      const struct rule_row *row)
{
    return verdict_passing(verdict, rule, row, RULE_PETITION, "signed");
}

/* The first outcome whose clauses hold; one without clauses always does. */
static enum err
judge_appraisal(struct verdict *verdict, const struct rule *rule,
                const struct rule_row *row)
{
    if (rule->outcome_count > RULE_OUTCOMES_MAX)
        return ERR_INPUT;
    for (int i = 0; i < rule->outcome_count; i++) {
        bool holds;
        enum err e =
            rule_section_holds(&holds, rule, rule->outcome[i].when, row);

        if (e)
            return e;
        if (holds) {
            verdict->label = i;
            break;
        }
    }
    verdict->outcome = VERDICT_GRADED;
    return OK;
}

enum err
rule_verdict_appraisal(struct verdict *verdict, const struct rule *rule,
                       const struct rule_row *row)
{
    enum err e = verdict_start(verdict, rule, RULE_APPRAISAL, row);

    if (!e && verdict->outcome == VERDICT_NONE)
        e = judge_appraisal(verdict, rule, row);
    if (e)
        *verdict = (struct verdict){.label = VERDICT_NO_LABEL};
    return e;
}
