#include "ballots/words_phrase.h"

/* Votes for what the clause counts; 0 where the row has no such option. */
static uint64_t
votes_of(const struct rule_clause *clause, const struct rule_row *row)
{
    uint64_t votes = 0;

    for (size_t i = 0; i < clause->option_count; i++) {
        size_t k = rule_options_find(row->options, clause->option[i].text);

        if (k < row->options->count)
            votes += row->counts->option[k];
    }
    return votes;
}

/* The first pass clause that fails; NULL: there are no votes in favour. */
static const struct rule_clause *
failed_clause(const struct rule *rule, const struct rule_row *row)
{
    for (size_t i = 0; i < rule->pass.count; i++) {
        const struct rule_clause *clause = &rule->clause[rule->pass.first + i];
        bool holds;

        if (!rule_clause_holds(&holds, clause, row) && !holds &&
            (clause->p > 0 || clause->min > 0))
            return clause;
    }
    return NULL;
}

static void
conclusion(struct text_writer *out, enum lang lang, enum rule_kind kind,
           bool adopted)
{
    if (kind == RULE_PETITION)
        words_phrase_either(out, lang, adopted ? "联名成立。" : "联名不成立。",
                            adopted ? "Enough have signed."
                                    : "Not enough have signed.");
    else
        words_phrase_either(out, lang, adopted ? "通过。" : "未通过。",
                            adopted ? "Adopted." : "Not adopted.");
}

/* "赞成票超过全体代表的半数，" for each pass clause. */
static void
reasons_to_adopt(struct text_writer *out, enum lang lang,
                 const struct rule *rule)
{
    for (size_t i = 0; i < rule->pass.count; i++) {
        const struct rule_clause *clause = &rule->clause[rule->pass.first + i];

        if (clause->p == 0 && clause->min <= 1)
            continue; /* one vote does, and the counts show it */
        if (lang == LANG_ZH) {
            words_phrase_measure(out, lang, clause);
            words_phrase_bound(out, lang, clause, false);
            text_writer_text(out, "，");
        } else {
            words_phrase_bound(out, lang, clause, true);
            text_writer_text(out, " ");
            words_phrase_verb(out, clause, false);
            text_writer_text(out, ". ");
        }
    }
}

static void
adopted(struct text_writer *out, enum lang lang, const struct rule *rule)
{
    reasons_to_adopt(out, lang, rule);
    conclusion(out, lang, rule->kind, true);
}

/* "赞成20票" / "20 for", of what the clause counts. */
static void
votes_short(struct text_writer *out, enum lang lang,
            const struct rule_clause *clause, const struct rule_row *row)
{
    uint64_t votes = votes_of(clause, row);

    if (lang == LANG_EN) {
        words_phrase_number(out, "", votes, " ");
        words_phrase_measure(out, lang, clause);
        return;
    }
    for (size_t i = 0; i < clause->option_count; i++) {
        text_writer_text(out, i > 0 ? "、" : "");
        words_phrase_option(out, lang, &clause->option[i]);
    }
    words_phrase_number(out, clause->option_count > 1 ? "合计" : "", votes,
                        words_phrase_unit(clause));
}

static void
rejected_short(struct text_writer *out, enum lang lang, const struct rule *rule,
               const struct rule_row *row)
{
    const struct rule_clause *clause = failed_clause(rule, row);

    if (clause) {
        votes_short(out, lang, clause, row);
        words_phrase_either(out, lang, "，", ", which is ");
        words_phrase_missed(out, lang, clause);
    } else {
        /* Every clause may hold without anybody in favour. */
        words_phrase_either(out, lang, "没有代表赞成", "Nobody is in favour");
    }
    words_phrase_either(out, lang, "，", ". ");
    conclusion(out, lang, rule->kind, false);
}

static void
rejected_in_full(struct text_writer *out, enum lang lang,
                 const struct rule *rule, const struct rule_row *row)
{
    const struct rule_clause *clause = failed_clause(rule, row);

    if (clause && lang == LANG_ZH) {
        words_phrase_measure(out, lang, clause);
        words_phrase_missed(out, lang, clause);
    } else if (clause) {
        if (words_phrase_is_only(clause, "for"))
            text_writer_text(out, "That");
        else
            votes_short(out, lang, clause, row);
        text_writer_text(out, " is ");
        words_phrase_missed(out, lang, clause);
    } else {
        words_phrase_either(out, lang, "没有代表赞成", "Nobody is in favour");
    }
    words_phrase_either(out, lang, "，", ". ");
    conclusion(out, lang, rule->kind, false);
}

static void
graded(struct text_writer *out, enum lang lang, const struct rule *rule,
       const struct verdict *verdict)
{
    if (verdict->label < 0 || verdict->label >= rule->outcome_count) {
        words_phrase_either(out, lang, "未得出评议结果。",
                            "No outcome applies.");
        return;
    }
    words_phrase_either(out, lang, "评议结果：", "Outcome: ");
    words_phrase_option(out, lang, &rule->outcome[verdict->label].label);
    words_phrase_either(out, lang, "。", ".");
}

static void
counts_sentence(struct text_writer *out, enum lang lang,
                const struct rule_row *row)
{
    words_counts(out, lang, row);
    words_phrase_either(out, lang, "。", ". ");
}

void
words_verdict(struct text_writer *out, enum lang lang, const struct rule *rule,
              const struct rule_row *row, const struct verdict *verdict)
{
    if (words_phrase_stopped(out, lang, rule, row, verdict->outcome))
        return;
    switch (verdict->outcome) {
    case VERDICT_ADOPTED:
        counts_sentence(out, lang, row);
        adopted(out, lang, rule);
        break;
    case VERDICT_REJECTED:
        rejected_short(out, lang, rule, row);
        break;
    case VERDICT_GRADED:
        counts_sentence(out, lang, row);
        graded(out, lang, rule, verdict);
        break;
    default:
        text_writer_fail(out, ERR_INPUT);
    }
}

void
words_phrase_needed(struct text_writer *out, enum lang lang,
                    enum rule_kind kind, const struct verdict *verdict)
{
    if (!verdict->has_needed)
        return;
    if (lang == LANG_ZH)
        words_phrase_number(out, "；须", verdict->needed,
                            kind == RULE_PETITION ? "人" : "票");
    else
        words_phrase_number(out, "; ", verdict->needed, " needed");
}

void
words_result(struct text_writer *out, enum lang lang, const struct rule *rule,
             const struct rule_row *row, const struct verdict *verdict)
{
    bool passes = verdict->outcome == VERDICT_ADOPTED;

    if (!passes && verdict->outcome != VERDICT_REJECTED) {
        words_verdict(out, lang, rule, row, verdict);
        return;
    }
    words_counts(out, lang, row);
    words_phrase_needed(out, lang, rule->kind, verdict);
    words_phrase_either(out, lang, "。", ". ");
    if (passes)
        adopted(out, lang, rule);
    else
        rejected_in_full(out, lang, rule, row);
}
