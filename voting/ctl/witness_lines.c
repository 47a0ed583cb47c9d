#include "voting/ctl/witness_lines.h"

#include <stdlib.h>

#include "ballots/draft.h"

struct source {
    char *policy_text; /* what the policy's spans point into */
    struct witness_policy policy;
    char *checkpoint;
    struct note note;
};

static enum err
read_policy(struct source *source, struct log *log,
            const struct event_blob *blob)
{
    enum err e;

    source->policy_text = malloc(blob->length ? blob->length : 1);
    if (!source->policy_text)
        return ERR_NOMEM;
    e = log_get_blob(log, source->policy_text, blob);
    return e ? e
             : witness_policy_parse(&source->policy,
                                    span_of(source->policy_text, blob->length));
}

static enum err
read_checkpoint(struct source *source, struct log *log)
{
    struct text_writer w;
    struct span written = {0};
    enum err e;

    source->checkpoint = malloc(LOG_CHECKPOINT_MAX);
    if (!source->checkpoint)
        return ERR_NOMEM;
    text_writer_start(&w, source->checkpoint, LOG_CHECKPOINT_MAX);
    e = log_witnessed(log, &w);
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e)
        e = note_parse(&source->note, written);
    return e;
}

enum ctl_status
witness_lines_add(struct ctl *ctl)
{
    const struct event_blob *blob = conference_policy_blob(ctl_conference(ctl));
    struct source *source;
    enum err e;

    if (!blob->present)
        return CTL_DONE;
    source = calloc(1, sizeof *source);
    if (!source)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    e = read_policy(source, ctl->log, blob);
    if (!e)
        e = read_checkpoint(source, ctl->log);
    if (!e)
        e = draft_share_witnesses(ctl->event, &source->policy, &source->note);
    free(source->policy_text);
    free(source->checkpoint);
    free(source);
    if (e == ERR_NOTFOUND)
        return ctl_refuse(ctl, REFUSED_COSIGNATURES, CONFERENCE_NO_ENTRY);
    return e ? ctl_fail_err(ctl, e, "witnesses") : CTL_DONE;
}
