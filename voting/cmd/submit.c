/*
 * ballotctl submit - hands in a note that is fully signed.
 */
#include "voting/ctl/author.h"
#include "voting/ctl/author_draft.h"
#include "voting/machine/input_file.h"

/* The note of a draft that all have signed, and what belongs to it. */
static enum ctl_status
take_draft(struct ctl *ctl, struct span *note)
{
    struct author_draft draft;
    char name[POST_TEXT_BYTES];

    if (author_draft_read(&draft, *note,
                          conference_origin(ctl_conference(ctl))) ||
        author_draft_take(ctl, &draft))
        return ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
    for (size_t i = 0; i < draft.signer_count; i++) {
        post_format(name, draft.signers[i]);
        if (!draft.signed_by[i])
            return ctl_fail(ctl, CTL_REFUSED, MESSAGE_DRAFT_UNSIGNED, name,
                            NULL, NULL);
    }
    *note = draft.note;
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct input_file file;
    struct span note;
    enum ctl_status status = CTL_DONE;

    if (input_file_read(&file, path, AUTHOR_DRAFT_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    note = input_file_span(&file);
    offers_forget(&ctl->offers);
    if (span_starts_with(note, "congress-draft/"))
        status = take_draft(ctl, &note);
    else if (submission_is_one(note) && offers_read(&ctl->offers, &note, note))
        status = ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
    if (!status)
        status = author_submit(ctl, note);
    input_file_free(&file);
    return status;
}

const struct command command_submit = {
    {"submit", "FILE", 1, 1, NULL, "提交签齐的文件；重复提交不会重复记录",
     "hand in a draft or note that is fully signed; again is harmless", NULL,
     NULL},
    CTL_LOG,
    run,
};
