/*
 * server_state.h - what the server's files share: its life (server.c) and its
 * handlers (api_*.c). Everything here belongs to the loop's thread.
 */
#ifndef VOTING_SERVER_SERVER_STATE_H
#define VOTING_SERVER_SERVER_STATE_H

#include <stdatomic.h>

#include "crypto/ed25519.h"
#include "voting/http/http.h"
#include "voting/http/tls.h"
#include "voting/machine/proof_pool.h"
#include "voting/server/answer_cache.h"
#include "voting/server/api_error.h"
#include "voting/server/api_page.h"
#include "voting/server/committer.h"
#include "voting/server/draft_box.h"
#include "voting/server/heartbeats.h"
#include "voting/server/limits.h"
#include "voting/server/member_door.h"
#include "voting/server/route.h"
#include "voting/server/server.h"
#include "voting/server/server_witness.h"
#include "voting/server/setup_code.h"

enum {
    SERVER_BUSY_SPREAD = 4,         /* seconds over which retries are spread */
    SERVER_WAITING_MAX = 4096,      /* of an address, to be taken in */
    SERVER_READINGS_WAITING = 1024, /* of an address, to be read */
};

/* What /live last said, and when. */
struct server_live {
    bool said;
    uint64_t size;
    uint64_t stage;
    uint64_t draft_changes;
    uint64_t said_ms;
};

struct server {
    struct server_options options;
    struct proof_pool *pool;
    struct log *log; /* the committer's while that is open */
    struct ed25519_public log_key;
    struct tls *tls; /* NULL: plain */
    struct http_server *http;
    struct committer *committer;
    struct server_witness *witness;
    struct answer_cache *cache;
    struct api_pages *pages;
    struct limits *limits;      /* of what is taken in */
    struct limits *read_limits; /* of what is read from the log */
    struct heartbeats *heartbeats;
    struct member_door *door; /* the committer's, */
    struct draft_box *drafts; /* as this is */
    uint64_t draft_changes;   /* what is known of it here */
    struct setup_code setup;
    struct published *now;
    struct http_reply *checkpoint; /* NULL: the log is empty */
    struct http_reply *errors[API_ERROR_COUNT_];
    struct http_reply *busy[SERVER_BUSY_SPREAD];
    struct http_reply *post_only; /* 405 where there is only POST */
    struct server_live live;
    uint64_t ticked_ms;
    atomic_bool stopping;
    atomic_bool reloading;
};

/* Whether the log waits for genesis. One with a fault, of which nothing can be
 * published, does not. */
bool server_is_empty(const struct server *s);

/* Milliseconds of a clock that only goes forward. */
uint64_t server_clock_ms(void);

/* Seconds since 1970; 0 if there is no clock. */
uint64_t server_time_s(void);

/* ---- Replies (api_reply.c) ------------------------------------------------*/

/* Makes the replies that are always the same. ERR_NOMEM. */
MUST_USE enum err api_reply_prepare(struct server *s);
void api_reply_discard(struct server *s);

/* The reply of an error; borrowed. */
struct http_reply *api_reply_error(struct server *s, enum api_error error);

/* API_LOG_STOPPED with its reason; the caller releases it. ERR_NOMEM. */
MUST_USE enum err api_reply_fault(struct http_reply **out,
                                  enum log_fault fault);

/* Answers with a new reply, or with API_INTERNAL if there is no memory. */
void api_answer(struct server *s, struct http_request *request,
                const struct http_content *content);
void api_answer_error(struct server *s, struct http_request *request,
                      enum api_error error);

/*
 * Has the log read for a request from its address, within what one address may
 * have waiting. If not, the request has its answer, and the caller keeps what
 * it made; else that ends by limits_leave(ticket) when the reading is done.
 */
MUST_USE bool api_queue(struct server *s, struct http_request *request,
                        struct reading *reading, struct limits_ticket *ticket);

/* API_LOG_STOPPED, with the reason. */
void api_answer_fault(struct server *s, struct http_request *request,
                      enum log_fault fault);

/* ---- Handlers -------------------------------------------------------------*/

void api_event(struct server *s, struct http_request *request);
void api_cosign(struct server *s, struct http_request *request);
void api_member(struct server *s, struct http_request *request);
void api_draft(struct server *s, struct http_request *request);

/* Everything that is read from the log (api_read.c). */
void api_read(struct server *s, struct http_request *request,
              const struct route *route);

/* Gives a reply to who waited for it in the cache. */
void api_read_give(void *context, void *waiter, struct http_reply *reply);

/* What the loop knows by itself (api_now.c). */
void api_now(struct server *s, struct http_request *request,
             const struct route *route);

/* Tells all streams, if there is something to tell. */
void api_now_broadcast(struct server *s, uint64_t now_ms);

#endif
