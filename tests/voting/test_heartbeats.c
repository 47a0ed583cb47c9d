/*
 * Goal: who was heard of within a minute is counted once, and listed in order.
 */
#include "tests/test.h"
#include "voting/server/heartbeats.h"

static void
who_was_heard_of_lately_is_listed_once(void **state)
{
    static const struct post posts[] = {
        {POST_SEAT, 1000}, {POST_SEAT, 7}, {POST_CHAIR, 1},
        {POST_SEAT, 7},    {POST_DESK, 2},
    };
    struct heartbeats *beats;
    struct text_writer w;
    char bytes[128];

    (void)state;
    assert_ok(heartbeats_new(&beats));
    assert_int_equal(heartbeats_count(beats, 0), 0);
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        assert_ok(heartbeats_note(beats, posts[i], i));
    assert_int_equal(heartbeats_count(beats, 4), 4);
    text_writer_start(&w, bytes, sizeof bytes);
    heartbeats_write(beats, &w, 4);
    assert_true(span_eq(text_writer_written(&w),
                        span_text("chair/1\ndesk/2\nseat/007\nseat/1000\n")));
    /* The first was heard of at 0, the last at 4. */
    assert_int_equal(heartbeats_count(beats, HEARTBEATS_LATELY_S), 4);
    assert_int_equal(heartbeats_count(beats, HEARTBEATS_LATELY_S + 1), 3);
    assert_int_equal(heartbeats_count(beats, HEARTBEATS_LATELY_S + 4), 1);
    assert_int_equal(heartbeats_count(beats, HEARTBEATS_LATELY_S + 5), 0);
    heartbeats_free(beats);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_heard_of_lately_is_listed_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
