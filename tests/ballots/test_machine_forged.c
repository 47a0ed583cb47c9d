/* Goal: no ballot enters the box that is not one vote of its own voter. */
#include <stdio.h>

#include "ballots/round.h"
#include "tests/support/cheat.h"
#include "tests/support/hall.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { SEATS = 9, ROWS = 2, WORD = 32 };

static const uint8_t choices[ROWS] = {0, 1};
static const uint8_t other_choices[ROWS] = {1, 2};

/* Open: a paper of three options, one of five, and one with a cap of one. */
struct fixture {
    struct hall *h;
    struct event_ref three;
    struct event_ref five;
    struct event_ref capped;
};

static struct event_ref
open_paper(struct hall *h, const char *id, size_t options, uint32_t cap)
{
    struct event *e = hall_draft_paper(h, id, ROWS, EVENT_SECRET);

    e->paper.last_counts = true;
    e->paper.cap = cap;
    e->paper.option_count = options;
    for (size_t i = 2; i < options; i++)
        snprintf(e->paper.options[i], EVENT_ID_BYTES, "option_%zu", i);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft_open(h, hall_last(h));
    e->open.short_notice = hall_text(h, "urgent", false);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

static int
set_up(void **state)
{
    static struct fixture f;

    f.h = hall_new(SEATS);
    hall_prepare(f.h, 1);
    hall_convene(f.h);
    hall_lock(f.h);
    f.three = open_paper(f.h, "S3", 3, 0);
    f.five = open_paper(f.h, "S5", 5, 0);
    f.capped = open_paper(f.h, "C3", 3, 1);
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

/* An honest draft whose ballot is sealed anew by the cheat. */
static void
cheat_cast(struct hall *h, struct event_ref open, unsigned seat,
           const struct cheat *cheat)
{
    struct event_cast *p = &hall_draft_cast(h, open, seat, choices)->cast;
    struct ballot_voter voter = {.attempt = p->attempt};
    struct post post = {POST_SEAT, seat};
    struct ed25519_public key;
    struct ballot_form form;
    char name[POST_KEY_NAME_BYTES];

    round_form(&form, h->conference, state_opening(h->conference, &open), post);
    post_key_name(name, HALL_ORIGIN, post, false);
    voter.name = name;
    ed25519_public(&key, &hall_person(h, post)->key);
    memcpy(voter.key, key.bytes, sizeof voter.key);
    cheat_seal(p->ballot, &form, &voter, cheat);
}

static struct cheat
honest(struct hall *h, struct event_ref open)
{
    struct ballot_form form;

    round_form(&form, h->conference, state_opening(h->conference, &open),
               (struct post){POST_SEAT, 1});
    return cheat_honest(&form, choices);
}

static void
refuse_cheat(struct fixture *f, const char *what, struct event_ref open,
             const struct cheat *cheat, enum refusal want)
{
    cheat_cast(f->h, open, 1, cheat);
    hall_refuse(f->h, what, want, HALL_BY(HALL_SEAT(1)));
}

static void
a_plaintext_that_is_no_mark_is_refused(void **state)
{
    static const struct {
        const char *what;
        unsigned units; /* of the first option .. */
        unsigned power; /* .. and of 2 to this power, if not 0 */
    } cases[] = {
        {"two votes", 2, 0},         {"a thousand votes", 1000, 0},
        {"both options", 1, 32},     {"a vote and a half digit", 1, 31},
        {"the next digit", 0, 64},   {"almost the next option", 0, 31},
        {"twice the second", 0, 33},
    };
    struct fixture *f = *state;
    struct cheat cheat = honest(f->h, f->three);
    struct scalar one = value_number(1);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scalar m = value_number(cases[i].units);
        struct scalar power = value_number(0);

        if (cases[i].power)
            scalar_power_of_two(&power, cases[i].power);
        scalar_add(&cheat.plaintext[0][0], &m, &power);
        refuse_cheat(f, cases[i].what, f->three, &cheat, REFUSED_BALLOT_PROOF);
    }
    cheat = honest(f->h, f->three);
    scalar_sub(&cheat.plaintext[1][0], &cheat.plaintext[0][0], &one);
    scalar_sub(&cheat.plaintext[1][0], &cheat.plaintext[1][0], &one);
    refuse_cheat(f, "a vote taken away", f->three, &cheat,
                 REFUSED_BALLOT_PROOF);
    cheat = honest(f->h, f->three);
    cheat_cast(f->h, f->three, 1, &cheat);
    hall_do_submit(f->h, HALL_BY(HALL_SEAT(1)));
}

static void
marks_in_two_slots_are_refused(void **state)
{
    struct fixture *f = *state;
    struct cheat cheat = honest(f->h, f->five);

    cheat.plaintext[0][1] = cheat.plaintext[0][0];
    refuse_cheat(f, "two slots", f->five, &cheat, REFUSED_BALLOT_PROOF);
    cheat = honest(f->h, f->five);
    scalar_sub(&cheat.plaintext[0][1], &cheat.plaintext[0][1],
               &cheat.plaintext[0][0]);
    refuse_cheat(f, "one for, one off the other slot", f->five, &cheat,
                 REFUSED_BALLOT_PROOF);
    cheat = honest(f->h, f->five);
    scalar_power_of_two(&cheat.plaintext[0][0], 64);
    refuse_cheat(f, "another slot's unit", f->five, &cheat,
                 REFUSED_BALLOT_PROOF);
    cheat = honest(f->h, f->five);
    cheat.unweighted = true;
    refuse_cheat(f, "weights of one's own", f->five, &cheat,
                 REFUSED_BALLOT_PROOF);
}

static void
more_first_marks_than_the_cap_are_refused(void **state)
{
    struct fixture *f = *state;
    struct cheat cheat = honest(f->h, f->capped);

    /* Row 1 marks the first option; so does row 2 now. */
    cheat.plaintext[1][0] = cheat.plaintext[0][0];
    cheat.plaintext[1][1] = value_number(0);
    cheat.branch[1] = 0;
    refuse_cheat(f, "two of one", f->capped, &cheat, REFUSED_BALLOT_PROOF);
    cheat = honest(f->h, f->capped);
    cheat_cast(f->h, f->capped, 1, &cheat);
    hall_do_submit(f->h, HALL_BY(HALL_SEAT(1)));
}

static void
bad_nonces_are_refused(void **state)
{
    struct fixture *f = *state;
    struct cheat cheat = honest(f->h, f->three);

    cheat.zero_nonce = true;
    refuse_cheat(f, "R is the identity", f->three, &cheat, REFUSED_BALLOT_FORM);
    cheat = honest(f->h, f->three);
    cheat.repeat_nonce = true;
    refuse_cheat(f, "one R twice", f->three, &cheat, REFUSED_BALLOT_FORM);
    cheat = honest(f->h, f->three);
    cheat.zero_commitment = true;
    refuse_cheat(f, "a commitment is the identity", f->three, &cheat,
                 REFUSED_BALLOT_FORM);
    cheat = honest(f->h, f->three);
    cheat.split_nonce = true;
    refuse_cheat(f, "R and C do not belong together", f->three, &cheat,
                 REFUSED_BALLOT_PROOF);
}

/* Every 32 bytes of a ballot are a point or a number. */
static void
no_word_of_a_ballot_can_be_changed(void **state)
{
    struct fixture *f = *state;
    struct event_cast *p = &hall_draft_cast(f->h, f->capped, 1, choices)->cast;

    for (size_t at = 0; at < p->ballot_len; at += WORD) {
        uint8_t kept[WORD];

        memcpy(kept, p->ballot + at, WORD);
        memset(p->ballot + at, 0xFF, WORD);
        hall_refuse(f->h, "not canonical", REFUSED_BALLOT_FORM,
                    HALL_BY(HALL_SEAT(1)));
        memcpy(p->ballot + at, kept, WORD);
        for (size_t from = 0; from < p->ballot_len; from += 7 * WORD) {
            enum refusal got;

            if (memcmp(p->ballot + from, kept, WORD) == 0)
                continue;
            memcpy(p->ballot + at, p->ballot + from, WORD);
            got = hall_submit(f->h, HALL_BY(HALL_SEAT(1)));
            if (got != REFUSED_BALLOT_FORM && got != REFUSED_BALLOT_PROOF)
                fail_msg("word at %zu from %zu: %s", at, from,
                         refusal_code(got));
            memcpy(p->ballot + at, kept, WORD);
        }
    }
    hall_do_submit(f->h, HALL_BY(HALL_SEAT(1)));
}

/* The ballot that one seat drafted, cast by another. */
static void
move_ballot(struct hall *h, const char *what, struct event_ref from,
            unsigned drafted_by, struct event_ref to, unsigned cast_by,
            enum refusal want)
{
    uint8_t ballot[BALLOT_BYTES_MAX];
    size_t len = hall_draft_cast(h, from, drafted_by, choices)->cast.ballot_len;
    struct event_cast *p;

    memcpy(ballot, h->draft->cast.ballot, len);
    p = &hall_draft_cast(h, to, cast_by, choices)->cast;
    memcpy(p->ballot, ballot, len);
    hall_refuse(h, what, want, HALL_BY(HALL_SEAT(cast_by)));
}

static void
a_ballot_is_good_for_its_voter_and_its_round_only(void **state)
{
    struct fixture *f = *state;
    struct event_ref again = open_paper(f->h, "T3", 3, 0);
    struct event_cast *p;
    uint8_t ballot[BALLOT_BYTES_MAX];
    size_t half;

    move_ballot(f->h, "another seat's", f->three, 2, f->three, 1,
                REFUSED_BALLOT_PROOF);
    move_ballot(f->h, "another round's", f->three, 1, again, 1,
                REFUSED_BALLOT_PROOF);
    p = &hall_draft_cast(f->h, f->three, 1, choices)->cast;
    half = p->ballot_len / 2;
    memcpy(ballot, p->ballot + half, half);
    memcpy(ballot + half, p->ballot, half);
    memcpy(p->ballot, ballot, 2 * half);
    hall_refuse(f->h, "rows exchanged", REFUSED_BALLOT_PROOF,
                HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->three, 1, choices);
    memcpy(ballot, f->h->draft->cast.ballot, sizeof ballot);
    hall_do_cast(f->h, f->three, 1, other_choices);
    hall_draft_cast(f->h, f->three, 1, choices);
    memcpy(f->h->draft->cast.ballot, ballot, sizeof ballot);
    hall_refuse(f->h, "sealed for the attempt before", REFUSED_BALLOT_PROOF,
                HALL_BY(HALL_SEAT(1)));
}

/* Somebody wants to vote as seat 2 did, without knowing how that was. */
static void
a_copy_of_a_ballot_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_cast *p;
    struct elgamal_ct ct;
    struct elgamal_ct zero;
    struct ballot_form form;
    struct scalar none = value_number(0);
    struct scalar r = value_scalar("other randomness");
    uint8_t copied[BALLOT_BYTES_MAX];
    uint32_t entry;

    hall_do_cast(f->h, f->three, 2, choices);
    entry = hall_last(f->h).index;
    memcpy(copied, f->h->decoded->cast.ballot, sizeof copied);
    round_form(&form, f->h->conference,
               state_opening(f->h->conference, &f->three),
               (struct post){POST_SEAT, 1});
    p = &hall_draft_cast(f->h, f->three, 1, choices)->cast;
    memcpy(p->ballot, copied, p->ballot_len);
    hall_refuse(f->h, "all of it", REFUSED_BALLOT_COPY, HALL_BY(HALL_SEAT(1)));
    assert_int_equal(f->h->cause, entry);
    p = &hall_draft_cast(f->h, f->three, 1, choices)->cast;
    memcpy(p->ballot + p->ballot_len / 2, copied, p->ballot_len / 2);
    hall_refuse(f->h, "a row in another's place", REFUSED_BALLOT_COPY,
                HALL_BY(HALL_SEAT(1)));
    p = &hall_draft_cast(f->h, f->three, 1, choices)->cast;
    memcpy(p->ballot, copied, p->ballot_len);
    elgamal_encrypt(&zero, &form.key, &none, &r);
    for (unsigned place = 0; place < ROWS; place++) {
        assert_ok(
            ballot_ciphertext(&ct, copied, p->ballot_len, &form, place, 0));
        elgamal_add(&ct, &ct, &zero);
        elgamal_encode(p->ballot + place * (p->ballot_len / ROWS), &ct);
    }
    hall_refuse(f->h, "re-randomised", REFUSED_BALLOT_PROOF,
                HALL_BY(HALL_SEAT(1)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plaintext_that_is_no_mark_is_refused),
        TEST(marks_in_two_slots_are_refused),
        TEST(more_first_marks_than_the_cap_are_refused),
        TEST(bad_nonces_are_refused),
        TEST(no_word_of_a_ballot_can_be_changed),
        TEST(a_ballot_is_good_for_its_voter_and_its_round_only),
        TEST(a_copy_of_a_ballot_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
