#include "ballots/words_phrase.h"

static const char *const base_words[RULE_BASE_COUNT_][LANG_COUNT_] = {
    [RULE_BASE_ROLL] = {"全体代表", "all representatives"},
    [RULE_BASE_PRESENT] = {"到会代表", "the representatives present"},
    [RULE_BASE_ISSUED] = {"发出的票", "the ballots issued"},
    [RULE_BASE_RETURNED] = {"收回的票", "the ballots returned"},
    [RULE_BASE_VALID] = {"有效票", "the valid ballots"},
    [RULE_BASE_EXPRESSED] = {"不计弃权的有效票",
                             "the valid ballots without abstentions"},
    [RULE_BASE_RONR_CAST] = {"不计弃权的收回票",
                             "the ballots returned without abstentions"},
    [RULE_BASE_ROLL_LESS_ABSTAIN] = {"除弃权者外的全体代表",
                                     "all representatives but those "
                                     "abstaining"},
};

static const struct words_measured measured_words[RULE_BASE_COUNT_] = {
    [RULE_BASE_ROLL] = {"全体代表", "名", "representative", "representatives"},
    [RULE_BASE_PRESENT] = {"到会代表", "名", "representative present",
                           "representatives present"},
    [RULE_BASE_ISSUED] = {"发出的票", "张", "ballot issued", "ballots issued"},
    [RULE_BASE_RETURNED] = {"收回的票", "张", "ballot returned",
                            "ballots returned"},
    [RULE_BASE_VALID] = {"有效票", "张", "valid ballot", "valid ballots"},
    [RULE_BASE_EXPRESSED] = {"不计弃权的有效票", "张",
                             "valid ballot without abstentions",
                             "valid ballots without abstentions"},
    [RULE_BASE_RONR_CAST] = {"不计弃权的收回票", "张",
                             "ballot returned without abstentions",
                             "ballots returned without abstentions"},
    [RULE_BASE_ROLL_LESS_ABSTAIN] = {"除弃权者外的代表", "名",
                                     "representative not abstaining",
                                     "representatives not abstaining"},
};

void
words_phrase_either(struct text_writer *out, enum lang lang, const char *zh,
                    const char *en)
{
    text_writer_text(out, lang == LANG_ZH ? zh : en);
}

void
words_phrase_number(struct text_writer *out, const char *before, uint64_t n,
                    const char *after)
{
    text_writer_text(out, before);
    text_writer_decimal(out, n);
    text_writer_text(out, after);
}

void
words_phrase_plural(struct text_writer *out, uint64_t n, const char *one,
                    const char *many)
{
    words_phrase_number(out, "", n, " ");
    text_writer_text(out, n == 1 ? one : many);
}

void
words_phrase_option(struct text_writer *out, enum lang lang,
                    const struct rule_word *id)
{
    const char *name = words_option(lang, id->text);

    text_writer_text(out, name ? name : id->text);
}

const struct words_measured *
words_phrase_measured(enum rule_base base)
{
    return &measured_words[base];
}

bool
words_phrase_is_only(const struct rule_clause *clause, const char *id)
{
    return clause->option_count == 1 &&
           rule_word_equals(&clause->option[0], id);
}

const char *
words_phrase_unit(const struct rule_clause *clause)
{
    return words_phrase_is_only(clause, "signed") ? "人" : "票";
}

void
words_phrase_measure(struct text_writer *out, enum lang lang,
                     const struct rule_clause *clause)
{
    for (size_t i = 0; i < clause->option_count; i++) {
        if (i > 0)
            words_phrase_either(out, lang, "、", " or ");
        words_phrase_option(out, lang, &clause->option[i]);
    }
    if (lang == LANG_EN)
        return;
    if (!words_phrase_is_only(clause, "signed"))
        text_writer_text(out, "票");
    if (clause->option_count > 1)
        text_writer_text(out, "合计");
}

void
words_phrase_base(struct text_writer *out, enum lang lang, enum rule_base base)
{
    text_writer_text(out, base_words[base][lang]);
}

