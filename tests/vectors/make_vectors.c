/*
 * make_vectors - writes protocol.bundle, protocol.secrets.json and
 * protocol.json in tests/vectors/: `make vectors`.
 *
 * The first two are one small conference, played by the tests' hall, and all
 * its secrets; protocol.json is worked out from them. Everything derives from
 * fixed labels, so that the same sources write the same bytes.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "tests/support/hall.h"
#include "tests/support/protocol_vectors.h"
#include "tests/support/recorded.h"
#include "tests/support/values.h"
#include "tests/support/vector_writer.h"
#include "tests/test.h"

#define FOLDER "tests/vectors/"
enum { SEATS = 7, ROWS = 2, CASTS = 7, SECONDS_A_DAY = 86400 };

/* Seat 2 votes twice, seat 3 is recused from row 2, seat 7 is absent. */
static const struct {
    unsigned seat;
    uint8_t choices[ROWS];
} casts[CASTS] = {{1, {0, 0}}, {2, {1, 1}}, {3, {0}},   {4, {2, 0}},
                  {5, {1, 2}}, {6, {0, 0}}, {2, {0, 1}}};

static void
write_file(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void
write_json(const char *path, const json_t *root)
{
    char *text = json_dumps(root, JSON_INDENT(2));
    FILE *file = fopen(path, "wb");

    assert_non_null(text);
    assert_non_null(file);
    assert_true(fprintf(file, "%s\n", text) > 0);
    assert_int_equal(fclose(file), 0);
    free(text);
}

/* Two delegations, and one seat that is in both groups. */
static void
post_seats(struct hall *h)
{
    for (unsigned i = 1; i <= SEATS; i++) {
        struct post post = {POST_SEAT, i};
        struct event_post *p = &hall_draft_post(h, post)->post;

        snprintf(p->tags[0], sizeof p->tags[0], "%s",
                 i <= 4 ? "north" : "south");
        snprintf(p->tags[1], sizeof p->tags[1], "women");
        p->tag_count = i == 4 ? 2 : i == 7 ? 0 : 1;
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        hall_person(h, post)->invited = hall_last(h);
    }
    for (unsigned i = 1; i <= SEATS; i++)
        hall_do_enrol(h, (struct post){POST_SEAT, i});
}

static struct event_ref
prepare(struct hall *h)
{
    struct event *e;

    hall_do_genesis(h, NULL);
    for (unsigned i = 1; i <= 2; i++) {
        hall_do_post(h, (struct post){POST_DESK, i});
        hall_do_enrol(h, (struct post){POST_DESK, i});
    }
    post_seats(h);
    e = hall_draft(h, EVENT_SESSION);
    snprintf(e->session.id, sizeof e->session.id, HALL_SESSION);
    e->session.term = 7;
    e->session.number = 1;
    e->session.title = hall_text(h, "zh 第七届第一次会议", false);
    snprintf(e->session.date, sizeof e->session.date, "2026-03-21");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft_paper(h, "P1", ROWS, EVENT_SECRET);
    e->paper.last_counts = true;
    e->paper.recusal_count = 1;
    e->paper.recusals[0] = (struct event_recusal){2, {POST_SEAT, 3}};
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

/* Casts, and notes down what was sealed in it. */
static void
vote(struct hall *h, struct event_ref open, json_t *ballots)
{
    for (size_t i = 0; i < CASTS; i++) {
        struct post post = {POST_SEAT, casts[i].seat};
        uint8_t secret[BALLOT_SECRET_BYTES];
        uint8_t code[BALLOT_CODE_BYTES];
        struct event *e =
            hall_draft_cast(h, open, casts[i].seat, casts[i].choices);
        size_t rows = e->cast.ballot_len / ballot_bytes(3, 0, 1);
        json_t *ballot = json_object();
        char name[POST_TEXT_BYTES];
        char label[64];

        snprintf(label, sizeof label, "ballot of seat %u at entry %zu",
                 casts[i].seat, h->entry_count);
        value_bytes(secret, sizeof secret, label);
        ballot_code(code, e->cast.ballot, e->cast.ballot_len);
        post_format(name, post);
        json_object_set_new(ballot, "entry",
                            json_integer((json_int_t)h->entry_count));
        json_object_set_new(ballot, "seat", json_string(name));
        json_object_set_new(ballot, "attempt", json_integer(e->cast.attempt));
        json_object_set_new(ballot, "choices",
                            vector_hex(casts[i].choices, rows));
        json_object_set_new(ballot, "secret",
                            vector_hex(secret, sizeof secret));
        json_object_set_new(ballot, "code", vector_hex(code, sizeof code));
        json_array_append_new(ballots, ballot);
        hall_do_submit(h, HALL_BY(HALL_SEAT(casts[i].seat)));
    }
}

static void
add_person(json_t *posts, const struct hall_person *person)
{
    json_t *each = json_object();
    char name[POST_TEXT_BYTES];

    post_format(name, person->post);
    json_object_set_new(each, "post", json_string(name));
    if (person->card) {
        json_object_set_new(each, "token",
                            vector_hex(person->token, sizeof person->token));
        json_object_set_new(
            each, "invitation_seed",
            vector_hex(person->invitation.bytes, ED25519_SEED_BYTES));
    }
    json_object_set_new(each, "key_seed",
                        vector_hex(person->key.bytes, ED25519_SEED_BYTES));
    if (person->post.kind == POST_SCRUTINEER)
        json_object_set_new(each, "counting_seed",
                            vector_hex(person->seed, sizeof person->seed));
    json_array_append_new(posts, each);
}

static json_t *
secrets_of(const struct hall *h, json_t *ballots)
{
    json_t *root = json_object();
    json_t *posts = json_array();

    for (size_t i = 0; i < 2; i++)
        add_person(posts, &h->chairs[i]);
    for (size_t i = 0; i < 2; i++)
        add_person(posts, &h->desks[i]);
    for (size_t i = 0; i < HALL_SCRUTINEERS; i++)
        add_person(posts, &h->scrutineers[i]);
    for (size_t i = 0; i < SEATS; i++)
        add_person(posts, &h->seats[i]);
    json_object_set_new(root, "about",
                        json_string("Every secret of protocol.bundle, a "
                                    "conference that never was. Bytes are hex; "
                                    "choices are one byte a row, from 0."));
    json_object_set_new(root, "origin", json_string(HALL_ORIGIN));
    json_object_set_new(root, "log_seed",
                        vector_hex(h->log_key.bytes, ED25519_SEED_BYTES));
    json_object_set_new(root, "posts", posts);
    json_object_set_new(root, "ballots", ballots);
    json_object_set_new(root, "counts",
                        json_pack("[[i,i,i],[i,i,i]]", 4, 1, 1, 3, 1, 1));
    return root;
}

static void
write_conference(void)
{
    const struct hall_bundle_options options = {.members = true};
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = prepare(h);
    json_t *ballots = json_array();
    struct event_ref open;
    json_t *secrets;
    char *bundle;
    size_t len;

    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    vote(h, open, ballots);
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_publish(h, hall_do_result(h, open));
    hall_wait(h, SECONDS_A_DAY);
    snprintf(hall_draft(h, EVENT_SESSION_END)->mark.session, EVENT_ID_BYTES,
             HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    bundle = hall_bundle(h, &options, &len);
    write_file(FOLDER "protocol.bundle", bundle, len);
    secrets = secrets_of(h, ballots);
    write_json(FOLDER "protocol.secrets.json", secrets);
    json_decref(secrets);
    free(bundle);
    hall_free(h);
}

static void
write_all(void **state)
{
    struct recorded *r;
    json_t *vectors;

    (void)state;
    write_conference();
    r = recorded_load();
    vectors = protocol_vectors(r);
    write_json(FOLDER "protocol.json", vectors);
    json_decref(vectors);
    recorded_free(r);
}

/* A test, so that the fixtures' assertions have somewhere to fail. */
int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(write_all)};

    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
