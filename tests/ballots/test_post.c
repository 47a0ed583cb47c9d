/* Goal: a post and a key name have one spelling each. */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/post.h"
#include "tests/test.h"

static const struct {
    const char *text;
    struct post post;
} good[] = {
    {"chair/1", {POST_CHAIR, 1}},
    {"chair/10", {POST_CHAIR, 10}},
    {"desk/2", {POST_DESK, 2}},
    {"scrutineer/99999", {POST_SCRUTINEER, 99999}},
    {"seat/001", {POST_SEAT, 1}},
    {"seat/017", {POST_SEAT, 17}},
    {"seat/999", {POST_SEAT, 999}},
    {"seat/1000", {POST_SEAT, 1000}},
    {"seat/99999", {POST_SEAT, 99999}},
    {"observer/3", {POST_OBSERVER, 3}},
};

enum { GOOD = sizeof good / sizeof *good };

static void
posts_read_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < GOOD; i++) {
        struct post post;
        char text[POST_TEXT_BYTES];

        assert_ok(post_parse(&post, good[i].text, strlen(good[i].text)));
        assert_true(post_eq(post, good[i].post));
        post_format(text, post);
        assert_string_equal(text, good[i].text);
    }
}

static void
any_other_spelling_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "/",
        "seat",
        "seat/",
        "/017",
        "seat/000",
        "seat/00",
        "seat/0",
        "seat/1",
        "seat/17",
        "seat/0017",
        "seat/01000",
        "seat/100000",
        "seat/-01",
        "seat/+17",
        "seat/ 17",
        "seat/017 ",
        " seat/017",
        "seat/0x1",
        "seat/01a",
        "Seat/017",
        "SEAT/017",
        "seats/017",
        "sea/017",
        "seat//017",
        "seat/017/",
        "seat/017/018",
        "seat017",
        "chair/0",
        "chair/01",
        "chair/001",
        "chair/",
        "chair/4294967297",
        "chair/18446744073709551617",
        "desk/00001",
        "observer/",
        "scrutineer/100000",
        "witness/1",
        "log/1",
        "chair/\xD9\xA1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct post post = {POST_SEAT, 7};

        if (!post_parse(&post, bad[i], strlen(bad[i])))
            fail_msg("%s is read", bad[i]);
        assert_int_equal(post.number, 0);
    }
}

static void
a_post_is_read_to_its_length_only(void **state)
{
    struct post post;

    (void)state;
    assert_ok(post_parse(&post, "chair/12", 7));
    assert_int_equal(post.number, 1);
    assert_err(post_parse(&post, "chair/1", 8), ERR_INPUT);
    assert_err(post_parse(&post, "chair/1", 6), ERR_INPUT);
    assert_err(post_parse(&post, "chair/1", 5), ERR_INPUT);
    assert_err(post_parse(&post, "chair/1", 0), ERR_INPUT);
}

static void
posts_are_ordered_by_kind_and_number(void **state)
{
    static const struct post ascending[] = {
        {POST_CHAIR, 1},    {POST_CHAIR, 2},        {POST_DESK, 1},
        {POST_SEAT, 9},     {POST_SEAT, 10},        {POST_SEAT, 1000},
        {POST_OBSERVER, 1}, {POST_OBSERVER, 99999},
    };
    enum { COUNT = sizeof ascending / sizeof *ascending };

    (void)state;
    for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < COUNT; j++) {
            int want = (i > j) - (i < j);

            assert_int_equal(post_compare(ascending[i], ascending[j]), want);
            assert_int_equal(post_eq(ascending[i], ascending[j]), i == j);
        }
    }
}

static void
key_names_read_back(void **state)
{
    static const char *const origins[] = {
        "a",
        "example.edu/congress-7",
        "a/seat/001",
        "a/",
        "a/seat/001/invitation",
        "0123456789012345678901234567890123456789012345678901234567890123",
    };

    (void)state;
    for (size_t o = 0; o < sizeof origins / sizeof *origins; o++) {
        for (size_t i = 0; i < 2 * GOOD; i++) {
            char name[POST_KEY_NAME_BYTES];
            struct post post;
            bool invitation;

            post_key_name(name, origins[o], good[i / 2].post, i % 2);
            assert_ok(post_from_key_name(&post, &invitation, origins[o], name,
                                         strlen(name)));
            assert_true(post_eq(post, good[i / 2].post));
            assert_int_equal(invitation, i % 2);
            /* It belongs to no log whose name is longer or shorter. */
            assert_err(post_from_key_name(&post, &invitation, "a/seat", name,
                                          strlen(name)),
                       ERR_INPUT);
        }
    }
}

static void
a_key_name_of_another_log_or_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "log",
        "log/",
        "log//seat/017",
        "log/seat/017/",
        "log/seat/017/invitation/",
        "log/seat/017/Invitation",
        "log/seat/017/invitation/invitation",
        "log/seat/017invitation",
        "log/invitation",
        "log/seat/17",
        "logs/seat/017",
        "lo/seat/017",
        "Log/seat/017",
        "seat/017",
        "/seat/017",
        "log/log/seat/017",
        "log seat/017",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t len = strlen(bad[i]);
        char *copy = malloc(len + 1);
        struct post post;
        bool invitation = true;

        assert_non_null(copy);
        memcpy(copy, bad[i], len);
        if (!post_from_key_name(&post, &invitation, "log", copy, len))
            fail_msg("%s is read", bad[i]);
        assert_int_equal(post.number, 0);
        free(copy);
    }
}

static void
origins_have_few_characters(void **state)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789.-_/:";
    char longest[POST_ORIGIN_MAX + 1];

    (void)state;
    for (int c = 0; c < 256; c++) {
        char origin[3] = {'a', (char)c, 'b'};

        assert_int_equal(post_origin_is_valid(origin, 3),
                         c != 0 && strchr(allowed, c) != NULL);
    }
    memset(longest, 'a', sizeof longest);
    assert_true(post_origin_is_valid(longest, POST_ORIGIN_MAX));
    assert_false(post_origin_is_valid(longest, POST_ORIGIN_MAX + 1));
    assert_false(post_origin_is_valid(longest, 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_read_back),
        cmocka_unit_test(any_other_spelling_is_refused),
        cmocka_unit_test(a_post_is_read_to_its_length_only),
        cmocka_unit_test(posts_are_ordered_by_kind_and_number),
        cmocka_unit_test(key_names_read_back),
        cmocka_unit_test(a_key_name_of_another_log_or_form_is_refused),
        cmocka_unit_test(origins_have_few_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
