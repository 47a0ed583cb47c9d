#include "ballots/words.h"

#include <string.h>

#include "ballots/words_phrase.h"

/* Options, labels and buckets by id, and how many voted so. */
static const struct {
    const char *id;
    const char *name[LANG_COUNT_];
    const char *counted; /* English, behind a number */
} options[] = {
    {"for", {"赞成", "for"}, "for"},
    {"against", {"反对", "against"}, "against"},
    {"abstain", {"弃权", "abstain"}, "abstaining"},
    {"yes", {"是", "yes"}, "yes"},
    {"no", {"否", "no"}, "no"},
    {"excellent", {"优秀", "excellent"}, "excellent"},
    {"competent", {"称职", "competent"}, "competent"},
    {"basically_competent",
     {"基本称职", "basically competent"},
     "basically competent"},
    {"not_competent", {"不称职", "not competent"}, "not competent"},
    {"do_not_know", {"不了解", "do not know"}, "do not know"},
    {"talk_required", {"需谈话", "talk required"}, "talk required"},
    {"satisfied", {"满意", "satisfied"}, "satisfied"},
    {"mostly_satisfied", {"基本满意", "mostly satisfied"}, "mostly satisfied"},
    {"not_satisfied", {"不满意", "not satisfied"}, "not satisfied"},
    {"signed", {"联名", "signed"}, "signed"},
    {"invalid", {"无效", "invalid"}, "invalid"},
    {"uncounted", {"未开票", "left sealed"}, "left sealed"},
    {"unreturned", {"未交票", "not returned"}, "not returned"},
    {"unissued", {"未领票", "not collected"}, "not collected"},
    {"absent", {"缺席", "absent"}, "absent"},
    {"recused", {"回避", "recused"}, "recused"},
};

static size_t
option_place(const char *id)
{
    size_t i;

    for (i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(options[i].id, id) == 0)
            break;
    return i;
}

const char *
words_option(enum lang lang, const char *id)
{
    size_t i = option_place(id);

    if (i == sizeof options / sizeof *options || (unsigned)lang >= LANG_COUNT_)
        return NULL;
    return options[i].name[lang];
}

const char *
words_kind(enum lang lang, enum rule_kind kind)
{
    static const char *const kinds[RULE_KIND_COUNT_][LANG_COUNT_] = {
        [RULE_MOTION] = {"表决", "vote"},
        [RULE_ELECTION] = {"选举", "election"},
        [RULE_APPRAISAL] = {"民主评议", "appraisal"},
        [RULE_PETITION] = {"联名", "petition"},
    };

    if ((unsigned)kind >= RULE_KIND_COUNT_ || (unsigned)lang >= LANG_COUNT_)
        return NULL;
    return kinds[kind][lang];
}

void
words_quorum(struct text_writer *out, enum lang lang, uint64_t due,
             uint64_t present, bool quorate)
{
    if (lang == LANG_ZH) {
        words_phrase_number(out, "应到代表", due, "名，");
        words_phrase_number(out, "实到", present, "名，");
        text_writer_text(out, quorate ? "符合法定人数。" : "不足法定人数。");
        return;
    }
    words_phrase_plural(out, due, "representative", "representatives");
    words_phrase_number(out, " due, ", present, " present; ");
    text_writer_text(out, quorate ? "a quorum is present."
                                  : "a quorum is not present.");
}

void
words_returned(struct text_writer *out, enum lang lang, enum rule_kind kind,
               uint64_t issued, uint64_t returned)
{
    static const char *const ballots[RULE_KIND_COUNT_] = {
        [RULE_MOTION] = "表决票",
        [RULE_ELECTION] = "选票",
        [RULE_APPRAISAL] = "测评票",
        [RULE_PETITION] = "表决票",
    };
    bool valid = returned <= issued;

    if (lang == LANG_ZH) {
        text_writer_text(out, "发出");
        words_phrase_number(out, ballots[kind], issued, "张，");
        words_phrase_number(out, "收回", returned, "张，");
        text_writer_text(out, valid ? "本次" : "收回多于发出，本次");
        text_writer_text(out, words_kind(lang, kind));
        text_writer_text(out, valid ? "有效。" : "无效。");
        return;
    }
    words_phrase_plural(out, issued, "ballot", "ballots");
    words_phrase_number(out, " issued, ", returned, " returned; ");
    text_writer_text(out, valid ? "the vote is valid."
                                : "more were returned than issued, so the "
                                  "vote is void.");
}

static void
count_one(struct text_writer *out, enum lang lang, const char *id, uint64_t n,
          const char *unit, bool first)
{
    size_t i = option_place(id);
    bool known = i < sizeof options / sizeof *options;

    if (!first)
        words_phrase_either(out, lang, "，", ", ");
    if (lang == LANG_ZH) {
        words_phrase_number(out, known ? options[i].name[lang] : id, n, unit);
        return;
    }
    words_phrase_number(out, "", n, " ");
    text_writer_text(out, known ? options[i].counted : id);
}

void
words_counts(struct text_writer *out, enum lang lang,
             const struct rule_row *row)
{
    const struct row_counts *counts = row->counts;

    for (size_t i = 0; i < row->options->count; i++) {
        const char *id = row->options->id[i].text;

        count_one(out, lang, id, counts->option[i],
                  strcmp(id, "signed") == 0 ? "人" : "票", i == 0);
    }
    if (counts->invalid > 0)
        count_one(out, lang, "invalid", counts->invalid, "票", false);
    if (counts->uncounted > 0)
        count_one(out, lang, "uncounted", counts->uncounted, "张", false);
    if (counts->unreturned > 0)
        count_one(out, lang, "unreturned", counts->unreturned, "张", false);
}

void
words_recusal(struct text_writer *out, enum lang lang, uint64_t due,
              uint64_t recused)
{
    if (recused == 0)
        return;
    if (lang == LANG_ZH) {
        words_phrase_number(out, "本项应到", due, "名");
        words_phrase_number(out, "（", recused, "名回避）。");
        return;
    }
    words_phrase_plural(out, due, "representative is", "representatives are");
    words_phrase_number(out, " due on this question (", recused, " recused).");
}

void
words_practice(struct text_writer *out, enum lang lang)
{
    words_phrase_either(out, lang, "这是练习表决，结果没有效力。",
                        "This is a practice vote; its result has no effect.");
}
