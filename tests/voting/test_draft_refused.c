/*
 * Goal: whatever no officer of this conference has signed does not get into the
 * box of drafts, nor anything that is no event which officers share.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/draft_case.h"
#include "tests/test.h"

static const struct post chair = {POST_CHAIR, 1};
static const struct post desk = {POST_DESK, 1};
static const struct post scrutineer_1 = {POST_SCRUTINEER, 1};

static int
set_up(void **state)
{
    *state = draft_case_new();
    return 0;
}

static int
tear_down(void **state)
{
    draft_case_free(*state);
    return 0;
}

/* ---- What does not get in -------------------------------------------------*/

/* Puts raw bytes in, which must change nothing. */
static void
refuse_bytes(struct draft_case *f, const char *what, struct span body,
             enum err want)
{
    uint64_t changes = draft_box_changes(f->box);
    enum err e =
        draft_box_put(f->box, f->hall->conference, body, f->hall->time_s);

    if (e != want)
        fail_msg("%s: %s, not %s", what, err_name(e), err_name(want));
    assert_int_equal(draft_box_changes(f->box), changes);
    assert_int_equal(draft_case_waiting(f, desk), 0);
    assert_int_equal(draft_case_waiting(f, chair), 0);
    assert_int_equal(draft_case_waiting(f, scrutineer_1), 0);
}

/* The same for the hall's note, alone in a submission. */
static void
refuse(struct draft_case *f, const char *what, enum err want)
{
    const struct submission_part part = {.kind = SUBMISSION_NOTE,
                                         .bytes = draft_case_note(f)};

    refuse_bytes(f, what, draft_case_submission(f, &part, 1), want);
}

static void
what_is_not_a_submission_of_one_note_is_refused(void **state)
{
    struct draft_case *f = *state;
    const char *bytes = f->hall->note;
    char *text = calloc(1, DRAFT_BOX_BODY_MAX);

    assert_non_null(text);
    memset(text, 'a', DRAFT_BOX_BODY_MAX - 1);
    draft_case_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    {
        const struct submission_part note = {.kind = SUBMISSION_NOTE,
                                             .bytes = draft_case_note(f)};
        const struct submission_part twice[] = {note, note};
        const struct submission_part founding[] = {
            {.kind = SUBMISSION_SETUP, .bytes = span_text("code")}, note};
        const struct submission_part words = {.kind = SUBMISSION_PUBLIC,
                                              .bytes = span_text("words")};
        const struct submission_part large[] = {
            {.kind = SUBMISSION_PUBLIC,
             .bytes = span_of(text, DRAFT_BOX_WITH_MAX)},
            note};

        refuse_bytes(f, "nothing", span_of("", 0), ERR_INPUT);
        refuse_bytes(f, "a note alone", span_of(bytes, note.bytes.len),
                     ERR_INPUT);
        refuse_bytes(f, "two notes", draft_case_submission(f, twice, 2),
                     ERR_INPUT);
        refuse_bytes(f, "a set-up code", draft_case_submission(f, founding, 2),
                     ERR_INPUT);
        refuse_bytes(f, "no note", draft_case_submission(f, &words, 1),
                     ERR_INPUT);
        refuse_bytes(f, "too long", draft_case_submission(f, large, 2),
                     ERR_INPUT);
        refuse_bytes(
            f, "cut short",
            span_head(draft_case_submission(f, &note, 1), note.bytes.len),
            ERR_INPUT);
    }
    free(text);
}

static void
what_is_no_event_that_officers_share_is_refused(void **state)
{
    struct draft_case *f = *state;

    hall_sign_text(f->hall, span_text("congress/v1 tea\n"), HALL_BY(HALL_DESK));
    refuse(f, "no event", ERR_INPUT);
    hall_draft(f->hall, EVENT_SESSION_END);
    snprintf(f->hall->draft->mark.session, EVENT_ID_BYTES, HALL_SESSION);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    refuse(f, "an event of one officer alone", ERR_INPUT);
    draft_case_presence(f);
    hall_sign_edited(f->hall, "log " HALL_ORIGIN "\n",
                     "log example.edu/congress-8\n", HALL_BY(HALL_DESK));
    refuse(f, "another log's", ERR_INPUT);
    draft_case_presence(f);
    hall_sign_edited(f->hall, "how card", "how foot", HALL_BY(HALL_DESK));
    refuse(f, "not canonical", ERR_INPUT);
}

static void
a_line_that_is_not_an_officers_keeps_it_out(void **state)
{
    struct draft_case *f = *state;
    struct ed25519_secret *other = &f->hall->seats[0].key;
    const struct hall_signer wrong[][2] = {
        {HALL_SEAT(1)},
        {HALL_OBSERVER},
        {{desk, true, NULL}},
        {{desk, false, other}},
        {{{POST_DESK, 2}, false, &f->hall->desks[0].key}},
        {HALL_DESK, HALL_SEAT(1)},
        {HALL_DESK, {scrutineer_1, false, other}},
        {HALL_DESK, HALL_DESK},
    };
    static const size_t counts[] = {1, 1, 1, 1, 1, 2, 2, 2};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char what[32];

        snprintf(what, sizeof what, "signers %zu", i);
        draft_case_presence(f);
        hall_sign(f->hall, wrong[i], counts[i]);
        refuse(f, what, ERR_AUTH);
    }
}

static void
a_changed_byte_keeps_it_out(void **state)
{
    static const struct {
        const char *from;
        enum err want;
    } cases[] = {
        {"seat/007", ERR_AUTH},  /* of the text */
        {"/desk/1 ", ERR_AUTH},  /* of the signer's name */
        {"\ncongress", ERR_AUTH} /* see below: of the signature */
    };
    struct draft_case *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *place;

        draft_case_presence(f);
        hall_sign(f->hall, HALL_BY(HALL_DESK));
        f->hall->note[f->hall->note_len] = '\0';
        place = strstr(f->hall->note, cases[i].from);
        if (i == 2)
            place = &f->hall->note[f->hall->note_len - 12];
        else
            place += strlen(cases[i].from) - 2;
        assert_non_null(place);
        *place = *place == '2' ? '3' : '2';
        refuse(f, cases[i].from, cases[i].want);
    }
}

static void
a_replaced_key_is_no_officers_any_more(void **state)
{
    struct draft_case *f = *state;
    struct ed25519_secret old = f->hall->desks[0].key;
    const struct hall_signer before = {desk, false, &old};

    hall_draft_reissue(f->hall, desk);
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    draft_case_presence(f);
    hall_sign(f->hall, &before, 1);
    refuse(f, "the key of a card that was replaced", ERR_AUTH);
}

static void
a_draft_that_the_log_could_not_take_for_its_time_is_refused(void **state)
{
    struct draft_case *f = *state;

    for (int way = -1; way <= 1; way += 2) {
        draft_case_presence(f);
        f->hall->draft->at_s += (uint64_t)(int64_t)(301 * way);
        hall_sign(f->hall, HALL_BY(HALL_DESK));
        refuse(f, "far away", ERR_STATE);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_a_submission_of_one_note_is_refused),
        TEST(what_is_no_event_that_officers_share_is_refused),
        TEST(a_line_that_is_not_an_officers_keeps_it_out),
        TEST(a_changed_byte_keeps_it_out),
        TEST(a_replaced_key_is_no_officers_any_more),
        TEST(a_draft_that_the_log_could_not_take_for_its_time_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
