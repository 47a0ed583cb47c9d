/*
 * json_paper.h - reads the files by which a conference is set up.
 *
 * JSON, read strictly: no member twice, none that is unknown, at most
 * JSON_PAPER_BYTES_MAX bytes (json_read.h). docs/ballotctl.md lists the
 * members. A conference file names the log and its title; a session
 * file one session; a paper file one question, election or appraisal.
 *
 * Texts come out as the lines of blob_text.h, still without a salt, and are the
 * caller's until json_paper_free().
 */
#ifndef VOTING_CTL_JSON_PAPER_H
#define VOTING_CTL_JSON_PAPER_H

#include "ballots/event.h"
#include "crypto/span.h"
#include "voting/ctl/json_read.h"

enum { JSON_PAPER_BYTES_MAX = 1024 * 1024 };

/* What a file asks for. Large: allocate it. */
struct json_paper {
    struct event event; /* its payload, without texts and references */
    char *title;        /* lines */
    bool title_members;
    char *rows[BALLOT_ROWS_MAX];
    bool row_members[BALLOT_ROWS_MAX];
    char follows[EVENT_ID_BYTES]; /* the paper it follows, or "" */
    bool follow_up_rule;          /* its rule is the one that calls for it */
    struct json_fault fault;      /* after an error: where and what */
};

/*
 * Each reads one kind of file. In the event: genesis has the origin only;
 * session everything but the title; paper everything but version, texts and the
 * followed round, its rule lines canonical (none if follow_up_rule).
 *
 * ERR_INPUT: out->fault says where and what, in English with the file's own
 * words. ERR_NOMEM. out is as json_paper_new() made it.
 */
MUST_USE enum err json_paper_conference(struct json_paper *out,
                                        struct span bytes);
MUST_USE enum err json_paper_session(struct json_paper *out, struct span bytes);
MUST_USE enum err json_paper_question(struct json_paper *out,
                                      struct span bytes);

/* An empty one, or NULL: no memory. */
struct json_paper *json_paper_new(void);

/* Frees it and its texts. Accepts NULL. */
void json_paper_free(struct json_paper *paper);

#endif
