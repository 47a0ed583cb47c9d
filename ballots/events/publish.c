/*
 * publish - the result is posted to all staff; the posting clock starts.
 */
#include "ballots/endorsement.h"
#include "ballots/handler.h"
#include "ballots/signers.h"

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    enum refusal r;

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    return endorsement_find(c, event, OPENING_DECLARED, adm, &r)
               ? REFUSED_NOTHING
               : r;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    (void)c;
    (void)event;
    adm->opening->stage = OPENING_PUBLISHED;
    adm->opening->publish_entry = adm->index;
    adm->opening->published_s = adm->time_s;
}

const struct handler handler_publish = {
    "publish", true, endorsement_fields, check, NULL, NULL, apply, NULL,
};
