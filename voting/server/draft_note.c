#include "voting/server/draft_note.h"

#include <string.h>

#include "ballots/draft.h"
#include "ballots/submission.h"

/* Several officers may have to sign these. */
static const bool is_shared[EVENT_TYPES_] = {
    [EVENT_POST] = true,       [EVENT_REISSUE] = true,
    [EVENT_RETIRE] = true,     [EVENT_HANDOVER] = true,
    [EVENT_POLICY] = true,     [EVENT_PRESENT] = true,
    [EVENT_LEAVE] = true,      [EVENT_HEADCOUNT] = true,
    [EVENT_KEY_START] = true,  [EVENT_HANDS] = true,
    [EVENT_DESK_ISSUE] = true, [EVENT_DESK_BALLOTS] = true,
    [EVENT_VOID] = true,       [EVENT_UNCOUNTABLE] = true,
};

static bool
is_officer(struct post post)
{
    return post.kind == POST_CHAIR || post.kind == POST_DESK ||
           post.kind == POST_SCRUTINEER;
}

/* The n-th line of the event that was read is by an officer of now. */
static enum err
check_line(const struct conference *c, const struct event *event, size_t n)
{
    struct post post = event->signers[n].post;
    char name[POST_KEY_NAME_BYTES];
    struct ed25519_public key;
    struct note_key note_key;

    for (size_t i = 0; i < n; i++)
        if (post_eq(event->signers[i].post, post))
            return ERR_AUTH;
    if (event->signers[n].invitation || !is_officer(post) ||
        !conference_key(c, post, false, &key))
        return ERR_AUTH;
    post_key_name(name, conference_origin(c), post, false);
    if (note_key_make(&note_key, span_text(name), NOTE_KEY_ED25519, &key))
        return ERR_AUTH;
    return note_verify_line(&event->note, n, &note_key) ? ERR_AUTH : OK;
}

enum err
draft_note_read(struct event *event, const struct conference *c,
                struct span note)
{
    enum err e = OK;

    if (note.len > SUBMISSION_NOTE_MAX ||
        event_decode(event, note) != REFUSED_NOTHING ||
        !is_shared[event->type] ||
        strcmp(event->origin, conference_origin(c)) != 0)
        return ERR_INPUT;
    for (size_t i = 0; i < event->signer_count && !e; i++)
        e = check_line(c, event, i);
    return e;
}

uint64_t
draft_note_ends_at(const struct event *event, uint64_t now_s)
{
    uint64_t end_s = event->at_s + CONFERENCE_CLOCK_SKEW_S;

    if (!event_is_dated(event->type))
        return now_s + DRAFT_NOTE_KEEP_S;
    if (end_s < now_s || event->at_s > now_s + CONFERENCE_CLOCK_SKEW_S)
        return 0;
    return end_s + 1;
}

/* ---- Whom it concerns -----------------------------------------------------*/

/* The signers of an event, and somebody who might be one. */
struct hands {
    const struct event *event;
    struct post who;
};

bool
draft_note_has_signed(const struct event *event, struct post post)
{
    for (size_t i = 0; i < event->signer_count; i++)
        if (post_eq(event->signers[i].post, post))
            return true;
    return false;
}

static bool
holds(void *context, struct post post)
{
    const struct hands *hands = context;

    return post_eq(post, hands->who) ||
           draft_note_has_signed(hands->event, post);
}

static bool
is_among(const struct post *posts, size_t count, struct post post)
{
    for (size_t i = 0; i < count; i++)
        if (post_eq(posts[i], post))
            return true;
    return false;
}

/* The signers that the rules ask for, if those who have signed and this post
 * are preferred; and whether all who have signed are among them. */
static size_t
propose(struct post posts[EVENT_SIGNERS_MAX], bool *fits,
        const struct event *event, const struct conference *c, struct post who)
{
    struct hands hands = {event, who};
    const struct draft_keys keys = {holds, &hands};
    size_t count = draft_signers(posts, c, event, &keys);

    *fits = true;
    for (size_t i = 0; i < event->signer_count; i++)
        *fits = *fits && is_among(posts, count, event->signers[i].post);
    return count;
}

bool
draft_note_waits(const struct event *event, const struct conference *c)
{
    struct post posts[EVENT_SIGNERS_MAX];
    bool fits;
    size_t count = propose(posts, &fits, event, c, event->signers[0].post);

    return fits && count > event->signer_count;
}

size_t
draft_note_signers(struct post posts[EVENT_SIGNERS_MAX],
                   const struct event *event, const struct conference *c,
                   struct post who)
{
    bool fits;
    size_t count = propose(posts, &fits, event, c, who);

    return fits && is_among(posts, count, who) ? count : 0;
}

bool
draft_note_could_sign(const struct event *event, const struct conference *c,
                      struct post who)
{
    struct post posts[EVENT_SIGNERS_MAX];

    return draft_note_signers(posts, event, c, who) > 0;
}
