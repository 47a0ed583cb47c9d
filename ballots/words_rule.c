#include "ballots/words_phrase.h"

void
words_needed(struct text_writer *out, enum lang lang, const struct rule *rule,
             uint64_t roll)
{
    uint64_t needed;

    if (!rule_needed_of_roll(&needed, rule, roll))
        return;
    if (lang == LANG_ZH) {
        words_phrase_number(out, "", roll, "名中须");
        words_phrase_number(out, "", needed,
                            rule->kind == RULE_PETITION ? "人" : "票");
    } else {
        words_phrase_number(out, "", needed, " needed of ");
        text_writer_decimal(out, roll);
    }
}

/* The least measure, where the size of the roll gives it. */
static bool
needed_of_roll(uint64_t *needed, const struct rule_clause *clause,
               uint64_t roll)
{
    return clause->base == RULE_BASE_ROLL && clause->weight.text[0] == '\0' &&
           rule_clause_needed(needed, clause, roll);
}

/* "法定人数：到会代表不少于27名（达到全体代表的三分之二）。" */
static void
quorum(struct text_writer *out, enum lang lang,
       const struct rule_clause *clause, uint64_t roll)
{
    const struct words_measured *m =
        words_phrase_measured(clause->measured_base);
    uint64_t needed;
    bool has_needed = needed_of_roll(&needed, clause, roll);

    words_phrase_either(out, lang, "法定人数：", "Quorum: ");
    if (has_needed && lang == LANG_ZH) {
        text_writer_text(out, m->zh);
        words_phrase_number(out, "不少于", needed, m->zh_unit);
    } else if (has_needed) {
        text_writer_text(out, "at least ");
        words_phrase_plural(out, needed, m->en_one, m->en_many);
    } else {
        text_writer_text(out, lang == LANG_ZH ? m->zh : m->en_many);
    }
    if (has_needed)
        words_phrase_either(out, lang, "（", " (");
    else
        words_phrase_either(out, lang, "须", " must be ");
    words_phrase_bound(out, lang, clause, false);
    if (has_needed)
        words_phrase_either(out, lang, "）", ")");
    words_phrase_either(out, lang, "。", ". ");
}

/* The number first: "须赞成票不少于21票（超过全体代表的半数）" */
static void
pass_with_number(struct text_writer *out, enum lang lang,
                 const struct rule_clause *clause, uint64_t roll,
                 uint64_t needed)
{
    if (lang == LANG_ZH) {
        words_phrase_number(out, "全体代表", roll, "名，须");
        words_phrase_measure(out, lang, clause);
        words_phrase_number(out, "不少于", needed, words_phrase_unit(clause));
    } else {
        text_writer_text(out, "Of ");
        words_phrase_plural(out, roll, "representative", "representatives");
        words_phrase_number(out, ", at least ", needed, " ");
        words_phrase_verb(out, clause, true);
    }
    if (clause->p == 0)
        return; /* there is nothing to explain the number by */
    words_phrase_either(out, lang, "（", " (");
    words_phrase_bound(out, lang, clause, false);
    words_phrase_either(out, lang, "）", ")");
}

static void
pass(struct text_writer *out, enum lang lang, const struct rule_clause *clause,
     uint64_t roll)
{
    uint64_t needed;

    if (needed_of_roll(&needed, clause, roll)) {
        pass_with_number(out, lang, clause, roll, needed);
    } else if (lang == LANG_ZH) {
        words_phrase_measure(out, lang, clause);
        text_writer_text(out, "须");
        words_phrase_bound(out, lang, clause, false);
    } else {
        words_phrase_bound(out, lang, clause, true);
        text_writer_text(out, " ");
        words_phrase_verb(out, clause, true);
    }
    words_phrase_either(out, lang, "。", ". ");
}

static void
pass_section(struct text_writer *out, enum lang lang, const struct rule *rule,
             struct rule_section section, uint64_t roll)
{
    for (size_t i = 0; i < section.count; i++)
        pass(out, lang, &rule->clause[section.first + i], roll);
}

