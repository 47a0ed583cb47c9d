/*
 * Goal: what the writer writes the reader reads, however it is cut into
 * pieces; and anything else, and anything cut short, is refused.
 */
#include "tests/test.h"

#include <stdlib.h>

#include "ballots/bundle.h"

#define HEADER "congress-bundle/v1\n"
#define CHECKPOINT "checkpoint 3\nck\n\n"
#define ENTRY "entry 4\nno 1\n"
#define BLOB "blob 5\nentry\n"
#define NAME "name 6\nend\nab\n"
#define END "end\n"
#define LOOKS "end\nentry 4\nno 1\nend\n"
#define WHOLE HEADER CHECKPOINT ENTRY BLOB BLOB NAME ENTRY NAME ENTRY BLOB END

struct text {
    char *bytes;
    size_t len;
    size_t capacity;
};

static enum err
put(void *context, struct span bytes)
{
    struct text *text = context;

    if (bytes.len > text->capacity - text->len)
        return ERR_IO;
    memcpy(text->bytes + text->len, bytes.ptr, bytes.len);
    text->len += bytes.len;
    return OK;
}

static char *buffer; /* of every reader here */

/*
 * Feeds text in pieces of this size; the parts' kinds go into kinds, one
 * letter each, at most 15.
 */
static enum err
read_in_pieces(char kinds[16], const char *text, size_t len, size_t piece)
{
    struct bundle_reader reader;
    struct bundle_part part;
    size_t count = 0;

    bundle_reader_start(&reader, buffer);
    for (size_t at = 0; at < len; at += piece) {
        struct span input =
            span_of(text + at, piece < len - at ? piece : len - at);

        while (input.len > 0) {
            if (bundle_read(&reader, &part, &input))
                return ERR_INPUT;
            if (part.kind != BUNDLE_NONE && count < 15)
                kinds[count++] = "-cebn."[part.kind];
        }
    }
    kinds[count] = 0;
    return bundle_reader_finish(&reader);
}

static void
every_cut_into_pieces_reads_the_same(void **state)
{
    (void)state;
    char kinds[16];

    for (size_t piece = 1; piece <= sizeof WHOLE; piece++) {
        assert_ok(read_in_pieces(kinds, WHOLE, sizeof WHOLE - 1, piece));
        assert_string_equal(kinds, "cebbneneb.");
    }
}

static void
bytes_that_look_like_a_frame_are_bytes(void **state)
{
    (void)state;
    struct span input = span_text(HEADER "checkpoint 21\n" LOOKS "\n" ENTRY);
    struct bundle_reader reader;
    struct bundle_part part;

    bundle_reader_start(&reader, buffer);
    assert_ok(bundle_read(&reader, &part, &input));
    assert_int_equal(part.kind, BUNDLE_CHECKPOINT);
    assert_true(span_eq(part.bytes, span_text(LOOKS)));
    assert_ok(bundle_read(&reader, &part, &input));
    assert_int_equal(part.kind, BUNDLE_ENTRY);
    assert_true(span_eq(part.bytes, span_text("no 1")));
}

static void
a_text_may_be_empty(void **state)
{
    (void)state;
    static const char text[] = HEADER CHECKPOINT ENTRY "blob 0\n\n" END;
    char kinds[16];

    for (size_t piece = 1; piece <= sizeof text; piece++) {
        assert_ok(read_in_pieces(kinds, text, sizeof text - 1, piece));
        assert_string_equal(kinds, "ceb.");
    }
}

static void
a_bundle_cut_short_anywhere_is_seen(void **state)
{
    (void)state;
    char kinds[16];

    for (size_t len = 0; len < sizeof WHOLE - 1; len++)
        assert_err(read_in_pieces(kinds, WHOLE, len, 7), ERR_INPUT);
}

