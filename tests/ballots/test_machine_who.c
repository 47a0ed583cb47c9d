/*
 * Goal: of all lists of up to three signature lines, exactly those are let in
 * that the protocol names, at every event from genesis to a session's end.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/state.h"
#include "tests/support/digest.h"
#include "tests/support/founding.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { LINES_MAX = FOUNDING_SIGNERS_MAX };

/* Everybody who matters, and some who never do. */
static const struct hall_signer everybody[] = {
    HALL_CHAIR,
    HALL_CHAIR_2,
    HALL_DESK,
    HALL_DESK_2,
    HALL_SCRUTINEER(1),
    HALL_SCRUTINEER(2),
    HALL_SCRUTINEER(4),
    HALL_SEAT(1),
    HALL_SEAT(2),
    HALL_SEAT(7),
    HALL_OBSERVER,
    {{POST_CHAIR, 2}, true, NULL},
    {{POST_SEAT, 1}, true, NULL},
    {{POST_SCRUTINEER, 1}, true, NULL},
};

enum { EVERYBODY = sizeof everybody / sizeof *everybody };

static bool
is_officer(enum post_kind kind)
{
    return kind == POST_CHAIR || kind == POST_DESK || kind == POST_SCRUTINEER;
}

/* Once the box is locked, the scrutineers are those who locked it. */
static bool
acts(const struct hall *h, struct post post)
{
    const struct conference *c = h->conference;
    const struct key_ceremony *locked = NULL;

    for (size_t i = 0; state_running(c) && i < c->ceremony_count; i++)
        if (c->ceremonies[i]->accept_count == 3)
            locked = c->ceremonies[i];
    return post.kind == POST_SCRUTINEER &&
           (!locked || state_is_trustee(locked, post));
}

/* Whether one line is by whom the letter names. */
static bool
fits(const struct hall *h, const struct founding *turn, char letter,
     const struct hall_signer *by)
{
    const struct post post = by->post;

    if (by->invitation || letter == 'i')
        return by->invitation && letter == 'i' && post_eq(post, turn->subject);
    switch (letter) {
    case '1':
    case '2':
        return post.kind == POST_CHAIR &&
               post.number == (uint32_t)(letter - '0');
    case 'P':
        return post_eq(post, h->conference->presiding);
    case 'D':
        return post.kind == POST_DESK;
    case 'O':
        return is_officer(post.kind);
    case 'S':
        return acts(h, post);
    case 'M':
        return post.kind == POST_SCRUTINEER || post.kind == POST_SEAT ||
               post.kind == POST_OBSERVER;
    case 'X':
        return post_eq(post, turn->subject);
    default:
        fail_msg("no such letter: %c", letter);
        return false;
    }
}

/* Nobody twice, scrutineers in order. */
static bool
is_ordered(const struct hall_signer *by, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            bool both = by[i].post.kind == POST_SCRUTINEER &&
                        by[j].post.kind == POST_SCRUTINEER;

            if (post_eq(by[i].post, by[j].post) &&
                by[i].invitation == by[j].invitation)
                return false;
            if (both && by[i].post.number < by[j].post.number)
                return false;
        }
    }
    return true;
}

static bool
is_named(const struct hall *h, const struct founding *turn,
         const struct hall_signer *by, size_t count)
{
    const char *list = turn->by_whom;

    if (!is_ordered(by, count))
        return false;
    while (*list) {
        size_t len = strcspn(list, " ");
        size_t i = 0;

        while (len == count && i < count && fits(h, turn, list[i], &by[i]))
            i++;
        if (len == count && i == count)
            return true;
        list += len + (list[len] == ' ');
    }
    return false;
}

/* Whether a line's key is there to be looked at. */
static bool
has_key(const struct hall *h, const struct founding *turn,
        const struct hall_signer *by)
{
    const struct holder *holder;

    if (turn->event->type == EVENT_GENESIS)
        return !by->invitation && by->post.kind == POST_CHAIR;
    holder = state_holder(h->conference, by->post);
    if (!holder || holder->retired)
        return false;
    if (turn->event->type == EVENT_ENROL)
        return true;
    return !by->invitation && holder->enrolled;
}

static bool
is_step(enum event_type type)
{
    return type == EVENT_KEY_COMMIT || type == EVENT_KEY_DEAL ||
           type == EVENT_KEY_ACCEPT || type == EVENT_KEY_COMPLAIN;
}

