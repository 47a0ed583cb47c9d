/*
 * member_door.h - who may ask for what only members see.
 *
 * A request (ballots/request_note.h) is let in if a current key of a post or
 * of its card signed it, its time is near, its signer may ask for this, and it
 * did not come before. Requests are remembered as long as their time is near
 * enough for them to come again; each post has its own bounded memory, so that
 * nobody can fill another's. They are forgotten with the process: then one can
 * come again within these minutes, to whoever holds its bytes, which are worth
 * no more than the answer to them.
 *
 * One thread at a time.
 */
#ifndef VOTING_SERVER_MEMBER_DOOR_H
#define VOTING_SERVER_MEMBER_DOOR_H

#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/request_note.h"
#include "crypto/err.h"
#include "crypto/span.h"

/* Of one post, within the time in which requests are remembered. */
enum { MEMBER_DOOR_REQUESTS_MAX = 256 };

struct member_door;

/* ERR_NOMEM. */
MUST_USE enum err member_door_new(struct member_door **out);

/* Accepts NULL. */
void member_door_free(struct member_door *door);

/*
 * Lets a request in, once. Its signer and what it wants are filled in.
 *
 * now_s  in: the server's time, seconds since 1970
 *
 * ERR_INPUT: not a request to this log. ERR_AUTH: not signed by a current key,
 * or not for this signer to ask. ERR_STATE: its time is not near. ERR_EXISTS:
 * it came before. ERR_NOMEM: this post has asked too often, or no memory.
 */
MUST_USE enum err member_door_open(struct member_door *door,
                                   struct request_note *request,
                                   struct request_signer *signer,
                                   const struct conference *c,
                                   struct span bytes, uint64_t now_s);

#endif
