#include "voting/web/core/core_ballot.h"

#include <string.h>

#include <sodium.h>

#include "ballots/json.h"
#include "ballots/record_code.h"
#include "voting/web/core/core_key.h"
#include "voting/web/core/core_table.h"

static struct core_table ballots;

uint32_t
core_ballot_keep(struct core_ballot *b, const struct event_cast *cast)
{
    uint32_t handle;
    enum err e = core_table_add(&ballots, &handle, b);

    if (cast->sealed)
        ballot_code(b->code.bytes, cast->ballot, cast->ballot_len);
    if (!e)
        e = core_answer_bytes(b->code.bytes, cast->sealed ? HASH_BYTES : 0);
    if (e && handle)
        (void)core_table_take(&ballots, handle);
    if (e)
        core_free(&b, sizeof *b);
    core_answer_number(e ? 0 : handle);
    return core_status(e);
}

/* From here on nobody can learn from the module what was marked. */
static void
wipe(struct core_ballot *b, enum core_ballot_stage stage)
{
    sodium_memzero(b->test.choices, sizeof b->test.choices);
    sodium_memzero(b->test.secret, sizeof b->test.secret);
    sodium_memzero(b->text, sizeof b->text);
    b->stage = stage;
}

uint32_t
web_ballot_cast(uint32_t handle, uint32_t key_handle)
{
    enum { NOTE_BYTES = EVENT_ENTRY_MAX + NOTE_LINE_MAX + 1 };
    struct core_ballot *b = core_table_get(&ballots, handle);
    const struct core_key *key = core_key_of(key_handle);
    struct text_writer w;
    struct span line;
    char *note;
    enum err e;

    if (!b || !key)
        return core_status(ERR_NOTFOUND);
    if (b->stage != CORE_BALLOT_SEALED)
        return core_status(ERR_STATE);
    if (memcmp(b->key, key->secret.bytes + ED25519_SEED_BYTES, sizeof b->key) !=
        0)
        return core_status(ERR_AUTH);
    note = core_new(NOTE_BYTES);
    if (!note)
        return core_status(ERR_NOMEM);
    text_writer_start(&w, note, NOTE_BYTES);
    e = core_key_sign(&w, &line, key, b->test.seat, false,
                      span_of(b->text, b->text_len));
    if (!e)
        e = core_answer_bytes(note, w.len);
    if (!e)
        wipe(b, CORE_BALLOT_CAST);
    core_free(&note, NOTE_BYTES);
    return core_status(e);
}

static void
write_test(struct text_writer *w, const void *context)
{
    test_ballot_write(w, context);
}

uint32_t
web_ballot_reveal(uint32_t handle)
{
    struct core_ballot *b = core_table_get(&ballots, handle);
    enum err e;

    if (!b)
        return core_status(ERR_NOTFOUND);
    if (b->stage != CORE_BALLOT_SEALED || !b->test.ballot.secret)
        return core_status(ERR_STATE);
    e = core_answer_text(write_test, &b->test);
    if (!e)
        wipe(b, CORE_BALLOT_TESTED);
    return core_status(e);
}

uint32_t
web_ballot_close(uint32_t handle)
{
    struct core_ballot *b = core_table_take(&ballots, handle);

    if (!b)
        return core_status(ERR_NOTFOUND);
    core_free(&b, sizeof *b);
    return core_status(OK);
}

/* A test ballot and what it was sealed to again. */
struct checked {
    const struct test_ballot *test;
    struct hash32 code;
};

static void
write_checked(struct text_writer *out, const void *context)
{
    const struct checked *checked = context;
    const struct draft_ballot *ballot = &checked->test->ballot;
    char code[RECORD_CODE_BYTES];
    char seat[POST_TEXT_BYTES];
    struct json_writer w;

    record_code_format(code, &checked->code);
    post_format(seat, checked->test->seat);
    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_hash(&w, "hash", &checked->code);
    json_put_text(&w, "code", code);
    json_put_text(&w, "paper", checked->test->paper);
    json_put_text(&w, "seat", seat);
    json_put_list(&w, "marks");
    for (unsigned i = 0; i < ballot->form.rows; i++) {
        json_put_object(&w, NULL);
        json_put_text(&w, "row", ballot->rows[i]);
        json_put_text(&w, "option", ballot->options[checked->test->choices[i]]);
        json_put_object_end(&w);
    }
    json_put_list_end(&w);
    json_put_object_end(&w);
}

uint32_t
core_ballot_answer_test(struct test_ballot *test, const char *origin)
{
    struct checked checked = {.test = test};
    enum err e = test_ballot_code(&checked.code, origin, test);

    return core_status(e ? e : core_answer_text(write_checked, &checked));
}
