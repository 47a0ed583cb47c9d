/*
 * Goal: of events that are proved together each gets the verdict that it gets
 * alone, and what was proved stands for another state only if nothing in it has
 * changed that was proved.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/proof.h"
#include "ballots/sealed.h"
#include "crypto/base64.h"
#include "crypto/text_writer.h"
#include "tests/support/hall.h"

enum { SEATS = 20, ROWS = 2 };

struct fixture {
    struct hall *hall;
    struct event_ref open;
    struct event *events[SEATS];
    char *notes[SEATS]; /* that the events borrow from */
    struct admission admissions[SEATS];
    struct proof_item items[SEATS];
};

enum fault { NO_FAULT, BAD_SIGNATURE, BAD_PROOF, BAD_FORM, FAULTS };

static void
make_cast(struct fixture *f, unsigned i, enum fault fault)
{
    struct hall *h = f->hall;
    const uint8_t choices[ROWS] = {(uint8_t)(i % 3), (uint8_t)(i / 3 % 3)};
    struct event *cast = hall_draft_cast(h, f->open, i + 1, choices);
    const struct ed25519_secret *other = &h->seats[SEATS].key;

    if (fault == BAD_PROOF)
        cast->cast.ballot[cast->cast.ballot_len - 32] ^= 1;
    if (fault == BAD_FORM)
        memset(cast->cast.ballot + 64, 0, 32); /* a commitment */
    if (fault == BAD_SIGNATURE)
        hall_sign(h, (struct hall_signer[]){{{POST_SEAT, i + 1}, false, other}},
                  1);
    else
        hall_sign(h, HALL_BY(HALL_SEAT(i + 1)));
    free(f->notes[i]);
    f->notes[i] = malloc(h->note_len);
    assert_non_null(f->notes[i]);
    memcpy(f->notes[i], h->note, h->note_len);
    assert_refused(
        event_decode(f->events[i], span_of(f->notes[i], h->note_len)),
        REFUSED_NOTHING);
    assert_refused(
        event_check(h->conference, f->events[i], h->time_s, &f->admissions[i]),
        REFUSED_NOTHING);
    f->items[i] = (struct proof_item){.event = f->events[i],
                                      .admission = &f->admissions[i],
                                      .refusal = REFUSED_NO_MEMORY};
}

static enum refusal
expected(enum fault fault)
{
    static const enum refusal refusals[FAULTS] = {
        REFUSED_NOTHING, REFUSED_SIGNATURE, REFUSED_BALLOT_PROOF,
        REFUSED_BALLOT_FORM};

    return refusals[fault];
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->hall = hall_new(SEATS + 1);
    for (unsigned i = 0; i < SEATS; i++) {
        f->events[i] = malloc(sizeof *f->events[i]);
        assert_non_null(f->events[i]);
    }
    f->open = hall_prepare(f->hall, ROWS);
    hall_convene(f->hall);
    hall_lock(f->hall);
    f->open = hall_do_open(f->hall, f->open);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < SEATS; i++) {
        free(f->events[i]);
        free(f->notes[i]);
    }
    hall_free(f->hall);
    free(f);
    return 0;
}

static void
prove(struct fixture *f, size_t count)
{
    struct heap heap = {0};
    uint8_t seed[BATCH_SEED_BYTES];

    randombytes_buf(seed, sizeof seed);
    assert_ok(proof_verify_batch(f->items, count, seed, heap_memory(&heap)));
    assert_int_equal(heap.in_use, 0);
}

static void
prove_one(struct fixture *f, size_t i)
{
    struct heap heap = {0};
    const uint8_t seed[BATCH_SEED_BYTES] = {(uint8_t)i};

    assert_ok(proof_verify_batch(&f->items[i], 1, seed, heap_memory(&heap)));
    assert_refused(f->items[i].refusal, REFUSED_NOTHING);
}

