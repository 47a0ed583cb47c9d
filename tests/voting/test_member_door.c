/*
 * Goal: a member's request is let in once, at its time, for who may ask; and
 * nothing else is.
 */
#include <stdlib.h>

#include "tests/support/hall.h"
#include "tests/test.h"
#include "voting/server/member_door.h"

enum { SEATS = 3 };

struct case_state {
    struct hall *hall;
    struct member_door *door;
    struct request_note request; /* what is asked next */
    struct request_signer signer;
    uint8_t nonces;
};

static int
set_up(void **state)
{
    struct case_state *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->hall = hall_new(SEATS);
    hall_do_genesis(f->hall, NULL);
    hall_do_post(f->hall, f->hall->seats[0].post);
    hall_do_post(f->hall, f->hall->seats[1].post);
    hall_do_enrol(f->hall, f->hall->seats[0].post);
    assert_ok(member_door_new(&f->door));
    memcpy(f->request.origin, HALL_ORIGIN, sizeof HALL_ORIGIN);
    f->request.at_s = f->hall->time_s;
    f->request.want = REQUEST_HERE;
    f->signer.post = f->hall->seats[0].post;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct case_state *f = *state;

    member_door_free(f->door);
    hall_free(f->hall);
    free(f);
    return 0;
}

/* Signs the request with a new nonce, unless it is to be the last one's, and
 * knocks at this time. */
static enum err
knock_at(struct case_state *f, const struct ed25519_secret *key, uint64_t now_s)
{
    const struct hall_person *person = hall_person(f->hall, f->signer.post);
    char bytes[REQUEST_NOTE_MAX];
    struct request_signer signer;
    struct request_note request;
    struct text_writer w;
    struct span note;
    enum err e;

    if (!key)
        key = f->signer.invitation ? &person->invitation : &person->key;
    text_writer_start(&w, bytes, sizeof bytes);
    request_note_sign(&w, &f->request, &f->signer, key);
    assert_ok(text_writer_finish(&w, &note));
    e = member_door_open(f->door, &request, &signer, f->hall->conference, note,
                         now_s);
    if (!e) {
        assert_int_equal(request.want, f->request.want);
        assert_true(post_eq(signer.post, f->signer.post));
        assert_int_equal(signer.invitation, f->signer.invitation);
    }
    return e;
}

static enum err
knock(struct case_state *f)
{
    f->request.nonce[0] = f->nonces++;
    return knock_at(f, NULL, f->hall->time_s);
}

static void
an_enrolled_member_is_let_in_once(void **state)
{
    struct case_state *f = *state;

    assert_ok(knock(f));
    assert_err(knock_at(f, NULL, f->hall->time_s), ERR_EXISTS);
    assert_ok(knock(f));
}

static void
a_request_cannot_come_again_as_long_as_its_time_is_near(void **state)
{
    struct case_state *f = *state;
    uint64_t at_s = f->request.at_s;

    assert_ok(knock_at(f, NULL, at_s - REQUEST_NOTE_APART_S));
    assert_err(knock_at(f, NULL, at_s), ERR_EXISTS);
    /* Another request makes the door forget what is old. */
    f->request.nonce[0] = 1;
    assert_ok(knock_at(f, NULL, at_s + REQUEST_NOTE_APART_S));
    f->request.nonce[0] = 0;
    assert_err(knock_at(f, NULL, at_s + REQUEST_NOTE_APART_S), ERR_EXISTS);
    assert_err(knock_at(f, NULL, at_s + REQUEST_NOTE_APART_S + 1), ERR_STATE);
}

static void
the_time_must_be_near(void **state)
{
    struct case_state *f = *state;
    uint64_t at_s = f->request.at_s;

    assert_err(knock_at(f, NULL, at_s - REQUEST_NOTE_APART_S - 1), ERR_STATE);
    assert_err(knock_at(f, NULL, at_s + REQUEST_NOTE_APART_S + 1), ERR_STATE);
    assert_ok(knock_at(f, NULL, at_s + REQUEST_NOTE_APART_S));
}

