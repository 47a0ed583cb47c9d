/*
 * Goal: no file makes the readers of set-up files fault, and a paper that they
 * accept can be written as an event's text once its references are there.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/blob_text.h"
#include "tests/fuzz/fuzz.h"
#include "voting/ctl/json_paper.h"

/* Every text that was read is one that the log's readers take. */
static void
check_text(const char *lines)
{
    static const uint8_t salt[BLOB_TEXT_SALT_BYTES];
    struct blob_text text;
    struct text_writer w;
    struct span written;
    size_t room = strlen(lines) + 64;
    char *bytes = malloc(room);

    assert(bytes);
    text_writer_start(&w, bytes, room);
    blob_text_write_salt(&w, salt);
    text_writer_text(&w, lines);
    assert(text_writer_finish(&w, &written) == OK);
    assert(blob_text_read(&text, written) == OK);
    free(bytes);
}

static void
check_question(struct json_paper *paper)
{
    struct event *event = &paper->event;
    struct event_paper *p = &event->paper;
    char *text = malloc(EVENT_ENTRY_MAX);
    size_t len;
    enum err e;

    assert(text);
    check_text(paper->title);
    for (size_t i = 0; i < p->row_count; i++)
        check_text(paper->rows[i]);
    memcpy(event->origin, "x", 2);
    event->seen_size = 1;
    p->version = 1;
    p->title.present = true;
    p->title.length = 1;
    for (size_t i = 0; i < p->row_count; i++)
        p->rows[i].text = p->title;
    if (p->follows != EVENT_FOLLOWS_NOTHING)
        p->followed.present = true;
    e = event_encode(event, text, EVENT_ENTRY_MAX, &len);
    assert(e == OK || e == ERR_NOMEM);
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static enum err (*const readers[])(struct json_paper *, struct span) = {
        json_paper_conference, json_paper_session, json_paper_question};

    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct json_paper *paper = json_paper_new();
        enum err e;

        assert(paper);
        e = readers[i](paper, span_of(data, size));
        assert(e == OK || *paper->fault.why);
        if (!e && paper->event.type == EVENT_PAPER)
            check_question(paper);
        else if (!e)
            check_text(paper->title);
        json_paper_free(paper);
    }
    return 0;
}
