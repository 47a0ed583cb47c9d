/*
 * A paper pack tells a phone what it votes on and under whose key.
 */
#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/locking.h"
#include "tests/support/pack_case.h"
#include "tests/test.h"

/* ---- What a pack says -----------------------------------------------------*/

static void
a_pack_says_what_the_log_says(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    const struct key_ceremony *k;
    struct pack *pack;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    facts = pack_case_must_open(f, &pack);
    k = f->hall->conference->ceremonies[0];
    assert_string_equal(facts->origin, HALL_ORIGIN);
    assert_true(hash_eq(&facts->genesis, &f->genesis));
    assert_int_equal(facts->checkpoint.size, f->hall->entry_count);
    assert_string_equal(facts->session, HALL_SESSION);
    assert_string_equal(facts->id, "P1");
    assert_int_equal(facts->paper, f->paper.index);
    assert_int_equal(facts->open, f->open.index);
    assert_int_equal(facts->ballot, EVENT_SECRET);
    assert_true(post_eq(facts->presiding, (struct post){POST_CHAIR, 1}));
    assert_int_equal(facts->option_count, 3);
    assert_string_equal(facts->options[2], "abstain");
    assert_int_equal(facts->row_count, PACK_CASE_ROWS);
    assert_string_equal(facts->rows[1].id, "P1.2");
    assert_int_equal(facts->rows[0].rule->kind, RULE_MOTION);
    assert_memory_equal(facts->form.key.bytes, k->key.bytes, POINT_BYTES);
    assert_memory_equal(facts->form.context, f->open.leaf.bytes, 32);
    assert_int_equal(facts->form.options, 3);
    assert_int_equal(facts->form.rows, PACK_CASE_ROWS);
    assert_int_equal(facts->trustee_count, HALL_SCRUTINEERS);
    assert_int_equal(facts->threshold, HALL_THRESHOLD);
    for (unsigned i = 0; i < HALL_SCRUTINEERS; i++)
        assert_true(
            post_eq(facts->trustees[i], (struct post){POST_SCRUTINEER, i + 1}));
    assert_false(facts->has_seat);
    pack_close(pack);
}

static void
its_public_texts_come_with_it_and_members_texts_do_not(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    struct pack *pack;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    facts = pack_case_must_open(f, &pack);
    assert_int_equal(facts->title.bytes.len, facts->title.blob.length);
    for (size_t i = 0; i < facts->row_count; i++) {
        const struct pack_text *text = &facts->rows[i].text;
        struct hash32 sha256;

        assert_int_equal(text->blob.members, i == 1);
        assert_int_equal(text->bytes.len,
                         text->blob.members ? 0 : text->blob.length);
        hash_sha256(&sha256, text->bytes.ptr, text->bytes.len);
        assert_int_equal(hash_eq(&sha256, &text->blob.sha256),
                         !text->blob.members);
    }
    pack_close(pack);
}

static void
a_ballot_sealed_by_a_pack_is_accepted(void **state)
{
    struct pack_case *f = *state;
    const struct hall_person *person;
    const struct pack_facts *facts;
    struct ballot_voter voter = {.attempt = 1};
    const uint8_t secret[BALLOT_SECRET_BYTES] = {1};
    const uint8_t choices[PACK_CASE_ROWS] = {0, 1, 2};
    char name[POST_KEY_NAME_BYTES];
    struct event *cast;
    struct pack *pack;

    pack_case_begin(f);
    pack_case_write(f, &f->seat);
    facts = pack_case_must_open(f, &pack);
    person = hall_person(f->hall, f->seat);
    assert_true(facts->has_seat && facts->seat.enrolled);
    post_key_name(name, facts->origin, facts->seat.post, false);
    memcpy(voter.key, facts->seat.key, sizeof voter.key);
    voter.name = name;
    cast = hall_draft(f->hall, EVENT_CAST);
    cast->cast.open = f->open;
    cast->cast.attempt = 1;
    cast->cast.sealed = true;
    cast->cast.ballot_len =
        ballot_bytes(facts->form.options, facts->form.cap, facts->form.rows);
    assert_ok(ballot_seal(cast->cast.ballot, cast->cast.ballot_len,
                          &facts->form, &voter, choices, secret));
    assert_true(person->post.number == 2);
    hall_do_submit(f->hall, HALL_BY(HALL_SEAT(2)));
    pack_close(pack);
}

