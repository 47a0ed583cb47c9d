#include "voting/web/core/core_count.h"

#include <string.h>

#include "ballots/draft.h"
#include "voting/web/core/core_draft.h"
#include "voting/web/core/core_key.h"

uint32_t
web_draft_key(uint32_t handle, const char *type_name, uint32_t type_len,
              const char *post_text, uint32_t post_len, uint32_t seed_handle,
              uint32_t against)
{
    struct core_log *log = core_log_of(handle);
    const struct core_key *seed = core_key_of(seed_handle);
    enum event_type type;
    struct post post;
    uint32_t bad = 0;
    enum refusal r;

    if (!log || !seed)
        return core_status(ERR_NOTFOUND);
    if (event_type_find(&type, span_of(type_name, type_len)) ||
        type < EVENT_KEY_COMMIT || type > EVENT_KEY_COMPLAIN)
        return core_refused(REFUSED_TYPE);
    if (post_parse(&post, post_text, post_len))
        return core_status(ERR_INPUT);
    r = draft_begin(&log->event, log->conference, type, 0);
    if (r)
        return core_refused(r);
    if (type == EVENT_KEY_COMMIT)
        r = draft_key_commit(&log->event, log->conference, post, seed->seed);
    else if (type == EVENT_KEY_DEAL)
        r = draft_key_deal(&log->event, log->conference, post, seed->seed);
    else if (type == EVENT_KEY_ACCEPT)
        r = draft_key_accept(&log->event, log->conference, post, seed->seed,
                             &bad);
    else
        r = draft_key_complain(&log->event, log->conference, post, seed->seed,
                               against);
    core_answer_number(bad);
    return r ? core_refused(r) : core_draft_answer(log);
}

uint32_t
web_key_is_of(uint32_t handle, const char *post_text, uint32_t post_len,
              uint32_t seed_handle)
{
    const struct core_log *log = core_log_of(handle);
    const struct core_key *seed = core_key_of(seed_handle);
    struct post post;

    if (!log || !seed)
        return core_status(ERR_NOTFOUND);
    if (post_parse(&post, post_text, post_len))
        return core_status(ERR_INPUT);
    core_answer_number(draft_key_is_of(log->conference, post, seed->seed));
    return core_status(OK);
}

/* What a witnessed share needs besides; large. */
struct witnessed {
    struct witness_policy policy;
    struct note checkpoint;
};

static enum refusal
add_witnesses(struct core_log *log, struct span checkpoint)
{
    const struct event_blob *blob = conference_policy_blob(log->conference);
    struct witnessed *w;
    struct span text;
    enum refusal r = REFUSED_NOTHING;

    if (!blob->present)
        return REFUSED_NOTHING;
    if (core_texts_find(&text, &log->texts, &blob->sha256))
        return REFUSED_POLICY;
    w = core_new(sizeof *w);
    if (!w)
        return REFUSED_NO_MEMORY;
    if (witness_policy_parse(&w->policy, text))
        r = REFUSED_POLICY;
    else if (note_parse(&w->checkpoint, checkpoint) ||
             draft_share_witnesses(&log->event, &w->policy, &w->checkpoint))
        r = REFUSED_COSIGNATURES;
    core_free(&w, sizeof *w);
    return r;
}

uint32_t
web_draft_share(uint32_t handle, const char *paper, uint32_t paper_len,
                const char *post_text, uint32_t post_len, uint32_t seed_handle,
                const char *checkpoint, uint32_t checkpoint_len)
{
    struct core_log *log = core_log_of(handle);
    const struct core_key *seed = core_key_of(seed_handle);
    char id[EVENT_ID_BYTES] = {0};
    struct post post;
    enum refusal r;

    if (!log || !seed)
        return core_status(ERR_NOTFOUND);
    if (!log->audit || !log->finished || !audit_passed(log->audit))
        return core_status(ERR_STATE);
    if (paper_len > CORE_DRAFT_ID_MAX || post_parse(&post, post_text, post_len))
        return core_status(ERR_INPUT);
    memcpy(id, paper, paper_len);
    r = draft_begin(&log->event, log->conference, EVENT_SHARE, 0);
    if (!r)
        r = draft_share(&log->event, log->conference, id, post, seed->seed);
    if (!r)
        r = add_witnesses(log, span_of(checkpoint, checkpoint_len));
    return r ? core_refused(r) : core_draft_answer(log);
}

uint32_t
web_draft_result(uint32_t handle, const char *paper, uint32_t paper_len)
{
    struct core_log *log = core_log_of(handle);
    char id[EVENT_ID_BYTES] = {0};
    enum refusal r;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (paper_len > CORE_DRAFT_ID_MAX)
        return core_status(ERR_INPUT);
    memcpy(id, paper, paper_len);
    r = draft_begin(&log->event, log->conference, EVENT_RESULT, 0);
    if (!r)
        r = draft_result(&log->event, log->conference, id);
    return r ? core_refused(r) : core_draft_answer(log);
}