static void
fraction_zh(struct text_writer *out, uint32_t p, uint32_t q)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};

    if (p == q) {
        text_writer_text(out, "总数");
    } else if (p == 1 && q == 2) {
        text_writer_text(out, "半数");
    } else if (q <= 10) {
        text_writer_text(out, digits[q]);
        text_writer_text(out, "分之");
        text_writer_text(out, digits[p]);
    } else {
        words_phrase_number(out, "", q, "分之");
        text_writer_decimal(out, p);
    }
}

static void
fraction_en(struct text_writer *out, uint32_t p, uint32_t q)
{
    static const char *const numbers[] = {"no",    "one",  "two", "three",
                                          "four",  "five", "six", "seven",
                                          "eight", "nine"};
    static const char *const parts[] = {"",        "",      "",      "third",
                                        "quarter", "fifth", "sixth", "seventh",
                                        "eighth",  "ninth", "tenth"};

    if (p == 1 && q == 2) {
        text_writer_text(out, "half");
    } else if (q >= 3 && q <= 10) {
        text_writer_text(out, numbers[p]);
        text_writer_text(out, " ");
        text_writer_text(out, parts[q]);
        text_writer_text(out, p > 1 ? "s" : "");
    } else {
        words_phrase_number(out, "", p, "/");
        text_writer_decimal(out, q);
    }
}

static void
bound_zh(struct text_writer *out, const struct rule_clause *clause)
{
    if (clause->p == 0) {
        /* ">= 0" asks for nothing but the min, if there is one. */
        if (clause->min == 0)
            text_writer_text(out, "不少于1");
        return;
    }
    text_writer_text(out, clause->more_than ? "超过" : "达到");
    words_phrase_base(out, LANG_ZH, clause->base);
    text_writer_text(out, "的");
    fraction_zh(out, clause->p, clause->q);
}

/* "more than half of all representatives", from its second word on. */
static void
share_en(struct text_writer *out, const struct rule_clause *clause)
{
    if (clause->p < clause->q) {
        fraction_en(out, clause->p, clause->q);
        text_writer_text(out, clause->more_than ? " of " : " or more of ");
    } else if (clause->base != RULE_BASE_ROLL &&
               clause->base != RULE_BASE_ROLL_LESS_ABSTAIN) {
        text_writer_text(out, "all of ");
    }
    words_phrase_base(out, LANG_EN, clause->base);
}

static void
capitalise(struct text_writer *out, size_t at)
{
    if (at < out->len && out->bytes[at] >= 'a' && out->bytes[at] <= 'z')
        out->bytes[at] = (char)(out->bytes[at] - 'a' + 'A');
}

static void
bound_en(struct text_writer *out, const struct rule_clause *clause)
{
    if (clause->p == 0) {
        if (clause->min == 0)
            text_writer_text(out, "at least 1");
        return;
    }
    text_writer_text(out, clause->more_than ? "more than " : "");
    share_en(out, clause);
}

static void
least(struct text_writer *out, enum lang lang, const struct rule_clause *clause)
{
    if (clause->min == 0)
        return;
    if (clause->p > 0)
        words_phrase_either(out, lang, "且", ", and ");
    words_phrase_number(out, lang == LANG_ZH ? "不少于" : "at least ",
                        clause->min, "");
}

static void
by_weight(struct text_writer *out, enum lang lang,
          const struct rule_clause *clause)
{
    if (clause->weight.text[0] == '\0')
        return;
    words_phrase_either(out, lang, "（按", " (by ");
    text_writer_text(out, clause->weight.text);
    words_phrase_either(out, lang, "计）", ")");
}

void
words_phrase_bound(struct text_writer *out, enum lang lang,
                   const struct rule_clause *clause, bool capital)
{
    size_t start = out->len;

    if (lang == LANG_ZH)
        bound_zh(out, clause);
    else
        bound_en(out, clause);
    least(out, lang, clause);
    if (lang == LANG_ZH && (clause->p == 0 || clause->min > 0))
        text_writer_text(out, words_phrase_unit(clause));
    by_weight(out, lang, clause);
    if (lang == LANG_EN && capital)
        capitalise(out, start);
}