static void
anything_else_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        const char *text;
    } cases[] = {
        {"nothing", ""},
        {"another version", "congress-bundle/v2\n" CHECKPOINT ENTRY END},
        {"no header", CHECKPOINT ENTRY END},
        {"a header twice", HEADER HEADER CHECKPOINT ENTRY END},
        {"no checkpoint", HEADER ENTRY END},
        {"a checkpoint twice", HEADER CHECKPOINT CHECKPOINT ENTRY END},
        {"a checkpoint later", HEADER CHECKPOINT ENTRY CHECKPOINT END},
        {"no entry", HEADER CHECKPOINT END},
        {"a text before any entry", HEADER CHECKPOINT BLOB ENTRY END},
        {"a name before any entry", HEADER CHECKPOINT NAME ENTRY END},
        {"a text behind a name", HEADER CHECKPOINT ENTRY NAME BLOB END},
        {"two names", HEADER CHECKPOINT ENTRY NAME NAME END},
        {"something after the end", HEADER CHECKPOINT ENTRY END "\n"},
        {"an end with a length", HEADER CHECKPOINT ENTRY "end 0\n"},
        {"an end with a space", HEADER CHECKPOINT ENTRY "end \n"},
        {"an unknown part", HEADER CHECKPOINT ENTRY "blub 1\na\n" END},
        {"no length", HEADER CHECKPOINT "entry\nno 1\n" END},
        {"an empty length", HEADER CHECKPOINT "entry \nno 1\n" END},
        {"length zero", HEADER CHECKPOINT "entry 0\n\n" END},
        {"a leading zero", HEADER CHECKPOINT "entry 04\nno 1\n" END},
        {"a sign", HEADER CHECKPOINT "entry +4\nno 1\n" END},
        {"hexadecimal", HEADER CHECKPOINT "entry 0x4\nno 1\n" END},
        {"a space behind", HEADER CHECKPOINT "entry 4 \nno 1\n" END},
        {"two spaces", HEADER CHECKPOINT "entry  4\nno 1\n" END},
        {"capitals", HEADER CHECKPOINT "Entry 4\nno 1\n" END},
        {"a carriage return", HEADER CHECKPOINT "entry 4\r\nno 1\n" END},
        {"length too small", HEADER CHECKPOINT "entry 3\nno 1\n" END},
        {"length too large", HEADER CHECKPOINT "entry 5\nno 1\n" END},
        {"an entry too long", HEADER CHECKPOINT "entry 65536\n"},
        {"a text too long", HEADER CHECKPOINT ENTRY "blob 16777217\n"},
        {"a line too long",
         HEADER CHECKPOINT "entry 000000000000000000000000000000004\n"},
    };
    char kinds[16];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!read_in_pieces(kinds, cases[i].text, strlen(cases[i].text), 5))
            fail_msg("%s", cases[i].what);
    }
}

static void
the_limits_are_announced_before_a_byte_is_read(void **state)
{
    (void)state;
    static const char *const cases[] = {
        HEADER "checkpoint 65536\n",
        HEADER CHECKPOINT "entry 65536\n",
        HEADER CHECKPOINT ENTRY "blob 16777217\n",
        HEADER CHECKPOINT ENTRY "name 2049\n",
        HEADER CHECKPOINT ENTRY "blob 18446744073709551617\n",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span input = span_text(cases[i]);
        struct bundle_reader reader;
        struct bundle_part part = {.kind = BUNDLE_NONE};
        enum err e = OK;

        bundle_reader_start(&reader, buffer);
        while (!e && input.len > 0)
            e = bundle_read(&reader, &part, &input);
        assert_err(e, ERR_INPUT);
        assert_err(bundle_read(&reader, &part, &input), ERR_INPUT);
        assert_err(bundle_reader_finish(&reader), ERR_INPUT);
    }
}

static enum err
write_one(struct bundle_writer *writer, enum bundle_kind kind, const char *text)
{
    const struct span piece = span_text(text);

    return bundle_write(writer, kind, &piece, 1);
}

