#include "voting/verify/verify_say.h"

#include <inttypes.h>
#include <time.h>

#include "ballots/record_code.h"

void
verify_say_time(char out[VERIFY_SAY_TIME_BYTES], uint64_t time_s)
{
    time_t t = (time_t)time_s;
    struct tm parts;

    out[0] = '\0';
    if (gmtime_r(&t, &parts))
        (void)strftime(out, VERIFY_SAY_TIME_BYTES, "%Y-%m-%d %H:%M:%S UTC",
                       &parts);
}

static bool
is_chinese(const struct verify_run *run)
{
    return run->options->lang == LANG_ZH;
}

static void
say_pins(FILE *out, const struct verify_run *run)
{
    enum lang lang = run->options->lang;
    const char *history = audit_history_words(audit_history(run->audit), lang);

    if (history)
        fprintf(out, "%s\n", history);
    if (audit_history(run->audit) == AUDIT_HISTORY_CONTINUES)
        fprintf(out,
                is_chinese(run)
                    ? "其中前 %" PRIu64 " 条上次已细核，本次只重放。\n"
                    : "The first %" PRIu64 " entries were verified then and "
                      "have only been replayed now.\n",
                audit_size_pinned(run->audit));
    if (run->another_genesis)
        fputs(is_chinese(run) ? "严重：这不是您指定的那次大会。\n"
                              : "Alarm: this is not the conference that was "
                                "asked for.\n",
              out);
    if (run->another_key)
        fputs(is_chinese(run) ? "严重：日志的公钥不是您指定的那一把。\n"
                              : "Alarm: the log's key is not the one that was "
                                "asked for.\n",
              out);
}

/* Nothing here proves what the lost log said: its own copy does. */
static void
say_predecessor(FILE *out, const struct verify_run *run)
{
    char code[RECORD_CODE_BYTES];

    if (!verify_run_continues(run))
        return;
    record_code_format(code, &run->predecessor.root);
    fprintf(out,
            is_chinese(run)
                ? "本日志接续 %s：那份日志的记录丢失了，已知到第 %" PRIu64
                  " 条（大会记录码 %s）。其中的结果以它自己的副本为准，"
                  "请另行核验；副本之后已确认的记录不在这里。\n"
                : "This log continues %s, of which entries were lost: it is "
                  "known up to %" PRIu64 " entries (record code %s). What it "
                  "decided stands in its own copy, which must be verified by "
                  "itself; what was acknowledged after that is not here.\n",
            run->predecessor.origin, run->predecessor.size, code);
}

void
verify_say_log(FILE *out, const struct verify_run *run)
{
    const struct conference *c = audit_conference(run->audit);
    const struct hash32 *genesis = audit_leaf(run->audit, 0);
    char code[RECORD_CODE_BYTES];
    char time[VERIFY_SAY_TIME_BYTES];
    struct hash32 root;

    fprintf(out, is_chinese(run) ? "日志：%s\n" : "Log: %s\n",
            conference_origin(c));
    if (genesis) {
        record_code_format(code, genesis);
        fprintf(out, is_chinese(run) ? "开篇码：%s\n" : "First entry: %s\n",
                code);
    }
    audit_root(run->audit, &root);
    record_code_format(code, &root);
    fprintf(out,
            is_chinese(run) ? "大会记录码：%s（共 %" PRIu64 " 条记录）\n"
                            : "Record code: %s (%" PRIu64 " entries)\n",
            code, audit_size(run->audit));
    verify_say_time(time, conference_time_s(c));
    fprintf(out,
            is_chinese(run) ? "最后一条记录的时间：%s\n"
                            : "Time of the last entry: %s\n",
            time);
    say_predecessor(out, run);
    say_pins(out, run);
    fputc('\n', out);
}

/* "entry 77, result by chair/1: " */
static void
say_entry(FILE *out, const struct verify_run *run, uint32_t index,
          const struct verify_entry *entry)
{
    char post[POST_TEXT_BYTES];

    fprintf(out, is_chinese(run) ? "第 %u 条记录" : "entry %u",
            (unsigned)index);
    if (entry->known) {
        post_format(post, entry->signer);
        fprintf(out, is_chinese(run) ? "（%s，%s）" : ", %s by %s",
                event_type_name(entry->type), post);
    }
    fputs(is_chinese(run) ? "：" : ": ", out);
}

