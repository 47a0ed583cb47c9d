/*
 * Goal: what one officer has signed waits for those who could complete it, and
 * for nobody else; whatever no officer of this conference has signed does not
 * get in; nobody pushes out what others have in the box; and it ends in time.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/submission.h"
#include "tests/support/hall.h"
#include "tests/test.h"
#include "voting/server/draft_box.h"
#include "voting/server/draft_note.h"

enum { SEATS = 7, ROOM = DRAFT_BOX_BODY_MAX + 4096, ANSWER = 1 << 24 };

static const struct post chair = {POST_CHAIR, 1};
static const struct post desk = {POST_DESK, 1};
static const struct post scrutineer_1 = {POST_SCRUTINEER, 1};
static const struct post scrutineer_2 = {POST_SCRUTINEER, 2};
static const struct post scrutineer_3 = {POST_SCRUTINEER, 3};

struct case_state {
    struct hall *hall;
    struct draft_box *box;
    char *body;   /* ROOM */
    char *answer; /* ANSWER */
};

static int
set_up(void **state)
{
    struct case_state *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->hall = hall_new(SEATS);
    hall_prepare(f->hall, 1);
    hall_convene(f->hall);
    hall_lock(f->hall);
    assert_ok(draft_box_new(&f->box));
    f->body = malloc(ROOM);
    f->answer = malloc(ANSWER);
    assert_true(f->body && f->answer);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct case_state *f = *state;

    draft_box_free(f->box);
    hall_free(f->hall);
    free(f->body);
    free(f->answer);
    free(f);
    return 0;
}

/* ---- Putting in -----------------------------------------------------------*/

/* A submission of these parts, in f->body. */
static struct span
submission_of(struct case_state *f, const struct submission_part *parts,
              size_t count)
{
    const struct submission_part end = {.kind = SUBMISSION_END};
    struct submission_writer writer;
    struct text_writer w;
    struct span body;

    text_writer_start(&w, f->body, ROOM);
    submission_writer_start(&writer, &w);
    for (size_t i = 0; i < count; i++)
        submission_write(&writer, &parts[i]);
    submission_write(&writer, &end);
    assert_ok(text_writer_finish(&w, &body));
    return body;
}

static struct span
note_of(const struct case_state *f)
{
    return span_of(f->hall->note, f->hall->note_len);
}

/* Puts the hall's note in, with a text of this many bytes. */
static enum err
put_with(struct case_state *f, const char *text, size_t len)
{
    const struct submission_part parts[] = {
        {.kind = SUBMISSION_PUBLIC, .bytes = span_of(text, len)},
        {.kind = SUBMISSION_NOTE, .bytes = note_of(f)},
    };

    return draft_box_put(f->box, f->hall->conference,
                         submission_of(f, parts + (len == 0), 2 - (len == 0)),
                         f->hall->time_s);
}

static enum err
put(struct case_state *f)
{
    return put_with(f, NULL, 0);
}

/* The last seat comes in, which is not present yet: a draft. */
static void
draft_presence(struct case_state *f)
{
    struct event *e = hall_draft_present(f->hall, SEATS);

    e->presence.how = EVENT_BY_CARD;
}

/* An event of no consequence to the box, one for each number. */
static void
sign_retirement(struct case_state *f, unsigned number,
                const struct hall_signer *signers, size_t count)
{
    struct event *e = hall_draft(f->hall, EVENT_RETIRE);

    e->retire.post = (struct post){POST_SEAT, number};
    hall_sign(f->hall, signers, count);
}

static struct hash32
text_hash(const struct case_state *f)
{
    struct hash32 hash;
    struct note note;

    assert_ok(note_parse(&note, note_of(f)));
    hash_sha256(&hash, note.text.ptr, note.text.len);
    return hash;
}

/* ---- Taking out -----------------------------------------------------------*/

/* What stands in the box for somebody. */
struct seen {
    size_t waiting;
    size_t declined;
    char head[PART_HEAD_MAX + 1]; /* of the last one, */
    char *body;                   /* and its submission, with a NUL */
};

