/* Goal: every event, from paper to publish, comes once, in its time, and knows
 * what it speaks of. */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/state.h"
#include "tests/support/turn.h"
#include "tests/test.h"

static void
refuse(struct hall *h, const struct turn *turn, const char *what,
       enum refusal want)
{
    char words[128];

    snprintf(words, sizeof words, "%s (%s)", what, turn->what);
    hall_refuse(h, words, want, turn->by, turn->count);
}

static void
see(struct hall *h, uint64_t size)
{
    h->draft->seen_size = size;
    assert_ok(merkle_root_at(&h->draft->seen_root,
                             conference_tree(h->conference), size));
}

/* A ballot's previous one is looked for by its number first. */
static enum refusal
refusal_of_index(const struct event *event, const struct event_ref *ref)
{
    return ref == &event->cast.previous && event->type == EVENT_CAST
               ? REFUSED_ATTEMPT
               : REFUSED_REF;
}

/* An entry that exists and is no result has not been counted. */
static enum refusal
refusal_of_kind(const struct event *event, const struct event_ref *ref)
{
    if (event->type == EVENT_SIGN_OFF || event->type == EVENT_DECLARE ||
        event->type == EVENT_PUBLISH)
        return REFUSED_NOT_COUNTED;
    return refusal_of_index(event, ref);
}

static void
tamper_with_references(struct hall *h, const struct turn *turn, void *context)
{
    struct event_ref *refs[TURN_REFS_MAX];
    size_t count = turn_refs(refs, turn_redraft(h, turn));

    (void)context;
    for (size_t i = 0; i < count; i++) {
        const struct event_ref true_ref = *refs[i];
        enum refusal want = refusal_of_index(h->draft, refs[i]);
        enum refusal kind = refusal_of_kind(h->draft, refs[i]);

        refs[i]->leaf.bytes[31] ^= 1;
        refuse(h, turn, "another leaf", REFUSED_REF);
        *refs[i] = true_ref;
        refs[i]->index++;
        refuse(h, turn, "another index", want);
        *refs[i] = hall_ref(h, 0);
        refuse(h, turn, "the first entry", kind);
        *refs[i] = hall_ref(h, true_ref.index - 1);
        refuse(h, turn, "the entry before", kind);
        *refs[i] = true_ref;
        refs[i]->index = (uint32_t)h->entry_count;
        refuse(h, turn, "an entry that is still to come", want);
        refs[i]->index = EVENT_INDEX_MAX;
        refuse(h, turn, "the last index there is", want);
        *refs[i] = true_ref;
    }
}

static void
see_too_little(struct hall *h, const struct turn *turn, void *context)
{
    struct event_ref *refs[TURN_REFS_MAX];
    size_t count = turn_refs(refs, turn_redraft(h, turn));

    (void)context;
    for (size_t i = 0; i < count; i++) {
        see(h, refs[i]->index);
        refuse(h, turn, "seen up to what it names", REFUSED_SEEN_SHORT);
    }
}

static void
see_another_log(struct hall *h, const struct turn *turn, void *context)
{
    struct event *e = turn_redraft(h, turn);

    (void)context;
    e->seen_root.bytes[0] ^= 1;
    refuse(h, turn, "another root", REFUSED_SEEN);
    turn_redraft(h, turn)->seen_size--;
    refuse(h, turn, "another size", REFUSED_SEEN);
    turn_redraft(h, turn)->seen_size++;
    refuse(h, turn, "a size that is still to come", REFUSED_SEEN);
    turn_redraft(h, turn)->seen_size = CHECKPOINT_SIZE_MAX;
    refuse(h, turn, "the largest size", REFUSED_SEEN);
    see(h, 0);
    refuse(h, turn, "nothing seen", REFUSED_SEEN);
    snprintf(turn_redraft(h, turn)->origin, sizeof e->origin, "%s",
             "example.edu/congress-8");
    refuse(h, turn, "another log", REFUSED_ORIGIN);
}

static void
come_at_another_time(struct hall *h, const struct turn *turn, void *context)
{
    uint64_t now = h->time_s;
    struct event *e = turn_redraft(h, turn);

    (void)context;
    h->time_s = conference_time_s(h->conference) - 1;
    refuse(h, turn, "before the last entry", REFUSED_TIME_BACK);
    h->time_s = EVENT_TIME_MAX + 1;
    refuse(h, turn, "after the last time", REFUSED_TIME_BACK);
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
come_at_the_edge(struct hall *h, const struct turn *turn, void *context)
{
    bool *fast = context;
    struct event *e = turn_redraft(h, turn);

    e->at_s = *fast ? h->time_s + CONFERENCE_CLOCK_SKEW_S
                    : h->time_s - CONFERENCE_CLOCK_SKEW_S;
    hall_do_submit(h, turn->by, turn->count);
}

static void
come_twice(struct hall *h, const struct turn *turn, void *context)
{
    uint32_t entry = (uint32_t)h->entry_count;

    (void)context;
    turn_redraft(h, turn);
    hall_do_submit(h, turn->by, turn->count);
    assert_refused(hall_take(h), REFUSED_REPLAY);
    assert_int_equal(h->cause, entry);
    /* The text decides, not the lines. */
    refuse(h, turn, "signed once more", REFUSED_REPLAY);
    hall_sign(h, turn->by, turn->count - (turn->count > 1));
    assert_refused(hall_take(h), REFUSED_REPLAY);
    assert_int_equal(h->entry_count, entry + 1);
}

static void
count_types(struct hall *h, const struct turn *turn, void *context)
{
    unsigned *counts = context;

    (void)h;
    counts[turn->event->type]++;
}

static void
walk(turn_visit *visit, void *context)
{
    struct hall *h = hall_new(TURN_SEATS);

    turn_walk(h, visit, context);
    hall_free(h);
}

static void
each_type_from_paper_to_publish_has_its_turn(void **state)
{
    unsigned counts[EVENT_TYPES_] = {0};

    (void)state;
    walk(count_types, counts);
    for (int type = EVENT_PAPER; type <= EVENT_PUBLISH; type++)
        if (counts[type] == 0)
            fail_msg("no %s", event_type_name((enum event_type)type));
}

static void
a_reference_to_anything_else_is_refused(void **state)
{
    (void)state;
    walk(tamper_with_references, NULL);
}

static void
an_event_that_has_not_seen_what_it_names_is_refused(void **state)
{
    (void)state;
    walk(see_too_little, NULL);
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
    (void)state;
    walk(come_at_another_time, NULL);
}

static void
a_clock_five_minutes_off_is_good_enough(void **state)
{
    bool fast = false;

    (void)state;
    walk(come_at_the_edge, &fast);
    fast = true;
    walk(come_at_the_edge, &fast);
}

static void
the_same_event_comes_once(void **state)
{
    (void)state;
    walk(come_twice, NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_from_paper_to_publish_has_its_turn),
        cmocka_unit_test(a_reference_to_anything_else_is_refused),
        cmocka_unit_test(an_event_that_has_not_seen_what_it_names_is_refused),
        cmocka_unit_test(an_event_that_has_seen_another_log_is_refused),
        cmocka_unit_test(an_event_out_of_its_time_is_refused),
        cmocka_unit_test(a_clock_five_minutes_off_is_good_enough),
        cmocka_unit_test(the_same_event_comes_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
