/*
 * A paper pack proves to a phone what it votes on and under whose key; nothing
 * that is not in the log, and nothing that the machine refuses, passes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/roll_hash.h"
#include "ballots/state.h"
#include "tests/support/packed.h"
#include "tests/test.h"

enum { ROWS = 3, ENTRIES_MAX = 256 };

struct fixture {
    struct hall *hall;
    struct packed *packed;
    struct heap heap;
    struct hash32 genesis;
    struct event_ref paper;
    struct event_ref open;
    struct post seat;
    struct pack_expected expected;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->hall = hall_new(7);
    f->packed = packed_new();
    f->seat = (struct post){POST_SEAT, 2};
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(f->heap.in_use, 0);
    packed_free(f->packed);
    hall_free(f->hall);
    free(f);
    return 0;
}

/* What a phone expects of the round that was opened last. */
static void
expect(struct fixture *f, struct event_ref open)
{
    f->open = open;
    f->genesis = hall_ref(f->hall, 0).leaf;
    f->expected = (struct pack_expected){
        .genesis = &f->genesis,
        .open = open.index,
    };
}

/* A hall with a locked box and an open secret paper. */
static void
open_secret(struct fixture *f)
{
    f->paper = hall_prepare(f->hall, ROWS);
    hall_convene(f->hall);
    hall_lock(f->hall);
    expect(f, hall_do_open(f->hall, f->paper));
}

static void
write_pack(struct fixture *f, const struct post *seat)
{
    f->expected.seat = seat;
    assert_ok(packed_write(f->packed, f->hall, f->open.index, seat));
}

/* Opens the pack; frees it again if there is no place for it. */
static enum refusal
open_pack(struct fixture *f, struct pack **out)
{
    struct pack *pack;
    uint32_t cause;
    enum refusal r = pack_open(&pack, heap_memory(&f->heap),
                               packed_span(f->packed), &f->expected, &cause);

    if (r)
        assert_null(pack);
    if (out)
        *out = pack;
    else
        pack_close(pack);
    return r;
}

static const struct pack_facts *
must_open(struct fixture *f, struct pack **out)
{
    assert_refused(open_pack(f, out), REFUSED_NOTHING);
    return pack_facts(*out);
}

/* ---- What a pack says -----------------------------------------------------*/

static void
a_pack_says_what_the_log_says(void **state)
{
    struct fixture *f = *state;
    const struct pack_facts *facts;
    const struct key_ceremony *k;
    struct pack *pack;

    open_secret(f);
    write_pack(f, NULL);
    facts = must_open(f, &pack);
    k = f->hall->conference->ceremonies[0];
    assert_string_equal(facts->origin, HALL_ORIGIN);
    assert_true(hash_eq(&facts->genesis, &f->genesis));
    assert_int_equal(facts->checkpoint.size, f->hall->entry_count);
    assert_string_equal(facts->session, HALL_SESSION);
    assert_string_equal(facts->id, "P1");
    assert_int_equal(facts->paper, f->paper.index);
    assert_int_equal(facts->open, f->open.index);
    assert_int_equal(facts->ballot, EVENT_SECRET);
    assert_true(post_eq(facts->presiding, (struct post){POST_CHAIR, 1}));
    assert_int_equal(facts->option_count, 3);
    assert_string_equal(facts->options[2], "abstain");
    assert_int_equal(facts->row_count, ROWS);
    assert_string_equal(facts->rows[1].id, "P1.2");
    assert_int_equal(facts->rows[0].rule->kind, RULE_MOTION);
    assert_memory_equal(facts->form.key.bytes, k->key.bytes, POINT_BYTES);
    assert_memory_equal(facts->form.context, f->open.leaf.bytes, 32);
    assert_int_equal(facts->form.options, 3);
    assert_int_equal(facts->form.rows, ROWS);
    assert_int_equal(facts->trustee_count, HALL_SCRUTINEERS);
    assert_int_equal(facts->threshold, HALL_THRESHOLD);
    for (unsigned i = 0; i < HALL_SCRUTINEERS; i++)
        assert_true(
            post_eq(facts->trustees[i], (struct post){POST_SCRUTINEER, i + 1}));
    assert_false(facts->has_seat);
    pack_close(pack);
}

