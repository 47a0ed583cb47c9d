#include "tests/support/hall.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/roll_hash.h"
#include "ballots/round.h"
#include "tests/test.h"

void
hall_do_key_start(struct hall *h)
{
    struct event *e = hall_draft(h, EVENT_KEY_START);

    snprintf(e->key_start.session, sizeof e->key_start.session, HALL_SESSION);
    e->key_start.trustee_count = HALL_SCRUTINEERS;
    e->key_start.threshold = HALL_THRESHOLD;
    for (size_t i = 0; i < HALL_SCRUTINEERS; i++)
        e->key_start.trustees[i] = h->scrutineers[i].post;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    h->ceremony = hall_last(h);
}

static const struct key_ceremony *
ceremony_of(const struct hall *h)
{
    const struct key_ceremony *k = state_ceremony(h->conference, &h->ceremony);

    assert_non_null(k);
    return k;
}

struct event *
hall_draft_commit(struct hall *h, unsigned scrutineer)
{
    struct event *e = hall_draft(h, EVENT_KEY_COMMIT);
    struct event_key_commit *p = &e->key_commit;
    struct ceremony_commit commit;

    assert_ok(ceremony_commit_make(&commit, &ceremony_of(h)->numbers,
                                   scrutineer,
                                   h->scrutineers[scrutineer - 1].seed));
    p->start = h->ceremony;
    p->index = scrutineer;
    memcpy(p->ephemeral, commit.ephemeral.bytes, sizeof p->ephemeral);
    proof_log_encode(p->possession, &commit.possession);
    memcpy(p->commitment.bytes, commit.commitment, sizeof commit.commitment);
    return e;
}

struct event *
hall_draft_deal(struct hall *h, unsigned scrutineer)
{
    const struct key_ceremony *k = ceremony_of(h);
    struct event *e = hall_draft(h, EVENT_KEY_DEAL);
    struct event_key_deal *p = &e->key_deal;
    struct ceremony_deal deal;

    assert_ok(ceremony_deal_make(&deal, &k->numbers, scrutineer, k->commits,
                                 h->scrutineers[scrutineer - 1].seed));
    p->start = h->ceremony;
    p->index = scrutineer;
    for (size_t i = 0; i < HALL_THRESHOLD; i++) {
        memcpy(p->coefficients + p->coefficients_len,
               deal.coefficients[i].bytes, POINT_BYTES);
        p->coefficients_len += POINT_BYTES;
    }
    proof_log_encode(p->possession, &deal.possession);
    for (unsigned j = 1; j <= HALL_SCRUTINEERS; j++) {
        if (j == scrutineer)
            continue;
        memcpy(p->masked + p->masked_len, deal.masked[j - 1].bytes,
               SCALAR_BYTES);
        p->masked_len += SCALAR_BYTES;
    }
    return e;
}

struct event *
hall_draft_accept(struct hall *h, unsigned scrutineer)
{
    const struct key_ceremony *k = ceremony_of(h);
    struct event *e = hall_draft(h, EVENT_KEY_ACCEPT);

    for (unsigned dealer = 1; dealer <= HALL_SCRUTINEERS; dealer++)
        assert_ok(ceremony_share_check(&k->numbers, scrutineer, dealer,
                                       k->commits, &k->deals[dealer - 1],
                                       h->scrutineers[scrutineer - 1].seed));
    e->key_accept.start = h->ceremony;
    e->key_accept.index = scrutineer;
    e->key_accept.transcript = k->transcript;
    return e;
}

struct event *
hall_draft_headcount(struct hall *h)
{
    struct event *e = hall_draft(h, EVENT_HEADCOUNT);

    snprintf(e->headcount.session, sizeof e->headcount.session, HALL_SESSION);
    roll_hash(&e->headcount.roll, h->conference);
    e->headcount.counted = h->conference->present;
    return e;
}

