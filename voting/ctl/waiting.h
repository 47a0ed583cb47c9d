/*
 * waiting.h - events that wait in a server's box for another officer's
 * signature (docs/api.md 6.1), between terminals and pages alike.
 *
 * Each is known to a person by the first digits of its text's hash. Nothing in
 * the box is believed: a note is read, and its lines are verified, here.
 */
#ifndef VOTING_CTL_WAITING_H
#define VOTING_CTL_WAITING_H

#include "voting/ctl/ctl.h"

enum {
    WAITING_DIGITS = 16,      /* of a hash, as they are shown */
    WAITING_DIGITS_LEAST = 8, /* as a person may type them */
};

struct waiting {
    bool declined;
    struct post author;     /* of the first line, in the server's word */
    struct post by;         /* who declined */
    uint64_t left_s;        /* that it will still wait */
    struct span submission; /* borrowed from the answer */
    struct span note;
    char digits[WAITING_DIGITS + 1];
};

/* What the server gave. The caller frees it with waiting_close(). */
struct waiting_list {
    char *bytes;
    struct span rest;
};

/* Whether a word has the form of such digits. */
bool waiting_is_digits(const char *word);

/* Asks as the post of --as, or else as the first officer whose key is here. */
enum ctl_status waiting_open(struct ctl *ctl, struct waiting_list *list);
void waiting_close(struct waiting_list *list);

/*
 * The next one that was verified, read into ctl->event and its texts and names
 * into ctl->offers. ERR_NOTFOUND: there is none left. ERR_PROOF: the answer is
 * not of the form. ERR_NOMEM.
 */
MUST_USE enum err waiting_next(struct ctl *ctl, struct waiting_list *list,
                               struct waiting *out);

/* The only one that waits and begins with these digits. Says what is wrong. */
enum ctl_status waiting_find(struct ctl *ctl, struct waiting_list *list,
                             struct waiting *out, const char *digits);

/* Declines or withdraws the one that was found. */
enum ctl_status waiting_decline(struct ctl *ctl, const struct waiting *found);

/* Puts a note, and what is in ctl->offers, into the box, and says so. */
enum ctl_status waiting_ask(struct ctl *ctl, struct span note);

#endif
