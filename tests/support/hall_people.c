#include "tests/support/hall.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "crypto/token.h"
#include "crypto/transcript.h"
#include "tests/support/values.h"
#include "tests/test.h"

/* A key that only this label gives. */
static void
make_key(struct ed25519_secret *out, struct post post, const char *what,
         unsigned card)
{
    uint8_t seed[ED25519_SEED_BYTES];
    char name[POST_TEXT_BYTES];
    char label[64];

    post_format(name, post);
    snprintf(label, sizeof label, "%s of %s, card %u", what, name, card);
    value_bytes(seed, sizeof seed, label);
    ed25519_from_seed(out, seed);
}

static void
copy_public(uint8_t out[32], const struct ed25519_secret *secret)
{
    struct ed25519_public key;

    ed25519_public(&key, secret);
    memcpy(out, key.bytes, sizeof key.bytes);
}

/* A policy's text stands as it is: it has no salt, being no secret. */
struct event_blob
hall_policy_text(struct hall *h, const char *policy)
{
    struct hall_text *place = &h->texts[h->text_count++];
    size_t len = strlen(policy);

    place->bytes = malloc(len + 1);
    assert_non_null(place->bytes);
    memcpy(place->bytes, policy, len + 1);
    place->blob = (struct event_blob){.present = true, .length = (uint32_t)len};
    hash_sha256(&place->blob.sha256, policy, len);
    return place->blob;
}

struct event *
hall_draft_genesis(struct hall *h, const char *policy)
{
    struct event *e = hall_draft(h, EVENT_GENESIS);

    e->genesis.specification = 1;
    e->genesis.title = hall_text(h, "第七届教职工代表大会", false);
    copy_public(e->genesis.log_key, &h->log_key);
    for (int i = 0; i < 2; i++) {
        make_key(&h->chairs[i].key, h->chairs[i].post, "key", 1);
        copy_public(e->genesis.convener_keys[i], &h->chairs[i].key);
    }
    if (policy)
        e->genesis.policy = hall_policy_text(h, policy);
    return e;
}

void
hall_do_genesis(struct hall *h, const char *policy)
{
    hall_draft_genesis(h, policy);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    if (policy)
        assert_ok(conference_give_policy(h->conference, span_text(policy)));
}

/* The next card of this person: token, invitation key and own key. */
static void
make_card(struct hall *h, struct hall_person *person)
{
    uint8_t seed[TOKEN_SEED_BYTES];
    struct event_ref genesis = hall_ref(h, 0);
    char name[POST_TEXT_BYTES];
    char label[64];

    person->card++;
    post_format(name, person->post);
    snprintf(label, sizeof label, "token of %s, card %u", name, person->card);
    value_bytes(person->token, sizeof person->token, label);
    token_seed(seed, genesis.leaf.bytes, person->token);
    ed25519_from_seed(&person->invitation, seed);
    snprintf(label, sizeof label, "counting seed of %s", name);
    value_bytes(person->seed, sizeof person->seed, label);
}

/* The record that opens the name commitment; the commitment. */
static struct hash32
make_record(struct hall_person *person)
{
    uint8_t salt[16];
    char salt_text[32];
    char name[POST_TEXT_BYTES];
    struct transcript t;
    struct hash32 commitment;
    size_t salt_line;

    post_format(name, person->post);
    value_bytes(salt, sizeof salt, name);
    sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt,
                      sodium_base64_VARIANT_ORIGINAL);
    salt_line = (size_t)snprintf(person->record, sizeof person->record,
                                 "salt %s\n", salt_text);
    person->record_len =
        salt_line + (size_t)snprintf(person->record + salt_line,
                                     sizeof person->record - salt_line,
                                     "zh 代表%u\nen Member %u\n",
                                     person->post.number, person->post.number);
    transcript_begin(&t, "name", 2);
    transcript_part(&t, salt, sizeof salt);
    transcript_part(&t, person->record + salt_line,
                    person->record_len - salt_line);
    transcript_hash(&t, commitment.bytes);
    return commitment;
}

struct event *
hall_draft_post(struct hall *h, struct post post)
{
    struct hall_person *person = hall_person(h, post);
    struct event *e = hall_draft(h, EVENT_POST);

    make_card(h, person);
    e->post.post = post;
    copy_public(e->post.invitation, &person->invitation);
    e->post.name = make_record(person);
    e->post.voting = post.kind == POST_SEAT;
    return e;
}

void
hall_do_post(struct hall *h, struct post post)
{
    hall_draft_post(h, post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_person(h, post)->invited = hall_last(h);
}

struct event *
hall_draft_reissue(struct hall *h, struct post post)
{
    struct hall_person *person = hall_person(h, post);
    struct event *e = hall_draft(h, EVENT_REISSUE);

    make_card(h, person);
    e->reissue.post = post;
    e->reissue.previous = person->invited;
    copy_public(e->reissue.invitation, &person->invitation);
    return e;
}

struct event *
hall_draft_enrol(struct hall *h, struct post post)
{
    struct hall_person *person = hall_person(h, post);
    struct event *e = hall_draft(h, EVENT_ENROL);

    make_key(&person->key, post, "key", person->card);
    e->enrol.post = post;
    e->enrol.invitation = person->invited;
    copy_public(e->enrol.key, &person->key);
    return e;
}

void
hall_do_enrol(struct hall *h, struct post post)
{
    const struct hall_signer both[] = {{post, true, NULL}, {post, false, NULL}};

    hall_draft_enrol(h, post);
    hall_do_submit(h, both, 2);
}

static struct event *
draft_presence(struct hall *h, enum event_type type, unsigned seat)
{
    struct post post = {POST_SEAT, seat};
    struct event *e = hall_draft(h, type);

    snprintf(e->presence.session, sizeof e->presence.session, HALL_SESSION);
    e->presence.post = post;
    e->presence.previous = hall_person(h, post)->presence;
    return e;
}

struct event *
hall_draft_present(struct hall *h, unsigned seat)
{
    struct event *e = draft_presence(h, EVENT_PRESENT, seat);

    e->presence.how = EVENT_BY_PHONE;
    return e;
}

void
hall_do_present(struct hall *h, unsigned seat)
{
    hall_draft_present(h, seat);
    hall_do_submit(h, HALL_BY(HALL_SEAT(seat)));
    h->seats[seat - 1].presence = hall_last(h);
}

void
hall_do_present_by_desk(struct hall *h, unsigned seat)
{
    bool scrutineers = h->scrutineers[0].card > 0;

    hall_draft_present(h, seat)->presence.how = EVENT_BY_CARD;
    if (scrutineers)
        hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    else
        hall_do_submit(h, HALL_BY(HALL_DESK, HALL_DESK_2));
    h->seats[seat - 1].presence = hall_last(h);
}

void
hall_do_leave(struct hall *h, unsigned seat)
{
    draft_presence(h, EVENT_LEAVE, seat);
    hall_do_submit(h, HALL_BY(HALL_SEAT(seat)));
    h->seats[seat - 1].presence = hall_last(h);
}
