/*
 * declare - the presiding officer announces the result in the hall.
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

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    op = endorsement_find(c, event, OPENING_COUNTED, adm, &r);
    if (!op)
        return r;
    if (state_paper_of(c, op)->practice)
        return REFUSED_PRACTICE;
    return op->sign_off_count >= op->sign_offs_needed ? REFUSED_NOTHING
                                                      : REFUSED_SIGN_OFFS_FEW;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    (void)c;
    (void)event;
    adm->opening->stage = OPENING_DECLARED;
    adm->opening->declare_entry = adm->index;
}

const struct handler handler_declare = {
    "declare", true, endorsement_fields, check, NULL, NULL, apply, NULL,
};
