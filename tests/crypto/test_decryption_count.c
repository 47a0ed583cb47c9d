/*
 * Goal: a row's counts are found, and accepted only if they are the ones that
 * so many ballots can have given.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "crypto/decryption.h"
#include "tests/support/values.h"

/* The points that slots of these counts open to. */
static void
open_counts(struct point *opened, const uint32_t *counts, unsigned options,
            unsigned cap)
{
    unsigned digits = cap ? 1 : 2;

    for (unsigned slot = 0; slot < ballot_slots(options, cap); slot++) {
        unsigned k = slot * digits;
        uint64_t m = counts[k];
        struct scalar s;

        if (digits == 2 && k + 1 < options - 1)
            m += (uint64_t)counts[k + 1] << 32;
        s = value_number(m);
        point_mul_base(&opened[slot], &s);
    }
}

static enum err
count(uint32_t *counts, unsigned options, unsigned cap, uint32_t n,
      const struct point *opened)
{
    size_t bytes = decryption_scratch_bytes(n);
    void *scratch = malloc(bytes);
    enum err e;

    assert_non_null(scratch);
    e = decryption_count_row(counts, options, cap, n, opened, scratch, bytes);
    free(scratch);
    return e;
}

static void
counts_are_found_and_accepted(void **state)
{
    static const struct {
        unsigned options;
        unsigned cap;
        uint32_t n;
        uint32_t counts[8];
    } cases[] = {
        {3, 0, 0, {0, 0, 0}},
        {3, 0, 1, {1, 0, 0}},
        {3, 0, 1, {0, 1, 0}},
        {3, 0, 1, {0, 0, 1}},
        {3, 0, 26, {20, 6, 0}},
        {3, 0, 2000, {0, 2000, 0}},
        {3, 0, 2000, {2000, 0, 0}},
        {3, 0, 2000, {1203, 544, 253}},
        {2, 0, 2000, {1999, 1}},
        {2, 0, 0, {0, 0}},
        {2, 0, 1, {1, 0}},
        {5, 0, 300, {100, 50, 25, 75, 50}},
        {8, 0, 100, {1, 2, 3, 4, 5, 6, 7, 72}},
        {3, 2, 2000, {2000, 0, 0}},
        {4, 1, 99, {33, 22, 11, 33}},
        {2, 1, 2000, {1024, 976}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct point opened[BALLOT_SLOTS_MAX];
        uint32_t found[BALLOT_OPTIONS_MAX] = {77};

        open_counts(opened, cases[i].counts, cases[i].options, cases[i].cap);
        assert_ok(decryption_check_row(cases[i].counts, cases[i].options,
                                       cases[i].cap, cases[i].n, opened));
        if (count(found, cases[i].options, cases[i].cap, cases[i].n, opened) !=
            OK)
            fail_msg("case %zu was not counted", i);
        assert_memory_equal(found, cases[i].counts,
                            cases[i].options * sizeof *found);
    }
}

/* m = 20 + 6 * 2^32 for 26 ballots. */
static void
only_the_true_counts_are_accepted(void **state)
{
    static const struct {
        const char *what;
        uint32_t counts[3];
        uint32_t n;
    } cases[] = {
        {"one less for the last", {20, 6, 0}, 25},
        {"one more for the last", {20, 6, 0}, 27},
        {"another first", {19, 6, 1}, 26},
        {"another second", {20, 5, 1}, 26},
        {"exchanged", {6, 20, 0}, 26},
        {"the last too large", {20, 6, 1}, 26},
        {"none", {0, 0, 26}, 26},
        {"a sum that wraps around", {20, 6, 0xffffffff}, 25},
    };
    const uint32_t good[BALLOT_OPTIONS_MAX] = {20, 6, 0};
    struct point opened;

    (void)state;
    open_counts(&opened, good, 3, 0);
    assert_ok(decryption_check_row(good, 3, 0, 26, &opened));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (decryption_check_row(cases[i].counts, 3, 0, cases[i].n, &opened) !=
            ERR_PROOF)
            fail_msg("%s was accepted", cases[i].what);
    assert_err(decryption_check_row(good, 1, 0, 26, &opened), ERR_INPUT);
    assert_err(decryption_check_row(good, 9, 0, 26, &opened), ERR_INPUT);
}

/*
 * 20 + 6*2^32 = 4294967316 + 5*2^32. The second reading does not fit 32 bits,
 * but any n above 2^32 - 1 would let its like through: the bound is n.
 */
static void
a_count_above_the_ballots_is_another_reading_of_the_sum(void **state)
{
    const uint64_t large = ((uint64_t)1 << 32) + 20;
    const struct scalar six = value_number(((uint64_t)6 << 32) + 20);
    const struct scalar five = value_number(((uint64_t)5 << 32) + large);
    const uint32_t cut[3] = {(uint32_t)large, 5, 1};
    const uint32_t beyond[3] = {0xffffffff, 0, 0};
    struct scalar s = value_number(0xffffffff);
    struct point opened;

    (void)state;
    assert_true(scalar_eq(&six, &five));
    point_mul_base(&opened, &six);
    assert_err(decryption_check_row(cut, 3, 0, 26, &opened), ERR_PROOF);
    point_mul_base(&opened, &s);
    assert_err(decryption_check_row(beyond, 3, 0, 26, &opened), ERR_PROOF);
}

/* The second digit of the last slot belongs to no option. */
static void
an_unused_digit_is_refused(void **state)
{
    const uint32_t counts[2] = {3, 2};
    const struct scalar m = value_number(((uint64_t)2 << 32) + 3);
    uint32_t found[2];
    struct point opened;

    (void)state;
    point_mul_base(&opened, &m);
    assert_err(decryption_check_row(counts, 2, 0, 5, &opened), ERR_PROOF);
    assert_err(count(found, 2, 0, 5, &opened), ERR_PROOF);
    assert_err(decryption_check_row(counts, 2, 1, 5, &opened), ERR_PROOF);
    assert_err(count(found, 2, 1, 5, &opened), ERR_PROOF);
}

static void
what_no_ballots_can_give_is_not_counted(void **state)
{
    static const struct {
        const char *what;
        uint32_t n;
        uint64_t plaintext;
    } cases[] = {
        {"one of no ballots", 0, 1},
        {"two of one ballot", 1, 2},
        {"both options of one ballot", 1, ((uint64_t)1 << 32) + 1},
        {"more than all for the first", 10, 11},
        {"more than all for the second", 10, (uint64_t)11 << 32},
        {"more than all together", 10, ((uint64_t)6 << 32) + 5},
    };
    const struct scalar zero = value_number(0);
    const struct scalar one = value_number(1);
    uint32_t found[3] = {9, 9, 9};
    struct scalar m;
    struct point opened;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        m = value_number(cases[i].plaintext);
        point_mul_base(&opened, &m);
        if (count(found, 3, 0, cases[i].n, &opened) != ERR_PROOF)
            fail_msg("%s was counted", cases[i].what);
        assert_true(sodium_is_zero((const uint8_t *)found, sizeof found));
    }
    scalar_sub(&m, &zero, &one);
    point_mul_base(&opened, &m);
    assert_err(count(found, 3, 0, 10, &opened), ERR_PROOF);
}

