/*
 * Nothing that is not in the log, and nothing that the machine refuses, passes
 * in a paper pack.
 */
#include <stdlib.h>

#include "ballots/roll_hash.h"
#include "ballots/state.h"
#include "tests/support/pack_case.h"
#include "tests/test.h"

enum { ENTRIES_MAX = 256 };

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
    struct pack_case *f = *state;

    pack_case_begin(f);
    pack_case_write(f, &f->seat);
    for (uint32_t i = 0; i < f->packed->part_count; i++) {
        const struct packed_part *part = &f->packed->parts[i];
        const size_t places[] = {0, part->len / 2, part->len - 2};

        for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
            char *byte = f->packed->bytes + part->at + places[k];
            enum refusal got;

            *byte ^= 1;
            got = pack_case_open(f, NULL);
            *byte ^= 1;
            if (got != when_changed(part, i))
                fail_msg("part %u, %s, at %zu: %s", i, part->word, places[k],
                         refusal_code(got));
        }
    }
    assert_refused(pack_case_open(f, NULL), REFUSED_NOTHING);
}

/* The entries of the pack that was written, less one. */
static enum refusal
without(struct pack_case *f, uint32_t entry)
{
    size_t at;

    pack_case_write(f, &f->seat);
    at = packed_find(f->packed, entry);
    packed_cut(f->packed, at, at + 2);
    return pack_case_open(f, NULL);
}

static void
nothing_that_counts_can_be_left_out(void **state)
{
    struct pack_case *f = *state;
    const struct conference *c = f->hall->conference;
    const struct key_ceremony *k;
    const struct session *session;

    pack_case_begin(f);
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
    struct pack_case *f = *state;
    size_t last;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    last = f->packed->part_count - 1;
    assert_string_equal(f->packed->parts[last].word, "text");
    packed_cut(f->packed, last, last + 1);
    assert_refused(pack_case_open(f, NULL), REFUSED_BLOB);
    pack_case_write(f, NULL);
    packed_cut(f->packed, last - 1, last);
    assert_refused(pack_case_open(f, NULL), REFUSED_BLOB);
    pack_case_write(f, NULL);
    memcpy(f->packed->bytes + f->packed->len - 4, "text 1\na\nend\n", 13);
    f->packed->len += 9;
    assert_refused(pack_case_open(f, NULL), REFUSED_FORM);
}

static void
a_pack_is_whole_and_nothing_comes_after_it(void **state)
{
    struct pack_case *f = *state;
    size_t whole;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    whole = f->packed->len;
    f->packed->bytes[f->packed->len++] = 'x';
    assert_refused(pack_case_open(f, NULL), REFUSED_FORM);
    for (size_t len = 0; len < whole; len += 1 + whole / 50) {
        f->packed->len = len;
        assert_int_not_equal(pack_case_open(f, NULL), REFUSED_NOTHING);
    }
    f->packed->len = whole - 1;
    assert_refused(pack_case_open(f, NULL), REFUSED_FORM);
}

/* ---- What a dishonest log could say ---------------------------------------*/

/* The true pack's entries and then the hall's last, with the true texts. */
static void
pack_with_last(struct pack_case *f)
{
    uint32_t entries[ENTRIES_MAX];
    size_t texts[HALL_TEXTS_MAX];
    size_t text_count = 0;
    size_t count;

    pack_case_write(f, NULL);
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
    struct pack_case *f = *state;
    char *bytes;
    size_t len;

    pack_case_begin(f);
    pack_case_write(f, NULL);
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
forge_open(struct pack_case *f, const struct event_open *open,
           const struct hall_signer *signers, size_t count)
{
    hall_draft(f->hall, EVENT_OPEN)->open = *open;
    hall_sign(f->hall, signers, count);
    hall_force(f->hall);
    pack_with_last(f);
    return pack_case_open(f, NULL);
}

/* What the open entry says. */
static struct event_open
true_open(struct pack_case *f)
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
    struct pack_case *f = *state;
    struct event_open open;

    pack_case_begin(f);
    open = true_open(f);
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)), REFUSED_NOTHING);
}

static void
a_false_election_key_is_refused(void **state)
{
    struct pack_case *f = *state;
    struct event_open open;

    pack_case_begin(f);
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
    struct pack_case *f = *state;
    struct event_open open;

    pack_case_begin(f);
    open = true_open(f);
    open.transcript.bytes[0] ^= 1;
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)),
                   REFUSED_KEY_OTHER);
}

static void
an_opening_without_a_key_is_refused(void **state)
{
    struct pack_case *f = *state;
    struct event_open open;

    pack_case_begin(f);
    open = true_open(f);
    open.sealed = false;
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)),
                   REFUSED_KEY_NOT_READY);
}

static void
an_opening_by_another_than_the_chair_is_refused(void **state)
{
    struct pack_case *f = *state;
    struct event_open open;

    pack_case_begin(f);
    open = true_open(f);
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR_2)),
                   REFUSED_SIGNERS);
}

static void
an_opening_signed_with_another_key_is_refused(void **state)
{
    struct pack_case *f = *state;
    const struct hall_signer forger = {
        {POST_CHAIR, 1}, false, &f->hall->chairs[1].key};
    struct event_open open;

    pack_case_begin(f);
    open = true_open(f);
    assert_refused(forge_open(f, &open, &forger, 1), REFUSED_SIGNATURE);
}

static void
an_opening_of_a_paper_that_is_not_there_is_refused(void **state)
{
    struct pack_case *f = *state;
    struct event_open open;

    pack_case_begin(f);
    open = true_open(f);
    open.paper.leaf.bytes[0] ^= 1;
    assert_refused(forge_open(f, &open, HALL_BY(HALL_CHAIR)), REFUSED_REF);
}

static void
only_entries_of_the_round_may_stand_in_a_pack(void **state)
{
    struct pack_case *f = *state;
    const struct conference *c = f->hall->conference;
    uint32_t entries[ENTRIES_MAX];
    size_t count;

    pack_case_begin(f);
    pack_case_write(f, NULL);
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
    assert_refused(pack_case_open(f, NULL), REFUSED_REF);
}

static void
entries_ascend(void **state)
{
    struct pack_case *f = *state;
    uint32_t entries[ENTRIES_MAX];
    uint32_t kept;
    size_t count;

    pack_case_begin(f);
    pack_case_write(f, NULL);
    count = packed_entries(entries, ENTRIES_MAX, f->packed);
    kept = entries[3];
    entries[3] = entries[2];
    packed_make(f->packed, f->hall, entries, count, NULL, 0);
    assert_refused(pack_case_open(f, NULL), REFUSED_FORM);
    entries[2] = kept;
    packed_make(f->packed, f->hall, entries, count, NULL, 0);
    assert_refused(pack_case_open(f, NULL), REFUSED_FORM);
    entries[0] = entries[1];
    packed_make(f->packed, f->hall, entries, count, NULL, 0);
    f->expected.genesis = NULL;
    assert_refused(pack_case_open(f, NULL), REFUSED_FORM);
}

int
main(void)
{
#define WITH_HALL(test)                                                        \
    cmocka_unit_test_setup_teardown(test, pack_case_set_up, pack_case_tear_down)
    const struct CMUnitTest tests[] = {
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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