static void
a_seat_with_a_recusal_has_the_other_rows(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    struct event *paper;
    struct pack *pack;

    hall_prepare(f->hall, 1);
    paper = hall_draft_paper(f->hall, "P2", PACK_CASE_ROWS, EVENT_SECRET);
    paper->paper.cap = 3;
    paper->paper.recusal_count = 2;
    paper->paper.recusals[0].row = 2;
    paper->paper.recusals[0].seat = f->seat;
    paper->paper.recusals[1].row = 3;
    paper->paper.recusals[1].seat = (struct post){POST_SEAT, 3};
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR));
    f->paper = hall_last(f->hall);
    hall_convene(f->hall);
    hall_lock(f->hall);
    pack_case_expect(f, hall_do_open(f->hall, f->paper));
    pack_case_write(f, &f->seat);
    facts = pack_case_must_open(f, &pack);
    assert_int_equal(facts->form.rows, 2);
    assert_int_equal(facts->form.row[0], 1);
    assert_int_equal(facts->form.row[1], 3);
    assert_int_equal(facts->form.cap, 2);
    assert_true(facts->rows[1].recused);
    assert_false(facts->rows[2].recused);
    assert_true(facts->seat.on_roll);
    assert_false(facts->seat.barred);
    pack_close(pack);
}

static void
a_named_round_has_no_key(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    const struct point none = {{0}};
    struct pack *pack;

    hall_prepare(f->hall, 1);
    f->paper = hall_do_paper(f->hall, "N1", 2, EVENT_NAMED);
    hall_convene(f->hall);
    pack_case_expect(f, hall_do_open(f->hall, f->paper));
    pack_case_write(f, &f->seat);
    facts = pack_case_must_open(f, &pack);
    assert_int_equal(facts->ballot, EVENT_NAMED);
    assert_memory_equal(facts->form.key.bytes, none.bytes, POINT_BYTES);
    assert_int_equal(facts->trustee_count, 0);
    assert_int_equal(facts->form.rows, 2);
    assert_true(facts->seat.enrolled);
    pack_close(pack);
}

static void
a_seat_that_was_reissued_has_its_new_key(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    struct ed25519_public key;
    struct pack *pack;

    pack_case_begin(f);
    hall_draft_reissue(f->hall, f->seat);
    hall_do_submit(f->hall, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_person(f->hall, f->seat)->invited = hall_last(f->hall);
    pack_case_write(f, &f->seat);
    facts = pack_case_must_open(f, &pack);
    assert_false(facts->seat.enrolled);
    ed25519_public(&key, &hall_person(f->hall, f->seat)->invitation);
    assert_memory_equal(facts->seat.invitation, key.bytes, 32);
    pack_close(pack);

    hall_do_enrol(f->hall, f->seat);
    pack_case_write(f, &f->seat);
    facts = pack_case_must_open(f, &pack);
    assert_true(facts->seat.enrolled);
    ed25519_public(&key, &hall_person(f->hall, f->seat)->key);
    assert_memory_equal(facts->seat.key, key.bytes, 32);
    pack_close(pack);
}

static void
another_chair_may_have_opened(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    struct pack *pack;

    f->paper = hall_prepare(f->hall, PACK_CASE_ROWS);
    hall_convene(f->hall);
    hall_lock(f->hall);
    hall_draft(f->hall, EVENT_HANDOVER)->handover.to =
        (struct post){POST_CHAIR, 2};
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR));
    hall_draft_open(f->hall, f->paper);
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR_2));
    pack_case_expect(f, hall_last(f->hall));
    pack_case_write(f, NULL);
    facts = pack_case_must_open(f, &pack);
    assert_true(post_eq(facts->presiding, (struct post){POST_CHAIR, 2}));
    pack_close(pack);
}