void
words_phrase_missed(struct text_writer *out, enum lang lang,
                    const struct rule_clause *clause)
{
    if (lang == LANG_ZH) {
        text_writer_text(out, clause->p > 0 ? "未" : "并非");
        words_phrase_bound(out, lang, clause, false);
        return;
    }
    if (clause->p == 0 || clause->min > 0) {
        text_writer_text(out, "not ");
        words_phrase_bound(out, lang, clause, false);
        return;
    }
    text_writer_text(out, clause->more_than ? "not more than " : "less than ");
    if (clause->p < clause->q) {
        fraction_en(out, clause->p, clause->q);
        text_writer_text(out, " of ");
        words_phrase_base(out, lang, clause->base);
    } else {
        share_en(out, clause);
    }
    by_weight(out, lang, clause);
}

void
words_phrase_verb(struct text_writer *out, const struct rule_clause *clause,
                  bool must)
{
    if (words_phrase_is_only(clause, "for")) {
        text_writer_text(out, must ? "must be in favour" : "are in favour");
    } else if (words_phrase_is_only(clause, "signed")) {
        text_writer_text(out, must ? "must sign" : "have signed");
    } else {
        text_writer_text(out, must ? "must say " : "say ");
        words_phrase_measure(out, LANG_EN, clause);
    }
}

/* The first quorum clause that fails; NULL: it cannot be told. */
static const struct rule_clause *
failed_quorum(const struct rule *rule, const struct rule_row *row)
{
    for (size_t i = 0; i < rule->quorum.count; i++) {
        const struct rule_clause *clause =
            &rule->clause[rule->quorum.first + i];
        bool holds;

        if (clause->weight.text[0] == '\0' &&
            !rule_clause_holds(&holds, clause, row) && !holds)
            return clause;
    }
    return NULL;
}

static void
no_quorum(struct text_writer *out, enum lang lang, const struct rule *rule,
          const struct rule_row *row)
{
    const struct rule_clause *clause = failed_quorum(rule, row);
    uint64_t due = rule_base_size(row->options, row->counts, RULE_BASE_ROLL);
    const struct words_measured *m;
    uint64_t measure;
    uint64_t needed;
    bool has_needed;
    bool present;

    if (clause == NULL) {
        words_phrase_either(out, lang, "不足法定人数，不作出决定。",
                            "A quorum is not present. Nothing is decided.");
        return;
    }
    m = words_phrase_measured(clause->measured_base);
    present = clause->measured_base == RULE_BASE_PRESENT;
    measure = present ? row->counts->present_at_open
                      : rule_base_size(row->options, row->counts,
                                       clause->measured_base);
    has_needed = rule_clause_needed(
        &needed, clause,
        rule_base_size(row->options, row->counts, clause->base));
    if (lang == LANG_ZH) {
        words_phrase_number(out, "应到代表", due, "名，");
        words_phrase_number(out, present ? "实到" : m->zh, measure, m->zh_unit);
        text_writer_text(out, "，不足法定人数");
        if (has_needed) {
            words_phrase_number(out, "（须", needed, m->zh_unit);
            text_writer_text(out, "）");
        }
        text_writer_text(out, "，不作出决定。");
        return;
    }
    words_phrase_plural(out, due, "representative", "representatives");
    text_writer_text(out, " due, ");
    if (present)
        words_phrase_number(out, "", measure, " present");
    else
        words_phrase_plural(out, measure, m->en_one, m->en_many);
    text_writer_text(out, "; a quorum is not present");
    if (has_needed)
        words_phrase_number(out, " (", needed, " needed)");
    text_writer_text(out, ". Nothing is decided.");
}

bool
words_phrase_stopped(struct text_writer *out, enum lang lang,
                     const struct rule *rule, const struct rule_row *row,
                     enum verdict_outcome outcome)
{
    switch (outcome) {
    case VERDICT_NO_QUORUM:
        no_quorum(out, lang, rule, row);
        return true;
    case VERDICT_VOID:
        words_returned(
            out, lang, rule->kind,
            rule_base_size(row->options, row->counts, RULE_BASE_ISSUED),
            rule_base_size(row->options, row->counts, RULE_BASE_RETURNED));
        return true;
    case VERDICT_TOO_FEW:
        words_phrase_either(
            out, lang, "收回的票不足3张，为保守投票秘密不予开票，不作出决定。",
            "Fewer than 3 ballots were returned; they stay sealed, since "
            "counting them would show how people voted. Nothing is decided.");
        return true;
    default:
        return false;
    }
}
