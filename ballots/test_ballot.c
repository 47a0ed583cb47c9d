#include "ballots/test_ballot.h"

#include <string.h>

#include "ballots/choices.h"
#include "crypto/base64.h"
#include "crypto/decimal.h"

static const char head[] = "congress-test-ballot/v1\n";

static void
write_bytes(struct text_writer *w, const char *key, const uint8_t *bytes,
            size_t len)
{
    text_writer_text(w, key);
    text_writer_base64(w, bytes, len);
    text_writer_text(w, "\n");
}

void
test_ballot_write(struct text_writer *w, const struct test_ballot *test)
{
    char seat[POST_TEXT_BYTES];

    post_format(seat, test->seat);
    text_writer_text(w, head);
    text_writer_text(w, "paper ");
    text_writer_text(w, test->paper);
    text_writer_text(w, "\nseat ");
    text_writer_text(w, seat);
    text_writer_text(w, "\n");
    write_bytes(w, "key ", test->key, sizeof test->key);
    text_writer_text(w, "attempt ");
    text_writer_decimal(w, test->attempt);
    text_writer_text(w, "\n");
    write_bytes(w, "previous ", test->previous, sizeof test->previous);
    text_writer_text(w, "choices ");
    choices_write(w, &test->ballot, test->choices);
    text_writer_text(w, "\n");
    write_bytes(w, "secret ", test->secret, sizeof test->secret);
}

static enum err
take(struct span *value, struct span *text, const char *key)
{
    enum err e = span_take_prefix(text, key);

    return e ? e : span_take_line(value, text);
}

static enum err
take_bytes(uint8_t *out, size_t len, struct span *text, const char *key)
{
    struct span value;
    enum err e = take(&value, text, key);

    return e ? e : base64_decode_exact(out, len, value);
}

static enum err
take_numbers(struct test_ballot *out, struct span *text)
{
    struct span value;
    uint64_t attempt;
    enum err e = take(&value, text, "paper ");

    if (e || value.len >= sizeof out->paper)
        return ERR_INPUT;
    memcpy(out->paper, value.ptr, value.len);
    out->paper[value.len] = '\0';
    if (take(&value, text, "seat ") ||
        post_parse(&out->seat, value.ptr, value.len))
        return ERR_INPUT;
    if (take_bytes(out->key, sizeof out->key, text, "key "))
        return ERR_INPUT;
    if (take(&value, text, "attempt ") ||
        decimal_parse(&attempt, value, CONFERENCE_ATTEMPTS_MAX))
        return ERR_INPUT;
    out->attempt = (uint32_t)attempt;
    return take_bytes(out->previous, sizeof out->previous, text, "previous ");
}

enum err
test_ballot_read_who(struct test_ballot *out, struct span *text)
{
    enum err e = span_take_prefix(text, head);

    return e ? e : take_numbers(out, text);
}

enum err
test_ballot_read(struct test_ballot *out, const struct conference *c,
                 struct span text)
{
    if (test_ballot_read_who(out, &text) ||
        draft_ballot(&out->ballot, c, out->paper, &out->seat))
        return ERR_INPUT;
    return test_ballot_read_marks(out, text);
}

enum err
test_ballot_read_marks(struct test_ballot *out, struct span text)
{
    struct span value;

    if (!out->ballot.secret)
        return ERR_INPUT;
    if (take(&value, &text, "choices ") ||
        choices_parse(out->choices, &out->ballot, value) ||
        take_bytes(out->secret, sizeof out->secret, &text, "secret ") ||
        text.len > 0)
        return ERR_INPUT;
    return OK;
}

enum err
test_ballot_code(struct hash32 *code, const char *origin,
                 struct test_ballot *test)
{
    const struct ballot_form *form = &test->ballot.form;
    size_t len = ballot_bytes(form->options, form->cap, form->rows);
    char name[POST_KEY_NAME_BYTES];
    struct ballot_voter voter = {.name = name, .attempt = test->attempt};
    enum err e;

    post_key_name(name, origin, test->seat, false);
    memcpy(voter.key, test->key, sizeof voter.key);
    memcpy(voter.previous, test->previous, sizeof voter.previous);
    *code = (struct hash32){0};
    e = ballot_seal(test->sealed, len, form, &voter, test->choices,
                    test->secret);
    if (!e)
        ballot_code(code->bytes, test->sealed, len);
    return e;
}
