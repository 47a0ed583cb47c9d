/*
 * json_setup.c - the files of a conference and of a session.
 */
#include <string.h>

#include <jansson.h>

#include "voting/ctl/json_paper.h"

/* {"origin": "...", "title": {...}} */
enum err
json_paper_conference(struct json_paper *out, struct span bytes)
{
    const char *origin;
    json_t *title;
    json_t *root;
    json_error_t error;
    enum err e;

    out->event.type = EVENT_GENESIS;
    e = json_read(&root, &out->fault, bytes);
    if (e)
        return e;
    if (json_unpack_ex(root, &error, 0, "{s:s s:o !}", "origin", &origin,
                       "title", &title))
        e = json_fault_set(&out->fault, "conference", error.text);
    else if (!post_origin_is_valid(origin, strlen(origin)))
        e = json_fault_set(&out->fault, "origin",
                           "1 to 64 of a-z A-Z 0-9 . - _ / :");
    else
        e = json_read_text(&out->title, &out->fault, "title", title);
    if (!e)
        memcpy(out->event.origin, origin, strlen(origin) + 1);
    json_read_free(root);
    return e;
}

static enum err
read_date(struct event_session *p, struct json_fault *fault, const char *date)
{
    char line[FIELD_DATE_BYTES + 1] = " ";
    struct field_io io;

    if (strlen(date) != FIELD_DATE_BYTES - 1)
        return json_fault_set(fault, "date", "not YYYY-MM-DD");
    memcpy(line + 1, date, FIELD_DATE_BYTES - 1);
    field_reader(&io, line, FIELD_DATE_BYTES);
    field_date(&io, p->date);
    return io.bad ? json_fault_set(fault, "date", "not a day that exists") : OK;
}

/* {"id": "7-1", "term": 7, "number": 1, "date": "...", "title": {...}} */
enum err
json_paper_session(struct json_paper *out, struct span bytes)
{
    struct event_session *p = &out->event.session;
    const char *id;
    const char *date;
    int term;
    int number;
    json_t *title;
    json_t *root;
    json_error_t error;
    enum err e;

    out->event.type = EVENT_SESSION;
    e = json_read(&root, &out->fault, bytes);
    if (e)
        return e;
    if (json_unpack_ex(root, &error, 0, "{s:s s:i s:i s:s s:o !}", "id", &id,
                       "term", &term, "number", &number, "date", &date, "title",
                       &title))
        e = json_fault_set(&out->fault, "session", error.text);
    else if (term < 1 || term > 9999 || number < 1 || number > 9999)
        e = json_fault_set(&out->fault, "term and number", "1 to 9999");
    else
        e = json_read_id(p->id, sizeof p->id, &out->fault, "id", id);
    if (!e)
        e = read_date(p, &out->fault, date);
    if (!e)
        e = json_read_text(&out->title, &out->fault, "title", title);
    if (!e) {
        p->term = (uint32_t)term;
        p->number = (uint32_t)number;
    }
    json_read_free(root);
    return e;
}
