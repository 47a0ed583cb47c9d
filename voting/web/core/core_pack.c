#include "voting/web/core/core_pack.h"

#include <string.h>

#include <sodium.h>

#include "ballots/json.h"
#include "ballots/pack.h"
#include "ballots/record_code.h"
#include "ballots/rule_text.h"
#include "voting/web/core/core_ballot.h"
#include "voting/web/core/core_key.h"
#include "voting/web/core/core_table.h"

struct core_pack {
    struct pack *pack;
    const struct pack_facts *facts;
    char *bytes; /* what the pack borrows */
    size_t len;
    struct event event; /* a cast being made */
};

static struct core_table packs;

static void
discard(struct core_pack *p)
{
    pack_close(p->pack);
    core_free(&p->bytes, p->len);
    core_free(&p, sizeof *p);
}

/* ---- Opening --------------------------------------------------------------*/

/* What the device knows, as it came. */
struct known {
    struct pack_expected expected;
    struct hash32 genesis;
    struct post seat;
    struct merkle_proof consistency;
};

static enum err
read_genesis(struct known *known, const uint8_t *genesis, uint32_t len)
{
    if (len == 0)
        return OK;
    if (len != HASH_BYTES)
        return ERR_INPUT;
    memcpy(known->genesis.bytes, genesis, HASH_BYTES);
    known->expected.genesis = &known->genesis;
    return OK;
}

static enum err
read_seat(struct known *known, const char *seat, uint32_t len)
{
    if (len == 0)
        return OK;
    known->expected.seat = &known->seat;
    return post_parse(&known->seat, seat, len);
}

static enum err
read_last(struct known *known, uint32_t size, const uint8_t *root,
          uint32_t root_len, const uint8_t *hashes, uint32_t hashes_len)
{
    struct merkle_proof *proof = &known->consistency;

    if (size == 0)
        return OK;
    proof->count = hashes_len / HASH_BYTES;
    if (root_len != HASH_BYTES || hashes_len % HASH_BYTES != 0 ||
        proof->count > MERKLE_PROOF_MAX)
        return ERR_INPUT;
    for (size_t i = 0; i < proof->count; i++)
        memcpy(proof->hashes[i].bytes, hashes + i * HASH_BYTES, HASH_BYTES);
    memcpy(known->expected.root.bytes, root, HASH_BYTES);
    known->expected.size = size;
    known->expected.consistency = proof;
    return OK;
}

static uint32_t
open_pack(const char *bytes, size_t len, const struct known *known)
{
    struct core_pack *p = core_new(sizeof *p);
    uint32_t cause = CONFERENCE_NO_ENTRY;
    uint32_t handle;
    enum refusal r = REFUSED_NO_MEMORY;

    if (!p)
        return core_status(ERR_NOMEM);
    p->len = len;
    p->bytes = core_new(len + 1);
    if (p->bytes) {
        memcpy(p->bytes, bytes, len);
        r = pack_open(&p->pack, core_memory(), span_of(p->bytes, len),
                      &known->expected, &cause);
    }
    if (!r) {
        p->facts = pack_facts(p->pack);
        r = core_table_add(&packs, &handle, p) ? REFUSED_NO_MEMORY
                                               : REFUSED_NOTHING;
    }
    core_answer_number(r ? cause : handle);
    if (r)
        discard(p);
    return core_refused(r);
}

uint32_t
web_pack_open(const char *pack, uint32_t pack_len, const uint8_t *genesis,
              uint32_t genesis_len, uint32_t open, const char *seat,
              uint32_t seat_len, uint32_t old_size, const uint8_t *old_root,
              uint32_t old_root_len, const uint8_t *hashes, uint32_t hashes_len)
{
    struct known known = {.expected = {.open = open}};

    if (pack_len == 0 || pack_len > PACK_MAX ||
        read_genesis(&known, genesis, genesis_len) ||
        read_seat(&known, seat, seat_len) ||
        read_last(&known, old_size, old_root, old_root_len, hashes, hashes_len))
        return core_status(ERR_INPUT);
    return open_pack(pack, pack_len, &known);
}

