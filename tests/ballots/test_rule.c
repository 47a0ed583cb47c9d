/* Goal: bases, clauses and the number needed are exact in whole numbers. */
#include "ballots/rule.h"

#include "tests/support/rule_rows.h"
#include "tests/test.h"

static void
each_base_counts_its_own_buckets(void **state)
{
    /* One power of two in each bucket, so a sum tells what it is made of. */
    const struct rule_options options = {3,
                                         {{"for"}, {"against"}, {"abstain"}}};
    const struct row_counts counts = {.option = {1, 2, 4},
                                      .invalid = 8,
                                      .unreturned = 16,
                                      .unissued = 32,
                                      .absent = 64,
                                      .recused = 128};
    static const struct {
        enum rule_base base;
        uint64_t want;
    } cases[] = {
        {RULE_BASE_ROLL, 127},     {RULE_BASE_PRESENT, 63},
        {RULE_BASE_ISSUED, 31},    {RULE_BASE_RETURNED, 15},
        {RULE_BASE_VALID, 7},      {RULE_BASE_EXPRESSED, 3},
        {RULE_BASE_RONR_CAST, 11}, {RULE_BASE_ROLL_LESS_ABSTAIN, 123},
    };
    struct row_counts sealed = {.uncounted = 2, .unissued = 3, .absent = 5};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (rule_base_size(&options, &counts, cases[i].base) != cases[i].want)
            fail_msg("%s", rule_base_name(cases[i].base));
    assert_int_equal(rule_base_size(&options, &sealed, RULE_BASE_ROLL), 10);
    assert_int_equal(rule_base_size(&options, &sealed, RULE_BASE_RETURNED), 2);
    assert_int_equal(rule_base_size(&options, &sealed, RULE_BASE_VALID), 0);
    assert_int_equal(
        rule_base_size(&options, &sealed, RULE_BASE_ROLL_LESS_ABSTAIN), 0);
    assert_int_equal(rule_base_size(&options, &counts, RULE_BASE_COUNT_), 0);
}

static void
the_number_needed_is_exact(void **state)
{
    static const struct {
        const char *what;
        bool more_than;
        uint32_t p;
        uint32_t q;
        uint32_t min;
        uint64_t base;
        uint64_t want;
    } cases[] = {
        {"two thirds of 9 is 6", false, 2, 3, 0, 9, 6},
        {"more than two thirds of 9 is 7", true, 2, 3, 0, 9, 7},
        {"two thirds of 40", false, 2, 3, 0, 40, 27},
        {"half of 40", false, 1, 2, 0, 40, 20},
        {"more than half of 40", true, 1, 2, 0, 40, 21},
        {"half of 41", false, 1, 2, 0, 41, 21},
        {"more than half of 41", true, 1, 2, 0, 41, 21},
        {"more than half of 17 is 9, not 9.5", true, 1, 2, 0, 17, 9},
        {"all of 5", false, 1, 1, 0, 5, 5},
        {"more than none", true, 0, 1, 0, 5, 1},
        {"none is still one", false, 0, 1, 0, 5, 1},
        {"three at least", false, 0, 1, 3, 40, 3},
        {"a third, if that is more than three", false, 1, 3, 3, 40, 14},
        {"the largest roll", true, 999999, 1000000, 0, UINT32_MAX, 4294963001},
        {"half of 2^36", true, 1, 2, 0, UINT64_C(1) << 36,
         (UINT64_C(1) << 35) + 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rule_clause clause = {.option_count = 1,
                                           .option = {{"for"}},
                                           .more_than = cases[i].more_than,
                                           .p = cases[i].p,
                                           .q = cases[i].q,
                                           .min = cases[i].min};
        uint64_t needed;

        if (!rule_clause_needed(&needed, &clause, cases[i].base) ||
            needed != cases[i].want)
            fail_msg("%s: %llu", cases[i].what, (unsigned long long)needed);
        assert_false(rule_clause_needed(&needed, &clause, 0));
        assert_int_equal(needed, 0);
    }
}

/* With one vote fewer than needed a clause fails, with exactly that it holds.
 */

static void
the_number_needed_is_where_the_clause_turns(void **state)
{
    static const struct {
        const char *pass;
        uint32_t roll;
    } cases[] = {
        {"motion pass for/roll>1/2 notice 0 publish 0 post 0", 40},
        {"motion pass for/roll>=2/3 notice 0 publish 0 post 0", 9},
        {"motion pass for/roll>=2/3 notice 0 publish 0 post 0", 2949},
        {"motion pass for/roll>=0/1 notice 0 publish 0 post 0", 7},
        {"motion pass for/roll>=0/1,min=3 notice 0 publish 0 post 0", 7},
        {"motion pass for/roll>999999/1000000 notice 0 publish 0 post 0",
         UINT32_MAX},
        {"motion pass for/roll>=999983/1000000 notice 0 publish 0 post 0",
         UINT32_MAX},
        {"motion pass for/roll>=1/1 notice 0 publish 0 post 0", UINT32_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule rule = rule_rows_rule(cases[i].pass);
        struct verdict verdict;
        struct rule_rows_votes r;
        uint64_t needed;

        assert_true(rule_needed_of_roll(&needed, &rule, cases[i].roll));
        rule_rows_votes(&r, (uint32_t)needed, 0, 0,
                        cases[i].roll - (uint32_t)needed);
        assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
        if (verdict.outcome != VERDICT_ADOPTED || verdict.needed != needed)
            fail_msg("%s: not with %u", cases[i].pass, (unsigned)needed);
        rule_rows_votes(&r, (uint32_t)needed - 1, 0, 0,
                        cases[i].roll - (uint32_t)needed + 1);
        assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
        if (verdict.outcome != VERDICT_REJECTED)
            fail_msg("%s: with %u less one", cases[i].pass, (unsigned)needed);
    }
}

static void
every_bucket_at_its_largest_overflows_nothing(void **state)
{
    struct rule rule = rule_rows_rule("motion pass for/roll>=1/13 "
                                      "notice 0 publish 0 post 0");
    struct rule_rows_votes r;
    struct verdict verdict;
    const uint32_t most = UINT32_MAX;

    (void)state;
    r = (struct rule_rows_votes){
        .options = {8,
                    {{"for"},
                     {"o2"},
                     {"o3"},
                     {"o4"},
                     {"o5"},
                     {"o6"},
                     {"o7"},
                     {"abstain"}}},
        .counts = {.option = {most, most, most, most, most, most, most, most},
                   .invalid = most,
                   .unreturned = most,
                   .unissued = most,
                   .absent = most,
                   .present_at_open = most},
    };
    r.row = (struct rule_row){&r.options, &r.counts, NULL, 0};
    assert_int_equal(rule_base_size(&r.options, &r.counts, RULE_BASE_ROLL),
                     UINT64_C(12) * most);
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_ADOPTED); /* a twelfth */
    rule =
        rule_rows_rule("motion pass for/roll>1/12 notice 0 publish 0 post 0");
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_REJECTED);
    assert_int_equal(verdict.needed, UINT64_C(1) + most);
}

