/*
 * retire - a post is given up: no more signatures, no seat on the roll.
 */
#include "ballots/handler.h"
#include "ballots/holders.h"
#include "ballots/signers.h"

static const char *const reasons[] = {"resigned", "left", "incapable",
                                      "mistake"};

static void
fields(struct field_io *io, struct event *event)
{
    struct event_retire *p = &event->retire;

    field_line_post(io, "post", &p->post);
    field_line_choice(io, "reason", &p->reason, reasons,
                      sizeof reasons / sizeof *reasons);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct post post = event->retire.post;
    const struct post chair = {POST_CHAIR, 1};
    struct holder *holder = state_holder(c, post);

    /* A chair's subject, so that a desk alone cannot take a seat away. */
    if (!signers_registrar(c, event, chair))
        return REFUSED_SIGNERS;
    if (!holder)
        return REFUSED_POST_UNKNOWN;
    adm->holder = holder;
    if (holder->retired)
        return REFUSED_POST_RETIRED;
    if (post_eq(post, c->presiding))
        return REFUSED_SIGNERS;
    if (holder->voting && c->running != CONFERENCE_NO_ENTRY)
        return REFUSED_ROLL_FROZEN;
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct holder *holder = adm->holder;

    (void)event;
    holders_revoke(c, holder);
    holder->retired = true;
    if (holder->voting)
        c->voting_seats--;
}

const struct handler handler_retire = {
    "retire", false, fields, check, NULL, NULL, apply, NULL,
};
