#include "ballots/witnessed.h"

#include "crypto/cosignature.h"

enum {
    NOTE_ROOM = CHECKPOINT_BODY_MAX + 1 +
                EVENT_COSIGNATURES_MAX * (COSIGNATURE_LINE_MAX),
};

enum refusal
witnessed_check(const struct conference *c, const struct event *event,
                struct admission *adm)
{
    if (!c->policy.present)
        return event->share.cosignature_count ? REFUSED_COSIGNATURES
                                              : REFUSED_NOTHING;
    adm->policy = c->witness_policy;
    return adm->policy ? REFUSED_NOTHING : REFUSED_POLICY;
}

/* The key of the policy's witness of this name, or NULL. */
static const struct note_key *
key_of(const struct witness_policy *policy, const char *name)
{
    for (size_t i = 0; i < policy->voter_count; i++)
        if (!policy->voters[i].is_group &&
            span_eq(policy->voters[i].key.name, span_text(name)))
            return &policy->voters[i].key;
    return NULL;
}

/* The checkpoint's body and the cosignature lines as one note again. */
static enum err
write_note(struct text_writer *w, const struct event *event,
           const struct witness_policy *policy)
{
    const struct checkpoint checkpoint = {
        .origin = span_text(event->origin),
        .size = event->seen_size,
        .root = event->seen_root,
    };

    checkpoint_write_body(w, &checkpoint);
    text_writer_text(w, "\n");
    for (size_t i = 0; i < event->share.cosignature_count; i++) {
        const struct note_key *key = key_of(policy, event->share.witnesses[i]);

        if (!key || !note_key_id_eq(event->share.cosignatures[i], key->id))
            return ERR_PROOF;
        note_write_line(w, key,
                        event->share.cosignatures[i] + NOTE_KEY_ID_BYTES,
                        EVENT_COSIGNATURE_BYTES - NOTE_KEY_ID_BYTES);
    }
    return w->error;
}

static unsigned
count_bits(uint64_t bits)
{
    unsigned count = 0;

    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

enum refusal
witnessed_prove(const struct event *event, const struct admission *adm)
{
    char bytes[NOTE_ROOM];
    struct text_writer w;
    struct span written;
    struct note note;
    struct witness_policy_cosigners who;

    if (!adm->policy)
        return REFUSED_NOTHING;
    if (event->share.cosignature_count == 0)
        return witness_policy_reached(adm->policy, 0) ? REFUSED_NOTHING
                                                      : REFUSED_COSIGNATURES;
    text_writer_start(&w, bytes, sizeof bytes);
    if (write_note(&w, event, adm->policy) ||
        text_writer_finish(&w, &written) || note_parse(&note, written) ||
        witness_policy_cosigners(&who, adm->policy, &note))
        return REFUSED_COSIGNATURES;
    if (count_bits(who.witnesses) != event->share.cosignature_count ||
        !witness_policy_reached(adm->policy, who.witnesses))
        return REFUSED_COSIGNATURES;
    return REFUSED_NOTHING;
}
