/*
 * Goal: a sealed ballot is valid for its own paper, voter and attempt as it
 * stands, and for nothing else.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ballot.h"
#include "crypto/ballot_layout.h"
#include "tests/support/sample.h"
#include "tests/support/values.h"

/* A ballot and all that it is checked against; a case changes one thing. */
struct subject {
    struct ballot_form form;
    struct ballot_voter voter;
    uint8_t ballot[2048];
    size_t len;
};

static struct subject
good_subject(unsigned options, unsigned cap, unsigned rows)
{
    static const uint8_t choices[] = {1, 0, 1};
    struct subject s = {.form = sample_form(options, cap, rows),
                        .voter = sample_voter()};

    s.len = sample_bytes(&s.form);
    assert_in_range(s.len, 1, sizeof s.ballot);
    sample_seal(s.ballot, &s.form, &s.voter, choices);
    return s;
}

static enum err
verify(const struct subject *s)
{
    return ballot_verify(s->ballot, s->len, &s->form, &s->voter);
}

static void
every_flipped_bit_is_refused(void **state)
{
    struct subject s = good_subject(3, 0, 1);

    (void)state;
    assert_int_equal(s.len, 416);
    assert_ok(verify(&s));
    for (size_t bit = 0; bit < 8 * s.len; bit++) {
        s.ballot[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        if (verify(&s) == OK)
            fail_msg("bit %zu", bit);
        s.ballot[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
    assert_ok(verify(&s));
}

static void
another_key(struct subject *s)
{
    s->form.key = value_point("another election key");
}

static void
key_is_the_identity(struct subject *s)
{
    point_identity(&s->form.key);
}

static void
key_is_no_point(struct subject *s)
{
    s->form.key.bytes[0] ^= 1;
}

static void
another_context(struct subject *s)
{
    s->form.context[31] ^= 1;
}

static void
another_number_of_options(struct subject *s)
{
    s->form.options++;
}

static void
another_cap(struct subject *s)
{
    s->form.cap++;
}

static void
no_cap(struct subject *s)
{
    s->form.cap = 0;
}

static void
a_row_less(struct subject *s)
{
    s->form.rows--;
}

static void
a_row_more(struct subject *s)
{
    s->form.row[s->form.rows] = 99;
    s->form.rows++;
}

static void
another_row_number(struct subject *s)
{
    s->form.row[0]++;
}

static void
rows_that_decrease(struct subject *s)
{
    s->form.row[0] = 100;
}

static void
a_row_twice(struct subject *s)
{
    s->form.row[0] = s->form.row[1];
}

static void
another_voter_key(struct subject *s)
{
    s->voter.key[0] ^= 1;
}

static void
another_voter_name(struct subject *s)
{
    s->voter.name = "hall.example/seat/071";
}

static void
a_longer_voter_name(struct subject *s)
{
    s->voter.name = "hall.example/seat/0171";
}

static void
no_voter_name(struct subject *s)
{
    s->voter.name = "";
}

static void
a_voter_name_too_long(struct subject *s)
{
    static const char name[BALLOT_NAME_MAX + 2] = {
        [0 ... BALLOT_NAME_MAX] = 'a',
    };

    s->voter.name = name;
}

static void
another_attempt(struct subject *s)
{
    s->voter.attempt++;
}

static void
attempt_zero(struct subject *s)
{
    s->voter.attempt = 0;
}

static void
another_previous(struct subject *s)
{
    s->voter.previous[31] ^= 0x80;
}

static void
a_byte_less(struct subject *s)
{
    s->len--;
}

static void
a_byte_more(struct subject *s)
{
    s->len++;
}

static void
nothing_at_all(struct subject *s)
{
    s->len = 0;
}

static void
only_the_same_form_and_voter_will_do(void **state)
{
    static const struct {
        const char *what;
        void (*change)(struct subject *);
        enum err want;
    } cases[] = {
        {"another key", another_key, ERR_PROOF},
        {"the identity as key", key_is_the_identity, ERR_INPUT},
        {"a key that is no point", key_is_no_point, ERR_INPUT},
        {"another context", another_context, ERR_PROOF},
        {"another number of options", another_number_of_options, ERR_INPUT},
        {"another cap", another_cap, ERR_INPUT},
        {"no cap", no_cap, ERR_INPUT},
        {"a row less", a_row_less, ERR_INPUT},
        {"a row more", a_row_more, ERR_INPUT},
        {"another row number", another_row_number, ERR_PROOF},
        {"rows that decrease", rows_that_decrease, ERR_INPUT},
        {"a row twice", a_row_twice, ERR_INPUT},
        {"another voter's key", another_voter_key, ERR_PROOF},
        {"another voter's name", another_voter_name, ERR_PROOF},
        {"a longer name", a_longer_voter_name, ERR_PROOF},
        {"no name", no_voter_name, ERR_INPUT},
        {"a name too long", a_voter_name_too_long, ERR_INPUT},
        {"another attempt", another_attempt, ERR_PROOF},
        {"attempt 0", attempt_zero, ERR_INPUT},
        {"another previous", another_previous, ERR_PROOF},
        {"a byte less", a_byte_less, ERR_INPUT},
        {"a byte more", a_byte_more, ERR_INPUT},
        {"nothing at all", nothing_at_all, ERR_INPUT},
    };
    const struct subject good = good_subject(3, 2, 3);

    (void)state;
    assert_ok(verify(&good));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct subject s = good;
        enum err e;

        cases[i].change(&s);
        e = verify(&s);
        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
    }
}

/*
 * Each 32 bytes of a ballot are a point or a scalar. Put in its place: the
 * identity, B, what is not canonical, another number, the neighbour's bytes.
 */
static void
no_part_can_be_exchanged(void **state)
{
    struct subject good = good_subject(4, 1, 2);
    struct point base;
    const struct scalar one = value_number(1);

    (void)state;
    point_base(&base);
    assert_ok(verify(&good));
    for (size_t at = 0; at < good.len; at += 32) {
        const uint8_t *parts[4] = {base.bytes, one.bytes,
                                   good.ballot + (at + 32) % good.len, NULL};
        struct subject s = good;

        for (size_t i = 0; parts[i]; i++) {
            memcpy(s.ballot + at, parts[i], 32);
            if (verify(&s) == OK)
                fail_msg("part at byte %zu, exchange %zu", at, i);
        }
        memset(s.ballot + at, 0, 32);
        if (verify(&s) == OK)
            fail_msg("part at byte %zu is zero", at);
        memset(s.ballot + at, 0xff, 32);
        assert_err(verify(&s), ERR_INPUT);
    }
}

static void
add_q(uint8_t bytes[32])
{
    static const uint8_t q[32] = {
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,        0xd6,
        0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10,
    };

    sodium_add(bytes, q, sizeof q);
}

/* A second form of a valid ballot would be a second ballot. */
static void
the_same_numbers_written_otherwise_are_refused(void **state)
{
    const struct subject good = good_subject(3, 1, 1);
    struct ballot_layout layout;

    (void)state;
    assert_ok(ballot_layout_init(&layout, 3, 1, 1));
    for (unsigned place = 0; place < layout.proofs; place++) {
        const struct ballot_proof p = ballot_layout_proof(&layout, place);
        size_t end = p.responses + 32 * (size_t)p.branches;

        for (size_t at = p.commitments; at < end; at += 32) {
            struct subject s = good;

            if (at < p.challenges)
                s.ballot[at + 31] |= 0x80;
            else
                add_q(s.ballot + at);
            assert_err(verify(&s), ERR_INPUT);
        }
    }
    for (size_t at = 0; at < layout.slots * 64u; at += 32) {
        struct subject s = good;

        s.ballot[at + 31] |= 0x80;
        assert_err(verify(&s), ERR_INPUT);
    }
}

/* Each proof alone is right; the challenge binds it to its place. */
static void
rows_cannot_change_places(void **state)
{
    const struct subject good = good_subject(3, 0, 3);
    const size_t row = good.len / 3;
    struct subject s = good;

    (void)state;
    memcpy(s.ballot, good.ballot + row, row);
    memcpy(s.ballot + row, good.ballot, row);
    assert_err(verify(&s), ERR_PROOF);

    /* Rows 0 and 2 hold the same choice: only their proofs are exchanged. */
    s = good;
    memcpy(s.ballot + 64, good.ballot + 2 * row + 64, row - 64);
    memcpy(s.ballot + 2 * row + 64, good.ballot + 64, row - 64);
    assert_err(verify(&s), ERR_PROOF);
}

static void
a_row_of_another_ballot_does_not_fit(void **state)
{
    const struct subject good = good_subject(3, 0, 2);
    const size_t row = good.len / 2;
    struct subject s = good;
    struct ballot_voter other = good.voter;

    (void)state;
    other.attempt = 3;
    sample_seal(s.ballot, &s.form, &other, (const uint8_t[]){2, 2});
    memcpy(s.ballot + row, good.ballot + row, row);
    assert_err(verify(&s), ERR_PROOF);
    s.voter = other;
    assert_err(verify(&s), ERR_PROOF);
}

/* The whole vote of another, under one's own name. */
static void
a_copied_ciphertext_has_no_proof(void **state)
{
    const struct subject victim = good_subject(3, 0, 1);
    struct subject s = victim;

    (void)state;
    s.voter.name = "hall.example/seat/018";
    value_bytes(s.voter.key, sizeof s.voter.key, "seat 18");
    assert_err(verify(&s), ERR_PROOF);
    sample_seal(s.ballot, &s.form, &s.voter, (const uint8_t[]){1});
    assert_ok(verify(&s));
    memcpy(s.ballot, victim.ballot, ELGAMAL_CT_BYTES);
    assert_err(verify(&s), ERR_PROOF);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_flipped_bit_is_refused),
        cmocka_unit_test(only_the_same_form_and_voter_will_do),
        cmocka_unit_test(no_part_can_be_exchanged),
        cmocka_unit_test(the_same_numbers_written_otherwise_are_refused),
        cmocka_unit_test(rows_cannot_change_places),
        cmocka_unit_test(a_row_of_another_ballot_does_not_fit),
        cmocka_unit_test(a_copied_ciphertext_has_no_proof),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("ballot_verify", tests, NULL, NULL);
}
