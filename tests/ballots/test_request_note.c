/*
 * A member's request says what is wanted and by whom, and nobody can change it.
 */
#include <stdio.h>

#include "ballots/request_note.h"
#include "crypto/note.h"
#include "tests/support/values.h"
#include "tests/test.h"

#define ORIGIN "example.edu/congress-7"

struct fixture {
    struct ed25519_secret secret;
    struct ed25519_public key;
    struct request_note note;
    struct request_signer signer;
    char bytes[REQUEST_NOTE_MAX];
    struct span written;
};

static enum err
write_note(struct fixture *f)
{
    struct text_writer w;

    text_writer_start(&w, f->bytes, sizeof f->bytes);
    request_note_sign(&w, &f->note, &f->signer, &f->secret);
    return text_writer_finish(&w, &f->written);
}

/* A seat's request for a name, written. */
static void
set_up(struct fixture *f)
{
    uint8_t seed[ED25519_SEED_BYTES];

    memset(f, 0, sizeof *f);
    value_bytes(seed, sizeof seed, "member");
    ed25519_from_seed(&f->secret, seed);
    ed25519_public(&f->key, &f->secret);
    snprintf(f->note.origin, sizeof f->note.origin, ORIGIN);
    f->note.at_s = 1773360000;
    value_bytes(f->note.nonce, sizeof f->note.nonce, "nonce");
    f->note.want = REQUEST_NAME;
    f->note.post = (struct post){POST_SEAT, 18};
    f->signer.post = (struct post){POST_SEAT, 17};
    assert_ok(write_note(f));
}

/* Reads and verifies what was written. */
static enum err
open_note(struct request_note *note, struct request_signer *signer,
          const struct fixture *f)
{
    enum err e = request_note_read(note, signer, f->written, span_text(ORIGIN));

    return e ? e : request_note_verify(f->written, note, signer, &f->key);
}

static void
each_want_is_read_back(void **state)
{
    struct request_signer signer;
    struct request_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    f.note.length = 77;
    value_bytes(f.note.sha256.bytes, 32, "text");
    for (int want = 0; want < REQUEST_WANTS_; want++) {
        for (int invited = 0; invited < 2; invited++) {
            f.note.want = (enum request_want)want;
            f.signer.invitation = invited;
            assert_ok(write_note(&f));
            assert_ok(open_note(&read, &signer, &f));
            assert_string_equal(read.origin, ORIGIN);
            assert_int_equal(read.at_s, f.note.at_s);
            assert_memory_equal(read.nonce, f.note.nonce, sizeof read.nonce);
            assert_int_equal(read.want, want);
            assert_true(post_eq(signer.post, f.signer.post));
            assert_int_equal(signer.invitation, invited);
            if (want == REQUEST_NAME)
                assert_true(post_eq(read.post, f.note.post));
            if (want == REQUEST_TEXT) {
                assert_true(hash_eq(&read.sha256, &f.note.sha256));
                assert_int_equal(read.length, 77);
            }
        }
    }
}

static void
a_request_has_this_form(void **state)
{
    struct fixture f;
    struct note note;

    (void)state;
    set_up(&f);
    assert_ok(note_parse(&note, f.written));
    assert_true(span_starts_with(note.text,
                                 "congress-request/v1\nlog " ORIGIN "\n"
                                 "at 1773360000\nnonce "));
    assert_true(span_eq(span_from(note.text, note.text.len - 19),
                        span_text("want name seat/018\n")));
    assert_true(span_eq(note.lines[0].name, span_text(ORIGIN "/seat/017")));
    f.signer.invitation = true;
    assert_ok(write_note(&f));
    assert_ok(note_parse(&note, f.written));
    assert_true(
        span_eq(note.lines[0].name, span_text(ORIGIN "/seat/017/invitation")));
}

static void
no_byte_can_be_changed(void **state)
{
    struct request_signer signer;
    struct request_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    for (size_t i = 0; i < f.written.len; i++) {
        f.bytes[i] ^= 1;
        if (open_note(&read, &signer, &f) == OK)
            fail_msg("byte %zu was changed", i);
        f.bytes[i] ^= 1;
    }
    assert_ok(open_note(&read, &signer, &f));
}

static void
another_key_log_or_signer_is_refused(void **state)
{
    struct request_signer signer;
    struct request_note read;
    struct request_signer other;
    struct fixture f;

    (void)state;
    set_up(&f);
    assert_ok(open_note(&read, &signer, &f));
    other = signer;
    other.post.number = 18;
    assert_err(request_note_verify(f.written, &read, &other, &f.key),
               ERR_PROOF);
    other = signer;
    other.invitation = true;
    assert_err(request_note_verify(f.written, &read, &other, &f.key),
               ERR_PROOF);
    f.key.bytes[0] ^= 1;
    assert_err(open_note(&read, &signer, &f), ERR_PROOF);
    assert_err(
        request_note_read(&read, &signer, f.written, span_text("example.edu")),
        ERR_INPUT);
    assert_int_equal(read.at_s, 0);
    assert_int_equal(signer.post.number, 0);
}

