/*
 * Goal: what decodes as a rule encodes back to the same bytes, and judges any
 * counts without a fault.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/rule.h"
#include "ballots/rule_text.h"
#include "ballots/words.h"

#define MUST(condition)                                                        \
    do {                                                                       \
        if (!(condition))                                                      \
            abort();                                                           \
    } while (0)

/* Counts from the input's own bytes; the options are those of the rule. */
static void
row_from(struct rule_options *options, struct row_counts *counts,
         const struct rule *rule, const uint8_t *data, size_t size)
{
    *options = (struct rule_options){0};
    *counts = (struct row_counts){0};
    for (size_t i = 0; i < rule->clause_count; i++) {
        const struct rule_clause *clause = &rule->clause[i];

        for (size_t k = 0; k < clause->option_count; k++)
            if (options->count < RULE_OPTIONS_MAX &&
                rule_options_find(options, clause->option[k].text) ==
                    options->count)
                options->id[options->count++] = clause->option[k];
    }
    for (size_t i = 0; i < options->count; i++)
        memcpy(&counts->option[i], data + i * 3 % (size - 3), 4);
    counts->absent = data[size / 2];
    counts->present_at_open = data[size / 3];
}

static void
judge(const struct rule *rule, const uint8_t *data, size_t size)
{
    struct rule_options options;
    struct row_counts counts;
    const struct rule_row row = {&options, &counts, NULL, 0};
    struct verdict v;
    struct election_verdict ev;
    char buffer[8192];
    struct text_writer w;
    enum err e;

    row_from(&options, &counts, rule, data, size);
    (void)rule_find_fault(rule, &options, data[0]);
    text_writer_start(&w, buffer, sizeof buffer);
    words_rule(&w, (enum lang)(data[0] % LANG_COUNT_), rule, counts.absent);
    if (rule->kind == RULE_ELECTION) {
        if (!rule_verdict_election(&ev, rule, &row, 1))
            MUST(ev.outcome != VERDICT_NONE);
        return;
    }
    if (rule->kind == RULE_APPRAISAL)
        e = rule_verdict_appraisal(&v, rule, &row);
    else if (rule->kind == RULE_PETITION)
        e = rule_verdict_petition(&v, rule, &row);
    else
        e = rule_verdict_motion(&v, rule, &row);
    MUST((e == OK) == (v.outcome != VERDICT_NONE));
    if (e)
        return;
    /* What passes has as many in favour as are needed, and at least one. */
    if (v.outcome == VERDICT_ADOPTED && v.has_needed) {
        size_t k = rule_options_find(
            &options, rule->kind == RULE_PETITION ? "signed" : "for");

        MUST(counts.option[k] >= v.needed && v.needed > 0);
    }
    words_result(&w, (enum lang)(data[0] % LANG_COUNT_), rule, &row, &v);
    MUST(w.error != ERR_INPUT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rule rule;
    struct text_writer w;
    struct span out;
    char buffer[RULE_TEXT_MAX];

    if (rule_decode(&rule, span_of(data, size)))
        return 0;
    text_writer_start(&w, buffer, sizeof buffer);
    rule_encode(&w, &rule);
    MUST(text_writer_finish(&w, &out) == OK);
    MUST(out.len == size && memcmp(out.ptr, data, size) == 0);
    judge(&rule, data, size);
    return 0;
}
