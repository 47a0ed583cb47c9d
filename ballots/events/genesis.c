/*
 * genesis - the conveners found the conference: entry 0.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/holders.h"

enum { SPECIFICATION = 1, CONVENERS = 2 };

static void
fields_continues(struct field_io *io, struct event_genesis *g)
{
    field_line(io, "continues");
    field_optional(io, &g->continues);
    if (g->continues) {
        field_u64(io, &g->old_size, CHECKPOINT_SIZE_MAX);
        field_hash(io, &g->old_root);
        field_text(io, g->old_origin, sizeof g->old_origin);
    }
    field_end(io);
}

static void
fields(struct field_io *io, struct event *event)
{
    struct event_genesis *g = &event->genesis;

    field_line_u32(io, "specification", &g->specification, UINT32_MAX);
    event_line_blob(io, "title", &g->title);
    field_line_bytes(io, "log-key", g->log_key, sizeof g->log_key);
    field_line_bytes(io, "chair/1", g->convener_keys[0], 32);
    field_line_bytes(io, "chair/2", g->convener_keys[1], 32);
    event_line_optional_blob(io, "policy", &g->policy);
    fields_continues(io, g);
}

static bool
signed_by_conveners(const struct event *event)
{
    if (event->signer_count != CONVENERS)
        return false;
    for (uint32_t i = 0; i < CONVENERS; i++) {
        struct post convener = {POST_CHAIR, i + 1};

        if (event->signers[i].invitation ||
            !post_eq(event->signers[i].post, convener))
            return false;
    }
    return true;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_genesis *g = &event->genesis;

    (void)c;
    (void)adm;
    if (g->specification != SPECIFICATION)
        return REFUSED_SPECIFICATION;
    if (!signed_by_conveners(event))
        return REFUSED_SIGNERS;
    if (memcmp(g->log_key, g->convener_keys[0], 32) == 0 ||
        memcmp(g->log_key, g->convener_keys[1], 32) == 0 ||
        memcmp(g->convener_keys[0], g->convener_keys[1], 32) == 0)
        return REFUSED_KEY_USED;
    if (g->policy.present && g->policy.members)
        return REFUSED_POLICY;
    if (g->continues &&
        !post_origin_is_valid(g->old_origin, strlen(g->old_origin)))
        return REFUSED_FORM;
    return REFUSED_NOTHING;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    struct post last = {POST_CHAIR, CONVENERS};

    (void)event;
    (void)adm;
    return holders_reserve(c, last);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_genesis *g = &event->genesis;

    memcpy(c->origin, event->origin, sizeof c->origin);
    memcpy(c->log_key, g->log_key, sizeof c->log_key);
    holders_use_key(c, g->log_key, adm->index);
    c->title = g->title;
    c->policy = g->policy;
    c->continues = g->continues;
    memcpy(c->old_origin, g->old_origin, sizeof c->old_origin);
    c->old_size = g->old_size;
    c->old_root = g->old_root;
    for (uint32_t i = 0; i < CONVENERS; i++) {
        struct post post = {POST_CHAIR, i + 1};
        struct holder *holder = holders_add(c, post);

        holder->invitation_entry = adm->index;
        holder->invitation_used = true;
        holders_enrol(c, holder, g->convener_keys[i], adm->index);
    }
    c->presiding = (struct post){POST_CHAIR, 1};
}

const struct handler handler_genesis = {
    "genesis", true, fields, check, NULL, reserve, apply, NULL,
};