uint32_t
web_pack_close(uint32_t handle)
{
    struct core_pack *p = core_table_take(&packs, handle);

    if (!p)
        return core_status(ERR_NOTFOUND);
    discard(p);
    return core_status(OK);
}

/* ---- What it proves -------------------------------------------------------*/

static void
put_bytes(struct json_writer *w, const char *key, const uint8_t bytes[32])
{
    struct hash32 value;

    memcpy(value.bytes, bytes, sizeof value.bytes);
    json_put_hash(w, key, &value);
}

static void
put_post(struct json_writer *w, const char *key, struct post post)
{
    char text[POST_TEXT_BYTES];

    post_format(text, post);
    json_put_text(w, key, text);
}

static void
put_text(struct json_writer *w, const char *key, const struct pack_text *text)
{
    json_put_object(w, key);
    json_put_hash(w, "sha256", &text->blob.sha256);
    json_put_number(w, "length", text->blob.length);
    json_put_bool(w, "members", text->blob.members);
    json_put_bool(w, "there", text->bytes.len > 0);
    json_put_object_end(w);
}

/* The canonical text: sentences need the roll, which a pack does not prove. */
static void
put_rule(struct json_writer *w, const char *key, const struct rule *rule)
{
    char line[RULE_TEXT_MAX + 1];
    struct text_writer text;

    text_writer_start(&text, line, sizeof line);
    rule_encode(&text, rule);
    json_put_span(w, key, text_writer_written(&text));
}

static void
put_row(struct json_writer *w, const struct pack_row *row)
{
    json_put_object(w, NULL);
    json_put_text(w, "id", row->id);
    json_put_bool(w, "recused", row->recused);
    put_text(w, "text", &row->text);
    put_rule(w, "rule", row->rule);
    json_put_object_end(w);
}

static void
put_log(struct json_writer *w, const struct pack_facts *f)
{
    char code[RECORD_CODE_BYTES];

    json_put_text(w, "origin", f->origin);
    put_bytes(w, "log_key", f->log_key);
    json_put_hash(w, "genesis", &f->genesis);
    record_code_format(code, &f->checkpoint.root);
    json_put_object(w, "tree");
    json_put_number(w, "size", f->checkpoint.size);
    json_put_hash(w, "root", &f->checkpoint.root);
    json_put_text(w, "code", code);
    json_put_object_end(w);
    put_post(w, "presiding", f->presiding);
    json_put_text(w, "session", f->session);
}

static void
put_paper(struct json_writer *w, const struct pack_facts *f)
{
    static const char *const kinds[] = {"motion", "election", "appraisal"};
    static const char *const ballots[] = {"secret", "named", "hands"};

    json_put_number(w, "open", f->open);
    json_put_number(w, "opened", f->opened_s);
    json_put_text(w, "paper", f->id);
    json_put_number(w, "version", f->version);
    json_put_text(w, "kind", kinds[f->kind]);
    json_put_text(w, "ballot", ballots[f->ballot]);
    json_put_bool(w, "last_counts", f->last_counts);
    json_put_bool(w, "practice", f->practice);
    json_put_bool(w, "advise", f->advise);
    json_put_number(w, "cap", f->form.cap);
    put_text(w, "title", &f->title);
    json_put_list(w, "options");
    for (size_t i = 0; i < f->option_count; i++)
        json_put_text(w, NULL, f->options[i]);
    json_put_list_end(w);
    json_put_list(w, "rows");
    for (size_t i = 0; i < f->row_count; i++)
        put_row(w, &f->rows[i]);
    json_put_list_end(w);
}

static void
put_people(struct json_writer *w, const struct pack_facts *f)
{
    json_put_list(w, "scrutineers");
    for (size_t i = 0; i < f->trustee_count; i++)
        put_post(w, NULL, f->trustees[i]);
    json_put_list_end(w);
    json_put_number(w, "needed", f->threshold);
    if (!f->has_seat) {
        json_put_null(w, "seat");
        return;
    }
    json_put_object(w, "seat");
    put_post(w, "post", f->seat.post);
    json_put_hash(w, "name", &f->seat.name);
    put_bytes(w, "invitation", f->seat.invitation);
    json_put_bool(w, "enrolled", f->seat.enrolled);
    put_bytes(w, "key", f->seat.key);
    json_put_bool(w, "on_roll", f->seat.on_roll);
    json_put_bool(w, "barred", f->seat.barred);
    json_put_object_end(w);
}

