/* Goal: what comes out of the box is what went in, opened by whom it may be. */
#include <stdio.h>

#include "ballots/round.h"
#include "crypto/ceremony.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 9, ROWS = 4, OPTIONS = 3, VOTES = 4 };

/* Row 1: all four votes. Row 2: seat 1 alone. Row 3: nobody. Row 4: all. */
struct fixture {
    struct hall *h;
    struct event_ref open;
};

static const uint32_t counted[ROWS][OPTIONS] = {
    {2, 1, 1}, {0, 0, 0}, {0, 0, 0}, {0, 3, 1}};

static int
set_up(void **state)
{
    static struct fixture f;
    static const uint8_t in_row_1[VOTES] = {0, 0, 1, 2};
    static const uint8_t in_row_4[VOTES] = {1, 2, 1, 1};
    struct event_paper *p;

    f.h = hall_new(SEATS);
    hall_prepare(f.h, 1);
    p = &hall_draft_paper(f.h, "P2", ROWS, EVENT_SECRET)->paper;
    for (uint32_t row = 2; row <= 3; row++)
        for (uint32_t seat = row == 2 ? 2 : 1; seat <= VOTES; seat++)
            p->recusals[p->recusal_count++] =
                (struct event_recusal){row, {POST_SEAT, seat}};
    hall_do_submit(f.h, HALL_BY(HALL_CHAIR));
    f.open = hall_last(f.h);
    hall_convene(f.h);
    hall_lock(f.h);
    f.open = hall_do_open(f.h, f.open);
    for (unsigned seat = 1; seat <= VOTES; seat++) {
        uint8_t choices[ROWS] = {in_row_1[seat - 1], in_row_4[seat - 1]};

        if (seat == 1)
            memcpy(choices + 1, (uint8_t[]){1, in_row_4[0]}, 2);
        hall_do_cast(f.h, f.open, seat, choices);
    }
    *state = &f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    hall_free(f->h);
    return 0;
}

static void
refuse_share(struct fixture *f, const char *what, enum refusal want,
             unsigned by)
{
    hall_refuse(f->h, what, want, HALL_BY(HALL_SCRUTINEER(by)));
}

static void
a_share_is_only_of_a_trustee_and_once(void **state)
{
    static const uint32_t indexes[] = {0, 2, 3, 4, CEREMONY_TRUSTEES_MAX};
    struct fixture *f = *state;
    struct post fourth = {POST_SCRUTINEER, HALL_SCRUTINEERS_MAX};
    struct event *e = hall_draft(f->h, EVENT_SHARE);

    e->share.open = e->share.close = f->open;
    e->share.index = 1;
    e->share.partials_len = POINT_BYTES;
    refuse_share(f, "while it is open", REFUSED_NOT_CLOSED, 1);
    hall_do_close(f->h, f->open);
    hall_draft_post(f->h, fourth);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(f->h, fourth)->invited = hall_last(f->h);
    hall_do_enrol(f->h, fourth);
    e = hall_draft_share(f->h, f->open, 1);
    refuse_share(f, "no trustee", REFUSED_SHARE_TRUSTEE, HALL_SCRUTINEERS_MAX);
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++) {
        e->share.index = indexes[i];
        refuse_share(f, "another's number", REFUSED_SHARE_TRUSTEE, 1);
    }
    hall_do_share(f->h, f->open, 1);
    hall_draft_share(f->h, f->open, 1);
    refuse_share(f, "twice", REFUSED_SHARE_TWICE, 1);
    assert_int_equal(f->h->cause, hall_last(f->h).index);
}

/* Two rows are opened: two partials. */
static void
a_share_that_does_not_open_these_sums_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_share *p;
    uint8_t partial[POINT_BYTES];

    hall_do_close(f->h, f->open);
    p = &hall_draft_share(f->h, f->open, 1)->share;
    assert_int_equal(p->partials_len, 2 * POINT_BYTES);
    p->partials_len = POINT_BYTES;
    refuse_share(f, "a partial missing", REFUSED_SHARE_LENGTH, 1);
    p->partials_len = 3 * POINT_BYTES;
    refuse_share(f, "a partial too many", REFUSED_SHARE_LENGTH, 1);
    p->partials_len = sizeof p->partials;
    refuse_share(f, "the longest", REFUSED_SHARE_LENGTH, 1);
    p->partials_len = 2 * POINT_BYTES;
    p->partials[31] ^= 0x80;
    refuse_share(f, "a point not canonical", REFUSED_SHARE_ENCODING, 1);
    p->partials[31] ^= 0x80;
    p->proof[sizeof p->proof - 1] ^= 0x80;
    refuse_share(f, "a number not canonical", REFUSED_SHARE_ENCODING, 1);
    p->proof[sizeof p->proof - 1] ^= 0x80;
    p->proof[sizeof p->proof - SCALAR_BYTES] ^= 1;
    refuse_share(f, "another number", REFUSED_SHARE_PROOF, 1);
    p->proof[sizeof p->proof - SCALAR_BYTES] ^= 1;
    memcpy(partial, p->partials, POINT_BYTES);
    memcpy(p->partials, p->partials + POINT_BYTES, POINT_BYTES);
    memcpy(p->partials + POINT_BYTES, partial, POINT_BYTES);
    refuse_share(f, "rows exchanged", REFUSED_SHARE_PROOF, 1);
    memset(p->partials, 0, POINT_BYTES);
    refuse_share(f, "nothing in a row", REFUSED_SHARE_PROOF, 1);
    hall_draft_share(f->h, f->open, 2)->share.index = 1;
    refuse_share(f, "another's share", REFUSED_SHARE_PROOF, 1);
    hall_do_share(f->h, f->open, 1);
}

