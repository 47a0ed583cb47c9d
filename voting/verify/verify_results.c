/*
 * verify_results.c - the rounds of voting, in sentences.
 */
#include <inttypes.h>

#include "ballots/result_view.h"
#include "voting/verify/verify_say.h"

enum { SENTENCE_MAX = 16 * 1024 };

/* A sentence being made; printed as one line, indented. */
struct sentence {
    struct text_writer w;
    char bytes[SENTENCE_MAX];
};

static void
begin(struct sentence *s)
{
    text_writer_start(&s->w, s->bytes, sizeof s->bytes);
}

static void
end(FILE *out, struct sentence *s)
{
    struct span text;

    if (text_writer_finish(&s->w, &text) || text.len == 0)
        return;
    fputs("    ", out);
    fwrite(text.ptr, 1, text.len, out);
    fputc('\n', out);
}

static bool
is_chinese(const struct verify_run *run)
{
    return run->options->lang == LANG_ZH;
}

static const char *
stage_words(enum result_stage stage, enum lang lang)
{
    static const char *const words[RESULT_STAGES_][LANG_COUNT_] = {
        [RESULT_OPEN] = {"正在投票", "open for voting"},
        [RESULT_CLOSED] = {"投票已结束，尚未计票", "closed, not counted yet"},
        [RESULT_VOID] = {"本轮作废", "void"},
        [RESULT_UNCOUNTABLE] = {"无法计票", "cannot be counted"},
        [RESULT_COUNTED] = {"已计票，尚未宣布", "counted, not declared yet"},
        [RESULT_DECLARED] = {"已宣布，尚未公布", "declared, not published yet"},
        [RESULT_PUBLISHED] = {"已公布", "published"},
    };

    return words[stage][lang];
}

static const char *
ballot_words(enum event_ballot ballot, enum lang lang)
{
    static const char *const words[][LANG_COUNT_] = {
        [EVENT_SECRET] = {"无记名", "secret"},
        [EVENT_NAMED] = {"记名", "by name"},
        [EVENT_BY_HANDS] = {"举手", "by show of hands"},
    };

    return words[ballot][lang];
}

static void
say_heading(FILE *out, const struct verify_run *run,
            const struct result_view *view)
{
    enum lang lang = run->options->lang;
    const char *title = verify_titles_find(&run->titles, view->title, lang);

    fprintf(out, "%s", view->paper_id);
    if (title)
        fprintf(out, is_chinese(run) ? "《%s》" : " \"%s\"", title);
    if (view->round > 1)
        fprintf(out, is_chinese(run) ? "第 %u 轮" : ", round %u",
                (unsigned)view->round);
    fprintf(out, is_chinese(run) ? "（%s，%s）\n" : " (%s, %s)\n",
            ballot_words(view->ballot, lang), stage_words(view->stage, lang));
}

/* Who was in the hall, and how their ballots came. */
static void
say_door(FILE *out, struct sentence *s, const struct verify_run *run,
         const struct result_view *view, enum rule_kind kind)
{
    enum lang lang = run->options->lang;

    begin(s);
    if (view->practice)
        words_practice(&s->w, lang);
    else /* a round opens only with a quorum, and V8 has checked that */
        words_quorum(&s->w, lang, view->roll, view->present_at_open, true);
    end(out, s);
    if (view->ballot != EVENT_BY_HANDS) {
        begin(s);
        words_returned(&s->w, lang, kind, view->issued, view->returned);
        end(out, s);
    }
    if (view->closed_s == 0)
        return;
    fprintf(out,
            is_chinese(run)
                ? "    本人签到 %u 名，签到处代签 %u 名；补发代表证 %u 张"
                : "    Signed in themselves %u, by desk %u; cards re-issued %u",
            (unsigned)view->signed_in, (unsigned)view->signed_in_desk,
            (unsigned)view->reissued);
    if (view->sheets_issued > 0)
        fprintf(out,
                is_chinese(run)
                    ? "；纸质票发出 %u 张，收回 %u 张，其中废票 %u 张"
                    : "; paper sheets issued %u, returned %u, of these spoiled "
                      "%u",
                (unsigned)view->sheets_issued,
                (unsigned)(view->sheets_returned + view->sheets_spoiled),
                (unsigned)view->sheets_spoiled);
    fputs(is_chinese(run) ? "。\n" : ".\n", out);
}

static const char *
row_name(const struct verify_run *run, const struct result_row_view *row)
{
    const char *title =
        verify_titles_find(&run->titles, row->text, run->options->lang);

    return title ? title : row->id;
}

static void
say_row(FILE *out, struct sentence *s, const struct verify_run *run,
        const struct result_view *view, const struct result_row_view *row)
{
    const struct rule_row counted = {.options = view->options,
                                     .counts = row->counts};
    enum lang lang = run->options->lang;

    fprintf(out, "  %s %s\n", row->id, row_name(run, row));
    if (row->recused > 0) {
        begin(s);
        words_recusal(&s->w, lang, row->roll, row->recused);
        end(out, s);
    }
    begin(s);
    if (row->verdict)
        words_result(&s->w, lang, &row->rule, &counted, row->verdict);
    else if (!row->counts)
        words_rule(&s->w, lang, &row->rule, row->roll);
    end(out, s);
}

static void
say_election(FILE *out, struct sentence *s, const struct verify_run *run,
             const struct result_view *view, size_t n)
{
    const struct conference *c = audit_conference(run->audit);
    struct rule_row rows[RULE_CANDIDATES_MAX];
    const char *names[RULE_CANDIDATES_MAX];
    struct result_row_view row = {.id = NULL};
    enum lang lang = run->options->lang;

    for (size_t i = 0; i < view->row_count; i++) {
        result_view_read_row(&row, c, n, i);
        rows[i] =
            (struct rule_row){.options = view->options, .counts = row.counts};
        names[i] = row_name(run, &row);
    }
    for (size_t i = 0; i < view->row_count; i++) {
        begin(s);
        words_candidate(&s->w, lang, &row.rule, rows, view->election, i,
                        names[i]);
        end(out, s);
    }
    begin(s);
    words_election(&s->w, lang, &row.rule, rows, view->row_count,
                   view->election, names);
    end(out, s);
}

static void
say_round(FILE *out, struct sentence *s, const struct verify_run *run, size_t n)
{
    const struct conference *c = audit_conference(run->audit);
    struct result_row_view row;
    struct result_view view;

    result_view_read(&view, c, n);
    result_view_read_row(&row, c, n, 0);
    say_heading(out, run, &view);
    say_door(out, s, run, &view, row.rule.kind);
    if (view.election) {
        say_election(out, s, run, &view, n);
    } else {
        for (size_t i = 0; i < view.row_count; i++) {
            result_view_read_row(&row, c, n, i);
            say_row(out, s, run, &view, &row);
        }
    }
    if (view.sign_offs_needed > 0)
        fprintf(out,
                is_chinese(run) ? "    计票单：%u 名监票人已签字，须 %u 名。\n"
                                : "    Count sheet: signed by %u scrutineers, "
                                  "needs %u.\n",
                (unsigned)view.sign_off_count, (unsigned)view.sign_offs_needed);
    fputc('\n', out);
}

void
verify_say_results(FILE *out, const struct verify_run *run)
{
    struct sentence s;
    size_t count = result_view_count(audit_conference(run->audit));

    if (count == 0)
        fputs(is_chinese(run) ? "还没有表决。\n\n"
                              : "Nothing has been voted on yet.\n\n",
              out);
    for (size_t n = 0; n < count; n++)
        say_round(out, &s, run, n);
}