static void
write_facts(struct text_writer *out, const void *context)
{
    const struct pack_facts *f = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    put_log(&w, f);
    put_paper(&w, f);
    put_people(&w, f);
    json_put_object_end(&w);
}

uint32_t
web_pack_facts(uint32_t handle)
{
    const struct core_pack *p = core_table_get(&packs, handle);

    if (!p)
        return core_status(ERR_NOTFOUND);
    return core_status(core_answer_text(write_facts, p->facts));
}

uint32_t
web_pack_text(uint32_t handle, uint32_t number)
{
    const struct core_pack *p = core_table_get(&packs, handle);
    struct span bytes;

    if (!p || number > p->facts->row_count)
        return core_status(ERR_NOTFOUND);
    bytes = number == 0 ? p->facts->title.bytes
                        : p->facts->rows[number - 1].text.bytes;
    if (bytes.len == 0)
        return core_status(ERR_NOTFOUND);
    return core_status(core_answer_bytes(bytes.ptr, bytes.len));
}

/* ---- Sealing from it ------------------------------------------------------*/

/* What the seat's ballot asks, in the form that a test ballot reveals. */
static void
fill_form(struct draft_ballot *ballot, const struct pack_facts *f)
{
    ballot->secret = f->ballot == EVENT_SECRET;
    ballot->form = f->form;
    ballot->option_count = f->option_count;
    for (size_t k = 0; k < f->option_count; k++)
        memcpy(ballot->options[k], f->options[k], strlen(f->options[k]) + 1);
    for (unsigned i = 0; i < f->form.rows; i++) {
        const char *id = f->rows[f->form.row[i] - 1].id;

        memcpy(ballot->rows[i], id, strlen(id) + 1);
    }
}

/* The ballot's bytes, or a named one's marks, into the event. */
static enum refusal
fill_cast(struct event_cast *cast, const struct core_ballot *b,
          const struct pack_facts *f)
{
    const struct ballot_form *form = &f->form;
    const struct test_ballot *test = &b->test;
    char name[POST_KEY_NAME_BYTES];
    struct ballot_voter voter = {.name = name, .attempt = test->attempt};

    cast->sealed = f->ballot == EVENT_SECRET;
    if (!cast->sealed) {
        cast->mark_count = form->rows;
        for (unsigned i = 0; i < form->rows; i++) {
            if (test->choices[i] >= f->option_count)
                return REFUSED_BALLOT_MARKS;
            cast->marks[i] = (uint8_t)(test->choices[i] + 1);
        }
        return REFUSED_NOTHING;
    }
    post_key_name(name, f->origin, test->seat, false);
    memcpy(voter.key, test->key, sizeof voter.key);
    memcpy(voter.previous, test->previous, sizeof voter.previous);
    cast->ballot_len = ballot_bytes(form->options, form->cap, form->rows);
    if (ballot_seal(cast->ballot, cast->ballot_len, form, &voter, test->choices,
                    test->secret))
        return REFUSED_BALLOT_MARKS;
    return REFUSED_NOTHING;
}

static enum refusal
seal(struct core_ballot *b, struct core_pack *p, uint32_t previous)
{
    const struct pack_facts *f = p->facts;
    struct event *event = &p->event;
    struct event_cast *cast = &event->cast;
    enum refusal r;

    *event = (struct event){.type = EVENT_CAST};
    memcpy(event->origin, f->origin, strlen(f->origin) + 1);
    event->seen_size = f->checkpoint.size;
    event->seen_root = f->checkpoint.root;
    cast->open.present = true;
    cast->open.index = f->open;
    memcpy(cast->open.leaf.bytes, f->form.context, HASH_BYTES);
    cast->attempt = b->test.attempt;
    cast->previous.present = b->test.attempt > 1;
    cast->previous.index = previous;
    memcpy(cast->previous.leaf.bytes, b->test.previous, HASH_BYTES);
    r = fill_cast(cast, b, f);
    if (!r && event_encode(event, b->text, sizeof b->text, &b->text_len))
        r = REFUSED_FORM;
    return r;
}