/* A share by trustee 1 over sums, an open or a close of one's own choice. */
static void
draft_fork(struct fixture *f, const struct elgamal_ct *sums, bool other_open,
           bool other_close)
{
    const struct key_ceremony *k =
        state_ceremony(f->h->conference, &f->h->ceremony);
    struct event_share *p = &hall_draft_share(f->h, f->open, 1)->share;
    struct decryption_statement st = {
        .index = 1, .share_key = k->share_keys[0], .sums = sums, .count = 2};
    struct point partials[2];
    struct proof_equal proof;
    struct scalar share;

    memcpy(st.open, p->open.leaf.bytes, sizeof st.open);
    memcpy(st.close, p->close.leaf.bytes, sizeof st.close);
    st.open[0] ^= other_open;
    st.close[0] ^= other_close;
    assert_ok(ceremony_share_secret(&share, &k->numbers, 1, k->commits,
                                    k->deals, f->h->scrutineers[0].seed));
    assert_ok(decryption_share_make(partials, &proof, &st, &share));
    memcpy(p->partials, partials, sizeof partials);
    proof_equal_encode(p->proof, &proof);
}

static void
a_share_made_on_a_fork_of_the_log_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);
    struct elgamal_ct sums[2];

    hall_do_close(f->h, f->open);
    memcpy(sums, op->shared_sums, sizeof sums);
    draft_fork(f, sums, true, false);
    refuse_share(f, "another open", REFUSED_SHARE_PROOF, 1);
    draft_fork(f, sums, false, true);
    refuse_share(f, "another close", REFUSED_SHARE_PROOF, 1);
    elgamal_add(&sums[0], &sums[0], &sums[1]);
    draft_fork(f, sums, false, false);
    refuse_share(f, "other sums", REFUSED_SHARE_PROOF, 1);
    memcpy(sums, op->shared_sums, sizeof sums);
    draft_fork(f, sums, false, false);
    hall_do_submit(f->h, HALL_BY(HALL_SCRUTINEER(1)));
}

static void
close_and_open_box(struct fixture *f)
{
    hall_do_close(f->h, f->open);
    hall_do_share(f->h, f->open, 1);
    hall_do_share(f->h, f->open, 2);
}

static void
the_result_is_what_was_cast(void **state)
{
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);

    close_and_open_box(f);
    hall_do_result(f->h, f->open);
    for (unsigned row = 0; row < ROWS; row++)
        assert_memory_equal(op->counts[row].option, counted[row],
                            sizeof counted[row]);
    assert_int_equal(op->counts[1].uncounted, 1);
    assert_int_equal(op->verdicts[1].outcome, VERDICT_TOO_FEW);
    assert_int_equal(op->verdicts[2].outcome, VERDICT_REJECTED);
    f->h->draft->seen_size++;
    assert_ok(merkle_root_at(&f->h->draft->seen_root,
                             conference_tree(f->h->conference),
                             f->h->draft->seen_size));
    hall_refuse(f->h, "once more", REFUSED_NOT_CLOSED, HALL_BY(HALL_DESK));
}

