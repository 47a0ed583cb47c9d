#include "ballots/view.h"

#include <string.h>

#include "ballots/record_code.h"
#include "ballots/round.h"
#include "ballots/view_parts.h"

static void
log_of(struct json_writer *w, const struct conference *c)
{
    struct hash32 root;
    char code[RECORD_CODE_BYTES];

    conference_root(c, &root);
    record_code_format(code, &root);
    json_put_object(w, "log");
    json_put_text(w, "origin", c->origin);
    json_put_number(w, "size", c->size);
    json_put_hash(w, "root", &root);
    json_put_text(w, "record_code", code);
    json_put_number(w, "time", c->time_s);
    json_put_bool(w, "witnessed", c->policy.present);
    json_put_object_end(w);
}

/*
 * The most that any question of the running session asks to be present. Those
 * of a part of the roll, and practices, say nothing of the hall.
 */
static void
quorum_of(struct json_writer *w, const struct conference *c)
{
    const struct row_counts counts = {.unissued = c->present,
                                      .absent = c->voting_seats - c->present,
                                      .present_at_open = c->present};
    uint64_t quorum = 0;

    for (size_t i = 0; i < c->paper_count; i++) {
        const struct paper *paper = c->papers[i];
        const struct rule_row row = {.options = &paper->options,
                                     .counts = &counts};

        if (paper->session != c->running || paper->replaced ||
            paper->practice || paper->filtered)
            continue;
        for (uint32_t k = 0; k < paper->rule_count; k++) {
            uint64_t needed;

            if (view_quorum_of(&needed, &paper->rules[k], &row) &&
                needed > quorum)
                quorum = needed;
        }
    }
    if (quorum > 0)
        json_put_number(w, "quorum", quorum);
    else
        json_put_null(w, "quorum");
}

static void
attendance_of(struct json_writer *w, const struct conference *c)
{
    const struct session *session = state_running(c);

    json_put_object(w, "attendance");
    json_put_number(w, "due", c->voting_seats);
    json_put_number(w, "present", session ? c->present : 0);
    if (session && session->headcount_entry != CONFERENCE_NO_ENTRY)
        json_put_number(w, "counted", session->headcount);
    else
        json_put_null(w, "counted");
    quorum_of(w, c);
    json_put_object_end(w);
}

/* Each scrutineer's padlock, and whether it is shut. */
static void
locks_of(struct json_writer *w, const struct key_ceremony *k)
{
    json_put_list(w, "locks");
    for (unsigned i = 0; i < k->numbers.trustees; i++) {
        json_put_object(w, NULL);
        view_post(w, "post", k->trustees[i]);
        json_put_bool(w, "shut", k->accept_entries[i] != CONFERENCE_NO_ENTRY);
        json_put_object_end(w);
    }
    json_put_list_end(w);
}

/* Who proved that whose share was bad, if that ended it. */
static void
complaint_of(struct json_writer *w, const struct key_ceremony *k)
{
    if (!k->complained_against) {
        json_put_null(w, "complaint");
        return;
    }
    json_put_object(w, "complaint");
    view_post(w, "by", k->trustees[k->complained_by - 1]);
    view_post(w, "against", k->trustees[k->complained_against - 1]);
    json_put_object_end(w);
}

/* Scrutineers who cannot lock this session's box any more. */
static void
barred_of(struct json_writer *w, const struct conference *c,
          const struct session *session)
{
    const uint32_t last = c->holders[POST_SCRUTINEER].number_max;

    json_put_list(w, "barred");
    for (uint32_t n = 1; n <= last; n++)
        if (state_is_barred(c, session, (struct post){POST_SCRUTINEER, n}))
            view_post(w, NULL, (struct post){POST_SCRUTINEER, n});
    json_put_list_end(w);
}

static void
ceremony_of(struct json_writer *w, const struct conference *c,
            const struct session *session)
{
    static const char *const stages[] = {"committing", "dealing", "accepting",
                                         "ready", "dead"};
    const struct key_ceremony *k;

    if (!session || session->ceremony == CONFERENCE_NO_ENTRY) {
        json_put_null(w, "ballot_box");
        return;
    }
    k = c->ceremonies[session->ceremony];
    json_put_object(w, "ballot_box");
    json_put_text(w, "stage", stages[k->stage]);
    json_put_number(w, "scrutineers", k->numbers.trustees);
    json_put_number(w, "needed", k->numbers.threshold);
    json_put_number(w, "committed", k->commit_count);
    json_put_number(w, "dealt", k->deal_count);
    json_put_number(w, "locked", k->accept_count);
    locks_of(w, k);
    complaint_of(w, k);
    json_put_object_end(w);
}

