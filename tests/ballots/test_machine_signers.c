/* Goal: every event, from paper to publish, is signed by exactly whom it asks.
 */
#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/turn.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { SIGNERS_ROOM = TURN_SIGNERS_MAX + 1 };

static const struct hall_signer outsiders[] = {
    HALL_CHAIR,   HALL_CHAIR_2,       HALL_DESK,
    HALL_SEAT(3), HALL_SCRUTINEER(3), HALL_OBSERVER,
};

enum { OUTSIDERS = sizeof outsiders / sizeof *outsiders };

static bool
signs(const struct turn *turn, struct post post)
{
    for (size_t i = 0; i < turn->count; i++)
        if (post_eq(turn->by[i].post, post))
            return true;
    return false;
}

/* The machine looks for a key before it asks whether the post should sign. */
static enum refusal
refusal_of(const struct hall *h, struct post post)
{
    const struct holder *holder = state_holder(h->conference, post);

    return holder && holder->enrolled ? REFUSED_SIGNERS : REFUSED_NO_KEY;
}

static void
refuse(struct hall *h, const struct turn *turn, const char *what,
       enum refusal want, const struct hall_signer *by, size_t count)
{
    char words[128];

    snprintf(words, sizeof words, "%s (%s)", what, turn->what);
    turn_redraft(h, turn);
    hall_refuse(h, words, want, by, count);
}

static void
leave_one_out(struct hall *h, const struct turn *turn, void *context)
{
    struct hall_signer by[SIGNERS_ROOM];

    (void)context;
    /* A note without signature lines is no note. */
    if (turn->count == 1) {
        refuse(h, turn, "nobody", REFUSED_FORM, turn->by, 0);
        return;
    }
    for (size_t gone = 0; gone < turn->count; gone++) {
        size_t count = 0;

        for (size_t i = 0; i < turn->count; i++)
            if (i != gone)
                by[count++] = turn->by[i];
        refuse(h, turn, "one missing", REFUSED_SIGNERS, by, count);
    }
}

static void
add_one(struct hall *h, const struct turn *turn, void *context)
{
    struct hall_signer by[SIGNERS_ROOM];

    (void)context;
    for (size_t n = 0; n < OUTSIDERS; n++) {
        if (signs(turn, outsiders[n].post))
            continue;
        memcpy(by, turn->by, sizeof turn->by);
        by[turn->count] = outsiders[n];
        refuse(h, turn, "one more behind", refusal_of(h, outsiders[n].post), by,
               turn->count + 1);
        memcpy(by + 1, turn->by, sizeof turn->by);
        by[0] = outsiders[n];
        refuse(h, turn, "one more before", refusal_of(h, outsiders[n].post), by,
               turn->count + 1);
    }
}

static void
repeat_one(struct hall *h, const struct turn *turn, void *context)
{
    struct hall_signer by[SIGNERS_ROOM];

    (void)context;
    memcpy(by, turn->by, sizeof turn->by);
    by[turn->count] = turn->by[turn->count - 1];
    refuse(h, turn, "the last one twice", REFUSED_SIGNERS, by, turn->count + 1);
    if (turn->count > 1) {
        by[turn->count - 1] = turn->by[0];
        refuse(h, turn, "the first one for the last", REFUSED_SIGNERS, by,
               turn->count);
    }
}

static void
swap_lines(struct hall *h, const struct turn *turn, void *context)
{
    (void)context;
    for (size_t i = 1; i < turn->count; i++) {
        struct hall_signer by[SIGNERS_ROOM];

        memcpy(by, turn->by, sizeof turn->by);
        by[i - 1] = turn->by[i];
        by[i] = turn->by[i - 1];
        refuse(h, turn, "in another order", REFUSED_SIGNERS, by, turn->count);
    }
}

/* Whether this other post may well stand for the one that signs. */
static bool
may_stand_in(const struct turn *turn, size_t line, struct post post)
{
    bool officer = post.kind == POST_CHAIR || post.kind == POST_DESK ||
                   post.kind == POST_SCRUTINEER;

    if (turn->event->type == EVENT_RESULT)
        return officer;
    if (turn->event->type == EVENT_CAST)
        return post.kind == POST_SEAT; /* then the proof is not that seat's */
    return post.kind == POST_SCRUTINEER &&
           turn->by[line].post.kind == POST_SCRUTINEER;
}

