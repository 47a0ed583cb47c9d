/*
 * api_page.h - the pages' files as replies, made when they are first asked for.
 */
#ifndef VOTING_SERVER_API_PAGE_H
#define VOTING_SERVER_API_PAGE_H

#include <stdbool.h>

#include "crypto/err.h"
#include "crypto/span.h"
#include "voting/http/http.h"

struct api_pages;

/*
 * plain_open  in: plain http is spoken beyond this machine, and the document
 *                 says so before anything else
 *
 * ERR_NOMEM.
 */
MUST_USE enum err api_pages_new(struct api_pages **out, bool plain_open);

/* Accepts NULL. */
void api_pages_free(struct api_pages *pages);

/*
 * The reply for this path, borrowed.
 *
 * best  in: the best coding that who asks accepts
 *
 * ERR_NOTFOUND: no file of ours. ERR_NOMEM. ERR_STATE: the document has no
 * place for the warning that it must carry.
 */
MUST_USE enum err api_pages_reply(struct api_pages *pages,
                                  struct http_reply **out, struct span path,
                                  enum http_coding best);

#endif