static struct seen
see_at(struct case_state *f, struct post who, uint64_t now_s)
{
    struct seen seen = {0};
    struct text_writer w;
    struct span line;
    struct span rest;
    struct span head;
    struct span body;

    text_writer_start(&w, f->answer, ANSWER);
    draft_box_write(f->box, &w, f->hall->conference, who, now_s);
    assert_ok(text_writer_finish(&w, &rest));
    assert_ok(span_take_line(&line, &rest));
    assert_true(span_eq(line, span_text("congress-drafts/v1")));
    while (part_take(&head, &body, &rest) == OK) {
        assert_ok(submission_check(NULL, body));
        if (span_starts_with(head, "waiting "))
            seen.waiting++;
        else if (span_starts_with(head, "declined "))
            seen.declined++;
        else
            fail_msg("%.*s", (int)head.len, head.ptr);
        snprintf(seen.head, sizeof seen.head, "%.*s", (int)head.len, head.ptr);
        seen.body = f->answer + (body.ptr - f->answer);
        seen.body[body.len] = '\0';
    }
    assert_true(span_eq(rest, span_text("end\n")));
    return seen;
}

static struct seen
see(struct case_state *f, struct post who)
{
    return see_at(f, who, f->hall->time_s);
}

static size_t
waiting_for(struct case_state *f, struct post who)
{
    return see(f, who).waiting;
}

static enum err
decline(struct case_state *f, struct post by)
{
    struct hash32 hash = text_hash(f);

    return draft_box_decline(f->box, f->hall->conference, &hash, by,
                             f->hall->time_s);
}

/* ---- Whom it concerns -----------------------------------------------------*/

static void
a_draft_waits_for_whoever_could_complete_it(void **state)
{
    static const struct {
        struct post who;
        bool sees;
    } cases[] = {
        {{POST_DESK, 1}, true}, /* its own */
        {{POST_SCRUTINEER, 1}, true}, {{POST_SCRUTINEER, 2}, true},
        {{POST_SCRUTINEER, 3}, true}, /* any one of them */
        {{POST_CHAIR, 1}, false},     {{POST_CHAIR, 2}, false},
        {{POST_DESK, 2}, false},      {{POST_SCRUTINEER, 4}, false},
    };
    struct case_state *f = *state;
    struct seen seen;

    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(put(f));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(waiting_for(f, cases[i].who), cases[i].sees);
    seen = see(f, scrutineer_2);
    assert_string_equal(seen.head, "waiting desk/1 301");
    assert_non_null(strstr(seen.body, "\npost seat/007\n"));
    assert_non_null(strstr(seen.body, HALL_ORIGIN "/desk/1 "));
}

static void
before_there_are_scrutineers_it_waits_for_another_officer(void **state)
{
    struct case_state *f = *state;

    hall_free(f->hall);
    f->hall = hall_new(SEATS);
    hall_prepare(f->hall, 1);
    hall_convene(f->hall);
    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(put(f));
    assert_int_equal(waiting_for(f, chair), 1);
}

static void
two_of_three_scrutineers_may_be_any_two(void **state)
{
    struct case_state *f = *state;

    hall_draft_headcount(f->hall)->headcount.counted = 3;
    hall_sign(f->hall, HALL_BY(HALL_SCRUTINEER(3)));
    assert_ok(put(f));
    assert_int_equal(waiting_for(f, scrutineer_1), 1);
    assert_int_equal(waiting_for(f, scrutineer_2), 1);
    assert_int_equal(waiting_for(f, chair), 0);
    assert_int_equal(waiting_for(f, desk), 0);
}