static void
its_public_texts_come_with_it_and_members_texts_do_not(void **state)
{
    struct fixture *f = *state;
    const struct pack_facts *facts;
    struct pack *pack;

    open_secret(f);
    write_pack(f, NULL);
    facts = must_open(f, &pack);
    assert_int_equal(facts->title.bytes.len, facts->title.blob.length);
    for (size_t i = 0; i < facts->row_count; i++) {
        const struct pack_text *text = &facts->rows[i].text;
        struct hash32 sha256;

        assert_int_equal(text->blob.members, i == 1);
        assert_int_equal(text->bytes.len,
                         text->blob.members ? 0 : text->blob.length);
        hash_sha256(&sha256, text->bytes.ptr, text->bytes.len);
        assert_int_equal(hash_eq(&sha256, &text->blob.sha256),
                         !text->blob.members);
    }
    pack_close(pack);
}

static void
a_ballot_sealed_by_a_pack_is_accepted(void **state)
{
    struct fixture *f = *state;
    const struct hall_person *person;
    const struct pack_facts *facts;
    struct ballot_voter voter = {.attempt = 1};
    const uint8_t secret[BALLOT_SECRET_BYTES] = {1};
    const uint8_t choices[ROWS] = {0, 1, 2};
    char name[POST_KEY_NAME_BYTES];
    struct event *cast;
    struct pack *pack;

    open_secret(f);
    write_pack(f, &f->seat);
    facts = must_open(f, &pack);
    person = hall_person(f->hall, f->seat);
    assert_true(facts->has_seat && facts->seat.enrolled);
    post_key_name(name, facts->origin, facts->seat.post, false);
    memcpy(voter.key, facts->seat.key, sizeof voter.key);
    voter.name = name;
    cast = hall_draft(f->hall, EVENT_CAST);
    cast->cast.open = f->open;
    cast->cast.attempt = 1;
    cast->cast.sealed = true;
    cast->cast.ballot_len =
        ballot_bytes(facts->form.options, facts->form.cap, facts->form.rows);
    assert_ok(ballot_seal(cast->cast.ballot, cast->cast.ballot_len,
                          &facts->form, &voter, choices, secret));
    assert_true(person->post.number == 2);
    hall_do_submit(f->hall, HALL_BY(HALL_SEAT(2)));
    pack_close(pack);
}

static void
a_seat_with_a_recusal_has_the_other_rows(void **state)
{
    struct fixture *f = *state;
    const struct pack_facts *facts;
    struct event *paper;
    struct pack *pack;

    hall_prepare(f->hall, 1);
    paper = hall_draft_paper(f->hall, "P2", ROWS, EVENT_SECRET);
    paper->paper.cap = 3;
    paper->paper.recusal_count = 2;
    paper->paper.recusals[0].row = 2;
    paper->paper.recusals[0].seat = f->seat;
    paper->paper.recusals[1].row = 3;
    paper->paper.recusals[1].seat = (struct post){POST_SEAT, 3};
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR));
    f->paper = hall_last(f->hall);
    hall_convene(f->hall);
    hall_lock(f->hall);
    expect(f, hall_do_open(f->hall, f->paper));
    write_pack(f, &f->seat);
    facts = must_open(f, &pack);
    assert_int_equal(facts->form.rows, 2);
    assert_int_equal(facts->form.row[0], 1);
    assert_int_equal(facts->form.row[1], 3);
    assert_int_equal(facts->form.cap, 2);
    assert_true(facts->rows[1].recused);
    assert_false(facts->rows[2].recused);
    assert_true(facts->seat.on_roll);
    assert_false(facts->seat.barred);
    pack_close(pack);
}

static void
a_named_round_has_no_key(void **state)
{
    struct fixture *f = *state;
    const struct pack_facts *facts;
    const struct point none = {{0}};
    struct pack *pack;

    hall_prepare(f->hall, 1);
    f->paper = hall_do_paper(f->hall, "N1", 2, EVENT_NAMED);
    hall_convene(f->hall);
    expect(f, hall_do_open(f->hall, f->paper));
    write_pack(f, &f->seat);
    facts = must_open(f, &pack);
    assert_int_equal(facts->ballot, EVENT_NAMED);
    assert_memory_equal(facts->form.key.bytes, none.bytes, POINT_BYTES);
    assert_int_equal(facts->trustee_count, 0);
    assert_int_equal(facts->form.rows, 2);
    assert_true(facts->seat.enrolled);
    pack_close(pack);
}

