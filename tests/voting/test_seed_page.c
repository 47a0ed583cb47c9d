/*
 * Goal: a counting seed comes back from its page as it was, and a slip of the
 * finger is found in the group where it happened.
 */
#include <stdlib.h>

#include "tests/test.h"
#include "voting/ctl/seed_page.h"

enum { GROUPS = 2 * TOKEN_GROUPS, TYPED = GROUPS * (TOKEN_GROUP_DIGITS + 1) };

static void
make_seed(uint8_t seed[SEED_PAGE_SEED_BYTES])
{
    for (unsigned i = 0; i < SEED_PAGE_SEED_BYTES; i++)
        seed[i] = (uint8_t)(17 * i + 3);
}

/* The page, and what stands in its frame; the caller frees the page. */
static char *
page_of(const uint8_t *seed, struct span *frame)
{
    char *page = calloc(1, SEED_PAGE_MAX + 1);
    struct text_writer w;
    struct span written;
    const char *start;

    assert_non_null(page);
    text_writer_start(&w, page, SEED_PAGE_MAX);
    seed_page_write(&w, "example.edu/7", (struct post){POST_SCRUTINEER, 2},
                    seed);
    assert_ok(text_writer_finish(&w, &written));
    start = strstr(page, "<pre>");
    assert_non_null(start);
    start += strlen("<pre>");
    assert_non_null(strstr(start, "</pre>"));
    *frame = span_of(start, (size_t)(strstr(start, "</pre>") - start));
    return page;
}

static void
a_seed_comes_back_from_its_page(void **state)
{
    uint8_t seed[SEED_PAGE_SEED_BYTES];
    uint8_t read[SEED_PAGE_SEED_BYTES];
    unsigned bad;
    struct span frame;
    char *page;

    (void)state;
    make_seed(seed);
    page = page_of(seed, &frame);
    assert_int_equal(frame.len, TYPED);
    assert_ok(seed_page_read(read, &bad, frame));
    assert_memory_equal(read, seed, sizeof seed);
    assert_non_null(strstr(page, "scrutineer/2"));
    assert_non_null(strstr(page, "example.edu/7"));
    assert_non_null(strstr(page, "default-src 'none'"));
    free(page);
}

static void
every_wrong_digit_is_found_in_its_group(void **state)
{
    uint8_t seed[SEED_PAGE_SEED_BYTES];
    uint8_t read[SEED_PAGE_SEED_BYTES];
    uint8_t zero[SEED_PAGE_SEED_BYTES] = {0};
    char typed[TYPED];
    unsigned bad;
    struct span frame;
    char *page;

    (void)state;
    make_seed(seed);
    page = page_of(seed, &frame);
    for (size_t i = 0; i < TYPED; i++) {
        memcpy(typed, frame.ptr, TYPED);
        if (typed[i] < '0')
            continue;
        typed[i] = (char)('0' + (typed[i] - '0' + 1) % 10);
        assert_err(seed_page_read(read, &bad, span_of(typed, TYPED)),
                   ERR_INPUT);
        assert_int_equal(bad, i / (TOKEN_GROUP_DIGITS + 1) + 1);
        assert_memory_equal(read, zero, sizeof zero);
    }
    free(page);
}

static void
what_is_not_a_hundred_digits_is_no_seed(void **state)
{
    uint8_t seed[SEED_PAGE_SEED_BYTES];
    uint8_t read[SEED_PAGE_SEED_BYTES];
    char typed[TYPED + 1];
    unsigned bad;
    struct span frame;
    char *page;

    (void)state;
    make_seed(seed);
    page = page_of(seed, &frame);
    memcpy(typed, frame.ptr, TYPED);
    typed[TYPED] = '0';
    assert_err(seed_page_read(read, &bad, span_of(typed, TYPED + 1)),
               ERR_INPUT);
    assert_int_equal(bad, 0);
    assert_err(seed_page_read(read, &bad, span_of(typed, TYPED - 2)),
               ERR_INPUT);
    assert_int_equal(bad, 0);
    typed[3] = 'o';
    assert_err(seed_page_read(read, &bad, span_of(typed, TYPED)), ERR_INPUT);
    assert_int_equal(bad, 0);
    assert_err(seed_page_read(read, &bad, span_of(typed, 0)), ERR_INPUT);
    free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_comes_back_from_its_page),
        cmocka_unit_test(every_wrong_digit_is_found_in_its_group),
        cmocka_unit_test(what_is_not_a_hundred_digits_is_no_seed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
