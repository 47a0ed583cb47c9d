/*
 * cards.h - voting cards to print: A4, eight to a sheet, one HTML file.
 *
 * Each card has the conference, the name and post, the token as a QR code and
 * as digits in checked groups, and five lines of help. The QR code holds
 * `<address>/#<token>`, so that a phone's camera opens the page (what stands
 * behind # is never sent to a server), or `congress:<token>` when there is no
 * address yet. The page runs no script and loads nothing.
 *
 * The page is as secret as the tokens on it.
 */
#ifndef VOTING_CTL_CARDS_H
#define VOTING_CTL_CARDS_H

#include <stddef.h>
#include <stdio.h>

#include "ballots/post.h"
#include "ballots/words.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/token.h"

struct card {
    struct post post;
    struct span name; /* borrowed; any bytes */
    struct span group;
    uint8_t token[TOKEN_BYTES]; /* secret */
};

struct cards {
    enum lang lang;
    struct span conference; /* title; borrowed */
    const char *address;    /* "https://vote.example" or NULL */
    const struct card *items;
    size_t count;
};

/*
 * Writes the page.
 *
 * ERR_INPUT: the address is not http(s) or too long for a QR code. ERR_NOMEM.
 * ERR_IO: writing failed.
 */
MUST_USE enum err cards_write(FILE *out, const struct cards *cards);

/* Writes text so that it stands in HTML as it is, in quotes too. A byte that
 * is not UTF-8, and a character that hides or reorders, becomes U+FFFD. */
void cards_escape(FILE *out, struct span text);

#endif
