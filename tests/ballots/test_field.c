/*
 * Goal: each value has one form on its line; that form is read and written
 * back byte by byte, and no other is read.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/field.h"
#include "tests/test.h"

enum { ROOM = 512 };

/* Everything that a line may hold; the kind says what. */
struct value {
    uint64_t n;
    uint32_t n32;
    size_t count;
    uint8_t bytes[33];
    size_t len;
    struct hash32 hash;
    struct post post;
    unsigned choice;
    bool flag;
    char text[33];
    char date[FIELD_DATE_BYTES];
};

typedef void describe(struct field_io *io, struct value *v);

static void
one_u64(struct field_io *io, struct value *v)
{
    field_line_u64(io, "x", &v->n, UINT64_MAX);
}

static void
one_u64_to_nine(struct field_io *io, struct value *v)
{
    field_line_u64(io, "x", &v->n, 9);
}

static void
one_u32(struct field_io *io, struct value *v)
{
    field_line_u32(io, "x", &v->n32, UINT32_MAX);
}

static void
one_count(struct field_io *io, struct value *v)
{
    field_line_count(io, "x", &v->count, 4);
}

static void
one_bytes(struct field_io *io, struct value *v)
{
    field_line_bytes(io, "x", v->bytes, 4);
}

static void
one_blob(struct field_io *io, struct value *v)
{
    field_line(io, "x");
    field_blob(io, v->bytes, &v->len, 5);
    field_end(io);
}

static void
one_hash(struct field_io *io, struct value *v)
{
    field_line_hash(io, "x", &v->hash);
}

static void
one_post(struct field_io *io, struct value *v)
{
    field_line_post(io, "x", &v->post);
}

static void
one_choice(struct field_io *io, struct value *v)
{
    static const char *const words[] = {"one", "two", "oneself"};

    field_line_choice(io, "x", &v->choice, words, 3);
}

static void
one_bool(struct field_io *io, struct value *v)
{
    field_line_bool(io, "x", &v->flag);
}

static void
one_word(struct field_io *io, struct value *v)
{
    field_line(io, "x");
    field_word(io, v->text, 9);
    field_end(io);
}

static void
one_id(struct field_io *io, struct value *v)
{
    field_line_id(io, "x", v->text, 9);
}

static void
one_date(struct field_io *io, struct value *v)
{
    field_line(io, "x");
    field_date(io, v->date);
    field_end(io);
}

static void
one_text(struct field_io *io, struct value *v)
{
    field_line(io, "x");
    field_text(io, v->text, 9);
    field_end(io);
}

static void
one_optional(struct field_io *io, struct value *v)
{
    field_line(io, "x");
    field_optional(io, &v->flag);
    if (v->flag)
        field_id(io, v->text, 9);
    field_end(io);
}

/* Reads a copy that ends where the line ends; then writes it back. */
static bool
reads(describe *as, const char *line, size_t len)
{
    struct value v;
    struct field_io io;
    char out[ROOM];
    char *copy = malloc(len ? len : 1);
    bool good;

    assert_non_null(copy);
    memcpy(copy, line, len);
    memset(&v, 0x55, sizeof v);
    v.flag = true;
    field_reader(&io, copy, len);
    as(&io, &v);
    good = field_is_done(&io);
    if (good) {
        field_writer(&io, out, sizeof out);
        as(&io, &v);
        assert_false(io.bad);
        assert_int_equal(io.at, len);
        assert_memory_equal(out, line, len);
    }
    free(copy);
    return good;
}

/* The pattern with the text for its %s. */
static void
replace(char line[ROOM], const char *pattern, const char *text)
{
    size_t before = (size_t)(strstr(pattern, "%s") - pattern);

    snprintf(line, ROOM, "%.*s%s%s", (int)before, pattern, text,
             pattern + before + 2);
}