static enum refusal
expected(const struct hall *h, const struct founding *turn,
         const struct hall_signer *by, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!has_key(h, turn, &by[i]))
            return by[i].invitation ? REFUSED_SIGNERS : REFUSED_NO_KEY;
    if (is_named(h, turn, by, count))
        return REFUSED_NOTHING;
    /* A step of the ceremony by another scrutineer has a wrong number. */
    if (is_step(turn->event->type) && count == 1 &&
        by->post.kind == POST_SCRUTINEER)
        return REFUSED_CEREMONY_INDEX;
    return REFUSED_SIGNERS;
}

/* The text is as it should be; only the lines change. Check looks at names,
 * so that the signatures may be nonsense. */
static void
write_lines(struct hall *h, const struct hall_signer *by, size_t count)
{
    static const uint8_t nonsense[ED25519_SIGNATURE_BYTES] = {1};
    struct ed25519_public key = {{2}};
    struct text_writer w;
    char *end = h->note + h->note_len;

    text_writer_start(&w, end, EVENT_ENTRY_MAX - h->note_len);
    for (size_t i = 0; i < count; i++) {
        struct note_key line;
        char name[POST_KEY_NAME_BYTES];

        post_key_name(name, HALL_ORIGIN, by[i].post, by[i].invitation);
        assert_ok(
            note_key_make(&line, span_text(name), NOTE_KEY_ED25519, &key));
        note_write_line(&w, &line, nonsense, sizeof nonsense);
    }
    h->note_len += text_writer_written(&w).len;
}

static void
try_lines(struct hall *h, const struct founding *turn,
          const struct hall_signer *by, size_t count)
{
    size_t text_len = h->note_len;
    enum refusal want = expected(h, turn, by, count);
    enum refusal got;

    write_lines(h, by, count);
    got = event_decode(h->decoded, span_of(h->note, h->note_len));
    if (!got)
        got = event_check(h->conference, h->decoded, h->time_s, &h->admission);
    if (!got)
        assert_refused(proof_verify(h->decoded, &h->admission),
                       REFUSED_SIGNATURE);
    if (got != want) {
        print_message("%.*s\n", (int)h->note_len, h->note);
        fail_msg("%s: %s, not %s", turn->what, refusal_code(got),
                 refusal_code(want));
    }
    h->note_len = text_len;
}

static void
try_everybody(struct hall *h, const struct founding *turn, void *context)
{
    struct hash32 before = digest_state(h->conference);
    struct hash32 after;
    size_t lists = 1;

    (void)context;
    hall_sign(h, NULL, 0);
    for (size_t count = 1; count <= LINES_MAX; count++) {
        lists *= EVERYBODY;
        for (size_t n = 0; n < lists; n++) {
            struct hall_signer by[LINES_MAX];
            size_t rest = n;

            for (size_t i = 0; i < count; i++, rest /= EVERYBODY)
                by[i] = everybody[rest % EVERYBODY];
            try_lines(h, turn, by, count);
        }
    }
    after = digest_state(h->conference);
    assert_memory_equal(&before, &after, sizeof before);
}

static void
only_the_named_lists_of_signers_are_let_in(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, try_everybody, NULL);
    hall_free(h);
}

static void
forge_each(struct hall *h, const struct founding *turn, void *context)
{
    struct ed25519_secret other;
    uint8_t seed[ED25519_SEED_BYTES];

    (void)context;
    value_bytes(seed, sizeof seed, "somebody's own key");
    ed25519_from_seed(&other, seed);
    for (size_t line = 0; line < turn->count; line++) {
        struct hall_signer by[FOUNDING_SIGNERS_MAX];

        memcpy(by, turn->by, sizeof by);
        by[line].key = &other;
        founding_redraft(h, turn);
        hall_refuse(h, turn->what, REFUSED_SIGNATURE, by, turn->count);
        if (turn->event->type == EVENT_GENESIS)
            continue;
        by[line].key = &h->log_key;
        hall_refuse(h, turn->what, REFUSED_SIGNATURE, by, turn->count);
    }
}

static void
every_signature_counts(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, forge_each, NULL);
    hall_free(h);
}

static void
nobody_signs(struct hall *h, const struct founding *turn, void *context)
{
    struct hall_signer by[EVENT_SIGNERS_MAX + 1];

    (void)context;
    hall_refuse(h, turn->what, REFUSED_FORM, turn->by, 0);
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        by[i] = turn->by[0];
    hall_refuse(h, turn->what, REFUSED_SIGNERS, by, EVENT_SIGNERS_MAX);
    hall_refuse(h, turn->what, REFUSED_SIGNERS, by, EVENT_SIGNERS_MAX + 1);
}

static void
an_event_without_lines_or_with_too_many_is_refused(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, nobody_signs, NULL);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_named_lists_of_signers_are_let_in),
        cmocka_unit_test(every_signature_counts),
        cmocka_unit_test(an_event_without_lines_or_with_too_many_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
