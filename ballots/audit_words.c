#include "ballots/audit.h"

const char *
audit_verdict_code(enum audit_verdict verdict)
{
    static const char *const codes[] = {"not-reached", "passed", "failed"};

    return (unsigned)verdict < sizeof codes / sizeof *codes ? codes[verdict]
                                                            : NULL;
}

const char *
audit_history_code(enum audit_history history)
{
    static const char *const codes[] = {"new", "continues", "other-log",
                                        "shrunk", "rewritten"};

    return (unsigned)history < sizeof codes / sizeof *codes ? codes[history]
                                                            : NULL;
}

const char *
audit_receipt_code(enum audit_receipt receipt)
{
    static const char *const codes[] = {"none",     "holds", "form",
                                        "unsigned", "newer", "missing"};

    return (unsigned)receipt < sizeof codes / sizeof *codes ? codes[receipt]
                                                            : NULL;
}

const char *
audit_history_words(enum audit_history history, enum lang lang)
{
    static const char *const words[][LANG_COUNT_] = {
        [AUDIT_HISTORY_NEW] = {NULL, NULL},
        [AUDIT_HISTORY_CONTINUES] =
            {"与上次核验的日志一致，只增不改。",
             "It goes on from the log that was checked before; nothing of "
             "that was changed."},
        [AUDIT_HISTORY_OTHER_LOG] =
            {"这不是上次核验的那个日志。",
             "This is not the log that was checked before."},
        [AUDIT_HISTORY_SHRUNK] =
            {"严重：记录比上次核验时少，日志被退回过。请保留两份文件并提出异议"
             "。",
             "Alarm: there are fewer entries than when it was checked before; "
             "the log was rolled back. Keep both files and object."},
        [AUDIT_HISTORY_REWRITTEN] =
            {"严重：上次核验过的记录已被改动。请保留两份文件并提出异议。",
             "Alarm: entries that were checked before have been changed. Keep "
             "both files and object."},
    };

    return (unsigned)history < sizeof words / sizeof *words
               ? words[history][lang]
               : NULL;
}

const char *
audit_receipt_words(enum audit_receipt receipt, enum lang lang)
{
    static const char *const words[][LANG_COUNT_] = {
        [AUDIT_RECEIPT_NONE] = {NULL, NULL},
        [AUDIT_RECEIPT_HOLDS] = {"回执所指的记录在日志里，一字未改。",
                                 "The receipt's entry is in this log, "
                                 "unchanged."},
        [AUDIT_RECEIPT_FORM] = {"这不是有效的回执。",
                                "This is not a valid receipt."},
        [AUDIT_RECEIPT_UNSIGNED] =
            {"回执不是本日志签发的。",
             "The receipt was not signed by the key of this log."},
        [AUDIT_RECEIPT_NEWER] =
            {"回执比这份日志新，请换一份较新的日志再核对。",
             "The receipt is newer than this copy of the log; try again with a "
             "newer copy."},
        [AUDIT_RECEIPT_MISSING] =
            {"严重：回执由本日志签发，所指的记录却不在日志里。请保留回执并提出"
             "异议，它就是证据。",
             "Alarm: the log signed this receipt, yet its entry is not in the "
             "log. Keep the receipt and object: it is the proof."},
    };

    return (unsigned)receipt < sizeof words / sizeof *words
               ? words[receipt][lang]
               : NULL;
}

const char *
audit_check_words(unsigned number, enum lang lang)
{
    static const char *const words[REFUSAL_CHECKS][LANG_COUNT_] = {
        {"记录、大会记录码与日志签名一致",
         "entries, record code and the log's signature agree"},
        {"校外存证签名符合方案", "cosignatures satisfy the witness policy"},
        {"每条记录的格式、签名人与签名",
         "every entry's form, signers and signatures"},
        {"每条记录引用的大会记录码", "the record code that every entry saw"},
        {"席位、代表证、换发与签到", "posts, enrolments, re-issues, presence"},
        {"锁票箱", "the locking of the ballot box"},
        {"表决事项在开放时已定稿", "questions frozen when opened"},
        {"开放表决的条件：法定人数、送达、清点、程序",
         "gates at opening: quorum, notice, headcount, procedure"},
        {"先后次序与时间", "order and times"},
        {"每张票的证明", "the proof of every ballot"},
        {"一席一票，密文不重复", "one ballot a seat, no ciphertext twice"},
        {"纸质票与举手", "paper sheets and shows of hands"},
        {"票箱总和：份额确由这些选票之和得出",
         "the sums: what was opened is what these ballots add up to"},
        {"监票人开箱的份额与人数", "shares, and enough of them"},
        {"票数", "the counts"},
        {"按规则得出的结论", "the verdict by the rule"},
        {"正文与其校验码", "texts match their hashes"},
        {"我的回执在日志里", "my receipt is in the log"},
    };

    return number >= 1 && number <= REFUSAL_CHECKS ? words[number - 1][lang]
                                                   : NULL;
}
