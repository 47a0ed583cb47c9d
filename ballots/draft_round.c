/*
 * draft_round.c - a paper, its opening and its ending.
 */
#include <string.h>

#include "ballots/draft.h"
#include "ballots/draft_entry.h"
#include "ballots/paper_check.h"
#include "ballots/roll_hash.h"
#include "ballots/rule_text.h"

enum refusal
draft_paper(struct event *event, const struct conference *c,
            const char *followed)
{
    struct event_paper *p = &event->paper;
    const struct paper *before = paper_check_find(c, p->id);
    const struct opening *round;

    p->version = before ? before->version + 1 : 1;
    if (!followed)
        return REFUSED_NOTHING;
    round = draft_current_round(c, followed);
    if (!round)
        return REFUSED_PAPER_FOLLOWS;
    draft_ref(&p->followed, c, round->entry);
    return REFUSED_NOTHING;
}

enum refusal
draft_follow_up(char text[EVENT_RULE_BYTES], struct rule *rule,
                const struct conference *c, const char *followed)
{
    const struct opening *round = draft_current_round(c, followed);
    const struct paper *paper;
    struct text_writer w;
    struct span line;

    text[0] = '\0';
    *rule = (struct rule){0};
    if (!round || !round->election ||
        round->result_entry == CONFERENCE_NO_ENTRY)
        return REFUSED_PAPER_FOLLOWS;
    paper = state_paper_of(c, round);
    if (rule_follow_up(rule, &paper->rules[0], round->election))
        return REFUSED_PAPER_FOLLOWS;
    text_writer_start(&w, text, EVENT_RULE_BYTES - 1);
    rule_encode(&w, rule);
    if (text_writer_finish(&w, &line))
        return REFUSED_PAPER_RULE;
    text[line.len] = '\0';
    return REFUSED_NOTHING;
}

enum refusal
draft_open(struct event *event, const struct conference *c, const char *id)
{
    struct event_open *p = &event->open;
    const struct paper *paper = paper_check_find(c, id);
    const struct session *session;
    const struct key_ceremony *k;

    if (!paper)
        return REFUSED_REF;
    draft_ref(&p->paper, c, paper->entry);
    roll_hash_paper(&p->roll, c, paper);
    p->sealed = paper->ballot == EVENT_SECRET;
    if (!p->sealed)
        return REFUSED_NOTHING;
    session = state_running(c);
    if (!session)
        return REFUSED_SESSION_NOT_RUNNING;
    if (session->ceremony == CONFERENCE_NO_ENTRY)
        return REFUSED_KEY_NOT_READY;
    k = c->ceremonies[session->ceremony];
    if (k->stage != CEREMONY_READY)
        return REFUSED_KEY_NOT_READY;
    p->transcript = k->transcript;
    memcpy(p->key, k->key.bytes, sizeof p->key);
    return REFUSED_NOTHING;
}

/* Where the round's entry stands in an event of this type, or NULL. */
static struct event_ref *
round_ref(struct event *event)
{
    switch (event->type) {
    case EVENT_ANNOUNCE:
        return &event->announce.open;
    case EVENT_HANDS:
        return &event->hands.open;
    case EVENT_DESK_ISSUE:
        return &event->desk_issue.open;
    case EVENT_CLOSE:
        return &event->close.open;
    case EVENT_VOID:
    case EVENT_UNCOUNTABLE:
        return &event->ending.open;
    default:
        return NULL;
    }
}

enum refusal
draft_of_round(struct event *event, const struct conference *c, const char *id)
{
    struct event_ref *ref = round_ref(event);
    const struct opening *round = draft_current_round(c, id);

    if (!ref)
        return REFUSED_TYPE;
    if (!round)
        return REFUSED_NOT_OPEN;
    draft_ref(ref, c, round->entry);
    return REFUSED_NOTHING;
}

enum refusal
draft_endorsement(struct event *event, const struct conference *c,
                  const char *id)
{
    const struct opening *round = draft_current_round(c, id);

    if (!round || round->result_entry == CONFERENCE_NO_ENTRY)
        return REFUSED_NOT_COUNTED;
    draft_ref(&event->endorsement.result, c, round->result_entry);
    return REFUSED_NOTHING;
}
