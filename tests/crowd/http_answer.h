/*
 * http_answer.h - reading the answer to a request, as far as it has come.
 */
#ifndef TESTS_CROWD_HTTP_ANSWER_H
#define TESTS_CROWD_HTTP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/span.h"

struct http_answer {
    unsigned status;
    unsigned retry_after_s; /* 0: no such header */
    bool close;             /* the connection ends with it */
    struct span body;       /* borrowed */
    size_t whole;           /* bytes, head and body */
};

enum http_answer_state {
    HTTP_ANSWER_WHOLE,
    HTTP_ANSWER_MORE, /* it goes on */
    HTTP_ANSWER_ODD,  /* not an answer, or more than one */
};

enum http_answer_state http_answer_parse(struct http_answer *out,
                                         struct span bytes);

#endif
