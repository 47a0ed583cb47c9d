/*
 * draft_signers.c - who signs what, proposed.
 */
#include "ballots/draft.h"
#include "ballots/draft_entry.h"
#include "ballots/signers.h"

enum { SCRUTINEERS_WITHOUT_KEY = 2 };

struct proposal {
    struct post *out;
    size_t count;
    const struct conference *c;
    const struct draft_keys *keys;
    /* Who may stand in it as scrutineers; NULL: whoever is one. */
    const struct key_ceremony *acting;
};

static void
add(struct proposal *p, struct post post)
{
    if (p->count < EVENT_SIGNERS_MAX)
        p->out[p->count++] = post;
}

static bool
can_sign(const struct proposal *p, struct post post, bool held)
{
    const struct holder *holder = state_holder(p->c, post);

    if (!holder || !holder->enrolled || holder->retired)
        return false;
    if (post.kind == POST_SCRUTINEER && p->acting &&
        !state_is_trustee(p->acting, post))
        return false;
    return p->keys->holds(p->keys->context, post) == held;
}

/*
 * Adds `count` holders of this kind in ascending order: those whose keys are at
 * hand, and of the others only as many as are still needed.
 */
static void
add_kind(struct proposal *p, enum post_kind kind, size_t count)
{
    const uint32_t last = p->c->holders[kind].number_max;
    size_t held = 0;
    size_t others;

    for (uint32_t n = 1; n <= last; n++)
        held += can_sign(p, (struct post){kind, n}, true);
    others = held < count ? count - held : 0;
    held = held < count ? held : count;
    for (uint32_t n = 1; n <= last; n++) {
        struct post post = {kind, n};

        if (held > 0 && can_sign(p, post, true)) {
            add(p, post);
            held--;
        } else if (others > 0 && can_sign(p, post, false)) {
            add(p, post);
            others--;
        }
    }
}

static bool
is_in(const struct proposal *p, struct post post)
{
    for (size_t i = 0; i < p->count; i++)
        if (post_eq(p->out[i], post))
            return true;
    return false;
}

/* The first of a kind whose key is at hand and who is not in yet. */
static bool
find_held(struct post *found, const struct proposal *p, enum post_kind kind)
{
    const uint32_t last = p->c->holders[kind].number_max;

    for (uint32_t n = 1; n <= last; n++) {
        *found = (struct post){kind, n};
        if (can_sign(p, *found, true) && !is_in(p, *found))
            return true;
    }
    return false;
}

/*
 * Beside a desk the presiding chair; but if that key is not at hand, another
 * desk or else another chair whose key is.
 */
static void
add_beside_desk(struct proposal *p)
{
    struct post second = p->c->presiding;

    if (!can_sign(p, second, true) && !find_held(&second, p, POST_DESK) &&
        !find_held(&second, p, POST_CHAIR))
        second = p->c->presiding;
    add(p, second);
}

/* A second officer beside the first: a scrutineer if there is one. */
static void
add_second(struct proposal *p, enum post_kind first)
{
    if (p->c->scrutineers > 0)
        add_kind(p, POST_SCRUTINEER, 1);
    else if (first == POST_DESK)
        add_beside_desk(p);
    else
        add_kind(p, POST_DESK, 1);
}

/* As many of those who act as open their box. */
static size_t
threshold_of(const struct proposal *p)
{
    return p->acting ? p->acting->numbers.threshold : SCRUTINEERS_WITHOUT_KEY;
}

static void
propose_registrar(struct proposal *p, struct post subject)
{
    bool desk = (subject.kind == POST_SEAT || subject.kind == POST_OBSERVER) &&
                !p->keys->holds(p->keys->context, p->c->presiding);

    if (desk)
        add_kind(p, POST_DESK, 1);
    else
        add(p, p->c->presiding);
    if (state_running(p->c))
        add_second(p, desk ? POST_DESK : POST_CHAIR);
}