void
hall_do_headcount(struct hall *h, uint32_t counted)
{
    hall_draft_headcount(h)->headcount.counted = counted;
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

struct event *
hall_draft_share(struct hall *h, struct event_ref open, unsigned scrutineer)
{
    const struct key_ceremony *k = ceremony_of(h);
    const struct opening *op = state_opening(h->conference, &open);
    struct event *e = hall_draft(h, EVENT_SHARE);
    struct event_share *p = &e->share;
    struct decryption_statement st = {.index = (uint16_t)scrutineer};
    struct point *partials;
    struct proof_equal proof;
    struct scalar share;

    assert_non_null(op);
    p->open = open;
    p->close = hall_ref(h, op->close_entry);
    p->index = scrutineer;
    memcpy(st.open, p->open.leaf.bytes, sizeof st.open);
    memcpy(st.close, p->close.leaf.bytes, sizeof st.close);
    st.share_key = k->share_keys[scrutineer - 1];
    st.sums = op->shared_sums;
    st.count = op->shared_count;
    partials = calloc(op->shared_count, sizeof *partials);
    assert_non_null(partials);
    assert_ok(ceremony_share_secret(&share, &k->numbers, scrutineer, k->commits,
                                    k->deals,
                                    h->scrutineers[scrutineer - 1].seed));
    assert_ok(decryption_share_make(partials, &proof, &st, &share));
    p->partials_len = op->shared_count * (size_t)POINT_BYTES;
    memcpy(p->partials, partials, p->partials_len);
    proof_equal_encode(p->proof, &proof);
    free(partials);
    return e;
}

void
hall_do_share(struct hall *h, struct event_ref open, unsigned scrutineer)
{
    hall_draft_share(h, open, scrutineer);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(scrutineer)));
}

/* Opens and counts one sealed row, whose sums begin at `first`. */
static void
count_row(uint32_t *counts, const struct opening *op, const struct paper *paper,
          uint32_t row, size_t first)
{
    static const uint16_t index[HALL_THRESHOLD] = {1, 2};
    struct point opened[BALLOT_SLOTS_MAX];
    size_t scratch_bytes = decryption_scratch_bytes(op->row_returned[row]);
    void *scratch = malloc(scratch_bytes ? scratch_bytes : 1);

    assert_non_null(scratch);
    for (unsigned slot = 0; slot < paper->slots; slot++) {
        struct point partials[HALL_THRESHOLD];

        for (size_t i = 0; i < HALL_THRESHOLD; i++)
            partials[i] = op->shares[i].partials[first + slot];
        assert_ok(decryption_combine(&opened[slot],
                                     &op->shared_sums[first + slot], index,
                                     partials, HALL_THRESHOLD));
    }
    assert_ok(decryption_count_row(counts, (unsigned)paper->options.count,
                                   paper->cap, op->row_returned[row], opened,
                                   scratch, scratch_bytes));
    free(scratch);
}

struct event *
hall_draft_result(struct hall *h, struct event_ref open)
{
    const struct opening *op = state_opening(h->conference, &open);
    const struct paper *paper;
    struct event *e = hall_draft(h, EVENT_RESULT);
    struct event_result *p = &e->result;
    size_t first = 0;

    assert_non_null(op);
    paper = state_paper_of(h->conference, op);
    p->open = open;
    if (op->shared_count > 0) {
        p->share_count = HALL_THRESHOLD;
        p->shares[0] = 1;
        p->shares[1] = 2;
    }
    p->option_count = paper->options.count;
    p->row_count = paper->row_count;
    for (uint32_t row = 0; row < paper->row_count; row++) {
        if (op->marks) {
            memcpy(p->counts[row], op->marks + row * p->option_count,
                   p->option_count * sizeof *op->marks);
        } else if (op->row_returned[row] >= RULE_SECRET_BALLOTS_MIN) {
            count_row(p->counts[row], op, paper, row, first);
            first += paper->slots;
        } else {
            p->too_few[row] = op->row_returned[row] > 0;
        }
    }
    return e;
}

struct event_ref
hall_do_result(struct hall *h, struct event_ref open)
{
    hall_draft_result(h, open);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

void
hall_do_publish(struct hall *h, struct event_ref result)
{
    static const enum event_type steps[] = {EVENT_DECLARE, EVENT_PUBLISH};
    const struct opening *op = state_result(h->conference, &result);

    assert_non_null(op);
    for (unsigned i = 1; i <= op->sign_offs_needed; i++) {
        hall_draft(h, EVENT_SIGN_OFF)->endorsement.result = result;
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        hall_draft(h, steps[i])->endorsement.result = result;
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
    }
}