static void
what_is_written_is_the_format(void **state)
{
    (void)state;
    char bytes[512];
    struct text text = {bytes, 0, sizeof bytes};
    const struct span pieces[] = {span_text("no"), span_text(" 1")};
    struct bundle_writer writer;

    assert_ok(bundle_writer_start(&writer, (struct bundle_sink){put, &text}));
    assert_ok(write_one(&writer, BUNDLE_CHECKPOINT, "ck\n"));
    assert_ok(bundle_write(&writer, BUNDLE_ENTRY, pieces, 2));
    assert_ok(write_one(&writer, BUNDLE_BLOB, "entry"));
    assert_ok(write_one(&writer, BUNDLE_BLOB, "entry"));
    assert_ok(write_one(&writer, BUNDLE_NAME, "end\nab"));
    assert_ok(write_one(&writer, BUNDLE_ENTRY, "no 1"));
    assert_ok(write_one(&writer, BUNDLE_NAME, "end\nab"));
    assert_ok(write_one(&writer, BUNDLE_ENTRY, "no 1"));
    assert_ok(write_one(&writer, BUNDLE_BLOB, "entry"));
    assert_ok(write_one(&writer, BUNDLE_END, ""));
    assert_int_equal(text.len, sizeof WHOLE - 1);
    assert_memory_equal(text.bytes, WHOLE, text.len);
}

static void
the_writer_keeps_order_and_limits(void **state)
{
    (void)state;
    char *long_text = malloc(BUNDLE_BLOB_MAX + 2);
    char bytes[256];
    struct text text = {bytes, 0, sizeof bytes};
    struct bundle_writer writer;

    assert_non_null(long_text);
    memset(long_text, 'a', BUNDLE_BLOB_MAX + 1);
    long_text[BUNDLE_BLOB_MAX + 1] = 0;
    assert_ok(bundle_writer_start(&writer, (struct bundle_sink){put, &text}));
    assert_err(write_one(&writer, BUNDLE_ENTRY, "a"), ERR_STATE);
    assert_err(write_one(&writer, BUNDLE_END, ""), ERR_STATE);
    assert_ok(write_one(&writer, BUNDLE_CHECKPOINT, "a"));
    assert_err(write_one(&writer, BUNDLE_CHECKPOINT, "a"), ERR_STATE);
    assert_err(write_one(&writer, BUNDLE_BLOB, "a"), ERR_STATE);
    assert_err(write_one(&writer, BUNDLE_NAME, "a"), ERR_STATE);
    assert_err(write_one(&writer, BUNDLE_ENTRY, ""), ERR_INPUT);
    assert_err(write_one(&writer, BUNDLE_ENTRY, long_text), ERR_INPUT);
    assert_ok(write_one(&writer, BUNDLE_ENTRY, "a"));
    assert_err(write_one(&writer, BUNDLE_BLOB, long_text), ERR_INPUT);
    assert_err(write_one(&writer, BUNDLE_NAME, long_text), ERR_INPUT);
    assert_err(write_one(&writer, BUNDLE_NONE, "a"), ERR_STATE);
    assert_ok(write_one(&writer, BUNDLE_NAME, "a"));
    assert_err(write_one(&writer, BUNDLE_BLOB, "a"), ERR_STATE);
    assert_ok(write_one(&writer, BUNDLE_END, ""));
    assert_err(write_one(&writer, BUNDLE_ENTRY, "a"), ERR_STATE);
    free(long_text);
}

static void
a_sink_that_fails_ends_the_writing(void **state)
{
    (void)state;
    char bytes[sizeof WHOLE];
    struct bundle_writer writer;

    for (size_t room = 0; room < sizeof(HEADER CHECKPOINT) - 1; room++) {
        struct text text = {bytes, 0, room};
        enum err e =
            bundle_writer_start(&writer, (struct bundle_sink){put, &text});

        if (!e)
            e = write_one(&writer, BUNDLE_CHECKPOINT, "ck\n");
        assert_err(e, ERR_IO);
    }
}

static int
make_buffer(void **state)
{
    (void)state;
    buffer = malloc(BUNDLE_BUFFER_BYTES);
    return buffer ? 0 : -1;
}

static int
free_buffer(void **state)
{
    (void)state;
    free(buffer);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_into_pieces_reads_the_same),
        cmocka_unit_test(bytes_that_look_like_a_frame_are_bytes),
        cmocka_unit_test(a_text_may_be_empty),
        cmocka_unit_test(a_bundle_cut_short_anywhere_is_seen),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(the_limits_are_announced_before_a_byte_is_read),
        cmocka_unit_test(what_is_written_is_the_format),
        cmocka_unit_test(the_writer_keeps_order_and_limits),
        cmocka_unit_test(a_sink_that_fails_ends_the_writing),
    };

    return cmocka_run_group_tests_name("bundle", tests, make_buffer,
                                       free_buffer);
}