static void
a_seat_that_was_reissued_has_its_new_key(void **state)
{
    struct fixture *f = *state;
    const struct pack_facts *facts;
    struct ed25519_public key;
    struct pack *pack;

    open_secret(f);
    hall_draft_reissue(f->hall, f->seat);
    hall_do_submit(f->hall, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_person(f->hall, f->seat)->invited = hall_last(f->hall);
    write_pack(f, &f->seat);
    facts = must_open(f, &pack);
    assert_false(facts->seat.enrolled);
    ed25519_public(&key, &hall_person(f->hall, f->seat)->invitation);
    assert_memory_equal(facts->seat.invitation, key.bytes, 32);
    pack_close(pack);

    hall_do_enrol(f->hall, f->seat);
    write_pack(f, &f->seat);
    facts = must_open(f, &pack);
    assert_true(facts->seat.enrolled);
    ed25519_public(&key, &hall_person(f->hall, f->seat)->key);
    assert_memory_equal(facts->seat.key, key.bytes, 32);
    pack_close(pack);
}

static void
another_chair_may_have_opened(void **state)
{
    struct fixture *f = *state;
    const struct pack_facts *facts;
    struct pack *pack;

    f->paper = hall_prepare(f->hall, ROWS);
    hall_convene(f->hall);
    hall_lock(f->hall);
    hall_draft(f->hall, EVENT_HANDOVER)->handover.to =
        (struct post){POST_CHAIR, 2};
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR));
    hall_draft_open(f->hall, f->paper);
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR_2));
    expect(f, hall_last(f->hall));
    write_pack(f, NULL);
    facts = must_open(f, &pack);
    assert_true(post_eq(facts->presiding, (struct post){POST_CHAIR, 2}));
    pack_close(pack);
}

/* ---- What is pinned -------------------------------------------------------*/

static void
another_genesis_is_another_conference(void **state)
{
    struct fixture *f = *state;
    struct pack *pack;

    open_secret(f);
    write_pack(f, NULL);
    f->genesis.bytes[31] ^= 1;
    assert_refused(open_pack(f, NULL), REFUSED_ORIGIN);
    f->expected.genesis = NULL;
    must_open(f, &pack);
    pack_close(pack);
}

static void
a_checkpoint_goes_on_from_the_last_one(void **state)
{
    struct fixture *f = *state;
    const struct merkle_tree *tree;
    struct merkle_proof proof;
    uint64_t size;

    open_secret(f);
    write_pack(f, NULL);
    tree = conference_tree(f->hall->conference);
    size = tree->size;
    f->expected.size = size - 3;
    assert_ok(merkle_root_at(&f->expected.root, tree, size - 3));
    assert_refused(open_pack(f, NULL), REFUSED_ROOT); /* no proof */
    assert_ok(merkle_prove_consistency(&proof, tree, size - 3, size));
    f->expected.consistency = &proof;
    assert_refused(open_pack(f, NULL), REFUSED_NOTHING);
    proof.hashes[0].bytes[0] ^= 1;
    assert_refused(open_pack(f, NULL), REFUSED_ROOT);
    proof.hashes[0].bytes[0] ^= 1;
    f->expected.root.bytes[0] ^= 1;
    assert_refused(open_pack(f, NULL), REFUSED_ROOT);
    /* The same size is the same root. */
    f->expected.size = size;
    f->expected.consistency = NULL;
    assert_refused(open_pack(f, NULL), REFUSED_ROOT);
    assert_ok(merkle_root_at(&f->expected.root, tree, size));
    assert_refused(open_pack(f, NULL), REFUSED_NOTHING);
    /* An older pack is stale. */
    f->expected.size = size + 1;
    assert_refused(open_pack(f, NULL), REFUSED_SEEN_SHORT);
}

static void
a_pack_is_for_its_round_and_its_seat(void **state)
{
    struct fixture *f = *state;
    const struct post other = {POST_SEAT, 3};

    open_secret(f);
    write_pack(f, &f->seat);
    f->expected.open = f->paper.index;
    assert_refused(open_pack(f, NULL), REFUSED_REF);
    f->expected.open = f->open.index;
    f->expected.seat = &other;
    assert_refused(open_pack(f, NULL), REFUSED_REF);
    f->expected.seat = NULL;
    assert_refused(open_pack(f, NULL), REFUSED_REF);
    /* A pack for nobody is not enough for somebody. */
    write_pack(f, NULL);
    f->expected.seat = &f->seat;
    assert_refused(open_pack(f, NULL), REFUSED_REF);
}