static void
what_comes_out_and_one_line_more_is_taken_in_and_then_gone(void **state)
{
    struct case_state *f = *state;
    uint64_t changes = draft_box_changes(f->box);

    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(put(f));
    assert_true(draft_box_changes(f->box) > changes);
    hall_sign(f->hall, HALL_BY(HALL_DESK, HALL_SCRUTINEER(2)));
    assert_refused(hall_take(f->hall), REFUSED_NOTHING);
    assert_int_equal(waiting_for(f, scrutineer_1), 0);
    assert_int_equal(waiting_for(f, desk), 0);
    assert_err(put(f), ERR_EXISTS);
}

/* ---- More lines -----------------------------------------------------------*/

static void
more_lines_take_the_place_of_fewer_and_texts_stay(void **state)
{
    struct case_state *f = *state;
    struct event *e = hall_draft(f->hall, EVENT_POLICY);
    struct seen seen;
    uint64_t changes;

    e->policy.policy = hall_policy_text(f->hall, "no witness\n");
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    assert_ok(put_with(f, "no witness\n", strlen("no witness\n")));
    assert_int_equal(waiting_for(f, scrutineer_3), 1);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(2)));
    assert_ok(put_with(f, "another text\n", strlen("another text\n")));
    seen = see(f, scrutineer_3);
    assert_int_equal(seen.waiting, 1);
    assert_non_null(strstr(seen.body, "no witness\n"));
    assert_null(strstr(seen.body, "another text\n"));
    assert_non_null(strstr(seen.body, HALL_ORIGIN "/scrutineer/2 "));
    /* Fewer are no change. */
    changes = draft_box_changes(f->box);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    assert_ok(put(f));
    assert_int_equal(draft_box_changes(f->box), changes);
    assert_non_null(
        strstr(see(f, scrutineer_3).body, HALL_ORIGIN "/scrutineer/2 "));
}

/* ---- What does not get in -------------------------------------------------*/

/* Puts raw bytes in, which must change nothing. */
static void
refuse_bytes(struct case_state *f, const char *what, struct span body,
             enum err want)
{
    uint64_t changes = draft_box_changes(f->box);
    enum err e =
        draft_box_put(f->box, f->hall->conference, body, f->hall->time_s);

    if (e != want)
        fail_msg("%s: %s, not %s", what, err_name(e), err_name(want));
    assert_int_equal(draft_box_changes(f->box), changes);
    assert_int_equal(waiting_for(f, desk), 0);
    assert_int_equal(waiting_for(f, chair), 0);
    assert_int_equal(waiting_for(f, scrutineer_1), 0);
}

/* The same for the hall's note, alone in a submission. */
static void
refuse(struct case_state *f, const char *what, enum err want)
{
    const struct submission_part part = {.kind = SUBMISSION_NOTE,
                                         .bytes = note_of(f)};

    refuse_bytes(f, what, submission_of(f, &part, 1), want);
}

static void
what_is_not_a_submission_of_one_note_is_refused(void **state)
{
    struct case_state *f = *state;
    const char *bytes = f->hall->note;
    char *text = calloc(1, DRAFT_BOX_BODY_MAX);

    assert_non_null(text);
    memset(text, 'a', DRAFT_BOX_BODY_MAX - 1);
    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    {
        const struct submission_part note = {.kind = SUBMISSION_NOTE,
                                             .bytes = note_of(f)};
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
        refuse_bytes(f, "two notes", submission_of(f, twice, 2), ERR_INPUT);
        refuse_bytes(f, "a set-up code", submission_of(f, founding, 2),
                     ERR_INPUT);
        refuse_bytes(f, "no note", submission_of(f, &words, 1), ERR_INPUT);
        refuse_bytes(f, "too long", submission_of(f, large, 2), ERR_INPUT);
        refuse_bytes(f, "cut short",
                     span_head(submission_of(f, &note, 1), note.bytes.len),
                     ERR_INPUT);
    }
    free(text);
}

