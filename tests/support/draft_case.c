#include "tests/support/draft_case.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/test.h"

enum { ROOM = DRAFT_BOX_BODY_MAX + 4096, ANSWER = 1 << 24 };

struct draft_case *
draft_case_new(void)
{
    struct draft_case *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->hall = hall_new(DRAFT_CASE_SEATS);
    hall_prepare(f->hall, 1);
    hall_convene(f->hall);
    hall_lock(f->hall);
    assert_ok(draft_box_new(&f->box));
    f->body = malloc(ROOM);
    f->answer = malloc(ANSWER);
    assert_true(f->body && f->answer);
    return f;
}

void
draft_case_free(struct draft_case *f)
{
    draft_box_free(f->box);
    hall_free(f->hall);
    free(f->body);
    free(f->answer);
    free(f);
}

/* ---- Putting in -----------------------------------------------------------*/

/* A submission of these parts, in f->body. */
struct span
draft_case_submission(struct draft_case *f, const struct submission_part *parts,
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

struct span
draft_case_note(const struct draft_case *f)
{
    return span_of(f->hall->note, f->hall->note_len);
}

/* Puts the hall's note in, with a text of this many bytes. */
enum err
draft_case_put_with(struct draft_case *f, const char *text, size_t len)
{
    const struct submission_part parts[] = {
        {.kind = SUBMISSION_PUBLIC, .bytes = span_of(text, len)},
        {.kind = SUBMISSION_NOTE, .bytes = draft_case_note(f)},
    };

    return draft_box_put(
        f->box, f->hall->conference,
        draft_case_submission(f, parts + (len == 0), 2 - (len == 0)),
        f->hall->time_s);
}

enum err
draft_case_put(struct draft_case *f)
{
    return draft_case_put_with(f, NULL, 0);
}

/* The last seat comes in, which is not present yet: a draft. */
void
draft_case_presence(struct draft_case *f)
{
    struct event *e = hall_draft_present(f->hall, DRAFT_CASE_SEATS);

    e->presence.how = EVENT_BY_CARD;
}

/* A new card for a seat, which need not be there. */
void
draft_case_new_card(struct draft_case *f, unsigned number,
                    const struct hall_signer *signers, size_t count)
{
    struct event *e = hall_draft(f->hall, EVENT_REISSUE);

    e->reissue.post = (struct post){POST_SEAT, number};
    hall_sign(f->hall, signers, count);
}

static struct hash32
text_hash(const struct draft_case *f)
{
    struct hash32 hash;
    struct note note;

    assert_ok(note_parse(&note, draft_case_note(f)));
    hash_sha256(&hash, note.text.ptr, note.text.len);
    return hash;
}

/* ---- Taking out -----------------------------------------------------------*/

struct draft_seen
draft_case_see_at(struct draft_case *f, struct post who, uint64_t now_s)
{
    struct draft_seen seen = {0};
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

struct draft_seen
draft_case_see(struct draft_case *f, struct post who)
{
    return draft_case_see_at(f, who, f->hall->time_s);
}

size_t
draft_case_waiting(struct draft_case *f, struct post who)
{
    return draft_case_see(f, who).waiting;
}

enum err
draft_case_decline(struct draft_case *f, struct post by)
{
    struct hash32 hash = text_hash(f);

    return draft_box_decline(f->box, f->hall->conference, &hash, by,
                             f->hall->time_s);
}