static void
only_a_current_key_is_let_in(void **state)
{
    struct case_state *f = *state;
    const struct hall_person *seat = &f->hall->seats[0];

    assert_err(knock_at(f, &seat->invitation, f->hall->time_s), ERR_AUTH);
    assert_err(knock_at(f, &f->hall->seats[1].key, f->hall->time_s), ERR_AUTH);
    /* The card was used; the second seat is not enrolled; the third is none. */
    f->signer.invitation = true;
    f->request.want = REQUEST_NAME;
    f->request.post = seat->post;
    assert_err(knock(f), ERR_AUTH);
    f->signer = (struct request_signer){.post = f->hall->seats[1].post};
    f->request.want = REQUEST_HERE;
    assert_err(knock(f), ERR_AUTH);
    f->signer.post = f->hall->seats[2].post;
    assert_err(knock(f), ERR_AUTH);
    /* A refused request is not remembered. */
    f->signer.post = seat->post;
    assert_ok(knock_at(f, NULL, f->hall->time_s));
}

static void
a_key_that_was_replaced_is_let_in_no_more(void **state)
{
    struct case_state *f = *state;
    struct ed25519_secret old = f->hall->seats[0].key;

    assert_ok(knock(f));
    hall_draft_reissue(f->hall, f->hall->seats[0].post);
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR));
    f->request.nonce[0] = f->nonces++;
    assert_err(knock_at(f, &old, f->hall->time_s), ERR_AUTH);
}

static void
a_card_asks_for_its_own_name_and_for_texts_only(void **state)
{
    struct case_state *f = *state;

    f->signer = (struct request_signer){
        .post = f->hall->seats[1].post,
        .invitation = true,
    };
    f->request.want = REQUEST_NAME;
    f->request.post = f->hall->seats[1].post;
    assert_ok(knock(f));
    f->request.post = f->hall->seats[0].post;
    assert_err(knock(f), ERR_AUTH);
    f->request.post = (struct post){0};
    f->request.want = REQUEST_TEXT;
    f->request.length = 1;
    assert_ok(knock(f));
    f->request.length = 0;
    f->request.want = REQUEST_NAMES;
    assert_err(knock(f), ERR_AUTH);
    f->request.want = REQUEST_HERE;
    assert_err(knock(f), ERR_AUTH);
}

static void
who_is_there_and_what_waits_is_for_officers(void **state)
{
    static const enum request_want wants[] = {REQUEST_PHONES, REQUEST_DRAFTS,
                                              REQUEST_DECLINE};
    struct case_state *f = *state;

    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        f->request.want = wants[i];
        f->signer.post = f->hall->seats[0].post;
        assert_err(knock(f), ERR_AUTH);
        f->signer.post = (struct post){POST_CHAIR, 1};
        assert_ok(knock(f));
    }
}

static void
what_is_no_request_is_not_let_in(void **state)
{
    struct case_state *f = *state;
    struct request_signer signer;
    struct request_note request;

    assert_err(member_door_open(f->door, &request, &signer, f->hall->conference,
                                span_text("here\n"), f->hall->time_s),
               ERR_INPUT);
    memcpy(f->request.origin, "example.edu/congress-8",
           sizeof "example.edu/congress-8");
    assert_err(knock(f), ERR_INPUT);
}

static void
who_asks_too_often_waits_and_nobody_else(void **state)
{
    struct case_state *f = *state;

    for (unsigned i = 0; i < MEMBER_DOOR_REQUESTS_MAX; i++) {
        f->request.nonce[1] = (uint8_t)(i >> 8);
        assert_ok(knock(f));
    }
    f->request.nonce[1] = 0xFF;
    assert_err(knock(f), ERR_NOMEM);
    f->signer.post = (struct post){POST_CHAIR, 1};
    assert_ok(knock(f));
    f->signer.post = f->hall->seats[0].post;
    hall_wait(f->hall, 2 * REQUEST_NOTE_APART_S);
    f->request.at_s = f->hall->time_s;
    assert_ok(knock(f));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_enrolled_member_is_let_in_once),
        TEST(a_request_cannot_come_again_as_long_as_its_time_is_near),
        TEST(the_time_must_be_near),
        TEST(only_a_current_key_is_let_in),
        TEST(a_key_that_was_replaced_is_let_in_no_more),
        TEST(a_card_asks_for_its_own_name_and_for_texts_only),
        TEST(who_is_there_and_what_waits_is_for_officers),
        TEST(what_is_no_request_is_not_let_in),
        TEST(who_asks_too_often_waits_and_nobody_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
