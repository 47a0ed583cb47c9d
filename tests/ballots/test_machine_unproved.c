/* Goal: a replay that proves nothing ends somewhere, whatever it is fed. */
#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 9, ROWS = 2 };

static const uint8_t choices[ROWS] = {0, 1};

/* What a server does with its own log when it starts: check, then apply. */
static enum refusal
replay(struct hall *h, const struct hall_signer *by, size_t count)
{
    enum refusal r;

    hall_sign(h, by, count);
    r = event_decode(h->decoded, span_of(h->note, h->note_len));
    if (!r)
        r = event_check(h->conference, h->decoded, h->time_s, &h->admission);
    if (!r)
        assert_ok(hall_log(h));
    return r;
}

static void
cast_rubbish(struct hall *h, struct event_ref open, unsigned seat, int byte)
{
    struct event_cast *p = &hall_draft_cast(h, open, seat, choices)->cast;

    memset(p->ballot, byte, p->ballot_len);
    p->ballot[0] = (uint8_t)seat;
    assert_refused(replay(h, HALL_BY(HALL_SEAT(seat))), REFUSED_NOTHING);
}

static void
rubbish_is_counted_as_rubbish(void **state)
{
    struct hall *h = hall_new(SEATS);
    const struct conference *c = h->conference;
    struct event_ref open;
    struct event *e;
    const struct opening *op;

    (void)state;
    hall_prepare(h, 1);
    hall_draft_paper(h, "P2", ROWS, EVENT_SECRET)->paper.last_counts = true;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, open);
    op = state_opening(c, &open);
    cast_rubbish(h, open, 1, 0xFF);
    cast_rubbish(h, open, 2, 0x7F);
    /* And once more in its place, which takes the first away again. */
    e = hall_draft_cast(h, open, 1, choices);
    e->cast.ballot[1] ^= 1;
    assert_refused(replay(h, HALL_BY(HALL_SEAT(1))), REFUSED_NOTHING);
    for (unsigned seat = 3; seat <= 5; seat++)
        hall_do_issue(h, open, seat);
    e = hall_draft_sheets(h, open, 3, choices);
    for (size_t at = 0; at < 3 * e->desk_ballots.sheet_len; at++)
        e->desk_ballots.sheets[at] = (uint8_t)(at * 7 + at / 251);
    assert_refused(replay(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2))),
                   REFUSED_NOTHING);
    assert_int_equal(op->row_returned[0], 5);
    hall_do_close(h, open);
    for (unsigned i = 1; i <= HALL_THRESHOLD; i++) {
        e = hall_draft_share(h, open, i);
        memset(e->share.partials, 0xFF, e->share.partials_len);
        memset(e->share.proof, 0xFF, sizeof e->share.proof);
        assert_refused(replay(h, HALL_BY(HALL_SCRUTINEER(i))), REFUSED_NOTHING);
    }
    e = hall_draft(h, EVENT_RESULT);
    e->result.open = open;
    e->result.row_count = ROWS;
    e->result.option_count = 3;
    e->result.share_count = HALL_THRESHOLD;
    e->result.shares[0] = 1;
    e->result.shares[1] = 2;
    e->result.counts[0][0] = e->result.counts[1][2] = 5;
    hall_sign(h, HALL_BY(HALL_CHAIR));
    assert_refused(hall_weigh(h), REFUSED_RESULT_COUNTS);
    assert_refused(replay(h, HALL_BY(HALL_CHAIR)), REFUSED_NOTHING);
    assert_int_equal(op->stage, OPENING_COUNTED);
    assert_int_equal(op->counts[0].option[0], 5);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rubbish_is_counted_as_rubbish),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