/* Whether this seat may vote with this key, as far as the pack tells. */
static enum refusal
check_seat(const struct pack_facts *f, const struct core_key *key,
           uint32_t choices_len)
{
    struct ed25519_public half;

    ed25519_public(&half, &key->secret);
    if (f->ballot == EVENT_BY_HANDS)
        return REFUSED_BALLOT_KIND;
    if (!f->has_seat || !f->seat.on_roll || f->seat.barred)
        return REFUSED_NOT_ON_ROLL;
    if (!f->seat.enrolled ||
        sodium_memcmp(half.bytes, f->seat.key, sizeof half.bytes) != 0)
        return REFUSED_NO_KEY;
    return choices_len == f->form.rows ? REFUSED_NOTHING
                                       : REFUSED_BALLOT_LENGTH;
}

uint32_t
web_pack_seal(uint32_t handle, uint32_t key_handle, uint32_t attempt,
              uint32_t previous, const uint8_t *leaf, uint32_t leaf_len,
              const uint8_t *choices, uint32_t choices_len,
              const uint8_t *secret, uint32_t secret_len)
{
    struct core_pack *p = core_table_get(&packs, handle);
    const struct core_key *key = core_key_of(key_handle);
    struct core_ballot *b;
    uint32_t status;
    enum refusal r;

    if (!p || !key)
        return core_status(ERR_NOTFOUND);
    if (attempt == 0 || attempt > CONFERENCE_ATTEMPTS_MAX ||
        leaf_len != (attempt > 1 ? HASH_BYTES : 0) ||
        secret_len != BALLOT_SECRET_BYTES)
        return core_status(ERR_INPUT);
    r = check_seat(p->facts, key, choices_len);
    if (!r && attempt > 1 && previous >= p->facts->checkpoint.size)
        r = REFUSED_SEEN_SHORT;
    if (r)
        return core_refused(r);
    b = core_new(sizeof *b);
    if (!b)
        return core_status(ERR_NOMEM);
    memcpy(b->key, p->facts->seat.key, sizeof b->key);
    memcpy(b->test.key, b->key, sizeof b->test.key);
    memcpy(b->test.paper, p->facts->id, strlen(p->facts->id) + 1);
    b->test.seat = p->facts->seat.post;
    b->test.attempt = attempt;
    memcpy(b->test.previous, leaf, leaf_len);
    memcpy(b->test.choices, choices, choices_len);
    memcpy(b->test.secret, secret, sizeof b->test.secret);
    fill_form(&b->test.ballot, p->facts);
    r = seal(b, p, previous);
    status = r ? core_refused(r) : core_ballot_keep(b, &p->event.cast);
    sodium_memzero(&p->event, sizeof p->event);
    if (r)
        core_free(&b, sizeof *b);
    return status;
}

uint32_t
web_pack_test(uint32_t handle, const char *bytes, uint32_t len)
{
    const struct core_pack *p = core_table_get(&packs, handle);
    struct span text = span_of(bytes, len);
    struct test_ballot *test;
    uint32_t status = core_status(ERR_INPUT);

    if (!p)
        return core_status(ERR_NOTFOUND);
    test = core_new(sizeof *test);
    if (!test)
        return core_status(ERR_NOMEM);
    fill_form(&test->ballot, p->facts);
    if (test_ballot_read_who(test, &text) == OK && p->facts->has_seat &&
        post_eq(test->seat, p->facts->seat.post) &&
        strcmp(test->paper, p->facts->id) == 0 &&
        test_ballot_read_marks(test, text) == OK)
        status = core_ballot_answer_test(test, p->facts->origin);
    core_free(&test, sizeof *test);
    return status;
}