static void
replace_one(struct hall *h, const struct turn *turn, void *context)
{
    (void)context;
    for (size_t line = 0; line < turn->count; line++) {
        for (size_t n = 0; n < OUTSIDERS; n++) {
            struct hall_signer by[SIGNERS_ROOM];

            if (signs(turn, outsiders[n].post) ||
                may_stand_in(turn, line, outsiders[n].post))
                continue;
            memcpy(by, turn->by, sizeof turn->by);
            by[line] = outsiders[n];
            refuse(h, turn, "somebody else", refusal_of(h, outsiders[n].post),
                   by, turn->count);
        }
    }
}

static void
forge_one(struct hall *h, const struct turn *turn, void *context)
{
    struct ed25519_secret other;
    uint8_t seed[ED25519_SEED_BYTES];

    (void)context;
    value_bytes(seed, sizeof seed, "somebody's own key");
    ed25519_from_seed(&other, seed);
    for (size_t line = 0; line < turn->count; line++) {
        struct hall_signer by[SIGNERS_ROOM];

        memcpy(by, turn->by, sizeof turn->by);
        by[line].key = &other;
        refuse(h, turn, "a key of their own", REFUSED_SIGNATURE, by,
               turn->count);
        by[line].key = &hall_person(h, by[line].post)->invitation;
        refuse(h, turn, "the invitation's key", REFUSED_SIGNATURE, by,
               turn->count);
        by[line].key = NULL;
        by[line].invitation = true;
        refuse(h, turn, "the invitation", REFUSED_SIGNERS, by, turn->count);
    }
}

/* One character of a signature or of the text, after signing. */
static void
change_note(struct hall *h, const struct turn *turn, void *context)
{
    static const char end[] = "=\n";

    (void)context;
    turn_redraft(h, turn);
    hall_sign(h, turn->by, turn->count);
    assert_memory_equal(h->note + h->note_len - 2, end, 2);
    /* The last quantum holds one byte: its first character is of the
     * signature. */
    h->note[h->note_len - 5] = h->note[h->note_len - 5] == 'A' ? 'B' : 'A';
    assert_refused(hall_take(h), REFUSED_SIGNATURE);
}

static void
walk(turn_visit *visit)
{
    struct hall *h = hall_new(TURN_SEATS);

    turn_walk(h, visit, NULL);
    hall_free(h);
}

static void
an_event_with_a_line_missing_is_refused(void **state)
{
    (void)state;
    walk(leave_one_out);
}

static void
an_event_with_a_line_too_many_is_refused(void **state)
{
    (void)state;
    walk(add_one);
    walk(repeat_one);
}

static void
an_event_with_its_lines_in_another_order_is_refused(void **state)
{
    (void)state;
    walk(swap_lines);
}

static void
an_event_signed_by_somebody_else_is_refused(void **state)
{
    (void)state;
    walk(replace_one);
}

static void
an_event_signed_with_another_key_is_refused(void **state)
{
    (void)state;
    walk(forge_one);
}

static void
a_changed_signature_is_refused(void **state)
{
    (void)state;
    walk(change_note);
}

/* The card was lost, and whoever found it goes on with the phone's old key. */
static void
a_key_from_before_a_reissue_is_refused(void **state)
{
    static const uint8_t choices[] = {0};
    struct hall *h = hall_new(TURN_SEATS);
    struct event_ref paper = hall_prepare(h, 1);
    struct post seat = {POST_SEAT, 2};
    struct ed25519_secret old;
    const struct hall_signer thief[] = {{seat, false, &old}};
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    old = hall_person(h, seat)->key;
    hall_draft_reissue(h, seat);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_person(h, seat)->invited = hall_last(h);
    hall_draft_cast(h, open, 2, choices);
    hall_refuse(h, "no key yet", REFUSED_NO_KEY, thief, 1);
    hall_do_enrol(h, seat);
    hall_draft_cast(h, open, 2, choices);
    hall_refuse(h, "the old key", REFUSED_SIGNATURE, thief, 1);
    hall_do_submit(h, HALL_BY(HALL_SEAT(2)));
    hall_free(h);
    (void)state;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_with_a_line_missing_is_refused),
        cmocka_unit_test(an_event_with_a_line_too_many_is_refused),
        cmocka_unit_test(an_event_with_its_lines_in_another_order_is_refused),
        cmocka_unit_test(an_event_signed_by_somebody_else_is_refused),
        cmocka_unit_test(an_event_signed_with_another_key_is_refused),
        cmocka_unit_test(a_changed_signature_is_refused),
        cmocka_unit_test(a_key_from_before_a_reissue_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
