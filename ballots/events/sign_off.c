/*
 * sign-off - a scrutineer signs the count sheet.
 */
#include "ballots/endorsement.h"
#include "ballots/handler.h"
#include "ballots/signers.h"

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct opening *op;
    enum refusal r;

    if (!signers_one(event, POST_SCRUTINEER))
        return REFUSED_SIGNERS;
    op = endorsement_find(c, event, OPENING_COUNTED, adm, &r);
    if (!op)
        return r;
    if (op->sign_off_count == CEREMONY_TRUSTEES_MAX)
        return REFUSED_NOT_COUNTED;
    if (op->ceremony != CONFERENCE_NO_ENTRY &&
        !state_is_trustee(c->ceremonies[op->ceremony], event->signers[0].post))
        return REFUSED_SIGNERS;
    for (uint32_t i = 0; i < op->sign_off_count; i++) {
        if (!post_eq(op->sign_offs[i], event->signers[0].post))
            continue;
        adm->cause = op->sign_off_entries[i];
        return REFUSED_SIGN_OFF_TWICE;
    }
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)c;
    op->sign_offs[op->sign_off_count] = event->signers[0].post;
    op->sign_off_entries[op->sign_off_count++] = adm->index;
}

const struct handler handler_sign_off = {
    "sign-off", true, endorsement_fields, check, NULL, NULL, apply, NULL,
};
