#include "tests/support/tampered.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/state.h"
#include "tests/support/tampered_steps.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { ROWS = 2 };

/* Seat 7 lost its card: a new one, a new key, and in by phone. */
static void
replace_card(struct hall *h)
{
    struct post post = h->seats[TAMPERED_SEATS - 1].post;

    hall_draft_reissue(h, post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(h, post)->invited = hall_last(h);
    hall_do_enrol(h, post);
    hall_do_present(h, post.number);
    hall_draft_headcount(h);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

/* What seat n votes: row 1 for, but seat 6 abstains; row 2 by turns. */
static void
choose(uint8_t choices[ROWS], unsigned seat)
{
    choices[0] = seat == 6 ? 2 : 0;
    choices[1] = (uint8_t)(seat % 3);
}

static struct hall *
play(void)
{
    struct hall *h = tampered_until(TAMPERED_LOCKED, ROWS);
    struct event_ref open;
    struct event *e;

    replace_card(h);
    open = hall_do_open(h, tampered_paper(h));
    for (unsigned seat = 1; seat < TAMPERED_SEATS; seat++) {
        uint8_t choices[ROWS];

        choose(choices, seat);
        hall_wait(h, 1);
        hall_do_cast(h, open, seat, choices);
    }
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_publish(h, hall_do_result(h, open));
    e = hall_draft(h, EVENT_SESSION_END);
    snprintf(e->mark.session, sizeof e->mark.session, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return h;
}

void
tampered_honest(struct tampered_files *out)
{
    const struct hall_bundle_options options = {.members = true};
    struct hall *h = play();

    out->bundle = hall_bundle(h, &options, &out->bundle_len);
    out->entry = CONFERENCE_NO_ENTRY;
    hall_free(h);
}

static void
write_hex(FILE *out, const char *key, const uint8_t *bytes, size_t len)
{
    fprintf(out, ", \"%s\": \"", key);
    for (size_t i = 0; i < len; i++)
        fprintf(out, "%02x", bytes[i]);
    fputc('"', out);
}

static void
write_person(FILE *out, const struct hall_person *person)
{
    char post[POST_TEXT_BYTES];

    post_format(post, person->post);
    fprintf(out, "    {\"post\": \"%s\", \"cards\": %u", post, person->card);
    if (person->card > 0)
        write_hex(out, "token", person->token, sizeof person->token);
    write_hex(out, "key_seed", person->key.bytes, ED25519_SEED_BYTES);
    if (person->post.kind == POST_SCRUTINEER)
        write_hex(out, "counting_seed", person->seed, sizeof person->seed);
    fputs("},\n", out);
}

/* The entry of each ballot, what it says and what it was sealed with. */
static void
write_ballots(FILE *out, const struct hall *h)
{
    const struct conference *c = h->conference;
    const struct opening *op = c->openings[c->opening_count - 1];

    for (unsigned seat = 1; seat < TAMPERED_SEATS; seat++) {
        uint32_t entry = op->seats[seat - 1].last_cast;
        uint8_t secret[BALLOT_SECRET_BYTES];
        uint8_t choices[ROWS];

        choose(choices, seat);
        hall_ballot_secret(secret, seat, entry);
        fprintf(out, "    {\"seat\": %u, \"entry\": %u, \"choices\": [%u, %u]",
                seat, entry, choices[0], choices[1]);
        write_hex(out, "secret", secret, sizeof secret);
        fprintf(out, "}%s\n", seat + 1 < TAMPERED_SEATS ? "," : "");
    }
}

char *
tampered_secrets(void)
{
    struct hall *h = play();
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    fputs("{\n  \"of\": \"conference.bundle\"", out);
    write_hex(out, "log_key_seed", h->log_key.bytes, ED25519_SEED_BYTES);
    fputs(",\n  \"people\": [\n", out);
    for (size_t i = 0; i < 2; i++)
        write_person(out, &h->chairs[i]);
    for (size_t i = 0; i < 2; i++)
        write_person(out, &h->desks[i]);
    for (size_t i = 0; i < HALL_SCRUTINEERS; i++)
        write_person(out, &h->scrutineers[i]);
    for (size_t i = 0; i < h->seat_count; i++)
        write_person(out, &h->seats[i]);
    fseek(out, -2, SEEK_CUR); /* the last comma */
    fputs("\n  ],\n  \"ballots\": [\n", out);
    write_ballots(out, h);
    fputs("  ]\n}\n", out);
    assert_int_equal(fclose(out), 0);
    hall_free(h);
    return text;
}
