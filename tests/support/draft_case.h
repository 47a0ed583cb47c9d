/*
 * draft_case.h - a hall whose ballot box is locked, and a box of drafts.
 */
#ifndef TESTS_SUPPORT_DRAFT_CASE_H
#define TESTS_SUPPORT_DRAFT_CASE_H

#include "ballots/submission.h"
#include "tests/support/hall.h"
#include "voting/server/draft_box.h"

enum { DRAFT_CASE_SEATS = 7 }; /* the last is not present */

struct draft_case {
    struct hall *hall;
    struct draft_box *box;
    char *body;   /* of what was put in last */
    char *answer; /* of what was seen last */
};

struct draft_case *draft_case_new(void);
void draft_case_free(struct draft_case *f);

/* ---- Putting in -----------------------------------------------------------*/

/* A submission of these parts, in f->body. */
struct span draft_case_submission(struct draft_case *f,
                                  const struct submission_part *parts,
                                  size_t count);

/* The hall's last note. */
struct span draft_case_note(const struct draft_case *f);

/* Puts it in, alone or with a text of this many bytes. */
enum err draft_case_put(struct draft_case *f);
enum err draft_case_put_with(struct draft_case *f, const char *text,
                             size_t len);

/* The last seat comes in with a card: a draft. */
void draft_case_presence(struct draft_case *f);

/* A new card for a seat, signed: a draft, one for each number. */
void draft_case_new_card(struct draft_case *f, unsigned number,
                         const struct hall_signer *signers, size_t count);

/* ---- Taking out -----------------------------------------------------------*/

/* What stands in the box for somebody. */
struct draft_seen {
    size_t waiting;
    size_t declined;
    char head[PART_HEAD_MAX + 1]; /* of the last one, */
    char *body;                   /* and its submission, with a NUL */
};

struct draft_seen draft_case_see(struct draft_case *f, struct post who);
struct draft_seen draft_case_see_at(struct draft_case *f, struct post who,
                                    uint64_t now_s);
size_t draft_case_waiting(struct draft_case *f, struct post who);

/* Declines the hall's last note. */
enum err draft_case_decline(struct draft_case *f, struct post by);

#endif
