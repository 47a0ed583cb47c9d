/*
 * Goal: a machine beside a tree that somebody else fills comes to the same
 * state as one that keeps its own, and takes nothing that stands ahead in the
 * tree for logged.
 */
#include "tests/test.h"

#include <stdlib.h>

#include "ballots/state.h"
#include "tests/support/digest.h"
#include "tests/support/hall.h"

enum { SEATS = 12, ROWS = 1 };

/* Every leaf of the hall's log, and a machine beside them. */
struct beside {
    struct heap heap;
    struct merkle_tree tree;
    struct conference *conference;
    struct event *event;
    struct admission *adm;
};

static struct hash32
leaf_of(const struct hall *h, size_t i)
{
    struct hash32 leaf;

    hash_leaf(&leaf, h->entries[i].bytes, h->entries[i].len);
    return leaf;
}

static struct beside *
beside_new(const struct hall *h)
{
    struct beside *b = calloc(1, sizeof *b);

    assert_non_null(b);
    b->event = malloc(sizeof *b->event);
    b->adm = malloc(sizeof *b->adm);
    assert_non_null(b->event);
    assert_non_null(b->adm);
    merkle_init(&b->tree, heap_memory(&b->heap));
    assert_ok(
        conference_new_beside(&b->conference, &b->tree, heap_memory(&b->heap)));
    assert_ok(merkle_reserve(&b->tree, h->entry_count));
    for (size_t i = 0; i < h->entry_count; i++) {
        const struct hash32 leaf = leaf_of(h, i);

        merkle_append(&b->tree, &leaf);
    }
    return b;
}

static void
beside_free(struct beside *b)
{
    conference_free(b->conference);
    merkle_free(&b->tree);
    assert_int_equal(b->heap.in_use, 0);
    free(b->event);
    free(b->adm);
    free(b);
}

/* Reads entry i; its time. */
static uint64_t
read_entry(struct beside *b, const struct hall *h, size_t i)
{
    struct span note;
    uint64_t time_s;

    assert_ok(event_split_entry(
        &time_s, &note, span_of(h->entries[i].bytes, h->entries[i].len)));
    assert_refused(event_decode(b->event, note), REFUSED_NOTHING);
    return time_s;
}

static void
apply_entry(struct beside *b, const struct hall *h, size_t i)
{
    const uint64_t time_s = read_entry(b, h, i);
    const struct hash32 leaf = leaf_of(h, i);

    assert_refused(event_check(b->conference, b->event, time_s, b->adm),
                   REFUSED_NOTHING);
    assert_ok(event_apply(b->conference, b->event, b->adm, &leaf));
}

/* A hall in which every seat but the last has voted, one after the other. */
static struct hall *
voted(void)
{
    static const uint8_t choices[ROWS] = {0};
    struct hall *h = hall_new(SEATS);
    const struct event_ref paper = hall_prepare(h, ROWS);
    struct event_ref open;

    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    for (unsigned seat = 1; seat < SEATS; seat++)
        hall_do_cast(h, open, seat, choices);
    return h;
}

static void
both_machines_come_to_the_same_state(void **state)
{
    struct hall *h = voted();
    struct beside *b = beside_new(h);
    struct hash32 ours;
    struct hash32 theirs;

    (void)state;
    for (size_t i = 0; i < h->entry_count; i++) {
        struct hash32 want;

        assert_int_equal(conference_size(b->conference), i);
        conference_root(b->conference, &ours);
        assert_ok(merkle_root_at(&want, conference_tree(h->conference), i));
        assert_memory_equal(&ours, &want, sizeof ours);
        apply_entry(b, h, i);
    }
    ours = digest_state(b->conference);
    theirs = digest_state(h->conference);
    assert_memory_equal(&ours, &theirs, sizeof ours);
    beside_free(b);
    hall_free(h);
}

static void
what_stands_ahead_is_seen_ahead_only(void **state)
{
    struct hall *h = voted();
    struct beside *b = beside_new(h);
    const size_t last = h->entry_count - 1;
    uint64_t time_s;

    (void)state;
    for (size_t i = 0; i + 1 < last; i++)
        apply_entry(b, h, i);
    /* The last ballot has seen the one before it, which is not logged yet. */
    time_s = read_entry(b, h, last);
    assert_int_equal(b->event->seen_size, last);
    assert_refused(event_check(b->conference, b->event, time_s, b->adm),
                   REFUSED_SEEN);
    assert_refused(event_check_again(b->conference, b->event, time_s, b->adm),
                   REFUSED_SEEN);
    assert_refused(event_check_ahead(b->conference, b->event, time_s, b->adm),
                   REFUSED_NOTHING);
    b->event->seen_root.bytes[31] ^= 1;
    assert_refused(event_check_ahead(b->conference, b->event, time_s, b->adm),
                   REFUSED_SEEN);
    b->event->seen_root.bytes[31] ^= 1;
    b->event->seen_size = b->tree.size + 1;
    assert_refused(event_check_ahead(b->conference, b->event, time_s, b->adm),
                   REFUSED_SEEN);
    beside_free(b);
    hall_free(h);
}

static void
a_leaf_ahead_is_no_entry(void **state)
{
    struct hall *h = voted();
    struct beside *b = beside_new(h);
    const uint32_t last = (uint32_t)h->entry_count - 1;
    const struct event_ref ref = {true, last, leaf_of(h, last)};

    (void)state;
    for (size_t i = 0; i < last; i++)
        apply_entry(b, h, i);
    assert_null(state_leaf(b->conference, last));
    assert_false(state_ref_is_true(b->conference, &ref));
    apply_entry(b, h, last);
    assert_non_null(state_leaf(b->conference, last));
    assert_true(state_ref_is_true(b->conference, &ref));
    assert_null(state_leaf(b->conference, last + 1));
    beside_free(b);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_machines_come_to_the_same_state),
        cmocka_unit_test(what_stands_ahead_is_seen_ahead_only),
        cmocka_unit_test(a_leaf_ahead_is_no_entry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