/* What a real secret question asks to be adopted first. */
static void
settled_of(struct json_writer *w, const struct session *session)
{
    json_put_object(w, "settled");
    json_put_bool(w, "agenda", session->settled[EVENT_SETTLES_AGENDA]);
    json_put_bool(w, "scrutineers",
                  session->settled[EVENT_SETTLES_SCRUTINEERS]);
    json_put_bool(w, "measures", session->settled[EVENT_SETTLES_MEASURES]);
    json_put_object_end(w);
}

static void
sessions_of(struct json_writer *w, const struct conference *c)
{
    static const char *const stages[] = {"planned", "running", "ended"};

    json_put_list(w, "sessions");
    for (size_t i = 0; i < c->session_count; i++) {
        const struct session *session = &c->sessions[i];

        json_put_object(w, NULL);
        json_put_text(w, "id", session->id);
        json_put_text(w, "stage", stages[session->stage]);
        json_put_number(w, "term", session->term);
        json_put_number(w, "number", session->number);
        json_put_text(w, "date", session->date);
        view_blob(w, "title", &session->title);
        settled_of(w, session);
        ceremony_of(w, c, session);
        barred_of(w, c, session);
        json_put_object_end(w);
    }
    json_put_list_end(w);
}

/* Chairs, desks, scrutineers: who has a post, and a device. */
static void
officers_of(struct json_writer *w, const struct conference *c)
{
    static const enum post_kind kinds[] = {POST_CHAIR, POST_DESK,
                                           POST_SCRUTINEER};

    json_put_list(w, "officers");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t k = 0; k < c->holders[kinds[i]].count; k++) {
            const struct holder *holder = &c->holders[kinds[i]].items[k];

            json_put_object(w, NULL);
            view_post(w, "post", holder->post);
            json_put_bool(w, "enrolled", holder->enrolled);
            json_put_bool(w, "retired", holder->retired);
            json_put_object_end(w);
        }
    json_put_list_end(w);
}

static uint32_t
result_entry_of(const struct conference *c, const struct paper *paper)
{
    return paper->opening == CONFERENCE_NO_ENTRY
               ? CONFERENCE_NO_ENTRY
               : c->openings[paper->opening]->result_entry;
}

static void
papers_of(struct json_writer *w, const struct conference *c)
{
    json_put_list(w, "papers");
    for (size_t i = 0; i < c->paper_count; i++) {
        const struct paper *paper = c->papers[i];

        if (paper->replaced)
            continue;
        json_put_object(w, NULL);
        view_paper_head(w, c, paper);
        view_number_or_null(w, "round", paper->opening);
        view_number_or_null(w, "result_entry", result_entry_of(c, paper));
        json_put_text(w, "stage", view_paper_stage(c, paper));
        json_put_object_end(w);
    }
    json_put_list_end(w);
}

static void
statements_of(struct json_writer *w, const struct conference *c)
{
    json_put_list(w, "statements");
    for (size_t i = 0; i < c->statement_count; i++) {
        const struct statement *s = &c->statements[i];

        json_put_object(w, NULL);
        json_put_text(w, "type", event_type_name(s->type));
        json_put_number(w, "entry", s->entry);
        json_put_number(w, "time", s->time_s);
        view_post(w, "by", s->author);
        if (s->said.about.present)
            json_put_number(w, "about", s->said.about.index);
        else
            json_put_null(w, "about");
        view_blob(w, "text", &s->said.text);
        json_put_object_end(w);
    }
    json_put_list_end(w);
}

void
view_conference(struct json_writer *w, const struct conference *c)
{
    json_put_object(w, NULL);
    log_of(w, c);
    view_blob(w, "title", &c->title);
    view_post(w, "presiding", c->presiding);
    attendance_of(w, c);
    officers_of(w, c);
    sessions_of(w, c);
    papers_of(w, c);
    statements_of(w, c);
    json_put_object_end(w);
}

