/*
 * server_log.h - what ballotd says to its operator, a line at a time.
 *
 * All lines stand in one table here, with a stable code, a level and a sentence
 * in each language; there is no way to log anything else. `{1}` to `{3}` stand
 * for figures, names of our own files and our own error names. Never for what
 * came from a request: no token, ballot, name or key of a member and no
 * member's address is ever a text here, so that whoever reads the log learns
 * nothing about who voted when. docs/operations.md explains each code.
 *
 * Under systemd's journal a line begins with its priority, `<4>`; elsewhere
 * with the time. Of one kind at most SERVER_LOG_PER_MINUTE lines are written in
 * a minute; the first of a later minute says how many were left out.
 *
 * Any thread may log. Until server_log_start() nothing is written.
 */
#ifndef VOTING_SERVER_SERVER_LOG_H
#define VOTING_SERVER_SERVER_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/words.h"

enum { SERVER_LOG_PER_MINUTE = 10 };

/* As syslog counts. */
enum server_log_level {
    SERVER_LOG_CRITICAL = 2, /* nothing is taken in until someone looks */
    SERVER_LOG_ERROR = 3,    /* something failed, and the server goes on */
    SERVER_LOG_WARNING = 4,  /* it works, and should be looked at */
    SERVER_LOG_NOTICE = 5,   /* start, stop, reload */
    SERVER_LOG_INFO = 6,
};

