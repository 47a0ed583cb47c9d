/*
 * draft_witness.c - the cosignatures that a share carries.
 */
#include "ballots/draft.h"

#include <string.h>

#include "crypto/base64.h"
#include "crypto/checkpoint.h"

static bool
is_witness(const struct witness_policy *policy, const struct note_line *line)
{
    for (size_t i = 0; i < policy->voter_count; i++)
        if (!policy->voters[i].is_group &&
            note_line_is_by(line, &policy->voters[i].key))
            return true;
    return false;
}

enum err
draft_share_witnesses(struct event *event, const struct witness_policy *policy,
                      const struct note *checkpoint)
{
    struct event_share *p = &event->share;
    struct checkpoint body;
    enum err e = checkpoint_parse_body(&body, checkpoint->text);

    if (e)
        return e;
    event->seen_size = body.size;
    event->seen_root = body.root;
    p->cosignature_count = 0;
    for (size_t i = 0; i < checkpoint->line_count; i++) {
        const struct note_line *line = &checkpoint->lines[i];
        size_t n = p->cosignature_count;

        if (!is_witness(policy, line))
            continue;
        if (n == EVENT_COSIGNATURES_MAX ||
            line->name.len >= EVENT_WITNESS_BYTES ||
            base64_decode_exact(p->cosignatures[n], EVENT_COSIGNATURE_BYTES,
                                line->base64))
            return ERR_INPUT;
        memcpy(p->witnesses[n], line->name.ptr, line->name.len);
        p->witnesses[n][line->name.len] = '\0';
        p->cosignature_count++;
    }
    return OK;
}
