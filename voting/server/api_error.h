/*
 * api_error.h - what the server says when something is not an event's refusal.
 *
 * One table: a stable code, the HTTP status, a sentence in Chinese and in
 * English. docs/api.md, section 2, lists them, and a test compares. Here too
 * stands how the refusal of an event becomes a status. Pure.
 */
#ifndef VOTING_SERVER_API_ERROR_H
#define VOTING_SERVER_API_ERROR_H

#include "ballots/refusal.h"
#include "crypto/text_writer.h"
#include "voting/log/log.h"

/* X(NAME, status, code, Chinese, English) */
#define API_ERRORS(X)                                                          \
    X(REQUEST, 400, "request", "请求的格式不对。",                             \
      "The request does not have the form that this path takes.")              \
    X(SET_UP_CODE, 403, "set-up-code",                                         \
      "大会尚未开篇：需要服务器启动时显示的初始码。",                          \
      "The log is empty, and the set-up code that the server printed is "      \
      "missing or wrong.")                                                     \
    X(MEMBER, 403, "member", "请求没有本会成员的有效签名，或无权查看此内容。", \
      "This is not signed by a current key of a member, or not for this "      \
      "member to have.")                                                       \
    X(REQUEST_TIME, 403, "request-time",                                       \
      "请求的时间与服务器相差超过五分钟，请校准时间。",                        \
      "The request's time is more than five minutes from the server's; set "   \
      "the clock right.")                                                      \
    X(REQUEST_AGAIN, 403, "request-again", "这个请求已经用过。",               \
      "This request came before; make a new one.")                             \
    X(NO_SUCH_PATH, 404, "no-such-path", "没有这个地址。",                     \
      "There is no such path.")                                                \
    X(NOT_THERE, 404, "not-there", "这里（还）没有所要的内容。",               \
      "What this path asks for is not there, or not yet.")                     \
    X(METHOD, 405, "method", "这个地址不支持这种请求方法。",                   \
      "This path has no such method.")                                         \
    X(COSIGNATURE, 409, "cosignature", "校外存证签名与本日志不符或无效。",     \
      "This is the checkpoint of another tree, or a witness's line does not "  \
      "verify.")                                                               \
    X(DRAFT_OVER, 409, "draft-over", "这份待签文件已入日志，或已被拒签。",     \
      "This draft is in the log already, or was declined.")                    \
    X(TOO_LARGE, 413, "too-large", "请求的内容太长。",                         \
      "The body is longer than this path allows.")                             \
    X(TOO_MANY, 429, "too-many", "同一来源等待的请求太多，请稍候重试。",       \
      "Too much waits from this address, or in this name from it; try again "  \
      "soon.")                                                                 \
    X(HEAD_TOO_LARGE, 431, "head-too-large", "请求的头部太长。",               \
      "The head of the request is too long.")                                  \
    X(INTERNAL, 500, "internal", "服务器内部出错，未确认任何内容。",           \
      "The server failed; nothing was acknowledged.")                          \
    X(BUSY, 503, "busy", "服务器正忙，请稍候自动重试。",                       \
      "The server is busy; nothing was taken in. Try again soon.")             \
    X(UNKNOWN, 503, "unknown", "存储出错，结果不明：请原样再发一次。",         \
      "The disk failed while it was written: send the same bytes again, and "  \
      "the answer tells.")                                                     \
    X(LOG_STOPPED, 503, "log-stopped", "日志已停止接收。",                     \
      "The log takes nothing in.")

#define API_ERROR_NAME(name, status, code, zh, en) API_##name,
enum api_error { API_ERRORS(API_ERROR_NAME) API_ERROR_COUNT_ };
#undef API_ERROR_NAME

enum { API_ERROR_TEXT_MAX = 1024 }; /* bytes of an error's text */

unsigned api_error_status(enum api_error error);
const char *api_error_code(enum api_error error);
const char *api_error_words(enum api_error error, enum lang lang);

/* The error for a status that HTTP itself found; API_REQUEST if none. */
enum api_error api_error_of_status(unsigned status);

/* Code, Chinese, English: a line each. */
void api_error_write(struct text_writer *w, enum api_error error);

/* API_LOG_STOPPED with its fourth and fifth line. */
void api_error_write_fault(struct text_writer *w, enum log_fault fault);

/* A refusal that no log can sign, in the same form. */
void api_error_write_refusal(struct text_writer *w, enum refusal refusal);

/* The status of a refused event. */
unsigned api_error_refusal_status(enum refusal refusal);

#endif
