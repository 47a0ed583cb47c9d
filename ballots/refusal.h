/*
 * refusal.h - every reason for which an event is refused.
 *
 * One table: a stable code for programs, the verifier's check that fails when
 * such an event stands in a log, and a sentence in Chinese and in English that
 * says what is wrong and, where there is one, the way out. Codes are never
 * renamed or reused; docs/protocol.md lists them.
 *
 * The checks are V1 to V18 of docs/protocol.md; 0 means that a log cannot
 * contain the fault (the server refuses before there is an entry).
 */
#ifndef BALLOTS_REFUSAL_H
#define BALLOTS_REFUSAL_H

#include "ballots/words.h"
#include "crypto/err.h"

/* X(NAME, code, check, Chinese, English) */
#define REFUSALS(X)                                                            \
    X(NOTHING, "ok", 0, "没有问题。", "Nothing is wrong.")                     \
    /* form */                                                                 \
    X(TOO_LARGE, "too-large", 3, "内容超过一条记录的上限。",                   \
      "This is larger than one entry of the log may be.")                      \
    X(FORM, "form", 3, "格式不符合规定。",                                     \
      "This does not have the form that the protocol prescribes.")             \
    X(TYPE, "unknown-type", 3, "不认识的事项类型。",                           \
      "This type of event is not known to this version.")                      \
    X(ORIGIN, "other-log", 3, "这是另一次大会的内容。",                        \
      "This belongs to the log of another conference.")                        \
    X(SIGNERS, "wrong-signers", 3, "签名人不是应当签名的人。",                 \
      "The signature lines are not exactly those that this act requires.")     \
    X(NO_KEY, "no-current-key", 5,                                             \
      "签名用的代表证或密钥已停用，请到签到处重新办理。",                      \
      "The key that signed is not current; go to the desk for a new card.")    \
    X(SIGNATURE, "bad-signature", 3, "签名验证不通过。",                       \
      "A signature does not verify.")                                          \
    X(GENESIS, "genesis", 3, "大会的第一条记录必须是开篇记录，且只有一条。",   \
      "The first entry, and only the first, founds the conference.")           \
    X(SPECIFICATION, "specification", 3, "协议版本不受支持。",                 \
      "The log names a version of the specification that is not supported.")   \
    X(BUSY, "busy", 0, "服务器正忙，请稍候自动重试。",                         \
      "The server is busy; it will be tried again by itself.")                 \
    X(NO_MEMORY, "no-memory", 0, "服务器内存不足，未作任何更改。",             \
      "The server is out of memory; nothing was changed.")                     \
    X(STORE, "store", 0, "存储失败，未作任何更改。",                           \
      "The store failed; nothing was changed.")                                \
    /* seen, time, replay */                                                   \
    X(SEEN, "seen", 4, "所引用的大会记录码不在本日志上。",                     \
      "The checkpoint that this names is not on this log.")                    \
    X(SEEN_SHORT, "seen-too-old", 4, "所引用的记录码早于它所涉及的记录。",     \
      "The checkpoint that this names does not cover the entries it speaks "   \
      "of.")                                                                   \
    X(TIME_BACK, "time-back", 9, "时间早于上一条记录。",                       \
      "The time lies before that of the last entry.")                          \
    X(TIME_SKEW, "clock", 9, "设备时间与服务器相差超过五分钟，请校准时间。",   \
      "The author's clock is more than five minutes away; set it right.")      \
    X(REPLAY, "replay", 3, "同样的内容已经记录过。",                           \
      "The same text is in the log already.")                                  \
    X(REF, "no-such-entry", 3, "所指的记录不存在或不是所需的种类。",           \
      "It refers to an entry that does not exist or is of another kind.")      \
    X(BLOB, "blob", 17, "缺少正文，或正文与其校验码不符。",                    \
      "A text is missing or does not match its hash.")                         \
    X(POLICY, "policy", 2, "存证方案无法读取。",                               \
      "The witness policy cannot be read.")                                    \
    X(POLICY_IN_USE, "policy-in-use", 2,                                       \
      "还有表决没有结束，不能更换存证方案。",                                  \
      "The policy cannot change while a ballot is open or not yet counted.")   \
    X(COSIGNATURES, "cosignatures", 2, "校外存证签名不足或无效。",             \
      "The checkpoint lacks valid signatures of the outside copy-keepers.")    \
    /* posts */                                                                \
    X(POST_EXISTS, "post-exists", 5, "该席位或职务已存在。",                   \
      "This post exists already.")                                             \
    X(POST_UNKNOWN, "post-unknown", 5, "没有这个席位或职务。",                 \
      "There is no such post.")                                                \
    X(POST_RETIRED, "post-retired", 5, "该职务已经解除。",                     \
      "This post has been retired.")                                           \
    X(POST_VOTING, "post-voting", 5, "只有代表席位可以有表决权。",             \
      "Only seats may vote.")                                                  \
    X(KEY_USED, "key-used", 5, "这把密钥在本日志中已经用过。",                 \
      "This key has been used in this log before.")                            \
    X(ROLL_FROZEN, "roll-frozen", 5, "会议开始后代表名单不得更改。",           \
      "The roll is frozen once a session has started.")                        \
    X(INVITATION_OLD, "invitation-old", 5,                                     \
      "这张代表证已换发，旧证作废，请到签到处。",                              \
      "This card has been re-issued and the old one is void; go to the desk.") \
    X(INVITATION_USED, "invitation-used", 5,                                   \
      "这张代表证已在一部手机上使用过，请到签到处。",                          \
      "This card has been used on a phone already; go to the desk.")           \
    X(TAGS, "tags", 5, "代表团标记重复、未按顺序或为 none。",                  \
      "Group tags are repeated, out of order or none.")                        \
    /* sessions and presence */                                                \
    X(SESSION_EXISTS, "session-exists", 9, "该次会议已存在。",                 \
      "This session exists already.")                                          \
    X(SESSION_UNKNOWN, "session-unknown", 9, "没有这次会议。",                 \
      "There is no such session.")                                             \
    X(SESSION_RUNNING, "session-running", 9, "已有会议正在进行。",             \
      "A session is running already.")                                         \
    X(SESSION_NOT_RUNNING, "session-not-running", 9, "会议没有在进行。",       \
      "The session is not running.")                                           \
    X(SESSION_ENDED, "session-ended", 9, "这次会议已经结束。",                 \
      "This session has ended.")                                               \
    X(SESSION_BALLOTS, "session-has-ballots", 9,                               \
      "还有表决没有结束，会议不能结束。",                                      \
      "A ballot is open or not yet counted, so the session cannot end.")       \
    X(NO_VOTERS, "no-voters", 9, "名单上没有有表决权的代表。",                 \
      "There is no voting seat on the roll.")                                  \
    X(PRESENT_ALREADY, "present-already", 5, "该代表已经签到。",               \
      "This seat is present already.")                                         \
    X(PRESENT_NOT, "not-present", 5, "该代表没有签到。",                       \
      "This seat is not present.")                                             \
    X(PRESENCE_CHAIN, "presence-chain", 5, "签到记录已更新，请重新签到。",     \
      "The record of presence has moved on; check in again.")                  \
    X(ROLL_HASH, "roll-hash", 8, "名单校验码不符。",                           \
      "The hash of the roll is not that of this roll.")                        \
    /* key ceremony */                                                         \
    X(CEREMONY_NUMBERS, "ceremony-numbers", 6,                                 \
      "监票人至少三名，开箱人数须过半且少于总数。",                            \
      "There must be at least three scrutineers, and the number that counts "  \
      "must be more than half of them and less than all.")                     \
    X(CEREMONY_TRUSTEES, "ceremony-trustees", 6,                               \
      "监票人名单重复、未按顺序、尚未启用，或有人已被证明发错份额。",          \
      "Scrutineers are repeated, out of order, not enrolled, or proved to "    \
      "have dealt a bad share.")                                               \
    X(CEREMONY_REPLACES, "ceremony-replaces", 6,                               \
      "重锁票箱必须指明上一次锁箱并写明原因。",                                \
      "A new ceremony must name the one it replaces and give a reason.")       \
    X(CEREMONY_IN_USE, "ceremony-in-use", 6, "票箱正在使用，不能重锁。",       \
      "The key is in use by a ballot and cannot be replaced now.")             \
    X(CEREMONY_STAGE, "ceremony-stage", 6, "锁票箱的步骤不对。",               \
      "This is not the step at which the ceremony stands.")                    \
    X(CEREMONY_INDEX, "ceremony-index", 6, "监票人序号不符。",                 \
      "The scrutineer's number is not this signer's.")                         \
    X(CEREMONY_TWICE, "ceremony-twice", 6, "这一步已经做过。",                 \
      "This scrutineer has done this step already.")                           \
    X(CEREMONY_LENGTH, "ceremony-length", 6, "多项式系数个数不对。",           \
      "The deal does not have exactly the coefficients and shares it must "    \
      "have.")                                                                 \
    X(CEREMONY_ENCODING, "ceremony-encoding", 6, "锁箱数据编码不规范。",       \
      "A point or number of the ceremony is not canonical.")                   \
    X(CEREMONY_PROOF, "ceremony-proof", 6, "锁箱数据的证明不成立。",           \
      "A proof of the ceremony does not hold.")                                \
    X(CEREMONY_TRANSCRIPT, "ceremony-transcript", 6, "锁箱记录校验码不符。",   \
      "The transcript that was accepted is not that of this log.")             \
    X(COMPLAINT_FALSE, "complaint-false", 6, "申诉不能证明份额有误。",         \
      "The complaint proves nothing: the share it opens is good.")             \
    /* papers */                                                               \
    X(PAPER_EXISTS, "paper-exists", 7, "该表决事项已存在，或已经表决过。",     \
      "This question exists already, or has been opened.")                     \
    X(PAPER_VERSION, "paper-version", 7, "版本号不连续。",                     \
      "The version must be one more than the last.")                           \
    X(PAPER_OPTIONS, "paper-options", 7, "选项不符合规定。",                   \
      "The options are not allowed: two to eight, each once, the last one "    \
      "abstain if it is there.")                                               \
    X(PAPER_RULE, "paper-rule", 7, "表决规则无法读取或不适用于本事项。",       \
      "A rule cannot be read or does not fit this question.")                  \
    X(PAPER_WEIGHTS, "paper-weights", 7, "本系统一人一票，不支持加权。",       \
      "One member, one vote: weighted rules are not possible.")                \
    X(PAPER_WRITE_IN, "paper-write-in", 7,                                     \
      "暂不支持另选他人，请改用纸质选票。",                                    \
      "Write-ins are not possible yet; use paper ballots for this question.")  \
    X(PAPER_MARGIN, "paper-margin", 7, "差额不足。",                           \
      "There are too few candidates for this many seats.")                     \
    X(PAPER_ROWS, "paper-rows", 7, "分项重复或为空。",                         \
      "Rows are repeated or missing.")                                         \
    X(PAPER_TOO_LARGE, "paper-too-large", 7, "选票过大，请分成几项表决。",     \
      "Its ballots would be too large; split it into several questions.")      \
    X(PAPER_CAP, "paper-cap", 7, "最多可选人数与规则不符。",                   \
      "The cap does not fit: an election's cap is its number of seats.")       \
    X(PAPER_RECUSALS, "paper-recusals", 7, "回避名单有误。",                   \
      "The recusals are repeated, out of order or name no voting seat.")       \
    X(PAPER_HANDS, "paper-hands", 7, "举手表决只用于程序性事项。",             \
      "A show of hands is for procedural motions only.")                       \
    X(PAPER_FOLLOWS, "paper-follows", 7, "与所接续的表决不符。",               \
      "It does not fit the round that it says it follows.")                    \
    /* opening */                                                              \
    X(OPEN_ALREADY, "open-already", 7, "该事项已经表决或已有新版本。",         \
      "This question has been opened already or has a newer version.")         \
    X(OPEN_MANY, "open-many", 8, "同时进行的表决过多。",                       \
      "Too many ballots are open at once.")                                    \
    X(QUORUM, "no-quorum", 8, "到会人数不足法定人数，不能表决。",              \
      "Fewer are present than the quorum, so nothing can be opened.")          \
    X(NOTICE, "short-notice", 8, "送达时间不足，须写明原因。",                 \
      "The notice is short; a reason must be given.")                          \
    X(HEADCOUNT, "headcount", 8, "到会清点尚未进行，或清点人数少于签到人数。", \
      "The hall has not been counted, or fewer were counted than are marked "  \
      "present.")                                                              \
    X(PROCEDURE, "procedure", 8, "请先通过议程、监票人名单和表决办法。",       \
      "First the agenda, the scrutineers and the voting measures must be "     \
      "adopted.")                                                              \
    X(KEY_NOT_READY, "key-not-ready", 8, "票箱尚未锁好。",                     \
      "The ballot box has not been locked yet.")                               \
    X(KEY_OTHER, "key-other", 6, "选举公钥与锁箱记录不符。",                   \
      "The election key is not the one that the ceremony made.")               \
    X(ROLL_SMALL, "roll-small", 8, "无记名表决至少需要五名有表决权的代表。",   \
      "A secret row needs a roll of at least five.")                           \
    X(FOLLOWED_TWICE, "followed-twice", 8, "该轮已有后续表决。",               \
      "That round has been voted on again already.")                           \
    X(NOT_OPEN, "not-open", 9, "本事项没有在投票中。",                         \
      "This question is not open for voting.")                                 \
    X(NOT_CLOSED, "not-closed", 9, "投票尚未结束，或已不在计票阶段。",         \
      "Voting has not ended, or the count is over.")                           \
    X(CLOSE_EARLY, "close-early", 9,                                           \
      "请先提醒“即将结束”并等待十秒，或等全部到会代表投完。",                  \
      "Make a last call and wait ten seconds, or wait until all present have " \
      "voted.")                                                                \
    /* ballots */                                                              \
    X(NOT_ON_ROLL, "not-on-roll", 11, "您不在本事项的表决名单上。",            \
      "This seat does not vote on this question.")                             \
    X(NOT_PRESENT_VOTE, "vote-not-present", 11, "请先签到再投票。",            \
      "Check in before you vote.")                                             \
    X(BALLOT_KIND, "ballot-kind", 10, "选票种类与本事项不符。",                \
      "This kind of ballot is not used on this question.")                     \
    X(BALLOT_LENGTH, "ballot-length", 10, "选票长度不对。",                    \
      "The ballot does not have the length of this question's ballots.")       \
    X(BALLOT_FORM, "ballot-form", 10, "选票编码不规范。",                      \
      "The ballot has an encoding that is not canonical.")                     \
    X(BALLOT_PROOF, "ballot-proof", 10, "选票的证明不成立。",                  \
      "The ballot's proof does not hold.")                                     \
    X(BALLOT_MARKS, "ballot-marks", 10, "选项无效或超过可选人数。",            \
      "A mark is out of range, or more are marked than may be.")               \
    X(BALLOT_COPY, "ballot-copy", 11, "选票含有重复的密文。",                  \
      "A ciphertext of this ballot has been in another ballot.")               \
    X(ATTEMPT, "attempt", 11, "投票次序不符；您的票可能已在票箱里。",          \
      "This is not this seat's next ballot; one may be in the box already.")   \
    X(ATTEMPTS_MANY, "attempts-many", 11,                                      \
      "改投次数已达上限，以最后一次为准。",                                    \
      "The ballot cannot be changed again; the last one counts.")              \
    X(VOTED, "voted", 11, "您已投过票，先投的票有效。",                        \
      "This seat has voted, and the first ballot counts.")                     \
    X(VOTED_OLD_KEY, "voted-old-card", 11, "换证前已投过票，原票有效。",       \
      "This seat voted before its card was re-issued; that ballot stands.")    \
    X(HAS_SHEET, "has-sheet", 12, "该代表已领纸质票。",                        \
      "This seat has taken a paper sheet for this question.")                  \
    X(HANDS, "hands", 12, "举手人数与到会人数不符，或已记录过。",              \
      "The show of hands adds up to more than are present, or is recorded "    \
      "already.")                                                              \
    X(HANDS_MISSING, "hands-missing", 12, "尚未记录举手人数。",                \
      "The show of hands has not been recorded.")                              \
    X(SHEET_VOTED, "sheet-voted", 12, "该代表已在手机上投过票。",              \
      "This seat has voted on a phone already.")                               \
    X(SHEET_RECUSED, "sheet-recused", 12,                                      \
      "需部分回避的代表不能用纸质票，请用投票台。",                            \
      "A seat with a recusal cannot use a sheet; use the kiosk.")              \
    X(SHEETS_MANY, "sheets-many", 12, "交回的纸质票多于发出的。",              \
      "More sheets are returned than were handed out.")                        \
    X(SHEETS_FEW, "sheets-few", 12, "纸质票少于三张会暴露选择，请用投票台。",  \
      "Fewer than three sheets could be told apart; use the kiosk.")           \
    X(SHEETS_SERIAL, "sheets-serial", 12, "纸质票编号不连续。",                \
      "The serial numbers of the sheets do not go on from the last.")          \
    /* counting */                                                             \
    X(SHARED, "share-logged", 14, "已有监票人用钥匙开箱，本轮不能作废。",      \
      "A key has been used on this ballot, so it can no longer be voided.")    \
    X(SHARE_NONE, "share-none", 14, "没有需要开箱的内容。",                    \
      "There is nothing to open: no row has enough secret ballots.")           \
    X(SHARE_TRUSTEE, "share-trustee", 14, "不是本票箱的监票人。",              \
      "This signer holds no key of this ballot box.")                          \
    X(SHARE_TWICE, "share-twice", 14, "该监票人已经开过箱。",                  \
      "This scrutineer has used the key on this ballot already.")              \
    X(SHARE_LENGTH, "share-length", 14, "开箱数据长度不对。",                  \
      "The share does not have one point for each sum.")                       \
    X(SHARE_ENCODING, "share-encoding", 14, "开箱数据编码不规范。",            \
      "A point or number of the share is not canonical.")                      \
    X(SHARE_PROOF, "share-proof", 13, "开箱数据的证明不成立。",                \
      "The share's proof does not hold for these sums.")                       \
    X(COUNTABLE, "countable", 14, "监票人足够，应当计票。",                    \
      "Enough scrutineers are left to count.")                                 \
    X(RESULT_SHARES, "result-shares", 14, "所用钥匙数量或人选不对。",          \
      "The result does not name the shares of exactly enough scrutineers.")    \
    X(RESULT_FORM, "result-form", 15, "结果的分项或选项个数不对。",            \
      "The result does not have the rows and options of the question.")        \
    X(RESULT_COUNTS, "result-counts", 15, "票数与票箱不符。",                  \
      "The counts are not what the ballots add up to.")                        \
    X(RESULT_TOO_FEW, "result-too-few", 15, "票数过少的分项不公布票数。",      \
      "A secret row with fewer than three ballots is reported as too few, "    \
      "and no other is.")                                                      \
    X(RESULT_VERDICT, "result-verdict", 16, "无法按规则得出结论。",            \
      "The rule gives no verdict on these counts.")                            \
    X(NOT_COUNTED, "not-counted", 16, "尚无结果，或步骤不对。",                \
      "There is no result yet, or this step is not next.")                     \
    X(SIGN_OFF_TWICE, "sign-off-twice", 16, "该监票人已签过计票单。",          \
      "This scrutineer has signed the count sheet already.")                   \
    X(SIGN_OFFS_FEW, "sign-offs-few", 16, "计票单签字人数不足。",              \
      "Too few scrutineers have signed the count sheet.")                      \
    X(PRACTICE, "practice", 16, "演练不宣布、不公布结果。",                    \
      "A practice ballot is never declared or published.")                     \
    /* audits only */                                                          \
    X(ROOT, "root", 1, "记录、记录码与签名不一致。",                           \
      "Entries and signed checkpoint do not agree.")                           \
    X(RECEIPT, "receipt", 18, "回执所指的选票不在日志里。",                    \
      "The receipt's ballot is not in this log.")

#define REFUSAL_NAME(name, code, check, zh, en) REFUSED_##name,
enum refusal { REFUSALS(REFUSAL_NAME) REFUSAL_COUNT_ };
#undef REFUSAL_NAME

enum { REFUSAL_CHECKS = 18 };

/* Stable, lower case with hyphens; "?" for a value out of range. */
const char *refusal_code(enum refusal r);

/* 1..18, or 0. */
unsigned refusal_check(enum refusal r);

/* The sentence. */
const char *refusal_words(enum refusal r, enum lang lang);

/* The refusal of this code. ERR_NOTFOUND. */
MUST_USE enum err refusal_find(enum refusal *out, struct span code);

#endif
