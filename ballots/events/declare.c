/*
 * declare - the presiding officer announces the result in the hall.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "result", &event->endorsement.result);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_ref *ref = &event->endorsement.result;
    struct opening *op = state_result(c, ref);
    enum refusal r = state_ref_check(c, event, ref);

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    if (r)
        return r;
    adm->opening = op;
    if (!op || op->stage != OPENING_COUNTED)
        return REFUSED_NOT_COUNTED;
    if (state_paper_of(c, op)->practice)
        return REFUSED_PRACTICE;
    return op->sign_off_count >= op->sign_offs_needed ? REFUSED_NOTHING
                                                      : REFUSED_SIGN_OFFS_FEW;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)c;
    (void)event;
    op->stage = OPENING_DECLARED;
    op->declare_entry = adm->index;
}

const struct handler handler_declare = {
    "declare", true, fields, check, NULL, NULL, apply,
};
