/*
 * Goal: every event, from genesis to a session's end, comes once, in its time,
 * on this log, and knows what it speaks of.
 */
#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/digest.h"
#include "tests/support/founding.h"
#include "tests/test.h"

static void
refuse(struct hall *h, const struct founding *turn, const char *what,
       enum refusal want)
{
    char words[128];
    struct hash32 before = digest_state(h->conference);
    struct hash32 after;

    snprintf(words, sizeof words, "%s (%s)", what, turn->what);
    hall_refuse(h, words, want, turn->by, turn->count);
    after = digest_state(h->conference);
    assert_memory_equal(&before, &after, sizeof before);
}

static void
see(struct hall *h, uint64_t size)
{
    h->draft->seen_size = size;
    assert_ok(merkle_root_at(&h->draft->seen_root,
                             conference_tree(h->conference), size));
}

/* Which refusal another true entry in a reference's place gets. */
static enum refusal
refusal_of_other_entry(const struct event *event)
{
    switch (event->type) {
    case EVENT_ENROL:
    case EVENT_REISSUE:
        return REFUSED_INVITATION_OLD;
    case EVENT_PRESENT:
    case EVENT_LEAVE:
        return REFUSED_PRESENCE_CHAIN;
    case EVENT_KEY_START:
        return REFUSED_CEREMONY_REPLACES;
    case EVENT_INCIDENT:
    case EVENT_COMPLAINT:
        return REFUSED_NOTHING; /* they may speak of anything */
    default:
        return REFUSED_REF;
    }
}

/* Where the index is looked at before the leaf. */
static enum refusal
refusal_of_index(const struct event *event)
{
    enum refusal r = refusal_of_other_entry(event);

    return r == REFUSED_PRESENCE_CHAIN || r == REFUSED_CEREMONY_REPLACES
               ? r
               : REFUSED_REF;
}

/* The entry before, or behind the first. */
static uint32_t
beside(uint32_t index)
{
    return index ? index - 1 : 1;
}

static void
tamper_with_reference(struct hall *h, const struct founding *turn,
                      void *context)
{
    struct event *e = founding_redraft(h, turn);
    struct event_ref *ref = founding_reference(e);
    enum refusal index = refusal_of_index(e);
    enum refusal other = refusal_of_other_entry(e);
    struct event_ref honest;

    (void)context;
    if (!ref)
        return;
    honest = *ref;
    ref->leaf.bytes[31] ^= 1;
    refuse(h, turn, "another leaf", REFUSED_REF);
    *ref = honest;
    ref->index = beside(ref->index);
    refuse(h, turn, "another index", index);
    ref->index = (uint32_t)h->entry_count;
    refuse(h, turn, "an entry that is still to come", index);
    ref->index = EVENT_INDEX_MAX;
    refuse(h, turn, "the last index there is", index);
    if (other == REFUSED_NOTHING)
        return;
    *ref = hall_ref(h, honest.index ? 0 : 1);
    refuse(h, turn, "one of the first entries", other);
    *ref =
        hall_ref(h, honest.index + 1 < h->entry_count ? honest.index + 1 : 0);
    refuse(h, turn, "the entry behind", other);
}

static void
see_too_little(struct hall *h, const struct founding *turn, void *context)
{
    struct event_ref *ref = founding_reference(founding_redraft(h, turn));

    (void)context;
    if (!ref || ref->index == 0)
        return;
    see(h, ref->index);
    refuse(h, turn, "seen up to what it names", REFUSED_SEEN_SHORT);
}

static void
see_just_enough(struct hall *h, const struct founding *turn, void *context)
{
    struct event_ref *ref = founding_reference(founding_redraft(h, turn));

    (void)context;
    /* A deal has to see all commits, and so on: more than it names. */
    if (!ref || turn->event->type == EVENT_KEY_DEAL ||
        turn->event->type == EVENT_KEY_ACCEPT ||
        turn->event->type == EVENT_KEY_COMPLAIN)
        return;
    see(h, ref->index + 1);
    hall_do_submit(h, turn->by, turn->count);
}

static void
see_another_log(struct hall *h, const struct founding *turn, void *context)
{
    struct event *e = founding_redraft(h, turn);

    (void)context;
    e->seen_root.bytes[0] ^= 1;
    refuse(h, turn, "another root", REFUSED_SEEN);
    founding_redraft(h, turn)->seen_size++;
    refuse(h, turn, "a size that is still to come", REFUSED_SEEN);
    founding_redraft(h, turn)->seen_size = CHECKPOINT_SIZE_MAX;
    refuse(h, turn, "the largest size", REFUSED_SEEN);
    if (e->type == EVENT_GENESIS)
        return;
    founding_redraft(h, turn)->seen_size--;
    refuse(h, turn, "another size", REFUSED_SEEN);
    see(h, 0);
    refuse(h, turn, "nothing seen", REFUSED_SEEN);
    founding_redraft(h, turn);
    snprintf(e->origin, sizeof e->origin, "%s", "example.edu/congress-8");
    refuse(h, turn, "another log", REFUSED_ORIGIN);
    snprintf(e->origin, sizeof e->origin, "%s", HALL_ORIGIN "/");
    refuse(h, turn, "a longer name", REFUSED_ORIGIN);
    snprintf(e->origin, sizeof e->origin, "%s", HALL_ORIGIN "/seat/001");
    refuse(h, turn, "the name of a key", REFUSED_ORIGIN);
}