enum err
view_round(struct json_writer *w, const struct conference *c, size_t round)
{
    const struct opening *op;
    const struct paper *paper;

    if (round >= c->opening_count)
        return ERR_NOTFOUND;
    op = c->openings[round];
    paper = state_paper_of(c, op);
    json_put_object(w, NULL);
    view_paper_head(w, c, paper);
    view_round_body(w, c, op);
    json_put_object_end(w);
    return OK;
}

/* What a seat can do in an open round, in one word. */
static const char *
seat_standing(const struct paper *paper, const struct holder *holder,
              const struct seat_vote *seat)
{
    if (!seat || seat->barred)
        return "not-on-roll";
    if (seat->has_sheet)
        return "has-sheet";
    if (seat->attempts > 0 &&
        (!paper->last_counts || seat->cast_key != holder->enrol_entry ||
         seat->attempts == CONFERENCE_ATTEMPTS_MAX))
        return "voted";
    if (seat->attempts > 0)
        return "may-change";
    return seat->present ? "may-vote" : "not-present";
}

static void
seat_rounds(struct json_writer *w, const struct conference *c,
            const struct holder *holder)
{
    json_put_list(w, "open");
    for (size_t i = 0; i < c->open_count; i++) {
        const struct opening *op = c->openings[c->open_now[i]];
        const struct seat_vote *seat = round_seat(c, op, holder->post);

        json_put_object(w, NULL);
        json_put_number(w, "round", op->number);
        json_put_text(w, "paper", state_paper_of(c, op)->id);
        json_put_number(w, "open", op->entry);
        json_put_text(w, "standing",
                      seat_standing(state_paper_of(c, op), holder, seat));
        json_put_number(w, "attempts", seat ? seat->attempts : 0);
        if (seat && seat->attempts > 0)
            json_put_number(w, "last_cast", seat->last_cast);
        else
            json_put_null(w, "last_cast");
        json_put_object_end(w);
    }
    json_put_list_end(w);
}

enum err
view_key_owner(struct json_writer *w, const struct conference *c,
               const uint8_t key[32])
{
    struct post post;
    bool invitation;

    return conference_key_owner(c, key, &post, &invitation)
               ? view_seat(w, c, post)
               : ERR_NOTFOUND;
}

enum err
view_seat(struct json_writer *w, const struct conference *c, struct post post)
{
    const struct holder *holder = state_holder(c, post);

    if (!holder)
        return ERR_NOTFOUND;
    json_put_object(w, NULL);
    view_post(w, "post", post);
    json_put_bool(w, "voting", holder->voting);
    json_put_bool(w, "retired", holder->retired);
    json_put_bool(w, "enrolled", holder->enrolled);
    json_put_bool(w, "invitation_used", holder->invitation_used);
    json_put_number(w, "reissues", holder->reissues);
    json_put_bool(w, "present", state_running(c) && holder->present);
    json_put_bool(w, "present_by_desk",
                  state_running(c) && holder->present &&
                      holder->present_by_desk);
    view_holder_keys(w, holder);
    view_holder_entries(w, c, holder);
    seat_rounds(w, c, holder);
    json_put_object_end(w);
    return OK;
}

void
view_seats(struct json_writer *w, const struct conference *c)
{
    static const enum post_kind kinds[] = {POST_SEAT, POST_OBSERVER};

    json_put_object(w, NULL);
    json_put_list(w, "seats");
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t count = conference_post_count(c, kinds[k]);

        /* A post that is in the conference is found there. */
        for (size_t i = 0; i < count; i++)
            (void)!view_seat(w, c, conference_post(c, kinds[k], i));
    }
    json_put_list_end(w);
    json_put_object_end(w);
}

void
view_wall(struct json_writer *w, const struct conference *c)
{
    const struct session *session = state_running(c);

    json_put_object(w, NULL);
    log_of(w, c);
    attendance_of(w, c);
    if (session)
        json_put_text(w, "session", session->id);
    else
        json_put_null(w, "session");
    ceremony_of(w, c, session);
    json_put_list(w, "rounds");
    for (size_t i = 0; i < c->opening_count; i++) {
        const struct opening *op = c->openings[i];

        if (!session || state_paper_of(c, op)->session != c->running)
            continue;
        json_put_object(w, NULL);
        view_paper_head(w, c, state_paper_of(c, op));
        view_round_body(w, c, op);
        json_put_object_end(w);
    }
    json_put_list_end(w);
    json_put_object_end(w);
}