/* A good line is not read in any other dress. */
static void
dress_up(describe *as, const char *text)
{
    static const char *const dresses[] = {"x%s \n", "x%s\r\n", "x%s\n\n",
                                          "x %s\n", "y%s\n",   "X%s\n"};
    char line[ROOM];
    size_t len = (size_t)snprintf(line, sizeof line, "x%s\n", text);

    for (size_t cut = 0; cut < len; cut++)
        if (reads(as, line, cut))
            fail_msg("\"%s\" is read from %zu bytes", text, cut);
    for (size_t i = 0; i < sizeof dresses / sizeof *dresses; i++) {
        /* In a text a space is a character like others. */
        if (as == one_text && (i == 0 || i == 3))
            continue;
        replace(line, dresses[i], text);
        if (reads(as, line, strlen(line)))
            fail_msg("\"%s\" is read as \"%s\"", text, line);
    }
}

/* Texts apart by bars; all of them are read, or none is. */
static void
check_lines(describe *as, const char *texts, bool good)
{
    while (texts) {
        char text[ROOM / 2];
        char line[ROOM];
        size_t len = strcspn(texts, "|");

        snprintf(text, sizeof text, "%.*s", (int)len, texts);
        texts = texts[len] ? texts + len + 1 : NULL;
        len = (size_t)snprintf(line, sizeof line, "x%s\n", text);
        if (reads(as, line, len) != good)
            fail_msg("\"%s\" should be %s", text, good ? "read" : "refused");
        if (good)
            dress_up(as, text);
    }
}

static void
check_forms(describe *as, const char *good, const char *bad)
{
    check_lines(as, good, true);
    check_lines(as, bad, false);
}

static void
numbers_have_no_sign_no_zero_in_front_and_a_limit(void **state)
{
    static const char wide[] = " 0| 18446744073709551615";
    static const char no_wide[] =
        "| 18446744073709551616| | 99999999999999999999| 00|"
        " 100000000000000000000| 01| -0| +1| 0x1| 1e1| 1.0| 1,0|"
        "1| \xEF\xBC\x91";
    static const char nine[] = " 9";
    static const char no_nine[] = " 10";
    static const char narrow[] = " 4294967295";
    static const char no_narrow[] = " 4294967296| 4294967297";
    static const char counts[] = " 0| 4";
    static const char no_counts[] = " 5| 4294967296";

    (void)state;
    check_forms(one_u64, wide, no_wide);
    check_forms(one_u64_to_nine, nine, no_nine);
    check_forms(one_u32, narrow, no_narrow);
    check_forms(one_count, counts, no_counts);
}

static void
bytes_are_canonical_base64_of_their_length(void **state)
{
    static const char four[] = " AAAAAA==| /+7//w==";
    static const char no_four[] =
        " AAAAAB==| AAAAAA=| AAAAAA| AAAAAA===| AAAA| AAAAAAA=|"
        " _-7__w==| AAAA AA==| AAA=AA==| ====| | AAAAAA\xAB=";
    static const char some[] = " AA==| AAA=| AAAA| AAAAAA==| AAAAAAA=";
    static const char no_some[] = " AAAAAAAA| AAAAAAAAAA==|| | =| A===| AB==";
    static const char hashes[] =
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    static const char no_hashes[] =
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=|"
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==|"
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    (void)state;
    check_forms(one_bytes, four, no_four);
    check_forms(one_blob, some, no_some);
    check_forms(one_hash, hashes, no_hashes);
}

static void
words_are_exact(void **state)
{
    static const char choices[] = " one| two| oneself";
    static const char no_choices[] = " on| ones| One|";
    static const char bools[] = " yes| no";
    static const char no_bools[] = " Yes| y| true| 1| none";
    static const char words[] = " a| a1-_.| abcdefgh";
    static const char no_words[] =
        " A| abcdefghi| 1a| -a| aB| a/b| a,b| \xC3\xA9|";
    static const char ids[] = " P2.1| 7-1| aB_.| none";
    static const char no_ids[] =
        " .a| -1| _| a b| 123456789| a+b| a:b| \xE4\xB8\x80";
    static const char posts[] = " seat/017| chair/1";
    static const char no_posts[] = " seat/17| seat/0017| chair/01| seat";

    (void)state;
    check_forms(one_choice, choices, no_choices);
    check_forms(one_bool, bools, no_bools);
    check_forms(one_word, words, no_words);
    check_forms(one_id, ids, no_ids);
    check_forms(one_post, posts, no_posts);
}