/* Scrutineer 3 deals a bad share, is found out, and 4 takes the place. */
static void
lock_after_a_complaint(struct hall *h)
{
    static const unsigned three[] = {1, 2, 3};
    static const unsigned others[] = {1, 2, 4};
    const struct post fourth = {POST_SCRUTINEER, 4};

    hall_enrol_scrutineers(h);
    locking_do_start(h, three, 3);
    locking_do_all(h, locking_draft_commit);
    for (unsigned i = 1; i <= 3; i++) {
        struct event *deal = locking_draft_deal(h, i);

        if (i == 3)
            locking_spoil_share(deal, 1);
        locking_do(h, i);
    }
    locking_draft_complaint(h, 1, 3);
    locking_do(h, 1);
    hall_draft_post(h, fourth);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(h, fourth)->invited = hall_last(h);
    hall_do_enrol(h, fourth);
    locking_draft_restart(h, others, 3);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    h->ceremony = hall_last(h);
    locking_do_all(h, locking_draft_commit);
    locking_do_all(h, locking_draft_deal);
    locking_do_all(h, locking_draft_accept);
    hall_do_headcount(h, 7);
}

static void
the_key_is_that_of_the_ceremony_after_a_complaint(void **state)
{
    struct pack_case *f = *state;
    const struct pack_facts *facts;
    const struct key_ceremony *k;
    struct pack *pack;

    f->paper = hall_prepare(f->hall, PACK_CASE_ROWS);
    hall_convene(f->hall);
    lock_after_a_complaint(f->hall);
    pack_case_expect(f, hall_do_open(f->hall, f->paper));
    pack_case_write(f, &f->seat);
    facts = pack_case_must_open(f, &pack);
    k = locking_ceremony(f->hall);
    assert_memory_equal(facts->form.key.bytes, k->key.bytes, POINT_BYTES);
    assert_int_equal(facts->trustees[2].number, 4);
    pack_close(pack);
}

/* A pack for nobody and for each seat, of every round there was. */
static void
look_at_every_round(struct pack_case *f)
{
    const struct conference *c = f->hall->conference;

    for (size_t i = 0; i < c->opening_count; i++) {
        const struct paper *paper = state_paper_of(c, c->openings[i]);

        pack_case_expect(f, hall_ref(f->hall, c->openings[i]->entry));
        for (uint32_t n = 0; n <= f->hall->seat_count; n++) {
            const struct post seat = {POST_SEAT, n};
            const struct pack_facts *facts;
            struct pack *pack;

            pack_case_write(f, n ? &seat : NULL);
            facts = pack_case_must_open(f, &pack);
            assert_string_equal(facts->id, paper->id);
            assert_int_equal(facts->ballot, paper->ballot);
            assert_int_equal(facts->trustee_count > 0,
                             paper->ballot == EVENT_SECRET);
            assert_int_equal(facts->has_seat, n > 0);
            pack_close(pack);
        }
    }
}

