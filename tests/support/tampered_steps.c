#include "tests/support/tampered_steps.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/round.h"
#include "tests/support/values.h"
#include "tests/test.h"

struct hall *
tampered_until(enum tampered_step step, unsigned rows)
{
    struct hall *h = hall_new(TAMPERED_SEATS);
    struct event_ref paper = hall_prepare(h, rows);
    struct event_ref open;

    hall_convene(h);
    if (step == TAMPERED_CONVENED)
        return h;
    if (step == TAMPERED_COMMITTED) {
        hall_enrol_scrutineers(h);
        hall_do_key_start(h);
        for (unsigned i = 1; i <= HALL_SCRUTINEERS; i++) {
            hall_draft_commit(h, i);
            hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
        }
        return h;
    }
    hall_lock(h);
    if (step == TAMPERED_LOCKED)
        return h;
    open = hall_do_open(h, paper);
    if (step == TAMPERED_OPEN)
        return h;
    hall_vote(h, open, rows);
    hall_do_close(h, open);
    if (step == TAMPERED_CLOSED)
        return h;
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    return h;
}

/* The round of the secret paper is the last one. */
static const struct opening *
last_round(const struct hall *h)
{
    const struct conference *c = h->conference;

    assert_true(c->opening_count > 0);
    return c->openings[c->opening_count - 1];
}

struct event_ref
tampered_paper(const struct hall *h)
{
    return hall_ref(h, h->conference->papers[0]->entry);
}

struct event_ref
tampered_round(const struct hall *h)
{
    return hall_ref(h, last_round(h)->entry);
}

void
tampered_public(uint8_t out[32], const struct ed25519_secret *secret)
{
    struct ed25519_public key;

    ed25519_public(&key, secret);
    memcpy(out, key.bytes, sizeof key.bytes);
}

void
tampered_sheets(struct hall *h, struct event_ref open, unsigned sheets)
{
    const struct opening *op = state_opening(h->conference, &open);
    struct event_desk_ballots *p =
        &hall_draft(h, EVENT_DESK_BALLOTS)->desk_ballots;
    static const uint8_t choices[BALLOT_ROWS_MAX];
    struct ballot_form form;

    assert_non_null(op);
    round_sheet_form(&form, h->conference, op);
    p->open = open;
    p->first_serial = 1;
    p->sheet_count = sheets;
    p->sheet_len = ballot_bytes(form.options, form.cap, form.rows);
    for (unsigned i = 0; i < sheets; i++) {
        uint8_t secret[BALLOT_SECRET_BYTES];
        struct ballot_voter voter = {.attempt = 1};
        char name[64];

        snprintf(name, sizeof name, "desk/P1/%u", i + 1);
        voter.name = name;
        value_bytes(secret, sizeof secret, name);
        assert_ok(ballot_seal(p->sheets + i * p->sheet_len, p->sheet_len, &form,
                              &voter, choices, secret));
    }
}

void
tampered_share_of_less(struct hall *h, struct event_ref open,
                       unsigned scrutineer)
{
    const struct opening *op = last_round(h);
    const struct key_ceremony *k = h->conference->ceremonies[op->ceremony];
    struct hall_entry *entry;
    struct event *e = hall_draft_share(h, open, scrutineer);
    struct decryption_statement st = {.index = (uint16_t)scrutineer};
    struct elgamal_ct sum = op->shared_sums[0];
    struct elgamal_ct last;
    struct proof_equal proof;
    struct point partial;
    struct scalar share;
    struct span note;
    uint64_t time_s;

    /* The last ballot stands right before the last call and the close. */
    assert_int_equal(op->shared_count, 1);
    entry = &h->entries[op->close_entry - 2];
    assert_ok(
        event_split_entry(&time_s, &note, span_of(entry->bytes, entry->len)));
    assert_int_equal(event_decode(h->decoded, note), REFUSED_NOTHING);
    assert_int_equal(h->decoded->type, EVENT_CAST);
    assert_ok(elgamal_decode(&last, h->decoded->cast.ballot));
    elgamal_sub(&sum, &sum, &last);
    memcpy(st.open, e->share.open.leaf.bytes, sizeof st.open);
    memcpy(st.close, e->share.close.leaf.bytes, sizeof st.close);
    st.share_key = k->share_keys[scrutineer - 1];
    st.sums = &sum;
    st.count = 1;
    assert_ok(ceremony_share_secret(&share, &k->numbers, scrutineer, k->commits,
                                    k->deals,
                                    h->scrutineers[scrutineer - 1].seed));
    assert_ok(decryption_share_make(&partial, &proof, &st, &share));
    memcpy(e->share.partials, partial.bytes, sizeof partial.bytes);
    proof_equal_encode(e->share.proof, &proof);
}