static void
dates_are_days_that_exist(void **state)
{
    static const char dates[] =
        " 2026-03-13| 2024-02-29| 2000-02-29| 0000-02-29|"
        " 9999-12-31";
    static const char no_dates[] =
        " 2025-02-29| 1900-02-29| 2100-02-29| 2026-02-30|"
        " 2026-04-31| 2026-00-01| 2026-13-01| 2026-01-00|"
        " 2026-01-32| 2026-1-01| 26-01-01| 2026/01/01| 20260101|"
        " 2026-01-011| 2026-01-0| -026-01-01";

    (void)state;
    check_forms(one_date, dates, no_dates);
}

static void
text_is_printable_and_short(void **state)
{
    static const char texts[] = " a| a b  c|  | ~!\"#$%&'| 12345678";
    static const char no_texts[] = " 123456789| || \x7F| a\tb| a\x01| \xC3\xA9";

    (void)state;
    check_forms(one_text, texts, no_texts);
}

/* The word always means absence. */
static void
none_is_no_value(void **state)
{
    static const char lines[] = " none| non| nonex| None";
    static const char no_lines[] = " none x|| | none none";
    struct value v = {.flag = true};
    struct field_io io;

    (void)state;
    check_forms(one_optional, lines, no_lines);
    field_reader(&io, "x none\n", 7);
    one_optional(&io, &v);
    assert_true(field_is_done(&io));
    assert_false(v.flag);
}

/* What no line may hold is not written either. */
static void
what_is_out_of_range_is_not_written(void **state)
{
    static const struct {
        const char *what;
        describe *as;
        struct value v;
    } cases[] = {
        {"a large number", one_u64_to_nine, {.n = 10}},
        {"a large count", one_count, {.count = 5}},
        {"no bytes", one_blob, {.len = 0}},
        {"too many bytes", one_blob, {.len = 6}},
        {"no such word", one_choice, {.choice = 3}},
        {"an empty word", one_word, {.text = ""}},
        {"a capital", one_word, {.text = "A"}},
        {"an empty id", one_id, {.text = ""}},
        {"a space", one_id, {.text = "a b"}},
        {"a line feed", one_id, {.text = "a\nb"}},
        {"a long id", one_id, {.text = "123456789"}},
        {"no date", one_date, {.date = ""}},
        {"a bad date", one_date, {.date = "2026-02-30"}},
        {"no text", one_text, {.text = ""}},
        {"a long text", one_text, {.text = "123456789"}},
        {"a text of two lines", one_text, {.text = "a\nb"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value v = cases[i].v;
        struct field_io io;
        char out[ROOM];

        field_writer(&io, out, sizeof out);
        cases[i].as(&io, &v);
        if (!io.bad || io.full)
            fail_msg("%s: written", cases[i].what);
    }
}

/* Nothing is read behind a mistake, and nothing written. */
static void
mistakes_are_kept(void **state)
{
    static const char text[] = "x a\nx 7\n";
    struct value v = {.n = 5};
    struct field_io io;
    char out[16];

    (void)state;
    field_reader(&io, text, strlen(text));
    one_u64(&io, &v);
    assert_true(io.bad);
    one_u64(&io, &v);
    assert_true(io.bad);
    assert_int_equal(v.n, 0);
    assert_false(field_is_done(&io));
    for (size_t room = 0; room < 4; room++) {
        v.n = 7;
        field_writer(&io, out, room);
        one_u64(&io, &v);
        assert_true(io.bad && io.full);
        assert_true(io.at <= room);
    }
    field_writer(&io, out, 4);
    one_u64(&io, &v);
    assert_false(io.bad || io.full);
    /* A line within a line is our own mistake, and is not forgiven. */
    field_writer(&io, out, sizeof out);
    field_line(&io, "x");
    field_line(&io, "y");
    assert_true(io.bad);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_no_sign_no_zero_in_front_and_a_limit),
        cmocka_unit_test(bytes_are_canonical_base64_of_their_length),
        cmocka_unit_test(words_are_exact),
        cmocka_unit_test(dates_are_days_that_exist),
        cmocka_unit_test(text_is_printable_and_short),
        cmocka_unit_test(none_is_no_value),
        cmocka_unit_test(what_is_out_of_range_is_not_written),
        cmocka_unit_test(mistakes_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
