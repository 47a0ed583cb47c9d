#include "ballots/ceremony_step.h"

#include "ballots/signers.h"

enum refusal
ceremony_step_check(struct key_ceremony **out, const struct conference *c,
                    const struct event *event, const struct event_ref *start,
                    uint32_t index, enum ceremony_stage stage,
                    struct admission *adm)
{
    struct key_ceremony *k = state_ceremony(c, start);
    enum refusal r = state_ref_check(c, event, start);

    *out = k;
    if (r)
        return r;
    if (!k)
        return REFUSED_REF;
    if (index < 1 || index > k->numbers.trustees)
        return REFUSED_CEREMONY_INDEX;
    if (!signers_one(event, POST_SCRUTINEER))
        return REFUSED_SIGNERS;
    if (!post_eq(event->signers[0].post, k->trustees[index - 1]))
        return REFUSED_CEREMONY_INDEX;
    if (c->sessions[k->session].stage == SESSION_ENDED)
        return REFUSED_SESSION_ENDED;
    if (k->stage != stage)
        return REFUSED_CEREMONY_STAGE;
    adm->key_ceremony = k;
    adm->ceremony = k->numbers;
    adm->commits = k->commits;
    adm->deals = k->deals;
    return REFUSED_NOTHING;
}

bool
ceremony_step_in_use(const struct conference *c, uint32_t ceremony,
                     uint32_t *entry)
{
    /* An excerpt has a round's beginning and not its end. */
    for (size_t i = 0; i < c->opening_count && !c->excerpt; i++) {
        const struct opening *op = c->openings[i];

        if (op->ceremony == ceremony &&
            (op->stage == OPENING_OPEN || op->stage == OPENING_CLOSED)) {
            *entry = op->entry;
            return true;
        }
    }
    return false;
}