static void
of_what_is_not_there_no_pack_is_written(void **state)
{
    struct fixture *f = *state;
    const struct post absent = {POST_SEAT, 99};
    const struct post desk = {POST_DESK, 1};

    open_secret(f);
    assert_err(packed_write(f->packed, f->hall, f->paper.index, NULL),
               ERR_NOTFOUND);
    assert_err(packed_write(f->packed, f->hall, f->open.index, &absent),
               ERR_NOTFOUND);
    assert_err(packed_write(f->packed, f->hall, f->open.index, &desk),
               ERR_NOTFOUND);
}

/* ---- Tampering ------------------------------------------------------------*/

static enum refusal
when_changed(const struct packed_part *part, uint32_t part_number)
{
    if (strcmp(part->word, "text") == 0)
        return REFUSED_BLOB;
    /* Genesis is the first entry, behind the checkpoint. */
    return part_number == 1 ? REFUSED_ORIGIN : REFUSED_ROOT;
}

static void
no_part_can_be_changed(void **state)
{
    struct fixture *f = *state;

    open_secret(f);
    write_pack(f, &f->seat);
    for (uint32_t i = 0; i < f->packed->part_count; i++) {
        const struct packed_part *part = &f->packed->parts[i];
        const size_t places[] = {0, part->len / 2, part->len - 2};

        for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
            char *byte = f->packed->bytes + part->at + places[k];
            enum refusal got;

            *byte ^= 1;
            got = open_pack(f, NULL);
            *byte ^= 1;
            if (got != when_changed(part, i))
                fail_msg("part %u, %s, at %zu: %s", i, part->word, places[k],
                         refusal_code(got));
        }
    }
    assert_refused(open_pack(f, NULL), REFUSED_NOTHING);
}

/* The entries of the pack that was written, less one. */
static enum refusal
without(struct fixture *f, uint32_t entry)
{
    size_t at;

    write_pack(f, &f->seat);
    at = packed_find(f->packed, entry);
    packed_cut(f->packed, at, at + 2);
    return open_pack(f, NULL);
}

static void
nothing_that_counts_can_be_left_out(void **state)
{
    struct fixture *f = *state;
    const struct conference *c = f->hall->conference;
    const struct key_ceremony *k;
    const struct session *session;

    open_secret(f);
    session = &c->sessions[0];
    k = c->ceremonies[0];
    assert_int_not_equal(without(f, 0), REFUSED_NOTHING);
    assert_int_not_equal(without(f, session->entry), REFUSED_NOTHING);
    assert_int_not_equal(without(f, session->start_entry), REFUSED_NOTHING);
    assert_int_not_equal(without(f, k->entry), REFUSED_NOTHING);
    for (unsigned i = 0; i < HALL_SCRUTINEERS; i++) {
        const struct holder *holder = state_holder(c, k->trustees[i]);

        assert_int_not_equal(without(f, k->commit_entries[i]), REFUSED_NOTHING);
        assert_int_not_equal(without(f, k->deal_entries[i]), REFUSED_NOTHING);
        assert_int_not_equal(without(f, k->accept_entries[i]), REFUSED_NOTHING);
        assert_int_not_equal(without(f, holder->invitation_entry),
                             REFUSED_NOTHING);
        assert_int_not_equal(without(f, holder->enrol_entry), REFUSED_NOTHING);
    }
    assert_refused(without(f, f->paper.index), REFUSED_REF);
    assert_refused(without(f, f->open.index), REFUSED_REF);
    assert_refused(without(f, state_holder(c, f->seat)->invitation_entry),
                   REFUSED_SIGNERS);
}

static void
texts_are_all_there_in_order_and_no_more(void **state)
{
    struct fixture *f = *state;
    size_t last;

    open_secret(f);
    write_pack(f, NULL);
    last = f->packed->part_count - 1;
    assert_string_equal(f->packed->parts[last].word, "text");
    packed_cut(f->packed, last, last + 1);
    assert_refused(open_pack(f, NULL), REFUSED_BLOB);
    write_pack(f, NULL);
    packed_cut(f->packed, last - 1, last);
    assert_refused(open_pack(f, NULL), REFUSED_BLOB);
    write_pack(f, NULL);
    memcpy(f->packed->bytes + f->packed->len - 4, "text 1\na\nend\n", 13);
    f->packed->len += 9;
    assert_refused(open_pack(f, NULL), REFUSED_FORM);
}

