/*
 * Goal: nobody can make others wait by claiming their name, and a school
 * behind one address has room.
 */
#include "tests/test.h"
#include "voting/server/limits.h"

enum { SCHOOL = 1000 };

static const uint8_t school[16] = {[10] = 0xFF, 0xFF, 10, 0, 0, 1};
static const uint8_t stranger[16] = {[10] = 0xFF, 0xFF, 10, 0, 0, 2};

static int
set_up(void **state)
{
    struct limits *limits;

    assert_ok(limits_new(&limits, SCHOOL));
    *state = limits;
    return 0;
}

static int
tear_down(void **state)
{
    limits_free(*state);
    return 0;
}

static void
a_name_is_limited_for_its_address_alone(void **state)
{
    struct limits *limits = *state;
    struct limits_ticket tickets[LIMITS_PER_NAME];
    struct limits_ticket other;
    struct span name = span_text("example.edu/congress-7/seat/017");

    for (size_t i = 0; i < LIMITS_PER_NAME; i++)
        assert_true(limits_enter(limits, &tickets[i], stranger, name));
    assert_false(limits_enter(limits, &other, stranger, name));
    /* Who has this name, and others from the same address, get in. */
    assert_true(limits_enter(limits, &other, school, name));
    assert_true(limits_enter(limits, &other, stranger,
                             span_text("example.edu/congress-7/seat/018")));
    assert_true(limits_enter(limits, &other, stranger, span_of(NULL, 0)));
    limits_leave(limits, &tickets[0]);
    assert_true(limits_enter(limits, &other, stranger, name));
    assert_false(limits_enter(limits, &other, stranger, name));
}

static void
a_school_behind_one_address_has_room(void **state)
{
    struct limits *limits = *state;
    struct limits_ticket tickets[SCHOOL];
    struct limits_ticket other;

    for (size_t i = 0; i < SCHOOL; i++)
        assert_true(limits_enter(limits, &tickets[i], school,
                                 span_of((const char *)&i, sizeof i)));
    assert_false(limits_enter(limits, &other, school, span_text("one more")));
    assert_true(limits_enter(limits, &other, stranger, span_text("other")));
    for (size_t i = 0; i < SCHOOL; i++)
        limits_leave(limits, &tickets[i]);
    assert_true(limits_enter(limits, &other, school, span_text("one more")));
}

static void
an_address_of_the_new_kind_counts_by_its_first_half(void **state)
{
    struct limits *limits = *state;
    uint8_t address[16] = {0x20, 0x01, 0x0d, 0xb8, 1, 2, 3, 4};
    struct span name = span_text("a");
    struct limits_ticket ticket;

    for (unsigned i = 0; i < LIMITS_PER_NAME; i++) {
        address[15] = (uint8_t)i;
        assert_true(limits_enter(limits, &ticket, address, name));
    }
    address[8] = 0xFF;
    assert_false(limits_enter(limits, &ticket, address, name));
    address[7] ^= 1;
    assert_true(limits_enter(limits, &ticket, address, name));
}

static void
a_very_long_name_is_still_one(void **state)
{
    struct limits *limits = *state;
    char name[1000] = {0};
    struct limits_ticket ticket;

    for (size_t i = 0; i < LIMITS_PER_NAME; i++)
        assert_true(limits_enter(limits, &ticket, school,
                                 span_of(name, sizeof name - i)));
    assert_false(
        limits_enter(limits, &ticket, school, span_of(name, sizeof name)));
}

static void
more_than_can_be_counted_is_no_limit(void **state)
{
    struct limits *limits;

    (void)state;
    assert_err(limits_new(&limits, LIMITS_PER_ADDRESS_MAX + 1), ERR_INPUT);
    assert_null(limits);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_is_limited_for_its_address_alone),
        TEST(a_school_behind_one_address_has_room),
        TEST(an_address_of_the_new_kind_counts_by_its_first_half),
        TEST(a_very_long_name_is_still_one),
        TEST(more_than_can_be_counted_is_no_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