static void
come_at_another_time(struct hall *h, const struct founding *turn, void *context)
{
    uint64_t now = h->time_s;
    struct event *e = founding_redraft(h, turn);

    (void)context;
    h->time_s = EVENT_TIME_MAX + 1;
    refuse(h, turn, "after the last time", REFUSED_TIME_BACK);
    h->time_s = conference_time_s(h->conference) - 1;
    if (e->type != EVENT_GENESIS)
        refuse(h, turn, "before the last entry", REFUSED_TIME_BACK);
    h->time_s = now;
    if (!event_is_dated(e->type))
        return;
    e->at_s = now - CONFERENCE_CLOCK_SKEW_S - 1;
    refuse(h, turn, "a clock that is slow", REFUSED_TIME_SKEW);
    e->at_s = now + CONFERENCE_CLOCK_SKEW_S + 1;
    refuse(h, turn, "a clock that is fast", REFUSED_TIME_SKEW);
    e->at_s = 0;
    refuse(h, turn, "no clock", REFUSED_TIME_SKEW);
    e->at_s = EVENT_TIME_MAX;
    refuse(h, turn, "the last time", REFUSED_TIME_SKEW);
}

/* As slow or as fast as a clock may be. */
static void
come_at_the_edge(struct hall *h, const struct founding *turn, void *context)
{
    const bool *fast = context;
    struct event *e = founding_redraft(h, turn);

    e->at_s = *fast ? h->time_s + CONFERENCE_CLOCK_SKEW_S
                    : h->time_s - CONFERENCE_CLOCK_SKEW_S;
    hall_do_submit(h, turn->by, turn->count);
}

/* The text decides, not the lines. */
static void
come_twice(struct hall *h, const struct founding *turn, void *context)
{
    bool genesis = turn->event->type == EVENT_GENESIS;
    enum refusal want = genesis ? REFUSED_GENESIS : REFUSED_REPLAY;
    uint32_t entry = (uint32_t)h->entry_count;
    struct hall_signer stranger = {turn->by[0].post, false, &h->log_key};
    uint32_t found;

    (void)context;
    founding_redraft(h, turn);
    hall_do_submit(h, turn->by, turn->count);
    assert_refused(hall_take(h), want);
    assert_int_equal(h->cause, genesis ? CONFERENCE_NO_ENTRY : entry);
    assert_true(
        conference_find_act(h->conference, &h->decoded->act_hash, &found));
    assert_int_equal(found, entry);
    refuse(h, turn, "signed once more", want);
    hall_refuse(h, "signed by somebody else", want, &stranger, 1);
    assert_int_equal(h->entry_count, entry + 1);
}

/* Nothing but genesis can be first. */
static void
come_first(struct hall *h, const struct founding *turn, void *context)
{
    struct hall *empty = context;

    founding_redraft(h, turn);
    hall_sign(h, turn->by, turn->count);
    assert_refused(event_decode(empty->decoded, span_of(h->note, h->note_len)),
                   REFUSED_NOTHING);
    assert_refused(event_check(empty->conference, empty->decoded, h->time_s,
                               &empty->admission),
                   turn->event->type == EVENT_GENESIS ? REFUSED_NOTHING
                                                      : REFUSED_GENESIS);
}

static void
count_types(struct hall *h, const struct founding *turn, void *context)
{
    unsigned *counts = context;

    (void)h;
    counts[turn->event->type]++;
}

static void
walk(founding_visit *visit, void *context)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    founding_walk(h, visit, context);
    hall_free(h);
}

static void
each_type_that_turns_leave_out_has_its_turn(void **state)
{
    unsigned counts[EVENT_TYPES_] = {0};

    (void)state;
    walk(count_types, counts);
    for (int type = 0; type < EVENT_TYPES_; type++)
        if (counts[type] == 0 && (type < EVENT_PAPER || type > EVENT_PUBLISH))
            fail_msg("no %s", event_type_name((enum event_type)type));
}

static void
a_reference_to_anything_else_is_refused(void **state)
{
    (void)state;
    walk(tamper_with_reference, NULL);
}

static void
an_event_must_have_seen_what_it_names(void **state)
{
    (void)state;
    walk(see_too_little, NULL);
    walk(see_just_enough, NULL);
}

static void
an_event_that_has_seen_another_log_is_refused(void **state)
{
    (void)state;
    walk(see_another_log, NULL);
}

static void
an_event_out_of_its_time_is_refused(void **state)
{
    bool fast = false;

    (void)state;
    walk(come_at_another_time, NULL);
    walk(come_at_the_edge, &fast);
    fast = true;
    walk(come_at_the_edge, &fast);
}

static void
the_same_text_comes_once_whoever_signs_it(void **state)
{
    (void)state;
    walk(come_twice, NULL);
}

static void
nothing_comes_before_genesis(void **state)
{
    struct hall *empty = hall_new(0);

    (void)state;
    walk(come_first, empty);
    hall_free(empty);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_that_turns_leave_out_has_its_turn),
        cmocka_unit_test(a_reference_to_anything_else_is_refused),
        cmocka_unit_test(an_event_must_have_seen_what_it_names),
        cmocka_unit_test(an_event_that_has_seen_another_log_is_refused),
        cmocka_unit_test(an_event_out_of_its_time_is_refused),
        cmocka_unit_test(the_same_text_comes_once_whoever_signs_it),
        cmocka_unit_test(nothing_comes_before_genesis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
