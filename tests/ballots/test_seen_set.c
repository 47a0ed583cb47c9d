/*
 * Goal: a set finds what was added, where it came first, and nothing else,
 * however full it is and whoever chose the values.
 */
#include "ballots/seen_set.h"
#include "tests/support/heap.h"
#include "tests/test.h"

enum { MANY = 5000 };

static void
make_value(uint8_t value[SEEN_SET_VALUE_BYTES], uint32_t n)
{
    memset(value, 0, SEEN_SET_VALUE_BYTES);
    memcpy(value, &n, sizeof n);
}

static void
an_empty_set_has_nothing(void **state)
{
    struct heap heap = {0};
    struct seen_set set;
    uint8_t value[SEEN_SET_VALUE_BYTES] = {0};
    uint32_t entry;

    (void)state;
    seen_set_init(&set, heap_memory(&heap));
    assert_false(seen_set_find(&set, value, &entry));
    assert_ok(seen_set_reserve(&set, 1));
    assert_false(seen_set_find(&set, value, NULL));
    seen_set_free(&set);
    assert_int_equal(heap.in_use, 0);
    seen_set_free(&set);
}

static void
what_was_added_is_found_when_the_set_has_grown(void **state)
{
    struct heap heap = {0};
    struct seen_set set;
    uint8_t value[SEEN_SET_VALUE_BYTES];
    uint32_t entry;

    (void)state;
    seen_set_init(&set, heap_memory(&heap));
    for (uint32_t n = 0; n < MANY; n++) {
        make_value(value, n);
        assert_false(seen_set_find(&set, value, NULL));
        assert_ok(seen_set_reserve(&set, 1));
        seen_set_add(&set, value, n + 7);
        assert_int_equal(set.count, n + 1);
        assert_true(set.count <= set.capacity / 6 * 5);
    }
    for (uint32_t n = 0; n < 2 * MANY; n++) {
        make_value(value, n);
        assert_int_equal(seen_set_find(&set, value, &entry), n < MANY);
        if (n < MANY)
            assert_int_equal(entry, n + 7);
    }
    seen_set_free(&set);
    assert_int_equal(heap.in_use, 0);
}

static void
the_first_entry_is_kept(void **state)
{
    struct heap heap = {0};
    struct seen_set set;
    uint8_t value[SEEN_SET_VALUE_BYTES] = {1};
    uint32_t entry;

    (void)state;
    seen_set_init(&set, heap_memory(&heap));
    assert_ok(seen_set_reserve(&set, 2));
    seen_set_add(&set, value, 5);
    seen_set_add(&set, value, 9);
    assert_int_equal(set.count, 1);
    assert_true(seen_set_find(&set, value, &entry));
    assert_int_equal(entry, 5);
    /* An entry of 0, and a value of nothing but zeros, are like others. */
    memset(value, 0, sizeof value);
    assert_false(seen_set_find(&set, value, &entry));
    seen_set_add(&set, value, 0);
    assert_true(seen_set_find(&set, value, &entry));
    assert_int_equal(entry, 0);
    seen_set_free(&set);
}

/* The first 16 bytes are the value, every bit of them and no more. */
static void
every_bit_of_the_first_half_counts(void **state)
{
    struct heap heap = {0};
    struct seen_set set;
    uint8_t value[SEEN_SET_VALUE_BYTES] = {3};

    (void)state;
    seen_set_init(&set, heap_memory(&heap));
    assert_ok(seen_set_reserve(&set, 1));
    seen_set_add(&set, value, 1);
    for (unsigned bit = 0; bit < 8 * SEEN_SET_VALUE_BYTES; bit++) {
        value[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_equal(seen_set_find(&set, value, NULL),
                         bit >= 8 * SEEN_SET_KEY_BYTES);
        value[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    seen_set_free(&set);
}

/* Values that somebody chose so that they all begin at one place. */
static void
values_that_crowd_one_place_are_all_found(void **state)
{
    enum { CROWD = 48 };
    struct heap heap = {0};
    struct seen_set set;
    uint8_t crowd[CROWD][SEEN_SET_VALUE_BYTES];
    size_t found = 0;
    size_t wanted = 0;

    (void)state;
    /* With one value in the set, the place of any other shows in the probe:
     * the values whose search begins where the first one lies. */
    for (uint32_t n = 0; found < CROWD; n++) {
        struct seen_set alone;
        uint8_t value[SEEN_SET_VALUE_BYTES];
        size_t place = 0;

        make_value(value, n);
        seen_set_init(&alone, heap_memory(&heap));
        assert_ok(seen_set_reserve(&alone, 1));
        seen_set_add(&alone, value, 1);
        while (!alone.slots[place].entry)
            place++;
        seen_set_free(&alone);
        if (found == 0)
            wanted = place;
        if (place == wanted)
            memcpy(crowd[found++], value, sizeof value);
    }
    seen_set_init(&set, heap_memory(&heap));
    assert_ok(seen_set_reserve(&set, CROWD));
    assert_int_equal(set.capacity, 64);
    for (uint32_t i = 0; i < CROWD; i++)
        seen_set_add(&set, crowd[i], i);
    for (uint32_t i = 0; i < CROWD; i++) {
        uint32_t entry;

        assert_true(seen_set_find(&set, crowd[i], &entry));
        assert_int_equal(entry, i);
    }
    seen_set_free(&set);
    assert_int_equal(heap.in_use, 0);
}

static void
a_set_that_cannot_grow_is_as_it_was(void **state)
{
    struct heap heap = {.limited = true};
    struct seen_set set;
    uint8_t value[SEEN_SET_VALUE_BYTES];
    uint32_t added = 0;

    (void)state;
    seen_set_init(&set, heap_memory(&heap));
    assert_err(seen_set_reserve(&set, 1), ERR_NOMEM);
    assert_int_equal(set.capacity, 0);
    heap.left = 2;
    while (!seen_set_reserve(&set, 1)) {
        make_value(value, added);
        seen_set_add(&set, value, added++);
    }
    assert_int_equal(added, 60); /* five sixths of 72 */
    assert_err(seen_set_reserve(&set, SIZE_MAX), ERR_NOMEM);
    assert_err(seen_set_reserve(&set, SIZE_MAX / sizeof *set.slots), ERR_NOMEM);
    for (uint32_t n = 0; n < added; n++) {
        uint32_t entry;

        make_value(value, n);
        assert_true(seen_set_find(&set, value, &entry));
        assert_int_equal(entry, n);
    }
    heap.left = 1;
    assert_ok(seen_set_reserve(&set, 1));
    seen_set_free(&set);
    assert_int_equal(heap.in_use, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_set_has_nothing),
        cmocka_unit_test(what_was_added_is_found_when_the_set_has_grown),
        cmocka_unit_test(the_first_entry_is_kept),
        cmocka_unit_test(every_bit_of_the_first_half_counts),
        cmocka_unit_test(values_that_crowd_one_place_are_all_found),
        cmocka_unit_test(a_set_that_cannot_grow_is_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