/* With one digit the root of n is searched: every number up to n is found. */
static void
every_count_of_a_few_ballots_is_found(void **state)
{
    (void)state;
    for (uint32_t n = 0; n <= 17; n++) {
        for (uint32_t first = 0; first <= n + 2; first++) {
            const uint32_t counts[BALLOT_OPTIONS_MAX] = {first, n - first};
            uint32_t found[2];
            struct point opened;
            enum err e;

            open_counts(&opened, counts, 2, 0);
            e = count(found, 2, 0, n, &opened);
            if (e != (first <= n ? OK : ERR_PROOF))
                fail_msg("%u of %u: %s", first, n, err_name(e));
            if (!e)
                assert_memory_equal(found, counts, sizeof found);
        }
    }
}

static void
counting_refuses_what_is_out_of_range(void **state)
{
    uint32_t scratch[1024];
    uint32_t found[3];
    struct point opened;

    (void)state;
    point_identity(&opened);
    assert_in_range(decryption_scratch_bytes(3), 1, sizeof scratch);
    assert_ok(decryption_count_row(found, 3, 0, 3, &opened, scratch,
                                   decryption_scratch_bytes(3)));
    assert_err(decryption_count_row(found, 3, 0, 3, &opened, scratch,
                                    decryption_scratch_bytes(3) - 1),
               ERR_INPUT);
    assert_err(
        decryption_count_row(found, 1, 0, 3, &opened, scratch, sizeof scratch),
        ERR_INPUT);
    assert_err(
        decryption_count_row(found, 9, 0, 3, &opened, scratch, sizeof scratch),
        ERR_INPUT);
    assert_int_equal(decryption_scratch_bytes(DECRYPTION_BALLOTS_MAX + 1), 0);
    assert_int_equal(decryption_scratch_bytes(UINT32_MAX), 0);
    assert_err(decryption_count_row(found, 3, 0, UINT32_MAX, &opened, scratch,
                                    sizeof scratch),
               ERR_INPUT);
    opened.bytes[0] = 1;
    assert_err(
        decryption_count_row(found, 3, 0, 3, &opened, scratch, sizeof scratch),
        ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_found_and_accepted),
        cmocka_unit_test(only_the_true_counts_are_accepted),
        cmocka_unit_test(
            a_count_above_the_ballots_is_another_reading_of_the_sum),
        cmocka_unit_test(an_unused_digit_is_refused),
        cmocka_unit_test(what_no_ballots_can_give_is_not_counted),
        cmocka_unit_test(every_count_of_a_few_ballots_is_found),
        cmocka_unit_test(counting_refuses_what_is_out_of_range),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("decryption_count", tests, NULL, NULL);
}