static void
a_result_with_other_numbers_is_refused(void **state)
{
    static const struct {
        const char *what;
        const char *from;
        const char *to;
        enum refusal want;
    } cases[] = {
        {"a vote more", "counted 2 1 1", "counted 3 1 1",
         REFUSED_RESULT_COUNTS},
        {"a vote less", "counted 2 1 1", "counted 1 1 1",
         REFUSED_RESULT_COUNTS},
        {"a vote moved", "counted 2 1 1", "counted 1 2 1",
         REFUSED_RESULT_COUNTS},
        {"a vote moved in the last row", "counted 0 3 1", "counted 1 3 0",
         REFUSED_RESULT_COUNTS},
        {"options exchanged", "counted 0 3 1", "counted 3 0 1",
         REFUSED_RESULT_COUNTS},
        {"rows exchanged", "counted 2 1 1", "counted 0 3 1",
         REFUSED_RESULT_COUNTS},
        {"one digit lent to the other", "counted 2 1 1",
         "counted 4294967298 0 1", REFUSED_FORM},
        {"the highest count", "counted 2 1 1", "counted 99999 1 1",
         REFUSED_RESULT_COUNTS},
        {"a row without ballots counted", "counted 0 0 0", "counted 0 0 1",
         REFUSED_RESULT_COUNTS},
        {"a row without ballots too few", "counted 0 0 0", "too-few",
         REFUSED_RESULT_TOO_FEW},
        {"a row with enough too few", "counted 2 1 1", "too-few",
         REFUSED_RESULT_TOO_FEW},
        {"a row with too few counted", "too-few", "counted 0 1 0",
         REFUSED_RESULT_TOO_FEW},
        {"a row with too few counted as none", "too-few", "counted 0 0 0",
         REFUSED_RESULT_TOO_FEW},
        {"a row missing", "rows 4\nrow counted 2 1 1\n", "rows 3\n",
         REFUSED_RESULT_FORM},
        {"a row too many", "rows 4\n", "rows 5\nrow counted 2 1 1\n",
         REFUSED_RESULT_FORM},
        {"no shares", "shares 2 1 2", "shares 0", REFUSED_RESULT_SHARES},
        {"one share", "shares 2 1 2", "shares 1 1", REFUSED_RESULT_SHARES},
        {"a share that is not logged", "shares 2 1 2", "shares 2 1 3",
         REFUSED_RESULT_SHARES},
        {"three shares", "shares 2 1 2", "shares 3 1 2 3",
         REFUSED_RESULT_SHARES},
        {"a share twice", "shares 2 1 2", "shares 2 1 1",
         REFUSED_RESULT_SHARES},
        {"shares not ascending", "shares 2 1 2", "shares 2 2 1",
         REFUSED_RESULT_SHARES},
        {"share 0", "shares 2 1 2", "shares 2 0 1", REFUSED_RESULT_SHARES},
        {"the last share there can be", "shares 2 1 2", "shares 2 1 16",
         REFUSED_RESULT_SHARES},
    };
    struct fixture *f = *state;

    close_and_open_box(f);
    hall_draft_result(f->h, f->open);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum refusal got;

        hall_sign_edited(f->h, cases[i].from, cases[i].to, HALL_BY(HALL_CHAIR));
        got = hall_take(f->h);
        if (got != cases[i].want)
            fail_msg("%s: %s", cases[i].what, refusal_code(got));
    }
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
}

static void
any_two_shares_give_the_same_counts(void **state)
{
    static const uint32_t pairs[][2] = {{1, 3}, {2, 3}};
    struct fixture *f = *state;

    close_and_open_box(f);
    hall_do_share(f->h, f->open, 3);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct event *e = hall_draft_result(f->h, f->open);

        memcpy(e->result.shares, pairs[i], sizeof pairs[i]);
        e->result.counts[0][0]--;
        e->result.counts[0][1]++;
        hall_refuse(f->h, "a vote moved", REFUSED_RESULT_COUNTS,
                    HALL_BY(HALL_CHAIR));
        e->result.counts[0][0]++;
        e->result.counts[0][1]--;
        hall_sign(f->h, HALL_BY(HALL_CHAIR));
        assert_refused(hall_weigh(f->h), REFUSED_NOTHING);
    }
    assert_ok(hall_log(f->h));
}

static void
a_result_has_seen_close_and_shares(void **state)
{
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);
    uint32_t close;
    struct event *e;

    hall_do_close(f->h, f->open);
    close = hall_last(f->h).index;
    hall_do_share(f->h, f->open, 1);
    e = hall_draft(f->h, EVENT_RESULT);
    e->result.open = f->open;
    e->result.row_count = ROWS;
    e->result.option_count = OPTIONS;
    e->result.share_count = HALL_THRESHOLD;
    e->result.shares[0] = 1;
    e->result.shares[1] = 2;
    hall_refuse(f->h, "one share of two", REFUSED_RESULT_SHARES,
                HALL_BY(HALL_CHAIR));
    hall_do_share(f->h, f->open, 2);
    for (uint32_t seen = close; seen <= op->shares[1].entry; seen++) {
        e = hall_draft_result(f->h, f->open);
        e->seen_size = seen;
        assert_ok(merkle_root_at(&e->seen_root,
                                 conference_tree(f->h->conference), seen));
        hall_refuse(f->h, "seen too little", REFUSED_SEEN_SHORT,
                    HALL_BY(HALL_CHAIR));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_share_is_only_of_a_trustee_and_once),
        TEST(a_share_that_does_not_open_these_sums_is_refused),
        TEST(a_share_made_on_a_fork_of_the_log_is_refused),
        TEST(the_result_is_what_was_cast),
        TEST(a_result_with_other_numbers_is_refused),
        TEST(any_two_shares_give_the_same_counts),
        TEST(a_result_has_seen_close_and_shares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