static void
a_second_line_is_refused(void **state)
{
    char bytes[REQUEST_NOTE_MAX];
    struct request_signer signer;
    struct request_note read;
    struct text_writer w;
    struct fixture f;
    struct note note;

    (void)state;
    set_up(&f);
    assert_ok(note_parse(&note, f.written));
    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_span(&w, f.written);
    note_sign_line(&w, span_text(ORIGIN "/seat/018"), &f.secret, note.text);
    assert_ok(text_writer_finish(&w, &f.written));
    assert_err(open_note(&read, &signer, &f), ERR_INPUT);
    assert_err(request_note_verify(f.written, &f.note, &f.signer, &f.key),
               ERR_PROOF);
}

/* Signs any text as seat 17. */
static struct span
sign_text(struct fixture *f, const char *text)
{
    struct text_writer w;

    text_writer_start(&w, f->bytes, sizeof f->bytes);
    note_write_text(&w, span_text(text));
    note_sign_line(&w, span_text(ORIGIN "/seat/017"), &f->secret,
                   span_text(text));
    assert_ok(text_writer_finish(&w, &f->written));
    return f->written;
}

#define NONCE "nonce AAAAAAAAAAAAAAAAAAAAAA==\n"
#define FRONT "congress-request/v1\nlog " ORIGIN "\nat 1\n" NONCE

static void
other_forms_are_not_read(void **state)
{
    static const char *const bad[] = {
        "congress-request/v2\nlog " ORIGIN "\nat 1\n" NONCE "want here\n",
        "congress/v1 here\nlog " ORIGIN "\nat 1\n" NONCE "want here\n",
        "congress-request/v1\nlog " ORIGIN "\n" NONCE "at 1\nwant here\n",
        "congress-request/v1\nlog " ORIGIN "\nat 01\n" NONCE "want here\n",
        "congress-request/v1\nlog " ORIGIN "\nat 253402300800\n" NONCE
        "want here\n",
        "congress-request/v1\nlog " ORIGIN "\nat 1\nnonce AAAA\nwant here\n",
        FRONT,
        FRONT "want\n",
        FRONT "want all\n",
        FRONT "want here now\n",
        FRONT "want names seat/001\n",
        FRONT "want name\n",
        FRONT "want name seat/1\n",
        FRONT "want text AAAA 1\n",
        FRONT "want text AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 0\n",
        FRONT
        "want text AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 16777217\n",
        FRONT "want here\nwant here\n",
        FRONT "want here\nmore\n",
    };
    struct request_signer signer;
    struct request_note read;
    struct fixture f;

    (void)state;
    set_up(&f);
    sign_text(&f, FRONT "want here\n");
    assert_ok(open_note(&read, &signer, &f));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sign_text(&f, bad[i]);
        if (open_note(&read, &signer, &f) != ERR_INPUT)
            fail_msg("read: %s", bad[i]);
    }
}

static void
what_cannot_be_asked_is_not_signed(void **state)
{
    struct fixture f;

    (void)state;
    set_up(&f);
    f.note.want = REQUEST_WANTS_;
    assert_err(write_note(&f), ERR_INPUT);
    f.note.want = REQUEST_TEXT;
    f.note.length = 0;
    assert_err(write_note(&f), ERR_INPUT);
    f.note.want = REQUEST_HERE;
    f.note.origin[0] = ' ';
    assert_err(write_note(&f), ERR_INPUT);
    f.note.origin[0] = 'e';
    f.signer.post.kind = POST_KINDS_;
    assert_err(write_note(&f), ERR_INPUT);
}

static void
who_may_ask_for_what(void **state)
{
    static const struct {
        const char *who; /* may ask: chair desk scrutineer seat observer, */
        bool self;       /* an invitation for its own post, */
        bool other;      /* for another */
        enum request_want want;
    } cases[] = {
        {"yyyyy", true, false, REQUEST_NAME},
        {"yyyyy", false, false, REQUEST_NAMES},
        {"yyyyy", true, true, REQUEST_TEXT},
        {"yyyyy", false, false, REQUEST_HERE},
        {"yyynn", false, false, REQUEST_PHONES},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request_note note = {.want = cases[i].want};
        struct request_signer signer = {.post = {POST_SEAT, 1}};

        for (int kind = 0; kind < POST_KINDS_; kind++) {
            signer.post.kind = (enum post_kind)kind;
            if (request_note_is_allowed(&note, &signer) !=
                (cases[i].who[kind] == 'y'))
                fail_msg("%s, %d", request_want_word(note.want), kind);
        }
        signer = (struct request_signer){{POST_SEAT, 17}, true};
        note.post = signer.post;
        assert_int_equal(request_note_is_allowed(&note, &signer),
                         cases[i].self);
        note.post.number++;
        assert_int_equal(request_note_is_allowed(&note, &signer),
                         cases[i].other);
    }
    assert_string_equal(request_want_word(REQUEST_WANTS_), "?");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_want_is_read_back),
        cmocka_unit_test(a_request_has_this_form),
        cmocka_unit_test(no_byte_can_be_changed),
        cmocka_unit_test(another_key_log_or_signer_is_refused),
        cmocka_unit_test(a_second_line_is_refused),
        cmocka_unit_test(other_forms_are_not_read),
        cmocka_unit_test(what_cannot_be_asked_is_not_signed),
        cmocka_unit_test(who_may_ask_for_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
