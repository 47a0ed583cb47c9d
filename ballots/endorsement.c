#include "ballots/endorsement.h"

void
endorsement_fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "result", &event->endorsement.result);
}

const struct opening *
endorsement_find(const struct conference *c, const struct event *event,
                 enum opening_stage stage, struct admission *adm,
                 enum refusal *r)
{
    const struct event_ref *ref = &event->endorsement.result;

    *r = state_ref_check(c, event, ref);
    if (*r)
        return NULL;
    adm->opening = state_result(c, ref);
    if (!adm->opening || adm->opening->stage != stage) {
        *r = REFUSED_NOT_COUNTED;
        return NULL;
    }
    return adm->opening;
}
