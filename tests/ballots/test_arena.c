/*
 * Goal: an arena's pieces are zeroed, aligned and apart, and no size overflows;
 * arrays grow or stay as they are.
 */
#include <stdalign.h>

#include "ballots/arena.h"
#include "tests/support/heap.h"
#include "tests/test.h"

static void
pieces_are_zeroed_aligned_and_apart(void **state)
{
    enum { PIECES = 2000 };
    struct heap heap = {0};
    struct arena arena;
    uint8_t *pieces[PIECES];

    (void)state;
    arena_init(&arena, heap_memory(&heap));
    for (size_t i = 0; i < PIECES; i++) {
        size_t len = i % 67;

        pieces[i] = arena_take(&arena, len, 1);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t b = 0; b < len; b++)
            assert_int_equal(pieces[i][b], 0);
        memset(pieces[i], (int)(i % 255) + 1, len);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t b = 0; b < i % 67; b++)
            assert_int_equal(pieces[i][b], i % 255 + 1);
    arena_free(&arena);
    assert_int_equal(heap.in_use, 0);
    arena_free(&arena);
    assert_non_null(arena_take(&arena, 1, 1));
    arena_free(&arena);
    assert_int_equal(heap.in_use, 0);
}

static void
a_piece_may_be_larger_than_a_block(void **state)
{
    struct heap heap = {0};
    struct arena arena;
    uint8_t *small;
    uint8_t *large;

    (void)state;
    arena_init(&arena, heap_memory(&heap));
    small = arena_take(&arena, 1, 8);
    large = arena_take(&arena, 3, 100000);
    assert_true(small && large);
    memset(large, 1, 300000);
    assert_int_equal(small[0], 0);
    assert_non_null(arena_take(&arena, 0, 8));
    assert_non_null(arena_take(&arena, 8, 0));
    arena_free(&arena);
    assert_int_equal(heap.in_use, 0);
}

static void
no_size_overflows(void **state)
{
    struct heap heap = {.limited = true, .left = 0};
    struct arena arena;

    (void)state;
    arena_init(&arena, heap_memory(&heap));
    assert_null(arena_take(&arena, SIZE_MAX, 1));
    assert_null(arena_take(&arena, SIZE_MAX, SIZE_MAX));
    assert_null(arena_take(&arena, SIZE_MAX / 2, 2));
    assert_null(arena_take(&arena, SIZE_MAX / 16 + 1, 16));
    assert_null(arena_take(&arena, 1, 1));
    assert_int_equal(heap.refusals, 1);
    arena_free(&arena);
    assert_int_equal(heap.in_use, 0);
}

static void
an_arena_without_memory_is_as_it_was(void **state)
{
    struct heap heap = {.limited = true, .left = 1};
    struct arena arena;
    uint8_t *kept;

    (void)state;
    arena_init(&arena, heap_memory(&heap));
    kept = arena_take(&arena, 1, 8);
    assert_non_null(kept);
    kept[0] = 7;
    assert_null(arena_take(&arena, 1, 100000));
    /* What is left of the block can still be had. */
    assert_non_null(arena_take(&arena, 1, 8));
    assert_int_equal(kept[0], 7);
    arena_free(&arena);
    assert_int_equal(heap.in_use, 0);
}

static void
an_array_grows_and_keeps_its_items(void **state)
{
    struct heap heap = {0};
    struct memory memory = heap_memory(&heap);
    void *items = NULL;
    size_t capacity = 0;

    (void)state;
    assert_ok(array_reserve(&memory, &items, &capacity, 0, 4));
    assert_null(items);
    for (uint32_t n = 0; n < 1000; n++) {
        assert_ok(array_reserve(&memory, &items, &capacity, n + 1, sizeof n));
        assert_true(capacity > n);
        ((uint32_t *)items)[n] = n;
    }
    for (uint32_t n = 0; n < 1000; n++)
        assert_int_equal(((uint32_t *)items)[n], n);
    array_free(&memory, &items, &capacity, sizeof(uint32_t));
    assert_null(items);
    assert_int_equal(capacity, 0);
    assert_int_equal(heap.in_use, 0);
    array_free(&memory, &items, &capacity, sizeof(uint32_t));
}

static void
an_array_that_cannot_grow_is_as_it_was(void **state)
{
    struct heap heap = {.limited = true, .left = 1};
    struct memory memory = heap_memory(&heap);
    void *items = NULL;
    size_t capacity = 0;
    void *before;
    size_t room;

    (void)state;
    assert_ok(array_reserve(&memory, &items, &capacity, 1, 8));
    before = items;
    room = capacity;
    assert_err(array_reserve(&memory, &items, &capacity, room + 1, 8),
               ERR_NOMEM);
    assert_err(array_reserve(&memory, &items, &capacity, SIZE_MAX, 8),
               ERR_NOMEM);
    assert_err(array_reserve(&memory, &items, &capacity, SIZE_MAX / 8, 8),
               ERR_NOMEM);
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, room);
    assert_ok(array_reserve(&memory, &items, &capacity, room, 8));
    array_free(&memory, &items, &capacity, 8);
    assert_int_equal(heap.in_use, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_piece_may_be_larger_than_a_block),
        cmocka_unit_test(no_size_overflows),
        cmocka_unit_test(an_arena_without_memory_is_as_it_was),
        cmocka_unit_test(an_array_grows_and_keeps_its_items),
        cmocka_unit_test(an_array_that_cannot_grow_is_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