static void
what_is_no_event_that_officers_share_is_refused(void **state)
{
    struct case_state *f = *state;

    hall_sign_text(f->hall, span_text("congress/v1 tea\n"), HALL_BY(HALL_DESK));
    refuse(f, "no event", ERR_INPUT);
    hall_draft(f->hall, EVENT_SESSION_END);
    snprintf(f->hall->draft->mark.session, EVENT_ID_BYTES, HALL_SESSION);
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    refuse(f, "an event of one officer alone", ERR_INPUT);
    draft_presence(f);
    hall_sign_edited(f->hall, "log " HALL_ORIGIN "\n",
                     "log example.edu/congress-8\n", HALL_BY(HALL_DESK));
    refuse(f, "another log's", ERR_INPUT);
    draft_presence(f);
    hall_sign_edited(f->hall, "how card", "how foot", HALL_BY(HALL_DESK));
    refuse(f, "not canonical", ERR_INPUT);
}

static void
a_line_that_is_not_an_officers_keeps_it_out(void **state)
{
    struct case_state *f = *state;
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
        draft_presence(f);
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
    struct case_state *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *place;

        draft_presence(f);
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
    struct case_state *f = *state;
    struct ed25519_secret old = f->hall->desks[0].key;
    const struct hall_signer before = {desk, false, &old};

    hall_draft_reissue(f->hall, desk);
    hall_do_submit(f->hall, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    draft_presence(f);
    hall_sign(f->hall, &before, 1);
    refuse(f, "the key of a card that was replaced", ERR_AUTH);
}

/* ---- Time -----------------------------------------------------------------*/

static void
a_draft_is_kept_as_long_as_the_log_would_take_it(void **state)
{
    struct case_state *f = *state;
    uint64_t now_s = f->hall->time_s;

    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(put(f));
    assert_int_equal(see_at(f, desk, now_s + 300).waiting, 1);
    assert_int_equal(see_at(f, desk, now_s + 301).waiting, 0);
    hall_draft(f->hall, EVENT_HANDOVER)->handover.to =
        (struct post){POST_CHAIR, 2};
    hall_sign(f->hall, HALL_BY(HALL_CHAIR_2));
    assert_ok(put(f));
    assert_int_equal(see_at(f, scrutineer_1, now_s + 1799).waiting, 1);
    assert_int_equal(see_at(f, scrutineer_1, now_s + 1800).waiting, 0);
}

static void
a_draft_that_the_log_could_not_take_for_its_time_is_refused(void **state)
{
    struct case_state *f = *state;

    for (int way = -1; way <= 1; way += 2) {
        draft_presence(f);
        f->hall->draft->at_s += (uint64_t)(int64_t)(301 * way);
        hall_sign(f->hall, HALL_BY(HALL_DESK));
        refuse(f, "far away", ERR_STATE);
    }
}

/* ---- Declining ------------------------------------------------------------*/

static void
who_declines_takes_it_from_all_and_who_asked_sees_who(void **state)
{
    struct case_state *f = *state;
    struct seen seen;
    uint64_t changes;

    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_ok(put(f));
    assert_err(decline(f, chair), ERR_NOTFOUND);
    changes = draft_box_changes(f->box);
    assert_ok(decline(f, scrutineer_2));
    assert_true(draft_box_changes(f->box) > changes);
    assert_int_equal(waiting_for(f, scrutineer_1), 0);
    assert_int_equal(waiting_for(f, scrutineer_2), 0);
    seen = see(f, desk);
    assert_int_equal(seen.declined, 1);
    assert_int_equal(seen.waiting, 0);
    assert_string_equal(seen.head, "declined desk/1 scrutineer/2");
    /* Nobody else can, and it does not come back by itself. */
    assert_err(decline(f, scrutineer_1), ERR_NOTFOUND);
    assert_err(put(f), ERR_EXISTS);
    hall_sign(f->hall, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    assert_err(put(f), ERR_EXISTS);
    /* The author puts it away. */
    assert_ok(decline(f, desk));
    assert_int_equal(see(f, desk).declined, 0);
    assert_ok(put(f));
}

static void
the_author_withdraws_and_nothing_is_left(void **state)
{
    struct case_state *f = *state;

    draft_presence(f);
    hall_sign(f->hall, HALL_BY(HALL_DESK));
    assert_err(decline(f, desk), ERR_NOTFOUND);
    assert_ok(put(f));
    assert_ok(decline(f, desk));
    assert_int_equal(waiting_for(f, scrutineer_1), 0);
    assert_int_equal(waiting_for(f, desk), 0);
    assert_ok(put(f));
    assert_int_equal(waiting_for(f, scrutineer_1), 1);
}

/* ---- Room -----------------------------------------------------------------*/

static void
fill(struct case_state *f, unsigned from, unsigned count,
     const struct hall_signer *signers, size_t signer_count)
{
    for (unsigned i = 0; i < count; i++) {
        sign_retirement(f, from + i, signers, signer_count);
        assert_ok(put(f));
    }
}

static void
whoever_has_most_makes_room(void **state)
{
    struct case_state *f = *state;

    fill(f, 1, 2, HALL_BY(HALL_DESK));
    fill(f, 100, DRAFT_BOX_MAX, HALL_BY(HALL_CHAIR));
    /* The chair's own oldest went. */
    assert_int_equal(waiting_for(f, desk), 2);
    assert_int_equal(waiting_for(f, chair), DRAFT_BOX_MAX - 2);
    sign_retirement(f, 100, HALL_BY(HALL_CHAIR));
    assert_err(decline(f, chair), ERR_NOTFOUND);
    sign_retirement(f, 102, HALL_BY(HALL_CHAIR));
    assert_ok(decline(f, chair));
    fill(f, 102, 1, HALL_BY(HALL_CHAIR));
    /* A third comes in, and nobody but the chair has less. */
    fill(f, 300, 1, HALL_BY(HALL_SCRUTINEER(1)));
    assert_int_equal(waiting_for(f, desk), 2);
    sign_retirement(f, 103, HALL_BY(HALL_CHAIR));
    assert_err(decline(f, chair), ERR_NOTFOUND);
    sign_retirement(f, 104, HALL_BY(HALL_CHAIR));
    assert_ok(decline(f, chair));
}

static void
bytes_are_bounded_too(void **state)
{
    enum { EACH = DRAFT_BOX_WITH_MAX - 1024, FIT = DRAFT_BOX_BYTES_MAX / EACH };
    struct case_state *f = *state;
    char *text = malloc(EACH);

    assert_non_null(text);
    memset(text, 'a', EACH);
    fill(f, 1, 1, HALL_BY(HALL_DESK));
    for (unsigned i = 0; i < FIT + 8; i++) {
        sign_retirement(f, 100 + i, HALL_BY(HALL_CHAIR));
        assert_ok(put_with(f, text, EACH));
    }
    assert_int_equal(waiting_for(f, desk), 1);
    assert_int_equal(waiting_for(f, chair), FIT);
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_draft_waits_for_whoever_could_complete_it),
        TEST(before_there_are_scrutineers_it_waits_for_another_officer),
        TEST(two_of_three_scrutineers_may_be_any_two),
        TEST(what_comes_out_and_one_line_more_is_taken_in_and_then_gone),
        TEST(more_lines_take_the_place_of_fewer_and_texts_stay),
        TEST(what_is_not_a_submission_of_one_note_is_refused),
        TEST(what_is_no_event_that_officers_share_is_refused),
        TEST(a_line_that_is_not_an_officers_keeps_it_out),
        TEST(a_changed_byte_keeps_it_out),
        TEST(a_replaced_key_is_no_officers_any_more),
        TEST(a_draft_is_kept_as_long_as_the_log_would_take_it),
        TEST(a_draft_that_the_log_could_not_take_for_its_time_is_refused),
        TEST(who_declines_takes_it_from_all_and_who_asked_sees_who),
        TEST(the_author_withdraws_and_nothing_is_left),
        TEST(whoever_has_most_makes_room),
        TEST(bytes_are_bounded_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
