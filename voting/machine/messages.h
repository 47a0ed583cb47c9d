/*
 * messages.h - the sentences that ballotctl says, in Chinese and English.
 *
 * Refusals have their own table (ballots/refusal.h) and so have the words of a
 * result (ballots/words.h); this one holds the rest. `{1}` to `{4}` stand for
 * the caller's texts, in which control characters are replaced before a
 * terminal sees them.
 */
#ifndef VOTING_MACHINE_MESSAGES_H
#define VOTING_MACHINE_MESSAGES_H

#include <stdio.h>

#include "ballots/words.h"
#include "crypto/span.h"

/* X(NAME, Chinese, English) */
#define MESSAGES(X)                                                                                               \
    X(USAGE, "用法：ballotctl {1} [选项] {2}",                                                                    \
      "usage: ballotctl {1} [OPTION...] {2}")                                                                     \
    X(USAGE_ALL, "用法：ballotctl 命令 [选项] [参数]",                                                            \
      "usage: ballotctl COMMAND [OPTION...] [ARGUMENT...]")                                                       \
    X(USAGE_MORE, "`ballotctl 命令 --help` 说明一个命令。",                                                       \
      "`ballotctl COMMAND --help` explains a command.")                                                           \
    X(OPTIONS_OWN, "选项：", "Options:")                                                                          \
    X(OPTIONS_COMMON, "各命令通用：", "Of every command:")                                                        \
    X(REQUIRED, "（必填）", " (required)")                                                                        \
    X(NO_COMMAND, "没有“{1}”这个命令。", "There is no command \"{1}\".")                                          \
    X(OPTION_UNKNOWN, "没有“{1}”这个选项。", "There is no option {1}.")                                           \
    X(OPTION_NO_VALUE, "选项 {1} 需要一个值。",                                                                   \
      "The option {1} needs a "                                                                                   \
      "value.")                                                                                                   \
    X(OPTION_TWICE, "选项 --{1} 给了两次。",                                                                      \
      "The option --{1} is given "                                                                                \
      "twice.")                                                                                                   \
    X(OPTION_REQUIRED, "缺少选项 --{1}。", "The option --{1} is missing.")                                        \
    X(ARGUMENTS_FEW, "参数不全：{1}", "Arguments are missing: {1}")                                               \
    X(ARGUMENTS_MANY, "多余的参数“{1}”。",                                                                        \
      "There is one argument too many: "                                                                          \
      "\"{1}\".")                                                                                                 \
    X(OPTION_VALUE, "“{1}”不是这里可以用的值。",                                                                  \
      "\"{1}\" is not a value that can stand here.")                                                              \
    X(REFUSED, "未被接受：{1}（{2}）", "Refused: {1} ({2})")                                                      \
    X(REFUSED_CAUSE, "起因是第 {1} 条记录。", "Entry {1} is the cause.")                                          \
    X(RECORDED, "已记录：第 {1} 条，{2}。", "Recorded: entry {1}, {2}.")                                          \
    X(RECORDED_BEFORE, "此前已记录：第 {1} 条，{2}。",                                                            \
      "Recorded before: entry {1}, {2}.")                                                                         \
    X(UNCERTAIN, "不知是否已记录；请稍后用 submit {1} 再提交，不会重复。",                                        \
      "It is not known whether this was recorded; run submit {1} later, it "                                      \
      "cannot count twice.")                                                                                      \
    X(AT_REMOTE, "--at 只能用于本机日志。", "--at works on a local log only.")                                    \
    X(AT_EARLIER, "--at 不得早于最后一条记录的时间。",                                                            \
      "--at must not lie before the time of the last entry.")                                                     \
    X(ADDRESS_PLAIN,                                                                                              \
      "注意：{1} 未加密，同一网络上的人可以看到并改动往来的内容。",                                               \
      "Note: {1} is not encrypted; others on the network can read and change "                                    \
      "what is sent.")                                                                                            \
    X(SETUP_CODE,                                                                                                 \
      "{1} "                                                                                                      \
      "还没有大会；开篇须用服务器首次启动时显示的初始码（--setup-code-"                  \
      "file）。",                                                                                                 \
      "There is no conference at {1} yet; founding one takes the set-up code "                                    \
      "that the server showed when it was first started (--setup-code-file).")                                    \
    X(TROUBLE, "{1}", "{1}")                                                                                      \
    X(TROUBLE_AGAIN, "{1}。再试一次……", "{1}. Trying again...")                                                   \
    X(NO_LOG, "请用 --log 指明日志。", "Name the log with --log.")                                                \
    X(NO_KEYS, "请用 --keys 指明密钥文件夹。",                                                                    \
      "Name the folder of keys with --keys.")                                                                     \
    X(LOG_OPEN, "无法打开日志 {1}：{2}", "Cannot open the log {1}: {2}")                                          \
    X(LOG_EMPTY, "日志是空的，请先用 init 开篇。",                                                                \
      "The log is empty; found the conference with init first.")                                                  \
    X(LOG_NOT_EMPTY, "日志里已有大会。",                                                                          \
      "The log holds a conference "                                                                               \
      "already.")                                                                                                 \
    X(KEYS_OPEN, "无法打开密钥文件夹 {1}。",                                                                      \
      "Cannot open the folder of keys {1}.")                                                                      \
    X(KEYS_MODE, "密钥文件 {1} 可被他人读取或口令不对，未使用。",                                                 \
      "The key file {1} can be read by others, or the passphrase is wrong; "                                      \
      "it was not used.")                                                                                         \
    X(KEY_MISSING, "密钥文件夹里没有 {1} 的密钥。",                                                               \
      "The folder of keys holds no key of {1}.")                                                                  \
    X(KEY_EXISTS, "密钥文件夹里已有 {1} 的密钥；要换新钥请加 --replace。",                                        \
      "The folder of keys holds a key of {1} already; --replace makes a new "                                     \
      "one.")                                                                                                     \
    X(KEY_FILE, "密钥文件 {1} 无法读取或属于另一次大会。",                                                        \
      "The key file {1} cannot be read or is of another conference.")                                             \
    X(SPLIT, "日志与本机此前看到的记录码不一致，停止使用，请报告监票人。",                                        \
      "The log contradicts the record code this folder of keys saw before: "                                      \
      "stop and tell the scrutineers.")                                                                           \
    X(AUDIT_FAILED, "日志第 {1} 条未通过核对：{2}（{3}）",                                                        \
      "Entry {1} of the log does not verify: {2} ({3})")                                                          \
    X(AUDITED, "已核对日志至第 {1} 条。", "Verified the log up to entry {1}.")                                    \
    X(FILE_READ, "无法读取 {1}。", "Cannot read {1}.")                                                            \
    X(FILE_WRITE, "无法写入 {1}（或文件已存在）。",                                                               \
      "Cannot write {1} (or it exists already).")                                                                 \
    X(PLAIN, "{1}", "{1}")                                                                                        \
    X(FILE_FORM, "{1}：{2}", "{1}: {2}")                                                                          \
    X(ROLL_BAD, "名单有 {1} 处错误，未导入任何人。",                                                              \
      "The roll has {1} faults; nobody was imported.")                                                            \
    X(ROLL_GB18030, "名单按 GB18030 编码读取。",                                                                  \
      "The roll was read as GB18030.")                                                                            \
    X(ROLL_UNREADABLE, "名单既不是 UTF-8 也不是 GB18030。",                                                       \
      "The roll is neither UTF-8 nor GB18030.")                                                                   \
    X(ROLL_NUMBER,                                                                                                \
      "第 {1} 行：编号“{2}”末尾须有 1 至 99999 的数字且不重复，"                            \
      "或用 --by-order 按顺序编号。",                                                                             \
      "Line {1}: the id \"{2}\" must end in a number from 1 to 99999 that no "                                    \
      "other has; or number the seats with --by-order.")                                                          \
    X(ROLL_TAG, "第 {1} 行：“{2}”不能用作标记。",                                                                 \
      "Line {1}: \"{2}\" cannot be used as a tag.")                                                               \
    X(ROLL_DONE, "已为 {1} 个席位（{2} 个有表决权）开设代表证。",                                                 \
      "Made cards for {1} posts, {2} of them voting.")                                                            \
    X(ROLL_WENT_ON, "其中 {1} 个此前已记录，已接着导入其余的。",                                                  \
      "{1} of these were recorded before; this run went on from there.")                                          \
    X(ROLL_STOPPED,                                                                                               \
      "已记录 {2} 个中的 {1} 个，然后停下（{3}）。"                                                \
      "请用同一名单和同一 --tokens 文件再运行一次，会接着导入，不会重复。",                                       \
      "Stopped when {1} of {2} posts were recorded ({3}). Run this again "                                        \
      "with the "                                                                                                 \
      "same roll and --tokens file: it goes on from there, nothing counts "                                       \
      "twice.")                                                                                                   \
    X(CARDS_DONE, "已写出 {1} 张代表证到 {2}。", "Wrote {1} cards to {2}.")                                       \
    X(TOKEN_BAD, "代表证号码有误：第 {1} 组。",                                                                   \
      "The digits of the card are wrong in group {1}.")                                                           \
    X(TOKEN_FORM, "{1} 里没有可用的代表证号码。",                                                                 \
      "There is no card's token in {1}.")                                                                         \
    X(NO_PAPER, "没有表决事项“{1}”。", "There is no question \"{1}\".")                                           \
    X(NO_POST, "没有席位或职务 {1}。", "There is no post {1}.")                                                   \
    X(NO_ROUND, "“{1}”没有进行到这一步。",                                                                        \
      "\"{1}\" has not come to this step.")                                                                       \
    X(CHOICES_BAD, "请给出 {1} 个分项的选择，每项一个：{2}",                                                      \
      "Give a choice for each of {1} rows, one of: {2}")                                                          \
    X(BALLOT_CODE, "封票校验码：{1}", "Code of the sealed ballot: {1}")                                           \
    X(IN_THE_BOX, "已投入票箱：第 {1} 条，回执存于 {2}。",                                                        \
      "In the box: entry {1}; the receipt is in {2}.")                                                            \
    X(TEST_DONE,                                                                                                  \
      "抽查票（作废，不计入）已写入 {1}，请在另一台设备上用 "                             \
      "test-check 核对。",                                                                                        \
      "The test ballot (not counted) is in {1}; check it with test-check on "                                     \
      "another device.")                                                                                          \
    X(TEST_GOOD, "核对无误：校验码 {1} 确由所示选项得出。",                                                       \
      "It agrees: the code {1} does come from the choices shown.")                                                \
    X(TEST_BAD, "不符：校验码不是由所示选项得出。不要用那台设备投票。",                                           \
      "It does NOT agree: the code does not come from the choices shown. Do "                                     \
      "not vote with that device.")                                                                               \
    X(RECEIPT_GOOD, "在票箱里：第 {1} 条，日志共 {2} 条。",                                                       \
      "In the box: entry {1} of a log of {2} entries.")                                                           \
    X(RECEIPT_BAD, "回执不成立。", "The receipt does not hold.")                                                  \
    X(RECEIPT_NOT_HERE, "回执由日志签名，但这份日志里没有它：请报告监票人。",                                     \
      "The log signed this receipt, but this log does not hold the entry: "                                       \
      "tell the scrutineers.")                                                                                    \
    X(RECEIPT_WRONG, "日志答复的回执不成立，请报告监票人。",                                                      \
      "The receipt that the log gave does not hold: tell the scrutineers.")                                       \
    X(DRAFT_DONE, "已写入 {1}，已签：{2}。", "Written to {1}, signed by {2}.")                                    \
    X(DRAFT_UNSIGNED, "{1} 尚未签名。", "{1} has not signed yet.")                                                \
    X(DRAFT_SIGNED_BEFORE, "{1} 已经签过。", "{1} has signed it already.")                                        \
    X(BOX_SERVER, "{1} 不是服务器；等待会签的文件只放在服务器上。",                                               \
      "{1} is not a server; events wait for a signature on a server only.")                                       \
    X(BOX_NO_OFFICER, "这里没有主席、签到处或监票人的密钥。",                                                     \
      "There is no key of a chair, desk or scrutineer here.")                                                     \
    X(BOX_EMPTY, "没有等待会签的文件。", "Nothing waits for a signature.")                                        \
    X(BOX_LINE, "已签：{1}", "signed by {1}")                                                                     \
    X(BOX_LINE_OVER, "已签：{1}；{2} 不签", "signed by {1}; declined by {2}")                                     \
    X(BOX_ASKED, "{1}（{2}）正在服务器上等待会签。",                                                              \
      "{1} ({2}) waits on the server for a signature.")                                                           \
    X(BOX_DECLINED, "{1} 已不再等待会签。", "{1} waits no more.")                                                 \
    X(BOX_NONE, "没有以 {1} 开头的文件等待会签。",                                                                \
      "Nothing that begins with {1} waits for a signature.")                                                      \
    X(BOX_MANY, "不止一份以 {1} 开头，请多写几位。",                                                              \
      "More than one begins with {1}: give more digits.")                                                         \
    X(BOX_OVER, "它已经在日志里，或已有人不签。",                                                                 \
      "The log has it already, or somebody has declined it.")                                                     \
    X(BOX_REFUSED, "服务器不收：这类事件不需要会签，或签名的职务已变更。",                                        \
      "The server does not take it: such an event is not one that several "                                       \
      "sign, or who signed is no longer in office.")                                                              \
    X(BOX_NOT_YOURS, "服务器不承认这一职务，或没有这份文件。",                                                    \
      "The server does not know this officer, or has no such draft.")                                             \
    X(DRAFT_READ, "请先看清要签的内容：", "This is what you sign:")                                               \
    X(PAPER_FIELD, "“{1}”：{2}", "\"{1}\": {2}")                                                                  \
    X(ERASED, "已销毁 {1} 的开箱钥匙。",                                                                          \
      "The counting key of {1} is "                                                                               \
      "destroyed.")                                                                                               \
    X(ERASE_EARLY, "会议尚未结束，钥匙可能还要用；确要销毁请加 --force。",                                        \
      "The session has not ended and the key may be needed; --force destroys "                                    \
      "it all the same.")                                                                                         \
    X(BATCH_LINE, "第 {1} 行：", "Line {1}: ")                                                                    \
    X(BATCH_QUOTE, "第 {1} 行：引号没有配对，或词太多。",                                                         \
      "Line {1}: a quote without its pair, or too many words.")                                                   \
    X(BACKUP_DONE, "{1} 的开箱种子已写入 {2}；请打印并密封，然后删除该文件。",                                    \
      "The counting seed of {1} is in {2}: print it, seal it, delete the "                                        \
      "file.")                                                                                                    \
    X(BACKUP_READ, "{1} 的开箱种子已恢复。",                                                                      \
      "The counting seed of {1} is back in the folder of keys.")                                                  \
    X(SEED_FORM, "{1} 里不是一百位数字。",                                                                        \
      "There are not a hundred digits in {1}.")                                                                   \
    X(SEED_BAD, "第 {1} 组数字有误。", "The digits are wrong in group {1}.")                                      \
    X(SEED_OTHER, "这不是 {1} 在本次大会锁票箱时用的种子。",                                                      \
      "This is not the seed with which {1} locked a ballot box of this "                                          \
      "conference.")                                                                                              \
    X(COSIGNED, "已收下 {1} 个校外存证签名。", "Took in {1} cosignatures.")                                       \
    X(COSIGN_FORM, "{1} 不是大会记录码。", "{1} is not a checkpoint.")                                            \
    X(COSIGN_BAD, "{1} 的签名不成立，或签的不是这份日志。",                                                       \
      "A signature in {1} does not hold, or is of another log than this one.")                                    \
    X(COSIGN_NONE, "{1} 里没有存证方案所列存证方的签名。",                                                        \
      "There is no signature in {1} of a witness that the policy names.")                                         \
    X(EXPORTED, "已导出 {1}：{2} 条记录。", "Exported {1}: {2} entries.")                                         \
    X(FOLLOWED, "已保存 {1} 条记录到 {2}。", "Mirrored {1} entries in {2}.")                                      \
    X(FOLLOW_ALARM,                                                                                               \
      "严重：{1} 的日志与镜像不一致：{2} 镜像 {3} "                                                \
      "保持不变；请停用该服务器并报告监票人。",                                                                   \
      "Alarm: the log at {1} contradicts the mirror: {2} The mirror {3} "                                         \
      "stays as it is; stop that server and tell the scrutineers.")                                               \
    X(RESTORED, "已恢复 {1}：{2} 条记录，与副本完全一致。",                                                       \
      "Restored {1}: {2} entries, the same as in the copy.")                                                      \
    X(RESTORE_KEY, "{1} 不是这份日志的私钥。",                                                                    \
      "{1} is not the key of this log.")                                                                          \
    X(RESTORE_BEHIND,                                                                                             \
      "存证方 {1} "                                                                                            \
      "见过的记录比这份副本多，或与它不同：恢复会丢掉已确认的记录。请找更新的" \
      "副本。",                                                                                                   \
      "The witness {1} has seen more than this copy has, or something else: "                                     \
      "acknowledged entries would be lost. Look for a newer copy.")                                               \
    X(RESTORE_UNASKED,                                                                                            \
      "问不到存证方 {1} "                                                                                   \
      "见过什么，不知道这份副本是否最新。（--unasked：仍然继续）",                                                \
      "The witness {1} cannot be asked what it has seen, so it is not known "                                     \
      "whether this copy is the newest (--unasked: go on all the same).")                                         \
    X(SUCCESSOR_ORIGIN,                                                                                           \
      "接续的日志须有自己的 origin，不能仍是 {1}：否则两份日志的签名分不开。",                                    \
      "A successor needs an origin of its own, not {1} again: else the two "                                      \
      "logs' signatures could not be told apart.")                                                                \
    X(AWAIT_WITNESSES, "正在等存证方签上最新的记录……",                                                            \
      "Waiting until the witnesses have cosigned the last entries...")                                            \
    X(FAILED, "出错：{1}", "It failed: {1}")                                                                      \
    X(BLOB_MISSING, "缺少正文 {1}。", "The text {1} is missing.")                                                 \
    X(SHARE_BAD,                                                                                                  \
      "第 {1} 名监票人给的份额有误，请用 key complain --against {1}。",                                           \
      "The share that scrutineer number {1} dealt is bad: key complain "                                          \
      "--against {1}.")                                                                                           \
    X(NO_MEMORY, "内存不足。", "Out of memory.")                                                                  \
    X(STATUS, "大会 {1}：{2} 条记录，大会记录码 {3}。",                                                           \
      "Conference {1}: {2} entries, record code {3}.")                                                            \
    X(STATUS_PAPER, "事项 {1}（第 {2} 版）：{3}",                                                                 \
      "Question {1} (version {2}): {3}")                                                                          \
    X(DIFFERS, "{1}：应为 {2}，实为 {3}", "{1}: expected {2}, found {3}")                                         \
    X(COMPARED, "比较了 {1} 项，不同 {2} 项。",                                                                   \
      "Compared {1} values, {2} differ.")                                                                         \
    X(DOCTOR_HALL, "--hall 需要用 --log 给出服务器网址。",                                                        \
      "--hall needs the address of a server: --log https://...")                                                  \
    X(TURNOUT, "已投 {1}，名单 {2}，到会 {3}。",                                                                  \
      "{1} have voted, {2} on the roll, {3} present.")

#define MESSAGE_NAME(name, zh, en) MESSAGE_##name,
enum message { MESSAGES(MESSAGE_NAME) MESSAGE_COUNT_ };
#undef MESSAGE_NAME

/* The sentence with its places still open. Never NULL. */
const char *message_text(enum message message, enum lang lang);

/*
 * Prints the sentence, its places filled from texts 1 to 4, and a line feed.
 * A text that is NULL is empty.
 */
void message_say(FILE *out, enum lang lang, enum message message,
                 const char *text_1, const char *text_2, const char *text_3,
                 const char *text_4);

/* The same with up to `room` bytes into a string, without the line feed. */
void message_format(char *out, size_t room, enum lang lang,
                    enum message message, const char *text_1,
                    const char *text_2, const char *text_3, const char *text_4);

/* The same for a sentence of another table, in its language already. */
void message_fill(char *out, size_t room, const char *sentence,
                  const char *text_1, const char *text_2, const char *text_3,
                  const char *text_4);

/*
 * The language of this process: of LC_ALL, else LC_MESSAGES, else LANG, the
 * first that is set and not empty; Chinese for "zh...", else English.
 */
enum lang message_lang(void);

#endif
