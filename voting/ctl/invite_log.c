/*
 * invite_log.c - logging many posts as if they were one.
 *
 * Every note is made, signed and checked against the log before the first is
 * handed in, so what could be refused is refused while nothing has changed.
 * They go in by LOG_BATCH_MAX, each batch and its names in one transaction.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "voting/ctl/invite.h"

enum { POST_NOTE_MAX = 2048 }; /* four tags and two signatures are less */

/* A post that is to be logged. */
struct prepared {
    struct log_name name;
    size_t note_len;
    char note[POST_NOTE_MAX];
};

struct invitations {
    struct prepared *items;
    size_t count;
    size_t before; /* how many were in the log already */
    size_t logged; /* how many went in now */
    struct author_signer signers[EVENT_SIGNERS_MAX];
    size_t signer_count;
    uint64_t time_s;     /* of the entries, as far as is known */
    struct event *event; /* to read a note back */
    struct admission *admission;
    struct log_outcome *outcomes; /* LOG_BATCH_MAX */
};

static enum err
allocate(struct invitations *all, size_t count)
{
    all->items = calloc(count, sizeof *all->items);
    all->event = calloc(1, sizeof *all->event);
    all->admission = calloc(1, sizeof *all->admission);
    all->outcomes = calloc(LOG_BATCH_MAX, sizeof *all->outcomes);
    return all->items && all->event && all->admission && all->outcomes
               ? OK
               : ERR_NOMEM;
}

static void
release(struct invitations *all)
{
    free(all->items);
    free(all->event);
    free(all->admission);
    free(all->outcomes);
    sodium_memzero(all, sizeof *all);
}

/* ---- Making and checking --------------------------------------------------*/

/* Fills in the event, and the name it commits to. */
static enum ctl_status
describe(struct ctl *ctl, struct log_name *name, const struct invite *invite)
{
    struct event_post *p = &ctl->event->post;
    char text[POST_TEXT_BYTES];
    enum ctl_status status = author_begin(ctl, EVENT_POST);

    if (status)
        return status;
    p->post = invite->post;
    p->voting = invite->voting;
    p->tag_count = invite->tag_count;
    memcpy(p->tags, invite->tags, sizeof p->tags);
    invite_public(p->invitation, ctl_conference(ctl), invite->token);
    post_format(text, invite->post);
    if (name_record_make(name, &p->name, invite->post, invite->fields))
        return ctl_bad_value(ctl, text);
    return CTL_DONE;
}

/* Whether the post that is there is this one, by an earlier run. */
static bool
was_logged(struct ctl *ctl, const struct log_name *name)
{
    struct log_name stored;

    return draft_is_invited(ctl_conference(ctl), &ctl->event->post) &&
           log_get_name(ctl->log, &stored, name->post) == OK &&
           span_eq(span_of(stored.record, stored.len),
                   span_of(name->record, name->len));
}

/* What the log would say to this note, had it come alone. */
static enum ctl_status
check(struct ctl *ctl, struct invitations *all, struct span note)
{
    enum refusal r = event_decode(all->event, note);

    *all->admission = (struct admission){.cause = CONFERENCE_NO_ENTRY};
    if (!r)
        r = event_check(ctl_conference(ctl), all->event, all->time_s,
                        all->admission);
    if (!r)
        r = proof_verify(all->event, all->admission);
    return r ? ctl_refuse(ctl, r, all->admission->cause) : CTL_DONE;
}

static enum ctl_status
prepare(struct ctl *ctl, struct invitations *all, const struct invite *invite)
{
    struct prepared *item = &all->items[all->count];
    struct span note = {0};
    enum ctl_status status = describe(ctl, &item->name, invite);

    if (status)
        return status;
    if (was_logged(ctl, &item->name)) {
        all->before++;
        return CTL_DONE;
    }
    if (draft_has_post(ctl_conference(ctl), invite->post))
        return ctl_refuse(ctl, REFUSED_POST_EXISTS, CONFERENCE_NO_ENTRY);
    if (all->signer_count == 0)
        status = author_signers(ctl, all->signers, &all->signer_count);
    if (!status)
        status = author_note(ctl, all->signers, all->signer_count, &note);
    if (!status)
        status = check(ctl, all, note);
    if (status)
        return status;
    if (note.len > sizeof item->note)
        return ctl_refuse(ctl, REFUSED_TOO_LARGE, CONFERENCE_NO_ENTRY);
    memcpy(item->note, note.ptr, note.len);
    item->note_len = note.len;
    all->count++;
    return CTL_DONE;
}

