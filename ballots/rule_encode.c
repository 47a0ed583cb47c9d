#include "ballots/rule_form.h"
#include "ballots/rule_text.h"

static void
write_fraction(struct text_writer *out, uint32_t p, uint32_t q)
{
    text_writer_decimal(out, p);
    text_writer_text(out, "/");
    text_writer_decimal(out, q);
}

static void
write_clause(struct text_writer *out, const struct rule_clause *clause)
{
    text_writer_text(out, " ");
    if (clause->option_count == 0)
        text_writer_text(out, rule_base_name(clause->measured_base));
    for (size_t i = 0; i < clause->option_count; i++) {
        if (i > 0)
            text_writer_text(out, "+");
        text_writer_text(out, clause->option[i].text);
    }
    text_writer_text(out, "/");
    text_writer_text(out, rule_base_name(clause->base));
    text_writer_text(out, clause->more_than ? ">" : ">=");
    write_fraction(out, clause->p, clause->q);
    if (clause->weight.text[0] != '\0') {
        text_writer_text(out, ",weight=");
        text_writer_text(out, clause->weight.text);
    }
    if (clause->min > 0) {
        text_writer_text(out, ",min=");
        text_writer_decimal(out, clause->min);
    }
}

static void
write_clauses(struct text_writer *out, const struct rule *rule,
              struct rule_section section)
{
    for (size_t i = 0; i < section.count; i++)
        write_clause(out, &rule->clause[section.first + i]);
}

static void
write_section(struct text_writer *out, const char *keyword,
              const struct rule *rule, struct rule_section section)
{
    if (section.count == 0)
        return;
    text_writer_text(out, keyword);
    write_clauses(out, rule, section);
}

static void
write_election_head(struct text_writer *out, const struct rule *rule)
{
    text_writer_text(out, " seats ");
    text_writer_decimal(out, rule->seats);
    text_writer_text(out, " tie ");
    text_writer_text(out, rule_tie_words[rule->tie]);
    text_writer_text(out, " shortfall ");
    text_writer_text(out, rule_shortfall_words[rule->shortfall]);
    text_writer_text(out, " write-in ");
    text_writer_text(out, rule_write_in_words[rule->write_in]);
    if (rule->margin_p > 0) {
        text_writer_text(out, " margin ");
        write_fraction(out, rule->margin_p, rule->margin_q);
    }
}

static void
write_outcomes(struct text_writer *out, const struct rule *rule)
{
    for (size_t i = 0; i < rule->outcome_count; i++) {
        const struct rule_outcome *outcome = &rule->outcome[i];

        text_writer_text(out, " outcome ");
        text_writer_text(out, outcome->label.text);
        if (outcome->when.count == 0)
            text_writer_text(out, " always");
        write_clauses(out, rule, outcome->when);
    }
}

void
rule_encode(struct text_writer *out, const struct rule *rule)
{
    size_t start = out->len;

    if (rule_check_form(rule)) {
        text_writer_fail(out, ERR_INPUT);
        return;
    }
    text_writer_text(out, rule_kind_words[rule->kind]);
    if (rule->kind == RULE_ELECTION)
        write_election_head(out, rule);
    write_section(out, " quorum", rule, rule->quorum);
    write_section(out, " pass", rule, rule->pass);
    write_section(out, " runoff", rule, rule->runoff);
    write_outcomes(out, rule);
    text_writer_text(out, " notice ");
    text_writer_decimal(out, rule->notice_days);
    text_writer_text(out, " publish ");
    text_writer_decimal(out, rule->publish_days);
    text_writer_text(out, " post ");
    text_writer_decimal(out, rule->post_days);
    if (out->len - start > RULE_TEXT_MAX)
        text_writer_fail(out, ERR_INPUT);
}