static void
each_fault_is_named_at_every_position(void **state)
{
    struct fixture *f = *state;

    for (unsigned count = 0; count <= 4; count++) {
        for (unsigned i = 0; i < count; i++)
            make_cast(f, i, NO_FAULT);
        prove(f, count);
        for (unsigned i = 0; i < count; i++)
            assert_refused(f->items[i].refusal, REFUSED_NOTHING);
        for (unsigned bad = 0; bad < count; bad++)
            for (enum fault fault = BAD_SIGNATURE; fault < FAULTS; fault++) {
                make_cast(f, bad, fault);
                prove(f, count);
                for (unsigned i = 0; i < count; i++)
                    assert_refused(f->items[i].refusal,
                                   expected(i == bad ? fault : NO_FAULT));
                make_cast(f, bad, NO_FAULT);
            }
    }
}

static void
mixtures_get_the_verdicts_of_each_alone(void **state)
{
    struct fixture *f = *state;

    for (unsigned turn = 0; turn < 6; turn++) {
        for (unsigned i = 0; i < SEATS; i++)
            make_cast(f, i,
                      randombytes_uniform(4) ? NO_FAULT
                                             : randombytes_uniform(FAULTS));
        prove(f, SEATS);
        for (unsigned i = 0; i < SEATS; i++)
            assert_refused(f->items[i].refusal,
                           proof_verify(f->events[i], &f->admissions[i]));
    }
}

static void
without_memory_nothing_is_proved(void **state)
{
    struct fixture *f = *state;
    const uint8_t seed[BATCH_SEED_BYTES] = {0};
    enum err e = ERR_NOMEM;

    make_cast(f, 0, NO_FAULT);
    make_cast(f, 1, BAD_PROOF);
    make_cast(f, 2, BAD_SIGNATURE);
    for (size_t left = 0; e; left++) {
        struct heap heap = {.limited = true, .left = left};

        e = proof_verify_batch(f->items, 3, seed, heap_memory(&heap));
        if (e)
            assert_err(e, ERR_NOMEM);
        for (unsigned i = 0; i < 3; i++)
            if (e)
                assert_refused(f->items[i].refusal, REFUSED_NO_MEMORY);
        assert_int_equal(heap.in_use, 0);
    }
    assert_refused(f->items[0].refusal, REFUSED_NOTHING);
    assert_refused(f->items[1].refusal, REFUSED_BALLOT_PROOF);
    assert_refused(f->items[2].refusal, REFUSED_SIGNATURE);
}

static void
what_was_proved_of_a_cast_stands_while_all_of_it_is_the_same(void **state)
{
    struct fixture *f = *state;
    const struct event *cast = f->events[0];
    struct admission then;
    struct admission now;

    make_cast(f, 0, NO_FAULT);
    then = f->admissions[0];
    now = then;
    now.index++;
    now.time_s++;
    assert_true(proof_still_holds(cast, &then, &now));
#define CHANGED(change)                                                        \
    now = then;                                                                \
    change;                                                                    \
    assert_false(proof_still_holds(cast, &then, &now))
    CHANGED(now.key_count++);
    CHANGED(now.keys[0].key.bytes[0] ^= 1);
    CHANGED(now.keys[0].name.len--);
    CHANGED(now.form.key.bytes[0] ^= 1);
    CHANGED(now.form.context[0] ^= 1);
    CHANGED(now.form.options++);
    CHANGED(now.form.cap++);
    CHANGED(now.form.rows--);
    CHANGED(now.form.row[1]++);
    CHANGED(now.voter.key[0] ^= 1);
    CHANGED(now.voter.attempt++);
    CHANGED(now.voter.previous[0] ^= 1);
    CHANGED(now.voter_name[0] ^= 1);
#undef CHANGED
}

static void
what_was_proved_of_others_stands_for_signatures_alone(void **state)
{
    struct fixture *f = *state;
    struct admission adm = {.key_count = 0};
    struct event *e = f->events[0];

    for (enum event_type type = 0; type < EVENT_TYPES_; type++) {
        const bool has_proofs =
            type == EVENT_CAST || type == EVENT_DESK_BALLOTS ||
            type == EVENT_KEY_COMMIT || type == EVENT_KEY_DEAL ||
            type == EVENT_KEY_COMPLAIN || type == EVENT_SHARE ||
            type == EVENT_RESULT;

        e->type = type;
        if (type != EVENT_CAST)
            assert_int_equal(proof_still_holds(e, &adm, &adm), !has_proofs);
    }
}

/* ---- What proving has decoded ---------------------------------------------*/

enum { POINTS = 2 * ROWS };

