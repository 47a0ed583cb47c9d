/*
 * ballotctl submit - hands in a note that is fully signed.
 */
#include "voting/author.h"
#include "voting/author_draft.h"
#include "voting/input_file.h"

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct author_draft draft;
    struct input_file file;
    struct span note;
    char name[POST_TEXT_BYTES];
    enum ctl_status status = CTL_DONE;

    if (input_file_read(&file, path, EVENT_ENTRY_MAX + 1024))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    note = input_file_span(&file);
    if (span_starts_with(note, "congress-draft/")) {
        if (author_draft_read(&draft, note,
                              conference_origin(ctl_conference(ctl))))
            status = ctl_refuse(ctl, REFUSED_FORM, CONFERENCE_NO_ENTRY);
        for (size_t i = 0; !status && i < draft.signer_count; i++) {
            post_format(name, draft.signers[i]);
            if (!draft.signed_by[i])
                status = ctl_fail(ctl, CTL_REFUSED, MESSAGE_DRAFT_UNSIGNED,
                                  name, NULL, NULL);
        }
        note = draft.note;
    }
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
