#include "voting/witness_lines.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/base64.h"
#include "crypto/checkpoint.h"

struct source {
    char *policy_text; /* what the policy's spans point into */
    struct witness_policy policy;
    char *checkpoint;
    struct note note;
};

static bool
is_witness(const struct witness_policy *policy, const struct note_line *line)
{
    for (size_t i = 0; i < policy->voter_count; i++)
        if (!policy->voters[i].is_group &&
            note_line_is_by(line, &policy->voters[i].key))
            return true;
    return false;
}

static enum err
take_lines(struct event_share *p, const struct source *source)
{
    for (size_t i = 0; i < source->note.line_count; i++) {
        const struct note_line *line = &source->note.lines[i];
        size_t n = p->cosignature_count;

        if (!is_witness(&source->policy, line))
            continue;
        if (n == EVENT_COSIGNATURES_MAX || line->name.len >= EVENT_ID_BYTES ||
            base64_decode_exact(p->cosignatures[n], EVENT_COSIGNATURE_BYTES,
                                line->base64))
            return ERR_INPUT;
        memcpy(p->witnesses[n], line->name.ptr, line->name.len);
        p->witnesses[n][line->name.len] = '\0';
        p->cosignature_count++;
    }
    return OK;
}

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
read_checkpoint(struct source *source, struct event *event, struct log *log)
{
    struct checkpoint checkpoint;
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
    if (!e)
        e = checkpoint_parse_body(&checkpoint, source->note.text);
    if (e)
        return e;
    event->seen_size = checkpoint.size;
    event->seen_root = checkpoint.root;
    return OK;
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
        e = read_checkpoint(source, ctl->event, ctl->log);
    if (!e)
        e = take_lines(&ctl->event->share, source);
    free(source->policy_text);
    free(source->checkpoint);
    free(source);
    if (e == ERR_NOTFOUND)
        return ctl_refuse(ctl, REFUSED_COSIGNATURES, CONFERENCE_NO_ENTRY);
    return e ? ctl_fail_err(ctl, e, "witnesses") : CTL_DONE;
}
