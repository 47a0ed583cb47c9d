/*
 * A signed refusal says what was refused and why, and nobody can change it.
 */
#include <stdio.h>

#include "ballots/refusal_note.h"
#include "crypto/note.h"
#include "tests/support/values.h"
#include "tests/test.h"

#define ORIGIN "example.edu/congress-7"

struct fixture {
    struct ed25519_secret secret;
    struct ed25519_public key;
    struct refusal_note note;
    char bytes[REFUSAL_NOTE_MAX];
    struct span written;
};

static void
make_secret(struct ed25519_secret *out, const char *label)
{
    uint8_t seed[ED25519_SEED_BYTES];

    value_bytes(seed, sizeof seed, label);
    ed25519_from_seed(out, seed);
}

static enum err
write_note(struct fixture *f)
{
    struct text_writer w;

    text_writer_start(&w, f->bytes, sizeof f->bytes);
    refusal_note_sign(&w, &f->note, &f->secret);
    return text_writer_finish(&w, &f->written);
}

/* A refusal with a cause, written. */
static void
set_up(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    make_secret(&f->secret, "log");
    ed25519_public(&f->key, &f->secret);
    snprintf(f->note.origin, sizeof f->note.origin, ORIGIN);
    value_bytes(f->note.submitted.bytes, 32, "submitted");
    f->note.refusal = REFUSED_VOTED;
    f->note.size = 41;
    value_bytes(f->note.root.bytes, 32, "root");
    f->note.cause.present = true;
    f->note.cause.index = 40;
    value_bytes(f->note.cause.leaf.bytes, 32, "cause");
    assert_ok(write_note(f));
}

static enum err
open_note(struct refusal_note *out, const struct fixture *f)
{
    return refusal_note_open(out, f->written, span_text(ORIGIN), &f->key);
}

static void
assert_same(const struct refusal_note *a, const struct refusal_note *b)
{
    assert_string_equal(a->origin, b->origin);
    assert_true(hash_eq(&a->submitted, &b->submitted));
    assert_int_equal(a->refusal, b->refusal);
    assert_int_equal(a->size, b->size);
    assert_true(hash_eq(&a->root, &b->root));
    assert_int_equal(a->cause.present, b->cause.present);
    assert_int_equal(a->cause.index, b->cause.index);
    assert_true(hash_eq(&a->cause.leaf, &b->cause.leaf));
}

static void
what_is_written_is_read_back(void **state)
{
    struct refusal_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    assert_ok(open_note(&read, &f));
    assert_same(&read, &f.note);
    f.note.cause = (struct event_ref){0};
    assert_ok(write_note(&f));
    assert_ok(open_note(&read, &f));
    assert_same(&read, &f.note);
}

static void
every_refusal_can_be_written_and_read(void **state)
{
    struct refusal_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    for (unsigned i = REFUSED_NOTHING + 1; i < REFUSAL_COUNT_; i++) {
        f.note.refusal = (enum refusal)i;
        assert_ok(write_note(&f));
        assert_ok(open_note(&read, &f));
        assert_int_equal(read.refusal, i);
    }
}

static void
the_longest_note_fits(void **state)
{
    char origin[POST_ORIGIN_MAX + 1];
    struct refusal_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    memset(origin, 'o', POST_ORIGIN_MAX);
    origin[POST_ORIGIN_MAX] = '\0';
    memcpy(f.note.origin, origin, sizeof origin);
    f.note.size = UINT32_MAX;
    f.note.cause.index = UINT32_MAX - 1;
    assert_ok(write_note(&f));
    assert_ok(refusal_note_open(&read, f.written, span_text(origin), &f.key));
    assert_same(&read, &f.note);
}

static void
the_text_is_the_one_of_the_protocol(void **state)
{
    static const char start[] =
        "congress-refusal/v1\nlog " ORIGIN "\nsubmitted ";
    static const char middle[] = "\nrefused voted\ntree 41 ";
    struct fixture f;

    (void)state;
    set_up(&f);
    assert_true(span_starts_with(f.written, start));
    assert_true(
        span_starts_with(span_from(f.written, sizeof start - 1 + 44), middle));
    assert_true(span_starts_with(
        span_from(f.written, sizeof start - 1 + 44 + sizeof middle - 1 + 44),
        "\ncause 40 "));
}

static void
no_byte_of_it_can_be_changed(void **state)
{
    static const struct refusal_note zero;
    struct refusal_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    for (size_t i = 0; i < f.written.len; i++) {
        enum err e;

        f.bytes[i] ^= 1;
        e = open_note(&read, &f);
        f.bytes[i] ^= 1;
        if (e != ERR_INPUT && e != ERR_PROOF)
            fail_msg("byte %zu changed: %s", i, err_name(e));
        assert_same(&read, &zero);
    }
    for (size_t len = 0; len < f.written.len; len++) {
        struct span cut = span_head(f.written, len);

        assert_true(refusal_note_open(&read, cut, span_text(ORIGIN), &f.key) !=
                    OK);
    }
}