static enum ctl_status
prepare_all(struct ctl *ctl, struct invitations *all,
            const struct invite *invites, size_t count)
{
    uint64_t last_s = conference_time_s(ctl_conference(ctl));
    enum ctl_status status = CTL_DONE;
    enum err e = log_now_s(ctl->log, &all->time_s);

    if (e)
        return ctl_fail_err(ctl, e, "clock");
    if (all->time_s < last_s)
        all->time_s = last_s;
    for (size_t i = 0; i < count && !status; i++)
        status = prepare(ctl, all, &invites[i]);
    return status;
}

/* ---- Handing in -----------------------------------------------------------*/

/* The disk or the log said no in between: what is in, and how to go on. */
static enum ctl_status
stopped(struct ctl *ctl, const struct invitations *all, enum ctl_status status,
        const char *why)
{
    char logged[CTL_NUMBER_BYTES];
    char wanted[CTL_NUMBER_BYTES];

    return ctl_fail(ctl, status, MESSAGE_ROLL_STOPPED,
                    ctl_number(logged, all->before + all->logged),
                    ctl_number(wanted, all->before + all->count), why);
}

static enum ctl_status
submit_batch(struct ctl *ctl, struct invitations *all, size_t first,
             size_t count)
{
    struct span notes[LOG_BATCH_MAX];
    enum refusal refusal = REFUSED_NOTHING;
    enum err e;

    for (size_t i = 0; i < count; i++)
        notes[i] =
            span_of(all->items[first + i].note, all->items[first + i].note_len);
    e = log_submit(ctl->log, all->outcomes, notes, count);
    if (e)
        return stopped(ctl, all, e == ERR_IO ? CTL_UNCERTAIN : CTL_FAILED,
                       err_name(e));
    for (size_t i = 0; i < count; i++) {
        if (!all->outcomes[i].refusal)
            all->logged++;
        else if (!refusal)
            refusal = all->outcomes[i].refusal;
    }
    return refusal
               ? stopped(ctl, all,
                         refusal == REFUSED_STORE ? CTL_FAILED : CTL_REFUSED,
                         refusal_words(refusal, ctl->lang))
               : CTL_DONE;
}

static enum ctl_status
hand_in(struct ctl *ctl, struct invitations *all)
{
    struct log_name *names = calloc(LOG_BATCH_MAX, sizeof *names);
    enum ctl_status status = CTL_DONE;

    if (!names)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    for (size_t first = 0; first < all->count && !status;
         first += LOG_BATCH_MAX) {
        size_t count = all->count - first;
        enum err e;

        if (count > LOG_BATCH_MAX)
            count = LOG_BATCH_MAX;
        for (size_t i = 0; i < count; i++)
            names[i] = all->items[first + i].name;
        e = log_put_names(ctl->log, names, count);
        status = e ? stopped(ctl, all, CTL_FAILED, err_name(e))
                   : submit_batch(ctl, all, first, count);
    }
    free(names);
    return status;
}

/* ---- All of it ------------------------------------------------------------*/

static enum ctl_status
run(struct ctl *ctl, struct invitations *all, struct invite *invites,
    size_t count, bool dry)
{
    bool there;
    enum ctl_status status = invite_take_tokens(ctl, invites, count, &there);

    if (!status)
        status = prepare_all(ctl, all, invites, count);
    if (status || dry)
        return status;
    if (!there)
        status = invite_write_tokens(ctl, invites, count);
    return status ? status : hand_in(ctl, all);
}

enum ctl_status
invite_log(struct ctl *ctl, struct invite *invites, size_t count, bool dry,
           size_t *before)
{
    struct invitations all = {0};
    enum ctl_status status;

    if (allocate(&all, count))
        status = ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    else
        status = run(ctl, &all, invites, count, dry);
    *before = all.before;
    release(&all);
    return status;
}

enum ctl_status
invite_draft(struct ctl *ctl, struct invite *invite)
{
    struct log_name name;
    uint32_t index;
    enum err e;
    enum ctl_status status;

    if (draft_has_post(ctl_conference(ctl), invite->post))
        return ctl_refuse(ctl, REFUSED_POST_EXISTS, CONFERENCE_NO_ENTRY);
    invite_draw_tokens(invite, 1);
    status = describe(ctl, &name, invite);
    if (!status)
        status = invite_write_tokens(ctl, invite, 1);
    if (status)
        return status;
    e = offers_name(&ctl->offers, &name);
    return e ? ctl_fail_err(ctl, e, "name")
             : author_finish_quietly(ctl, &index);
}