/* The n-th of a ballot's points, of options that need one slot a row. */
static const uint8_t *
nth_point(const struct event *cast, size_t n)
{
    const size_t row = cast->cast.ballot_len / ROWS;

    return cast->cast.ballot + n / 2 * row + n % 2 * POINT_BYTES;
}

static void
proving_leaves_the_ciphertexts_decoded(void **state)
{
    struct fixture *f = *state;
    struct public_summand points[FAULTS][POINTS];

    for (unsigned i = 0; i < FAULTS; i++) {
        make_cast(f, i, (enum fault)i);
        f->items[i].points = points[i];
        assert_int_equal(proof_point_count(f->events[i], &f->admissions[i]),
                         POINTS);
    }
    make_cast(f, FAULTS, NO_FAULT); /* has no room for them */
    prove(f, FAULTS + 1);
    assert_true(f->items[NO_FAULT].decoded);
    assert_false(f->items[BAD_SIGNATURE].decoded);
    assert_false(f->items[BAD_FORM].decoded);
    assert_false(f->items[FAULTS].decoded);
    for (size_t n = 0; n < POINTS; n++) {
        struct public_point sum;
        uint8_t bytes[POINT_BYTES];

        public_summand_add(&sum, &public_point_identity, &points[NO_FAULT][n]);
        public_point_encode(bytes, &sum);
        assert_memory_equal(bytes, nth_point(f->events[NO_FAULT], n),
                            POINT_BYTES);
    }
}

static void
only_a_sealed_ballot_is_left_decoded(void **state)
{
    struct fixture *f = *state;
    struct hall *h = f->hall;
    struct event named = {.type = EVENT_CAST};

    make_cast(f, 0, NO_FAULT);
    assert_int_equal(proof_point_count(&named, &f->admissions[0]), 0);
    hall_do_close(h, f->open);
    assert_int_equal(h->decoded->type, EVENT_CLOSE);
    assert_int_equal(proof_point_count(h->decoded, &h->admission), 0);
}

/* The sums are those that libsodium has, whether ballots come decoded or not.
 */
static void
a_ballot_that_comes_decoded_is_added_as_any_other(void **state)
{
    struct fixture *f = *state;
    struct conference *c = f->hall->conference;
    struct public_summand points[POINTS];
    struct elgamal_ct want[ROWS] = {0};
    const struct opening *op = state_opening(c, &f->open);

    for (unsigned i = 0; i < 4; i++) {
        const struct hash32 leaf = {{(uint8_t)i}};

        make_cast(f, i, NO_FAULT);
        f->items[i].points = points;
        prove_one(f, i);
        assert_true(f->items[i].decoded);
        f->admissions[i].points = i % 2 == 0 ? points : NULL;
        assert_ok(event_apply(c, f->events[i], &f->admissions[i], &leaf));
        for (unsigned row = 0; row < ROWS; row++) {
            struct elgamal_ct got;
            struct elgamal_ct ct;

            memcpy(ct.r.bytes, nth_point(f->events[i], 2 * row), POINT_BYTES);
            memcpy(ct.c.bytes, nth_point(f->events[i], 2 * row + 1),
                   POINT_BYTES);
            elgamal_add(&want[row], &want[row], &ct);
            sealed_sum_encode(&got, &op->sums[row]);
            assert_memory_equal(&got, &want[row], sizeof got);
        }
    }
}

/* ---- Signatures that not every verifier judges alike ----------------------*/

enum strange { GOOD, S_ABOVE_ORDER, R_IDENTITY, R_SMALL, R_MIXED, STRANGE };

/* S = r + SHA-512(R, A, M) a, with an R that may have a part of order 8: then
 * 8 S B = 8 R + 8 h A holds, and S B = R + h A does not. */