static void
every_round_has_its_pack_whatever_came_later(void **state)
{
    struct pack_case *f = *state;
    static const unsigned three[] = {1, 2, 3};
    struct hall *h = f->hall;
    struct event *end;

    pack_case_begin(f);
    look_at_every_round(f);
    hall_vote(h, f->open, PACK_CASE_ROWS);
    hall_do_close(h, f->open);
    hall_do_share(h, f->open, 1);
    hall_do_share(h, f->open, 2);
    hall_do_publish(
        h, hall_do_result(h, hall_ref(h, h->conference->openings[3]->entry)));
    hall_draft(h, EVENT_RETIRE)->retire.post = h->desks[1].post;
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    locking_draft_restart(h, three, 3);
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    end = hall_draft(h, EVENT_SESSION_END);
    snprintf(end->mark.session, sizeof end->mark.session, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    assert_int_equal(h->conference->opening_count, 4);
    look_at_every_round(f);
}

/* ---- What is pinned -------------------------------------------------------*/

static void
another_genesis_is_another_conference(void **state)
{
    struct pack_case *f = *state;
    struct pack *pack;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    f->genesis.bytes[31] ^= 1;
    assert_refused(pack_case_open(f, NULL), REFUSED_ORIGIN);
    f->expected.genesis = NULL;
    pack_case_must_open(f, &pack);
    pack_close(pack);
}

static void
a_checkpoint_goes_on_from_the_last_one(void **state)
{
    struct pack_case *f = *state;
    const struct merkle_tree *tree;
    struct merkle_proof proof;
    uint64_t size;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    tree = conference_tree(f->hall->conference);
    size = tree->size;
    f->expected.size = size - 3;
    assert_ok(merkle_root_at(&f->expected.root, tree, size - 3));
    assert_refused(pack_case_open(f, NULL), REFUSED_ROOT); /* no proof */
    assert_ok(merkle_prove_consistency(&proof, tree, size - 3, size));
    f->expected.consistency = &proof;
    assert_refused(pack_case_open(f, NULL), REFUSED_NOTHING);
    proof.hashes[0].bytes[0] ^= 1;
    assert_refused(pack_case_open(f, NULL), REFUSED_ROOT);
    proof.hashes[0].bytes[0] ^= 1;
    f->expected.root.bytes[0] ^= 1;
    assert_refused(pack_case_open(f, NULL), REFUSED_ROOT);
    /* The same size is the same root. */
    f->expected.size = size;
    f->expected.consistency = NULL;
    assert_refused(pack_case_open(f, NULL), REFUSED_ROOT);
    assert_ok(merkle_root_at(&f->expected.root, tree, size));
    assert_refused(pack_case_open(f, NULL), REFUSED_NOTHING);
    /* An older pack is stale. */
    f->expected.size = size + 1;
    assert_refused(pack_case_open(f, NULL), REFUSED_SEEN_SHORT);
}

static void
a_pack_is_for_its_round_and_its_seat(void **state)
{
    struct pack_case *f = *state;
    const struct post other = {POST_SEAT, 3};

    pack_case_begin(f);
    pack_case_write(f, &f->seat);
    f->expected.open = f->paper.index;
    assert_refused(pack_case_open(f, NULL), REFUSED_REF);
    f->expected.open = f->open.index;
    f->expected.seat = &other;
    assert_refused(pack_case_open(f, NULL), REFUSED_REF);
    f->expected.seat = NULL;
    assert_refused(pack_case_open(f, NULL), REFUSED_REF);
    /* A pack for nobody is not enough for somebody. */
    pack_case_write(f, NULL);
    f->expected.seat = &f->seat;
    assert_refused(pack_case_open(f, NULL), REFUSED_REF);
}

static void
of_what_is_not_there_no_pack_is_written(void **state)
{
    struct pack_case *f = *state;
    const struct post absent = {POST_SEAT, 99};
    const struct post desk = {POST_DESK, 1};

    pack_case_begin(f);
    assert_err(packed_write(f->packed, f->hall, f->paper.index, NULL),
               ERR_NOTFOUND);
    assert_err(packed_write(f->packed, f->hall, f->open.index, &absent),
               ERR_NOTFOUND);
    assert_err(packed_write(f->packed, f->hall, f->open.index, &desk),
               ERR_NOTFOUND);
}

/* ---- Memory ---------------------------------------------------------------*/

static void
want_of_memory_leaves_nothing_behind(void **state)
{
    struct pack_case *f = *state;
    enum refusal got;
    size_t calls = 0;

    pack_case_begin(f);
    pack_case_write(f, &f->seat);
    f->heap.limited = true;
    do {
        f->heap.left = calls++;
        got = pack_case_open(f, NULL);
        assert_int_equal(f->heap.in_use, 0);
        if (got && got != REFUSED_NO_MEMORY)
            fail_msg("%s", refusal_code(got));
        assert_true(calls < 1000);
    } while (got);
    assert_true(calls > 5);
}

int
main(void)
{
#define WITH_HALL(test)                                                        \
    cmocka_unit_test_setup_teardown(test, pack_case_set_up, pack_case_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_HALL(a_pack_says_what_the_log_says),
        WITH_HALL(its_public_texts_come_with_it_and_members_texts_do_not),
        WITH_HALL(a_ballot_sealed_by_a_pack_is_accepted),
        WITH_HALL(a_seat_with_a_recusal_has_the_other_rows),
        WITH_HALL(a_named_round_has_no_key),
        WITH_HALL(a_seat_that_was_reissued_has_its_new_key),
        WITH_HALL(another_chair_may_have_opened),
        WITH_HALL(the_key_is_that_of_the_ceremony_after_a_complaint),
        WITH_HALL(every_round_has_its_pack_whatever_came_later),
        WITH_HALL(another_genesis_is_another_conference),
        WITH_HALL(a_checkpoint_goes_on_from_the_last_one),
        WITH_HALL(a_pack_is_for_its_round_and_its_seat),
        WITH_HALL(of_what_is_not_there_no_pack_is_written),
        WITH_HALL(want_of_memory_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
