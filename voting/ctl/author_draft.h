/*
 * author_draft.h - notes that wait for further signatures; see author.h.
 */
#ifndef VOTING_CTL_AUTHOR_DRAFT_H
#define VOTING_CTL_AUTHOR_DRAFT_H

#include "voting/ctl/ctl.h"

enum { AUTHOR_DRAFT_MAX = SUBMISSION_MAX + EVENT_ENTRY_MAX + 4096 };

/* A draft that was read; spans point into its bytes. */
struct author_draft {
    struct post signers[EVENT_SIGNERS_MAX];
    size_t signer_count;
    bool signed_by[EVENT_SIGNERS_MAX];
    size_t signed_count;
    struct span with; /* texts and names, as a submission; or empty */
    struct span note;
    struct note parsed;
};

/*
 * ERR_INPUT: not a draft, or its signature lines are not by its signers, in
 * their order, under this log's origin.
 */
MUST_USE enum err author_draft_read(struct author_draft *out, struct span bytes,
                                    const char *origin);

/* Takes what belongs to a draft into ctl->offers. ERR_INPUT. ERR_NOMEM. */
MUST_USE enum err author_draft_take(struct ctl *ctl,
                                    const struct author_draft *draft);

/*
 * Writes a draft of a note with what is in ctl->offers, and says so. replace:
 * over what is there.
 */
enum ctl_status author_draft_write(struct ctl *ctl, const char *path,
                                   const struct post *signers, size_t count,
                                   struct span note, bool replace);

#endif
