/*
 * Texts and names that wait are carried to a submission and back, and nothing
 * else is read as one.
 */
#include <stdlib.h>

#include "tests/test.h"
#include "voting/log/offers.h"

static struct event_blob
give(struct offers *offers, const char *text, bool members)
{
    struct event_blob blob;

    assert_ok(offers_describe(&blob, span_text(text), members));
    assert_ok(offers_text(offers, &blob, span_text(text)));
    return blob;
}

static void
fill(struct offers *offers)
{
    struct log_name name = {
        .post = {POST_SEAT, 17}, .salt = {7}, .len = 7, .record = "zh 王\n"};

    give(offers, "for all", false);
    give(offers, "for members", true);
    assert_ok(offers_name(offers, &name));
}

static struct span
write_all(const struct offers *offers, char **bytes, const struct span *notes,
          size_t count)
{
    size_t room = offers_room(offers, notes, count);
    struct text_writer w;
    struct span written;

    *bytes = malloc(room);
    assert_non_null(*bytes);
    text_writer_start(&w, *bytes, room);
    offers_write(offers, &w, notes, count);
    assert_ok(text_writer_finish(&w, &written));
    return written;
}

static void
names_of_one_post_stand_beside_each_other(void **state)
{
    struct log_name name = {
        .post = {POST_SEAT, 17}, .salt = {7}, .len = 7, .record = "zh 王\n"};
    struct offers offers = {0};

    (void)state;
    for (unsigned again = 0; again < 2; again++)
        for (uint8_t salt = 0; salt < 3; salt++) {
            name.salt[0] = salt;
            assert_ok(offers_name(&offers, &name));
        }
    assert_int_equal(offers.name_count, 3);
    for (uint8_t salt = 0; salt < 3; salt++)
        assert_int_equal(offers.names[salt].salt[0], salt);
    offers_forget(&offers);
}

static void
a_text_is_found_by_all_that_an_event_says_of_it(void **state)
{
    struct offers offers = {0};
    struct event_blob blob = give(&offers, "a text", true);
    struct event_blob other;

    (void)state;
    give(&offers, "a text", true);
    assert_int_equal(offers.text_count, 1);
    assert_non_null(offers_find(&offers, &blob));
    assert_memory_equal(offers_find(&offers, &blob)->bytes, "a text", 6);
    other = blob;
    other.members = false;
    assert_null(offers_find(&offers, &other));
    other = blob;
    other.length++;
    assert_null(offers_find(&offers, &other));
    other = blob;
    other.sha256.bytes[31] ^= 1;
    assert_null(offers_find(&offers, &other));
    offers_forget(&offers);
    assert_null(offers_find(&offers, &blob));
    assert_int_equal(offers.bytes, 0);
}

static void
a_submission_brings_back_what_was_offered(void **state)
{
    const struct span note = span_text("a note");
    struct offers offers = {0};
    struct offers again;
    struct span written;
    struct span rewritten;
    struct span found;
    char *bytes;
    char *more;

    (void)state;
    fill(&offers);
    written = write_all(&offers, &bytes, &note, 1);
    assert_ok(offers_read(&again, &found, written));
    assert_true(span_eq(found, note));
    assert_int_equal(again.text_count, 2);
    assert_int_equal(again.name_count, 1);
    rewritten = write_all(&again, &more, &found, 1);
    assert_true(span_eq(written, rewritten));
    offers_forget(&again);
    offers_forget(&offers);
    free(bytes);
    free(more);
}

static void
without_a_note_there_is_none(void **state)
{
    struct offers offers = {0};
    struct offers again;
    struct span found;
    char *bytes;

    (void)state;
    fill(&offers);
    assert_ok(offers_read(&again, &found, write_all(&offers, &bytes, NULL, 0)));
    assert_int_equal(found.len, 0);
    offers_forget(&again);
    offers_forget(&offers);
    free(bytes);
}

static void
what_is_no_submission_of_one_note_is_not_read(void **state)
{
    static const char *const bad[] = {
        "",
        "congress-submission/v1\n",
        "congress-submission/v1\nnote 1\na\nnote 1\nb\nend\n",
        "congress-submission/v1\nsetup 1\na\nend\n",
        "congress-submission/v1\nname seat/017 3\nzh \nend\n",
        "congress-submission/v1\nend\nmore",
    };
    /* A name without a record. */
    static const char nameless[] = "congress-submission/v1\n"
                                   "name seat/017 30\n"
                                   "salt AAAAAAAAAAAAAAAAAAAAAA==\n\nend\n";
    struct offers offers;
    struct span note;

    (void)state;
    assert_err(offers_read(&offers, &note, span_text(nameless)), ERR_INPUT);
    offers_forget(&offers);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (offers_read(&offers, &note, span_text(bad[i])) != ERR_INPUT)
            fail_msg("read: %s", bad[i]);
        offers_forget(&offers);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_found_by_all_that_an_event_says_of_it),
        cmocka_unit_test(names_of_one_post_stand_beside_each_other),
        cmocka_unit_test(a_submission_brings_back_what_was_offered),
        cmocka_unit_test(without_a_note_there_is_none),
        cmocka_unit_test(what_is_no_submission_of_one_note_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
