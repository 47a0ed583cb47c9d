#include "tests/support/hall.h"

#include <stdio.h>

#include "ballots/roll_hash.h"
#include "ballots/round.h"
#include "tests/support/values.h"
#include "tests/test.h"

#define SECRET_RULE                                                            \
    "motion quorum present/roll>=2/3 pass for/roll>1/2 notice 7 publish 3 "    \
    "post 15"
#define PROCEDURE_RULE                                                         \
    "motion quorum present/roll>=2/3 pass for/roll>1/2 notice 0 publish 3 "    \
    "post 15"

struct event *
hall_draft_paper(struct hall *h, const char *id, unsigned rows,
                 enum event_ballot ballot)
{
    static const char *const options[] = {"for", "against", "abstain"};
    struct event *e = hall_draft(h, EVENT_PAPER);
    struct event_paper *p = &e->paper;
    char text[64];

    snprintf(p->id, sizeof p->id, "%s", id);
    p->version = 1;
    snprintf(p->session, sizeof p->session, HALL_SESSION);
    p->kind = EVENT_MOTION;
    p->ballot = ballot;
    snprintf(text, sizeof text, "表决事项 %s", id);
    p->title = hall_text(h, text, false);
    p->option_count = sizeof options / sizeof *options;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        snprintf(p->options[i], sizeof p->options[i], "%s", options[i]);
    p->rule_count = 1;
    snprintf(p->rules[0], sizeof p->rules[0], "%s",
             ballot == EVENT_BY_HANDS ? PROCEDURE_RULE : SECRET_RULE);
    p->row_count = rows;
    for (unsigned i = 0; i < rows; i++) {
        snprintf(p->rows[i].id, sizeof p->rows[i].id, "%s.%u", id, i + 1);
        snprintf(text, sizeof text, "提案 %s.%u", id, i + 1);
        p->rows[i].rule = 1;
        p->rows[i].text = hall_text(h, text, ballot == EVENT_SECRET && i == 1);
    }
    return e;
}

struct event_ref
hall_do_paper(struct hall *h, const char *id, unsigned rows,
              enum event_ballot ballot)
{
    hall_draft_paper(h, id, rows, ballot);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

static const struct paper *
find_paper(const struct hall *h, struct event_ref entry)
{
    const struct conference *c = h->conference;

    for (size_t i = 0; i < c->paper_count; i++) {
        if (c->papers[i]->entry == entry.index)
            return c->papers[i];
    }
    fail_msg("entry %u made no paper", entry.index);
    return NULL;
}

struct event *
hall_draft_open(struct hall *h, struct event_ref paper)
{
    const struct conference *c = h->conference;
    const struct paper *found = find_paper(h, paper);
    const struct session *session = &c->sessions[found->session];
    struct event *e = hall_draft(h, EVENT_OPEN);

    e->open.paper = paper;
    roll_hash_paper(&e->open.roll, c, found);
    if (found->ballot == EVENT_SECRET &&
        session->ceremony != CONFERENCE_NO_ENTRY) {
        const struct key_ceremony *k = c->ceremonies[session->ceremony];

        e->open.sealed = true;
        e->open.transcript = k->transcript;
        memcpy(e->open.key, k->key.bytes, sizeof e->open.key);
    }
    return e;
}

struct event_ref
hall_do_open(struct hall *h, struct event_ref paper)
{
    hall_draft_open(h, paper);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

static void
fill_marks(struct event_cast *p, const struct ballot_form *form,
           const uint8_t *choices)
{
    p->mark_count = form->rows;
    for (size_t i = 0; i < form->rows; i++)
        p->marks[i] = (uint8_t)(choices[i] + 1);
}

void
hall_ballot_secret(uint8_t secret[BALLOT_SECRET_BYTES], unsigned seat,
                   size_t entry)
{
    char label[64];

    snprintf(label, sizeof label, "ballot of seat %u at entry %zu", seat,
             entry);
    value_bytes(secret, BALLOT_SECRET_BYTES, label);
}

static void
seal(struct hall *h, struct event_cast *p, const struct ballot_form *form,
     struct post seat, const uint8_t *choices)
{
    struct ballot_voter voter = {.attempt = p->attempt};
    struct ed25519_public key;
    uint8_t secret[BALLOT_SECRET_BYTES];
    char name[POST_KEY_NAME_BYTES];

    post_key_name(name, HALL_ORIGIN, seat, false);
    voter.name = name;
    ed25519_public(&key, &hall_person(h, seat)->key);
    memcpy(voter.key, key.bytes, sizeof voter.key);
    if (p->previous.present)
        memcpy(voter.previous, p->previous.leaf.bytes, sizeof voter.previous);
    hall_ballot_secret(secret, seat.number, h->entry_count);
    p->sealed = true;
    p->ballot_len = ballot_bytes(form->options, form->cap, form->rows);
    assert_ok(
        ballot_seal(p->ballot, p->ballot_len, form, &voter, choices, secret));
}

struct event *
hall_draft_cast(struct hall *h, struct event_ref open, unsigned seat,
                const uint8_t *choices)
{
    const struct conference *c = h->conference;
    const struct opening *op = state_opening(c, &open);
    struct post post = {POST_SEAT, seat};
    const struct seat_vote *vote;
    struct event *e = hall_draft(h, EVENT_CAST);
    struct ballot_form form;

    assert_non_null(op);
    vote = round_seat(c, op, post);
    e->cast.open = open;
    e->cast.attempt = vote ? vote->attempts + 1u : 1;
    if (vote && vote->attempts > 0)
        e->cast.previous = hall_ref(h, vote->last_cast);
    round_form(&form, c, op, post);
    if (state_paper_of(c, op)->ballot == EVENT_SECRET)
        seal(h, &e->cast, &form, post, choices);
    else
        fill_marks(&e->cast, &form, choices);
    return e;
}

void
hall_do_cast(struct hall *h, struct event_ref open, unsigned seat,
             const uint8_t *choices)
{
    hall_draft_cast(h, open, seat, choices);
    hall_do_submit(h, HALL_BY(HALL_SEAT(seat)));
}

void
hall_do_close(struct hall *h, struct event_ref open)
{
    struct event *e = hall_draft(h, EVENT_ANNOUNCE);

    e->announce.open = open;
    e->announce.what = 1;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_wait(h, CONFERENCE_LAST_CALL_S);
    hall_draft(h, EVENT_CLOSE)->close.open = open;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

void
hall_do_procedure(struct hall *h, const char *id, enum event_settles settles)
{
    struct event_ref open;
    struct event *e = hall_draft_paper(h, id, 1, EVENT_BY_HANDS);

    e->paper.settles = settles;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_do_open(h, hall_last(h));
    e = hall_draft(h, EVENT_HANDS);
    e->hands.open = open;
    e->hands.row_count = 1;
    e->hands.option_count = 3;
    e->hands.counts[0][0] = h->conference->present;
    if (h->conference->scrutineers)
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    else
        hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_draft(h, EVENT_CLOSE)->close.open = open;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_do_publish(h, hall_do_result(h, open));
}