static void
a_pack_is_whole_and_nothing_comes_after_it(void **state)
{
    struct fixture *f = *state;
    size_t whole;

    open_secret(f);
    write_pack(f, NULL);
    whole = f->packed->len;
    f->packed->bytes[f->packed->len++] = 'x';
    assert_refused(open_pack(f, NULL), REFUSED_FORM);
    for (size_t len = 0; len < whole; len += 1 + whole / 50) {
        f->packed->len = len;
        assert_int_not_equal(open_pack(f, NULL), REFUSED_NOTHING);
    }
    f->packed->len = whole - 1;
    assert_refused(open_pack(f, NULL), REFUSED_FORM);
}

/* ---- What a dishonest log could say ---------------------------------------*/

/* The true pack's entries and then the hall's last, with the true texts. */
static void
pack_with_last(struct fixture *f)
{
    uint32_t entries[ENTRIES_MAX];
    size_t texts[HALL_TEXTS_MAX];
    size_t text_count = 0;
    size_t count;

    write_pack(f, NULL);
    count = packed_entries(entries, ENTRIES_MAX - 1, f->packed);
    assert_int_equal(entries[count - 1], f->open.index);
    entries[count - 1] = (uint32_t)(f->hall->entry_count - 1);
    for (size_t i = 0; i < f->hall->text_count; i++) {
        const struct event_blob *blob = &f->hall->texts[i].blob;
        const struct paper *paper = state_paper_of(
            f->hall->conference, f->hall->conference->openings[3]);
        bool named = hash_eq(&blob->sha256, &paper->title.sha256);

        for (size_t row = 0; row < paper->row_count; row++)
            named |= hash_eq(&blob->sha256, &paper->rows[row].text.sha256);
        if (named && !blob->members)
            texts[text_count++] = i;
    }
    f->expected.open = entries[count - 1];
    packed_make(f->packed, f->hall, entries, count, texts, text_count);
}

static void
a_pack_made_by_hand_is_the_writers(void **state)
{
    struct fixture *f = *state;
    char *bytes;
    size_t len;

    open_secret(f);
    write_pack(f, NULL);
    len = f->packed->len;
    bytes = malloc(len);
    assert_non_null(bytes);
    memcpy(bytes, f->packed->bytes, len);
    pack_with_last(f);
    assert_true(span_eq(packed_span(f->packed), span_of(bytes, len)));
    free(bytes);
}

/* The chair opens once more, otherwise; the log takes it in all the same. */
static enum refusal
forge_open(struct fixture *f, const struct event_open *open,
           const struct hall_signer *signers, size_t count)
{
    hall_draft(f->hall, EVENT_OPEN)->open = *open;
    hall_sign(f->hall, signers, count);
    hall_force(f->hall);
    pack_with_last(f);
    return open_pack(f, NULL);
}

/* What the open entry says. */
static struct event_open
true_open(struct fixture *f)
{
    const struct key_ceremony *k = f->hall->conference->ceremonies[0];
    struct event_open open = {.paper = f->paper, .sealed = true};

    roll_hash_paper(
        &open.roll, f->hall->conference,
        state_paper_of(f->hall->conference, f->hall->conference->openings[3]));
    open.transcript = k->transcript;
    memcpy(open.key, k->key.bytes, sizeof open.key);
    return open;
}

static void
a_second_opening_in_its_place_would_pass(void **state)
{
    struct fixture *f = *state;
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)), REFUSED_NOTHING);
}

static void
a_false_election_key_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    /* The key of a trustee alone: a point like any other. */
    memcpy(open.key, f->hall->conference->ceremonies[0]->share_keys[0].bytes,
           sizeof open.key);
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)),
                   REFUSED_KEY_OTHER);
}

static void
a_false_transcript_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    open.transcript.bytes[0] ^= 1;
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)),
                   REFUSED_KEY_OTHER);
}

static void
an_opening_without_a_key_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    open.sealed = false;
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)),
                   REFUSED_KEY_NOT_READY);
}

static void
an_opening_by_another_than_the_chair_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR_2)),
                   REFUSED_SIGNERS);
}

static void
an_opening_signed_with_another_key_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct hall_signer forger = {
        {POST_CHAIR, 1}, false, &f->hall->chairs[1].key};
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    assert_refused(forge_open(f, &open, &forger, 1), REFUSED_SIGNATURE);
}

