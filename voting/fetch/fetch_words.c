/*
 * fetch_words.c - why there is no answer, for people.
 */
#include "voting/fetch/fetch.h"

const char *
fetch_fault_words(enum fetch_fault fault, enum lang lang)
{
    static const char *const words[FETCH_FAULT_COUNT_][LANG_COUNT_] = {
        [FETCH_ANSWERED] = {"服务器已应答。", "The server answered."},
        [FETCH_FAULT_ADDRESS] = {"地址不对，或查不到这个主机名。",
                                 "It is not an address, or its host has no "
                                 "name."},
        [FETCH_FAULT_CONNECT] = {"连接不上服务器。",
                                 "The server cannot be reached."},
        [FETCH_FAULT_CERTIFICATE] = {"服务器的证书不成立：对方可能不是它所称的"
                                     "主机。",
                                     "The server's certificate does not hold: "
                                     "it may be somebody else's."},
        [FETCH_FAULT_TIME] = {"服务器没有按时应答。",
                              "The server did not answer in time."},
        [FETCH_FAULT_LENGTH] = {"应答过长，不予接收。",
                                "The answer is longer than it may be."},
        [FETCH_FAULT_CUT] = {"连接中途断开。", "The connection broke."},
        [FETCH_FAULT_OTHER] = {"没有得到应答。", "There was no answer."},
    };

    return (unsigned)fault < FETCH_FAULT_COUNT_ ? words[fault][lang] : "?";
}