/* X(NAME, LEVEL, code, Chinese, English) */
#define SERVER_LINES(X)                                                                                        \
    X(STARTED, NOTICE, "started", "ballotd {1} 启动，日志 {2}。",                                              \
      "ballotd {1} starts with the log {2}.")                                                                  \
    X(LOG_OPENED, NOTICE, "log-opened",                                                                        \
      "日志已核对：{1} 条记录，用时 {2} 毫秒。",                                                               \
      "The log was replayed: {1} entries in {2} ms.")                                                          \
    X(LOG_EMPTY, NOTICE, "log-empty", "日志还是空的：初始码在 {1}。",                                          \
      "The log is empty; the set-up code is in {1}.")                                                          \
    X(LISTENING, NOTICE, "listening", "正在 {1} 上提供服务（{2}）。",                                          \
      "Serving on {1} ({2}).")                                                                                 \
    X(PLAIN_OPEN, WARNING, "plain-open",                                                                       \
      "未加密地对外服务：同一网络里的任何人都能看到并改动页面。只可用于演练" \
      "。",                                                                                                    \
      "Serving plain http beyond this machine: anyone on the network can "                                     \
      "read "                                                                                                  \
      "and change pages. For rehearsals only.")                                                                \
    X(RELOADED, NOTICE, "reloaded", "证书已重新载入，有效期至 {1}。",                                          \
      "The certificate was read again; it is valid until {1}.")                                                \
    X(RELOAD_FAILED, ERROR, "reload-failed",                                                                   \
      "新证书无法使用（{1}），继续用原来的证书。",                                                             \
      "The new certificate cannot be used ({1}); the old one stays.")                                          \
    X(STOPPING, NOTICE, "stopping", "正在停止，先答复已收到的 {1} 个请求。",                                   \
      "Stopping; {1} requests that were read are answered first.")                                             \
    X(STOPPED, NOTICE, "stopped", "已停止：日志共 {1} 条记录。",                                               \
      "Stopped; the log has {1} entries.")                                                                     \
    X(LOG_STOPPED, CRITICAL, "log-stopped", "日志不再接收任何内容：{1}",                                       \
      "The log takes nothing in: {1}")                                                                         \
    X(LOG_GOES_ON, NOTICE, "log-goes-on", "日志恢复接收，共 {1} 条记录。",                                     \
      "The log takes events in again; it has {1} entries.")                                                    \
    X(STORE_UNKNOWN, ERROR, "store-unknown",                                                                   \
      "写盘失败，不知是否已写入：发送者会重发，答案见日志。",                                                  \
      "Writing failed, and it is not known what is on disk: who sent it "                                      \
      "sends it again.")                                                                                       \
    X(BUSY, WARNING, "busy", "队列已满，一个请求得到 503，稍后会重发。",                                       \
      "The queues are full: a request was answered 503, to come again.")                                       \
    X(WITNESS_AWAY, WARNING, "witness-away",                                                                   \
      "存证方 {1} 没有答复（{2}），稍后再问。",                                                                \
      "The witness {1} does not answer ({2}); it will be asked again.")                                        \
    X(WITNESS_BACK, NOTICE, "witness-back", "存证方 {1} 又签了。",                                             \
      "The witness {1} has cosigned again.")                                                                   \
    X(WITNESS_REFUSES, ERROR, "witness-refuses",                                                               \
      "存证方 {1} 拒绝签（答复 {2}）：请核对双方的设置。",                                                     \
      "The witness {1} refuses to cosign (it answered {2}): compare its "                                      \
      "settings and ours.")                                                                                    \
    X(WITNESS_AHEAD, CRITICAL, "witness-ahead",                                                                \
      "严重：存证方 {1} 见过本日志的 {2} 条记录，比这里的多："                           \
      "恢复的可能是旧数据库。",                                                                                \
      "Alarm: the witness {1} has seen {2} entries of this log, more than "                                    \
      "there are here: an old database was put back.")                                                         \
    X(WITNESS_SPLIT, CRITICAL, "witness-split",                                                                \
      "严重：存证方 {1} 在同样的条数上见过另一份记录："                                   \
      "可能有两台服务器在用同一把私钥。",                                                                      \
      "Alarm: the witness {1} has seen other entries at this size: two "                                       \
      "servers may be using one key.")                                                                         \
    X(NO_MEMORY, ERROR, "no-memory", "内存不足（{1}）。",                                                      \
      "Out of memory ({1}).")                                                                                  \
    X(INTERNAL, ERROR, "internal", "内部错误：{1}（{2}）。",                                                   \
      "Internal error: {1} ({2}).")                                                                            \
    X(MEMORY_UNLOCKED, WARNING, "memory-unlocked",                                                             \
      "无法锁定内存，密钥可能被换出到磁盘：请调高 memlock 限额。",                                             \
      "Memory cannot be locked, so a key may be swapped to disk: raise the "                                   \
      "memlock limit.")                                                                                        \
    X(CANNOT_START, CRITICAL, "cannot-start", "无法启动：{1}（{2}）。",                                        \
      "Cannot start: {1} ({2}).")                                                                              \
    X(LEFT_OUT, WARNING, "left-out", "上一分钟另有 {2} 行 {1} 未写出。",                                       \
      "{2} more lines {1} were left out in the last minute.")

#define SERVER_LINE_NAME(name, level, code, zh, en) SERVER_LINE_##name,
enum server_line { SERVER_LINES(SERVER_LINE_NAME) SERVER_LINE_COUNT_ };
#undef SERVER_LINE_NAME

/*
 * From now on lines go to this descriptor, e.g. 2.
 *
 * journal  they begin with a priority, and have no time of their own
 */
void server_log_start(int descriptor, enum lang lang, bool journal);

/* Whether this descriptor leads to systemd's journal ($JOURNAL_STREAM). */
bool server_log_is_journal(int descriptor);

/* The language of the lines, for a text that is a sentence itself. */
enum lang server_log_lang(void);

/*
 * Writes a line. Texts may be NULL where the sentence has no place for them;
 * control characters in them are replaced.
 */
void server_log(enum server_line line, const char *text_1, const char *text_2,
                const char *text_3);

/* The same with figures. */
void server_log_figures(enum server_line line, uint64_t figure_1,
                        uint64_t figure_2);

/* The line's stable code. */
const char *server_log_code(enum server_line line);

#endif
