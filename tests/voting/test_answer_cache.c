/*
 * Goal: an answer is made once for all who ask, kept within bounds, and what
 * was not asked for longest goes first.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/test.h"
#include "voting/http/http.h"
#include "voting/server/answer_cache.h"

enum { ROOM = 8 * 1024, KEY_ROOM = 32 };

struct fixture {
    struct answer_cache *cache;
    size_t given;
    void *last_waiter;
    struct http_reply *last;
};

static void
give(void *context, void *waiter, struct http_reply *reply)
{
    struct fixture *f = context;

    f->given++;
    f->last_waiter = waiter;
    f->last = reply;
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    assert_ok(answer_cache_new(&f->cache,
                               &(struct answer_cache_options){ROOM, give, f}));
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    answer_cache_free(f->cache);
    free(f);
    return 0;
}

static enum answer
ask(struct fixture *f, const char *key)
{
    enum answer answer;

    assert_ok(answer_cache_ask(f->cache, &answer, span_text(key), f));
    return answer;
}

/* Settles with a body of this many bytes. */
static void
settle(struct fixture *f, const char *key, size_t len, bool keep)
{
    char *body = calloc(1, len + 1);
    struct http_content content = {.status = 200, .body = span_of(body, len)};
    struct http_reply *reply;

    assert_non_null(body);
    assert_ok(http_reply_new(&reply, &content));
    answer_cache_settle(f->cache, span_text(key), reply, keep);
    http_reply_release(reply);
    free(body);
}

static void
who_asks_first_makes_it_and_all_who_wait_get_it(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(ask(f, "a"), ANSWER_MAKE);
    assert_int_equal(ask(f, "a"), ANSWER_WAITS);
    assert_int_equal(ask(f, "b"), ANSWER_MAKE);
    assert_int_equal(ask(f, "a"), ANSWER_WAITS);
    assert_int_equal(f->given, 0);
    settle(f, "a", 10, true);
    assert_int_equal(f->given, 3);
    assert_ptr_equal(f->last_waiter, f);
    assert_int_equal(http_reply_size(f->last), 10);
    assert_int_equal(ask(f, "a"), ANSWER_KEPT);
    assert_int_equal(f->given, 4);
    settle(f, "b", 20, false);
    assert_int_equal(f->given, 5);
}

static void
what_is_not_to_be_kept_is_made_again(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(ask(f, "a"), ANSWER_MAKE);
    settle(f, "a", 10, false);
    assert_int_equal(answer_cache_bytes(f->cache), 0);
    assert_int_equal(ask(f, "a"), ANSWER_MAKE);
    settle(f, "a", ROOM, true);
    /* Too large to keep. */
    assert_int_equal(answer_cache_bytes(f->cache), 0);
    assert_int_equal(ask(f, "a"), ANSWER_MAKE);
    settle(f, "a", 10, true);
}

static void
settling_what_nobody_asked_for_changes_nothing(void **state)
{
    struct fixture *f = *state;

    settle(f, "a", 10, true);
    assert_int_equal(answer_cache_bytes(f->cache), 0);
    assert_int_equal(ask(f, "a"), ANSWER_MAKE);
    settle(f, "a", 10, true);
    settle(f, "a", 99, true);
    assert_int_equal(f->given, 1);
    assert_int_equal(ask(f, "a"), ANSWER_KEPT);
    assert_int_equal(http_reply_size(f->last), 10);
}

static void
what_was_not_asked_for_longest_goes_first(void **state)
{
    struct fixture *f = *state;
    const size_t body = 1100; /* with its overhead more than a quarter */

    for (unsigned i = 0; i < 3; i++) {
        char key[KEY_ROOM];

        snprintf(key, sizeof key, "%u", i);
        assert_int_equal(ask(f, key), ANSWER_MAKE);
        settle(f, key, body, true);
    }
    assert_int_equal(ask(f, "0"), ANSWER_KEPT);
    assert_int_equal(ask(f, "3"), ANSWER_MAKE);
    settle(f, "3", body, true);
    assert_true(answer_cache_bytes(f->cache) <= ROOM);
    assert_int_equal(ask(f, "0"), ANSWER_KEPT);
    assert_int_equal(ask(f, "2"), ANSWER_KEPT);
    assert_int_equal(ask(f, "3"), ANSWER_KEPT);
    assert_int_equal(ask(f, "1"), ANSWER_MAKE);
    settle(f, "1", 0, false);
}

static void
ten_thousand_keys_are_kept_within_bounds(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < 10000; i++) {
        char key[KEY_ROOM];

        snprintf(key, sizeof key, "/tile/0/%u", i);
        assert_int_equal(ask(f, key), ANSWER_MAKE);
        settle(f, key, i % 700, true);
        assert_true(answer_cache_bytes(f->cache) <= ROOM);
        assert_int_equal(ask(f, key), ANSWER_KEPT);
        assert_int_equal(http_reply_size(f->last), i % 700);
    }
}

static void
a_key_that_is_too_long_is_none(void **state)
{
    struct fixture *f = *state;
    char key[ANSWER_KEY_MAX + 1] = {0};
    enum answer answer;

    assert_err(answer_cache_ask(f->cache, &answer, span_of(key, sizeof key), f),
               ERR_INPUT);
    assert_int_equal(f->given, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_asks_first_makes_it_and_all_who_wait_get_it),
        TEST(what_is_not_to_be_kept_is_made_again),
        TEST(settling_what_nobody_asked_for_changes_nothing),
        TEST(what_was_not_asked_for_longest_goes_first),
        TEST(ten_thousand_keys_are_kept_within_bounds),
        TEST(a_key_that_is_too_long_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