static void
say_failure(FILE *out, const struct verify_run *run, unsigned number,
            const struct audit_check *check)
{
    enum lang lang = run->options->lang;

    fputs("      ", out);
    if (check->entry != CONFERENCE_NO_ENTRY)
        say_entry(out, run, check->entry, verify_run_culprit(run, number));
    fprintf(out, "%s (%s)\n", refusal_words(check->why, lang),
            refusal_code(check->why));
    if (check->cause != CONFERENCE_NO_ENTRY)
        fprintf(out,
                is_chinese(run) ? "      与第 %u 条记录相抵触。\n"
                                : "      It contradicts entry %u.\n",
                (unsigned)check->cause);
}

static void
say_witnesses(FILE *out, const struct verify_run *run)
{
    struct audit_witnesses w;

    audit_witnesses(run->audit, &w);
    if (w.named == 0)
        fputs(is_chinese(run)
                  ? "      没有校外存证：另一份历史只能靠核对大会记录码发现。\n"
                  : "      No witness keeps a copy outside: only comparing "
                    "record codes would show a second history.\n",
              out);
    else
        fprintf(out,
                is_chinese(run) ? "      %u 家存证方中 %u 家已签名%s。\n"
                                : "      Of %u witnesses %u have "
                                  "cosigned%s.\n",
                w.named, w.cosigned,
                w.demanded        ? ""
                : is_chinese(run) ? "，方案不要求任何一家签名"
                                  : "; the policy asks for none");
}

static void
say_texts(FILE *out, const struct verify_run *run)
{
    struct audit_texts texts;

    audit_texts(run->audit, &texts);
    fprintf(out,
            is_chinese(run)
                ? "      核对正文 %" PRIu64 " 份、姓名 %" PRIu64
                  " 份；未附的内部正文 %" PRIu64 " 份。\n"
                : "      Texts: %" PRIu64 ", names: %" PRIu64
                  ", members' texts that are not in this file: %" PRIu64 ".\n",
            texts.texts, texts.names, texts.left_out);
}

static void
say_receipt(FILE *out, const struct verify_run *run)
{
    const struct verify_receipt *receipt = &run->receipt;
    const char *words =
        audit_receipt_words(receipt->verdict, run->options->lang);

    if (!words)
        return;
    fputs("      ", out);
    if (receipt->index != CONFERENCE_NO_ENTRY)
        say_entry(out, run, receipt->index, &receipt->entry);
    fprintf(out, "%s\n", words);
}

void
verify_say_checks(FILE *out, const struct verify_run *run)
{
    static const char *const marks[][LANG_COUNT_] = {
        [AUDIT_NOT_REACHED] = {"未核到", "not reached"},
        [AUDIT_PASSED] = {"通过  ", "passed     "},
        [AUDIT_FAILED] = {"不通过", "FAILED     "},
    };
    enum lang lang = run->options->lang;

    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++) {
        const struct audit_check *check = audit_finding(run->audit, n);

        fprintf(out, "V%-3u  %s  %s\n", n, marks[check->verdict][lang],
                audit_check_words(n, lang));
        if (check->verdict == AUDIT_FAILED)
            say_failure(out, run, n, check);
        if (n == 2 && check->verdict == AUDIT_PASSED)
            say_witnesses(out, run);
        if (n == 17 && check->verdict == AUDIT_PASSED)
            say_texts(out, run);
        if (n == REFUSAL_CHECKS)
            say_receipt(out, run);
    }
    fputc('\n', out);
}

void
verify_say_verdict(FILE *out, const struct verify_run *run)
{
    if (verify_run_holds(run))
        fputs(is_chinese(run) ? "全部核验成立。\n" : "Everything holds.\n",
              out);
    else
        fputs(is_chinese(run)
                  ? "核验不成立：见上文。结果不可采信。\n"
                  : "This does NOT hold; see above. Do not rely on the "
                    "results.\n",
              out);
}