static void
an_opening_of_a_paper_that_is_not_there_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event_open open;

    open_secret(f);
    open = true_open(f);
    open.paper.leaf.bytes[0] ^= 1;
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)), REFUSED_REF);
}

static void
only_entries_of_the_round_may_stand_in_a_pack(void **state)
{
    struct fixture *f = *state;
    const struct conference *c = f->hall->conference;
    uint32_t entries[ENTRIES_MAX];
    size_t count;

    open_secret(f);
    write_pack(f, NULL);
    count = packed_entries(entries, ENTRIES_MAX - 1, f->packed);
    /* Another seat's presence; it comes before the open entry. */
    entries[count] = entries[count - 1];
    entries[count - 1] =
        state_holder(c, (struct post){POST_SEAT, 2})->presence_entry;
    for (size_t i = count - 1; i > 0 && entries[i - 1] > entries[i]; i--) {
        uint32_t kept = entries[i];

        entries[i] = entries[i - 1];
        entries[i - 1] = kept;
    }
    packed_make(f->packed, f->hall, entries, count + 1, NULL, 0);
    assert_refused(open_pack(f, NULL), REFUSED_REF);
}

static void
entries_ascend(void **state)
{
    struct fixture *f = *state;
    uint32_t entries[ENTRIES_MAX];
    uint32_t kept;
    size_t count;

    open_secret(f);
    write_pack(f, NULL);
    count = packed_entries(entries, ENTRIES_MAX, f->packed);
    kept = entries[3];
    entries[3] = entries[2];
    packed_make(f->packed, f->hall, entries, count, NULL, 0);
    assert_refused(open_pack(f, NULL), REFUSED_FORM);
    entries[2] = kept;
    packed_make(f->packed, f->hall, entries, count, NULL, 0);
    assert_refused(open_pack(f, NULL), REFUSED_FORM);
    entries[0] = entries[1];
    packed_make(f->packed, f->hall, entries, count, NULL, 0);
    f->expected.genesis = NULL;
    assert_refused(open_pack(f, NULL), REFUSED_FORM);
}

/* ---- Memory ---------------------------------------------------------------*/

static void
want_of_memory_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;
    enum refusal got;
    size_t calls = 0;

    open_secret(f);
    write_pack(f, &f->seat);
    f->heap.limited = true;
    do {
        f->heap.left = calls++;
        got = open_pack(f, NULL);
        assert_int_equal(f->heap.in_use, 0);
        if (got && got != REFUSED_NO_MEMORY)
            fail_msg("%s", refusal_code(got));
        assert_true(calls < 1000);
    } while (got);
    assert_true(calls > 5);
}

int
main(void)
{
#define WITH_HALL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_HALL(a_pack_says_what_the_log_says),
        WITH_HALL(its_public_texts_come_with_it_and_members_texts_do_not),
        WITH_HALL(a_ballot_sealed_by_a_pack_is_accepted),
        WITH_HALL(a_seat_with_a_recusal_has_the_other_rows),
        WITH_HALL(a_named_round_has_no_key),
        WITH_HALL(a_seat_that_was_reissued_has_its_new_key),
        WITH_HALL(another_chair_may_have_opened),
        WITH_HALL(another_genesis_is_another_conference),
        WITH_HALL(a_checkpoint_goes_on_from_the_last_one),
        WITH_HALL(a_pack_is_for_its_round_and_its_seat),
        WITH_HALL(of_what_is_not_there_no_pack_is_written),
        WITH_HALL(no_part_can_be_changed),
        WITH_HALL(nothing_that_counts_can_be_left_out),
        WITH_HALL(texts_are_all_there_in_order_and_no_more),
        WITH_HALL(a_pack_is_whole_and_nothing_comes_after_it),
        WITH_HALL(a_pack_made_by_hand_is_the_writers),
        WITH_HALL(a_second_opening_in_its_place_would_pass),
        WITH_HALL(a_false_election_key_is_refused),
        WITH_HALL(a_false_transcript_is_refused),
        WITH_HALL(an_opening_without_a_key_is_refused),
        WITH_HALL(an_opening_by_another_than_the_chair_is_refused),
        WITH_HALL(an_opening_signed_with_another_key_is_refused),
        WITH_HALL(an_opening_of_a_paper_that_is_not_there_is_refused),
        WITH_HALL(only_entries_of_the_round_may_stand_in_a_pack),
        WITH_HALL(entries_ascend),
        WITH_HALL(want_of_memory_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
