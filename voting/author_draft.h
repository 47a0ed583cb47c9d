/*
 * author_draft.h - notes that wait for further signatures; see author.h.
 */
#ifndef VOTING_AUTHOR_DRAFT_H
#define VOTING_AUTHOR_DRAFT_H

#include "voting/ctl.h"

/* A draft that was read; spans point into its bytes. */
struct author_draft {
    struct post signers[EVENT_SIGNERS_MAX];
    size_t signer_count;
    bool signed_by[EVENT_SIGNERS_MAX];
    size_t signed_count;
    struct span note;
    struct note parsed;
};

/*
 * ERR_INPUT: not a draft, or its signature lines are not by its signers, in
 * their order, under this log's origin.
 */
MUST_USE enum err author_draft_read(struct author_draft *out, struct span bytes,
                                    const char *origin);

/* Writes a draft of a note, and says so. replace: over what is there. */
enum ctl_status author_draft_write(struct ctl *ctl, const char *path,
                                   const struct post *signers, size_t count,
                                   struct span note, bool replace);

#endif