static void
propose_presence(struct proposal *p, struct post subject)
{
    if (p->keys->holds(p->keys->context, subject)) {
        add(p, subject);
        return;
    }
    add_kind(p, POST_DESK, 1);
    add_second(p, POST_DESK);
}

static void
propose_deputy(struct proposal *p, struct post to)
{
    if (p->keys->holds(p->keys->context, p->c->presiding)) {
        add(p, p->c->presiding);
        return;
    }
    add(p, to);
    add_kind(p, POST_SCRUTINEER, threshold_of(p));
}

/* As long as there are not two scrutineers. */
static bool
propose_chair_and_desk(struct proposal *p)
{
    if (p->c->scrutineers >= SCRUTINEERS_WITHOUT_KEY)
        return false;
    add(p, p->c->presiding);
    add_kind(p, POST_DESK, 1);
    return true;
}

static void
propose_void(struct proposal *p, const struct event_ref *open)
{
    const struct opening *op = state_opening(p->c, open);
    size_t count = SCRUTINEERS_WITHOUT_KEY;

    if (op && op->ceremony != CONFERENCE_NO_ENTRY)
        count = p->c->ceremonies[op->ceremony]->numbers.threshold;
    else if (propose_chair_and_desk(p))
        return;
    add(p, p->c->presiding);
    add_kind(p, POST_SCRUTINEER, count);
}

/* Whoever locked this session's box agrees to its being locked anew. */
static void
propose_key_start(struct proposal *p, const char *session)
{
    const struct session *found = state_session(p->c, session);

    add(p, p->c->presiding);
    p->acting =
        found ? signers_acting(p->c, (uint32_t)(found - p->c->sessions)) : NULL;
    if (p->acting)
        add_kind(p, POST_SCRUTINEER, threshold_of(p));
}

static void
propose_any_officer(struct proposal *p)
{
    static const enum post_kind kinds[] = {POST_CHAIR, POST_DESK,
                                           POST_SCRUTINEER};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (uint32_t n = 1; n <= p->c->holders[kinds[i]].number_max; n++)
            if (can_sign(p, (struct post){kinds[i], n}, true)) {
                add(p, (struct post){kinds[i], n});
                return;
            }
    add(p, p->c->presiding);
}

static void
propose_statement(struct proposal *p)
{
    static const enum post_kind kinds[] = {POST_SEAT, POST_OBSERVER,
                                           POST_SCRUTINEER};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && p->count == 0; i++)
        for (uint32_t n = 1; n <= p->c->holders[kinds[i]].number_max; n++)
            if (p->count == 0 && can_sign(p, (struct post){kinds[i], n}, true))
                add(p, (struct post){kinds[i], n});
}

/* The types whose signers depend on nothing but the type. */
static const struct {
    bool special; /* see propose_special */
    bool chair;   /* the presiding chair, first */
    size_t scrutineers;
} patterns[EVENT_TYPES_] = {
    [EVENT_GENESIS] = {true, false, 0},
    [EVENT_POST] = {true, false, 0},
    [EVENT_REISSUE] = {true, false, 0},
    [EVENT_RETIRE] = {true, false, 0},
    [EVENT_HANDOVER] = {true, false, 0},
    [EVENT_PRESENT] = {true, false, 0},
    [EVENT_LEAVE] = {true, false, 0},
    [EVENT_VOID] = {true, false, 0},
    [EVENT_HANDS] = {true, false, 0},
    [EVENT_RESULT] = {true, false, 0},
    [EVENT_COMPLAINT] = {true, false, 0},
    [EVENT_OBJECTION] = {true, false, 0},
    [EVENT_SESSION] = {false, true, 0},
    [EVENT_SESSION_START] = {false, true, 0},
    [EVENT_SESSION_END] = {false, true, 0},
    [EVENT_KEY_START] = {true, false, 0},
    [EVENT_PAPER] = {false, true, 0},
    [EVENT_OPEN] = {false, true, 0},
    [EVENT_ANNOUNCE] = {false, true, 0},
    [EVENT_CLOSE] = {false, true, 0},
    [EVENT_DECLARE] = {false, true, 0},
    [EVENT_PUBLISH] = {false, true, 0},
    [EVENT_REPLY] = {false, true, 0},
    [EVENT_POLICY] = {false, true, 2},
    [EVENT_UNCOUNTABLE] = {false, true, 2},
    [EVENT_HEADCOUNT] = {false, false, 2},
    [EVENT_DESK_ISSUE] = {false, false, 2},
    [EVENT_DESK_BALLOTS] = {false, false, 2},
    [EVENT_KEY_COMMIT] = {false, false, 1},
    [EVENT_KEY_DEAL] = {false, false, 1},
    [EVENT_KEY_ACCEPT] = {false, false, 1},
    [EVENT_KEY_COMPLAIN] = {false, false, 1},
    [EVENT_SHARE] = {false, false, 1},
    [EVENT_SIGN_OFF] = {false, false, 1},
    [EVENT_INCIDENT] = {false, false, 1},
};