static void
it_must_be_by_this_log_and_by_it_alone(void **state)
{
    struct ed25519_secret other;
    struct ed25519_public other_key;
    struct refusal_note read;
    struct text_writer w;
    struct span twice;
    char bytes[2 * REFUSAL_NOTE_MAX];
    struct fixture f;

    (void)state;
    set_up(&f);
    make_secret(&other, "another log");
    ed25519_public(&other_key, &other);
    assert_err(
        refusal_note_open(&read, f.written, span_text(ORIGIN), &other_key),
        ERR_PROOF);
    assert_err(
        refusal_note_open(&read, f.written, span_text("example.edu/x"), &f.key),
        ERR_INPUT);
    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_span(&w, f.written);
    note_sign_line(&w, span_text("example.edu/x"), &other,
                   span_text("anything"));
    assert_ok(text_writer_finish(&w, &twice));
    assert_err(refusal_note_open(&read, twice, span_text(ORIGIN), &f.key),
               twice.len > REFUSAL_NOTE_MAX ? ERR_INPUT : ERR_PROOF);
}

static void
what_no_log_would_say_cannot_be_written(void **state)
{
    struct fixture f;

    (void)state;
    set_up(&f);
    f.note.refusal = REFUSED_NOTHING;
    assert_err(write_note(&f), ERR_INPUT);
    set_up(&f);
    f.note.size = 0;
    f.note.cause.present = false;
    assert_err(write_note(&f), ERR_INPUT);
    set_up(&f);
    f.note.cause.index = 41;
    assert_err(write_note(&f), ERR_INPUT);
    set_up(&f);
    snprintf(f.note.origin, sizeof f.note.origin, "two words");
    assert_err(write_note(&f), ERR_INPUT);
    set_up(&f);
    f.note.origin[0] = '\0';
    assert_err(write_note(&f), ERR_INPUT);
    set_up(&f);
    f.note.refusal = REFUSAL_COUNT_;
    assert_err(write_note(&f), ERR_INPUT);
}

/* Signs any text with the log's key: a log that is ours but writes nonsense. */
static enum err
open_signed(const char *text, const struct fixture *f)
{
    char bytes[REFUSAL_NOTE_MAX];
    struct refusal_note read;
    struct text_writer w;
    struct span written;

    text_writer_start(&w, bytes, sizeof bytes);
    note_write_text(&w, span_text(text));
    note_sign_line(&w, span_text(ORIGIN), &f->secret, span_text(text));
    assert_ok(text_writer_finish(&w, &written));
    return refusal_note_open(&read, written, span_text(ORIGIN), &f->key);
}

#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define HEAD "congress-refusal/v1\nlog " ORIGIN "\nsubmitted " HASH "\n"

static void
a_signed_text_of_another_form_is_refused(void **state)
{
    static const struct {
        const char *what;
        const char *text;
        enum err want;
    } cases[] = {
        {"the form", HEAD "refused form\ntree 7 " HASH "\ncause none\n", OK},
        {"a cause", HEAD "refused form\ntree 7 " HASH "\ncause 6 " HASH "\n",
         OK},
        {"a cause beyond",
         HEAD "refused form\ntree 7 " HASH "\ncause 7 " HASH "\n", ERR_INPUT},
        {"ok", HEAD "refused ok\ntree 7 " HASH "\ncause none\n", ERR_INPUT},
        {"no such code", HEAD "refused whatever\ntree 7 " HASH "\ncause none\n",
         ERR_INPUT},
        {"an empty tree", HEAD "refused form\ntree 0 " HASH "\ncause none\n",
         ERR_INPUT},
        {"a line more",
         HEAD "refused form\ntree 7 " HASH "\ncause none\nmore\n", ERR_INPUT},
        {"a line less", HEAD "refused form\ntree 7 " HASH "\n", ERR_INPUT},
        {"a checkpoint", ORIGIN "\n7\n" HASH "\n", ERR_INPUT},
        {"version 2",
         "congress-refusal/v2\nlog " ORIGIN "\nsubmitted " HASH
         "\nrefused form\ntree 7 " HASH "\ncause none\n",
         ERR_INPUT},
    };
    struct fixture f;

    (void)state;
    set_up(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err e = open_signed(cases[i].text, &f);

        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(every_refusal_can_be_written_and_read),
        cmocka_unit_test(the_longest_note_fits),
        cmocka_unit_test(the_text_is_the_one_of_the_protocol),
        cmocka_unit_test(no_byte_of_it_can_be_changed),
        cmocka_unit_test(it_must_be_by_this_log_and_by_it_alone),
        cmocka_unit_test(what_no_log_would_say_cannot_be_written),
        cmocka_unit_test(a_signed_text_of_another_form_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