static void
election(struct text_writer *out, enum lang lang, const struct rule *rule,
         uint64_t roll)
{
    static const char *const ties[RULE_TIE_COUNT_][LANG_COUNT_] = {
        [RULE_TIE_REVOTE] = {"末位票数相等的，再次投票。",
                             "Equal votes for the last seat are voted on "
                             "again. "},
        [RULE_TIE_FEWER_AGAINST_THEN_REVOTE] =
            {"末位票数相等的，反对票少者当选；仍相等的，再次投票。",
             "Of equal votes for the last seat, fewer against wins; if still "
             "equal, they are voted on again. "},
        [RULE_TIE_BOTH_OUT] = {"末位票数相等的，均不当选。",
                               "Of equal votes for the last seat, none is "
                               "elected. "},
    };

    if (lang == LANG_ZH) {
        words_phrase_number(out, "应选", rule->seats, "名。");
    } else {
        words_phrase_plural(out, rule->seats, "seat", "seats");
        text_writer_text(out, " to fill. ");
    }
    pass_section(out, lang, rule, rule->pass, roll);
    words_phrase_either(out, lang, "其中得票多者当选。",
                        "Of these, those with most votes are elected. ");
    text_writer_text(out, ties[rule->tie][lang]);
    if (rule->shortfall == RULE_SHORTFALL_VACANT) {
        words_phrase_either(out, lang, "名额不足的，空缺。",
                            "Seats left open stay vacant. ");
        return;
    }
    words_phrase_either(out, lang, "名额不足的，另行选举，届时",
                        "Seats left open go to a run-off election. Its rule: ");
    pass_section(out, lang, rule, rule->runoff, roll);
}

/* "优秀、称职票合计超过有效票的半数" / "more than half of ... say ..." */
static void
outcome_clause(struct text_writer *out, enum lang lang,
               const struct rule_clause *clause)
{
    if (lang == LANG_ZH) {
        words_phrase_measure(out, lang, clause);
        words_phrase_bound(out, lang, clause, false);
        return;
    }
    words_phrase_bound(out, lang, clause, false);
    text_writer_text(out, " ");
    words_phrase_verb(out, clause, false);
}

static void
outcome(struct text_writer *out, enum lang lang, const struct rule *rule,
        const struct rule_outcome *o)
{
    if (o->when.count == 0) {
        words_phrase_either(out, lang, "其余的结果为", "otherwise ");
        words_phrase_option(out, lang, &o->label);
        return;
    }
    if (lang == LANG_EN) {
        words_phrase_option(out, lang, &o->label);
        text_writer_text(out, " if ");
    }
    for (size_t i = 0; i < o->when.count; i++) {
        if (i > 0)
            words_phrase_either(out, lang, "且", " and ");
        outcome_clause(out, lang, &rule->clause[o->when.first + i]);
    }
    if (lang == LANG_ZH) {
        text_writer_text(out, "的，结果为");
        words_phrase_option(out, lang, &o->label);
    }
}

static void
appraisal(struct text_writer *out, enum lang lang, const struct rule *rule)
{
    words_phrase_either(out, lang, "依次判断：", "The first that holds: ");
    for (size_t i = 0; i < rule->outcome_count; i++) {
        if (i > 0)
            words_phrase_either(out, lang, "；", "; ");
        outcome(out, lang, rule, &rule->outcome[i]);
    }
    words_phrase_either(out, lang, "。", ". ");
}

void
words_rule(struct text_writer *out, enum lang lang, const struct rule *rule,
           uint64_t roll)
{
    for (size_t i = 0; i < rule->quorum.count; i++)
        quorum(out, lang, &rule->clause[rule->quorum.first + i], roll);
    if (rule->kind == RULE_ELECTION)
        election(out, lang, rule, roll);
    else if (rule->kind == RULE_APPRAISAL)
        appraisal(out, lang, rule);
    else
        pass_section(out, lang, rule, rule->pass, roll);
    /* English sentences end in a space for the next one; there is none. */
    if (lang == LANG_EN && !out->error && out->len > 0 &&
        out->bytes[out->len - 1] == ' ')
        out->len--;
}
