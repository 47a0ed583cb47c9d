#include "ballots/words_phrase.h"

/* "甲、乙、丙" / "A, B and C" */
static void
list_names(struct text_writer *out, enum lang lang, const uint16_t *rows,
           size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && lang == LANG_EN)
            text_writer_text(out, i + 1 == count ? " and " : ", ");
        else if (i > 0)
            text_writer_text(out, "、");
        text_writer_text(out, names[rows[i]]);
    }
}

/* "应选5名，须赞成21票；当选4名：甲、乙。" */
static void
elected(struct text_writer *out, enum lang lang, const struct rule *rule,
        const struct rule_row *row, const struct election_verdict *v,
        const char *const *names)
{
    uint64_t needed;
    bool has_needed = rule_needed(&needed, rule, row);

    if (lang == LANG_ZH) {
        words_phrase_number(out, "应选", rule->seats, "名");
        if (has_needed)
            words_phrase_number(out, "，须赞成", needed, "票");
        words_phrase_number(out, "；当选", v->elected_count, "名");
    } else {
        words_phrase_plural(out, rule->seats, "seat", "seats");
        if (has_needed) {
            text_writer_text(out, ", ");
            words_phrase_plural(out, needed, "vote", "votes");
            text_writer_text(out, " in favour needed");
        }
        words_phrase_number(out, "; ", v->elected_count, " elected");
    }
    if (v->elected_count > 0) {
        words_phrase_either(out, lang, "：", ": ");
        list_names(out, lang, v->elected, v->elected_count, names);
    }
    words_phrase_either(out, lang, "。", ".");
}

static void
tied(struct text_writer *out, enum lang lang, const struct election_verdict *v,
     const char *const *names)
{
    text_writer_text(out, lang == LANG_ZH ? "" : " ");
    list_names(out, lang, v->tied, v->tied_count, names);
    if (lang == LANG_ZH) {
        words_phrase_number(out, "票数相等，就余下的", v->open_seats,
                            "个名额再次投票。");
    } else {
        text_writer_text(out, " have equal votes; they are voted on again "
                              "for the ");
        words_phrase_plural(out, v->open_seats, "seat", "seats");
        text_writer_text(out, " left.");
    }
}

static void
tied_out(struct text_writer *out, enum lang lang,
         const struct election_verdict *v, const char *const *names)
{
    text_writer_text(out, lang == LANG_ZH ? "" : " ");
    list_names(out, lang, v->tied_out, v->tied_out_count, names);
    words_phrase_either(out, lang, "票数相等，均不当选。",
                        v->tied_out_count == 2
                            ? " have equal votes; neither is elected."
                            : " have equal votes; none is elected.");
}

static void
open_seats(struct text_writer *out, enum lang lang,
           const struct election_verdict *v)
{
    bool vacant = v->next == VERDICT_NEXT_VACANT;

    if (lang == LANG_ZH) {
        words_phrase_number(out, vacant ? "" : "余下的", v->open_seats,
                            vacant ? "个名额空缺。" : "个名额另行选举。");
        return;
    }
    text_writer_text(out, " ");
    words_phrase_plural(out, v->open_seats, "seat", "seats");
    if (vacant)
        text_writer_text(out, v->open_seats == 1 ? " stays vacant."
                                                 : " stay vacant.");
    else
        text_writer_text(out, v->open_seats == 1
                                  ? " is open: a run-off election follows."
                                  : " are open: a run-off election follows.");
}

/* The row whose counts show why the election came to this outcome. */
static const struct rule_row *
telling_row(const struct rule *rule, const struct rule_row *rows, size_t count,
            enum verdict_outcome outcome)
{
    for (size_t i = 0; i < count; i++) {
        bool is_void = rows[i].counts->excess > 0;
        bool is_sealed = rows[i].counts->uncounted > 0;
        struct election_verdict alone;

        if (outcome == VERDICT_VOID ? is_void
            : outcome == VERDICT_TOO_FEW
                ? is_sealed
                : !rule_verdict_election(&alone, rule, &rows[i], 1) &&
                      alone.outcome == outcome)
            return &rows[i];
    }
    return &rows[0];
}

void
words_election(struct text_writer *out, enum lang lang, const struct rule *rule,
               const struct rule_row *rows, size_t count,
               const struct election_verdict *verdict, const char *const *names)
{
    if (count == 0 || rule->kind != RULE_ELECTION) {
        text_writer_fail(out, ERR_INPUT);
        return;
    }
    if (words_phrase_stopped(out, lang, rule,
                             telling_row(rule, rows, count, verdict->outcome),
                             verdict->outcome))
        return;
    if (verdict->outcome != VERDICT_COUNTED) {
        text_writer_fail(out, ERR_INPUT);
        return;
    }
    elected(out, lang, rule, &rows[0], verdict, names);
    if (verdict->tied_count > 0)
        tied(out, lang, verdict, names);
    if (verdict->tied_out_count > 0)
        tied_out(out, lang, verdict, names);
    if (verdict->next == VERDICT_NEXT_VACANT ||
        verdict->next == VERDICT_NEXT_RUNOFF)
        open_seats(out, lang, verdict);
}

static bool
is_listed(const uint16_t *list, size_t count, size_t candidate)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == candidate)
            return true;
    return false;
}

static void
standing(struct text_writer *out, enum lang lang,
         const struct election_verdict *v, size_t candidate)
{
    if (is_listed(v->elected, v->elected_count, candidate))
        words_phrase_either(out, lang, "当选。", "Elected.");
    else if (is_listed(v->tied, v->tied_count, candidate))
        words_phrase_either(out, lang, "票数相等，再次投票。",
                            "Equal votes: to be voted on again.");
    else if (is_listed(v->tied_out, v->tied_out_count, candidate))
        words_phrase_either(out, lang, "票数相等，不当选。",
                            "Equal votes: not elected.");
    else if (is_listed(v->outvoted, v->outvoted_count, candidate))
        words_phrase_either(out, lang, "名额已满，未当选。",
                            "No seat left: not elected.");
    else
        words_phrase_either(out, lang, "未达到所需票数，未当选。",
                            "Too few votes: not elected.");
}

void
words_candidate(struct text_writer *out, enum lang lang,
                const struct rule *rule, const struct rule_row *rows,
                const struct election_verdict *verdict, size_t candidate,
                const char *name)
{
    struct verdict needed = {.label = VERDICT_NO_LABEL};

    needed.has_needed = rule_needed(&needed.needed, rule, &rows[candidate]);
    text_writer_text(out, name);
    words_phrase_either(out, lang, "：", ": ");
    words_counts(out, lang, &rows[candidate]);
    words_phrase_needed(out, lang, rule->kind, &needed);
    words_phrase_either(out, lang, "。", ".");
    if (verdict->outcome != VERDICT_COUNTED)
        return;
    text_writer_text(out, lang == LANG_ZH ? "" : " ");
    standing(out, lang, verdict, candidate);
}
