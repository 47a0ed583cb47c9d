/*
 * seed_page.h - a scrutineer's counting seed on paper, for a sealed envelope.
 *
 * The 32 bytes are two halves in the digits of a voting card (crypto/token.h):
 * twenty groups of five digits, each with its check digit, so that a slip of
 * the finger is found where it happened. The page runs no script and loads
 * nothing. All of it is secret.
 */
#ifndef VOTING_CTL_SEED_PAGE_H
#define VOTING_CTL_SEED_PAGE_H

#include "ballots/post.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"
#include "crypto/token.h"

enum {
    SEED_PAGE_SEED_BYTES = 2 * TOKEN_BYTES,
    SEED_PAGE_MAX = 8192,  /* bytes of the page */
    SEED_PAGE_TYPED = 4096 /* bytes read, separators included */
};

/*
 * Writes the page. origin is a conference's, which needs no escaping. The
 * caller wipes what was written.
 */
void seed_page_write(struct text_writer *w, const char *origin,
                     struct post post,
                     const uint8_t seed[SEED_PAGE_SEED_BYTES]);

/*
 * Reads the digits as typed: spaces, hyphens and line ends are ignored.
 *
 * ERR_INPUT, and seed all zero: not a hundred digits, and *bad_group is 0; or
 * the first bad group, from 1 to 20.
 */
MUST_USE enum err seed_page_read(uint8_t seed[SEED_PAGE_SEED_BYTES],
                                 unsigned *bad_group, struct span typed);

#endif