static void
the_door_completes_the_counts(void **state)
{
    static const struct {
        const char *what;
        uint32_t roll;
        uint32_t present;
        uint32_t issued;
        enum err want;
        uint32_t unreturned;
        uint32_t unissued;
        uint32_t absent;
        uint32_t excess;
    } cases[] = {
        {"all returned", 40, 38, 37, OK, 0, 1, 2, 0},
        {"one kept", 40, 38, 38, OK, 1, 0, 2, 0},
        {"two too many", 40, 38, 35, OK, 0, 3, 2, 2},
        {"more issued than present", 40, 37, 38, ERR_INPUT, 0, 0, 0, 0},
        {"more present than due", 37, 38, 37, ERR_INPUT, 0, 0, 0, 0},
    };
    const struct row_counts before = {.option = {30, 4, 2}, .invalid = 1};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct row_counts got = before;
        enum err e = row_counts_complete(&got, cases[i].roll, cases[i].present,
                                         cases[i].issued);

        if (e != cases[i].want || got.unreturned != cases[i].unreturned ||
            got.unissued != cases[i].unissued ||
            got.absent != cases[i].absent || got.excess != cases[i].excess)
            fail_msg("%s", cases[i].what);
        if (e)
            assert_memory_equal(&got, &before, sizeof got);
    }
}

static void
the_number_needed_is_said_only_where_there_is_one(void **state)
{
    static const struct {
        const char *text;
        uint64_t of_roll; /* 0: none */
        uint64_t of_row;
    } cases[] = {
        {"motion pass for/roll>1/2 notice 0 publish 0 post 0", 21, 21},
        {"motion pass for/roll>1/2 for/present>=2/3 notice 0 publish 0 post 0",
         0, 26},
        {"motion pass for/roll>1/2 for/expressed>=1/2 notice 0 publish 0 "
         "post 0",
         0, 21},
        {"motion pass for+abstain/roll>1/2 notice 0 publish 0 post 0", 0, 0},
        {"motion pass for/roll>1/2 against/roll>=0/1 notice 0 publish 0 post 0",
         0, 0},
    };
    struct rule_rows_votes r;

    (void)state;
    rule_rows_votes(&r, 20, 10, 8, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule rule = rule_rows_rule(cases[i].text);
        uint64_t n;
        bool has = rule_needed_of_roll(&n, &rule, 40);

        if (n != cases[i].of_roll || has != (n > 0))
            fail_msg("of the roll, %s", cases[i].text);
        has = rule_needed(&n, &rule, &r.row);
        if (n != cases[i].of_row || has != (n > 0))
            fail_msg("of the row, %s", cases[i].text);
        assert_false(rule_needed_of_roll(&n, &rule, 0));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_base_counts_its_own_buckets),
        cmocka_unit_test(the_number_needed_is_exact),
        cmocka_unit_test(the_number_needed_is_where_the_clause_turns),
        cmocka_unit_test(every_bucket_at_its_largest_overflows_nothing),
        cmocka_unit_test(the_door_completes_the_counts),
        cmocka_unit_test(the_number_needed_is_said_only_where_there_is_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