static void
sign_mixed(uint8_t signature[ED25519_SIGNATURE_BYTES], struct span text,
           const struct ed25519_secret *key, const uint8_t *torsion)
{
    uint8_t wide[crypto_hash_sha512_BYTES];
    uint8_t a[SCALAR_BYTES];
    uint8_t r[SCALAR_BYTES];
    crypto_hash_sha512_state hash;

    crypto_core_ed25519_scalar_random(r);
    assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(signature, r), 0);
    if (torsion)
        assert_int_equal(crypto_core_ed25519_add(signature, signature, torsion),
                         0);
    crypto_hash_sha512(wide, key->bytes, ED25519_SEED_BYTES);
    wide[0] &= 248;
    wide[31] = (uint8_t)((wide[31] & 127) | 64);
    memset(wide + 32, 0, 32);
    crypto_core_ed25519_scalar_reduce(a, wide);
    crypto_hash_sha512_init(&hash);
    crypto_hash_sha512_update(&hash, signature, 32);
    crypto_hash_sha512_update(&hash, key->bytes + ED25519_SEED_BYTES, 32);
    crypto_hash_sha512_update(&hash, (const uint8_t *)text.ptr, text.len);
    crypto_hash_sha512_final(&hash, wide);
    crypto_core_ed25519_scalar_reduce(wide, wide);
    crypto_core_ed25519_scalar_mul(a, a, wide);
    crypto_core_ed25519_scalar_add(signature + 32, r, a);
}

static void
make_strange(struct fixture *f, unsigned i, enum strange strange)
{
    static const uint8_t order[SCALAR_BYTES] = {0xed,
                                                0xd3,
                                                0xf5,
                                                0x5c,
                                                0x1a,
                                                0x63,
                                                0x12,
                                                0x58,
                                                0xd6,
                                                0x9c,
                                                0xf7,
                                                0xa2,
                                                0xde,
                                                0xf9,
                                                0xde,
                                                0x14,
                                                [SCALAR_BYTES - 1] = 0x10};
    static const uint8_t eighth[] = {
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
        0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
        0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a};
    const struct note *note = &f->events[i]->note;
    uint8_t blob[NOTE_KEY_ID_BYTES + ED25519_SIGNATURE_BYTES];
    uint8_t *const signature = blob + NOTE_KEY_ID_BYTES;
    struct text_writer w;
    struct span written;
    char *line;

    make_cast(f, i, NO_FAULT);
    line = f->notes[i] + (note->lines[0].base64.ptr - f->notes[i]);
    assert_ok(base64_decode_exact(blob, sizeof blob, note->lines[0].base64));
    if (strange != S_ABOVE_ORDER)
        sign_mixed(signature, note->text, &f->hall->seats[i].key,
                   strange == R_MIXED ? eighth : NULL);
    if (strange == S_ABOVE_ORDER)
        sodium_add(signature + 32, order, sizeof order);
    if (strange == R_IDENTITY)
        memcpy(signature, (const uint8_t[32]){1}, 32);
    if (strange == R_SMALL)
        memcpy(signature, eighth, sizeof eighth);
    text_writer_start(&w, line, BASE64_LEN(sizeof blob));
    text_writer_base64(&w, blob, sizeof blob);
    assert_ok(text_writer_finish(&w, &written));
    assert_refused(
        event_decode(f->events[i], span_of(f->notes[i], f->hall->note_len)),
        REFUSED_NOTHING);
}

static void
strange_signatures_are_judged_as_alone(void **state)
{
    struct fixture *f = *state;

    for (enum strange strange = GOOD; strange < STRANGE; strange++) {
        make_cast(f, 0, NO_FAULT);
        make_cast(f, 2, NO_FAULT);
        make_strange(f, 1, strange);
        prove(f, 3);
        for (unsigned i = 0; i < 3; i++)
            assert_refused(f->items[i].refusal, i == 1 && strange != GOOD
                                                    ? REFUSED_SIGNATURE
                                                    : REFUSED_NOTHING);
        assert_refused(proof_verify(f->events[1], &f->admissions[1]),
                       f->items[1].refusal);
    }
}

int
main(void)
{
#define WITH_HALL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_HALL(each_fault_is_named_at_every_position),
        WITH_HALL(mixtures_get_the_verdicts_of_each_alone),
        WITH_HALL(without_memory_nothing_is_proved),
        WITH_HALL(what_was_proved_of_a_cast_stands_while_all_of_it_is_the_same),
        WITH_HALL(what_was_proved_of_others_stands_for_signatures_alone),
        WITH_HALL(proving_leaves_the_ciphertexts_decoded),
        WITH_HALL(only_a_sealed_ballot_is_left_decoded),
        WITH_HALL(a_ballot_that_comes_decoded_is_added_as_any_other),
        WITH_HALL(strange_signatures_are_judged_as_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