/* Acts on somebody's post. */
static void
propose_for_post(struct proposal *p, const struct event *event)
{
    switch (event->type) {
    case EVENT_POST:
        propose_registrar(p, event->post.post);
        return;
    case EVENT_REISSUE:
        propose_registrar(p, event->reissue.post);
        return;
    case EVENT_RETIRE:
        add(p, p->c->presiding);
        if (state_running(p->c))
            add_second(p, POST_CHAIR);
        return;
    case EVENT_HANDOVER:
        propose_deputy(p, event->handover.to);
        return;
    default: /* present, leave */
        propose_presence(p, event->presence.post);
        return;
    }
}

static void
propose_special(struct proposal *p, const struct event *event)
{
    switch (event->type) {
    case EVENT_GENESIS:
        add(p, (struct post){POST_CHAIR, 1});
        add(p, (struct post){POST_CHAIR, 2});
        return;
    case EVENT_VOID:
        propose_void(p, &event->ending.open);
        return;
    case EVENT_KEY_START:
        propose_key_start(p, event->key_start.session);
        return;
    case EVENT_HANDS:
        if (!propose_chair_and_desk(p))
            add_kind(p, POST_SCRUTINEER, SCRUTINEERS_WITHOUT_KEY);
        return;
    case EVENT_RESULT:
        propose_any_officer(p);
        return;
    case EVENT_COMPLAINT:
    case EVENT_OBJECTION:
        propose_statement(p);
        return;
    default:
        propose_for_post(p, event);
        return;
    }
}

/* Where being a scrutineer is enough, whoever locked the box; some of these
 * look for a trustee by themselves. */
static bool
takes_any_scrutineer(enum event_type type)
{
    switch (type) {
    case EVENT_UNCOUNTABLE:
    case EVENT_KEY_COMMIT:
    case EVENT_KEY_DEAL:
    case EVENT_KEY_ACCEPT:
    case EVENT_KEY_COMPLAIN:
    case EVENT_SHARE:
    case EVENT_RESULT:
    case EVENT_SIGN_OFF:
    case EVENT_INCIDENT:
    case EVENT_COMPLAINT:
    case EVENT_OBJECTION:
        return true;
    default:
        return false;
    }
}

size_t
draft_signers(struct post out[EVENT_SIGNERS_MAX], const struct conference *c,
              const struct event *event, const struct draft_keys *keys)
{
    struct proposal p = {out, 0, c, keys, NULL};

    if (c->running != CONFERENCE_NO_ENTRY && !takes_any_scrutineer(event->type))
        p.acting = signers_acting(c, c->running);
    if (patterns[event->type].special) {
        propose_special(&p, event);
        return p.count;
    }
    if (patterns[event->type].chair)
        add(&p, c->presiding);
    add_kind(&p, POST_SCRUTINEER, patterns[event->type].scrutineers);
    return p.count;
}
