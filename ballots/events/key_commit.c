/*
 * key-commit - a trustee's ephemeral key, and the hash of coefficients that
 * nobody sees before all have committed.
 */
#include <string.h>

#include "ballots/ceremony_step.h"
#include "ballots/handler.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_key_commit *p = &event->key_commit;

    event_line_ref(io, "start", &p->start);
    field_line_u32(io, "index", &p->index, CEREMONY_TRUSTEES_MAX);
    field_line_bytes(io, "ephemeral", p->ephemeral, sizeof p->ephemeral);
    field_line_bytes(io, "possession", p->possession, sizeof p->possession);
    field_line_hash(io, "commitment", &p->commitment);
}

static enum err
read_commit(struct ceremony_commit *out, const struct event_key_commit *p)
{
    enum err e = point_decode(&out->ephemeral, p->ephemeral);

    if (!e)
        e = proof_log_decode(&out->possession, p->possession);
    memcpy(out->commitment, p->commitment.bytes, sizeof out->commitment);
    return e;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_key_commit *p = &event->key_commit;
    struct key_ceremony *k;
    enum refusal r = ceremony_step_check(&k, c, event, &p->start, p->index,
                                         CEREMONY_COMMITTING, adm);

    if (r)
        return r;
    if (k->commit_entries[p->index - 1] != CONFERENCE_NO_ENTRY) {
        adm->cause = k->commit_entries[p->index - 1];
        return REFUSED_CEREMONY_TWICE;
    }
    return REFUSED_NOTHING;
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_key_commit *p = &event->key_commit;
    struct ceremony_commit commit;

    if (read_commit(&commit, p))
        return REFUSED_CEREMONY_ENCODING;
    if (ceremony_commit_verify(&commit, &adm->ceremony, p->index))
        return REFUSED_CEREMONY_PROOF;
    return REFUSED_NOTHING;
}

static enum err
gather(const struct event *event, const struct admission *adm,
       struct batch *batch)
{
    const struct event_key_commit *p = &event->key_commit;
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct ceremony_commit commit;
    enum err e = read_commit(&commit, p);

    if (!e)
        e = ceremony_commit_statement(statement, &commit, &adm->ceremony,
                                      p->index);
    if (!e)
        e = batch_add_log(batch, &commit.possession, "key-ephemeral", statement,
                          &commit.ephemeral);
    return e;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_key_commit *p = &event->key_commit;
    struct key_ceremony *k = adm->key_ceremony;

    (void)c;
    if (read_commit(&k->commits[p->index - 1], p)) {
        /* Only in a replay without proofs of a log that was never verified. */
        k->stage = CEREMONY_DEAD;
        return;
    }
    k->commit_entries[p->index - 1] = adm->index;
    if (++k->commit_count == k->numbers.trustees)
        k->stage = CEREMONY_DEALING;
}

const struct handler handler_key_commit = {
    "key-commit", false, fields, check, prove, NULL, apply, gather,
};
